//! Levels of stock: what is booked, what is left alone, and by which code a correction is known.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::BTreeMap;

use common::facts;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, ShopFacts, Wanted, WantedDocument, decide,
    dependencies, looks, project,
};
use passerelle_core::erp::{ErpKind, ErpObject, ErpOrder, ErpSeen, ErpStock, ErpStockMovement, Look, LookBy};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, ExternalRef, Kind, ShopId};
use passerelle_core::plan::{Operation, StockWrite};
use passerelle_core::settings::{Drift, Elsewhere};
use passerelle_core::shop::{ProductForm, ShopDocument, Stock, StockLevel};
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn with_levels() -> Facts {
    let mut facts = facts();
    facts.settings.stock.levels = true;
    facts.settings.warehouse = Some(ErpId(1));
    facts
}

/// A product of the shop: quantities of combinations (0 is the product itself) in shops.
fn stock(levels: &[(u64, u64, &str)]) -> ShopDocument {
    let level = |(combination, shop, quantity): &(u64, u64, &str)| StockLevel {
        combination: (*combination > 0).then_some(ShopId(*combination)),
        shop: ShopId(*shop),
        quantity: number(quantity),
    };
    ShopDocument::Stock(Stock {
        product: ShopId(42),
        reference: "MUG".to_owned(),
        form: ProductForm::Standard,
        levels: levels.iter().map(level).collect(),
    })
}

/// The product is 500 in Dolibarr, combination n is 500 + n.
fn linked(facts: &Facts, document: &ShopDocument) -> Known {
    let mut known = Known::default();
    for key in dependencies(facts, document) {
        let dependency = match key.kind {
            Kind::Product => Dependency::Linked(ErpId(500)),
            Kind::Combination => Dependency::Linked(ErpId(500 + key.id.0)),
            _ => Dependency::NotYet,
        };
        known.note(key, dependency, None);
    }
    known
}

