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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn levels_are_read_as_versions_17_and_20_tell_them() {
        let row = json!({
            "id": "2", "type": "0", "status_batch": "0", "stock_reel": 1,
            "stock_warehouse": {"1": {"real": "-3", "id": "3"}, "3": {"real": "4.5", "id": "5"}},
        });
        let stock = stock(&row).unwrap();
        assert_eq!((stock.id, stock.is_service, stock.by_lot), (2, false, false));
        assert_eq!(stock.level(ErpId(1)).to_string(), "-3");
        assert_eq!(stock.level(ErpId(3)).to_string(), "4.5");
        assert_eq!(stock.level(ErpId(2)).to_string(), "0");
    }

    #[test]
    fn a_product_that_was_never_stocked_has_an_empty_list() {
        let never =
            stock(&json!({"id": "4", "type": "1", "status_batch": "1", "stock_warehouse": []})).unwrap();
        assert!(never.levels.is_empty() && never.is_service && never.by_lot);
    }

    #[test]
    fn levels_that_are_not_told_are_no_levels_of_nothing() {
        for row in [
            json!({"id": "4", "type": "0"}),
            json!({"id": "4", "stock_warehouse": null}),
            json!({"id": "4", "stock_warehouse": ""}),
            json!({"id": "4", "stock_warehouse": [1]}),
            json!({"id": "4", "stock_warehouse": {"1": {"id": "3"}}}),
            json!({"id": "4", "stock_warehouse": {"x": {"real": "1"}}}),
        ] {
            assert_eq!(stock(&row), None, "{row}");
        }
    }
}
