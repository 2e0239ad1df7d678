//! Bodies of third parties.

use passerelle_core::explain::Explanation;
use passerelle_core::plan::ThirdPartyWrite;
use serde_json::Value;

use super::fields::Fields;

/// The row TE_PRIVATE that every Dolibarr's table of third-party types is born with; REST ignores the code.
const PERSON: u8 = 8;

/// `POST /thirdparties`.
pub fn third_party_create(write: &ThirdPartyWrite) -> Result<Value, Explanation> {
    let mut fields = common(write)?;
    fields.set("fournisseur", 0);
    fields.set("status", u8::from(write.open.unwrap_or(true)));
    if !write.is_customer.unwrap_or(true) {
        fields.set("client", 0);
    } else {
        customer(&mut fields, write);
    }
    Ok(fields.finish())
}

/// `PUT /thirdparties/{id}`.
pub fn third_party_update(write: &ThirdPartyWrite) -> Result<Value, Explanation> {
    let mut fields = common(write)?;
    if let Some(open) = write.open {
        fields.set("status", u8::from(open));
    }
    match write.is_customer {
        Some(true) => customer(&mut fields, write),
        Some(false) => fields.set("client", 0),
        None => {}
    }
    Ok(fields.finish())
}

/// A customer, with a code that Dolibarr makes, or the one that it gets.
fn customer(fields: &mut Fields, write: &ThirdPartyWrite) {
    fields.set("client", 1);
    fields.set("code_client", write.code.as_deref().unwrap_or("-1"));
}

fn common(write: &ThirdPartyWrite) -> Result<Fields, Explanation> {
    let mut fields = Fields::default();
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    fields.line("name", write.name.as_ref(), 128);
    if let Some(is_person) = write.is_person {
        fields.set("typent_id", if is_person { PERSON } else { 0 });
    }
    fields.whole("email", write.email.as_deref(), 128)?;
    fields.line("phone", write.phone.as_ref(), 20);
    fields.line("address", write.address.as_ref(), 255);
    fields.line("zip", write.postcode.as_ref(), 25);
    fields.line("town", write.town.as_ref(), 50);
    fields.id("country_id", write.country_id);
    fields.id("state_id", write.state_id);
    fields.whole("tva_intra", write.vat_number.as_deref(), 20)?;
    fields.whole("idprof1", write.professional_id1.as_deref(), 128)?;
    fields.whole("idprof2", write.professional_id2.as_deref(), 128)?;
    fields.whole("idprof3", write.professional_id3.as_deref(), 128)?;
    fields.whole("default_lang", write.language.as_deref(), 6)?;
    fields.note("note_private", write.note_private.as_ref());
    Ok(fields)
}
