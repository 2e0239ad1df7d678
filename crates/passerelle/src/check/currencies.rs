//! Checks of currencies: Dolibarr knows those that orders were made in, and the shop knows the company's.

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::money::Currency;
use passerelle_engine::ports::shop::{ShopSetup, StoreState};
use rust_decimal::Decimal;

use super::{Finding, bad, good, warning};
use crate::facts::company_rate;

pub(super) fn currencies(shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let stores = shop.stores.iter().filter(|store| store.state == StoreState::Read);
    let stores: Vec<_> = stores.map(|store| (store.name.as_str(), store.currency, &store.rates)).collect();
    let alone = [(shop.name.as_str(), shop.currency, &shop.rates)];
    for (name, currency, rates) in if stores.is_empty() { &alone[..] } else { &stores[..] } {
        own_currency(name, *currency, rates, erp, list);
    }
    let is_foreign = |currency: &&Currency| **currency != erp.currency;
    let used: Vec<Currency> = shop.order_currencies.iter().filter(is_foreign).copied().collect();
    let unused: Vec<Currency> =
        shop.currencies.iter().filter(is_foreign).filter(|it| !used.contains(it)).copied().collect();
    // Dolibarr keeps the list after the module was switched off, but makes no documents in other currencies.
    let on = erp.modules.is_empty() || erp.modules.iter().any(|module| module == "multicurrency");
    if !on {
        if !(used.is_empty() && unused.is_empty()) {
            list.push(warning(Explanation::new("check-erp-multicurrency-off")));
        }
        return;
    }
    if !erp.currencies_known {
        if !used.is_empty() {
            list.push(good(Explanation::new("check-currencies-unknown").with("currencies", codes(&used))));
        }
        return;
    }
    let lacks = |currency: &Currency| !erp.currencies.contains(currency);
    let before = list.len();
    for currency in used.iter().copied().filter(lacks) {
        list.push(bad(Explanation::new("check-currency-missing").with("currency", currency)));
    }
    for currency in unused.into_iter().filter(lacks) {
        list.push(warning(Explanation::new("check-currency-unused-missing").with("currency", currency)));
    }
    if list.len() == before && !used.is_empty() {
        list.push(good(Explanation::new("check-currencies").with("currencies", codes(&used))));
    }
}

fn own_currency(
    name: &str,
    currency: Currency,
    rates: &[(Currency, Decimal)],
    erp: &ErpSetup,
    list: &mut Vec<Finding>,
) {
    if currency == erp.currency {
        return;
    }
    let explanation =
        |id: &str| Explanation::new(id).with("shop_currency", currency).with("erp_currency", erp.currency);
    match company_rate(currency, rates, erp) {
        Some(rate) => list.push(warning(
            explanation("check-currency-converted").with("shop", name).with("rate", rate.normalize()),
        )),
        None => list.push(bad(explanation("shop-currency-differs").with("reference", "-"))),
    }
}

fn codes(currencies: &[Currency]) -> String {
    let codes: Vec<String> = currencies.iter().map(ToString::to_string).collect();
    codes.join(", ")
}
