//! Customers, guests, groups and addresses: what they become, and by what they are recognised.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use passerelle_core::collective::Collective;
use passerelle_core::decide::{
    Choice, Decision, Dependency, Facts, Found, Known, Projection, Reserved, Wanted, WantedCustomer,
    WantedDocument, decide, dependencies, looks, project, project_collective,
};
use passerelle_core::erp::{
    ErpCategory, ErpContact, ErpCountry, ErpKind, ErpObject, ErpSeen, ErpState, ErpThirdParty, Look, LookBy,
};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::settings::{CustomerSettings, GuestMode, MatchRule, NameFormat};
use passerelle_core::shop::{Address, Customer, Group, ShopDocument};

fn facts(customers: CustomerSettings) -> Facts {
    let country = |id, code: &str| ErpCountry { id, code: code.to_owned() };
    let mut facts = common::facts();
    facts.settings.customers = customers;
    facts.erp.countries = vec![country(1, "FR"), country(5, "DE")];
    facts
}

fn usual() -> Facts {
    facts(CustomerSettings::default())
}

fn key(kind: Kind, id: u64) -> Key {
    usual().key(kind, ShopId(id))
}

fn address() -> Address {
    let text = str::to_owned;
    Address {
        id: ShopId(8),
        customer: Some(ShopId(7)),
        alias: text("Home"),
        company: String::new(),
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
        vat_number: String::new(),
        deleted: false,
        used: false,
    }
}

fn person() -> Customer {
    Customer {
        id: ShopId(7),
        first_name: "Anna".to_owned(),
        last_name: "Example".to_owned(),
        company: String::new(),
        email: "anna@shop.example".to_owned(),
        siret: String::new(),
        ape: String::new(),
        locale: "fr-FR".to_owned(),
        note: String::new(),
        is_guest: false,
        active: true,
        deleted: false,
        groups: Vec::new(),
        is_gdpr_anonymous: false,
        address: Some(address()),
    }
}

fn company(country: &str, siret: &str, vat: &str) -> Customer {
    let address = Address { country: country.to_owned(), vat_number: vat.to_owned(), ..address() };
    Customer {
        company: "Société Exemple".to_owned(),
        siret: siret.to_owned(),
        ape: "6201Z".to_owned(),
        address: Some(address),
        ..person()
    }
}

