//! Runs after the first: only what changed is written, whatever way the shop tells of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::{key, states};
use common::pair::{Pair, new_erp, size};
use common::program::{Program, masked, tag};
use common::projection::{assert_equal, projection};
use insta::assert_snapshot;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::Store as _;
use passerelle_sandbox::erp::ErpData;
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, SandboxErp, ShopOptions};

async fn pair() -> Pair {
    let options =
        ShopOptions { seed: 11, size: size(3, 8, 6, 16), oddities: false, ..ShopOptions::default() };
    Pair::of(options, ErpVersion::V20).await
}

/// Both sides in step.
async fn loaded() -> (Pair, Program) {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    load(&program).await;
    (pair, program)
}

async fn load(program: &Program) {
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// The writes of a sync, in order, without their numbers; then one more that sends nothing.
async fn writes(erp: &SandboxErp, program: &Program) -> Vec<String> {
    erp.forget_requests();
    load(program).await;
    let requests = erp.requests();
    let list = requests
        .last()
        .filter(|it| it.method != "GET")
        .map(|it| format!("{} {}", it.method, it.path.replace("/api/index.php", "")))
        .collect();
    erp.forget_requests();
    load(program).await;
    assert_eq!(erp.requests().writes(), 0);
    list
}

/// The number that Dolibarr gave to a thing.
async fn erp_id(program: &Program, kind: Kind, id: u32) -> u64 {
    let key = key(kind, id);
    program.store().await.links(std::slice::from_ref(&key)).await.unwrap()[&key].erp_id.0
}

/// An order in that state with an invoice and one payment.
fn order_in(state: &mut ShopData, current: i64) -> u32 {
    let ids = state.ids("orders");
    ids.into_iter()
        .find(|id| {
            state.get("orders", *id, "current_state").int() == current
                && state.find("order_invoices", "id_order", i64::from(*id)).len() == 1
        })
        .unwrap_or_else(|| panic!("no order in state {current}"))
}

fn payment_of(state: &ShopData, order: u32) -> u32 {
    let reference = state.get("orders", order, "reference").text();
    let ids = state.ids("order_payments");
    ids.into_iter()
        .find(|id| state.get("order_payments", *id, "order_reference").text() == reference)
        .unwrap()
}

/// A change of state as the back office makes it: the order, its date, and its history.
fn move_to(state: &mut ShopData, order: u32, current: i64) {
    assert!(state.save("orders", order, "current_state", current));
    let fields = [("id_order", Cell::from(order)), ("id_order_state", Cell::Int(current))];
    assert!(state.insert("order_histories", &fields).is_some());
}

/// A product without combinations.
fn plain_product(state: &mut ShopData) -> u32 {
    let ids = state.ids("products");
    ids.into_iter().find(|id| state.find("combinations", "id_product", i64::from(*id)).is_empty()).unwrap()
}

#[tokio::test]
async fn nothing_changed_is_nothing_written() {
    let (pair, program) = loaded().await;
    assert_eq!(writes(&pair.erp, &program).await, [""; 0]);
}

#[tokio::test]
async fn an_order_that_was_delivered() {
    let (pair, program) = loaded().await;
    let order = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        move_to(&mut state, order, 5);
        order
    };
    let id = erp_id(&program, Kind::Order, order).await;
    assert_eq!(writes(&pair.erp, &program).await, [format!("POST /orders/{id}/close")]);
}

#[tokio::test]
async fn an_order_that_was_cancelled() {
    let (pair, program) = loaded().await;
    let order = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        move_to(&mut state, order, 6);
        order
    };
    let id = erp_id(&program, Kind::Order, order).await;
    assert_eq!(writes(&pair.erp, &program).await, [format!("PUT /orders/{id}")]);
}

