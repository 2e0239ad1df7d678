//! The loop that keeps both sides in step, its scheduling, and the ports to shop, erp, store and clock.
//!
//! This crate knows no HTTP, no SQL and no file: everything outside is behind a port.

mod backoff;
mod content;
mod discover;
mod doubts;
mod enumerate;
mod heal;
mod held;
mod intent;
mod limit;
mod lists;
mod look_over;
mod meter;
mod movements;
mod observer;
mod perform;
pub mod ports;
mod prepare;
mod rehearse;
mod run;
mod sweep;
mod tracking;

pub use discover::{Discovered, discover};
pub use doubts::{Doubt, doubts};
pub use look_over::{LookedOver, LookingOver, look_over};
pub use movements::discover_movements;
pub use observer::{Event, Observer, Silent};
pub use rehearse::{Rehearsal, RehearsedDocument, RehearsedState, rehearse};
pub use run::{Engine, EngineOptions, RunError, RunSummary};
pub use sweep::{Sweeping, circumstances};
