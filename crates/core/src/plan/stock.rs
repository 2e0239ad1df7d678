//! Movements of stock to book.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ExternalRef};

/// Goods to put into a warehouse, or to take out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockWrite {
    /// `movementcode`: our external reference.
    pub code: ExternalRef,
    /// `product_id`.
    pub product: ErpId,
    /// `warehouse_id`.
    pub warehouse: ErpId,
    /// `qty`; negative when they leave.
    pub quantity: Decimal,
    /// `movementlabel`.
    pub label: String,
    /// For a correction: the level that was seen before it, and the one that it brings about. For the journal; not sent.
    pub levels: Option<(Decimal, Decimal)>,
}
