//! Carrying out a plan: one call after another, each with an honest outcome; the only place that writes to a remote.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt as _};
use jiff::Timestamp;
use passerelle_core::decide::WantedDocument;
use passerelle_core::erp::{ErpKind, ErpObject, ErpTotals};
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{Lane, Operation, Step, Target};
use serde_json::json;
use tokio::sync::Mutex;

use crate::backoff::{MOST_ATTEMPTS, pause};
use crate::limit::AdaptiveLimit;
use crate::ports::clock::Clock;
use crate::ports::erp::{Erp, Outcome};
use crate::ports::store::{Intent, JobEnd, Link, Next, Settlement, Store, StoreError, StoreResult};
use crate::prepare::{Ready, in_step, links_of};

/// A call that surely did nothing is repeated this often before the document is put off.
const MOST_REPEATS: u32 = 5;
/// Attempts that may end because somebody else was quicker; then it is no race.
const MOST_RACES: u32 = 3;
/// Longest pause that a remote can ask for within a plan.
const LONGEST_THROTTLE: Duration = Duration::from_secs(60);

/// What performing needs, and the lanes that all plans of one Dolibarr share.
pub(crate) struct Performer<'a> {
    pub(crate) erp: &'a dyn Erp,
    pub(crate) store: &'a dyn Store,
    pub(crate) clock: &'a dyn Clock,
    /// The write lane: documents, third parties and stock, one call at a time.
    pub(crate) serial: &'a Mutex<()>,
    pub(crate) limit: &'a AdaptiveLimit,
    pub(crate) longest_call: Duration,
    pub(crate) meter: &'a Meter,
}

/// Time and calls of the lanes.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    serial_nanos: AtomicU64,
    serial_calls: AtomicU64,
    writes: AtomicU64,
}

impl Meter {
    pub(crate) fn serial_time(&self) -> Duration {
        Duration::from_nanos(self.serial_nanos.load(Ordering::Relaxed))
    }

    pub(crate) fn serial_calls(&self) -> u64 {
        self.serial_calls.load(Ordering::Relaxed)
    }

    /// Counts a call that changes something.
    fn count(&self, operation: &Operation) {
        if operation.changes() {
            self.writes.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }
}

/// The intents of a plan, for the journal.
pub(crate) fn intents(ready: &Ready) -> Vec<Intent> {
    ready
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| Intent {
            step: u32::try_from(index).unwrap_or(u32::MAX),
            operation: step.operation.word().to_owned(),
            why: step.why.clone(),
            external_ref: step.operation.external_ref().map(|reference| reference.as_str().to_owned()),
            detail: detail(ready, &step.operation),
        })
        .collect()
}

/// The proof of a document: both sides' sums and the lines' figures. Nothing personal.
fn detail(ready: &Ready, operation: &Operation) -> Option<String> {
    let WantedDocument::Order(order) = &ready.wanted.document else { return None };
    let (lines, proof) = match operation {
        Operation::OrderCreate(write) => (&write.lines, &order.proof),
        Operation::InvoiceCreate(write) => {
            let invoice = order.invoices.iter().find(|it| it.key.external_ref() == write.ref_ext)?;
            (&write.lines, &invoice.proof)
        }
        Operation::CreditNoteCreate(write) => {
            let slip = order.slips.iter().find(|it| it.key.external_ref() == write.ref_ext)?;
            (&write.lines, &slip.proof)
        }
        Operation::StockMove(write) => {
            return Some(json!({ "warehouse": write.warehouse, "quantity": write.quantity }).to_string());
        }
        Operation::PaymentCreate(write) => {
            return Some(
                json!({ "amount": write.amount, "currency": write.currency, "day": write.day }).to_string(),
            );
        }
        _ => return None,
    };
    let lines: Vec<_> = lines
        .iter()
        .map(|line| json!({ "quantity": line.quantity, "unit_price": line.unit_price, "vat": line.rate }))
        .collect();
    Some(json!({ "currency": order.currency, "proof": proof, "lines": lines }).to_string())
}

/// Intents older than this are said anew before the next call.
pub(crate) fn stale_after(longest_call: Duration) -> Duration {
    longest_call / 4
}

