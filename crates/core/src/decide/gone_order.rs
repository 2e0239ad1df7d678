//! An order that is gone from the shop and is in Dolibarr: what a person has to do there, until it was done. Books are never
//! changed because the shop forgot a sale.

use super::wanted::{Wanted, WantedDocument};
use super::{Decision, Found, Known, Projection, own_looks};
use crate::erp::{ErpKind, ErpObject, ErpOrderStatus, ErpSeen, Look};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key};

/// What its link remembers: it is looked at again whenever it is marked.
const GONE: &str = "gone";

pub(super) fn project(key: &Key) -> Projection {
    let fingerprint = Fingerprint::of(&("gone order", key.id));
    let document = WantedDocument::GoneOrder;
    Projection::Wanted(Wanted { key: key.clone(), reference: String::new(), fingerprint, document })
}

pub(super) fn looks(key: &Key, known: &Known) -> Vec<Look> {
    own_looks(ErpKind::Order, key, known)
}

/// Done when it was cancelled or deleted in Dolibarr, too. What was delivered or invoiced and paid stays a sale, with a remark;
/// anything else waits for a person, and is looked at by every run.
pub(super) fn decide(key: &Key, seen: &ErpSeen, known: &Known) -> Decision {
    let looks = looks(key, known);
    let missing: Vec<Look> = looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let order = looks.iter().flat_map(|look| seen.get(look).unwrap_or_default()).find_map(|it| match it {
        ErpObject::Order(order) => Some(order),
        _ => None,
    });
    let Some(order) = order.filter(|order| order.status != ErpOrderStatus::Cancelled) else {
        return Decision::Do { steps: Vec::new(), found: Vec::new() };
    };
    let found = vec![Found {
        key: key.clone(),
        kind: ErpKind::Order,
        id: ErpId(order.id),
        adopted: known.is_adopted(key),
        on: Some(ExternalRef::stored(GONE)),
    }];
    let is_closed = order.status == ErpOrderStatus::Closed;
    let explanation = Explanation::new(if is_closed { "gone-order-kept" } else { "gone-order-open" })
        .with("erp_reference", &order.reference)
        .with("invoiced", if order.billed { "yes" } else { "no" });
    Decision::But { found, explanation, incomplete: !is_closed }
}
