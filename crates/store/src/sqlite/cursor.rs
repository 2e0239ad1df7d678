//! Cursors: how far the enumerations have come.

use passerelle_core::key::Tag;
use passerelle_engine::ports::store::Cursor;
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::value::{Inner, get};

const PUT: &str = "INSERT INTO cursor (tag, name, mark, resume_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (tag, name) DO UPDATE SET mark = excluded.mark, resume_at = excluded.resume_at";
const GET: &str = "SELECT name, mark, resume_at FROM cursor WHERE tag = $1 AND name = $2";

#[cfg(test)]
pub(super) const STATEMENTS: [&str; 2] = [PUT, GET];

pub(super) async fn cursor_put(db: &mut SqliteConnection, tag: &Tag, cursor: &Cursor) -> Inner<()> {
    sqlx::query(PUT)
        .bind(tag.as_str())
        .bind(cursor.name.as_str())
        .bind(cursor.mark.as_str())
        .bind(cursor.resume.as_deref())
        .execute(db)
        .await?;
    Ok(())
}

impl SqliteStore {
    pub(super) async fn cursor_get(&self, tag: &Tag, name: &str) -> Inner<Option<Cursor>> {
        let row = sqlx::query(GET).bind(tag.as_str()).bind(name).fetch_optional(&self.reader).await?;
        row.map(|row| Ok(Cursor { name: get(&row, 0)?, mark: get(&row, 1)?, resume: get(&row, 2)? }))
            .transpose()
    }
}
