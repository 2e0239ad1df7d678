//! Orders with all that hangs on them.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::money::Amount;
use passerelle_core::shop::{
    Discount, NamedState, Order, OrderInvoice, OrderPayment, OrderShipment, OrderState, OrderTotals,
    ShopDocument, Sibling, Standing,
};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::days::Days;
use super::odd::Odd;
use super::order_line::{order_line, taxed};
use super::order_parts::OrderParts;
use super::order_slip::slip;
use super::plain_text::plain_text;
use super::sharing::SharingOrder;
use crate::reference::{Reference, State, Unknown, named_state};
use crate::wire::{
    MessageRow, OrderCarrierRow, OrderCartRuleRow, OrderHistoryRow, OrderInvoiceRow, OrderPaymentRow,
    OrderRow,
};

impl Desk<'_> {
    /// Orders: nine calls, ten when some share their reference.
    pub(crate) async fn orders(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let parts = self.order_parts(ids).await?;
        self.resolve("orders", parts, |_, parts, reference| Ok(ShopDocument::Order(order(parts, reference)?)))
            .await
    }
}

/// An order of its rows.
pub(crate) fn order(parts: &OrderParts, reference: &Reference) -> Result<Order, Odd> {
    let row = &parts.order;
    let mut days = Days::of(parts)?;
    let invoices = parts.invoices.iter().map(|row| invoice(row, &mut days)).collect();
    let payments =
        parts.payments.iter().map(|row| payment(row, reference, &mut days)).collect::<Result<_, _>>()?;
    let slips = parts.slips.iter().map(|row| slip(row, &parts.lines, reference, &mut days)).collect();
    Ok(Order {
        id: row.id.shop(),
        reference: row.reference.0.clone(),
        customer: row.id_customer.some(),
        delivery_address: row.id_address_delivery.some(),
        billing_address: row.id_address_invoice.some(),
        billed_to: parts.billed_to.clone(),
        shop: row.id_shop.shop(),
        currency: reference.currency(row.id_currency.0)?,
        conversion_rate: row.conversion_rate.0,
        state: state(row, reference)?,
        past_states: past_states(&parts.histories, reference)?,
        payment_method: row.payment.0.clone(),
        payment_module: row.module.0.clone(),
        date: days.order(),
        totals: OrderTotals {
            products: taxed(row.total_products, row.total_products_wt),
            shipping: taxed(row.total_shipping_tax_excl, row.total_shipping_tax_incl),
            wrapping: taxed(row.total_wrapping_tax_excl, row.total_wrapping_tax_incl),
            discounts: taxed(row.total_discounts_tax_excl, row.total_discounts_tax_incl),
            to_pay: taxed(row.total_paid_tax_excl, row.total_paid_tax_incl),
        },
        shipping_vat: row.carrier_tax_rate.percent(),
        gift_message: plain_text(&row.gift_message.0),
        messages: messages(&parts.messages),
        lines: parts
            .lines
            .iter()
            .map(|row| order_line(row, &parts.customized, reference))
            .collect::<Result<_, _>>()?,
        discounts: parts.discounts.iter().filter(|row| !row.deleted.0).map(discount).collect(),
        shipments: parts.shipments.iter().map(|row| shipment(row, reference)).collect::<Result<_, _>>()?,
        invoices,
        payments,
        siblings: parts
            .siblings
            .iter()
            .filter(|other| other.row.id.0 != row.id.0)
            .map(|other| sibling(other, reference))
            .collect::<Result<_, _>>()?,
        slips,
        remarks: days.remarks,
    })
}

/// The states that an order was in, oldest first.
fn past_states(rows: &[OrderHistoryRow], reference: &Reference) -> Result<Vec<NamedState>, Unknown> {
    rows.iter().filter(|row| row.id_order_state.0 != 0).map(|row| past_state(row, reference)).collect()
}

