//! Enumerations of a shop that does not stand still.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod common;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use common::{NOW, Rows, tag};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, datetime};
use jiff::tz::TimeZone;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_engine::ports::shop::Listing;
use passerelle_engine::ports::store::{DocumentState, JobEnd, Next, Store as _};
use passerelle_engine::{Discovered, RunError, Silent, Sweeping, discover, doubts};
use passerelle_store::InMemoryStore;

fn second(number: i64) -> DateTime {
    datetime(2026, 11, 1, 0, 0, 0, 0).checked_add(number.seconds()).unwrap()
}

async fn orders(shop: &Rows, store: &InMemoryStore, stop: bool) {
    let stop = AtomicBool::new(stop);
    orders_at(shop, store, NOW, &stop).await.unwrap();
}

async fn orders_at(
    shop: &Rows,
    store: &InMemoryStore,
    now: &str,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let now = now.parse().unwrap();
    discover(shop, store, &Silent, &tag(), &[Kind::Order], None, Sweeping::default(), now, stop).await
}

/// What a discovery at this moment marks, once all that was marked before has been done.
async fn marked_at(shop: &Rows, store: &InMemoryStore, now: &str) -> Vec<u64> {
    let claim = async || {
        let (at, lease) = (now.parse().unwrap(), Duration::from_secs(60));
        let jobs = store.claim(&tag(), &[Kind::Order], 500, "test", at, lease).await.unwrap();
        for job in &jobs {
            let next = Next::InStep;
            let end = JobEnd { reference: String::new(), links: Vec::new(), settlements: Vec::new(), next };
            assert!(store.finish(&job.key, job.fence, &end, at).await.unwrap());
        }
        jobs.into_iter().map(|job| job.key.id.0).collect::<Vec<u64>>()
    };
    claim().await;
    orders_at(shop, store, now, &AtomicBool::new(false)).await.unwrap();
    claim().await
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn zone(name: &str) -> Option<TimeZone> {
    Some(TimeZone::get(name).unwrap())
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

#[tokio::test]
async fn orders_imported_with_old_dates_are_seen_by_their_numbers() {
    let shop = Rows::new(10, [(1, second(1)), (2, second(2))]);
    let store = InMemoryStore::new();
    orders(&shop, &store, false).await;
    for id in 3..=27 {
        shop.rows.lock().unwrap().insert(id, at("2019-03-01T10:00:00"));
    }
    // Beside those of the last hour before the mark.
    let found = marked_at(&shop, &store, "2026-11-23T12:05:00Z").await;
    assert_eq!(found, (1..=27).collect::<Vec<u64>>());
    // And once only: two calls when nothing is new.
    let before = shop.pages.load(Ordering::Relaxed);
    assert_eq!(marked_at(&shop, &store, "2026-11-23T12:10:00Z").await, [1, 2]);
    assert_eq!(shop.pages.load(Ordering::Relaxed) - before, 2);
}

#[tokio::test]
async fn what_changes_after_the_time_zone_was_corrected_is_seen() {
    let mut shop = Rows::new(10, [(1, at("2026-11-23T11:00:00")), (2, at("2026-11-23T15:00:00"))]);
    let store = InMemoryStore::new();
    shop.zone = zone("Europe/Paris");
    // Ten past three in Paris.
    marked_at(&shop, &store, "2026-11-23T14:10:00Z").await;
    // Twenty past three in Paris is twenty past ten in Martinique: order 1 changes after the correction.
    shop.zone = zone("America/Martinique");
    shop.rows.lock().unwrap().insert(1, at("2026-11-23T10:20:00"));
    assert!(marked_at(&shop, &store, "2026-11-23T14:25:00Z").await.contains(&1));
    // From then on with the usual overlap, whatever later date Paris had written.
    assert!(mark(&store).await.as_str() <= "2026-11-23T11:25:00");
    shop.rows.lock().unwrap().insert(1, at("2026-11-23T10:40:00"));
    assert!(marked_at(&shop, &store, "2026-11-23T14:45:00Z").await.contains(&1));
}

#[tokio::test]
async fn a_module_that_writes_utc_is_seen_by_numbers_at_once_and_by_dates_once_a_day() {
    let mut shop = Rows::new(10, [(1, at("2026-11-23T08:00:00")), (2, at("2026-11-23T14:00:00"))]);
    shop.zone = zone("America/Martinique");
    let store = InMemoryStore::new();
    marked_at(&shop, &store, "2026-11-23T18:05:00Z").await;
    // In the summer of Auckland it would be half a day: here a module of four hours behind.
    shop.rows.lock().unwrap().insert(3, at("2026-11-23T10:05:00"));
    shop.rows.lock().unwrap().insert(1, at("2026-11-23T10:06:00"));
    assert_eq!(
        marked_at(&shop, &store, "2026-11-23T18:10:00Z").await,
        [2, 3],
        "the new one, and the last hour"
    );
    let before = shop.pages.load(Ordering::Relaxed);
    let day = marked_at(&shop, &store, "2026-11-24T18:06:00Z").await;
    assert!(day.contains(&1), "the changed one: {day:?}");
    assert_eq!(shop.pages.load(Ordering::Relaxed) - before, 2, "at the price of no call more");
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_while_hides_nothing() {
    let mut shop = Rows::new(10, [(1, at("2026-11-23T12:00:00"))]);
    shop.zone = zone("UTC");
    let store = InMemoryStore::new();
    // The server's clock was five hours ahead when order 2 was made, and was then set right.
    shop.rows.lock().unwrap().insert(2, at("2026-11-23T17:10:00"));
    marked_at(&shop, &store, "2026-11-23T12:15:00Z").await;
    shop.rows.lock().unwrap().insert(1, at("2026-11-23T12:20:00"));
    assert!(marked_at(&shop, &store, "2026-11-23T12:25:00Z").await.contains(&1));
}

#[tokio::test]
async fn a_database_of_before_numbers_were_kept_sees_all_once_more() {
    let shop = Rows::new(10, [(1, at("2019-03-01T10:00:00")), (2, second(2))]);
    let store = InMemoryStore::new();
    let cursor = passerelle_engine::ports::store::Cursor {
        name: "order".to_owned(),
        mark: second(2).to_string(),
        resume: None,
    };
    store.mark_with_cursor(&tag(), &[], &cursor, NOW.parse().unwrap()).await.unwrap();
    assert_eq!(marked_at(&shop, &store, NOW).await, [1, 2]);
    assert_eq!(marked_at(&shop, &store, "2026-11-23T12:05:00Z").await, [2]);
}

#[tokio::test]
async fn orders_filled_into_gaps_of_the_numbers_and_deleted_ones_are_seen_once_a_day() {
    let shop = Rows::new(10, [(1, second(1)), (5, second(5)), (9, second(100_000))]);
    let store = InMemoryStore::new();
    marked_at(&shop, &store, "2026-11-23T12:00:00Z").await;
    // An import that keeps the numbers and the dates of an old shop.
    shop.rows.lock().unwrap().insert(3, at("2019-03-01T10:00:00"));
    shop.rows.lock().unwrap().remove(&5);
    assert_eq!(marked_at(&shop, &store, "2026-11-23T18:00:00Z").await, [9], "the last hour");
    assert_eq!(marked_at(&shop, &store, "2026-11-24T12:00:00Z").await, [3, 5, 9]);
    assert_eq!(marked_at(&shop, &store, "2026-11-24T18:00:00Z").await, [9]);
}

#[tokio::test]
async fn a_list_that_fails_is_a_doubt_and_all_others_go_on() {
    let mut shop = Rows::new(10, [(1, second(1))]);
    shop.failing = vec![Listing::OrderPayments, Listing::OrderSlips];
    let store = InMemoryStore::new();
    let stop = AtomicBool::new(false);
    let found = orders_at(&shop, &store, NOW, &stop).await.unwrap();
    assert_eq!(missed(&store, [1]).await, [0; 0]);
    let lists: Vec<&str> = found.doubts.iter().map(|doubt| doubt.args["list"].as_str()).collect();
    assert_eq!(lists, ["order_payments", "order_slips"]);
    assert_eq!(found.doubts[0].also[0].id, "shop-timeout");
    let kept = doubts(&store, &tag()).await.unwrap();
    assert_eq!(kept.len(), 2);
    assert!(store.cursor(&tag(), "order_payments").await.unwrap().is_none(), "its mark stays");
    assert!(store.cursor(&tag(), "order_invoices").await.unwrap().is_some());
    // Forgotten once the list is whole again.
    shop.failing = vec![Listing::OrderSlips];
    orders_at(&shop, &store, NOW, &stop).await.unwrap();
    assert_eq!(doubts(&store, &tag()).await.unwrap().len(), 1);
    // A shop that does not answer at all ends it.
    shop.failing = vec![Listing::OrderPayments, Listing::OrderInvoices, Listing::OrderHistories];
    let error = orders_at(&shop, &store, NOW, &stop).await.unwrap_err();
    assert!(matches!(error, RunError::Shop(_)));
}

#[tokio::test]
async fn a_company_that_failed_is_tried_again_with_the_orders_that_need_it() {
    let shop = Rows::new(10, []);
    let store = InMemoryStore::new();
    let at = NOW.parse().unwrap();
    let company = Key::new(&tag(), Kind::Company, ShopId(7));
    store.mark(std::slice::from_ref(&company), at).await.unwrap();
    let jobs = store.claim(&tag(), &[Kind::Company], 1, "test", at, Duration::from_secs(60)).await.unwrap();
    let next = Next::Failed(Explanation::new("waits-for-failed"));
    let end = JobEnd { reference: String::new(), links: Vec::new(), settlements: Vec::new(), next };
    assert!(store.finish(&company, jobs[0].fence, &end, at).await.unwrap());
    orders(&shop, &store, false).await;
    let state = store.documents(std::slice::from_ref(&company)).await.unwrap()[&company].state;
    assert_eq!(state, DocumentState::Waiting);
}
