//! Payments, as `/invoices/{id}/payments` lists them: without an id.

use passerelle_core::erp::ErpPayment;
use passerelle_core::key::ErpId;
use serde_json::Value;

use super::fields;
use crate::moment;

/// Reads one payment of `invoice`.
pub fn payment(invoice: ErpId, value: &Value) -> Option<ErpPayment> {
    fields::decimal(value, "amount")?;
    Some(ErpPayment {
        invoice,
        number: fields::text(value, "num"),
        amount: fields::amount(value, "amount"),
        day: moment::day_of(&fields::text(value, "date")),
    })
}
