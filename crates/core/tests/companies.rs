//! Businesses that billing addresses name: whose third party they are, and which orders are on it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use passerelle_core::business::Business;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, Wanted, decide, looks, project,
};
use passerelle_core::erp::{ErpObject, ErpSeen, ErpThirdParty, Look, LookBy};
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::shop::{Address, Company, Customer, ShopDocument};

const VAT: &str = "FR40303265045";

fn facts() -> Facts {
    common::facts()
}

fn address(company: &str, vat: &str) -> Address {
    let text = str::to_owned;
    Address {
        id: ShopId(8),
        customer: Some(ShopId(7)),
        alias: text("Work"),
        company: text(company),
        first_name: text("Anna"),
        last_name: text("Example"),
        line1: text("1 rue des Lilas"),
        line2: String::new(),
        postcode: text("75011"),
        city: text("Paris"),
        country: text("FR"),
        state: String::new(),
        state_code: String::new(),
        phone: String::new(),
        phone_mobile: String::new(),
        vat_number: text(vat),
        deleted: false,
        used: true,
    }
}

fn company(name: &str, vat: &str) -> Company {
    let id = Business::of(name, vat).unwrap().shop_id(ShopId(7)).unwrap();
    let customer = Customer {
        id: ShopId(7),
        first_name: "Anna".to_owned(),
        last_name: "Example".to_owned(),
        company: String::new(),
        email: "anna@shop.example".to_owned(),
        siret: "12345678901234".to_owned(),
        ape: String::new(),
        locale: "fr-FR".to_owned(),
        note: "private".to_owned(),
        is_guest: false,
        active: true,
        deleted: false,
        groups: Vec::new(),
        is_gdpr_anonymous: false,
        address: None,
    };
    Company { id, customer, address: address(name, vat) }
}

fn key(it: &Company) -> Key {
    facts().key(Kind::Company, it.id)
}

/// The customer is on third party 5.
fn known() -> Known {
    let mut known = Known::default();
    known.note(facts().key(Kind::Customer, ShopId(7)), Dependency::Linked(ErpId(5)), None);
    known
}

