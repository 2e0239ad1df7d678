//! A postal address of the shop.

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// One row of `addresses`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// `id`.
    pub id: ShopId,
    /// `id_customer`; none when 0 (a supplier's or manufacturer's address).
    pub customer: Option<ShopId>,
    /// `alias`: what the customer calls it.
    pub alias: String,
    /// `company`.
    pub company: String,
    /// `firstname`.
    pub first_name: String,
    /// `lastname`.
    pub last_name: String,
    /// `address1`.
    pub line1: String,
    /// `address2`.
    pub line2: String,
    /// `postcode`.
    pub postcode: String,
    /// `city`.
    pub city: String,
    /// ISO code of `id_country`, upper case; empty when the country is gone.
    pub country: String,
    /// Name of `id_state`; may be empty.
    pub state: String,
    /// `states.iso_code`; may be empty.
    pub state_code: String,
    /// `phone`.
    pub phone: String,
    /// `phone_mobile`.
    pub phone_mobile: String,
    /// `vat_number`.
    pub vat_number: String,
    /// `deleted`.
    pub deleted: bool,
    /// It is the billing or delivery address of an order; known only where addresses are read by themselves.
    pub used: bool,
}
