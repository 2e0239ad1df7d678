//! The journal: intents before they are sent, and what became of them.

use std::collections::HashSet;

use jiff::Timestamp;
use passerelle_core::key::{ErpId, Key, Tag};
use passerelle_engine::ports::store::{Intent, JournalEntry, Settlement};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::SqliteStore;
use super::sql::{groups, places, places_for, rows};
use super::value::{Inner, explanation, get, get_explanation, get_key, get_number, get_time, number};
use crate::slot::{JOURNAL_LIMIT, is_open, whole_micros};

/// The columns of an entry, in the order in which it is read.
macro_rules! entry_columns {
    () => {
        "id, tag, kind, shop_id, intended_at, step, operation, why, external_ref, detail, \
         outcome, erp_id, settled_at, explanation"
    };
}

/// Intents in one statement at most; a plan rarely has more, so each number of them stays prepared.
const INTENTS: usize = 20;

const HOLD_CHECK: &str = "SELECT 1 FROM document \
    WHERE tag = $1 AND kind = $2 AND shop_id = $3 AND fence = $4 AND lease_until > $5";
/// Settled once; an unknown outcome once more, by what a look showed.
const SETTLE: &str = "UPDATE op SET outcome = $5, erp_id = $6, settled_at = $7, explanation = $8, open = $9 \
    WHERE id = $4 AND tag = $1 AND kind = $2 AND shop_id = $3 \
    AND open = 1 AND (outcome IS NULL OR $5 IN ('found', 'superseded'))";
const REAFFIRM: &str = "UPDATE op SET intended_at = $5 \
    WHERE id = $4 AND tag = $1 AND kind = $2 AND shop_id = $3 AND outcome IS NULL";
const LATEST: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM op WHERE tag = $1 AND kind = $2 AND shop_id = $3 ORDER BY id DESC LIMIT $4"
);
const OPEN: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM op WHERE tag = $1 AND kind = $2 AND shop_id = $3 AND open = 1 ORDER BY id LIMIT $4"
);
const LEN: &str = "SELECT COUNT(*) FROM op WHERE tag = $1";

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [HOLD_CHECK, SETTLE, REAFFIRM, LATEST, OPEN, LEN].map(String::from).into();
    all.extend([open_keys_sql(1), put_sql(1), put_sql(INTENTS)]);
    all
}

fn put_sql(count: usize) -> String {
    let rows = rows(count, 10);
    format!(
        "INSERT INTO op (tag, kind, shop_id, intended_at, step, operation, why, external_ref, detail, open) \
         VALUES {rows} RETURNING id"
    )
}

fn open_keys_sql(count: usize) -> String {
    format!(
        "SELECT DISTINCT tag, kind, shop_id FROM op WHERE tag = $1 AND kind = $2 AND shop_id IN ({}) AND open = 1",
        places(3, count)
    )
}

fn entry(row: &SqliteRow) -> Inner<JournalEntry> {
    let id = get_number(row, 0)?;
    let settlement = match get::<Option<String>>(row, 10)? {
        None => None,
        Some(outcome) => Some(Settlement {
            entry: id,
            outcome,
            erp_id: get::<Option<i64>>(row, 11)?.map(i64::cast_unsigned).map(ErpId),
            at: get_time(row, 12)?,
            explanation: get_explanation(row, 13)?,
        }),
    };
    Ok(JournalEntry {
        id,
        key: get_key(row, 1)?,
        intended_at: get_time(row, 4)?,
        intent: Intent {
            step: u32::try_from(get::<i64>(row, 5)?)?,
            operation: get(row, 6)?,
            why: get(row, 7)?,
            external_ref: get(row, 8)?,
            detail: get(row, 9)?,
        },
        settlement,
    })
}

