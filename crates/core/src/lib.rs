//! The pure core of Passerelle: domain words, money, both sides' documents, and the decision what must be done.
//!
//! Nothing here reads a clock, a file, a network or a random number: everything comes in as an argument.

pub mod accept;
pub mod business;
pub mod collective;
pub mod decide;
pub mod erp;
pub mod explain;
pub mod fingerprint;
pub mod html;
pub mod key;
pub mod money;
pub mod plan;
pub mod rounding;
pub mod settings;
pub mod shop;
pub mod tax;
