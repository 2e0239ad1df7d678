//! Attributes, their values, and what ties variants to their parents.

use passerelle_core::erp::{ErpAttribute, ErpAttributeValue, ErpVariant};
use passerelle_core::key::{ErpId, ExternalRef};
use serde_json::Value;

use super::fields;

/// What is asked of the list of attributes.
pub const ATTRIBUTE_PROPERTIES: &str = "id,ref,ref_ext,label";

/// Reads an attribute.
pub fn attribute(value: &Value) -> Option<ErpAttribute> {
    Some(ErpAttribute {
        id: fields::id(value, "id")?,
        reference: fields::text(value, "ref"),
        ref_ext: fields::external(value),
        label: fields::text(value, "label"),
    })
}

/// Reads a value of an attribute.
pub fn attribute_value(value: &Value) -> Option<ErpAttributeValue> {
    Some(ErpAttributeValue {
        id: fields::id(value, "id")?,
        attribute: fields::link(value, "fk_product_attribute"),
        reference: fields::text(value, "ref"),
        value: fields::text(value, "value"),
    })
}

/// Reads what ties a variant to its parent. Its features have to be readable: they tell it from others.
pub fn variant(value: &Value) -> Option<ErpVariant> {
    let pairs = value.get("attributes")?.as_array()?;
    let pair = |pair: &Value| -> Option<(ErpId, ErpId)> {
        Some((fields::link(pair, "fk_prod_attr")?, fields::link(pair, "fk_prod_attr_val")?))
    };
    let mut features: Vec<(ErpId, ErpId)> = pairs.iter().map(pair).collect::<Option<_>>()?;
    features.sort_unstable();
    let ref_ext = fields::text(value, "variation_ref_ext");
    Some(ErpVariant {
        id: fields::id(value, "id")?,
        parent: fields::link(value, "fk_product_parent"),
        child: fields::link(value, "fk_product_child"),
        ref_ext: (!ref_ext.is_empty()).then(|| ExternalRef::stored(&ref_ext)),
        price_impact: fields::decimal(value, "variation_price").unwrap_or_default(),
        is_percent: fields::flag(value, "variation_price_percentage"),
        weight_impact: fields::decimal(value, "variation_weight").unwrap_or_default(),
        features,
    })
}