fn wanted(facts: &Facts, known: &Known, document: &ShopDocument) -> Wanted {
    match project(facts, known, document) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn levels(wanted: &Wanted) -> Vec<(u64, u64, String)> {
    let WantedDocument::Stock(stock) = &wanted.document else { panic!("{wanted:?}") };
    stock.levels.iter().map(|it| (it.product.0, it.warehouse.0, it.quantity.to_string())).collect()
}

/// A Dolibarr: levels by product and warehouse, and its movements.
#[derive(Clone, Default)]
struct Erp {
    levels: BTreeMap<(u64, u64), Decimal>,
    movements: Vec<ErpStockMovement>,
    orders: Vec<ErpOrder>,
    services: Vec<u64>,
}

impl Erp {
    fn book(&mut self, product: u64, warehouse: u64, quantity: &str, code: Option<&str>, order: Option<u64>) {
        *self.levels.entry((product, warehouse)).or_default() += number(quantity);
        self.movements.push(ErpStockMovement {
            id: self.movements.len() as u64 + 1,
            code: code.map(ExternalRef::stored),
            product: Some(ErpId(product)),
            quantity: number(quantity),
            warehouse: Some(ErpId(warehouse)),
            origin: order.map(|id| ("commande".to_owned(), ErpId(id))),
        });
    }

    fn carry_out(&mut self, write: &StockWrite) {
        let (product, warehouse) = (write.product.0, write.warehouse.0);
        let code = write.code.as_str().to_owned();
        assert!(self.movements.iter().all(|it| it.code.as_ref() != Some(&write.code)), "{code} twice");
        self.book(product, warehouse, &write.quantity.to_string(), Some(&code), None);
    }

    fn answer(&self, look: &Look) -> Vec<ErpObject> {
        let movements = |wanted: &dyn Fn(&&ErpStockMovement) -> bool| {
            self.movements.iter().filter(wanted).cloned().map(ErpObject::StockMovement).collect::<Vec<_>>()
        };
        match (look.kind, &look.by) {
            (ErpKind::StockMovement, LookBy::Latest) => movements(&|_| true).pop().into_iter().collect(),
            (ErpKind::StockMovement, LookBy::OfProductAfter(product, after)) => {
                movements(&|it| it.product == Some(*product) && it.id > *after)
            }
            (ErpKind::Stock, LookBy::Id(id)) => {
                let of =
                    |(at, level): (&(u64, u64), &Decimal)| (at.0 == id.0).then_some((ErpId(at.1), *level));
                vec![ErpObject::Stock(ErpStock {
                    id: id.0,
                    is_service: self.services.contains(&id.0),
                    by_lot: false,
                    levels: self.levels.iter().filter_map(of).collect(),
                })]
            }
            (ErpKind::Order, LookBy::Id(id)) => {
                self.orders.iter().filter(|it| it.id == id.0).cloned().map(ErpObject::Order).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    /// One job: looks until it is decided, and gives back how it ended and the mark of its link.
    fn decide(&self, facts: &Facts, known: &Known, wanted: &Wanted) -> (Decision, String) {
        let mut seen = ErpSeen::default();
        let mut ask = looks(facts, wanted, known);
        for _ in 0..4 {
            for look in ask.drain(..) {
                let answer = self.answer(&look);
                seen.insert(look, answer);
            }
            match decide(facts, wanted, &seen, known, &mut Reserved::default()) {
                Decision::Look(more) => ask = more,
                decision => {
                    let found = match &decision {
                        Decision::Do { found, .. } | Decision::But { found, .. } => found.clone(),
                        other => panic!("{other:?}"),
                    };
                    return (decision, found[0].on.clone().unwrap().to_string());
                }
            }
        }
        panic!("not decided after four rounds")
    }
}

/// Both sides, and what the store keeps between two runs.
struct Sync {
    facts: Facts,
    erp: Erp,
    mark: Option<String>,
}

impl Sync {
    fn new(facts: Facts) -> Self {
        Self { facts, erp: Erp::default(), mark: None }
    }

    /// Jobs until one has no steps: the movements that were made, and the remark at the end.
    fn run(&mut self, document: &ShopDocument) -> (Vec<StockWrite>, Option<String>) {
        let mut writes = Vec::new();
        for _ in 0..5 {
            let mut known = linked(&self.facts, document);
            let key = self.facts.key(Kind::Stock, ShopId(42));
            if let Some(mark) = &self.mark {
                known.note(key, Dependency::Linked(ErpId(500)), Some(Fingerprint::stored(mark)));
            }
            let wanted = wanted(&self.facts, &known, document);
            let (decision, mark) = self.erp.decide(&self.facts, &known, &wanted);
            self.mark = Some(mark);
            match decision {
                Decision::Do { steps, .. } if steps.is_empty() => return (writes, None),
                Decision::Do { steps, .. } => {
                    for step in steps {
                        let Operation::StockMove(write) = step.operation else { panic!("{step:?}") };
                        self.erp.carry_out(&write);
                        writes.push(write);
                    }
                }
                Decision::But { explanation, .. } => {
                    return (writes, Some(format!("{} {:?}", explanation.id, explanation.args)));
                }
                other => panic!("{other:?}"),
            }
        }
        panic!("corrected for ever")
    }

    fn level(&self) -> String {
        self.erp.levels.get(&(500, 1)).copied().unwrap_or_default().normalize().to_string()
    }
}

fn moved(writes: &[StockWrite]) -> Vec<String> {
    writes.iter().map(|it| format!("{} {}", it.product, it.quantity)).collect()
}

#[test]
fn the_sum_of_combinations_is_not_booked_beside_them() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "7"), (1, 0, "5"), (2, 0, "2")]);
    let wanted = wanted(&facts, &linked(&facts, &document), &document);
    let level = |product, quantity: &str| (product, 1, quantity.to_owned());
    assert_eq!(levels(&wanted), [level(500, "0"), level(501, "5"), level(502, "2")]);
}

#[test]
fn a_combination_that_is_not_there_does_not_stop_the_others() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "7"), (1, 0, "5"), (2, 0, "2")]);
    for missing in [Dependency::NotYet, Dependency::Failed] {
        let mut known = linked(&facts, &document);
        known.note(facts.key(Kind::Combination, ShopId(2)), missing, None);
        let wanted = wanted(&facts, &known, &document);
        // The product itself may still have the pieces of those that are missing.
        assert_eq!(levels(&wanted), [(501, 1, "5".to_owned())]);
        let mut erp = Erp::default();
        let (Decision::Do { steps, .. }, _) = erp.decide(&facts, &known, &wanted) else { panic!() };
        let Operation::StockMove(write) = &steps[0].operation else { panic!() };
        erp.carry_out(write);
        let (Decision::But { explanation, incomplete, .. }, mark) = erp.decide(&facts, &known, &wanted)
        else {
            panic!()
        };
        assert_eq!((explanation.id.as_str(), incomplete), ("stock-combination-missing", true));
        assert_eq!(explanation.args["combinations"], "2");
        assert_eq!(mark, "open");
    }
}

