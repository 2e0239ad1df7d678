//! What an answer of Dolibarr means, decided in this one place for reads and writes alike.

use serde_json::Value;

use crate::application_error::ApplicationError;
use crate::reply::Reply;
use crate::tail;

/// The beginning of the page with which Dolibarr's firewall refuses a call: 403 since version 20, 200 before.
const FIREWALL: &[u8] = b"Access refused to ";
/// What Dolibarr says, in HTML, of a route whose module is off.
const NO_MODULE: &[u8] = b"API not found";

/// What an answer means.
#[derive(Clone, Debug)]
pub enum Answer {
    /// 2xx with a value, even when warnings of PHP stood before it.
    Value(Value),
    /// 304: there was nothing to do.
    Nothing,
    /// Dolibarr said no in its own words.
    Application(ApplicationError),
    /// 501, or the same text with 200: the module is off.
    ModuleOff,
    /// Dolibarr's firewall took the call for an attack; nothing was carried out.
    Firewall,
    /// A redirect, to there.
    Redirect(String),
    /// 429: too many calls, refused before anything was carried out.
    Throttled(Option<u32>),
    /// 503 with `Retry-After` and no word of Dolibarr: a proxy that will not wait. It says so, too, when it stopped waiting
    /// for a Dolibarr that goes on working, so it is no proof that nothing was carried out.
    Unavailable(u32),
    /// Refused by something that is not Dolibarr, such as a proxy.
    Foreign(u16),
    /// 5xx without a recognisable word of Dolibarr.
    Crash(u16),
    /// 2xx that does not decode.
    Unreadable(u16),
}

impl Answer {
    /// Understands an answer.
    #[must_use]
    pub fn of(reply: &Reply) -> Self {
        match reply.status {
            304 => Self::Nothing,
            300..400 => Self::Redirect(reply.location.clone().unwrap_or_default()),
            429 => Self::Throttled(reply.retry_after),
            _ if starts_with(&reply.body, FIREWALL) => Self::Firewall,
            200..300 => Self::of_success(reply),
            status => Self::of_failure(status, reply),
        }
    }

    fn of_success(reply: &Reply) -> Self {
        // Version 23 says it with 200 where PHP does not hold its output back.
        if starts_with(&reply.body, NO_MODULE) {
            return Self::ModuleOff;
        }
        let value = serde_json::from_slice(&reply.body).ok().or_else(|| {
            // A page of another program may end in something that looks like a number: only believe in JSON, or in
            // warnings that PHP wrote before the type of the answer could be told.
            if reply.says_json || is_warning(&reply.body) {
                tail::value(&reply.body, |_| true).map(|(_, value)| value)
            } else {
                None
            }
        });
        // There an SQL error is 202: its page, and behind it Dolibarr's own error.
        let value = value.or_else(|| {
            let error = tail::value(&reply.body, |value| value.get("error").is_some());
            error.filter(|_| reply.status == 202).map(|(_, value)| value)
        });
        match value {
            Some(value) => match ApplicationError::read(reply.status, &value, "") {
                Some(error) => Self::Application(error),
                None => Self::Value(value),
            },
            None => Self::Unreadable(reply.status),
        }
    }

    fn of_failure(status: u16, reply: &Reply) -> Self {
        if status == 501 && starts_with(&reply.body, NO_MODULE) {
            return Self::ModuleOff;
        }
        // SQL errors come as HTML with the JSON behind it.
        let error = tail::value(&reply.body, |value| value.get("error").is_some())
            .and_then(|(before, value)| ApplicationError::read(status, &value, before));
        match (error, status, reply.retry_after) {
            (None, 503, Some(seconds)) => Self::Unavailable(seconds),
            (Some(error), ..) => Self::Application(error),
            (None, 400..500, _) => Self::Foreign(status),
            (None, ..) => Self::Crash(status),
        }
    }
}

/// True when the body begins with a warning of PHP, as HTML or as plain text.
fn is_warning(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    let start = start.strip_prefix(b"<br />").unwrap_or(start).trim_ascii_start();
    let start = start.strip_prefix(b"<b>").or(start.strip_prefix(b"PHP ")).unwrap_or(start);
    [&b"Warning"[..], b"Notice", b"Deprecated"].iter().any(|word| start.starts_with(word))
}

fn starts_with(body: &[u8], words: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(words)
}
