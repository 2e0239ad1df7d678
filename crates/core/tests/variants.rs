//! Combinations as variants: what is planned for what Dolibarr holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Found, Known, Projection, Reserved, Wanted, decide, dependencies, looks,
    project, project_gone,
};
use passerelle_core::erp::{
    ErpAttribute, ErpAttributeValue, ErpKind, ErpObject, ErpProduct, ErpSeen, ErpVariant, Look, LookBy,
};
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::money::Percent;
use passerelle_core::plan::{Operation, Step, Target};
use passerelle_core::settings::CombinationForm;
use passerelle_core::shop::{
    Attribute, AttributeForm, AttributeValue, Combination, Product, ProductForm, ShopDocument,
};
use rust_decimal::Decimal;

const PARENT: u64 = 50;
const SIZE: u64 = 3;
const SMALL: u64 = 31;
const LARGE: u64 = 32;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn key(kind: Kind, id: u64) -> Key {
    facts().key(kind, ShopId(id))
}

fn combination() -> Combination {
    Combination {
        id: ShopId(11),
        product: Product {
            name: "Shirt".to_owned(),
            description: "Nice".to_owned(),
            price: number("10.123456"),
            form: ProductForm::Combinations,
            weight: number("0.3"),
            combinations: vec![ShopId(11), ShopId(12)],
            ..common::product("SHIRT")
        },
        reference: "SHIRT-S".to_owned(),
        attributes: vec![("Size".to_owned(), "S".to_owned())],
        values: vec![(ShopId(1), ShopId(2))],
        price_impact: number("1.111116"),
        weight_impact: number("0.05"),
        wholesale_price: Decimal::ZERO,
        ean13: "1234567890128".to_owned(),
        upc: String::new(),
        isbn: String::new(),
    }
}

/// What Dolibarr holds.
#[derive(Clone, Default)]
struct World {
    products: Vec<ErpProduct>,
    ties: Vec<ErpVariant>,
}

fn parent() -> ErpProduct {
    ErpProduct {
        id: PARENT,
        reference: "SHIRT".to_owned(),
        ref_ext: Some(ExternalRef::stored("ps1-product-5")),
        label: "Shirt".to_owned(),
        description: "Nice".to_owned(),
        price: number("10.12346"),
        vat: Percent::new(Decimal::from(20)),
        on_sale: true,
        weight: Some(number("0.3")),
        ..ErpProduct::default()
    }
}

/// The child as it should be.
fn child(id: u64) -> ErpProduct {
    ErpProduct {
        id,
        reference: "SHIRT-S".to_owned(),
        ref_ext: Some(ExternalRef::stored("ps1-combination-11")),
        label: "Shirt (Size: S)".to_owned(),
        price: number("11.23457"),
        weight: Some(number("0.35")),
        barcode: "1234567890128".to_owned(),
        ..parent()
    }
}

fn tie(id: u64, child: u64, value: u64, of: u64) -> ErpVariant {
    ErpVariant {
        id,
        parent: Some(ErpId(PARENT)),
        child: Some(ErpId(child)),
        ref_ext: (of > 0).then(|| key(Kind::Combination, of).external_ref()),
        price_impact: number("1.11111"),
        is_percent: false,
        weight_impact: number("0.05"),
        features: vec![(ErpId(SIZE), ErpId(value))],
    }
}

impl World {
    fn with(products: &[ErpProduct], ties: &[ErpVariant]) -> Self {
        Self { products: products.to_vec(), ties: ties.to_vec() }
    }

    fn answer(&self, looks: &[Look]) -> ErpSeen {
        let mut seen = ErpSeen::default();
        for look in looks {
            let is_it = |product: &&ErpProduct| match &look.by {
                LookBy::Id(id) => product.id == id.0,
                LookBy::ExternalRef(reference) => product.ref_ext.as_ref() == Some(reference),
                LookBy::Reference(reference) => product.reference.eq_ignore_ascii_case(reference),
                LookBy::Barcode(barcode) => product.barcode == *barcode,
                _ => false,
            };
            let found = match (look.kind, &look.by) {
                (ErpKind::Variant, LookBy::OfParent(id)) => {
                    let of = |tie: &&ErpVariant| tie.parent == Some(*id);
                    self.ties.iter().filter(of).cloned().map(ErpObject::Variant).collect()
                }
                _ => self.products.iter().filter(is_it).cloned().map(ErpObject::Product).collect(),
            };
            seen.insert(look.clone(), found);
        }
        seen
    }