fn of(projection: Projection) -> Wanted {
    match projection {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn projected(facts: &Facts, customer: Customer) -> WantedCustomer {
    match of(project(facts, &Known::default(), &ShopDocument::Customer(customer))).document {
        WantedDocument::Customer(it) => it,
        other => panic!("{other:?}"),
    }
}

fn third_party(id: u64) -> ErpThirdParty {
    ErpThirdParty {
        id,
        name: "EXAMPLE  anna".to_owned(),
        postcode: "75 011".to_owned(),
        code: format!("CU2611-0000{id}"),
        open: true,
        is_customer: true,
        ..ErpThirdParty::default()
    }
}

type Objects = Vec<(LookBy, ErpObject)>;

fn answer(looks: &[Look], objects: &Objects) -> ErpSeen {
    let mut seen = ErpSeen::default();
    for look in looks {
        let found = objects.iter().filter(|(by, object)| *by == look.by && object.kind() == look.kind);
        seen.insert(look.clone(), found.map(|(_, object)| object.clone()).collect());
    }
    seen
}

fn decided(facts: &Facts, wanted: &Wanted, known: &Known, objects: &Objects) -> Decision {
    let mut asked = looks(facts, wanted, known);
    for _ in 0..4 {
        match decide(facts, wanted, &answer(&asked, objects), known, &mut Reserved::default()) {
            Decision::Look(more) => asked.extend(more),
            decision => return decision,
        }
    }
    panic!("asks for ever");
}

fn plan(facts: &Facts, document: ShopDocument, known: &Known, objects: &Objects) -> (Vec<Step>, Vec<Found>) {
    match decided(facts, &of(project(facts, known, &document)), known, objects) {
        Decision::Do { steps, found } => (steps, found),
        other => panic!("{other:?}"),
    }
}

fn whys(steps: &[Step]) -> Vec<String> {
    steps.iter().map(|step| format!("{}: {}", step.operation.word(), step.why)).collect()
}

fn refusal(facts: &Facts, customer: Customer, known: &Known, objects: &Objects) -> Explanation {
    match decided(facts, &of(project(facts, known, &ShopDocument::Customer(customer))), known, objects) {
        Decision::Refused(explanation) => explanation,
        other => panic!("{other:?}"),
    }
}

fn by_name(third_parties: &[ErpThirdParty]) -> Objects {
    let by = LookBy::Name("Example Anna".to_owned());
    third_parties.iter().map(|it| (by.clone(), ErpObject::ThirdParty(it.clone()))).collect()
}

fn customer_steps(facts: &Facts, known: &Known, objects: &Objects) -> Vec<String> {
    whys(&plan(facts, ShopDocument::Customer(person()), known, objects).0)
}

const NEW: &str = "third-party-create: new";
const BY_NAME: &str =
    "third-party-update: adopted by name and postcode; external reference, e-mail, address, country changed";

#[test]
fn the_same_name_and_postcode_is_evidence() {
    let known = Known::default();
    assert_eq!(customer_steps(&usual(), &known, &by_name(&[third_party(3)])), [BY_NAME]);
    let elsewhere = ErpThirdParty { postcode: "69001".to_owned(), ..third_party(3) };
    assert_eq!(customer_steps(&usual(), &known, &by_name(&[elsewhere])), [NEW]);
    let nowhere = ErpThirdParty { postcode: String::new(), ..third_party(3) };
    assert_eq!(customer_steps(&usual(), &known, &by_name(&[nowhere])), [NEW]);
    // Two of the name, of whom one lives elsewhere.
    let other = ErpThirdParty { postcode: "69001".to_owned(), ..third_party(4) };
    assert_eq!(customer_steps(&usual(), &known, &by_name(&[other, third_party(3)])), [BY_NAME]);
}

#[test]
fn what_contradicts_is_stronger_than_a_name() {
    let known = Known::default();
    let with = |change: fn(&mut ErpThirdParty)| {
        let mut it = third_party(3);
        change(&mut it);
        by_name(&[it])
    };
    for objects in [
        with(|it| it.email = "another@shop.example".to_owned()),
        with(|it| it.ref_ext = Some(ExternalRef::stored("ps1-customer-6"))),
        with(|it| it.ref_ext = Some(ExternalRef::stored("other-software-1"))),
    ] {
        assert_eq!(customer_steps(&usual(), &known, &objects), [NEW]);
    }
    let same = with(|it| it.email = "ANNA@shop.example ".to_owned());
    assert_eq!(customer_steps(&usual(), &known, &same).len(), 1);
    assert!(customer_steps(&usual(), &known, &same)[0].contains("adopted by name"));
}

#[test]
fn rules_are_chosen_and_ordered_by_the_settings() {
    let by_email = (LookBy::Email("anna@shop.example".to_owned()), ErpObject::ThirdParty(third_party(4)));
    let objects: Objects = by_name(&[third_party(3)]).into_iter().chain([by_email]).collect();
    let adopted = |matching: Vec<MatchRule>| {
        let facts = facts(CustomerSettings { matching, ..CustomerSettings::default() });
        let (steps, found) = plan(&facts, ShopDocument::Customer(person()), &Known::default(), &objects);
        let why = steps[0].why.split(';').next().unwrap().to_owned();
        (found.first().map(|it| it.id.0), why)
    };
    assert_eq!(adopted(MatchRule::ALL.to_vec()), (Some(4), "adopted by e-mail".to_owned()));
    let turned = vec![MatchRule::Name, MatchRule::Email];
    assert_eq!(adopted(turned), (Some(3), "adopted by name and postcode".to_owned()));
    assert_eq!(adopted(vec![MatchRule::Siret]), (None, "new".to_owned()));
    assert_eq!(adopted(Vec::new()), (None, "new".to_owned()));
    let never = facts(CustomerSettings { matching: Vec::new(), ..CustomerSettings::default() });
    let wanted = of(project(&never, &Known::default(), &ShopDocument::Customer(person())));
    assert_eq!(looks(&never, &wanted, &Known::default()).len(), 1, "only its own reference");
}

/// A company whose customer typed a VAT number.
fn acme() -> Customer {
    let address = Address { vat_number: "FR40303265045".to_owned(), ..address() };
    Customer {
        company: "Acme SARL".to_owned(),
        email: "anna@acme.example".to_owned(),
        address: Some(address),
        ..person()
    }
}

/// What has its number in Dolibarr.
fn holder(name: &str, email: &str) -> Objects {
    let holder = ErpThirdParty {
        name: name.to_owned(),
        email: email.to_owned(),
        vat_number: "FR40303265045".to_owned(),
        ..third_party(3)
    };
    vec![(LookBy::VatNumber("FR40303265045".to_owned()), ErpObject::ThirdParty(holder))]
}

#[test]
fn a_number_that_a_stranger_typed_does_not_decide_alone() {
    let unproved =
        [holder("Bolt", "info@bolt.example"), holder("Bolt", ""), holder("Acme Holding", "x@bolt.example")];
    for objects in unproved {
        let explanation = refusal(&usual(), acme(), &Known::default(), &objects);
        assert_eq!(explanation.id, "customer-number-alone");
        assert_eq!((explanation.args["evidence"].as_str(), explanation.args["first"].as_str()), ("vat", "3"));
    }
    // Where anybody gets an address, the domain says nothing.
    let public = Customer { email: "anna@gmail.com".to_owned(), ..acme() };
    let explanation = refusal(&usual(), public, &Known::default(), &holder("Bolt", "bob@gmail.com"));
    assert_eq!(explanation.id, "customer-number-alone");
}

#[test]
fn a_number_counts_with_the_name_or_the_domain_and_the_evidence_is_told() {
    let why = |facts: &Facts, objects: &Objects| {
        let (steps, found) = plan(facts, ShopDocument::Customer(acme()), &Known::default(), objects);
        assert_eq!(found[0].id, ErpId(3));
        steps[0].why.split(';').next().unwrap().to_owned()
    };
    assert_eq!(why(&usual(), &holder("ACME", "")), "adopted by VAT number and name");
    assert_eq!(
        why(&usual(), &holder("Bolt", "info@acme.example")),
        "adopted by VAT number and e-mail domain"
    );
    let alone = facts(CustomerSettings { numbers_alone: true, ..CustomerSettings::default() });
    assert_eq!(why(&alone, &holder("Bolt", "")), "adopted by VAT number");
}

#[test]
fn several_candidates_are_named_with_the_command_that_decides() {
    let objects = by_name(&[third_party(3), third_party(4)]);
    let explanation = refusal(&usual(), person(), &Known::default(), &objects);
    assert_eq!(explanation.id, "customer-ambiguous");
    assert_eq!(explanation.args["evidence"], "name");
    assert_eq!(explanation.args["third_parties"], "3 (CU2611-00003), 4 (CU2611-00004)");
    assert_eq!((explanation.args["customer"].as_str(), explanation.args["first"].as_str()), ("7", "3"));
}

#[test]
fn a_persons_decision_stands() {
    let mut known = Known::default();
    known.note_choice(key(Kind::Customer, 7), Choice::This(ErpId(4)));
    let mut objects = by_name(&[third_party(3), third_party(4)]);
    objects.push((LookBy::Id(ErpId(4)), ErpObject::ThirdParty(third_party(4))));
    let (steps, found) = plan(&usual(), ShopDocument::Customer(person()), &known, &objects);
    assert!(steps[0].why.starts_with("adopted by a person's decision; "), "{steps:?}");
    assert!(found[0].adopted && found[0].id == ErpId(4));

    known.note_choice(key(Kind::Customer, 7), Choice::New);
    let new = ["third-party-create: new; a person's decision"];
    assert_eq!(customer_steps(&usual(), &known, &objects), new);
}

#[test]
fn a_decision_that_cannot_be_kept_is_asked_for_again() {
    let mut known = Known::default();
    known.note_choice(key(Kind::Customer, 7), Choice::This(ErpId(4)));
    let gone = refusal(&usual(), person(), &known, &by_name(&[third_party(3)]));
    assert_eq!((gone.id.as_str(), gone.args["third_party"].as_str()), ("customer-choice-gone", "4"));
    let taken = ErpThirdParty { ref_ext: Some(ExternalRef::stored("ps1-customer-6")), ..third_party(4) };
    let objects = vec![(LookBy::Id(ErpId(4)), ErpObject::ThirdParty(taken))];
    assert_eq!(refusal(&usual(), person(), &known, &objects).id, "customer-choice-taken");
}

#[test]
fn a_second_guest_account_of_one_e_mail_is_another_third_party() {
    let by = LookBy::Email("anna@shop.example".to_owned());
    let first = ErpThirdParty { ref_ext: Some(ExternalRef::stored("ps1-customer-6")), ..third_party(3) };
    let guest = || ShopDocument::Customer(Customer { is_guest: true, ..person() });
    let objects = vec![(by.clone(), ErpObject::ThirdParty(first))];
    assert_eq!(whys(&plan(&usual(), guest(), &Known::default(), &objects).0), [NEW]);
    // Both are new in this run and one person made the third party: the first takes it, the second takes none.
    let made = vec![(by, ErpObject::ThirdParty(third_party(3)))];
    let facts = usual();
    let mut reserved = Reserved::default();
    let mut words = Vec::new();
    for id in [7, 8] {
        let guest = Customer { id: ShopId(id), is_guest: true, ..person() };
        let wanted = of(project(&facts, &Known::default(), &ShopDocument::Customer(guest)));
        let seen = answer(&looks(&facts, &wanted, &Known::default()), &made);
        let Decision::Do { steps, .. } = decide(&facts, &wanted, &seen, &Known::default(), &mut reserved)
        else {
            panic!()
        };
        words.push(steps[0].operation.word());
    }
    assert_eq!(words, ["third-party-update", "third-party-create"]);
}

fn per_country() -> Facts {
    facts(CustomerSettings { guests: GuestMode::PerCountry, ..CustomerSettings::default() })
}

#[test]
fn guests_of_a_country_share_a_third_party() {
    let facts = per_country();
    let guest = ShopDocument::Customer(Customer { is_guest: true, ..person() });
    let guests = facts.key(Kind::Collective, Collective::guests("FR").shop_id());
    let Projection::First { keys, .. } = project(&facts, &Known::default(), &guest) else { panic!() };
    assert_eq!(keys, std::slice::from_ref(&guests));
    assert_eq!(dependencies(&facts, &guest), [guests.clone(), key(Kind::Customer, 7)]);

    let wanted = of(project_collective(&facts, Collective::guests("FR")));
    let Decision::Do { steps, .. } = decided(&facts, &wanted, &Known::default(), &Vec::new()) else {
        panic!()
    };
    let Operation::ThirdPartyCreate(write) = &steps[0].operation else { panic!() };
    assert_eq!(write.name.as_deref(), Some("Invités FR"));
    assert_eq!(write.country_id, Some(1));
    assert_eq!(write.ref_ext.as_ref().unwrap().as_str(), "ps1-guests-fr");

    let mut known = Known::default();
    known.note(guests, Dependency::Linked(ErpId(50)), None);
    let (steps, found) = plan(&facts, guest, &known, &Vec::new());
    assert!(steps.is_empty());
    assert_eq!((found[0].key.clone(), found[0].id), (key(Kind::Customer, 7), ErpId(50)));
    // Whoever has an account is a customer of its own.
    assert_eq!(customer_steps(&facts, &known, &Vec::new()), [NEW]);
}

#[test]
fn a_guest_stays_where_it_is_when_the_setting_changes() {
    let guest = ShopDocument::Customer(Customer { is_guest: true, ..person() });
    let on = |id| {
        let mut known = Known::default();
        known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(id)), None);
        known
    };
    // From one third party for all to one for each: the shared one is neither renamed nor taken.
    let shared = ErpThirdParty { ref_ext: Some(ExternalRef::stored("ps1-guests-fr")), ..third_party(50) };
    let objects = vec![(LookBy::Id(ErpId(50)), ErpObject::ThirdParty(shared))];
    for facts in [usual(), per_country()] {
        let (steps, found) = plan(&facts, guest.clone(), &on(50), &objects);
        assert!(steps.is_empty(), "{steps:?}");
        assert_eq!(found[0].id, ErpId(50));
    }
    // The other way round: its own third party goes on following it.
    let own = ErpThirdParty { ref_ext: Some(ExternalRef::stored("ps1-customer-7")), ..third_party(3) };
    let objects = vec![(LookBy::Id(ErpId(3)), ErpObject::ThirdParty(own))];
    let (steps, found) = plan(&per_country(), guest, &on(3), &objects);
    assert_eq!(steps[0].operation.word(), "third-party-update");
    assert_eq!(found[0].id, ErpId(3));
}

