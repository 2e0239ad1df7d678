//! What orders and invoices have in common: dates, numbers, contacts, links, the frame of an answer.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::Value;

use super::context::{Context, Outcome};
use super::data::{Document, ErpData, Line};
use super::filter::{Columns, Sql};
use super::lines::{self, Origin};
use super::number::{amount, fixed, whole};
use super::options::ErpVersion;
use super::refusal::Refusal;
use crate::calendar;
use crate::json::Json;

/// Fields of both kept as they are sent.
pub(crate) const FIELDS: &[&str] = &[
    "ref_ext",
    "ref_client",
    "note_public",
    "note_private",
    "mode_reglement_id",
    "cond_reglement_id",
    "demand_reason_id",
    "shipping_method_id",
    "fk_account",
    "delivery_date",
    "module_source",
    "pos_source",
    "model_pdf",
    "availability_id",
];

impl Columns for Document {
    fn column(&self, name: &str) -> Option<Sql> {
        let text = |field: &str| Sql::maybe(self.record.has(field).then(|| self.record.text(field)));
        Some(match name {
            "rowid" | "id" => Sql::id(self.record.id),
            "ref" | "ref_ext" | "ref_client" | "note_public" | "note_private" => text(name),
            "fk_soc" => Sql::id(self.socid),
            "fk_statut" => Sql::Number(self.status.into()),
            "facture" => Sql::Number(u8::from(self.billed).into()),
            "paye" => Sql::Number(u8::from(self.paid).into()),
            "type" => Sql::Number(self.kind.into()),
            "fk_facture_source" => self.source.map_or(Sql::Null, Sql::id),
            "date_commande" | "datef" => Sql::Date(calendar::paris(self.date)),
            "total_ht" => Sql::Number(self.totals.net),
            "total_ttc" => Sql::Number(self.totals.gross),
            "total_tva" => Sql::Number(self.totals.vat),
            "multicurrency_code" => Sql::maybe(Some(self.currency.as_deref().unwrap_or("EUR"))),
            "fk_mode_reglement" => text("mode_reglement_id"),
            "tms" => Sql::Date(self.record.modified),
            "date_creation" | "datec" => Sql::Date(calendar::paris(self.record.created)),
            "date_valid" => self.validated.map_or(Sql::Null, |d| Sql::Date(calendar::paris(d))),
            "entity" => Sql::Number(Decimal::ONE),
            _ => return None,
        })
    }

    fn extra(&self, name: &str) -> Option<&str> {
        self.record.option(name)
    }
}

/// A day out of a request: Unix seconds or an ISO text, cut to midnight in Paris. Milliseconds make SQL fail.
pub(crate) fn day(value: Option<&Value>) -> Result<Option<i64>, String> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.contains('-') => {
            Ok(calendar::parse(text)
                .map(|local| calendar::from_paris(local - local.rem_euclid(calendar::DAY))))
        }
        other => match whole(other) {
            Some(seconds) if seconds > 253_402_300_799 => Err(format!("Bad value {seconds} for date")),
            Some(0) | None => Ok(None),
            Some(seconds) => Ok(Some(calendar::paris_midnight(seconds))),
        },
    }
}

/// The next number of a series: the counter runs on, whatever the month; it falls back when the last one is deleted.
pub(crate) fn next_number(data: &ErpData, prefix: &'static str, date: i64) -> (String, u32) {
    let number = data.numbers.get(prefix).and_then(|taken| taken.last()).copied().unwrap_or(0) + 1;
    let day = calendar::day(calendar::paris(date));
    (format!("{prefix}{}{}-{number:04}", &day[2..4], &day[5..7]), number)
}

/// Sets currency and rate: an unknown currency is the company's without a word.
pub(crate) fn currency(context: &Context<'_>, document: &mut Document) {
    let code = context.text("multicurrency_code").unwrap_or_default();
    match context.data.currencies.get(&code) {
        Some(rate) => {
            let given = amount(context.body.get("multicurrency_tx")).filter(|rate| !rate.is_zero());
            document.rate = given.unwrap_or(*rate);
            document.currency = Some(code);
        }
        None => document.rate = Decimal::ONE,
    }
}

/// Reads the lines of a body.
pub(crate) fn read_lines(
    context: &mut Context<'_>,
    document: &mut Document,
    origin: Origin,
    kind: &'static str,
) -> Result<(), Refusal> {
    let Some(Value::Array(items)) = context.body.get("lines") else { return Ok(()) };
    let known = context.data.extra(kind);
    for item in items {
        let Value::Object(body) = item else { continue };
        let mut line = lines::read(context.data, body, origin, document.foreign(), &known)?;
        line.record.id = context.data.line_id(kind);
        document.lines.push(line);
    }
    Ok(())
}

/// Adds up by the rule of the setup.
pub(crate) fn sum(data: &ErpData, document: &mut Document) {
    document.sum(data.constant("MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND"));
}

