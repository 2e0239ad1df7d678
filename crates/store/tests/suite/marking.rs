//! Marking keys dirty.

use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{Cursor, DocumentState, Store};

use super::tools::*;

pub async fn new_keys_wait(store: &dyn Store) {
    assert_eq!(mark(store, &[order(1), product(1)], 0).await, 2);
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Waiting, at(0), 0));
    assert_eq!(seen.explanation, None);
    assert_eq!(seen.reference, "");
    assert_eq!(mark(store, &[], 0).await, 0);
}

pub async fn marks_coalesce(store: &dyn Store) {
    assert_eq!(mark(store, &[order(1), order(1)], 0).await, 1);
    assert_eq!(mark(store, &[order(1)], 5).await, 0);
    assert_eq!(document(store, &order(1)).await.since, at(0));
    assert_eq!(claim(store, 10, 5).await.len(), 1);
    assert_eq!(claim(store, 10, 5).await.len(), 0);
}

pub async fn a_mark_while_running_waits_besides(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    let job = claim_one(store, &order(1), 1).await;
    assert_eq!(mark(store, &[order(1)], 2).await, 1);
    assert_eq!(mark(store, &[order(1)], 3).await, 0);
    assert_eq!(state(store, &order(1)).await, DocumentState::Running);
    assert!(claim(store, 10, 3).await.is_empty());
    finish(store, &job, &end(passerelle_engine::ports::store::Next::InStep), 4).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since), (DocumentState::Waiting, at(4)));
    claim_one(store, &order(1), 4).await;
}

pub async fn marks_revive(store: &dyn Store) {
    for (id, (next, ended)) in (1..).zip(ends()) {
        run(store, &order(id), &retry(0), 0).await;
        let job = claim_one(store, &order(id), 1).await;
        assert_eq!(job.attempts, 1);
        finish(store, &job, &end(next), 1).await;
        assert_eq!(state(store, &order(id)).await, ended);
        assert!(claim(store, 10, 2).await.is_empty());
        assert_eq!(mark(store, &[order(id)], 2).await, 1);
        let seen = document(store, &order(id)).await;
        assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Waiting, at(2), 0));
        assert_eq!(seen.explanation, None);
        let job = claim_one(store, &order(id), 2).await;
        assert_eq!(job.attempts, 0);
    }
}

pub async fn a_mark_makes_retries_due(store: &dyn Store) {
    run(store, &order(1), &retry(1_000), 0).await;
    assert!(claim(store, 10, 1).await.is_empty());
    assert_eq!(mark(store, &[order(1)], 2).await, 0, "it had a waiting job");
    assert_eq!(state(store, &order(1)).await, DocumentState::Waiting);
    assert_eq!(claim_one(store, &order(1), 2).await.attempts, 0);
}

pub async fn ten_thousand_keys_in_one_mark(store: &dyn Store) {
    let keys: Vec<_> = (1..=5_000).flat_map(|id| [order(id), product(id)]).collect();
    assert_eq!(mark(store, &keys, 0).await, 10_000);
    assert_eq!(mark(store, &keys, 1).await, 0);
    let backlog = store.backlog(&tag(), at(1)).await.unwrap();
    assert_eq!(backlog.due, [(Kind::Order, 5_000), (Kind::Product, 5_000)].into());
    assert_eq!(store.documents(&keys).await.unwrap().len(), 10_000);
}

pub async fn a_cursor_moves_with_its_page(store: &dyn Store) {
    let cursor = Cursor {
        name: "orders".to_owned(),
        mark: "2026-11-01 10:00:00".to_owned(),
        resume: Some("p2".to_owned()),
    };
    assert_eq!(store.mark_with_cursor(&tag(), &[order(1)], &cursor, at(0)).await.unwrap(), 1);
    assert_eq!(store.cursor(&tag(), "orders").await.unwrap(), Some(cursor.clone()));
    let cursor = Cursor { resume: None, ..cursor };
    assert_eq!(store.mark_with_cursor(&tag(), &[], &cursor, at(1)).await.unwrap(), 0);
    assert_eq!(store.cursor(&tag(), "orders").await.unwrap(), Some(cursor));
}
