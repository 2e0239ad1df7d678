//! One test for each message that a person may get about the shop.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId};
use passerelle_engine::ports::shop::{Shop, ShopError};
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};

const KEY: &str = "SECRETSECRETSECRETSECRETSECRET00";

/// Serves the same answer to everything; gives back its address.
async fn always(status: u16, headers: &[(&'static str, &str)], body: &str) -> String {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(HeaderName::from_static(name), value.parse().unwrap());
    }
    let answer = (StatusCode::from_u16(status).unwrap(), map, body.to_owned());
    serve(Router::new().fallback(move || std::future::ready(answer.clone()))).await
}

async fn serve(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

fn options(url: &str) -> PrestaShopOptions {
    let mut options = PrestaShopOptions::new(url, KEY.to_owned().into());
    options.timeout = Duration::from_millis(500);
    options.connect_timeout = Duration::from_millis(400);
    options
}

async fn setup(options: PrestaShopOptions) -> ShopError {
    let shop = PrestaShop::new(options).unwrap();
    assert!(!format!("{shop:?}").contains(KEY));
    let error = shop.setup().await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains(KEY));
    error
}

async fn refused(options: PrestaShopOptions) -> Explanation {
    match setup(options).await {
        ShopError::Refused(explanation) => explanation,
        other => panic!("{other:?}"),
    }
}

async fn unavailable(options: PrestaShopOptions) -> (Explanation, Option<u32>) {
    match setup(options).await {
        ShopError::Unavailable { explanation, retry_after } => (explanation, retry_after),
        other => panic!("{other:?}"),
    }
}

fn errors(codes: &[u32]) -> String {
    let errors: Vec<String> =
        codes.iter().map(|code| format!("{{\"code\":{code},\"message\":\"m\"}}")).collect();
    format!("{{\"errors\":[{}]}}", errors.join(","))
}

const SIGNED: (&str, &str) = ("psws-version", "8.2.0");
const REALM: (&str, &str) =
    ("www-authenticate", "Basic realm=\"Welcome to PrestaShop Webservice, please enter\"");

#[tokio::test]
async fn wrong_or_inactive_key() {
    let url = always(401, &[("psws-version", "0"), REALM], &errors(&[20, 21])).await;
    assert_eq!(refused(options(&url)).await.id, "shop-key-refused");
    let xml = "<errors><error><code><![CDATA[20]]></code></error></errors>";
    let url = always(401, &[("psws-version", "0"), REALM], xml).await;
    assert_eq!(refused(options(&url)).await.id, "shop-key-refused");
}

#[tokio::test]
async fn malformed_key() {
    let url = always(401, &[REALM], &errors(&[18])).await;
    assert_eq!(refused(options(&url)).await.id, "shop-key-malformed");
}

#[tokio::test]
async fn key_that_does_not_reach_php() {
    let url = always(401, &[REALM], "401 Unauthorized").await;
    assert_eq!(refused(options(&url)).await.id, "shop-key-not-forwarded");
}

#[tokio::test]
async fn password_of_the_web_server() {
    let url = always(401, &[("www-authenticate", "Basic realm=\"staging\"")], "no").await;
    assert_eq!(refused(options(&url)).await.id, "shop-password-protected");
}

#[tokio::test]
async fn webservice_off() {
    let url = always(503, &[("psws-version", "0")], &errors(&[22])).await;
    assert_eq!(refused(options(&url)).await.id, "shop-webservice-off");
}

#[tokio::test]
async fn missing_right() {
    let url = always(401, &[SIGNED], &errors(&[26])).await;
    let shop = PrestaShop::new(options(&url)).unwrap();
    let error = shop
        .list(passerelle_engine::ports::shop::Listing::Kind(Kind::Order), None, None, 0)
        .await
        .unwrap_err();
    let why = error.explanation();
    assert_eq!(why.id, "shop-right-missing");
    assert_eq!((why.args["resource"].as_str(), why.args["method"].as_str()), ("orders", "GET"));
}

#[tokio::test]
async fn method_not_allowed() {
    let url = always(405, &[SIGNED], &errors(&[25])).await;
    let shop = PrestaShop::new(options(&url)).unwrap();
    let error =
        shop.list(passerelle_engine::ports::shop::Listing::OrderSlips, None, None, 0).await.unwrap_err();
    let why = error.explanation();
    assert_eq!((why.id.as_str(), why.args["resource"].as_str()), ("shop-right-missing", "order_slip"));
}

#[tokio::test]
async fn key_not_for_this_shop() {
    let url = always(403, &[SIGNED], &errors(&[132])).await;
    assert_eq!(refused(options(&url)).await.id, "shop-key-not-for-address");
}

#[tokio::test]
async fn unknown_shop_id() {
    let url = always(404, &[("psws-version", "0")], &errors(&[999])).await;
    assert_eq!(refused(options(&url)).await.id, "shop-unknown-shop-id");
}

#[tokio::test]
async fn redirect() {
    let url = always(301, &[("location", "https://www.shop.example/api/?secret=1")], "").await;
    let why = refused(options(&url)).await;
    assert_eq!(
        (why.id.as_str(), why.args["to"].as_str()),
        ("shop-redirects", "https://www.shop.example/api/")
    );
}

#[tokio::test]
async fn not_a_prestashop() {
    for body in ["<!doctype html><html><body>Hello</body></html>", "{\"hello\":1}", ""] {
        let url = always(200, &[], body).await;
        assert_eq!(refused(options(&url)).await.id, "shop-not-a-prestashop", "{body}");
    }
}

#[tokio::test]
async fn no_webservice_there() {
    let url = always(404, &[], "<html>Not found</html>").await;
    assert_eq!(refused(options(&url)).await.id, "shop-no-webservice-here");
}

#[tokio::test]
async fn forbidden_by_a_firewall() {
    let url = always(403, &[], "<html>Forbidden</html>").await;
    assert_eq!(refused(options(&url)).await.id, "shop-forbidden");
}

#[tokio::test]
async fn maintenance_and_throttling() {
    let url = always(503, &[("retry-after", "120")], "<html>Maintenance</html>").await;
    let (why, retry_after) = unavailable(options(&url)).await;
    assert_eq!((why.id.as_str(), retry_after), ("shop-maintenance", Some(120)));
    let url = always(429, &[("retry-after", "7")], "").await;
    let (why, retry_after) = unavailable(options(&url)).await;
    assert_eq!((why.id.as_str(), retry_after), ("shop-too-many-calls", Some(7)));
}

#[tokio::test]
async fn crash_and_gateway() {
    let url = always(500, &[], "").await;
    let shop = PrestaShop::new(options(&url)).unwrap();
    assert_eq!(shop.setup().await.unwrap_err().explanation().id, "shop-crashed");
    assert_eq!(shop.calls(), 3, "reads are tried three times");
    let url = always(502, &[], "<html>Bad gateway</html>").await;
    assert_eq!(unavailable(options(&url)).await.0.id, "shop-gateway-error");
}

#[tokio::test]
async fn address_too_long() {
    let url = always(414, &[], "").await;
    assert_eq!(refused(options(&url)).await.id, "shop-url-too-long");
}

#[tokio::test]
async fn error_of_the_webservice() {
    let url = always(400, &[SIGNED], &errors(&[32])).await;
    let why = refused(options(&url)).await;
    assert_eq!((why.id.as_str(), why.args["code"].as_str()), ("shop-webservice-error", "32"));
}

#[tokio::test]
async fn closed_port() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (why, _) = unavailable(options(&format!("http://{address}"))).await;
    assert_eq!((why.id.as_str(), why.args["port"].clone()), ("shop-port-closed", address.port().to_string()));
}

