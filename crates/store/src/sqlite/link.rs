//! Links: the pairs of a thing of the shop and a thing of Dolibarr.

use std::collections::HashMap;

use passerelle_core::erp::ErpKind;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, Tag};
use passerelle_engine::ports::store::Link;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::SqliteStore;
use super::sql::{CHUNK, groups, places, places_for};
use super::value::{Inner, get, get_erp_kind, get_key, get_number, number};

const PUT: &str = "INSERT INTO link (tag, kind, shop_id, erp_kind, erp_id, fingerprint, adopted) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tag, kind, shop_id) DO UPDATE SET \
    erp_kind = excluded.erp_kind, erp_id = excluded.erp_id, fingerprint = excluded.fingerprint, adopted = excluded.adopted";

const DOUBT: &str = "UPDATE link SET fingerprint = NULL WHERE tag = $1 AND kind = $2 AND shop_id = $3";

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    vec![PUT.to_owned(), get_sql(1), with_sql(1), DOUBT.to_owned()]
}

fn get_sql(count: usize) -> String {
    format!(
        "SELECT tag, kind, shop_id, erp_kind, erp_id, fingerprint, adopted FROM link \
         WHERE tag = $1 AND kind = $2 AND shop_id IN ({})",
        places(3, count)
    )
}

fn with_sql(count: usize) -> String {
    format!(
        "SELECT tag, kind, shop_id, erp_kind, erp_id, fingerprint, adopted FROM link \
         WHERE tag = $1 AND erp_kind = $2 AND erp_id IN ({})",
        places(3, count)
    )
}

fn link(row: &SqliteRow) -> Inner<Link> {
    Ok(Link {
        key: get_key(row, 0)?,
        erp_kind: get_erp_kind(row, 3)?,
        erp_id: ErpId(get_number(row, 4)?),
        fingerprint: get::<Option<&str>>(row, 5)?.map(Fingerprint::stored),
        adopted: get::<i64>(row, 6)? != 0,
    })
}

pub(super) async fn links_put(db: &mut SqliteConnection, links: &[Link]) -> Inner<()> {
    for link in links {
        sqlx::query(PUT)
            .bind(link.key.tag.as_str())
            .bind(link.key.kind.word())
            .bind(number(link.key.id.0)?)
            .bind(link.erp_kind.word())
            .bind(number(link.erp_id.0)?)
            .bind(link.fingerprint.as_ref().map(Fingerprint::as_str))
            .bind(i64::from(link.adopted))
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

impl SqliteStore {
    pub(super) async fn links_doubt(&self, keys: &[Key]) -> Inner<()> {
        let mut tx = self.write().await?;
        for key in keys {
            sqlx::query(DOUBT)
                .bind(key.tag.as_str())
                .bind(key.kind.word())
                .bind(number(key.id.0)?)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Few things at once, and seldom: no index serves it.
    pub(super) async fn links_of(&self, tag: &Tag, kind: ErpKind, ids: &[ErpId]) -> Inner<Vec<Link>> {
        let mut links = Vec::new();
        let mut tx = self.read().await?;
        for ids in ids.chunks(CHUNK) {
            let mut ids = ids.to_vec();
            if let Some(last) = ids.last().copied() {
                ids.resize(places_for(ids.len()), last);
            }
            let sql = with_sql(ids.len());
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(tag.as_str()).bind(kind.word());
            for id in ids {
                query = query.bind(number(id.0)?);
            }
            for row in query.fetch_all(&mut *tx).await? {
                links.push(link(&row)?);
            }
        }
        Ok(links)
    }

    pub(super) async fn links_get(&self, keys: &[Key]) -> Inner<HashMap<Key, Link>> {
        let mut links = HashMap::new();
        let mut tx = self.read().await?;
        for group in groups(keys) {
            let sql = get_sql(places_for(group.keys.len()));
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
            for id in group.ids() {
                query = query.bind(number(id)?);
            }
            for row in query.fetch_all(&mut *tx).await? {
                let link = link(&row)?;
                links.insert(link.key.clone(), link);
            }
        }
        Ok(links)
    }
}
