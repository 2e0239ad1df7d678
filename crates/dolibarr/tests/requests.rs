//! What goes over the wire: headers, paths and bodies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{Canned, Server, operation};
use passerelle_engine::ports::erp::Erp;
use serde_json::Value;

#[tokio::test]
async fn bodies() {
    for word in [
        "category-create",
        "category-update",
        "category-link",
        "customer-category-create",
        "customer-category-update",
        "customer-category-link",
        "customer-category-unlink",
        "product-create",
        "product-update",
        "product-details-update",
        "part-add",
        "part-remove",
        "attribute-create",
        "attribute-update",
        "attribute-value-create",
        "attribute-value-update",
        "variant-create",
        "variant-update",
        "variant-delete",
        "third-party-create",
        "third-party-update",
        "contact-create",
        "order-create",
        "order-check",
        "order-validate",
        "order-draft",
        "order-line-create",
        "order-line-update",
        "order-line-delete",
        "order-restore",
        "order-close",
        "order-cancel",
        "order-note",
        "order-contact-link",
        "invoice-create",
        "invoice-contact-link",
        "invoice-check",
        "invoice-number",
        "invoice-validate",
        "invoice-set-paid",
        "payment-create",
        "credit-note-create",
        "stock-move",
    ] {
        let server = Server::giving(Canned::json("1")).await;
        server.client().execute(&operation(word), &[]).await;
        let asked = server.asked();
        let [asked] = asked.as_slice() else { panic!("{word}: {asked:?}") };
        let body: Value = serde_json::from_str(&asked.body).unwrap_or(Value::Null);
        let shown =
            format!("{} {}\n{}", asked.method, asked.path, serde_json::to_string_pretty(&body).unwrap());
        insta::assert_snapshot!(word, shown);
        assert_eq!(asked.headers["dolapikey"], "the-key");
        assert_eq!(asked.headers["accept"], "application/json");
        assert_eq!(asked.headers["accept-encoding"], "identity");
    }
}

#[tokio::test]
async fn the_key_is_not_shown() {
    let server = Server::start().await;
    let shown = format!("{:?}", server.client());
    assert!(!shown.contains("the-key"), "{shown}");
}

#[tokio::test]
async fn foreign_payments_carry_the_foreign_amount_only() {
    use passerelle_core::plan::Operation;
    let Operation::PaymentCreate(mut write) = operation("payment-create") else { panic!() };
    write.currency = Some("USD".parse().unwrap());
    write.is_cheque = false;
    write.accept_higher = true;
    let server = Server::giving(Canned::json("1")).await;
    server.client().execute(&Operation::PaymentCreate(write), &[]).await;
    let body: Value = serde_json::from_str(&server.asked()[0].body).unwrap();
    assert_eq!(body["arrayofamounts"]["29"]["amount"], "");
    assert_eq!(body["arrayofamounts"]["29"]["multicurrency_amount"], "36");
    assert_eq!(body["chqemetteur"], "");
    assert_eq!(body["accepthigherpayment"], true);
}
