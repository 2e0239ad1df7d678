//! Customers: a company or a person as a third party.

use super::collective::is_collective;
use super::proof;
use super::state::{self, Placed, WantedState};
use super::text::{self, field_names, join, same_words};
use super::wanted::{Wanted, WantedCustomer, WantedDocument, WantedGuest};
use super::{
    Choice, Decision, Dependency, Facts, Found, Known, Projection, Reserved, changed, own_looks, unsettled,
};
use crate::collective::Collective;
use crate::erp::{ErpCategory, ErpKind, ErpObject, ErpSeen, ErpThirdParty, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind};
use crate::plan::{Operation, Step, Target, ThirdPartyWrite};
use crate::settings::{GuestMode, MatchRule, NameFormat};
use crate::shop::Customer;

/// Dolibarr's `nom` of a third party.
const NAME_LIMIT: usize = 128;
/// Dolibarr's `address` of a third party.
const ADDRESS_LIMIT: usize = 255;
/// Characters of a note: its field holds 65,535 bytes, and a letter becomes five at most (`&amp;`).
const NOTE_LIMIT: usize = 13_000;
/// Countries whose companies have a SIRET: France, its overseas parts that have codes of their own, and Monaco.
const FRENCH: [&str; 13] = ["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "MC"];

/// What Dolibarr holds of a language, such as `fr_FR`.
const LANGUAGE_LIMIT: usize = 6;
/// What Dolibarr holds of a VAT number.
const VAT_LIMIT: usize = 20;
/// Candidates that an explanation names.
const NAMED: usize = 10;

/// The third party of many that a guest is on, where the settings ask for one.
fn collective(facts: &Facts, customer: &Customer) -> Option<Key> {
    let asked = customer.is_guest && facts.settings.customers.guests == GuestMode::PerCountry;
    let country = customer.address.as_ref().map_or("", |it| it.country.as_str());
    asked.then(|| facts.key(Kind::Collective, Collective::guests(country).shop_id()))
}

fn groups(facts: &Facts, customer: &Customer) -> Vec<Key> {
    let mut groups: Vec<Key> = customer.groups.iter().map(|id| facts.key(Kind::Group, *id)).collect();
    groups.retain(|_| facts.settings.customers.groups);
    groups.sort_unstable();
    groups.dedup();
    groups
}

pub(super) fn dependencies(facts: &Facts, customer: &Customer) -> Vec<Key> {
    let mut keys = groups(facts, customer);
    keys.extend(collective(facts, customer));
    keys
}

pub(super) fn project(facts: &Facts, known: &Known, customer: &Customer) -> Projection {
    if customer.is_gdpr_anonymous {
        return Projection::Ignored(Explanation::new("customer-anonymous"));
    }
    let key = facts.key(Kind::Customer, customer.id);
    // One that is in Dolibarr already stays on its third party, whatever the settings or its country became.
    if known.linked(&key).is_none()
        && let Some(collective) = collective(facts, customer)
    {
        return guest(known, key, collective);
    }
    let groups = groups(facts, customer);
    // A group that failed holds up no customer: its category is linked when the customer next changes.
    let waiting: Vec<Key> =
        groups.iter().filter(|group| known.dependency(group) == Dependency::NotYet).cloned().collect();
    if !waiting.is_empty() {
        return Projection::First { keys: waiting, failed: Vec::new() };
    }
    let document = third_party(facts, known, &key, customer);
    Projection::Wanted(Wanted {
        key,
        reference: String::new(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Customer(document),
    })
}

/// The third party of a customer, or of a business of his.
pub(super) fn third_party(facts: &Facts, known: &Known, key: &Key, customer: &Customer) -> WantedCustomer {
    let groups = groups(facts, customer);
    let address = customer.address.as_ref();
    let phone = address
        .map(|address| if address.phone.trim().is_empty() { &address.phone_mobile } else { &address.phone })
        .map(|phone| phone_digits(facts, phone));
    let name = name(facts, customer);
    let vat_number = address.map(|it| vat_number(&it.vat_number)).unwrap_or_default();
    let ids = professional_ids(facts, customer);
    WantedCustomer {
        name: if name.is_empty() { key.external_ref().to_string() } else { name },
        is_person: customer.company.trim().is_empty(),
        email: customer.email.trim().to_owned(),
        phone: phone.unwrap_or_default(),
        address: address
            .map(|it| text::name(facts, &join(&[&it.line1, &it.line2], "\n"), ADDRESS_LIMIT))
            .unwrap_or_default(),
        postcode: address.map(|it| text::name(facts, &it.postcode, 25)).unwrap_or_default(),
        town: address.map(|it| text::name(facts, &it.city, 50)).unwrap_or_default(),
        country_id: address.and_then(|it| facts.erp.country_id(&it.country)),
        state: address.and_then(|it| WantedState::of(facts, it)),
        note: note(facts, customer, &vat_number),
        vat_number,
        professional_id1: ids.0,
        professional_id2: ids.1,
        professional_id3: ids.2,
        language: facts.settings.customers.language.then(|| language(&customer.locale)),
        open: !customer.deleted,
        groups: facts
            .settings
            .customers
            .groups
            .then(|| groups.iter().filter_map(|group| known.linked(group)).collect()),
        home: address.map(|it| facts.key(Kind::Address, it.id)),
        replaced: [&customer.last_name, &customer.first_name, &customer.company, &customer.note]
            .into_iter()
            .any(|text| facts.erp.texts.loses_letters(text)),
    }
}

/// A guest on the third party of all guests of a country.
fn guest(known: &Known, key: Key, collective: Key) -> Projection {
    if let Some(first) = unsettled(known, std::slice::from_ref(&collective)) {
        return first;
    }
    let Some(third_party) = known.linked(&collective) else {
        return Projection::First { keys: vec![collective], failed: Vec::new() };
    };
    let document = WantedGuest { third_party };
    Projection::Wanted(Wanted {
        key,
        reference: String::new(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Guest(document),
    })
}

/// Links a guest with the third party of many: nothing has to be sent.
pub(super) fn join_collective(key: &Key, wanted: WantedGuest) -> Decision {
    let (key, kind, id) = (key.clone(), ErpKind::ThirdParty, wanted.third_party);
    Decision::Do { steps: Vec::new(), found: vec![Found { key, kind, id, adopted: false, on: None }] }
}

fn name(facts: &Facts, customer: &Customer) -> String {
    let settings = &facts.settings.customers;
    let (first, last) = (&customer.first_name, &customer.last_name);
    let is_person = customer.company.trim().is_empty();
    let (name, capitals) = match (is_person, settings.name_format) {
        (false, _) => (customer.company.clone(), settings.upper_case_companies),
        (true, NameFormat::LastFirst) => (join(&[last, first], " "), settings.upper_case_names),
        (true, NameFormat::FirstLast) => (join(&[first, last], " "), settings.upper_case_names),
    };
    text::name(facts, &if capitals { name.to_uppercase() } else { name }, NAME_LIMIT)
}

/// Dolibarr stores phone numbers without spaces.
fn phone_digits(facts: &Facts, phone: &str) -> String {
    text::name(facts, &phone.chars().filter(|c| !c.is_whitespace()).collect::<String>(), 20)
}

/// A VAT number without the spaces, dots, dashes and slashes that people put between its parts; Dolibarr takes some of them
/// away itself. Empty when it is longer than Dolibarr can hold: half a number is none.
fn vat_number(text: &str) -> String {
    let number = vat_characters(text);
    if number.chars().count() > VAT_LIMIT { String::new() } else { number }
}

fn vat_characters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '*')).collect::<String>().to_uppercase()
}

