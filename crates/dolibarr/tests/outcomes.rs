//! What every recorded answer of both versions, and every way of going wrong, makes of a write.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use std::time::Duration;

use common::{Canned, Server, operation, options, outcome, recorded, recording};
use passerelle_dolibarr::Dolibarr;
use passerelle_engine::ports::erp::{Erp, Outcome};

/// The outcome in a word, with the id of its explanation.
fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::NotSent(why) => format!("not sent: {}", why.id),
        Outcome::Done { created, object } => match (created, object) {
            (Some(id), _) => format!("done: {id}"),
            (None, Some(_)) => "done with object".to_owned(),
            (None, None) => "done".to_owned(),
        },
        Outcome::NothingDone => "nothing done".to_owned(),
        Outcome::Rejected(why) => format!("rejected: {}", why.id),
        Outcome::RolledBack(why) => format!("rolled back: {}", why.id),
        Outcome::Throttled { retry_after } => format!("throttled: {retry_after:?}"),
        Outcome::Unknown(why) => format!("unknown: {}", why.id),
    }
}

#[tokio::test]
async fn recorded_answers() {
    for (call, answer, expected) in [
        ("order-create", "wrong-key", "rejected: erp-key-refused"),
        ("order-create", "no-key", "rejected: erp-key-refused"),
        ("order-create", "right-missing", "rejected: erp-right-missing"),
        ("order-create", "right-missing-order", "rejected: erp-right-missing"),
        ("order-create", "admin-required", "rejected: erp-admin-required"),
        ("order-create", "module-off", "rejected: erp-module-off"),
        ("order-close", "no-route", "rejected: erp-refused"),
        ("order-create", "bad-json", "rejected: erp-value-refused"),
        ("product-create", "field-missing", "rejected: erp-value-refused"),
        ("order-create", "firewall", "rejected: erp-firewall-refused"),
        ("product-create", "product-reference-taken", "rejected: erp-reference-taken"),
        ("product-create", "barcode-taken", "rejected: erp-barcode-taken"),
        ("product-create", "reference-too-long", "rejected: erp-text-too-long"),
        ("order-create", "order-reference-taken", "rejected: erp-reference-taken"),
        ("order-create", "order-third-party-unknown", "rejected: erp-related-missing"),
        ("order-create", "order-line-without-type", "rejected: erp-sql-error"),
        ("third-party-create", "customer-code", "rejected: erp-customer-code-refused"),
        ("third-party-create", "name-too-long", "rejected: erp-text-too-long"),
        ("third-party-create", "code-taken", "rolled back: erp-number-taken"),
        ("order-validate", "number-taken", "rolled back: erp-number-taken"),
        ("order-create", "deadlock", "rolled back: erp-deadlock"),
        ("payment-create", "payment-too-high", "rejected: erp-payment-too-high"),
        ("payment-create", "account-unknown", "rejected: erp-bank-account-unknown"),
        ("payment-create", "cheque-issuer", "rejected: erp-cheque-issuer-missing"),
        ("product-create", "emoji", "rejected: erp-emoji-refused"),
        ("category-create", "label-taken", "rejected: erp-label-taken"),
        ("invoice-contact-link", "invoice-contact-again", "nothing done"),
        ("order-contact-link", "order-contact-again", "nothing done"),
        ("order-validate", "product-off-sale", "rejected: erp-product-off-sale"),
        ("stock-move", "negative-stock", "rejected: erp-stock-negative"),
        ("invoice-number", "invoice-number-taken", "rejected: erp-invoice-number-taken"),
        // PHP does not hold its output back: an error of the database has status 202, a module that is off 200.
        ("order-validate", "number-taken-unbuffered", "rolled back: erp-number-taken"),
        ("order-create", "module-off-unbuffered", "rejected: erp-module-off"),
        ("order-create", "crash", "unknown: erp-unavailable"),
        ("order-create", "warnings-before-id", "done: 2"),
    ] {
        for (version, canned) in recorded(answer) {
            let (got, server) = outcome(&operation(call), canned).await;
            assert_eq!(word(&got), expected, "{call}, {answer}, version {version}: {got:?}");
            assert_eq!(server.asked().len(), 1, "sent once: {answer}");
        }
    }
}

