//! The HTTP client of one shop.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use passerelle_core::explain::Explanation;
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::error::CallError;
use super::network::{Times, failure};
use super::query::Query;
use super::refusal::{Asked, Verdict};
use super::scope::Scope;
use crate::base::Base;
use crate::options::PrestaShopOptions;

/// Pauses before the second and the third try. Reads change nothing, so they can be tried again.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(700)];

/// By how many bytes a file's buffer grows.
const GROWTH: usize = 1024 * 1024;

/// One GET.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The resource; empty for the root.
    pub resource: &'static str,
    /// One thing of it.
    pub id: Option<u64>,
    /// What to show of which rows.
    pub query: Query,
    /// XML for the root, which has no JSON; JSON for the rest.
    pub json: bool,
    /// Of which shops.
    pub scope: Scope,
}

impl Request {
    /// Rows of a resource.
    pub(crate) fn rows(resource: &'static str, query: Query, scope: Scope) -> Self {
        Self { resource, id: None, query, json: true, scope }
    }
}

/// A success.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// `PSWS-Version`.
    pub version: Option<String>,
    /// The body.
    pub body: Bytes,
}

/// The HTTP client of one shop.
pub(crate) struct Client {
    http: reqwest::Client,
    base: Base,
    key: SecretString,
    times: Times,
    max_body: usize,
    calls: AtomicU64,
    slots: Semaphore,
}

impl Client {
    /// A client that has not called yet.
    pub(crate) fn new(options: &PrestaShopOptions, base: Base) -> Result<Self, reqwest::Error> {
        // An error says that a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            // Webservices redirect to the shop's front page when something is wrong: never follow.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect_timeout)
            .timeout(options.timeout)
            .user_agent(concat!("Passerelle/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            http,
            base,
            key: options.key.clone(),
            times: Times { connect: options.connect_timeout, whole: options.timeout },
            max_body: options.max_body,
            calls: AtomicU64::new(0),
            slots: Semaphore::new(options.parallel.max(1)),
        })
    }

    /// HTTP calls so far, tries counted one by one.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Where the shop is, fit to be shown.
    pub(crate) fn place(&self) -> String {
        crate::base::shown(self.base.url())
    }

