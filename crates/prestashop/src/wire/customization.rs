//! `customizations` and `product_customization_fields`.

use serde::Deserialize;

use super::{Id, Text, Words};
use crate::rows::Row;

/// What a customer had put into one field.
#[derive(Clone, Debug, Deserialize)]
pub struct CustomizedData {
    /// `id_customization_field`.
    #[serde(default)]
    pub id_customization_field: Id,
    /// `value`: the text, or the name of the file.
    #[serde(default)]
    pub value: Text,
}

/// One row of `customizations`: what a customer had put on a thing that is made to order.
#[derive(Clone, Debug, Deserialize)]
pub struct CustomizationRow {
    /// `id`.
    pub id: Id,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    customized_data_text_fields: Vec<CustomizedData>,
    #[serde(default)]
    customized_data_images: Vec<CustomizedData>,
}

impl CustomizationRow {
    /// `associations.customized_data_text_fields`.
    #[must_use]
    pub fn texts(&self) -> &[CustomizedData] {
        &self.associations.customized_data_text_fields
    }

    /// `associations.customized_data_images`.
    #[must_use]
    pub fn files(&self) -> &[CustomizedData] {
        &self.associations.customized_data_images
    }
}

impl Row for CustomizationRow {
    const RESOURCE: &'static str = "customizations";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// One row of `product_customization_fields`.
#[derive(Clone, Debug, Deserialize)]
pub struct CustomizationFieldRow {
    /// `id`.
    pub id: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
}

impl Row for CustomizationFieldRow {
    const RESOURCE: &'static str = "product_customization_fields";
    const KEY: &'static str = "customization_fields";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
