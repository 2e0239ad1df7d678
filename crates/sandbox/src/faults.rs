//! Faults to order: which request they hit, and what happens to it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::random::Dice;

/// What happens to the request that is hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The work is done, then the connection is closed without a byte of answer.
    LostAnswerAfterCommit,
    /// The connection is closed before anything was done.
    LostRequest,
    /// The work is done at once, the answer comes that much later.
    Slow(Duration),
    /// The connection is closed at once, the work is done that much later.
    CommitLate(Duration),
    /// 500 with an error body; nothing was done.
    Status500Before,
    /// 500 with an HTML text and then JSON; the work was done.
    Status500AfterCommit,
    /// An HTML page with status 200; nothing was done.
    Html200,
    /// A list is empty, with status 200: what PrestaShop 9 makes of an error of its database.
    EmptyList,
    /// 429; nothing was done.
    TooManyRequests {
        /// Seconds of the `Retry-After` header; no header without.
        retry_after: Option<u64>,
    },
    /// The work is done, the connection breaks in the middle of the answer's body.
    ResetMidBody,
    /// The work is done, the answer has the text of a PHP warning before its JSON.
    GarbageBeforeJson,
}

/// One fault waiting for its request.
#[derive(Debug, Clone)]
pub struct Fault {
    method: Option<String>,
    writes: bool,
    shape: Option<String>,
    path: String,
    skip: u32,
    times: u32,
    kind: FaultKind,
}

impl Fault {
    /// A fault for the next request, whatever it is.
    #[must_use]
    pub fn any(kind: FaultKind) -> Self {
        Self { method: None, writes: false, shape: None, path: String::new(), skip: 0, times: 1, kind }
    }

    /// A fault for the next request of that method (`*` for any) whose path with query contains `path`.
    #[must_use]
    pub fn on(method: &str, path: &str, kind: FaultKind) -> Self {
        let method = (method != "*").then(|| method.to_owned());
        Self { method, writes: false, shape: None, path: path.to_owned(), skip: 0, times: 1, kind }
    }

    /// A fault for the next request of that method whose path below the API's root has exactly that shape, `#`
    /// standing for any number: `/orders` is the list and no order, `/orders/#/validate` the validation of any.
    #[must_use]
    pub fn shaped(method: &str, shape: &str, kind: FaultKind) -> Self {
        Self { shape: Some(shape.to_owned()), ..Self::on(method, "", kind) }
    }

    /// A fault for the next request that may change something (all but GET, HEAD and OPTIONS).
    #[must_use]
    pub fn on_write(kind: FaultKind) -> Self {
        Self { writes: true, ..Self::any(kind) }
    }

    /// Lets so many matching requests pass first.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    /// Hits so many matching requests (1 when not said).
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = count;
        self
    }

    fn matches(&self, method: &str, target: &str) -> bool {
        self.method.as_deref().is_none_or(|m| m == method)
            && (!self.writes || is_write(method))
            && target.contains(&self.path)
            && self.shape.as_deref().is_none_or(|shape| has_shape(target, shape))
    }
}

/// The faults of one sandbox.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    queue: VecDeque<Fault>,
    regular: Option<Regular>,
    fired: Vec<(String, FaultKind)>,
}

#[derive(Debug)]
struct Regular {
    every: u32,
    count: u32,
    dice: Dice,
    kinds: Vec<FaultKind>,
}

impl Faults {
    /// Adds a fault behind those that wait.
    pub fn push(&self, fault: Fault) {
        self.lock().queue.push_back(fault);
    }

    /// From now on one write in `every` is hit, by one of the kinds chosen from the seed, until [`Faults::clear`].
    pub fn every_kth_write(&self, every: u32, seed: u64, kinds: &[FaultKind]) {
        let mut dice = Dice::new(seed, 0xfa01);
        let count = dice.below(every);
        let regular = Regular { every, count, dice, kinds: kinds.to_vec() };
        self.lock().regular = (every > 0 && !kinds.is_empty()).then_some(regular);
    }

    /// Forgets every fault that waits.
    pub fn clear(&self) {
        let mut inner = self.lock();
        inner.queue.clear();
        inner.regular = None;
    }

    /// How many faults wait in the queue.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lock().queue.len()
    }

    /// The faults that hit a request so far, with "METHOD path?query" of each.
    #[must_use]
    pub fn fired(&self) -> Vec<(String, FaultKind)> {
        self.lock().fired.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fault that hits this request, if any.
    pub(crate) fn take(&self, method: &str, target: &str) -> Option<FaultKind> {
        let mut inner = self.lock();
        let mut hit = None;
        let mut spent = None;
        for (index, fault) in inner.queue.iter_mut().enumerate() {
            if !fault.matches(method, target) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            fault.times = fault.times.saturating_sub(1);
            spent = (fault.times == 0).then_some(index);
            hit = Some(fault.kind.clone());
            break;
        }
        if let Some(index) = spent {
            inner.queue.remove(index);
        }
        if hit.is_none()
            && is_write(method)
            && let Some(regular) = inner.regular.as_mut()
        {
            regular.count += 1;
            if regular.count >= regular.every {
                regular.count = 0;
                hit = Some(regular.dice.pick(&regular.kinds).clone());
            }
        }
        if let Some(kind) = &hit {
            inner.fired.push((format!("{method} {target}"), kind.clone()));
        }
        hit
    }
}

fn is_write(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// Whether a path below the root (what ends in `.php`, if anything does) has that shape.
fn has_shape(target: &str, shape: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    let path = path.rsplit_once(".php").map_or(path, |(_, rest)| rest);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (mut parts, mut wanted) = (path.split('/'), shape.split('/'));
    loop {
        match (parts.next(), wanted.next()) {
            (None, None) => return true,
            (Some(part), Some("#")) if is_number(part) => {}
            (Some(part), Some(word)) if part == word => {}
            _ => return false,
        }
    }
}
