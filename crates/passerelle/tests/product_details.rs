//! What not every Dolibarr holds of a product, from the sandbox shop to the sandbox Dolibarr: extrafields, languages, prices that
//! cannot be changed, packs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::Program;
use passerelle_sandbox::shop::Cell;
use passerelle_sandbox::{ErpVersion, ShopOptions};
use rust_decimal::Decimal;

const VERSIONS: [ErpVersion; 3] = [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23];

async fn pair(version: ErpVersion) -> Pair {
    let options =
        ShopOptions { seed: 11, size: size(3, 12, 1, 0), oddities: false, ..ShopOptions::default() };
    Pair::of(options, version).await
}

async fn sync(program: &Program) -> String {
    let ended = program.run(&["sync", "products"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended.out
}

/// A run that sends so many writing calls.
async fn sync_sends(pair: &Pair, program: &Program, writes: u64) {
    pair.erp.forget_requests();
    sync(program).await;
    assert_eq!(pair.erp.requests().writes(), writes);
}

/// The number in Dolibarr of a product of the shop.
fn in_erp(pair: &Pair, product: u32) -> u32 {
    let state = pair.erp.state();
    state.products.by_ref_ext(&format!("ps1-product-{product}")).first().unwrap().record.id
}

/// The first product that is a plain one and has features.
fn with_features(pair: &Pair) -> u32 {
    let mut state = pair.shop.state();
    let product = state.ids("products")[0];
    let values: Vec<u32> = state.ids("product_feature_values");
    let feature = |state: &passerelle_sandbox::shop::ShopData, value: u32| {
        Cell::Int(state.get("product_feature_values", value, "id_feature").int())
    };
    let rows = values[..2].iter().map(|value| vec![feature(&state, *value), Cell::from(*value)]).collect();
    state.link_rows("products", product, "product_features", rows);
    state.save("products", product, "active", true);
    product
}

/// The name of the feature that the first value belongs to, and the first two values.
fn words(pair: &Pair) -> (String, Vec<String>) {
    let state = pair.shop.state();
    let values = state.ids("product_feature_values");
    let feature = u32::try_from(state.get("product_feature_values", values[0], "id_feature").int()).unwrap();
    let text = |resource: &str, id: u32, field: &str| state.get(resource, id, field).text_in(1);
    let named = values[..2].iter().map(|id| text("product_feature_values", *id, "value"));
    (text("product_features", feature, "name"), named.collect())
}

fn option(pair: &Pair, product: u32, code: &str) -> Option<String> {
    pair.erp.state().products.get(product).unwrap().record.option(code).map(str::to_owned)
}

#[tokio::test]
async fn features_fill_the_extrafields_that_are_meant_for_them() {
    for version in VERSIONS {
        let pair = pair(version).await;
        let product = with_features(&pair);
        let (feature, values) = words(&pair);
        let codes = ["ps_condition", "matiere", "note"].map(str::to_owned);
        pair.erp.state().extrafields.insert("product".to_owned(), codes.to_vec());
        let program = Program::connected(&pair).await;
        program.append(&format!("\n[catalogue.extrafields.features]\n\"{feature}\" = \"matiere\"\n"));
        sync(&program).await;
        let id = in_erp(&pair, product);
        assert_eq!(option(&pair, id, "matiere"), Some(values.join(", ")));
        assert_eq!(option(&pair, id, "ps_condition").as_deref(), Some("new"));
        assert_eq!(option(&pair, id, "note"), None);
        sync_sends(&pair, &program, 0).await;
        // A person's own value outlives the next change.
        pair.erp.state().set_product_option(id, "note", "by hand");
        pair.shop.state().link_rows("products", product, "product_features", Vec::new());
        pair.shop.state().save("products", product, "condition", "used");
        sync_sends(&pair, &program, 1).await;
        assert_eq!(option(&pair, id, "note").as_deref(), Some("by hand"));
        assert_eq!(option(&pair, id, "ps_condition").as_deref(), Some("used"));
        assert_eq!(option(&pair, id, "matiere").unwrap_or_default(), "");
        sync_sends(&pair, &program, 0).await;
    }
}

#[tokio::test]
async fn a_value_of_another_type_and_specific_prices_are_told() {
    let pair = pair(ErpVersion::V20).await;
    let product = pair.shop.state().ids("products")[0];
    {
        let mut state = pair.shop.state();
        for id in state.ids("specific_prices") {
            state.delete("specific_prices", id);
        }
        for (group, quantity) in [(3_i64, 1_i64), (0, 10), (0, 20)] {
            let row = [
                ("id_product", Cell::from(product)),
                ("id_group", Cell::Int(group)),
                ("from_quantity", Cell::Int(quantity)),
                ("price", Cell::from(Decimal::NEGATIVE_ONE)),
                ("reduction", Cell::from(Decimal::new(1, 1))),
            ];
            state.insert("specific_prices", &row);
        }
    }
    {
        let mut state = pair.erp.state();
        state.extrafields.insert("product".to_owned(), vec!["ps_condition".to_owned()]);
        state.extrafield_types.insert("ps_condition".to_owned(), "int".to_owned());
    }
    let program = Program::connected(&pair).await;
    sync(&program).await;
    let why = program.run(&["why", &format!("product/{product}")]).await;
    let told = "Specific prices of the shop that are not there: 3, for a group of customers 1, from a quantity on 2.";
    assert!(why.out.contains(told), "{}", why.out);
    assert!(why.out.contains("cannot hold the shop's value"), "{}", why.out);
    sync_sends(&pair, &program, 0).await;
}

#[tokio::test]
async fn a_dolibarr_with_price_levels_keeps_its_prices() {
    // 23 cleans descriptions, which are then written once more with the next change.
    for version in [ErpVersion::V17, ErpVersion::V20] {
        let pair = pair(version).await;
        let product = pair.shop.state().ids("products")[0];
        pair.erp.state().constants.insert("PRODUCT_PRICE_UNIQ".to_owned(), "0".to_owned());
        let program = Program::connected(&pair).await;
        sync(&program).await;
        let price = |pair: &Pair| {
            let id = in_erp(pair, product);
            pair.erp.state().products.get(id).unwrap().price
        };
        let before = price(&pair);
        pair.shop.state().save("products", product, "price", Decimal::new(1_234_567, 5));
        sync_sends(&pair, &program, 0).await;
        assert_eq!(price(&pair), before);
        let why = program.run(&["why", &format!("product/{product}")]).await;
        assert!(why.out.contains("Its price stays as it was"), "{}", why.out);
        // Once Dolibarr lets the API change prices, they all follow.
        pair.erp.state().constants.insert("PRODUCT_PRICE_UNIQ".to_owned(), "1".to_owned());
        program.run(&["retry", "product"]).await;
        let ended = program.run(&["retry", &format!("product/{product}")]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(price(&pair), Decimal::new(1_234_567, 5));
    }
}

#[tokio::test]
async fn further_languages_are_written_where_dolibarr_keeps_them() {
    let pair = pair(ErpVersion::V20).await;
    let product = pair.shop.state().ids("products")[0];
    pair.erp.state().constants.insert("MAIN_MULTILANGS".to_owned(), "1".to_owned());
    let program = Program::connected(&pair).await;
    program.edit("descriptions = true", "descriptions = true\nlanguages = [\"fr\"]");
    sync(&program).await;
    let id = in_erp(&pair, product);
    let french = |pair: &Pair| pair.erp.state().products.get(id).unwrap().languages["fr_FR"].0.clone();
    let name = pair.shop.state().get("products", product, "name").text_in(2);
    assert_eq!(french(&pair), name);
    assert_ne!(name, pair.shop.state().get("products", product, "name").text_in(1));
    sync_sends(&pair, &program, 0).await;
    pair.shop.state().save("products", product, "name", Cell::lang("Mug", "Tasse"));
    sync_sends(&pair, &program, 1).await;
    assert_eq!(french(&pair), "Tasse");
}

#[tokio::test]
async fn a_pack_has_its_parts_and_those_that_people_add() {
    for version in VERSIONS {
        let pair = pair(version).await;
        let ids = pair.shop.state().ids("products");
        let (pack, one, two, own) = (ids[0], ids[1], ids[2], ids[3]);
        let content = |parts: &[(u32, i64)]| {
            let rows = parts.iter().map(|(id, many)| vec![Cell::from(*id), Cell::Int(0), Cell::Int(*many)]);
            let mut state = pair.shop.state();
            state.save("products", pack, "product_type", "pack");
            state.set("products", pack, "cache_is_pack", true);
            state.link_rows("products", pack, "product_bundle", rows.collect());
        };
        content(&[(one, 2), (two, 1)]);
        let program = Program::connected(&pair).await;
        sync(&program).await;
        let parts = || {
            let found = [one, two, own].map(|id| in_erp(&pair, id));
            let state = pair.erp.state();
            let pack = state.products.by_ref_ext(&format!("ps1-product-{pack}"))[0];
            let mut parts: Vec<(u32, String)> =
                pack.parts.iter().map(|(id, many)| (*id, many.normalize().to_string())).collect();
            parts.sort();
            let name = |id: u32| found.iter().position(|it| *it == id).unwrap();
            parts.into_iter().map(|(id, many)| (name(id), many)).collect::<Vec<_>>()
        };
        let many = str::to_owned;
        assert_eq!(parts(), [(0, many("2")), (1, many("1"))]);
        sync_sends(&pair, &program, 0).await;
        {
            let (pack, own) = (in_erp(&pair, pack), in_erp(&pair, own));
            pair.erp.state().add_product_part(pack, own, Decimal::ONE);
        }
        content(&[(one, 3)]);
        sync_sends(&pair, &program, 2).await;
        assert_eq!(parts(), [(0, many("3")), (2, many("1"))]);
        sync_sends(&pair, &program, 0).await;
    }
}
