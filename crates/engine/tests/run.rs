//! Runs between a Dolibarr and a store that behave as told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::broken::Broken;
use common::{Answers, NOW, Rows, Still, facts, tag};
use jiff::{Timestamp, ToSpan as _};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ServiceProduct};
use passerelle_engine::ports::erp::Outcome;
use passerelle_engine::ports::store::{DocumentState, Intent, Store};
use passerelle_engine::{Engine, EngineOptions, RunError, RunSummary, Silent};
use passerelle_store::InMemoryStore;

const LONGEST_CALL: Duration = Duration::from_secs(60);

fn engine(erp: Arc<Answers>, store: Arc<dyn Store>) -> Engine {
    Engine {
        shop: Arc::new(Rows::new(10, [])),
        erp,
        store,
        clock: Arc::new(Still::new()),
        facts: facts(),
        options: EngineOptions {
            worker: "test".to_owned(),
            longest_call: LONGEST_CALL,
            most_parallel: 4,
            patience: Duration::from_secs(3_600),
        },
        observer: Arc::new(Silent),
    }
}

fn services() -> Vec<Key> {
    ServiceProduct::ALL.iter().map(|it| Key::new(&tag(), Kind::Service, it.shop_id())).collect()
}

fn at() -> Timestamp {
    NOW.parse().unwrap()
}

async fn run(engine: &Engine) -> RunSummary {
    engine.run(Arc::new(AtomicBool::new(false))).await.unwrap()
}

async fn outcomes(store: &InMemoryStore, key: &Key) -> Vec<String> {
    let journal = store.journal(key).await.unwrap();
    journal.into_iter().map(|it| it.settlement.map_or_else(String::new, |it| it.outcome)).collect()
}

async fn state(store: &InMemoryStore, key: &Key) -> DocumentState {
    store.documents(std::slice::from_ref(key)).await.unwrap()[key].state
}

/// What one creation answers at first, and what the journal says of it in the end.
async fn after(first: Outcome) -> (Vec<String>, u64) {
    let (erp, store) = (Arc::new(Answers::default()), Arc::new(InMemoryStore::new()));
    erp.answers.lock().unwrap().push(first);
    let key = services().remove(0);
    store.mark(std::slice::from_ref(&key), at()).await.unwrap();
    run(&engine(erp.clone(), store.clone())).await;
    assert_eq!(state(&store, &key).await, DocumentState::InStep);
    (outcomes(&store, &key).await, erp.looks.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_creation_that_may_have_been_passed_on_is_looked_for_before_it_is_sent_again() {
    let (words, looks) = after(Outcome::Throttled { retry_after: Some(2) }).await;
    assert_eq!(words, ["throttled", "done"]);
    let (_, looks_of_one) = after(Outcome::NotSent(Explanation::new("erp-unreachable"))).await;
    assert_eq!(looks, looks_of_one * 2);
    let (words, _) = after(Outcome::Rejected(Explanation::new("erp-label-taken"))).await;
    assert_eq!(words, ["rejected", "done"]);
}

#[tokio::test]
async fn a_document_that_was_given_up_can_be_revived() {
    let (erp, store) = (Arc::new(Answers::default()), Arc::new(InMemoryStore::new()));
    let key = services().remove(0);
    let keys = std::slice::from_ref(&key);
    let long_ago = at().checked_sub(24.hours()).unwrap();
    store.mark(keys, long_ago).await.unwrap();
    let intent = Intent {
        step: 0,
        operation: "product-create".to_owned(),
        why: String::new(),
        external_ref: Some(key.external_ref().to_string()),
        detail: None,
    };
    for _ in 0..8 {
        let lease = Duration::from_secs(60);
        let job = store.claim(&tag(), &[Kind::Service], 1, "gone", long_ago, lease).await.unwrap().remove(0);
        store.intend(&key, job.fence, std::slice::from_ref(&intent), long_ago).await.unwrap().unwrap();
        store.recover(&tag(), "gone", long_ago).await.unwrap();
    }
    let engine = engine(erp, store.clone());
    run(&engine).await;
    assert_eq!(state(&store, &key).await, DocumentState::Failed);
    assert!(store.unsettled(&key).await.unwrap().is_empty());
    store.mark(keys, at()).await.unwrap();
    run(&engine).await;
    assert_eq!(state(&store, &key).await, DocumentState::InStep);
}

#[tokio::test]
async fn a_store_that_breaks_ends_the_run_but_no_call_under_way() {
    for width in [1, 4] {
        let (erp, store) = (Arc::new(Answers::default()), Arc::new(Broken::default()));
        store.mark(&services(), at()).await.unwrap();
        let mut engine = engine(erp.clone(), store);
        engine.options.most_parallel = width;
        let ended = engine.run(Arc::new(AtomicBool::new(false))).await;
        assert!(matches!(ended, Err(RunError::Store(_))), "{ended:?}");
        let begun = erp.begun.load(Ordering::Relaxed);
        assert!(begun >= width as u64, "{begun}");
        assert_eq!(erp.ended.load(Ordering::Relaxed), begun);
    }
}

#[tokio::test]
async fn intents_are_said_anew_before_a_call_is_repeated() {
    let (erp, store) = (Arc::new(Answers::default()), Arc::new(InMemoryStore::new()));
    let key = services().remove(0);
    store.mark(std::slice::from_ref(&key), at()).await.unwrap();
    *erp.answers.lock().unwrap() = vec![Outcome::NotSent(Explanation::new("erp-unreachable")); 2];
    let mut engine = engine(erp, store.clone());
    engine.options.longest_call = Duration::from_millis(240);
    run(&engine).await;
    let journal = store.journal(&key).await.unwrap();
    assert_eq!(journal.len(), 1);
    // Not sent twice, with 100 and 200 ms between.
    assert_eq!(journal[0].intended_at, at().checked_add(300.milliseconds()).unwrap());
}
