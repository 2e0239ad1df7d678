//! Who is invoiced: a third party for each business that a customer's billing addresses name.

use super::collective::is_collective;
use super::customer;
use super::text::join;
use super::wanted::{Wanted, WantedCompany, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, Reserved, own_looks, unsettled};
use crate::erp::{ErpKind, ErpObject, ErpSeen, ErpThirdParty, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{Operation, Step, Target, ThirdPartyWrite};
use crate::settings::CompanyMode;
use crate::shop::{Company, Order};

/// The business that an order is invoiced to, where it has a third party of its own.
pub(super) fn of_order(facts: &Facts, order: &Order) -> Option<Key> {
    let id = order.billed_to.as_ref()?.shop_id(order.customer?)?;
    (facts.settings.customers.companies == CompanyMode::Each).then(|| facts.key(Kind::Company, id))
}

/// What stands on the documents of an order about the business that it is invoiced to, where there is one third party for each
/// customer.
pub(super) fn on_document(facts: &Facts, order: &Order) -> String {
    let Some(business) = order.billed_to.as_ref() else { return String::new() };
    if facts.settings.customers.companies != CompanyMode::Document {
        return String::new();
    }
    let vat = if business.vat_number.is_empty() {
        String::new()
    } else {
        format!("TVA / VAT: {}", business.vat_number)
    };
    join(&[&business.company, &vat], "\n")
}

pub(super) fn dependencies(facts: &Facts, company: &Company) -> Vec<Key> {
    let mut keys = vec![facts.key(Kind::Customer, company.customer.id)];
    keys.extend(company.customer.groups.iter().map(|id| facts.key(Kind::Group, *id)));
    keys
}

pub(super) fn project(facts: &Facts, known: &Known, company: &Company) -> Projection {
    let customer = facts.key(Kind::Customer, company.customer.id);
    if let Some(first) = unsettled(known, std::slice::from_ref(&customer)) {
        return first;
    }
    let (Dependency::Linked(own), Some(business)) = (known.dependency(&customer), company.business()) else {
        return Projection::Ignored(Explanation::new("company-of-nobody"));
    };
    let key = facts.key(Kind::Company, company.id);
    let home = company.customer.address.as_ref();
    let document = WantedCompany {
        third_party: customer::third_party(facts, known, &key, &company.as_customer()),
        is_customer: business
            .is_called(&company.customer.company, home.map(|it| it.vat_number.as_str()).unwrap_or_default()),
        business,
        customer: own,
    };
    Projection::Wanted(Wanted {
        reference: String::new(),
        fingerprint: Fingerprint::of(&document.third_party),
        key,
        document: WantedDocument::Company(document),
    })
}

/// The third party of the customer.
fn own_look(wanted: &WantedCompany) -> Look {
    Look::new(ErpKind::ThirdParty, LookBy::Id(wanted.customer))
}

pub(super) fn looks(facts: &Facts, key: &Key, wanted: &WantedCompany, known: &Known) -> Vec<Look> {
    let mut looks = vec![own_look(wanted)];
    looks.extend(customer::looks(facts, key, &wanted.third_party, known));
    looks
}

fn third_party<'a>(seen: &'a ErpSeen, look: &Look) -> Option<&'a ErpThirdParty> {
    seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
        ErpObject::ThirdParty(it) => Some(it),
        _ => None,
    })
}

pub(super) fn decide(
    facts: &Facts,
    key: &Key,
    wanted: &WantedCompany,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let own_look = own_look(wanted);
    let mut missing = vec![own_look.clone()];
    missing.extend(own_looks(ErpKind::ThirdParty, key, known));
    missing.retain(|look| seen.get(look).is_none());
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let linked = known.linked(key);
    let made = third_party(seen, &Look::new(ErpKind::ThirdParty, LookBy::ExternalRef(key.external_ref())));
    let is_customers = match third_party(seen, &own_look) {
        _ if linked.is_some() || made.is_some() => linked == Some(wanted.customer) && made.is_none(),
        Some(own) => is_it(key, wanted, own),
        // A rehearsal has no number of it yet.
        None => wanted.customer == ErpId(0) && wanted.is_customer,
    };
    if is_customers {
        return join_customer(key, wanted, third_party(seen, &own_look));
    }
    customer::decide(facts, key, &wanted.third_party, seen, known, reserved)
}

/// Whether the third party of the customer is the business already.
fn is_it(key: &Key, wanted: &WantedCompany, own: &ErpThirdParty) -> bool {
    let same_name = wanted.business.company.is_empty() && wanted.third_party.name == own.name;
    let no_other_vat = own.vat_number.is_empty() || wanted.third_party.vat_number.is_empty();
    !is_collective(&key.tag, own)
        && (wanted.business.is_called(&own.name, &own.vat_number) || (same_name && no_other_vat))
}

/// The customer's own third party stands for the business: it gets the VAT number if it has none.
fn join_customer(key: &Key, wanted: &WantedCompany, own: Option<&ErpThirdParty>) -> Decision {
    let (kind, id) = (ErpKind::ThirdParty, wanted.customer);
    let found = vec![Found { key: key.clone(), kind, id, adopted: false, on: None }];
    let vat_number = &wanted.third_party.vat_number;
    let lacks = own.is_some_and(|own| own.vat_number.is_empty()) && !vat_number.is_empty();
    let write = ThirdPartyWrite { vat_number: Some(vat_number.clone()), ..ThirdPartyWrite::default() };
    let operation = Operation::ThirdPartyUpdate { target: Target::Id(id), write };
    let step = Step { operation, why: "VAT number of a billing address".to_owned(), links: None };
    Decision::Do { steps: if lacks { vec![step] } else { Vec::new() }, found }
}
