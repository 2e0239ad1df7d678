//! The VAT rates that orders can have, in every country where customers live.

use std::collections::BTreeMap;

use passerelle_core::explain::Explanation;
use passerelle_core::money::Percent;
use passerelle_engine::ports::shop::ShopSetup;

use super::{Finding, good};

/// Countries named for one rate; more are counted only.
const COUNTRIES: usize = 30;

/// Dolibarr's dictionary of rates cannot be read through its API: a person has to look.
pub(super) fn vat(shop: &ShopSetup, list: &mut Vec<Finding>) {
    let rates: Vec<String> = shop.vat_rates.iter().map(ToString::to_string).collect();
    if !rates.is_empty() {
        list.push(good(Explanation::new("check-vat").with("rates", rates.join(", "))));
    }
    let mut elsewhere: BTreeMap<Percent, Vec<&str>> = BTreeMap::new();
    for (country, rates) in shop.country_rates.iter().filter(|(country, _)| *country != shop.country) {
        for rate in rates.iter().filter(|rate| !rate.is_zero() && !shop.vat_rates.contains(rate)) {
            elsewhere.entry(*rate).or_default().push(country);
        }
    }
    if elsewhere.is_empty() {
        return;
    }
    let named = |(rate, countries): (&Percent, &Vec<&str>)| {
        let more = countries.len().saturating_sub(COUNTRIES);
        let names: Vec<&str> = countries.iter().take(COUNTRIES).copied().collect();
        let more = if more == 0 { String::new() } else { format!(" +{more}") };
        format!("{rate} ({}{more})", names.join(", "))
    };
    let rates: Vec<String> = elsewhere.iter().map(named).collect();
    list.push(good(
        Explanation::new("check-vat-abroad").with("rates", rates.join(", ")).with("country", &shop.country),
    ));
}
