//! `combinations`. All fields: with a list of fields the option values stay away silently.

use serde::Deserialize;

use super::{Id, Linked, Number, Text};
use crate::rows::Row;

/// One row of `combinations`.
#[derive(Clone, Debug, Deserialize)]
pub struct CombinationRow {
    /// `id`.
    pub id: Id,
    /// `id_product`.
    pub id_product: Id,
    /// `reference`.
    #[serde(default)]
    pub reference: Text,
    /// `price`: added to the product's.
    pub price: Number,
    /// `weight`: added to the product's.
    #[serde(default)]
    pub weight: Number,
    /// `wholesale_price`.
    #[serde(default)]
    pub wholesale_price: Number,
    /// `ean13`.
    #[serde(default)]
    pub ean13: Text,
    /// `upc`.
    #[serde(default)]
    pub upc: Text,
    /// `isbn`.
    #[serde(default)]
    pub isbn: Text,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    product_option_values: Vec<Linked>,
    #[serde(default)]
    images: Vec<Linked>,
}

impl CombinationRow {
    /// `associations.product_option_values`.
    #[must_use]
    pub fn option_values(&self) -> &[Linked] {
        &self.associations.product_option_values
    }

    /// `associations.images`.
    #[must_use]
    pub fn images(&self) -> &[Linked] {
        &self.associations.images
    }
}

impl Row for CombinationRow {
    const RESOURCE: &'static str = "combinations";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
