//! Several at one file, tasks dropped midway, and processes killed: nothing twice, nothing lost, nothing half-done.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::pin::{Pin, pin};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ShopId, Tag};
use passerelle_engine::ports::store::{DocumentState, Intent, JobEnd, Link, Next, Settlement, Store};
use passerelle_store::SqliteStore;

const LEASE: Duration = Duration::from_secs(60);
const CHILD: &str = "PASSERELLE_STORE_TEST_CHILD";

fn tag() -> Tag {
    "ps1".parse().unwrap()
}

fn key(kind: Kind, id: u64) -> Key {
    Key::new(&tag(), kind, ShopId(id))
}

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn intent() -> Intent {
    Intent {
        step: 0,
        operation: "create_order".to_owned(),
        why: "new".to_owned(),
        external_ref: None,
        detail: None,
    }
}

fn done(entries: Vec<u64>) -> Vec<Settlement> {
    let settled =
        |entry| Settlement { entry, outcome: "done".to_owned(), erp_id: None, at: now(), explanation: None };
    entries.into_iter().map(settled).collect()
}

fn link(key: &Key) -> Link {
    Link {
        key: key.clone(),
        erp_kind: ErpKind::Order,
        erp_id: ErpId(key.id.0),
        fingerprint: None,
        adopted: false,
        standing: None,
        doubted: false,
    }
}

/// Claims and ends until nothing is left; no key may be in two hands.
async fn work(store: SqliteStore, worker: String, hands: Arc<Mutex<HashMap<Key, u64>>>) -> Vec<u64> {
    let mut fences = Vec::new();
    loop {
        let jobs = store.claim(&tag(), &Kind::JOBS, 7, &worker, now(), LEASE).await.unwrap();
        if jobs.is_empty() {
            let backlog = store.backlog(&tag(), now()).await.unwrap();
            if backlog.due.is_empty() && backlog.running == 0 {
                return fences;
            }
            tokio::task::yield_now().await;
        }
        for job in &jobs {
            let before = hands.lock().unwrap().insert(job.key.clone(), job.fence);
            assert_eq!(before, None, "{} is in two hands", job.key);
        }
        for job in jobs {
            let entries = store.intend(&job.key, job.fence, &[intent()], now()).await.unwrap().unwrap();
            if job.fence % 5 == 0 {
                store.mark(std::slice::from_ref(&job.key), now()).await.unwrap();
            }
            let end = JobEnd {
                reference: String::new(),
                links: vec![link(&job.key)],
                settlements: done(entries),
                next: Next::InStep,
            };
            hands.lock().unwrap().remove(&job.key);
            assert!(store.finish(&job.key, job.fence, &end, now()).await.unwrap());
            fences.push(job.fence);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stores_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let (a, b) = tokio::join!(SqliteStore::open(&path), SqliteStore::open(&path));
    let stores = [a.unwrap(), b.unwrap()];
    let keys: Vec<Key> = (1..=400).map(|id| key(Kind::Order, id)).collect();
    stores[0].mark(&keys, now()).await.unwrap();

    let hands = Arc::new(Mutex::new(HashMap::new()));
    let workers: Vec<_> = (0..8)
        .map(|n| tokio::spawn(work(stores[n % 2].clone(), format!("w{n}"), Arc::clone(&hands))))
        .collect();
    let mut fences = Vec::new();
    for worker in workers {
        fences.extend(worker.await.unwrap());
    }
    let distinct: BTreeSet<u64> = fences.iter().copied().collect();
    assert_eq!(distinct.len(), fences.len(), "a fence is given once");
    let marked = fences.iter().filter(|fence| *fence % 5 == 0).count();
    assert_eq!(fences.len(), keys.len() + marked, "every mark is one run, and nothing else is");
    for store in &stores {
        let counts = store.counts(&tag()).await.unwrap();
        assert_eq!(counts, [((Kind::Order, DocumentState::InStep), 400)].into());
        assert_eq!(store.links(&keys).await.unwrap().len(), keys.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_open_a_new_file_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let openers: Vec<_> = (0..6)
            .map(|_| {
                let path = folder.path().join("state.db");
                tokio::spawn(async move { SqliteStore::open(path).await })
            })
            .collect();
        for opener in openers {
            opener.await.unwrap().unwrap().close().await;
        }
    }
}

/// Polls a future so many times at most, and drops it.
struct Dropped<'a, F: Future> {
    inner: Pin<&'a mut F>,
    polls: usize,
}

impl<F: Future> Future for Dropped<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

async fn dropped<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    Dropped { inner: pin!(future), polls }.await
}

#[tokio::test]
async fn a_dropped_end_is_whole_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("state.db")).await.unwrap();
    let (mut wholes, mut nothings) = (0, 0);
    for polls in 0..200 {
        let (order, product) = (key(Kind::Order, polls + 1), key(Kind::Product, polls + 1));
        store.mark(std::slice::from_ref(&order), now()).await.unwrap();
        let job = store.claim(&tag(), &[Kind::Order], 1, "w", now(), LEASE).await.unwrap().remove(0);
        let entries = store.intend(&order, job.fence, &[intent()], now()).await.unwrap().unwrap();
        let explanation = Explanation::new("parked");
        let end = JobEnd {
            reference: "REF".to_owned(),
            links: vec![link(&order), link(&product)],
            settlements: done(entries),
            next: Next::Parked { on: vec![product.clone()], explanation },
        };
        let outcome =
            dropped(usize::try_from(polls).unwrap(), store.finish(&order, job.fence, &end, now())).await;
        // The writer takes one after the other: what was dropped is over then.
        assert!(store.renew(&[], now(), LEASE).await.unwrap().is_empty());
        let documents = store.documents(&[order.clone(), product.clone()]).await.unwrap();
        let links = store.links(&[order.clone(), product.clone()]).await.unwrap();
        let settled = store.unsettled(&order).await.unwrap().is_empty();
        if documents[&order].state == DocumentState::Parked {
            assert_eq!((documents.len(), links.len(), settled), (2, 2, true));
            assert_eq!(documents[&order].waits_for, [product]);
            wholes += 1;
        } else {
            assert_eq!(documents[&order].state, DocumentState::Running);
            assert_eq!((documents.len(), links.len(), settled), (1, 0, false));
            assert!(outcome.is_none());
            nothings += 1;
        }
        if outcome.is_some() {
            break;
        }
    }
    assert!(wholes > 0 && nothings > 3, "{wholes} {nothings}");
}

