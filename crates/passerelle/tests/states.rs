//! Orders that go on changing after they were brought over, with the settings that say what states create, against the
//! sandbox: edited lines under every fault, stock by carrier, cancellations.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::library::Reached;
use common::pair::{Pair, new_erp, size};
use common::program::Program;
use passerelle_core::settings::StateName;
use passerelle_sandbox::erp::Document;
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, SandboxErp, SandboxShop, ShopOptions};
use rust_decimal::Decimal;

/// Faults that a call of an edit can meet.
fn kinds() -> Vec<FaultKind> {
    vec![
        FaultKind::LostAnswerAfterCommit,
        FaultKind::LostRequest,
        FaultKind::Status500Before,
        FaultKind::Status500AfterCommit,
        FaultKind::TooManyRequests { retry_after: None },
    ]
}

async fn shop() -> SandboxShop {
    let options =
        ShopOptions { seed: 11, size: size(2, 6, 3, 14), oddities: false, ..ShopOptions::default() };
    SandboxShop::start(options).await.unwrap()
}

/// An order without invoice that waits for its money: of several lines, without discounts, in euros.
fn waiting_order(state: &mut ShopData) -> u32 {
    let ids = state.ids("orders");
    let order = ids
        .into_iter()
        .find(|id| {
            state.find("order_details", "id_order", i64::from(*id)).len() > 1
                && state.find("order_cart_rules", "id_order", i64::from(*id)).is_empty()
                && state.get("orders", *id, "id_currency").int() == 1
        })
        .unwrap();
    for invoice in state.find("order_invoices", "id_order", i64::from(order)) {
        state.delete("order_invoices", invoice);
    }
    let reference = state.get("orders", order, "reference").text();
    for payment in state.ids("order_payments") {
        if state.get("order_payments", payment, "order_reference").text() == reference {
            state.delete("order_payments", payment);
        }
    }
    state.set("orders", order, "invoice_number", 0);
    state.save("orders", order, "current_state", 10);
    order
}

fn decimal(state: &ShopData, resource: &str, id: u32, field: &str) -> Decimal {
    state.get(resource, id, field).text().parse().unwrap()
}

/// What the back office does when a line is taken out and another one gets more pieces: lines and header change.
fn edit(state: &mut ShopData, order: u32) {
    let lines = state.find("order_details", "id_order", i64::from(order));
    let (first, last) = (lines[0], *lines.last().unwrap());
    let mut net = -decimal(state, "order_details", last, "total_price_tax_excl");
    let mut gross = -decimal(state, "order_details", last, "total_price_tax_incl");
    state.delete("order_details", last);
    let quantity = state.get("order_details", first, "product_quantity").int();
    state.set("order_details", first, "product_quantity", quantity * 2);
    for (field, sum) in [("total_price_tax_excl", &mut net), ("total_price_tax_incl", &mut gross)] {
        let total = decimal(state, "order_details", first, field);
        state.set("order_details", first, field, (total * Decimal::TWO).to_string());
        *sum += total;
    }
    for (field, more) in [
        ("total_products", net),
        ("total_products_wt", gross),
        ("total_paid_tax_excl", net),
        ("total_paid_tax_incl", gross),
        ("total_paid", gross),
    ] {
        let total = decimal(state, "orders", order, field) + more;
        state.set("orders", order, field, total.to_string());
    }
    state.touch("orders", order);
}

fn order_of(erp: &SandboxErp, order: u32) -> Document {
    let state = erp.state();
    let found = state.orders.by_ref_ext(&format!("ps1-order-{order}"));
    assert_eq!(found.len(), 1);
    found[0].clone()
}

/// Figures of the lines by external reference, the sums and the state.
fn shown(order: &Document) -> Vec<String> {
    let mut shown: Vec<String> = order
        .lines
        .iter()
        .map(|line| {
            let reference = line.record.ref_ext().unwrap_or_default();
            format!("{reference} {} {} {}", line.qty.normalize(), line.subprice.normalize(), line.vat)
        })
        .collect();
    shown.sort();
    shown.push(format!("{} {} {}", order.status, order.totals.net, order.totals.gross));
    shown
}

