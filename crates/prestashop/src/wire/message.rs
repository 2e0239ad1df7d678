//! `messages` of orders: what payment modules and employees noted (private), and what the customer wrote in the cart.

use serde::Deserialize;

use super::{Flag, Id, Text, When};
use crate::rows::Row;

/// One row of `messages`.
#[derive(Clone, Deserialize)]
pub struct MessageRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `message`.
    #[serde(default)]
    pub message: Text,
    /// `private`.
    #[serde(default)]
    pub private: Flag,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
}

impl Row for MessageRow {
    const RESOURCE: &'static str = "messages";
    const DISPLAY: &'static str = "[id,id_order,message,private,date_add]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
