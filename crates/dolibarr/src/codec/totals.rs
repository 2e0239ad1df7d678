//! The sums of orders and invoices, in the document's own currency.

use passerelle_core::erp::ErpTotals;
use rust_decimal::Decimal;
use serde_json::Value;

use super::fields;

/// Reads the sums. Documents in the company's currency have the rate 1, whether or not the module Multicurrency is on;
/// without it the foreign sums are 0.
pub fn totals(value: &Value) -> ErpTotals {
    let rate = fields::decimal(value, "multicurrency_tx").unwrap_or(Decimal::ONE);
    let foreign =
        !fields::text(value, "multicurrency_code").is_empty() && rate != Decimal::ONE && !rate.is_zero();
    let names = if foreign {
        ["multicurrency_total_ht", "multicurrency_total_tva", "multicurrency_total_ttc"]
    } else {
        ["total_ht", "total_tva", "total_ttc"]
    };
    let [net, tax, gross] = names.map(|name| fields::amount(value, name));
    ErpTotals { net, tax, gross }
}
