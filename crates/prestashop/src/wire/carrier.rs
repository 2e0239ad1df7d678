//! `carriers`.

use serde::Deserialize;

use super::{Flag, Id, Text};
use crate::rows::Row;

/// One row of `carriers`; saving a carrier makes a new row and marks the old one deleted.
#[derive(Clone, Debug, Deserialize)]
pub struct CarrierRow {
    /// `id`.
    pub id: Id,
    /// `id_reference`: the same for all rows of one carrier.
    #[serde(default)]
    pub id_reference: Id,
    /// `name`; `0` stands for the shop's name.
    #[serde(default)]
    pub name: Text,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for CarrierRow {
    const RESOURCE: &'static str = "carriers";
    const DISPLAY: &'static str = "[id,id_reference,name,deleted]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
