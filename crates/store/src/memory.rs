//! The store in memory, for the engine's tests and simulations: maps under a mutex, the same rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use passerelle_core::accept::Acceptance;
use passerelle_core::decide::Choice;
use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ShopId, Tag};
use passerelle_engine::ports::seen::{SeenChanges, SeenList, SeenPage};
use passerelle_engine::ports::store::{
    Backlog, ClaimedJob, Cursor, Document, DocumentState, Intent, JobEnd, JournalEntry, Link, Next,
    OwnedLink, Settlement, StateCounts, Store, StoreResult,
};

use crate::REMARKS;
use crate::seen::{Differences, Stored};
use crate::slot::{
    Awaits, CLAIM_LIMIT, JOURNAL_LIMIT, REFERENCE_LIMIT, Slot, folded, is_end, is_open, lease_end, settles,
    whole_micros,
};

/// A store that is gone with the value. Nothing in it waits, so that a simulation runs it to the same end every time.
#[derive(Debug, Default)]
pub struct InMemoryStore {
    state: Mutex<State>,
}

impl InMemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    fence: u64,
    slots: BTreeMap<Key, Slot>,
    /// Keys with a waiting job and no running one.
    queue: BTreeSet<Key>,
    running: BTreeSet<Key>,
    waits: BTreeMap<Key, BTreeSet<Key>>,
    /// `waits`, the other way round.
    awaited: BTreeMap<Key, BTreeSet<Key>>,
    links: BTreeMap<Key, Link>,
    /// Whose job made a link.
    owners: BTreeMap<Key, Key>,
    journal: Vec<JournalEntry>,
    /// Positions in the journal.
    entries: BTreeMap<Key, Vec<usize>>,
    cursors: BTreeMap<(Tag, String), Cursor>,
    choices: BTreeMap<Key, Choice>,
    acceptances: BTreeMap<Key, Acceptance>,
    /// Rows of swept lists.
    seen: BTreeMap<(Tag, String), BTreeMap<u64, Stored>>,
}

impl State {
    fn slot_put(&mut self, slot: Slot) {
        set(&mut self.queue, &slot.key, slot.hold.is_none() && slot.due.is_some());
        set(&mut self.running, &slot.key, slot.hold.is_some());
        self.slots.insert(slot.key.clone(), slot);
    }

    fn waits_put(&mut self, key: &Key, on: BTreeSet<Key>) {
        for awaited in &on {
            self.awaited.entry(awaited.clone()).or_default().insert(key.clone());
        }
        self.waits.insert(key.clone(), on);
    }

    fn waits_drop(&mut self, key: &Key) {
        for awaited in self.waits.remove(key).unwrap_or_default() {
            if let Some(waiting) = self.awaited.get_mut(&awaited) {
                waiting.remove(key);
            }
        }
    }

    fn waits_wake(&mut self, ended: &Key, now: Timestamp) {
        for key in self.awaited.remove(ended).unwrap_or_default() {
            let Some(on) = self.waits.get_mut(&key) else { continue };
            on.remove(ended);
            if on.is_empty() {
                self.waits.remove(&key);
                if let Some(mut slot) = self.slots.get(&key).cloned() {
                    slot.wake(now);
                    self.slot_put(slot);
                }
            }
        }
    }

    fn mark(&mut self, keys: &[Key], now: Timestamp) -> u64 {
        let mut made = 0;
        for key in keys {
            let Some(mut slot) = self.slots.get(key).cloned() else {
                self.slot_put(Slot::new(key.clone(), now));
                made += 1;
                continue;
            };
            if slot.state == DocumentState::Parked {
                self.waits_drop(key);
            }
            made += u64::from(slot.mark(now));
            self.slot_put(slot);
        }
        made
    }

    fn lose(&mut self, now: Timestamp, which: impl Fn(&Slot) -> bool) -> u64 {
        let keys: Vec<Key> = self.running.iter().cloned().collect();
        let mut lost = 0;
        for key in keys {
            if let Some(mut slot) = self.slots.get(&key).filter(|slot| which(slot)).cloned() {
                slot.lose(now);
                self.slot_put(slot);
                lost += 1;
            }
        }
        lost
    }

    fn open(&self, key: &Key) -> impl Iterator<Item = &JournalEntry> {
        self.of(key).filter(|entry| is_open(outcome(entry)))
    }

