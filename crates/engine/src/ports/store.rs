//! The store port: links, jobs, journal and cursors, committed together.
//!
//! A *job* is the duty to reconcile a key: at most one waiting and one running for each key. A *document* is the visible
//! state of a key. A *link* pairs a thing of the shop with a thing of Dolibarr. An *entry* of the journal is one operation:
//! its intent first, its outcome once.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use passerelle_core::accept::Acceptance;
use passerelle_core::decide::Choice;
use passerelle_core::erp::{ErpKind, Standing};
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, Kind, Tag};

use super::seen::{SeenChanges, SeenList, SeenPage};

/// The store itself is broken (disk full, locked, corrupt): stop. Never about one document.
#[derive(Debug, thiserror::Error)]
#[error("the state database failed while {doing}")]
pub struct StoreError {
    /// What was being done.
    pub doing: &'static str,
    /// What the database said.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// What every method gives back.
pub type StoreResult<T> = Result<T, StoreError>;

/// The pair of a thing of the shop and a thing of Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The thing of the shop.
    pub key: Key,
    /// The kind of the thing of Dolibarr.
    pub erp_kind: ErpKind,
    /// Its id.
    pub erp_id: ErpId,
    /// Fingerprint of what was last brought over; none when the link was made but its document is not finished.
    pub fingerprint: Option<Fingerprint>,
    /// True when a person had made the thing in Dolibarr and it was adopted.
    pub adopted: bool,
    /// What Dolibarr showed of an order or invoice when it was last left as it should be; none for others, and for what is
    /// not finished.
    pub standing: Option<Standing>,
    /// It may have been changed, merged or deleted in Dolibarr: an equal fingerprint does not end it without a look.
    pub doubted: bool,
}

/// A link, and whose job made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedLink {
    /// The link.
    pub link: Link,
    /// The key that it is reconciled with: of an invoice, its order. None for a link of an older program.
    pub owner: Option<Key>,
}

/// The visible state of a key. Each key seen is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentState {
    /// Both sides agree.
    InStep,
    /// A job waits for its turn.
    Waiting,
    /// A job waits until other keys are done.
    Parked,
    /// A job is running.
    Running,
    /// Something failed for now and will be tried again by itself at a time.
    Retrying,
    /// It failed for good until something changes (dead letter): why and what to do is in the explanation.
    Failed,
    /// Passerelle refuses to write it (totals, contradictions, ambiguity): why is in the explanation.
    Quarantined,
    /// A rule leaves it out: which is in the explanation.
    Ignored,
}

impl DocumentState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::InStep,
        Self::Waiting,
        Self::Parked,
        Self::Running,
        Self::Retrying,
        Self::Failed,
        Self::Quarantined,
        Self::Ignored,
    ];

    /// The word in the store and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InStep => "in_step",
            Self::Waiting => "waiting",
            Self::Parked => "parked",
            Self::Running => "running",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
            Self::Quarantined => "quarantined",
            Self::Ignored => "ignored",
        }
    }
}

/// The visible state of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The key.
    pub key: Key,
    /// What a person calls it (reference); may be empty.
    pub reference: String,
    /// The state.
    pub state: DocumentState,
    /// Why, when there is something to say.
    pub explanation: Option<Explanation>,
    /// Since when.
    pub since: Timestamp,
    /// Failed attempts in a row: retries that count, a failure for good, and runs whose worker was lost. A mark, an end in
    /// step, a refusal and a rule begin again at 0.
    pub attempts: u32,
    /// What a parked one still waits for.
    pub waits_for: Vec<Key>,
}

/// A job taken by a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// The key.
    pub key: Key,
    /// Rises with every claim: a worker that lost its lease cannot end the job any more.
    pub fence: u64,
    /// Failed attempts in a row before this one.
    pub attempts: u32,
    /// Operations of this key whose outcome was never recorded (crash) or is unknown: look before creating. That the job
    /// is due says nothing about how long ago they were sent (a mark makes it due at once): the entries' times do.
    pub unsettled: bool,
}