fn with_groups() -> Facts {
    facts(CustomerSettings { groups: true, ..CustomerSettings::default() })
}

fn member(groups: &[u64]) -> ShopDocument {
    let groups = groups.iter().map(|id| ShopId(*id)).collect();
    ShopDocument::Customer(Customer { groups, ..person() })
}

fn groups_at(known: &mut Known, ids: &[(u64, u64)]) {
    for (group, category) in ids {
        known.note(key(Kind::Group, *group), Dependency::Linked(ErpId(*category)), None);
    }
}

#[test]
fn groups_become_customer_categories() {
    let group = || ShopDocument::Group(Group { id: ShopId(4), name: "Revendeurs".to_owned() });
    let (steps, _) = plan(&with_groups(), group(), &Known::default(), &Vec::new());
    let Operation::CustomerCategoryCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!(write.ref_ext.as_ref().unwrap().as_str(), "ps1-group-4");
    assert_eq!((write.label.as_deref(), write.parent), (Some("Revendeurs"), None));
    // One that a person made is adopted; one of products with that name is another thing.
    let made = ErpCategory { id: 9, label: "Revendeurs".to_owned(), ..ErpCategory::default() };
    let by = LookBy::Label("Revendeurs".to_owned());
    let objects = vec![(by.clone(), ErpObject::CustomerCategory(made.clone()))];
    let (steps, _) = plan(&with_groups(), group(), &Known::default(), &objects);
    assert_eq!(whys(&steps), ["customer-category-update: adopted by label; external reference changed"]);
    let objects = vec![(by, ErpObject::Category(made))];
    let (steps, _) = plan(&with_groups(), group(), &Known::default(), &objects);
    assert_eq!(whys(&steps), ["customer-category-create: new"]);
}

