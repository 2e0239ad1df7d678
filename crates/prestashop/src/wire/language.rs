//! `languages`.

use serde::Deserialize;

use super::{Flag, Id, Text};
use crate::rows::Row;

/// One row of `languages`.
#[derive(Clone, Debug, Deserialize)]
pub struct LanguageRow {
    /// `id`.
    pub id: Id,
    /// `iso_code`.
    #[serde(default)]
    pub iso_code: Text,
    /// `locale`.
    #[serde(default)]
    pub locale: Text,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
}

impl Row for LanguageRow {
    const RESOURCE: &'static str = "languages";
    const DISPLAY: &'static str = "[id,iso_code,locale,active]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
