//! What decisions depend on, from the settings and from what both sides are: of the connection, and of each shop of a
//! multistore.

use passerelle_core::decide::{Facts, ShopFacts};
use passerelle_core::erp::ErpSetup;
use passerelle_core::money::{Currency, Percent};
use passerelle_core::settings::Settings;
use passerelle_engine::ports::shop::{ShopSetup, StoreState};
use rust_decimal::Decimal;

use crate::config::ConfigFile;

/// What decisions depend on.
pub fn facts(file: &ConfigFile, shop: &ShopSetup, erp: &ErpSetup) -> Facts {
    let settings = file.settings();
    let common = |settings: Settings, name: &str, currency: Currency, rates: &[(Currency, Decimal)]| Facts {
        settings: Settings { shops: Default::default(), ..settings },
        erp: erp.clone(),
        shop_name: name.to_owned(),
        shop_currency: currency,
        company_rate: company_rate(currency, rates, erp),
        vat_rates: rates_of(shop),
        currency_decimals: shop.currency_decimals.iter().copied().collect(),
        features: shop.features.clone(),
        several_taxes: shop.tax_sets.iter().filter_map(|set| set.rate(&file.taxes)).collect(),
        shops: Default::default(),
    };
    let stores = shop.stores.iter().filter(|store| store.state == StoreState::Read);
    let shops = stores.map(|store| {
        let its = settings.of_shop(store.id).clone();
        let facts = common(its, &store.name, store.currency, &store.rates);
        (store.id, ShopFacts { home: store.home, facts })
    });
    Facts {
        shops: shops.collect(),
        settings: settings.clone(),
        ..common(settings.clone(), &shop.name, shop.currency, &shop.rates)
    }
}

/// All rates of the shop, those in use in its country first.
fn rates_of(shop: &ShopSetup) -> Vec<Percent> {
    let others = shop.tax_rates.iter().filter(|rate| !shop.vat_rates.contains(rate));
    shop.vat_rates.iter().chain(others).copied().collect()
}

/// Units of the company's currency for one unit of the shop's; none when the shop does not know the company's.
pub fn company_rate(shop: Currency, rates: &[(Currency, Decimal)], erp: &ErpSetup) -> Option<Decimal> {
    if shop == erp.currency {
        return Some(Decimal::ONE);
    }
    rates.iter().find(|(code, _)| *code == erp.currency).map(|(_, rate)| *rate).filter(|rate| !rate.is_zero())
}
