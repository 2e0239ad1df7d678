//! Settings of the catalogue.

use serde::{Deserialize, Serialize};

/// Settings of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSettings {
    /// Write descriptions of products and categories. Default true.
    pub descriptions: bool,
    /// What combinations become. Default variants of their products.
    pub combinations: CombinationForm,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self { descriptions: true, combinations: CombinationForm::default() }
    }
}

/// What combinations become in Dolibarr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CombinationForm {
    /// Variants of their products, with attributes and values; plain products where Dolibarr's module of variants is off.
    #[default]
    Variants,
    /// Plain products, whose labels end with the attributes.
    Products,
}