    fn of(&self, key: &Key) -> impl DoubleEndedIterator<Item = &JournalEntry> {
        self.entries.get(key).into_iter().flatten().filter_map(|at| self.journal.get(*at))
    }

    fn settle(&mut self, key: &Key, settlement: &Settlement) {
        let position = settlement.entry.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        if let Some(entry) = position.and_then(|at| self.journal.get_mut(at))
            && entry.key == *key
            && settles(outcome(entry), &settlement.outcome)
        {
            entry.settlement = Some(Settlement { at: whole_micros(settlement.at), ..settlement.clone() });
        }
    }

    fn park(&mut self, key: &Key, fence: u64, on: &[Key], now: Timestamp) -> (Awaits, BTreeSet<Key>) {
        let mut on: BTreeSet<Key> = on.iter().filter(|awaited| *awaited != key).cloned().collect();
        if on.is_empty() {
            return (Awaits::Nothing, on);
        }
        for awaited in &on {
            if !self.slots.contains_key(awaited) {
                self.slot_put(Slot::new(awaited.clone(), now));
            }
        }
        on.retain(|awaited| self.slots.get(awaited).is_none_or(|slot| slot.ended < fence));
        let awaits = if on.is_empty() { Awaits::Ended } else { Awaits::Some };
        (awaits, on)
    }

    /// Does what the differences of a swept list ask for.
    fn differ(
        &mut self,
        tag: &Tag,
        list: &SeenList<'_>,
        differences: Differences,
        now: Timestamp,
    ) -> SeenChanges {
        let (changed, gone) = (differences.put.len() as u64, differences.forget.len() as u64);
        let rows = self.seen.entry((tag.clone(), list.name.to_owned())).or_default();
        for id in differences.forget {
            rows.remove(&id);
        }
        for row in differences.put {
            rows.insert(row.id, row);
        }
        let mut keys: Vec<Key> = differences.keys.into_iter().collect();
        for name in list.owned {
            let rows = self.seen.get(&(tag.clone(), name.clone()));
            let owned = rows.into_iter().flat_map(BTreeMap::values);
            let owned = owned.filter(|row| differences.owners.contains(&row.owner));
            keys.extend(owned.map(|row| Key::new(tag, list.owned_kind, ShopId(row.id))));
        }
        SeenChanges { changed, gone, marked: self.mark(&keys, now) }
    }

    fn document(&self, slot: &Slot) -> Document {
        let waits_for = self.waits.get(&slot.key).into_iter().flatten().cloned().collect();
        slot.clone().into_document(waits_for)
    }

    fn slots_of(&self, tag: &Tag) -> impl Iterator<Item = &Slot> {
        let first = Key::new(tag, Kind::Service, ShopId(0));
        self.slots.range(first..).map(|(_, slot)| slot).take_while(move |slot| slot.key.tag == *tag)
    }
}

fn set(keys: &mut BTreeSet<Key>, key: &Key, is_in: bool) {
    if !is_in {
        keys.remove(key);
    } else if !keys.contains(key) {
        keys.insert(key.clone());
    }
}

fn outcome(entry: &JournalEntry) -> Option<&str> {
    entry.settlement.as_ref().map(|settlement| settlement.outcome.as_str())
}

#[async_trait]
impl Store for InMemoryStore {
    async fn mark(&self, keys: &[Key], now: Timestamp) -> StoreResult<u64> {
        Ok(self.state().mark(keys, whole_micros(now)))
    }

