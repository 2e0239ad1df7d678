//! The ports: what the engine asks of a shop, an erp, a store and a clock.

pub mod clock;
pub mod erp;
pub mod seen;
pub mod shop;
pub mod store;
pub mod sweep;
