//! `product_options` and `product_option_values`.

use serde::Deserialize;

use super::{Id, Words};
use crate::rows::Row;

/// One row of `product_options`: a group of attributes.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductOptionRow {
    /// `id`.
    pub id: Id,
    /// `position`.
    #[serde(default)]
    pub position: Id,
    /// `public_name`.
    #[serde(default)]
    pub public_name: Words,
    /// `name`.
    #[serde(default)]
    pub name: Words,
}

impl Row for ProductOptionRow {
    const RESOURCE: &'static str = "product_options";
    const DISPLAY: &'static str = "[id,position,public_name,name]";
    const WORDS: bool = true;
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// One row of `product_option_values`: an attribute.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductOptionValueRow {
    /// `id`.
    pub id: Id,
    /// `id_attribute_group`.
    pub id_attribute_group: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
}

impl Row for ProductOptionValueRow {
    const RESOURCE: &'static str = "product_option_values";
    const DISPLAY: &'static str = "[id,id_attribute_group,name]";
    const WORDS: bool = true;
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