#[tokio::test]
async fn a_dropped_mark_is_whole_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("state.db")).await.unwrap();
    for polls in 0..200 {
        let keys: Vec<Key> = (0..1_200).map(|n| key(Kind::Order, polls * 2_000 + n)).collect();
        let outcome = dropped(usize::try_from(polls).unwrap(), store.mark(&keys, now())).await;
        store.renew(&[], now(), LEASE).await.unwrap();
        let made = store.documents(&keys).await.unwrap().len();
        assert!(made == 0 || made == keys.len(), "{made}");
        if outcome.is_some() {
            return;
        }
    }
    panic!("never came to an end");
}

/// What the killed process does: takes jobs, writes intents, ends some, and says so.
async fn child(path: &Path) {
    let store = SqliteStore::open(path).await.unwrap();
    loop {
        let jobs = store.claim(&tag(), &Kind::JOBS, 5, "w", now(), LEASE).await.unwrap();
        for job in jobs {
            let entries = store.intend(&job.key, job.fence, &[intent()], now()).await.unwrap().unwrap();
            if job.key.id.0 % 2 == 0 {
                let end = JobEnd {
                    reference: "REF".to_owned(),
                    links: vec![link(&job.key)],
                    settlements: done(entries),
                    next: Next::InStep,
                };
                assert!(store.finish(&job.key, job.fence, &end, now()).await.unwrap());
                println!("ended {}", job.key.id);
            }
        }
    }
}

#[tokio::test]
async fn a_killed_process_loses_nothing() {
    if let Some(path) = std::env::var_os(CHILD) {
        return child(Path::new(&path)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let store = SqliteStore::open(&path).await.unwrap();
    let keys: Vec<Key> = (1..=2_000).map(|id| key(Kind::Order, id)).collect();
    store.mark(&keys, now()).await.unwrap();
    store.close().await;

    let mut ended = BTreeSet::new();
    for kill_after in [1, 20, 90] {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["a_killed_process_loses_nothing", "--exact", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("ended ").and_then(|(_, id)| id.trim().parse::<u64>().ok()));
        ended.extend(said.take(kill_after));
        process.kill().unwrap();
        process.wait().unwrap();

        let store = SqliteStore::open(&path).await.unwrap();
        let running = store.documents_in(&tag(), &[DocumentState::Running], 5_000).await.unwrap();
        assert!(!running.is_empty());
        assert_eq!(store.recover(&tag(), "w", now()).await.unwrap(), running.len() as u64);
        let documents = store.documents(&keys).await.unwrap();
        let links = store.links(&keys).await.unwrap();
        for key in &keys {
            let in_step = documents[key].state == DocumentState::InStep;
            assert_eq!(links.contains_key(key), in_step, "{key}");
            assert!(in_step || documents[key].state == DocumentState::Waiting);
            assert!(in_step || !ended.contains(&key.id.0), "{key} was reported");
        }
        // What was under way is looked at before anything is made again.
        let again = store.claim(&tag(), &Kind::JOBS, 500, "w", now(), LEASE).await.unwrap();
        for job in &again {
            assert_eq!(job.unsettled, !store.unsettled(&job.key).await.unwrap().is_empty());
        }
        assert!(again.iter().any(|job| job.unsettled));
        let back: Vec<(Key, u64)> = again.into_iter().map(|job| (job.key, job.fence)).collect();
        store.release(&back).await.unwrap();
        store.close().await;
    }
}
