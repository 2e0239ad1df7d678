//! `order_payments`.

use serde::Deserialize;

use super::{Id, Number, Text, When};
use crate::rows::Row;

/// One row of `order_payments`, without card data.
#[derive(Clone, Deserialize)]
pub struct OrderPaymentRow {
    /// `id`.
    pub id: Id,
    /// `order_reference`.
    pub order_reference: Text,
    /// `id_currency`.
    #[serde(default)]
    pub id_currency: Id,
    /// `amount`.
    pub amount: Number,
    /// `payment_method`.
    #[serde(default)]
    pub payment_method: Text,
    /// `conversion_rate`.
    pub conversion_rate: Number,
    /// `transaction_id`.
    #[serde(default)]
    pub transaction_id: Text,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
}

impl Row for OrderPaymentRow {
    const RESOURCE: &'static str = "order_payments";
    const DISPLAY: &'static str =
        "[id,order_reference,id_currency,amount,payment_method,conversion_rate,transaction_id,date_add]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
