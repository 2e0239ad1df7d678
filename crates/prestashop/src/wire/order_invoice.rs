//! `order_invoices`.

use serde::Deserialize;

use super::{Id, Number, When};
use crate::rows::Row;

/// One row of `order_invoices`.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderInvoiceRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `number`.
    #[serde(default)]
    pub number: Id,
    /// `total_products`.
    pub total_products: Number,
    /// `total_products_wt`.
    pub total_products_wt: Number,
    /// `total_shipping_tax_excl`.
    pub total_shipping_tax_excl: Number,
    /// `total_shipping_tax_incl`.
    pub total_shipping_tax_incl: Number,
    /// `total_wrapping_tax_excl`.
    pub total_wrapping_tax_excl: Number,
    /// `total_wrapping_tax_incl`.
    pub total_wrapping_tax_incl: Number,
    /// `total_discount_tax_excl`.
    pub total_discount_tax_excl: Number,
    /// `total_discount_tax_incl`.
    pub total_discount_tax_incl: Number,
    /// `total_paid_tax_excl`.
    pub total_paid_tax_excl: Number,
    /// `total_paid_tax_incl`.
    pub total_paid_tax_incl: Number,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
}

impl Row for OrderInvoiceRow {
    const RESOURCE: &'static str = "order_invoices";
    const DISPLAY: &'static str = "[id,id_order,number,total_products,total_products_wt,total_shipping_tax_excl,total_shipping_tax_incl,total_wrapping_tax_excl,total_wrapping_tax_incl,total_discount_tax_excl,total_discount_tax_incl,total_paid_tax_excl,total_paid_tax_incl,date_add]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
