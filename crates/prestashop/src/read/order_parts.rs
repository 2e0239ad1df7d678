//! The rows of orders, gathered in nine calls for a hundred orders, ten when some share their reference.

use std::collections::HashMap;

use passerelle_core::business::Business;
use passerelle_engine::ports::shop::ShopError;

use super::Desk;
use super::customization::Customized;
use super::gather::{Gathered, sort_out};
use super::odd::{Odd, bad_part, part_breaks_answer};
use super::sharing::SharingOrder;
use crate::rows::{Batch, Row, values};
use crate::wire::{
    BusinessRow, MessageRow, OrderCarrierRow, OrderCartRuleRow, OrderDetailRow, OrderHistoryRow,
    OrderInvoiceRow, OrderPaymentRow, OrderRow, OrderSlipRow,
};

/// The rows of one order, each sort in id order.
pub(crate) struct OrderParts {
    /// `orders`.
    pub order: OrderRow,
    /// `order_details`.
    pub lines: Vec<OrderDetailRow>,
    /// `order_cart_rules`.
    pub discounts: Vec<OrderCartRuleRow>,
    /// `order_carriers`.
    pub shipments: Vec<OrderCarrierRow>,
    /// `order_invoices`.
    pub invoices: Vec<OrderInvoiceRow>,
    /// `order_histories`; empty unless they are asked for.
    pub histories: Vec<OrderHistoryRow>,
    /// `messages`.
    pub messages: Vec<MessageRow>,
    /// `order_payments` of its reference.
    pub payments: Vec<OrderPaymentRow>,
    /// Orders of its reference.
    pub siblings: Vec<SharingOrder>,
    /// `order_slip`.
    pub slips: Vec<OrderSlipRow>,
    /// What its billing address says of a business.
    pub billed_to: Option<Business>,
    /// What customers had put on the things of its lines.
    pub customized: Customized,
}

impl OrderParts {
    /// What contradicts the order's own row: an SQL error can look like an empty list, and rows can come between two calls.
    pub(crate) fn lack(&self) -> Option<Odd> {
        let has_line = |id: u64| self.lines.iter().any(|line| line.id.0 == id);
        let no_lines = self.lines.is_empty() && !self.order.total_products.0.is_zero();
        if no_lines || !self.order.lines().iter().all(|line| has_line(line.id.0)) {
            return Some(Odd::Incomplete("order_details"));
        }
        if self.order.invoice_number.0 != 0 && self.invoices.is_empty() {
            return Some(Odd::Incomplete("order_invoices"));
        }
        None
    }
}

