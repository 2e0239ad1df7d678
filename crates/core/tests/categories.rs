//! Categories that are renamed, moved, switched off and deleted, and products that leave them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{
    Decision, Dependency, Known, Projection, Reserved, Wanted, decide, looks, project, project_gone,
};
use passerelle_core::erp::{ErpCategory, ErpKind, ErpObject, ErpProduct, ErpSeen, Look, LookBy};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::plan::{CategoryWrite, Operation, Step, Target};
use passerelle_core::shop::{Category, Product, ShopDocument};
use rust_decimal::Decimal;

fn key(kind: Kind, id: u64) -> Key {
    Key::new(&"ps1".parse().unwrap(), kind, ShopId(id))
}

/// A category of the shop under its home, which is 2 there and 20 in Dolibarr.
fn category(id: u64, name: &str) -> Category {
    Category {
        id: ShopId(id),
        parent: Some(ShopId(2)),
        name: name.to_owned(),
        description: String::new(),
        active: true,
        is_home: false,
        depth: 2,
    }
}

/// Dolibarr's categories; ours are those of ten times the shop's number.
struct Tree(Vec<ErpCategory>);

impl Tree {
    fn of(labels: &[(u64, &str)]) -> Self {
        Self(labels.iter().map(|(id, label)| made(*id, label)).collect())
    }

    fn answer(&self, looks: &[Look]) -> ErpSeen {
        let mut seen = ErpSeen::default();
        for look in looks {
            let is = |it: &&ErpCategory| match &look.by {
                LookBy::Id(id) => it.id == id.0,
                LookBy::ExternalRef(reference) => it.ref_ext.as_ref() == Some(reference),
                LookBy::Label(label) => it.label.eq_ignore_ascii_case(label),
                _ => panic!("{look:?}"),
            };
            let found = self.0.iter().filter(is).cloned().map(ErpObject::Category).collect();
            seen.insert(look.clone(), found);
        }
        seen
    }

    /// Does a step as Dolibarr would, which refuses a label twice under one parent.
    fn carry_out(&mut self, step: &Step) {
        let (id, write): (u64, &CategoryWrite) = match &step.operation {
            Operation::CategoryUpdate { target: Target::Id(id), write } => (id.0, write),
            Operation::CategoryCreate(write) => {
                self.0.push(ErpCategory {
                    id: 900,
                    ref_ext: write.ref_ext.clone(),
                    ..ErpCategory::default()
                });
                (900, write)
            }
            other => panic!("{other:?}"),
        };
        let it = self.0.iter_mut().find(|it| it.id == id).unwrap();
        if let Some(label) = &write.label {
            it.label.clone_from(label);
        }
        if let Some(parent) = write.parent {
            it.parent = parent.map(|parent| match parent {
                Target::Id(id) => id,
                Target::Step(_) => panic!("{parent:?}"),
            });
        }
        it.visible = write.visible.unwrap_or(it.visible);
        let (label, parent) = (it.label.clone(), it.parent);
        let twins = self.0.iter().filter(|it| it.label == label && it.parent == parent);
        assert_eq!(twins.count(), 1, "refused: {label} twice");
    }

    fn labels(&self) -> Vec<(u64, &str)> {
        self.0.iter().map(|it| (it.id, it.label.as_str())).collect()
    }
}

fn made(id: u64, label: &str) -> ErpCategory {
    let ref_ext = (id < 1_000).then(|| ExternalRef::stored(&format!("ps1-category-{}", id / 10)));
    ErpCategory {
        id,
        ref_ext,
        label: label.to_owned(),
        description: String::new(),
        parent: Some(ErpId(20)),
        visible: true,
    }
}

fn known(ids: &[u64]) -> Known {
    let mut known = Known::default();
    for id in ids {
        let before = Some(Fingerprint::of(&"before"));
        known.note(key(Kind::Category, *id), Dependency::Linked(ErpId(id * 10)), before);
    }
    known
}

