//! The VAT rates that orders can have, in every country where customers live.

use std::collections::BTreeMap;

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::money::Percent;
use passerelle_core::settings::Settings;
use passerelle_engine::ports::shop::ShopSetup;

use super::{Finding, good, warning};

/// Countries named for one rate; more are counted only.
const COUNTRIES: usize = 30;

/// Several taxes on one line: what Dolibarr must have for them.
pub(super) fn local_taxes(settings: &Settings, shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let mut rows = Vec::new();
    for set in &shop.tax_sets {
        match set.rate(&settings.tax_rows) {
            Some(rate) if rate.has_local() => rows.push(rate),
            Some(_) => {}
            None => {
                let count = set.rates.len();
                list.push(warning(Explanation::new("check-too-many-taxes").with("count", count)));
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    let named: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let about = |id: &str| Explanation::new(id).with("rates", named.join(", "));
    if erp.country.eq_ignore_ascii_case("ES") {
        list.push(warning(about("check-local-taxes-in-spain")));
        return;
    }
    let [one, two] = erp.local_taxes;
    let off = [
        (1, !one && rows.iter().any(|it| it.local1.is_some())),
        (2, !two && rows.iter().any(|it| it.local2.is_some())),
    ];
    for (number, _) in off.into_iter().filter(|(_, off)| *off) {
        list.push(warning(about("check-local-tax-off").with("number", number)));
    }
    list.push(good(about("check-local-taxes").with("country", &erp.country)));
}

/// Whether Dolibarr's dictionary has the shop's rates; before version 23 its API does not tell, and a person has to look.
pub(super) fn vat(shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    if !shop.vat_rates.is_empty() {
        list.push(own_rates(&shop.vat_rates, erp));
    }
    let is_known = |rate: &Percent| erp.vat_rates.as_ref().is_some_and(|known| known.contains(rate));
    let mut elsewhere: BTreeMap<Percent, Vec<&str>> = BTreeMap::new();
    for (country, rates) in shop.country_rates.iter().filter(|(country, _)| *country != shop.country) {
        for rate in rates
            .iter()
            .filter(|rate| !rate.is_zero() && !shop.vat_rates.contains(rate))
            .filter(|rate| !is_known(rate))
        {
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

/// The rates of the shop's own country.
fn own_rates(rates: &[Percent], erp: &ErpSetup) -> Finding {
    let named = |rates: Vec<&Percent>| {
        let rates: Vec<String> = rates.into_iter().map(ToString::to_string).collect();
        rates.join(", ")
    };
    let Some(known) = &erp.vat_rates else {
        return good(Explanation::new("check-vat").with("rates", named(rates.iter().collect())));
    };
    let missing: Vec<&Percent> = rates.iter().filter(|rate| !known.contains(rate)).collect();
    if missing.is_empty() {
        return good(Explanation::new("check-vat-known").with("rates", named(rates.iter().collect())));
    }
    warning(Explanation::new("check-vat-missing").with("rates", named(missing)).with("country", &erp.country))
}
