//! The stock of a product of the shop.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ProductForm;
use crate::key::ShopId;

/// The quantities of a product and of its combinations: rows of `stock_availables` of the shops that are brought over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// `products.id`.
    pub product: ShopId,
    /// Its reference; may be empty.
    pub reference: String,
    /// What sort of product it is: virtual ones and packs have no stock of their own.
    pub form: ProductForm,
    /// Its quantities.
    pub levels: Vec<StockLevel>,
}

/// One row of `stock_availables`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLevel {
    /// `id_product_attribute`; none for the product itself, which has the sum where there are combinations.
    pub combination: Option<ShopId>,
    /// The shop of a multistore whose stock it is, the first one of a group that shares it; 0 where there is one shop only.
    pub shop: ShopId,
    /// `quantity`; negative when more was ordered than there was.
    pub quantity: Decimal,
}
