//! Waiting for other keys.

use std::slice::from_ref;

use passerelle_core::key::{Key, Kind};
use passerelle_engine::ports::store::{ClaimedJob, DocumentState, Next, Store};

use super::tools::*;

/// Marks and claims an order, whatever else waits.
async fn claim_order(store: &dyn Store, id: u64, seconds: i64) -> ClaimedJob {
    mark(store, &[order(id)], seconds).await;
    claim_kind(store, &order(id), seconds).await
}

async fn claim_kind(store: &dyn Store, key: &Key, seconds: i64) -> ClaimedJob {
    let mut jobs = store.claim(&tag(), &[key.kind], 1, "w1", at(seconds), LEASE).await.unwrap();
    assert_eq!(jobs.first().map(|job| &job.key), Some(key));
    jobs.remove(0)
}

pub async fn awaited_keys_get_jobs(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(2), product(1), product(2)]), 1).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Parked, at(1), 0));
    assert_eq!(seen.explanation, Some(why("parked")));
    assert_eq!(seen.waits_for, [product(1), product(2)]);
    assert_eq!(document(store, &product(1)).await.since, at(1));
    let backlog = store.backlog(&tag(), at(1)).await.unwrap();
    assert_eq!((backlog.parked, backlog.later, backlog.running), (1, 0, 0));
    assert_eq!(backlog.due, [(Kind::Product, 2)].into());
    let jobs: Vec<Key> = claim(store, 10, 1).await.into_iter().map(|job| job.key).collect();
    assert_eq!(jobs, [product(1), product(2)]);
}

pub async fn woken_when_all_have_ended(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(1), product(2)]), 1).await;
    let jobs = claim(store, 10, 1).await;
    finish(store, &jobs[0], &end(Next::InStep), 2).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.waits_for), (DocumentState::Parked, vec![product(2)]));
    // That the first begins again does not matter.
    mark(store, &[product(1)], 2).await;
    finish(store, &jobs[1], &end(Next::InStep), 3).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.explanation), (DocumentState::Waiting, at(3), None));
    assert!(seen.waits_for.is_empty());
    assert_eq!(claim_kind(store, &order(1), 3).await.attempts, 0);
}

pub async fn woken_by_every_end(store: &dyn Store) {
    for (id, (next, _)) in (1..).zip(ends()) {
        run(store, &order(id), &retry(0), 0).await;
        let job = claim_kind(store, &order(id), 0).await;
        finish(store, &job, &parked(&[product(id)]), 0).await;
        let job = claim_kind(store, &product(id), 1).await;
        finish(store, &job, &end(next), 1).await;
        assert_eq!(state(store, &order(id)).await, DocumentState::Waiting);
        let job = claim_kind(store, &order(id), 1).await;
        assert_eq!(job.attempts, 1, "waiting for others is neither failure nor success");
        finish(store, &job, &end(Next::InStep), 1).await;
    }
}

pub async fn not_woken_by_a_retry(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(1)]), 0).await;
    let job = claim_one(store, &product(1), 1).await;
    finish(store, &job, &retry(100), 1).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::Parked);
    let job = claim_one(store, &product(1), 100).await;
    finish(store, &job, &parked(&[product(2)]), 100).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::Parked);
    let job = claim_one(store, &product(2), 100).await;
    finish(store, &job, &end(Next::InStep), 100).await;
    assert_eq!(state(store, &product(1)).await, DocumentState::Waiting);
    assert_eq!(state(store, &order(1)).await, DocumentState::Parked);
    let job = claim_one(store, &product(1), 100).await;
    finish(store, &job, &end(Next::InStep), 101).await;
    claim_one(store, &order(1), 101).await;
}

pub async fn ended_since_the_claim_wakes_at_once(store: &dyn Store) {
    // In one claim, in the same microsecond.
    mark(store, &[order(1), product(1), product(2)], 0).await;
    let jobs = claim(store, 10, 0).await;
    finish(store, &jobs[0], &end(Next::InStep), 0).await;
    finish(store, &jobs[1], &end(Next::Failed(why("failed"))), 0).await;
    finish(store, &jobs[2], &parked(&[product(1), product(2)]), 0).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.attempts, seen.explanation), (DocumentState::Waiting, 0, None));
    claim_one(store, &order(1), 0).await;
    // One of two has ended: only the other is waited for.
    mark(store, &[order(2)], 1).await;
    let job = claim_one(store, &order(2), 1).await;
    run(store, &product(1), &end(Next::InStep), 1).await;
    finish(store, &job, &parked(&[product(1), product(3)]), 1).await;
    assert_eq!(document(store, &order(2)).await.waits_for, [product(3)]);
}

pub async fn ended_before_the_claim_does_not(store: &dyn Store) {
    run(store, &product(1), &end(Next::Failed(why("failed"))), 0).await;
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(1)]), 0).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::Parked);
    assert!(claim(store, 10, 1).await.is_empty(), "nobody spins");
    run(store, &product(1), &end(Next::InStep), 2).await;
    claim_one(store, &order(1), 2).await;
}

