//! Carrying out a plan: one call after another, each with an honest outcome; the only place that writes to a remote.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt as _};
use jiff::Timestamp;
use passerelle_core::decide::WantedDocument;
use passerelle_core::erp::{ErpKind, ErpObject, ErpTotals};
use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{Lane, Operation, Step};
use serde_json::json;
use tokio::sync::Mutex;

use crate::backoff::{MOST_ATTEMPTS, pause};
use crate::limit::AdaptiveLimit;
use crate::ports::clock::Clock;
use crate::ports::erp::{Erp, Outcome};
use crate::ports::store::{Intent, JobEnd, Link, Next, Settlement, Store, StoreResult};
use crate::prepare::{Ready, links_of};

/// A call that surely did nothing is repeated this often before the document is put off.
const MOST_REPEATS: u32 = 5;
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
        Operation::PaymentCreate(write) => {
            return Some(
                json!({ "amount": write.amount, "currency": write.currency, "day": write.day }).to_string(),
            );
        }
        _ => return None,
    };
    let lines: Vec<_> = lines
        .iter()
        .map(|line| json!({ "quantity": line.quantity, "unit_price": line.unit_price, "vat": line.vat }))
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
}

/// Why a plan stops before its end.
struct Stop {
    outcome: &'static str,
    explanation: Explanation,
    next: Next,
}

