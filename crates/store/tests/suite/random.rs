//! Random operations, followed by a small model that keeps the same promises in another way. The seeds are fixed.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_core::key::{Key, Kind};
use passerelle_engine::ports::store::{Backlog, DocumentState, JobEnd, Next, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::tools::*;

const WORKERS: [&str; 2] = ["w1", "w2"];

/// What can happen. Claims are named by their number since the beginning, so that lost ones are used as well.
#[derive(Clone, Debug)]
enum Event {
    Pass(i64),
    Mark(Vec<Key>),
    Claim { kinds: Vec<Kind>, limit: u32, worker: usize },
    Renew(usize),
    Release(usize),
    Recover(usize),
    Intend(usize, u32),
    Finish { claim: usize, how: How, outcome: Option<&'static str> },
}

#[derive(Clone, Debug)]
enum How {
    End(usize),
    Retry(i64, bool),
    Park(Vec<Key>),
}

fn keys() -> Vec<Key> {
    [product(1), product(2), product(3), order(1), order(2)].into()
}

fn some_keys(most: usize) -> impl Strategy<Value = Vec<Key>> {
    prop::collection::vec(prop::sample::select(keys()), 0..=most)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let how = prop_oneof![
        3 => (0..4_usize).prop_map(How::End),
        2 => (0..40_i64, any::<bool>()).prop_map(|(delay, counts)| How::Retry(delay, counts)),
        3 => some_keys(3).prop_map(How::Park),
    ];
    let outcome =
        prop::sample::select(vec![None, Some("done"), Some("unknown"), Some("found"), Some("superseded")]);
    let claim = 0..64_usize;
    let event = prop_oneof![
        2 => (0..30_i64).prop_map(Event::Pass),
        4 => some_keys(4).prop_map(Event::Mark),
        6 => (prop::sample::select(vec![vec![Kind::Product], vec![Kind::Order], Kind::JOBS.to_vec()]), 0..4_u32, 0..2_usize)
            .prop_map(|(kinds, limit, worker)| Event::Claim { kinds, limit, worker }),
        1 => claim.clone().prop_map(Event::Renew),
        1 => claim.clone().prop_map(Event::Release),
        1 => (0..2_usize).prop_map(Event::Recover),
        3 => (claim.clone(), 0..3_u32).prop_map(|(claim, count)| Event::Intend(claim, count)),
        8 => (claim, how, outcome).prop_map(|(claim, how, outcome)| Event::Finish { claim, how, outcome }),
    ];
    prop::collection::vec(event, 1..80)
}

#[derive(Clone, Debug)]
enum Job {
    None(DocumentState),
    Due(i64),
    Later(i64),
    Parked(BTreeSet<Key>),
}

#[derive(Clone, Debug)]
struct Running {
    claim: usize,
    /// The event at which it was claimed.
    when: usize,
    at: i64,
    until: i64,
    worker: usize,
}

#[derive(Clone, Debug)]
struct Doc {
    job: Job,
    running: Option<Running>,
    marked: bool,
    attempts: u32,
    /// The event at which it last ended.
    ended: Option<usize>,
    /// Entries without settlement, and unknown ones.
    bare: BTreeSet<u64>,
    unknown: BTreeSet<u64>,
}

impl Doc {
    fn new(now: i64) -> Self {
        Self {
            job: Job::Due(now),
            running: None,
            marked: false,
            attempts: 0,
            ended: None,
            bare: BTreeSet::new(),
            unknown: BTreeSet::new(),
        }
    }

    fn state(&self) -> DocumentState {
        match (&self.running, &self.job) {
            (Some(_), _) => DocumentState::Running,
            (None, Job::None(state)) => *state,
            (None, Job::Due(_)) => DocumentState::Waiting,
            (None, Job::Later(_)) => DocumentState::Retrying,
            (None, Job::Parked(_)) => DocumentState::Parked,
        }
    }

    fn due(&self) -> Option<i64> {
        match self.job {
            Job::Due(due) | Job::Later(due) if self.running.is_none() => Some(due),
            _ => None,
        }
    }

    fn stop(&mut self, job: Job) {
        self.running = None;
        self.job = job;
        if std::mem::take(&mut self.marked) {
            self.attempts = 0;
        }
    }

    fn lose(&mut self, now: i64) {
        self.attempts += 1;
        self.stop(Job::Due(now));
    }
}

#[derive(Default)]
struct Model {
    now: i64,
    event: usize,
    docs: BTreeMap<Key, Doc>,
    /// Every claim: its key and fence.
    claims: Vec<(Key, u64)>,
}

impl Model {
    fn claim_of(&self, number: usize) -> Option<(usize, Key, u64)> {
        let number = number.checked_rem(self.claims.len())?;
        let (key, fence) = self.claims[number].clone();
        Some((number, key, fence))
    }

    fn held(&mut self, claim: usize) -> Option<&mut Doc> {
        let key = self.claims[claim].0.clone();
        self.docs
            .get_mut(&key)
            .filter(|doc| doc.running.as_ref().is_some_and(|running| running.claim == claim))
    }

    fn wake(&mut self, ended: &Key) {
        let now = self.now;
        for doc in self.docs.values_mut() {
            if let Job::Parked(on) = &mut doc.job
                && on.remove(ended)
                && on.is_empty()
            {
                doc.job = Job::Due(now);
            }
        }
    }

    async fn play(&mut self, store: &dyn Store, event: &Event) {
        self.event += 1;
        let now = self.now;
        match event {
            Event::Pass(seconds) => self.now += seconds,
            Event::Mark(keys) => {
                let mut made = 0;
                for key in keys.iter().collect::<BTreeSet<_>>() {
                    let Some(doc) = self.docs.get_mut(key) else {
                        self.docs.insert(key.clone(), Doc::new(now));
                        made += 1;
                        continue;
                    };
                    if doc.running.is_some() {
                        made += u64::from(!std::mem::replace(&mut doc.marked, true));
                        continue;
                    }
                    made += u64::from(matches!(doc.job, Job::None(_)));
                    doc.attempts = 0;
                    doc.job = Job::Due(now);
                }
                assert_eq!(store.mark(keys, at(now)).await.unwrap(), made);
            }
            Event::Claim { kinds, limit, worker } => self.claim(store, kinds, *limit, *worker).await,
            Event::Renew(claim) => {
                let Some((number, key, fence)) = self.claim_of(*claim) else { return };
                let lost = store.renew(&[(key.clone(), fence)], at(now), LEASE).await.unwrap();
                match self.held(number).and_then(|doc| doc.running.as_mut()) {
                    Some(running) => {
                        running.until = now + 60;
                        assert!(lost.is_empty());
                    }
                    None => assert_eq!(lost, [key]),
                }
            }
            Event::Release(claim) => {
                let Some((number, key, fence)) = self.claim_of(*claim) else { return };
                store.release(&[(key, fence)]).await.unwrap();
                if let Some(doc) = self.held(number) {
                    let since = doc.running.as_ref().unwrap().at;
                    doc.stop(Job::Due(since));
                }
            }
            Event::Recover(worker) => {
                let mut count = 0;
                for doc in self.docs.values_mut() {
                    if doc.running.as_ref().is_some_and(|running| running.worker == *worker) {
                        doc.lose(now);
                        count += 1;
                    }
                }
                assert_eq!(store.recover(&tag(), WORKERS[*worker], at(now)).await.unwrap(), count);
            }
            Event::Intend(claim, count) => {
                let Some((number, key, fence)) = self.claim_of(*claim) else { return };
                let intents: Vec<_> = (0..*count).map(intent).collect();
                let ids = store.intend(&key, fence, &intents, at(now)).await.unwrap();
                match self.held(number).filter(|doc| doc.running.as_ref().unwrap().until > now) {
                    Some(doc) => {
                        let ids = ids.unwrap();
                        assert_eq!(ids.len(), intents.len());
                        doc.bare.extend(ids);
                    }
                    None => assert_eq!(ids, None),
                }
            }
            Event::Finish { claim, how, outcome } => self.finish(store, *claim, how, *outcome).await,
        }
    }

    async fn claim(&mut self, store: &dyn Store, kinds: &[Kind], limit: u32, worker: usize) {
        let now = self.now;
        for doc in self.docs.values_mut() {
            if doc.running.as_ref().is_some_and(|running| running.until <= now) {
                doc.lose(now);
            }
        }
        let jobs = store.claim(&tag(), kinds, limit, WORKERS[worker], at(now), LEASE).await.unwrap();
        let due = self
            .docs
            .iter_mut()
            .filter(|(key, doc)| kinds.contains(&key.kind) && doc.due().is_some_and(|due| due <= now));
        let mut expected = Vec::new();
        for (key, doc) in due.take(limit as usize) {
            let open = !doc.bare.is_empty() || !doc.unknown.is_empty();
            expected.push((key.clone(), doc.attempts, open));
            doc.running = Some(Running {
                claim: self.claims.len() + expected.len() - 1,
                when: self.event,
                at: now,
                until: now + 60,
                worker,
            });
        }
        let seen: Vec<_> = jobs.iter().map(|job| (job.key.clone(), job.attempts, job.unsettled)).collect();
        assert_eq!(seen, expected);
        for job in jobs {
            assert!(self.claims.last().is_none_or(|(_, fence)| *fence < job.fence));
            self.claims.push((job.key, job.fence));
        }
    }

    async fn finish(&mut self, store: &dyn Store, claim: usize, how: &How, outcome: Option<&'static str>) {
        let Some((number, key, fence)) = self.claim_of(claim) else { return };
        let now = self.now;
        let next = match how {
            How::End(which) => ends()[*which].0.clone(),
            How::Retry(delay, counts) => {
                Next::Retry { at: at(now + delay), explanation: why("retry"), counts: *counts }
            }
            How::Park(on) => Next::Parked { on: on.clone(), explanation: why("parked") },
        };
        let doc = self.docs.get_mut(&key).unwrap();
        let mut settlements = Vec::new();
        if let Some(outcome) = outcome {
            settlements.extend(doc.bare.iter().chain(&doc.unknown).map(|id| settled(*id, outcome)));
            let bare = std::mem::take(&mut doc.bare);
            match outcome {
                "unknown" => doc.unknown.extend(bare),
                "found" | "superseded" => doc.unknown.clear(),
                _ => {}
            }
        }
        let done = store.finish(&key, fence, &JobEnd { settlements, ..end(next) }, at(now)).await.unwrap();
        let Some(running) = self.held(number).map(|doc| doc.running.clone().unwrap()) else {
            assert!(!done);
            return;
        };
        assert!(done);
        let on: BTreeSet<Key> = match how {
            How::Park(on) => on.iter().filter(|on| **on != key).cloned().collect(),
            _ => BTreeSet::new(),
        };
        for awaited in &on {
            self.docs.entry(awaited.clone()).or_insert_with(|| Doc::new(now));
        }
        let left: BTreeSet<Key> = on
            .iter()
            .filter(|on| self.docs[*on].ended.is_none_or(|ended| ended <= running.when))
            .cloned()
            .collect();
        let event = self.event;
        let doc = self.docs.get_mut(&key).unwrap();
        if matches!(how, How::End(_)) {
            doc.ended = Some(event);
        }
        if doc.marked {
            doc.stop(Job::Due(now));
        } else {
            match how {
                How::End(which) => {
                    let state = ends()[*which].1;
                    doc.attempts = if state == DocumentState::Failed { doc.attempts + 1 } else { 0 };
                    doc.stop(Job::None(state));
                }
                How::Retry(delay, counts) => {
                    doc.attempts += u32::from(*counts);
                    doc.stop(Job::Later(now + delay));
                }
                How::Park(_) => {
                    doc.attempts += u32::from(on.is_empty());
                    doc.stop(if left.is_empty() { Job::Due(now) } else { Job::Parked(left) });
                }
            }
        }
        if matches!(how, How::End(_)) {
            self.wake(&key);
        }
    }

    /// Everything the store shows is what the model has.
    async fn compare(&self, store: &dyn Store) {
        let documents = store.documents(&keys()).await.unwrap();
        assert_eq!(documents.keys().collect::<BTreeSet<_>>(), self.docs.keys().collect());
        let mut backlog = Backlog::default();
        let mut counts = passerelle_engine::ports::store::StateCounts::new();
        for (key, doc) in &self.docs {
            let seen = &documents[key];
            assert_eq!((seen.state, seen.attempts), (doc.state(), doc.attempts), "{key}");
            let on: Vec<Key> = match &doc.job {
                Job::Parked(on) if doc.running.is_none() => on.iter().cloned().collect(),
                _ => Vec::new(),
            };
            assert_eq!(seen.waits_for, on, "{key}");
            let open: Vec<u64> =
                store.unsettled(key).await.unwrap().into_iter().map(|entry| entry.id).collect();
            assert_eq!(open, doc.bare.union(&doc.unknown).copied().collect::<Vec<_>>());
            *counts.entry((key.kind, doc.state())).or_default() += 1;
            let lapsed = doc.running.as_ref().is_some_and(|running| running.until <= self.now);
            if lapsed || doc.due().is_some_and(|due| due <= self.now) {
                *backlog.due.entry(key.kind).or_default() += 1;
            } else if let Some(due) = doc.due() {
                backlog.later += 1;
                backlog.next_due = Some(backlog.next_due.map_or(at(due), |next| next.min(at(due))));
            }
            backlog.running += u64::from(doc.running.is_some() && !lapsed);
            backlog.parked += u64::from(doc.state() == DocumentState::Parked);
        }
        assert_eq!(store.backlog(&tag(), at(self.now)).await.unwrap(), backlog);
        assert_eq!(store.counts(&tag()).await.unwrap(), counts);
    }
}

/// Plays 150 random histories, each on a store of its own.
pub fn operations_follow_the_model<T>(make: impl AsyncFn() -> T, store: impl Fn(&T) -> &dyn Store) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&events(), |events| {
        runtime.block_on(async {
            let made = make().await;
            let mut model = Model::default();
            for event in &events {
                model.play(store(&made), event).await;
                model.compare(store(&made)).await;
            }
        });
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
