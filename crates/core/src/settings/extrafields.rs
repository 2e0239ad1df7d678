//! Which of Dolibarr's extrafields hold what of a product.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `[catalogue.extrafields]`: codes of extrafields of products. An empty code keeps a value out of every extrafield; one that
/// is left out goes into the extrafield whose code is `ps_` and its name, if Dolibarr has that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExtrafieldSettings {
    /// `manufacturer_name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// `condition`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// `ecotax`, excluding tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecotax: Option<String>,
    /// `mpn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_number: Option<String>,
    /// The reference at the default supplier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_reference: Option<String>,
    /// Features by their names in the shop.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<String, String>,
}

/// Where features go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeatureMode {
    /// Into extrafields, where there is one for them.
    #[default]
    Extrafields,
    /// Into extrafields, and those without one into a list at the end of the description, with the manufacturer.
    Description,
    /// Nowhere: they are not read.
    None,
}