    /// Makes the call, at most three times while it fails in a passing way.
    pub(crate) async fn get(&self, request: &Request) -> Result<Answer, CallError> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let result = self.get_once(request).await;
            match (&result, pauses.next()) {
                (Err(error), Some(pause)) if error.is_worth_another_try() => tokio::time::sleep(pause).await,
                _ => return result,
            }
        }
    }

    /// Makes the call once.
    pub(crate) async fn get_once(&self, request: &Request) -> Result<Answer, CallError> {
        // The semaphore is never closed; if it were, the call would merely not be counted against the limit.
        let _slot = self.slots.acquire().await.ok();
        self.calls.fetch_add(1, Ordering::Relaxed);
        let begun = Instant::now();
        let result = self.exchange(request).await;
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &result {
            Ok(answer) => {
                tracing::debug!(
                    resource = request.resource,
                    milliseconds,
                    bytes = answer.body.len(),
                    "shop answered"
                );
            }
            Err(error) => {
                tracing::debug!(resource = request.resource, milliseconds, %error, "shop call failed")
            }
        }
        result
    }

    async fn exchange(&self, request: &Request) -> Result<Answer, CallError> {
        let fail = |error: reqwest::Error| failure(&error, &self.base, self.times);
        let mut response = self
            .http
            .get(self.url(request))
            .basic_auth(self.key.expose_secret(), Some(""))
            .send()
            .await
            .map_err(fail)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(CallError::Unreadable(
                    Explanation::new("shop-answer-too-long")
                        .with("resource", request.resource)
                        .with("megabytes", self.max_body / (1024 * 1024)),
                ));
            }
            body.extend_from_slice(&chunk);
        }
        let headers = response.headers();
        let version = text(headers, "psws-version").filter(|version| *version != "0").map(str::to_owned);
        let powered = text(headers, "x-powered-by").is_some_and(|by| by.contains("PrestaShop"));
        let verdict = Verdict {
            status: response.status().as_u16(),
            from_webservice: text(headers, "psws-version").is_some() || powered,
            location: text(headers, "location"),
            realm: text(headers, "www-authenticate"),
            retry_after: text(headers, "retry-after").and_then(|seconds| seconds.trim().parse().ok()),
            body: &body,
        };
        let asked = Asked { resource: request.resource, shop_id: request.scope.shop(), base: &self.base };
        if let Some(error) = verdict.error(asked) {
            return Err(error);
        }
        if !verdict.from_webservice && !looks_like(request.json, &body) {
            return Err(CallError::Refused(Explanation::new("shop-not-a-prestashop").with("status", 200)));
        }
        Ok(Answer { version, body: body.freeze() })
    }

    /// A file of the webservice, up to so many bytes, asked for up to three times.
    pub(crate) async fn file(
        &self,
        path: &str,
        scope: Scope,
        most: usize,
    ) -> Result<Option<Bytes>, CallError> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let result = self.file_once(path, scope, most).await;
            match (&result, pauses.next()) {
                (Err(error), Some(pause)) if error.is_worth_another_try() => tokio::time::sleep(pause).await,
                _ => return result,
            }
        }
    }

    /// None when it is longer: then what is left of it is not read.
    async fn file_once(&self, path: &str, scope: Scope, most: usize) -> Result<Option<Bytes>, CallError> {
        let _slot = self.slots.acquire().await.ok();
        self.calls.fetch_add(1, Ordering::Relaxed);
        let fail = |error: reqwest::Error| failure(&error, &self.base, self.times);
        let mut url = self.base.url().clone();
        url.set_path(&format!("{}{path}", url.path()));
        if let Some(shops) = scope.value() {
            url.query_pairs_mut().append_pair("id_shop", &shops);
        }
        let request = self.http.get(url).basic_auth(self.key.expose_secret(), Some(""));
        let mut response = request.send().await.map_err(fail)?;
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
        if response.status() == 200 && announced.is_some_and(|length| length > most) {
            return Ok(None);
        }
        let mut body: Vec<u8> = Vec::with_capacity(announced.unwrap_or_default().min(most));
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > most {
                return Ok(None);
            }
            // Not doubled, as it would be by itself: files are long, and their length is seldom announced.
            if body.capacity() - body.len() < chunk.len() {
                body.reserve_exact(chunk.len().max(GROWTH));
            }
            body.extend_from_slice(&chunk);
        }
        let headers = response.headers();
        let powered = text(headers, "x-powered-by").is_some_and(|by| by.contains("PrestaShop"));
        let verdict = Verdict {
            status: response.status().as_u16(),
            from_webservice: text(headers, "psws-version").is_some() || powered,
            location: text(headers, "location"),
            realm: text(headers, "www-authenticate"),
            retry_after: text(headers, "retry-after").and_then(|seconds| seconds.trim().parse().ok()),
            body: &body,
        };
        let asked = Asked { resource: "images", shop_id: scope.shop(), base: &self.base };
        match verdict.error(asked) {
            Some(error) => Err(error),
            None => Ok(Some(Bytes::from(body))),
        }
    }

    fn url(&self, request: &Request) -> url::Url {
        let mut url = self.base.url().clone();
        let id = request.id.map(|id| format!("/{id}")).unwrap_or_default();
        // The root needs its slash: without it PrestaShop redirects.
        let path = format!("{}{}{id}", url.path(), request.resource);
        url.set_path(&path);
        if request.json {
            url.query_pairs_mut().append_pair("output_format", "JSON");
        }
        if let Some(shops) = request.scope.value() {
            url.query_pairs_mut().append_pair("id_shop", &shops);
        }
        request.query.append_to(&mut url);
        url
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A body that may be the webservice's although a proxy removed its headers.
fn looks_like(json: bool, body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    if json { body.starts_with(b"{") || body.starts_with(b"[") } else { contains(body, b"<prestashop") }
}

fn contains(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).take(4096).any(|window| window == part)
}
