//! A credit slip of an order: what was given back to the customer.

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::TaxedAmount;
use crate::key::ShopId;

/// One line of a slip, of `associations.order_slip_details`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipLine {
    /// `id_order_detail`: the line of the order that it gives back.
    pub line: ShopId,
    /// `product_quantity`; 0 when only an amount is given back.
    pub quantity: Decimal,
    /// `amount_tax_excl` and `amount_tax_incl`, of all pieces together.
    pub amount: TaxedAmount,
    /// How many pieces of the order's line came back in all, on whichever slip: the larger of `product_quantity_return` and
    /// `product_quantity_reinjected` of its `order_details` row.
    pub returned: Decimal,
}

/// One row of `order_slip`. Its `amount` is not here: whether it includes tax depends on the customer's group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSlip {
    /// `id`.
    pub id: ShopId,
    /// The number on the customer's document: the id in six digits behind `PS_CREDIT_SLIP_PREFIX`.
    pub number: String,
    /// `date_add`: the slip's day.
    pub date: DateTime,
    /// Its lines, in the order of the order's lines; none when only shipping is given back.
    pub lines: Vec<SlipLine>,
    /// `total_products_tax_excl`, `total_products_tax_incl`, 6 decimals.
    pub products: TaxedAmount,
    /// `total_shipping_tax_excl`, `total_shipping_tax_incl`.
    pub shipping: TaxedAmount,
    /// `order_slip_type` is 1: the order's vouchers are kept back.
    pub without_vouchers: bool,
}