/// How one step went.
enum StepEnd {
    Done(Option<ErpId>, &'static str),
    Stopped(Box<Stop>),
    /// The call may not be sent.
    Cut(Cut),
}

/// Why a plan may not go on at all.
enum Cut {
    /// The job went to somebody else.
    Lost,
    /// The store is broken.
    Broken(StoreError),
}

/// A plan under way: its job, its entries in the journal, and when these were last said anew.
struct Plan<'a> {
    ready: &'a Ready,
    entries: &'a [u64],
    stamped: Mutex<Timestamp>,
}

/// Why a plan stops before its end.
struct Stop {
    outcome: &'static str,
    explanation: Explanation,
    next: Next,
}

/// How far a plan has come.
struct Progress {
    made: Vec<Option<ErpId>>,
    settlements: Vec<Settlement>,
    /// The first reason counts.
    stop: Option<Stop>,
    cut: Option<Cut>,
}

impl Progress {
    fn new(ready: &Ready) -> Self {
        let made = vec![None; ready.steps.len()];
        Self { made, settlements: ready.settlements.clone(), stop: None, cut: None }
    }

    fn is_over(&self) -> bool {
        self.stop.is_some() || self.cut.is_some()
    }

    /// Whether a step needs what an earlier one has not made yet.
    fn waits_for_earlier(&self, step: &Step) -> bool {
        step.operation.targets().into_iter().any(
            |target| matches!(target, Target::Step(of) if self.made.get(of).copied().flatten().is_none()),
        )
    }
}

