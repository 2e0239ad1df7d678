//! `order_cart_rules`.

use serde::Deserialize;

use super::{Flag, Id, Label, Number};
use crate::rows::Row;

/// One row of `order_cart_rules`: a voucher as it was used.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderCartRuleRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `id_order_invoice`.
    #[serde(default)]
    pub id_order_invoice: Id,
    /// `name`.
    #[serde(default)]
    pub name: Label,
    /// `value`, including tax.
    pub value: Number,
    /// `value_tax_excl`.
    pub value_tax_excl: Number,
    /// `free_shipping`.
    #[serde(default)]
    pub free_shipping: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for OrderCartRuleRow {
    const RESOURCE: &'static str = "order_cart_rules";

    fn id(&self) -> u64 {
        self.id.0
    }
}
