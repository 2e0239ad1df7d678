//! Recorded objects of both versions, read as the core sees them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{Canned, Server, recorded, recording, reference};
use passerelle_core::erp::{ErpKind, ErpObject, Look, LookBy};
use passerelle_core::key::ErpId;
use passerelle_dolibarr::RightState;
use passerelle_engine::ports::erp::{Erp, ErpError};
use serde_json::{Value, json};

/// A list of these recorded objects.
fn list(version: u32, names: &[&str]) -> Canned {
    let rows: Vec<String> =
        names.iter().map(|name| String::from_utf8(recording(version, name)).unwrap()).collect();
    Canned::json(format!("[{}]", rows.join(",")))
}

async fn prepared(version: u32) -> Server {
    let server = Server::start().await;
    for (path, names) in [
        ("/categories", &["category"][..]),
        ("/products", &["product"]),
        ("/thirdparties", &["third-party"]),
        ("/contacts", &["contact"]),
        ("/orders", &["order", "order-usd"]),
        ("/invoices", &["invoice", "invoice-usd", "credit-note"]),
        ("/stockmovements", &["stock-movement"]),
    ] {
        server.put(path, list(version, names));
    }
    for (path, name) in [
        ("/invoices/29/payments", "payments"),
        ("/status", "status"),
        ("/setup/company", "company"),
        ("/setup/modules", "modules"),
        ("/warehouses", "warehouses"),
        ("/bankaccounts", "bank-accounts"),
        ("/setup/dictionary/payment_types", "payment-types"),
        ("/setup/dictionary/ordering_origins", "origins"),
        ("/setup/dictionary/countries", "countries"),
        ("/setup/dictionary/currencies", "currencies"),
    ] {
        server.put(path, Canned::json(recording(version, name)));
    }
    server.put("/setup/conf/MAIN_MONNAIE", Canned::json("\"EUR\""));
    server.put("/setup/conf/MAIN_MAX_DECIMALS_UNIT", Canned::json(if version == 17 { "4" } else { "\"4\"" }));
    let unset = recorded("constant-unset").into_iter().find(|(of, _)| *of == version).unwrap().1;
    server.put("/setup/conf/MAIN_MAX_DECIMALS_TOT", unset);
    server
}

#[tokio::test]
async fn objects() {
    for version in [17, 20, 23] {
        let erp = prepared(version).await.client();
        let looks: Vec<Look> = [
            (ErpKind::Category, 3),
            (ErpKind::Product, 4),
            (ErpKind::ThirdParty, 2),
            (ErpKind::Contact, 2),
            (ErpKind::Order, 29),
            (ErpKind::Order, 30),
            (ErpKind::Order, 31),
            (ErpKind::Invoice, 29),
            (ErpKind::Invoice, 30),
        ]
        .into_iter()
        .map(|(kind, id)| Look::new(kind, LookBy::Id(ErpId(id))))
        .chain([Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(29)))])
        .collect();
        let seen = erp.look(&looks).await.unwrap();
        let found: Vec<_> = looks.iter().map(|look| (look, seen.get(look))).collect();
        insta::assert_debug_snapshot!(format!("objects-{version}"), found);
        assert_eq!(erp.calls(), 7, "orders and invoices in one call each");
    }
}

#[tokio::test]
async fn the_setup() {
    for version in [17, 20, 23] {
        let setup = prepared(version).await.client().setup().await.unwrap();
        insta::assert_debug_snapshot!(format!("setup-{version}"), setup);
    }
}

#[tokio::test]
async fn pieces_of_the_setup_may_be_missing() {
    for answer in ["right-missing", "module-off"] {
        for (version, canned) in recorded(answer) {
            let server = prepared(version).await;
            server.put("/warehouses", canned.clone());
            server.put("/setup/dictionary/currencies", canned);
            let setup = server.client().setup().await.unwrap();
            assert!(setup.warehouses.is_empty());
            assert!(!setup.currencies_known);
            assert_eq!(setup.bank_accounts.len(), 1);
        }
    }
}

