//! The content of packs as sub-products.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{Dependency, Known, Projection, Wanted, WantedDocument, project};
use passerelle_core::key::{ErpId, Key, Kind, ShopId};
use passerelle_core::shop::{Pack, PackPart, ShopDocument};
use rust_decimal::Decimal;

fn key(id: u64) -> Key {
    facts().key(Kind::Product, ShopId(id))
}

fn part(product: u64) -> PackPart {
    PackPart { product: ShopId(product), combination: None, quantity: Decimal::TWO }
}

/// Pack 44 of products 18, 20 and once more 18, in Dolibarr as product 144.
fn projection(states: [Dependency; 2]) -> Projection {
    let parts = vec![part(18), part(20), part(18)];
    let pack = Pack { id: ShopId(44), reference: "PACK".to_owned(), parts };
    let mut known = Known::default();
    known.note(key(44), Dependency::Linked(ErpId(144)), None);
    let [first, second] = states;
    known.note(key(18), first, None);
    known.note(key(20), second, None);
    project(&facts(), &known, &ShopDocument::Pack(pack))
}

fn wanted(states: [Dependency; 2]) -> Wanted {
    let Projection::Wanted(wanted) = projection(states) else { panic!("not wanted") };
    wanted
}

#[test]
fn the_parts_that_are_there_come_and_the_others_are_told() {
    let there = |id| Dependency::Linked(ErpId(id));
    let whole = wanted([there(118), there(120)]);
    assert_eq!(whole.remark(), None);
    let WantedDocument::Pack(pack) = &whole.document else { panic!() };
    assert_eq!(pack.parts.get(&ErpId(118)), Some(&Decimal::from(4)));

    let lacking = wanted([Dependency::Absent, there(120)]);
    let WantedDocument::Pack(pack) = &lacking.document else { panic!() };
    assert_eq!(pack.parts.keys().copied().collect::<Vec<_>>(), [ErpId(120)]);
    let remark = lacking.remark().unwrap();
    assert_eq!((remark.id.as_str(), remark.args["products"].as_str()), ("pack-parts-lacking", "18"));

    let empty = wanted([Dependency::Absent, Dependency::Absent]);
    let remark = empty.remark().unwrap();
    assert_eq!((remark.args["count"].as_str(), remark.args["products"].as_str()), ("2", "18, 20"));
}

#[test]
fn a_part_that_may_still_come_is_waited_for() {
    for state in [Dependency::NotYet, Dependency::Failed] {
        let projection = projection([state, Dependency::Linked(ErpId(120))]);
        assert!(matches!(projection, Projection::First { .. }), "{projection:?}");
    }
}
