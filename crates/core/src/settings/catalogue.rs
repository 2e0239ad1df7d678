//! Settings of the catalogue.

use serde::{Deserialize, Serialize};

/// Settings of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSettings {
    /// Write descriptions of products and categories. Default true.
    pub descriptions: bool,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self { descriptions: true }
    }
}