#[tokio::test]
async fn unknown_host() {
    let (why, _) = unavailable(options("http://nowhere.invalid")).await;
    assert_eq!((why.id.as_str(), why.args["host"].as_str()), ("shop-unknown-host", "nowhere.invalid"));
}

#[tokio::test]
async fn tls_where_there_is_none() {
    let url = always(200, &[], "").await;
    assert_eq!(refused(options(&url.replace("http:", "https:"))).await.id, "shop-tls-failed");
}

#[tokio::test]
async fn time_out() {
    let app = Router::new().fallback(async || tokio::time::sleep(Duration::from_secs(5)).await);
    let url = serve(app).await;
    assert_eq!(unavailable(options(&url)).await.0.id, "shop-timed-out");
}

#[tokio::test]
async fn answer_too_long() {
    let url = always(200, &[SIGNED], &"x".repeat(5000)).await;
    let mut options = options(&url);
    options.max_body = 1000;
    assert_eq!(unavailable(options).await.0.id, "shop-answer-too-long");
}

#[tokio::test]
async fn address_that_is_none() {
    let error = PrestaShop::new(options("shop.example")).unwrap_err();
    assert_eq!(error.explanation().id, "shop-address-malformed");
}

#[tokio::test]
async fn nothing_is_gone_while_the_shop_is_down() {
    let url = always(404, &[], "<html>Not found</html>").await;
    let shop = PrestaShop::new(options(&url)).unwrap();
    assert!(shop.read(Kind::Product, &[ShopId(1)]).await.is_err());
}
