//! Credit slips of orders.

use passerelle_core::shop::{OrderSlip, SlipLine};
use rust_decimal::Decimal;

use super::days::Days;
use super::order_line::taxed;
use crate::reference::Reference;
use crate::wire::{OrderDetailRow, OrderSlipRow};

/// The type of slips that keep the order's vouchers back.
const WITHOUT_VOUCHERS: u64 = 1;

/// A slip of its row, with its lines in the order of the order's lines.
pub(crate) fn slip(
    row: &OrderSlipRow,
    sold: &[OrderDetailRow],
    reference: &Reference,
    days: &mut Days<'_>,
) -> OrderSlip {
    let prefix = &reference.configuration.slip_prefix;
    let mut lines: Vec<SlipLine> = row
        .lines()
        .iter()
        .map(|line| SlipLine {
            line: line.id_order_detail.shop(),
            quantity: line.product_quantity.0,
            amount: taxed(line.amount_tax_excl, line.amount_tax_incl),
            returned: sold
                .iter()
                .find(|sold| sold.id == line.id_order_detail)
                .map_or(Decimal::ZERO, returned),
        })
        .collect();
    lines.sort_by_key(|line| line.line);
    let number = format!("{prefix}{:06}", row.id.0);
    OrderSlip {
        id: row.id.shop(),
        date: days.slip(row, &number),
        number,
        lines,
        products: taxed(row.total_products_tax_excl, row.total_products_tax_incl),
        shipping: taxed(row.total_shipping_tax_excl, row.total_shipping_tax_incl),
        without_vouchers: row.order_slip_type.0 == WITHOUT_VOUCHERS,
    }
}

/// Pieces of a line that came back: returned by the customer, or put back into stock when the order was not shipped yet.
fn returned(sold: &OrderDetailRow) -> Decimal {
    sold.product_quantity_return.0.max(sold.product_quantity_reinjected.0)
}
