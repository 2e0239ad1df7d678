//! `groups` of customers.

use serde::Deserialize;

use super::{Flag, Id, Number, When, Words};
use crate::rows::Row;

/// One row of `groups`.
#[derive(Clone, Debug, Deserialize)]
pub struct GroupRow {
    /// `id`.
    pub id: Id,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `reduction`, percent.
    #[serde(default)]
    pub reduction: Number,
    /// `price_display_method`: prices without tax.
    #[serde(default)]
    pub price_display_method: Flag,
    /// `date_upd`.
    #[serde(default)]
    pub date_upd: When,
}

impl Row for GroupRow {
    const RESOURCE: &'static str = "groups";
    const WORDS: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
