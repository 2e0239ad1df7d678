//! Links, jobs, journal and cursors: the engine's store port, on SQLite and in memory.
//!
//! The rules of one key's state are in one place (`slot`), without any database: every store loads the slot, applies the
//! rule and writes it back in one transaction.

mod memory;
mod seen;
mod slot;
mod sqlite;

/// Remarks given at once, at most.
const REMARKS: usize = 1_000;

pub use memory::InMemoryStore;
pub use sqlite::{SchemaTooNew, SqliteStore};
