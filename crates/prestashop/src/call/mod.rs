//! One GET: key, bounds, a few tries, and what came back.

mod client;
mod error;
mod error_codes;
mod network;
mod query;
mod refusal;
mod scope;

pub(crate) use client::{Client, Request};
pub(crate) use error::CallError;
pub(crate) use query::Query;
pub(crate) use scope::Scope;