/// The private note, with a VAT number that its field cannot hold.
fn note(facts: &Facts, customer: &Customer, vat_number: &str) -> String {
    let given = customer.address.as_ref().map_or("", |it| it.vat_number.trim());
    let left_over = if vat_number.is_empty() && !vat_characters(given).is_empty() { given } else { "" };
    let left_over = if left_over.is_empty() { String::new() } else { format!("TVA / VAT: {left_over}") };
    text::note(facts, &join(&[&customer.note, &left_over], "\n"), NOTE_LIMIT)
}

/// `idprof1` to `idprof3`. In France: SIREN, SIRET, APE. Abroad the shop's one field holds the company's number there, which
/// is the first of Dolibarr's. What is no SIRET is kept as the shop has it.
fn professional_ids(facts: &Facts, customer: &Customer) -> (String, String, String) {
    let number: String = customer.siret.chars().filter(|c| !c.is_whitespace()).collect();
    let is_siret = number.len() == 14 && number.chars().all(|c| c.is_ascii_digit());
    let country = customer.address.as_ref().map_or("", |it| it.country.trim());
    let is_french = country.is_empty() || FRENCH.iter().any(|code| country.eq_ignore_ascii_case(code));
    let ape = text::name(facts, &customer.ape, 128);
    let number = text::name(facts, &number, 128);
    if is_siret {
        (number.chars().take(9).collect(), number, ape)
    } else if is_french {
        (String::new(), number, ape)
    } else {
        (number, String::new(), ape)
    }
}

