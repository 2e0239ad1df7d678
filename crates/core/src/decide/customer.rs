//! Customers: a company or a person as a third party.

use super::text::{clip, field_names, join};
use super::wanted::{Wanted, WantedCustomer, WantedDocument};
use super::{Decision, Facts, Found, Known, Projection, Reserved, changed, own_looks};
use crate::erp::{ErpKind, ErpObject, ErpSeen, ErpThirdParty, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{Operation, Step, Target, ThirdPartyWrite};
use crate::shop::Customer;

/// Dolibarr's `nom` of a third party.
const NAME_LIMIT: usize = 128;

pub(super) fn project(facts: &Facts, _known: &Known, customer: &Customer) -> Projection {
    if customer.is_gdpr_anonymous {
        return Projection::Ignored(Explanation::new("customer-anonymous"));
    }
    let key = facts.key(Kind::Customer, customer.id);
    let is_person = customer.company.trim().is_empty();
    let person = join(&[&customer.last_name, &customer.first_name], " ");
    let name = if is_person { person } else { customer.company.clone() };
    let name =
        if facts.settings.customers.upper_case_names && is_person { name.to_uppercase() } else { name };
    let name = clip(&name, NAME_LIMIT);
    let address = customer.address.as_ref();
    let siret: String = customer.siret.chars().filter(|c| !c.is_whitespace()).collect();
    let is_siret = siret.len() == 14 && siret.chars().all(|c| c.is_ascii_digit());
    let phone = address
        .map(|address| if address.phone.trim().is_empty() { &address.phone_mobile } else { &address.phone })
        .map(|phone| phone_digits(phone));
    let document = WantedCustomer {
        name: if name.is_empty() { key.external_ref().to_string() } else { name },
        is_person,
        email: customer.email.trim().to_owned(),
        phone: phone.unwrap_or_default(),
        address: address.map(|it| join(&[&it.line1, &it.line2], "\n")).unwrap_or_default(),
        postcode: address.map(|it| clip(&it.postcode, 25)).unwrap_or_default(),
        town: address.map(|it| clip(&it.city, 50)).unwrap_or_default(),
        country_id: address.and_then(|it| facts.erp.country_id(&it.country)),
        vat_number: address.map(|it| clip(&it.vat_number, 20)).unwrap_or_default(),
        professional_id1: if is_siret { siret.chars().take(9).collect() } else { String::new() },
        professional_id2: clip(&siret, 128),
        professional_id3: clip(&customer.ape, 128),
        language: facts.settings.customers.language.then(|| customer.locale.replace('-', "_")),
        note: customer.note.trim().to_owned(),
        open: !customer.deleted,
    };
    Projection::Wanted(Wanted {
        key,
        reference: String::new(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Customer(document),
    })
}

/// Dolibarr stores phone numbers without spaces.
fn phone_digits(phone: &str) -> String {
    clip(&phone.chars().filter(|c| !c.is_whitespace()).collect::<String>(), 20)
}

pub(super) fn looks(key: &Key, wanted: &WantedCustomer, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::ThirdParty, key, known);
    if known.linked(key).is_none() {
        looks.extend(evidence(wanted).into_iter().map(|(_, by)| Look::new(ErpKind::ThirdParty, by)));
    }
    looks
}

/// By what a third party that a person made is recognised, strongest first.
fn evidence(wanted: &WantedCustomer) -> Vec<(&'static str, LookBy)> {
    let mut list = Vec::new();
    if !wanted.email.is_empty() {
        list.push(("e-mail", LookBy::Email(wanted.email.clone())));
    }
    if !wanted.vat_number.is_empty() {
        list.push(("VAT number", LookBy::VatNumber(wanted.vat_number.clone())));
    }
    if wanted.professional_id2.len() == 14 {
        list.push(("SIRET", LookBy::ProfessionalId(wanted.professional_id2.clone())));
    }
    list
}

fn found(seen: &ErpSeen, by: LookBy) -> Vec<&ErpThirdParty> {
    seen.get(&Look::new(ErpKind::ThirdParty, by))
        .unwrap_or_default()
        .iter()
        .filter_map(|object| match object {
            ErpObject::ThirdParty(it) => Some(it),
            _ => None,
        })
        .collect()
}

pub(super) fn decide(
    key: &Key,
    wanted: &WantedCustomer,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let own_looks = own_looks(ErpKind::ThirdParty, key, known);
    let missing: Vec<Look> = own_looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let own = own_looks.iter().find_map(|look| found(seen, look.by.clone()).first().copied());
    if let Some(own) = own {
        // Found by our reference but not remembered: a run ended between the two. Whether it had been made by a person is
        // not known then, so what is in it stays, as in an adopted one.
        let adopted = known.is_adopted(key) || known.linked(key).is_none();
        return update(key, wanted, own, adopted, known.is_adopted(key), None);
    }
    for (name, by) in evidence(wanted) {
        let free: Vec<&ErpThirdParty> = found(seen, by)
            .into_iter()
            .filter(|it| it.ref_ext.is_none() && !reserved.adopted_by_other(ErpKind::ThirdParty, it.id, key))
            .collect();
        match free.as_slice() {
            [] => {}
            [only] => {
                reserved.adopt(ErpKind::ThirdParty, only.id, key);
                return update(key, wanted, only, true, true, Some(name));
            }
            several => {
                let ids: Vec<String> = several.iter().take(10).map(|it| it.id.to_string()).collect();
                return Decision::Refused(
                    Explanation::new("customer-ambiguous")
                        .with("customer", key.id)
                        .with("evidence", name)
                        .with("third_parties", ids.join(", ")),
                );
            }
        }
    }
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let write = ThirdPartyWrite {
        ref_ext: Some(key.external_ref()),
        name: Some(wanted.name.clone()),
        is_person: Some(wanted.is_person),
        email: text(&wanted.email),
        phone: text(&wanted.phone),
        address: text(&wanted.address),
        postcode: text(&wanted.postcode),
        town: text(&wanted.town),
        country_id: wanted.country_id,
        vat_number: text(&wanted.vat_number),
        professional_id1: text(&wanted.professional_id1),
        professional_id2: text(&wanted.professional_id2),
        professional_id3: text(&wanted.professional_id3),
        language: wanted.language.clone().filter(|text| !text.is_empty()),
        note_private: text(&wanted.note),
        open: Some(wanted.open),
        is_customer: Some(true),
    };
    let why = if wanted.email.is_empty() { "new; no e-mail in the shop" } else { "new" };
    let operation = Operation::ThirdPartyCreate(write);
    let step = Step { operation, why: why.to_owned(), links: Some(key.clone()) };
    Decision::Do { steps: vec![step], found: Vec::new() }
}

/// What is in Dolibarr is never emptied; in a third party that a person made only empty fields are filled.
fn update(
    key: &Key,
    wanted: &WantedCustomer,
    present: &ErpThirdParty,
    only_empty: bool,
    adopted: bool,
    evidence: Option<&str>,
) -> Decision {
    let filled = |present: &String, wanted: &String| -> Option<String> {
        if wanted.is_empty() || (only_empty && !present.is_empty()) { None } else { changed(present, wanted) }
    };
    let write = ThirdPartyWrite {
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        name: filled(&present.name, &wanted.name),
        is_person: None,
        email: filled(&present.email, &wanted.email),
        phone: filled(&present.phone, &wanted.phone),
        address: filled(&present.address, &wanted.address),
        postcode: filled(&present.postcode, &wanted.postcode),
        town: filled(&present.town, &wanted.town),
        country_id: wanted
            .country_id
            .filter(|_| !(only_empty && present.country_id.is_some()))
            .filter(|id| present.country_id != Some(*id)),
        vat_number: filled(&present.vat_number, &wanted.vat_number),
        professional_id1: filled(&present.professional_id1, &wanted.professional_id1),
        professional_id2: filled(&present.professional_id2, &wanted.professional_id2),
        professional_id3: filled(&present.professional_id3, &wanted.professional_id3),
        language: wanted.language.as_ref().and_then(|language| filled(&present.language, language)),
        note_private: filled(&present.note_private, &wanted.note),
        open: (!only_empty).then(|| changed(&present.open, &wanted.open)).flatten(),
        is_customer: (!present.is_customer).then_some(true),
    };
    let id = ErpId(present.id);
    let found = vec![Found { key: key.clone(), kind: ErpKind::ThirdParty, id, adopted, on: None }];
    if write == ThirdPartyWrite::default() {
        return Decision::Do { steps: Vec::new(), found };
    }
    let names = field_names(&[
        ("external reference", write.ref_ext.is_some()),
        ("name", write.name.is_some()),
        ("e-mail", write.email.is_some()),
        ("phone", write.phone.is_some()),
        ("address", write.address.is_some() || write.postcode.is_some() || write.town.is_some()),
        ("country", write.country_id.is_some()),
        ("VAT number", write.vat_number.is_some()),
        (
            "professional ids",
            write.professional_id1.is_some()
                || write.professional_id2.is_some()
                || write.professional_id3.is_some(),
        ),
        ("language", write.language.is_some()),
        ("note", write.note_private.is_some()),
        ("open", write.open.is_some()),
        ("customer", write.is_customer.is_some()),
    ]);
    let why = match evidence {
        Some(evidence) => format!("adopted by {evidence}; {names}"),
        None => names,
    };
    let operation = Operation::ThirdPartyUpdate { target: Target::Id(id), write };
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}