/// The intent of one operation, written before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Position in the plan, from 0.
    pub step: u32,
    /// Word of the operation.
    pub operation: String,
    /// Why.
    pub why: String,
    /// External reference of what it makes, when it makes something.
    pub external_ref: Option<String>,
    /// Proof or detail as JSON, without personal data: for documents their lines and the sums of both sides.
    pub detail: Option<String>,
}

/// What became of one operation, for the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Which entry.
    pub entry: u64,
    /// `done`, `nothing_done`, `rejected`, `rolled_back`, `throttled`, `unknown`, `not_sent`, or after a later look `found`
    /// (it had been carried out) or `superseded` (it had not, or no longer matters).
    pub outcome: String,
    /// Id of what was made.
    pub erp_id: Option<ErpId>,
    /// When.
    pub at: Timestamp,
    /// What to tell a person, when it was not done.
    pub explanation: Option<Explanation>,
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number, rising, never used again.
    pub id: u64,
    /// The key it was for.
    pub key: Key,
    /// When its intent was written, or last said anew.
    pub intended_at: Timestamp,
    /// The intent.
    pub intent: Intent,
    /// What became of it; none while under way or after a crash before the next look.
    pub settlement: Option<Settlement>,
}

impl Intent {
    /// A person's word that a document which contradicts itself may be booked: who, why, and how much.
    #[must_use]
    pub fn acceptance(key: &Key, acceptance: &Acceptance) -> Self {
        let detail = serde_json::json!({
            "accepted": {
                "document": key.to_string(),
                "by": acceptance.by,
                "reason": acceptance.reason,
                "total": acceptance.figures.total,
                "parts": acceptance.figures.parts,
                "difference": acceptance.figures.difference(),
            }
        });
        Self {
            step: 0,
            operation: "accept".to_owned(),
            why: acceptance.reason.clone(),
            external_ref: Some(key.external_ref().as_str().to_owned()),
            detail: Some(detail.to_string()),
        }
    }
}

/// How a job ended. Everything in it is committed in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEnd {
    /// What a person calls the document; empty leaves the stored one.
    pub reference: String,
    /// Links made or changed (upserted by key).
    pub links: Vec<Link>,
    /// Journal entries settled. Unsettled entries of this key from before this claim are settled as `found`/`superseded`
    /// by the engine listing them here too.
    pub settlements: Vec<Settlement>,
    /// What is next.
    pub next: Next,
}

/// What is next for a key when its job ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Both sides agree. Wakes what waited for it.
    InStep,
    /// Both sides agree, and there is something left that a person has to know or to do. Wakes what waited for it.
    InStepBut(Explanation),
    /// Waits until these keys have ended in whatever way (a job is made for those that have no document yet). If all of
    /// them have ended since the job was claimed, it becomes waiting again at once. One that ended before the claim is
    /// waited for until it ends again: mark it, if it has to. The key itself is left out of the list; with nothing left to
    /// wait for, the run counts as a failed attempt. Keys that wait for each other stay parked: a backlog with nothing but
    /// parked ones shows it, and a mark wakes them.
    Parked {
        /// What it waits for.
        on: Vec<Key>,
        /// For a person.
        explanation: Explanation,
    },
    /// Try again at a time; counts as a failed attempt when `counts`.
    Retry {
        /// Not before.
        at: Timestamp,
        /// For a person.
        explanation: Explanation,
        /// Whether the number of attempts rises.
        counts: bool,
    },
    /// Failed until something changes; wakes what waited for it.
    Failed(Explanation),
    /// Refused until something changes; wakes what waited for it.
    Quarantined(Explanation),
    /// Left out by a rule; wakes what waited for it.
    Ignored(Explanation),
}

/// How far an enumeration has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its name, such as `orders` or `order_payments`.
    pub name: String,
    /// The latest `date_upd` of the last complete enumeration, as the shop wrote it; empty before the first.
    pub mark: String,
    /// Where an interrupted enumeration goes on, and since which mark it runs: opaque to the store.
    pub resume: Option<String>,
}

/// Counts by kind and state.
pub type StateCounts = HashMap<(Kind, DocumentState), u64>;

