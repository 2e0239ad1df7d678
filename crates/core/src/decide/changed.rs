//! What persons changed in Dolibarr about an order and its documents: told, never fought over, never made anew without a word.

use std::collections::HashMap;

use super::order_plan::{present_invoice, present_order};
use super::wanted::{Wanted, WantedDocument, WantedInvoice, WantedOrder, WantedSlip};
use super::{Known, own_looks};
use crate::erp::{ErpInvoice, ErpKind, ErpOrder, ErpSeen, Standing, order_status};
use crate::explain::Explanation;
use crate::key::Key;
use crate::money::Amount;
use crate::plan::{Operation, Step};

/// The beginning of the ids of explanations that tell of a change in Dolibarr.
pub const CHANGED: &str = "erp-changed-";

/// Whether this explanation tells of something that a person changed in Dolibarr.
#[must_use]
pub fn is_changed_in_erp(explanation: &Explanation) -> bool {
    explanation.id.starts_with(CHANGED)
        || explanation.id == "order-cancelled-in-erp"
        || explanation.also.iter().any(is_changed_in_erp)
}

/// What there is to tell.
#[derive(Debug, Default)]
pub(super) struct Told {
    severe: Vec<Explanation>,
    remarks: Vec<Explanation>,
    /// What is left alone, so that the change still shows the next time.
    held: Vec<Key>,
}

impl Told {
    /// A person has to act, or to say that it stays so; `key` is left alone until then.
    pub(super) fn hold(&mut self, key: &Key, explanation: Explanation) {
        if !self.held.contains(key) {
            self.held.push(key.clone());
        }
        self.severe.push(explanation);
    }

    /// A person did ordinary work in Dolibarr that the shop does not know.
    pub(super) fn remark(&mut self, explanation: Explanation) {
        self.remarks.push(explanation);
    }

    /// What is told, whether a person has to act, and what is left alone; none when there is nothing to tell.
    pub(super) fn end(mut self) -> Option<(Explanation, bool, Vec<Key>)> {
        let is_severe = !self.severe.is_empty();
        let mut all = std::mem::take(&mut self.severe);
        all.append(&mut self.remarks);
        Some((Explanation::all(all)?, is_severe, self.held))
    }
}

/// What Dolibarr shows of an order and of its documents when these steps are done: without steps as it was seen. What cannot be
/// said beforehand is left out, and seen by the next look.
#[must_use]
pub fn standings(wanted: &Wanted, seen: &ErpSeen, known: &Known, steps: &[Step]) -> HashMap<Key, Standing> {
    let WantedDocument::Order(order) = &wanted.document else { return HashMap::new() };
    let mut standings = HashMap::new();
    let present = present_order(seen, &own_looks(ErpKind::Order, &wanted.key, known));
    standings.extend(order_standing(order, present, steps).map(|it| (wanted.key.clone(), it)));
    let found = |key: &Key| present_invoice(seen, &own_looks(ErpKind::Invoice, key, known));
    for invoice in &order.invoices {
        let otherwise = invoice.otherwise.as_ref().filter(|_| found(&invoice.key).is_none());
        let otherwise = otherwise.filter(|key| found(key).is_some());
        let key = otherwise.unwrap_or(&invoice.key);
        let standing = invoice_standing(order, invoice, key, found(key), steps);
        standings.extend(standing.map(|it| (key.clone(), it)));
    }
    for slip in &order.slips {
        let standing = slip_standing(order, slip, found(&slip.key), steps);
        standings.extend(standing.map(|it| (slip.key.clone(), it)));
    }
    standings
}

fn order_standing(wanted: &WantedOrder, present: Option<&ErpOrder>, steps: &[Step]) -> Option<Standing> {
    if steps.is_empty() {
        return present.map(Standing::of_order);
    }
    let was = present.map(|order| order_status(order.status));
    let status = match wanted {
        WantedOrder { cancelled: true, .. } => -1,
        WantedOrder { validated: false, .. } => was.unwrap_or(0),
        WantedOrder { closed: true, .. } => 3,
        _ => was.unwrap_or(1).max(1),
    };
    let totals = match present {
        Some(present) if wanted.cancelled => present.totals,
        _ => wanted.totals,
    };
    let done = wanted.billed || present.is_some_and(|order| order.billed);
    Some(Standing { status, done, net: totals.net, gross: totals.gross, received: None })
}

/// What these steps pay on a document; none when that cannot be said in the company's currency.
fn paid_by(steps: &[Step], on: &Key) -> Option<Amount> {
    let reference = on.external_ref();
    let mut sum = Amount::ZERO;
    for step in steps {
        if let Operation::PaymentCreate(write) = &step.operation
            && write.on == reference
        {
            if write.currency.is_some() {
                return None;
            }
            sum += write.amount;
        }
    }
    Some(sum)
}

fn invoice_standing(
    order: &WantedOrder,
    wanted: &WantedInvoice,
    key: &Key,
    present: Option<&ErpInvoice>,
    steps: &[Step],
) -> Option<Standing> {
    if steps.is_empty() {
        return present.map(Standing::of_invoice);
    }
    let paid = paid_by(steps, key).filter(|_| order.currency.is_none())?;
    let before = present.map_or(Some(Amount::ZERO), |invoice| invoice.received)?;
    let done = wanted.paid || present.is_some_and(|invoice| invoice.paid);
    let status = match present {
        Some(ErpInvoice { abandoned: true, .. }) => 3,
        _ if !wanted.validated => 0,
        _ => 1 + i8::from(done),
    };
    let (net, gross) = (wanted.totals.net, wanted.totals.gross);
    Some(Standing { status, done, net, gross, received: Some(before + paid) })
}

fn slip_standing(
    order: &WantedOrder,
    wanted: &WantedSlip,
    present: Option<&ErpInvoice>,
    steps: &[Step],
) -> Option<Standing> {
    if steps.is_empty() {
        return present.map(Standing::of_invoice);
    }
    let paid = paid_by(steps, &wanted.key).filter(|_| order.currency.is_none())?;
    let before = present.map_or(Some(Amount::ZERO), |invoice| invoice.received)?;
    let done = wanted.paid || present.is_some_and(|invoice| invoice.paid);
    let status = if wanted.validated { 1 + i8::from(done) } else { 0 };
    let (net, gross) = (wanted.totals.net, wanted.totals.gross);
    // Money that goes out is negative.
    Some(Standing { status, done, net, gross, received: Some(before - paid) })
}
