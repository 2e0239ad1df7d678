//! What the end-to-end tests share: sandbox pairs, the program as a process, the engine as a library, and what must hold.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop, and each uses a part"
)]

pub mod chance;
pub mod held;
pub mod levels;
pub mod library;
pub mod pair;
pub mod program;
pub mod projection;
pub mod quick_clock;
pub mod stub;
