//! VAT rates: of a tax rules group in the shop's country, and of an order line whose tax is gone.

use std::collections::{BTreeMap, HashMap, HashSet};

use passerelle_core::money::{Percent, round_half_away};
use rust_decimal::Decimal;

use crate::wire::TaxRuleRow;

/// Rules by group, state and first postcode.
type Places<'a> = HashMap<(u64, u64, String), Vec<&'a TaxRuleRow>>;

/// The rates that the groups in use have in each country, rising. Exceptions of states and postcodes count here.
pub(crate) fn country_rates(
    rules: &[TaxRuleRow],
    groups: &HashSet<u64>,
    taxes: &HashMap<u64, Percent>,
) -> BTreeMap<u64, Vec<Percent>> {
    let mut countries: BTreeMap<u64, Places<'_>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| groups.contains(&rule.id_tax_rules_group.0)) {
        let place = (rule.id_tax_rules_group.0, rule.id_state.0, rule.zipcode_from.0.clone());
        countries.entry(rule.id_country.0).or_default().entry(place).or_default().push(rule);
    }
    let rates = |places: Places<'_>| {
        let mut rates: Vec<Percent> =
            places.into_values().filter_map(|rules| together(rules.into_iter(), taxes)).collect();
        rates.sort();
        rates.dedup();
        rates
    };
    countries.into_iter().map(|(country, places)| (country, rates(places))).collect()
}

/// The rate of each group that has a rule for the whole country, from the rules of that country.
///
/// Rules for one state or some postcodes are exceptions and left out. Several taxes go together as the rule's behaviour says:
/// 0 the first one only, 1 added, 2 one after another.
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

fn group_rate(rules: &[&TaxRuleRow], taxes: &HashMap<u64, Percent>) -> Option<Percent> {
    let general = |rule: &&&TaxRuleRow| {
        rule.id_state.0 == 0 && is_any(&rule.zipcode_from.0) && is_any(&rule.zipcode_to.0)
    };
    together(rules.iter().filter(general).copied(), taxes)
}

/// The rate of the rules of one group in one place.
fn together<'a>(
    mut rules: impl Iterator<Item = &'a TaxRuleRow>,
    taxes: &HashMap<u64, Percent>,
) -> Option<Percent> {
    let first = rules.next()?;
    let rate = |rule: &TaxRuleRow| match rule.id_tax.0 {
        0 => Some(Percent::ZERO),
        id => taxes.get(&id).copied(),
    };
    let mut total = rate(first)?;
    if first.behavior.0 != 0 {
        for rule in rules {
            let next = rate(rule)?;
            total = if first.behavior.0 == 1 {
                Percent::new(total.value() + next.value())
            } else {
                Percent::new(total.value() + next.value() * total.factor())
            };
        }
    }
    Some(total)
}

fn is_any(postcode: &str) -> bool {
    matches!(postcode, "" | "0")
}

/// The rate that a line's own figures show: a rate the shop knows when one fits to the cent, else to two decimals.
pub(crate) fn rate_of_line(net: Decimal, gross: Decimal, known: impl Iterator<Item = Percent>) -> Percent {
    if net.is_zero() {
        return Percent::ZERO;
    }
    let Some(exact) =
        (gross - net).checked_div(net).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED))
    else {
        return Percent::ZERO;
    };
    let away = |rate: &Percent| (rate.value() - exact).abs();
    let cent = Decimal::new(11, 3);
    let fits = |rate: &Percent| net.checked_mul(rate.factor()).is_some_and(|sum| (sum - gross).abs() <= cent);
    known.filter(fits).min_by_key(away).unwrap_or_else(|| Percent::new(round_half_away(exact, 2)))
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
        assert_eq!(rates[&3], Some(percent("25")));
        assert_eq!(rates[&4], Some(percent("26")));
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
        assert_eq!(rate("290.86", "306.86"), percent("5.5"));
        assert_eq!(rate("0.83", "1.00"), percent("20"));
        assert_eq!(rate("100", "119"), percent("19"));
        assert_eq!(rate("0", "0"), percent("0"));
    }
}
