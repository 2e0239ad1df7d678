//! `order_states`.

use serde::Deserialize;

use super::{Flag, Id, Words};
use crate::rows::Row;

/// One row of `order_states`.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderStateRow {
    /// `id`.
    pub id: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `logable`.
    #[serde(default)]
    pub logable: Flag,
    /// `invoice`.
    #[serde(default)]
    pub invoice: Flag,
    /// `paid`.
    #[serde(default)]
    pub paid: Flag,
    /// `shipped`.
    #[serde(default)]
    pub shipped: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for OrderStateRow {
    const RESOURCE: &'static str = "order_states";
    const DISPLAY: &'static str = "[id,name,logable,invoice,paid,shipped,deleted]";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
