//! A second shop of one PrestaShop, and two PrestaShops into one Dolibarr.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::key;
use common::pair::{Pair, size};
use common::program::{Program, tag};
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_sandbox::erp::Record;
use passerelle_sandbox::shop::{Cell, KeyRights, ShopData};
use passerelle_sandbox::{ErpVersion, SandboxShop, ShopOptions, ShopVersion};
use rust_decimal::Decimal;

/// A PrestaShop with two shops. The second has every other customer with all orders, a product of its own, a price of its own
/// and a top category of its own; the first has lost a product that its orders name.
struct Two {
    pair: Pair,
    /// Orders of the first and of the second shop that count as sold.
    orders: [Vec<u32>; 2],
    /// The product that the second shop alone has, the one that it sells at another price.
    only: u32,
    dearer: u32,
}

async fn two(version: ShopVersion) -> Two {
    let options = ShopOptions {
        seed: 5,
        size: size(3, 8, 6, 20),
        oddities: false,
        shops: 2,
        version,
        ..ShopOptions::default()
    };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let (orders, only, dearer) = {
        let mut state = pair.shop.state();
        for id in state.ids("customers").into_iter().filter(|id| id.is_multiple_of(2)) {
            state.set("customers", id, "id_shop", 2);
        }
        for id in state.ids("orders") {
            let customer = state.get("orders", id, "id_customer").int();
            if customer % 2 == 0 {
                state.set("orders", id, "id_shop", 2);
            }
        }
        let home = state
            .insert(
                "categories",
                &[
                    ("id_parent", Cell::from(1_u32)),
                    ("level_depth", Cell::from(1_u32)),
                    ("is_root_category", Cell::from(true)),
                    ("active", Cell::from(true)),
                    ("name", Cell::lang("Home two", "Accueil deux")),
                ],
            )
            .unwrap();
        state.only_in("categories", home, &[2]);
        state.set("shops", 2, "id_category", home);
        let plain = plain_products(&mut state);
        let (only, dearer) = (plain[0], plain[1]);
        state.only_in("products", only, &[2]);
        state.set_in_shop(2, "products", dearer, "price", Decimal::from(999));
        let sold = |state: &ShopData, id: u32, shop: i64| {
            let current = u32::try_from(state.get("orders", id, "current_state").int()).unwrap();
            let logable = state.get("order_states", current, "logable").int() != 0;
            logable && state.get("orders", id, "id_shop").int() == shop
        };
        let of = |state: &ShopData, shop: i64| -> Vec<u32> {
            state.ids("orders").into_iter().filter(|id| sold(state, *id, shop)).collect()
        };
        ([of(&state, 1), of(&state, 2)], only, dearer)
    };
    assert!(!orders[0].is_empty() && !orders[1].is_empty());
    Two { pair, orders, only, dearer }
}

fn plain_products(state: &mut ShopData) -> Vec<u32> {
    let ids = state.ids("products");
    ids.into_iter().filter(|id| state.find("combinations", "id_product", i64::from(*id)).is_empty()).collect()
}

