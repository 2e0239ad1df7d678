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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_movement_names_the_document_that_made_it() {
        let row = json!({
            "id": "7", "product_id": "1", "warehouse_id": "1", "qty": "-2", "type": "2", "origin": null,
            "origin_id": "1", "fk_origin": "1", "origintype": "commande", "origin_type": "commande",
            "inventorycode": null,
        });
        let movement = stock_movement(&row).unwrap();
        assert_eq!(movement.origin, Some(("commande".to_owned(), ErpId(1))));
        assert_eq!((movement.code, movement.warehouse), (None, Some(ErpId(1))));
    }

    #[test]
    fn one_that_a_person_or_passerelle_made_names_none() {
        let row = json!({
            "id": "2", "product_id": "1", "warehouse_id": "2", "qty": "7", "type": "3", "origin_id": "0",
            "fk_origin": "0", "origintype": "", "origin_type": "", "inventorycode": "ps1-stock-1-w2-m1",
        });
        let movement = stock_movement(&row).unwrap();
        assert_eq!(movement.origin, None);
        assert_eq!(movement.code.unwrap().as_str(), "ps1-stock-1-w2-m1");
    }
}
