//! What a run tells while it goes on, for progress bars and lines.

use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind};

use crate::ports::store::DocumentState;

/// Something that happened in a run.
#[derive(Clone, Debug)]
pub enum Event {
    /// Rows of an enumeration were seen; so many so far.
    Discovering {
        /// What is enumerated.
        what: &'static str,
        /// Rows so far.
        seen: u64,
    },
    /// So many documents of a kind are due.
    Due {
        /// Their kind.
        kind: Kind,
        /// How many.
        count: u64,
    },
    /// A document ended in a state.
    Ended {
        /// Its key.
        key: Key,
        /// The state.
        state: DocumentState,
        /// Whether something was written for it.
        wrote: bool,
    },
    /// The run pauses until something is due, or a side can be reached again.
    Pausing {
        /// For how long, in seconds.
        seconds: u64,
        /// Why.
        explanation: Explanation,
    },
}

/// Listens to a run. Must return quickly.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn notice(&self, event: &Event);
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn notice(&self, _event: &Event) {}
}