#[test]
fn a_new_customer_is_put_into_its_groups() {
    let facts = with_groups();
    let Projection::First { keys, .. } = project(&facts, &Known::default(), &member(&[3, 4])) else {
        panic!()
    };
    assert_eq!(keys, [key(Kind::Group, 3), key(Kind::Group, 4)]);
    let mut known = Known::default();
    groups_at(&mut known, &[(3, 30), (4, 40)]);
    let (steps, _) = plan(&facts, member(&[3, 4]), &known, &Vec::new());
    let link = "customer-category-link: in this group";
    assert_eq!(whys(&steps), [NEW, link, link]);
    // A group that failed holds up nobody; without the option there are none.
    known.note(key(Kind::Group, 4), Dependency::Failed, None);
    assert_eq!(whys(&plan(&facts, member(&[3, 4]), &known, &Vec::new()).0), [NEW, link]);
    assert_eq!(whys(&plan(&usual(), member(&[3, 4]), &known, &Vec::new()).0), [NEW]);
}

#[test]
fn who_leaves_a_group_leaves_its_category_and_no_other() {
    let facts = with_groups();
    let mut known = Known::default();
    groups_at(&mut known, &[(3, 30), (4, 40)]);
    known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(5)), None);
    let wanted = projected(&usual(), person());
    let present = ErpThirdParty {
        ref_ext: Some(ExternalRef::stored("ps1-customer-7")),
        name: wanted.name,
        email: wanted.email,
        address: wanted.address,
        postcode: wanted.postcode,
        town: wanted.town,
        country_id: wanted.country_id,
        ..third_party(5)
    };
    let category = |id, reference: Option<&str>| {
        let ref_ext = reference.map(ExternalRef::stored);
        let category = ErpCategory { id, ref_ext, ..ErpCategory::default() };
        (LookBy::OfThirdParty(ErpId(5)), ErpObject::CustomerCategory(category))
    };
    let objects = vec![
        (LookBy::Id(ErpId(5)), ErpObject::ThirdParty(present)),
        category(30, Some("ps1-group-3")),
        category(50, None),
        category(60, Some("ps2-group-4")),
    ];
    let ask = |groups: &[u64]| whys(&plan(&facts, member(groups), &known, &objects).0);
    assert!(ask(&[3]).is_empty());
    assert_eq!(ask(&[3, 4]), ["customer-category-link: in this group"]);
    assert_eq!(ask(&[]), ["customer-category-unlink: no longer in this group"]);
    let (steps, _) = plan(&facts, member(&[]), &known, &objects);
    assert!(matches!(
        &steps[0].operation,
        Operation::CustomerCategoryUnlink { category: passerelle_core::plan::Target::Id(ErpId(30)), .. }
    ));
    // Without the option nothing is looked for.
    let wanted = of(project(&usual(), &known, &member(&[3])));
    assert!(looks(&usual(), &wanted, &known).iter().all(|look| look.kind == ErpKind::ThirdParty));
}

