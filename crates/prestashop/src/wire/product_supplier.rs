//! `product_suppliers`.

use serde::Deserialize;

use super::{Id, Text};
use crate::rows::Row;

/// One row of `product_suppliers`.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductSupplierRow {
    /// `id`.
    pub id: Id,
    /// `id_product`.
    #[serde(default)]
    pub id_product: Id,
    /// `id_product_attribute`; 0 for the product itself.
    #[serde(default)]
    pub id_product_attribute: Id,
    /// `id_supplier`.
    #[serde(default)]
    pub id_supplier: Id,
    /// `product_supplier_reference`.
    #[serde(default)]
    pub product_supplier_reference: Text,
}

impl Row for ProductSupplierRow {
    const RESOURCE: &'static str = "product_suppliers";
    const DISPLAY: &'static str =
        "[id,id_product,id_product_attribute,id_supplier,product_supplier_reference]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
