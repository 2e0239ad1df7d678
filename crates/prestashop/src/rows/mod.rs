//! Lists of rows: pages, batches, and the one record that cannot be read.

mod batch;
mod decode;
pub(crate) mod envelope;
mod reader;
mod row;
mod window;

pub(crate) use batch::{Batch, values};
pub(crate) use decode::{BadRow, decode};
pub(crate) use reader::{Rows, Tries};
pub use row::Row;