async fn load(program: &Program) {
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

fn in_erp(pair: &Pair, orders: &[u32]) -> usize {
    let state = pair.erp.state();
    orders.iter().filter(|id| state.orders.by_ref_ext(&format!("ps1-order-{id}")).len() == 1).count()
}

#[tokio::test]
async fn all_shops_come_over_and_nothing_is_there_twice() {
    for version in [ShopVersion::V8, ShopVersion::V9] {
        let two = two(version).await;
        let program = Program::connected(&two.pair).await;
        load(&program).await;
        assert_eq!(in_erp(&two.pair, &two.orders[0]), two.orders[0].len());
        assert_eq!(in_erp(&two.pair, &two.orders[1]), two.orders[1].len());
        {
            let state = two.pair.erp.state();
            assert_eq!(state.products.by_ref_ext(&format!("ps1-product-{}", two.only)).len(), 1);
            let labels: Vec<&str> = state.categories.iter().map(|it| it.record.text("label")).collect();
            assert!(labels.contains(&"Sandbox shop") && labels.contains(&"Sandbox shop 2"), "{labels:?}");
        }
        two.pair.erp.forget_requests();
        load(&program).await;
        assert_eq!(two.pair.erp.requests().writes(), 0, "unchanged");
    }
}

#[tokio::test]
async fn a_product_has_the_price_of_the_first_shop_that_has_it() {
    let two = two(ShopVersion::V8).await;
    let program = Program::connected(&two.pair).await;
    load(&program).await;
    let own = two.pair.shop.state().get("products", two.dearer, "price").amount();
    let state = two.pair.erp.state();
    let [product] = state.products.by_ref_ext(&format!("ps1-product-{}", two.dearer))[..] else { panic!() };
    assert_ne!(own, Decimal::from(999));
    assert_eq!(product.price.round_dp(5), own.round_dp(5));
}

#[tokio::test]
async fn a_shop_that_is_left_out_is_named_and_comes_when_it_is_taken_in() {
    let two = two(ShopVersion::V9).await;
    let program = Program::connected(&two.pair).await;
    program.edit("shops = \"all\"", "shops = [1]");
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("these shops out") && doctor.out.contains("2 Sandbox shop 2"), "{doctor:?}");
    load(&program).await;
    assert_eq!(in_erp(&two.pair, &two.orders[0]), two.orders[0].len());
    assert_eq!(in_erp(&two.pair, &two.orders[1]), 0);
    let failed = [DocumentState::Failed, DocumentState::Quarantined];
    assert_eq!(program.store().await.documents_in(&tag(), &failed, 10).await.unwrap(), []);
    // Its orders are older than every mark.
    program.edit("shops = [1]", "shops = [1, 2]");
    load(&program).await;
    assert_eq!(in_erp(&two.pair, &two.orders[1]), two.orders[1].len());
}

#[tokio::test]
async fn a_product_that_only_another_shop_has_is_not_gone() {
    let two = two(ShopVersion::V8).await;
    let order = two.orders[0][0];
    {
        let mut state = two.pair.shop.state();
        let line = state.find("order_details", "id_order", i64::from(order))[0];
        state.set("order_details", line, "product_id", two.only);
        state.set("order_details", line, "product_attribute_id", 0);
    }
    let program = Program::connected(&two.pair).await;
    program.edit("shops = \"all\"", "shops = [1]");
    load(&program).await;
    let linked = program.store().await.links(&[key(Kind::Product, two.only)]).await.unwrap();
    assert_eq!(linked.len(), 1, "brought along by the order");
}

#[tokio::test]
async fn each_shop_has_its_own_payment_accounts_and_labels() {
    let two = two(ShopVersion::V8).await;
    let account = 2;
    two.pair.erp.state().accounts.insert(account, "BANK2".to_owned());
    let program = Program::connected(&two.pair).await;
    let methods: Vec<String> = std::fs::read_to_string(program.config())
        .unwrap()
        .lines()
        .filter_map(|line| Some(line.strip_prefix("[payments.")?.strip_suffix(']')?.to_owned()))
        .collect();
    program.append("\n[shops.2.services]\nshipping = \"Envio\"\n");
    for method in methods {
        program.append(&format!("[shops.2.payments.{method}]\nmode = \"VIR\"\naccount = {account}\n"));
    }
    load(&program).await;
    let state = two.pair.erp.state();
    let shipping = |id: u32| -> Vec<String> {
        let [order] = state.orders.by_ref_ext(&format!("ps1-order-{id}"))[..] else { panic!() };
        order
            .lines
            .iter()
            .map(|line| line.record.text("desc").to_owned())
            .filter(|text| text.starts_with("Frais") || text.starts_with("Envio"))
            .collect()
    };
    let of = |shop: usize| -> Vec<String> { two.orders[shop].iter().flat_map(|id| shipping(*id)).collect() };
    assert!(!of(0).is_empty() && of(0).iter().all(|text| text.starts_with("Frais de port")), "{:?}", of(0));
    assert!(!of(1).is_empty() && of(1).iter().all(|text| text.starts_with("Envio")), "{:?}", of(1));
    let accounts = |shop: usize| -> Vec<u32> {
        let document =
            |id: &u32| state.orders.by_ref_ext(&format!("ps1-order-{id}")).first().map(|it| it.record.id);
        let orders: Vec<u32> = two.orders[shop].iter().filter_map(document).collect();
        let of = |invoice: u32| {
            let links = state.invoices.get(invoice).map(|it| it.links.clone()).unwrap_or_default();
            links.iter().any(|(_, order)| orders.contains(order))
        };
        state.payments.iter().filter(|it| of(it.invoice)).map(|it| it.account).collect()
    };
    assert!(!accounts(0).is_empty() && accounts(0).iter().all(|it| *it == 1), "{:?}", accounts(0));
    assert!(!accounts(1).is_empty() && accounts(1).iter().all(|it| *it == account), "{:?}", accounts(1));
}

