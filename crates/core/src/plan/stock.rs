//! Movements of stock to book.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ExternalRef};

/// Goods to put into a warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockWrite {
    /// `movementcode`: our external reference.
    pub code: ExternalRef,
    /// `product_id`.
    pub product: ErpId,
    /// `warehouse_id`.
    pub warehouse: ErpId,
    /// `qty`.
    pub quantity: Decimal,
    /// `movementlabel`.
    pub label: String,
}
