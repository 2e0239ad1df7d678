//! `products`: the texts in all languages.

use serde::Deserialize;

use super::{Id, Words};
use crate::rows::Row;

/// The texts of one row of `products`, in all languages at once.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductWordsRow {
    /// `id`.
    pub id: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `description_short`.
    #[serde(default)]
    pub description_short: Words,
    /// `description`.
    #[serde(default)]
    pub description: Words,
}

impl Row for ProductWordsRow {
    const RESOURCE: &'static str = "products";
    const DISPLAY: &'static str = "[id,name,description_short,description]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
