//! `/thirdparties` and `/contacts`.

use std::collections::HashMap;

use super::context::{Context, Outcome, no_route, number};
use super::data::{Contact, ErpData, ThirdParty};
use super::filter::{Columns, Sql};
use super::list::{Listing, parameter};
use super::number::whole;
use super::record::Record;
use super::refusal::Refusal;
use super::rules;
use super::setup::country_code;
use crate::calendar;
use crate::json::Json;

const PARTY: &[&str] = &[
    "ref_ext",
    "name",
    "name_alias",
    "address",
    "zip",
    "town",
    "state_id",
    "country_id",
    "email",
    "url",
    "fax",
    "idprof1",
    "idprof2",
    "idprof3",
    "idprof4",
    "idprof5",
    "idprof6",
    "tva_assuj",
    "tva_intra",
    "typent_id",
    "note_public",
    "note_private",
    "default_lang",
    "client",
    "fournisseur",
    "status",
    "mode_reglement_id",
    "cond_reglement_id",
    "price_level",
    "barcode",
    "localtax1_assuj",
    "localtax2_assuj",
    "capital",
    "outstanding_limit",
    "remise_percent",
    "multicurrency_code",
];

const CONTACT: &[&str] = &[
    "ref_ext",
    "lastname",
    "firstname",
    "civility_code",
    "civility_id",
    "address",
    "zip",
    "town",
    "state_id",
    "country_id",
    "email",
    "phone_pro",
    "phone_perso",
    "phone_mobile",
    "fax",
    "poste",
    "note_public",
    "note_private",
    "default_lang",
    "birthday",
    "url",
];

fn dates(record: &Record, name: &str) -> Option<Sql> {
    Some(match name {
        "rowid" | "id" => Sql::id(record.id),
        "tms" => Sql::Date(record.modified),
        "datec" => Sql::Date(calendar::paris(record.created)),
        "entity" => Sql::Number(rust_decimal::Decimal::ONE),
        _ => return None,
    })
}

fn field(record: &Record, name: &str) -> Sql {
    Sql::maybe(record.has(name).then(|| record.text(name)))
}

impl Columns for ThirdParty {
    fn column(&self, name: &str) -> Option<Sql> {
        if let Some(value) = dates(&self.record, name) {
            return Some(value);
        }
        let known = match name {
            "nom" => "name",
            "siren" => "idprof1",
            "siret" => "idprof2",
            "ape" => "idprof3",
            "fk_pays" => "country_id",
            "code_client" => "code_client",
            "phone" => "phone",
            other => PARTY.iter().copied().find(|f| *f == other && *f != "name")?,
        };
        Some(field(&self.record, known))
    }

    fn extra(&self, name: &str) -> Option<&str> {
        self.record.option(name)
    }
}

impl Columns for Contact {
    fn column(&self, name: &str) -> Option<Sql> {
        if let Some(value) = dates(&self.record, name) {
            return Some(value);
        }
        let known = match name {
            "fk_soc" => return Some(self.socid.map_or(Sql::Null, Sql::id)),
            "phone" => "phone_pro",
            other => CONTACT.iter().copied().find(|f| *f == other)?,
        };
        Some(field(&self.record, known))
    }

    fn extra(&self, name: &str) -> Option<&str> {
        self.record.option(name)
    }
}

/// Routes `/thirdparties…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => list(context),
        ("POST", []) => create(context),
        ("GET", ["email", email]) => by_email(context, email),
        ("GET", [id]) => {
            let id = context.id(id)?;
            let party = context.data.third_parties.get(id).ok_or_else(|| Refusal::not_found("Thirdparty"))?;
            Ok(show(context, party))
        }
        ("PUT", [id]) => {
            let id = context.id(id)?;
            update(context, id)
        }
        ("DELETE", [id]) => {
            let id = context.id(id)?;
            delete(context, id)
        }
        ("GET", [id, "categories"]) => {
            let id = context.id(id)?;
            super::categories::of_customer(context, id)
        }
        _ => no_route(),
    }
}

fn show(context: &Context<'_>, party: &ThirdParty) -> Json {
    let record = &party.record;
    let mut values = record.values();
    let id = record.id.to_string();
    let or =
        |field: &str, default: &str| Json::text(if record.has(field) { record.text(field) } else { default });
    values.insert("ref", if context.is_v23() { Json::text(record.text("name")) } else { Json::Text(id) });
    values.insert("name", Json::text(record.text("name")));
    values.insert("status", or("status", "1"));
    values.insert("client", or("client", "0"));
    values.insert("fournisseur", or("fournisseur", "0"));
    values.insert("prospect", Json::Int(i64::from(matches!(record.text("client"), "2" | "3"))));
    values.insert("country_id", Json::optional(record.has("country_id").then(|| record.text("country_id"))));
    values.insert("country_code", Json::text(country_code(record.text("country_id"))));
    values.insert("date_creation", Json::Int(record.created));
    values.insert("date_modification", Json::Int(record.modified - 3_600));
    values.insert("typent_id", or("typent_id", "0"));
    values.insert(
        "typent_code",
        if record.text("typent_id") == "8" { Json::text("TE_PRIVATE") } else { Json::Null },
    );
    context.shapes.get("thirdparty").fill(values)
}

