//! `currencies`.

use serde::Deserialize;

use super::{Flag, Id, Number, Text};
use crate::rows::Row;

/// One row of `currencies`.
#[derive(Clone, Debug, Deserialize)]
pub struct CurrencyRow {
    /// `id`.
    pub id: Id,
    /// `iso_code`.
    #[serde(default)]
    pub iso_code: Text,
    /// `conversion_rate`.
    #[serde(default)]
    pub conversion_rate: Number,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for CurrencyRow {
    const RESOURCE: &'static str = "currencies";
    const DISPLAY: &'static str = "[id,iso_code,conversion_rate,active,deleted]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