#[tokio::test]
async fn a_shop_with_a_currency_of_its_own_keeps_its_totals_to_the_cent() {
    let two = two(ShopVersion::V8).await;
    let (euro, dollar) = (Decimal::new(92, 2), Decimal::ONE);
    {
        let mut state = two.pair.shop.state();
        let own = [
            ("name", Cell::from("PS_CURRENCY_DEFAULT")),
            ("value", Cell::from("2")),
            ("id_shop", Cell::from("2")),
        ];
        state.insert("configurations", &own).unwrap();
        state.set_in_shop(2, "currencies", 1, "conversion_rate", euro);
        state.set_in_shop(2, "currencies", 2, "conversion_rate", dollar);
        let rate = |state: &ShopData, resource: &str, id: u32| {
            if state.get(resource, id, "id_currency").int() == 1 { euro } else { dollar }
        };
        let mut references = Vec::new();
        for (index, id) in two.orders[1].iter().copied().enumerate() {
            if index % 2 == 0 {
                state.set("orders", id, "id_currency", 2);
            }
            let rate = rate(&state, "orders", id);
            state.set("orders", id, "conversion_rate", rate);
            references
                .push((state.get("orders", id, "reference").text(), state.get("orders", id, "id_currency")));
        }
        for id in state.ids("order_payments") {
            let reference = state.get("order_payments", id, "order_reference").text();
            let Some((_, currency)) = references.iter().find(|(its, _)| *its == reference) else { continue };
            state.set("order_payments", id, "id_currency", currency.clone());
            let rate = rate(&state, "order_payments", id);
            state.set("order_payments", id, "conversion_rate", rate);
        }
    }
    let program = Program::connected(&two.pair).await;
    let doctor = program.run(&["doctor"]).await;
    assert!(
        doctor.out.contains("The currency of shop Sandbox shop 2 is USD")
            && doctor.out.contains("1 USD = 0.92 EUR"),
        "{doctor:?}"
    );
    load(&program).await;
    {
        let (shop, erp) = (two.pair.shop.state(), two.pair.erp.state());
        let mut foreign = 0;
        for id in &two.orders[1] {
            let [order] = erp.orders.by_ref_ext(&format!("ps1-order-{id}"))[..] else { panic!("{id}") };
            let paid = shop.get("orders", *id, "total_paid_tax_incl").amount().round_dp(2);
            if shop.get("orders", *id, "id_currency").int() == 1 {
                assert_eq!(order.totals.gross, paid);
            } else {
                foreign += 1;
                assert_eq!((order.currency.as_deref(), order.currency_totals.gross), (Some("USD"), paid));
                assert_eq!(order.rate, Decimal::new(108_695_652, 8));
                assert!(
                    (order.totals.gross - paid * euro).abs() <= Decimal::new(5, 2),
                    "{} {paid}",
                    order.totals.gross
                );
            }
        }
        assert!(foreign > 0);
    }
    two.pair.erp.forget_requests();
    load(&program).await;
    assert_eq!(two.pair.erp.requests().writes(), 0);
}

