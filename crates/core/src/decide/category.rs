//! Categories: of products, the same tree under one top category named after the shop; of customers, one for each group.

use super::text::{self, field_names};
use super::wanted::{Wanted, WantedCategory, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, Reserved, changed, own_looks, unsettled};
use crate::erp::{ErpCategory, ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::html;
use crate::key::{ErpId, Key, Kind, ShopId};
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
    let label = text::label(facts, &label, LABEL_LIMIT);
    let document = WantedCategory {
        label: if label.is_empty() { key.external_ref().to_string() } else { label },
        description: facts
            .settings
            .catalogue
            .descriptions
            .then(|| facts.erp.texts.markup(&category.description)),
        parent,
        visible: Some(category.active),
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
        category.ref_ext.as_ref().is_none_or(|it| it.is_of_another_connector(key.id))
            && !reserved.adopted_by_other(tree.kind(), category.id, key)
    };
    let adoptable = same.iter().copied().find(is_free);
    let slot = format!("label {} {:?} {}", tree.kind().word(), wanted.parent, wanted.label);
    let others: Vec<&ErpCategory> =
        same.iter().copied().filter(|it| own.is_none_or(|own| own.id != it.id)).collect();
    let taken = !others.is_empty() || reserved.by_other(&slot, key);
    let Some(category) = own.or(adoptable) else {
        // What has this label gives it up in this run: then it is free.
        let leaving: Vec<Key> = others.iter().filter_map(|it| leaving(tree, key, it, reserved)).collect();
        if !leaving.is_empty() {
            return Decision::First(leaving);
        }
        reserved.take(&slot, key);
        let label = if taken { with_number(&wanted.label, key.id.0) } else { wanted.label.clone() };
        let write = CategoryWrite {
            ref_ext: Some(key.external_ref()),
            label: Some(label),
            description: wanted.description.clone().filter(|text| !text.is_empty()),
            parent: wanted.parent.map(|parent| Some(Target::Id(parent))),
            visible: wanted.visible,
        };
        let step = Step { operation: tree.create(write), why: "new".to_owned(), links: Some(key.clone()) };
        return Decision::Do { steps: vec![step], found: Vec::new() };
    };
    let adopted = own.is_none();
    if adopted {
        reserved.take(&slot, key);
        reserved.adopt(tree.kind(), category.id, key);
        return update(tree, key, wanted, category, &wanted.label, true, Vec::new());
    }
    let stays = category.parent == wanted.parent;
    let numbered = with_number(&wanted.label, key.id.0);
    if stays && (category.label == wanted.label || (category.label == numbered && taken)) {
        reserved.take(&slot, key);
        return update(tree, key, wanted, category, &category.label, false, Vec::new());
    }
    // Another one is taking its label; once it shows the number in its place, that is done.
    let robber = reserved.other(&gives(tree, category.id), key).cloned();
    let mut waits: Vec<Key> = others.iter().filter_map(|it| leaving(tree, key, it, reserved)).collect();
    waits.extend(robber.filter(|_| !category.label.ends_with(&format!(" ({})", key.id))));
    if !waits.is_empty() {
        return Decision::First(waits);
    }
    // Others wait for this one, where they want what it has.
    reserved.take(&leaves(tree, category.id), key);
    if reserved.by_other(&slot, key) {
        return update(tree, key, wanted, category, &numbered, false, Vec::new());
    }
    reserved.take(&slot, key);
    // Dolibarr refuses a label twice under one parent, so that siblings could never swap theirs: one of ours gives it up. Its
    // own job sees to it afterwards, when it is to have another one.
    match others.as_slice() {
        [] => update(tree, key, wanted, category, &wanted.label, false, Vec::new()),
        [other] => match number_of_ours(tree, key, other) {
            Some(number) => {
                let label = Some(with_number(&wanted.label, number));
                let write = CategoryWrite { label, ..CategoryWrite::default() };
                let operation = tree.update(Target::Id(ErpId(other.id)), write);
                let why = "gives its label to another one of the shop".to_owned();
                let first = Step { operation, why, links: None };
                reserved.take(&gives(tree, other.id), key);
                update(tree, key, wanted, category, &wanted.label, false, vec![first])
            }
            None => update(tree, key, wanted, category, &numbered, false, Vec::new()),
        },
        _ => update(tree, key, wanted, category, &numbered, false, Vec::new()),
    }
}

