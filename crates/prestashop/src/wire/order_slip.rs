//! `order_slip`: credit slips.

use serde::Deserialize;

use super::{Flag, Id, Number, When};
use crate::rows::Row;

/// One line of a slip; its own `id` is the slip's.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderSlipDetail {
    /// `id_order_detail`.
    pub id_order_detail: Id,
    /// `product_quantity`.
    pub product_quantity: Number,
    /// `amount_tax_excl`.
    pub amount_tax_excl: Number,
    /// `amount_tax_incl`.
    pub amount_tax_incl: Number,
}

/// One row of `order_slip`. `amount` is left out: whether it includes tax depends on the customer's group.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderSlipRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `id_customer`.
    #[serde(default)]
    pub id_customer: Id,
    /// `conversion_rate`.
    #[serde(default)]
    pub conversion_rate: Number,
    /// `total_products_tax_excl`.
    pub total_products_tax_excl: Number,
    /// `total_products_tax_incl`.
    pub total_products_tax_incl: Number,
    /// `total_shipping_tax_excl`.
    pub total_shipping_tax_excl: Number,
    /// `total_shipping_tax_incl`.
    pub total_shipping_tax_incl: Number,
    /// `partial`.
    #[serde(default)]
    pub partial: Flag,
    /// `order_slip_type`: 1 keeps the order's vouchers back.
    #[serde(default)]
    pub order_slip_type: Id,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
    /// `date_upd`.
    #[serde(default)]
    pub date_upd: When,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    order_slip_details: Vec<OrderSlipDetail>,
}

impl OrderSlipRow {
    /// `associations.order_slip_details`.
    #[must_use]
    pub fn lines(&self) -> &[OrderSlipDetail] {
        &self.associations.order_slip_details
    }
}

impl Row for OrderSlipRow {
    const RESOURCE: &'static str = "order_slip";
    const KEY: &'static str = "order_slips";

    fn id(&self) -> u64 {
        self.id.0
    }
}
