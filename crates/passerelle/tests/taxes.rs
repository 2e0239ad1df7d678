//! Lines with two taxes: as local taxes where Dolibarr has what they need, else refused before anything is validated.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::key;
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_sandbox::erp::{LocalTax, VatRow};
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, ShopOptions};
use rust_decimal::Decimal;

/// Gives one order of one line GST and QST: 100.00, 5.00 and 9.98.
fn two_taxes(state: &mut ShopData) -> u32 {
    let cents = |text: &str| Cell::from(text);
    let tax = |state: &mut ShopData, rate: &str| {
        state.insert("taxes", &[("rate", Cell::from(rate)), ("active", Cell::Int(1))]).unwrap()
    };
    let taxes = [tax(state, "5.000"), tax(state, "9.975")];
    let orders = state.ids("orders");
    let order = orders
        .into_iter()
        .find(|id| {
            let id = i64::from(*id);
            state.find("order_details", "id_order", id).len() == 1
                && state.find("order_invoices", "id_order", id).len() == 1
        })
        .unwrap();
    let id = i64::from(order);
    let detail = state.find("order_details", "id_order", id)[0];
    for (field, value) in [
        ("product_quantity", "1"),
        ("unit_price_tax_excl", "100.000000"),
        ("unit_price_tax_incl", "114.975000"),
        ("total_price_tax_excl", "100.000000"),
        ("total_price_tax_incl", "114.980000"),
        ("ecotax", "0.000000"),
        ("tax_computation_method", "1"),
    ] {
        assert!(state.set("order_details", detail, field, cents(value)), "{field}");
    }
    assert!(state.link("order_details", detail, "taxes", &taxes));
    for rule in state.find("order_cart_rules", "id_order", id) {
        state.delete("order_cart_rules", rule);
    }
    let invoice = state.find("order_invoices", "id_order", id)[0];
    for (resource, row) in [("orders", order), ("order_invoices", invoice)] {
        for field in ["total_shipping", "total_wrapping", "total_discounts", "total_discount"] {
            for ending in ["", "_tax_excl", "_tax_incl"] {
                state.set(resource, row, &format!("{field}{ending}"), cents("0.000000"));
            }
        }
        for (field, value) in [
            ("total_products", "100.000000"),
            ("total_products_wt", "114.980000"),
            ("total_paid_tax_excl", "100.000000"),
            ("total_paid_tax_incl", "114.980000"),
        ] {
            assert!(state.set(resource, row, field, cents(value)), "{resource}.{field}");
        }
    }
    order
}

