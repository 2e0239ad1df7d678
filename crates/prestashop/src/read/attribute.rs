//! Attributes of combinations, and their values.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Attribute, AttributeForm, AttributeValue, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use crate::wire::{ProductOptionRow, ProductOptionValueRow};

impl Desk<'_> {
    /// Attributes: one call.
    pub(crate) async fn attributes(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<ProductOptionRow>(ids).await?;
        self.resolve("product_options", rows, |_, row, reference| {
            Ok(ShopDocument::Attribute(Attribute {
                id: row.id.shop(),
                name: row.name.label(reference.language),
                public_name: row.public_name.label(reference.language),
                form: match row.group_type.0.as_str() {
                    "color" => AttributeForm::Colour,
                    "radio" => AttributeForm::Radio,
                    _ => AttributeForm::Select,
                },
            }))
        })
        .await
    }

    /// Values of attributes: one call.
    pub(crate) async fn attribute_values(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<ProductOptionValueRow>(ids).await?;
        self.resolve("product_option_values", rows, |_, row, reference| {
            Ok(ShopDocument::AttributeValue(AttributeValue {
                id: row.id.shop(),
                attribute: row.id_attribute_group.shop(),
                name: row.name.label(reference.language),
                colour: row.color.0.clone(),
            }))
        })
        .await
    }
}
