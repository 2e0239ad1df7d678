//! The loop: claims jobs in the order of dependence, prepares them ahead, and carries them out on two lanes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::stream::{FuturesUnordered, StreamExt as _};
use jiff::Timestamp;
use passerelle_core::decide::{Facts, Reserved};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind};
use tokio::sync::{Mutex, Semaphore, mpsc};

use crate::content;
use crate::held::Held;
use crate::intent::intents;
use crate::limit::AdaptiveLimit;
use crate::meter::Meter;
use crate::observer::{Event, Observer};
use crate::perform::Performer;
use crate::ports::clock::Clock;
use crate::ports::erp::{Erp, ErpError};
use crate::ports::shop::{Shop, ShopError};
use crate::ports::store::{ClaimedJob, DocumentState, JobEnd, Next, Store, StoreError};
use crate::prepare::{Prepared, Preparer, Ready};

/// Jobs claimed and read at once.
const BATCH: u32 = 50;
/// Decided plans that wait for the lane; a full queue stops the reading ahead.
const AHEAD: usize = 50;
/// Plans whose intents are written ahead of the lane.
const INTENDED_AHEAD: usize = 2;
/// Ends of jobs that are being stored beside the lane.
const ENDING: usize = 16;
/// How long a job may be held without a sign of life.
const LEASE: Duration = Duration::from_secs(600);
/// Times that a side which cannot be reached is tried again before the run ends.
const MOST_OUTAGES: u32 = 5;

/// A plan, its entries in the journal, and when they were written.
type Intended = (Ready, Vec<u64>, Timestamp);