pub async fn a_key_does_not_wait_for_itself(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[order(1), product(1)]), 0).await;
    assert_eq!(document(store, &order(1)).await.waits_for, [product(1)]);
    let job = claim_order(store, 2, 0).await;
    finish(store, &job, &parked(&[order(2)]), 0).await;
    let seen = document(store, &order(2)).await;
    assert_eq!((seen.state, seen.attempts), (DocumentState::Waiting, 1), "counted, so that it does not spin");
}

pub async fn a_mark_wakes_a_parked_one(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(1)]), 0).await;
    assert_eq!(mark(store, &[order(1)], 1).await, 0, "it had a job");
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.waits_for, seen.explanation), (DocumentState::Waiting, Vec::new(), None));
    let job = claim_kind(store, &order(1), 1).await;
    // What it waited for ends while it runs: nothing is left over from the first time.
    let awaited = claim_one(store, &product(1), 1).await;
    finish(store, &awaited, &end(Next::InStep), 1).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::Running);
    // And it can be parked and woken again.
    finish(store, &job, &parked(&[product(2)]), 2).await;
    let awaited = claim_one(store, &product(2), 2).await;
    finish(store, &awaited, &end(Next::InStep), 2).await;
    claim_one(store, &order(1), 2).await;
}

pub async fn a_circle_is_visible(store: &dyn Store) {
    mark(store, &[product(1), product(2)], 0).await;
    let jobs = claim(store, 10, 0).await;
    finish(store, &jobs[0], &parked(&[product(2)]), 0).await;
    finish(store, &jobs[1], &parked(&[product(1)]), 0).await;
    assert!(claim(store, 10, 1_000).await.is_empty());
    let backlog = store.backlog(&tag(), at(1_000)).await.unwrap();
    assert_eq!((backlog.parked, backlog.later, backlog.running, backlog.due.len()), (2, 0, 0, 0));
    mark(store, &[product(1)], 1_000).await;
    let job = claim_one(store, &product(1), 1_000).await;
    finish(store, &job, &end(Next::InStep), 1_000).await;
    claim_one(store, &product(2), 1_000).await;
}

pub async fn marked_meanwhile_is_not_parked(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    mark(store, &[order(1)], 1).await;
    finish(store, &job, &parked(&[product(1)]), 2).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::Waiting);
    assert_eq!(state(store, &product(1)).await, DocumentState::Waiting, "made all the same");
    let job = claim_kind(store, &order(1), 2).await;
    finish(store, &job, &end(Next::InStep), 2).await;
    let job = claim_one(store, &product(1), 2).await;
    finish(store, &job, &end(Next::InStep), 2).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::InStep, "nobody is woken");
}

pub async fn an_end_wakes_even_when_marked(store: &dyn Store) {
    let job = claim_order(store, 1, 0).await;
    finish(store, &job, &parked(&[product(1)]), 0).await;
    let job = claim_one(store, &product(1), 0).await;
    mark(store, &[product(1)], 1).await;
    finish(store, &job, &end(Next::InStep), 2).await;
    assert_eq!(state(store, &product(1)).await, DocumentState::Waiting);
    assert_eq!(state(store, &order(1)).await, DocumentState::Waiting);
}

pub async fn hundreds_wait_for_one(store: &dyn Store) {
    let orders: Vec<Key> = (1..=600).map(order).collect();
    mark(store, &orders, 0).await;
    for _ in 0..2 {
        let jobs = store.claim(&tag(), &[Kind::Order], 500, "w1", at(0), LEASE).await.unwrap();
        for job in &jobs {
            let on: &[Key] = if job.key.id.0 % 2 == 0 { &[product(1), product(2)] } else { &[product(1)] };
            finish(store, job, &parked(on), 0).await;
        }
    }
    run_of(store, &product(1)).await;
    let backlog = store.backlog(&tag(), at(0)).await.unwrap();
    assert_eq!((backlog.parked, backlog.due[&Kind::Order]), (300, 300));
    run_of(store, &product(2)).await;
    assert_eq!(store.backlog(&tag(), at(0)).await.unwrap().due[&Kind::Order], 600);
    // One that waits for hundreds.
    let products: Vec<Key> = (1_000..1_700).map(product).collect();
    let job = claim_kind(store, &order(1), 0).await;
    finish(store, &job, &parked(&products), 0).await;
    assert_eq!(document(store, &order(1)).await.waits_for, products);
}

async fn run_of(store: &dyn Store, key: &Key) {
    let jobs = store.claim(&tag(), &[key.kind], 1, "w1", at(0), LEASE).await.unwrap();
    assert_eq!(from_ref(key), [jobs[0].key.clone()]);
    finish(store, &jobs[0], &end(Next::InStep), 0).await;
}
