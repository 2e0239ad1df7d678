//! Third parties.

use passerelle_core::erp::ErpThirdParty;
use serde_json::Value;

use super::fields;

/// The row TE_PRIVATE that every Dolibarr's table of third-party types is born with.
const PERSON: i64 = 8;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref_ext,name,email,phone,address,zip,town,country_id,state_id,tva_intra,idprof1,idprof2,\
idprof3,default_lang,note_private,status,client,typent_id,code_client";

/// Reads a third party.
pub fn third_party(value: &Value) -> Option<ErpThirdParty> {
    Some(ErpThirdParty {
        id: fields::id(value, "id")?,
        ref_ext: fields::external(value),
        name: fields::text(value, "name"),
        email: fields::text(value, "email"),
        phone: fields::text(value, "phone"),
        address: fields::text(value, "address").replace("\r\n", "\n"),
        postcode: fields::text(value, "zip"),
        town: fields::text(value, "town"),
        country_id: fields::id(value, "country_id"),
        state_id: fields::id(value, "state_id").filter(|id| *id > 0),
        vat_number: fields::text(value, "tva_intra"),
        professional_id1: fields::text(value, "idprof1"),
        professional_id2: fields::text(value, "idprof2"),
        professional_id3: fields::text(value, "idprof3"),
        language: fields::text(value, "default_lang"),
        note_private: fields::shown(value, "note_private"),
        open: fields::flag(value, "status"),
        is_business: value.get("typent_id").is_some() && fields::whole(value, "typent_id") != Some(PERSON),
        code: fields::text(value, "code_client"),
        is_customer: matches!(fields::whole(value, "client"), Some(1 | 3)),
    })
}
