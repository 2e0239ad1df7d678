//! What is done about one row of a swept list, without a database: what is stored then, and what is marked.

use std::collections::BTreeSet;

use passerelle_core::key::{Key, Tag};
use passerelle_engine::ports::seen::SeenList;
use passerelle_engine::ports::sweep::{About, Aspect, Print, SweptRow};

/// What is stored of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub id: u64,
    pub owner: u64,
    pub prints: Vec<Print>,
}

impl Stored {
    fn print(&self, position: usize) -> Print {
        self.prints.get(position).copied().unwrap_or(Print::NONE)
    }
}

/// What the differences of a page ask for.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    /// Rows to store.
    pub put: Vec<Stored>,
    /// Rows to forget.
    pub forget: Vec<u64>,
    /// Keys to mark.
    pub keys: BTreeSet<Key>,
    /// Products whose belongings have to be marked.
    pub owners: BTreeSet<u64>,
}

impl Differences {
    /// A row that the list has; `before` is what is stored of it.
    pub fn row(&mut self, tag: &Tag, list: &SeenList<'_>, before: Option<&Stored>, row: &SweptRow) {
        let mut after = Stored { id: row.id, owner: row.owner, prints: Vec::with_capacity(row.prints.len()) };
        let moved = before.is_some_and(|before| before.owner != row.owner);
        for (position, aspect) in list.aspects.iter().enumerate() {
            let was = before.map_or(Print::NONE, |before| before.print(position));
            let is = row.prints.get(position).copied().unwrap_or(Print::NONE);
            if !list.is_asked(aspect) {
                after.prints.push(was);
                continue;
            }
            after.prints.push(is);
            if was != is || moved {
                self.mark(tag, aspect, row.id, row.owner);
                if let Some(before) = before.filter(|_| moved && was != Print::NONE) {
                    self.mark(tag, aspect, row.id, before.owner);
                }
            }
        }
        if before != Some(&after) {
            self.put.push(after);
        }
    }

    /// A stored row that the list no longer has.
    pub fn gone(&mut self, tag: &Tag, list: &SeenList<'_>, before: &Stored) {
        for (position, aspect) in list.aspects.iter().enumerate() {
            if before.print(position) != Print::NONE {
                self.mark(tag, aspect, before.id, before.owner);
            }
        }
        self.forget.push(before.id);
    }

    fn mark(&mut self, tag: &Tag, aspect: &Aspect, id: u64, owner: u64) {
        self.keys.extend(SeenList::key(tag, aspect, id, owner));
        if aspect.carries {
            let product = if aspect.about == About::Row { id } else { owner };
            self.owners.insert(product);
        }
    }
}
