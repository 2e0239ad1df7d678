//! What the doctor says of currencies and of VAT abroad.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::Program;
use passerelle_sandbox::shop::Cell;
use rust_decimal::Decimal;

async fn connected() -> (Pair, Program) {
    let pair = Pair::start(3, size(2, 6, 4, 8)).await;
    let program = Program::connected(&pair).await;
    (pair, program)
}

#[tokio::test]
async fn currencies_that_orders_were_made_in_must_be_known() {
    let (pair, program) = connected().await;
    {
        let mut state = pair.shop.state();
        for id in state.ids("orders") {
            state.set("orders", id, "id_currency", 1);
        }
    }
    pair.erp.state().currencies.remove("USD");
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("! The shop sells in USD too"), "sold in by nobody: {doctor:?}");
    let order = pair.shop.state().ids("orders")[0];
    pair.shop.state().set("orders", order, "id_currency", 2);
    let doctor = program.run(&["doctor"]).await;
    assert_eq!(doctor.code, Some(1));
    assert!(doctor.out.contains("✗ Orders were made in USD, which Dolibarr does not know"), "{doctor:?}");
    pair.erp.state().currencies.insert("USD".to_owned(), Decimal::new(125, 2));
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("✓ Currencies of orders, known in Dolibarr: USD."), "{doctor:?}");
    pair.erp.state().modules.remove("multicurrency");
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("! The shop sells in several currencies but"), "{doctor:?}");
}

#[tokio::test]
async fn rates_that_only_other_countries_have_are_listed_with_them() {
    let (pair, program) = connected().await;
    {
        let mut state = pair.shop.state();
        let find = |state: &passerelle_sandbox::shop::ShopData, code: &str| {
            let ids = state.ids("countries");
            ids.into_iter().find(|id| state.get("countries", *id, "iso_code").text() == code).unwrap()
        };
        let germany = find(&state, "DE");
        state.set("countries", germany, "active", true);
        let tax =
            state.insert("taxes", &[("rate", Cell::from(Decimal::from(19))), ("active", Cell::from(true))]);
        let rule = state.find("tax_rules", "id_country", i64::from(germany))[0];
        state.set("tax_rules", rule, "id_tax", tax.unwrap());
    }
    let doctor = program.run(&["doctor"]).await;
    assert!(
        doctor.out.contains("Rates that customers of other countries can pay")
            && doctor.out.contains("19 % (DE"),
        "{doctor:?}"
    );
}