fn wanted(it: &Company, known: &Known) -> Wanted {
    match project(&facts(), known, &ShopDocument::Company(it.clone())) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn plan(it: &Company, known: &Known, present: &[ErpThirdParty]) -> (Vec<Step>, Vec<ErpId>) {
    let wanted = wanted(it, known);
    let mut asked = looks(&facts(), &wanted, known);
    for _ in 0..4 {
        let mut seen = ErpSeen::default();
        for look in &asked {
            seen.insert(
                look.clone(),
                present.iter().filter(|it| answers(look, it)).cloned().map(ErpObject::ThirdParty).collect(),
            );
        }
        match decide(&facts(), &wanted, &seen, known, &mut Reserved::default()) {
            Decision::Do { steps, found } => return (steps, found.iter().map(|it| it.id).collect()),
            Decision::Look(more) => asked.extend(more),
            other => panic!("{other:?}"),
        }
    }
    panic!("asks for ever");
}

fn answers(look: &Look, it: &ErpThirdParty) -> bool {
    match &look.by {
        LookBy::Id(id) => id.0 == it.id,
        LookBy::ExternalRef(reference) => it.ref_ext.as_ref() == Some(reference),
        LookBy::VatNumber(number) => it.vat_number == *number,
        LookBy::Name(name) => it.name.eq_ignore_ascii_case(name),
        LookBy::Email(email) => it.email == *email,
        _ => false,
    }
}

fn third_party(id: u64, reference: Option<&str>, name: &str, vat: &str) -> ErpThirdParty {
    ErpThirdParty {
        id,
        ref_ext: reference.map(ExternalRef::stored),
        name: name.to_owned(),
        vat_number: vat.to_owned(),
        postcode: "75011".to_owned(),
        open: true,
        is_customer: true,
        ..ErpThirdParty::default()
    }
}

fn customers(name: &str, vat: &str) -> ErpThirdParty {
    third_party(5, Some("ps1-customer-7"), name, vat)
}

#[test]
fn a_business_of_a_person_gets_a_third_party_of_its_own() {
    let it = company("Acme SARL", VAT);
    let (steps, _) = plan(&it, &known(), &[customers("Example Anna", "")]);
    let Operation::ThirdPartyCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!(write.name.as_deref(), Some("Acme SARL"));
    assert_eq!((write.vat_number.as_deref(), write.is_person), (Some(VAT), Some(false)));
    assert_eq!(write.email.as_deref(), Some("anna@shop.example"));
    // The number of the customer's own company says nothing about this one; nor does the note about him.
    assert_eq!((&write.professional_id2, &write.note_private), (&None, &None));
    let reference = write.ref_ext.clone().unwrap();
    assert!(reference.as_str().starts_with("ps1-company-7-"), "{reference}");
    // Made, and the answer lost.
    let made = third_party(9, Some(reference.as_str()), "Acme SARL", VAT);
    let (steps, found) = plan(&it, &known(), &[customers("Example Anna", ""), made]);
    assert!(steps.iter().all(|step| step.operation.word() == "third-party-update"), "{steps:?}");
    assert_eq!(found, [ErpId(9)]);
}

#[test]
fn a_customer_who_is_the_business_has_one_third_party() {
    let it = company("Acme SARL", VAT);
    // The same name; the VAT number of the billing address reaches it.
    let (steps, found) = plan(&it, &known(), &[customers("ACME S.A.R.L.", "")]);
    assert_eq!(found, [ErpId(5)]);
    let Operation::ThirdPartyUpdate { write, .. } = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!((write.vat_number.as_deref(), &write.name, &write.ref_ext), (Some(VAT), &None, &None));
    // The same number under another name.
    let (steps, found) = plan(&it, &known(), &[customers("Acme Group", "FR 40 303265045")]);
    assert_eq!((steps.len(), found.as_slice()), (0, &[ErpId(5)][..]));
    // The same name with another number is another business.
    let (steps, _) = plan(&it, &known(), &[customers("Acme SARL", "DE123456789")]);
    assert_eq!(steps[0].operation.word(), "third-party-create");
    // Once it is linked, nothing of the customer's third party is written.
    let mut linked = known();
    linked.note(key(&it), Dependency::Linked(ErpId(5)), None);
    let (steps, _) = plan(&it, &linked, &[customers("Renamed", VAT)]);
    assert_eq!(steps.len(), 0, "{steps:?}");
}

#[test]
fn a_vat_number_alone_takes_no_third_party_over() {
    let it = company("Acme SARL", VAT);
    let person = customers("Example Anna", "");
    let (steps, _) = plan(&it, &known(), &[person.clone(), third_party(30, None, "Somebody else", VAT)]);
    assert_eq!(steps[0].operation.word(), "third-party-create");
    let (steps, found) = plan(&it, &known(), &[person, third_party(30, None, "ACME sarl", VAT)]);
    assert_eq!(found, [ErpId(30)]);
    assert!(steps.iter().all(|step| step.operation.word() == "third-party-update"), "{steps:?}");
}

#[test]
fn somebody_with_a_vat_number_and_no_company_is_a_business_in_his_name() {
    let it = company("", VAT);
    let (steps, found) = plan(&it, &known(), &[customers("Example Anna", "")]);
    assert_eq!((steps[0].operation.word(), found.as_slice()), ("third-party-update", &[ErpId(5)][..]));
    let (steps, _) = plan(&it, &known(), &[customers("Example Anna", "DE123456789")]);
    let Operation::ThirdPartyCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!((write.name.as_deref(), write.is_person), (Some("Example Anna"), Some(true)));
}

#[test]
fn a_business_of_nobody_is_left_out() {
    let it = company("Acme SARL", VAT);
    let mut erased = Known::default();
    erased.note(facts().key(Kind::Customer, ShopId(7)), Dependency::Absent, None);
    assert!(matches!(project(&facts(), &erased, &ShopDocument::Company(it.clone())), Projection::Ignored(_)));
    assert!(matches!(
        project(&facts(), &Known::default(), &ShopDocument::Company(it)),
        Projection::First { .. }
    ));
}