#[test]
fn a_product_that_is_a_service_in_dolibarr_does_not_stop_its_combinations() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "7"), (1, 0, "5"), (2, 0, "2")]);
    let known = linked(&facts, &document);
    let wanted = wanted(&facts, &known, &document);
    let mut erp = Erp { services: vec![502], ..Erp::default() };
    let (Decision::Do { steps, .. }, _) = erp.decide(&facts, &known, &wanted) else { panic!() };
    assert_eq!(steps.len(), 1);
    let Operation::StockMove(write) = &steps[0].operation else { panic!() };
    erp.carry_out(write);
    let (Decision::But { explanation, incomplete, .. }, _) = erp.decide(&facts, &known, &wanted) else {
        panic!()
    };
    assert_eq!((explanation.id.as_str(), incomplete), ("stock-of-service", true));
}

#[test]
fn virtual_products_and_packs_have_no_stock() {
    let facts = with_levels();
    for form in [ProductForm::Virtual, ProductForm::Pack] {
        let ShopDocument::Stock(document) = stock(&[(0, 0, "7")]) else { panic!() };
        let document = ShopDocument::Stock(Stock { form, ..document });
        let Projection::Ignored(why) = project(&facts, &linked(&facts, &document), &document) else {
            panic!()
        };
        assert_eq!(why.id, "stock-not-managed");
    }
}

#[test]
fn stock_waits_for_its_product_and_for_nothing_else() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "7"), (1, 0, "7")]);
    let Projection::First { keys, .. } = project(&facts, &Known::default(), &document) else { panic!() };
    assert_eq!(keys, [facts.key(Kind::Product, ShopId(42))]);
}

#[test]
fn nothing_is_brought_over_unless_it_is_asked_for() {
    let document = stock(&[(0, 0, "7")]);
    let mut facts = with_levels();
    facts.settings.stock.levels = false;
    assert!(matches!(project(&facts, &linked(&facts, &document), &document), Projection::Ignored(_)));
    facts.settings.stock.levels = true;
    facts.settings.warehouse = None;
    let Projection::Refused(why) = project(&facts, &linked(&facts, &document), &document) else { panic!() };
    assert_eq!(why.id, "stock-no-warehouse");
    facts.settings.stock.warehouse = Some(ErpId(3));
    facts.settings.warehouse = Some(ErpId(1));
    let wanted = wanted(&facts, &linked(&facts, &document), &document);
    assert_eq!(levels(&wanted), [(500, 3, "7".to_owned())]);
}

#[test]
fn shops_that_share_a_warehouse_add_up_and_others_have_their_own() {
    let mut facts = with_levels();
    for shop in [1, 2, 3] {
        let mut its = with_levels();
        if shop == 3 {
            its.settings.stock.warehouse = Some(ErpId(9));
        }
        facts.shops.insert(ShopId(shop), ShopFacts { home: None, facts: its });
    }
    // Shop 8 is not brought over.
    let document = stock(&[(0, 1, "7"), (0, 2, "-2"), (0, 3, "4"), (0, 8, "100")]);
    let wanted = wanted(&facts, &linked(&facts, &document), &document);
    assert_eq!(levels(&wanted), [(500, 1, "5".to_owned()), (500, 9, "4".to_owned())]);
}

#[test]
fn levels_are_brought_over_once_and_changed_by_the_difference() {
    let mut sync = Sync::new(with_levels());
    assert_eq!(sync.run(&stock(&[(0, 0, "0")])), (Vec::new(), None));
    let (first, remark) = sync.run(&stock(&[(0, 0, "12")]));
    assert_eq!((moved(&first), remark), (vec!["500 12".to_owned()], None));
    assert_eq!(first[0].levels, Some((number("0"), number("12"))));
    assert_eq!(sync.run(&stock(&[(0, 0, "12")])), (Vec::new(), None));
    let (second, _) = sync.run(&stock(&[(0, 0, "-3")]));
    assert_eq!(moved(&second), ["500 -15"]);
    assert_eq!(sync.level(), "-3");
}

