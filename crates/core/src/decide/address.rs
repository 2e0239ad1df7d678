//! Addresses: contacts of the customer's third party. One that changes after an order had it becomes another contact, so that
//! the documents in Dolibarr keep what they were made with.

use super::state::{self, Placed, WantedState};
use super::text::{field_names, join, name};
use super::wanted::{Wanted, WantedAddress, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, changed, own_looks, unsettled};
use crate::erp::{ErpContact, ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind};
use crate::plan::{ContactWrite, Operation, Step, Target};
use crate::shop::Address;

/// Dolibarr's `lastname` and `firstname` of a contact.
const NAME_LIMIT: usize = 50;
/// Dolibarr's `address`.
const ADDRESS_LIMIT: usize = 255;
/// Characters of the print of what an address shows.
const PRINT: usize = 8;

pub(super) fn dependencies(facts: &Facts, address: &Address) -> Vec<Key> {
    address.customer.map(|id| facts.key(Kind::Customer, id)).into_iter().collect()
}

pub(super) fn project(facts: &Facts, known: &Known, address: &Address) -> Projection {
    let Some(customer) = address.customer.map(|id| facts.key(Kind::Customer, id)) else {
        return Projection::Ignored(Explanation::new("address-of-nobody"));
    };
    if let Some(first) = unsettled(known, std::slice::from_ref(&customer)) {
        return first;
    }
    let Dependency::Linked(third_party) = known.dependency(&customer) else {
        return Projection::Ignored(Explanation::new("address-of-nobody"));
    };
    let key = facts.key(Kind::Address, address.id);
    if address.deleted && !address.used && known.linked(&key).is_none() {
        return Projection::Ignored(Explanation::new("address-deleted"));
    }
    let last_name = [&address.last_name, &address.company, &address.alias]
        .into_iter()
        .map(|text| name(facts, text, NAME_LIMIT))
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| key.external_ref().to_string());
    let digits =
        |phone: &str| name(facts, &phone.chars().filter(|c| !c.is_whitespace()).collect::<String>(), 30);
    let company = if address.last_name.trim().is_empty() { "" } else { address.company.as_str() };
    let document = WantedAddress {
        third_party,
        last_name,
        first_name: name(facts, &address.first_name, NAME_LIMIT),
        address: name(facts, &join(&[company, &address.line1, &address.line2], "\n"), ADDRESS_LIMIT),
        postcode: name(facts, &address.postcode, 25),
        town: name(facts, &address.city, 255),
        country_id: facts.erp.country_id(&address.country),
        state: WantedState::of(facts, address),
        phone: digits(&address.phone),
        phone_mobile: digits(&address.phone_mobile),
        used: address.used,
        replaced: [
            &address.last_name,
            &address.first_name,
            &address.company,
            &address.line1,
            &address.line2,
            &address.city,
        ]
        .into_iter()
        .any(|text| facts.erp.texts.loses_letters(text)),
    };
    Projection::Wanted(Wanted {
        key,
        reference: String::new(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Address(document),
    })
}

/// What documents show of a contact. Dolibarr keeps no copy of it: what is changed in the contact changes in every order and
/// invoice that has it.
fn shown(wanted: &WantedAddress) -> String {
    let country = wanted.country_id.map(|id| id.to_string()).unwrap_or_default();
    let state = wanted.state.as_ref().map(|it| it.name.as_str());
    [&wanted.last_name, &wanted.first_name, &wanted.address, &wanted.postcode, &wanted.town, &country]
        .map(String::as_str)
        .into_iter()
        .chain(state)
        .collect::<Vec<_>>()
        .join("\u{1f}")
}

/// Capitals and white space aside: Dolibarr has settings that change both. A contact that lacks the state was made before states
/// were brought over.
fn is_shown_by(wanted: &WantedAddress, placed: &Placed, present: &ErpContact) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let same = |present: &str, wanted: &str| fold(present) == fold(wanted);
    same(&present.last_name, &wanted.last_name)
        && same(&present.first_name, &wanted.first_name)
        && (same(&present.address, &wanted.address) || same(&present.address, &placed.with(&wanted.address)))
        && same(&present.postcode, &wanted.postcode)
        && same(&present.town, &wanted.town)
        && wanted.country_id.is_none_or(|id| present.country_id == Some(id))
        && (present.state_id.is_none() || present.state_id == placed.id)
}

