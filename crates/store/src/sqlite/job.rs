//! Jobs: marked, claimed, held and ended.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::key::{Key, Kind, Tag};
use passerelle_engine::ports::store::{ClaimedJob, Cursor, DocumentState, JobEnd, Next};
use sqlx::{Row, SqliteConnection};

use super::SqliteStore;
use super::cursor::cursor_put;
use super::dialect::{from_queue, from_running};
use super::document::{KINDS, slot, slot_columns, slots_load, slots_save};
use super::journal::{open_keys, settlement_put};
use super::link::links_put;
use super::sql::CHUNK;
use super::value::{Inner, get_number, number};
use super::wait::{waits_drop, waits_put, waits_wake};
use crate::slot::{Awaits, CLAIM_LIMIT, Slot, is_end, lease_end, whole_micros};

const FENCE_GET: &str = "SELECT value FROM meta WHERE name = 'fence'";
const FENCE_RAISE: &str = "UPDATE meta SET value = value + $1 WHERE name = 'fence' RETURNING value";
const DUE: &str = concat!(
    "SELECT ",
    slot_columns!(),
    from_queue!(),
    "WHERE tag = $1 AND kind = $2 AND fence IS NULL AND due IS NOT NULL AND due <= $3 ORDER BY shop_id LIMIT $4"
);
const LAPSED: &str = concat!(
    "SELECT ",
    slot_columns!(),
    from_running!(),
    "WHERE tag = $1 AND fence IS NOT NULL AND lease_until <= $2 ORDER BY lease_until LIMIT $3"
);
const HELD_BY: &str = concat!(
    "SELECT ",
    slot_columns!(),
    from_running!(),
    "WHERE tag = $1 AND worker = $2 AND fence IS NOT NULL LIMIT $3"
);
const RENEW: &str =
    "UPDATE document SET lease_until = $5 WHERE tag = $1 AND kind = $2 AND shop_id = $3 AND fence = $4";

#[cfg(test)]
pub(super) const STATEMENTS: [&str; 6] = [FENCE_GET, FENCE_RAISE, DUE, LAPSED, HELD_BY, RENEW];

/// Marks keys; gives back how many waiting jobs were made.
pub(super) async fn jobs_mark(db: &mut SqliteConnection, keys: &[Key], now: Timestamp) -> Inner<u64> {
    let distinct: BTreeSet<&Key> = keys.iter().collect();
    let distinct: Vec<&Key> = distinct.into_iter().collect();
    let mut made = 0;
    for chunk in distinct.chunks(CHUNK) {
        let mut known = slots_load(db, chunk.iter().copied()).await?;
        let mut changed = Vec::with_capacity(chunk.len());
        let mut woken = Vec::new();
        for key in chunk {
            let Some(before) = known.remove(*key) else {
                changed.push(Slot::new((*key).clone(), now));
                made += 1;
                continue;
            };
            let mut slot = before.clone();
            made += u64::from(slot.mark(now));
            if before.state == DocumentState::Parked {
                woken.push(*key);
            }
            if slot != before {
                changed.push(slot);
            }
        }
        slots_save(db, &changed).await?;
        waits_drop(db, woken).await?;
    }
    Ok(made)
}

/// Makes slots of these rows wait again.
async fn jobs_lose(db: &mut SqliteConnection, mut slots: Vec<Slot>, now: Timestamp) -> Inner<u64> {
    for slot in &mut slots {
        slot.lose(now);
    }
    slots_save(db, &slots).await?;
    Ok(u64::try_from(slots.len())?)
}

/// Parks a key: notes what it waits for, and makes jobs for those that were never seen.
async fn job_park(
    db: &mut SqliteConnection,
    slot: &Slot,
    fence: u64,
    on: &[Key],
    now: Timestamp,
) -> Inner<(Awaits, BTreeSet<Key>)> {
    let mut on: BTreeSet<Key> = on.iter().filter(|key| **key != slot.key).cloned().collect();
    if on.is_empty() {
        return Ok((Awaits::Nothing, on));
    }
    let known = slots_load(db, &on).await?;
    let new: Vec<Slot> =
        on.iter().filter(|key| !known.contains_key(*key)).map(|key| Slot::new(key.clone(), now)).collect();
    slots_save(db, &new).await?;
    // The counter is at least our fence since our claim, and was less before.
    on.retain(|key| known.get(key).is_none_or(|slot| slot.ended < fence));
    let awaits = if on.is_empty() { Awaits::Ended } else { Awaits::Some };
    Ok((awaits, on))
}

impl SqliteStore {
    pub(super) async fn job_mark(
        &self,
        keys: &[Key],
        cursor: Option<(&Tag, &Cursor)>,
        now: Timestamp,
    ) -> Inner<u64> {
        let mut tx = self.write().await?;
        let made = jobs_mark(&mut tx, keys, whole_micros(now)).await?;
        if let Some((tag, cursor)) = cursor {
            cursor_put(&mut tx, tag, cursor).await?;
        }
        tx.commit().await?;
        Ok(made)
    }