    fn decide(
        &self,
        facts: &Facts,
        wanted: &Wanted,
        known: &Known,
        reserved: &mut Reserved,
    ) -> (Vec<Step>, Vec<Found>) {
        let mut asked = looks(facts, wanted, known);
        for _ in 0..4 {
            match decide(facts, wanted, &self.answer(&asked), known, reserved) {
                Decision::Do { steps, found } => return (steps, found),
                Decision::Look(more) => asked.extend(more),
                other => panic!("{other:?}"),
            }
        }
        panic!("asks for ever");
    }

    fn steps(&self, facts: &Facts, combination: Combination, known: &Known) -> Vec<Step> {
        self.decide(facts, &wanted(facts, combination, known), known, &mut Reserved::default()).0
    }
}

fn wanted(facts: &Facts, combination: Combination, known: &Known) -> Wanted {
    match project(facts, known, &ShopDocument::Combination(combination)) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

/// Product, attribute and value are there.
fn known() -> Known {
    let mut known = Known::default();
    known.note(key(Kind::Product, 5), Dependency::Linked(ErpId(PARENT)), None);
    known.note(key(Kind::Attribute, 1), Dependency::Linked(ErpId(SIZE)), None);
    known.note(key(Kind::AttributeValue, 2), Dependency::Linked(ErpId(SMALL)), None);
    known.note(key(Kind::AttributeValue, 3), Dependency::Linked(ErpId(LARGE)), None);
    known
}

/// The same, and the combination is linked as it was brought over last.
fn linked(facts: &Facts, before: Combination, to: u64) -> Known {
    let mut known = known();
    let fingerprint = wanted(facts, before, &known).fingerprint;
    known.note(key(Kind::Combination, 11), Dependency::Linked(ErpId(to)), Some(fingerprint));
    known
}

fn as_products() -> Facts {
    let mut facts = facts();
    facts.settings.catalogue.combinations = CombinationForm::Products;
    facts
}

fn words(steps: &[Step]) -> Vec<&'static str> {
    steps.iter().map(|step| step.operation.word()).collect()
}

#[test]
fn a_new_variant_takes_two_calls() {
    let steps = World::with(&[parent()], &[]).steps(&facts(), combination(), &known());
    assert_eq!(words(&steps), ["variant-create", "product-update"]);
    let Operation::VariantCreate { parent, write } = &steps[0].operation else { panic!() };
    assert_eq!(*parent, Target::Id(ErpId(PARENT)));
    assert_eq!(write.features, [(ErpId(SIZE), ErpId(SMALL))]);
    // So that Dolibarr's own sum is the shop's price: 10.12346 + 1.11111 = 11.23457.
    assert_eq!(write.price_impact, number("1.11111"));
    assert_eq!(write.weight_impact, number("0.05"));
    // A reference that nobody else gives: any other product that had it would be turned into the variant.
    assert_eq!(write.reference, "ps1-c11");
    assert_eq!(steps[0].links, Some(key(Kind::Combination, 11)));
    let Operation::ProductUpdate { target, write } = &steps[1].operation else { panic!() };
    assert_eq!(*target, Target::Step(0));
    assert_eq!(write.reference.as_deref(), Some("SHIRT-S"));
    assert_eq!(write.ref_ext, Some(key(Kind::Combination, 11).external_ref()));
    assert_eq!((write.price, write.vat, write.weight, write.on_sale), (None, None, None, None));
    assert_eq!(write.description.as_deref(), Some("Nice"));
}

#[test]
fn the_price_is_written_when_the_parent_has_another() {
    let other = ErpProduct { price: number("9"), ..parent() };
    let steps = World::with(&[other], &[]).steps(&facts(), combination(), &known());
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.price, Some(number("11.23457")));
}

#[test]
fn a_variant_waits_for_its_product_and_its_values() {
    let facts = facts();
    let needed = dependencies(&facts, &ShopDocument::Combination(combination()));
    for kind in [Kind::Product, Kind::Attribute, Kind::AttributeValue] {
        assert!(needed.iter().any(|key| key.kind == kind), "{kind}");
    }
    let nothing = project(&facts, &Known::default(), &ShopDocument::Combination(combination()));
    assert!(matches!(nothing, Projection::First { keys, .. } if keys.len() == 3));
    // A plain product waits for none of them.
    let plain = project(&as_products(), &Known::default(), &ShopDocument::Combination(combination()));
    assert!(matches!(plain, Projection::Wanted(_)));
}

