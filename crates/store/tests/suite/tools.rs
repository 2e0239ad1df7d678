//! Short words for the suite.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ShopId, Tag};
use passerelle_engine::ports::store::{
    ClaimedJob, Document, DocumentState, Intent, JobEnd, Next, Settlement, Store,
};

pub const LEASE: Duration = Duration::from_secs(60);

pub fn tag() -> Tag {
    "ps1".parse().unwrap()
}

pub fn key(kind: Kind, id: u64) -> Key {
    Key::new(&tag(), kind, ShopId(id))
}

pub fn order(id: u64) -> Key {
    key(Kind::Order, id)
}

pub fn product(id: u64) -> Key {
    key(Kind::Product, id)
}

/// So many seconds after some moment.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub fn why(id: &str) -> Explanation {
    Explanation::new(id).with("n", 1)
}

pub fn end(next: Next) -> JobEnd {
    JobEnd { reference: String::new(), links: Vec::new(), settlements: Vec::new(), next }
}

pub fn parked(on: &[Key]) -> JobEnd {
    end(Next::Parked { on: on.to_vec(), explanation: why("parked") })
}

pub fn retry(seconds: i64) -> JobEnd {
    end(Next::Retry { at: at(seconds), explanation: why("retry"), counts: true })
}

pub fn intent(step: u32) -> Intent {
    Intent {
        step,
        operation: "create_order".to_owned(),
        why: "new".to_owned(),
        external_ref: Some(format!("ps1-order-{step}")),
        detail: Some("{\"lines\":1}".to_owned()),
    }
}

pub fn settled(entry: u64, outcome: &str) -> Settlement {
    Settlement { entry, outcome: outcome.to_owned(), erp_id: None, at: at(50), explanation: None }
}

pub async fn claim(store: &dyn Store, limit: u32, seconds: i64) -> Vec<ClaimedJob> {
    store.claim(&tag(), &Kind::JOBS, limit, "w1", at(seconds), LEASE).await.unwrap()
}

/// Claims the one job that is due.
pub async fn claim_one(store: &dyn Store, key: &Key, seconds: i64) -> ClaimedJob {
    let mut jobs = claim(store, 500, seconds).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert_eq!(jobs[0].key, *key);
    jobs.remove(0)
}

pub async fn mark(store: &dyn Store, keys: &[Key], seconds: i64) -> u64 {
    store.mark(keys, at(seconds)).await.unwrap()
}

pub async fn finish(store: &dyn Store, job: &ClaimedJob, end: &JobEnd, seconds: i64) {
    assert!(store.finish(&job.key, job.fence, end, at(seconds)).await.unwrap());
}

/// Marks, claims and ends a key.
pub async fn run(store: &dyn Store, key: &Key, end: &JobEnd, seconds: i64) {
    mark(store, std::slice::from_ref(key), seconds).await;
    let job = claim_one(store, key, seconds).await;
    finish(store, &job, end, seconds).await;
}

pub async fn document(store: &dyn Store, key: &Key) -> Document {
    store.documents(std::slice::from_ref(key)).await.unwrap().remove(key).unwrap()
}

pub async fn state(store: &dyn Store, key: &Key) -> DocumentState {
    document(store, key).await.state
}

/// The ways to end.
pub fn ends() -> [(Next, DocumentState); 5] {
    [
        (Next::InStep, DocumentState::InStep),
        (Next::InStepBut(why("left to do")), DocumentState::InStep),
        (Next::Failed(why("failed")), DocumentState::Failed),
        (Next::Quarantined(why("quarantined")), DocumentState::Quarantined),
        (Next::Ignored(why("ignored")), DocumentState::Ignored),
    ]
}
