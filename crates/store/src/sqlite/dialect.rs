//! What only SQLite says in this way; the rest of the statements is common to SQLite and PostgreSQL.

/// Documents by the index of those that can be claimed. Without statistics SQLite would rather walk the primary key, past
/// every document that is in step.
macro_rules! from_queue {
    () => {
        " FROM document INDEXED BY document_queue "
    };
}

/// Documents by the index of those that run.
macro_rules! from_running {
    () => {
        " FROM document INDEXED BY document_running "
    };
}

/// The place of one value in rows of them, which are filled from left to right. A numbered place is a name to SQLite, found
/// by walking all the names: thousands of them take a second.
pub(super) const PLACE: &str = "?";

/// How a transaction begins that is going to write: one that began as a reader could not always become a writer.
pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";

pub(super) use {from_queue, from_running};
