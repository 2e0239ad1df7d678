//! `customers`.

use serde::Deserialize;

use super::{Flag, Id, Label, Linked, Text};
use crate::rows::Row;

/// One row of `customers`, without password and secure key.
#[derive(Clone, Deserialize)]
pub struct CustomerRow {
    /// `id`.
    pub id: Id,
    /// `id_lang`.
    #[serde(default)]
    pub id_lang: Id,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
    /// `lastname`.
    #[serde(default)]
    pub lastname: Label,
    /// `firstname`.
    #[serde(default)]
    pub firstname: Label,
    /// `email`.
    #[serde(default)]
    pub email: Text,
    /// `company`.
    #[serde(default)]
    pub company: Label,
    /// `siret`.
    #[serde(default)]
    pub siret: Text,
    /// `ape`.
    #[serde(default)]
    pub ape: Text,
    /// `note`.
    #[serde(default)]
    pub note: Text,
    /// `is_guest`.
    #[serde(default)]
    pub is_guest: Flag,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
}

/// The groups of one of the `customers`. A list in JSON gives them only with all fields; the others are dropped unread.
#[derive(Clone, Debug, Deserialize)]
pub struct CustomerGroupsRow {
    /// `id`.
    pub id: Id,
    /// `associations`; absent when there are none.
    #[serde(default)]
    pub associations: CustomerAssociations,
}

/// `associations` of a customer.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CustomerAssociations {
    /// `groups`.
    #[serde(default)]
    pub groups: Vec<Linked>,
}

impl Row for CustomerGroupsRow {
    const RESOURCE: &'static str = "customers";

    fn id(&self) -> u64 {
        self.id.0
    }
}

impl Row for CustomerRow {
    const RESOURCE: &'static str = "customers";
    const DISPLAY: &'static str =
        "[id,id_lang,deleted,lastname,firstname,email,company,siret,ape,note,is_guest,active]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
