//! Acceptances: words of persons for documents that contradict themselves.

use std::collections::HashMap;

use jiff::Timestamp;
use passerelle_core::accept::Acceptance;
use passerelle_core::key::Key;
use passerelle_engine::ports::store::Intent;
use sqlx::AssertSqlSafe;

use super::SqliteStore;
use super::job::jobs_mark;
use super::sql::{groups, places, places_for};
use super::value::{Inner, get, get_key, number};
use crate::slot::whole_micros;

const PUT: &str = "INSERT INTO acceptance (tag, kind, shop_id, figures, accepted_by, reason, accepted_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tag, kind, shop_id) DO UPDATE SET figures = excluded.figures, \
    accepted_by = excluded.accepted_by, reason = excluded.reason, accepted_at = excluded.accepted_at";
const ENTRY: &str = "INSERT INTO op (tag, kind, shop_id, intended_at, step, operation, why, external_ref, detail, open, \
    outcome, settled_at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, 0, 'done', $4)";

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    vec![PUT.to_owned(), ENTRY.to_owned(), get_sql(1)]
}

fn get_sql(count: usize) -> String {
    format!(
        "SELECT tag, kind, shop_id, figures, accepted_by, reason FROM acceptance \
         WHERE tag = $1 AND kind = $2 AND shop_id IN ({})",
        places(3, count)
    )
}

impl SqliteStore {
    pub(super) async fn acceptances_put(
        &self,
        key: &Key,
        acceptances: &[(Key, Acceptance)],
        now: Timestamp,
    ) -> Inner<()> {
        let now = whole_micros(now);
        let mut tx = self.write().await?;
        for (of, acceptance) in acceptances {
            sqlx::query(PUT)
                .bind(of.tag.as_str())
                .bind(of.kind.word())
                .bind(number(of.id.0)?)
                .bind(serde_json::to_string(&acceptance.figures)?)
                .bind(acceptance.by.as_str())
                .bind(acceptance.reason.as_str())
                .bind(now.as_microsecond())
                .execute(&mut *tx)
                .await?;
            let intent = Intent::acceptance(of, acceptance);
            sqlx::query(ENTRY)
                .bind(key.tag.as_str())
                .bind(key.kind.word())
                .bind(number(key.id.0)?)
                .bind(now.as_microsecond())
                .bind(intent.operation)
                .bind(intent.why)
                .bind(intent.external_ref)
                .bind(intent.detail)
                .execute(&mut *tx)
                .await?;
        }
        jobs_mark(&mut tx, std::slice::from_ref(key), now).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn acceptances_get(&self, keys: &[Key]) -> Inner<HashMap<Key, Acceptance>> {
        let mut acceptances = HashMap::new();
        let mut tx = self.read().await?;
        for group in groups(keys) {
            let sql = get_sql(places_for(group.keys.len()));
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
            for id in group.ids() {
                query = query.bind(number(id)?);
            }
            for row in query.fetch_all(&mut *tx).await? {
                let figures = serde_json::from_str(&get::<String>(&row, 3)?)?;
                let acceptance = Acceptance { figures, by: get(&row, 4)?, reason: get(&row, 5)? };
                acceptances.insert(get_key(&row, 0)?, acceptance);
            }
        }
        Ok(acceptances)
    }
}