/// Whether the third party exists.
pub(crate) fn party(context: &Context<'_>) -> Option<u32> {
    let id = whole(context.body.get("socid")).and_then(|id| u32::try_from(id).ok())?;
    context.data.third_parties.get(id).map(|_| id)
}

/// What the dictionary says of an identifier.
fn word<'a>(context: &'a Context<'_>, dictionary: &str, id: &str, member: &str) -> Option<&'a str> {
    let Some(Json::List(rows)) = context.shapes.dictionaries.get(dictionary) else { return None };
    rows.iter().find_map(|row| {
        let Json::Object(members) = row else { return None };
        let value = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        let matches = [value("id"), value("rowid")].into_iter().flatten().any(|v| *v == Json::text(id));
        match value(member) {
            Some(Json::Text(text)) if matches => Some(text.as_str()),
            _ => None,
        }
    })
}

/// The members that both kinds of documents show.
pub(crate) fn frame<'a>(
    context: &Context<'_>,
    document: &'a Document,
    order: bool,
) -> HashMap<&'a str, Json> {
    let record = &document.record;
    let mut values = record.values();
    let text = |field: &str| Json::optional(record.has(field).then(|| record.text(field)));
    let status = Json::Text(document.status.to_string());
    values.insert("statut", status.clone());
    values.insert("status", status);
    values.insert("ref", Json::text(record.text("ref")));
    values.insert("socid", Json::Text(document.socid.to_string()));
    values.insert("date", Json::Int(document.date));
    values.insert("ref_client", text("ref_client"));
    values.insert("ref_customer", text("ref_client"));
    values.insert("date_creation", Json::Int(record.created));
    values.insert("date_modification", Json::Int(record.modified - 3_600));
    values.insert("oldref", Json::optional(document.old_ref.as_deref()));
    values.insert("user_creation_id", Json::text("1"));
    values.insert("brouillon", Json::Int(i64::from(document.status == 0)));
    if let Some(delivery) = record.has("delivery_date").then(|| record.text("delivery_date")) {
        values.insert("delivery_date", delivery.parse().map_or_else(|_| Json::text(delivery), Json::Int));
    }
    lines::totals(&mut values, document.totals, document.currency_totals);
    let foreign = document.currency.is_some();
    values.insert("fk_multicurrency", Json::text(if foreign { "2" } else { "0" }));
    values.insert("multicurrency_code", Json::text(document.currency.as_deref().unwrap_or("EUR")));
    values.insert("multicurrency_tx", Json::Text(fixed(document.rate, 8)));
    let mode = record.text("mode_reglement_id");
    let terms = record.text("cond_reglement_id");
    values.insert("mode_reglement_code", Json::optional(word(context, "payment_types", mode, "code")));
    values.insert("cond_reglement_code", Json::optional(word(context, "payment_terms", terms, "code")));
    values.insert("cond_reglement_doc", Json::optional(word(context, "payment_terms", terms, "label")));
    let reason = record.text("demand_reason_id");
    values.insert("demand_reason_code", Json::optional(word(context, "ordering_origins", reason, "code")));
    let lines = document.lines.iter().map(|line| lines::show(context, line, record.id, order)).collect();
    values.insert("lines", Json::List(lines));
    let contacts = document.contacts.iter().map(|(id, _)| Json::Text(id.to_string())).collect();
    values.insert("contacts_ids", Json::List(contacts));
    let other = if order { "facture" } else { "commande" };
    let links = document.links.iter().map(|(link, id)| (link.to_string().into(), Json::Text(id.to_string())));
    let links = if document.links.is_empty() {
        Json::List(Vec::new())
    } else {
        Json::object([(other, Json::Object(links.collect()))])
    };
    values.insert("linkedObjectsIds", links);
    let kind = if order { "order" } else { "invoice" };
    let reference = record.text("ref").replace('(', "%28").replace(')', "%29");
    let url = format!("{}/public/payment/newpayment.php?source={kind}&ref={reference}", context.base);
    values.insert("online_payment_url", Json::Text(url));
    values
}