/// `fr-FR` as `fr_FR`; empty when it is none that Dolibarr can hold.
fn language(locale: &str) -> String {
    let language = locale.trim().replace('-', "_");
    let is_one =
        language.len() <= LANGUAGE_LIMIT && language.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    if is_one { language } else { String::new() }
}

/// The rules by which third parties are looked for: none for a third party of many, which no person made.
fn rules<'a>(facts: &'a Facts, key: &Key) -> &'a [MatchRule] {
    if key.kind == Kind::Collective { &[] } else { &facts.settings.customers.matching }
}

/// By what a third party that a person made is looked for under a rule; none when the customer has nothing of the sort.
fn look_by(key: &Key, rule: MatchRule, wanted: &WantedCustomer) -> Option<LookBy> {
    let (text, by): (&str, fn(String) -> LookBy) = match rule {
        // The e-mail is the customer's, whose third party is another one.
        MatchRule::Email if key.kind == Kind::Company => return None,
        MatchRule::Email => (&wanted.email, LookBy::Email),
        MatchRule::Vat => (&wanted.vat_number, LookBy::VatNumber),
        MatchRule::Siret if wanted.professional_id2.len() == 14 => {
            (&wanted.professional_id2, LookBy::ProfessionalId)
        }
        MatchRule::Siret => return None,
        MatchRule::Name if wanted.postcode.is_empty() => return None,
        MatchRule::Name => (&wanted.name, LookBy::Name),
    };
    (!text.is_empty()).then(|| by(text.to_owned()))
}

/// The same name and postcode is weak evidence: an e-mail or number that differs is stronger.
fn is_same_person(wanted: &WantedCustomer, present: &ErpThirdParty) -> bool {
    let packed = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let differ = |present: &str, wanted: &str| {
        let (present, wanted) = (packed(present), packed(wanted));
        !present.is_empty() && !wanted.is_empty() && present != wanted
    };
    packed(&present.postcode) == packed(&wanted.postcode)
        && !differ(&present.email, &wanted.email)
        && !differ(&vat_number(&present.vat_number), &wanted.vat_number)
        && !differ(&present.professional_id2, &wanted.professional_id2)
}

/// A number that a stranger typed into an address does not say that he belongs to a company: its name has to agree.
fn is_called_alike(wanted: &WantedCustomer, present: &ErpThirdParty) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(&wanted.name) == letters(&present.name)
}

pub(super) fn looks(facts: &Facts, key: &Key, wanted: &WantedCustomer, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::ThirdParty, key, known);
    match (known.linked(key), known.choice(key)) {
        (None, Some(Choice::This(id))) => looks.push(Look::new(ErpKind::ThirdParty, LookBy::Id(id))),
        (None, None) => {
            let by = rules(facts, key).iter().filter_map(|rule| look_by(key, *rule, wanted));
            looks.extend(by.map(|by| Look::new(ErpKind::ThirdParty, by)));
        }
        (Some(id), _) if wanted.groups.is_some() => looks.push(categories_look(id)),
        _ => {}
    }
    looks.extend(wanted.state.as_ref().map(WantedState::look));
    looks
}

