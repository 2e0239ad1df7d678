//! Addresses: contacts of the customer's third party.

use super::text::{clip, field_names, join};
use super::wanted::{Wanted, WantedAddress, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, changed, own_looks, unsettled};
use crate::erp::{ErpContact, ErpKind, ErpObject, ErpSeen, Look};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{ContactWrite, Operation, Step, Target};
use crate::shop::Address;

/// Dolibarr's `lastname` and `firstname` of a contact.
const NAME_LIMIT: usize = 50;

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
    let last_name = [&address.last_name, &address.company, &address.alias]
        .into_iter()
        .map(|name| clip(name, NAME_LIMIT))
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| key.external_ref().to_string());
    let digits = |phone: &str| clip(&phone.chars().filter(|c| !c.is_whitespace()).collect::<String>(), 30);
    let company = if address.last_name.trim().is_empty() { "" } else { address.company.as_str() };
    let document = WantedAddress {
        third_party,
        last_name,
        first_name: clip(&address.first_name, NAME_LIMIT),
        address: join(&[company, &address.line1, &address.line2], "\n"),
        postcode: clip(&address.postcode, 25),
        town: clip(&address.city, 255),
        country_id: facts.erp.country_id(&address.country),
        phone: digits(&address.phone),
        phone_mobile: digits(&address.phone_mobile),
    };
    Projection::Wanted(Wanted {
        key,
        reference: String::new(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Address(document),
    })
}

pub(super) fn looks(key: &Key, known: &Known) -> Vec<Look> {
    own_looks(ErpKind::Contact, key, known)
}

pub(super) fn decide(key: &Key, wanted: &WantedAddress, seen: &ErpSeen, known: &Known) -> Decision {
    let looks = looks(key, known);
    let missing: Vec<Look> = looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let present = looks.iter().find_map(|look| {
        seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Contact(contact) => Some(contact),
            _ => None,
        })
    });
    match present {
        Some(present) => update(key, wanted, present),
        None => {
            let text = |text: &String| (!text.is_empty()).then(|| text.clone());
            let write = ContactWrite {
                ref_ext: Some(key.external_ref()),
                third_party: Some(Target::Id(wanted.third_party)),
                last_name: Some(wanted.last_name.clone()),
                first_name: text(&wanted.first_name),
                address: text(&wanted.address),
                postcode: text(&wanted.postcode),
                town: text(&wanted.town),
                country_id: wanted.country_id,
                phone: text(&wanted.phone),
                phone_mobile: text(&wanted.phone_mobile),
            };
            let operation = Operation::ContactCreate(write);
            let step = Step { operation, why: "new".to_owned(), links: Some(key.clone()) };
            Decision::Do { steps: vec![step], found: Vec::new() }
        }
    }
}

fn update(key: &Key, wanted: &WantedAddress, present: &ErpContact) -> Decision {
    let write = ContactWrite {
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        third_party: changed(&present.third_party, &Some(wanted.third_party)).flatten().map(Target::Id),
        last_name: changed(&present.last_name, &wanted.last_name),
        first_name: changed(&present.first_name, &wanted.first_name),
        address: changed(&present.address, &wanted.address),
        postcode: changed(&present.postcode, &wanted.postcode),
        town: changed(&present.town, &wanted.town),
        country_id: wanted.country_id.filter(|id| present.country_id != Some(*id)),
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
        ("country", write.country_id.is_some()),
        ("phone", write.phone.is_some() || write.phone_mobile.is_some()),
    ]);
    let operation = Operation::ContactUpdate { target: Target::Id(id), write };
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}
