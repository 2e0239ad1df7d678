//! Products that are off sale, on sale for the moment in which an order is validated.

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key};

/// A product that is off sale and is put on sale for a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleMoment {
    /// `id` of the product.
    pub product: ErpId,
    /// What it is in the shop.
    pub key: Key,
    /// What was last brought over for it: whatever was brought over since has decided anew whether it is on sale.
    pub print: Option<Fingerprint>,
}
