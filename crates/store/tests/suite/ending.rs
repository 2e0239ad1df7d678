//! How jobs end.

use passerelle_core::erp::ErpKind;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Kind};
use passerelle_engine::ports::store::{DocumentState, JobEnd, Link, Next, Store};

use super::tools::*;

fn link(id: u64, erp: u64) -> Link {
    Link {
        key: order(id),
        erp_kind: ErpKind::Order,
        erp_id: ErpId(erp),
        fingerprint: Some(Fingerprint::stored("abc")),
        adopted: false,
        standing: None,
        doubted: false,
    }
}

pub async fn in_step_is_in_step(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    let job = claim_one(store, &order(1), 1).await;
    let ending = JobEnd { reference: "XKBKNABJK".to_owned(), links: vec![link(1, 7)], ..end(Next::InStep) };
    finish(store, &job, &ending, 2).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::InStep, at(2), 0));
    assert_eq!(seen.reference, "XKBKNABJK");
    assert_eq!(store.links(&[order(1)]).await.unwrap(), [(order(1), link(1, 7))].into());
    assert!(!store.finish(&order(1), job.fence, &ending, at(3)).await.unwrap(), "ended once");
    assert!(claim(store, 10, 1_000).await.is_empty());
    let changed = Link { fingerprint: None, adopted: true, ..link(1, 8) };
    run(store, &order(1), &JobEnd { links: vec![changed.clone()], ..end(Next::InStep) }, 4).await;
    assert_eq!(store.links(&[order(1)]).await.unwrap(), [(order(1), changed)].into());
}

pub async fn ends_are_visible(store: &dyn Store) {
    for (id, (next, ended)) in (1..).zip(ends()) {
        let expected = match &next {
            Next::InStepBut(explanation)
            | Next::Failed(explanation)
            | Next::Quarantined(explanation)
            | Next::Ignored(explanation) => Some(explanation.clone()),
            _ => None,
        };
        run(store, &order(id), &end(next), 3).await;
        let seen = document(store, &order(id)).await;
        assert_eq!((seen.state, seen.since), (ended, at(3)));
        assert_eq!(seen.attempts, u32::from(ended == DocumentState::Failed));
        assert_eq!(seen.explanation, expected);
    }
}

pub async fn retries_come_back_at_their_time(store: &dyn Store) {
    run(store, &order(1), &retry(100), 0).await;
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Retrying, at(0), 1));
    assert_eq!(seen.explanation, Some(why("retry")));
    let backlog = store.backlog(&tag(), at(1)).await.unwrap();
    assert_eq!((backlog.later, backlog.next_due), (1, Some(at(100))));
    assert!(claim(store, 10, 99).await.is_empty());
    let job = claim_one(store, &order(1), 100).await;
    assert_eq!(job.attempts, 1);
    let free = Next::Retry { at: at(200), explanation: why("busy"), counts: false };
    finish(store, &job, &end(free), 100).await;
    let job = claim_one(store, &order(1), 200).await;
    assert_eq!(job.attempts, 1, "not counted");
    finish(store, &job, &retry(300), 200).await;
    assert_eq!(document(store, &order(1)).await.attempts, 2);
    let job = claim_one(store, &order(1), 300).await;
    finish(store, &job, &end(Next::InStep), 300).await;
    assert_eq!(document(store, &order(1)).await.attempts, 0);
}

pub async fn a_stale_fence_writes_only_settlements(store: &dyn Store) {
    mark(store, &[order(1)], 0).await;
    let zombie = claim_one(store, &order(1), 0).await;
    let ids = store.intend(&order(1), zombie.fence, &[intent(0)], at(1)).await.unwrap().unwrap();
    let job = claim_one(store, &order(1), 100).await;
    assert!(job.unsettled);
    let late = JobEnd {
        reference: "LATE".to_owned(),
        links: vec![link(1, 7)],
        settlements: vec![settled(ids[0], "done")],
        next: Next::InStep,
    };
    assert!(!store.finish(&order(1), zombie.fence, &late, at(101)).await.unwrap());
    let seen = document(store, &order(1)).await;
    assert_eq!((seen.state, seen.reference.as_str()), (DocumentState::Running, ""));
    assert!(store.links(&[order(1)]).await.unwrap().is_empty());
    assert_eq!(store.journal(&order(1)).await.unwrap()[0].settlement, Some(settled(ids[0], "done")));
    finish(store, &job, &end(Next::InStep), 102).await;
    assert_eq!(state(store, &order(1)).await, DocumentState::InStep);
    assert!(!store.finish(&order(9), 1, &end(Next::InStep), at(101)).await.unwrap(), "never seen");
}

pub async fn marked_meanwhile_waits_again(store: &dyn Store) {
    let nexts = ends().map(|(next, _)| end(next)).into_iter().chain([retry(5_000), parked(&[product(1)])]);
    for (id, ending) in (1..).zip(nexts) {
        run(store, &order(id), &retry(1), 0).await;
        let job = claim_one(store, &order(id), 1).await;
        mark(store, &[order(id)], 2).await;
        finish(store, &job, &ending, 3).await;
        let seen = document(store, &order(id)).await;
        assert_eq!((seen.state, seen.since, seen.attempts), (DocumentState::Waiting, at(3), 0));
        assert_eq!((seen.explanation, seen.waits_for), (None, Vec::new()));
        let job = store.claim(&tag(), &[Kind::Order], 10, "w1", at(3), LEASE).await.unwrap().remove(0);
        assert_eq!((&job.key, job.attempts), (&order(id), 0));
        finish(store, &job, &end(Next::InStep), 4).await;
    }
}

pub async fn the_reference_stays_when_none_is_given(store: &dyn Store) {
    let named = JobEnd { reference: "REF-1".to_owned(), ..end(Next::InStep) };
    run(store, &order(1), &named, 0).await;
    run(store, &order(1), &retry(9), 1).await;
    assert_eq!(document(store, &order(1)).await.reference, "REF-1");
}