    async fn mark_with_cursor(
        &self,
        tag: &Tag,
        keys: &[Key],
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<u64> {
        let mut state = self.state();
        state.cursors.insert((tag.clone(), cursor.name.clone()), cursor.clone());
        Ok(state.mark(keys, whole_micros(now)))
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
        let now = whole_micros(now);
        let mut state = self.state();
        state.lose(now, |slot| slot.key.tag == *tag && slot.has_lapsed(now));
        let first = Key::new(tag, Kind::Service, ShopId(0));
        let due: Vec<Slot> = state
            .queue
            .range(first..)
            .take_while(|key| key.tag == *tag)
            .filter(|key| kinds.contains(&key.kind))
            .filter_map(|key| state.slots.get(key))
            .filter(|slot| slot.is_due(now))
            .take(limit.min(CLAIM_LIMIT) as usize)
            .cloned()
            .collect();
        let mut jobs = Vec::with_capacity(due.len());
        for mut slot in due {
            state.fence += 1;
            let fence = state.fence;
            slot.claim(fence, worker, now, lease_end(now, lease));
            let unsettled = state.open(&slot.key).next().is_some();
            jobs.push(ClaimedJob { key: slot.key.clone(), fence, attempts: slot.attempts, unsettled });
            state.slot_put(slot);
        }
        Ok(jobs)
    }

    async fn renew(&self, jobs: &[(Key, u64)], now: Timestamp, lease: Duration) -> StoreResult<Vec<Key>> {
        let mut state = self.state();
        let until = lease_end(whole_micros(now), lease);
        let mut lost = Vec::new();
        for (key, fence) in jobs {
            match state.slots.get_mut(key).and_then(|slot| slot.hold.as_mut()) {
                Some(hold) if hold.fence == *fence => hold.until = until,
                _ => lost.push(key.clone()),
            }
        }
        Ok(lost)
    }

    async fn recover(&self, tag: &Tag, worker: &str, now: Timestamp) -> StoreResult<u64> {
        let is_its = |slot: &Slot| {
            slot.key.tag == *tag && slot.hold.as_ref().is_some_and(|hold| hold.worker == worker)
        };
        Ok(self.state().lose(whole_micros(now), is_its))
    }

    async fn release(&self, jobs: &[(Key, u64)]) -> StoreResult<()> {
        let mut state = self.state();
        for (key, fence) in jobs {
            if let Some(mut slot) = state.slots.get(key).filter(|slot| slot.is_held(*fence)).cloned() {
                slot.release();
                state.slot_put(slot);
            }
        }
        Ok(())
    }

    async fn intend(
        &self,
        key: &Key,
        fence: u64,
        intents: &[Intent],
        now: Timestamp,
    ) -> StoreResult<Option<Vec<u64>>> {
        let now = whole_micros(now);
        let mut state = self.state();
        if !state.slots.get(key).is_some_and(|slot| slot.is_held(fence) && !slot.has_lapsed(now)) {
            return Ok(None);
        }
        let mut ids = Vec::with_capacity(intents.len());
        for intent in intents {
            let position = state.journal.len();
            let id = position as u64 + 1;
            let entry = JournalEntry {
                id,
                key: key.clone(),
                intended_at: now,
                intent: intent.clone(),
                settlement: None,
            };
            state.journal.push(entry);
            state.entries.entry(key.clone()).or_default().push(position);
            ids.push(id);
        }
        Ok(Some(ids))
    }

    async fn reaffirm(&self, key: &Key, fence: u64, entries: &[u64], now: Timestamp) -> StoreResult<bool> {
        let now = whole_micros(now);
        let mut state = self.state();
        if !state.slots.get(key).is_some_and(|slot| slot.is_held(fence) && !slot.has_lapsed(now)) {
            return Ok(false);
        }
        for entry in state.journal.iter_mut().filter(|entry| entries.contains(&entry.id)) {
            if entry.key == *key && entry.settlement.is_none() {
                entry.intended_at = now;
            }
        }
        Ok(true)
    }

    async fn finish(&self, key: &Key, fence: u64, end: &JobEnd, now: Timestamp) -> StoreResult<bool> {
        let now = whole_micros(now);
        let mut state = self.state();
        for settlement in &end.settlements {
            state.settle(key, settlement);
        }
        let Some(mut slot) = state.slots.get(key).filter(|slot| slot.is_held(fence)).cloned() else {
            return Ok(false);
        };
        for link in &end.links {
            state.links.insert(link.key.clone(), link.clone());
            state.owners.insert(link.key.clone(), key.clone());
        }
        let (awaits, on) = match &end.next {
            Next::Parked { on, .. } => state.park(key, fence, on, now),
            _ => (Awaits::Nothing, BTreeSet::new()),
        };
        slot.end(&end.reference, &end.next, awaits, state.fence, now);
        if slot.state == DocumentState::Parked {
            state.waits_put(key, on);
        }
        state.slot_put(slot);
        if is_end(&end.next) {
            state.waits_wake(key, now);
        }
        Ok(true)
    }

    async fn backlog(&self, tag: &Tag, now: Timestamp) -> StoreResult<Backlog> {
        let now = whole_micros(now);
        let state = self.state();
        let mut backlog = Backlog::default();
        for slot in state.slots_of(tag) {
            if slot.is_due(now) || slot.has_lapsed(now) {
                *backlog.due.entry(slot.key.kind).or_default() += 1;
            } else if slot.hold.is_some() {
                backlog.running += 1;
            } else if slot.due.is_some() {
                backlog.later += 1;
                backlog.next_due = [backlog.next_due, slot.due].into_iter().flatten().min();
            } else if slot.state == DocumentState::Parked {
                backlog.parked += 1;
            }
        }
        Ok(backlog)
    }

    async fn links(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Link>> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| Some((key.clone(), state.links.get(key)?.clone()))).collect())
    }

    async fn links_with(&self, tag: &Tag, kind: ErpKind, ids: &[ErpId]) -> StoreResult<Vec<Link>> {
        let state = self.state();
        let is_one =
            |link: &&Link| link.key.tag == *tag && link.erp_kind == kind && ids.contains(&link.erp_id);
        Ok(state.links.values().filter(is_one).cloned().collect())
    }

    async fn doubt(&self, keys: &[Key]) -> StoreResult<()> {
        let mut state = self.state();
        for key in keys {
            if let Some(link) = state.links.get_mut(key) {
                link.fingerprint = None;
            }
        }
        Ok(())
    }

    async fn suspect(&self, keys: &[Key]) -> StoreResult<()> {
        let mut state = self.state();
        for key in keys {
            if let Some(link) = state.links.get_mut(key) {
                link.doubted = true;
            }
        }
        Ok(())
    }

    async fn forget(&self, keys: &[Key]) -> StoreResult<()> {
        let mut state = self.state();
        for key in keys {
            state.links.remove(key);
            state.owners.remove(key);
        }
        Ok(())
    }

    async fn links_between(
        &self,
        tag: &Tag,
        kind: ErpKind,
        after: ErpId,
        to: ErpId,
    ) -> StoreResult<Vec<OwnedLink>> {
        let state = self.state();
        let is_meant = |link: &&Link| {
            link.key.tag == *tag && link.erp_kind == kind && link.erp_id > after && link.erp_id <= to
        };
        let owned =
            |link: &Link| OwnedLink { link: link.clone(), owner: state.owners.get(&link.key).cloned() };
        let mut links: Vec<OwnedLink> = state.links.values().filter(is_meant).map(owned).collect();
        links.sort_by(|a, b| (a.link.erp_id, &a.link.key).cmp(&(b.link.erp_id, &b.link.key)));
        Ok(links)
    }

    async fn documents(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Document>> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| Some((key.clone(), state.document(state.slots.get(key)?)))).collect())
    }

    async fn documents_by_reference(&self, tag: &Tag, reference: &str) -> StoreResult<Vec<Document>> {
        let state = self.state();
        let reference = folded(reference);
        let found = |slot: &&Slot| !slot.reference.is_empty() && folded(&slot.reference) == reference;
        Ok(state.slots_of(tag).filter(found).take(REFERENCE_LIMIT).map(|slot| state.document(slot)).collect())
    }

    async fn documents_in(
        &self,
        tag: &Tag,
        states: &[DocumentState],
        limit: u32,
    ) -> StoreResult<Vec<Document>> {
        let state = self.state();
        let found = state.slots_of(tag).filter(|slot| states.contains(&slot.state)).take(limit as usize);
        Ok(found.map(|slot| state.document(slot)).collect())
    }

    async fn remarked(&self, tag: &Tag, kinds: &[Kind], limit: u32) -> StoreResult<Vec<Document>> {
        let state = self.state();
        let remarked = |slot: &&Slot| {
            slot.state == DocumentState::InStep
                && slot.explanation.is_some()
                && kinds.contains(&slot.key.kind)
        };
        let found = state.slots_of(tag).filter(remarked).take(limit as usize);
        Ok(found.map(|slot| state.document(slot)).collect())
    }

    async fn counts(&self, tag: &Tag) -> StoreResult<StateCounts> {
        let mut counts = StateCounts::new();
        for slot in self.state().slots_of(tag) {
            *counts.entry((slot.key.kind, slot.state)).or_default() += 1;
        }
        Ok(counts)
    }

    async fn remarks(&self, tag: &Tag) -> StoreResult<Vec<(Kind, Explanation, u64)>> {
        let mut said: Vec<(Kind, Explanation, u64)> = Vec::new();
        for slot in self.state().slots_of(tag).filter(|slot| slot.state == DocumentState::InStep) {
            let Some(why) = &slot.explanation else { continue };
            match said.iter_mut().find(|(kind, it, _)| *kind == slot.key.kind && it == why) {
                Some((_, _, count)) => *count += 1,
                None => said.push((slot.key.kind, why.clone(), 1)),
            }
        }
        said.sort_by_key(|(kind, why, count)| (std::cmp::Reverse(*count), *kind, why.id.clone()));
        said.truncate(REMARKS);
        Ok(said)
    }

    async fn journal(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        let state = self.state();
        let mut entries: Vec<JournalEntry> = state.of(key).rev().take(JOURNAL_LIMIT).cloned().collect();
        entries.reverse();
        Ok(entries)
    }

    async fn unsettled(&self, key: &Key) -> StoreResult<Vec<JournalEntry>> {
        Ok(self.state().open(key).take(JOURNAL_LIMIT).cloned().collect())
    }

    async fn choose(&self, key: &Key, choice: Choice, of: &Key, now: Timestamp) -> StoreResult<()> {
        let mut state = self.state();
        state.choices.insert(key.clone(), choice);
        state.mark(std::slice::from_ref(of), whole_micros(now));
        Ok(())
    }

    async fn unchoose(&self, key: &Key) -> StoreResult<()> {
        self.state().choices.remove(key);
        Ok(())
    }

    async fn accept(&self, key: &Key, acceptances: &[(Key, Acceptance)], now: Timestamp) -> StoreResult<()> {
        let now = whole_micros(now);
        let mut state = self.state();
        for (of, acceptance) in acceptances {
            state.acceptances.insert(of.clone(), acceptance.clone());
            let position = state.journal.len();
            let id = position as u64 + 1;
            let settlement = Settlement {
                entry: id,
                outcome: "done".to_owned(),
                erp_id: None,
                at: now,
                explanation: None,
            };
            state.journal.push(JournalEntry {
                id,
                key: key.clone(),
                intended_at: now,
                intent: Intent::acceptance(of, acceptance),
                settlement: Some(settlement),
            });
            state.entries.entry(key.clone()).or_default().push(position);
        }
        state.mark(std::slice::from_ref(key), now);
        Ok(())
    }

    async fn acceptances(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Acceptance>> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| Some((key.clone(), state.acceptances.get(key)?.clone()))).collect())
    }

    async fn choices(&self, keys: &[Key]) -> StoreResult<HashMap<Key, Choice>> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| Some((key.clone(), *state.choices.get(key)?))).collect())
    }

    async fn cursor(&self, tag: &Tag, name: &str) -> StoreResult<Option<Cursor>> {
        Ok(self.state().cursors.get(&(tag.clone(), name.to_owned())).cloned())
    }

    async fn see(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        page: &SeenPage<'_>,
        cursor: &Cursor,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        let mut state = self.state();
        let stored = state.seen.entry((tag.clone(), list.name.to_owned())).or_default();
        let mut differences = Differences::default();
        for row in page.rows {
            differences.row(tag, list, stored.get(&row.id), row);
        }
        for (id, gone) in stored.range((Bound::Excluded(page.after), Bound::Included(page.to))) {
            if page.rows.binary_search_by_key(id, |row| row.id).is_err() {
                differences.gone(tag, list, gone);
            }
        }
        state.cursors.insert((tag.clone(), cursor.name.clone()), cursor.clone());
        Ok(state.differ(tag, list, differences, whole_micros(now)))
    }

    async fn seen_behind(&self, tag: &Tag, list: &str, after: u64) -> StoreResult<u64> {
        let state = self.state();
        let rows = state.seen.get(&(tag.clone(), list.to_owned())).into_iter().flat_map(BTreeMap::keys);
        Ok(rows.filter(|id| **id > after).count() as u64)
    }

    async fn see_gone(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        after: u64,
        limit: u32,
        now: Timestamp,
    ) -> StoreResult<SeenChanges> {
        let mut state = self.state();
        let mut differences = Differences::default();
        let rows =
            state.seen.get(&(tag.clone(), list.name.to_owned())).into_iter().flat_map(BTreeMap::values);
        for gone in rows.filter(|row| row.id > after).take(limit as usize) {
            differences.gone(tag, list, gone);
        }
        Ok(state.differ(tag, list, differences, whole_micros(now)))
    }

    async fn journal_len(&self, tag: &Tag) -> StoreResult<u64> {
        Ok(self.state().journal.iter().filter(|entry| entry.key.tag == *tag).count() as u64)
    }
}
