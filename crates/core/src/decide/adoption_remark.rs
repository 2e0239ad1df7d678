//! What a person has to know of an order that was in Dolibarr before: in what it differs from the shop's. It is never altered.

use super::wanted::{WantedOrder, WantedPayment};
use crate::erp::{ErpInvoice, ErpOrder, ErpOrderStatus, ErpTotals};
use crate::explain::Explanation;
use crate::money::Amount;

/// Documents and payments that are named.
const NAMED: usize = 5;

/// Differences, collected document by document. Each is data only: numbers, days, references.
#[derive(Debug, Default)]
pub(super) struct Differences {
    documents: Vec<String>,
    totals: Vec<String>,
    days: Vec<String>,
    drafts: Vec<String>,
    cancelled: Vec<String>,
    open: Vec<String>,
    payments: Vec<String>,
}

impl Differences {
    /// Of an adopted order.
    pub(super) fn order(&mut self, wanted: &WantedOrder, present: &ErpOrder) {
        let name = self.document(&present.reference);
        self.total(&name, present.totals, wanted.totals);
        if let Some(day) = present.day.filter(|day| *day != wanted.day) {
            self.days.push(format!("{name}: {day} / {}", wanted.day));
        }
        match present.status {
            ErpOrderStatus::Cancelled if !wanted.cancelled => self.cancelled.push(name),
            ErpOrderStatus::Cancelled => {}
            _ if wanted.cancelled => self.open.push(name),
            ErpOrderStatus::Draft if wanted.validated => self.drafts.push(name),
            _ => {}
        }
    }

    /// Of an adopted invoice or credit note.
    pub(super) fn invoice(
        &mut self,
        present: &ErpInvoice,
        totals: ErpTotals,
        day: jiff::civil::Date,
        validated: bool,
    ) {
        let name = self.document(&present.reference);
        self.total(&name, present.totals, totals);
        if let Some(present) = present.day.filter(|present| *present != day) {
            self.days.push(format!("{name}: {present} / {day}"));
        }
        if validated && present.draft {
            self.drafts.push(name);
        }
    }

    /// A payment of the shop that an adopted invoice or credit note lacks.
    pub(super) fn payment(&mut self, present: &ErpInvoice, payment: &WantedPayment) {
        self.payments.push(format!("{}: {}, {}", present.reference, payment.amount, payment.day));
    }

    fn document(&mut self, reference: &str) -> String {
        self.documents.push(reference.to_owned());
        reference.to_owned()
    }

    fn total(&mut self, name: &str, present: ErpTotals, wanted: ErpTotals) {
        if present.gross != wanted.gross {
            self.totals.push(format!("{name}: {} / {}", present.gross, wanted.gross));
        } else if present != wanted {
            let tax = |totals: ErpTotals| -> Amount { totals.gross - totals.net };
            self.totals.push(format!("{name}: {} / {}", tax(present), tax(wanted)));
        }
    }

    /// What to tell; none when there is nothing to tell.
    pub(super) fn remark(self) -> Option<Explanation> {
        let all = [&self.totals, &self.days, &self.drafts, &self.cancelled, &self.open, &self.payments];
        if all.iter().all(|it| it.is_empty()) {
            return None;
        }
        // A word, so that the translations can tell it from a text.
        let list = |mut it: Vec<String>| {
            if it.len() > NAMED {
                it.truncate(NAMED);
                it.push("…".to_owned());
            }
            if it.is_empty() { "none".to_owned() } else { it.join("; ") }
        };
        Some(
            Explanation::new("adopted-differs")
                .with("documents", list(self.documents))
                .with("totals", list(self.totals))
                .with("days", list(self.days))
                .with("drafts", list(self.drafts))
                .with("cancelled", list(self.cancelled))
                .with("open", list(self.open))
                .with("payments", list(self.payments)),
        )
    }
}
