//! Carrying out a plan: one call after another, each with an honest outcome; the only place that writes to a remote.

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt as _};
use jiff::Timestamp;
use passerelle_core::decide::{Found, WantedDocument, broken_images, sent_as};
use passerelle_core::erp::{ErpKind, ErpObject, ErpTotals, Look, LookBy};
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, Kind, ShopId};
use passerelle_core::plan::{CopyProof, Lane, Operation, Shows, Step, Target, resolve};
use tokio::sync::{Mutex, Semaphore};

use crate::backoff::{MOST_ATTEMPTS, pause};
use crate::content::{self, Fetch};
use crate::limit::AdaptiveLimit;
use crate::meter::Meter;
use crate::ports::clock::Clock;
use crate::ports::erp::{Erp, FileContent, Outcome};
use crate::ports::shop::Shop;
use crate::ports::store::{JobEnd, Link, Next, Settlement, Store, StoreError, StoreResult};
use crate::prepare::{Ready, in_step, in_step_but, is_stock, look_again};

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
    /// Where images come from.
    pub(crate) shop: &'a dyn Shop,
    /// Megabytes of files that may be held at once.
    pub(crate) held: &'a Semaphore,
    pub(crate) longest_call: Duration,
    pub(crate) meter: &'a Meter,
}

/// Intents older than this are said anew before the next call.
pub(crate) fn stale_after(longest_call: Duration) -> Duration {
    longest_call / 4
}

/// How one step went.
enum StepEnd {
    Done(Option<ErpId>, &'static str),
    /// Done, but the document shows otherwise than it was written: a person has to know.
    Otherwise(Explanation),
    /// As it should be, about a file.
    File(FileEnd),
    /// It was refused, and the rest goes on: a person has something to know.
    Left(Explanation),
    Stopped(Box<Stop>),
    /// The call may not be sent.
    Cut(Cut),
}

/// How a step about a file went.
#[derive(Default)]
struct FileEnd {
    word: &'static str,
    /// The number that Dolibarr gave it.
    made: Option<ErpId>,
    /// The name under which an image is in Dolibarr now.
    name: Option<String>,
    /// An image that cannot be had.
    broken: Option<ShopId>,
    /// It may work later.
    later: bool,
    /// Why nothing was done.
    why: Option<Explanation>,
    /// Other bytes have come in its place, behind all others: the order has to be looked at again.
    moved: bool,
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
    /// Names of files, by step.
    names: Vec<Option<String>>,
    broken: Vec<ShopId>,
    moved: bool,
    /// Why something has to be tried again that did not stop the rest.
    later: Option<Explanation>,
    /// What a person has to know of a file that was left, or of a document that shows otherwise.
    remark: Option<Explanation>,
    /// A document shows otherwise than it was written.
    otherwise: bool,
    settlements: Vec<Settlement>,
    /// The first reason counts.
    stop: Option<Stop>,
    cut: Option<Cut>,
}

impl Progress {
    fn new(ready: &Ready) -> Self {
        let made = vec![None; ready.steps.len()];
        Self {
            names: vec![None; made.len()],
            made,
            broken: Vec::new(),
            moved: false,
            later: None,
            remark: None,
            otherwise: ready.otherwise,
            settlements: ready.settlements.clone(),
            stop: None,
            cut: None,
        }
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
            if progress.waits_for_earlier(step) || step.operation.after_all() {
                while let Some((index, end)) = beside.next().await {
                    self.note(&plan, &mut progress, index, end);
                }
            }
            if progress.is_over() {
                break;
            }
            let made = progress.made.clone();
            let names = progress.names.clone();
            let plan = &plan;
            let mut running =
                Box::pin(async move { (index, self.step_of(plan, index, step, &made, &names).await) });
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
        Box::pin(self.undo(&plan, &mut progress)).await;
        match progress.cut {
            Some(Cut::Lost) => Ok(None),
            Some(Cut::Broken(error)) => Err(error),
            None => {
                let end = self.end(ready, entries, progress);
                if ready.anew && !matches!(end.next, Next::Retry { .. }) {
                    self.store.unchoose(&ready.job.key).await?;
                }
                Ok(Some(end))
            }
        }
    }

