//! Client of the PrestaShop webservice: requests, paging, tolerant decoding, typed errors. It only ever reads.
//!
//! [`PrestaShop`] implements the engine's shop port. Nothing outside this crate knows PrestaShop's shapes, and nothing in
//! it writes to the shop.

mod base;
mod call;
mod clashes;
mod image;
mod listing;
mod options;
mod read;
#[cfg(test)]
mod recorded;
mod reference;
mod rows;
mod setup;
mod shop;
mod tables;
mod usage;
pub mod wire;

pub use clashes::{Clashes, Shared};
pub use options::{PrestaShopOptions, ProductReading};
pub use rows::Row;
pub use shop::PrestaShop;
