//! A customer of the shop.

use serde::{Deserialize, Serialize};

use super::Address;
use crate::key::ShopId;

/// One row of `customers`, with the address that says where the customer lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// `id`.
    pub id: ShopId,
    /// `firstname`.
    pub first_name: String,
    /// `lastname`.
    pub last_name: String,
    /// `company`, else the company of the latest billing address; empty for a person.
    pub company: String,
    /// `email`; may be empty.
    pub email: String,
    /// `siret`, 14 digits in France; may be empty.
    pub siret: String,
    /// `ape`; may be empty.
    pub ape: String,
    /// ISO code of the customer's language (`languages.locale`), such as `fr-FR`; may be empty.
    pub locale: String,
    /// `note`, private.
    pub note: String,
    /// `is_guest`.
    pub is_guest: bool,
    /// `active`.
    pub active: bool,
    /// `deleted`, or the row is gone and the customer was rebuilt from an address.
    pub deleted: bool,
    /// `associations.groups`; empty unless groups are brought over.
    pub groups: Vec<ShopId>,
    /// The account that PrestaShop's GDPR module puts anonymised orders on.
    pub is_gdpr_anonymous: bool,
    /// The address of the last order's billing address, else the newest address; none when there is none.
    pub address: Option<Address>,
}