fn by_email(context: &Context<'_>, email: &str) -> Outcome {
    let found: Vec<&ThirdParty> = context
        .data
        .third_parties
        .iter()
        .filter(|p| p.record.text("email").eq_ignore_ascii_case(email))
        .collect();
    match found.as_slice() {
        [] => Err(Refusal::not_found("Thirdparty")),
        [one] => Ok(show(context, one)),
        // The trap: two matches are an object without an identifier, with status 200.
        _ => Ok(nobody(context)),
    }
}

/// A third party that was not loaded: defaults of the object, nothing of the database.
fn nobody(context: &Context<'_>) -> Json {
    let Json::Object(mut members) = context.shapes.get("thirdparty").fill(HashMap::new()) else {
        return Json::Null;
    };
    for (name, value) in &mut members {
        match name.as_ref() {
            "module" | "absolute_discount" | "absolute_creditnote" => {}
            "status" | "tva_assuj" => *value = Json::Int(1),
            "client" | "prospect" | "fournisseur" | "typent_id" => *value = Json::Int(0),
            "remise_percent" => *value = Json::Null,
            _ if matches!(value, Json::Text(_)) => *value = Json::Null,
            _ => {}
        }
    }
    Json::Object(members)
}

fn list(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve thirdparties",
        none: if context.is_v23() { "No third parties found" } else { "Thirdparties not found" },
        always_404: true,
        sort: "t.rowid",
        extras: context.filterable("thirdparty"),
    };
    let mode = parameter(context.query, "mode").unwrap_or("0");
    let (rows, total) = listing.select(&context.data.third_parties, |p| match mode {
        "1" => matches!(p.record.text("client"), "1" | "3"),
        "2" => matches!(p.record.text("client"), "2" | "3"),
        "4" => p.record.text("fournisseur") == "1",
        _ => true,
    })?;
    listing.answer(rows.into_iter().map(|p| show(context, p)).collect(), total)
}

/// `CUyymm-nnnnn`.
fn customer_code(data: &ErpData) -> String {
    let day = calendar::day(calendar::paris(data.now));
    let month = format!("{}{}", &day[2..4], &day[5..7]);
    let last = data
        .third_parties
        .iter()
        .filter_map(|p| p.record.text("code_client").rsplit('-').next()?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    format!("CU{month}-{:05}", last + 1)
}

/// 23 understands the letters of a country.
fn country(context: &Context<'_>, record: &mut Record) {
    let code = context.text("country_code").filter(|_| context.is_v23() && !context.given("country_id"));
    if let Some(id) = code.and_then(|code| super::setup::country_id(&code)) {
        record.set("country_id", Some(id.to_owned()));
    }
}

fn take(context: &Context<'_>, record: &mut Record) {
    record.take(context.body, PARTY);
    country(context, record);
    if let Some(phone) = context.text("phone") {
        record.set("phone", Some(phone.replace(' ', "")));
    }
}

fn create(context: &mut Context<'_>) -> Outcome {
    const FAILED: &str = "Error creating thirdparty";
    if !context.given("name") {
        return Err(Refusal::new(400, "name field missing"));
    }
    context.check_text(FAILED, "llx_societe")?;
    if context.text("name").unwrap_or_default().chars().count() > 128 {
        return Err(Refusal::creating(FAILED, &["Data too long for column 'nom' at row 1"]));
    }
    let mut party = ThirdParty::default();
    take(context, &mut party.record);
    let client = whole(context.body.get("client")).unwrap_or(0);
    let sent = context.text("code_client");
    let code =
        rules::customer_code(context.data, sent.as_deref(), client > 0, || customer_code(context.data))?;
    party.record.set("code_client", code);
    rules::third_party(context, &party)?;
    context.create_options(&mut party.record, "thirdparty");
    let now = context.data.tick();
    party.record.id = context.data.third_parties.burn();
    party.record.created = now;
    party.record.modified = now;
    let id = party.record.id;
    context.data.third_parties.put(party);
    number(id)
}

fn update(context: &mut Context<'_>, id: u32) -> Outcome {
    let Some(mut party) = context.data.third_parties.get(id).cloned() else {
        return Err(Refusal::not_found("Thirdparty"));
    };
    context.check_text("Error updating thirdparty", "llx_societe")?;
    take(context, &mut party.record);
    context.update_options(&mut party.record, "thirdparty");
    let client = matches!(party.record.text("client"), "1" | "2" | "3");
    match context.text("code_client").as_deref() {
        Some("-1" | "auto") if client => party.record.set("code_client", Some(customer_code(context.data))),
        None | Some("" | "-1" | "auto") => {}
        Some(code) if code == party.record.text("code_client") => {}
        Some(_) => {
            return Err(Refusal::creating("Error updating thirdparty", &["ErrorBadCustomerCodeSyntax"]));
        }
    }
    party.record.modified = context.data.tick();
    let shown = show(context, &party);
    context.data.third_parties.put(party);
    Ok(shown)
}

fn delete(context: &mut Context<'_>, id: u32) -> Outcome {
    if context.data.third_parties.get(id).is_none() {
        return Err(Refusal::not_found("Thirdparty"));
    }
    if context.data.orders.iter().chain(context.data.invoices.iter()).any(|d| d.socid == id) {
        return Err(Refusal::new(409, "Can't delete, that product is probably used"));
    }
    context.data.tick();
    context.data.third_parties.take(id);
    Context::success("Thirdparty deleted")
}

/// Routes `/contacts…`.
pub(crate) fn contacts(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => contact_list(context),
        ("POST", []) => contact_create(context),
        ("GET", [id]) => {
            let id = context.id(id)?;
            let contact = context.data.contacts.get(id).ok_or_else(|| Refusal::not_found("Contact"))?;
            Ok(contact_show(context, contact))
        }
        ("PUT", [id]) => {
            let id = context.id(id)?;
            contact_update(context, id)
        }
        ("DELETE", [id]) => {
            let id = context.id(id)?;
            context.data.tick();
            context.data.contacts.take(id).ok_or_else(|| Refusal::not_found("Contact"))?;
            number(1)
        }
        _ => no_route(),
    }
}

