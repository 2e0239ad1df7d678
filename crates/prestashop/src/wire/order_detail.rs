//! `order_details`.

use serde::Deserialize;

use super::{Id, Label, Linked, Number, Text};
use crate::rows::Row;

/// One row of `order_details`: a line of an order.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderDetailRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `product_id`.
    #[serde(default)]
    pub product_id: Id,
    /// `product_attribute_id`.
    #[serde(default)]
    pub product_attribute_id: Id,
    /// `id_customization`.
    #[serde(default)]
    pub id_customization: Id,
    /// `product_name`.
    #[serde(default)]
    pub product_name: Label,
    /// `product_reference`.
    #[serde(default)]
    pub product_reference: Text,
    /// `product_quantity`.
    pub product_quantity: Number,
    /// `unit_price_tax_excl`.
    pub unit_price_tax_excl: Number,
    /// `unit_price_tax_incl`.
    pub unit_price_tax_incl: Number,
    /// `total_price_tax_excl`.
    pub total_price_tax_excl: Number,
    /// `total_price_tax_incl`.
    pub total_price_tax_incl: Number,
    /// `tax_computation_method`.
    #[serde(default)]
    pub tax_computation_method: Id,
    /// `ecotax`.
    pub ecotax: Number,
    /// `ecotax_tax_rate`.
    pub ecotax_tax_rate: Number,
    /// `product_quantity_return`: pieces that came back.
    #[serde(default)]
    pub product_quantity_return: Number,
    /// `product_quantity_reinjected`: pieces that the shop put back into its stock.
    #[serde(default)]
    pub product_quantity_reinjected: Number,
    /// `id_order_invoice`.
    #[serde(default)]
    pub id_order_invoice: Id,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    taxes: Vec<Linked>,
}

impl OrderDetailRow {
    /// `associations.taxes`; empty for an untaxed line.
    #[must_use]
    pub fn taxes(&self) -> &[Linked] {
        &self.associations.taxes
    }
}

impl Row for OrderDetailRow {
    const RESOURCE: &'static str = "order_details";
    const DISPLAY: &'static str = "[id,id_order,product_id,product_attribute_id,id_customization,product_name,product_reference,product_quantity,product_quantity_return,product_quantity_reinjected,unit_price_tax_excl,unit_price_tax_incl,total_price_tax_excl,total_price_tax_incl,tax_computation_method,ecotax,ecotax_tax_rate,id_order_invoice,taxes[id]]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
