//! Customers, guests, companies and their addresses.

use super::Adder;
use super::words::{CITIES, COMPANIES, FIRST, LAST, STREETS};
use crate::calendar::DAY;
use crate::random::Dice;
use crate::shop::cell::Cell;
use crate::shop::data::ShopData;
use crate::shop::options::ShopOptions;
use crate::shop::row::Links;

/// What an order needs to know of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: u32,
    pub(crate) language: u32,
    pub(crate) group: u32,
    pub(crate) secure_key: String,
    /// Address and country of each.
    pub(crate) addresses: Vec<(u32, u32)>,
}

/// A company number with the check digit French ones have.
fn siret(dice: &mut Dice) -> String {
    let mut digits: Vec<u32> = (0..13).map(|_| dice.below(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { (d * 2) / 10 + (d * 2) % 10 } else { *d })
        .sum();
    digits.push((10 - sum % 10) % 10);
    digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect()
}

/// Fills customers and addresses.
pub(crate) fn fill(data: &mut ShopData, options: &ShopOptions) -> Vec<Person> {
    let mut dice = Dice::new(options.seed, 2);
    let mut adder = Adder { data };
    (0..options.size.customers).filter_map(|_| person(&mut adder, options, &mut dice)).collect()
}

fn person(adder: &mut Adder<'_>, options: &ShopOptions, dice: &mut Dice) -> Option<Person> {
    let draft = adder.draft("customers")?;
    let id = draft.row.id;
    let (first, last) = (*dice.pick(FIRST), *dice.pick(LAST));
    let guest = dice.percent(12);
    let company = !guest && dice.percent(18);
    let group = if guest {
        2
    } else if company && dice.percent(40) {
        4
    } else {
        3
    };
    let language = if dice.percent(75) { 2 } else { 1 };
    let secure_key = format!("{}{}", dice.hex16(), dice.hex16());
    let date = options.now - i64::from(dice.between(1, 390)) * DAY - i64::from(dice.below(86_400));
    let name = company.then(|| format!("{} {id} & Fils", dice.pick(COMPANIES)));
    let mut draft = draft
        .set("id_default_group", group)
        .set("id_lang", language)
        .set("last_passwd_gen", Cell::Stamp(date - 21_600))
        .set("secure_key", secure_key.as_str())
        .set("passwd", "$2y$10$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .set("lastname", last)
        .set("firstname", first)
        .set("email", format!("c{id}@example.net"))
        .set("id_gender", dice.between(1, 2))
        .set("active", !dice.percent(2))
        .set("is_guest", guest)
        .set("id_shop", 1)
        .set("id_shop_group", 1)
        .set("date_add", Cell::Stamp(date))
        .set("date_upd", Cell::Stamp(date))
        .link("groups", Links::Ids(vec![group]));
    if dice.percent(40) {
        draft = draft.set("newsletter", true).set("newsletter_date_add", Cell::Stamp(date));
    }
    if dice.percent(30) {
        draft = draft.set(
            "birthday",
            format!("{}-0{}-1{}", dice.between(1950, 2004), dice.between(1, 9), dice.below(10)),
        );
    }
    if let Some(name) = &name {
        draft = draft
            .set("company", name.as_str())
            .set("siret", siret(dice))
            .set("ape", "6201Z")
            .set("website", "https://example.net");
    }
    if dice.percent(5) {
        draft = draft.set("note", "Client exigeant : \"appeler\" avant <12h> & le soir");
    }
    let id = adder.add(draft);
    let count = dice.between(1, 3);
    // A company has one VAT number, wherever it has its goods sent.
    let mut own_vat = None;
    let addresses = (0..count)
        .filter_map(|n| {
            address(adder, options, dice, id, n, (first, last), name.as_deref(), &mut own_vat, date)
        })
        .collect();
    Some(Person { id, language, group, secure_key, addresses })
}

#[allow(clippy::too_many_arguments)]
fn address(
    adder: &mut Adder<'_>,
    options: &ShopOptions,
    dice: &mut Dice,
    customer: u32,
    number: u32,
    (first, last): (&str, &str),
    company: Option<&str>,
    own_vat: &mut Option<String>,
    date: i64,
) -> Option<(u32, u32)> {
    let draft = adder.draft("addresses")?;
    let id = draft.row.id;
    let (country, state, postcode, city, vat) = match dice.below(100) {
        0..80 => {
            let (postcode, city) = *dice.pick(CITIES);
            (8, 0, postcode, city, format!("FR{:011}", dice.below(99_999_999)))
        }
        80..85 => (1, 0, "10115", "Berlin", format!("DE{:09}", dice.below(99_999_999))),
        85..89 => (3, 0, "1000", "Bruxelles", format!("BE0{:09}", dice.below(99_999_999))),
        89..92 => (6, 0, "28001", "Madrid", "ESB12345678".to_owned()),
        92..94 => (10, 123, "20121", "Milano", "IT12345678901".to_owned()),
        94..97 => (21, 8, "93037", "Fresno", String::new()),
        _ => (19, 0, "1201", "Genève", String::new()),
    };
    let alias = if number == 0 { "Domicile" } else { "Bureau" };
    let mut draft = draft
        .set("id_customer", customer)
        .set("id_country", country)
        .set("id_state", state)
        .set("alias", alias)
        .set("lastname", last)
        .set("firstname", first)
        .set("address1", format!("{} {}", dice.between(1, 150), dice.pick(STREETS)))
        .set("postcode", postcode)
        .set("city", city)
        .set("phone", format!("01{:08}", dice.below(99_999_999)))
        .set("date_add", Cell::Stamp(date))
        .set("date_upd", Cell::Stamp(date));
    if dice.percent(60) {
        draft = draft.set("phone_mobile", format!("06{:08}", dice.below(99_999_999)));
    }
    if let Some(company) = company {
        let vat = own_vat.get_or_insert(vat).clone();
        draft = draft.set("company", company).set("vat_number", vat);
    }
    if dice.percent(10) {
        draft = draft.set("address2", "Bât. B, 2e étage").set("other", "Digicode 12A34");
    }
    if options.oddities && dice.percent(4) {
        draft = draft.set("deleted", true);
    }
    adder.add(draft);
    Some((id, country))
}