fn wanted(projection: Projection) -> Wanted {
    match projection {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

/// Decides all of these with one look, as a batch is, carries the plans out in this order, and decides what had to wait again.
fn bring_over(tree: &mut Tree, known: &Known, categories: &[Category], reverse: bool) {
    let mut reserved = Reserved::default();
    let mut open: Vec<Category> = categories.to_vec();
    for round in 0..10 {
        if open.is_empty() {
            return;
        }
        let wanted_of = |it: &Category| wanted(project(&facts(), known, &ShopDocument::Category(it.clone())));
        let asked: Vec<Look> = open.iter().flat_map(|it| looks(&facts(), &wanted_of(it), known)).collect();
        let seen = tree.answer(&asked);
        let (mut plans, mut later) = (Vec::new(), Vec::new());
        for it in &open {
            match decide(&facts(), &wanted_of(it), &seen, known, &mut reserved) {
                Decision::Do { steps, .. } => plans.push(steps),
                Decision::First(_) => later.push(it.clone()),
                other => panic!("{other:?}"),
            }
        }
        assert!(!plans.is_empty(), "round {round}: all wait for each other");
        if reverse {
            plans.reverse();
        }
        plans.iter().flatten().for_each(|step| tree.carry_out(step));
        open = later;
    }
    panic!("still waiting: {open:?}");
}

#[test]
fn siblings_swap_their_names() {
    for reverse in [false, true] {
        let mut tree = Tree::of(&[(30, "A"), (40, "B")]);
        bring_over(&mut tree, &known(&[2, 3, 4]), &[category(3, "B"), category(4, "A")], reverse);
        assert_eq!(tree.labels(), [(30, "B"), (40, "A")]);
    }
}

#[test]
fn names_go_round_and_one_comes_in() {
    for reverse in [false, true] {
        let mut tree = Tree::of(&[(30, "A"), (40, "B"), (50, "C")]);
        let known = known(&[2, 3, 4, 5]);
        bring_over(&mut tree, &known, &[category(3, "B"), category(4, "C"), category(5, "A")], reverse);
        assert_eq!(tree.labels(), [(30, "B"), (40, "C"), (50, "A")]);
        // A new one with the name that another one gives up.
        bring_over(&mut tree, &known, &[category(3, "D"), category(6, "B")], reverse);
        assert_eq!(tree.labels(), [(30, "D"), (40, "C"), (50, "A"), (900, "B")]);
    }
}

#[test]
fn of_two_with_one_name_one_bears_its_number_until_it_is_free() {
    let mut tree = Tree::of(&[(30, "A"), (1_000, "Made by a person")]);
    let known = known(&[2, 3]);
    bring_over(&mut tree, &known, &[category(3, "Made by a person")], false);
    assert_eq!(tree.labels()[0], (30, "Made by a person (3)"));
    // Looked at again, it stays.
    let before = tree.labels().len();
    bring_over(&mut tree, &known, &[category(3, "Made by a person")], false);
    assert_eq!((tree.labels()[0], before), ((30, "Made by a person (3)"), 2));
    tree.0.pop();
    bring_over(&mut tree, &known, &[category(3, "Made by a person")], false);
    assert_eq!(tree.labels(), [(30, "Made by a person")]);
}

#[test]
fn a_moved_one_keeps_what_it_is() {
    let mut tree = Tree::of(&[(30, "A"), (40, "B")]);
    let moved = Category { parent: Some(ShopId(4)), ..category(3, "A") };
    bring_over(&mut tree, &known(&[2, 3, 4]), &[moved], false);
    assert_eq!((tree.0[0].parent, tree.0[0].label.as_str()), (Some(ErpId(40)), "A"));
}

#[test]
fn switched_off_and_gone_ones_are_out_of_sight_and_stay() {
    let mut tree = Tree::of(&[(30, "A"), (40, "B")]);
    let known = known(&[2, 3, 4]);
    bring_over(&mut tree, &known, &[Category { active: false, ..category(3, "A") }], false);
    assert!(!tree.0[0].visible);
    bring_over(&mut tree, &known, &[category(3, "A")], false);
    assert!(tree.0[0].visible);
    let gone = wanted(project_gone(&facts(), &known, &key(Kind::Category, 4)));
    assert_eq!(gone.remark().unwrap().id, "gone-category");
    let seen = tree.answer(&looks(&facts(), &gone, &known));
    let Decision::Do { steps, found } = decide(&facts(), &gone, &seen, &known, &mut Reserved::default())
    else {
        panic!()
    };
    assert_eq!(found[0].id, ErpId(40));
    steps.iter().for_each(|step| tree.carry_out(step));
    assert_eq!((tree.0[1].visible, tree.0[1].label.as_str()), (false, "B"));
    let again = tree.answer(&looks(&facts(), &gone, &known));
    let Decision::Do { steps, .. } = decide(&facts(), &gone, &again, &known, &mut Reserved::default()) else {
        panic!()
    };
    assert!(steps.is_empty());
}

#[test]
fn a_product_that_is_gone_is_taken_off_sale_once() {
    let (product, known) = (key(Kind::Product, 7), {
        let mut known = Known::default();
        known.note(key(Kind::Product, 7), Dependency::Linked(ErpId(70)), None);
        known
    });
    let gone = wanted(project_gone(&facts(), &known, &product));
    let asked = looks(&facts(), &gone, &known);
    let plan = |on_sale: Option<bool>| {
        let mut seen = ErpSeen::default();
        for look in &asked {
            let it = |on_sale| ErpObject::Product(ErpProduct { id: 70, on_sale, ..ErpProduct::default() });
            let found = on_sale.filter(|_| matches!(look.by, LookBy::Id(_))).map(it);
            seen.insert(look.clone(), found.into_iter().collect());
        }
        match decide(&facts(), &gone, &seen, &known, &mut Reserved::default()) {
            Decision::Do { steps, .. } => steps,
            Decision::Forget(_) => Vec::new(),
            other => panic!("{other:?}"),
        }
    };
    let steps = plan(Some(true));
    assert!(matches!(
        &steps[..],
        [Step { operation: Operation::ProductUpdate { target: Target::Id(ErpId(70)), write }, .. }]
            if write.on_sale == Some(false)
    ));
    assert!(plan(Some(false)).is_empty(), "off sale already");
    assert!(plan(None).is_empty(), "gone on both sides");
    // An answer that did not come is no absence.
    let unanswered = decide(&facts(), &gone, &ErpSeen::default(), &known, &mut Reserved::default());
    assert!(matches!(unanswered, Decision::Look(_)));
    // What was never brought over is left out; an order that is in Dolibarr is for a person to end there.
    assert!(matches!(project_gone(&facts(), &Known::default(), &product), Projection::Ignored(_)));
    let order = key(Kind::Order, 1);
    assert!(matches!(project_gone(&facts(), &Known::default(), &order), Projection::Ignored(_)));
    let mut known = Known::default();
    known.note(order.clone(), Dependency::Linked(ErpId(1)), None);
    assert!(matches!(project_gone(&facts(), &known, &order), Projection::Wanted(_)));
}

fn product(categories: &[u64]) -> ShopDocument {
    ShopDocument::Product(Product {
        id: ShopId(7),
        price: Decimal::ONE,
        vat: Some(passerelle_core::money::Percent::ZERO),
        categories: categories.iter().copied().map(ShopId).collect(),
        ..common::product("MUG")
    })
}

#[test]
fn a_product_leaves_the_categories_of_the_shop_and_no_others() {
    let mut known = known(&[3, 4]);
    let before = wanted(project(&facts(), &known, &product(&[3, 4])));
    known.note(key(Kind::Product, 7), Dependency::Linked(ErpId(70)), Some(before.fingerprint));
    let after = wanted(project(&facts(), &known, &product(&[4])));
    let present = ErpProduct {
        id: 70,
        reference: "MUG".to_owned(),
        ref_ext: Some(ExternalRef::stored("ps1-product-7")),
        label: "Mug".to_owned(),
        price: Decimal::ONE,
        on_sale: true,
        ..ErpProduct::default()
    };
    let mut seen = ErpSeen::default();
    for look in looks(&facts(), &after, &known) {
        seen.insert(look, vec![ErpObject::Product(present.clone())]);
    }
    let of_product = Look::new(ErpKind::Category, LookBy::OfProduct(ErpId(70)));
    let asked = decide(&facts(), &after, &seen, &known, &mut Reserved::default());
    assert!(matches!(asked, Decision::Look(looks) if looks == [of_product.clone()]));
    let others =
        ErpCategory { ref_ext: Some(ExternalRef::stored("ps2-category-9")), ..made(90, "Of another shop") };
    let linked = [made(30, "A"), made(1_000, "Made by a person"), others];
    seen.insert(of_product, linked.map(ErpObject::Category).into());
    let Decision::Do { steps, .. } = decide(&facts(), &after, &seen, &known, &mut Reserved::default()) else {
        panic!()
    };
    let (thirty, forty, seventy) = (Target::Id(ErpId(30)), Target::Id(ErpId(40)), Target::Id(ErpId(70)));
    let operations: Vec<Operation> = steps.into_iter().map(|step| step.operation).collect();
    assert_eq!(
        operations,
        [
            Operation::CategoryLink { category: forty, product: seventy },
            Operation::CategoryUnlink { category: thirty, product: seventy }
        ]
    );
}
