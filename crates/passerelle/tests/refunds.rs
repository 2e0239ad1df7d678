//! Credit slips end to end: found although the order's date does not move, brought over once, money and goods by option.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::{key, states};
use common::library::Reached;
use common::pair::{Pair, size};
use common::program::{Program, tag};
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::Store as _;
use passerelle_sandbox::erp::{Document, ErpData};
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, ShopOptions, ShopVersion};
use rust_decimal::Decimal;

async fn pair(version: ErpVersion) -> Pair {
    let shop = ShopOptions { seed: 11, size: size(3, 8, 6, 16), oddities: false, ..ShopOptions::default() };
    Pair::of(shop, version).await
}

/// An order that was shipped, with one invoice and no slip.
fn order_of(state: &mut ShopData) -> u32 {
    state
        .ids("orders")
        .into_iter()
        .find(|id| {
            state.get("orders", *id, "current_state").int() == 5
                && state.find("order_invoices", "id_order", i64::from(*id)).len() == 1
                && state.find("order_slip", "id_order", i64::from(*id)).is_empty()
        })
        .unwrap()
}

/// Gives one piece of the order's first line back, as the back office does: nothing of the order's own row moves.
fn give_back(state: &mut ShopData, order: u32) -> (u32, Decimal) {
    state.now += 7_200;
    let line = state.find("order_details", "id_order", i64::from(order))[0];
    let unit = |field: &str| state.get("order_details", line, field).amount().round_dp(2);
    let (net, gross) = (unit("unit_price_tax_excl"), unit("unit_price_tax_incl"));
    let fields = [
        ("id_order", Cell::from(order)),
        ("id_customer", state.get("orders", order, "id_customer")),
        ("conversion_rate", state.get("orders", order, "conversion_rate")),
        ("total_products_tax_excl", Cell::Amount(net)),
        ("total_products_tax_incl", Cell::Amount(gross)),
        ("amount", Cell::Amount(gross)),
    ];
    let slip = state.insert("order_slip", &fields).unwrap();
    let row = vec![Cell::from(slip), Cell::from(line), Cell::Int(1), Cell::Amount(net), Cell::Amount(gross)];
    assert!(state.link_rows("order_slip", slip, "order_slip_details", vec![row]));
    state.set("order_details", line, "product_quantity_return", 1);
    (slip, gross)
}

/// The money that went back, as a merchant enters it in the shop.
fn pay_back(state: &mut ShopData, order: u32, gross: Decimal) {
    let fields = [
        ("order_reference", state.get("orders", order, "reference")),
        ("id_currency", state.get("orders", order, "id_currency")),
        ("amount", Cell::Amount(-gross)),
        ("payment_method", state.get("orders", order, "payment")),
        ("conversion_rate", state.get("orders", order, "conversion_rate")),
    ];
    assert!(state.insert("order_payments", &fields).is_some());
}

fn credit_note(data: &ErpData, slip: u32) -> Document {
    let reference = key(Kind::Slip, slip).external_ref();
    let found = data.invoices.by_ref_ext(reference.as_str());
    let [note] = found.as_slice() else { panic!("{} credit notes of slip {slip}", found.len()) };
    (*note).clone()
}

/// What it gives back, in its own currency.
fn gross(note: &Document) -> Decimal {
    if note.currency.is_some() { note.currency_totals.gross } else { note.totals.gross }
}

