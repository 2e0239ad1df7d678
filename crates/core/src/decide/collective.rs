//! Third parties that stand for many customers.

use super::text::{self, join};
use super::wanted::{Wanted, WantedCustomer, WantedDocument};
use super::{Facts, Projection};
use crate::collective::Collective;
use crate::erp::ErpThirdParty;
use crate::fingerprint::Fingerprint;
use crate::key::{Key, Kind, Tag};

/// Dolibarr's `nom` of a third party.
const NAME_LIMIT: usize = 128;

/// The key of the third party for erased and anonymous customers.
pub(super) fn anonymous(facts: &Facts) -> Key {
    facts.key(Kind::Collective, Collective::Anonymous.shop_id())
}

/// Whether this is one of them, by its external reference.
pub(super) fn is_collective(tag: &Tag, third_party: &ErpThirdParty) -> bool {
    let reference = third_party.ref_ext.as_ref().map_or("", |it| it.as_str());
    let Some(word) = reference.strip_prefix(tag.as_str()).and_then(|rest| rest.strip_prefix('-')) else {
        return false;
    };
    word == Collective::Anonymous.word() || word == "guests" || word.starts_with("guests-")
}

pub(super) fn project(facts: &Facts, collective: Collective) -> Projection {
    let key = facts.key(Kind::Collective, collective.shop_id());
    let labels = &facts.settings.customers;
    let label = match collective {
        Collective::Anonymous => &labels.anonymous_label,
        Collective::Guests(_) => &labels.guests_label,
    };
    let country = collective.country();
    let name = text::name(facts, &join(&[label, &country], " "), NAME_LIMIT);
    let document = WantedCustomer {
        name: if name.is_empty() { key.external_ref().to_string() } else { name },
        is_person: true,
        email: String::new(),
        phone: String::new(),
        address: String::new(),
        postcode: String::new(),
        town: String::new(),
        country_id: facts.erp.country_id(&country),
        state: None,
        vat_number: String::new(),
        professional_id1: String::new(),
        professional_id2: String::new(),
        professional_id3: String::new(),
        language: None,
        note: String::new(),
        open: true,
        groups: None,
        home: None,
        replaced: false,
    };
    Projection::Wanted(Wanted {
        key,
        reference: document.name.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Customer(document),
    })
}
