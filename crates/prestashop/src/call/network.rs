//! Failures below HTTP, in words: no such host, closed port, TLS, time-out.

use std::error::Error;
use std::time::Duration;

use passerelle_core::explain::Explanation;

use super::error::CallError;
use crate::base::Base;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// Making a connection.
    pub connect: Duration,
    /// One whole call.
    pub whole: Duration,
}

/// What `error` means. Its own text is not passed on: it may hold the address with its query.
pub(crate) fn failure(error: &reqwest::Error, base: &Base, times: Times) -> CallError {
    let place = |id: &str| Explanation::new(id).with("host", base.host()).with("port", base.port());
    let texts = chain(error);
    let says = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
    if error.is_timeout() {
        let (id, time) = match error.is_connect() {
            true => ("shop-connect-timed-out", times.connect),
            false => ("shop-timed-out", times.whole),
        };
        return passing(place(id).with("seconds", time.as_secs()), false);
    }
    if says(&["dns error", "failed to lookup address"]) {
        return passing(Explanation::new("shop-unknown-host").with("host", base.host()), false);
    }
    if says(&["certificate"]) {
        return CallError::Refused(place("shop-certificate-refused"));
    }
    if says(&["corrupt message", "tls", "handshake", "received fatal alert"]) {
        return CallError::Refused(place("shop-tls-failed"));
    }
    if has_kind(error, std::io::ErrorKind::ConnectionRefused) {
        return passing(place("shop-port-closed"), true);
    }
    passing(place("shop-connection-failed"), true)
}

fn passing(explanation: Explanation, again: bool) -> CallError {
    CallError::Passing { explanation, retry_after: None, again }
}

/// The texts of an error's causes, lower case; at most 16 of them.
fn chain(error: &reqwest::Error) -> Vec<String> {
    causes(error).map(|cause| cause.to_string().to_lowercase()).collect()
}

fn has_kind(error: &reqwest::Error, kind: std::io::ErrorKind) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<std::io::Error>()).any(|cause| cause.kind() == kind)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut cause = error.source();
    std::iter::from_fn(move || {
        let this = cause?;
        cause = this.source();
        Some(this)
    })
    .take(16)
}
