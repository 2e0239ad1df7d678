//! `stock_availables`.

use serde::Deserialize;

use super::{Id, Number};
use crate::rows::Row;

/// One row of `stock_availables`; in a multishop the rows of all shops.
#[derive(Clone, Debug, Deserialize)]
pub struct StockAvailableRow {
    /// `id`.
    pub id: Id,
    /// `id_product`.
    pub id_product: Id,
    /// `id_product_attribute`; 0 for the sum of the product.
    #[serde(default)]
    pub id_product_attribute: Id,
    /// `id_shop`.
    #[serde(default)]
    pub id_shop: Id,
    /// `id_shop_group`.
    #[serde(default)]
    pub id_shop_group: Id,
    /// `quantity`.
    pub quantity: Number,
    /// `out_of_stock`.
    #[serde(default)]
    pub out_of_stock: Id,
}

impl Row for StockAvailableRow {
    const RESOURCE: &'static str = "stock_availables";

    fn id(&self) -> u64 {
        self.id.0
    }
}