#[tokio::test]
async fn an_order_that_was_paid() {
    let pair = pair().await;
    // Not yet paid: a bank wire is awaited, so there is no invoice and no payment.
    let (order, invoice, payment) = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        let invoice = state.find("order_invoices", "id_order", i64::from(order))[0];
        let payment = payment_of(&state, order);
        for (field, value) in [("current_state", 10), ("valid", 0), ("invoice_number", 0)] {
            state.set("orders", order, field, value);
        }
        let invoice_rows: Vec<(&str, Cell)> = fields_of(&state, "order_invoices", invoice);
        let payment_rows: Vec<(&str, Cell)> = fields_of(&state, "order_payments", payment);
        state.delete("order_invoices", invoice);
        state.delete("order_payments", payment);
        for slip in state.find("order_slip", "id_order", i64::from(order)) {
            state.delete("order_slip", slip);
        }
        (order, invoice_rows, payment_rows)
    };
    let program = Program::connected(&pair).await;
    load(&program).await;
    assert_eq!(pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).len(), 0);
    {
        let mut state = pair.shop.state();
        move_to(&mut state, order, 2);
        let invoice = state.insert("order_invoices", &invoice).unwrap();
        state.insert("order_payments", &payment).unwrap();
        for detail in state.find("order_details", "id_order", i64::from(order)) {
            state.set("order_details", detail, "id_order_invoice", invoice);
        }
    }
    let list = writes(&pair.erp, &program).await;
    let id = erp_id(&program, Kind::Order, order).await;
    let mine: Vec<String> = list.iter().map(|it| it.replace(&format!("/orders/{id}"), "/orders/#")).collect();
    assert_eq!(mine.first().map(String::as_str), Some("POST /orders"));
    assert_eq!(mine.iter().filter(|it| it.as_str() == "POST /orders").count(), 1);
    assert_eq!(mine.iter().filter(|it| it.as_str() == "POST /invoices").count(), 1);
    assert_eq!(mine.iter().filter(|it| it.as_str() == "POST /invoices/paymentsdistributed").count(), 1);
    assert!(mine.iter().all(|it| it.contains("/orders") || it.contains("/invoices")), "{mine:?}");
}

fn fields_of(state: &ShopData, resource: &str, id: u32) -> Vec<(&'static str, Cell)> {
    let names: &[&'static str] = match resource {
        "order_invoices" => &[
            "id_order",
            "number",
            "total_discount_tax_excl",
            "total_discount_tax_incl",
            "total_paid_tax_excl",
            "total_paid_tax_incl",
            "total_products",
            "total_products_wt",
            "total_shipping_tax_excl",
            "total_shipping_tax_incl",
            "total_wrapping_tax_excl",
            "total_wrapping_tax_incl",
        ],
        _ => &[
            "order_reference",
            "id_currency",
            "amount",
            "payment_method",
            "conversion_rate",
            "transaction_id",
        ],
    };
    names.iter().map(|name| (*name, state.get(resource, id, name))).collect()
}

#[tokio::test]
async fn a_payment_that_came_later_and_moved_no_date() {
    let pair = pair().await;
    let (order, payment) = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        let payment = payment_of(&state, order);
        let rows = fields_of(&state, "order_payments", payment);
        state.delete("order_payments", payment);
        (order, rows)
    };
    let program = Program::connected(&pair).await;
    load(&program).await;
    {
        let mut state = pair.shop.state();
        state.now += 3_600;
        state.insert("order_payments", &payment).unwrap();
    }
    let list = writes(&pair.erp, &program).await;
    let paid = list.iter().filter(|it| !it.ends_with("/settopaid")).collect::<Vec<_>>();
    assert_eq!(paid, ["POST /invoices/paymentsdistributed"]);
    let state = pair.erp.state();
    let order = state.orders.by_ref_ext(&format!("ps1-order-{order}"))[0];
    assert!(order.links.iter().all(|(_, invoice)| state.invoices.get(*invoice).unwrap().paid));
}

#[tokio::test]
async fn a_customer_whose_e_mail_changed() {
    let (pair, program) = loaded().await;
    let customer = pair.shop.state().ids("customers")[0];
    assert!(pair.shop.state().save("customers", customer, "email", "new@example.net"));
    let id = erp_id(&program, Kind::Customer, customer).await;
    assert_eq!(writes(&pair.erp, &program).await, [format!("PUT /thirdparties/{id}")]);
    assert_eq!(
        pair.erp.state().third_parties.get(id as u32).unwrap().record.text("email"),
        "new@example.net"
    );
}