impl Performer<'_> {
    /// Carries out a plan whose intents are `entries` of the journal, written at `stamped`. None when the job went to
    /// somebody else meanwhile: then nothing more was sent.
    pub(crate) async fn perform(
        &self,
        ready: &Ready,
        entries: &[u64],
        stamped: Timestamp,
    ) -> StoreResult<Option<JobEnd>> {
        let plan = Plan { ready, entries, stamped: Mutex::new(stamped) };
        let mut progress = Progress::new(ready);
        // Steps of the parallel lane go on beside the serial ones that follow them.
        let mut beside = FuturesUnordered::new();
        for (index, step) in ready.steps.iter().enumerate() {
            if progress.waits_for_earlier(step) {
                while let Some((index, end)) = beside.next().await {
                    self.note(&plan, &mut progress, index, end);
                }
            }
            if progress.is_over() {
                break;
            }
            let made = progress.made.clone();
            let plan = &plan;
            let mut running = Box::pin(async move { (index, self.step(plan, index, step, &made).await) });
            if step.operation.may_go_beside() {
                beside.push(running);
                continue;
            }
            let (index, end) = loop {
                tokio::select! {
                    ended = &mut running => break ended,
                    Some((index, end)) = beside.next(), if !beside.is_empty() => {
                        self.note(plan, &mut progress, index, end);
                    }
                }
            };
            self.note(plan, &mut progress, index, end);
        }
        // Whatever ended the plan, calls under way come to their ends.
        while let Some((index, end)) = beside.next().await {
            self.note(&plan, &mut progress, index, end);
        }
        match progress.cut {
            Some(Cut::Lost) => Ok(None),
            Some(Cut::Broken(error)) => Err(error),
            None => Ok(Some(self.end(ready, entries, &progress.made, progress.settlements, progress.stop))),
        }
    }

    fn note(&self, plan: &Plan<'_>, progress: &mut Progress, index: usize, end: StepEnd) {
        let at = self.clock.now();
        let (outcome, erp_id, explanation) = match end {
            StepEnd::Done(id, word) => {
                if let Some(slot) = progress.made.get_mut(index) {
                    *slot = id;
                }
                (word, id, None)
            }
            StepEnd::Stopped(reason) => {
                let parts = (reason.outcome, None, Some(reason.explanation.clone()));
                progress.stop.get_or_insert(*reason);
                parts
            }
            StepEnd::Cut(cut) => {
                progress.cut.get_or_insert(cut);
                return;
            }
        };
        if let Some(entry) = plan.entries.get(index) {
            let outcome = outcome.to_owned();
            progress.settlements.push(Settlement { entry: *entry, outcome, erp_id, at, explanation });
        }
    }

    fn end(
        &self,
        ready: &Ready,
        entries: &[u64],
        made: &[Option<ErpId>],
        mut settlements: Vec<Settlement>,
        stop: Option<Stop>,
    ) -> JobEnd {
        let finished = stop.is_none();
        let at = self.clock.now();
        // What was never sent is settled as such, so that no entry of the journal stays open.
        for entry in entries {
            if !settlements.iter().any(|it| it.entry == *entry) {
                settlements.push(Settlement {
                    entry: *entry,
                    outcome: "not_sent".to_owned(),
                    erp_id: None,
                    at,
                    explanation: None,
                });
            }
        }
        let mut links = links_of(&ready.wanted, &ready.found);
        for (step, id) in ready.steps.iter().zip(made) {
            if let (Some(key), Some(id), Some(kind)) = (&step.links, id, step.operation.creates()) {
                links.push(Link {
                    key: key.clone(),
                    erp_kind: kind,
                    erp_id: *id,
                    fingerprint: Some(match &step.operation {
                        Operation::PaymentCreate(write) => Fingerprint::stored(write.on.as_str()),
                        _ => ready.wanted.fingerprint.clone(),
                    }),
                    adopted: false,
                });
            }
        }
        if !finished {
            for link in links.iter_mut().filter(|link| link.erp_kind != ErpKind::Payment) {
                link.fingerprint = None;
            }
        }
        JobEnd {
            reference: ready.wanted.reference.clone(),
            links,
            settlements,
            next: stop.map_or_else(|| in_step(&ready.wanted), |stop| stop.next),
        }
    }

    async fn step(&self, plan: &Plan<'_>, index: usize, step: &Step, made: &[Option<ErpId>]) -> StepEnd {
        let attempts = plan.ready.job.attempts;
        let mut repeats = 0;
        loop {
            let outcome = match self.send(plan, index, step, made).await {
                Ok(outcome) => outcome,
                Err(cut) => return StepEnd::Cut(cut),
            };
            if matches!(outcome, Outcome::Done { .. } | Outcome::NothingDone) {
                self.limit.good();
            } else {
                self.limit.trouble();
            }
            let (word, explanation) = match outcome {
                Outcome::Done { created, object } => {
                    if step.operation.creates().is_some() && created.is_none() {
                        return self.unknown(attempts, Explanation::new("erp-no-id"));
                    }
                    return match object.as_deref().and_then(totals).zip(expected(&step.operation)) {
                        Some((found, wanted)) if found != wanted => stopped(
                            "done",
                            totals_differ(&step.operation, found, wanted)
                                .with("reference", &plan.ready.wanted.reference),
                            Next::Quarantined,
                        ),
                        _ => StepEnd::Done(created, "done"),
                    };
                }
                Outcome::NothingDone => return StepEnd::Done(None, "nothing_done"),
                Outcome::Rejected(explanation) => {
                    if is_raced(&explanation) && attempts < MOST_RACES {
                        return self.retry("rejected", attempts, explanation);
                    }
                    return stopped("rejected", explanation, Next::Failed);
                }
                Outcome::Unknown(explanation) => return self.unknown(attempts, explanation),
                Outcome::NotSent(explanation) => ("not_sent", explanation),
                // Words of a rollback can come from another statement than the one that mattered, and a proxy that throttles
                // can have passed the call on: a creation is sent again only after a look.
                Outcome::RolledBack(explanation) if step.operation.creates().is_some() => {
                    return self.retry("rolled_back", attempts, explanation);
                }
                Outcome::Throttled { retry_after } if step.operation.creates().is_some() => {
                    // The lane waits too: the next document would only be throttled as well.
                    self.clock.sleep(asked_pause(retry_after)).await;
                    return self.retry("throttled", attempts, Explanation::new("erp-throttled"));
                }
                Outcome::RolledBack(explanation) => ("rolled_back", explanation),
                Outcome::Throttled { retry_after } => {
                    self.clock.sleep(asked_pause(retry_after)).await;
                    ("throttled", Explanation::new("erp-throttled"))
                }
            };
            repeats += 1;
            if repeats >= MOST_REPEATS {
                return self.retry(word, attempts, explanation);
            }
            self.clock.sleep(Duration::from_millis(50 << repeats)).await;
        }
    }

    /// One call, in the turn of its lane.
    async fn send(
        &self,
        plan: &Plan<'_>,
        index: usize,
        step: &Step,
        made: &[Option<ErpId>],
    ) -> Result<Outcome, Cut> {
        if step.operation.lane() == Lane::Parallel {
            self.keep_fresh(plan, index).await?;
            self.meter.count(&step.operation);
            return Ok(self.erp.execute(&step.operation, made).await);
        }
        let _turn = self.serial.lock().await;
        // Waiting for the turn takes time as well.
        self.keep_fresh(plan, index).await?;
        self.meter.count(&step.operation);
        let begun = std::time::Instant::now();
        let outcome = self.erp.execute(&step.operation, made).await;
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.meter.serial_nanos.fetch_add(nanos, Ordering::Relaxed);
        self.meter.serial_calls.fetch_add(1, Ordering::Relaxed);
        Ok(outcome)
    }

    /// Says the intents from this step on anew when they are old: after a crash the wait is counted from their time, which
    /// must not lie far behind any call, repeated ones included.
    async fn keep_fresh(&self, plan: &Plan<'_>, index: usize) -> Result<(), Cut> {
        let mut stamped = plan.stamped.lock().await;
        let now = self.clock.now();
        let since = Duration::try_from(now.duration_since(*stamped)).unwrap_or(Duration::ZERO);
        if since > stale_after(self.longest_call) {
            let open = plan.entries.get(index..).unwrap_or_default();
            let job = &plan.ready.job;
            if !self.store.reaffirm(&job.key, job.fence, open, now).await.map_err(Cut::Broken)? {
                return Err(Cut::Lost);
            }
            *stamped = now;
        }
        Ok(())
    }

    /// The key waits until Dolibarr can no longer be working on the call; then it is looked at again.
    fn unknown(&self, attempts: u32, explanation: Explanation) -> StepEnd {
        let at = self.clock.now().checked_add(self.longest_call).unwrap_or(jiff::Timestamp::MAX);
        let waits = explanation.clone();
        let next = if attempts + 1 >= MOST_ATTEMPTS {
            Next::Failed(waits)
        } else {
            Next::Retry { at, explanation: waits, counts: true }
        };
        StepEnd::Stopped(Box::new(Stop { outcome: "unknown", explanation, next }))
    }

    fn retry(&self, outcome: &'static str, attempts: u32, explanation: Explanation) -> StepEnd {
        let at = self.clock.now().checked_add(pause(attempts)).unwrap_or(jiff::Timestamp::MAX);
        let why = explanation.clone();
        let next = if attempts + 1 >= MOST_ATTEMPTS {
            Next::Failed(why)
        } else {
            Next::Retry { at, explanation: why, counts: true }
        };
        StepEnd::Stopped(Box::new(Stop { outcome, explanation, next }))
    }
}

