//! What tells combinations apart: attributes and their values.

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// `group_type` of an attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeForm {
    /// A list to choose from.
    #[default]
    Select,
    /// Buttons.
    Radio,
    /// A colour or a texture.
    Colour,
}

/// One row of `product_options`, such as the size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// `id`.
    pub id: ShopId,
    /// `name`, which the back office shows.
    pub name: String,
    /// `public_name`, which customers see; may be empty.
    pub public_name: String,
    /// `group_type`.
    pub form: AttributeForm,
}

/// One row of `product_option_values`, such as the size M.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValue {
    /// `id`.
    pub id: ShopId,
    /// `id_attribute_group`.
    pub attribute: ShopId,
    /// `name`; may be empty.
    pub name: String,
    /// `color`, such as `#AAB2BD`; may be empty.
    pub colour: String,
}
