//! Choices: what persons decided for keys that match several things of Dolibarr.

use std::collections::HashMap;

use jiff::Timestamp;
use passerelle_core::decide::Choice;
use passerelle_core::key::{ErpId, Key};
use sqlx::AssertSqlSafe;

use super::SqliteStore;
use super::job::jobs_mark;
use super::sql::{groups, places, places_for};
use super::value::{Inner, get, get_key, number};
use crate::slot::whole_micros;

const PUT: &str = "INSERT INTO choice (tag, kind, shop_id, erp_id, chosen_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (tag, kind, shop_id) DO UPDATE SET erp_id = excluded.erp_id, chosen_at = excluded.chosen_at";

const DROP: &str = "DELETE FROM choice WHERE tag = $1 AND kind = $2 AND shop_id = $3";
/// What stands in place of a number of Dolibarr, which are positive, for a document that is left as it is.
const AS_IT_IS: i64 = 0;

#[cfg(test)]
pub(super) fn statements() -> Vec<String> {
    vec![PUT.to_owned(), DROP.to_owned(), get_sql(1)]
}

fn get_sql(count: usize) -> String {
    format!(
        "SELECT tag, kind, shop_id, erp_id FROM choice WHERE tag = $1 AND kind = $2 AND shop_id IN ({})",
        places(3, count)
    )
}

impl SqliteStore {
    pub(super) async fn choice_put(&self, key: &Key, choice: Choice, of: &Key, now: Timestamp) -> Inner<()> {
        let now = whole_micros(now);
        let erp_id = match choice {
            Choice::This(id) => Some(number(id.0)?),
            Choice::New => None,
            Choice::AsItIs => Some(AS_IT_IS),
        };
        let mut tx = self.write().await?;
        sqlx::query(PUT)
            .bind(key.tag.as_str())
            .bind(key.kind.word())
            .bind(number(key.id.0)?)
            .bind(erp_id)
            .bind(now.as_microsecond())
            .execute(&mut *tx)
            .await?;
        jobs_mark(&mut tx, std::slice::from_ref(of), now).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn choice_drop(&self, key: &Key) -> Inner<()> {
        let mut tx = self.write().await?;
        sqlx::query(DROP)
            .bind(key.tag.as_str())
            .bind(key.kind.word())
            .bind(number(key.id.0)?)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn choices_get(&self, keys: &[Key]) -> Inner<HashMap<Key, Choice>> {
        let mut choices = HashMap::new();
        let mut tx = self.read().await?;
        for group in groups(keys) {
            let sql = get_sql(places_for(group.keys.len()));
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(group.tag.as_str()).bind(group.kind.word());
            for id in group.ids() {
                query = query.bind(number(id)?);
            }
            for row in query.fetch_all(&mut *tx).await? {
                let choice = match get::<Option<i64>>(&row, 3)? {
                    Some(AS_IT_IS) => Choice::AsItIs,
                    Some(id) => Choice::This(ErpId(u64::try_from(id)?)),
                    None => Choice::New,
                };
                choices.insert(get_key(&row, 0)?, choice);
            }
        }
        Ok(choices)
    }
}
