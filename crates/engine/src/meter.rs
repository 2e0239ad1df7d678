//! How many calls of the lanes a run made, and how long they took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use passerelle_core::plan::Operation;

/// Time and calls of the lanes.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    serial_nanos: AtomicU64,
    serial_calls: AtomicU64,
    writes: AtomicU64,
}

impl Meter {
    pub(crate) fn serial_time(&self) -> Duration {
        Duration::from_nanos(self.serial_nanos.load(Ordering::Relaxed))
    }

    pub(crate) fn serial_calls(&self) -> u64 {
        self.serial_calls.load(Ordering::Relaxed)
    }

    /// Counts a call of the serial lane and how long it took.
    pub(crate) fn serial(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.serial_nanos.fetch_add(nanos, Ordering::Relaxed);
        self.serial_calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a call that changes something.
    pub(crate) fn count(&self, operation: &Operation) {
        if operation.changes() {
            self.writes.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }
}
