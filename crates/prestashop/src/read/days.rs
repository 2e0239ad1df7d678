//! The days of an order's parts. Where a date is none, the next best one stands in, and that is told.

use jiff::civil::DateTime;
use passerelle_core::explain::Explanation;

use super::odd::Odd;
use super::order_parts::OrderParts;
use crate::wire::{OrderInvoiceRow, OrderPaymentRow, OrderSlipRow, When};

/// Years that a shop's documents can be of: zeros and the beginning of the computer's time are no dates.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;

/// The days of one order's parts, with what had to be taken in place of a date.
pub(crate) struct Days<'a> {
    parts: &'a OrderParts,
    order: DateTime,
    /// What is told of them.
    pub remarks: Vec<Explanation>,
}

fn believed(when: When) -> Option<DateTime> {
    when.0.filter(|at| YEARS.contains(&at.year()))
}

impl<'a> Days<'a> {
    /// The order's own day: else that of its first part, else that of its last change.
    pub(crate) fn of(parts: &'a OrderParts) -> Result<Self, Odd> {
        let own = believed(parts.order.date_add);
        let invoices = parts.invoices.iter().map(|row| row.date_add);
        let payments = parts.payments.iter().map(|row| row.date_add);
        let slips = parts.slips.iter().map(|row| row.date_add);
        let first = || invoices.chain(payments).chain(slips).filter_map(believed).min();
        let order =
            own.or_else(first).or_else(|| believed(parts.order.date_upd)).ok_or(Odd::Field("date_add"))?;
        let mut days = Self { parts, order, remarks: Vec::new() };
        if own.is_none() {
            days.remarks.push(Explanation::new("order-undated").with("day", order.date()));
        }
        Ok(days)
    }

    /// When the order was made.
    pub(crate) const fn order(&self) -> DateTime {
        self.order
    }

    /// When an invoice was issued: else the order's day.
    pub(crate) fn invoice(&mut self, row: &OrderInvoiceRow) -> DateTime {
        believed(row.date_add).unwrap_or_else(|| {
            // A delivery slip is no invoice.
            if row.number.0 != 0 {
                let remark = Explanation::new("invoice-undated").with("number", row.number.0);
                self.remarks.push(remark.with("day", self.order.date()));
            }
            self.order
        })
    }

    /// When a payment was made: else the order's day.
    pub(crate) fn payment(&mut self, row: &OrderPaymentRow) -> DateTime {
        believed(row.date_add).unwrap_or_else(|| {
            let remark = Explanation::new("payment-undated").with("amount", row.amount.amount());
            self.remarks.push(remark.with("day", self.order.date()));
            self.order
        })
    }

    /// When a slip was issued: else its last change, else the day of the last invoice, else the order's.
    pub(crate) fn slip(&mut self, row: &OrderSlipRow, number: &str) -> DateTime {
        believed(row.date_add).unwrap_or_else(|| {
            let invoices = self.parts.invoices.iter().filter_map(|row| believed(row.date_add));
            let day = believed(row.date_upd).or_else(|| invoices.max()).unwrap_or(self.order);
            self.remarks.push(Explanation::new("slip-undated").with("slip", number).with("day", day.date()));
            day
        })
    }
}
