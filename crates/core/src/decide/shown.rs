//! What documents that are in Dolibarr already show otherwise than they were written: it cannot be altered, and stays told.

use super::own_looks;
use super::wanted::{Wanted, WantedDocument, is_written_by_us};
use super::{Known, order_plan};
use crate::erp::{ErpKind, ErpObject, ErpSeen};
use crate::explain::Explanation;

/// The first difference of the validated invoices and credit notes of an order; none of other documents.
#[must_use]
pub fn shown_otherwise(wanted: &Wanted, seen: &ErpSeen, known: &Known) -> Option<Explanation> {
    let WantedDocument::Order(order) = &wanted.document else { return None };
    let invoices = order.invoices.iter().map(|it| (&it.key, it.shows()));
    let notes = order.slips.iter().map(|it| (&it.key, it.shows()));
    invoices.chain(notes).find_map(|(key, shows)| {
        let present = order_plan::present_invoice(seen, &own_looks(ErpKind::Invoice, key, known))?;
        is_written_by_us(key, present).then(|| shows.otherwise(&ErpObject::Invoice(present.clone())))?
    })
}
