//! The contract of the store port, held by every store.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod suite;

use passerelle_store::{InMemoryStore, SqliteStore};

mod in_memory {
    use super::*;
    suite::contract_tests!((InMemoryStore::new(), ()));
}

mod sqlite_in_memory {
    use super::*;
    suite::contract_tests!((SqliteStore::in_memory().await.unwrap(), ()));
}

mod sqlite_file {
    use super::*;
    suite::contract_tests!({
        let folder = tempfile::tempdir().unwrap();
        (SqliteStore::open(folder.path().join("state.db")).await.unwrap(), folder)
    });
}