impl Performer<'_> {
    /// Carries out a plan whose intents are `entries` of the journal, written at `stamped`. None when the job went to
    /// somebody else meanwhile: then nothing more was sent.
    pub(crate) async fn perform(
        &self,
        ready: &Ready,
        entries: &[u64],
        mut stamped: Timestamp,
    ) -> StoreResult<Option<JobEnd>> {
        let mut made: Vec<Option<ErpId>> = vec![None; ready.steps.len()];
        let mut settlements = ready.settlements.clone();
        let mut stop: Option<Stop> = None;
        // Steps of the parallel lane go on beside the serial ones that follow them.
        let mut beside = FuturesUnordered::new();
        for (index, step) in ready.steps.iter().enumerate() {
            if stop.is_some() {
                break;
            }
            let waits = step.operation.targets().into_iter().any(|target| {
                matches!(target, passerelle_core::plan::Target::Step(of) if made.get(of).copied().flatten().is_none())
            });
            if waits {
                while let Some((index, end)) = beside.next().await {
                    note(self, &mut made, &mut settlements, &mut stop, entries, index, end);
                }
            }
            if stop.is_some() {
                break;
            }
            // After a crash the wait is counted from the intents' time: it must not lie far behind the calls.
            let now = self.clock.now();
            let since = Duration::try_from(now.duration_since(stamped)).unwrap_or(Duration::ZERO);
            if since > stale_after(self.longest_call) {
                let open = entries.get(index..).unwrap_or_default();
                if !self.store.reaffirm(&ready.job.key, ready.job.fence, open, now).await? {
                    while beside.next().await.is_some() {}
                    return Ok(None);
                }
                stamped = now;
            }
            let may_go_beside = step.operation.lane() == Lane::Parallel && step.operation.creates().is_none();
            if may_go_beside {
                let made = made.clone();
                beside.push(async move { (index, self.step(ready, step, &made).await) });
            } else {
                let made_before = made.clone();
                let running = self.step(ready, step, &made_before);
                tokio::pin!(running);
                let end = loop {
                    tokio::select! {
                        end = &mut running => break end,
                        Some((index, end)) = beside.next(), if !beside.is_empty() => {
                            note(self, &mut made, &mut settlements, &mut stop, entries, index, end);
                        }
                    }
                };
                note(self, &mut made, &mut settlements, &mut stop, entries, index, end);
            }
        }
        while let Some((index, end)) = beside.next().await {
            note(self, &mut made, &mut settlements, &mut stop, entries, index, end);
        }
        Ok(Some(self.end(ready, entries, &made, settlements, stop)))
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
                    fingerprint: Some(ready.wanted.fingerprint.clone()),
                    adopted: false,
                });
            }
        }
        if !finished {
            for link in &mut links {
                link.fingerprint = None;
            }
        }
        JobEnd {
            reference: ready.wanted.reference.clone(),
            links,
            settlements,
            next: stop.map_or(Next::InStep, |stop| stop.next),
        }
    }

    async fn step(&self, ready: &Ready, step: &Step, made: &[Option<ErpId>]) -> StepEnd {
        let attempts = ready.job.attempts;
        let mut repeats = 0;
        loop {
            let outcome = self.send(step, made).await;
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
                                .with("reference", &ready.wanted.reference),
                            Next::Quarantined,
                        ),
                        _ => StepEnd::Done(created, "done"),
                    };
                }
                Outcome::NothingDone => return StepEnd::Done(None, "nothing_done"),
                Outcome::Rejected(explanation) => {
                    // Somebody took the reference between the look and the call: look again.
                    let raced =
                        matches!(explanation.id.as_str(), "erp-reference-taken" | "erp-barcode-taken");
                    if raced && attempts < 3 {
                        return self.retry("rejected", attempts, explanation);
                    }
                    return stopped("rejected", explanation, Next::Failed);
                }
                Outcome::Unknown(explanation) => return self.unknown(attempts, explanation),
                Outcome::NotSent(explanation) => ("not_sent", explanation),
                // Words of a rollback can come from another statement than the one that mattered: a creation is sent again
                // only after a look.
                Outcome::RolledBack(explanation) if step.operation.creates().is_some() => {
                    return self.retry("rolled_back", attempts, explanation);
                }
                Outcome::RolledBack(explanation) => ("rolled_back", explanation),
                Outcome::Throttled { retry_after } => {
                    let asked = Duration::from_secs(u64::from(retry_after.unwrap_or(1)));
                    self.clock.sleep(asked.min(LONGEST_THROTTLE)).await;
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

    async fn send(&self, step: &Step, made: &[Option<ErpId>]) -> Outcome {
        self.meter.writes.fetch_add(1, Ordering::Relaxed);
        if step.operation.lane() == Lane::Parallel {
            return self.erp.execute(&step.operation, made).await;
        }
        let _turn = self.serial.lock().await;
        let begun = std::time::Instant::now();
        let outcome = self.erp.execute(&step.operation, made).await;
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.meter.serial_nanos.fetch_add(nanos, Ordering::Relaxed);
        self.meter.serial_calls.fetch_add(1, Ordering::Relaxed);
        outcome
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

fn stopped(
    outcome: &'static str,
    explanation: Explanation,
    next: impl FnOnce(Explanation) -> Next,
) -> StepEnd {
    let next = next(explanation.clone());
    StepEnd::Stopped(Box::new(Stop { outcome, explanation, next }))
}

fn note(
    performer: &Performer<'_>,
    made: &mut [Option<ErpId>],
    settlements: &mut Vec<Settlement>,
    stop: &mut Option<Stop>,
    entries: &[u64],
    index: usize,
    end: StepEnd,
) {
    let at = performer.clock.now();
    let (outcome, erp_id, explanation) = match end {
        StepEnd::Done(id, word) => {
            if let Some(slot) = made.get_mut(index) {
                *slot = id;
            }
            (word, id, None)
        }
        StepEnd::Stopped(reason) => {
            let parts = (reason.outcome, None, Some(reason.explanation.clone()));
            // The first reason counts.
            stop.get_or_insert(*reason);
            parts
        }
    };
    if let Some(entry) = entries.get(index) {
        settlements.push(Settlement { entry: *entry, outcome: outcome.to_owned(), erp_id, at, explanation });
    }
}

fn expected(operation: &Operation) -> Option<ErpTotals> {
    match operation {
        Operation::OrderValidate { expected, .. } | Operation::InvoiceValidate { expected, .. } => {
            Some(*expected)
        }
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
    let id = match operation.creates() {
        Some(ErpKind::Invoice) => "invoice-totals-differ",
        _ if matches!(operation, Operation::InvoiceValidate { .. }) => "invoice-totals-differ",
        _ => "order-totals-differ",
    };
    Explanation::new(id)
        .with("erp_reference", "-")
        .with("shop_net", wanted.net)
        .with("shop_gross", wanted.gross)
        .with("erp_net", found.net)
        .with("erp_gross", found.gross)
}
