//! `specific_prices`.

use serde::Deserialize;

use super::{Flag, Id, Number, Text, When};
use crate::rows::Row;

/// One row of `specific_prices`; ids of 0 mean "all".
#[derive(Clone, Debug, Deserialize)]
pub struct SpecificPriceRow {
    /// `id`.
    pub id: Id,
    /// `id_shop`.
    #[serde(default)]
    pub id_shop: Id,
    /// `id_product`.
    #[serde(default)]
    pub id_product: Id,
    /// `id_product_attribute`.
    #[serde(default)]
    pub id_product_attribute: Id,
    /// `id_currency`.
    #[serde(default)]
    pub id_currency: Id,
    /// `id_country`.
    #[serde(default)]
    pub id_country: Id,
    /// `id_group`.
    #[serde(default)]
    pub id_group: Id,
    /// `id_customer`.
    #[serde(default)]
    pub id_customer: Id,
    /// `id_cart`: agreed for one basket only.
    #[serde(default)]
    pub id_cart: Id,
    /// `price`; -1 leaves the product's price.
    pub price: Number,
    /// `from_quantity`.
    #[serde(default)]
    pub from_quantity: Id,
    /// `reduction`: an amount, or a share such as 0.2.
    pub reduction: Number,
    /// `reduction_tax`.
    #[serde(default)]
    pub reduction_tax: Flag,
    /// `reduction_type`: `amount` or `percentage`.
    #[serde(default)]
    pub reduction_type: Text,
    /// `from`.
    #[serde(default)]
    pub from: When,
    /// `to`.
    #[serde(default)]
    pub to: When,
}

impl Row for SpecificPriceRow {
    const RESOURCE: &'static str = "specific_prices";

    fn id(&self) -> u64 {
        self.id.0
    }
}
