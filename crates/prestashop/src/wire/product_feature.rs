//! `product_features` and `product_feature_values`.

use serde::Deserialize;

use super::{Flag, Id, Words};
use crate::rows::Row;

/// One row of `product_features`.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductFeatureRow {
    /// `id`.
    pub id: Id,
    /// `position`.
    #[serde(default)]
    pub position: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
}

impl Row for ProductFeatureRow {
    const RESOURCE: &'static str = "product_features";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// One row of `product_feature_values`.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductFeatureValueRow {
    /// `id`.
    pub id: Id,
    /// `id_feature`.
    pub id_feature: Id,
    /// `custom`: written for one product only.
    #[serde(default)]
    pub custom: Flag,
    /// `value`.
    #[serde(default)]
    pub value: Words,
}

impl Row for ProductFeatureValueRow {
    const RESOURCE: &'static str = "product_feature_values";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
