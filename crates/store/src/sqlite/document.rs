//! Documents: slots loaded and saved, and what is read of them.

use std::collections::HashMap;

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, Tag};
use passerelle_engine::ports::store::{Backlog, Document, DocumentState, StateCounts};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::SqliteStore;
use super::dialect::{from_queue, from_running};
use super::sql::{CHUNK, groups, is_usual, places, places_for, rows};
use super::value::{
    Inner, explanation, get, get_explanation, get_key, get_kind, get_number, get_state, get_time, number,
    time,
};
use super::wait::waits_get;
use crate::slot::{Hold, REFERENCE_LIMIT, Slot, folded};

/// Every kind, lowest rank first.
pub(super) const KINDS: [Kind; 21] = {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = Kind::JOBS;
    let linked =
        [Kind::Invoice, Kind::Payment, Kind::OrderInvoice, Kind::Slip, Kind::Image, Kind::CombinationImage];
    let [p, q, r, s, t, u] = linked;
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u]
};

/// The columns of a slot, in the order in which it is read.
macro_rules! slot_columns {
    () => {
        "tag, kind, shop_id, reference, state, explanation, since, attempts, due, fence, worker, lease_until, ended"
    };
}
pub(super) use slot_columns;

const SAVED_COLUMNS: usize = 14;

const BY_REFERENCE: &str = concat!(
    "SELECT ",
    slot_columns!(),
    " FROM document WHERE tag = $1 AND reference_folded = $2 AND reference_folded <> '' ORDER BY kind, shop_id LIMIT $3"
);
const IN_STATES: &str = concat!(
    "SELECT ",
    slot_columns!(),
    " FROM document WHERE tag = $1 AND kind = $2 AND state IN ($3, $4, $5, $6, $7, $8, $9, $10) ORDER BY shop_id LIMIT $11"
);
const REMARKED: &str = concat!(
    "SELECT ",
    slot_columns!(),
    " FROM document WHERE tag = $1 AND kind = $2 AND state = $3 AND explanation IS NOT NULL ORDER BY shop_id LIMIT $4"
);
const COUNTS: &str = "SELECT kind, state, COUNT(*) FROM document WHERE tag = $1 GROUP BY kind, state";
const REMARKS: &str = "SELECT explanation, COUNT(*) FROM document WHERE tag = $1 AND kind = $2 AND state = 'in_step' \
     AND explanation IS NOT NULL GROUP BY explanation ORDER BY COUNT(*) DESC LIMIT $3";
const QUEUE: &str = concat!(
    "SELECT kind, SUM(CASE WHEN due <= $2 THEN 1 ELSE 0 END), COUNT(*), MIN(CASE WHEN due > $2 THEN due END)",
    from_queue!(),
    "WHERE tag = $1 AND fence IS NULL AND due IS NOT NULL GROUP BY kind"
);
const RUNNING: &str = concat!(
    "SELECT kind, SUM(CASE WHEN lease_until <= $2 THEN 1 ELSE 0 END), COUNT(*)",
    from_running!(),
    "WHERE tag = $1 AND fence IS NOT NULL GROUP BY kind"
);
const PARKED: &str = "SELECT COUNT(*) FROM document WHERE tag = $1 AND state = 'parked' AND kind = $2";

#[cfg(test)]
pub(super) const COUNTED: [&str; 4] = [COUNTS, QUEUE, RUNNING, PARKED];

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> =
        [BY_REFERENCE, IN_STATES, REMARKED, COUNTS, REMARKS, QUEUE, RUNNING, PARKED].map(String::from).into();
    all.extend([slots_sql(1), slots_sql(CHUNK), save_sql(1), save_sql(CHUNK)]);
    all
}

fn slots_sql(count: usize) -> String {
    let (columns, places) = (slot_columns!(), places(3, count));
    format!("SELECT {columns} FROM document WHERE tag = $1 AND kind = $2 AND shop_id IN ({places})")
}

