//! `categories`.

use serde::Deserialize;

use super::{Flag, Id, Words};
use crate::rows::Row;

/// One row of `categories`.
#[derive(Clone, Debug, Deserialize)]
pub struct CategoryRow {
    /// `id`.
    pub id: Id,
    /// `id_parent`.
    #[serde(default)]
    pub id_parent: Id,
    /// `level_depth`.
    #[serde(default)]
    pub level_depth: Id,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `is_root_category`.
    #[serde(default)]
    pub is_root_category: Flag,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `description`.
    #[serde(default)]
    pub description: Words,
}

impl Row for CategoryRow {
    const RESOURCE: &'static str = "categories";
    const DISPLAY: &'static str = "[id,id_parent,level_depth,active,is_root_category,name,description]";
    const WORDS: bool = true;
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
