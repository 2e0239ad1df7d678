//! What the shop is.

use passerelle_core::money::Currency;
use passerelle_engine::ports::shop::{ShopError, ShopSetup};

use crate::payment_methods::payment_methods;
use crate::reference::Holder;
use crate::rows::Rows;

/// Loads the reference data and says what the shop is. Rights that lack are all listed together.
pub(crate) async fn setup(rows: &Rows, holder: &Holder) -> Result<ShopSetup, ShopError> {
    let loaded = holder.load(rows).await?;
    let reference = &loaded.reference;
    let configuration = &reference.configuration;
    let name = if configuration.shop_name.is_empty() { &loaded.shop_name } else { &configuration.shop_name };
    let currency = reference.currencies.get(&configuration.currency).copied();
    Ok(ShopSetup {
        version: loaded.version.unwrap_or_else(|| configuration.version.clone()),
        name: name.clone(),
        country: reference.countries.get(&configuration.country).cloned().unwrap_or_default(),
        currency: currency.or(reference.currency_of_rate_one).unwrap_or(Currency::EUR),
        currencies: reference.currencies_in_use.clone(),
        vat_rates: reference.rates_in_use.clone(),
        payment_methods: payment_methods(rows, &loaded.denied).await?,
        order_states: reference.named_states(),
        carriers: reference.carrier_names(),
        invoices_off: configuration.without_invoices,
        missing_rights: loaded
            .denied
            .iter()
            .map(|resource| ((*resource).to_owned(), "GET".to_owned()))
            .collect(),
    })
}
