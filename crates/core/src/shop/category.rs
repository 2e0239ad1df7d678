//! A category of the shop.

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// One row of `categories`, in the language chosen for the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// `id`.
    pub id: ShopId,
    /// `id_parent`; none when 0.
    pub parent: Option<ShopId>,
    /// `name`.
    pub name: String,
    /// `description`, HTML.
    pub description: String,
    /// `active`.
    pub active: bool,
    /// `is_root_category`: the shop's home.
    pub is_home: bool,
    /// `level_depth`: 0 for the installation's hidden root, 1 for homes.
    pub depth: u32,
}
