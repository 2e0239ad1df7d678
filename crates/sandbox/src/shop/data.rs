//! Everything a sandbox shop holds, with the changes tests make to it.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::Cell;
use super::images::OddImage;
use super::row::{Broken, Draft, Links, Row};
use super::schema::{self, Resource};
use super::stores::Stores;
use super::table::Table;

/// What a key of the webservice may do.
#[derive(Debug, Clone, Default)]
pub struct KeyRights {
    /// A key that is switched off answers 401.
    pub active: bool,
    /// `None`: all shops of a multistore. Otherwise the numbers of those that are ticked for it.
    pub shops: Option<BTreeSet<u32>>,
    /// `None`: everything. Otherwise method names (GET, HEAD, POST, PUT, PATCH, DELETE) by resource.
    pub resources: Option<BTreeMap<String, BTreeSet<String>>>,
}

impl KeyRights {
    /// A key that may do everything.
    #[must_use]
    pub fn full() -> Self {
        Self { active: true, shops: None, resources: None }
    }

    /// A key that may read those resources.
    #[must_use]
    pub fn read(resources: &[&str]) -> Self {
        let methods: BTreeSet<String> = ["GET", "HEAD"].into_iter().map(str::to_owned).collect();
        Self {
            active: true,
            shops: None,
            resources: Some(resources.iter().map(|r| ((*r).to_owned(), methods.clone())).collect()),
        }
    }

    pub(crate) fn sees(&self, resource: &str) -> bool {
        self.resources.as_ref().is_none_or(|r| r.contains_key(resource))
    }

    pub(crate) fn may(&self, method: &str, resource: &str) -> bool {
        self.resources.as_ref().is_none_or(|r| r.get(resource).is_some_and(|m| m.contains(method)))
    }
}

/// The stored state of a shop.
#[derive(Debug)]
pub struct ShopData {
    tables: BTreeMap<&'static str, Table>,
    /// The keys of the webservice.
    pub keys: BTreeMap<String, KeyRights>,
    /// The shop in front is closed; the webservice answers all the same.
    pub maintenance: bool,
    /// The shop's clock, in seconds since 1970 as if it were UTC; moved by hand only.
    pub now: i64,
    /// What the shops of a multistore do not have alike.
    pub(crate) stores: Stores,
    /// Images with something odd about their files.
    pub odd_images: BTreeMap<u32, OddImage>,
}

impl ShopData {
    pub(crate) fn new(now: i64) -> Self {
        let tables = schema::all().map(|resource| (resource.name, Table::new(resource))).collect();
        Self {
            tables,
            keys: BTreeMap::new(),
            maintenance: false,
            now,
            stores: Stores::default(),
            odd_images: BTreeMap::new(),
        }
    }

    /// The rows of a resource (by its name in URLs), when the sandbox has it.
    #[must_use]
    pub fn table(&self, resource: &str) -> Option<&Table> {
        self.tables.get(resource)
    }

    pub(crate) fn table_mut(&mut self, resource: &str) -> Option<&mut Table> {
        self.tables.get_mut(resource)
    }