#[tokio::test]
async fn a_product_whose_price_changed() {
    let (pair, program) = loaded().await;
    let product = {
        let mut state = pair.shop.state();
        let product = plain_product(&mut state);
        assert!(state.save("products", product, "price", "77.123456"));
        product
    };
    let id = erp_id(&program, Kind::Product, product).await;
    assert_eq!(writes(&pair.erp, &program).await, [format!("PUT /products/{id}")]);
    assert_eq!(pair.erp.state().products.get(id as u32).unwrap().price.to_string(), "77.12346");
}

#[tokio::test]
async fn all_of_these_at_once() {
    let (pair, program) = loaded().await;
    let (order, customer, product) = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        move_to(&mut state, order, 5);
        let customer = state.ids("customers")[0];
        assert!(state.save("customers", customer, "email", "new@example.net"));
        let product = plain_product(&mut state);
        assert!(state.save("products", product, "price", "77.12"));
        (order, customer, product)
    };
    let order = erp_id(&program, Kind::Order, order).await;
    let customer = erp_id(&program, Kind::Customer, customer).await;
    let product = erp_id(&program, Kind::Product, product).await;
    let mut list = writes(&pair.erp, &program).await;
    list.sort_unstable();
    let expected = [
        format!("POST /orders/{order}/close"),
        format!("PUT /products/{product}"),
        format!("PUT /thirdparties/{customer}"),
    ];
    assert_eq!(list, expected);
}

#[tokio::test]
async fn what_was_deleted_in_the_shop_stays_in_dolibarr() {
    let (pair, program) = loaded().await;
    let before = projection(&pair.erp.state());
    {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        assert!(state.delete("orders", order));
        let customer = *state.ids("customers").last().unwrap();
        assert!(state.delete("customers", customer));
        state.now += 1;
    }
    assert_eq!(writes(&pair.erp, &program).await, [""; 0]);
    assert_equal(&projection(&pair.erp.state()), &before, "after deletions in the shop");
}

