//! Bodies of movements of stock.

use passerelle_core::explain::Explanation;
use passerelle_core::plan::StockWrite;
use serde_json::Value;

use super::fields::Fields;

/// `POST /stockmovements`.
pub fn stock_move(write: &StockWrite) -> Result<Value, Explanation> {
    let mut fields = Fields::default();
    fields.set("product_id", write.product.0);
    fields.set("warehouse_id", write.warehouse.0);
    fields.decimal("qty", Some(write.quantity));
    // Goods that come in or leave; the sign of the quantity rules anyway.
    fields.set("type", if write.quantity.is_sign_negative() { 2 } else { 3 });
    fields.whole("movementcode", Some(write.code.as_str()), 128)?;
    // `movementlabel` up to version 20, `label` since; each passes over the other.
    fields.line("movementlabel", Some(&write.label), 255);
    fields.line("label", Some(&write.label), 255);
    Ok(fields.finish())
}