async fn pair() -> (Pair, u32) {
    let options =
        ShopOptions { seed: 11, size: size(3, 8, 6, 24), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let order = two_taxes(&mut pair.shop.state());
    (pair, order)
}

async fn state_of(program: &Program, order: u32) -> (DocumentState, String) {
    let key = key(Kind::Order, order);
    let store = program.store().await;
    let document = store.documents(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap();
    (document.state, document.explanation.map(|it| it.id).unwrap_or_default())
}

#[tokio::test]
async fn two_taxes_are_vat_and_a_local_tax() {
    let (pair, order) = pair().await;
    {
        let mut erp = pair.erp.state();
        erp.constants.insert("FACTURE_LOCAL_TAX1_OPTION".to_owned(), "1".to_owned());
        erp.local_rows.push(gst_and_qst());
    }
    let program = Program::connected(&pair).await;
    pair.erp.forget_requests();
    let ended = program.run(&["sync"]).await;
    // The checks of drafts only read: they are no changes.
    let sent = format!("{} changes were sent", pair.erp.requests().writes());
    assert!(ended.out.contains(&sent) || ended.err.contains(&sent), "{sent}: {ended:?}");
    assert_eq!(state_of(&program, order).await, (DocumentState::InStep, String::new()));
    let erp = pair.erp.state();
    let reference = format!("ps1-order-{order}");
    let found = erp.orders.by_ref_ext(&reference);
    let totals = found[0].totals;
    let expected = ["100.00", "5.00", "9.98", "114.98"].map(|text| text.parse::<Decimal>().unwrap());
    assert_eq!([totals.net, totals.vat, totals.local[0], totals.gross], expected);
    assert!(
        erp.invoices.iter().any(|it| it.totals.gross == expected[3] && it.totals.local[0] == expected[2])
    );
}

#[tokio::test]
async fn without_the_row_in_the_dictionary_the_draft_is_not_validated() {
    let (pair, order) = pair().await;
    pair.erp.state().constants.insert("FACTURE_LOCAL_TAX1_OPTION".to_owned(), "1".to_owned());
    let program = Program::connected(&pair).await;
    program.run(&["sync"]).await;
    let state = state_of(&program, order).await;
    assert_eq!(state, (DocumentState::Quarantined, "local-tax-not-computed".to_owned()));
    let statuses = || {
        let erp = pair.erp.state();
        let found = erp.orders.by_ref_ext(&format!("ps1-order-{order}"));
        found.iter().map(|it| (it.status, it.totals.gross)).collect::<Vec<_>>()
    };
    assert_eq!(statuses(), [(0, Decimal::new(10_500, 2))]);
    // The row is added meanwhile.
    pair.erp.state().local_rows.push(gst_and_qst());
    program.run(&["retry"]).await;
    assert_eq!(state_of(&program, order).await, (DocumentState::InStep, String::new()));
    // Validated, and delivered as in the shop.
    assert_eq!(statuses(), [(3, Decimal::new(11_498, 2))]);
}

#[tokio::test]
async fn a_row_is_chosen_by_its_code_also_when_a_draft_is_computed_anew() {
    let (pair, order) = pair().await;
    {
        let mut erp = pair.erp.state();
        erp.constants.insert("FACTURE_LOCAL_TAX1_OPTION".to_owned(), "1".to_owned());
        erp.local_rows.push(VatRow { local: [LocalTax::default(); 2], ..gst_and_qst() });
    }
    let program = Program::connected(&pair).await;
    program
        .append("\n[[taxes]]\ntaxes = [5, 9.975]\nvat = 5\ncode = \"QC\"\nlocal1 = { rate = \"9.975\" }\n");
    program.run(&["sync"]).await;
    assert_eq!(state_of(&program, order).await.1, "local-tax-not-computed");
    pair.erp.state().local_rows.push(VatRow { code: "QC".to_owned(), ..gst_and_qst() });
    program.run(&["retry"]).await;
    assert_eq!(state_of(&program, order).await, (DocumentState::InStep, String::new()));
}

/// 5 % and beside it 9.975 %.
fn gst_and_qst() -> VatRow {
    let local = LocalTax { rate: Decimal::new(9_975, 3), kind: 1 };
    VatRow { rate: Decimal::from(5), code: String::new(), local: [local, LocalTax::default()] }
}

#[tokio::test]
async fn a_company_without_local_taxes_gets_nothing_of_such_an_order() {
    let (pair, order) = pair().await;
    let program = Program::connected(&pair).await;
    program.run(&["sync"]).await;
    assert_eq!(state_of(&program, order).await, (DocumentState::Quarantined, "local-tax-off".to_owned()));
    assert!(pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).is_empty());
}

#[tokio::test]
async fn the_doctor_says_what_several_taxes_and_odd_rounding_need() {
    let (pair, _) = pair().await;
    {
        let mut state = pair.shop.state();
        let group = state.ids("tax_rule_groups")[0];
        let france = state.get("configurations", configuration(&state, "PS_COUNTRY_DEFAULT"), "value").int();
        let taxes = state.ids("taxes");
        for tax in &taxes[taxes.len() - 2..] {
            let fields = [
                ("id_tax_rules_group", Cell::from(group)),
                ("id_country", Cell::Int(france)),
                ("id_state", Cell::Int(0)),
                ("zipcode_from", Cell::from("75000")),
                ("zipcode_to", Cell::from("75999")),
                ("id_tax", Cell::from(*tax)),
                ("behavior", Cell::Int(1)),
            ];
            state.insert("tax_rules", &fields).unwrap();
        }
        let mut erp = pair.erp.state();
        erp.constants.insert("MAIN_ROUNDING_RULE_TOT".to_owned(), "0.05".to_owned());
    }
    let program = Program::connected(&pair).await;
    let shown = program.run(&["doctor"]).await.out;
    assert!(shown.contains("5 % + 9.975 %"), "{shown}");
    assert!(shown.contains("uses no local tax 1"), "{shown}");
    assert!(shown.contains("multiples of 0.05"), "{shown}");
}

fn configuration(state: &ShopData, name: &str) -> u32 {
    let ids = state.ids("configurations");
    ids.into_iter().find(|id| state.get("configurations", *id, "name").text() == name).unwrap()
}