#[test]
fn names_follow_the_settings() {
    let settings = CustomerSettings::default;
    let name = |settings: CustomerSettings, customer: Customer| projected(&facts(settings), customer).name;
    let first = CustomerSettings { name_format: NameFormat::FirstLast, ..settings() };
    let both = CustomerSettings { upper_case_names: true, ..first.clone() };
    let firm = || company("FR", "", "");
    assert_eq!(name(settings(), person()), "Example Anna");
    assert_eq!(name(first.clone(), person()), "Anna Example");
    assert_eq!(name(both.clone(), person()), "ANNA EXAMPLE");
    assert_eq!(name(both, firm()), "Société Exemple");
    let companies = CustomerSettings { upper_case_companies: true, ..first };
    assert_eq!(name(companies.clone(), firm()), "SOCIÉTÉ EXEMPLE");
    assert_eq!(name(companies, person()), "Anna Example");
}

#[test]
fn languages_that_dolibarr_can_hold_are_written() {
    let settings = CustomerSettings { language: true, ..CustomerSettings::default() };
    let facts = facts(settings);
    for (locale, language) in
        [("fr-FR", "fr_FR"), ("pt-BR", "pt_BR"), ("", ""), ("zh-Hant-TW", ""), ("en-US;q", "")]
    {
        let customer = Customer { locale: locale.to_owned(), ..person() };
        assert_eq!(projected(&facts, customer).language.as_deref(), Some(language), "{locale}");
    }
    assert_eq!(projected(&usual(), person()).language, None);
}