/// 17 has no such key but right after validation, where it comes last.
pub(crate) fn append_old_ref(
    context: &Context<'_>,
    members: &mut Vec<(std::borrow::Cow<'static, str>, Json)>,
    document: &Document,
) {
    if let Some(old) = document.old_ref.as_deref().filter(|_| context.is_v17()) {
        members.push(("oldref".into(), Json::text(old)));
    }
}

/// Links an order and an invoice, both ways.
pub(crate) fn link(data: &mut ErpData, order: u32, invoice: u32) {
    data.link_id += 1;
    let link = data.link_id;
    if let Some(mut document) = data.orders.get(order).cloned() {
        document.links.push((link, invoice));
        data.orders.put(document);
    }
    if let Some(mut document) = data.invoices.get(invoice).cloned() {
        document.links.push((link, order));
        data.invoices.put(document);
    }
}

/// 23 asks for the object 0 whenever a document is named by its reference, and refuses that.
pub(crate) fn by_name(context: &Context<'_>, what: &str) -> Result<(), Refusal> {
    if context.is_v23() {
        return Err(Refusal::new(400, format!("No {what} with id=0 can exist")));
    }
    Ok(())
}

/// 23 makes no document under a number of the caller's.
pub(crate) fn unnumbered(context: &Context<'_>) -> Result<(), Refusal> {
    if context.is_v23() && context.body.contains_key("id") {
        return Err(Refusal::new(400, "Creating with id field is forbidden"));
    }
    Ok(())
}

/// POST or DELETE of `/{id}/contact/{contact}/{type}`.
pub(crate) fn contact(
    context: &mut Context<'_>,
    document: &mut Document,
    contact: u32,
    role: &str,
    what: &str,
) -> Outcome {
    let source = "source=external";
    if !matches!(role, "BILLING" | "SHIPPING" | "CUSTOMER") {
        return Err(match context.version {
            ErpVersion::V17 => Refusal::new(500, "Error when added the contact"),
            ErpVersion::V20 => Refusal::new(304, ""),
            ErpVersion::V23 => {
                let combo = format!("Combo of Type={role} and Source=external");
                Refusal::new(400, format!("{combo} not found in dictionary with active {what} contact types"))
            }
        });
    }
    context.data.tick();
    let pair = (contact, role.to_owned());
    if context.method == "DELETE" {
        document.contacts.retain(|c| *c != pair);
        return Context::success(&format!("Contact unlinked from the {what}"));
    }
    let id = document.record.id;
    if document.contacts.contains(&pair) {
        return Err(if context.is_v23() {
            let linked = format!("Contact={contact} is already linked to the {what}={id}");
            Refusal::new(400, format!("Already exists: {linked} as {source} and type={role}"))
        } else {
            Refusal::new(304, "")
        });
    }
    document.contacts.push(pair);
    if context.is_v23() {
        return Context::success(&format!("Contact={contact} linked to the {what}={id} as external {role}"));
    }
    Context::success(&format!("Contact linked to the {what}"))
}

/// GET of `/{id}/contacts`.
pub(crate) fn contacts(context: &Context<'_>, document: &Document) -> Json {
    let rows = document.contacts.iter().enumerate().map(|(index, (id, role))| {
        let contact = context.data.contacts.get(*id);
        let text = |field: &str| Json::text(contact.map(|c| c.record.text(field)).unwrap_or_default());
        Json::object([
            ("parentId", Json::Text(document.record.id.to_string())),
            ("source", Json::text("external")),
            ("socid", Json::Text(document.socid.to_string())),
            ("id", Json::Text(id.to_string())),
            ("nom", text("lastname")),
            ("civility", text("civility_code")),
            ("lastname", text("lastname")),
            ("firstname", text("firstname")),
            ("email", text("email")),
            ("login", Json::text("")),
            ("photo", Json::text("")),
            ("statuscontact", Json::text("1")),
            ("rowid", Json::Text((index + 1).to_string())),
            ("code", Json::text(role.as_str())),
            ("status", Json::text("4")),
        ])
    });
    Json::List(rows.collect())
}

/// Finds a line to change.
pub(crate) fn line_mut<'d>(document: &'d mut Document, segment: &str) -> Result<&'d mut Line, Refusal> {
    let id = segment.parse::<u32>().ok();
    document
        .lines
        .iter_mut()
        .find(|l| Some(l.record.id) == id)
        .ok_or_else(|| Refusal::new(404, "Line to update not found"))
}

/// Why the goods of a document cannot be taken off the warehouse that the call names, when this constant is on.
pub(crate) fn refused_stock(context: &Context<'_>, document: &Document, constant: &str) -> Option<String> {
    let warehouse =
        whole(context.body.get("idwarehouse")).and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0);
    let warehouse = warehouse.filter(|_| context.data.constant(constant))?;
    document
        .lines
        .iter()
        .find_map(|line| super::rules::negative(context, line.product?, warehouse, -line.qty))
}

/// Moves the goods of a document between the stock of the warehouse that the call names and the customer, when this constant
/// is on; without a warehouse nothing is moved, silently.
pub(crate) fn move_stock(context: &mut Context<'_>, document: &Document, constant: &str, sign: i64) {
    let warehouse =
        whole(context.body.get("idwarehouse")).and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0);
    let Some(warehouse) = warehouse.filter(|_| context.data.constant(constant)) else { return };
    let kind = if constant == "STOCK_CALCULATE_ON_BILL" { "facture" } else { "commande" };
    let origin = Some((kind, document.record.id));
    for line in &document.lines {
        let quantity = line.qty * Decimal::from(sign);
        super::stock::book(context.data, line.product, warehouse, quantity, "", origin);
    }
}