#[test]
fn a_variant_as_it_should_be_needs_nothing() {
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let mut known = known();
    known.note(key(Kind::Combination, 11), Dependency::Linked(ErpId(60)), None);
    assert_eq!(words(&world.steps(&facts(), combination(), &known)), [""; 0]);
}

#[test]
fn what_was_born_before_the_answer_was_lost_is_found_by_its_reference_or_its_tie() {
    // Born with the external reference of its parent.
    let newborn = ErpProduct {
        reference: "ps1-c11".to_owned(),
        ref_ext: parent().ref_ext,
        label: "Shirt S".to_owned(),
        ..child(60)
    };
    let world = World::with(&[parent(), newborn.clone()], &[tie(7, 60, SMALL, 11)]);
    let steps = world.steps(&facts(), combination(), &known());
    assert_eq!(words(&steps), ["product-update"]);
    assert_eq!(steps[0].why, "reference, external reference, label changed");
    // Renamed by somebody meanwhile.
    let renamed = ErpProduct { reference: "OTHER".to_owned(), ..newborn };
    let world = World::with(&[parent(), renamed], &[tie(7, 60, SMALL, 11)]);
    assert_eq!(words(&world.steps(&facts(), combination(), &known())), ["product-update"]);
}

#[test]
fn a_product_never_takes_its_child_for_itself() {
    let newborn = ErpProduct { reference: "ps1-c11".to_owned(), ref_ext: parent().ref_ext, ..child(60) };
    let product = combination().product;
    let Projection::Wanted(wanted) = project(&facts(), &Known::default(), &ShopDocument::Product(product))
    else {
        panic!()
    };
    for products in [[parent(), newborn.clone()], [newborn, parent()]] {
        let (_, found) = World::with(&products, &[]).decide(
            &facts(),
            &wanted,
            &Known::default(),
            &mut Reserved::default(),
        );
        assert_eq!(found[0].id, ErpId(PARENT));
    }
}

#[test]
fn a_variant_that_a_person_made_is_adopted_by_its_values() {
    let theirs = ErpProduct { reference: "SHIRT_S".to_owned(), ref_ext: None, ..child(60) };
    let world = World::with(&[parent(), theirs], &[tie(7, 60, SMALL, 0)]);
    let steps = world.steps(&facts(), combination(), &known());
    // The tie gets our external reference, the product too.
    assert_eq!(words(&steps), ["variant-update", "product-update"]);
    assert!(steps[1].why.starts_with("adopted by values; "), "{}", steps[1].why);
}

#[test]
fn changed_impacts_are_written_to_the_tie_and_change_the_child_by_themselves() {
    let facts = facts();
    let known = linked(&facts, combination(), 60);
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let mut changed = combination();
    changed.price_impact = number("2");
    let steps = world.steps(&facts, changed, &known);
    assert_eq!(words(&steps), ["variant-update"]);
    let Operation::VariantUpdate { id, write } = &steps[0].operation else { panic!() };
    assert_eq!((*id, write.price_impact), (ErpId(7), number("2")));
}

#[test]
fn a_new_price_of_the_parent_has_changed_the_child_already() {
    let facts = facts();
    let known = linked(&facts, combination(), 60);
    let mut changed = combination();
    changed.product.price = number("20");
    let parent = ErpProduct { price: number("20"), ..parent() };
    let child = ErpProduct { price: number("21.11112"), ..child(60) };
    let mut tie = tie(7, 60, SMALL, 11);
    tie.price_impact = number("1.11112");
    assert_ne!(
        wanted(&facts, changed.clone(), &known).fingerprint,
        wanted(&facts, combination(), &known).fingerprint
    );
    assert_eq!(words(&World::with(&[parent, child], &[tie]).steps(&facts, changed, &known)), [""; 0]);
}