fn save_sql(count: usize) -> String {
    format!(
        "INSERT INTO document ({}, reference_folded) VALUES {} ON CONFLICT (tag, kind, shop_id) DO UPDATE SET \
         reference = excluded.reference, state = excluded.state, explanation = excluded.explanation, \
         since = excluded.since, attempts = excluded.attempts, due = excluded.due, fence = excluded.fence, \
         worker = excluded.worker, lease_until = excluded.lease_until, ended = excluded.ended, \
         reference_folded = excluded.reference_folded",
        slot_columns!(),
        rows(count, SAVED_COLUMNS)
    )
}

pub(super) fn slot(row: &SqliteRow) -> Inner<Slot> {
    let hold = match get::<Option<i64>>(row, 9)? {
        Some(fence) => {
            Some(Hold { fence: u64::try_from(fence)?, worker: get(row, 10)?, until: get_time(row, 11)? })
        }
        None => None,
    };
    Ok(Slot {
        key: get_key(row, 0)?,
        reference: get(row, 3)?,
        state: get_state(row, 4)?,
        explanation: get_explanation(row, 5)?,
        since: get_time(row, 6)?,
        attempts: u32::try_from(get::<i64>(row, 7)?)?,
        due: get::<Option<i64>>(row, 8)?.map(time).transpose()?,
        hold,
        ended: get_number(row, 12)?,
    })
}

