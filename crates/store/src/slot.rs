//! A slot: the visible state of one key and its jobs, and what each event makes of them. Pure.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::Key;
use passerelle_engine::ports::store::{Document, DocumentState, Next};

/// Keys and jobs taken by one claim at most.
pub(crate) const CLAIM_LIMIT: u32 = 500;
/// Entries that one look into the journal gives at most.
pub(crate) const JOURNAL_LIMIT: usize = 500;
/// Documents that one reference finds at most.
pub(crate) const REFERENCE_LIMIT: usize = 50;

/// Everything about one key but its links and its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub key: Key,
    pub reference: String,
    pub state: DocumentState,
    pub explanation: Option<Explanation>,
    pub since: Timestamp,
    pub attempts: u32,
    /// When the waiting job is due; beside a running one, it was marked meanwhile.
    pub due: Option<Timestamp>,
    /// Who runs it.
    pub hold: Option<Hold>,
    /// What the fence counter stood at when the key last came to an end; 0 before.
    pub ended: u64,
}

/// The lease of a running job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    pub fence: u64,
    pub worker: String,
    pub until: Timestamp,
}

/// What a parked key has left to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaits {
    /// Some keys have not ended since the claim.
    Some,
    /// All have.
    Ended,
    /// It named none but itself.
    Nothing,
}

impl Slot {
    /// A key seen for the first time, waiting.
    pub fn new(key: Key, now: Timestamp) -> Self {
        Self {
            key,
            reference: String::new(),
            state: DocumentState::Waiting,
            explanation: None,
            since: now,
            attempts: 0,
            due: Some(now),
            hold: None,
            ended: 0,
        }
    }

    fn turn(&mut self, state: DocumentState, explanation: Option<Explanation>, now: Timestamp) {
        self.state = state;
        self.explanation = explanation;
        self.since = now;
    }

    /// True when `fence` is that of the running job.
    pub fn is_held(&self, fence: u64) -> bool {
        self.hold.as_ref().is_some_and(|hold| hold.fence == fence)
    }

    /// True when a job of it can be claimed.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.hold.is_none() && self.due.is_some_and(|due| due <= now)
    }

    /// True when its running job's lease ran out.
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        self.hold.as_ref().is_some_and(|hold| hold.until <= now)
    }

    /// It became dirty. True when that made a waiting job.
    pub fn mark(&mut self, now: Timestamp) -> bool {
        let had = self.due.is_some() || self.state == DocumentState::Parked;
        if self.hold.is_some() {
            self.due = Some(self.due.map_or(now, |due| due.min(now)));
            return !had;
        }
        if self.state != DocumentState::Waiting {
            self.turn(DocumentState::Waiting, None, now);
            self.due = Some(now);
        }
        self.due = self.due.map(|due| due.min(now));
        self.attempts = 0;
        !had
    }

    /// A worker takes its waiting job.
    pub fn claim(&mut self, fence: u64, worker: &str, now: Timestamp, until: Timestamp) {
        self.turn(DocumentState::Running, None, now);
        self.due = None;
        self.hold = Some(Hold { fence, worker: worker.to_owned(), until });
    }

    /// Its worker is gone.
    pub fn lose(&mut self, now: Timestamp) {
        self.attempts = if self.due.is_some() { 0 } else { self.attempts.saturating_add(1) };
        self.hold = None;
        self.due = Some(now);
        self.turn(DocumentState::Waiting, None, now);
    }

    /// Its worker gives it back untouched. It was due when it was claimed, so it is now.
    pub fn release(&mut self) {
        if self.due.is_some() {
            self.attempts = 0;
        }
        self.hold = None;
        self.due = Some(self.due.unwrap_or(self.since));
        self.turn(DocumentState::Waiting, None, self.since);
    }

    /// The last key it waited for has ended.
    pub fn wake(&mut self, now: Timestamp) {
        self.turn(DocumentState::Waiting, None, now);
        self.due = Some(now);
    }

    /// Its running job ends. `counter` is what the fence counter stands at.
    pub fn end(&mut self, reference: &str, next: &Next, awaits: Awaits, counter: u64, now: Timestamp) {
        if !reference.is_empty() {
            reference.clone_into(&mut self.reference);
        }
        self.hold = None;
        if is_end(next) {
            self.ended = counter;
        }
        if self.due.is_some() {
            self.attempts = 0;
            return self.turn(DocumentState::Waiting, None, now);
        }
        match next {
            Next::InStep => {
                self.attempts = 0;
                self.turn(DocumentState::InStep, None, now);
            }
            Next::InStepBut(why) => {
                self.attempts = 0;
                self.turn(DocumentState::InStep, Some(why.clone()), now);
            }
            Next::Failed(why) => {
                self.attempts = self.attempts.saturating_add(1);
                self.turn(DocumentState::Failed, Some(why.clone()), now);
            }
            Next::Quarantined(why) => {
                self.attempts = 0;
                self.turn(DocumentState::Quarantined, Some(why.clone()), now);
            }
            Next::Ignored(why) => {
                self.attempts = 0;
                self.turn(DocumentState::Ignored, Some(why.clone()), now);
            }
            Next::Retry { at, explanation, counts } => {
                self.attempts = self.attempts.saturating_add(u32::from(*counts));
                self.due = Some(whole_micros(*at));
                self.turn(DocumentState::Retrying, Some(explanation.clone()), now);
            }
            Next::Parked { explanation, .. } => match awaits {
                Awaits::Some => self.turn(DocumentState::Parked, Some(explanation.clone()), now),
                Awaits::Ended => self.wake(now),
                Awaits::Nothing => {
                    self.attempts = self.attempts.saturating_add(1);
                    self.wake(now);
                }
            },
        }
    }

    /// The document a person sees.
    pub fn into_document(self, waits_for: Vec<Key>) -> Document {
        Document {
            key: self.key,
            reference: self.reference,
            state: self.state,
            explanation: self.explanation,
            since: self.since,
            attempts: self.attempts,
            waits_for,
        }
    }
}

/// True when the key comes to an end with it, so that what waits for it is woken.
pub(crate) const fn is_end(next: &Next) -> bool {
    matches!(
        next,
        Next::InStep | Next::InStepBut(_) | Next::Failed(_) | Next::Quarantined(_) | Next::Ignored(_)
    )
}

/// True when an entry with this outcome may still be settled.
pub(crate) fn is_open(outcome: Option<&str>) -> bool {
    matches!(outcome, None | Some("unknown"))
}

/// True when `outcome` may settle an entry that stands at `present`.
pub(crate) fn settles(present: Option<&str>, outcome: &str) -> bool {
    match present {
        None => true,
        Some("unknown") => matches!(outcome, "found" | "superseded"),
        Some(_) => false,
    }
}

/// References are found without regard to case.
pub(crate) fn folded(reference: &str) -> String {
    reference.to_lowercase()
}

/// Times are kept to the microsecond.
pub(crate) fn whole_micros(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

/// The end of a lease that begins now; the end of time at most.
pub(crate) fn lease_end(now: Timestamp, lease: Duration) -> Timestamp {
    let micros = i64::try_from(lease.as_micros()).unwrap_or(i64::MAX);
    let end = now.as_microsecond().saturating_add(micros);
    Timestamp::from_microsecond(end).unwrap_or(Timestamp::MAX)
}
