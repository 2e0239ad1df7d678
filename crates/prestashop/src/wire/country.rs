//! `countries`.

use serde::Deserialize;

use super::{Flag, Id, Text};
use crate::rows::Row;

/// One row of `countries`.
#[derive(Clone, Debug, Deserialize)]
pub struct CountryRow {
    /// `id`.
    pub id: Id,
    /// `iso_code`.
    #[serde(default)]
    pub iso_code: Text,
    /// `active`: customers can live there.
    #[serde(default)]
    pub active: Flag,
}

impl Row for CountryRow {
    const RESOURCE: &'static str = "countries";
    const DISPLAY: &'static str = "[id,iso_code,active]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
