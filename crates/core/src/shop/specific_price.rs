//! How many specific prices a product has, and of which sort: Dolibarr's own API can write none of them.

use serde::{Deserialize, Serialize};

/// Numbers of `specific_prices` rows, each counted once, under what narrows it most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificPrices {
    /// For one customer.
    pub customer: u32,
    /// For a group of customers.
    pub group: u32,
    /// In one country.
    pub country: u32,
    /// In one currency.
    pub currency: u32,
    /// From a quantity on.
    pub quantity: u32,
    /// For some time.
    pub period: u32,
    /// For everybody, at any time.
    pub everybody: u32,
}

impl SpecificPrices {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u32 {
        [self.customer, self.group, self.country, self.currency, self.quantity, self.period, self.everybody]
            .into_iter()
            .fold(0, u32::saturating_add)
    }
}