#[test]
fn other_values_cut_the_tie_and_make_the_same_product_a_variant_again() {
    let facts = facts();
    let known = linked(&facts, combination(), 60);
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let mut changed = combination();
    changed.values = vec![(ShopId(1), ShopId(3))];
    changed.attributes = vec![("Size".to_owned(), "L".to_owned())];
    let steps = world.steps(&facts, changed, &known);
    assert_eq!(words(&steps), ["variant-delete", "variant-create", "product-update"]);
    let Operation::VariantCreate { write, .. } = &steps[1].operation else { panic!() };
    // Its present reference: any other would make another product and leave this one behind.
    assert_eq!(write.reference, "SHIRT-S");
    let Operation::ProductUpdate { target, write } = &steps[2].operation else { panic!() };
    assert_eq!(*target, Target::Id(ErpId(60)));
    // Dolibarr has added the values to the description.
    assert_eq!(write.description.as_deref(), Some("Nice"));
}

#[test]
fn a_plain_product_becomes_a_variant_and_keeps_its_number_and_reference() {
    let known = linked(&as_products(), combination(), 60);
    let world = World::with(&[parent(), child(60)], &[]);
    let steps = world.steps(&facts(), combination(), &known);
    assert_eq!(words(&steps), ["variant-create", "product-update"]);
    let Operation::VariantCreate { write, .. } = &steps[0].operation else { panic!() };
    assert_eq!(write.reference, "SHIRT-S");
    assert_eq!(steps[0].links, None);
    let Operation::ProductUpdate { target, write } = &steps[1].operation else { panic!() };
    assert_eq!(*target, Target::Id(ErpId(60)));
    assert_eq!((&write.reference, write.price), (&None, None));
}

#[test]
fn descriptions_that_are_not_touched_are_put_back_after_the_turn() {
    let mut facts = facts();
    facts.settings.catalogue.descriptions = false;
    let theirs = ErpProduct { description: "Written by hand".to_owned(), ..child(60) };
    let mut known = known();
    known.note(key(Kind::Combination, 11), Dependency::Linked(ErpId(60)), None);
    let steps = World::with(&[parent(), theirs], &[]).steps(&facts, combination(), &known);
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.description.as_deref(), Some("Written by hand"));
}

#[test]
fn a_variant_becomes_a_plain_product_by_cutting_its_tie() {
    let known = linked(&facts(), combination(), 60);
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let steps = world.steps(&as_products(), combination(), &known);
    assert_eq!(words(&steps), ["variant-delete"]);
    // Once plain, the parent is not asked about again.
    let known = linked(&as_products(), combination(), 60);
    let wanted = wanted(&as_products(), combination(), &known);
    let asked = looks(&as_products(), &wanted, &known);
    assert!(asked.iter().all(|look| look.kind == ErpKind::Product));
}

#[test]
fn while_the_module_is_off_there_are_plain_products_and_no_tie_is_cut() {
    let mut off = facts();
    off.erp.modules = vec!["product".to_owned()];
    let known = linked(&facts(), combination(), 60);
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    assert_eq!(words(&world.steps(&off, combination(), &known)), [""; 0]);
    let new = World::with(&[parent()], &[]).steps(&off, combination(), &self::known());
    assert_eq!(words(&new), ["product-create", "product-update"]);
}

#[test]
fn without_values_it_is_a_plain_product() {
    let mut none = combination();
    none.values.clear();
    none.attributes.clear();
    let steps = World::with(&[parent()], &[]).steps(&facts(), none, &known());
    assert_eq!(words(&steps), ["product-create", "product-update"]);
    assert_eq!(steps[0].why, "new; no values in Dolibarr");
}

#[test]
fn the_second_combination_with_the_same_values_is_a_plain_product() {
    let facts = facts();
    let mut twin = combination();
    twin.id = ShopId(12);
    twin.reference = "SHIRT-S2".to_owned();
    twin.ean13.clear();
    // In Dolibarr already.
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let steps = world.steps(&facts, twin.clone(), &known());
    assert_eq!(words(&steps), ["product-create", "product-update"]);
    assert_eq!(steps[0].why, "new; another variant has the same values");
    // Both in one run.
    let world = World::with(&[parent()], &[]);
    let mut reserved = Reserved::default();
    let first = world.decide(&facts, &wanted(&facts, combination(), &known()), &known(), &mut reserved);
    let second = world.decide(&facts, &wanted(&facts, twin, &known()), &known(), &mut reserved);
    assert_eq!(words(&first.0), ["variant-create", "product-update"]);
    assert_eq!(words(&second.0), ["product-create", "product-update"]);
}