#[test]
fn no_two_corrections_have_the_same_code() {
    let mut sync = Sync::new(with_levels());
    let mut codes = Vec::new();
    // Up and down again and again: every code is new, with a state database or without one.
    for round in 0..6 {
        sync.mark = sync.mark.filter(|_| round % 2 == 0);
        let (writes, _) = sync.run(&stock(&[(0, 0, if round % 2 == 0 { "5" } else { "8" })]));
        codes.extend(writes.into_iter().map(|it| it.code));
    }
    assert_eq!(codes.len(), 6);
    assert_eq!(codes[0].as_str(), "ps1-stock-42-w1-m0");
    assert_eq!(codes[5].as_str(), "ps1-stock-42-w1-m5");
}

#[test]
fn a_correction_that_was_not_booked_is_asked_for_again_by_the_same_code() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "5")]);
    let known = linked(&facts, &document);
    let wanted = wanted(&facts, &known, &document);
    let erp = Erp::default();
    let code = |erp: &Erp| match erp.decide(&facts, &known, &wanted).0 {
        Decision::Do { steps, .. } => steps.first().and_then(|it| it.operation.external_ref().cloned()),
        other => panic!("{other:?}"),
    };
    let first = code(&erp);
    assert_eq!(code(&erp), first);
    // Booked late: nothing is asked for again.
    let mut late = erp.clone();
    late.book(500, 1, "5", first.as_ref().map(ExternalRef::as_str), None);
    assert_eq!(code(&late), None);
}