fn stock(erp: &SandboxErp, warehouse: u32) -> Decimal {
    let state = erp.state();
    state.movements.iter().filter(|it| it.warehouse == warehouse).map(|it| it.qty).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edited_lines_arrive_whatever_answer_is_lost() {
    for version in [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23] {
        let shop = shop().await;
        let order = waiting_order(&mut shop.state());
        let mut reached = Reached::reach(&shop, &new_erp(version).await).await;
        reached.facts.settings.states.order = vec![StateName::Id(10)];
        reached.facts.settings.stock.carriers = [("*".to_owned(), passerelle_core::key::ErpId(1))].into();
        reached.facts.erp.stock_counting.on_order = true;

        // Each with a Dolibarr of its own, loaded before the edit.
        let mut cases = vec![None];
        for kind in kinds() {
            for write in [
                "POST /orders/#/settodraft",
                "DELETE /orders/#/lines/#",
                "PUT /orders/#/lines/#",
                "POST /orders/#/lines",
                "POST /orders/#/validate",
            ] {
                cases.push(Some((kind.clone(), write)));
            }
        }
        let mut loaded = Vec::new();
        for case in cases {
            let erp = new_erp(version).await;
            erp.state().constants.insert("STOCK_CALCULATE_ON_VALIDATE_ORDER".to_owned(), "1".to_owned());
            let library = reached.connect(&erp);
            library.sync_to_the_end().await;
            loaded.push((case, erp, library));
        }
        edit(&mut shop.state(), order);
        let mut expected: Option<(Vec<String>, Decimal)> = None;
        for (case, erp, library) in loaded {
            let before = order_of(&erp, order);
            let reference = before.record.text("ref").to_owned();
            if let Some((kind, write)) = &case {
                let (method, path) = write.split_once(' ').unwrap();
                erp.faults().push(Fault::shaped(method, path, kind.clone()));
            }
            library.sync_to_the_end().await;
            assert_eq!(erp.faults().waiting(), 0, "{case:?} did not occur");
            library.sync_to_the_end().await;
            let after = order_of(&erp, order);
            assert_ne!(shown(&before), shown(&after), "{case:?}");
            assert_eq!(after.status, 1, "{case:?}");
            assert_eq!(after.record.text("ref"), reference, "its number stays");
            let found = (shown(&after), stock(&erp, 1));
            assert_eq!(*expected.get_or_insert(found.clone()), found, "{version:?} {case:?}");
            erp.forget_requests();
            library.sync().await.unwrap();
            assert_eq!(erp.requests().writes(), 0, "{case:?}");
        }
    }
}

/// How many pieces of an order are goods.
fn goods(erp: &SandboxErp, order: u32) -> Decimal {
    let order = order_of(erp, order);
    let state = erp.state();
    let is_goods = |id: u32| state.products.get(id).is_some_and(|product| product.kind == 0);
    order.lines.iter().filter(|line| line.product.is_some_and(is_goods)).map(|line| line.qty).sum()
}

#[tokio::test]
async fn goods_leave_from_the_carriers_warehouse_and_come_back_when_cancelled() {
    let shop = shop().await;
    let order = waiting_order(&mut shop.state());
    let erp = new_erp(ErpVersion::V20).await;
    erp.state().constants.insert("STOCK_CALCULATE_ON_VALIDATE_ORDER".to_owned(), "1".to_owned());
    let mut reached = Reached::reach(&shop, &erp).await;
    assert!(reached.facts.erp.stock_counting.on_order);
    reached.facts.settings.states.order = vec![StateName::Id(10)];
    reached.facts.settings.stock.carriers = [("*".to_owned(), passerelle_core::key::ErpId(1))].into();
    let library = reached.connect(&erp);
    library.sync_to_the_end().await;
    let taken = stock(&erp, 1);
    assert!(taken < Decimal::ZERO);
    library.sync_to_the_end().await;
    assert_eq!(stock(&erp, 1), taken, "once");

    let cancelled = {
        let mut state = shop.state();
        state.save("orders", order, "current_state", 6);
        library.sync_to_the_end()
    };
    cancelled.await;
    assert_eq!((order_of(&erp, order).status, stock(&erp, 1)), (-1, taken + goods(&erp, order)));
    shop.state().save("orders", order, "current_state", 10);
    library.sync_to_the_end().await;
    assert_eq!((order_of(&erp, order).status, stock(&erp, 1)), (1, taken));
}

#[tokio::test]
async fn a_state_passed_through_between_two_runs_counts() {
    let shop = shop().await;
    let order = waiting_order(&mut shop.state());
    {
        let mut state = shop.state();
        for passed in [10_i64, 8] {
            let row = [("id_order", Cell::from(order)), ("id_order_state", Cell::Int(passed))];
            state.insert("order_histories", &row).unwrap();
        }
        state.save("orders", order, "current_state", 8);
    }
    for (chosen, there) in [(10, 1), (12, 0)] {
        let erp = new_erp(ErpVersion::V17).await;
        let mut reached = Reached::reach(&shop, &erp).await;
        reached.facts.settings.states.order = vec![StateName::Id(chosen)];
        reached.connect(&erp).sync_to_the_end().await;
        assert_eq!(erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).len(), there, "{chosen}");
    }
}

