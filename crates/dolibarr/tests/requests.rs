//! What goes over the wire: headers, paths and bodies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{Canned, Server, operation};
use passerelle_core::erp::{ErpFile, ErpKind, ErpObject, Look, LookBy};
use passerelle_core::key::ErpId;
use passerelle_engine::ports::erp::{Download, Erp, FileContent, Outcome};
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
        "product-on-sale",
        "product-off-sale",
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
        "invoice-update",
        "invoice-validate",
        "invoice-set-paid",
        "payment-create",
        "credit-note-create",
        "stock-move",
        "file-delete",
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
async fn files_go_as_base64_into_the_folder_of_the_reference() {
    for word in ["image-upload", "file-copy"] {
        let server = Server::giving(Canned::json("\"ps1-image-7-000000000001.png\"")).await;
        let file = FileContent {
            name: "ps1-image-7-000000000001.png".to_owned(),
            bytes: b"\x89PNG\r\n\x1a\n".as_slice().into(),
        };
        let outcome = server.client().upload(&operation(word), &file).await;
        assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
        let asked = server.asked();
        let [asked] = asked.as_slice() else { panic!("{word}: {asked:?}") };
        let body: Value = serde_json::from_str(&asked.body).unwrap();
        // Servers that hand a body on to PHP want to know its length beforehand.
        assert_eq!(asked.headers["content-length"], asked.body.len().to_string());
        let shown =
            format!("{} {}\n{}", asked.method, asked.path, serde_json::to_string_pretty(&body).unwrap());
        insta::assert_snapshot!(word, shown);
    }
}

#[tokio::test]
async fn files_of_a_product_are_listed_and_read() {
    let list = r#"[{"name":"a.pdf","path":"/x/produit/SKU-5","level1name":"SKU-5","relativename":"a.pdf",
        "fullname":"/x/produit/SKU-5/a.pdf","date":1795642701,"size":13,"type":"file"}]"#;
    let server = Server::giving(Canned::json(list)).await;
    let look = Look::new(ErpKind::File, LookBy::OfProduct(ErpId(5)));
    let seen = server.client().look(std::slice::from_ref(&look)).await.unwrap();
    let file = ErpFile { folder: "SKU-5".into(), name: "a.pdf".into(), size: 13, written: 1_795_642_701 };
    assert_eq!(seen.get(&look).unwrap(), [ErpObject::File(file)]);
    let content = r#"{"filename":"a.pdf","content-type":"application/pdf","filesize":5,"content":"aGVsbG8=","encoding":"base64"}"#;
    let server = Server::giving(Canned::json(content)).await;
    let got = server.client().download("SKU-5/a.pdf", 100).await.unwrap();
    assert!(matches!(got, Download::Bytes(bytes) if &bytes[..] == b"hello"));
    let got = server.client().download("SKU-5/a.pdf", 4).await.unwrap();
    assert!(matches!(got, Download::Longer), "{got:?}");
}

#[tokio::test]
async fn a_file_that_is_gone_is_deleted_already() {
    let gone = r#"{"error":{"code":404,"message":"Not Found: File not found"}}"#;
    let server = Server::giving(Canned { status: 404, ..Canned::json(gone) }).await;
    let outcome = server.client().execute(&operation("file-delete"), &[]).await;
    assert!(matches!(outcome, Outcome::NothingDone), "{outcome:?}");
    assert_eq!(server.asked()[0].query, "modulepart=product&original_file=OLD+%285%29%2Fa%26b.pdf");
    let got = server.client().download("SKU-5/a.pdf", 100).await.unwrap();
    assert!(matches!(got, Download::Absent), "{got:?}");
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
