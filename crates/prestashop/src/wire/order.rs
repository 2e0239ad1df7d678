//! `orders`.

use serde::Deserialize;

use super::{Id, Linked, Number, Text, When};
use crate::rows::Row;

/// One row of `orders`, with the ids of its lines.
#[derive(Clone, Deserialize)]
pub struct OrderRow {
    /// `id`.
    pub id: Id,
    /// `reference`.
    pub reference: Text,
    /// `id_customer`.
    #[serde(default)]
    pub id_customer: Id,
    /// `id_address_delivery`.
    #[serde(default)]
    pub id_address_delivery: Id,
    /// `id_address_invoice`.
    #[serde(default)]
    pub id_address_invoice: Id,
    /// `id_shop`.
    #[serde(default)]
    pub id_shop: Id,
    /// `id_currency`.
    #[serde(default)]
    pub id_currency: Id,
    /// `conversion_rate`.
    pub conversion_rate: Number,
    /// `current_state`.
    #[serde(default)]
    pub current_state: Id,
    /// `payment`.
    #[serde(default)]
    pub payment: Text,
    /// `module`.
    #[serde(default)]
    pub module: Text,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
    /// `date_upd`.
    #[serde(default)]
    pub date_upd: When,
    /// `invoice_number`: not 0 when there is an invoice.
    #[serde(default)]
    pub invoice_number: Id,
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
    /// `total_discounts_tax_excl`.
    pub total_discounts_tax_excl: Number,
    /// `total_discounts_tax_incl`.
    pub total_discounts_tax_incl: Number,
    /// `total_paid_tax_excl`.
    pub total_paid_tax_excl: Number,
    /// `total_paid_tax_incl`.
    pub total_paid_tax_incl: Number,
    /// `carrier_tax_rate`.
    pub carrier_tax_rate: Number,
    /// `gift_message`.
    #[serde(default)]
    pub gift_message: Text,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    order_rows: Vec<Linked>,
}

impl OrderRow {
    /// `associations.order_rows`.
    #[must_use]
    pub fn lines(&self) -> &[Linked] {
        &self.associations.order_rows
    }
}

impl Row for OrderRow {
    const RESOURCE: &'static str = "orders";
    const DISPLAY: &'static str = "[id,reference,id_customer,id_address_delivery,id_address_invoice,id_shop,id_currency,conversion_rate,current_state,payment,module,date_add,date_upd,invoice_number,total_products,total_products_wt,total_shipping_tax_excl,total_shipping_tax_incl,total_wrapping_tax_excl,total_wrapping_tax_incl,total_discounts_tax_excl,total_discounts_tax_incl,total_paid_tax_excl,total_paid_tax_incl,carrier_tax_rate,gift_message,order_rows[id]]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