#[tokio::test]
async fn a_second_shipment_moves_no_date_of_the_order_and_is_seen() {
    let shop = shop().await;
    let order = waiting_order(&mut shop.state());
    let erp = new_erp(ErpVersion::V20).await;
    let mut reached = Reached::reach(&shop, &erp).await;
    reached.facts.settings.states.order = vec![StateName::Id(10)];
    let library = reached.connect(&erp);
    library.sync_to_the_end().await;
    {
        let mut state = shop.state();
        // Long enough that the overlap of the enumerations does not see it.
        state.now += 100_000;
        let first = state.find("order_carriers", "id_order", i64::from(order))[0];
        let carrier = state.get("order_carriers", first, "id_carrier");
        let row = [
            ("id_order", Cell::from(order)),
            ("id_carrier", carrier),
            ("tracking_number", Cell::from("1Z999AA1".to_owned())),
        ];
        state.insert("order_carriers", &row).unwrap();
    }
    erp.forget_requests();
    library.sync_to_the_end().await;
    assert_eq!(erp.requests().writes(), 1);
    assert!(order_of(&erp, order).record.text("note_private").contains("1Z999AA1"));
}

#[tokio::test]
async fn a_tracking_number_written_long_after_the_shipment_is_seen_though_it_moves_no_date() {
    let shop = shop().await;
    let (order, shipment) = {
        let mut state = shop.state();
        let order = waiting_order(&mut state);
        (order, state.find("order_carriers", "id_order", i64::from(order))[0])
    };
    let erp = new_erp(ErpVersion::V20).await;
    let mut reached = Reached::reach(&shop, &erp).await;
    reached.facts.settings.states.order = vec![StateName::Id(10)];
    let library = reached.connect(&erp);
    library.sync_to_the_end().await;
    {
        let mut state = shop.state();
        // Long enough that the overlap of the enumerations does not see it.
        state.now += 100_000;
        assert!(state.set("order_carriers", shipment, "tracking_number", Cell::from("6A00042")));
    }
    erp.forget_requests();
    library.sync_to_the_end().await;
    assert_eq!(erp.requests().writes(), 1);
    assert!(order_of(&erp, order).record.text("note_private").contains("6A00042"));
    erp.forget_requests();
    library.sync_to_the_end().await;
    assert_eq!(erp.requests().writes(), 0);
}

#[tokio::test]
async fn the_doctor_holds_states_carriers_and_numbers_against_both_sides() {
    let options = ShopOptions { seed: 11, size: size(2, 3, 2, 4), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let program = Program::connected(&pair).await;
    let ended = program.run(&["doctor"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    program.edit("order = []", "order = [10, \"Paid!\", 77]");
    program.edit("[stock.carriers]\n", "[stock.carriers]\n\"Nobody\" = 9\n");
    let ended = program.run(&["doctor"]).await;
    let shown = ended.shown(program.folder());
    assert_ne!(ended.code, Some(0));
    for part in ["does not have: Paid!, 77", "2 = ", "warehouse 9, which Dolibarr does not have"] {
        assert!(shown.contains(part), "{part} not in {shown}");
    }
    assert!(shown.contains("neither when an order nor when an invoice is validated"), "{shown}");
    assert!(shown.contains("carriers of the shop stand for no warehouse"), "{shown}");
    let ended = program.run(&["sync"]).await;
    assert_ne!(ended.code, Some(0), "nothing is brought over with such states");
    assert!(pair.erp.state().orders.iter().next().is_none());

    program.edit("order = [10, \"Paid!\", 77]", "order = []");
    program.edit("\"Nobody\" = 9", "\"*\" = 1");
    program.edit("invoice_numbers = \"erp\"", "invoice_numbers = \"shop\"");
    program.edit("invoice_number_form = \"IN{number}\"", "invoice_number_form = \"F-{year}-{number}\"");
    pair.erp.state().constants.insert("STOCK_CALCULATE_ON_BILL".to_owned(), "1".to_owned());
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let state = pair.erp.state();
    // Credit notes are numbered by Dolibarr.
    let invoices = state.invoices.iter().filter(|it| it.kind == 0);
    let numbers: Vec<&str> = invoices.map(|it| it.record.text("ref")).collect();
    assert!(!numbers.is_empty() && numbers.iter().all(|it| it.starts_with("F-20")), "{numbers:?}");
    assert!(state.movements.iter().count() > 0, "goods are taken with the invoices");
}