/// Kinds in the order of dependence; those of one stage go side by side, on their two lanes.
const STAGES: [&[Kind]; 5] = [
    &[Kind::Service, Kind::Category, Kind::Attribute, Kind::Group, Kind::Collective],
    &[Kind::Product, Kind::AttributeValue, Kind::Customer],
    &[Kind::Combination, Kind::Address, Kind::Company],
    &[Kind::Pack, Kind::Images, Kind::Order],
    // Last: the shop's quantities are without its orders already, and orders may move stock in Dolibarr.
    &[Kind::Stock],
];

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The shop cannot be used.
    #[error("the shop cannot be used")]
    Shop(#[from] ShopError),
    /// Dolibarr cannot be used.
    #[error("Dolibarr cannot be used")]
    Erp(#[from] ErpError),
    /// The state database is broken.
    #[error("the state database cannot be used")]
    Store(#[from] StoreError),
}

impl RunError {
    /// The words for a person when one of the sides is the cause.
    #[must_use]
    pub const fn explanation(&self) -> Option<&Explanation> {
        match self {
            Self::Shop(error) => Some(error.explanation()),
            Self::Erp(error) => Some(error.explanation()),
            Self::Store(_) => None,
        }
    }
}

/// How a run behaves.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Name of this worker in the store; one at a time.
    pub worker: String,
    /// Longest time that Dolibarr can be working on one call. A call without answer is looked for only afterwards.
    pub longest_call: Duration,
    /// Most parallel calls of the lane that bears them.
    pub most_parallel: usize,
    /// Longest wait for documents that will be tried again, before the run ends without them.
    pub patience: Duration,
}

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct RunSummary {
    /// Documents that ended, by kind and state.
    pub ended: HashMap<(Kind, DocumentState), u64>,
    /// Documents for which something was written, by kind.
    pub wrote: HashMap<Kind, u64>,
    /// Calls that change something in Dolibarr.
    pub writes: u64,
    /// Calls of the serial lane and how long they took altogether.
    pub serial: (u64, Duration),
    /// How long the run took.
    pub elapsed: Duration,
    /// Wall time of the stage in which orders were brought over, and the serial lane's share of it.
    pub orders_stage: (Duration, Duration),
    /// Documents that wait for a later time.
    pub later: u64,
    /// Documents that wait for others.
    pub parked: u64,
    /// It was asked to stop.
    pub interrupted: bool,
}

/// The engine of one connection.
pub struct Engine {
    /// The shop.
    pub shop: Arc<dyn Shop>,
    /// Dolibarr.
    pub erp: Arc<dyn Erp>,
    /// The store.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Settings and set-up of both sides.
    pub facts: Facts,
    /// How it behaves.
    pub options: EngineOptions,
    /// Who listens.
    pub observer: Arc<dyn Observer>,
}

/// What was promised to plans of this run and cannot be seen in Dolibarr yet: one for each lane, as both decide at once.
#[derive(Default)]
struct Reservations {
    serial: Reserved,
    parallel: Reserved,
}

/// What one run shares between its parts.
struct Shared {
    held: Held,
    serial: Mutex<()>,
    limit: AdaptiveLimit,
    /// Megabytes of files that may be held at once.
    content: Semaphore,
    meter: Meter,
    stop: Arc<AtomicBool>,
    summary: std::sync::Mutex<RunSummary>,
}

impl Engine {
    /// Does what there is to do for these kinds and for what they need, until nothing is due any more.
    ///
    /// Setting `stop` ends it after the plans under way; everything else is given back untouched.
    ///
    /// # Errors
    /// When a side or the store cannot be used; what was done until then is kept.
    pub async fn run(&self, stop: Arc<AtomicBool>) -> Result<RunSummary, RunError> {
        let begun = Instant::now();
        self.store.recover(&self.facts.settings.tag, &self.options.worker, self.clock.now()).await?;
        let shared = Shared {
            held: Held::default(),
            serial: Mutex::new(()),
            limit: AdaptiveLimit::new(self.options.most_parallel.min(4), self.options.most_parallel),
            content: Semaphore::new(content::MOST_HELD),
            meter: Meter::default(),
            stop,
            summary: std::sync::Mutex::default(),
        };
        let mut orders_stage = (Duration::ZERO, Duration::ZERO);
        // The parts of a run are large: each is in a box of its own, so that no thread's stack has to hold several.
        let result = Box::pin(self.stages_with_leases(&shared, &mut orders_stage)).await;
        // Whatever is still held was not begun: give it back.
        let given_back = self.store.release(&shared.held.all()).await;
        let backlog = self.store.backlog(&self.facts.settings.tag, self.clock.now()).await?;
        result?;
        given_back?;
        let mut summary = shared.summary.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        summary.writes = shared.meter.writes();
        summary.serial = (shared.meter.serial_calls(), shared.meter.serial_time());
        summary.orders_stage = orders_stage;
        summary.elapsed = begun.elapsed();
        summary.later = backlog.later;
        summary.parked = backlog.parked;
        summary.interrupted = shared.stop.load(Ordering::Relaxed);
        Ok(summary)
    }

    async fn stages_with_leases(
        &self,
        shared: &Shared,
        orders_stage: &mut (Duration, Duration),
    ) -> Result<(), RunError> {
        let mut stages = Box::pin(self.stages(shared, orders_stage));
        tokio::select! {
            result = &mut stages => result,
            result = self.keep_leases(&shared.held) => {
                // What is under way comes to its end: a call is never dropped.
                shared.stop.store(true, Ordering::Relaxed);
                result.and(stages.await)
            }
        }
    }

    async fn keep_leases(&self, held: &Held) -> Result<(), RunError> {
        loop {
            self.clock.sleep(LEASE / 3).await;
            self.store.renew(&held.all(), self.clock.now(), LEASE).await?;
        }
    }

    async fn stages(&self, shared: &Shared, orders_stage: &mut (Duration, Duration)) -> Result<(), RunError> {
        let mut reserved = Reservations::default();
        let mut waited = Duration::ZERO;
        let mut outages = 0;
        loop {
            if shared.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let now = self.clock.now();
            let backlog = self.store.backlog(&self.facts.settings.tag, now).await?;
            let due = |kinds: &[Kind]| {
                kinds.iter().any(|kind| backlog.due.get(kind).is_some_and(|count| *count > 0))
            };
            for (kind, count) in &backlog.due {
                self.observer.notice(&Event::Due { kind: *kind, count: *count });
            }
            if let Some(stage) = STAGES.iter().find(|kinds| due(kinds)) {
                let begun = Instant::now();
                let lane_before = shared.meter.serial_time();
                let result = self.stage(shared, stage, &mut reserved).await;
                if stage.contains(&Kind::Order) {
                    orders_stage.0 += begun.elapsed();
                    orders_stage.1 += shared.meter.serial_time().saturating_sub(lane_before);
                }
                match result {
                    Ok(()) => outages = 0,
                    Err(error) => {
                        let pause = self.outage(&error, outages).ok_or(error)?;
                        outages += 1;
                        self.store.release(&shared.held.all()).await?;
                        for (key, _) in shared.held.all() {
                            shared.held.remove(&key);
                        }
                        self.pause(pause, &shared.stop).await;
                    }
                }
                continue;
            }
            let Some(next) = backlog.next_due else { return Ok(()) };
            let pause = Duration::try_from(next.duration_since(now)).unwrap_or(Duration::ZERO);
            let pause = pause + Duration::from_millis(1);
            if waited + pause > self.options.patience {
                return Ok(());
            }
            waited += pause;
            self.observer.notice(&Event::Pausing {
                seconds: pause.as_secs().max(1),
                explanation: Explanation::new("run-waits-for-retries").with("count", backlog.later),
            });
            self.pause(pause, &shared.stop).await;
        }
    }

    /// Waits, but not when asked to stop.
    async fn pause(&self, pause: Duration, stop: &AtomicBool) {
        let mut left = pause;
        while !left.is_zero() && !stop.load(Ordering::Relaxed) {
            let part = left.min(Duration::from_millis(200));
            self.clock.sleep(part).await;
            left -= part;
        }
    }

    /// The pause after a side could not be reached; none when the run must end.
    fn outage(&self, error: &RunError, before: u32) -> Option<Duration> {
        let (retry_after, explanation) = match error {
            RunError::Shop(ShopError::Unavailable { retry_after, explanation })
            | RunError::Erp(ErpError::Unavailable { retry_after, explanation }) => {
                (*retry_after, explanation.clone())
            }
            _ => return None,
        };
        if before >= MOST_OUTAGES {
            return None;
        }
        let asked = retry_after.map(|seconds| Duration::from_secs(u64::from(seconds.min(300))));
        let pause = asked.unwrap_or_else(|| crate::backoff::pause(before));
        self.observer.notice(&Event::Pausing { seconds: pause.as_secs().max(1), explanation });
        Some(pause)
    }

    async fn stage(
        &self,
        shared: &Shared,
        kinds: &[Kind],
        reserved: &mut Reservations,
    ) -> Result<(), RunError> {
        let is_serial = |kind: &Kind| {
            matches!(kind, Kind::Collective | Kind::Customer | Kind::Company | Kind::Order | Kind::Stock)
        };
        let serial: Vec<Kind> = kinds.iter().copied().filter(is_serial).collect();
        let parallel: Vec<Kind> = kinds.iter().copied().filter(|kind| !is_serial(kind)).collect();
        // Both go on to their ends: a call under way is never dropped.
        let (one, other) = tokio::join!(
            Box::pin(self.pipeline(shared, &serial, 1, &mut reserved.serial)),
            Box::pin(self.pipeline(shared, &parallel, self.options.most_parallel, &mut reserved.parallel)),
        );
        one.and(other)
    }

    /// Claims and prepares on one side, carries out on the other, with bounded queues between.
    async fn pipeline(
        &self,
        shared: &Shared,
        kinds: &[Kind],
        width: usize,
        reserved: &mut Reserved,
    ) -> Result<(), RunError> {
        if kinds.is_empty() {
            return Ok(());
        }
        let (decided, mut to_intend) = mpsc::channel::<Ready>(AHEAD);
        let (intended, to_perform) = mpsc::channel::<Intended>(INTENDED_AHEAD.max(width));
        let produce = async move {
            let result = self.produce(shared, kinds, reserved, &decided).await;
            drop(decided);
            result
        };
        let intend = async move {
            while let Some(ready) = to_intend.recv().await {
                if shared.stop.load(Ordering::Relaxed) {
                    continue;
                }
                let (key, fence) = (ready.job.key.clone(), ready.job.fence);
                let now = self.clock.now();
                let entries = self.store.intend(&key, fence, &intents(&ready), now).await?;
                match entries {
                    Some(entries) => {
                        if intended.send((ready, entries, now)).await.is_err() {
                            break;
                        }
                    }
                    // The lease went to somebody else: nothing may be sent.
                    None => shared.held.remove(&key),
                }
            }
            Ok::<(), RunError>(())
        };
        let performer = Performer {
            erp: self.erp.as_ref(),
            store: self.store.as_ref(),
            clock: self.clock.as_ref(),
            serial: &shared.serial,
            limit: &shared.limit,
            shop: self.shop.as_ref(),
            held: &shared.content,
            longest_call: self.options.longest_call,
            meter: &shared.meter,
        };
        let perform = self.perform(shared, &performer, to_perform, width);
        let (produced, intended, performed) =
            tokio::join!(Box::pin(produce), Box::pin(intend), Box::pin(perform));
        performed?;
        intended?;
        produced
    }

    /// Carries out what arrives. The receiver ends with it, so whoever sends notices; but not before all that is under way
    /// came to its end: a call is never dropped.
    async fn perform(
        &self,
        shared: &Shared,
        performer: &Performer<'_>,
        mut to_perform: mpsc::Receiver<Intended>,
        width: usize,
    ) -> Result<(), RunError> {
        let mut performing = FuturesUnordered::new();
        let mut ending = FuturesUnordered::new();
        let mut open = true;
        let mut first_error = Ok(());
        loop {
            let width = if width == 1 { 1 } else { shared.limit.now() };
            tokio::select! {
                Some((job, end)) = performing.next(), if !performing.is_empty() => {
                    match end {
                        Ok(Some(end)) => ending.push(self.finish(shared, job, end, true)),
                        Ok(None) => shared.held.remove(&job.key),
                        Err(error) => first_error = first_error.and(Err(RunError::from(error))),
                    }
                }
                Some(result) = ending.next(), if !ending.is_empty() => first_error = first_error.and(result),
                received = to_perform.recv(), if open && performing.len() < width && ending.len() < ENDING => {
                    match received {
                        Some((ready, entries, stamped)) => performing.push(async move {
                            let end = Box::pin(performer.perform(&ready, &entries, stamped)).await;
                            (ready.job, end)
                        }),
                        None => open = false,
                    }
                }
                else => break,
            }
            if first_error.is_err() && open {
                open = false;
                to_perform.close();
            }
        }
        first_error
    }

    async fn produce(
        &self,
        shared: &Shared,
        kinds: &[Kind],
        reserved: &mut Reserved,
        decided: &mpsc::Sender<Ready>,
    ) -> Result<(), RunError> {
        let preparer = Preparer {
            shop: self.shop.as_ref(),
            erp: self.erp.as_ref(),
            store: self.store.as_ref(),
            facts: &self.facts,
            longest_call: self.options.longest_call,
        };
        loop {
            if shared.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let now = self.clock.now();
            let tag = &self.facts.settings.tag;
            let jobs = self.store.claim(tag, kinds, BATCH, &self.options.worker, now, LEASE).await?;
            if jobs.is_empty() {
                return Ok(());
            }
            let mut by_kind: Vec<(Kind, Vec<ClaimedJob>)> = Vec::new();
            for job in jobs {
                shared.held.add(&job.key, job.fence);
                match by_kind.last_mut() {
                    Some((kind, list)) if *kind == job.key.kind => list.push(job),
                    _ => by_kind.push((job.key.kind, vec![job])),
                }
            }
            for (kind, jobs) in by_kind {
                for prepared in Box::pin(preparer.prepare(kind, jobs, reserved, now)).await? {
                    match prepared {
                        Prepared::Ended(job, end) => self.finish(shared, job, end, false).await?,
                        Prepared::Ready(ready) => {
                            if decided.send(ready).await.is_err() {
                                return Ok(());
                            }
                        }
                    }
                }
            }
        }
    }

    async fn finish(
        &self,
        shared: &Shared,
        job: ClaimedJob,
        end: JobEnd,
        wrote: bool,
    ) -> Result<(), RunError> {
        self.store.finish(&job.key, job.fence, &end, self.clock.now()).await?;
        shared.held.remove(&job.key);
        let state = state_of(&end.next);
        let mut summary = shared.summary.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *summary.ended.entry((job.key.kind, state)).or_default() += 1;
        if wrote {
            *summary.wrote.entry(job.key.kind).or_default() += 1;
        }
        drop(summary);
        self.observer.notice(&Event::Ended { key: job.key, state, wrote });
        Ok(())
    }

    /// The key of a thing of this connection.
    #[must_use]
    pub fn key(&self, kind: Kind, id: passerelle_core::key::ShopId) -> Key {
        self.facts.key(kind, id)
    }
}

const fn state_of(next: &Next) -> DocumentState {
    match next {
        Next::InStep | Next::InStepBut(_) => DocumentState::InStep,
        Next::Parked { .. } => DocumentState::Parked,
        Next::Retry { .. } => DocumentState::Retrying,
        Next::Failed(_) => DocumentState::Failed,
        Next::Quarantined(_) => DocumentState::Quarantined,
        Next::Ignored(_) => DocumentState::Ignored,
    }
}
