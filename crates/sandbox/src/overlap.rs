//! Writes in flight, lane by lane: two at once on one lane is what a real Dolibarr answers with a deadlock.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A group of writes of which only one may be in flight.
pub(crate) type Lane = &'static str;

/// Counts what is in flight on each lane.
#[derive(Debug, Default)]
pub(crate) struct Overlaps(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    flying: BTreeMap<Lane, usize>,
    seen: u64,
}

/// One write in flight; leaves its lane when dropped.
#[derive(Debug)]
pub(crate) struct Flight {
    overlaps: Arc<Overlaps>,
    lane: Lane,
    /// Another write was in flight on the lane when this one came.
    pub(crate) collided: bool,
}

impl Overlaps {
    /// How many writes came while another was in flight on their lane.
    pub(crate) fn seen(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seen
    }
}

impl Flight {
    pub(crate) fn enter(overlaps: &Arc<Overlaps>, lane: Lane) -> Self {
        let mut inner = overlaps.0.lock().unwrap_or_else(PoisonError::into_inner);
        let flying = inner.flying.entry(lane).or_insert(0);
        let collided = *flying > 0;
        *flying += 1;
        inner.seen += u64::from(collided);
        drop(inner);
        Self { overlaps: Arc::clone(overlaps), lane, collided }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut inner = self.overlaps.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flying) = inner.flying.get_mut(self.lane) {
            *flying = flying.saturating_sub(1);
        }
    }
}
