//! `states` of countries.

use serde::Deserialize;

use super::{Id, Text};
use crate::rows::Row;

/// One row of `states`.
#[derive(Clone, Debug, Deserialize)]
pub struct StateRow {
    /// `id`.
    pub id: Id,
    /// `iso_code`.
    #[serde(default)]
    pub iso_code: Text,
    /// `name`.
    #[serde(default)]
    pub name: Text,
}

impl Row for StateRow {
    const RESOURCE: &'static str = "states";
    const DISPLAY: &'static str = "[id,iso_code,name]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