#[tokio::test]
async fn empty_lists_are_answers_and_foreign_rows_are_none() {
    for (version, canned) in recorded("empty-list") {
        let server = prepared(version).await;
        server.put("/thirdparties", canned);
        let erp = server.client();
        let look = Look::new(ErpKind::ThirdParty, LookBy::Email("x@y.z".to_owned()));
        let seen = erp.look(std::slice::from_ref(&look)).await.unwrap();
        assert_eq!(seen.get(&look).map(<[_]>::len), Some(0));
        let look = Look::new(ErpKind::Order, LookBy::ExternalRef(reference("another")));
        let seen = erp.look(std::slice::from_ref(&look)).await.unwrap();
        assert_eq!(seen.get(&look).map(<[_]>::len), Some(0));
    }
}

#[tokio::test]
async fn known_ways_of_saying_nothing_are_absence() {
    for body in ["[]", "null", "0"] {
        let looks = [
            Look::new(ErpKind::Order, LookBy::ExternalRef(reference("ps1-order-5"))),
            Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(29))),
        ];
        let seen = Server::giving(Canned::json(body)).await.client().look(&looks).await.unwrap();
        assert!(looks.iter().all(|look| seen.get(look).is_some_and(<[_]>::is_empty)), "{body}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_no_absence() {
    for version in [17, 20, 23] {
        let server = prepared(version).await;
        let mut strange: Value = serde_json::from_slice(&recording(version, "order-usd")).unwrap();
        strange["statut"] = json!("9");
        let known: Value = serde_json::from_slice(&recording(version, "order")).unwrap();
        server.put("/orders", Canned::json(json!([known, strange]).to_string()));
        let orders = [29, 30].map(|id| Look::new(ErpKind::Order, LookBy::Id(ErpId(id))));
        let invoice = Look::new(ErpKind::Invoice, LookBy::Id(ErpId(29)));
        let asked = [orders.as_slice(), std::slice::from_ref(&invoice)].concat();
        let seen = server.client().look(&asked).await.unwrap();
        assert!(orders.iter().all(|look| seen.get(look).is_none()), "all of the question: {seen:?}");
        assert_eq!(seen.get(&invoice).map(<[_]>::len), Some(1), "another question is answered");
    }
}

#[tokio::test]
async fn a_payment_without_amount_is_no_absence() {
    let server = prepared(20).await;
    let mut payments: Value = serde_json::from_slice(&recording(20, "payments")).unwrap();
    payments[0].as_object_mut().unwrap().remove("amount").unwrap();
    server.put("/invoices/29/payments", Canned::json(payments.to_string()));
    let look = Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(29)));
    let seen = server.client().look(std::slice::from_ref(&look)).await.unwrap();
    assert!(seen.get(&look).is_none(), "{seen:?}");
}

#[tokio::test]
async fn an_object_instead_of_a_list_is_no_absence() {
    for body in ["{}", r#"{"0":{"id":"29"}}"#, "\"\"", "false", "1"] {
        let looks = [
            Look::new(ErpKind::ThirdParty, LookBy::Email("x@y.z".to_owned())),
            Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(29))),
        ];
        let seen = Server::giving(Canned::json(body)).await.client().look(&looks).await.unwrap();
        assert!(looks.iter().all(|look| seen.get(look).is_none()), "{body}: {seen:?}");
    }
}

#[tokio::test]
async fn what_the_firewall_refuses_is_not_answered() {
    for (version, canned) in recorded("firewall") {
        let server = prepared(version).await;
        server.put("/categories", canned);
        let looks =
            ["select it from here", "b"].map(|it| Look::new(ErpKind::Category, LookBy::Label(it.to_owned())));
        let seen = server.client().look(&looks).await.unwrap();
        assert!(looks.iter().all(|look| seen.get(look).is_none()));
        assert_eq!(server.asked().len(), 3, "together, then one by one");
    }
}

