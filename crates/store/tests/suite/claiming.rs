//! Claiming, holding, losing and giving back.

use std::collections::BTreeSet;
use std::time::Duration;

use passerelle_core::key::{Key, Kind, ShopId, Tag};
use passerelle_engine::ports::store::{DocumentState, Next, Store};

use super::tools::*;

pub async fn lowest_rank_and_id_first(store: &dyn Store) {
    let keys = [order(2), order(10), key(Kind::Address, 3), product(9), key(Kind::Category, 100), product(1)];
    mark(store, &keys, 0).await;
    let first: Vec<Key> = claim(store, 3, 0).await.into_iter().map(|job| job.key).collect();
    assert_eq!(first, [key(Kind::Category, 100), product(1), product(9)]);
    let rest: Vec<Key> = claim(store, 30, 0).await.into_iter().map(|job| job.key).collect();
    assert_eq!(rest, [key(Kind::Address, 3), order(2), order(10)]);
}

pub async fn only_kinds_that_are_due(store: &dyn Store) {
    mark(store, &[order(1), product(1)], 10).await;
    assert!(claim(store, 10, 9).await.is_empty());
    let jobs = store.claim(&tag(), &[Kind::Order], 10, "w1", at(10), LEASE).await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].key, order(1));
    assert!(store.claim(&tag(), &[], 10, "w1", at(10), LEASE).await.unwrap().is_empty());
    assert!(claim(store, 0, 10).await.is_empty());
    assert_eq!(state(store, &product(1)).await, DocumentState::Waiting);
}

pub async fn no_key_runs_twice(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    claim_one(store, &order(1), 0).await;
    mark(store, &[order(1)], 1).await;
    assert!(store.claim(&tag(), &Kind::JOBS, 10, "w2", at(1), LEASE).await.unwrap().is_empty());
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since), (DocumentState::Running, at(0)));
}

pub async fn fences_rise(store: &dyn Store) {
    mark(store, &[order(1), order(2), product(1)], 0).await;
    let mut last = 0;
    for round in 0..5 {
        let jobs = claim(store, 10, round).await;
        assert_eq!(jobs.len(), 3);
        for job in &jobs {
            assert!(job.fence > last);
            last = job.fence;
            finish(store, job, &end(Next::InStep), round).await;
            mark(store, std::slice::from_ref(&job.key), round).await;
        }
    }
}

pub async fn connections_are_apart(store: &dyn Store) {
    let other: Tag = "ps2".parse().unwrap();
    let theirs = Key::new(&other, Kind::Order, ShopId(1));
    mark(store, &[order(1), theirs.clone()], 0).await;
    let job = claim_one(store, &order(1), 0).await;
    let jobs = store.claim(&other, &Kind::JOBS, 10, "w1", at(0), LEASE).await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].key, theirs);
    finish(store, &job, &end(Next::InStep), 1).await;
    assert_eq!(store.counts(&tag()).await.unwrap(), [((Kind::Order, DocumentState::InStep), 1)].into());
    assert_eq!(store.counts(&other).await.unwrap(), [((Kind::Order, DocumentState::Running), 1)].into());
    assert_eq!(store.backlog(&tag(), at(1)).await.unwrap().running, 0);
    assert!(store.cursor(&other, "orders").await.unwrap().is_none());
}

pub async fn a_lost_lease_is_taken_over(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    let zombie = claim_one(store, &order(1), 0).await;
    assert!(claim(store, 10, 59).await.is_empty());
    assert_eq!(store.backlog(&tag(), at(60)).await.unwrap().due, [(Kind::Order, 1)].into());
    let job = claim_one(store, &order(1), 60).await;
    assert!(job.fence > zombie.fence);
    assert_eq!(job.attempts, 1, "a run that lost its worker counts");
    assert!(!job.unsettled);
    assert!(!store.finish(&order(1), zombie.fence, &end(Next::InStep), at(61)).await.unwrap());
    assert_eq!(state(store, &order(1)).await, DocumentState::Running);
    let lost = store.renew(&[(order(1), zombie.fence), (order(1), job.fence)], at(61), LEASE).await.unwrap();
    assert_eq!(lost, [order(1)]);
    finish(store, &job, &end(Next::InStep), 62).await;
}

