//! A merchant changes over: Dolibarr holds part of the shop's orders, invoices and payments as another connector left them. All
//! orders are there once afterwards, what was there is not touched, and what differs is told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::BTreeMap;

use common::pair::{Pair, new_erp, size};
use common::program::{Ended, Program};
use passerelle_sandbox::{ErpVersion, SandboxErp, SandboxShop, ShopOptions};
use rust_decimal::Decimal;
use serde_json::Value;

/// What another connector had brought is what a load of Passerelle leaves, without its external references.
async fn changed_over(version: ErpVersion) -> (Pair, usize) {
    let options = ShopOptions { seed: 5, size: size(3, 8, 8, 40), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, version).await;
    let before = Program::connected(&pair).await;
    let days = {
        let state = pair.shop.state();
        let mut days: Vec<String> = state
            .ids("orders")
            .iter()
            .map(|id| state.get("orders", *id, "date_add").text()[..10].to_owned())
            .collect();
        days.sort();
        days
    };
    let ended = before.run(&["sync", "--since", &days[days.len() / 2]]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut erp = pair.erp.state();
    erp.third_parties.each(|it| it.record.put("ref_ext", None));
    let mut number = 0;
    erp.orders.each(|order| {
        number += 1;
        // One of three is known by the shop's number alone.
        let reference =
            order.record.ref_ext().unwrap_or_default().trim_start_matches("ps1-order-").to_owned();
        let by_number = number % 3 == 0;
        order.record.put("ref_ext", by_number.then_some(reference.as_str()));
        if by_number {
            order.record.put("ref_client", None);
        }
    });
    erp.invoices.each(|invoice| invoice.record.put("ref_ext", None));
    for payment in &mut erp.payments {
        payment.number.clear();
    }
    drop(erp);
    pair.erp.forget_requests();
    (pair, number)
}

fn last(ended: &Ended) -> Value {
    let line = ended.out.trim().lines().last().unwrap_or_else(|| panic!("{ended:?}"));
    serde_json::from_str(line).unwrap()
}

fn count(plan: &Value, group: &str, kind: &str) -> u64 {
    let groups = plan["groups"].as_array().unwrap();
    let of = |it: &&Value| it["group"] == group && it["kind"] == kind;
    groups.iter().find(of).map_or(0, |it| it["count"].as_u64().unwrap())
}

/// How many orders of Dolibarr stand for each reference of the shop; and all invoices and payments.
fn held(shop: &SandboxShop, erp: &SandboxErp) -> (BTreeMap<String, usize>, usize, usize) {
    let (shop, erp) = (shop.state(), erp.state());
    let mut orders = BTreeMap::new();
    for order in erp.orders.iter() {
        let reference = match order.record.text("ref_client") {
            "" => shop.get("orders", order.record.text("ref_ext").parse().unwrap(), "reference").text(),
            reference => reference.to_owned(),
        };
        *orders.entry(reference).or_default() += 1;
    }
    (orders, erp.invoices.len(), erp.payments.len())
}

/// The same for a Dolibarr that held nothing.
async fn of_the_shop(pair: &Pair) -> (BTreeMap<String, usize>, usize, usize) {
    let erp = new_erp(ErpVersion::V20).await;
    let program = Program::connected_to(&pair.shop, &erp).await;
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    held(&pair.shop, &erp)
}

#[tokio::test]
async fn what_another_connector_brought_is_adopted_and_nothing_is_doubled() {
    for version in [ErpVersion::V17, ErpVersion::V20] {
        let (pair, there) = changed_over(version).await;
        let program = Program::connected(&pair).await;
        let doctor = program.run(&["doctor"]).await;
        assert!(doctor.out.contains("holds turnover of this shop already"), "{doctor:?}");
        let planned = last(&program.run(&["plan", "--json"]).await);
        assert_eq!(count(&planned, "adopted", "order"), there as u64, "{planned}");
        assert_eq!(pair.erp.requests().writes(), 0);
        let touched = |pair: &Pair| -> Vec<(u32, i64)> {
            let erp = pair.erp.state();
            let orders = erp.orders.iter().take(there).map(|it| (it.record.id, it.record.modified));
            orders.collect()
        };
        let before = touched(&pair);
        let ended = program.run(&["sync"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(touched(&pair), before, "nothing that was there is altered");
        assert_eq!(held(&pair.shop, &pair.erp), of_the_shop(&pair).await);
        pair.erp.forget_requests();
        let again = program.run(&["sync"]).await;
        assert_eq!((again.code, pair.erp.requests().writes()), (Some(0), 0), "{again:?}");
        // The state database is lost: the same evidence finds the same documents.
        let all = held(&pair.shop, &pair.erp);
        std::fs::remove_file(program.state()).unwrap();
        let ended = program.run(&["sync"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(held(&pair.shop, &pair.erp), all);
    }
}

#[tokio::test]
async fn what_differs_is_told_or_asked_once() {
    let (pair, there) = changed_over(ErpVersion::V20).await;
    let all = of_the_shop(&pair).await;
    // Another total, on the same day; another customer; a payment that was never booked.
    let stranger = pair.erp.state().third_parties.iter().last().unwrap().record.id;
    let mut asked = (String::new(), 0);
    let mut told = String::new();
    {
        let mut erp = pair.erp.state();
        erp.orders.each(|order| {
            // Those that are known by their reference.
            if order.record.text("ref_client").is_empty() {
                return;
            }
            if told.is_empty() {
                order.totals.gross += Decimal::from(5);
                told = order.record.text("ref_client").to_owned();
            } else if asked.1 == 0 && order.socid != stranger {
                order.socid = stranger;
                asked = (order.record.text("ref_client").to_owned(), order.record.id);
            }
        });
        erp.payments.pop();
    }
    let program = Program::connected(&pair).await;
    let planned = last(&program.run(&["plan", "--json"]).await);
    assert_eq!(count(&planned, "adopted", "order"), there as u64 - 1, "{planned}");
    assert_eq!(count(&planned, "quarantined", "order"), 1, "{planned}");
    let table = program.run(&["plan", "--format", "csv"]).await.out;
    assert!(
        table.lines().any(|line| line.contains("order-there-already") && line.contains(&asked.0)),
        "{table}"
    );
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let why = program.run(&["why", &told]).await.out;
    assert!(why.contains("The totals differ"), "{why}");
    let why = program.run(&["why", &asked.0]).await.out;
    let command = why.split("passerelle decide ").nth(1).unwrap().split('"').next().unwrap();
    assert!(command.ends_with(&format!("--order {}", asked.1)), "{command}");
    let args: Vec<&str> = std::iter::once("decide").chain(command.split(' ')).collect();
    let ended = program.run(&args).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // A payment that is missing is told, never booked on top.
    let (orders, invoices, payments) = held(&pair.shop, &pair.erp);
    assert_eq!((orders, invoices, payments + 1), all);
    let remarks = program.run(&["status"]).await.out;
    assert!(remarks.contains("the payment is not in Dolibarr"), "{remarks}");
    pair.erp.forget_requests();
    let again = program.run(&["sync"]).await;
    assert_eq!((again.code, pair.erp.requests().writes()), (Some(0), 0), "{again:?}");
}

#[tokio::test]
async fn products_that_persons_made_show_what_would_change_and_keep_what_settings_say() {
    let options = ShopOptions { seed: 5, size: size(2, 4, 2, 2), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let before = Program::connected(&pair).await;
    assert_eq!(before.run(&["sync", "products"]).await.code, Some(0));
    let mut labels = BTreeMap::new();
    pair.erp.state().products.each(|it| {
        if it.record.ref_ext().is_some_and(|reference| reference.starts_with("ps1-product-")) {
            it.record.put("ref_ext", None);
            labels.insert(it.record.id, it.record.text("label").to_owned());
        }
    });
    {
        // A person's own prices.
        let mut erp = pair.erp.state();
        erp.products.each(|it| {
            if labels.contains_key(&it.record.id) {
                it.price += Decimal::ONE;
            }
        });
    }
    let program = Program::connected(&pair).await;
    let planned = program.run(&["plan", "products", "--json"]).await.out;
    let changed: Vec<Value> = planned
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|it| it["group"] == "adopted" && it["kind"] == "product")
        .collect();
    assert_eq!(changed.len(), labels.len(), "{planned}");
    let has_price = |it: &&Value| it["changes"].as_array().unwrap().iter().any(|it| it["field"] == "price");
    assert_eq!(changed.iter().filter(has_price).count(), labels.len());
    let shown = program.run(&["plan", "products", "--all"]).await.out;
    assert!(shown.contains("Adopted: in Dolibarr already") && shown.contains("price \""), "{shown}");
    program.edit("kept = []", "kept = [\"prices\"]");
    let prices = |pair: &Pair| -> Vec<Decimal> {
        let erp = pair.erp.state();
        erp.products.iter().filter(|it| labels.contains_key(&it.record.id)).map(|it| it.price).collect()
    };
    let kept = prices(&pair);
    assert_eq!(program.run(&["sync", "products"]).await.code, Some(0));
    assert_eq!(prices(&pair), kept);
    // A later change in the shop leaves them as well.
    {
        let mut state = pair.shop.state();
        for id in state.ids("products") {
            state.set("products", id, "price", "99.00");
        }
    }
    assert_eq!(program.run(&["sync", "products"]).await.code, Some(0));
    assert_eq!(prices(&pair), kept);
}