#[tokio::test]
async fn the_column_of_an_emoji_is_named() {
    for (_, canned) in recorded("emoji") {
        let (got, _) = outcome(&operation("product-create"), canned).await;
        let Outcome::Rejected(why) = got else { panic!("{got:?}") };
        assert_eq!(why.args["field"], "label");
    }
}

#[tokio::test]
async fn other_answers() {
    let json = |status, body: &str| Canned::new(status, "application/json", body);
    let html = |status, body: &str| Canned::new(status, "text/html", body);
    for (call, canned, expected) in [
        ("order-create", json(200, "17"), "done: 17"),
        ("product-create", json(200, "\"25\""), "done: 25"),
        ("order-create", json(200, "0"), "unknown: erp-answer-unreadable"),
        ("order-create", json(200, "-1"), "unknown: erp-answer-unreadable"),
        ("order-create", json(200, "null"), "unknown: erp-answer-unreadable"),
        ("order-create", json(200, ""), "unknown: erp-answer-unreadable"),
        (
            "order-create",
            json(200, "<br />\n<b>Warning</b>: x<br />\n[oops"),
            "unknown: erp-answer-unreadable",
        ),
        ("order-create", html(200, "<br />\n<b>Warning</b>:  x in y on line <b>3</b><br />\n17"), "done: 17"),
        ("order-create", html(200, "\nDeprecated: x in y on line 3\n17"), "done: 17"),
        (
            "order-validate",
            json(404, r#"{"error":{"code":404,"message":"Not Found: Order not found"}}"#),
            "rejected: erp-object-missing",
        ),
        ("order-create", html(200, "<html>\n<body>Hello\n17"), "unknown: erp-answer-unreadable"),
        ("order-create", json(200, r#"{"error":{"code":500,"message":"x: no"}}"#), "rejected: erp-refused"),
        ("order-validate", json(304, ""), "nothing done"),
        ("order-draft", json(304, ""), "nothing done"),
        // A line of an order that is no draft is not changed, with 200.
        ("order-line-update", json(200, "false"), "unknown: erp-answer-unreadable"),
        ("order-line-delete", json(200, r#"{"id":"29","statut":"0","lines":[]}"#), "done with object"),
        (
            "order-line-delete",
            json(200, r#"{"id":"29","statut":"0","lines":[{"id":"7","qty":"1","subprice":"1"}]}"#),
            "rejected: erp-no-effect",
        ),
        ("order-restore", json(200, r#"{"id":"29","statut":"-1"}"#), "rejected: erp-no-effect"),
        ("invoice-number", json(200, r#"{"id":"29","ref":"IN000008","statut":"0"}"#), "done with object"),
        (
            "invoice-number",
            json(200, r#"{"id":"29","ref":"(PROV29)","statut":"0"}"#),
            "rejected: erp-invoice-number-taken",
        ),
        (
            "invoice-update",
            json(200, r#"{"id":"29","ref":"(PROV29)","ref_client":"8","statut":"0","date":1793401200}"#),
            "done with object",
        ),
        (
            "invoice-update",
            json(200, r#"{"id":"29","ref":"(PROV29)","ref_client":"7","statut":"0","date":1793401200}"#),
            "rejected: erp-no-effect",
        ),
        (
            "invoice-update",
            json(200, r#"{"id":"29","ref":"(PROV29)","ref_client":"8","statut":"0","date":1793487600}"#),
            "rejected: erp-no-effect",
        ),
        ("order-contact-link", json(304, ""), "nothing done"),
        ("order-contact-link", json(200, r#"{"success":{"code":200}}"#), "done"),
        ("third-party-update", json(200, "false"), "unknown: erp-answer-unreadable"),
        ("third-party-update", json(200, r#"{"id":"2","town":"Lyon"}"#), "rejected: erp-no-effect"),
        ("third-party-update", json(200, r#"{"id":"2","town":"PARIS "}"#), "done"),
        ("order-create", html(301, ""), "rejected: erp-redirected"),
        ("order-create", html(413, "<html>too large"), "rejected: erp-not-dolibarr"),
        ("order-create", html(404, "<html>nothing"), "rejected: erp-not-dolibarr"),
        ("order-create", html(408, ""), "unknown: erp-unavailable"),
        ("order-create", html(502, "<html>Bad gateway"), "unknown: erp-unavailable"),
        ("order-create", html(503, ""), "unknown: erp-unavailable"),
        ("order-create", html(503, "").with("retry-after", "30"), "unknown: erp-unavailable"),
        (
            "order-create",
            html(503, "<html>Backend fetch failed").with("retry-after", "5"),
            "unknown: erp-unavailable",
        ),
        ("order-create", html(504, "<html>"), "unknown: erp-unavailable"),
        ("order-create", html(429, ""), "throttled: None"),
        ("order-create", html(429, "").with("retry-after", "30"), "throttled: Some(30)"),
        (
            "order-create",
            json(503, r#"{"error":{"code":503,"message":"Service Unavailable: no"}}"#),
            "rejected: erp-refused",
        ),
        (
            "order-create",
            json(503, r#"{"error":{"code":503,"message":"Service Unavailable: no"}}"#)
                .with("retry-after", "30"),
            "rejected: erp-refused",
        ),
        (
            "product-create",
            json(
                500,
                r#"{"error":{"code":500,"message":"Internal Server Error: The WebHook for PRODUCT_CREATE failed"}}"#,
            ),
            "rejected: erp-webhook-failed",
        ),
    ] {
        let shown = format!("{canned:?}");
        let (got, server) = outcome(&operation(call), canned).await;
        assert_eq!(word(&got), expected, "{call}: {shown}: {got:?}");
        assert_eq!(server.asked().len(), 1, "sent once: {shown}");
    }
}

#[tokio::test]
async fn objects_come_back_in_the_state_that_was_wanted() {
    for version in [17, 20] {
        let order = recording(version, "order");
        let (got, _) = outcome(&operation("order-cancel"), Canned::json(order.clone())).await;
        assert_eq!(word(&got), "done with object");
        // The recorded order is cancelled, so it was not closed.
        let (got, _) = outcome(&operation("order-close"), Canned::json(order)).await;
        assert_eq!(word(&got), "rejected: erp-no-effect");
        let (got, _) =
            outcome(&operation("invoice-validate"), Canned::json(recording(version, "invoice"))).await;
        assert_eq!(word(&got), "done with object");
        let (got, _) =
            outcome(&operation("invoice-set-paid"), Canned::json(recording(version, "invoice"))).await;
        assert_eq!(word(&got), "done with object");
    }
}

#[tokio::test]
async fn a_write_without_answer_is_unknown() {
    let slow = Canned { delay: Some(Duration::from_secs(5)), ..Canned::json("17") };
    let server = Server::giving(slow).await;
    let mut options = options(&server.url);
    options.write_timeout = Duration::from_millis(200);
    let erp = Dolibarr::new(options).unwrap();
    let got = erp.execute(&operation("order-create"), &[]).await;
    assert_eq!(word(&got), "unknown: erp-timed-out");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_unknown() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    for beginning in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(async move {
            let mut connections = 0;
            while let Ok(Ok((mut stream, _))) =
                tokio::time::timeout(Duration::from_millis(700), listener.accept()).await
            {
                connections += 1;
                let mut some = [0; 64];
                stream.read_exact(&mut some).await.unwrap();
                stream.write_all(beginning.as_bytes()).await.unwrap();
            }
            connections
        });
        let got = common::client(&url).execute(&operation("order-create"), &[]).await;
        assert_eq!(word(&got), "unknown: erp-connection-lost");
        assert_eq!(served.await.unwrap(), 1, "sent once");
    }
}

#[tokio::test]
async fn what_never_left_is_not_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let got = common::client(&url).execute(&operation("order-create"), &[]).await;
    assert_eq!(word(&got), "not sent: erp-connection-refused");
}

#[tokio::test]
async fn nothing_is_sent_without_its_target_or_with_a_reference_that_is_too_long() {
    use passerelle_core::plan::{Operation, ProductWrite, Target};
    let server = Server::giving(Canned::json("1")).await;
    let erp = server.client();
    let got = erp.execute(&Operation::OrderClose { order: Target::Step(0) }, &[None]).await;
    assert_eq!(word(&got), "rejected: erp-target-missing");
    let write = ProductWrite { reference: Some("x".repeat(129)), ..ProductWrite::default() };
    let got = erp.execute(&Operation::ProductCreate(write), &[]).await;
    assert_eq!(word(&got), "rejected: erp-text-too-long");
    assert!(server.asked().is_empty());
}
