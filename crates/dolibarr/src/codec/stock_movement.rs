//! Movements of stock.

use passerelle_core::erp::ErpStockMovement;
use passerelle_core::key::{ErpId, ExternalRef};
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str =
    "id,inventorycode,product_id,qty,warehouse_id,origin_type,origintype,origin_id,fk_origin";

/// Reads a movement.
pub fn stock_movement(value: &Value) -> Option<ErpStockMovement> {
    let code = fields::text(value, "inventorycode");
    Some(ErpStockMovement {
        id: fields::id(value, "id")?,
        code: (!code.is_empty()).then(|| ExternalRef::stored(&code)),
        product: fields::id(value, "product_id").map(ErpId),
        quantity: fields::decimal(value, "qty")?,
        warehouse: fields::id(value, "warehouse_id").map(ErpId),
        origin: origin(value),
    })
}

/// The document that moved it; versions differ in the names of its fields.
fn origin(value: &Value) -> Option<(String, ErpId)> {
    let first =
        |names: [&str; 2]| names.into_iter().map(|name| fields::text(value, name)).find(|it| !it.is_empty());
    let kind = first(["origin_type", "origintype"])?;
    let id = ["origin_id", "fk_origin"].into_iter().find_map(|name| fields::id(value, name))?;
    Some((kind, ErpId(id)))
}
