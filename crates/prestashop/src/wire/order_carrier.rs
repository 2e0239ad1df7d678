//! `order_carriers`.

use serde::Deserialize;

use super::{Id, Text};
use crate::rows::Row;

/// One row of `order_carriers`.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderCarrierRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `id_carrier`.
    #[serde(default)]
    pub id_carrier: Id,
    /// `tracking_number`.
    #[serde(default)]
    pub tracking_number: Text,
}

impl Row for OrderCarrierRow {
    const RESOURCE: &'static str = "order_carriers";
    const DISPLAY: &'static str = "[id,id_order,id_carrier,tracking_number]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