/// The slots of these keys; unknown ones are absent.
pub(super) async fn slots_load<'a>(
    db: &mut SqliteConnection,
    keys: impl IntoIterator<Item = &'a Key>,
) -> Inner<HashMap<Key, Slot>> {
    let mut slots = HashMap::new();
    for group in groups(keys) {
        let sql = slots_sql(places_for(group.keys.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
        for id in group.ids() {
            query = query.bind(number(id)?);
        }
        for row in query.fetch_all(&mut *db).await? {
            let slot = slot(&row)?;
            slots.insert(slot.key.clone(), slot);
        }
    }
    Ok(slots)
}

/// Writes slots, new or known. No key twice.
pub(super) async fn slots_save(db: &mut SqliteConnection, slots: &[Slot]) -> Inner<()> {
    for chunk in slots.chunks(CHUNK) {
        let sql = AssertSqlSafe(save_sql(chunk.len()));
        let mut query = sqlx::query(sql).persistent(is_usual(chunk.len()));
        for slot in chunk {
            let hold = slot.hold.as_ref();
            query = query
                .bind(slot.key.tag.as_str())
                .bind(slot.key.kind.word())
                .bind(number(slot.key.id.0)?)
                .bind(slot.reference.as_str())
                .bind(slot.state.word())
                .bind(explanation(slot.explanation.as_ref())?)
                .bind(slot.since.as_microsecond())
                .bind(i64::from(slot.attempts))
                .bind(slot.due.map(|due| due.as_microsecond()))
                .bind(hold.map(|hold| number(hold.fence)).transpose()?)
                .bind(hold.map(|hold| hold.worker.as_str()))
                .bind(hold.map(|hold| hold.until.as_microsecond()))
                .bind(number(slot.ended)?)
                .bind(folded(&slot.reference));
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Documents of slots, with what the parked ones wait for.
async fn documents_of(db: &mut SqliteConnection, slots: Vec<Slot>) -> Inner<Vec<Document>> {
    let parked = slots.iter().filter(|slot| slot.state == DocumentState::Parked).map(|slot| &slot.key);
    let mut waits = waits_get(db, parked).await?;
    Ok(slots
        .into_iter()
        .map(|slot| {
            let waits_for = waits.remove(&slot.key).unwrap_or_default();
            slot.into_document(waits_for)
        })
        .collect())
}

impl SqliteStore {
    pub(super) async fn documents_get(&self, keys: &[Key]) -> Inner<HashMap<Key, Document>> {
        let mut tx = self.read().await?;
        let slots = slots_load(&mut tx, keys).await?.into_values().collect();
        let documents = documents_of(&mut tx, slots).await?;
        Ok(documents.into_iter().map(|document| (document.key.clone(), document)).collect())
    }

    pub(super) async fn documents_find(&self, tag: &Tag, reference: &str) -> Inner<Vec<Document>> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(BY_REFERENCE)
            .bind(tag.as_str())
            .bind(folded(reference))
            .bind(i64::try_from(REFERENCE_LIMIT)?)
            .fetch_all(&mut *tx)
            .await?;
        let slots = rows.iter().map(slot).collect::<Inner<_>>()?;
        let mut documents = documents_of(&mut tx, slots).await?;
        documents.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(documents)
    }

    pub(super) async fn documents_list(
        &self,
        tag: &Tag,
        states: &[DocumentState],
        limit: u32,
    ) -> Inner<Vec<Document>> {
        let limit = usize::try_from(limit)?;
        let Some(any) = states.first() else { return Ok(Vec::new()) };
        let mut tx = self.read().await?;
        let mut slots = Vec::new();
        for kind in KINDS {
            if slots.len() >= limit {
                break;
            }
            let mut query = sqlx::query(IN_STATES).bind(tag.as_str()).bind(kind.word());
            for state in DocumentState::ALL {
                query = query.bind(if states.contains(&state) { state.word() } else { any.word() });
            }
            let rows = query.bind(i64::try_from(limit - slots.len())?).fetch_all(&mut *tx).await?;
            for row in &rows {
                slots.push(slot(row)?);
            }
        }
        documents_of(&mut tx, slots).await
    }

    pub(super) async fn documents_remarked(
        &self,
        tag: &Tag,
        kinds: &[Kind],
        limit: u32,
    ) -> Inner<Vec<Document>> {
        let limit = usize::try_from(limit)?;
        let mut tx = self.read().await?;
        let mut slots = Vec::new();
        for kind in KINDS.into_iter().filter(|kind| kinds.contains(kind)) {
            let left = i64::try_from(limit.saturating_sub(slots.len()))?;
            let query = sqlx::query(REMARKED).bind(tag.as_str()).bind(kind.word());
            let rows = query.bind(DocumentState::InStep.word()).bind(left).fetch_all(&mut *tx).await?;
            for row in &rows {
                slots.push(slot(row)?);
            }
        }
        documents_of(&mut tx, slots).await
    }

    pub(super) async fn state_counts(&self, tag: &Tag) -> Inner<StateCounts> {
        let rows = sqlx::query(COUNTS).bind(tag.as_str()).fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok(((get_kind(row, 0)?, get_state(row, 1)?), get_number(row, 2)?))).collect()
    }

    pub(super) async fn remarks_get(&self, tag: &Tag) -> Inner<Vec<(Kind, Explanation, u64)>> {
        let mut said = Vec::new();
        for kind in KINDS {
            let query = sqlx::query(REMARKS).bind(tag.as_str()).bind(kind.word());
            for row in query.bind(i64::try_from(crate::REMARKS)?).fetch_all(&self.reader).await? {
                if let Some(why) = get_explanation(&row, 0)? {
                    said.push((kind, why, get_number(&row, 1)?));
                }
            }
        }
        said.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
        said.truncate(crate::REMARKS);
        Ok(said)
    }

    pub(super) async fn backlog_get(&self, tag: &Tag, now: Timestamp) -> Inner<Backlog> {
        let mut tx = self.read().await?;
        let mut backlog = Backlog::default();
        let now = now.as_microsecond();
        for row in sqlx::query(QUEUE).bind(tag.as_str()).bind(now).fetch_all(&mut *tx).await? {
            let due = get_number(&row, 1)?;
            backlog.later += get_number(&row, 2)?.saturating_sub(due);
            if due > 0 {
                backlog.due.insert(get_kind(&row, 0)?, due);
            }
            let next = get::<Option<i64>>(&row, 3)?.map(time).transpose()?;
            backlog.next_due = [backlog.next_due, next].into_iter().flatten().min();
        }
        for row in sqlx::query(RUNNING).bind(tag.as_str()).bind(now).fetch_all(&mut *tx).await? {
            let lapsed = get_number(&row, 1)?;
            backlog.running += get_number(&row, 2)?.saturating_sub(lapsed);
            if lapsed > 0 {
                *backlog.due.entry(get_kind(&row, 0)?).or_default() += lapsed;
            }
        }
        for kind in KINDS {
            let row = sqlx::query(PARKED).bind(tag.as_str()).bind(kind.word()).fetch_one(&mut *tx).await?;
            backlog.parked += get_number(&row, 0)?;
        }
        Ok(backlog)
    }
}