#[tokio::test]
async fn only_orders_since_a_day_and_what_they_need() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let ended = program.run(&["sync", "--since", "2026-06-01"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // 2026-06-01 in Paris.
    let begin = 1_780_264_800;
    let some = {
        let state = pair.erp.state();
        assert!(!state.orders.is_empty());
        assert!(state.orders.iter().all(|order| order.date >= begin));
        assert!(state.orders.iter().all(|order| state.third_parties.get(order.socid).is_some()));
        state.orders.len()
    };
    load(&program).await;
    assert!(pair.erp.state().orders.len() > some);
    assert_same_as_one_load(&pair, &program).await;
}

/// The Dolibarr of `pair` is as if everything had come in one load.
async fn assert_same_as_one_load(pair: &Pair, program: &Program) {
    let whole = new_erp(ErpVersion::V20).await;
    let at_once = Program::connected_to(&pair.shop, &whole).await;
    load(&at_once).await;
    assert_equal(&projection(&pair.erp.state()), &projection(&whole.state()), "in parts and at once");
    assert_equal(&states(&program.store().await).await, &states(&at_once.store().await).await, "states");
}

#[tokio::test]
async fn parts_bring_what_they_need() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let ended = program.run(&["sync", "orders"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let sold = |state: &ErpData| -> bool {
        state.orders.iter().all(|order| {
            state.third_parties.get(order.socid).is_some()
                && order
                    .lines
                    .iter()
                    .all(|line| line.product.is_some_and(|id| state.products.get(id).is_some()))
        })
    };
    assert!(!pair.erp.state().orders.is_empty());
    assert!(sold(&pair.erp.state()));
    let ended = program.run(&["sync", "categories", "customers"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    load(&program).await;
    assert_same_as_one_load(&pair, &program).await;
}

/// How often each operation is in a plan, or was sent by a sync.
async fn planned(program: &Program) -> u64 {
    let ended = program.run(&["plan", "--json"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let last: serde_json::Value = serde_json::from_str(ended.out.trim().lines().last().unwrap()).unwrap();
    last["operations"].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum()
}

#[tokio::test]
async fn a_plan_writes_nothing_and_says_what_a_sync_does() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    pair.erp.forget_requests();
    let first = planned(&program).await;
    assert_eq!(pair.erp.requests().writes(), 0);
    assert!(!program.state().exists(), "a plan made a state database");
    let synced = program.run(&["sync", "--json"]).await.json();
    assert_eq!(synced["writes"].as_u64(), Some(first));

    {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        move_to(&mut state, order, 5);
        let product = plain_product(&mut state);
        assert!(state.save("products", product, "price", "77.12"));
    }
    let store = program.store().await;
    let before = (states(&store).await, store.journal_len(&tag()).await.unwrap());
    let cursor = store.cursor(&tag(), "order").await.unwrap();
    pair.erp.forget_requests();
    let again = planned(&program).await;
    assert_eq!(again, 2);
    assert_eq!(pair.erp.requests().writes(), 0);
    assert_eq!((states(&store).await, store.journal_len(&tag()).await.unwrap()), before);
    assert_eq!(store.cursor(&tag(), "order").await.unwrap(), cursor);
    let synced = program.run(&["sync", "--json"]).await.json();
    assert_eq!(synced["writes"].as_u64(), Some(again));
    assert_eq!(planned(&program).await, 0);
}

/// Times, durations and rates differ from run to run.
fn steady(text: &str) -> String {
    let mut lines = Vec::new();
    for line in masked(text).lines() {
        if line.contains("MiB") || line.contains("Mio") {
            continue;
        }
        let words: Vec<String> = line
            .split(' ')
            .map(|word| match word.len() == 20 && word.starts_with("20") && word.ends_with('Z') {
                true => "TIME".to_owned(),
                false => word.to_owned(),
            })
            .collect();
        lines.push(words.join(" "));
    }
    lines.join("\n")
}

#[tokio::test]
async fn status_why_and_retry_in_both_languages() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (bad, good) = {
        let mut state = pair.shop.state();
        let good = order_in(&mut state, 4);
        let bad = order_in(&mut state, 5);
        state.set("orders", bad, "total_paid_tax_incl", "9999.99");
        (bad, state.get("orders", good, "reference").text())
    };
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let bad = format!("order/{bad}");
    for language in ["en", "fr"] {
        for (name, args) in [
            ("status", vec!["status"]),
            ("why", vec!["why", good.as_str()]),
            ("why_bad", vec!["why", bad.as_str()]),
            ("why_unknown", vec!["why", "NOTHING"]),
            ("retry", vec!["retry", bad.as_str()]),
            ("retry_unknown", vec!["retry", "order/987654"]),
        ] {
            let ended = program.run(&[&["--lang", language], &args[..]].concat()).await;
            let text = format!("exit code: {:?}\n{}\n", ended.code, ended.out);
            let text = match ended.out.is_empty() {
                true => format!("{text}{}", ended.err),
                false => text,
            };
            assert_snapshot!(format!("{name}_{language}"), steady(&text));
        }
    }
}

#[tokio::test]
async fn retry_brings_over_what_was_corrected() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (order, reference, total) = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 5);
        let total = state.get("orders", order, "total_paid_tax_incl");
        state.set("orders", order, "total_paid_tax_incl", "9999.99");
        (order, state.get("orders", order, "reference").text(), total)
    };
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let made = |pair: &Pair| pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).len();
    assert_eq!(made(&pair), 0);
    pair.shop.state().set("orders", order, "total_paid_tax_incl", total);
    let ended = program.run(&["retry", &reference]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(made(&pair), 1);
    assert_eq!(writes(&pair.erp, &program).await, [""; 0]);
    assert_same_as_one_load(&pair, &program).await;
}