fn categories_look(third_party: ErpId) -> Look {
    Look::new(ErpKind::CustomerCategory, LookBy::OfThirdParty(third_party))
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
    facts: &Facts,
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
        if key.kind != Kind::Collective && is_collective(&key.tag, own) {
            return join_collective(key, WantedGuest { third_party: ErpId(own.id) });
        }
        if is_of_other_customer(key, own) && known.linked(key).is_some() {
            return join_survivor(key, own);
        }
        // Found by our reference but not remembered: a run ended between the two. Whether it had been made by a person is
        // not known then, so what is in it stays, as in an adopted one.
        let adopted = known.is_adopted(key) || known.linked(key).is_none();
        return update(key, wanted, own, adopted, known.is_adopted(key), None, seen);
    }
    let other_has = |it: &ErpThirdParty, reserved: &Reserved| {
        it.ref_ext.as_ref().is_some_and(|it| !it.is_of_another_connector(key.id))
            || reserved.adopted_by_other(ErpKind::ThirdParty, it.id, key)
    };
    let choice = known.choice(key);
    if known.linked(key).is_some() && choice.is_none() {
        match survivor(key, wanted, seen) {
            Survivor::Look(look) => return Decision::Look(vec![look]),
            Survivor::Found(third_party) if third_party.ref_ext.is_some() => {
                return join_survivor(key, third_party);
            }
            Survivor::Found(third_party) if !other_has(third_party, reserved) => {
                reserved.adopt(ErpKind::ThirdParty, third_party.id, key);
                return update(key, wanted, third_party, true, true, Some("its contact"), seen);
            }
            Survivor::Found(_) | Survivor::None => {}
        }
        // It was there and is gone: what a person made of it is looked for as that of a new customer.
        let by = rules(facts, key).iter().filter_map(|rule| look_by(key, *rule, wanted));
        let missing: Vec<Look> =
            by.map(|by| Look::new(ErpKind::ThirdParty, by)).filter(|look| seen.get(look).is_none()).collect();
        if !missing.is_empty() {
            return Decision::Look(missing);
        }
        if let Some(by) = look_by(key, MatchRule::Email, wanted).filter(|_| !rules(facts, key).is_empty()) {
            let namesakes: Vec<&ErpThirdParty> =
                found(seen, by).into_iter().filter(|it| is_of_other_customer(key, it)).collect();
            if let [only] = namesakes.as_slice() {
                return join_survivor(key, only);
            }
        }
    }
    if let Some(Choice::This(id)) = choice {
        let look = Look::new(ErpKind::ThirdParty, LookBy::Id(id));
        if seen.get(&look).is_none() {
            return Decision::Look(vec![look]);
        }
        let refused = |why: &str| {
            let explanation = Explanation::new(why).with("customer", key.id).with("third_party", id);
            Decision::Refused(explanation)
        };
        return match found(seen, look.by).first().copied() {
            None => refused("customer-choice-gone"),
            Some(it) if other_has(it, reserved) => refused("customer-choice-taken"),
            Some(it) => {
                reserved.adopt(ErpKind::ThirdParty, it.id, key);
                update(key, wanted, it, true, true, Some("a person's decision"), seen)
            }
        };
    }
    let rules = if choice.is_some() { &[] } else { rules(facts, key) };
    for (rule, by) in rules.iter().filter_map(|rule| Some((*rule, look_by(key, *rule, wanted)?))) {
        let free: Vec<&ErpThirdParty> = found(seen, by)
            .into_iter()
            .filter(|it| !other_has(it, reserved))
            .filter(|it| rule != MatchRule::Name || is_same_person(wanted, it))
            .filter(|it| key.kind != Kind::Company || is_called_alike(wanted, it))
            .collect();
        // A number is what a stranger typed: alone it makes nobody the owner of a company's account.
        // That of a business is called alike already.
        let asks = rule.is_number() && key.kind != Kind::Company && !facts.settings.customers.numbers_alone;
        let proved: Vec<&ErpThirdParty> =
            free.iter().filter(|it| !asks || proof::of(wanted, it).is_some()).copied().collect();
        if proved.is_empty() && !free.is_empty() {
            return Decision::Refused(ambiguous("customer-number-alone", key, rule, &free));
        }
        match proved.as_slice() {
            [] => {}
            [only] => {
                let beside = proof::of(wanted, only).filter(|_| rule.is_number());
                let evidence = match beside {
                    Some(beside) => format!("{} and {beside}", rule.evidence()),
                    None => rule.evidence().to_owned(),
                };
                let decision = update(key, wanted, only, true, true, Some(&evidence), seen);
                if !matches!(decision, Decision::Look(_)) {
                    reserved.adopt(ErpKind::ThirdParty, only.id, key);
                }
                return decision;
            }
            several => {
                let id = if key.kind == Kind::Company { "company-ambiguous" } else { "customer-ambiguous" };
                return Decision::Refused(ambiguous(id, key, rule, several));
            }
        }
    }
    match state::placed(wanted.state.as_ref(), seen) {
        Some(placed) => create(key, wanted, &placed, choice),
        None => Decision::Look(wanted.state.as_ref().map(WantedState::look).into_iter().collect()),
    }
}

/// Whether a third party is that of another customer of this connection.
fn is_of_other_customer(key: &Key, third_party: &ErpThirdParty) -> bool {
    let prefix = format!("{}-{}-", key.tag, Kind::Customer.word());
    let of = third_party.ref_ext.as_ref().map_or("", ExternalRef::as_str);
    of.starts_with(&prefix) && of != key.external_ref().as_str()
}

