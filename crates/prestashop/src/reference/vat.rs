//! VAT rates: of a tax rules group in the shop's country, and of an order line whose tax is gone.

use std::collections::{BTreeMap, HashMap, HashSet};

use passerelle_core::money::Percent;
use passerelle_core::shop::TaxMethod;
use passerelle_core::tax::TaxSet;
use rust_decimal::Decimal;

use crate::wire::TaxRuleRow;

/// Rules by country, group, state and first postcode.
type Places<'a> = BTreeMap<(u64, u64, u64, String), Vec<&'a TaxRuleRow>>;

/// The rates that the groups in use have in each country, rising. Exceptions of states and postcodes count here.
pub(crate) fn country_rates(
    rules: &[TaxRuleRow],
    groups: &HashSet<u64>,
    taxes: &HashMap<u64, Percent>,
) -> BTreeMap<u64, Vec<Percent>> {
    let mut countries: BTreeMap<u64, Vec<Percent>> = BTreeMap::new();
    for ((country, ..), rules) in places(rules, groups) {
        countries.entry(country).or_default().extend(together(rules.into_iter(), taxes).and_then(vat));
    }
    for rates in countries.values_mut() {
        rates.sort();
        rates.dedup();
    }
    countries
}

/// Several taxes that the groups in use have together somewhere, each set once.
pub(crate) fn tax_sets(
    rules: &[TaxRuleRow],
    groups: &HashSet<u64>,
    taxes: &HashMap<u64, Percent>,
) -> Vec<TaxSet> {
    let places = places(rules, groups).into_values();
    let mut sets: Vec<TaxSet> = places.filter_map(|rules| together(rules.into_iter(), taxes)).collect();
    sets.retain(|set| set.rates.len() > 1);
    sets.sort();
    sets.dedup();
    sets
}

/// The rules of groups in use, by place.
fn places<'a>(rules: &'a [TaxRuleRow], groups: &HashSet<u64>) -> Places<'a> {
    let mut places = Places::new();
    for rule in rules.iter().filter(|rule| groups.contains(&rule.id_tax_rules_group.0)) {
        let (group, state) = (rule.id_tax_rules_group.0, rule.id_state.0);
        let place = (rule.id_country.0, group, state, rule.zipcode_from.0.clone());
        places.entry(place).or_default().push(rule);
    }
    places
}

/// The VAT of each group that has a rule for the whole country, from the rules of that country: of several taxes the first.
///
/// Rules for one state or some postcodes are exceptions and left out.
pub(crate) fn group_rates(
    rules: &[TaxRuleRow],
    taxes: &HashMap<u64, Percent>,
) -> HashMap<u64, Option<Percent>> {
    let mut groups: HashMap<u64, Vec<&TaxRuleRow>> = HashMap::new();
    for rule in rules {
        groups.entry(rule.id_tax_rules_group.0).or_default().push(rule);
    }
    groups.into_iter().map(|(group, rules)| (group, group_rate(&rules, taxes))).collect()
}

/// The taxes of each group that has several for the whole country.
pub(crate) fn group_sets(rules: &[TaxRuleRow], taxes: &HashMap<u64, Percent>) -> HashMap<u64, TaxSet> {
    let mut groups: HashMap<u64, Vec<&TaxRuleRow>> = HashMap::new();
    for rule in rules.iter().filter(is_general) {
        groups.entry(rule.id_tax_rules_group.0).or_default().push(rule);
    }
    let sets =
        groups.into_iter().filter_map(|(group, rules)| Some((group, together(rules.into_iter(), taxes)?)));
    sets.filter(|(_, set)| set.rates.len() > 1).collect()
}

/// For the whole country.
fn is_general(rule: &&TaxRuleRow) -> bool {
    rule.id_state.0 == 0 && is_any(&rule.zipcode_from.0) && is_any(&rule.zipcode_to.0)
}

fn group_rate(rules: &[&TaxRuleRow], taxes: &HashMap<u64, Percent>) -> Option<Percent> {
    together(rules.iter().copied().filter(is_general), taxes).and_then(vat)
}

fn vat(set: TaxSet) -> Option<Percent> {
    set.rates.first().copied()
}

/// The taxes of the rules of one group in one place. Several go together as the first rule's behaviour says: 0 the first one
/// only, 1 added, 2 one after another. None when a tax is not known.
fn together<'a>(
    rules: impl Iterator<Item = &'a TaxRuleRow>,
    taxes: &HashMap<u64, Percent>,
) -> Option<TaxSet> {
    let mut rules: Vec<&TaxRuleRow> = rules.collect();
    let method = match rules.first()?.behavior.0 {
        0 => TaxMethod::Single,
        1 => TaxMethod::Added,
        _ => TaxMethod::OneAfterAnother,
    };
    if method == TaxMethod::Single {
        rules.truncate(1);
    }
    rules.sort_by_key(|rule| rule.id_tax.0);
    let rate = |rule: &&TaxRuleRow| match rule.id_tax.0 {
        0 => Some(Percent::ZERO),
        id => taxes.get(&id).copied(),
    };
    Some(TaxSet { rates: rules.iter().map(rate).collect::<Option<_>>()?, method })
}

