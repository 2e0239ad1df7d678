//! Settings of the catalogue.

use serde::{Deserialize, Serialize};

/// Settings of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSettings {
    /// Write descriptions of products and categories. Default true.
    pub descriptions: bool,
    /// Which images of products are brought over. Default: the cover.
    pub images: ImageChoice,
}

/// Which images of products are brought over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageChoice {
    /// None; those that were brought over before stay.
    None,
    /// The cover of each product, and the first image of each combination that has some of its own.
    #[default]
    Cover,
    /// All of them.
    All,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self { descriptions: true, images: ImageChoice::Cover }
    }
}
