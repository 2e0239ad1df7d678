//! Settings of stock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::key::ErpId;

/// Settings of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockSettings {
    /// Bring the shop's quantities over as levels of a warehouse. Default false.
    pub levels: bool,
    /// Id of the warehouse that has them. Default the connection's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<ErpId>,
    /// What becomes of stock that was moved in Dolibarr. Default `report`.
    pub drift: Drift,
    /// Whether pieces in warehouses that Passerelle does not keep are told. Default `report`.
    pub elsewhere: Elsewhere,
    /// `movementlabel` of the movements. Default `Stock PrestaShop`.
    pub label: String,
    /// Names of the shop's carriers to the id of the warehouse that their orders leave from. `*` is any other. Empty: orders
    /// and invoices move no stock.
    pub carriers: BTreeMap<String, ErpId>,
}

impl Default for StockSettings {
    fn default() -> Self {
        Self {
            levels: false,
            warehouse: None,
            drift: Drift::default(),
            elsewhere: Elsewhere::default(),
            label: "Stock PrestaShop".to_owned(),
            carriers: BTreeMap::new(),
        }
    }
}

/// What becomes of stock that was moved in Dolibarr, and of which the shop knows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// It stays, and is told.
    #[default]
    Report,
    /// The shop's quantity is put back.
    Correct,
}

/// What becomes of pieces in warehouses that Passerelle does not keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// They are told: Dolibarr shows them on top of the shop's.
    #[default]
    Report,
    /// They are meant to be there.
    Ignore,
}

impl StockSettings {
    /// The warehouse of a carrier: its own, else the one of `*`.
    #[must_use]
    pub fn warehouse(&self, carrier: &str) -> Option<ErpId> {
        self.carriers.get(carrier.trim()).or_else(|| self.carriers.get("*")).copied()
    }
}

impl Settings {
    /// The warehouse that has the shop's quantities.
    #[must_use]
    pub fn levels_warehouse(&self) -> Option<ErpId> {
        self.stock.warehouse.or(self.warehouse)
    }

    /// The warehouses that have goods of the shop: of levels, and of carriers, in any shop.
    #[must_use]
    pub fn kept_warehouses(&self) -> Vec<ErpId> {
        let all = std::iter::once(self).chain(self.shops.values());
        let kept = |its: &Self| {
            its.levels_warehouse().into_iter().chain(its.stock.carriers.values().copied()).collect::<Vec<_>>()
        };
        all.flat_map(kept).collect()
    }

    /// Whether the quantities of any shop are brought over.
    #[must_use]
    pub fn any_levels(&self) -> bool {
        std::iter::once(self).chain(self.shops.values()).any(|settings| settings.stock.levels)
    }
}
