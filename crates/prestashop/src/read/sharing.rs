//! What orders share by their reference: the payments, and each other.

use std::collections::{HashMap, HashSet};

use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

use super::Desk;
use super::gather::Gathered;
use super::odd::{Odd, bad_part, of_nobody, part_breaks_answer};
use crate::listing::is_filterable;
use crate::rows::{Batch, Row, values};
use crate::wire::{InvoicedRow, OrderHistoryRow, OrderPaymentRow, OrderReferenceRow, OrderRow};

/// An order of a reference.
#[derive(Clone)]
pub(crate) struct SharingOrder {
    /// Its row.
    pub row: OrderReferenceRow,
    /// It has an invoice: a row in `order_invoices` with a number.
    pub invoiced: bool,
    /// `order_histories`; empty unless they are asked for.
    pub histories: Vec<OrderHistoryRow>,
}

/// Rows by reference.
type ByReference<T> = HashMap<String, Vec<T>>;
/// Why the orders of a reference cannot be read.
type Wrong = HashMap<String, Explanation>;

impl Desk<'_> {
    /// Payments, and the orders that share them, by reference.
    pub(crate) async fn of_references(
        &self,
        orders: &mut Gathered<OrderRow>,
    ) -> Result<(ByReference<OrderPaymentRow>, ByReference<SharingOrder>), ShopError> {
        let references = references(orders);
        if references.is_empty() {
            return Ok((HashMap::new(), HashMap::new()));
        }
        let (payments, sharing) = futures::try_join!(
            self.rows.batch::<OrderPaymentRow>("order_reference", &references),
            self.rows.batch::<OrderReferenceRow>("reference", &references),
        )?;
        let mut wrong = Wrong::new();
        let payments = by_reference(payments, |row| &row.order_reference.0, "order_reference", &mut wrong)?;
        // A sibling that cannot be read takes a share that nobody knows.
        let sharing = by_reference(sharing, |row| &row.reference.0, "reference", &mut wrong)?;
        let sharing = self.with_invoices(sharing, &mut wrong).await?;
        for (id, order) in &orders.found {
            if let Some(why) = wrong.get(&order.reference.0) {
                orders.unreadable.insert(*id, why.clone());
            }
        }
        Ok((payments, sharing))
    }

    /// The orders of each reference, in id order, with what is known of their invoices. Only orders that are not alone are
    /// asked about: one call for a hundred of them, none when all are alone.
    async fn with_invoices(
        &self,
        sharing: ByReference<OrderReferenceRow>,
        wrong: &mut Wrong,
    ) -> Result<ByReference<SharingOrder>, ShopError> {
        let shared = sharing.values().filter(|rows| rows.len() > 1).flatten();
        let mut ids: Vec<u64> = shared.map(|row| row.id.0).collect();
        ids.sort_unstable();
        let ids = values(ids);
        let (batch, histories) =
            futures::try_join!(self.rows.batch::<InvoicedRow>("id_order", &ids), self.histories(&ids))?;
        let mut lost: HashSet<String> = batch.lost.iter().map(|lost| lost.value.clone()).collect();
        lost.extend(histories.lost.iter().map(|lost| lost.value.clone()));
        if let Some(row) = histories.bad.first() {
            return Err(of_nobody(OrderHistoryRow::RESOURCE, row));
        }
        let mut past: HashMap<u64, Vec<OrderHistoryRow>> = HashMap::new();
        for row in histories.rows {
            past.entry(row.id_order.0).or_default().push(row);
        }
        let invoiced = invoiced(&batch)?;
        let mut answer = ByReference::new();
        for (reference, mut rows) in sharing {
            if rows.iter().any(|row| lost.contains(&row.id.0.to_string())) {
                wrong.insert(reference.clone(), part_breaks_answer(InvoicedRow::RESOURCE));
            }
            rows.sort_unstable_by_key(|row| row.id.0);
            // A number tells of an invoice even where a failed query left the list empty.
            let known = |row: &OrderReferenceRow| row.invoice_number.0 != 0 || invoiced.contains(&row.id.0);
            let rows = rows
                .into_iter()
                .map(|row| SharingOrder {
                    invoiced: known(&row),
                    histories: past.remove(&row.id.0).unwrap_or_default(),
                    row,
                })
                .collect();
            answer.insert(reference, rows);
        }
        Ok(answer)
    }
}

/// The references that can be asked for; orders with another one are unreadable.
fn references(orders: &mut Gathered<OrderRow>) -> Vec<String> {
    let mut references: Vec<String> = Vec::new();
    for (id, order) in &orders.found {
        if is_filterable(&order.reference.0) {
            references.push(order.reference.0.clone());
        } else {
            orders.unreadable.insert(*id, Odd::Field("reference").explain("orders", *id));
        }
    }
    references.sort_unstable();
    references.dedup();
    references
}

/// Puts rows under their references, and what cannot be read among the wrong ones. A row of nobody knows whom makes the
/// whole reading fail: fewer are read then.
fn by_reference<T: Row>(
    batch: Batch<T>,
    reference: impl Fn(&T) -> &String,
    field: &str,
    wrong: &mut Wrong,
) -> Result<ByReference<T>, ShopError> {
    for row in batch.bad {
        let why = bad_part(T::RESOURCE, &row);
        match row.text(field) {
            Some(reference) => drop(wrong.insert(reference.to_owned(), why)),
            None => return Err(of_nobody(T::RESOURCE, &row)),
        }
    }
    for lost in batch.lost {
        wrong.insert(lost.value, part_breaks_answer(T::RESOURCE));
    }
    let mut sorted = ByReference::new();
    for row in batch.rows {
        sorted.entry(reference(&row).clone()).or_insert_with(Vec::new).push(row);
    }
    Ok(sorted)
}

/// The orders that have an invoice: one that cannot be read is one, too, as long as it says whose.
fn invoiced(batch: &Batch<InvoicedRow>) -> Result<HashSet<u64>, ShopError> {
    let issued = batch.rows.iter().filter(|row| row.number.0 != 0);
    let mut orders: HashSet<u64> = issued.map(|row| row.id_order.0).collect();
    for row in &batch.bad {
        let order = row.number("id_order");
        orders.insert(order.ok_or_else(|| of_nobody(InvoicedRow::RESOURCE, row))?);
    }
    Ok(orders)
}
