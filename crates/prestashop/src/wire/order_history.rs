//! `order_histories`.

use serde::Deserialize;

use super::{Id, When};
use crate::rows::Row;

/// One row of `order_histories`: a change of state.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderHistoryRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `id_order_state`.
    #[serde(default)]
    pub id_order_state: Id,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
}

impl Row for OrderHistoryRow {
    const RESOURCE: &'static str = "order_histories";

    fn id(&self) -> u64 {
        self.id.0
    }
}
