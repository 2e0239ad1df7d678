//! `configurations`.

use serde::Deserialize;

use super::{Id, Text};
use crate::rows::Row;

/// One row of `configurations`; in a multishop a name has several.
#[derive(Clone, Debug, Deserialize)]
pub struct ConfigurationRow {
    /// `id`.
    pub id: Id,
    /// `name`.
    #[serde(default)]
    pub name: Text,
    /// `value`.
    #[serde(default)]
    pub value: Text,
    /// `id_shop_group`; 0 for all groups.
    #[serde(default)]
    pub id_shop_group: Id,
    /// `id_shop`; 0 for all shops.
    #[serde(default)]
    pub id_shop: Id,
}

impl Row for ConfigurationRow {
    const RESOURCE: &'static str = "configurations";

    fn id(&self) -> u64 {
        self.id.0
    }
}
