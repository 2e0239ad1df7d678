//! Bodies of attributes, their values and variants.

use passerelle_core::erp::stored_attribute_reference;
use passerelle_core::explain::Explanation;
use passerelle_core::plan::{AttributeValueWrite, AttributeWrite, VariantWrite};
use serde_json::{Map, Value};

use super::fields::{Fields, plain};

/// `POST /products/attributes`. Its `ref` has to be unique: it is the external reference.
pub fn attribute_create(write: &AttributeWrite) -> Result<Value, Explanation> {
    let mut fields = attribute(write)?;
    let reference = write.ref_ext.as_ref().map(|it| stored_attribute_reference(it.as_str()));
    fields.whole("ref", reference.as_deref(), 255)?;
    Ok(fields.finish())
}

/// `PUT /products/attributes/{id}`.
pub fn attribute_update(write: &AttributeWrite) -> Result<Value, Explanation> {
    Ok(attribute(write)?.finish())
}

fn attribute(write: &AttributeWrite) -> Result<Fields, Explanation> {
    let mut fields = Fields::default();
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    fields.line("label", write.label.as_ref(), 255);
    Ok(fields)
}

/// `POST /products/attributes/{id}/values`, `PUT /products/attributes/values/{id}`.
pub fn attribute_value(write: &AttributeValueWrite) -> Result<Value, Explanation> {
    let mut fields = Fields::default();
    let reference = write.ref_ext.as_ref().map(|it| stored_attribute_reference(it.as_str()));
    fields.whole("ref", reference.as_deref(), 180)?;
    fields.line("value", write.value.as_ref(), 255);
    Ok(fields.finish())
}

/// `POST /products/{id}/variants`: the first four are required.
pub fn variant_create(write: &VariantWrite) -> Result<Value, Explanation> {
    let mut fields = Fields::default();
    fields.set("weight_impact", plain(write.weight_impact));
    fields.set("price_impact", plain(write.price_impact));
    fields.set("price_impact_is_percent", false);
    let features: Map<String, Value> = write
        .features
        .iter()
        .map(|(attribute, value)| (attribute.to_string(), Value::from(value.0)))
        .collect();
    fields.set("features", Value::Object(features));
    fields.whole("reference", Some(&write.reference), 128)?;
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    Ok(fields.finish())
}

/// `PUT /products/variants/{id}`: fields of the tie; whatever else is sent would be written, too.
pub fn variant_update(write: &VariantWrite) -> Result<Value, Explanation> {
    let mut fields = Fields::default();
    fields.set("variation_price", plain(write.price_impact));
    fields.set("variation_price_percentage", 0);
    fields.set("variation_weight", plain(write.weight_impact));
    fields.whole("variation_ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    Ok(fields.finish())
}
