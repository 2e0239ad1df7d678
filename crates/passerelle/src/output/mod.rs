//! How results are shown: tables, lines, progress bars, JSON.

pub mod document;
pub mod progress;
pub mod summary;
pub mod table;
