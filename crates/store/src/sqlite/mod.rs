//! The store on SQLite: one file, one writer connection, a few readers.

mod acceptance;
mod choice;
mod cursor;
mod dialect;
mod document;
mod job;
mod journal;
mod link;
mod migrate;
mod open;
mod seen;
mod sql;
#[cfg(test)]
mod tests;
mod value;
mod wait;

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use passerelle_core::accept::Acceptance;
use passerelle_core::decide::Choice;
use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, Tag};
use passerelle_engine::ports::seen::{SeenChanges, SeenList, SeenPage};
use passerelle_engine::ports::store::{
    Backlog, ClaimedJob, Cursor, Document, DocumentState, Intent, JobEnd, JournalEntry, Link, OwnedLink,
    StateCounts, Store, StoreResult,
};
use sqlx::SqlitePool;

pub use migrate::SchemaTooNew;

use value::Doing;

/// The store in one SQLite file. Several processes may open the same file.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    writer: SqlitePool,
    reader: SqlitePool,
}

#[async_trait]
impl Store for SqliteStore {
    async fn mark(&self, keys: &[Key], now: Timestamp) -> StoreResult<u64> {
        self.job_mark(keys, None, now).await.doing("marking documents")
    }

    async fn mark_with_cursor(
        &self,
        tag: &Tag,
        keys: &[Key],
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<u64> {
        self.job_mark(keys, Some((tag, cursor)), now).await.doing("marking documents and moving a cursor")
    }

    async fn claim(
        &self,
        tag: &Tag,
        kinds: &[Kind],
        limit: u32,
        worker: &str,
        now: Timestamp,
        lease: Duration,
    ) -> StoreResult<Vec<ClaimedJob>> {
        self.job_claim(tag, kinds, limit, worker, now, lease).await.doing("claiming jobs")
    }

    async fn renew(&self, jobs: &[(Key, u64)], now: Timestamp, lease: Duration) -> StoreResult<Vec<Key>> {
        self.job_renew(jobs, now, lease).await.doing("prolonging leases")
    }

    async fn recover(&self, tag: &Tag, worker: &str, now: Timestamp) -> StoreResult<u64> {
        self.job_recover(tag, worker, now).await.doing("taking back the jobs of a killed worker")
    }

    async fn release(&self, jobs: &[(Key, u64)]) -> StoreResult<()> {
        self.job_release(jobs).await.doing("giving jobs back")
    }

    async fn intend(
        &self,
        key: &Key,
        fence: u64,
        intents: &[Intent],
        now: Timestamp,
    ) -> StoreResult<Option<Vec<u64>>> {
        self.intents_put(key, fence, intents, now).await.doing("writing intents")
    }

    async fn reaffirm(&self, key: &Key, fence: u64, entries: &[u64], now: Timestamp) -> StoreResult<bool> {
        self.intents_reaffirm(key, fence, entries, now).await.doing("writing intents anew")
    }

    async fn finish(&self, key: &Key, fence: u64, end: &JobEnd, now: Timestamp) -> StoreResult<bool> {
        self.job_finish(key, fence, end, now).await.doing("ending a job")
    }

    async fn backlog(&self, tag: &Tag, now: Timestamp) -> StoreResult<Backlog> {
        self.backlog_get(tag, now).await.doing("counting the backlog")
    }

    async fn links(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Link>> {
        self.links_get(keys).await.doing("reading links")
    }

    async fn links_with(&self, tag: &Tag, kind: ErpKind, ids: &[ErpId]) -> StoreResult<Vec<Link>> {
        self.links_of(tag, kind, ids).await.doing("reading links")
    }

    async fn doubt(&self, keys: &[Key]) -> StoreResult<()> {
        self.links_doubt(keys).await.doing("doubting links")
    }

    async fn suspect(&self, keys: &[Key]) -> StoreResult<()> {
        self.links_suspect(keys).await.doing("doubting links")
    }

    async fn forget(&self, keys: &[Key]) -> StoreResult<()> {
        self.links_forget(keys).await.doing("forgetting links")
    }

    async fn links_between(
        &self,
        tag: &Tag,
        kind: ErpKind,
        after: ErpId,
        to: ErpId,
    ) -> StoreResult<Vec<OwnedLink>> {
        self.links_range(tag, kind, after, to).await.doing("reading links")
    }

    async fn documents(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Document>> {
        self.documents_get(keys).await.doing("reading documents")
    }

    async fn documents_by_reference(&self, tag: &Tag, reference: &str) -> StoreResult<Vec<Document>> {
        self.documents_find(tag, reference).await.doing("finding documents by their reference")
    }

    async fn documents_in(
        &self,
        tag: &Tag,
        states: &[DocumentState],
        limit: u32,
    ) -> StoreResult<Vec<Document>> {
        self.documents_list(tag, states, limit).await.doing("listing documents")
    }

    async fn remarked(&self, tag: &Tag, kinds: &[Kind], limit: u32) -> StoreResult<Vec<Document>> {
        self.documents_remarked(tag, kinds, limit).await.doing("listing remarks")
    }

    async fn counts(&self, tag: &Tag) -> StoreResult<StateCounts> {
        self.state_counts(tag).await.doing("counting documents")
    }

    async fn remarks(&self, tag: &Tag) -> StoreResult<Vec<(Kind, Explanation, u64)>> {
        self.remarks_get(tag).await.doing("reading remarks")
    }

    async fn journal(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        self.journal_get(key).await.doing("reading the journal")
    }

    async fn unsettled(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        self.journal_open(key).await.doing("reading unsettled entries")
    }

    async fn choose(&self, key: &Key, choice: Choice, of: &Key, now: Timestamp) -> StoreResult<()> {
        self.choice_put(key, choice, of, now).await.doing("storing a decision")
    }

    async fn unchoose(&self, key: &Key) -> StoreResult<()> {
        self.choice_drop(key).await.doing("forgetting a decision")
    }

    async fn accept(&self, key: &Key, acceptances: &[(Key, Acceptance)], now: Timestamp) -> StoreResult<()> {
        self.acceptances_put(key, acceptances, now).await.doing("storing an acceptance")
    }

    async fn acceptances(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Acceptance>> {
        self.acceptances_get(keys).await.doing("reading acceptances")
    }

    async fn choices(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Choice>> {
        self.choices_get(keys).await.doing("reading decisions")
    }

    async fn cursor(&self, tag: &Tag, name: &str) -> StoreResult<Option<Cursor>> {
        self.cursor_get(tag, name).await.doing("reading a cursor")
    }

    async fn see(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        page: &SeenPage<'_>,
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        self.seen_put(tag, list, page, cursor, now).await.doing("comparing a page of a list of the shop")
    }

    async fn seen_behind(&self, tag: &Tag, list: &str, after: u64) -> StoreResult<u64> {
        self.seen_count(tag, list, after).await.doing("counting rows of a list of the shop")
    }

    async fn see_gone(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        after: u64,
        limit: u32,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        self.seen_forget(tag, list, after, limit, now).await.doing("forgetting rows of a list of the shop")
    }

    async fn journal_len(&self, tag: &Tag) -> StoreResult<u64> {
        self.journal_count(tag).await.doing("counting the journal")
    }
}