/// Somebody took it between the look and the call: it is looked for again.
fn is_raced(explanation: &Explanation) -> bool {
    matches!(explanation.id.as_str(), "erp-reference-taken" | "erp-barcode-taken" | "erp-label-taken")
}

/// The pause that a remote asks for, within bounds.
fn asked_pause(retry_after: Option<u32>) -> Duration {
    Duration::from_secs(u64::from(retry_after.unwrap_or(1))).min(LONGEST_THROTTLE)
}

fn stopped(
    outcome: &'static str,
    explanation: Explanation,
    next: impl FnOnce(Explanation) -> Next,
) -> StepEnd {
    let next = next(explanation.clone());
    StepEnd::Stopped(Box::new(Stop { outcome, explanation, next }))
}

fn expected(operation: &Operation) -> Option<ErpTotals> {
    match operation {
        Operation::OrderCheck { expected, .. }
        | Operation::OrderValidate { expected, .. }
        | Operation::InvoiceCheck { expected, .. }
        | Operation::InvoiceValidate { expected, .. } => Some(*expected),
        _ => None,
    }
}

fn totals(object: &ErpObject) -> Option<ErpTotals> {
    match object {
        ErpObject::Order(order) => Some(order.totals),
        ErpObject::Invoice(invoice) => Some(invoice.totals),
        _ => None,
    }
}

fn totals_differ(operation: &Operation, found: ErpTotals, wanted: ErpTotals) -> Explanation {
    let id = match operation {
        // Nothing but the draft is there yet: what is missing can be mended.
        Operation::OrderCheck { .. } | Operation::InvoiceCheck { .. } => "local-tax-not-computed",
        Operation::InvoiceValidate { .. } => "invoice-totals-differ",
        _ => "order-totals-differ",
    };
    Explanation::new(id)
        .with("erp_reference", "-")
        .with("shop_net", wanted.net)
        .with("shop_gross", wanted.gross)
        .with("erp_net", found.net)
        .with("erp_gross", found.gross)
        .with("rates", "-")
}
