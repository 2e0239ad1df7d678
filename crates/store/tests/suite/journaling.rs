//! The journal.

use passerelle_core::key::ErpId;
use passerelle_engine::ports::store::{ClaimedJob, Intent, JobEnd, Next, Settlement, Store};

use super::tools::*;

async fn claimed(store: &dyn Store, id: u64) -> ClaimedJob {
    mark(store, &[order(id)], 0).await;
    claim_one(store, &order(id), 0).await
}

async fn intend(store: &dyn Store, job: &ClaimedJob, intents: &[Intent]) -> Vec<u64> {
    store.intend(&job.key, job.fence, intents, at(1)).await.unwrap().unwrap()
}

async fn settle(store: &dyn Store, job: &ClaimedJob, settlements: Vec<Settlement>) {
    let ending = JobEnd { settlements, ..retry(2) };
    finish(store, job, &ending, 2).await;
}

pub async fn intents_come_in_order(store: &dyn Store) {
    let job = claimed(store, 1).await;
    let first = intend(store, &job, &[intent(0), intent(1), intent(2)]).await;
    let second = intend(store, &job, &[intent(3)]).await;
    let ids = [first, second].concat();
    assert!(ids.is_sorted() && ids.len() == 4);
    assert!(intend(store, &job, &[]).await.is_empty());
    let entries = store.journal(&order(1)).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
    assert_eq!(entries.iter().map(|entry| entry.intent.step).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(store.journal_len(&tag()).await.unwrap(), 4);
}

pub async fn intents_need_the_fence(store: &dyn Store) {
    let job = claimed(store, 1).await;
    for (key, fence, seconds) in
        [(order(1), job.fence + 1, 1), (order(2), job.fence, 1), (order(1), job.fence, 60)]
    {
        assert_eq!(store.intend(&key, fence, &[intent(0)], at(seconds)).await.unwrap(), None);
    }
    store.renew(&[(order(1), job.fence)], at(60), LEASE).await.unwrap();
    assert!(store.intend(&order(1), job.fence, &[intent(0)], at(60)).await.unwrap().is_some());
    finish(store, &job, &end(Next::InStep), 61).await;
    assert_eq!(store.intend(&order(1), job.fence, &[intent(0)], at(61)).await.unwrap(), None);
    assert_eq!(store.journal_len(&tag()).await.unwrap(), 1);
}

pub async fn settled_once(store: &dyn Store) {
    let job = claimed(store, 1).await;
    let ids = intend(store, &job, &[intent(0)]).await;
    settle(store, &job, vec![settled(ids[0], "done"), settled(ids[0], "rejected")]).await;
    for outcome in ["found", "unknown", "superseded", "done"] {
        assert!(
            !store
                .finish(
                    &order(1),
                    0,
                    &JobEnd { settlements: vec![settled(ids[0], outcome)], ..end(Next::InStep) },
                    at(3)
                )
                .await
                .unwrap()
        );
    }
    assert_eq!(store.journal(&order(1)).await.unwrap()[0].settlement, Some(settled(ids[0], "done")));
    assert!(store.unsettled(&order(1)).await.unwrap().is_empty());
    let unheard =
        JobEnd { settlements: vec![settled(9_999, "done"), settled(0, "done")], ..end(Next::InStep) };
    run(store, &order(1), &unheard, 4).await;
}

pub async fn unknown_is_settled_by_a_look(store: &dyn Store) {
    for (id, look) in [(1, "found"), (2, "superseded")] {
        let job = claimed(store, id).await;
        let ids = intend(store, &job, &[intent(0)]).await;
        settle(store, &job, vec![settled(ids[0], "unknown")]).await;
        assert_eq!(store.unsettled(&order(id)).await.unwrap().len(), 1);
        let job = claim_one(store, &order(id), 2).await;
        assert!(job.unsettled);
        let found = Settlement { erp_id: Some(ErpId(5)), ..settled(ids[0], look) };
        settle(store, &job, vec![settled(ids[0], "done"), settled(ids[0], "unknown"), found.clone()]).await;
        assert_eq!(store.journal(&order(id)).await.unwrap()[0].settlement, Some(found));
        assert!(store.unsettled(&order(id)).await.unwrap().is_empty());
        let job = claim_one(store, &order(id), 2).await;
        assert!(!job.unsettled);
        finish(store, &job, &end(Next::InStep), 2).await;
    }
}

pub async fn entries_of_other_keys_are_left(store: &dyn Store) {
    let first = claimed(store, 1).await;
    let ids = intend(store, &first, &[intent(0)]).await;
    let second = claimed(store, 2).await;
    settle(store, &second, vec![settled(ids[0], "done")]).await;
    assert_eq!(store.journal(&order(1)).await.unwrap()[0].settlement, None);
    assert!(store.journal(&order(2)).await.unwrap().is_empty());
}

pub async fn unsettled_shows_at_the_next_claim(store: &dyn Store) {
    let job = claimed(store, 1).await;
    assert!(!job.unsettled);
    let ids = intend(store, &job, &[intent(0), intent(1)]).await;
    settle(store, &job, vec![settled(ids[0], "done")]).await;
    assert_eq!(store.unsettled(&order(1)).await.unwrap()[0].id, ids[1]);
    let job = claim_one(store, &order(1), 2).await;
    assert!(job.unsettled, "also when it was not a crash");
    settle(store, &job, vec![settled(ids[1], "not_sent")]).await;
    assert!(!claim_one(store, &order(1), 2).await.unsettled);
}

pub async fn everything_is_read_back(store: &dyn Store) {
    let job = claimed(store, 1).await;
    let bare = Intent { external_ref: None, detail: None, ..intent(1) };
    let ids = intend(store, &job, &[intent(0), bare.clone()]).await;
    let full = Settlement {
        erp_id: Some(ErpId(77)),
        explanation: Some(why("busy")),
        ..settled(ids[0], "throttled")
    };
    settle(store, &job, vec![full.clone()]).await;
    let entries = store.journal(&order(1)).await.unwrap();
    assert_eq!((&entries[0].key, entries[0].intended_at), (&order(1), at(1)));
    assert_eq!((&entries[0].intent, &entries[0].settlement), (&intent(0), &Some(full)));
    assert_eq!((&entries[1].intent, &entries[1].settlement), (&bare, &None));
}

pub async fn the_last_five_hundred(store: &dyn Store) {
    let job = claimed(store, 1).await;
    let intents: Vec<Intent> = (0..510).map(intent).collect();
    let ids = intend(store, &job, &intents).await;
    let entries = store.journal(&order(1)).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids[10..]);
    let open = store.unsettled(&order(1)).await.unwrap();
    assert_eq!(open.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids[..500]);
}
