//! Stored things of one kind, found by identifier, reference and external reference.

use std::collections::{BTreeMap, HashMap};

use super::record::Record;

/// A thing with a [`Record`].
pub trait Stored {
    /// Its common part.
    fn record(&self) -> &Record;
    /// The reference that no other of its kind has; empty for none.
    fn reference(&self) -> &str {
        self.record().text("ref")
    }
}

/// All stored things of one kind.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    rows: BTreeMap<u32, T>,
    by_ref: HashMap<String, u32>,
    by_ref_ext: HashMap<String, Vec<u32>>,
    by_barcode: HashMap<String, Vec<u32>>,
    last: u32,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            by_ref: HashMap::new(),
            by_ref_ext: HashMap::new(),
            by_barcode: HashMap::new(),
            last: 0,
        }
    }
}

impl<T: Stored> Shelf<T> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All of them, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&T> {
        self.rows.get(&id)
    }

    /// The one with that reference.
    #[must_use]
    pub fn by_ref(&self, reference: &str) -> Option<&T> {
        self.rows.get(self.by_ref.get(&reference.to_lowercase())?)
    }

    /// All with that external reference (Dolibarr does not refuse a second one).
    #[must_use]
    pub fn by_ref_ext(&self, ref_ext: &str) -> Vec<&T> {
        let ids = self.by_ref_ext.get(&ref_ext.to_lowercase()).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.rows.get(id)).collect()
    }

    /// All with that barcode (without a type, Dolibarr does not refuse a second one).
    #[must_use]
    pub fn by_barcode(&self, barcode: &str) -> Vec<&T> {
        let ids = self.by_barcode.get(&barcode.to_lowercase()).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.rows.get(id)).collect()
    }

    /// What a person or another program changes in all of them.
    pub fn each(&mut self, mut change: impl FnMut(&mut T)) {
        for id in self.rows.keys().copied().collect::<Vec<_>>() {
            if let Some(mut thing) = self.take(id) {
                change(&mut thing);
                self.put(thing);
            }
        }
    }

    /// The next identifier; never given twice, not even after a failure.
    pub(crate) fn burn(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub(crate) fn put(&mut self, thing: T) {
        let id = thing.record().id;
        self.take(id);
        self.last = self.last.max(id);
        if !thing.reference().is_empty() {
            self.by_ref.insert(thing.reference().to_lowercase(), id);
        }
        if let Some(ref_ext) = thing.record().ref_ext().filter(|r| !r.is_empty()) {
            let ids = self.by_ref_ext.entry(ref_ext.to_lowercase()).or_default();
            ids.push(id);
            ids.sort_unstable();
        }
        if !thing.record().text("barcode").is_empty() {
            let ids = self.by_barcode.entry(thing.record().text("barcode").to_lowercase()).or_default();
            ids.push(id);
            ids.sort_unstable();
        }
        self.rows.insert(id, thing);
    }

    pub(crate) fn take(&mut self, id: u32) -> Option<T> {
        let thing = self.rows.remove(&id)?;
        if self.by_ref.get(&thing.reference().to_lowercase()) == Some(&id) {
            self.by_ref.remove(&thing.reference().to_lowercase());
        }
        if let Some(ids) = thing.record().ref_ext().and_then(|r| self.by_ref_ext.get_mut(&r.to_lowercase())) {
            ids.retain(|other| *other != id);
        }
        if let Some(ids) = self.by_barcode.get_mut(&thing.record().text("barcode").to_lowercase()) {
            ids.retain(|other| *other != id);
        }
        Some(thing)
    }
}