fn contact_show(context: &Context<'_>, contact: &Contact) -> Json {
    let record = &contact.record;
    let mut values = record.values();
    let party = contact.socid.and_then(|id| context.data.third_parties.get(id));
    let socid = contact.socid.map(|id| id.to_string());
    values.insert("ref", Json::Text(record.id.to_string()));
    values.insert("statut", Json::text(if record.has("statut") { record.text("statut") } else { "1" }));
    if context.is_v23() {
        values.insert("status", Json::text(if record.has("statut") { record.text("statut") } else { "1" }));
    }
    values.insert("lastname", Json::text(record.text("lastname")));
    values.insert("socid", Json::optional(socid.clone()));
    values.insert("fk_soc", Json::optional(socid));
    values.insert("socname", Json::optional(party.map(|p| p.record.text("name"))));
    values.insert("mail", Json::optional(record.has("email").then(|| record.text("email"))));
    values.insert("country_code", Json::text(country_code(record.text("country_id"))));
    values.insert("date_creation", Json::Int(record.created));
    values.insert("date_modification", Json::Int(record.modified - 3_600));
    context.shapes.get("contact").fill(values)
}

fn contact_list(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve contacts",
        none: "Contacts not found",
        always_404: !context.is_v23(),
        sort: "t.rowid",
        extras: context.filterable("contact"),
    };
    let parties: Option<Vec<u32>> = parameter(context.query, "thirdparty_ids")
        .map(|ids| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect());
    let (rows, total) = listing.select(&context.data.contacts, |c| {
        parties.as_ref().is_none_or(|ids| c.socid.is_some_and(|id| ids.contains(&id)))
    })?;
    listing.answer(rows.into_iter().map(|c| contact_show(context, c)).collect(), total)
}

fn contact_party(context: &Context<'_>, failed: &str) -> Result<Option<u32>, Refusal> {
    let Some(id) =
        whole(context.body.get("socid")).filter(|id| *id > 0).and_then(|id| u32::try_from(id).ok())
    else {
        return Ok(None);
    };
    if context.data.third_parties.get(id).is_some() {
        return Ok(Some(id));
    }
    let detail = "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_socpeople`, CONSTRAINT `fk_socpeople_fk_soc` FOREIGN KEY (`fk_soc`) REFERENCES `llx_societe` (`rowid`))";
    Err(Refusal::creating(failed, &[detail]))
}

fn contact_create(context: &mut Context<'_>) -> Outcome {
    const FAILED: &str = "Error creating contact";
    if !context.given("lastname") {
        return Err(Refusal::new(400, "lastname field missing"));
    }
    context.check_text(FAILED, "llx_socpeople")?;
    let socid = match contact_party(context, FAILED) {
        Ok(socid) => socid,
        Err(refusal) => {
            // Refused by the INSERT itself: the identifier is spent.
            context.data.contacts.burn();
            return Err(refusal);
        }
    };
    let mut contact = Contact { socid, ..Contact::default() };
    contact.record.take(context.body, CONTACT);
    country(context, &mut contact.record);
    context.create_options(&mut contact.record, "contact");
    let now = context.data.tick();
    contact.record.id = context.data.contacts.burn();
    contact.record.created = now;
    contact.record.modified = now;
    let id = contact.record.id;
    context.data.contacts.put(contact);
    number(id)
}

fn contact_update(context: &mut Context<'_>, id: u32) -> Outcome {
    let Some(mut contact) = context.data.contacts.get(id).cloned() else {
        return Err(Refusal::not_found("Contact"));
    };
    context.check_text("Error updating contact", "llx_socpeople")?;
    if context.body.contains_key("socid") {
        contact.socid = contact_party(context, "Error updating contact")?;
    }
    contact.record.take(context.body, CONTACT);
    contact.record.take(context.body, &["statut"]);
    context.update_options(&mut contact.record, "contact");
    contact.record.modified = context.data.tick();
    let shown = contact_show(context, &contact);
    context.data.contacts.put(contact);
    Ok(shown)
}
