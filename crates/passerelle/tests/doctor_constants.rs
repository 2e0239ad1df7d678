//! What the doctor says of Dolibarr's constants, and what stops a run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::Program;

async fn connected() -> (Pair, Program) {
    let pair = Pair::start(5, size(2, 4, 3, 4)).await;
    let program = Program::connected(&pair).await;
    (pair, program)
}

fn set(pair: &Pair, name: &str, value: &str) {
    pair.erp.state().constants.insert(name.to_owned(), value.to_owned());
}

#[tokio::test]
async fn each_constant_is_told_with_where_to_change_it() {
    let (pair, program) = connected().await;
    let usual = program.run(&["doctor"]).await;
    assert_eq!(usual.code, Some(0), "{usual:?}");
    set(&pair, "FAC_FORCE_DATE_VALIDATION", "1");
    set(&pair, "SOCIETE_IDPROF1_UNIQUE", "1");
    set(&pair, "SOCIETE_IDPROF2_UNIQUE", "1");
    set(&pair, "STOCK_MUST_BE_ENOUGH_FOR_ORDER", "1");
    let doctor = program.run(&["doctor"]).await;
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    for text in [
        "✗ Dolibarr dates every invoice with the day on which it is validated (FAC_FORCE_DATE_VALIDATION is on)",
        "under Home > Setup > Modules > Invoices",
        "! Dolibarr allows each professional id 1, 2 once (SOCIETE_IDPROF1_UNIQUE, SOCIETE_IDPROF2_UNIQUE is on)",
        "! Dolibarr takes no order for more pieces than it has in stock",
    ] {
        assert!(doctor.out.contains(text), "{text}: {doctor:?}");
    }
    set(&pair, "FAC_FORCE_DATE_VALIDATION", "0");
    let doctor = program.run(&["doctor"]).await;
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
}

#[tokio::test]
async fn an_unreadable_currency_or_rounding_stops_everything() {
    let (pair, program) = connected().await;
    for (name, value, usual, said) in [
        ("MAIN_MONNAIE", "Euro", "EUR", "which currency the company has (constant MAIN_MONNAIE: \"Euro\")"),
        ("MAIN_MAX_DECIMALS_TOT", "two", "2", "MAIN_MAX_DECIMALS_TOT has the value \"two\""),
        ("MAIN_ROUNDING_RULE_TOT", "-0.05", "0", "MAIN_ROUNDING_RULE_TOT has the value \"-0.05\""),
    ] {
        set(&pair, name, value);
        for command in ["doctor", "sync"] {
            let ended = program.run(&[command]).await;
            assert_ne!(ended.code, Some(0), "{ended:?}");
            assert!(ended.err.contains(said), "{said}: {ended:?}");
        }
        set(&pair, name, usual);
    }
    pair.erp.state().constants.remove("MAIN_MONNAIE");
    let ended = program.run(&["sync"]).await;
    assert!(ended.err.contains("MAIN_MONNAIE"), "unset is not the euro either: {ended:?}");
    assert!(pair.erp.state().orders.is_empty());
}
