//! What was asked of a sandbox, counted: tests and benchmarks judge a client by the requests it made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How many of the last requests are kept word for word.
const KEPT: usize = 10_000;

/// One request as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query string, without `?`, still percent-encoded.
    pub query: String,
}

/// Counts of the requests made so far.
#[derive(Debug, Clone, Default)]
pub struct RequestLog {
    total: u64,
    writes: u64,
    counts: BTreeMap<(String, String), u64>,
    last: std::collections::VecDeque<LoggedRequest>,
}

impl RequestLog {
    /// All requests.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// All requests but GET, HEAD and OPTIONS.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// Requests with that method on that resource (the first path segment after the interface's root).
    #[must_use]
    pub fn count(&self, method: &str, resource: &str) -> u64 {
        self.counts.get(&(method.to_owned(), resource.to_owned())).copied().unwrap_or(0)
    }

    /// Every (method, resource) with its count.
    #[must_use]
    pub fn by_resource(&self) -> &BTreeMap<(String, String), u64> {
        &self.counts
    }

    /// The last requests (at most ten thousand), oldest first.
    pub fn last(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.last.iter()
    }
}

/// The log a running sandbox writes to.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<RequestLog>);

impl Recorder {
    pub(crate) fn add(&self, resource: &str, request: LoggedRequest) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.total += 1;
        if !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
            log.writes += 1;
        }
        *log.counts.entry((request.method.clone(), resource.to_owned())).or_insert(0) += 1;
        if log.last.len() == KEPT {
            log.last.pop_front();
        }
        log.last.push_back(request);
    }

    pub(crate) fn snapshot(&self) -> RequestLog {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = RequestLog::default();
    }
}