#[tokio::test]
async fn a_read_that_is_told_to_come_back_later_is_not_repeated_before() {
    for status in [429, 503] {
        let server = Server::giving(Canned::new(status, "text/html", "").with("retry-after", "30")).await;
        let look = Look::new(ErpKind::Order, LookBy::Id(ErpId(29)));
        let error = server.client().look(&[look]).await.unwrap_err();
        assert!(matches!(error, ErpError::Unavailable { retry_after: Some(30), .. }), "{status}: {error:?}");
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn questions_are_short_and_never_hold_a_colon_of_a_value() {
    let server = prepared(20).await;
    let looks: Vec<Look> = (0..200)
        .map(|n| Look::new(ErpKind::Order, LookBy::ExternalRef(reference(&format!("ps:{n}é(x)")))))
        .collect();
    server.client().look(&looks).await.unwrap();
    for asked in server.asked() {
        assert!(asked.query.len() < 5_900, "{}", asked.query.len());
        assert!(!asked.query.contains("ps%3A"), "{}", asked.query);
    }
}

#[tokio::test]
async fn a_file_whose_name_is_hidden_is_known_by_its_other_names() {
    let server = prepared(23).await;
    server.put("/documents", Canned::json(recording(23, "documents")));
    let look = Look::new(ErpKind::File, LookBy::OfProduct(ErpId(4)));
    let seen = server.client().look(std::slice::from_ref(&look)).await.unwrap();
    let Some([ErpObject::File(file)]) = seen.get(&look) else { panic!("{seen:?}") };
    let named = (file.folder.as_str(), file.name.as_str(), file.size);
    assert_eq!(named, ("demo_1795469651_(ete)", "ps1-image-5-0a1b2c3d.png", 8));
    assert!(server.asked()[0].query.contains("limit=5000"), "{}", server.asked()[0].query);
}

#[tokio::test]
async fn missing_rights_are_found() {
    for (version, canned) in recorded("right-missing") {
        let server = prepared(version).await;
        server.put("/contacts", canned);
        let found = server.client().probe_rights().await.unwrap();
        let missing: Vec<_> = found.iter().filter(|it| it.state == RightState::Missing).collect();
        assert_eq!(missing.len(), 1);
        // Of a module that is off nobody has the rights, which is no missing right.
        let names: Vec<String> = serde_json::from_slice(&recording(version, "modules")).unwrap();
        let without: Vec<&String> = names.iter().filter(|name| *name != "societe").collect();
        server.put("/setup/modules", Canned::json(json!(without).to_string()));
        let found = server.client().probe_rights().await.unwrap();
        assert!(found.iter().all(|it| it.state != RightState::Missing), "{found:?}");
        assert_eq!((missing[0].what, missing[0].right.as_str()), ("contacts", "Read contacts"));
    }
}

#[tokio::test]
async fn a_credit_note_is_negative_and_a_movement_is_found_by_its_code() {
    for version in [17, 20, 23] {
        let erp = prepared(version).await.client();
        let note = Look::new(ErpKind::Invoice, LookBy::ExternalRef(reference("p82-slip-116")));
        let code = reference("p82-slip-116-line-574");
        let movement = Look::new(ErpKind::StockMovement, LookBy::ExternalRef(code));
        let seen = erp.look(&[note.clone(), movement.clone()]).await.unwrap();
        let Some([ErpObject::Invoice(it)]) = seen.get(&note) else { panic!("{seen:?}") };
        let sums = [it.totals.net, it.totals.tax, it.totals.gross].map(|sum| sum.to_string());
        assert_eq!(sums, ["-190.92", "-38.18", "-229.10"]);
        assert!(!it.draft && it.paid);
        let Some([ErpObject::StockMovement(it)]) = seen.get(&movement) else { panic!("{seen:?}") };
        assert_eq!(it.quantity, "1".parse().unwrap());
    }
}
