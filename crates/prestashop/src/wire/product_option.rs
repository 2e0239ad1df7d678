//! `product_options` and `product_option_values`.

use serde::Deserialize;

use super::{Id, Text, Words};
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
    /// `group_type`.
    #[serde(default)]
    pub group_type: Text,
}

impl Row for ProductOptionRow {
    const RESOURCE: &'static str = "product_options";
    const DISPLAY: &'static str = "[id,position,public_name,name,group_type]";
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
    /// `color`.
    #[serde(default)]
    pub color: Text,
}

impl Row for ProductOptionValueRow {
    const RESOURCE: &'static str = "product_option_values";
    const DISPLAY: &'static str = "[id,id_attribute_group,name,color]";
    const WORDS: bool = true;
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