    /// What was put on sale for a moment is taken off sale, also when the plan was stopped in that moment.
    async fn undo(&self, plan: &Plan<'_>, progress: &mut Progress) {
        let sent = |progress: &Progress, index: usize| {
            let entry = plan.entries.get(index);
            entry.is_some_and(|entry| progress.settlements.iter().any(|it| it.entry == *entry))
        };
        for (index, step) in plan.ready.steps.iter().enumerate() {
            let Operation::ProductOffSale(moment) = &step.operation else { continue };
            let mut before = plan.ready.steps.iter().take(index).enumerate();
            let was_put_on =
                before.find(|(_, it)| matches!(&it.operation, Operation::ProductOnSale(it) if it == moment));
            let needless = was_put_on.is_some_and(|(on, _)| !sent(progress, on));
            if progress.cut.is_some() || needless || sent(progress, index) {
                continue;
            }
            let end = self.step(plan, index, step, &[], None).await;
            self.note(plan, progress, index, end);
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
            StepEnd::Otherwise(why) => {
                progress.otherwise = true;
                progress.remark.get_or_insert_with(|| why.clone());
                ("done", None, Some(why))
            }
            StepEnd::File(end) => {
                if let Some(slot) = progress.made.get_mut(index) {
                    *slot = end.made;
                }
                if let Some(slot) = progress.names.get_mut(index) {
                    *slot = end.name;
                }
                progress.moved |= end.moved;
                if end.later {
                    progress.later.clone_from(&end.why);
                } else if let Some(image) = end.broken.filter(|image| !progress.broken.contains(image)) {
                    progress.broken.push(image);
                } else if end.broken.is_none() && end.why.is_some() {
                    progress.remark.clone_from(&end.why);
                }
                (end.word, end.made, end.why)
            }
            StepEnd::Left(why) => {
                progress.remark.get_or_insert_with(|| why.clone());
                ("rejected", None, Some(why))
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

    fn end(&self, ready: &Ready, entries: &[u64], progress: Progress) -> JobEnd {
        let Progress {
            made, names, broken, moved, later, remark, otherwise, mut settlements, mut stop, ..
        } = progress;
        if let (None, Some(why)) = (&stop, later) {
            stop = Some(self.again("not_sent", ready.job.attempts, why));
        }
        let finished = stop.is_none() && !moved;
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
        let mut links = ready.links.clone();
        for ((step, id), name) in ready.steps.iter().zip(&made).zip(&names) {
            if let (Some(key), Operation::ImageUpload(write)) = (&step.links, &step.operation)
                && broken.contains(&write.image)
                && name.is_none()
            {
                // Remembered without what was sent: it could not be had.
                links.push(Link {
                    key: key.clone(),
                    erp_kind: ErpKind::File,
                    erp_id: ErpId(0),
                    fingerprint: None,
                    adopted: false,
                    standing: None,
                    doubted: false,
                });
            }
            if let (Some(key), Some(id), Some(kind)) = (&step.links, id, step.operation.creates()) {
                links.push(Link {
                    key: key.clone(),
                    erp_kind: kind,
                    erp_id: *id,
                    fingerprint: Some(match &step.operation {
                        Operation::PaymentCreate(write) => Fingerprint::stored(write.on.as_str()),
                        Operation::ImageUpload(write) => Fingerprint::stored(&sent_as(
                            &write.reference,
                            name.as_deref().unwrap_or_default(),
                        )),
                        _ => ready.wanted.fingerprint.clone(),
                    }),
                    adopted: false,
                    standing: ready.standings.get(key).copied(),
                    doubted: false,
                });
            }
        }
        // Images that could not be had were given no number.
        let unnumbered = ready.steps.iter().zip(&names).filter(|(step, name)| {
            let own = step.links.as_ref().is_some_and(|key| key.kind == Kind::Image);
            own && name.is_none() && is_numbered(step)
        });
        let unnumbered = unnumbered.count() as u64;
        for link in links.iter_mut().filter(|link| link.key.kind == Kind::Images) {
            link.erp_id = ErpId(link.erp_id.0.saturating_sub(unnumbered));
        }
        if !finished {
            // What these remember says what is still to be taken away: as long as it is not, they remember what they did.
            let undoes =
                matches!(ready.wanted.document, WantedDocument::Pack(_) | WantedDocument::GoneCombination(_));
            links.retain(|link| !(undoes && link.key == ready.wanted.key));
            // What payments, images and levels of stock remember is no fingerprint.
            let is_part = |link: &Link| {
                matches!(link.erp_kind, ErpKind::Payment | ErpKind::Stock)
                    || matches!(link.key.kind, Kind::Image | Kind::CombinationImage)
            };
            let is_held = |key: &Key| ready.told.as_ref().is_some_and(|told| told.held.contains(key));
            for link in links.iter_mut().filter(|link| !is_part(link)) {
                link.fingerprint = None;
                // What is half done differs from what it was, and no person did that.
                link.standing = link.standing.filter(|_| is_held(&link.key));
            }
        }
        if ready.held.is_some() && finished {
            // What is held back is looked at again: a fingerprint that matches nothing.
            let looked_at = Fingerprint::stored(&format!("held.{}", ready.wanted.fingerprint.as_str()));
            for link in links.iter_mut().filter(|link| link.key == ready.wanted.key) {
                link.fingerprint = Some(looked_at.clone());
            }
        }
        if otherwise {
            look_again(&ready.wanted.key, &mut links);
        }
        JobEnd {
            reference: ready.wanted.reference.clone(),
            links,
            settlements,
            next: match (stop, &ready.wanted.document) {
                (Some(stop), _) => stop.next,
                (None, _) if moved => {
                    Next::Retry { at, explanation: Explanation::new("images-order-again"), counts: true }
                }
                (None, _) if ready.held.is_some() => {
                    let all = ready.held.iter().chain(&ready.remark).cloned().chain(remark);
                    let held = Explanation::all(all);
                    held.map_or(Next::InStep, Next::Quarantined)
                }
                (None, WantedDocument::Images(images)) if !images.lacking.is_empty() => {
                    in_step(&ready.wanted)
                }
                (None, WantedDocument::Images(images)) if !broken.is_empty() => {
                    Next::InStepBut(broken_images(images.product, &ready.wanted.reference, &broken))
                }
                (None, WantedDocument::Images(_)) => Next::InStep,
                (None, _) if is_stock(&ready.job.key) => self.read_back(ready),
                // Another product had its reference or barcode when this was decided, and may have given it up since.
                (None, _) if is_kept(&ready.found) && ready.job.attempts == 0 => {
                    Next::Retry { at, explanation: Explanation::new("product-kept-again"), counts: true }
                }
                (None, _) if ready.told.is_some() => {
                    let mut told = ready.told.clone();
                    if let Some(told) = &mut told {
                        told.explanation.also.extend(remark);
                    }
                    told.map_or(Next::InStep, |told| told.next())
                }
                (None, _) => {
                    let own = ready.wanted.remark().filter(|_| otherwise && ready.remark.is_none());
                    let remark = Explanation::all(ready.remark.clone().into_iter().chain(remark).chain(own));
                    match remark {
                        Some(remark) => in_step_but(&ready.wanted, remark),
                        None => in_step(&ready.wanted),
                    }
                }
            },
        }
    }

    /// Levels of stock are read back, by the batch, and are in step only when they are as they were wanted; each such look
    /// counts, so that nobody's level is corrected for ever.
    fn read_back(&self, ready: &Ready) -> Next {
        if ready.job.attempts + 1 >= MOST_ATTEMPTS {
            return Next::Failed(Explanation::new("stock-never-agrees"));
        }
        let explanation = Explanation::new("stock-read-back");
        Next::Retry { at: self.clock.now(), explanation, counts: true }
    }

    /// A step, with the file that it is about, if it is about one.
    async fn step_of(
        &self,
        plan: &Plan<'_>,
        index: usize,
        step: &Step,
        made: &[Option<ErpId>],
        names: &[Option<String>],
    ) -> StepEnd {
        match &step.operation {
            Operation::ImageUpload(_) | Operation::FileCopy(_) => {
                let left_out = not_numbered(plan.ready.steps.get(..index).unwrap_or_default(), step, names);
                self.file(plan, index, step, made, left_out).await
            }
            Operation::FileDelete { path, replaced_by: Some(Target::Step(by)), .. } => {
                let kept = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
                // Nothing came in its place, or the same bytes under the same name.
                match names.get(*by).and_then(Option::as_deref) {
                    Some(name) if name != kept => self.step(plan, index, step, made, None).await,
                    _ => StepEnd::Done(None, "nothing_done"),
                }
            }
            Operation::FileDelete { path, copied: Some(proof), .. } => {
                if self.is_copied(proof).await {
                    return self.step(plan, index, step, made, None).await;
                }
                let why = Explanation::new("file-left-behind").with("file", path);
                StepEnd::File(FileEnd { word: "not_sent", why: Some(why), ..FileEnd::default() })
            }
            _ => self.step(plan, index, step, made, None).await,
        }
    }

    /// Whether Dolibarr shows the copy in its folder, with its size.
    async fn is_copied(&self, proof: &CopyProof) -> bool {
        let look = Look::new(ErpKind::File, LookBy::OfProduct(proof.product));
        let Ok(seen) = self.erp.look(std::slice::from_ref(&look)).await else { return false };
        seen.get(&look).unwrap_or_default().iter().any(
            |object| matches!(object, ErpObject::File(it) if it.name == proof.name && it.size == proof.size),
        )
    }

    /// A step that sends a file.
    async fn file(
        &self,
        plan: &Plan<'_>,
        index: usize,
        step: &Step,
        made: &[Option<ErpId>],
        left_out: u64,
    ) -> StepEnd {
        let attempts = plan.ready.job.attempts;
        let fetch = match &step.operation {
            Operation::FileCopy(copy) => content::copy(self.erp, self.held, copy).await,
            Operation::ImageUpload(write) => content::image(self.shop, self.held, write).await,
            _ => Fetch::Nothing,
        };
        let image = match &step.operation {
            Operation::ImageUpload(write) => Some(write),
            _ => None,
        };
        let number = image.map(|write| {
            ErpId(write.position.saturating_sub(if write.is_numbered() { left_out } else { 0 }))
        });
        match fetch {
            Fetch::Present(name) => StepEnd::File(FileEnd {
                word: "nothing_done",
                made: number,
                name: Some(name),
                ..FileEnd::default()
            }),
            Fetch::Nothing => StepEnd::Done(None, "nothing_done"),
            Fetch::Broken(why) => StepEnd::File(FileEnd {
                word: "not_sent",
                broken: image.map(|write| write.image),
                why: Some(why),
                ..FileEnd::default()
            }),
            Fetch::Failed(why) => {
                StepEnd::File(FileEnd { word: "not_sent", later: true, why: Some(why), ..FileEnd::default() })
            }
            Fetch::Later(why) => self.retry("not_sent", attempts, why),
            Fetch::Refused(why) => stopped("not_sent", why, Next::Failed),
            Fetch::Content(file, room) => {
                let end = self.step(plan, index, step, made, Some(&file)).await;
                drop(room);
                match end {
                    StepEnd::Done(_, word) => {
                        let same = |it: &passerelle_core::plan::PresentFile| it.name == file.name;
                        let moved = image.is_some_and(|write| {
                            !write.present.is_empty() && !write.present.iter().any(same)
                        });
                        let made = if moved { None } else { number };
                        let name = Some(file.name);
                        StepEnd::File(FileEnd { word, made, name, moved, ..FileEnd::default() })
                    }
                    other => other,
                }
            }
        }
    }

    async fn step(
        &self,
        plan: &Plan<'_>,
        index: usize,
        step: &Step,
        made: &[Option<ErpId>],
        file: Option<&FileContent>,
    ) -> StepEnd {
        let attempts = plan.ready.job.attempts;
        let mut repeats = 0;
        loop {
            let outcome = match self.send(plan, index, step, made, file).await {
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
                    if step.operation.creates().is_some() && created.is_none() && file.is_none() {
                        return self.unknown(attempts, Explanation::new("erp-no-id"));
                    }
                    return match object.as_deref().and_then(totals).zip(expected(&step.operation)) {
                        Some((found, wanted)) if found != wanted => stopped(
                            "done",
                            totals_differ(&step.operation, found, wanted)
                                .with("reference", &plan.ready.wanted.reference),
                            Next::Quarantined,
                        ),
                        _ => match object.as_deref().and_then(|it| shows(&step.operation)?.otherwise(it)) {
                            Some(why) => {
                                StepEnd::Otherwise(why.with("reference", &plan.ready.wanted.reference))
                            }
                            None => StepEnd::Done(created, "done"),
                        },
                    };
                }
                Outcome::NothingDone => return StepEnd::Done(None, "nothing_done"),
                Outcome::Rejected(explanation) => {
                    if is_raced(&explanation) && attempts < MOST_RACES {
                        return self.retry("rejected", attempts, explanation);
                    }
                    if let Some(left) = left_as_it_is(&step.operation, made, &explanation) {
                        return StepEnd::Left(left);
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
        file: Option<&FileContent>,
    ) -> Result<Outcome, Cut> {
        if step.operation.lane() == Lane::Parallel {
            self.keep_fresh(plan, index).await?;
            self.meter.count(&step.operation);
            return Ok(match file {
                Some(file) => self.erp.upload(&step.operation, file).await,
                None => self.erp.execute(&step.operation, made).await,
            });
        }
        let _turn = self.serial.lock().await;
        // Waiting for the turn takes time as well.
        self.keep_fresh(plan, index).await?;
        self.meter.count(&step.operation);
        let begun = std::time::Instant::now();
        let outcome = self.erp.execute(&step.operation, made).await;
        self.meter.serial(begun.elapsed());
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
        StepEnd::Stopped(Box::new(self.again(outcome, attempts, explanation)))
    }

    fn again(&self, outcome: &'static str, attempts: u32, explanation: Explanation) -> Stop {
        let at = self.clock.now().checked_add(pause(attempts)).unwrap_or(jiff::Timestamp::MAX);
        let why = explanation.clone();
        let next = if attempts + 1 >= MOST_ATTEMPTS {
            Next::Failed(why)
        } else {
            Next::Retry { at, explanation: why, counts: true }
        };
        Stop { outcome, explanation, next }
    }
}

/// Whether Dolibarr gives the file of this step a number of its own.
fn is_numbered(step: &Step) -> bool {
    matches!(&step.operation, Operation::ImageUpload(write) if write.is_numbered())
}

/// Images that were to be sent into the same folder before this one, but were not: so it gets a lower number.
fn not_numbered(before: &[Step], step: &Step, names: &[Option<String>]) -> u64 {
    let Operation::ImageUpload(write) = &step.operation else { return 0 };
    let same = |step: &Step| matches!(&step.operation, Operation::ImageUpload(it) if it.reference == write.reference && it.is_numbered());
    before.iter().zip(names).filter(|(step, name)| name.is_none() && same(step)).count() as u64
}

/// A third party that is there and that Dolibarr does not let be changed: most often because of a customer code that does not fit
/// the model of codes. Its customer is on it all the same, and its orders go on.
fn left_as_it_is(operation: &Operation, made: &[Option<ErpId>], why: &Explanation) -> Option<Explanation> {
    let Operation::ThirdPartyUpdate { target, .. } = operation else { return None };
    // A missing right, or a text that is too long, is mended by somebody; this is not known to be.
    let is_mute = matches!(why.id.as_str(), "erp-no-effect" | "erp-customer-code-refused" | "erp-refused");
    let id = resolve(*target, made).filter(|_| is_mute)?;
    Some(Explanation::new("third-party-left").with("third_party", id))
}

/// Somebody took it between the look and the call: it is looked for again.
fn is_raced(explanation: &Explanation) -> bool {
    matches!(
        explanation.id.as_str(),
        // Another order's plan had the product on sale when this one looked.
        "erp-reference-taken" | "erp-barcode-taken" | "erp-label-taken" | "erp-product-off-sale"
    )
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

fn shows(operation: &Operation) -> Option<&Shows> {
    match operation {
        Operation::OrderValidate { shows, .. } | Operation::InvoiceValidate { shows, .. } => Some(shows),
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

/// Whether another product has the reference or barcode that this one should have.
fn is_kept(found: &[Found]) -> bool {
    found.iter().any(|it| it.on.as_ref().is_some_and(|on| on.as_str().starts_with("kept.")))
}
