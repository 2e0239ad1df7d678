//! Where an order stands and stood: what decides whether it, its invoices and its payments are brought over.

use serde::{Deserialize, Serialize};

/// A state of orders, as far as lists of states need it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedState {
    /// `order_states.id`.
    pub id: u64,
    /// `name` in the language chosen for the connection.
    pub name: String,
    /// `invoice`: an invoice is issued.
    pub invoice: bool,
}

/// Where an order stands and stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The state it is in counts as sold (`logable`).
    pub logable: bool,
    /// The state it is in is the shop's `PS_OS_CANCELED`.
    pub cancelled: bool,
    /// The shop issued an invoice.
    pub invoiced: bool,
    /// The state it is in, then those that it was in (`order_histories`) when they were read.
    pub states: Vec<NamedState>,
}

impl Standing {
    /// Whether it belongs in Dolibarr when no states are chosen: it counts as sold, or an invoice was issued.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.logable || self.invoiced
    }
}