/// The third party that another one was merged into.
enum Survivor<'a> {
    /// This has to be looked for first.
    Look(Look),
    /// It is this one.
    Found(&'a ErpThirdParty),
    /// There is none.
    None,
}

/// A third party that was merged away is gone, and its contacts are the other one's: where the customer's address is, it is.
fn survivor<'a>(key: &Key, wanted: &WantedCustomer, seen: &'a ErpSeen) -> Survivor<'a> {
    let Some(home) = wanted.home.as_ref().filter(|_| key.kind == Kind::Customer) else {
        return Survivor::None;
    };
    let look = Look::new(ErpKind::Contact, LookBy::ExternalRef(home.external_ref()));
    let Some(contacts) = seen.get(&look) else { return Survivor::Look(look) };
    let on = contacts.iter().find_map(|object| match object {
        ErpObject::Contact(contact) => contact.third_party,
        _ => None,
    });
    let Some(on) = on else { return Survivor::None };
    let look = Look::new(ErpKind::ThirdParty, LookBy::Id(on));
    if seen.get(&look).is_none() {
        return Survivor::Look(look);
    }
    found(seen, look.by).first().copied().map_or(Survivor::None, Survivor::Found)
}

/// Puts a customer on the third party of another one, into which a person merged its own. That one stays as the other customer
/// has it.
fn join_survivor(key: &Key, third_party: &ErpThirdParty) -> Decision {
    let id = ErpId(third_party.id);
    let found = vec![Found { key: key.clone(), kind: ErpKind::ThirdParty, id, adopted: true, on: None }];
    let explanation = Explanation::new("customer-merged")
        .with("customer", key.id)
        .with("third_party", id)
        .with("name", &third_party.name);
    Decision::But { found, explanation, incomplete: false }
}

fn ambiguous(id: &str, key: &Key, rule: MatchRule, several: &[&ErpThirdParty]) -> Explanation {
    let mut named: Vec<String> = several
        .iter()
        .take(NAMED)
        .map(|it| if it.code.is_empty() { it.id.to_string() } else { format!("{} ({})", it.id, it.code) })
        .collect();
    if several.len() > NAMED {
        named.push("…".to_owned());
    }
    Explanation::new(id)
        .with("customer", key.id)
        .with("evidence", rule.word())
        .with("third_parties", named.join(", "))
        .with("first", several.first().map_or(0, |it| it.id))
}

fn create(key: &Key, wanted: &WantedCustomer, placed: &Placed, choice: Option<Choice>) -> Decision {
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let write = ThirdPartyWrite {
        ref_ext: Some(key.external_ref()),
        name: Some(wanted.name.clone()),
        is_person: Some(wanted.is_person),
        email: text(&wanted.email),
        phone: text(&wanted.phone),
        address: text(&placed.with(&wanted.address)),
        postcode: text(&wanted.postcode),
        town: text(&wanted.town),
        country_id: wanted.country_id,
        state_id: placed.id,
        vat_number: text(&wanted.vat_number),
        professional_id1: text(&wanted.professional_id1),
        professional_id2: text(&wanted.professional_id2),
        professional_id3: text(&wanted.professional_id3),
        language: wanted.language.clone().filter(|text| !text.is_empty()),
        note_private: text(&wanted.note),
        open: Some(wanted.open),
        is_customer: Some(true),
        code: None,
    };
    let why = match choice {
        Some(_) => "new; a person's decision",
        None if key.kind == Kind::Collective => "new; for many customers",
        None if key.kind == Kind::Company => "new; named by a billing address",
        None if wanted.email.is_empty() => "new; no e-mail in the shop",
        None => "new",
    };
    let operation = Operation::ThirdPartyCreate(write);
    let mut steps = vec![Step { operation, why: why.to_owned(), links: Some(key.clone()) }];
    let groups = wanted.groups.iter().flatten();
    steps.extend(groups.map(|group| category_link(*group, Target::Step(0))));
    Decision::Do { steps, found: Vec::new() }
}

fn category_link(category: ErpId, third_party: Target) -> Step {
    let operation = Operation::CustomerCategoryLink { category: Target::Id(category), third_party };
    Step { operation, why: "in this group".to_owned(), links: None }
}