    pub(crate) fn resource(&self, name: &str) -> Option<&'static Resource> {
        self.tables.get(name).map(|table| table.resource)
    }

    /// The identifiers of a resource's rows, ascending.
    #[must_use]
    pub fn ids(&self, resource: &str) -> Vec<u32> {
        self.table(resource).map(|t| t.rows().iter().map(Row::id).collect()).unwrap_or_default()
    }

    /// The stored value of a field; [`Cell::Null`] when it has its default or does not exist.
    #[must_use]
    pub fn get(&self, resource: &str, id: u32, field: &str) -> Cell {
        self.table(resource).and_then(|t| t.cell(id, field)).cloned().unwrap_or(Cell::Null)
    }

    /// Changes a field. `date_upd` does not move: see [`ShopData::touch`]. False when there is no such row or field.
    pub fn set(&mut self, resource: &str, id: u32, field: &str, value: impl Into<Cell>) -> bool {
        let Some(table) = self.table_mut(resource) else { return false };
        let Some(position) = table.resource.position(field) else { return false };
        let Some(row) = table.get_mut(id) else { return false };
        row.put(position, value.into());
        true
    }

    /// Lets only these shops of a multistore have a row of the catalogue or of the set-up; all have it otherwise.
    pub fn only_in(&mut self, resource: &str, id: u32, shops: &[u32]) -> bool {
        let Some(resource) = self.resource(resource) else { return false };
        self.stores.only_in(resource.name, id, shops);
        true
    }

    /// Gives one shop of a multistore a value of its own, such as a price.
    pub fn set_in_shop(
        &mut self,
        shop: u32,
        resource: &str,
        id: u32,
        field: &str,
        value: impl Into<Cell>,
    ) -> bool {
        let Some(resource) = self.resource(resource) else { return false };
        let Some(position) = resource.position(field) else { return false };
        self.stores.set(shop, resource.name, id, position, value.into());
        true
    }

    /// Moves the row's `date_upd` to the shop's clock.
    pub fn touch(&mut self, resource: &str, id: u32) -> bool {
        let now = self.now;
        self.set(resource, id, "date_upd", Cell::Stamp(now))
    }

    /// Changes a field and `date_upd`, one second later than the change before, as a save in the back office does.
    pub fn save(&mut self, resource: &str, id: u32, field: &str, value: impl Into<Cell>) -> bool {
        self.now += 1;
        self.set(resource, id, field, value) && {
            self.touch(resource, id);
            true
        }
    }

    /// Adds a row with those fields; all others have their defaults, dates are the shop's clock.
    pub fn insert(&mut self, resource: &str, fields: &[(&str, Cell)]) -> Option<u32> {
        let now = self.now;
        let table = self.table_mut(resource)?;
        let mut draft = Draft::new(table.resource, table.next_id());
        for date in ["date_add", "date_upd"] {
            if table.resource.position(date).is_some() {
                draft = draft.set(date, Cell::Stamp(now));
            }
        }
        for (field, value) in fields {
            draft = draft.set(field, value.clone());
        }
        Some(table.push(draft))
    }

    /// Adds a copy of a row under a new identifier.
    pub fn copy(&mut self, resource: &str, id: u32) -> Option<u32> {
        let table = self.table_mut(resource)?;
        let mut row = table.get(id)?.clone();
        row.id = table.next_id();
        Some(table.push(Draft { resource: table.resource, row }))
    }

    /// Sets the identifiers of an association (`categories` of a product, `groups` of a customer...).
    pub fn link(&mut self, resource: &str, id: u32, association: &str, ids: &[u32]) -> bool {
        let Some(table) = self.table_mut(resource) else { return false };
        let Some(position) = table.resource.association(association) else { return false };
        let Some(row) = table.get_mut(id) else { return false };
        row.put_links(position, Links::Ids(ids.to_vec()));
        true
    }

    /// The identifiers of an association; empty when it has none.
    #[must_use]
    pub fn links(&self, resource: &str, id: u32, association: &str) -> Vec<u32> {
        let Some(table) = self.table(resource) else { return Vec::new() };
        let Some(position) = table.resource.association(association) else { return Vec::new() };
        match table.get(id).and_then(|row| row.links(position)) {
            Some(Links::Ids(ids)) => ids.clone(),
            _ => Vec::new(),
        }
    }

    /// Sets the items of an association that have several fields (`order_slip_details` of a slip).
    pub fn link_rows(&mut self, resource: &str, id: u32, association: &str, rows: Vec<Vec<Cell>>) -> bool {
        let Some(table) = self.table_mut(resource) else { return false };
        let Some(position) = table.resource.association(association) else { return false };
        let Some(row) = table.get_mut(id) else { return false };
        row.put_links(position, Links::Rows(rows));
        true
    }

    /// Removes a row as a deletion in the back office does: nothing in the webservice tells that it was there.
    pub fn delete(&mut self, resource: &str, id: u32) -> bool {
        self.table_mut(resource).and_then(|t| t.remove(id)).is_some()
    }

    /// Makes a row unreadable (or readable again).
    pub fn break_row(&mut self, resource: &str, id: u32, broken: Option<Broken>) -> bool {
        match self.table_mut(resource).and_then(|t| t.get_mut(id)) {
            Some(row) => {
                row.broken = broken;
                true
            }
            None => false,
        }
    }

    /// The identifiers of the rows whose whole-number field has that value.
    pub fn find(&mut self, resource: &str, field: &str, value: i64) -> Vec<u32> {
        let Some(table) = self.table_mut(resource) else { return Vec::new() };
        match table.resource.position(field) {
            Some(position) => table.with(position, value).to_vec(),
            None => Vec::new(),
        }
    }
}