/// Those of these keys that have entries of which it is not known what became of them.
pub(super) async fn open_keys<'a>(
    db: &mut SqliteConnection,
    keys: impl IntoIterator<Item = &'a Key>,
) -> Inner<HashSet<Key>> {
    let mut open = HashSet::new();
    for group in groups(keys) {
        let sql = open_keys_sql(places_for(group.keys.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
        for id in group.ids() {
            query = query.bind(number(id)?);
        }
        for row in query.fetch_all(&mut *db).await? {
            open.insert(get_key(&row, 0)?);
        }
    }
    Ok(open)
}

/// Settles an entry of this key, if that is still to be done.
pub(super) async fn settlement_put(
    db: &mut SqliteConnection,
    key: &Key,
    settlement: &Settlement,
) -> Inner<()> {
    let done = sqlx::query(SETTLE)
        .bind(key.tag.as_str())
        .bind(key.kind.word())
        .bind(number(key.id.0)?)
        .bind(number(settlement.entry)?)
        .bind(settlement.outcome.as_str())
        .bind(settlement.erp_id.map(|id| number(id.0)).transpose()?)
        .bind(settlement.at.as_microsecond())
        .bind(explanation(settlement.explanation.as_ref())?)
        .bind(i64::from(is_open(Some(&settlement.outcome))))
        .execute(&mut *db)
        .await?;
    if done.rows_affected() == 0 {
        tracing::warn!(%key, entry = settlement.entry, outcome = settlement.outcome, "already settled: left as it is");
    }
    Ok(())
}

impl SqliteStore {
    pub(super) async fn intents_put(
        &self,
        key: &Key,
        fence: u64,
        intents: &[Intent],
        now: Timestamp,
    ) -> Inner<Option<Vec<u64>>> {
        let now = whole_micros(now).as_microsecond();
        let (tag, kind, id) = (key.tag.as_str(), key.kind.word(), number(key.id.0)?);
        let mut tx = self.write().await?;
        let held = sqlx::query(HOLD_CHECK)
            .bind(tag)
            .bind(kind)
            .bind(id)
            .bind(number(fence)?)
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
        if held.is_none() {
            return Ok(None);
        }
        let mut entries = Vec::with_capacity(intents.len());
        for chunk in intents.chunks(INTENTS) {
            let mut query = sqlx::query(AssertSqlSafe(put_sql(chunk.len())));
            for intent in chunk {
                query = query
                    .bind(tag)
                    .bind(kind)
                    .bind(id)
                    .bind(now)
                    .bind(i64::from(intent.step))
                    .bind(intent.operation.as_str())
                    .bind(intent.why.as_str())
                    .bind(intent.external_ref.as_deref())
                    .bind(intent.detail.as_deref())
                    .bind(1_i64);
            }
            for row in query.fetch_all(&mut *tx).await? {
                entries.push(get_number(&row, 0)?);
            }
        }
        // Rows are numbered in the order in which they are given; they may come back in another.
        entries.sort_unstable();
        tx.commit().await?;
        Ok(Some(entries))
    }

    pub(super) async fn intents_reaffirm(
        &self,
        key: &Key,
        fence: u64,
        entries: &[u64],
        now: Timestamp,
    ) -> Inner<bool> {
        let now = whole_micros(now).as_microsecond();
        let (tag, kind, id) = (key.tag.as_str(), key.kind.word(), number(key.id.0)?);
        let mut tx = self.write().await?;
        let held = sqlx::query(HOLD_CHECK)
            .bind(tag)
            .bind(kind)
            .bind(id)
            .bind(number(fence)?)
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
        if held.is_none() {
            return Ok(false);
        }
        for entry in entries {
            sqlx::query(REAFFIRM)
                .bind(tag)
                .bind(kind)
                .bind(id)
                .bind(number(*entry)?)
                .bind(now)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn entries_get(&self, sql: &'static str, key: &Key) -> Inner<Vec<JournalEntry>> {
        let rows = sqlx::query(sql)
            .bind(key.tag.as_str())
            .bind(key.kind.word())
            .bind(number(key.id.0)?)
            .bind(i64::try_from(JOURNAL_LIMIT)?)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(entry).collect()
    }

    pub(super) async fn journal_get(&self, key: &Key) -> Inner<Vec<JournalEntry>> {
        let mut entries = self.entries_get(LATEST, key).await?;
        entries.reverse();
        Ok(entries)
    }

    pub(super) async fn journal_open(&self, key: &Key) -> Inner<Vec<JournalEntry>> {
        self.entries_get(OPEN, key).await
    }

    pub(super) async fn journal_count(&self, tag: &Tag) -> Inner<u64> {
        get_number(&sqlx::query(LEN).bind(tag.as_str()).fetch_one(&self.reader).await?, 0)
    }
}
