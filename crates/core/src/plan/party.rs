//! Fields of third parties and contacts to write.

use serde::{Deserialize, Serialize};

use super::Target;
use crate::key::ExternalRef;

/// The fields of a third party to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdPartyWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `name`.
    pub name: Option<String>,
    /// True: `typent_code` TE_PRIVATE, a person.
    pub is_person: Option<bool>,
    /// `email`.
    pub email: Option<String>,
    /// `phone`.
    pub phone: Option<String>,
    /// `address`.
    pub address: Option<String>,
    /// `zip`.
    pub postcode: Option<String>,
    /// `town`.
    pub town: Option<String>,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `state_id`; 0 empties it.
    pub state_id: Option<u64>,
    /// `tva_intra`.
    pub vat_number: Option<String>,
    /// `idprof1`.
    pub professional_id1: Option<String>,
    /// `idprof2`.
    pub professional_id2: Option<String>,
    /// `idprof3`.
    pub professional_id3: Option<String>,
    /// `default_lang`.
    pub language: Option<String>,
    /// `note_private`.
    pub note_private: Option<String>,
    /// `status` 1 (open) or 0.
    pub open: Option<bool>,
    /// `client` 1; a code is asked of Dolibarr (`code_client` -1) when it is made a customer.
    pub is_customer: Option<bool>,
    /// `code_client` that it gets instead when it is made a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The fields of a contact to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `socid`.
    pub third_party: Option<Target>,
    /// `lastname`; Dolibarr insists on one.
    pub last_name: Option<String>,
    /// `firstname`.
    pub first_name: Option<String>,
    /// `address`.
    pub address: Option<String>,
    /// `zip`.
    pub postcode: Option<String>,
    /// `town`.
    pub town: Option<String>,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `state_id`; 0 empties it.
    pub state_id: Option<u64>,
    /// `phone_pro`.
    pub phone: Option<String>,
    /// `phone_mobile`.
    pub phone_mobile: Option<String>,
}
