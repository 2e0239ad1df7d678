//! Enumerations of a shop that does not stand still.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod common;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use common::{NOW, Rows, tag};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, datetime};
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_engine::ports::store::Store as _;
use passerelle_engine::{Silent, Sweeping, discover};
use passerelle_store::InMemoryStore;

fn second(number: i64) -> DateTime {
    datetime(2026, 11, 1, 0, 0, 0, 0).checked_add(number.seconds()).unwrap()
}

async fn orders(shop: &Rows, store: &InMemoryStore, stop: bool) {
    let now = NOW.parse().unwrap();
    let stop = AtomicBool::new(stop);
    discover(shop, store, &Silent, &tag(), &[Kind::Order], None, Sweeping::default(), now, &stop)
        .await
        .unwrap();
}

async fn missed(store: &InMemoryStore, ids: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let keys: Vec<Key> = ids.into_iter().map(|id| Key::new(&tag(), Kind::Order, ShopId(id))).collect();
    let known = store.documents(&keys).await.unwrap();
    keys.iter().filter(|key| !known.contains_key(key)).map(|key| key.id.0).collect()
}

async fn mark(store: &InMemoryStore) -> String {
    store.cursor(&tag(), "order").await.unwrap().unwrap().mark
}

#[tokio::test]
async fn rows_that_move_while_it_goes_on_hide_none() {
    let mut shop = Rows::new(10, (1..=100).map(|id| (id, second(id as i64))));
    // After each page the seven oldest rows change: all others move up.
    let turn = AtomicU64::new(0);
    shop.between = Box::new(move |rows: &mut HashMap<u64, DateTime>| {
        let turn = turn.fetch_add(1, Ordering::Relaxed);
        for id in turn * 7 + 1..=(turn * 7 + 7).min(100) {
            rows.insert(id, second(1_000 + id as i64));
        }
    });
    let store = InMemoryStore::new();
    orders(&shop, &store, false).await;
    assert_eq!(missed(&store, 1..=100).await, [0; 0]);
}

#[tokio::test]
async fn a_second_of_more_rows_than_a_page_is_passed() {
    let shop =
        Rows::new(10, (1..=60).map(|id| (id, second(if (15..=50).contains(&id) { 15 } else { id as i64 }))));
    let store = InMemoryStore::new();
    orders(&shop, &store, false).await;
    assert_eq!(missed(&store, 1..=60).await, [0; 0]);
    assert_eq!(mark(&store).await, second(60).to_string());
}

/// Stops before the second page, by the flag that the first one sets.
async fn interrupted(shop: &mut Rows, store: &InMemoryStore) {
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let set = stop.clone();
    shop.between = Box::new(move |_| set.store(true, Ordering::Relaxed));
    let now = NOW.parse().unwrap();
    let found = discover(shop, store, &Silent, &tag(), &[Kind::Order], None, Sweeping::default(), now, &stop)
        .await
        .unwrap();
    assert_eq!(found.seen, 10);
    shop.between = Box::new(|_| {});
}

#[tokio::test]
async fn an_interrupted_one_goes_on_whatever_moved_meanwhile() {
    let mut shop = Rows::new(10, (1..=40).map(|id| (id, second(id as i64))));
    let store = InMemoryStore::new();
    interrupted(&mut shop, &store).await;
    assert_eq!(mark(&store).await, "");
    for id in 1..=8 {
        shop.rows.lock().unwrap().insert(id, second(100 + id as i64));
    }
    orders(&shop, &store, false).await;
    assert_eq!(missed(&store, 1..=40).await, [0; 0]);
    assert_eq!(mark(&store).await, second(108).to_string());
}

#[tokio::test]
async fn one_that_is_stopped_before_it_begins_asks_for_nothing() {
    let shop = Rows::new(10, [(1, second(1))]);
    let store = InMemoryStore::new();
    orders(&shop, &store, true).await;
    assert_eq!(missed(&store, [1]).await, [1]);
    assert!(store.cursor(&tag(), "order").await.unwrap().is_none());
}

#[tokio::test]
async fn a_row_from_the_far_future_does_not_hide_the_others() {
    let shop = Rows::new(10, [(1, second(1)), (2, datetime(2099, 1, 1, 0, 0, 0, 0))]);
    let store = InMemoryStore::new();
    orders(&shop, &store, false).await;
    assert_eq!(mark(&store).await, second(1).to_string());
    shop.rows.lock().unwrap().insert(3, second(5));
    orders(&shop, &store, false).await;
    assert_eq!(missed(&store, 1..=3).await, [0; 0]);
}

#[tokio::test]
async fn an_hour_that_the_clock_goes_through_twice_is_seen() {
    let shop = Rows::new(10, [(1, second(10_000))]);
    let store = InMemoryStore::new();
    orders(&shop, &store, false).await;
    shop.rows.lock().unwrap().insert(2, second(10_000 - 3_600));
    orders(&shop, &store, false).await;
    assert_eq!(missed(&store, 1..=2).await, [0; 0]);
}
