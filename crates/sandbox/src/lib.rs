//! A small PrestaShop and a small Dolibarr over real HTTP, with the behaviour observed on real ones, traps included.
//!
//! [`SandboxShop`] answers like the PrestaShop webservice, [`SandboxErp`] like the Dolibarr REST API. Both keep their
//! state in memory, are filled from a seed, never read the wall clock for their data, and take faults through [`Faults`].

mod calendar;
pub mod erp;
mod faults;
mod halt;
mod json;
mod log;
mod overlap;
mod random;
mod server;
pub mod shop;
mod wire;

pub use erp::{ErpOptions, ErpVersion, SandboxErp};
pub use faults::{Fault, FaultKind, Faults};
pub use halt::Moment;
pub use log::{LoggedRequest, RequestLog};
pub use shop::{SandboxShop, ShopOptions, ShopSize, ShopVersion};