#[tokio::test]
async fn a_key_that_is_not_ticked_for_a_shop_is_told() {
    let two = two(ShopVersion::V9).await;
    let program = Program::connected(&two.pair).await;
    let rights = KeyRights { shops: Some([1].into()), ..KeyRights::full() };
    let shop_key = two.pair.shop.key();
    two.pair.shop.state().keys.insert(shop_key, rights);
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.err.contains("not for shop 2"), "{ended:?}");
    program.edit("shops = \"all\"", "shops = [1]");
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    // A product that orders of the first shop name has become the second one's.
    assert!(
        ended.out.contains("only in a shop of the PrestaShop that the webservice key is not ticked for"),
        "{ended:?}"
    );
    let shop_key = two.pair.shop.key();
    two.pair.shop.state().keys.insert(shop_key, KeyRights::full());
    load(&program).await;
    assert_eq!(in_erp(&two.pair, &two.orders[0]), two.orders[0].len());
    assert_eq!(in_erp(&two.pair, &two.orders[1]), 0);
}

#[tokio::test]
async fn two_prestashops_fill_one_dolibarr_side_by_side() {
    let options =
        |seed: u64| ShopOptions { seed, size: size(2, 8, 6, 12), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options(5), ErpVersion::V20).await;
    let second = SandboxShop::start(options(6)).await.unwrap();
    // The same references in both, and the same customer.
    let first_reference = {
        let (mut one, mut other) = (pair.shop.state(), second.state());
        let id = plain_products(&mut one)[0];
        let reference = one.get("products", id, "reference");
        let its = plain_products(&mut other)[0];
        other.set("products", its, "reference", reference.clone());
        let customer = one.ids("customers")[0];
        let mail = one.get("customers", customer, "email");
        let its = other.ids("customers")[0];
        other.set("customers", its, "email", mail);
        reference.text()
    };
    let (one, other) = (Program::connected(&pair).await, Program::connected_to(&second, &pair.erp).await);
    load(&one).await;
    // With the same tag, its documents would be taken for the first one's.
    let ended = other.run(&["sync"]).await;
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.err.contains("by another PrestaShop"), "{ended:?}");
    other.edit("tag = \"ps1\"", "tag = \"ps2\"");
    let count = |tag: &str| {
        let state = pair.erp.state();
        let ours = |record: &Record| record.ref_ext().is_some_and(|it| it.starts_with(&format!("{tag}-")));
        (
            state.products.iter().filter(|it| ours(&it.record)).count(),
            state.third_parties.iter().filter(|it| ours(&it.record)).count(),
            state.orders.iter().filter(|it| ours(&it.record)).count(),
            state.invoices.iter().filter(|it| ours(&it.record)).count(),
        )
    };
    let before = count("ps1");
    load(&other).await;
    assert_eq!(count("ps1"), before, "the first one's are as they were");
    let after = count("ps2");
    assert!(after.0 > 0 && after.1 > 0 && after.2 > 0 && after.3 > 0, "{after:?}");
    let holders: Vec<String> = {
        let state = pair.erp.state();
        let its =
            state.products.iter().filter(|it| it.record.text("ref").eq_ignore_ascii_case(&first_reference));
        its.filter_map(|it| it.record.ref_ext().map(str::to_owned)).collect()
    };
    assert_eq!(holders.len(), 1, "{holders:?}");
    assert!(holders[0].starts_with("ps1-"));
    pair.erp.forget_requests();
    load(&one).await;
    load(&other).await;
    assert_eq!(pair.erp.requests().writes(), 0, "neither moves what is the other's");
}

#[tokio::test]
async fn a_lost_state_database_is_no_other_prestashop() {
    let two = two(ShopVersion::V8).await;
    let program = Program::connected(&two.pair).await;
    load(&program).await;
    for file in std::fs::read_dir(program.folder()).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("passerelle.db")) {
            std::fs::remove_file(path).unwrap();
        }
    }
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("Orders of this shop are in this Dolibarr"), "{doctor:?}");
    let orders = two.pair.erp.state().orders.iter().count();
    load(&program).await;
    assert_eq!(two.pair.erp.state().orders.iter().count(), orders);
}
