//! One stored row: only the fields that differ from their defaults take room.

use super::cell::Cell;
use super::schema::Resource;

/// What makes a row unreadable in an answer that shows any of its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The text of a PHP warning stands in the middle of its JSON.
    Warning,
    /// A field holds bytes that are not UTF-8, so that the whole answer is not.
    InvalidUtf8,
    /// PHP gives up on the whole page: 200 with an empty body.
    EmptyPage,
    /// PHP dies on the whole page: 500 with an empty body.
    Fatal,
}

/// An association of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Links {
    /// Only identifiers.
    Ids(Vec<u32>),
    /// Several fields for each item.
    Rows(Vec<Vec<Cell>>),
}

/// A row of a resource.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) id: u32,
    /// PrestaShop holds this object in its cache: flags come as numbers on 9.
    pub(crate) cached: bool,
    pub(crate) broken: Option<Broken>,
    cells: Vec<(u8, Cell)>,
    links: Vec<(u8, Links)>,
}

impl Row {
    pub(crate) fn new(id: u32) -> Self {
        Self { id, cached: false, broken: None, cells: Vec::new(), links: Vec::new() }
    }

    /// The identifier.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    pub(crate) fn cell(&self, field: usize) -> Option<&Cell> {
        let index = self.cells.binary_search_by_key(&field, |(f, _)| usize::from(*f)).ok()?;
        self.cells.get(index).map(|(_, cell)| cell)
    }

    pub(crate) fn put(&mut self, field: usize, cell: Cell) {
        let Ok(key) = u8::try_from(field) else { return };
        match self.cells.binary_search_by_key(&key, |(f, _)| *f) {
            Ok(index) => self.cells[index].1 = cell,
            Err(index) => self.cells.insert(index, (key, cell)),
        }
    }

    pub(crate) fn links(&self, association: usize) -> Option<&Links> {
        self.links.iter().find(|(a, _)| usize::from(*a) == association).map(|(_, links)| links)
    }

    pub(crate) fn put_links(&mut self, association: usize, links: Links) {
        let Ok(key) = u8::try_from(association) else { return };
        self.links.retain(|(a, _)| *a != key);
        self.links.push((key, links));
    }

    /// Frees the room kept for growth: rows are filled once and then live long.
    pub(crate) fn shrink(&mut self) {
        self.cells.shrink_to_fit();
        self.links.shrink_to_fit();
    }
}

/// Fills a new row by field names.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) resource: &'static Resource,
    pub(crate) row: Row,
}

impl Draft {
    pub(crate) fn new(resource: &'static Resource, id: u32) -> Self {
        Self { resource, row: Row::new(id) }
    }

    /// Sets a field; a name the resource does not have is left out.
    pub(crate) fn set(mut self, field: &str, value: impl Into<Cell>) -> Self {
        debug_assert!(self.resource.position(field).is_some(), "{} has no {field}", self.resource.name);
        if let Some(position) = self.resource.position(field) {
            self.row.put(position, value.into());
        }
        self
    }

    pub(crate) fn link(mut self, association: &str, links: Links) -> Self {
        debug_assert!(self.resource.association(association).is_some());
        if let Some(position) = self.resource.association(association) {
            self.row.put_links(position, links);
        }
        self
    }

    pub(crate) fn cached(mut self) -> Self {
        self.row.cached = true;
        self
    }
}
