//! One test for each message that a person gets to see when Dolibarr cannot be read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use std::time::Duration;

use common::{Canned, Server, client, options, recorded};
use passerelle_core::erp::{ErpKind, Look, LookBy};
use passerelle_core::key::ErpId;
use passerelle_dolibarr::Dolibarr;
use passerelle_engine::ports::erp::{Erp, ErpError};

/// What `setup` says against a server that gives this answer to everything, and how often it asked.
async fn setup(canned: Canned) -> (ErpError, usize) {
    let server = Server::giving(canned).await;
    let error = server.client().setup().await.unwrap_err();
    (error, server.asked().len())
}

fn refused(error: &ErpError) -> &str {
    match error {
        ErpError::Refused(why) => &why.id,
        ErpError::Unavailable { .. } => panic!("{error:?}"),
    }
}

fn unavailable(error: &ErpError) -> &str {
    match error {
        ErpError::Unavailable { explanation, .. } => &explanation.id,
        ErpError::Refused(_) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn wrong_key() {
    for (_, canned) in recorded("wrong-key") {
        let (error, asked) = setup(canned).await;
        assert_eq!((refused(&error), asked), ("erp-key-refused", 1));
    }
}

#[tokio::test]
async fn missing_right() {
    for (_, canned) in recorded("right-missing") {
        let server = Server::giving(canned).await;
        let look = Look::new(ErpKind::Order, LookBy::Id(ErpId(1)));
        let error = server.client().look(&[look]).await.unwrap_err();
        assert_eq!(refused(&error), "erp-right-missing");
        assert_eq!(error.explanation().args["right"], "Read customers orders");
    }
}

#[tokio::test]
async fn administrators_only() {
    for (_, canned) in recorded("admin-required") {
        let server = Server::giving(canned).await;
        server.put("/status", Canned::json(r#"{"success":{"code":200,"dolibarr_version":"20.0.0"}}"#));
        let error = server.client().setup().await.unwrap_err();
        assert_eq!(refused(&error), "erp-admin-required");
        assert!(error.explanation().args["constant"].starts_with("API_LOGINS_ALLOWED_FOR_"));
    }
}

#[tokio::test]
async fn module_off() {
    for (_, canned) in recorded("module-off") {
        let server = Server::giving(canned).await;
        let look = Look::new(ErpKind::Order, LookBy::Id(ErpId(1)));
        let error = server.client().look(&[look]).await.unwrap_err();
        assert_eq!(refused(&error), "erp-module-off");
        assert_eq!(error.explanation().args["module"], "commande");
    }
}

#[tokio::test]
async fn a_page_instead_of_dolibarr() {
    let (error, asked) = setup(Canned::new(200, "text/html", "<html>Welcome")).await;
    assert_eq!((refused(&error), asked), ("erp-not-dolibarr", 1));
    let (error, _) = setup(Canned::new(404, "text/html", "<html>Not found")).await;
    assert_eq!(refused(&error), "erp-not-dolibarr");
    let (error, _) = setup(Canned::json(r#"{"hello":1}"#)).await;
    assert_eq!(refused(&error), "erp-not-dolibarr");
}

#[tokio::test]
async fn redirect() {
    let canned = Canned::new(301, "text/html", "").with("location", "https://erp.test/api/?DOLAPIKEY=secret");
    let (error, asked) = setup(canned).await;
    assert_eq!((refused(&error), asked), ("erp-redirected", 1));
    assert_eq!(error.explanation().args["to"], "https://erp.test/api/");
}

#[tokio::test]
async fn closed_port() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = client(&format!("http://{address}")).setup().await.unwrap_err();
    assert_eq!(unavailable(&error), "erp-connection-refused");
    assert_eq!(error.explanation().args["host"], address.to_string());
}

#[tokio::test]
async fn unknown_host() {
    let error = client("http://no-such-host.invalid").setup().await.unwrap_err();
    assert_eq!(unavailable(&error), "erp-host-unknown");
}

#[tokio::test]
async fn no_tls_where_it_is_expected() {
    let server = Server::start().await;
    let error = client(&server.url.replace("http:", "https:")).setup().await.unwrap_err();
    assert_eq!(refused(&error), "erp-tls-failed");
}

#[tokio::test]
async fn too_slow() {
    let server = Server::giving(Canned { delay: Some(Duration::from_secs(5)), ..Canned::json("1") }).await;
    let mut options = options(&server.url);
    options.read_timeout = Duration::from_millis(100);
    let error = Dolibarr::new(options).unwrap().setup().await.unwrap_err();
    assert_eq!(unavailable(&error), "erp-timed-out");
    assert_eq!(server.asked().len(), 3, "reads are repeated");
}

#[tokio::test]
async fn too_large() {
    let server = Server::giving(Canned::json(vec![b' '; 4096])).await;
    let mut options = options(&server.url);
    options.body_limit = 1024;
    let error = Dolibarr::new(options).unwrap().setup().await.unwrap_err();
    assert_eq!(unavailable(&error), "erp-answer-too-large");
}

#[tokio::test]
async fn throttled() {
    let (error, asked) = setup(Canned::new(429, "text/html", "").with("retry-after", "7")).await;
    assert_eq!((unavailable(&error), asked), ("erp-throttled", 1));
    assert!(matches!(error, ErpError::Unavailable { retry_after: Some(7), .. }));
}

#[tokio::test]
async fn server_errors_are_read_again() {
    let (error, asked) = setup(Canned::new(502, "text/html", "<html>Bad gateway")).await;
    assert_eq!((unavailable(&error), asked), ("erp-unavailable", 3));
}

#[tokio::test]
async fn addresses_and_keys_that_cannot_be() {
    for (url, key, id) in [
        ("erp.test", "k", "erp-address-invalid"),
        ("http://me:secret@erp.test", "k", "erp-address-with-password"),
        ("http://erp.test", "", "erp-key-invalid"),
        ("http://erp.test", "a\nb", "erp-key-invalid"),
    ] {
        let error =
            Dolibarr::new(passerelle_dolibarr::DolibarrOptions::new(url, key.to_owned().into())).unwrap_err();
        assert_eq!(refused(&error), id);
        assert!(!format!("{error:?}").contains("secret"));
    }
}