#[test]
fn company_numbers_go_where_the_country_has_them() {
    let ids = |country: &str, siret: &str| {
        let it = projected(&usual(), company(country, siret, ""));
        (it.professional_id1, it.professional_id2, it.professional_id3)
    };
    let three = |a: &str, b: &str| (a.to_owned(), b.to_owned(), "6201Z".to_owned());
    assert_eq!(ids("FR", "732 829 320 00074"), three("732829320", "73282932000074"));
    // What is no SIRET is kept, but no SIREN is made of it.
    assert_eq!(ids("FR", "7328293200007"), three("", "7328293200007"));
    assert_eq!(ids("GP", "RCS-1"), three("", "RCS-1"));
    // Another country's number; a French branch of a company abroad.
    assert_eq!(ids("DE", "HRB 12345"), three("HRB12345", ""));
    assert_eq!(ids("DE", "73282932000074"), three("732829320", "73282932000074"));
    assert_eq!(ids("DE", ""), three("", ""));
}

#[test]
fn vat_numbers_are_written_as_dolibarr_keeps_them() {
    let vat = |text: &str| {
        let it = projected(&usual(), company("FR", "", text));
        (it.vat_number, it.note)
    };
    let kept = |number: &str| (number.to_owned(), String::new());
    assert_eq!(vat("fr 32.732-829/320"), kept("FR32732829320"));
    assert_eq!(vat("IE1+23456L"), kept("IE1+23456L"));
    assert_eq!(vat(" - "), kept(""));
    assert_eq!(vat("en cours"), kept("ENCOURS"));
    // Half a number is none: it goes into the note.
    let long = "FR32732829320, DE123456789";
    assert_eq!(vat(long), (String::new(), format!("TVA / VAT: {long}")));
}

