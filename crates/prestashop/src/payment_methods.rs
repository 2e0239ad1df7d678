//! The payment methods that orders and payments were made with.

use std::collections::HashMap;

use passerelle_engine::ports::shop::ShopError;

use crate::call::Query;
use crate::rows::{Row, Rows};
use crate::wire::{PaidOrderRow, PaymentMethodRow};

/// Rows in one page, and pages at most, of orders and of payments: the latest 100,000.
const ROWS: u64 = 5000;
const PAGES: u64 = 20;
/// Methods given, at most.
const METHODS: usize = 100;

/// The texts of payment modules, most frequent first; of what the key may read.
pub(crate) async fn payment_methods(rows: &Rows, denied: &[&str]) -> Result<Vec<String>, ShopError> {
    let mut counts = HashMap::new();
    if !denied.contains(&PaidOrderRow::RESOURCE) {
        count::<PaidOrderRow>(rows, &mut counts, |row| row.payment.0).await?;
    }
    if !denied.contains(&PaymentMethodRow::RESOURCE) {
        count::<PaymentMethodRow>(rows, &mut counts, |row| row.payment_method.0).await?;
    }
    let mut methods: Vec<(String, u64)> = counts.into_iter().collect();
    methods.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    Ok(methods.into_iter().take(METHODS).map(|(method, _)| method).collect())
}

async fn count<T: Row>(
    rows: &Rows,
    counts: &mut HashMap<String, u64>,
    method: impl Fn(T) -> String,
) -> Result<(), ShopError> {
    let query = Query::default().sort("[id_DESC]");
    for page in 0..PAGES {
        let window = rows.window::<T>(&query, page * ROWS, ROWS).await?;
        for row in window.rows {
            let method = method(row);
            let method = method.trim();
            if !method.is_empty() {
                *counts.entry(method.to_owned()).or_default() += 1;
            }
        }
        if !window.full {
            break;
        }
    }
    Ok(())
}
