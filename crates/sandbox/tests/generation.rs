//! Generated shops: the same from the same seed, and as consistent as PrestaShop's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{client, shop_get};
use passerelle_sandbox::{SandboxShop, ShopOptions, ShopSize};
use rust_decimal::Decimal;
use serde_json::Value;

async fn shop(seed: u64, size: ShopSize) -> SandboxShop {
    SandboxShop::start(ShopOptions { seed, size, ..ShopOptions::default() }).await.expect("shop")
}

const RESOURCES: &[&str] = &[
    "categories",
    "products",
    "combinations",
    "stock_availables",
    "specific_prices",
    "customers",
    "addresses",
    "orders",
    "order_details",
    "order_invoices",
    "order_payments",
    "order_slip",
    "order_cart_rules",
    "order_histories",
    "messages",
];

async fn dump(shop: &SandboxShop) -> String {
    let client = client();
    let mut all = String::new();
    for resource in RESOURCES {
        all.push_str(&shop_get(&client, shop, &format!("{resource}?display=full&sort=[id_ASC]")).await.text);
    }
    all
}

#[tokio::test]
async fn a_seed_makes_one_shop() {
    let (a, b, c) = (
        shop(7, ShopSize::small()).await,
        shop(7, ShopSize::small()).await,
        shop(8, ShopSize::small()).await,
    );
    let first = dump(&a).await;
    assert_eq!(first, dump(&b).await);
    assert_ne!(first, dump(&c).await);
}

fn amount(row: &Value, field: &str) -> Decimal {
    row[field].as_str().unwrap_or("0").parse().unwrap_or_default()
}

async fn rows(shop: &SandboxShop, resource: &str, list: &str) -> Vec<Value> {
    let answer = shop_get(&client(), shop, &format!("{resource}?display=full&sort=[id_ASC]")).await.json();
    answer[list].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn orders_add_up_as_prestashop_adds_them() {
    let shop = shop(1, ShopSize::recorded()).await;
    let orders = rows(&shop, "orders", "orders").await;
    let details = rows(&shop, "order_details", "order_details").await;
    let payments = rows(&shop, "order_payments", "order_payments").await;
    assert_eq!(orders.len(), 1_006);
    let mut off = 0;
    for order in &orders {
        let id = order["id"].to_string();
        let lines: Vec<&Value> = details.iter().filter(|d| d["id_order"] == id.as_str()).collect();
        assert!(!lines.is_empty());
        for (total, field) in
            [("total_products", "total_price_tax_excl"), ("total_products_wt", "total_price_tax_incl")]
        {
            let sum: Decimal = lines.iter().map(|l| amount(l, field)).sum();
            assert_eq!(sum, amount(order, total), "order {id} {total}");
        }
        for line in &lines {
            let count = amount(line, "product_quantity");
            for (unit, total) in [
                ("unit_price_tax_excl", "total_price_tax_excl"),
                ("unit_price_tax_incl", "total_price_tax_incl"),
            ] {
                let rounded = (amount(line, unit) * count)
                    .round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
                assert_eq!(rounded, amount(line, total), "order {id}");
            }
        }
        let parts = amount(order, "total_products_wt")
            + amount(order, "total_shipping_tax_incl")
            + amount(order, "total_wrapping_tax_incl")
            - amount(order, "total_discounts_tax_incl");
        let difference = (amount(order, "total_paid_tax_incl") - parts).abs();
        assert!(difference <= Decimal::new(4, 2), "order {id} is off by {difference}");
        off += u32::from(!difference.is_zero());
    }
    // About a quarter of real orders are off by a cent or two.
    assert!((100..450).contains(&off), "{off} of 1006 are off");
    let usd = orders.iter().filter(|o| o["id_currency"] == "2").count();
    let invoiced = orders.iter().filter(|o| o["invoice_number"] != "0").count();
    let untaxed = details.iter().filter(|d| d.get("associations").is_none()).count();
    assert!(usd > 50 && invoiced > 700 && untaxed > 50, "{usd} {invoiced} {untaxed}");
    assert!(payments.iter().all(|p| orders.iter().any(|o| o["reference"] == p["order_reference"])));
    let known: Vec<String> =
        rows(&shop, "products", "products").await.iter().map(|p| p["id"].to_string()).collect();
    assert!(
        details.iter().any(|d| !known.iter().any(|id| d["product_id"] == id.as_str())),
        "a line names a deleted product"
    );
    let addresses = rows(&shop, "addresses", "addresses").await;
    assert!(addresses.iter().any(|a| a["deleted"] == "1"));
    let slips = rows(&shop, "order_slip", "order_slips").await;
    assert!(slips.len() > 20, "{}", slips.len());
}

#[tokio::test]
async fn a_shop_can_be_empty() {
    let shop = shop(1, ShopSize::empty()).await;
    assert_eq!(shop_get(&client(), &shop, "products").await.text, "[]");
    assert_eq!(rows(&shop, "order_states", "order_states").await.len(), 13);
    assert_eq!(rows(&shop, "categories", "categories").await.len(), 2);
}