#[test]
fn deleted_customers_are_closed_and_anonymous_ones_left_out() {
    let mut known = Known::default();
    known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(5)), None);
    let present = ErpThirdParty {
        ref_ext: Some(ExternalRef::stored("ps1-customer-7")),
        name: "Example Anna".to_owned(),
        ..third_party(5)
    };
    let deleted = ShopDocument::Customer(Customer { deleted: true, address: None, ..person() });
    let objects = vec![(LookBy::Id(ErpId(5)), ErpObject::ThirdParty(present))];
    let (steps, _) = plan(&usual(), deleted.clone(), &known, &objects);
    assert_eq!(whys(&steps), ["third-party-update: e-mail, open changed"]);
    // One that a person had made may have other business: it stays open.
    known.note_adopted(key(Kind::Customer, 7));
    let (steps, _) = plan(&usual(), deleted, &known, &objects);
    assert_eq!(whys(&steps), ["third-party-update: e-mail changed"]);
    let anonymous = ShopDocument::Customer(Customer { is_gdpr_anonymous: true, ..person() });
    assert!(matches!(project(&usual(), &known, &anonymous), Projection::Ignored(_)));
}

fn at_address(used: bool, line1: &str) -> ShopDocument {
    ShopDocument::Address(Address { used, line1: line1.to_owned(), ..address() })
}

fn contact(id: u64, reference: &str, line1: &str) -> ErpObject {
    ErpObject::Contact(ErpContact {
        id,
        ref_ext: Some(ExternalRef::stored(reference)),
        third_party: Some(ErpId(5)),
        last_name: "EXAMPLE".to_owned(),
        first_name: "Anna".to_owned(),
        address: line1.to_owned(),
        postcode: "75011".to_owned(),
        town: "Paris".to_owned(),
        country_id: Some(1),
        ..ErpContact::default()
    })
}

fn linked_address(contact: u64) -> Known {
    let mut known = Known::default();
    known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(5)), None);
    known.note(key(Kind::Address, 8), Dependency::Linked(ErpId(contact)), None);
    known
}

#[test]
fn an_address_that_an_order_has_changes_into_another_contact() {
    let known = linked_address(20);
    let objects = vec![(LookBy::Id(ErpId(20)), contact(20, "ps1-address-8", "1 rue des Lilas"))];
    let ask = |document, objects: &Objects| plan(&usual(), document, &known, objects);
    // Not ordered with: it is corrected in place.
    let (steps, _) = ask(at_address(false, "2 rue des Lilas"), &objects);
    assert_eq!(whys(&steps), ["contact-update: name, address changed"]);
    // Ordered with: the old contact stays as it is.
    let (steps, found) = ask(at_address(true, "2 rue des Lilas"), &objects);
    assert_eq!(whys(&steps), ["contact-create: changed after an order had it"]);
    let Operation::ContactCreate(write) = &steps[0].operation else { panic!() };
    let reference = write.ref_ext.clone().unwrap();
    assert!(reference.as_str().starts_with("ps1-address-8-"), "{reference}");
    assert_eq!((steps[0].links.clone(), found.len()), (Some(key(Kind::Address, 8)), 0));
    // It was made but the answer was lost: it is found by what it shows, even if Dolibarr tidied it.
    for line1 in ["2 rue des Lilas", "2 RUE"] {
        let mut made = objects.clone();
        made.push((LookBy::ExternalRef(reference.clone()), contact(21, reference.as_str(), line1)));
        let (steps, found) = ask(at_address(true, "2 rue des Lilas"), &made);
        assert_eq!(found[0].id, ErpId(21));
        assert!(steps.iter().all(|step| step.operation.word() == "contact-update"), "{steps:?}");
    }
}

#[test]
fn an_address_that_changes_back_is_its_first_contact_again() {
    let known = linked_address(21);
    let own = LookBy::ExternalRef(key(Kind::Address, 8).external_ref());
    let objects = vec![
        (LookBy::Id(ErpId(21)), contact(21, "ps1-address-8-0123abcd", "2 rue des Lilas")),
        (own, contact(20, "ps1-address-8", "1 rue des Lilas")),
    ];
    let (steps, found) = plan(&usual(), at_address(true, "1 rue des  Lilas"), &known, &objects);
    assert_eq!(found[0].id, ErpId(20));
    assert!(steps.iter().all(|step| step.operation.word() == "contact-update"), "{steps:?}");
    let (steps, found) = plan(&usual(), at_address(true, "2 rue des Lilas"), &known, &objects);
    assert_eq!(found[0].id, ErpId(21));
    for step in &steps {
        let Operation::ContactUpdate { write, .. } = &step.operation else { panic!("{step:?}") };
        assert_eq!(write.ref_ext, None, "it keeps its own reference");
    }
}

