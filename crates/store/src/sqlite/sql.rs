//! The text of statements: numbered places, which SQLite and PostgreSQL both read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passerelle_core::key::{Key, Kind, Tag};

use super::dialect::PLACE;

/// Keys in one statement at most.
pub(super) const CHUNK: usize = 500;

/// `$from, …`, `count` of them.
pub(super) fn places(from: usize, count: usize) -> String {
    let mut text = String::new();
    for place in from..from + count {
        let comma = if place == from { "" } else { ", " };
        let _ = write!(text, "{comma}${place}");
    }
    text
}

/// `(?, …), …`: `count` rows of `width`, the only places of their statement.
pub(super) fn rows(count: usize, width: usize) -> String {
    let row = format!("({})", vec![PLACE; width].join(", "));
    vec![row; count].join(", ")
}

/// The number of places of a list that holds `count`: few different ones, so that few statements are kept prepared. The
/// list is filled up with its last value.
pub(super) fn places_for(count: usize) -> usize {
    [1, 8, 64].into_iter().find(|size| count <= *size).unwrap_or(CHUNK)
}

/// True when a statement of so many rows comes often enough to be kept prepared.
pub(super) const fn is_usual(count: usize) -> bool {
    count == 1 || count == CHUNK
}

/// Keys of one connection and kind, [`CHUNK`] at most, without doubles.
pub(super) struct Group<'a> {
    pub tag: &'a Tag,
    pub kind: Kind,
    pub keys: Vec<&'a Key>,
}

impl Group<'_> {
    /// The ids, filled up for a list of [`places_for`] them.
    pub fn ids(&self) -> Vec<u64> {
        let mut ids: Vec<u64> = self.keys.iter().map(|key| key.id.0).collect();
        if let Some(last) = ids.last().copied() {
            ids.resize(places_for(ids.len()), last);
        }
        ids
    }
}

/// Keys in groups that fit into one statement each.
pub(super) fn groups<'a>(keys: impl IntoIterator<Item = &'a Key>) -> Vec<Group<'a>> {
    let mut by_kind = BTreeMap::<(&Tag, Kind), Vec<&Key>>::new();
    for key in keys {
        by_kind.entry((&key.tag, key.kind)).or_default().push(key);
    }
    let mut groups = Vec::new();
    for ((tag, kind), mut keys) in by_kind {
        keys.sort_unstable();
        keys.dedup();
        groups.extend(keys.chunks(CHUNK).map(|chunk| Group { tag, kind, keys: chunk.to_vec() }));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered() {
        assert_eq!(places(3, 2), "$3, $4");
        assert_eq!(rows(2, 3), "(?, ?, ?), (?, ?, ?)");
    }
}
