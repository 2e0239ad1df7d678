//! What Dolibarr showed of an order or an invoice when it was last left as it should be. What it shows otherwise later, a person
//! did.

use serde::{Deserialize, Serialize};

use super::{ErpInvoice, ErpOrder, ErpOrderStatus, ErpTotals};
use crate::money::Amount;

/// State and sums of an order or an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// `statut`: of an order -1 to 3, of an invoice 0 to 3.
    pub status: i8,
    /// An order is billed, an invoice is paid.
    pub done: bool,
    /// `total_ht` in its own currency.
    pub net: Amount,
    /// `total_ttc` in its own currency.
    pub gross: Amount,
    /// What was paid on an invoice, in the company's currency; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Amount>,
}

impl Standing {
    /// That of an order.
    #[must_use]
    pub fn of_order(order: &ErpOrder) -> Self {
        let (status, done) = (order_status(order.status), order.billed);
        Self { status, done, net: order.totals.net, gross: order.totals.gross, received: None }
    }

    /// That of an invoice or a credit note.
    #[must_use]
    pub fn of_invoice(invoice: &ErpInvoice) -> Self {
        let status = match invoice {
            ErpInvoice { draft: true, .. } => 0,
            ErpInvoice { abandoned: true, .. } => 3,
            ErpInvoice { paid: true, .. } => 2,
            _ => 1,
        };
        let (net, gross) = (invoice.totals.net, invoice.totals.gross);
        Self { status, done: invoice.paid, net, gross, received: invoice.received }
    }

    /// Whether its sums are these.
    #[must_use]
    pub fn has_totals(&self, totals: ErpTotals) -> bool {
        self.net == totals.net && self.gross == totals.gross
    }

    /// As the store keeps it.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Numbers and a flag always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As the store kept it; none when it cannot be read.
    #[must_use]
    pub fn stored(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// `statut` of an order.
pub(crate) const fn order_status(status: ErpOrderStatus) -> i8 {
    match status {
        ErpOrderStatus::Cancelled => -1,
        ErpOrderStatus::Draft => 0,
        ErpOrderStatus::Validated => 1,
        ErpOrderStatus::Shipping => 2,
        ErpOrderStatus::Closed => 3,
    }
}
