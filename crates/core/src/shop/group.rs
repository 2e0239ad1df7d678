//! A group of customers of the shop.

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// One row of `groups`, in the language chosen for the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// `id`.
    pub id: ShopId,
    /// `name`.
    pub name: String,
}
