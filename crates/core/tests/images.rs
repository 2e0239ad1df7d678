//! Images of products: what is sent, in which order, and what is deleted.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts as usual;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, LeftBehind, Projection, Reserved, Wanted, decide, looks, project,
    sent_as,
};
use passerelle_core::erp::{ErpFile, ErpKind, ErpObject, ErpProduct, ErpSeen, Look, LookBy};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, Kind, ShopId};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::settings::ImageChoice;
use passerelle_core::shop::{CombinationImages, ProductImages, ShopDocument};

const PRODUCT: ErpId = ErpId(70);

fn facts() -> Facts {
    let mut facts = usual();
    facts.settings.catalogue.images = ImageChoice::All;
    facts
}

fn key(kind: Kind, id: u64) -> Key {
    usual().key(kind, ShopId(id))
}

fn images(cover: u64, images: &[u64]) -> ProductImages {
    ProductImages {
        product: ShopId(5),
        reference: "SKU-5".to_owned(),
        cover: Some(ShopId(cover)),
        images: images.iter().copied().map(ShopId).collect(),
        combinations: Vec::new(),
    }
}

fn known() -> Known {
    let mut known = Known::default();
    known.note(key(Kind::Product, 5), Dependency::Linked(PRODUCT), Some(Fingerprint::stored("done")));
    known
}

/// What the store knows once these were sent in this order.
fn known_sent(names: &[(u64, &str)]) -> Known {
    let mut known = known();
    for (number, (image, name)) in names.iter().enumerate() {
        let number = ErpId(number as u64 + 1);
        let sent = Fingerprint::stored(&sent_as("SKU-5", name));
        known.note(key(Kind::Image, *image), Dependency::Linked(number), Some(sent));
    }
    let highest = ErpId(names.len() as u64);
    known.note(key(Kind::Images, 5), Dependency::Linked(highest), Some(Fingerprint::stored("before")));
    known
}

fn name(image: u64) -> String {
    format!("ps1-image-{image}-00000000000{}.jpg", image % 10)
}

