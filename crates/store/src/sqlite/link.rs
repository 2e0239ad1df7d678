//! Links: the pairs of a thing of the shop and a thing of Dolibarr.

use std::collections::HashMap;

use passerelle_core::erp::{ErpKind, Standing};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, ShopId, Tag};
use passerelle_engine::ports::store::{Link, OwnedLink};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::SqliteStore;
use super::sql::{CHUNK, groups, places, places_for};
use super::value::{Inner, get, get_erp_kind, get_key, get_number, number};

const PUT: &str = "INSERT INTO link \
    (tag, kind, shop_id, erp_kind, erp_id, fingerprint, adopted, standing, doubted, owner_kind, owner_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tag, kind, shop_id) DO UPDATE SET \
    erp_kind = excluded.erp_kind, erp_id = excluded.erp_id, fingerprint = excluded.fingerprint, adopted = excluded.adopted, \
    standing = excluded.standing, doubted = excluded.doubted, owner_kind = excluded.owner_kind, owner_id = excluded.owner_id";

const DOUBT: &str = "UPDATE link SET fingerprint = NULL WHERE tag = $1 AND kind = $2 AND shop_id = $3";

const SUSPECT: &str = "UPDATE link SET doubted = 1 WHERE tag = $1 AND kind = $2 AND shop_id = $3";

const FORGET: &str = "DELETE FROM link WHERE tag = $1 AND kind = $2 AND shop_id = $3";

macro_rules! link_columns {
    () => {
        "tag, kind, shop_id, erp_kind, erp_id, fingerprint, adopted, standing, doubted, owner_kind, owner_id"
    };
}

const BETWEEN: &str = concat!(
    "SELECT ",
    link_columns!(),
    " FROM link WHERE tag = $1 AND erp_kind = $2 AND erp_id > $3 AND erp_id <= $4 ORDER BY erp_id, kind, shop_id"
);

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    let mut all = vec![PUT.to_owned(), get_sql(1), with_sql(1)];
    all.extend([DOUBT, SUSPECT, FORGET, BETWEEN].map(str::to_owned));
    all
}

fn get_sql(count: usize) -> String {
    format!(
        concat!("SELECT ", link_columns!(), " FROM link WHERE tag = $1 AND kind = $2 AND shop_id IN ({})"),
        places(3, count)
    )
}

fn with_sql(count: usize) -> String {
    format!(
        concat!("SELECT ", link_columns!(), " FROM link WHERE tag = $1 AND erp_kind = $2 AND erp_id IN ({})"),
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
        standing: get::<Option<&str>>(row, 7)?.and_then(Standing::stored),
        doubted: get::<i64>(row, 8)? != 0,
    })
}

/// Writes links that a job of `owner` made or changed.
pub(super) async fn links_put(db: &mut SqliteConnection, owner: &Key, links: &[Link]) -> Inner<()> {
    for link in links {
        sqlx::query(PUT)
            .bind(link.key.tag.as_str())
            .bind(link.key.kind.word())
            .bind(number(link.key.id.0)?)
            .bind(link.erp_kind.word())
            .bind(number(link.erp_id.0)?)
            .bind(link.fingerprint.as_ref().map(Fingerprint::as_str))
            .bind(i64::from(link.adopted))
            .bind(link.standing.as_ref().map(Standing::to_text))
            .bind(i64::from(link.doubted))
            .bind(owner.kind.word())
            .bind(number(owner.id.0)?)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

impl SqliteStore {
    pub(super) async fn links_doubt(&self, keys: &[Key]) -> Inner<()> {
        self.links_change(keys, DOUBT).await
    }

    pub(super) async fn links_suspect(&self, keys: &[Key]) -> Inner<()> {
        self.links_change(keys, SUSPECT).await
    }

    pub(super) async fn links_forget(&self, keys: &[Key]) -> Inner<()> {
        self.links_change(keys, FORGET).await
    }

    pub(super) async fn links_range(
        &self,
        tag: &Tag,
        kind: ErpKind,
        after: ErpId,
        to: ErpId,
    ) -> Inner<Vec<OwnedLink>> {
        // The greatest number that the database holds stands for "the end".
        let to = to.0.min(i64::MAX.unsigned_abs());
        let rows = sqlx::query(BETWEEN)
            .bind(tag.as_str())
            .bind(kind.word())
            .bind(number(after.0)?)
            .bind(number(to)?)
            .fetch_all(&self.reader)
            .await?;
        let owned = |row: &SqliteRow| {
            let kind = get::<Option<&str>>(row, 9)?.map(str::parse).transpose()?;
            let id = get::<Option<i64>>(row, 10)?.map(u64::try_from).transpose()?;
            let owner = kind.zip(id).map(|(kind, id)| Key::new(tag, kind, ShopId(id)));
            Ok(OwnedLink { link: link(row)?, owner })
        };
        rows.iter().map(owned).collect()
    }

    async fn links_change(&self, keys: &[Key], sql: &'static str) -> Inner<()> {
        let mut tx = self.write().await?;
        for key in keys {
            sqlx::query(sql)
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
