//! The model of Dolibarr's price computation, and the search for line forms whose totals equal the shop's to the cent.

mod discount;
mod form;
mod layout;
mod model;
mod refund;

pub use form::{Form, FormKind, PricedLine, fit, fit_with_gap, gap_at, rate_for};
pub use layout::{
    LaidOutLine, Layout, LayoutSource, LineSource, PartKind, Proof, ProofLine, disputed, lay_out,
};
pub use model::{LineTotals, PriceModel};
pub use refund::{RefundSource, lay_out_refund};
