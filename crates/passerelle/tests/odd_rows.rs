//! Odd rows of the shop: no date, number or lost answer of one row or one list stops any other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::key;
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::{ErpId, Kind};
use passerelle_core::plan::{Operation, Target};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp as _, Outcome};
use passerelle_engine::ports::store::{Document, DocumentState, Store as _};
use passerelle_sandbox::shop::{Broken, Cell, ShopData};
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, ShopOptions};
use secrecy::SecretString;

async fn pair() -> Pair {
    let options =
        ShopOptions { seed: 11, size: size(3, 8, 6, 16), oddities: false, ..ShopOptions::default() };
    Pair::of(options, ErpVersion::V20).await
}

async fn document(program: &Program, kind: Kind, id: u32) -> Document {
    let key = key(kind, id);
    program.store().await.documents(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap()
}

async fn erp_id(program: &Program, kind: Kind, id: u32) -> ErpId {
    let key = key(kind, id);
    program.store().await.links(std::slice::from_ref(&key)).await.unwrap()[&key].erp_id
}

/// What a person does in Dolibarr.
async fn by_hand(pair: &Pair, operation: Operation) {
    let options = DolibarrOptions::new(pair.erp.url(), SecretString::from(pair.erp.key()));
    let outcome = Dolibarr::new(options).unwrap().execute(&operation, &[]).await;
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
}

/// An order with one invoice and one payment in that state.
fn order_in(state: &mut ShopData, current: i64) -> u32 {
    let ids = state.ids("orders");
    let fits = |state: &mut ShopData, id: u32| {
        state.get("orders", id, "current_state").int() == current
            && state.find("order_invoices", "id_order", i64::from(id)).len() == 1
    };
    ids.into_iter().find(|id| fits(state, *id)).unwrap()
}

#[tokio::test]
async fn one_odd_date_in_every_list_stops_nothing() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let order = {
        let mut state = pair.shop.state();
        let none = Cell::from("-0001-11-30 00:00:00");
        for (resource, field) in [
            ("customers", "date_upd"),
            ("addresses", "date_upd"),
            ("groups", "date_upd"),
            ("orders", "date_upd"),
            ("order_invoices", "date_add"),
            ("order_payments", "date_add"),
            ("order_histories", "date_add"),
            ("order_carriers", "date_add"),
            ("order_slip", "date_add"),
        ] {
            let Some(id) = state.ids(resource).first().copied() else { continue };
            assert!(state.set(resource, id, field, none.clone()), "{resource}");
        }
        let invoice = state.ids("order_invoices")[0];
        u32::try_from(state.get("order_invoices", invoice, "id_order").int()).unwrap()
    };
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let it = document(&program, Kind::Order, order).await;
    assert_eq!(it.state, DocumentState::InStep);
    assert!(it.explanation.is_some_and(|why| why.id == "invoice-undated"));
    let why = program.run(&["why", &format!("order/{order}")]).await;
    assert!(why.out.contains("has no date for invoice"), "{why:?}");
    // Twice is once.
    pair.erp.forget_requests();
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    assert_eq!(pair.erp.requests().writes(), 0);
}

#[tokio::test]
async fn a_list_whose_answers_are_lost_is_told_and_the_others_go_on() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    pair.shop.faults().push(Fault::on("GET", "/order_histories?", FaultKind::LostRequest).times(50));
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("changes of orders' states could not be read"), "{ended:?}");
    assert!(!pair.erp.state().orders.is_empty());
    let status = program.run(&["status"]).await;
    assert_eq!(status.code, Some(1));
    assert!(status.out.contains("Lists that were not read whole"), "{status:?}");
    pair.shop.faults().clear();
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    let status = program.run(&["status"]).await;
    assert_eq!(status.code, Some(0), "{status:?}");
}

#[tokio::test]
async fn rows_that_break_every_answer_are_marked_by_their_numbers_or_told() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (customer, payment) = {
        let mut state = pair.shop.state();
        let first = state.ids("customers")[0];
        let customer = state.copy("customers", first).unwrap();
        state.set("customers", customer, "email", "broken@example.com");
        state.break_row("customers", customer, Some(Broken::Fatal));
        let payment = state.ids("order_payments")[0];
        state.break_row("order_payments", payment, Some(Broken::EmptyPage));
        (customer, payment)
    };
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(document(&program, Kind::Customer, customer).await.state, DocumentState::Failed);
    let orders = pair.shop.state().ids("orders").len();
    assert!(pair.erp.state().orders.len() + 2 >= orders, "{ended:?}");
    // A payment knows its order by the reference alone, which its answer does not give.
    assert!(ended.out.contains(&format!("order_payments {payment}:")), "its order cannot be told: {ended:?}");
}

#[tokio::test]
async fn numbers_beyond_all_things_end_no_run() {
    for number in [1_i64 << 31, 1 << 32, 1 << 40, i64::MAX] {
        let pair = pair().await;
        let program = Program::connected(&pair).await;
        {
            let mut state = pair.shop.state();
            let orders = state.ids("orders");
            state.set("orders", orders[0], "id_customer", number);
            let line = state.find("order_details", "id_order", i64::from(orders[1]))[0];
            state.set("order_details", line, "product_id", number);
            let history = state.ids("order_histories")[0];
            state.set("order_histories", history, "id_order", number);
            let payment = state.ids("order_payments")[0];
            state.set("order_payments", payment, "id_currency", number);
            let stock = state.ids("stock_availables")[0];
            state.set("stock_availables", stock, "id_product", number);
        }
        let ended = program.run(&["sync"]).await;
        assert!(matches!(ended.code, Some(0 | 1)), "{number}: {ended:?}");
        assert!(!ended.err.contains("state database"), "{number}: {ended:?}");
        let fine = pair.erp.state().orders.len();
        assert!(fine + 4 >= pair.shop.state().ids("orders").len(), "{number}: {fine}");
    }
}

#[tokio::test]
async fn commands_with_impossible_numbers_say_so() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    for command in ["why", "retry"] {
        for number in ["9223372036854775808", "99999999999999999999999"] {
            let ended = program.run(&[command, &format!("order/{number}")]).await;
            assert!(ended.err.contains("a number that nothing in the shop can have"), "{ended:?}");
        }
    }
    let ended = program.run(&["decide", "customer/9223372036854775808", "--new"]).await;
    assert!(ended.err.contains("is nothing that can be decided"), "{ended:?}");
}

#[tokio::test]
async fn an_order_deleted_in_the_shop_is_told_until_a_person_cancels_it_in_dolibarr() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    let order = {
        let mut state = pair.shop.state();
        let order = order_in(&mut state, 4);
        for resource in ["order_details", "order_invoices", "order_histories", "order_carriers"] {
            for row in state.find(resource, "id_order", i64::from(order)) {
                state.delete(resource, row);
            }
        }
        assert!(state.delete("orders", order));
        order
    };
    let id = erp_id(&program, Kind::Order, order).await;
    pair.erp.forget_requests();
    // Once a day by itself; at once when a person says that things were deleted.
    let ended = program.run(&["sync", "--deletions"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("The order was deleted in the shop"), "{ended:?}");
    assert!(ended.out.contains("credit note of its invoice"), "{ended:?}");
    assert_eq!(pair.erp.requests().writes(), 0, "books are left as they are");
    // Nothing was done: it is told again.
    assert_eq!(program.run(&["sync"]).await.code, Some(1));
    by_hand(&pair, Operation::OrderCancel { order: Target::Id(id), note_private: String::new() }).await;
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(document(&program, Kind::Order, order).await.state, DocumentState::InStep);
}
