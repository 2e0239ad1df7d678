//! The rows of one resource, in the order of their identifiers, with indexes made when first asked for.

use std::collections::HashMap;

use super::cell::Cell;
use super::row::{Draft, Links, Row};
use super::schema::Resource;

/// One resource's rows.
#[derive(Debug)]
pub struct Table {
    pub(crate) resource: &'static Resource,
    rows: Vec<Row>,
    indexes: HashMap<usize, HashMap<i64, Vec<u32>>>,
    /// From a linked identifier to the rows that link it, by association.
    reverse: HashMap<usize, HashMap<u32, Vec<u32>>>,
    highest: u32,
}

impl Table {
    pub(crate) fn new(resource: &'static Resource) -> Self {
        Self { resource, rows: Vec::new(), indexes: HashMap::new(), reverse: HashMap::new(), highest: 0 }
    }

    /// The rows, by identifier.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows from one identifier to another, both included.
    pub(crate) fn between(&self, low: u32, high: u32) -> &[Row] {
        let start = self.rows.partition_point(|row| row.id < low);
        let end = self.rows.partition_point(|row| row.id <= high);
        self.rows.get(start..end).unwrap_or_default()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One row.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&Row> {
        let index = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        self.rows.get(index)
    }

    pub(crate) fn get_mut(&mut self, id: u32) -> Option<&mut Row> {
        self.forget();
        let index = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        self.rows.get_mut(index)
    }

    /// A field of a row; `None` when there is no such row, field, or stored value.
    #[must_use]
    pub fn cell(&self, id: u32, field: &str) -> Option<&Cell> {
        self.get(id)?.cell(self.resource.position(field)?)
    }

    /// The identifier the next new row gets (identifiers are never used twice).
    #[must_use]
    pub fn next_id(&self) -> u32 {
        self.highest + 1
    }

    pub(crate) fn push(&mut self, draft: Draft) -> u32 {
        let mut row = draft.row;
        row.shrink();
        let id = row.id;
        self.highest = self.highest.max(id);
        self.forget();
        match self.rows.last() {
            Some(last) if last.id >= id => match self.rows.binary_search_by_key(&id, |row| row.id) {
                Ok(index) => self.rows[index] = row,
                Err(index) => self.rows.insert(index, row),
            },
            _ => self.rows.push(row),
        }
        id
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&Row) -> bool) {
        self.forget();
        self.rows.retain(keep);
    }

    pub(crate) fn remove(&mut self, id: u32) -> Option<Row> {
        self.forget();
        let index = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        Some(self.rows.remove(index))
    }

    fn forget(&mut self) {
        self.indexes.clear();
        self.reverse.clear();
    }

    /// The identifiers of the rows that link `id` in that association.
    pub(crate) fn linking(&mut self, association: usize, id: u32) -> &[u32] {
        let rows = &self.rows;
        let index = self.reverse.entry(association).or_insert_with(|| {
            let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
            for row in rows {
                if let Some(Links::Ids(ids)) = row.links(association) {
                    for linked in ids {
                        index.entry(*linked).or_default().push(row.id);
                    }
                }
            }
            index
        });
        index.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The identifiers of the rows whose whole-number `field` has that value.
    pub(crate) fn with(&mut self, field: usize, value: i64) -> &[u32] {
        let rows = &self.rows;
        let index = self.indexes.entry(field).or_insert_with(|| {
            let mut index: HashMap<i64, Vec<u32>> = HashMap::new();
            for row in rows {
                index.entry(row.cell(field).map_or(0, Cell::int)).or_default().push(row.id);
            }
            index
        });
        index.get(&value).map_or(&[], Vec::as_slice)
    }
}
