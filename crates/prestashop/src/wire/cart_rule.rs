//! `cart_rules`.

use serde::Deserialize;

use super::{Flag, Id, Number, Text, When, Words};
use crate::rows::Row;

/// One row of `cart_rules`: a voucher as it is set up.
#[derive(Clone, Debug, Deserialize)]
pub struct CartRuleRow {
    /// `id`.
    pub id: Id,
    /// `id_customer`.
    #[serde(default)]
    pub id_customer: Id,
    /// `code`.
    #[serde(default)]
    pub code: Text,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `date_from`.
    #[serde(default)]
    pub date_from: When,
    /// `date_to`.
    #[serde(default)]
    pub date_to: When,
    /// `free_shipping`.
    #[serde(default)]
    pub free_shipping: Flag,
    /// `reduction_percent`.
    #[serde(default)]
    pub reduction_percent: Number,
    /// `reduction_amount`.
    #[serde(default)]
    pub reduction_amount: Number,
    /// `reduction_tax`: the amount includes tax.
    #[serde(default)]
    pub reduction_tax: Flag,
    /// `reduction_currency`.
    #[serde(default)]
    pub reduction_currency: Id,
    /// `gift_product`.
    #[serde(default)]
    pub gift_product: Id,
    /// `gift_product_attribute`.
    #[serde(default)]
    pub gift_product_attribute: Id,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `date_upd`.
    #[serde(default)]
    pub date_upd: When,
}

impl Row for CartRuleRow {
    const RESOURCE: &'static str = "cart_rules";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
