//! Movements of stock.

use passerelle_core::erp::ErpStockMovement;
use passerelle_core::key::{ErpId, ExternalRef};
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,inventorycode,product_id,qty";

/// Reads a movement.
pub fn stock_movement(value: &Value) -> Option<ErpStockMovement> {
    let code = fields::text(value, "inventorycode");
    Some(ErpStockMovement {
        id: fields::id(value, "id")?,
        code: (!code.is_empty()).then(|| ExternalRef::stored(&code)),
        product: fields::id(value, "product_id").map(ErpId),
        quantity: fields::decimal(value, "qty")?,
    })
}
