//! Categories: of products, the same tree under one top category named after the shop; of customers, one for each group.

use super::text::{clip, field_names};
use super::wanted::{Wanted, WantedCategory, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, Reserved, changed, own_looks, unsettled};
use crate::erp::{ErpCategory, ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{CategoryWrite, Operation, Step, Target};
use crate::shop::Category;

/// Dolibarr's `label` of a category.
const LABEL_LIMIT: usize = 180;

pub(super) fn dependencies(facts: &Facts, category: &Category) -> Vec<Key> {
    if category.is_home {
        return Vec::new();
    }
    category.parent.map(|parent| facts.key(Kind::Category, parent)).into_iter().collect()
}

pub(super) fn project(facts: &Facts, known: &Known, category: &Category) -> Projection {
    if category.depth == 0 && !category.is_home {
        return Projection::Ignored(Explanation::new("category-root"));
    }
    let needed = dependencies(facts, category);
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let parent = needed.first().and_then(|key| match known.dependency(key) {
        Dependency::Linked(id) => Some(id),
        _ => None,
    });
    let home = facts.name_of_home(category.id).filter(|_| category.is_home);
    let label = home.map_or_else(|| category.name.clone(), str::to_owned);
    let key = facts.key(Kind::Category, category.id);
    let label = clip(&label, LABEL_LIMIT);
    let document = WantedCategory {
        label: if label.is_empty() { key.external_ref().to_string() } else { label },
        description: facts.settings.catalogue.descriptions.then(|| category.description.clone()),
        parent,
    };
    Projection::Wanted(Wanted {
        key,
        reference: category.name.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Category(document),
    })
}

/// Dolibarr has a tree of categories for each sort of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// Those of products.
    Products,
    /// Those of customers.
    Customers,
}

impl Tree {
    const fn kind(self) -> ErpKind {
        match self {
            Self::Products => ErpKind::Category,
            Self::Customers => ErpKind::CustomerCategory,
        }
    }

    const fn create(self, write: CategoryWrite) -> Operation {
        match self {
            Self::Products => Operation::CategoryCreate(write),
            Self::Customers => Operation::CustomerCategoryCreate(write),
        }
    }

    const fn update(self, target: Target, write: CategoryWrite) -> Operation {
        match self {
            Self::Products => Operation::CategoryUpdate { target, write },
            Self::Customers => Operation::CustomerCategoryUpdate { target, write },
        }
    }
}

pub(super) fn looks(tree: Tree, key: &Key, wanted: &WantedCategory, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(tree.kind(), key, known);
    looks.push(Look::new(tree.kind(), LookBy::Label(wanted.label.clone())));
    looks
}

fn found<'a>(seen: &'a ErpSeen, look: &Look) -> Vec<&'a ErpCategory> {
    seen.get(look)
        .unwrap_or_default()
        .iter()
        .filter_map(|object| match object {
            ErpObject::Category(category) | ErpObject::CustomerCategory(category) => Some(category),
            _ => None,
        })
        .collect()
}

pub(super) fn decide(
    tree: Tree,
    key: &Key,
    wanted: &WantedCategory,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let all = looks(tree, key, wanted, known);
    let missing: Vec<Look> = all
        .iter()
        .filter(|look| !matches!(look.by, LookBy::Label(_)) && seen.get(look).is_none())
        .cloned()
        .collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let own = all
        .iter()
        .filter(|look| !matches!(look.by, LookBy::Label(_)))
        .find_map(|look| found(seen, look).first().copied());
    // A category that a person made: the same label, as the database compares, under the same parent. Dolibarr would not
    // allow it twice.
    let label = Look::new(tree.kind(), LookBy::Label(wanted.label.clone()));
    let same: Vec<&ErpCategory> =
        found(seen, &label).into_iter().filter(|category| category.parent == wanted.parent).collect();
    let is_free = |category: &&ErpCategory| {
        category.ref_ext.is_none() && !reserved.adopted_by_other(tree.kind(), category.id, key)
    };
    let adoptable = same.iter().copied().find(is_free);
    let slot = format!("label {} {:?} {}", tree.kind().word(), wanted.parent, wanted.label);
    let taken = !same.is_empty() || reserved.by_other(&slot, key);
    reserved.take(&slot, key);
    match own.or(adoptable) {
        Some(category) => {
            if own.is_none() {
                reserved.adopt(tree.kind(), category.id, key);
            }
            update(tree, key, wanted, category, own.is_none())
        }
        None => {
            // Another category of the shop has this label under this parent already: the label must differ.
            let label = if taken { format!("{} ({})", wanted.label, key.id) } else { wanted.label.clone() };
            let write = CategoryWrite {
                ref_ext: Some(key.external_ref()),
                label: Some(label),
                description: wanted.description.clone().filter(|text| !text.is_empty()),
                parent: wanted.parent.map(|parent| Some(Target::Id(parent))),
            };
            let step =
                Step { operation: tree.create(write), why: "new".to_owned(), links: Some(key.clone()) };
            Decision::Do { steps: vec![step], found: Vec::new() }
        }
    }
}

fn update(tree: Tree, key: &Key, wanted: &WantedCategory, present: &ErpCategory, adopted: bool) -> Decision {
    let kept_label =
        present.label == wanted.label || present.label == format!("{} ({})", wanted.label, key.id);
    let write = CategoryWrite {
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        label: (!kept_label).then(|| wanted.label.clone()),
        description: wanted.description.as_ref().and_then(|text| changed(&present.description, text)),
        parent: changed(&present.parent, &wanted.parent).map(|parent| parent.map(Target::Id)),
    };
    let id = ErpId(present.id);
    let found = vec![Found { key: key.clone(), kind: tree.kind(), id, adopted, on: None }];
    if write == CategoryWrite::default() {
        return Decision::Do { steps: Vec::new(), found };
    }
    let names = field_names(&[
        ("external reference", write.ref_ext.is_some()),
        ("label", write.label.is_some()),
        ("description", write.description.is_some()),
        ("parent", write.parent.is_some()),
    ]);
    let why = if adopted { format!("adopted by label; {names}") } else { names };
    let operation = tree.update(Target::Id(id), write);
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}
