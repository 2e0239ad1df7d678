//! One shop of a multistore, with what it has for itself.

use passerelle_core::money::Currency;
use rust_decimal::Decimal;

use super::configuration::Configuration;
use crate::wire::{ConfigurationRow, CurrencyRow, ShopRow};

/// One shop of a multistore that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Store {
    /// `id`.
    pub id: u64,
    /// `id_shop_group`.
    pub group: u64,
    /// `name`.
    pub name: String,
    /// `id_category`: its top category.
    pub home: u64,
    /// Its `PS_CURRENCY_DEFAULT`.
    pub currency: Option<Currency>,
    /// Its rates.
    pub rates: Vec<(Currency, Decimal)>,
}

impl Store {
    /// A shop of its row, the settings of all shops, and the currencies as this shop has them.
    pub(crate) fn of(row: &ShopRow, settings: &[ConfigurationRow], currencies: &[CurrencyRow]) -> Self {
        let its = Configuration::from_rows(settings, Some((row.id.0, row.id_shop_group.0)));
        let own = currencies.iter().find(|currency| currency.id.0 == its.currency);
        Self {
            id: row.id.0,
            group: row.id_shop_group.0,
            name: row.name.0.clone(),
            home: row.id_category.0,
            currency: own.and_then(|currency| currency.iso_code.0.parse().ok()),
            rates: rates(currencies),
        }
    }
}

/// Units of each currency for one unit of the shop's own, as the shop has them now.
pub(crate) fn rates(currencies: &[CurrencyRow]) -> Vec<(Currency, Decimal)> {
    currencies
        .iter()
        .filter(|row| !row.deleted.0 && row.conversion_rate.0 > Decimal::ZERO)
        .filter_map(|row| Some((row.iso_code.0.parse().ok()?, row.conversion_rate.0)))
        .collect()
}