#[test]
fn a_state_is_a_row_of_the_dictionary_or_a_line_of_the_address() {
    let mut facts = usual();
    facts.erp.countries.push(ErpCountry { id: 11, code: "US".to_owned() });
    let at = |name: &str, code: &str, used: bool| {
        let text = str::to_owned;
        ShopDocument::Address(Address {
            country: text("US"),
            state: text(name),
            state_code: text(code),
            used,
            ..address()
        })
    };
    let row = |id, code: &str, name: &str| {
        let row = ErpState { id, code: code.to_owned(), name: name.to_owned() };
        (LookBy::OfCountry(11), ErpObject::State(row))
    };
    let states = vec![row(7, "CA", "California"), row(8, "FL", "Florida")];
    let known = linked_address(20);
    let mut new = Known::default();
    new.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(5)), None);
    let written = |document, known: &Known, objects: &Objects| {
        let (steps, _) = plan(&facts, document, known, objects);
        match steps.into_iter().next().map(|step| step.operation) {
            Some(Operation::ContactCreate(write) | Operation::ContactUpdate { write, .. }) => write,
            other => panic!("{other:?}"),
        }
    };
    let write = written(at("Floride", "US-FL", true), &new, &states);
    assert_eq!((write.state_id, write.address.as_deref()), (Some(8), Some("1 rue des Lilas")));
    let write = written(at("Guam", "GU", true), &new, &states);
    assert_eq!((write.state_id, write.address.as_deref()), (None, Some("1 rue des Lilas\nGuam")));
    // One that was brought over without its state gets it in its place: no document showed another one.
    let mut there = states.clone();
    let ErpObject::Contact(mut present) = contact(20, "ps1-address-8", "1 rue des Lilas") else { panic!() };
    present.country_id = Some(11);
    present.last_name = "Example".to_owned();
    there.push((LookBy::Id(ErpId(20)), ErpObject::Contact(present.clone())));
    let write = written(at("Florida", "FL", true), &known, &there);
    assert_eq!((write.state_id, write.ref_ext), (Some(8), None));
    // Another state is another address.
    present.state_id = Some(7);
    there.retain(|(by, _)| *by != LookBy::Id(ErpId(20)));
    there.push((LookBy::Id(ErpId(20)), ErpObject::Contact(present)));
    let (steps, _) = plan(&facts, at("Florida", "FL", true), &known, &there);
    assert_eq!(whys(&steps), ["contact-create: changed after an order had it"]);
    // The third party of the customer, too.
    let ShopDocument::Address(home) = at("Florida", "FL", true) else { panic!() };
    let customer = ShopDocument::Customer(Customer { address: Some(home), ..person() });
    let (steps, _) = plan(&facts, customer, &Known::default(), &states);
    let Operation::ThirdPartyCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!(write.state_id, Some(8));
}

#[test]
fn a_phone_or_an_order_changes_no_document() {
    let known = linked_address(20);
    let objects = vec![(LookBy::Id(ErpId(20)), contact(20, "ps1-address-8", "1 rue des Lilas"))];
    let with_phone = Address { phone: "01 02".to_owned(), used: true, ..address() };
    let (steps, _) = plan(&usual(), ShopDocument::Address(with_phone), &known, &objects);
    assert_eq!(whys(&steps), ["contact-update: name, phone changed"]);
    let print = |used| of(project(&usual(), &known, &at_address(used, "1 rue des Lilas"))).fingerprint;
    assert_eq!(print(true), print(false));
}

#[test]
fn a_deleted_address_that_nobody_ordered_with_is_left_out() {
    let deleted = |used| ShopDocument::Address(Address { deleted: true, used, ..address() });
    let mut known = Known::default();
    known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(5)), None);
    let Projection::Ignored(why) = project(&usual(), &known, &deleted(false)) else { panic!() };
    assert_eq!(why.id, "address-deleted");
    // An order has it: PrestaShop deletes the old one of an address that its customer changes.
    assert!(matches!(project(&usual(), &known, &deleted(true)), Projection::Wanted(_)));
    // Its contact is there already.
    assert!(matches!(project(&usual(), &linked_address(20), &deleted(false)), Projection::Wanted(_)));
}
