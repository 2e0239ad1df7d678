//! The shop's reference data: what ids in documents stand for. Loaded whole, kept in memory, refreshed table by table when
//! an unknown id turns up.

mod configuration;
mod coverage;
mod fetch;
mod holder;
mod lookup;
mod rights;
mod store;
mod table;
mod vat;

use configuration::Configuration;
pub(crate) use coverage::Coverage;
pub(crate) use holder::Holder;
pub(crate) use lookup::{Reference, State, Unknown, named_state};
pub(crate) use rights::Chosen;
#[cfg(test)]
pub(crate) use rights::read_root;
pub(crate) use store::Store;
pub(crate) use table::Table;
pub(crate) use vat::rate_of_line;
