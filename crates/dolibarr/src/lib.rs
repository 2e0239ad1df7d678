//! The client of Dolibarr's REST API. Only this crate knows sqlfilters and Dolibarr's shapes.
//!
//! Reads may be repeated when they fail for a passing reason. A write is one HTTP call and is never repeated: its
//! [`Outcome`](passerelle_engine::ports::erp::Outcome) says honestly what is known of it.

mod address;
mod answer;
mod application_error;
mod body;
mod call;
mod codec;
mod constants;
mod diagnosis;
mod dolibarr;
mod download;
mod explanations;
mod list;
mod look;
mod moment;
mod options;
mod outcome;
mod read;
mod reply;
mod resource;
mod rights;
mod setup;
mod tail;
mod text;
mod transport;
mod written;

pub use dolibarr::Dolibarr;
pub use options::DolibarrOptions;
pub use rights::{RightFinding, RightState};
