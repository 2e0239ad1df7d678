//! Combinations as variants from end to end: what is written, and what becomes of changes in the shop and of the setting.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::BTreeMap;

use common::held::{assert_nothing_twice, key};
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::Store as _;
use passerelle_sandbox::erp::{ErpData, Product, Stored as _, Tie};
use passerelle_sandbox::shop::Cell;
use passerelle_sandbox::{ErpVersion, SandboxErp, ShopOptions};
use rust_decimal::Decimal;

async fn pair(version: ErpVersion) -> (Pair, Program) {
    let mut size = size(2, 6, 1, 0);
    size.combinations = 100;
    let options = ShopOptions { seed: 3, size, oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, version).await;
    let program = Program::connected(&pair).await;
    (pair, program)
}

async fn load(program: &Program) {
    let ended = program.run(&["sync", "products"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// The writes of a sync by what they are; one more after it sends nothing.
async fn writes(erp: &SandboxErp, program: &Program) -> BTreeMap<String, u32> {
    erp.forget_requests();
    load(program).await;
    let mut list = BTreeMap::new();
    for request in erp.requests().last().filter(|it| it.method != "GET") {
        let path = request.path.replace("/api/index.php", "");
        let parts = path.split('/').map(|part| if part.parse::<u32>().is_ok() { "#" } else { part });
        *list.entry(format!("{} {}", request.method, parts.collect::<Vec<_>>().join("/"))).or_default() += 1;
    }
    erp.forget_requests();
    load(program).await;
    assert_eq!(erp.requests().writes(), 0);
    assert_nothing_twice(&erp.state(), "variants");
    list
}

fn counted(list: &[(&str, u32)]) -> BTreeMap<String, u32> {
    list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn child(data: &ErpData, combination: u32) -> Product {
    let reference = key(Kind::Combination, combination).external_ref();
    data.products.by_ref_ext(reference.as_str())[0].clone()
}

fn ties(data: &ErpData, product: u32) -> Vec<Tie> {
    data.ties.iter().filter(|tie| tie.child == product).cloned().collect()
}

/// Numbers, references and texts of all children: what documents and persons go by.
fn children(data: &ErpData) -> Vec<String> {
    let ours = |it: &&Product| it.record().ref_ext().is_some_and(|it| it.contains("-combination-"));
    let show = |it: &Product| {
        let text = |field| it.record.text(field).to_owned();
        let texts = [text("ref"), text("ref_ext"), text("label"), text("description"), text("barcode")];
        format!("{} {texts:?} {} {} {}", it.record.id, it.price.normalize(), it.vat.normalize(), it.status)
    };
    data.products.iter().filter(ours).map(show).collect()
}

const ALL: [ErpVersion; 3] = [ErpVersion::V20, ErpVersion::V17, ErpVersion::V23];

#[tokio::test]
async fn every_combination_is_a_variant_with_the_price_of_the_shop() {
    for version in ALL {
        let (pair, program) = pair(version).await;
        load(&program).await;
        {
            let (shop, erp) = (pair.shop.state(), pair.erp.state());
            let combinations = shop.ids("combinations");
            assert!(combinations.len() > 10);
            assert_eq!(erp.ties.len(), combinations.len());
            for id in combinations {
                let product = u32::try_from(shop.get("combinations", id, "id_product").int()).unwrap();
                let price = shop.get("products", product, "price").amount();
                let impact = shop.get("combinations", id, "price").amount();
                let child = child(&erp, id);
                assert_eq!(child.price, (price + impact).round_dp(5), "combination {id}");
                let ties = ties(&erp, child.record.id);
                let parent = erp.products.get(ties[0].parent).unwrap();
                assert_eq!(
                    parent.record.text("ref_ext"),
                    key(Kind::Product, product).external_ref().as_str()
                );
                assert_eq!(parent.price + ties[0].price, child.price, "combination {id}");
            }
        }
        assert_eq!(writes(&pair.erp, &program).await, BTreeMap::new());
    }
}

#[tokio::test]
async fn a_price_of_the_product_changes_its_variants_and_impacts_take_one_call() {
    let (pair, program) = pair(ErpVersion::V20).await;
    load(&program).await;
    let (combination, product) = {
        let mut shop = pair.shop.state();
        let combination = shop.ids("combinations")[0];
        let product = u32::try_from(shop.get("combinations", combination, "id_product").int()).unwrap();
        shop.save("products", product, "price", Cell::Amount(Decimal::new(771, 1)));
        (combination, product)
    };
    assert_eq!(writes(&pair.erp, &program).await, counted(&[("PUT /products/#", 1)]));
    {
        let mut shop = pair.shop.state();
        for id in shop.find("combinations", "id_product", i64::from(product)) {
            let impact = shop.get("combinations", id, "price").amount();
            assert_eq!(child(&pair.erp.state(), id).price, Decimal::new(771, 1) + impact);
        }
    }
    pair.shop.state().set("combinations", combination, "price", Cell::Amount(Decimal::new(35, 1)));
    assert_eq!(writes(&pair.erp, &program).await, counted(&[("PUT /products/variants/#", 1)]));
    assert_eq!(child(&pair.erp.state(), combination).price, Decimal::new(806, 1));
}

#[tokio::test]
async fn other_values_keep_the_product_and_its_number() {
    for version in ALL {
        let (pair, program) = pair(version).await;
        load(&program).await;
        let combination = pair.shop.state().ids("combinations")[0];
        let before = child(&pair.erp.state(), combination);
        let old = ties(&pair.erp.state(), before.record.id);
        // A value that no other combination of the product has.
        let value = {
            let mut shop = pair.shop.state();
            let group = shop.ids("product_options")[0];
            let fields = [("id_attribute_group", Cell::from(group)), ("name", Cell::from("Brand new"))];
            let value = shop.insert("product_option_values", &fields).unwrap();
            assert!(shop.link("combinations", combination, "product_option_values", &[value]));
            value
        };
        let expected = counted(&[
            ("DELETE /products/variants/#", 1),
            ("POST /products/#/variants", 1),
            ("POST /products/attributes/#/values", 1),
            ("PUT /products/#", 1),
        ]);
        assert_eq!(writes(&pair.erp, &program).await, expected);
        let erp = pair.erp.state();
        let after = child(&erp, combination);
        assert_eq!(after.record.id, before.record.id);
        assert_eq!(after.record.text("ref"), before.record.text("ref"));
        assert_eq!(after.record.text("description"), before.record.text("description"));
        let new = ties(&erp, after.record.id);
        assert_eq!((new.len(), new[0].parent), (1, old[0].parent));
        let stored = erp.attribute_values.get(new[0].features[0].1).unwrap();
        assert_eq!(stored.record.text("ref"), format!("PS1-ATTRIBUTEVALUE-{value}"));
    }
}

#[tokio::test]
async fn the_setting_can_be_changed_to_and_fro() {
    for version in ALL {
        let (pair, program) = pair(version).await;
        load(&program).await;
        let before = children(&pair.erp.state());
        let count = u32::try_from(before.len()).unwrap();
        program.edit("combinations = \"variants\"", "combinations = \"products\"");
        let sent = writes(&pair.erp, &program).await;
        assert_eq!(sent["DELETE /products/variants/#"], count);
        assert_eq!(sent.keys().filter(|it| it.starts_with("POST /products")).count(), 0, "{sent:?}");
        assert_eq!(pair.erp.state().ties, []);
        assert_eq!(children(&pair.erp.state()), before);
        program.edit("combinations = \"products\"", "combinations = \"variants\"");
        assert_eq!(writes(&pair.erp, &program).await["POST /products/#/variants"], count);
        assert_eq!(pair.erp.state().ties.len(), before.len());
        assert_eq!(children(&pair.erp.state()), before);
    }
}

#[tokio::test]
async fn a_module_that_is_switched_off_cuts_nothing() {
    let (pair, program) = pair(ErpVersion::V20).await;
    load(&program).await;
    let ties = pair.erp.state().ties.clone();
    pair.erp.state().modules.remove("variants");
    let sent = writes(&pair.erp, &program).await;
    assert!(sent.keys().all(|it| it.starts_with("POST /categories")), "{sent:?}");
    assert_eq!(pair.erp.state().ties, ties);
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("\"Product variants\" is off"), "{doctor:?}");
    pair.erp.state().modules.insert("variants".to_owned());
    // As variants they are in no category again.
    let sent = writes(&pair.erp, &program).await;
    assert!(sent.keys().all(|it| it.starts_with("DELETE /categories")), "{sent:?}");
    assert_eq!(writes(&pair.erp, &program).await, BTreeMap::new());
    assert_eq!(pair.erp.state().ties, ties);
}

#[tokio::test]
async fn twins_and_combinations_without_values_are_plain_products() {
    let (pair, program) = pair(ErpVersion::V20).await;
    let (twin, bare) = {
        let mut shop = pair.shop.state();
        let first = shop.ids("combinations")[0];
        let twin = shop.copy("combinations", first).unwrap();
        let bare = shop.copy("combinations", first).unwrap();
        assert!(shop.link("combinations", bare, "product_option_values", &[]));
        (twin, bare)
    };
    load(&program).await;
    assert_eq!(writes(&pair.erp, &program).await, BTreeMap::new());
    let erp = pair.erp.state();
    for id in [twin, bare] {
        let plain = child(&erp, id);
        assert_eq!(ties(&erp, plain.record.id), []);
        // The first one keeps the reference.
        assert_eq!(plain.record.text("ref"), format!("ps1-c{id}"));
    }
}

#[tokio::test]
async fn variants_without_our_reference_are_found_by_their_values_without_the_state_database() {
    let (pair, program) = pair(ErpVersion::V20).await;
    load(&program).await;
    // As if a person had tied them: our references are not on the ties, and nothing is remembered.
    {
        let mut erp = pair.erp.state();
        for tie in &mut erp.ties {
            tie.ref_ext.clear();
        }
    }
    let before = children(&pair.erp.state());
    let ended = std::fs::remove_file(program.state());
    assert!(ended.is_ok());
    let sent = writes(&pair.erp, &program).await;
    assert_eq!(sent["PUT /products/variants/#"], u32::try_from(before.len()).unwrap());
    assert!(!sent.contains_key("POST /products/#/variants"), "{sent:?}");
    assert!(!sent.contains_key("POST /products/attributes"), "{sent:?}");
    assert_eq!(children(&pair.erp.state()), before);
}

#[tokio::test]
async fn a_combination_that_is_gone_is_cut_off_and_off_sale() {
    let (pair, program) = pair(ErpVersion::V20).await;
    load(&program).await;
    let combination = pair.shop.state().ids("combinations")[0];
    let id = child(&pair.erp.state(), combination).record.id;
    pair.shop.state().delete("combinations", combination);
    // Something tells that it changed.
    let gone = key(Kind::Combination, combination);
    program.store().await.mark(std::slice::from_ref(&gone), jiff::Timestamp::now()).await.unwrap();
    let expected = counted(&[("DELETE /products/variants/#", 1), ("PUT /products/#", 1)]);
    assert_eq!(writes(&pair.erp, &program).await, expected);
    let erp = pair.erp.state();
    assert!(!erp.products.get(id).unwrap().status);
    assert_eq!(ties(&erp, id), []);
}
