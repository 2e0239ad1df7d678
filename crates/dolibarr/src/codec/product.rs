//! Products and services.

use passerelle_core::erp::ErpProduct;
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref,ref_ext,label,description,type,price,tva_tx,status,barcode,weight,weight_units,\
length,length_units,width,width_units,height,height_units,cost_price";

/// Reads a product.
pub fn product(value: &Value) -> Option<ErpProduct> {
    let side = |name| fields::measure(value, name);
    Some(ErpProduct {
        id: fields::id(value, "id")?,
        reference: fields::text(value, "ref"),
        ref_ext: fields::external(value),
        label: fields::text(value, "label"),
        description: fields::text(value, "description"),
        is_service: fields::flag(value, "type"),
        price: fields::decimal(value, "price").unwrap_or_default(),
        vat: fields::percent(value, "tva_tx"),
        on_sale: fields::flag(value, "status"),
        barcode: fields::text(value, "barcode"),
        weight: side("weight"),
        size: side("length").zip(side("width")).zip(side("height")).map(|((l, w), h)| (l, w, h)),
        cost_price: fields::decimal(value, "cost_price"),
    })
}
