//! What the shop is.

use passerelle_core::key::ShopId;
use passerelle_core::money::{Currency, Percent};
use passerelle_engine::ports::shop::{ShopError, ShopSetup, StoreSetup, StoreState};

use crate::reference::{Holder, Reference};
use crate::rows::Rows;
use crate::usage::{Usage, usage};

/// Loads the reference data and says what the shop is. Rights that lack are all listed together.
pub(crate) async fn setup(rows: &Rows, holder: &Holder) -> Result<ShopSetup, ShopError> {
    let loaded = holder.load(rows).await?;
    let reference = &loaded.reference;
    let configuration = &reference.configuration;
    let name = if configuration.shop_name.is_empty() { &loaded.shop_name } else { &configuration.shop_name };
    let usage = usage(rows, &loaded.denied, &reference.coverage.covered).await?;
    let stores = stores(reference, &usage);
    let first = reference.stores.first();
    let currency = match first {
        Some(store) => store.currency,
        None => reference.currencies.get(&configuration.currency).copied(),
    };
    Ok(ShopSetup {
        version: loaded.version.unwrap_or_else(|| configuration.version.clone()),
        name: name.clone(),
        country: reference.countries.get(&configuration.country).cloned().unwrap_or_default(),
        currency: currency.or(reference.currency_of_rate_one).unwrap_or(Currency::EUR),
        currencies: reference.currencies_in_use.clone(),
        rates: first.map_or_else(|| reference.rates.clone(), |store| store.rates.clone()),
        order_currencies: usage.currencies.iter().filter_map(|id| reference.currency(*id).ok()).collect(),
        vat_rates: reference.rates_in_use.clone(),
        tax_rates: tax_rates(reference),
        currency_decimals: reference.currency_decimals.clone(),
        tax_sets: reference.tax_sets.clone(),
        features: reference.feature_names(),
        rights_left_out: reference.lacking.iter().map(|it| (*it).to_owned()).collect(),
        order_states: reference.named_states(),
        carriers: reference.carrier_names(),
        invoices_off: reference.configuration.without_invoices,
        country_rates: country_rates(reference),
        payment_methods: usage.methods,
        stores,
        missing_rights: loaded
            .denied
            .iter()
            .map(|resource| ((*resource).to_owned(), "GET".to_owned()))
            .collect(),
    })
}

/// All rates of the tax table, deleted ones too, rising.
fn tax_rates(reference: &Reference) -> Vec<Percent> {
    let mut rates: Vec<Percent> = reference.taxes.values().copied().collect();
    rates.sort_unstable();
    rates.dedup();
    rates
}

/// The shops of a multistore, those that are read first.
fn stores(reference: &Reference, usage: &Usage) -> Vec<StoreSetup> {
    let coverage = &reference.coverage;
    let name = |id: u64| reference.shops.get(&id).cloned().unwrap_or_default();
    let mut list: Vec<StoreSetup> = reference
        .stores
        .iter()
        .map(|store| StoreSetup {
            id: ShopId(store.id),
            name: store.name.clone(),
            state: StoreState::Read,
            home: Some(ShopId(store.home)).filter(|home| home.0 != 0),
            currency: store.currency.or(reference.currency_of_rate_one).unwrap_or(Currency::EUR),
            rates: store.rates.clone(),
            payment_methods: usage.of_shop.get(&store.id).cloned().unwrap_or_default(),
        })
        .collect();
    let others = coverage.left_out.iter().map(|id| (*id, StoreState::LeftOut));
    let hidden = coverage.switched_off.iter().map(|id| (*id, StoreState::SwitchedOff));
    list.extend(others.chain(hidden).map(|(id, state)| StoreSetup {
        id: ShopId(id),
        name: name(id),
        state,
        home: None,
        currency: Currency::EUR,
        rates: Vec::new(),
        payment_methods: Vec::new(),
    }));
    list
}

/// Countries that customers can live in and the rates there, by ISO code.
fn country_rates(reference: &Reference) -> Vec<(String, Vec<Percent>)> {
    let mut list: Vec<(String, Vec<Percent>)> = reference
        .country_rates
        .iter()
        .filter(|(country, _)| reference.countries_in_use.contains(country))
        .filter_map(|(country, rates)| Some((reference.countries.get(country)?.clone(), rates.clone())))
        .collect();
    list.sort();
    list
}
