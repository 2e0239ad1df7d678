//! What parked keys wait for.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use passerelle_core::key::Key;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::sql::{CHUNK, groups, is_usual, places, places_for, rows};
use super::value::{Inner, get_key, number};

const IS_AWAITED: &str = "SELECT 1 FROM wait WHERE on_tag = $1 AND on_kind = $2 AND on_shop_id = $3 LIMIT 1";
/// Those that wait for this key and for no other.
const WAKE: &str = "UPDATE document SET state = 'waiting', explanation = NULL, since = $4, due = $4 \
    WHERE state = 'parked' AND (tag, kind, shop_id) IN \
    (SELECT tag, kind, shop_id FROM wait WHERE on_tag = $1 AND on_kind = $2 AND on_shop_id = $3) \
    AND NOT EXISTS (SELECT 1 FROM wait w \
    WHERE w.tag = document.tag AND w.kind = document.kind AND w.shop_id = document.shop_id \
    AND (w.on_tag <> $1 OR w.on_kind <> $2 OR w.on_shop_id <> $3))";
const ENDED: &str = "DELETE FROM wait WHERE on_tag = $1 AND on_kind = $2 AND on_shop_id = $3";

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [IS_AWAITED, WAKE, ENDED].map(String::from).into();
    all.extend([put_sql(1), put_sql(CHUNK), get_sql(1), drop_sql(1)]);
    all
}

fn put_sql(count: usize) -> String {
    let rows = rows(count, 6);
    format!("INSERT INTO wait (tag, kind, shop_id, on_tag, on_kind, on_shop_id) VALUES {rows}")
}

fn get_sql(count: usize) -> String {
    format!(
        "SELECT tag, kind, shop_id, on_tag, on_kind, on_shop_id FROM wait \
         WHERE tag = $1 AND kind = $2 AND shop_id IN ({})",
        places(3, count)
    )
}

fn drop_sql(count: usize) -> String {
    format!("DELETE FROM wait WHERE tag = $1 AND kind = $2 AND shop_id IN ({})", places(3, count))
}

/// Notes what a key waits for; it waited for nothing before.
pub(super) async fn waits_put(db: &mut SqliteConnection, key: &Key, on: &BTreeSet<Key>) -> Inner<()> {
    let on: Vec<&Key> = on.iter().collect();
    for chunk in on.chunks(CHUNK) {
        let sql = AssertSqlSafe(put_sql(chunk.len()));
        let mut query = sqlx::query(sql).persistent(is_usual(chunk.len()));
        for awaited in chunk {
            query = query
                .bind(key.tag.as_str())
                .bind(key.kind.word())
                .bind(number(key.id.0)?)
                .bind(awaited.tag.as_str())
                .bind(awaited.kind.word())
                .bind(number(awaited.id.0)?);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// What these keys wait for, ordered.
pub(super) async fn waits_get<'a>(
    db: &mut SqliteConnection,
    keys: impl IntoIterator<Item = &'a Key>,
) -> Inner<HashMap<Key, Vec<Key>>> {
    let mut waits = HashMap::<Key, Vec<Key>>::new();
    for group in groups(keys) {
        let sql = get_sql(places_for(group.keys.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
        for id in group.ids() {
            query = query.bind(number(id)?);
        }
        for row in query.fetch_all(&mut *db).await? {
            waits.entry(get_key(&row, 0)?).or_default().push(get_key(&row, 3)?);
        }
    }
    for on in waits.values_mut() {
        on.sort_unstable();
    }
    Ok(waits)
}

/// These keys wait for nothing any more.
pub(super) async fn waits_drop<'a>(
    db: &mut SqliteConnection,
    keys: impl IntoIterator<Item = &'a Key>,
) -> Inner<()> {
    for group in groups(keys) {
        let sql = drop_sql(places_for(group.keys.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
        for id in group.ids() {
            query = query.bind(number(id)?);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// A key has ended: what waited for it waits no more, and what waited for nothing else becomes waiting.
pub(super) async fn waits_wake(db: &mut SqliteConnection, ended: &Key, now: Timestamp) -> Inner<()> {
    let (tag, kind, id) = (ended.tag.as_str(), ended.kind.word(), number(ended.id.0)?);
    if sqlx::query(IS_AWAITED).bind(tag).bind(kind).bind(id).fetch_optional(&mut *db).await?.is_none() {
        return Ok(());
    }
    sqlx::query(WAKE).bind(tag).bind(kind).bind(id).bind(now.as_microsecond()).execute(&mut *db).await?;
    sqlx::query(ENDED).bind(tag).bind(kind).bind(id).execute(&mut *db).await?;
    Ok(())
}