pub async fn a_lost_lease_with_a_mark(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    claim_one(store, &order(1), 0).await;
    mark(store, &[order(1)], 1).await;
    let job = claim_one(store, &order(1), 100).await;
    assert_eq!(job.attempts, 0);
    finish(store, &job, &end(Next::InStep), 101).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::InStep, "one waiting job was left, not two");
}

pub async fn renewed_leases_hold(store: &dyn Store) {
    mark(store, &[order(1), order(2)], 0).await;
    let jobs: Vec<(Key, u64)> =
        claim(store, 10, 0).await.into_iter().map(|job| (job.key, job.fence)).collect();
    assert!(store.renew(&jobs, at(50), LEASE).await.unwrap().is_empty());
    assert!(claim(store, 10, 109).await.is_empty());
    assert_eq!(claim(store, 10, 110).await.len(), 2);
    assert_eq!(store.renew(&jobs, at(111), LEASE).await.unwrap().len(), 2);
    assert_eq!(store.renew(&[(order(99), 1)], at(111), LEASE).await.unwrap(), [order(99)]);
    assert!(store.renew(&[], at(111), Duration::MAX).await.unwrap().is_empty());
}

pub async fn jobs_given_back_are_untouched(store: &dyn Store) {
    run(store, &order(1), &retry(5), 0).await;
    let job = claim_one(store, &order(1), 5).await;
    store.release(&[(order(1), job.fence + 1)]).await.unwrap();
    assert_eq!(state(store, &order(1)).await, DocumentState::Running, "not with another fence");
    store.release(&[(order(1), job.fence), (order(7), 1)]).await.unwrap();
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.attempts), (DocumentState::Waiting, 1));
    assert!(!store.finish(&order(1), job.fence, &end(Next::InStep), at(6)).await.unwrap());
    let again = claim_one(store, &order(1), 6).await;
    assert_eq!(again.attempts, 1);
    mark(store, &[order(1)], 7).await;
    store.release(&[(order(1), again.fence)]).await.unwrap();
    let again = claim_one(store, &order(1), 7).await;
    assert_eq!(again.attempts, 0, "marked meanwhile");
}

pub async fn a_killed_worker_takes_its_jobs_back(store: &dyn Store) {
    mark(store, &[order(1), order(2), order(3)], 0).await;
    let mine = claim(store, 2, 0).await;
    let theirs = store.claim(&tag(), &Kind::JOBS, 10, "w2", at(0), LEASE).await.unwrap();
    store.intend(&order(1), mine[0].fence, &[intent(0)], at(1)).await.unwrap().unwrap();
    assert_eq!(store.recover(&tag(), "w1", at(2)).await.unwrap(), 2);
    assert_eq!(store.recover(&tag(), "w1", at(2)).await.unwrap(), 0);
    assert_eq!(state(store, &order(3)).await, DocumentState::Running);
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Waiting, at(2), 1));
    let again = claim(store, 10, 2).await;
    let seen: Vec<(Key, bool)> = again.into_iter().map(|job| (job.key, job.unsettled)).collect();
    assert_eq!(seen, [(order(1), true), (order(2), false)]);
    assert!(!store.finish(&order(2), mine[1].fence, &end(Next::InStep), at(3)).await.unwrap());
    finish(store, &theirs[0], &end(Next::InStep), 3).await;
}

pub async fn at_most_five_hundred(store: &dyn Store) {
    let keys: Vec<Key> = (1..=1_100).map(order).collect();
    mark(store, &keys, 0).await;
    let mut seen = BTreeSet::new();
    for expected in [500, 500, 100, 0] {
        let jobs = claim(store, u32::MAX, 0).await;
        assert_eq!(jobs.len(), expected);
        seen.extend(jobs.into_iter().map(|job| job.key));
    }
    assert_eq!(seen.len(), 1_100);
    assert_eq!(store.recover(&tag(), "w1", at(1)).await.unwrap(), 1_100);
    assert_eq!(claim(store, 500, 1).await.len(), 500);
}
