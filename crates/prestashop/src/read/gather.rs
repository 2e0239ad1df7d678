//! The rows that documents are made of, by document.

use std::collections::{HashMap, HashSet};

use futures::future::try_join_all;
use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

use super::Desk;
use super::odd::{
    bad_part, of_nobody, part_breaks_answer, record_breaks_answer, record_hidden, record_in_closed_shop,
};
use crate::call::{CallError, Query, Request, Scope};
use crate::rows::{Batch, Row, values};

/// What was found for the ids asked for.
pub(crate) struct Gathered<M> {
    /// The rows of each document.
    pub found: HashMap<u64, M>,
    /// Those that cannot be read, and why.
    pub unreadable: HashMap<u64, Explanation>,
    /// Those that the shop does not have.
    pub gone: HashSet<u64>,
}

impl<M> Gathered<M> {
    /// The same documents made of something else.
    pub(crate) fn map<N>(self, mut change: impl FnMut(u64, M) -> N) -> Gathered<N> {
        let found = self.found.into_iter().map(|(id, rows)| (id, change(id, rows))).collect();
        Gathered { found, unreadable: self.unreadable, gone: self.gone }
    }
}

impl Desk<'_> {
    /// The rows with these ids. An id that is not in the list is asked for alone: only the shop's own "no such thing" counts
    /// as gone.
    pub(crate) async fn by_id<T: Row>(&self, ids: &[u64]) -> Result<Gathered<T>, ShopError> {
        let batch = self.rows.batch::<T>("id", &values(ids.iter().copied())).await?;
        let mut gathered =
            Gathered { found: HashMap::new(), unreadable: HashMap::new(), gone: HashSet::new() };
        for row in batch.bad {
            if let Some(id) = row.number("id") {
                gathered.unreadable.insert(id, bad_part(T::RESOURCE, &row));
            }
        }
        for lost in batch.lost {
            if let Ok(id) = lost.value.parse() {
                tracing::warn!(resource = T::RESOURCE, id, why = lost.why.id, "a record breaks its answer");
                gathered.unreadable.insert(id, record_breaks_answer(T::RESOURCE, &lost.value));
            }
        }
        gathered.found = batch.rows.into_iter().map(|row| (row.id(), row)).collect();
        let absent = |id: &u64| !gathered.found.contains_key(id) && !gathered.unreadable.contains_key(id);
        let absent: Vec<u64> = ids.iter().copied().filter(absent).collect();
        let there = try_join_all(absent.iter().map(|id| self.is_there::<T>(*id))).await?;
        for (id, there) in absent.into_iter().zip(there) {
            if there {
                // Of a multistore's shops, those that the key may read were all asked.
                let elsewhere = T::BY_SHOP && self.rows.everywhere() == Scope::All;
                let why = if elsewhere { record_in_closed_shop } else { record_hidden };
                gathered.unreadable.insert(id, why(T::RESOURCE, id));
            } else {
                gathered.gone.insert(id);
            }
        }
        Ok(gathered)
    }

    async fn is_there<T: Row>(&self, id: u64) -> Result<bool, ShopError> {
        let query = Query::default().display("[id]");
        let scope = self.rows.everywhere();
        let request = Request { resource: T::RESOURCE, id: Some(id), query, json: true, scope };
        match self.rows.client.get(&request).await {
            Ok(_) => Ok(true),
            Err(CallError::NoSuchThing) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Puts rows under the documents they belong to, and what cannot be read under their explanations.
///
/// A row that belongs to no document that is known by name makes the whole reading fail: it could be anyone's. Fewer are read
/// then, until it is one document's.
pub(crate) fn sort_out<T: Row>(
    batch: Batch<T>,
    owner: impl Fn(&T) -> u64,
    owner_field: &str,
    unreadable: &mut HashMap<u64, Explanation>,
) -> Result<HashMap<u64, Vec<T>>, ShopError> {
    let mut sorted: HashMap<u64, Vec<T>> = HashMap::new();
    for row in batch.rows {
        sorted.entry(owner(&row)).or_default().push(row);
    }
    for row in batch.bad {
        let why = bad_part(T::RESOURCE, &row);
        match row.number(owner_field) {
            Some(id) => unreadable.entry(id).or_insert(why),
            None => return Err(of_nobody(T::RESOURCE, &row)),
        };
    }
    for lost in batch.lost {
        if let Ok(id) = lost.value.parse() {
            unreadable.entry(id).or_insert_with(|| part_breaks_answer(T::RESOURCE));
        }
    }
    Ok(sorted)
}
