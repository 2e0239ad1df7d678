//! What is gone from the shop: taken off sale or out of sight in Dolibarr, where documents and statistics still need it.

use super::combination::{parent_before, tie_of};
use super::gone_order;
use super::product::found as products;
use super::wanted::{Wanted, WantedDocument, WantedGone, WantedGoneCombination};
use super::{Decision, Facts, Found, Known, Projection, own_looks};
use crate::erp::{ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
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
    let Some(id) = known.linked(key) else {
        return Projection::Ignored(Explanation::new("gone-in-shop"));
    };
    let (gone, document) = match key.kind {
        Kind::Product => (WantedGone::Product, WantedDocument::Gone(WantedGone::Product)),
        Kind::Category => (WantedGone::Category, WantedDocument::Gone(WantedGone::Category)),
        Kind::Combination => {
            let parent = parent_before(known, key).filter(|_| facts.erp.has_variants());
            let gone = WantedGoneCombination { product: id, parent };
            (WantedGone::Product, WantedDocument::GoneCombination(gone))
        }
        Kind::Order => return gone_order::project(key),
        _ => return Projection::Ignored(Explanation::new("gone-in-shop")),
    };
    let fingerprint = Fingerprint::of(&("gone", gone));
    Projection::Wanted(Wanted { key: key.clone(), reference: String::new(), fingerprint, document })
}

impl WantedGoneCombination {
    pub(super) fn looks(&self) -> Vec<Look> {
        let mut looks = vec![Look::new(ErpKind::Product, LookBy::Id(self.product))];
        looks.extend(self.parent.map(|parent| Look::new(ErpKind::Variant, LookBy::OfParent(parent))));
        looks
    }

    /// Cuts the variant off its product, and takes it off sale.
    pub(super) fn decide(&self, key: &Key, seen: &ErpSeen, known: &Known) -> Decision {
        let missing: Vec<Look> = self.looks().into_iter().filter(|look| seen.get(look).is_none()).collect();
        if !missing.is_empty() {
            return Decision::Look(missing);
        }
        let step = |operation, why: &str| Step { operation, why: why.to_owned(), links: None };
        let ties = self.parent.map(|parent| tie_of(seen, parent, self.product)).unwrap_or_default();
        let cut = |id| step(Operation::VariantDelete { id }, "gone from the shop");
        let mut steps: Vec<Step> = ties.into_iter().map(|tie| cut(ErpId(tie.id))).collect();
        let Some(product) = products(seen, LookBy::Id(self.product)).first().copied() else {
            if steps.is_empty() {
                return Decision::Forget(Explanation::new("gone-in-shop"));
            }
            return Decision::Do { steps, found: Vec::new() };
        };
        if product.on_sale {
            let write = ProductWrite { on_sale: Some(false), ..ProductWrite::default() };
            let operation = Operation::ProductUpdate { target: Target::Id(self.product), write };
            steps.push(step(operation, "gone from the shop: off sale"));
        }
        let (id, adopted) = (self.product, known.is_adopted(key));
        let found = vec![Found { key: key.clone(), kind: ErpKind::Product, id, adopted, on: None }];
        Decision::Do { steps, found }
    }
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
        return Decision::Forget(Explanation::new("gone-in-shop"));
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
