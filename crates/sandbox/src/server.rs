//! The HTTP side shared by both sandboxes: one request comes in, a fault may hit it, the system answers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::{FaultKind, Faults};
use crate::halt::{Halts, Moment};
use crate::log::{LoggedRequest, Recorder};
use crate::overlap::{Flight, Lane, Overlaps};
use crate::wire::{Wire, WireListener};

/// The largest request body read (documents are uploaded in base64).
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// One request, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// Still percent-encoded.
    pub(crate) path: String,
    /// Still percent-encoded, without `?`.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    /// A header's value, when it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// True for methods that may change something.
    pub(crate) fn is_write(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    fn target(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// Answer only after that long (the real Dolibarr sleeps on a wrong key).
    pub(crate) delay: Duration,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let mut headers = Vec::with_capacity(8);
        if !content_type.is_empty() {
            headers.push(("content-type", content_type.to_owned()));
        }
        Self { status, headers, body: body.into(), delay: Duration::ZERO }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// About how many bytes go before the body.
    fn head_length(&self) -> usize {
        let headers: usize = self.headers.iter().map(|(n, v)| n.len() + v.len() + 4).sum();
        let reason =
            StatusCode::from_u16(self.status).ok().and_then(|s| s.canonical_reason()).unwrap_or_default();
        // Status line, content-length, date, empty line.
        headers + 15 + reason.len() + 18 + self.body.len().to_string().len() + 37 + 2
    }
}

/// A system behind the HTTP side. `answer` does the work at once and never waits.
pub(crate) trait System: Send + Sync + 'static {
    /// Does the work.
    fn answer(&self, call: &Call) -> Answer;
    /// The lane of a write of which only one may be in flight.
    fn lane(&self, call: &Call) -> Option<Lane>;
    /// What the second write on a lane gets.
    fn collision(&self, call: &Call) -> Answer;
    /// The word under which a request is counted.
    fn resource(&self, call: &Call) -> String;
    /// How long each call takes.
    fn service_time(&self, call: &Call) -> Duration;
    /// An error with nothing done.
    fn failure(&self) -> Answer;
    /// A page of HTML where data was expected.
    fn page(&self) -> Answer;
    /// The text that comes before the JSON when PHP shows its warnings.
    fn warning(&self) -> &'static str;
    /// The HTML text before the JSON of a failure after the work.
    fn technical_error(&self) -> String;
}

/// What one running sandbox is made of.
#[derive(Debug)]
pub(crate) struct Shared<S> {
    pub(crate) system: S,
    pub(crate) faults: Faults,
    pub(crate) log: Recorder,
    pub(crate) halts: Halts,
    pub(crate) overlaps: Arc<Overlaps>,
}

/// A listening server; stops when dropped.
#[derive(Debug)]
pub(crate) struct Running<S> {
    pub(crate) shared: Arc<Shared<S>>,
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl<S> Drop for Running<S> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Listens on a free port of the loopback and serves the system made for that address.
pub(crate) async fn start<S: System>(
    port: u16,
    make: impl FnOnce(SocketAddr) -> S,
) -> io::Result<Running<S>> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared {
        system: make(address),
        faults: Faults::default(),
        log: Recorder::default(),
        halts: Halts::default(),
        overlaps: Arc::new(Overlaps::default()),
    });
    let router = Router::new().fallback(dispatch::<S>).with_state(Arc::clone(&shared));
    let service = router.into_make_service_with_connect_info::<Wire>();
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(WireListener(listener), service).await {
            tracing::error!(%error, "sandbox stopped serving");
        }
    });
    Ok(Running { shared, address, task })
}

async fn dispatch<S: System>(
    State(shared): State<Arc<Shared<S>>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return respond(Answer::new(413, "text/html", "<html>413 Request Entity Too Large</html>"));
    };
    let call = Call {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    shared.log.add(
        &shared.system.resource(&call),
        LoggedRequest { method: call.method.clone(), path: call.path.clone(), query: call.query.clone() },
    );
    let fault = shared.faults.take(&call.method, &call.target());
    let head = call.method == "HEAD";
    let stop = shared.halts.arrive();
    if stop == Some(Moment::Arrived) {
        shared.halts.hold().await;
    }
    let mut answer = faulty(&shared, &wire, call, fault).await;
    if stop == Some(Moment::CarriedOut) {
        shared.halts.hold().await;
    }
    if head {
        answer.body = Bytes::new();
    }
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    respond(answer)
}

async fn faulty<S: System>(
    shared: &Arc<Shared<S>>,
    wire: &Wire,
    call: Call,
    fault: Option<FaultKind>,
) -> Answer {
    let system = &shared.system;
    match fault {
        None => work(shared, &call).await,
        Some(FaultKind::LostRequest) => {
            wire.cut_after(0);
            system.failure()
        }
        Some(FaultKind::LostAnswerAfterCommit) => {
            let answer = work(shared, &call).await;
            wire.cut_after(0);
            answer
        }
        Some(FaultKind::Slow(delay)) => {
            let mut answer = work(shared, &call).await;
            answer.delay += delay;
            answer
        }
        Some(FaultKind::CommitLate(delay)) => {
            wire.cut_after(0);
            let later = Arc::clone(shared);
            tokio::spawn(async move {
                tokio::time::sleep(delay).await;
                // Alone on no lane: the client was told to let other keys flow meanwhile.
                let _ = later.system.answer(&call);
            });
            system.failure()
        }
        Some(FaultKind::Status500Before) => system.failure(),
        Some(FaultKind::Status500AfterCommit) => {
            let _ = work(shared, &call).await;
            let mut answer = system.failure();
            let text = format!("{}\n{}", system.technical_error(), String::from_utf8_lossy(&answer.body));
            answer.body = text.into();
            answer
        }
        Some(FaultKind::Html200) => system.page(),
        Some(FaultKind::EmptyList) => {
            let mut answer = work(shared, &call).await;
            answer.body = "[]".into();
            answer
        }
        Some(FaultKind::TooManyRequests { retry_after }) => {
            let answer = Answer::new(429, "text/html", "<html><h1>429 Too Many Requests</h1></html>");
            match retry_after {
                Some(seconds) => answer.with("retry-after", seconds.to_string()),
                None => answer,
            }
        }
        Some(FaultKind::ResetMidBody) => {
            let answer = work(shared, &call).await;
            wire.cut_after(answer.head_length() + answer.body.len() / 2);
            answer
        }
        Some(FaultKind::GarbageBeforeJson) => {
            let mut answer = work(shared, &call).await;
            let mut body = system.warning().as_bytes().to_vec();
            body.extend_from_slice(&answer.body);
            answer.body = body.into();
            answer
        }
    }
}

async fn work<S: System>(shared: &Arc<Shared<S>>, call: &Call) -> Answer {
    let flight = shared.system.lane(call).map(|lane| Flight::enter(&shared.overlaps, lane));
    let time = shared.system.service_time(call);
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    } else if flight.is_some() {
        // Lets a second request that is already here be seen as "at the same time".
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
    }
    match flight {
        Some(flight) if flight.collided => shared.system.collision(call),
        _ => shared.system.answer(call),
    }
}

fn respond(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Decodes percent-encoding (and `+` as a space when asked) into text; bad sequences stay as they are.
pub(crate) fn decode(text: &str, plus: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = (bytes[index] == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if let Some(byte) = hex {
            out.push(byte);
            index += 3;
        } else {
            out.push(if plus && bytes[index] == b'+' { b' ' } else { bytes[index] });
            index += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The pairs of a query string, decoded, in order.
pub(crate) fn query_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}
