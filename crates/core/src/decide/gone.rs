//! What becomes of things that the shop no longer has. Nothing is deleted: documents name them.

use super::combination::{parent_before, tie_of};
use super::product::found;
use super::wanted::{Wanted, WantedDocument, WantedGoneCombination};
use super::{Decision, Facts, Found, Known, Projection};
use crate::erp::{ErpKind, ErpSeen, Look, LookBy};
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{Operation, ProductWrite, Step, Target};

/// What something that the shop no longer has should become; none when there is nothing to do about it.
#[must_use]
pub fn project_gone(facts: &Facts, known: &Known, key: &Key) -> Option<Projection> {
    let product = known.linked(key)?;
    if key.kind != Kind::Combination {
        return None;
    }
    let parent = parent_before(known, key).filter(|_| facts.erp.has_variants());
    Some(Projection::Wanted(Wanted {
        key: key.clone(),
        reference: String::new(),
        fingerprint: Fingerprint::of(&("gone", product)),
        document: WantedDocument::GoneCombination(WantedGoneCombination { product, parent }),
    }))
}

pub(super) fn looks(wanted: &WantedGoneCombination) -> Vec<Look> {
    let mut looks = vec![Look::new(ErpKind::Product, LookBy::Id(wanted.product))];
    looks.extend(wanted.parent.map(|parent| Look::new(ErpKind::Variant, LookBy::OfParent(parent))));
    looks
}

pub(super) fn decide(key: &Key, wanted: &WantedGoneCombination, seen: &ErpSeen) -> Decision {
    let missing: Vec<Look> = looks(wanted).into_iter().filter(|look| seen.get(look).is_none()).collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let step = |operation| Step { operation, why: "gone in the shop".to_owned(), links: None };
    let mut steps: Vec<Step> = wanted
        .parent
        .map(|parent| tie_of(seen, parent, wanted.product))
        .unwrap_or_default()
        .into_iter()
        .map(|tie| step(Operation::VariantDelete { id: ErpId(tie.id) }))
        .collect();
    let Some(product) = found(seen, LookBy::Id(wanted.product)).first().copied() else {
        return Decision::Do { steps, found: Vec::new() };
    };
    if product.on_sale {
        let write = ProductWrite { on_sale: Some(false), ..ProductWrite::default() };
        steps.push(step(Operation::ProductUpdate { target: Target::Id(wanted.product), write }));
    }
    let id = wanted.product;
    let found = vec![Found { key: key.clone(), kind: ErpKind::Product, id, adopted: false, on: None }];
    Decision::Do { steps, found }
}
