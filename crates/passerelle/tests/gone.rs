//! What is deleted, switched off, moved and renamed in the shop's catalogue, seen in Dolibarr. Nothing is deleted there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::key;
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::{ErpId, Kind};
use passerelle_core::plan::{CategoryWrite, Operation, Target};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp as _, Outcome};
use passerelle_engine::ports::store::{Document, Store as _};
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, ShopOptions, ShopVersion};
use secrecy::SecretString;

const PAIRS: [(ShopVersion, ErpVersion); 3] = [
    (ShopVersion::V8, ErpVersion::V17),
    (ShopVersion::V9, ErpVersion::V20),
    (ShopVersion::V9, ErpVersion::V23),
];

async fn loaded(shop: ShopVersion, erp: ErpVersion) -> (Pair, Program) {
    let options = ShopOptions {
        seed: 11,
        size: size(6, 12, 2, 2),
        oddities: false,
        version: shop,
        ..Default::default()
    };
    let pair = Pair::of(options, erp).await;
    let program = Program::connected(&pair).await;
    catalogue(&program).await;
    (pair, program)
}

async fn catalogue(program: &Program) -> serde_json::Value {
    let ended = program.run(&["sync", "categories", "products", "--json"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended.json()
}

/// A sync after this change, and a second one that sends nothing; gives back how much the first one wrote.
async fn after(pair: &Pair, program: &Program, change: impl FnOnce(&mut ShopData)) -> u64 {
    change(&mut pair.shop.state());
    let writes = catalogue(program).await["writes"].as_u64().unwrap();
    pair.erp.forget_requests();
    assert_eq!(catalogue(program).await["writes"], 0);
    assert_eq!(pair.erp.requests().writes(), 0);
    writes
}

async fn erp_id(program: &Program, kind: Kind, id: u32) -> u32 {
    let key = key(kind, id);
    let links = program.store().await.links(std::slice::from_ref(&key)).await.unwrap();
    u32::try_from(links[&key].erp_id.0).unwrap()
}

/// What a person does in Dolibarr; the number of what was made.
async fn by_hand(pair: &Pair, operation: Operation) -> Option<ErpId> {
    let options = DolibarrOptions::new(pair.erp.url(), SecretString::from(pair.erp.key()));
    match Dolibarr::new(options).unwrap().execute(&operation, &[]).await {
        Outcome::Done { created, .. } => created,
        other => panic!("{other:?}"),
    }
}

async fn document(program: &Program, kind: Kind, id: u32) -> Document {
    let key = key(kind, id);
    program.store().await.documents(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap()
}

fn on_sale(pair: &Pair, id: u32) -> bool {
    pair.erp.state().products.get(id).unwrap().record.text("status") == "1"
}

/// Label and `visible` of a category.
fn shown(pair: &Pair, id: u32) -> (String, bool) {
    let state = pair.erp.state();
    let record = &state.categories.get(id).unwrap().record;
    (record.text("label").to_owned(), record.text("visible") == "1")
}

#[tokio::test]
async fn a_product_that_is_gone_is_taken_off_sale_and_kept() {
    for (shop, erp) in PAIRS {
        let (pair, program) = loaded(shop, erp).await;
        let (product, combinations) = {
            let mut state = pair.shop.state();
            let first = state.ids("combinations")[0];
            let product = u32::try_from(state.get("combinations", first, "id_product").int()).unwrap();
            assert!(state.set("products", product, "active", true));
            (product, state.find("combinations", "id_product", i64::from(product)))
        };
        catalogue(&program).await;
        let there = pair.erp.state().products.len();
        let writes = after(&pair, &program, |state| {
            for combination in &combinations {
                assert!(state.delete("combinations", *combination));
            }
            assert!(state.delete("products", product));
        })
        .await;
        // The product off sale; each combination too, and cut off from it.
        assert_eq!(writes, 1 + 2 * combinations.len() as u64);
        assert_eq!(pair.erp.state().products.len(), there);
        for (kind, id) in
            combinations.iter().map(|id| (Kind::Combination, *id)).chain([(Kind::Product, product)])
        {
            assert!(!on_sale(&pair, erp_id(&program, kind, id).await), "{kind} {id}");
            let document = document(&program, kind, id).await;
            assert_eq!(document.explanation.unwrap().id, "gone-product");
        }
    }
}

#[tokio::test]
async fn two_products_that_swap_their_references_end_right_in_one_run() {
    for (shop, erp) in PAIRS {
        let (pair, program) = loaded(shop, erp).await;
        let ids = pair.shop.state().ids("products");
        let [one, other] = [ids[0], ids[1]];
        let reference = |state: &ShopData, id| state.get("products", id, "reference").text().to_string();
        let (a, b) = {
            let state = pair.shop.state();
            (reference(&state, one), reference(&state, other))
        };
        after(&pair, &program, |state| {
            assert!(state.save("products", one, "reference", b.as_str()));
            assert!(state.save("products", other, "reference", a.as_str()));
        })
        .await;
        for (id, reference) in [(one, &b), (other, &a)] {
            let in_erp = erp_id(&program, Kind::Product, id).await;
            assert_eq!(pair.erp.state().products.get(in_erp).unwrap().record.text("ref"), reference);
        }
    }
}

#[tokio::test]
async fn categories_that_are_switched_off_or_gone_stay() {
    for (shop, erp) in PAIRS {
        let (pair, program) = loaded(shop, erp).await;
        let categories = pair.shop.state().ids("categories");
        let [one, other] = [categories[categories.len() - 1], categories[categories.len() - 2]];
        let in_erp = erp_id(&program, Kind::Category, one).await;
        let (name, visible) = shown(&pair, in_erp);
        assert!(visible);
        let writes =
            after(&pair, &program, |state| assert!(state.save("categories", one, "active", false))).await;
        assert_eq!((writes, shown(&pair, in_erp)), (1, (name, false)));
        // Its products go with it: PrestaShop puts them into another one.
        let gone = erp_id(&program, Kind::Category, other).await;
        let products = pair.erp.state().categories.get(gone).unwrap().objects.len();
        after(&pair, &program, |state| {
            for product in state.ids("products") {
                assert!(state.link("products", product, "categories", &[2]));
            }
            assert!(state.delete("categories", other));
        })
        .await;
        assert!(!shown(&pair, gone).1);
        let explanation = document(&program, Kind::Category, other).await.explanation.unwrap();
        assert_eq!(explanation.id, "gone-category");
        let left = pair.erp.state().categories.get(gone).unwrap().objects.len();
        assert_eq!(left, 0, "{products} before");
    }
}

#[tokio::test]
async fn a_product_leaves_a_category_but_none_of_a_persons() {
    for (shop, erp) in PAIRS {
        let (pair, program) = loaded(shop, erp).await;
        let product = pair.shop.state().ids("products")[0];
        let categories = pair.shop.state().ids("categories");
        let [one, other] = [categories[2], categories[3]];
        after(&pair, &program, |state| assert!(state.link("products", product, "categories", &[one, other])))
            .await;
        let (in_erp, left) =
            (erp_id(&program, Kind::Product, product).await, erp_id(&program, Kind::Category, one).await);
        // A person's own category, and the product in it.
        let label = Some("By hand".to_owned());
        let write = CategoryWrite { label, ..CategoryWrite::default() };
        let persons = by_hand(&pair, Operation::CategoryCreate(write)).await.unwrap();
        let product_there = Target::Id(ErpId(u64::from(in_erp)));
        by_hand(&pair, Operation::CategoryLink { category: Target::Id(persons), product: product_there })
            .await;
        let persons = u32::try_from(persons.0).unwrap();
        let writes =
            after(&pair, &program, |state| assert!(state.link("products", product, "categories", &[other])))
                .await;
        // The product alone: its variants are in no category.
        assert_eq!(writes, 1);
        let state = pair.erp.state();
        assert!(!state.categories.get(left).unwrap().objects.contains(&in_erp));
        assert!(state.categories.get(persons).unwrap().objects.contains(&in_erp));
    }
}

#[tokio::test]
async fn sibling_categories_swap_their_names() {
    for (shop, erp) in PAIRS {
        let (pair, program) = loaded(shop, erp).await;
        let (one, other) = {
            let mut state = pair.shop.state();
            let siblings = state.find("categories", "id_parent", 2);
            (siblings[0], siblings[1])
        };
        let [first, second] =
            [erp_id(&program, Kind::Category, one).await, erp_id(&program, Kind::Category, other).await];
        let before = (shown(&pair, first).0, shown(&pair, second).0);
        let writes = after(&pair, &program, |state| {
            let names: [Cell; 2] = [one, other].map(|id| state.get("categories", id, "name"));
            let [of_one, of_other] = names;
            assert!(state.save("categories", one, "name", of_other));
            assert!(state.save("categories", other, "name", of_one));
        })
        .await;
        assert_eq!(writes, 3, "one gives its name up first");
        assert_eq!((shown(&pair, second).0, shown(&pair, first).0), before);
    }
}