/// The store. Nothing in it spans a remote call; every method is one transaction.
#[async_trait]
pub trait Store: Send + Sync {
    /// Marks keys dirty: makes a waiting job for each, or leaves the waiting one there is; while one is running, a waiting
    /// one besides. Revives failed, quarantined and ignored ones; makes parked and retrying ones due now. Attempts begin
    /// again at 0. Gives back how many new waiting jobs were made; parked and retrying ones had one already.
    async fn mark(&self, keys: &[Key], now: Timestamp) -> StoreResult<u64>;

    /// Like [`Store::mark`] in one transaction with putting a cursor: an enumeration's page and how far it came.
    async fn mark_with_cursor(
        &self,
        tag: &Tag,
        keys: &[Key],
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<u64>;

    /// Takes up to `limit` waiting jobs of these kinds whose time has come, lowest (rank, id) first, none whose key is
    /// running. A lease that ran out counts as not running: its job waits again, and the run counts as a failed attempt (so
    /// that a document which kills its worker cannot do so for ever). Limits: at most 500.
    async fn claim(
        &self,
        tag: &Tag,
        kinds: &[Kind],
        limit: u32,
        worker: &str,
        now: Timestamp,
        lease: Duration,
    ) -> StoreResult<Vec<ClaimedJob>>;

    /// Prolongs the leases of running jobs; gives back those (key, fence) that are not ours any more.
    async fn renew(&self, jobs: &[(Key, u64)], now: Timestamp, lease: Duration) -> StoreResult<Vec<Key>>;

    /// Takes back, as waiting, the jobs of `tag` that a worker of this name left running when it was killed, without waiting
    /// for their leases; each counts as a failed attempt. For a worker that starts, whose name no other one alive has for
    /// this connection. Gives back how many.
    async fn recover(&self, tag: &Tag, worker: &str, now: Timestamp) -> StoreResult<u64>;

    /// Gives jobs back untouched, as waiting (at the end of a run that was interrupted).
    async fn release(&self, jobs: &[(Key, u64)]) -> StoreResult<()>;

    /// Writes the intents of a plan; gives back the journal entries' ids in the same order. Fails softly with none when the
    /// fence is no longer ours or the lease ran out: nothing may be sent then.
    async fn intend(
        &self,
        key: &Key,
        fence: u64,
        intents: &[Intent],
        now: Timestamp,
    ) -> StoreResult<Option<Vec<u64>>>;

    /// Says anew that these entries of a plan under way are still to be sent: their time becomes `now`, so that after a crash
    /// the wait is counted from near the last call. False when the fence is no longer ours or the lease ran out: nothing
    /// more may be sent then. Entries that are settled are left as they are.
    async fn reaffirm(&self, key: &Key, fence: u64, entries: &[u64], now: Timestamp) -> StoreResult<bool>;

    /// Ends a job. False when the fence is no longer ours: then nothing was written but the settlements. A key that was
    /// marked meanwhile is waiting afterwards, whatever comes next in `end`, and what waited for it is woken all the same.
    /// An entry is settled once; an `unknown` one once more, as `found` or `superseded`. Others, and entries of other keys,
    /// are left as they are.
    async fn finish(&self, key: &Key, fence: u64, end: &JobEnd, now: Timestamp) -> StoreResult<bool>;

    /// Jobs of `tag` that wait (due or not) or run, by kind; and when the next one that is not due becomes due. What waits
    /// beside a running one of its key counts as running only; what a lease that ran out holds counts as due.
    async fn backlog(&self, tag: &Tag, now: Timestamp) -> StoreResult<Backlog>;

    /// Links of these keys; keys without link are absent.
    async fn links(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Link>>;

    /// Links of this connection with these things of Dolibarr; those without link are absent.
    async fn links_with(&self, tag: &Tag, kind: ErpKind, ids: &[ErpId]) -> StoreResult<Vec<Link>>;

    /// Forgets what was last brought over for these keys, so that both sides are compared anew; links are kept.
    async fn doubt(&self, keys: &[Key]) -> StoreResult<()>;

    /// Notes that what these keys are linked with may have been changed in Dolibarr, so that the next job of each looks; all
    /// that their links remember is kept. A link that is put ends it.
    async fn suspect(&self, keys: &[Key]) -> StoreResult<()>;

    /// Forgets the links of these keys: what they were linked with is gone.
    async fn forget(&self, keys: &[Key]) -> StoreResult<()>;

    /// Links of `tag` with things of this kind whose numbers are behind `after` and not behind `to`, by number.
    async fn links_between(
        &self,
        tag: &Tag,
        kind: ErpKind,
        after: ErpId,
        to: ErpId,
    ) -> StoreResult<Vec<OwnedLink>>;

    /// Documents of these keys; unknown ones are absent.
    async fn documents(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Document>>;

    /// Documents whose reference is `reference` (exact, without regard to case), at most 50.
    async fn documents_by_reference(&self, tag: &Tag, reference: &str) -> StoreResult<Vec<Document>>;

    /// Documents in these states, ordered by kind and id, at most `limit`.
    async fn documents_in(
        &self,
        tag: &Tag,
        states: &[DocumentState],
        limit: u32,
    ) -> StoreResult<Vec<Document>>;

    /// Documents of these kinds on which both sides agree and that have something left for a person to know, ordered by kind
    /// and id, at most `limit`.
    async fn remarked(&self, tag: &Tag, kinds: &[Kind], limit: u32) -> StoreResult<Vec<Document>>;

    /// Counts by kind and state.
    async fn counts(&self, tag: &Tag) -> StoreResult<StateCounts>;

    /// What is remarked about documents on which both sides agree, with how many of each kind it is said in the same words; most
    /// frequent first, at most 1000.
    async fn remarks(&self, tag: &Tag) -> StoreResult<Vec<(Kind, Explanation, u64)>>;

    /// Journal entries of a key, oldest first, at most the last 500.
    async fn journal(&self, key: &Key) -> StoreResult<Vec<JournalEntry>>;

    /// Entries of a key without settlement, or settled `unknown` and not `superseded` since.
    async fn unsettled(&self, key: &Key) -> StoreResult<Vec<JournalEntry>>;

    /// Stores what a person decided for a key, in place of an earlier decision, and marks `of` like [`Store::mark`]: the key
    /// itself, or the one that it is reconciled with. It stands until another one is stored.
    async fn choose(&self, key: &Key, choice: Choice, of: &Key, now: Timestamp) -> StoreResult<()>;

    /// Forgets what a person decided for a key: it was carried out.
    async fn unchoose(&self, key: &Key) -> StoreResult<()>;

    /// What persons decided for these keys; keys without decision are absent.
    async fn choices(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Choice>>;

    /// Stores that a person accepts that these documents, all reconciled with `key`, contradict themselves, in place of earlier
    /// words; writes each into the journal of `key` as done, and marks `key` like [`Store::mark`].
    async fn accept(&self, key: &Key, acceptances: &[(Key, Acceptance)], now: Timestamp) -> StoreResult<()>;

    /// What persons accepted for these keys; keys without are absent.
    async fn acceptances(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Acceptance>>;

    /// A cursor; none before the first.
    async fn cursor(&self, tag: &Tag, name: &str) -> StoreResult<Option<Cursor>>;

    /// Compares a page of a swept list with what is stored of the numbers that it covers; stores what changed, marks what the
    /// changes are about like [`Store::mark`], and puts the cursor. A stored row of these numbers that the page lacks is
    /// gone: it is forgotten, and marked for everything that was looked for when it was seen. A page without changes writes
    /// nothing but the cursor.
    async fn see(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        page: &SeenPage<'_>,
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<SeenChanges>;

    /// How many rows of a swept list are stored with numbers behind `after`.
    async fn seen_behind(&self, tag: &Tag, list: &str, after: u64) -> StoreResult<u64>;

    /// Forgets rows with numbers behind `after`, lowest first, `limit` at most, and marks what they are about: they are gone,
    /// as the list has ended before them.
    async fn see_gone(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        after: u64,
        limit: u32,
        now: Timestamp,
    ) -> StoreResult<SeenChanges>;

    /// Number of journal entries in all, for summaries and tests.
    async fn journal_len(&self, tag: &Tag) -> StoreResult<u64>;
}

/// What there is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Waiting and due now, by kind.
    pub due: HashMap<Kind, u64>,
    /// Waiting but not due yet.
    pub later: u64,
    /// When the first of those is due.
    pub next_due: Option<Timestamp>,
    /// Parked.
    pub parked: u64,
    /// Running.
    pub running: u64,
}
