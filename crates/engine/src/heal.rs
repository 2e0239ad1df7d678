//! Links to things that are gone from Dolibarr: what they were linked with is looked for anew, or made anew.

use std::collections::BTreeSet;

use jiff::Timestamp;
use passerelle_core::key::{ErpId, Key, Kind};

use crate::ports::store::{OwnedLink, Store, StoreResult};

/// Has these keys looked at, with all others on the same things of Dolibarr and what hangs on them.
pub(crate) async fn heal(store: &dyn Store, keys: &[Key], now: Timestamp) -> StoreResult<u64> {
    let mut all: BTreeSet<Key> = keys.iter().cloned().collect();
    let mut joined: Vec<Key> = Vec::new();
    for link in store.links(keys).await?.into_values() {
        let before = ErpId(link.erp_id.0.saturating_sub(1));
        let there = store.links_between(&link.key.tag, link.erp_kind, before, link.erp_id).await?;
        joined.extend(guests(&there));
        all.extend(there.into_iter().map(|it| it.link.key));
    }
    // They are put on the third party of many again, when that is there.
    store.forget(&joined).await?;
    let products: Vec<&Key> = all.iter().filter(|key| key.kind == Kind::Product).collect();
    let beside: Vec<Key> = products.iter().flat_map(|key| beside(key)).collect();
    let beside: Vec<Key> = store.documents(&beside).await?.into_keys().collect();
    let images: Vec<Key> = beside.iter().filter(|key| key.kind == Kind::Images).cloned().collect();
    store.doubt(&images).await?;
    all.extend(beside);
    let all: Vec<Key> = all.into_iter().collect();
    store.suspect(&all).await?;
    store.mark(&all, now).await
}

/// What a product has beside its own row.
fn beside(product: &Key) -> [Key; 3] {
    [Kind::Pack, Kind::Images, Kind::Stock].map(|kind| Key { kind, ..product.clone() })
}

/// The customers on a third party that stands for many.
pub(crate) fn guests(links: &[OwnedLink]) -> Vec<Key> {
    let is_collective = links.iter().any(|it| it.link.key.kind == Kind::Collective);
    let customers = links.iter().map(|it| &it.link.key).filter(|key| key.kind == Kind::Customer);
    customers.filter(|_| is_collective).cloned().collect()
}