#[test]
fn what_a_person_moved_is_told_and_left() {
    let mut sync = Sync::new(with_levels());
    sync.run(&stock(&[(0, 0, "10")]));
    sync.erp.book(500, 1, "3", None, None);
    let (writes, remark) = sync.run(&stock(&[(0, 0, "10")]));
    assert_eq!(moved(&writes), Vec::<String>::new());
    assert_eq!(remark.unwrap(), r#"stock-drift {"levels": "10 / 13"}"#);
    // What is sold in the shop leaves Dolibarr too, and the person's pieces stay.
    let (writes, remark) = sync.run(&stock(&[(0, 0, "8")]));
    assert_eq!(moved(&writes), ["500 -2"]);
    assert_eq!(remark.unwrap(), r#"stock-drift {"levels": "8 / 11"}"#);
    // They agree again when the shop knows of them, or when they are taken back.
    assert_eq!(sync.run(&stock(&[(0, 0, "11")])), (Vec::new(), None));
    let (writes, remark) = sync.run(&stock(&[(0, 0, "9")]));
    assert_eq!((moved(&writes), remark), (vec!["500 -2".to_owned()], None));
    assert_eq!(sync.level(), "9");
}

#[test]
fn what_a_person_moved_is_put_right_where_that_is_asked_for() {
    let mut facts = with_levels();
    facts.settings.stock.drift = Drift::Correct;
    let mut sync = Sync::new(facts);
    sync.run(&stock(&[(0, 0, "10")]));
    sync.erp.book(500, 1, "3", Some("INV2026"), None);
    let (writes, remark) = sync.run(&stock(&[(0, 0, "10")]));
    assert_eq!((moved(&writes), remark), (vec!["500 -3".to_owned()], None));
}

#[test]
fn drift_of_one_combination_does_not_touch_another() {
    let mut sync = Sync::new(with_levels());
    let both = |one: &str, other: &str| stock(&[(0, 0, "9"), (1, 0, one), (2, 0, other)]);
    sync.run(&both("5", "4"));
    sync.erp.book(501, 1, "-1", None, None);
    sync.erp.book(502, 1, "2", None, None);
    let (writes, remark) = sync.run(&both("5", "4"));
    assert_eq!(
        (writes.len(), remark.unwrap()),
        (0, r##"stock-drift {"levels": "#1: 5 / 4, #2: 4 / 6"}"##.to_owned())
    );
    // One is put right in the shop; later it is sold there: its drift is over, the other's is not.
    let (writes, _) = sync.run(&both("5", "6"));
    assert_eq!(writes.len(), 0);
    let (writes, remark) = sync.run(&both("5", "3"));
    assert_eq!(moved(&writes), ["502 -3"]);
    assert_eq!(remark.unwrap(), r##"stock-drift {"levels": "#1: 5 / 4"}"##);
}

#[test]
fn what_an_order_of_the_shop_moved_is_no_drift() {
    let order = |id, reference: Option<&str>| ErpOrder {
        id,
        ref_ext: reference.map(ExternalRef::stored),
        ..ErpOrder::default()
    };
    let mut sync = Sync::new(with_levels());
    sync.erp.orders = vec![order(7, Some("ps1-order-3")), order(8, None)];
    sync.run(&stock(&[(0, 0, "10")]));
    // Both sides went down.
    sync.erp.book(500, 1, "-2", None, Some(7));
    assert_eq!(sync.run(&stock(&[(0, 0, "8")])), (Vec::new(), None));
    // The shop's quantity was brought over before the order was validated: its pieces left twice.
    let (writes, _) = sync.run(&stock(&[(0, 0, "6")]));
    assert_eq!(moved(&writes), ["500 -2"]);
    sync.erp.book(500, 1, "-2", None, Some(7));
    let (writes, remark) = sync.run(&stock(&[(0, 0, "6")]));
    assert_eq!((moved(&writes), remark), (vec!["500 2".to_owned()], None));
    // An order that was made in Dolibarr is one that the shop does not know.
    sync.erp.book(500, 1, "-1", None, Some(8));
    let (writes, remark) = sync.run(&stock(&[(0, 0, "6")]));
    assert_eq!((writes.len(), remark.unwrap()), (0, r#"stock-drift {"levels": "6 / 5"}"#.to_owned()));
}

#[test]
fn what_is_moved_between_look_and_call_is_kept() {
    let facts = with_levels();
    let document = stock(&[(0, 0, "10")]);
    let known = linked(&facts, &document);
    let wanted = wanted(&facts, &known, &document);
    let mut sync = Sync::new(facts.clone());
    sync.run(&stock(&[(0, 0, "4")]));
    let mut known = known;
    let mark = Some(Fingerprint::stored(sync.mark.as_deref().unwrap()));
    known.note(facts.key(Kind::Stock, ShopId(42)), Dependency::Linked(ErpId(500)), mark);
    let (Decision::Do { steps, .. }, _) = sync.erp.decide(&facts, &known, &wanted) else { panic!() };
    sync.erp.book(500, 1, "1", None, None);
    let Operation::StockMove(write) = &steps[0].operation else { panic!() };
    sync.erp.carry_out(write);
    assert_eq!(sync.level(), "11");
    let (writes, remark) = sync.run(&document);
    assert_eq!((writes.len(), remark.unwrap()), (0, r#"stock-drift {"levels": "10 / 11"}"#.to_owned()));
}

#[test]
fn pieces_in_a_warehouse_that_is_not_kept_are_told_unless_they_are_meant_to_be_there() {
    let document = stock(&[(0, 1, "12")]);
    let mut sync = Sync::new(with_levels());
    sync.erp.book(500, 2, "30", None, None);
    let (writes, remark) = sync.run(&document);
    assert_eq!(writes.len(), 1, "only the shop's own warehouse is corrected");
    assert_eq!(remark.unwrap(), "stock-elsewhere {\"elsewhere\": \"30 (2)\"}");
    assert!(sync.run(&document).1.is_some(), "as long as they are there");
    // With drift both are told.
    sync.erp.book(500, 1, "-1", None, None);
    let (writes, remark) = sync.run(&document);
    assert!(writes.is_empty());
    assert!(remark.unwrap().starts_with("stock-drift "));
    sync.facts.settings.stock.elsewhere = Elsewhere::Ignore;
    assert!(sync.run(&document).1.unwrap().starts_with("stock-drift "));
    // The warehouse of a carrier is kept, too.
    let mut sync = Sync::new(with_levels());
    sync.facts.settings.stock.carriers.insert("*".to_owned(), ErpId(2));
    sync.erp.book(500, 2, "30", None, None);
    assert_eq!(sync.run(&document).1, None);
}
