//! Swept lists: what their rows showed, compared page by page.

use std::collections::BTreeSet;

use jiff::Timestamp;
use passerelle_core::key::{Key, ShopId, Tag};
use passerelle_engine::ports::seen::{SeenChanges, SeenList, SeenPage};
use passerelle_engine::ports::store::Cursor;
use passerelle_engine::ports::sweep::Print;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::SqliteStore;
use super::cursor::cursor_put;
use super::job::jobs_mark;
use super::sql::{CHUNK, is_usual, places, places_for, rows};
use super::value::{Inner, get, get_number, number, unreadable};
use crate::seen::{Differences, Stored};
use crate::slot::whole_micros;

/// Stored rows read at once: a page may cover a range that many of them are gone from.
const RANGE_LIMIT: i64 = 4_000;
/// Bytes of one print.
const PRINT_BYTES: usize = 8;
const COLUMNS: usize = 5;

pub(super) const RANGE: &str = "SELECT row_id, owner_id, prints FROM seen \
    WHERE tag = $1 AND list = $2 AND row_id > $3 AND row_id <= $4 ORDER BY row_id LIMIT $5";
pub(super) const BEHIND: &str = "SELECT COUNT(*) FROM seen WHERE tag = $1 AND list = $2 AND row_id > $3";
pub(super) const OWNED: &str = "SELECT row_id FROM seen WHERE tag = $1 AND list = $2 AND owner_id = $3 AND owner_id <> 0 ORDER BY row_id";

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [RANGE, BEHIND, OWNED].map(String::from).into();
    all.extend([put_sql(1), put_sql(CHUNK), forget_sql(1), forget_sql(CHUNK)]);
    all
}

fn put_sql(count: usize) -> String {
    let rows = rows(count, COLUMNS);
    format!(
        "INSERT INTO seen (tag, list, row_id, owner_id, prints) VALUES {rows} \
         ON CONFLICT (tag, list, row_id) DO UPDATE SET owner_id = excluded.owner_id, prints = excluded.prints"
    )
}

fn forget_sql(count: usize) -> String {
    format!("DELETE FROM seen WHERE tag = $1 AND list = $2 AND row_id IN ({})", places(3, count))
}

fn stored(row: &SqliteRow) -> Inner<Stored> {
    let bytes: &[u8] = get(row, 2)?;
    let (parts, rest) = bytes.as_chunks::<PRINT_BYTES>();
    if !rest.is_empty() {
        return Err(unreadable("prints of a row", &format!("{bytes:?}")));
    }
    let prints = parts.iter().map(|part| Print::stored(u64::from_be_bytes(*part))).collect();
    Ok(Stored { id: get_number(row, 0)?, owner: get_number(row, 1)?, prints })
}

/// Stored rows of a range, lowest first, a few thousand at most.
async fn range_get(
    db: &mut SqliteConnection,
    tag: &Tag,
    list: &str,
    after: u64,
    to: u64,
) -> Inner<Vec<Stored>> {
    let rows = sqlx::query(RANGE)
        .bind(tag.as_str())
        .bind(list)
        .bind(number(after)?)
        .bind(number(to)?)
        .bind(RANGE_LIMIT)
        .fetch_all(db)
        .await?;
    rows.iter().map(stored).collect()
}