impl Desk<'_> {
    /// All rows of these orders. Those whose parts do not fit together are read once more.
    pub(crate) async fn order_parts(&self, ids: &[u64]) -> Result<Gathered<OrderParts>, ShopError> {
        let mut gathered = self.order_parts_once(ids).await?;
        let torn: Vec<u64> = torn(&gathered).map(|(id, _)| id).collect();
        if !torn.is_empty() {
            let again = self.order_parts_once(&torn).await?;
            gathered.found.extend(again.found);
            gathered.unreadable.extend(again.unreadable);
            for id in again.gone {
                gathered.found.remove(&id);
                gathered.gone.insert(id);
            }
        }
        let explained: Vec<_> = torn_explained(&gathered).collect();
        gathered.unreadable.extend(explained);
        Ok(gathered)
    }

    /// The changes of state of these orders, when they are wanted.
    pub(crate) async fn histories(&self, orders: &[String]) -> Result<Batch<OrderHistoryRow>, ShopError> {
        if !self.rows.histories {
            return Ok(Batch::default());
        }
        self.rows.batch::<OrderHistoryRow>("id_order", orders).await
    }

    async fn order_parts_once(&self, ids: &[u64]) -> Result<Gathered<OrderParts>, ShopError> {
        let keys = values(ids.iter().copied());
        let (mut orders, lines, discounts, shipments, invoices, messages, histories, slips) = futures::try_join!(
            self.by_id::<OrderRow>(ids),
            self.rows.batch::<OrderDetailRow>("id_order", &keys),
            self.rows.batch::<OrderCartRuleRow>("id_order", &keys),
            self.rows.batch::<OrderCarrierRow>("id_order", &keys),
            self.rows.batch::<OrderInvoiceRow>("id_order", &keys),
            self.rows.batch::<MessageRow>("id_order", &keys),
            self.histories(&keys),
            self.rows.batch::<OrderSlipRow>("id_order", &keys),
        )?;
        let customized = self.customizations(&lines.rows, &mut orders.unreadable).await?;
        let businesses = self.businesses(&mut orders).await?;
        let bad = &mut orders.unreadable;
        let mut lines = sort_out(lines, |row| row.id_order.0, "id_order", bad)?;
        let mut discounts = sort_out(discounts, |row| row.id_order.0, "id_order", bad)?;
        let mut shipments = sort_out(shipments, |row| row.id_order.0, "id_order", bad)?;
        let mut invoices = sort_out(invoices, |row| row.id_order.0, "id_order", bad)?;
        let mut messages = sort_out(messages, |row| row.id_order.0, "id_order", bad)?;
        let mut histories = sort_out(histories, |row| row.id_order.0, "id_order", bad)?;
        let mut slips = sort_out(slips, |row| row.id_order.0, "id_order", bad)?;
        let (payments, sharing) = self.of_references(&mut orders).await?;
        Ok(orders.map(|id, order| OrderParts {
            lines: take(&mut lines, id),
            discounts: take(&mut discounts, id),
            shipments: take(&mut shipments, id),
            invoices: take(&mut invoices, id),
            messages: take(&mut messages, id),
            histories: take(&mut histories, id),
            slips: take(&mut slips, id),
            customized: customized.clone(),
            billed_to: businesses.get(&order.id_address_invoice.0).cloned(),
            payments: payments.get(&order.reference.0).cloned().unwrap_or_default(),
            siblings: sharing.get(&order.reference.0).cloned().unwrap_or_default(),
            order,
        }))
    }
}

impl Desk<'_> {
    /// What the billing addresses of these orders say of businesses, by address. One that cannot be read makes its orders
    /// unreadable.
    async fn businesses(&self, orders: &mut Gathered<OrderRow>) -> Result<HashMap<u64, Business>, ShopError> {
        let mut ids: Vec<u64> = orders.found.values().map(|row| row.id_address_invoice.0).collect();
        ids.retain(|id| *id != 0);
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let batch = self.rows.batch::<BusinessRow>("id", &values(ids)).await?;
        let bad = batch.bad.iter().filter_map(|row| Some((row.number("id")?, bad_part("addresses", row))));
        let lost = batch
            .lost
            .iter()
            .filter_map(|it| Some((it.value.parse().ok()?, part_breaks_answer("addresses"))));
        for (address, why) in bad.chain(lost) {
            let of_address = |row: &&OrderRow| row.id_address_invoice.0 == address;
            let ids: Vec<u64> = orders.found.values().filter(of_address).map(Row::id).collect();
            orders.unreadable.extend(ids.into_iter().map(|id| (id, why.clone())));
        }
        let business = |row: &BusinessRow| Business::of(&row.company.0, &row.vat_number.0);
        Ok(batch.rows.iter().filter_map(|row| Some((row.id.0, business(row)?))).collect())
    }
}

fn torn(gathered: &Gathered<OrderParts>) -> impl Iterator<Item = (u64, Odd)> {
    let readable = |id: &u64| !gathered.unreadable.contains_key(id);
    gathered
        .found
        .iter()
        .filter(move |(id, _)| readable(id))
        .filter_map(|(id, parts)| Some((*id, parts.lack()?)))
}

fn torn_explained(
    gathered: &Gathered<OrderParts>,
) -> impl Iterator<Item = (u64, passerelle_core::explain::Explanation)> {
    torn(gathered).map(|(id, odd)| (id, odd.explain("orders", id)))
}

fn take<T: Row>(sorted: &mut HashMap<u64, Vec<T>>, id: u64) -> Vec<T> {
    let mut rows = sorted.remove(&id).unwrap_or_default();
    rows.sort_by_key(Row::id);
    rows
}
