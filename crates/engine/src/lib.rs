//! The loop that keeps both sides in step, its scheduling, and the ports to shop, erp, store and clock.
//!
//! This crate knows no HTTP, no SQL and no file: everything outside is behind a port.

pub mod ports;
