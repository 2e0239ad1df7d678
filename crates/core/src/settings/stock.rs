//! Settings of stock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::key::ErpId;

/// Settings of stock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockSettings {
    /// Names of the shop's carriers to the id of the warehouse that their orders leave from. `*` is any other. Empty: orders
    /// and invoices move no stock.
    pub carriers: BTreeMap<String, ErpId>,
}

impl StockSettings {
    /// The warehouse of a carrier: its own, else the one of `*`.
    #[must_use]
    pub fn warehouse(&self, carrier: &str) -> Option<ErpId> {
        self.carriers.get(carrier.trim()).or_else(|| self.carriers.get("*")).copied()
    }
}