#[test]
fn a_combination_made_anew_in_the_shop_takes_the_place_of_the_one_that_is_gone() {
    let facts = facts();
    let mut anew = combination();
    anew.id = ShopId(12);
    // The shop's product has 12 only.
    anew.product.combinations = vec![ShopId(12)];
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11)]);
    let steps = world.steps(&facts, anew.clone(), &known());
    assert_eq!(words(&steps), ["variant-delete", "variant-create", "product-update"]);
    let Operation::ProductUpdate { target, .. } = &steps[2].operation else { panic!() };
    assert_eq!(*target, Target::Step(1));
    // A list without itself proves nothing.
    anew.product.combinations.clear();
    assert_eq!(words(&world.steps(&facts, anew, &known())), ["product-create", "product-update"]);
}

#[test]
fn a_reference_that_the_parent_has_is_left_to_it() {
    let mut same = combination();
    same.reference = "Shirt".to_owned();
    let steps = World::with(&[parent()], &[]).steps(&facts(), same, &known());
    let Operation::VariantCreate { write, .. } = &steps[0].operation else { panic!() };
    assert_eq!(write.reference, "ps1-c11");
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.reference, None);
    assert!(steps[1].why.ends_with("reference kept by another product"), "{}", steps[1].why);
}

#[test]
fn a_reference_that_a_person_uses_for_something_else_is_never_turned_into_a_variant_before_it_is_adopted() {
    // A product of another combination has the reference: it keeps it.
    let other = ErpProduct { ref_ext: Some(ExternalRef::stored("ps1-combination-99")), ..child(61) };
    let steps = World::with(&[parent(), other], &[]).steps(&facts(), combination(), &known());
    let Operation::VariantCreate { write, .. } = &steps[0].operation else { panic!() };
    assert_eq!(write.reference, "ps1-c11");
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.reference, None);
}

#[test]
fn ecotax_in_the_price_of_the_parent_is_no_impact() {
    let mut it = combination();
    it.product.ecotax = number("0.5");
    it.product.details.ecotax_vat = it.product.vat;
    let steps = World::with(&[parent()], &[]).steps(&facts(), it, &known());
    let Operation::VariantCreate { write, .. } = &steps[0].operation else { panic!() };
    assert_eq!(write.price_impact, number("1.11111"));
}

#[test]
fn a_variant_whose_reference_another_one_keeps_is_remembered_as_a_variant() {
    let facts = facts();
    let known = linked(&facts, combination(), 60);
    let other = ErpProduct { ref_ext: Some(ExternalRef::stored("ps1-combination-99")), ..child(61) };
    let mine = ErpProduct { reference: "ps1-c11".to_owned(), ..child(60) };
    let world = World::with(&[parent(), mine, other], &[tie(7, 60, SMALL, 11)]);
    let wanted = wanted(&facts, combination(), &known);
    let (_, found) = world.decide(&facts, &wanted, &known, &mut Reserved::default());
    let remembered = found[0].on.as_ref().unwrap().as_str();
    assert!(
        remembered.starts_with("kept.") && remembered.ends_with(&format!(".variant-{PARENT}")),
        "{remembered}"
    );
}

#[test]
fn a_combination_that_is_gone_is_cut_off_and_taken_off_sale() {
    let facts = facts();
    let known = linked(&facts, combination(), 60);
    let key = key(Kind::Combination, 11);
    let Projection::Wanted(gone) = project_gone(&facts, &known, &key) else { panic!() };
    let world = World::with(&[parent(), child(60)], &[tie(7, 60, SMALL, 11), tie(8, 61, LARGE, 12)]);
    let (steps, found) = world.decide(&facts, &gone, &known, &mut Reserved::default());
    assert_eq!(words(&steps), ["variant-delete", "product-update"]);
    assert_eq!(steps[0].operation, Operation::VariantDelete { id: ErpId(7) });
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.on_sale, Some(false));
    assert_eq!(found[0].id, ErpId(60));
    // Afterwards nothing is left to do.
    let off_sale = ErpProduct { on_sale: false, ..child(60) };
    let world = World::with(&[parent(), off_sale], &[tie(8, 61, LARGE, 12)]);
    assert_eq!(words(&world.decide(&facts, &gone, &known, &mut Reserved::default()).0), [""; 0]);
    // What was never brought over is left out.
    assert!(matches!(project_gone(&facts, &self::known(), &key), Projection::Ignored(_)));
}