fn wanted(facts: &Facts, known: &Known, images: ProductImages) -> Wanted {
    match project(facts, known, &ShopDocument::Images(images)) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn file(name: &str) -> ErpObject {
    ErpObject::File(ErpFile { folder: "SKU-5".to_owned(), name: name.to_owned(), size: 10, written: 7 })
}

fn steps(facts: &Facts, wanted: &Wanted, known: &Known, files: &[ErpObject]) -> Vec<Step> {
    let mut seen = ErpSeen::default();
    for look in looks(facts, wanted, known) {
        let found = match look.by {
            LookBy::Id(_) => vec![ErpObject::Product(ErpProduct {
                id: PRODUCT.0,
                reference: "SKU-5".to_owned(),
                ..ErpProduct::default()
            })],
            _ => files.to_vec(),
        };
        seen.insert(look, found);
    }
    match decide(facts, wanted, &seen, known, &mut Reserved::default()) {
        Decision::Do { steps, .. } => steps,
        other => panic!("{other:?}"),
    }
}

/// Images sent with their numbers, `!` when they are there already, and files deleted.
fn told(steps: &[Step]) -> Vec<String> {
    steps
        .iter()
        .map(|step| match &step.operation {
            Operation::ImageUpload(it) => {
                format!("{}{}@{}", it.image, if it.again { "!" } else { "" }, it.position)
            }
            Operation::FileDelete { path, replaced_by: None, .. } => format!("-{path}"),
            Operation::FileDelete { path, .. } => format!("?{path}"),
            other => other.word().to_owned(),
        })
        .collect()
}

fn plan(known: &Known, images: ProductImages, files: &[ErpObject]) -> Vec<String> {
    let facts = facts();
    told(&steps(&facts, &wanted(&facts, known, images), known, files))
}

#[test]
fn the_cover_comes_first_and_the_order_is_kept() {
    assert_eq!(plan(&known(), images(9, &[7, 8, 9]), &[]), ["9@1", "7@2", "8@3"]);
}

#[test]
fn by_default_only_the_cover() {
    let facts = usual();
    let wanted = wanted(&facts, &known(), images(9, &[7, 8, 9]));
    assert_eq!(told(&steps(&facts, &wanted, &known(), &[])), ["9@1"]);
}

#[test]
fn what_is_in_step_is_left() {
    let files = [file(&name(7)), file(&name(8))];
    let known = known_sent(&[(7, &name(7)), (8, &name(8))]);
    assert!(plan(&known, images(7, &[7, 8]), &files).is_empty());
    // A new one comes behind them.
    assert_eq!(plan(&known, images(7, &[7, 8, 9]), &files), ["9@3"]);
}

#[test]
fn files_of_images_that_are_gone_are_deleted_and_no_others() {
    let files = [file(&name(7)), file(&name(8)), file("mine.jpg"), file("ps1-image-8.jpg")];
    let known = known_sent(&[(7, &name(7)), (8, &name(8))]);
    assert_eq!(plan(&known, images(7, &[7]), &files), [format!("-SKU-5/{}", name(8))]);
}

#[test]
fn another_cover_sends_anew_what_stood_before_it() {
    let files = [file(&name(7)), file(&name(8)), file(&name(9))];
    let known = known_sent(&[(7, &name(7)), (8, &name(8)), (9, &name(9))]);
    let plan = plan(&known, images(9, &[7, 8, 9]), &files);
    let sent: Vec<&String> = plan.iter().filter(|it| it.contains('@')).collect();
    assert_eq!(sent, ["7!@4", "8!@5"]);
}

#[test]
fn behind_files_of_a_person_numbers_go_on() {
    assert_eq!(plan(&known(), images(7, &[7]), &[file("a.pdf"), file("b.pdf")]), ["7@3"]);
}

#[test]
fn a_state_that_was_lost_sends_nothing_that_is_there() {
    // They are looked at again, one by one: a file with the same bytes is not sent.
    let files = [file(&name(7)), file(&name(8))];
    let plan = plan(&known(), images(7, &[7, 8]), &files);
    let sent: Vec<&String> = plan.iter().filter(|it| it.contains('@')).collect();
    assert_eq!(sent, ["7@1", "8@2"]);
    assert!(plan.contains(&format!("?SKU-5/{}", name(7))));
}

#[test]
fn images_wait_for_their_product_only() {
    let document = ShopDocument::Images(ProductImages {
        combinations: vec![CombinationImages {
            combination: ShopId(3),
            reference: "SKU-5-1".to_owned(),
            images: vec![ShopId(8)],
        }],
        ..images(7, &[7, 8])
    });
    match project(&facts(), &Known::default(), &document) {
        Projection::First { keys, .. } => assert!(keys.contains(&key(Kind::Product, 5)), "{keys:?}"),
        other => panic!("{other:?}"),
    }
    // A combination that failed does not stop them.
    let mut known = known();
    known.note(key(Kind::Combination, 3), Dependency::Failed, None);
    match project(&facts(), &known, &document) {
        Projection::Wanted(_) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_combination_has_its_own_folder() {
    let mut known = known();
    known.note(key(Kind::Combination, 3), Dependency::Linked(ErpId(71)), Some(Fingerprint::stored("done")));
    let document = ProductImages {
        combinations: vec![CombinationImages {
            combination: ShopId(3),
            reference: "SKU-5-1".to_owned(),
            images: vec![ShopId(8), ShopId(7)],
        }],
        ..images(7, &[7, 8])
    };
    let facts = usual();
    let wanted = wanted(&facts, &known, document);
    let planned = steps(&facts, &wanted, &known, &[]);
    assert_eq!(told(&planned), ["7@1", "8@1"]);
    let of_combination = Key::new(&"ps1".parse().unwrap(), Kind::CombinationImage, ShopId((3 << 32) | 8));
    assert_eq!(planned[1].links, Some(of_combination));
}

#[test]
fn dolibarr_17_needs_its_module_ecm() {
    let mut facts = facts();
    facts.erp.version = "17.0.1".to_owned();
    facts.erp.modules = vec!["product".to_owned()];
    let document = ShopDocument::Images(images(7, &[7]));
    match project(&facts, &known(), &document) {
        Projection::Refused(why) => assert_eq!(why.id, "images-need-ecm"),
        other => panic!("{other:?}"),
    }
    facts.erp.modules.push("ecm".to_owned());
    assert!(matches!(project(&facts, &known(), &document), Projection::Wanted(_)));
}

#[test]
fn an_image_that_could_not_be_had_stays_in_mind() {
    let mut known = known_sent(&[(7, &name(7))]);
    known.note(key(Kind::Image, 8), Dependency::Linked(ErpId(0)), None);
    let remark = wanted(&facts(), &known, images(7, &[7, 8])).remark().unwrap();
    assert_eq!(remark.id, "images-broken");
    assert_eq!(remark.args["images"], "8");
}

#[test]
fn a_combination_that_lost_its_image_loses_the_file() {
    let document = || ProductImages {
        combinations: vec![CombinationImages {
            combination: ShopId(3),
            reference: "SKU-5-1".to_owned(),
            images: Vec::new(),
        }],
        ..images(7, &[7])
    };
    let facts = facts();
    // The first time there can be none.
    let mut fresh = known();
    fresh.note(key(Kind::Combination, 3), Dependency::Linked(ErpId(71)), Some(Fingerprint::stored("done")));
    let first = wanted(&facts, &fresh, document());
    assert_eq!(looks(&facts, &first, &fresh).len(), 2);
    let mut known = known_sent(&[(7, &name(7))]);
    known.note(key(Kind::Combination, 3), Dependency::Linked(ErpId(71)), Some(Fingerprint::stored("done")));
    let later = wanted(&facts, &known, document());
    assert_eq!(first.fingerprint, later.fingerprint);
    let files = [file(&name(7)), file(&name(8))];
    let deleted = format!("-SKU-5/{}", name(8));
    assert_eq!(told(&steps(&facts, &later, &known, &files)).last(), Some(&deleted));
}

/// A product whose reference changes, and the files in its folder.
fn renamed(known: &mut Known, present: &str, files: &[ErpObject]) -> Vec<Step> {
    let facts = usual();
    known.note(key(Kind::Product, 5), Dependency::Linked(PRODUCT), Some(Fingerprint::stored("done")));
    let wanted = match project(&facts, known, &ShopDocument::Product(common::product("NEW-5"))) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    };
    let mut asked: Vec<Look> = looks(&facts, &wanted, known);
    for _ in 0..4 {
        let mut seen = ErpSeen::default();
        for look in &asked {
            let found = match (look.kind, &look.by) {
                (ErpKind::File, _) => files.to_vec(),
                (_, LookBy::Id(_)) => vec![ErpObject::Product(ErpProduct {
                    id: PRODUCT.0,
                    reference: present.to_owned(),
                    ref_ext: Some(key(Kind::Product, 5).external_ref()),
                    ..ErpProduct::default()
                })],
                _ => Vec::new(),
            };
            seen.insert(look.clone(), found);
        }
        match decide(&facts, &wanted, &seen, known, &mut Reserved::default()) {
            Decision::Do { steps, .. } => return steps,
            Decision::Look(more) => asked.extend(more),
            other => panic!("{other:?}"),
        }
    }
    panic!("asks for ever");
}

#[test]
fn a_new_reference_takes_its_documents_along() {
    let steps = renamed(&mut Known::default(), "SKU-5", &[file("manual.pdf"), file(&name(7))]);
    let words: Vec<&str> = steps.iter().map(|step| step.operation.word()).collect();
    assert_eq!(words, ["product-update", "file-copy", "file-delete", "file-copy", "file-delete"]);
    let Operation::FileCopy(copy) = &steps[1].operation else { panic!() };
    assert_eq!((copy.from.as_str(), copy.reference.as_str()), ("SKU-5/manual.pdf", "NEW-5"));
    let Operation::FileDelete { copied: Some(proof), .. } = &steps[2].operation else { panic!() };
    assert_eq!((proof.product, proof.size), (PRODUCT, 10));
}

#[test]
fn documents_that_were_left_behind_are_moved_later() {
    let mut known = Known::default();
    let file = LeftBehind { from: "SKU-5/manual.pdf".to_owned(), size: 10 };
    known.note_left_behind(key(Kind::Product, 5), vec![file]);
    let steps = renamed(&mut known, "NEW-5", &[]);
    assert!(
        steps
            .iter()
            .any(|step| matches!(&step.operation, Operation::FileCopy(it) if it.from == "SKU-5/manual.pdf"))
    );
}

#[test]
fn images_wait_while_a_change_of_their_product_is_in_doubt() {
    let mut known = Known::default();
    known.note(key(Kind::Product, 5), Dependency::Linked(PRODUCT), None);
    let document = ShopDocument::Images(images(1, &[1]));
    let Projection::First { keys, failed } = project(&facts(), &known, &document) else { panic!() };
    assert_eq!((keys, failed), (vec![key(Kind::Product, 5)], Vec::new()));
}

#[test]
fn a_combination_that_has_failed_holds_up_its_own_images_alone() {
    let mut known = known();
    known.note(key(Kind::Combination, 3), Dependency::Linked(ErpId(71)), None);
    let combination = CombinationImages {
        combination: ShopId(3),
        reference: "SKU-5-S".to_owned(),
        images: vec![ShopId(2)],
    };
    let shop = ProductImages { combinations: vec![combination], ..images(1, &[1, 2]) };
    let document = ShopDocument::Images(shop.clone());
    let Projection::First { keys, .. } = project(&facts(), &known, &document) else { panic!() };
    assert_eq!(keys, [key(Kind::Combination, 3)], "it may still be under way");
    known.note_failed(key(Kind::Combination, 3));
    let wanted = wanted(&facts(), &known, shop);
    let passerelle_core::decide::WantedDocument::Images(document) = &wanted.document else { panic!() };
    assert_eq!((document.folders.len(), &document.lacking), (1, &vec![ShopId(3)]));
    assert_eq!(document.incomplete().unwrap().id, "waits-for-failed");
}
