//! Bodies of contacts.

use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{ContactWrite, resolve};
use serde_json::Value;

use super::fields::Fields;
use crate::explanations;

/// `POST /contacts`.
pub fn contact_create(write: &ContactWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    let mut fields = common(write, made)?;
    fields.set("statut", 1);
    fields.set("priv", 0);
    Ok(fields.finish())
}

/// `PUT /contacts/{id}`.
pub fn contact_update(write: &ContactWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    Ok(common(write, made)?.finish())
}

fn common(write: &ContactWrite, made: &[Option<ErpId>]) -> Result<Fields, Explanation> {
    let mut fields = Fields::default();
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    if let Some(target) = write.third_party {
        let id = resolve(target, made).ok_or_else(|| explanations::target_missing("contact-create"))?;
        fields.set("socid", id.0);
    }
    fields.line("lastname", write.last_name.as_ref(), 50);
    fields.line("firstname", write.first_name.as_ref(), 50);
    fields.line("address", write.address.as_ref(), 255);
    fields.line("zip", write.postcode.as_ref(), 25);
    fields.line("town", write.town.as_ref(), 255);
    fields.id("country_id", write.country_id);
    fields.id("state_id", write.state_id);
    fields.line("phone_pro", write.phone.as_ref(), 30);
    fields.line("phone_mobile", write.phone_mobile.as_ref(), 30);
    Ok(fields)
}
