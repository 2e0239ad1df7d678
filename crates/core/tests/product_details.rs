//! What not every Dolibarr holds of a product: extrafields, languages, fixed prices; and what is remarked about it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, Wanted, WantedDocument, decide, looks, project,
};
use passerelle_core::erp::{
    ErpKind, ErpObject, ErpProduct, ErpSeen, ErpWords, Extrafield, ExtrafieldForm, Look, LookBy,
};
use passerelle_core::key::{ErpId, ExternalRef, Kind, ShopId};
use passerelle_core::money::Percent;
use passerelle_core::plan::{Operation, ProductWrite, Step};
use passerelle_core::settings::FeatureMode;
use passerelle_core::shop::{
    Feature, Product, ProductDetails, ProductForm, ProductWords, ShopDocument, SpecificPrices,
};
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn feature(name: &str, value: &str) -> Feature {
    Feature { name: name.to_owned(), value: value.to_owned() }
}

fn product() -> Product {
    Product {
        description_short: "<p>Short</p>".to_owned(),
        price: number("10"),
        manufacturer: "Acme <Ltd>".to_owned(),
        details: ProductDetails {
            condition: "new".to_owned(),
            features: vec![
                feature("Composition", "Cotton"),
                feature("Composition", "Wool"),
                feature("Care", "Hand wash & dry"),
            ],
            ..ProductDetails::default()
        },
        ..common::product("SKU-5")
    }
}

fn field(code: &str, label: &str, form: ExtrafieldForm) -> Extrafield {
    Extrafield { code: code.to_owned(), label: label.to_owned(), form, unique: false, computed: false }
}

fn facts_with(fields: Vec<Extrafield>) -> Facts {
    let mut facts = facts();
    facts.erp.products.extrafields = Some(fields);
    facts.features = ["Composition", "Care", "Origin"].map(str::to_owned).to_vec();
    facts
}

