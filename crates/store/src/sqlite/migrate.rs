//! Migrations: numbered files, each applied once, in one transaction each.

use sqlx::{Row, Sqlite, SqlitePool, Transaction};

use super::dialect::BEGIN;
use super::value::Inner;

/// The files, in order; the position from 1 is the version.
const MIGRATIONS: [&str; 5] = [
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_choice.sql"),
    include_str!("../../migrations/sqlite/0003_seen.sql"),
    include_str!("../../migrations/sqlite/0004_standing.sql"),
    include_str!("../../migrations/sqlite/0005_acceptance.sql"),
];

/// The database was written by a newer program.
#[derive(Debug, thiserror::Error)]
#[error(
    "the state database has version {found} of its tables, and this program knows version {known} at most: \
     run the newer program that wrote it"
)]
pub struct SchemaTooNew {
    /// The database's version.
    pub found: i64,
    /// The program's.
    pub known: i64,
}

const VERSION_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)";
const VERSION_GET: &str = "SELECT COALESCE(MAX(version), 0) FROM schema_version";
const VERSION_PUT: &str = "INSERT INTO schema_version (version) VALUES ($1)";

#[cfg(test)]
pub(super) const STATEMENTS: [&str; 2] = [VERSION_GET, VERSION_PUT];

async fn version(tx: &mut Transaction<'static, Sqlite>) -> Inner<i64> {
    sqlx::query(VERSION_TABLE).execute(&mut **tx).await?;
    Ok(sqlx::query(VERSION_GET).fetch_one(&mut **tx).await?.try_get(0)?)
}

/// Brings the database to the program's version. Several processes may do so at once: each step looks again where it is.
pub(super) async fn migrate(writer: &SqlitePool) -> Inner<()> {
    let known = i64::try_from(MIGRATIONS.len())?;
    for _ in 0..=MIGRATIONS.len() {
        let mut tx = writer.begin_with(BEGIN).await?;
        let found = version(&mut tx).await?;
        if found > known {
            return Err(SchemaTooNew { found, known }.into());
        }
        let Some(sql) = usize::try_from(found).ok().and_then(|done| MIGRATIONS.get(done)) else {
            tx.commit().await?;
            return Ok(());
        };
        tracing::info!(from = found, to = found + 1, "state database: new tables");
        sqlx::raw_sql(*sql).execute(&mut *tx).await?;
        sqlx::query(VERSION_PUT).bind(found + 1).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(())
}
