//! Bodies of products.

use passerelle_core::erp::{ErpWords, stored_product_reference};
use passerelle_core::explain::Explanation;
use passerelle_core::plan::{BarcodeForm, ProductWrite};
use serde_json::{Map, Value, json};

use super::fields::Fields;
use crate::text;

/// `POST /products`. Dolibarr rounds the price to 2 decimals here; a later update writes all of them.
pub fn product_create(write: &ProductWrite) -> Result<Value, Explanation> {
    let mut fields = common(write)?;
    if write.is_service.is_none() {
        fields.set("type", 0);
    }
    // Both are 0, off sale, unless they are sent.
    fields.set("status", u8::from(write.on_sale.unwrap_or(true)));
    fields.set("status_buy", 1);
    Ok(fields.finish())
}

/// `PUT /products/{id}`.
pub fn product_update(write: &ProductWrite) -> Result<Value, Explanation> {
    let mut fields = common(write)?;
    if let Some(on_sale) = write.on_sale {
        fields.set("status", u8::from(on_sale));
    }
    Ok(fields.finish())
}

fn common(write: &ProductWrite) -> Result<Fields, Explanation> {
    let mut fields = Fields::default();
    // In the form that every version stores unchanged: an update would keep what a creation replaces.
    let reference = write.reference.as_deref().map(stored_product_reference);
    fields.whole("ref", reference.as_deref(), 128)?;
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 128)?;
    fields.line("label", write.label.as_ref(), 255);
    fields.markup("description", write.description.as_ref());
    if let Some(price) = write.price {
        fields.decimal("price", Some(price));
        // A price of a product that counts with tax would be silently ignored.
        fields.set("price_base_type", "HT");
    }
    fields.decimal("tva_tx", write.vat.map(|vat| vat.value()));
    fields.whole("default_vat_code", write.vat_code.as_deref(), 10)?;
    if let Some(barcode) = &write.barcode {
        fields.whole("barcode", Some(&barcode.code), 180)?;
        // Without a type Dolibarr stores the barcode but does not see duplicates.
        fields.set("barcode_type", if barcode.code.is_empty() { 0 } else { barcode_type(barcode.form) });
    }
    measure(&mut fields, "weight", write.weight);
    if let Some((length, width, height)) = write.size {
        measure(&mut fields, "length", Some(length));
        measure(&mut fields, "width", Some(width));
        measure(&mut fields, "height", Some(height));
    }
    fields.decimal("cost_price", write.cost_price);
    if let Some(is_service) = write.is_service {
        fields.set("type", u8::from(is_service));
    }
    if let Some(extrafields) = &write.extrafields {
        let option = |(code, value): (&String, &String)| (format!("options_{code}"), json!(value));
        fields.set("array_options", extrafields.iter().map(option).collect::<Map<_, _>>());
    }
    if let Some(languages) = &write.languages {
        let words = |(code, words): (&String, &ErpWords)| {
            let label = text::line(&words.label, 255);
            let description = text::markup(words.description.as_deref().unwrap_or_default());
            (code.clone(), json!({ "label": label, "description": description }))
        };
        fields.set("multilangs", languages.iter().map(words).collect::<Map<_, _>>());
    }
    Ok(fields)
}

/// A measure in kilograms or metres.
fn measure(fields: &mut Fields, name: &str, value: Option<rust_decimal::Decimal>) {
    if value.is_some() {
        fields.decimal(name, value);
        fields.set(&format!("{name}_units"), 0);
    }
}

/// The rows that every Dolibarr's table of barcode types is born with.
const fn barcode_type(form: BarcodeForm) -> u8 {
    match form {
        BarcodeForm::Ean13 => 2,
        BarcodeForm::Upc => 3,
        BarcodeForm::Isbn => 4,
    }
}
