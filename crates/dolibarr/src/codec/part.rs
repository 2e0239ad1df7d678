//! Sub-products of a product.

use passerelle_core::erp::ErpPart;
use serde_json::Value;

use super::fields;

/// Reads a sub-product: its `rowid` is the product's.
pub fn part(value: &Value) -> Option<ErpPart> {
    Some(ErpPart { product: fields::link(value, "rowid")?, quantity: fields::decimal(value, "qty")? })
}