fn attribute_steps(document: &ShopDocument, known: &Known, there: &[ErpObject]) -> Vec<Step> {
    let facts = facts();
    let Projection::Wanted(wanted) = project(&facts, known, document) else { panic!() };
    let mut seen = ErpSeen::default();
    for look in looks(&facts, &wanted, known) {
        seen.insert(look, there.to_vec());
    }
    match decide(&facts, &wanted, &seen, known, &mut Reserved::default()) {
        Decision::Do { steps, .. } => steps,
        other => panic!("{other:?}"),
    }
}

fn size() -> ShopDocument {
    ShopDocument::Attribute(Attribute {
        id: ShopId(1),
        name: "Size (shirts)".to_owned(),
        public_name: "Size".to_owned(),
        form: AttributeForm::Select,
    })
}

fn value(name: &str, colour: &str) -> ShopDocument {
    ShopDocument::AttributeValue(AttributeValue {
        id: ShopId(2),
        attribute: ShopId(1),
        name: name.to_owned(),
        colour: colour.to_owned(),
    })
}

#[test]
fn an_attribute_is_made_adopted_or_renamed() {
    let there = |ref_ext: Option<&str>, label: &str| {
        ErpObject::Attribute(ErpAttribute {
            id: SIZE,
            reference: "X".to_owned(),
            ref_ext: ref_ext.map(ExternalRef::stored),
            label: label.to_owned(),
        })
    };
    let none = Known::default();
    let steps = attribute_steps(&size(), &none, &[there(Some("ps2-attribute-1"), "Size")]);
    assert_eq!(words(&steps), ["attribute-create"]);
    let steps = attribute_steps(&size(), &none, &[there(None, "size")]);
    assert_eq!(steps[0].why, "adopted by label; external reference, label changed");
    let steps = attribute_steps(&size(), &none, &[there(Some("ps1-attribute-1"), "Old")]);
    assert_eq!(steps[0].why, "label changed");
    assert_eq!(words(&attribute_steps(&size(), &none, &[there(Some("ps1-attribute-1"), "Size")])), [""; 0]);
}

#[test]
fn a_value_is_found_by_its_reference_and_marked_when_it_is_adopted() {
    let there = |reference: &str, value: &str| {
        ErpObject::AttributeValue(ErpAttributeValue {
            id: SMALL,
            attribute: Some(ErpId(SIZE)),
            reference: reference.to_owned(),
            value: value.to_owned(),
        })
    };
    let known = known();
    let mut fresh = known.clone();
    fresh.note(key(Kind::AttributeValue, 2), Dependency::NotYet, None);
    let steps = attribute_steps(&value("S", ""), &fresh, &[there("PS1-ATTRIBUTEVALUE-9", "S")]);
    assert_eq!(words(&steps), ["attribute-value-create"]);
    let steps = attribute_steps(&value("S", ""), &fresh, &[there("SMALL", " s")]);
    assert_eq!(steps[0].why, "adopted by value; reference, value changed");
    let steps = attribute_steps(&value("Small", ""), &fresh, &[there("PS1-ATTRIBUTEVALUE-2", "S")]);
    assert_eq!(steps[0].why, "value changed");
    assert_eq!(
        words(&attribute_steps(&value("S", ""), &fresh, &[there("PS1-ATTRIBUTEVALUE-2", "S")])),
        [""; 0]
    );
}

#[test]
fn a_colour_without_name_is_told_by_its_code_and_a_size_of_zero_is_no_empty_value() {
    for (document, stored) in [
        (value("", "#AAB2BD"), "#AAB2BD"),
        (value("0", ""), "0\u{a0}"),
        (value("", ""), "ps1-attributevalue-2"),
    ] {
        let steps = attribute_steps(&document, &known(), &[]);
        let Operation::AttributeValueCreate { write, .. } = &steps[0].operation else { panic!() };
        assert_eq!(write.value.as_deref(), Some(stored));
    }
}

#[test]
fn attributes_are_left_out_where_combinations_are_plain_products() {
    for document in [size(), value("S", "")] {
        assert!(matches!(project(&as_products(), &known(), &document), Projection::Ignored(_)));
    }
}