fn wanted_in(facts: &Facts, product: Product) -> Wanted {
    match project(facts, &Known::default(), &ShopDocument::Product(product)) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn fields_of(wanted: &Wanted) -> Vec<(&str, &str)> {
    let WantedDocument::Product(product) = &wanted.document else { panic!() };
    product.details.extrafields.iter().map(|(code, value)| (code.as_str(), value.as_str())).collect()
}

/// In Dolibarr as the product is in the shop, without extrafields.
fn present() -> ErpProduct {
    ErpProduct {
        id: 7,
        reference: "SKU-5".to_owned(),
        ref_ext: Some(ExternalRef::stored("ps1-product-5")),
        label: "Mug".to_owned(),
        description: "<p>Short</p>".to_owned(),
        price: number("10"),
        vat: Percent::new(Decimal::from(20)),
        on_sale: true,
        ..ErpProduct::default()
    }
}

fn linked(facts: &Facts, before: Option<&Wanted>) -> Known {
    let mut known = Known::default();
    let fingerprint = before.map(|wanted| wanted.fingerprint.clone());
    known.note(facts.key(Kind::Product, ShopId(5)), Dependency::Linked(ErpId(7)), fingerprint);
    known
}

fn steps(facts: &Facts, wanted: &Wanted, known: &Known, present: &[ErpProduct]) -> Vec<Step> {
    let mut seen = ErpSeen::default();
    for look in looks(facts, wanted, known) {
        let found = present.iter().filter(|it| match &look.by {
            LookBy::Id(id) => it.id == id.0,
            LookBy::ExternalRef(reference) => it.ref_ext.as_ref() == Some(reference),
            LookBy::Reference(text) => it.reference.eq_ignore_ascii_case(text),
            LookBy::Barcode(code) => it.barcode == *code,
            _ => false,
        });
        let found = found.cloned().map(ErpObject::Product).collect();
        seen.insert(Look::new(ErpKind::Product, look.by.clone()), found);
    }
    decided(facts, wanted, seen, known).0
}

/// Steps and what was found; it has no documents and is in no category.
fn decided(
    facts: &Facts,
    wanted: &Wanted,
    mut seen: ErpSeen,
    known: &Known,
) -> (Vec<Step>, Vec<passerelle_core::decide::Found>) {
    for _ in 0..4 {
        match decide(facts, wanted, &seen, known, &mut Reserved::default()) {
            Decision::Do { steps, found } => return (steps, found),
            Decision::Look(more) => more.into_iter().for_each(|look| seen.insert(look, Vec::new())),
            other => panic!("{other:?}"),
        }
    }
    panic!("asks for ever")
}

fn only_write(steps: &[Step]) -> ProductWrite {
    match steps {
        [Step { operation: Operation::ProductUpdate { write, .. }, .. }] => write.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_extrafield_of_ours_is_filled_and_no_other_without_being_asked() {
    let line = || ExtrafieldForm::Line(255);
    let facts = facts_with(vec![
        field("ps_manufacturer", "Brand", line()),
        field("ps_composition", "x", line()),
        field("ps_wash", "Care", line()),
        field("origin", "Origin", line()),
        field("condition", "Condition", line()),
    ]);
    let wanted = wanted_in(&facts, product());
    assert_eq!(
        fields_of(&wanted),
        [
            ("ps_composition", "Cotton, Wool"),
            ("ps_manufacturer", "Acme ‹Ltd›"),
            ("ps_wash", "Hand wash & dry"),
        ]
    );
    assert_eq!(wanted.remark(), None);
}

#[test]
fn a_setting_names_any_field_and_keeps_values_out() {
    let line = || ExtrafieldForm::Line(255);
    let mut facts = facts_with(vec![
        field("marque", "Marque", line()),
        field("origine", "Origine", line()),
        field("ps_composition", "Composition", line()),
    ]);
    let setting = &mut facts.settings.catalogue.extrafields;
    setting.manufacturer = Some("MARQUE".to_owned());
    setting.features = [("origin", "origine"), ("Composition", "")]
        .map(|(name, code)| (name.to_owned(), code.to_owned()))
        .into();
    let wanted = wanted_in(&facts, product());
    // The product has no origin: its field is emptied.
    assert_eq!(fields_of(&wanted), [("marque", "Acme ‹Ltd›"), ("origine", "")]);
}

#[test]
fn the_whole_set_is_sent_so_that_peoples_own_values_stay() {
    let facts = facts_with(vec![field("ps_composition", "Composition", ExtrafieldForm::Line(255))]);
    let wanted = wanted_in(&facts, product());
    let own = [("note", "by hand"), ("ps_composition", "Silk")];
    let own = own.map(|(code, value)| (code.to_owned(), value.to_owned()));
    let there = ErpProduct { extrafields: own.into(), ..present() };
    let known = linked(&facts, None);
    let write = only_write(&steps(&facts, &wanted, &known, std::slice::from_ref(&there)));
    let sent = write.extrafields.clone().unwrap();
    assert_eq!(sent.len(), 2);
    assert_eq!((sent["note"].as_str(), sent["ps_composition"].as_str()), ("by hand", "Cotton, Wool"));
    assert_eq!(ProductWrite { extrafields: None, ..write }, ProductWrite::default());
    // Afterwards nothing is left to do.
    let there = ErpProduct { extrafields: sent, ..there };
    assert_eq!(steps(&facts, &wanted, &known, &[there]), []);
}

#[test]
fn a_value_that_does_not_fit_is_a_remark() {
    let facts = facts_with(vec![
        field("ps_composition", "Composition", ExtrafieldForm::Whole),
        field("ps_care", "Care of it", ExtrafieldForm::Line(4)),
    ]);
    let wanted = wanted_in(&facts, product());
    assert_eq!(fields_of(&wanted), []);
    let remark = wanted.remark().unwrap();
    assert_eq!(
        (remark.args["misfits"].as_str(), remark.args["fields"].as_str()),
        ("2", "Composition, Care of it")
    );
    assert_eq!(steps(&facts, &wanted, &linked(&facts, None), &[present()]), []);
    // In the description it is not lost.
    let mut facts = facts;
    facts.settings.catalogue.features = FeatureMode::Description;
    let WantedDocument::Product(listed) = wanted_in(&facts, product()).document else { panic!() };
    assert!(listed.description.unwrap().contains("<li><strong>Composition:</strong> Cotton, Wool</li>"));
}

#[test]
fn what_finds_no_field_ends_the_description_where_that_is_asked() {
    let mut facts = facts_with(vec![field("ps_care", "Care", ExtrafieldForm::Text)]);
    let description = |facts: &Facts| {
        let WantedDocument::Product(wanted) = wanted_in(facts, product()).document else { panic!() };
        wanted.description
    };
    assert_eq!(description(&facts).as_deref(), Some("<p>Short</p>"));
    facts.settings.catalogue.features = FeatureMode::Description;
    assert_eq!(
        description(&facts).as_deref(),
        Some(
            "<p>Short</p>\n<ul class=\"passerelle-features\"><li><strong>Marque:</strong> Acme &lt;Ltd&gt;</li>\
             <li><strong>Composition:</strong> Cotton, Wool</li></ul>"
        )
    );
    facts.settings.catalogue.descriptions = false;
    assert_eq!(description(&facts), None, "descriptions are not touched");
    facts.settings.catalogue.features = FeatureMode::None;
    assert_eq!(fields_of(&wanted_in(&facts, product())), [], "features go nowhere");
}

#[test]
fn ecotax_is_in_the_price_where_it_has_the_products_vat() {
    let price = |rate: Option<i64>| {
        let mut product = product();
        product.ecotax = number("0.25");
        product.details.ecotax_vat = rate.map(|rate| Percent::new(Decimal::from(rate)));
        let WantedDocument::Product(wanted) = wanted_in(&facts(), product).document else { panic!() };
        wanted.price
    };
    assert_eq!(price(Some(20)), number("10.25"));
    assert_eq!(price(Some(10)), number("10"), "a line of its own in orders");
    assert_eq!(price(None), number("10"));
}

#[test]
fn specific_prices_are_told_by_sort() {
    let mut product = product();
    product.details.specific_prices = SpecificPrices { group: 2, period: 1, ..SpecificPrices::default() };
    let remark = wanted_in(&facts(), product).remark().unwrap();
    let arg = |name: &str| remark.args[name].clone();
    assert_eq!((arg("prices"), arg("group"), arg("period"), arg("customer")), {
        let text = str::to_owned;
        (text("3"), text("2"), text("1"), text("none"))
    });
}

#[test]
fn a_dolibarr_that_changes_no_price_is_not_asked_to() {
    let mut facts = facts();
    facts.erp.products.prices_change = false;
    let mut dearer = product();
    dearer.price = number("12.345678");
    let wanted = wanted_in(&facts, dearer);
    assert_eq!(wanted.remark().unwrap().args["fixed"], "yes");
    assert_eq!(steps(&facts, &wanted, &linked(&facts, None), &[present()]), []);
    let created = steps(&facts, &wanted, &Known::default(), &[]);
    assert_eq!(created.len(), 1, "no second step for the decimals");
    // Once it does, the product is looked at again.
    let now = wanted_in(&common::facts(), Product { price: number("12.345678"), ..product() });
    assert_ne!(now.fingerprint, wanted.fingerprint);
}

#[test]
fn a_product_that_counts_with_tax_is_made_to_count_without() {
    let facts = facts();
    let wanted = wanted_in(&facts, product());
    let there = ErpProduct { counts_with_tax: true, ..present() };
    let write = only_write(&steps(&facts, &wanted, &linked(&facts, None), &[there]));
    assert_eq!(write.price, Some(number("10")));
}

#[test]
fn further_languages_are_written_where_dolibarr_keeps_them() {
    let mut with_words = product();
    let words = |name: &str| ProductWords {
        name: name.to_owned(),
        description_short: String::new(),
        description: "<p>x</p>".to_owned(),
    };
    with_words.details.languages =
        [("en_US", "Mug"), ("fr_FR", "Tasse")].map(|(code, name)| (code.to_owned(), words(name))).into();
    let mut facts = facts();
    let languages = |facts: &Facts| {
        let WantedDocument::Product(wanted) = wanted_in(facts, with_words.clone()).document else { panic!() };
        wanted.details.languages
    };
    assert!(languages(&facts).is_empty(), "one language only");
    facts.erp.products.several_languages = Some("en_US".to_owned());
    let french = ErpWords { label: "Tasse".to_owned(), description: Some("<p>x</p>".to_owned()) };
    assert_eq!(languages(&facts), [("fr_FR".to_owned(), french.clone())].into(), "not Dolibarr's own");
    let wanted = wanted_in(&facts, with_words.clone());
    let known = linked(&facts, None);
    let write = only_write(&steps(&facts, &wanted, &known, &[present()]));
    assert_eq!(write.languages, Some([("fr_FR".to_owned(), french.clone())].into()));
    // A language that a person wrote stays.
    let spanish = ErpWords { label: "Taza".to_owned(), description: None };
    let there = [("fr_FR".to_owned(), french), ("es_ES".to_owned(), spanish)];
    let there = ErpProduct { languages: there.into(), ..present() };
    assert_eq!(steps(&facts, &wanted, &known, &[there]), []);
}

#[test]
fn a_barcode_that_left_the_shop_is_taken_away_if_it_was_ours() {
    let facts = facts();
    let with_code = wanted_in(&facts, Product { ean13: "4006381333931".to_owned(), ..product() });
    let without = wanted_in(&facts, product());
    let there = |code: &str| [ErpProduct { barcode: code.to_owned(), ..present() }];
    let known = linked(&facts, Some(&with_code));
    let write = only_write(&steps(&facts, &without, &known, &there("4006381333931")));
    assert_eq!(write.barcode.unwrap().code, "");
    assert_eq!(steps(&facts, &without, &known, &there("5000000000017")), [], "a person's own");
    let never = linked(&facts, Some(&without));
    assert_eq!(steps(&facts, &without, &never, &there("4006381333931")), [], "never written by us");
}

#[test]
fn a_product_that_becomes_virtual_becomes_a_service() {
    let facts = facts();
    let wanted = wanted_in(&facts, Product { form: ProductForm::Virtual, ..product() });
    let write = only_write(&steps(&facts, &wanted, &linked(&facts, None), &[present()]));
    assert_eq!(write, ProductWrite { is_service: Some(true), ..ProductWrite::default() });
}

#[test]
fn two_products_that_swap_their_references_end_right() {
    use passerelle_core::fingerprint::Fingerprint;
    let facts = facts();
    let wanted = |id: u64, reference: &str| {
        let product = Product { id: ShopId(id), reference: reference.to_owned(), ..product() };
        wanted_in(&facts, product)
    };
    let there = |id: u64, number: u64, reference: &str| ErpProduct {
        id: number,
        reference: reference.to_owned(),
        ref_ext: Some(ExternalRef::stored(&format!("ps1-product-{id}"))),
        ..present()
    };
    // A was 5 and B was 6; the shop has them the other way round.
    let mut erp = vec![there(5, 7, "A"), there(6, 8, "B")];
    let wants = [wanted(5, "B"), wanted(6, "A")];
    let mut known = Known::default();
    for (id, number) in [(5, 7), (6, 8)] {
        known.note(facts.key(Kind::Product, ShopId(id)), Dependency::Linked(ErpId(number)), None);
    }
    for round in 0..3 {
        let before = erp.clone();
        for (want, at) in wants.iter().zip([0, 1]) {
            let asked: Vec<Step> = steps(&facts, want, &known, &before);
            for step in asked {
                let Operation::ProductUpdate { write, .. } = step.operation else { continue };
                erp[at].reference = write.reference.unwrap();
            }
        }
        let references: Vec<&str> = erp.iter().map(|it| it.reference.as_str()).collect();
        match round {
            0 => assert_eq!(references, ["ps1-5", "ps1-6"], "out of each other's way"),
            _ => assert_eq!(references, ["B", "A"]),
        }
    }
    // In the first round the link did not take the fingerprint, so that the second one looks again.
    let mut seen = ErpSeen::default();
    let present = [there(5, 7, "A"), there(6, 8, "B")];
    for look in looks(&facts, &wants[0], &known) {
        let found = present.iter().filter(|it| match &look.by {
            LookBy::Id(id) => it.id == id.0,
            LookBy::Reference(text) => it.reference == *text,
            _ => false,
        });
        let found = found.cloned().map(ErpObject::Product).collect();
        seen.insert(look.clone(), found);
    }
    let (_, found) = decided(&facts, &wants[0], seen, &known);
    let remembered = found[0].on.as_ref().map(|it| Fingerprint::stored(it.as_str()));
    assert!(remembered.is_some() && remembered.as_ref() != Some(&wants[0].fingerprint));
}

#[test]
fn several_taxes_are_the_row_of_dolibarrs_dictionary_that_the_settings_name() {
    use passerelle_core::shop::TaxMethod;
    use passerelle_core::tax::{LocalTax, LocalTaxBase, TaxRow, TaxSet};
    let percent = |text: &str| Percent::new(number(text));
    let mut with_two = product();
    with_two.vat = Some(percent("5"));
    let rates = vec![percent("5"), percent("9.975")];
    with_two.details.taxes = Some(TaxSet { rates: rates.clone(), method: TaxMethod::Added });
    let mut facts = facts();
    let of = |facts: &Facts| {
        let WantedDocument::Product(wanted) = wanted_in(facts, with_two.clone()).document else { panic!() };
        (wanted.vat, wanted.details.vat_code)
    };
    assert_eq!(of(&facts), (percent("5"), String::new()));
    let local = LocalTax { rate: percent("9.975"), on: LocalTaxBase::Net };
    facts.settings.tax_rows = vec![TaxRow {
        taxes: rates,
        method: None,
        vat: percent("5"),
        code: "PST".to_owned(),
        local1: Some(local),
        local2: None,
    }];
    assert_eq!(of(&facts), (percent("5"), "PST".to_owned()));
    let wanted = wanted_in(&facts, with_two.clone());
    let there = |code: &str| ErpProduct { vat: percent("5"), vat_code: code.to_owned(), ..present() };
    let known = linked(&facts, None);
    let write = only_write(&steps(&facts, &wanted, &known, &[there("")]));
    assert_eq!(write, ProductWrite { vat_code: Some("PST".to_owned()), ..ProductWrite::default() });
    assert_eq!(steps(&facts, &wanted, &known, &[there("PST")]), []);
    // Of a product with one tax, a code that a person chose stays, unless the rate changes.
    let one = wanted_in(&facts, product());
    let chosen = ErpProduct { vat_code: "NPR".to_owned(), ..present() };
    assert_eq!(steps(&facts, &one, &known, std::slice::from_ref(&chosen)), []);
    let write = only_write(&steps(&facts, &one, &known, &[ErpProduct { vat: percent("10"), ..chosen }]));
    assert_eq!((write.vat, write.vat_code.as_deref()), (Some(percent("20")), Some("")));
}
