//! Fields of categories and products to write.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Target;
use crate::erp::ErpWords;
use crate::key::ExternalRef;
use crate::money::Percent;

/// The fields of a category to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `fk_parent`; `Some(None)` puts it at the top.
    pub parent: Option<Option<Target>>,
    /// `visible`: shown by what shows categories to customers.
    pub visible: Option<bool>,
}

/// The fields of a product to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductWrite {
    /// `ref`.
    pub reference: Option<String>,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `type` 1 (service) or 0.
    pub is_service: Option<bool>,
    /// `price` with `price_base_type` HT. A creation rounds it to 2 decimals: a second step writes the whole price.
    pub price: Option<Decimal>,
    /// `tva_tx`.
    pub vat: Option<Percent>,
    /// `status`.
    pub on_sale: Option<bool>,
    /// `barcode`, with the code of its type (`EAN13`, `UPC`, `ISBN`).
    pub barcode: Option<Barcode>,
    /// `weight`, kilograms (`weight_units` 0).
    pub weight: Option<Decimal>,
    /// `length`, `width`, `height`, metres (`…_units` 0).
    pub size: Option<(Decimal, Decimal, Decimal)>,
    /// `cost_price`.
    pub cost_price: Option<Decimal>,
    /// `default_vat_code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_code: Option<String>,
    /// `array_options`, without `options_`: all of them, for those left out are emptied; empty texts are emptied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extrafields: Option<BTreeMap<String, String>>,
    /// `multilangs`: the texts of these languages; others stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<BTreeMap<String, ErpWords>>,
}

/// A barcode and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcode {
    /// The digits.
    pub code: String,
    /// What sort.
    pub form: BarcodeForm,
}

/// What sort of barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarcodeForm {
    /// EAN-13.
    Ean13,
    /// UPC.
    Upc,
    /// ISBN.
    Isbn,
}