    pub(super) async fn job_claim(
        &self,
        tag: &Tag,
        kinds: &[Kind],
        limit: u32,
        worker: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Inner<Vec<ClaimedJob>> {
        let now = whole_micros(now);
        let limit = usize::try_from(limit.min(CLAIM_LIMIT))?;
        let mut tx = self.write().await?;
        let lapsed = sqlx::query(LAPSED)
            .bind(tag.as_str())
            .bind(now.as_microsecond())
            .bind(i64::from(CLAIM_LIMIT))
            .fetch_all(&mut *tx)
            .await?;
        jobs_lose(&mut tx, lapsed.iter().map(slot).collect::<Inner<_>>()?, now).await?;

        let mut slots: Vec<Slot> = Vec::new();
        for kind in KINDS.into_iter().filter(|kind| kinds.contains(kind)) {
            if slots.len() >= limit {
                break;
            }
            let rows = sqlx::query(DUE)
                .bind(tag.as_str())
                .bind(kind.word())
                .bind(now.as_microsecond())
                .bind(i64::try_from(limit - slots.len())?)
                .fetch_all(&mut *tx)
                .await?;
            for row in &rows {
                slots.push(slot(row)?);
            }
        }
        let jobs = if slots.is_empty() {
            Vec::new()
        } else {
            job_take(&mut tx, slots, worker, now, lease_end(now, lease)).await?
        };
        tx.commit().await?;
        Ok(jobs)
    }

    pub(super) async fn job_renew(
        &self,
        jobs: &[(Key, u64)],
        now: Timestamp,
        lease: Duration,
    ) -> Inner<Vec<Key>> {
        let until = lease_end(now, lease).as_microsecond();
        let mut lost = Vec::new();
        let mut tx = self.write().await?;
        for (key, fence) in jobs {
            let done = sqlx::query(RENEW)
                .bind(key.tag.as_str())
                .bind(key.kind.word())
                .bind(number(key.id.0)?)
                .bind(number(*fence)?)
                .bind(until)
                .execute(&mut *tx)
                .await?;
            if done.rows_affected() == 0 {
                lost.push(key.clone());
            }
        }
        tx.commit().await?;
        Ok(lost)
    }

    pub(super) async fn job_recover(&self, tag: &Tag, worker: &str, now: Timestamp) -> Inner<u64> {
        let mut tx = self.write().await?;
        let mut count = 0;
        loop {
            let query = sqlx::query(HELD_BY).bind(tag.as_str()).bind(worker);
            let rows = query.bind(i64::from(CLAIM_LIMIT)).fetch_all(&mut *tx).await?;
            if rows.is_empty() {
                break;
            }
            let slots = rows.iter().map(slot).collect::<Inner<_>>()?;
            count += jobs_lose(&mut tx, slots, whole_micros(now)).await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    pub(super) async fn job_release(&self, jobs: &[(Key, u64)]) -> Inner<()> {
        let mut tx = self.write().await?;
        let mut known = slots_load(&mut tx, jobs.iter().map(|(key, _)| key)).await?;
        let mut released = Vec::new();
        for (key, fence) in jobs {
            if known.get(key).is_some_and(|slot| slot.is_held(*fence))
                && let Some(mut slot) = known.remove(key)
            {
                slot.release();
                released.push(slot);
            }
        }
        slots_save(&mut tx, &released).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn job_finish(
        &self,
        key: &Key,
        fence: u64,
        end: &JobEnd,
        now: Timestamp,
    ) -> Inner<bool> {
        let now = whole_micros(now);
        let mut tx = self.write().await?;
        for settlement in &end.settlements {
            settlement_put(&mut tx, key, settlement).await?;
        }
        let slot = slots_load(&mut tx, [key]).await?.remove(key);
        let Some(mut slot) = slot.filter(|slot| slot.is_held(fence)) else {
            tx.commit().await?;
            return Ok(false);
        };
        links_put(&mut tx, key, &end.links).await?;
        let (awaits, on) = match &end.next {
            Next::Parked { on, .. } => job_park(&mut tx, &slot, fence, on, now).await?,
            _ => (Awaits::Nothing, BTreeSet::new()),
        };
        let ended = is_end(&end.next);
        let counter =
            if ended { get_number(&sqlx::query(FENCE_GET).fetch_one(&mut *tx).await?, 0)? } else { 0 };
        slot.end(&end.reference, &end.next, awaits, counter, now);
        slots_save(&mut tx, std::slice::from_ref(&slot)).await?;
        if slot.state == DocumentState::Parked {
            waits_put(&mut tx, key, &on).await?;
        }
        if ended {
            waits_wake(&mut tx, key, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Gives these slots to a worker, each with a fence of its own.
async fn job_take(
    db: &mut SqliteConnection,
    mut slots: Vec<Slot>,
    worker: &str,
    now: Timestamp,
    until: Timestamp,
) -> Inner<Vec<ClaimedJob>> {
    let count = u64::try_from(slots.len())?;
    let last: i64 = sqlx::query(FENCE_RAISE).bind(number(count)?).fetch_one(&mut *db).await?.try_get(0)?;
    let first = u64::try_from(last)?.saturating_sub(count).saturating_add(1);
    let open: HashSet<Key> = open_keys(db, slots.iter().map(|slot| &slot.key)).await?;
    let mut jobs = Vec::with_capacity(slots.len());
    for (slot, fence) in slots.iter_mut().zip(first..) {
        slot.claim(fence, worker, now, until);
        jobs.push(ClaimedJob {
            key: slot.key.clone(),
            fence,
            attempts: slot.attempts,
            unsettled: open.contains(&slot.key),
        });
    }
    slots_save(db, &slots).await?;
    Ok(jobs)
}
