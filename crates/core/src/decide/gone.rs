//! What is gone from the shop: taken off sale or out of sight in Dolibarr, where documents and statistics still need it.

use super::wanted::{Wanted, WantedDocument, WantedGone};
use super::{Decision, Facts, Found, Known, Projection, own_looks};
use crate::erp::{ErpKind, ErpObject, ErpSeen, Look};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{Key, Kind};
use crate::plan::{CategoryWrite, Operation, ProductWrite, Step, Target};

impl WantedGone {
    const fn kind(self) -> ErpKind {
        match self {
            Self::Product => ErpKind::Product,
            Self::Category => ErpKind::Category,
        }
    }

    /// What a person has to know of it.
    pub(super) fn remark(self) -> Explanation {
        Explanation::new(match self {
            Self::Product => "gone-product",
            Self::Category => "gone-category",
        })
    }
}

/// What Dolibarr should hold for a thing that the shop, asked for it by its number, does not have.
#[must_use]
pub fn project_gone(facts: &Facts, known: &Known, key: &Key) -> Projection {
    debug_assert_eq!(key.tag, facts.settings.tag);
    let gone = match key.kind {
        Kind::Product | Kind::Combination => WantedGone::Product,
        Kind::Category => WantedGone::Category,
        _ => return Projection::Ignored(Explanation::new("gone-in-shop")),
    };
    if known.linked(key).is_none() {
        return Projection::Ignored(Explanation::new("gone-in-shop"));
    }
    Projection::Wanted(Wanted {
        key: key.clone(),
        reference: String::new(),
        fingerprint: Fingerprint::of(&("gone", gone)),
        document: WantedDocument::Gone(gone),
    })
}

pub(super) fn looks(gone: WantedGone, key: &Key, known: &Known) -> Vec<Look> {
    own_looks(gone.kind(), key, known)
}

pub(super) fn decide(gone: WantedGone, key: &Key, seen: &ErpSeen, known: &Known) -> Decision {
    let looks = looks(gone, key, known);
    let missing: Vec<Look> = looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let present = looks.iter().find_map(|look| seen.get(look)?.first());
    // Gone on both sides.
    let Some((present, id)) = present.and_then(|it| Some((it, it.id()?))) else {
        return Decision::Do { steps: Vec::new(), found: Vec::new() };
    };
    let (operation, why) = match present {
        ErpObject::Product(it) if it.on_sale => {
            let write = ProductWrite { on_sale: Some(false), ..ProductWrite::default() };
            (Some(Operation::ProductUpdate { target: Target::Id(id), write }), "gone from the shop: off sale")
        }
        ErpObject::Category(it) if it.visible => {
            let write = CategoryWrite { visible: Some(false), ..CategoryWrite::default() };
            (
                Some(Operation::CategoryUpdate { target: Target::Id(id), write }),
                "gone from the shop: not visible",
            )
        }
        _ => (None, ""),
    };
    let steps = operation.map(|operation| Step { operation, why: why.to_owned(), links: None });
    let found = Found { key: key.clone(), kind: gone.kind(), id, adopted: known.is_adopted(key), on: None };
    Decision::Do { steps: steps.into_iter().collect(), found: vec![found] }
}
