//! `products`, as far as their stock depends on it.

use serde::Deserialize;

use super::{Id, Text};
use crate::rows::Row;

/// What sort of product a row of `products` is.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductFormRow {
    /// `id`.
    pub id: Id,
    /// `reference`.
    #[serde(default)]
    pub reference: Text,
    /// `product_type`.
    #[serde(default)]
    pub product_type: Text,
    /// `type`.
    #[serde(rename = "type", default)]
    pub kind: Text,
}

impl Row for ProductFormRow {
    const RESOURCE: &'static str = "products";
    const DISPLAY: &'static str = "[id,reference,product_type,type]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
