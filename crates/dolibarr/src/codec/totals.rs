//! The sums of orders and invoices, in the document's own currency; local taxes count as tax.

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
    let [net, vat, gross] = names.map(|name| fields::amount(value, name));
    let locals = fields::amount(value, "total_localtax1") + fields::amount(value, "total_localtax2");
    let tax = match (locals.is_zero(), foreign) {
        (true, _) => vat,
        (false, false) => vat + locals,
        // Dolibarr keeps no sum of local taxes in a foreign currency.
        (false, true) => gross - net,
    };
    ErpTotals { net, tax, gross }
}
