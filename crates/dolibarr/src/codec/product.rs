//! Products and services.

use std::collections::BTreeMap;

use passerelle_core::erp::{ErpProduct, ErpWords};
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref,ref_ext,label,description,type,price,tva_tx,status,barcode,weight,weight_units,\
length,length_units,width,width_units,height,height_units,cost_price,price_base_type,default_vat_code,array_options,\
multilangs";

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
        counts_with_tax: fields::text(value, "price_base_type") == "TTC",
        vat_code: fields::text(value, "default_vat_code"),
        extrafields: extrafields(value),
        languages: languages(value),
    })
}

/// `array_options` that are filled; an empty list where there is none at all. Dates are moments, and go back as such.
fn extrafields(value: &Value) -> BTreeMap<String, String> {
    let Some(Value::Object(options)) = value.get("array_options") else { return BTreeMap::new() };
    let filled = options.keys().filter_map(|name| {
        let text = fields::text(value.get("array_options")?, name);
        let code = name.strip_prefix("options_").unwrap_or(name);
        (!text.is_empty()).then(|| (code.to_owned(), text))
    });
    filled.collect()
}

/// `multilangs`.
fn languages(value: &Value) -> BTreeMap<String, ErpWords> {
    let Some(Value::Object(languages)) = value.get("multilangs") else { return BTreeMap::new() };
    let words = |words: &Value| ErpWords {
        label: fields::text(words, "label"),
        description: Some(fields::text(words, "description")),
    };
    languages.iter().map(|(code, it)| (code.clone(), words(it))).collect()
}
