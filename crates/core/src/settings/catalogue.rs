//! Settings of the catalogue.

use serde::{Deserialize, Serialize};

use super::{ExtrafieldSettings, FeatureMode};

/// Settings of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSettings {
    /// Write descriptions of products and categories. Default true.
    pub descriptions: bool,
    /// What combinations become. Default variants of their products.
    pub combinations: CombinationForm,
    /// Which images of products are brought over. Default: the cover.
    pub images: ImageChoice,
    /// Where features go. Default into extrafields.
    pub features: FeatureMode,
    /// How the manufacturer is called in the list of features. Default `Marque`.
    pub manufacturer_label: String,
    /// Further languages of product texts, by ISO code, for a Dolibarr that keeps several. Default none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// `[catalogue.extrafields]`: which extrafields hold what.
    pub extrafields: ExtrafieldSettings,
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
        Self {
            descriptions: true,
            combinations: CombinationForm::default(),
            images: ImageChoice::default(),
            features: FeatureMode::default(),
            manufacturer_label: "Marque".to_owned(),
            languages: Vec::new(),
            extrafields: ExtrafieldSettings::default(),
        }
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