async fn rows_put(db: &mut SqliteConnection, tag: &Tag, list: &str, put: &[Stored]) -> Inner<()> {
    for chunk in put.chunks(CHUNK) {
        let sql = AssertSqlSafe(put_sql(chunk.len()));
        let mut query = sqlx::query(sql).persistent(is_usual(chunk.len()));
        for row in chunk {
            let prints: Vec<u8> = row.prints.iter().flat_map(|print| print.number().to_be_bytes()).collect();
            query = query
                .bind(tag.as_str())
                .bind(list)
                .bind(number(row.id)?)
                .bind(number(row.owner)?)
                .bind(prints);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

async fn rows_forget(db: &mut SqliteConnection, tag: &Tag, list: &str, forget: &[u64]) -> Inner<()> {
    for chunk in forget.chunks(CHUNK) {
        let mut ids = chunk.to_vec();
        if let Some(last) = ids.last().copied() {
            ids.resize(places_for(ids.len()), last);
        }
        let mut query = sqlx::query(AssertSqlSafe(forget_sql(ids.len()))).bind(tag.as_str()).bind(list);
        for id in ids {
            query = query.bind(number(id)?);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Keys of what belongs to these products.
async fn owned_keys(
    db: &mut SqliteConnection,
    tag: &Tag,
    list: &SeenList<'_>,
    owners: &BTreeSet<u64>,
) -> Inner<Vec<Key>> {
    let mut keys = Vec::new();
    for name in list.owned {
        for owner in owners {
            let query = sqlx::query(OWNED).bind(tag.as_str()).bind(name.as_str()).bind(number(*owner)?);
            for row in query.fetch_all(&mut *db).await? {
                keys.push(Key::new(tag, list.owned_kind, ShopId(get_number(&row, 0)?)));
            }
        }
    }
    Ok(keys)
}

/// Writes what the differences ask for; gives back how many waiting jobs were made.
async fn differences_put(
    db: &mut SqliteConnection,
    tag: &Tag,
    list: &SeenList<'_>,
    differences: Differences,
    now: Timestamp,
) -> Inner<u64> {
    rows_forget(db, tag, list.name, &differences.forget).await?;
    rows_put(db, tag, list.name, &differences.put).await?;
    let mut keys: Vec<Key> = differences.keys.into_iter().collect();
    keys.extend(owned_keys(db, tag, list, &differences.owners).await?);
    if keys.is_empty() {
        return Ok(0);
    }
    jobs_mark(db, &keys, now).await
}

impl SqliteStore {
    pub(super) async fn seen_put(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        page: &SeenPage<'_>,
        cursor: &Cursor,
        now: Timestamp,
    ) -> Inner<SeenChanges> {
        let now = whole_micros(now);
        let mut tx = self.write().await?;
        let mut changes = SeenChanges::default();
        let mut fresh = page.rows.iter().peekable();
        let mut after = page.after;
        // Part by part, as more rows may be gone than fit into memory.
        while after < page.to {
            let part = range_get(&mut tx, tag, list.name, after, page.to).await?;
            let is_whole = i64::try_from(part.len())? < RANGE_LIMIT;
            let to = if is_whole { page.to } else { part.last().map_or(page.to, |row| row.id) };
            let mut differences = Differences::default();
            let mut before = part.iter().peekable();
            while let Some(row) = fresh.next_if(|row| row.id <= to) {
                while let Some(gone) = before.next_if(|it| it.id < row.id) {
                    differences.gone(tag, list, gone);
                }
                let same = before.next_if(|it| it.id == row.id);
                differences.row(tag, list, same, row);
            }
            for gone in before {
                differences.gone(tag, list, gone);
            }
            changes.changed += u64::try_from(differences.put.len())?;
            changes.gone += u64::try_from(differences.forget.len())?;
            changes.marked += differences_put(&mut tx, tag, list, differences, now).await?;
            after = to;
        }
        cursor_put(&mut tx, tag, cursor).await?;
        tx.commit().await?;
        Ok(changes)
    }

    pub(super) async fn seen_count(&self, tag: &Tag, list: &str, after: u64) -> Inner<u64> {
        let row = sqlx::query(BEHIND)
            .bind(tag.as_str())
            .bind(list)
            .bind(number(after)?)
            .fetch_one(&self.reader)
            .await?;
        get_number(&row, 0)
    }

    pub(super) async fn seen_forget(
        &self,
        tag: &Tag,
        list: &SeenList<'_>,
        after: u64,
        limit: u32,
        now: Timestamp,
    ) -> Inner<SeenChanges> {
        let now = whole_micros(now);
        let mut tx = self.write().await?;
        let mut part = range_get(&mut tx, tag, list.name, after, i64::MAX.unsigned_abs()).await?;
        part.truncate(usize::try_from(limit)?);
        let mut differences = Differences::default();
        for gone in &part {
            differences.gone(tag, list, gone);
        }
        let gone = u64::try_from(differences.forget.len())?;
        let marked = differences_put(&mut tx, tag, list, differences, now).await?;
        tx.commit().await?;
        Ok(SeenChanges { changed: 0, gone, marked })
    }
}
