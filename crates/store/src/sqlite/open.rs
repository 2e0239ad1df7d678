//! Opening and closing the file: one writer connection, and a small pool of readers beside it.

use std::io;
use std::path::Path;
use std::time::Duration;

use passerelle_engine::ports::store::StoreResult;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

use super::SqliteStore;
use super::dialect::BEGIN;
use super::migrate::migrate;
use super::value::{Doing, Inner};

/// Readers beside the writer.
const READERS: u32 = 4;
/// How long another process may hold the file before we give up.
const BUSY: Duration = Duration::from_secs(30);
/// How long a task may wait for its turn in this process.
const TURN: Duration = Duration::from_secs(120);
/// Memory for pages of each connection, in KiB as SQLite wants them said. A load of 3,000 orders was no slower than with 16 MiB.
const CACHE: &str = "-1000";
/// Times that opening a file which others are opening is tried, and the pause between.
const OPENINGS: u32 = 200;
const OPENING_PAUSE: Duration = Duration::from_millis(25);
/// Statements kept prepared by each connection.
const PREPARED: usize = 256;

impl SqliteStore {
    /// Opens the file, makes it if there is none (for its owner only), and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be made or read, is no database, or was written by a newer program ([`super::SchemaTooNew`]).
    pub async fn open(path: impl AsRef<Path>) -> StoreResult<Self> {
        Self::open_file(path.as_ref()).await.doing("opening it")
    }

    async fn open_file(path: &Path) -> Inner<Self> {
        file_make(path)?;
        let options = options()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY);
        let writer = writer_open(&options).await?;
        let reader = pool(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { writer, reader })
    }

    /// A store that is gone with the value, for tests.
    ///
    /// # Errors
    /// When SQLite has no memory for it.
    pub async fn in_memory() -> StoreResult<Self> {
        Self::open_memory().await.doing("opening it in memory")
    }

    async fn open_memory() -> Inner<Self> {
        // A database in memory belongs to its one connection, which reads and writes in turn.
        let writer = pool(1).connect_with(options().in_memory(true)).await?;
        migrate(&writer).await?;
        Ok(Self { reader: writer.clone(), writer })
    }

    /// Waits for what is under way and closes the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// Begins a transaction that holds the write lock from the start.
    pub(super) async fn write(&self) -> Inner<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with(BEGIN).await?)
    }

    /// Begins a transaction that only reads.
    pub(super) async fn read(&self) -> Inner<Transaction<'static, Sqlite>> {
        Ok(self.reader.begin().await?)
    }
}

/// Opens the writer and brings the tables up to date. Turning a new file to write-ahead logging needs it alone and does not
/// wait as everything else does, so it is tried again while others open the same file.
async fn writer_open(options: &SqliteConnectOptions) -> Inner<SqlitePool> {
    let mut tries = 0;
    loop {
        tries += 1;
        match pool(1).connect_with(options.clone()).await {
            Ok(writer) => {
                migrate(&writer).await?;
                return Ok(writer);
            }
            Err(error) if is_locked(&error) && tries < OPENINGS => tokio::time::sleep(OPENING_PAUSE).await,
            Err(error) => return Err(error.into()),
        }
    }
}

/// SQLite's "database is locked" (5) and its kinds.
fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .pragma("cache_size", CACHE)
        .statement_cache_capacity(PREPARED)
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(TURN)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Makes an empty file that only its owner can read; SQLite gives its companions the same mode.
fn file_make(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
