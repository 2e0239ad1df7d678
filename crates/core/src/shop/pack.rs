//! The content of a pack.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// What a product of the shop consists of; nothing when it is no pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// `products.id`.
    pub id: ShopId,
    /// `products.reference`.
    pub reference: String,
    /// `associations.product_bundle`.
    pub parts: Vec<PackPart>,
}

/// One part of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackPart {
    /// Its product.
    pub product: ShopId,
    /// Its combination, where it is one.
    pub combination: Option<ShopId>,
    /// How many of it.
    pub quantity: Decimal,
}