/// The steps that put a third party into the categories of its groups, and out of those that are other groups of ours.
/// Categories that persons made are left alone.
fn category_steps(key: &Key, groups: &[ErpId], third_party: ErpId, present: &[ErpObject]) -> Vec<Step> {
    let categories = present.iter().filter_map(|object| match object {
        ErpObject::CustomerCategory(category) => Some(category),
        _ => None,
    });
    let categories: Vec<&ErpCategory> = categories.collect();
    let is_in = |group: &ErpId| categories.iter().any(|it| it.id == group.0);
    let target = Target::Id(third_party);
    let mut steps: Vec<Step> =
        groups.iter().filter(|group| !is_in(group)).map(|group| category_link(*group, target)).collect();
    let ours = format!("{}-{}-", key.tag, Kind::Group.word());
    let is_ours = |it: &ErpCategory| it.ref_ext.as_ref().is_some_and(|it| it.as_str().starts_with(&ours));
    let left = categories.iter().filter(|it| is_ours(it) && !groups.contains(&ErpId(it.id)));
    steps.extend(left.map(|it| Step {
        operation: Operation::CustomerCategoryUnlink {
            category: Target::Id(ErpId(it.id)),
            third_party: target,
        },
        why: "no longer in this group".to_owned(),
        links: None,
    }));
    steps
}

/// What is in Dolibarr is never emptied; in a third party that a person made only empty fields are filled.
fn update(
    key: &Key,
    wanted: &WantedCustomer,
    present: &ErpThirdParty,
    only_empty: bool,
    adopted: bool,
    evidence: Option<&str>,
    seen: &ErpSeen,
) -> Decision {
    let id = ErpId(present.id);
    let mut group_steps = Vec::new();
    if let Some(groups) = &wanted.groups {
        let look = categories_look(id);
        match seen.get(&look) {
            Some(present) => group_steps = category_steps(key, groups, id, present),
            None => return Decision::Look(vec![look]),
        }
    }
    let Some(placed) = state::placed(wanted.state.as_ref(), seen) else {
        return Decision::Look(wanted.state.as_ref().map(WantedState::look).into_iter().collect());
    };
    let filled = |present: &String, wanted: &String| -> Option<String> {
        if wanted.is_empty() || (only_empty && !present.is_empty()) { None } else { changed(present, wanted) }
    };
    // Documents are on it: one that is a company does not become a person because an address changed.
    let keeps = key.kind == Kind::Customer && wanted.is_person && present.is_business && !only_empty;
    let own = |change: Option<String>| change.filter(|_| !keeps);
    let write = ThirdPartyWrite {
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        name: own(filled(&present.name, &wanted.name)),
        is_person: None,
        email: filled(&present.email, &wanted.email),
        phone: filled(&present.phone, &wanted.phone),
        address: own(filled(&present.address, &placed.with(&wanted.address))),
        postcode: own(filled(&present.postcode, &wanted.postcode)),
        town: own(filled(&present.town, &wanted.town)),
        country_id: wanted
            .country_id
            .filter(|_| !(keeps || only_empty && present.country_id.is_some()))
            .filter(|id| present.country_id != Some(*id)),
        // Of another country than the address that a person wrote, it says nothing.
        state_id: placed
            .id
            .filter(|_| !(keeps || only_empty && (present.state_id.is_some() || !present.address.is_empty())))
            .filter(|id| present.state_id != Some(*id)),
        vat_number: own(filled(&present.vat_number, &wanted.vat_number)),
        professional_id1: own(filled(&present.professional_id1, &wanted.professional_id1)),
        professional_id2: own(filled(&present.professional_id2, &wanted.professional_id2)),
        professional_id3: own(filled(&present.professional_id3, &wanted.professional_id3)),
        language: wanted.language.as_ref().and_then(|language| filled(&present.language, language)),
        note_private: filled(&present.note_private, &wanted.note)
            .filter(|note| !same_words(&present.note_private, note)),
        open: (!only_empty).then(|| changed(&present.open, &wanted.open)).flatten(),
        is_customer: (!present.is_customer).then_some(true),
        code: None,
    };
    let found = vec![Found { key: key.clone(), kind: ErpKind::ThirdParty, id, adopted, on: None }];
    if write == ThirdPartyWrite::default() {
        return Decision::Do { steps: group_steps, found };
    }
    let names = field_names(&[
        ("external reference", write.ref_ext.is_some()),
        ("name", write.name.is_some()),
        ("e-mail", write.email.is_some()),
        ("phone", write.phone.is_some()),
        ("address", write.address.is_some() || write.postcode.is_some() || write.town.is_some()),
        ("country", write.country_id.is_some() || write.state_id.is_some()),
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
    let mut steps = vec![Step { operation, why, links: None }];
    steps.append(&mut group_steps);
    Decision::Do { steps, found }
}