/// The reference of the contact for an address that changed after an order had it: the address's own, and what it shows.
fn changed_ref(key: &Key, wanted: &WantedAddress) -> ExternalRef {
    let print: String = Fingerprint::of(&shown(wanted)).as_str().chars().take(PRINT).collect();
    key.external_ref().part(&print)
}

pub(super) fn looks(key: &Key, wanted: &WantedAddress, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::Contact, key, known);
    looks.push(Look::new(ErpKind::Contact, LookBy::ExternalRef(changed_ref(key, wanted))));
    looks.extend(wanted.state.as_ref().map(WantedState::look));
    looks
}

pub(super) fn decide(key: &Key, wanted: &WantedAddress, seen: &ErpSeen, known: &Known) -> Decision {
    let looks = looks(key, wanted, known);
    let missing: Vec<Look> = looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let placed = state::placed(wanted.state.as_ref(), seen).unwrap_or_default();
    let present: Vec<&ErpContact> = looks
        .iter()
        .flat_map(|look| seen.get(look).unwrap_or_default())
        .filter_map(|object| match object {
            ErpObject::Contact(contact) => Some(contact),
            _ => None,
        })
        .collect();
    let changed_ref = changed_ref(key, wanted);
    let made = present.iter().find(|contact| contact.ref_ext.as_ref() == Some(&changed_ref));
    let alike = present.iter().find(|contact| is_shown_by(wanted, &placed, contact)).or(made);
    match (alike, present.first()) {
        (Some(contact), _) => update(key, wanted, &placed, contact),
        (None, Some(contact)) if !wanted.used => update(key, wanted, &placed, contact),
        (None, Some(_)) => create(key, wanted, &placed, changed_ref, "changed after an order had it"),
        (None, None) => create(key, wanted, &placed, key.external_ref(), "new"),
    }
}

fn create(key: &Key, wanted: &WantedAddress, placed: &Placed, ref_ext: ExternalRef, why: &str) -> Decision {
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let write = ContactWrite {
        ref_ext: Some(ref_ext),
        third_party: Some(Target::Id(wanted.third_party)),
        last_name: Some(wanted.last_name.clone()),
        first_name: text(&wanted.first_name),
        address: text(&placed.with(&wanted.address)),
        postcode: text(&wanted.postcode),
        town: text(&wanted.town),
        country_id: wanted.country_id,
        state_id: placed.id,
        phone: text(&wanted.phone),
        phone_mobile: text(&wanted.phone_mobile),
    };
    let operation = Operation::ContactCreate(write);
    let step = Step { operation, why: why.to_owned(), links: Some(key.clone()) };
    Decision::Do { steps: vec![step], found: Vec::new() }
}

fn update(key: &Key, wanted: &WantedAddress, placed: &Placed, present: &ErpContact) -> Decision {
    let own = key.external_ref();
    // One of ours that was made when the address changed keeps its own reference.
    let ours = format!("{own}-");
    let is_ours = |it: &ExternalRef| *it == own || it.as_str().starts_with(&ours);
    let write = ContactWrite {
        ref_ext: (!present.ref_ext.as_ref().is_some_and(is_ours)).then_some(own),
        third_party: changed(&present.third_party, &Some(wanted.third_party)).flatten().map(Target::Id),
        last_name: changed(&present.last_name, &wanted.last_name),
        first_name: changed(&present.first_name, &wanted.first_name),
        address: changed(&present.address, &placed.with(&wanted.address)),
        postcode: changed(&present.postcode, &wanted.postcode),
        town: changed(&present.town, &wanted.town),
        country_id: wanted.country_id.filter(|id| present.country_id != Some(*id)),
        state_id: changed(&present.state_id, &placed.id).map(Option::unwrap_or_default),
        phone: changed(&present.phone, &wanted.phone),
        phone_mobile: changed(&present.phone_mobile, &wanted.phone_mobile),
    };
    let id = ErpId(present.id);
    let found = vec![Found { key: key.clone(), kind: ErpKind::Contact, id, adopted: false, on: None }];
    if write == ContactWrite::default() {
        return Decision::Do { steps: Vec::new(), found };
    }
    let why = field_names(&[
        ("external reference", write.ref_ext.is_some()),
        ("third party", write.third_party.is_some()),
        ("name", write.last_name.is_some() || write.first_name.is_some()),
        ("address", write.address.is_some() || write.postcode.is_some() || write.town.is_some()),
        ("country", write.country_id.is_some() || write.state_id.is_some()),
        ("phone", write.phone.is_some() || write.phone_mobile.is_some()),
    ]);
    let operation = Operation::ContactUpdate { target: Target::Id(id), write };
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}