/// One that is gone from the shop is known by its number alone.
fn past_state(row: &OrderHistoryRow, reference: &Reference) -> Result<NamedState, Unknown> {
    let id = row.id_order_state.0;
    match reference.order_state(id) {
        Ok(state) => Ok(named_state(id, &state)),
        Err(unknown) if reference.is_missing(&unknown) => Ok(NamedState { id, ..NamedState::default() }),
        Err(unknown) => Err(unknown),
    }
}

/// Where it stands is told as of the order itself, so that orders that share payments agree on who takes a share.
fn sibling(other: &SharingOrder, reference: &Reference) -> Result<Sibling, Odd> {
    let row = &other.row;
    Ok(Sibling {
        id: row.id.shop(),
        to_pay: Amount::new(row.total_paid_tax_incl.0),
        standing: standing(other, reference)?,
    })
}

/// A state that was looked for in vain counts for nothing: it is the sibling's trouble alone.
fn standing(other: &SharingOrder, reference: &Reference) -> Result<Standing, Unknown> {
    let id = other.row.current_state.0;
    let state = match reference.order_state(id) {
        Ok(state) => state,
        Err(unknown) if reference.is_missing(&unknown) => State::default(),
        Err(unknown) => return Err(unknown),
    };
    let past = past_states(&other.histories, reference)?;
    Ok(Standing {
        logable: state.logable,
        cancelled: id != 0 && id == reference.configuration.cancelled,
        invoiced: other.invoiced,
        states: std::iter::once(named_state(id, &state)).chain(past).collect(),
    })
}

fn state(row: &OrderRow, reference: &Reference) -> Result<OrderState, Odd> {
    let id = row.current_state.0;
    let state = reference.order_state(id)?;
    Ok(OrderState {
        id: ShopId(id),
        name: state.name,
        logable: state.logable,
        invoice: state.invoice,
        paid: state.paid,
        shipped: state.shipped,
        delivered: id != 0 && id == reference.configuration.delivered,
        cancelled: id != 0 && id == reference.configuration.cancelled,
    })
}

fn discount(row: &OrderCartRuleRow) -> Discount {
    Discount {
        id: row.id.shop(),
        name: row.name.0.clone(),
        value: taxed(row.value_tax_excl, row.value),
        free_shipping: row.free_shipping.0,
        invoice: row.id_order_invoice.some(),
    }
}

fn shipment(row: &OrderCarrierRow, reference: &Reference) -> Result<OrderShipment, Odd> {
    Ok(OrderShipment {
        id: row.id.shop(),
        carrier: reference.carrier(row.id_carrier.0)?,
        tracking_number: row.tracking_number.0.clone(),
    })
}

fn invoice(row: &OrderInvoiceRow, days: &mut Days<'_>) -> OrderInvoice {
    OrderInvoice {
        id: row.id.shop(),
        number: row.number.0,
        date: days.invoice(row),
        totals: OrderTotals {
            products: taxed(row.total_products, row.total_products_wt),
            shipping: taxed(row.total_shipping_tax_excl, row.total_shipping_tax_incl),
            wrapping: taxed(row.total_wrapping_tax_excl, row.total_wrapping_tax_incl),
            discounts: taxed(row.total_discount_tax_excl, row.total_discount_tax_incl),
            to_pay: taxed(row.total_paid_tax_excl, row.total_paid_tax_incl),
        },
    }
}

fn payment(row: &OrderPaymentRow, reference: &Reference, days: &mut Days<'_>) -> Result<OrderPayment, Odd> {
    Ok(OrderPayment {
        id: row.id.shop(),
        amount: row.amount.amount(),
        currency: reference.currency(row.id_currency.0)?,
        conversion_rate: row.conversion_rate.0,
        method: row.payment_method.0.clone(),
        transaction: row.transaction_id.0.clone(),
        date: days.payment(row),
    })
}

/// Payment modules and employees write private messages, customers write others in the cart: all of them, oldest first.
fn messages(rows: &[MessageRow]) -> Vec<String> {
    let mut rows: Vec<&MessageRow> = rows.iter().collect();
    rows.sort_by_key(|row| (row.date_add.0, row.id));
    rows.iter().map(|row| plain_text(&row.message.0)).filter(|text| !text.is_empty()).collect()
}
