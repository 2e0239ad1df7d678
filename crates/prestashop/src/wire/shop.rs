//! `shops`.

use serde::Deserialize;

use super::{Flag, Id, Text};
use crate::rows::Row;

/// One row of `shops`.
#[derive(Clone, Debug, Deserialize)]
pub struct ShopRow {
    /// `id`.
    pub id: Id,
    /// `id_shop_group`.
    #[serde(default)]
    pub id_shop_group: Id,
    /// `id_category`: its top category.
    #[serde(default)]
    pub id_category: Id,
    /// `name`.
    #[serde(default)]
    pub name: Text,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for ShopRow {
    const RESOURCE: &'static str = "shops";
    const DISPLAY: &'static str = "[id,id_shop_group,id_category,name,active,deleted]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
