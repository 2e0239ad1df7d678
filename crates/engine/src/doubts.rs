//! Doubts about lists: what could not be listed, or what in a list was passed over. Kept until the list is whole again, so that
//! they are told at the end of each run and by `status`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::Tag;
use serde::{Deserialize, Serialize};

use crate::ports::store::{Cursor, Store, StoreResult};

/// The cursor that holds them.
const NAME: &str = "doubts";
/// Doubts of one list that are kept; further ones say the same.
const MOST: usize = 20;

/// A doubt about a list of the shop, or of Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// When it was seen last.
    pub at: Timestamp,
    /// What it is, and what to do.
    pub why: Explanation,
}

/// All doubts, by the name of their list.
#[derive(Debug, Default)]
pub(crate) struct Book {
    doubts: BTreeMap<String, Vec<Doubt>>,
    changed: bool,
}

/// What is in doubt of a connection.
///
/// # Errors
/// When the store cannot be used.
pub async fn doubts(store: &dyn Store, tag: &Tag) -> StoreResult<Vec<Doubt>> {
    Ok(Book::load(store, tag).await?.doubts.into_values().flatten().collect())
}

impl Book {
    pub(crate) async fn load(store: &dyn Store, tag: &Tag) -> StoreResult<Self> {
        let stored = store.cursor(tag, NAME).await?.and_then(|cursor| cursor.resume);
        let doubts = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(Self { doubts, changed: false })
    }

    /// What is in doubt of this list now, in place of what was.
    pub(crate) fn put(&mut self, list: &str, doubts: &[Explanation], now: Timestamp) {
        let before = self.doubts.remove(list);
        let after: Vec<Doubt> =
            doubts.iter().take(MOST).map(|why| Doubt { at: now, why: why.clone() }).collect();
        self.changed |= before.as_deref().unwrap_or_default() != after;
        if !after.is_empty() {
            self.doubts.insert(list.to_owned(), after);
        }
    }

    /// Stores them, when they changed.
    pub(crate) async fn store(&self, store: &dyn Store, tag: &Tag, now: Timestamp) -> StoreResult<()> {
        if !self.changed {
            return Ok(());
        }
        let cursor = Cursor {
            name: NAME.to_owned(),
            mark: String::new(),
            resume: serde_json::to_string(&self.doubts).ok(),
        };
        store.mark_with_cursor(tag, &[], &cursor, now).await.map(drop)
    }
}
