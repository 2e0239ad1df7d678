//! Documents from their rows and the reference data.

use std::collections::{HashMap, HashSet};

use passerelle_core::key::ShopId;
use passerelle_core::shop::ShopDocument;
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::gather::Gathered;
use super::odd::Odd;
use crate::reference::{Reference, Unknown};

/// Refreshes of the reference data for one reading, at most: each finds all that is unknown by then.
const REFRESHES: u32 = 6;

impl Desk<'_> {
    /// Makes documents. Where an id is unknown, the tables it may stand in are read again, once for all documents.
    pub(crate) async fn resolve<M>(
        &self,
        resource: &'static str,
        gathered: Gathered<M>,
        make: impl Fn(u64, &M, &Reference) -> Result<ShopDocument, Odd>,
    ) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let mut answer: HashMap<ShopId, Fetched> = HashMap::new();
        answer.extend(gathered.gone.iter().map(|id| (ShopId(*id), Fetched::Gone)));
        let mut reference = self.holder.get(self.rows).await?;
        let mut todo: Vec<(u64, M)> =
            gathered.found.into_iter().filter(|(id, _)| !gathered.unreadable.contains_key(id)).collect();
        for round in 0..=REFRESHES {
            let mut unknown: HashSet<Unknown> = HashSet::new();
            let mut later = Vec::new();
            for (id, rows) in todo {
                match make(id, &rows, &reference) {
                    Ok(document) => {
                        answer.insert(ShopId(id), Fetched::Found(document));
                    }
                    Err(Odd::Unknown(what)) if round < REFRESHES && !reference.is_missing(&what) => {
                        unknown.insert(what);
                        later.push((id, rows));
                    }
                    Err(odd) => {
                        answer.insert(ShopId(id), Fetched::Unreadable(odd.explain(resource, id)));
                    }
                }
            }
            todo = later;
            if unknown.is_empty() {
                break;
            }
            reference = self.holder.refresh(self.rows, &unknown).await?;
        }
        for (id, why) in gathered.unreadable {
            answer.insert(ShopId(id), Fetched::Unreadable(why));
        }
        Ok(answer)
    }
}
