//! Levels of products in the warehouses, from lists of products with `includestockdata`.

use passerelle_core::erp::ErpStock;
use passerelle_core::key::ErpId;
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,type,status_batch,stock_warehouse";

/// Reads the levels of a product; none when they are not told, which is not the same as having no stock.
pub fn stock(value: &Value) -> Option<ErpStock> {
    let levels = match value.get("stock_warehouse")? {
        // Never stocked: an empty list instead of an empty object.
        Value::Array(rows) if rows.is_empty() => Vec::new(),
        Value::Object(rows) => rows
            .iter()
            .map(|(warehouse, row)| {
                let warehouse = warehouse.parse().ok().filter(|id| *id > 0)?;
                Some((ErpId(warehouse), fields::decimal(row, "real")?))
            })
            .collect::<Option<_>>()?,
        _ => return None,
    };
    Some(ErpStock {
        id: fields::id(value, "id")?,
        is_service: fields::flag(value, "type"),
        by_lot: fields::decimal(value, "status_batch").is_some_and(|it| !it.is_zero()),
        levels,
    })
}
