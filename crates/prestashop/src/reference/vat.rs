//! VAT rates: of a tax rules group in the shop's country, and of an order line whose tax is gone.

use std::collections::HashMap;

use passerelle_core::money::{Percent, round_half_away};
use rust_decimal::Decimal;

use crate::wire::TaxRuleRow;

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
    let mut rules = rules.iter().filter(general);
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
