//! Whose day invoices bear, where Dolibarr dates them when it validates them.

use super::wanted::{WantedInvoice, WantedSlip};
use super::{Facts, Known};
use crate::explain::Explanation;
use crate::key::Key;
use crate::settings::{InvoiceDates, InvoiceNumbers};

fn are_forced(facts: &Facts) -> bool {
    facts.erp.constants.is_on("FAC_FORCE_DATE_VALIDATION")
}

/// Whether the day of Dolibarr's validation is the right one.
pub(super) fn are_erps(facts: &Facts) -> bool {
    are_forced(facts) && facts.settings.orders.invoice_dates == InvoiceDates::Erp
}

/// Refuses an order before anything of it is written when an invoice or credit note would bear another day than the shop's.
/// Dolibarr leaves the day of one that has its number already, which only invoices get.
pub(super) fn check(
    facts: &Facts,
    known: &Known,
    invoices: &[WantedInvoice],
    slips: &[WantedSlip],
) -> Result<(), Explanation> {
    if !are_forced(facts) || are_erps(facts) {
        return Ok(());
    }
    let is_new = |key: &Key| known.linked(key).is_none();
    let numbered = facts.settings.orders.invoice_numbers == InvoiceNumbers::Shop;
    let invoice = |it: &WantedInvoice| {
        it.validated && !numbered && is_new(&it.key) && it.otherwise.as_ref().is_none_or(is_new)
    };
    let note = |it: &WantedSlip| it.validated && is_new(&it.key);
    if invoices.iter().any(invoice) || slips.iter().any(note) {
        return Err(Explanation::new("invoice-date-forced"));
    }
    Ok(())
}
