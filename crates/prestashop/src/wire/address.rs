//! `addresses`.

use serde::Deserialize;

use super::{Flag, Id, Label, Text};
use crate::rows::Row;

/// One row of `addresses`.
#[derive(Clone, Deserialize)]
pub struct AddressRow {
    /// `id`.
    pub id: Id,
    /// `id_customer`.
    #[serde(default)]
    pub id_customer: Id,
    /// `id_country`.
    #[serde(default)]
    pub id_country: Id,
    /// `id_state`.
    #[serde(default)]
    pub id_state: Id,
    /// `alias`.
    #[serde(default)]
    pub alias: Label,
    /// `company`.
    #[serde(default)]
    pub company: Label,
    /// `lastname`.
    #[serde(default)]
    pub lastname: Label,
    /// `firstname`.
    #[serde(default)]
    pub firstname: Label,
    /// `vat_number`.
    #[serde(default)]
    pub vat_number: Text,
    /// `address1`.
    #[serde(default)]
    pub address1: Label,
    /// `address2`.
    #[serde(default)]
    pub address2: Label,
    /// `postcode`.
    #[serde(default)]
    pub postcode: Text,
    /// `city`.
    #[serde(default)]
    pub city: Label,
    /// `phone`.
    #[serde(default)]
    pub phone: Text,
    /// `phone_mobile`.
    #[serde(default)]
    pub phone_mobile: Text,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for AddressRow {
    const RESOURCE: &'static str = "addresses";
    const DISPLAY: &'static str = "[id,id_customer,id_country,id_state,alias,company,lastname,firstname,vat_number,address1,address2,postcode,city,phone,phone_mobile,deleted]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
