//! What orders and payments were made with: payment methods and currencies.

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

/// What orders and payments were made with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    /// The texts of payment modules, most frequent first.
    pub methods: Vec<String>,
    /// The same by shop, as far as orders tell.
    pub of_shop: HashMap<u64, Vec<String>>,
    /// Ids of the currencies of orders, most frequent first.
    pub currencies: Vec<u64>,
}

/// What orders and payments were made with; of what the key may read. Orders of other shops than these do not count; none is
/// all.
pub(crate) async fn usage(rows: &Rows, denied: &[&str], shops: &[u64]) -> Result<Usage, ShopError> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    let mut of_shop: HashMap<u64, HashMap<String, u64>> = HashMap::new();
    let mut currencies: HashMap<u64, u64> = HashMap::new();
    if !denied.contains(&PaidOrderRow::RESOURCE) {
        each::<PaidOrderRow>(rows, |row| {
            if !shops.is_empty() && !shops.contains(&row.id_shop.0) {
                return;
            }
            *currencies.entry(row.id_currency.0).or_default() += 1;
            count(of_shop.entry(row.id_shop.0).or_default(), &row.payment.0);
            count(&mut counts, &row.payment.0);
        })
        .await?;
    }
    if !denied.contains(&PaymentMethodRow::RESOURCE) {
        each::<PaymentMethodRow>(rows, |row| count(&mut counts, &row.payment_method.0)).await?;
    }
    Ok(Usage {
        methods: frequent(counts),
        of_shop: of_shop.into_iter().map(|(shop, counts)| (shop, frequent(counts))).collect(),
        currencies: frequent(currencies),
    })
}

fn count(counts: &mut HashMap<String, u64>, method: &str) {
    let method = method.trim();
    if !method.is_empty() {
        *counts.entry(method.to_owned()).or_default() += 1;
    }
}

/// Most frequent first.
fn frequent<T: Ord>(counts: HashMap<T, u64>) -> Vec<T> {
    let mut list: Vec<(T, u64)> = counts.into_iter().collect();
    list.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    list.into_iter().take(METHODS).map(|(what, _)| what).collect()
}

async fn each<T: Row>(rows: &Rows, mut tell: impl FnMut(T)) -> Result<(), ShopError> {
    let query = Query::default().sort("[id_DESC]");
    for page in 0..PAGES {
        let window = rows.window::<T>(&query, page * ROWS, ROWS).await?;
        window.rows.into_iter().for_each(&mut tell);
        if !window.full {
            break;
        }
    }
    Ok(())
}
