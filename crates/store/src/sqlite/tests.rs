//! Every statement is one that SQLite understands, and the file is what it should be.

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use super::{SqliteStore, acceptance, choice, cursor, document, job, journal, link, migrate, seen, wait};

#[tokio::test]
async fn every_statement_prepares() {
    let store = SqliteStore::in_memory().await.unwrap();
    let mut all: Vec<String> = Vec::new();
    all.extend(migrate::STATEMENTS.map(String::from));
    all.extend(cursor::STATEMENTS.map(String::from));
    all.extend(job::STATEMENTS.map(String::from));
    all.extend(acceptance::statements());
    all.extend(choice::statements());
    all.extend(document::statements());
    all.extend(journal::statements());
    all.extend(link::statements());
    all.extend(seen::statements());
    all.extend(wait::statements());
    for sql in all {
        let prepared = store.writer.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        assert!(prepared.is_ok(), "{sql}: {:?}", prepared.err());
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let store = SqliteStore::open(&path).await.unwrap();
    sqlx::query("INSERT INTO schema_version (version) VALUES (99)").execute(&store.writer).await.unwrap();
    store.close().await;
    let error = SqliteStore::open(&path).await.unwrap_err();
    let said = error.source.to_string();
    assert!(said.contains("version 99") && said.contains("newer program"), "{said}");
}

#[tokio::test]
async fn the_file_is_for_its_owner_and_durable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let store = SqliteStore::open(&path).await.unwrap();
    #[cfg(unix)]
    for file in ["state.db", "state.db-wal", "state.db-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    for (pragma, value) in [("synchronous", 2), ("foreign_keys", 1)] {
        let sql = AssertSqlSafe(format!("PRAGMA {pragma}"));
        let found: i64 = sqlx::query_scalar(sql).fetch_one(&store.writer).await.unwrap();
        assert_eq!(found, value, "{pragma}");
    }
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.reader).await.unwrap();
    assert_eq!(mode, "wal");
    assert!(sqlx::query("DELETE FROM op").execute(&store.reader).await.is_err(), "readers only read");
}

#[tokio::test]
async fn the_queue_is_read_by_its_index() {
    let store = SqliteStore::in_memory().await.unwrap();
    for (sql, index) in job::STATEMENTS.into_iter().zip([
        "",
        "",
        "document_queue",
        "document_running",
        "document_running",
        "",
    ]) {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explain).fetch_all(&store.writer).await.unwrap();
        let plan: String = rows.into_iter().map(|row| row.3 + "\n").collect();
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
    for sql in document::COUNTED {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explain).fetch_all(&store.writer).await.unwrap();
        assert!(rows.iter().any(|row| row.3.contains("COVERING INDEX")), "{sql}\n{rows:?}");
    }
}

#[tokio::test]
async fn seen_rows_are_read_by_range_and_owner() {
    let store = SqliteStore::in_memory().await.unwrap();
    for (sql, index) in
        [(seen::RANGE, "PRIMARY KEY"), (seen::BEHIND, "PRIMARY KEY"), (seen::OWNED, "seen_owner")]
    {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explain).fetch_all(&store.writer).await.unwrap();
        let plan: String = rows.into_iter().map(|row| row.3 + "\n").collect();
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}
