//! `accept` end to end: a wrapping that is listed and was not charged, refused until a person says who and why.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::key;
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::Kind;
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, ShopOptions};
use rust_decimal::Decimal;

/// Lists a wrapping of 3.50 / 4.20 on an order with one invoice, in both headers, without charging it.
fn list_wrapping(state: &mut ShopData, net: i64) -> u32 {
    let order = state
        .ids("orders")
        .into_iter()
        .find(|id| {
            state.get("orders", *id, "current_state").int() == 5
                && state.get("orders", *id, "id_currency").int() == 1
                && state.get("orders", *id, "total_wrapping_tax_incl").amount().is_zero()
                && state.find("order_invoices", "id_order", i64::from(*id)).len() == 1
        })
        .unwrap();
    let invoice = state.find("order_invoices", "id_order", i64::from(order))[0];
    let (net, gross) = (Decimal::new(net, 2), Decimal::new(net * 12 / 10, 2));
    for (table, id) in [("orders", order), ("order_invoices", invoice)] {
        state.set(table, id, "total_wrapping_tax_excl", Cell::Amount(net));
        state.set(table, id, "total_wrapping_tax_incl", Cell::Amount(gross));
    }
    order
}

async fn pair() -> Pair {
    let shop = ShopOptions { seed: 11, size: size(3, 8, 6, 16), oddities: false, ..ShopOptions::default() };
    Pair::of(shop, ErpVersion::V20).await
}

#[tokio::test]
async fn a_difference_is_booked_on_a_persons_word_and_kept_in_the_journal() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let order = list_wrapping(&mut pair.shop.state(), 350);
    let name = format!("order/{order}");
    assert_eq!(program.run(&["sync"]).await.code, Some(1));
    let shown = program.run(&["--json", "accept", &name]).await;
    assert_eq!(shown.code, Some(1), "{shown:?}");
    let lines: Vec<serde_json::Value> =
        shown.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "the order and its invoice: {shown:?}");
    assert_eq!(lines[0]["document"], name);
    assert_eq!(lines[0]["difference"]["net"], "-3.50");
    assert_eq!(lines[0]["may_be_accepted"], true);
    // Nobody said yes.
    assert_eq!(program.run(&["accept", &name, "--yes"]).await.code, Some(2));
    let said = ["accept", &name, "--by", "Zoé", "--reason", "the wrapping was a present", "--yes"];
    let ended = program.run(&said).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("-3.50"), "{ended:?}");
    {
        let data = pair.erp.state();
        let mut shop = pair.shop.state();
        let to_pay = shop.get("orders", order, "total_paid_tax_incl").amount().round_dp(2);
        let invoice = shop.find("order_invoices", "id_order", i64::from(order))[0];
        let orders = data.orders.by_ref_ext(key(Kind::Order, order).external_ref().as_str());
        let invoices = data.invoices.by_ref_ext(key(Kind::Invoice, invoice).external_ref().as_str());
        let ([sold], [billed]) = (orders.as_slice(), invoices.as_slice()) else { panic!("{to_pay}") };
        for document in [sold, billed] {
            assert_eq!(document.totals.gross, to_pay);
            let adjusted = document.lines.iter().filter(|line| line.record.text("desc") == "Écart accepté");
            assert_eq!(adjusted.count(), 1);
        }
        assert!(billed.paid);
    }
    let why = program.run(&["why", &name]).await;
    assert!(why.out.contains("the wrapping was a present") && why.out.contains("Zoé"), "{why:?}");
    // Said once, it stands.
    let again = program.run(&["accept", &name]).await;
    assert_eq!(again.code, Some(2), "{again:?}");
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
}

#[tokio::test]
async fn nothing_beyond_the_limit_is_accepted() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let order = list_wrapping(&mut pair.shop.state(), 900);
    let name = format!("order/{order}");
    assert_eq!(program.run(&["sync"]).await.code, Some(1));
    let ended = program.run(&["accept", &name, "--by", "Zoé", "--reason", "so what", "--yes"]).await;
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains("accept_up_to") && ended.err.contains("10.80"), "{ended:?}");
    let found = pair.erp.state().orders.by_ref_ext(key(Kind::Order, order).external_ref().as_str()).len();
    assert_eq!(found, 0);
}
