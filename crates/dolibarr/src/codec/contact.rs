//! Contacts.

use passerelle_core::erp::ErpContact;
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str =
    "id,ref_ext,socid,lastname,firstname,address,zip,town,country_id,state_id,phone_pro,phone_mobile";

/// Reads a contact.
pub fn contact(value: &Value) -> Option<ErpContact> {
    Some(ErpContact {
        id: fields::id(value, "id")?,
        ref_ext: fields::external(value),
        third_party: fields::link(value, "socid"),
        last_name: fields::text(value, "lastname"),
        first_name: fields::text(value, "firstname"),
        address: fields::text(value, "address").replace("\r\n", "\n"),
        postcode: fields::text(value, "zip"),
        town: fields::text(value, "town"),
        country_id: fields::id(value, "country_id"),
        state_id: fields::id(value, "state_id").filter(|id| *id > 0),
        phone: fields::text(value, "phone_pro"),
        phone_mobile: fields::text(value, "phone_mobile"),
    })
}