fn is_any(postcode: &str) -> bool {
    matches!(postcode, "" | "0")
}

/// The rate that a line's own figures show: one of those that the shop knows, deleted ones too, when it fits to the cent. No
/// other rate is ever made of figures: what is left is rounding, or a contradiction.
pub(crate) fn rate_of_line(
    net: Decimal,
    gross: Decimal,
    known: impl Iterator<Item = Percent>,
) -> Option<Percent> {
    let exact = (gross - net).checked_div(net)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let away = |rate: &Percent| (rate.value() - exact).abs();
    let cent = Decimal::new(11, 3);
    let fits = |rate: &Percent| net.checked_mul(rate.factor()).is_some_and(|sum| (sum - gross).abs() <= cent);
    known.filter(fits).min_by_key(away)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Id;

    fn rule(group: u64, state: u64, tax: u64, behavior: u64) -> TaxRuleRow {
        serde_json::from_value(serde_json::json!({
            "id": 1, "id_tax_rules_group": group, "id_country": 8, "id_state": state, "zipcode_from": "0",
            "zipcode_to": "0", "id_tax": tax, "behavior": behavior,
        }))
        .unwrap()
    }

    fn percent(text: &str) -> Percent {
        Percent::new(text.parse().unwrap())
    }

    #[test]
    fn rules_of_a_country_make_a_rate() {
        let taxes = HashMap::from([(1, percent("20.000")), (2, percent("5"))]);
        let rules = [
            rule(1, 0, 1, 0),
            rule(2, 7, 1, 0),
            rule(3, 0, 2, 1),
            rule(3, 0, 1, 1),
            rule(4, 0, 2, 2),
            rule(4, 0, 1, 2),
            rule(5, 0, 0, 0),
            rule(6, 0, 9, 0),
        ];
        let rates = group_rates(&rules, &taxes);
        assert_eq!(rates[&1], Some(percent("20")));
        assert_eq!(rates[&2], None, "one state only");
        assert_eq!(rates[&3], Some(percent("20")), "the VAT of two taxes");
        assert_eq!(rates[&4], Some(percent("20")));
        let several = group_sets(&rules, &taxes);
        let mut with_several: Vec<u64> = several.keys().copied().collect();
        with_several.sort_unstable();
        assert_eq!(with_several, [3, 4]);
        assert_eq!(several[&4].method, TaxMethod::OneAfterAnother);
        let set = |method| TaxSet { rates: vec![percent("20"), percent("5")], method };
        let sets = [set(TaxMethod::Added), set(TaxMethod::OneAfterAnother)];
        assert_eq!(tax_sets(&rules, &HashSet::from([1, 2, 3, 4, 5, 6]), &taxes), sets);
        assert_eq!(tax_sets(&rules, &HashSet::from([4]), &taxes), sets[1..], "of groups in use");
        assert_eq!(rates[&5], Some(percent("0")));
        assert_eq!(rates[&6], None, "the tax is unknown");
    }

    #[test]
    fn every_country_shows_its_rates_exceptions_too() {
        let taxes = HashMap::from([(1, percent("20.000")), (2, percent("19")), (3, percent("7"))]);
        let in_country = |country: u64, rule: TaxRuleRow| TaxRuleRow { id_country: Id(country), ..rule };
        let rules = [
            in_country(8, rule(1, 0, 1, 0)),
            in_country(1, rule(1, 0, 2, 0)),
            in_country(1, rule(2, 0, 3, 0)),
            in_country(1, rule(3, 0, 1, 0)),
            in_country(21, rule(1, 5, 3, 0)),
        ];
        let rates = country_rates(&rules, &HashSet::from([1, 2]), &taxes);
        assert_eq!(rates[&8], [percent("20")]);
        assert_eq!(rates[&1], [percent("7"), percent("19")], "a group that is not in use does not count");
        assert_eq!(rates[&21], [percent("7")]);
    }

    #[test]
    fn a_line_shows_its_rate() {
        let known = [percent("20"), percent("5.5")];
        let rate = |net: &str, gross: &str| {
            rate_of_line(net.parse().unwrap(), gross.parse().unwrap(), known.into_iter())
        };
        assert_eq!(rate("290.86", "306.86"), Some(percent("5.5")));
        assert_eq!(rate("0.83", "1.00"), Some(percent("20")));
        assert_eq!(rate("100", "119"), None, "19 % is no rate of the shop");
        assert_eq!(rate("0", "0"), None);
        // Order 148 of the seeded 9.1: untaxed, 90.39 / 90.88 with an ecotax of 2.58 at 20 % inside.
        assert_eq!(rate("87.81", "87.784"), None);
    }
}
