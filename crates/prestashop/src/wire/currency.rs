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
    /// `precision`: how many decimals amounts have; empty in rows that came from old versions.
    #[serde(default)]
    pub precision: Option<Number>,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl CurrencyRow {
    /// To how many decimals amounts are rounded, where the shop says so.
    pub(crate) fn decimals(&self) -> Option<u32> {
        self.precision.and_then(|it| u32::try_from(it.0.trunc().mantissa()).ok()).filter(|it| *it <= 6)
    }
}

impl Row for CurrencyRow {
    const RESOURCE: &'static str = "currencies";
    const DISPLAY: &'static str = "[id,iso_code,precision,conversion_rate,active,deleted]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