#[tokio::test]
async fn a_slip_that_moves_no_date_is_found_and_nothing_else_is_written() {
    for version in [ErpVersion::V20, ErpVersion::V17, ErpVersion::V23] {
        let pair = pair(version).await;
        let program = Program::connected(&pair).await;
        assert_eq!(program.run(&["sync"]).await.code, Some(0));
        let (order, slip, back) = {
            let mut state = pair.shop.state();
            let order = order_of(&mut state);
            let (slip, gross) = give_back(&mut state, order);
            (order, slip, gross)
        };
        pair.erp.forget_requests();
        let ended = program.run(&["sync"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let (note, source) = {
            let data = pair.erp.state();
            let note = credit_note(&data, slip);
            let source = data.invoices.get(note.source.unwrap()).unwrap().clone();
            (note, source)
        };
        let mut written: Vec<String> = pair
            .erp
            .requests()
            .last()
            .filter(|it| it.method != "GET")
            .map(|it| format!("{} {}", it.method, it.path.replace("/api/index.php", "")))
            .collect();
        // The contact is set beside the validation.
        written.sort_unstable();
        let id = note.record.id;
        let contact = note.contacts[0].0;
        assert_eq!(
            written,
            [
                "POST /invoices".to_owned(),
                format!("POST /invoices/{id}/contact/{contact}/BILLING"),
                format!("POST /invoices/{id}/validate"),
            ]
        );
        assert_eq!((note.kind, note.status, gross(&note)), (2, 1, -back));
        assert!(note.record.text("ref").starts_with("AV"), "{}", note.record.text("ref"));
        assert_eq!(note.record.text("ref_client"), format!("{slip:06}"));
        let invoice = {
            let mut state = pair.shop.state();
            state.find("order_invoices", "id_order", i64::from(order))[0]
        };
        assert_eq!(source.record.ref_ext().unwrap(), key(Kind::Invoice, invoice).external_ref().as_str());
        let why = program.run(&["why", &format!("order/{order}")]).await;
        assert!(why.out.contains("the shop does not say whether and how the money went back"), "{why:?}");
        assert!(why.out.contains("create credit note: done"), "{why:?}");
        pair.erp.forget_requests();
        program.run(&["sync"]).await;
        assert_eq!(pair.erp.requests().writes(), 0);
        // The money goes back a day later: it is paid out on the credit note, and nothing is left to say.
        {
            let mut state = pair.shop.state();
            state.now += 86_400;
            pay_back(&mut state, order, back);
        }
        assert_eq!(program.run(&["sync"]).await.code, Some(0));
        {
            let data = pair.erp.state();
            let note = credit_note(&data, slip);
            let payments: Vec<_> = data.payments_of(note.record.id).collect();
            assert_eq!(payments.len(), 1);
            assert_eq!(payments[0].amount, note.totals.gross);
            assert!(note.paid);
        }
        let document = program.store().await.documents(&[key(Kind::Order, order)]).await.unwrap();
        assert_eq!(document[&key(Kind::Order, order)].explanation, None);
        pair.erp.forget_requests();
        program.run(&["sync"]).await;
        assert_eq!(pair.erp.requests().writes(), 0);
    }
}

#[tokio::test]
async fn every_slip_of_a_shop_becomes_its_credit_note_to_the_cent() {
    for (seed, shop, erp) in [
        (5, ShopVersion::V9, ErpVersion::V20),
        (6, ShopVersion::V8, ErpVersion::V17),
        (7, ShopVersion::V9, ErpVersion::V23),
    ] {
        let size = size(3, 12, 12, 400);
        let options = ShopOptions { seed, size, version: shop, oddities: false, ..ShopOptions::default() };
        let pair = Pair::of(options, erp).await;
        let reached = Reached::reach(&pair.shop, &pair.erp).await;
        let library = reached.connect(&pair.erp);
        library.sync_to_the_end().await;
        let refused: Vec<String> = states(library.store.as_ref())
            .await
            .into_iter()
            .filter(|it| it.contains("slip-no") || it.contains("slip-contradicts"))
            .collect();
        assert_eq!(refused, [""; 0]);
        let mut state = pair.shop.state();
        let data = pair.erp.state();
        let slips = state.ids("order_slip");
        let mut kinds = [0_u32; 3];
        for slip in &slips {
            let order = u32::try_from(state.get("order_slip", *slip, "id_order").int()).unwrap();
            let part = |field: &str| state.get("order_slip", *slip, field).amount();
            let lines_of_type = state.get("order_slip", *slip, "order_slip_type").int();
            let shipping = part("total_shipping_tax_incl");
            let mut due = part("total_products_tax_incl") + shipping;
            let note = credit_note(&data, *slip);
            if lines_of_type == 1 {
                kinds[0] += 1;
                let customer = u32::try_from(state.get("orders", order, "id_customer").int()).unwrap();
                // Where prices are shown with tax, the shop lowers the side without.
                if state.get("customers", customer, "id_default_group").int() != 4 {
                    due -= state.get("orders", order, "total_discounts_tax_incl").amount();
                }
            }
            kinds[1] += u32::from(part("total_products_tax_incl").is_zero());
            kinds[2] += u32::from(state.find("order_slip", "id_order", i64::from(order)).len() > 1);
            assert_eq!(gross(&note), -due.round_dp(2), "slip {slip} of order {order}");
            assert_eq!(note.status, 1, "slip {slip}");
        }
        assert!(slips.len() > 15 && kinds.iter().all(|count| *count > 0), "{} {kinds:?}", slips.len());
    }
}

#[tokio::test]
async fn goods_and_money_go_back_by_option() {
    let pair = pair(ErpVersion::V17).await;
    let (order, slip, line) = {
        let mut state = pair.shop.state();
        let order = order_of(&mut state);
        let (slip, _) = give_back(&mut state, order);
        let line = state.find("order_details", "id_order", i64::from(order))[0];
        (order, slip, line)
    };
    let reached = Reached::reach(&pair.shop, &pair.erp).await.with(|settings| {
        settings.refunds.restock = true;
        settings.refunds.assume_paid_back = true;
    });
    let library = reached.connect(&pair.erp);
    library.sync_to_the_end().await;
    {
        let data = pair.erp.state();
        let note = credit_note(&data, slip);
        assert!(note.paid, "{note:?}");
        let code = format!("{}-slip-{slip}-line-{line}", tag());
        let moved: Vec<(Decimal, u32)> = data
            .movements
            .iter()
            .filter(|it| it.record.text("inventorycode") == code)
            .map(|it| (it.qty, it.warehouse))
            .collect();
        assert_eq!(moved, [(Decimal::ONE, 1)], "of order {order}");
    }
    pair.erp.forget_requests();
    let summary = library.sync().await.unwrap();
    assert_eq!((summary.later, pair.erp.requests().writes()), (0, 0));
}
