//! What the store keeps of swept lists: which rows there were, whose, and what they showed.

use passerelle_core::key::{Key, Kind, ShopId, Tag};

use super::sweep::{About, Aspect, SweptRow};

/// A swept list as the store knows it.
#[derive(Clone, Copy, Debug)]
pub struct SeenList<'a> {
    /// Its name, such as `products` or `products#2`.
    pub name: &'a str,
    /// What its rows tell.
    pub aspects: &'a [Aspect],
    /// The kinds that are looked for. What rows tell of others stays as it was stored, so that it is found when they are
    /// looked for again.
    pub asked: &'a [Kind],
    /// The lists of what belongs to products: when an aspect that carries changes, the rows of that owner are marked.
    pub owned: &'a [String],
    /// The kind of those rows.
    pub owned_kind: Kind,
}

/// All rows of a list with numbers behind `after` up to `to`.
#[derive(Clone, Copy, Debug)]
pub struct SeenPage<'a> {
    /// Behind this number.
    pub after: u64,
    /// Up to this number.
    pub to: u64,
    /// The rows, ascending.
    pub rows: &'a [SweptRow],
}

/// What a comparison with the store found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeenChanges {
    /// Rows that are new or show something else.
    pub changed: u64,
    /// Rows that are no longer there.
    pub gone: u64,
    /// Waiting jobs that were made.
    pub marked: u64,
}

impl SeenList<'_> {
    /// Whether the kind of this aspect is looked for.
    #[must_use]
    pub fn is_asked(&self, aspect: &Aspect) -> bool {
        self.asked.contains(&aspect.kind)
    }

    /// The key that an aspect of a row is about; none when the row belongs to nothing.
    #[must_use]
    pub fn key(tag: &Tag, aspect: &Aspect, id: u64, owner: u64) -> Option<Key> {
        let id = match aspect.about {
            About::Row => id,
            About::Owner => owner,
        };
        (id != 0).then(|| Key::new(tag, aspect.kind, ShopId(id)))
    }
}
