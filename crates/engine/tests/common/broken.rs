//! A store that fails to end jobs.

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
    StateCounts, Store, StoreError, StoreResult,
};
use passerelle_store::InMemoryStore;

#[derive(Default)]
pub struct Broken(pub InMemoryStore);

#[async_trait]
impl Store for Broken {
    async fn finish(&self, _: &Key, _: u64, _: &JobEnd, _: Timestamp) -> StoreResult<bool> {
        Err(StoreError { doing: "ending a job", source: "disk full".into() })
    }

    async fn mark(&self, keys: &[Key], now: Timestamp) -> StoreResult<u64> {
        self.0.mark(keys, now).await
    }

    async fn mark_with_cursor(
        &self,
        tag: &Tag,
        keys: &[Key],
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<u64> {
        self.0.mark_with_cursor(tag, keys, cursor, now).await
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
        self.0.claim(tag, kinds, limit, worker, now, lease).await
    }

    async fn renew(&self, jobs: &[(Key, u64)], now: Timestamp, lease: Duration) -> StoreResult<Vec<Key>> {
        self.0.renew(jobs, now, lease).await
    }

    async fn recover(&self, tag: &Tag, worker: &str, now: Timestamp) -> StoreResult<u64> {
        self.0.recover(tag, worker, now).await
    }

    async fn release(&self, jobs: &[(Key, u64)]) -> StoreResult<()> {
        self.0.release(jobs).await
    }

    async fn intend(
        &self,
        key: &Key,
        fence: u64,
        intents: &[Intent],
        now: Timestamp,
    ) -> StoreResult<Option<Vec<u64>>> {
        self.0.intend(key, fence, intents, now).await
    }

    async fn reaffirm(&self, key: &Key, fence: u64, entries: &[u64], now: Timestamp) -> StoreResult<bool> {
        self.0.reaffirm(key, fence, entries, now).await
    }

    async fn backlog(&self, tag: &Tag, now: Timestamp) -> StoreResult<Backlog> {
        self.0.backlog(tag, now).await
    }

    async fn links(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Link>> {
        self.0.links(keys).await
    }

    async fn links_with(&self, tag: &Tag, kind: ErpKind, ids: &[ErpId]) -> StoreResult<Vec<Link>> {
        self.0.links_with(tag, kind, ids).await
    }

    async fn doubt(&self, keys: &[Key]) -> StoreResult<()> {
        self.0.doubt(keys).await
    }

    async fn suspect(&self, keys: &[Key]) -> StoreResult<()> {
        self.0.suspect(keys).await
    }

    async fn forget(&self, keys: &[Key]) -> StoreResult<()> {
        self.0.forget(keys).await
    }

    async fn links_between(
        &self,
        tag: &Tag,
        kind: ErpKind,
        after: ErpId,
        to: ErpId,
    ) -> StoreResult<Vec<OwnedLink>> {
        self.0.links_between(tag, kind, after, to).await
    }

    async fn documents(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Document>> {
        self.0.documents(keys).await
    }

    async fn documents_by_reference(&self, tag: &Tag, reference: &str) -> StoreResult<Vec<Document>> {
        self.0.documents_by_reference(tag, reference).await
    }

    async fn documents_in(
        &self,
        tag: &Tag,
        states: &[DocumentState],
        limit: u32,
    ) -> StoreResult<Vec<Document>> {
        self.0.documents_in(tag, states, limit).await
    }

    async fn remarked(&self, tag: &Tag, kinds: &[Kind], limit: u32) -> StoreResult<Vec<Document>> {
        self.0.remarked(tag, kinds, limit).await
    }

    async fn counts(&self, tag: &Tag) -> StoreResult<StateCounts> {
        self.0.counts(tag).await
    }

    async fn remarks(&self, tag: &Tag) -> StoreResult<Vec<(Kind, Explanation, u64)>> {
        self.0.remarks(tag).await
    }

    async fn journal(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        self.0.journal(key).await
    }

    async fn unsettled(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        self.0.unsettled(key).await
    }

    async fn choose(&self, key: &Key, choice: Choice, of: &Key, now: Timestamp) -> StoreResult<()> {
        self.0.choose(key, choice, of, now).await
    }

    async fn unchoose(&self, key: &Key) -> StoreResult<()> {
        self.0.unchoose(key).await
    }

    async fn choices(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Choice>> {
        self.0.choices(keys).await
    }

    async fn accept(&self, key: &Key, acceptances: &[(Key, Acceptance)], now: Timestamp) -> StoreResult<()> {
        self.0.accept(key, acceptances, now).await
    }

    async fn acceptances(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Acceptance>> {
        self.0.acceptances(keys).await
    }

    async fn cursor(&self, tag: &Tag, name: &str) -> StoreResult<Option<Cursor>> {
        self.0.cursor(tag, name).await
    }

    async fn see(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        page: &SeenPage<'_>,
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        self.0.see(tag, list, page, cursor, now).await
    }

    async fn seen_behind(&self, tag: &Tag, list: &str, after: u64) -> StoreResult<u64> {
        self.0.seen_behind(tag, list, after).await
    }

    async fn see_gone(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        after: u64,
        limit: u32,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        self.0.see_gone(tag, list, after, limit, now).await
    }

    async fn journal_len(&self, tag: &Tag) -> StoreResult<u64> {
        self.0.journal_len(tag).await
    }
}