/// A label that no other category has: of several with one label under one parent, Dolibarr bears one only.
fn with_number(label: &str, number: u64) -> String {
    format!("{label} ({number})")
}

/// What says that a category of Dolibarr gets another label or parent in this run.
fn leaves(tree: Tree, id: u64) -> String {
    format!("leaves {} {id}", tree.kind().word())
}

/// What says that a category of Dolibarr gives its label to another one in this run.
fn gives(tree: Tree, id: u64) -> String {
    format!("gives {} {id}", tree.kind().word())
}

/// The key of a category of ours that another plan of this run gives another label or parent.
fn leaving(tree: Tree, key: &Key, it: &ErpCategory, reserved: &Reserved) -> Option<Key> {
    let number = number_of_ours(tree, key, it)?;
    reserved.by_other(&leaves(tree, it.id), key).then(|| Key::new(&key.tag, key.kind, ShopId(number)))
}

/// The number in the shop of a category that this connection made or adopted.
fn number_of_ours(tree: Tree, key: &Key, it: &ErpCategory) -> Option<u64> {
    let kind = match tree {
        Tree::Products => Kind::Category,
        Tree::Customers => Kind::Group,
    };
    let ours = format!("{}-{}-", key.tag, kind.word());
    it.ref_ext.as_ref()?.as_str().strip_prefix(&ours)?.parse().ok()
}

/// The steps that bring a product into its categories, and out of those of ours that it is no longer in: what persons link
/// themselves stays. A look that is needed first is the error.
pub(super) fn links_of_product(
    key: &Key,
    wanted: &[ErpId],
    product: ErpId,
    seen: &ErpSeen,
) -> Result<Vec<Step>, Look> {
    let look = Look::new(ErpKind::Category, LookBy::OfProduct(product));
    if seen.get(&look).is_none() {
        return Err(look);
    }
    let present = found(seen, &look);
    let target = Target::Id(product);
    let new = wanted.iter().filter(|id| !present.iter().any(|it| it.id == id.0));
    let mut steps: Vec<Step> = new
        .map(|id| Step {
            operation: Operation::CategoryLink { category: Target::Id(*id), product: target },
            why: "in this category".to_owned(),
            links: None,
        })
        .collect();
    let is_ours = |it: &&&ErpCategory| number_of_ours(Tree::Products, key, it).is_some();
    let left = present.iter().filter(is_ours).filter(|it| !wanted.contains(&ErpId(it.id)));
    steps.extend(left.map(|it| Step {
        operation: Operation::CategoryUnlink { category: Target::Id(ErpId(it.id)), product: target },
        why: "no longer in this category".to_owned(),
        links: None,
    }));
    Ok(steps)
}

/// `first` are steps without which it cannot be done.
fn update(
    tree: Tree,
    key: &Key,
    wanted: &WantedCategory,
    present: &ErpCategory,
    label: &str,
    adopted: bool,
    first: Vec<Step>,
) -> Decision {
    let write = CategoryWrite {
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        label: (present.label != label).then(|| label.to_owned()),
        description: wanted.description.clone().filter(|text| !html::same(&present.description, text)),
        parent: changed(&present.parent, &wanted.parent).map(|parent| parent.map(Target::Id)),
        visible: wanted.visible.filter(|visible| *visible != present.visible),
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
        ("visible", write.visible.is_some()),
    ]);
    let why = if adopted { format!("adopted by label; {names}") } else { names };
    let operation = tree.update(Target::Id(id), write);
    let mut steps = first;
    steps.push(Step { operation, why, links: None });
    Decision::Do { steps, found }
}
