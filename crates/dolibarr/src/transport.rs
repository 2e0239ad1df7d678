//! The wire: one HTTP client, one call at a time, bounded answers, and no repetition of anything.

use std::error::Error as _;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::BytesMut;
use passerelle_core::explain::Explanation;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Client, Method};
use secrecy::ExposeSecret as _;
use serde_json::Value;

use crate::address::ApiAddress;
use crate::body::Upload;
use crate::explanations;
use crate::options::DolibarrOptions;
use crate::reply::Reply;

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The connection could not be made: nothing was sent.
    NotSent(Explanation),
    /// Something may have been sent and carried out.
    Lost(Explanation),
}

/// The client of one Dolibarr.
#[derive(Debug)]
pub struct Transport {
    client: Client,
    address: ApiAddress,
    read_timeout: Duration,
    write_timeout: Duration,
    body_limit: usize,
    calls: AtomicU64,
}

impl Transport {
    /// A client for this address and key.
    pub fn new(options: &DolibarrOptions) -> Result<Self, Explanation> {
        let address = ApiAddress::parse(&options.url)?;
        let mut key = HeaderValue::from_str(options.key.expose_secret().trim())
            .ok()
            .filter(|key| !key.is_empty())
            .ok_or_else(explanations::key_invalid)?;
        key.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert("DOLAPIKEY", key);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        // Dolibarr's SQL errors come as text before a gzip stream when gzip is accepted: no client can read that.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        // An error says that a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(options.connect_timeout)
            // Shorter than what web servers keep (5 s and up), or a write meets a connection that is just being closed.
            .pool_idle_timeout(Duration::from_secs(3))
            .user_agent(concat!("passerelle/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| explanations::client_failed())?;
        Ok(Self {
            client,
            address,
            read_timeout: options.read_timeout,
            write_timeout: options.write_timeout,
            body_limit: options.body_limit,
            calls: AtomicU64::new(0),
        })
    }

    /// Number of calls sent so far.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Reads `path` once.
    pub async fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Reply, Failure> {
        self.send(Method::GET, path, query, None, self.read_timeout, self.body_limit).await
    }

    /// Sends one writing call, once.
    pub async fn write(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Option<&Value>,
    ) -> Result<Reply, Failure> {
        let body = body.map(|body| reqwest::Body::from(body.to_string()));
        self.send(method, path, query, body, self.write_timeout, self.body_limit).await
    }

    /// Sends one writing call with a file, once.
    pub async fn upload(&self, method: Method, path: &str, body: Upload) -> Result<Reply, Failure> {
        let body = reqwest::Body::wrap(body);
        self.send(method, path, &[], Some(body), self.write_timeout, self.body_limit).await
    }

    /// Reads `path` once, up to so many bytes.
    pub async fn get_long(
        &self,
        path: &str,
        query: &[(&str, String)],
        limit: usize,
    ) -> Result<Reply, Failure> {
        self.send(Method::GET, path, query, None, self.read_timeout, limit).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Option<reqwest::Body>,
        timeout: Duration,
        limit: usize,
    ) -> Result<Reply, Failure> {
        let mut request = self.client.request(method, self.address.join(path, query)).timeout(timeout);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        self.calls.fetch_add(1, Ordering::Relaxed);
        let response = request.send().await.map_err(|error| self.failure(&error, timeout))?;
        self.receive(response, timeout, limit).await
    }

    /// Takes in an answer up to the bound.
    async fn receive(
        &self,
        mut response: reqwest::Response,
        timeout: Duration,
        limit: usize,
    ) -> Result<Reply, Failure> {
        let text = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let mut reply = Reply {
            status: response.status().as_u16(),
            says_json: text(CONTENT_TYPE).is_some_and(|kind| kind.contains("json")),
            retry_after: text(RETRY_AFTER).and_then(|seconds| seconds.trim().parse().ok()),
            location: text(LOCATION).map(|to| to.split(['?', '#']).next().unwrap_or_default().to_owned()),
            body: bytes::Bytes::new(),
        };
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                    return Err(Failure::Lost(explanations::answer_too_large(limit)));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(self.failure(&error, timeout)),
            }
        }
        reply.body = body.freeze();
        Ok(reply)
    }

    /// Says what a failed call means. Only a connection that could not be made is proof that nothing was sent.
    fn failure(&self, error: &reqwest::Error, timeout: Duration) -> Failure {
        let host = self.address.host();
        if error.is_connect() {
            return Failure::NotSent(connect_failure(error, &host));
        }
        if error.is_builder() || error.is_request() && error.is_redirect() {
            return Failure::NotSent(explanations::unreachable(&host));
        }
        Failure::Lost(if error.is_timeout() {
            explanations::timed_out(timeout.as_secs())
        } else {
            explanations::connection_lost(&host)
        })
    }
}

/// Why a connection could not be made, found among the causes of the error.
fn connect_failure(error: &reqwest::Error, host: &str) -> Explanation {
    let mut cause = error.source();
    let mut words = String::new();
    while let Some(source) = cause {
        if let Some(io) = source.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return explanations::connection_refused(host),
                io::ErrorKind::TimedOut => return explanations::connection_timed_out(host),
                _ => {}
            }
        }
        words.push_str(&source.to_string().to_ascii_lowercase());
        words.push('\n');
        cause = source.source();
    }
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if says(&["dns", "lookup", "resolve"]) {
        explanations::host_unknown(host)
    } else if says(&["certificate", "tls", "ssl", "handshake", "corrupt message", "invalidcontenttype"]) {
        explanations::tls_failed(host)
    } else if error.is_timeout() || says(&["timed out", "deadline"]) {
        explanations::connection_timed_out(host)
    } else {
        explanations::unreachable(host)
    }
}
