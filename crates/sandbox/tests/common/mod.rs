//! A small client for the tests.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use passerelle_sandbox::{SandboxErp, SandboxShop};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// A client which follows no redirect, as Passerelle's.
pub fn client() -> Client {
    // An error says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().expect("client")
}

/// An answer read to its end.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

pub async fn send(request: RequestBuilder) -> Result<Got, reqwest::Error> {
    let answer = request.send().await?;
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await?;
    Ok(Got { status, text: String::from_utf8_lossy(&bytes).into_owned() })
}

pub fn shop_request(client: &Client, shop: &SandboxShop, method: Method, path: &str) -> RequestBuilder {
    client
        .request(method, format!("{}api/{path}", shop.url()))
        .basic_auth(shop.key(), Some(""))
        .header("Io-Format", "JSON")
}

pub async fn shop_get(client: &Client, shop: &SandboxShop, path: &str) -> Got {
    send(shop_request(client, shop, Method::GET, path)).await.expect("answer")
}

pub fn erp_request(
    client: &Client,
    erp: &SandboxErp,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> RequestBuilder {
    let url = format!("{}api/index.php{path}", erp.url());
    let request = client.request(method, url).header("DOLAPIKEY", erp.key());
    match body {
        Some(body) => request.header("Content-Type", "application/json").body(body.to_string()),
        None => request,
    }
}

pub async fn erp_call(
    client: &Client,
    erp: &SandboxErp,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Got {
    let method = Method::from_bytes(method.as_bytes()).expect("method");
    send(erp_request(client, erp, method, path, body.as_ref())).await.expect("answer")
}
