//! `/invoices`, their numbers, links and credit notes.

use serde_json::Value;

use super::context::{Context, Outcome, no_route, number};
use super::data::{Document, Line};
use super::lines::{self, Origin};
use super::list::{Listing, parameter};
use super::number::{price, short, whole};
use super::papers::{self, FIELDS};
use super::payments;
use super::refusal::{self, Refusal};
use super::rules;
use crate::calendar;
use crate::json::Json;

const CREATE: &str = "Error creating invoice";

pub(crate) fn find(context: &Context<'_>, segment: &str) -> Result<Document, Refusal> {
    let id = context.id(segment)?;
    context.data.invoices.get(id).cloned().ok_or_else(|| Refusal::not_found("Invoice"))
}

/// Routes `/invoices…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => list(context),
        ("POST", []) => create(context),
        ("POST", ["paymentsdistributed"]) => payments::distribute(context),
        ("POST", ["createfromorder", id]) => from_order(context, id),
        ("GET", ["ref", value]) => {
            papers::by_name(context, "invoice")?;
            found(context, context.data.invoices.by_ref(value))
        }
        ("GET", ["ref_ext", value]) => {
            papers::by_name(context, "invoice")?;
            found(context, context.data.invoices.by_ref_ext(value).first().copied())
        }
        ("GET", [id]) => find(context, id).map(|i| show(context, &i)),
        ("PUT", [id]) => find(context, id).and_then(|i| update(context, i)),
        ("DELETE", [id]) => find(context, id).and_then(|i| delete(context, &i)),
        ("POST", [id, "validate"]) => find(context, id).and_then(|i| validate(context, i)),
        ("POST", [id, "settodraft"]) => find(context, id).and_then(|i| status(context, i, 0, false)),
        ("POST", [id, "settopaid"]) => find(context, id).and_then(|i| status(context, i, 2, true)),
        ("POST", [id, "settounpaid"]) => find(context, id).and_then(|i| status(context, i, 1, false)),
        ("POST", [id, "markAsCreditAvailable"]) => find(context, id).map(|i| show_validated(context, &i)),
        ("GET", [id, "payments"]) => payments::list(context, id),
        ("POST", [id, "payments"]) => payments::whole_amount(context, id),
        ("GET", [id, "lines"]) => {
            let invoice = find(context, id)?;
            Ok(Json::List(
                invoice.lines.iter().map(|l| lines::show(context, l, invoice.record.id, false)).collect(),
            ))
        }
        ("POST", [id, "lines"]) => find(context, id).and_then(|i| add_line(context, i)),
        ("DELETE", [id, "lines", line]) => {
            let mut invoice = find(context, id)?;
            papers::line_mut(&mut invoice, line)?;
            invoice.lines.retain(|l| l.record.id.to_string() != *line);
            papers::sum(context.data, &mut invoice);
            Ok(stored(context, invoice))
        }
        ("GET", [id, "contacts"]) => find(context, id).map(|i| papers::contacts(context, &i)),
        ("POST" | "DELETE", [id, "contact", contact, role]) => {
            let mut invoice = find(context, id)?;
            let contact = context.id(contact)?;
            let outcome = papers::contact(context, &mut invoice, contact, role, "invoice")?;
            store(context, invoice);
            Ok(outcome)
        }
        _ => no_route(),
    }
}

fn found(context: &Context<'_>, invoice: Option<&Document>) -> Outcome {
    invoice.map(|i| show(context, i)).ok_or_else(|| Refusal::not_found("Invoice"))
}

pub(crate) fn show(context: &Context<'_>, invoice: &Document) -> Json {
    let record = &invoice.record;
    let mut values = papers::frame(context, invoice, false);
    let text =
        |field: &str, default: &str| Json::text(if record.has(field) { record.text(field) } else { default });
    let paid = context.data.paid_on(record.id);
    values.insert("type", Json::Text(invoice.kind.to_string()));
    values.insert("paye", Json::text(if invoice.paid { "1" } else { "0" }));
    values.insert("mode_reglement_id", text("mode_reglement_id", "0"));
    values.insert("cond_reglement_id", text("cond_reglement_id", "0"));
    values.insert(
        "date_validation",
        invoice.validated.map_or(Json::text(""), |d| Json::Int(calendar::paris_midnight(d))),
    );
    values.insert("date_lim_reglement", Json::Int(invoice.date));
    values.insert("fk_facture_source", Json::optional(invoice.source.map(|id| id.to_string())));
    values.insert("fk_user_author", Json::text("1"));
    values.insert("retained_warranty_fk_cond_reglement", Json::text("0"));
    values
        .insert("note_public", Json::optional(record.has("note_public").then(|| record.text("note_public"))));
    values.insert("datem", Json::Int(record.modified - 3_600));
    values.insert("totalpaid", Json::Number(short(paid)));
    values.insert("remaintopay", Json::Text(short(invoice.totals.gross - paid)));
    values.insert("sumpayed", if paid.is_zero() { Json::Null } else { Json::Text(price(paid)) });
    for field in ["demand_reason_id", "demand_reason_code", "shipping_method_id", "delivery_date"] {
        values.insert(field, Json::Null);
    }
    context.shapes.get("invoice").fill(values)
}

/// The answer right after a change of state: payments, links and contacts are not loaded.
fn show_validated(context: &Context<'_>, invoice: &Document) -> Json {
    let Json::Object(mut members) = show(context, invoice) else { return Json::Null };
    for (name, value) in &mut members {
        match name.as_ref() {
            "totalpaid" | "remaintopay" | "contacts_ids" => *value = Json::Null,
            "linkedObjectsIds" if context.is_v17() => *value = Json::Null,
            "linkedObjectsIds" => *value = Json::List(Vec::new()),
            _ => {}
        }
    }
    papers::append_old_ref(context, &mut members, invoice);
    Json::Object(members)
}

pub(crate) fn store(context: &mut Context<'_>, mut invoice: Document) {
    invoice.old_ref = None;
    invoice.record.modified = context.data.tick();
    context.data.invoices.put(invoice);
}

fn stored(context: &mut Context<'_>, invoice: Document) -> Json {
    let id = invoice.record.id;
    store(context, invoice);
    context.data.invoices.get(id).map_or(Json::Null, |invoice| show(context, invoice))
}

fn list(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve invoice list",
        none: "No invoice found",
        always_404: false,
        sort: "t.rowid",
        extras: context.filterable("invoice"),
    };
    let parties: Option<Vec<u32>> = parameter(context.query, "thirdparty_ids")
        .map(|ids| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect());
    let wanted = parameter(context.query, "status").unwrap_or("").to_owned();
    let (rows, total) = listing.select(&context.data.invoices, |i| {
        parties.as_ref().is_none_or(|ids| ids.contains(&i.socid))
            && match wanted.as_str() {
                "draft" => i.status == 0,
                "unpaid" => i.status == 1,
                "paid" => i.status == 2,
                _ => true,
            }
    })?;
    listing.answer(rows.into_iter().map(|i| show(context, i)).collect(), total)
}

fn create(context: &mut Context<'_>) -> Outcome {
    if !context.given("socid") {
        return Err(Refusal::new(400, "socid field missing"));
    }
    papers::unnumbered(context)?;
    context.check_text(CREATE, "llx_facture")?;
    let Some(socid) = papers::party(context) else {
        context.data.invoices.burn();
        return Err(Refusal::creating(
            CREATE,
            &[
                "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_facture`, CONSTRAINT `fk_facture_fk_soc` FOREIGN KEY (`fk_soc`) REFERENCES `llx_societe` (`rowid`))",
            ],
        ));
    };
    let date = match papers::day(context.body.get("date")) {
        Ok(date) => date.unwrap_or_else(|| calendar::paris_midnight(context.data.now)),
        Err(bad) => {
            let detail =
                format!("Incorrect date value: '{bad}' for column `dolibarr`.`llx_facture`.`datef` at row 1");
            return Err(Refusal::creating(CREATE, &[&detail]));
        }
    };
    let kind = whole(context.body.get("type")).unwrap_or(0);
    let source = whole(context.body.get("fk_facture_source"))
        .and_then(|id| u32::try_from(id).ok())
        .filter(|id| *id > 0);
    if kind == 2 && source.is_none() {
        return Err(Refusal::creating(CREATE, &["ErrorCreditNoteWithoutSource"]));
    }
    let mut invoice = Document { socid, date, kind, source, ..Document::default() };
    papers::currency(context, &mut invoice);
    invoice.record.take(context.body, FIELDS);
    // Not stored on creation: seen null afterwards.
    invoice.record.set("fk_account", None);
    context.create_options(&mut invoice.record, "invoice");
    invoice.record.id = context.data.invoices.burn();
    papers::read_lines(context, &mut invoice, Origin::InvoiceBody, "invoice_line").map_err(|refusal| {
        let html = refusal.html.unwrap_or_default();
        Refusal::creating(CREATE, &[&html]).with_html(html)
    })?;
    if rules::short(context.data, "STOCK_MUST_BE_ENOUGH_FOR_INVOICE", &invoice.lines).is_some() {
        // It does not say why.
        return Err(Refusal::failing(CREATE, None).with_html(refusal::NO_REQUEST));
    }
    if kind == 2 {
        let foreign = invoice.foreign();
        for line in &mut invoice.lines {
            lines::make_negative(line, foreign);
        }
    }
    papers::sum(context.data, &mut invoice);
    let id = invoice.record.id;
    invoice.record.set("ref", Some(format!("(PROV{id})")));
    let now = context.data.tick();
    invoice.record.created = now;
    invoice.record.modified = now;
    context.data.invoices.put(invoice);
    let orders = context.body.get("linkedObjectsIds").and_then(|l| l.get("commande")).cloned();
    let orders: Vec<u32> = match orders {
        Some(Value::Object(map)) => {
            map.values().filter_map(|v| u32::try_from(whole(Some(v))?).ok()).collect()
        }
        Some(Value::Array(items)) => {
            items.iter().filter_map(|v| u32::try_from(whole(Some(v))?).ok()).collect()
        }
        other => whole(other.as_ref()).and_then(|id| u32::try_from(id).ok()).into_iter().collect(),
    };
    for order in orders {
        papers::link(context.data, order, id);
    }
    number(id)
}

/// The module Workflow makes a draft of its own of an order that is closed.
pub(crate) fn after_closing(context: &mut Context<'_>, order: &str) -> Result<(), Refusal> {
    if context.data.modules.contains("workflow") && context.data.constant("WORKFLOW_ORDER_AUTOCREATE_INVOICE")
    {
        from_order(context, order)?;
    }
    Ok(())
}

fn from_order(context: &mut Context<'_>, segment: &str) -> Outcome {
    let id = context.id(segment)?;
    let Some(order) = context.data.orders.get(id).cloned() else { return Err(Refusal::not_found("Order")) };
    let mut invoice = Document {
        socid: order.socid,
        date: calendar::paris_midnight(context.data.now),
        // The trap: an order in another currency makes an invoice in the company's.
        rate: rust_decimal::Decimal::ONE,
        ..Document::default()
    };
    for field in FIELDS.iter().filter(|f| **f != "ref_ext") {
        if order.record.has(field) {
            invoice.record.set(field, Some(order.record.text(field).to_owned()));
        }
    }
    invoice.record.copy_options(&order.record);
    invoice.record.id = context.data.invoices.burn();
    for line in &order.lines {
        let mut copy: Line = line.clone();
        copy.record.set("ref_ext", None);
        copy.record.id = context.data.line_id("invoice_line");
        copy.compute(None);
        invoice.lines.push(copy);
    }
    papers::sum(context.data, &mut invoice);
    let new = invoice.record.id;
    invoice.record.set("ref", Some(format!("(PROV{new})")));
    let now = context.data.tick();
    invoice.record.created = now;
    invoice.record.modified = now;
    context.data.invoices.put(invoice);
    papers::link(context.data, id, new);
    let invoice = find(context, &new.to_string())?;
    let Json::Object(mut members) = show(context, &invoice) else { return number(new) };
    for (name, value) in &mut members {
        match name.as_ref() {
            // A mix of numbers and strings, as it comes fresh from the object.
            "id" => *value = Json::Int(i64::from(new)),
            "statut" | "status" | "fk_multicurrency" => *value = Json::Int(0),
            "multicurrency_tx" => *value = Json::Int(1),
            "date" => *value = Json::Int(now),
            "linked_objects" => *value = Json::object([("commande", Json::Text(id.to_string()))]),
            "origin" => *value = Json::text("commande"),
            "origin_id" => *value = Json::Text(id.to_string()),
            "total_ht"
            | "total_tva"
            | "total_ttc"
            | "multicurrency_total_ht"
            | "multicurrency_total_tva"
            | "multicurrency_total_ttc" => {
                if let Json::Text(text) = value {
                    *value = Json::Number(text.parse().map_or_else(|_| "0".to_owned(), short));
                }
            }
            _ => {}
        }
    }
    Ok(Json::Object(members))
}

fn update(context: &mut Context<'_>, mut invoice: Document) -> Outcome {
    context.check_text("Error updating invoice", "llx_facture")?;
    let before = invoice.record.clone();
    invoice.record.take(context.body, FIELDS);
    if context.is_v23() && (before.has("ref_client") || context.given("ref_customer")) {
        // Its column goes by another name of the field.
        let number = context.text("ref_customer").unwrap_or_else(|| before.text("ref_client").to_owned());
        invoice.record.set("ref_client", Some(number));
    }
    context.update_options(&mut invoice.record, "invoice");
    if invoice.status == 0
        && let Ok(Some(date)) = papers::day(context.body.get("date"))
    {
        invoice.date = date;
    }
    if let Some(reference) = context.text("ref").filter(|_| invoice.status == 0) {
        // A number that another one has: 200, and the invoice as it was.
        if context.data.invoices.by_ref(&reference).is_some_and(|other| other.record.id != invoice.record.id)
        {
            if context.is_v23() {
                let sql = format!("Duplicate entry '{reference}-1' for key 'uk_facture_ref'");
                return Err(Refusal::new(500, format!("Error {sql}")));
            }
            return find(context, &invoice.record.id.to_string()).map(|invoice| show(context, &invoice));
        }
        invoice.record.set("ref", Some(reference));
    }
    Ok(stored(context, invoice))
}

fn prefix(invoice: &Document) -> &'static str {
    if invoice.kind == 2 { "AV" } else { "FA" }
}

fn delete(context: &mut Context<'_>, invoice: &Document) -> Outcome {
    let reference = invoice.record.text("ref");
    let series = prefix(invoice);
    let number = reference.strip_prefix(series).and_then(|r| r.rsplit('-').next()?.parse::<u32>().ok());
    let last = context.data.numbers.get(series).and_then(|n| n.last()).copied();
    let paid = context.data.payments_of(invoice.record.id).next().is_some();
    if context.is_v23() && invoice.status != 0 {
        return Err(Refusal::new(403, "Invoice not erasable"));
    }
    // Only the last of its series may go; its number is then given out again.
    if invoice.status != 0 && (paid || number.is_none() || number != last) {
        return Err(Refusal::new(500, "Error when deleting invoice"));
    }
    if let (Some(number), Some(taken)) = (number, context.data.numbers.get_mut(series)) {
        taken.remove(&number);
    }
    context.data.tick();
    context.data.invoices.take(invoice.record.id);
    for (link, order) in &invoice.links {
        if let Some(mut order) = context.data.orders.get(*order).cloned() {
            order.links.retain(|(l, _)| l != link);
            context.data.orders.put(order);
        }
    }
    Context::success("Invoice deleted")
}

fn validate(context: &mut Context<'_>, mut invoice: Document) -> Outcome {
    if invoice.status != 0 {
        return Err(Refusal::new(304, ""));
    }
    let old = invoice.record.text("ref").to_owned();
    if invoice.lines.is_empty() {
        let sentence =
            format!("Error when validating Invoice: Object {old} must have lines to be validated.");
        return Err(Refusal::new(500, sentence));
    }
    rules::validates(context, &mut invoice)?;
    if let Some(why) = papers::refused_stock(context, &invoice, "STOCK_CALCULATE_ON_BILL") {
        return Err(Refusal::new(500, format!("Error when validating Invoice: {why}")));
    }
    if old.starts_with("(PROV") {
        let series = prefix(&invoice);
        let (reference, number) = papers::next_number(context.data, series, invoice.date);
        context.data.numbers.entry(series).or_default().insert(number);
        invoice.record.set("ref", Some(reference));
    }
    papers::move_stock(context, &invoice, "STOCK_CALCULATE_ON_BILL", -1);
    invoice.status = 1;
    let now = context.data.tick();
    invoice.validated = Some(now);
    invoice.record.modified = now;
    invoice.old_ref = Some(old);
    let shown = show_validated(context, &invoice);
    invoice.old_ref = None;
    context.data.invoices.put(invoice);
    Ok(shown)
}

fn status(context: &mut Context<'_>, mut invoice: Document, status: i64, paid: bool) -> Outcome {
    if invoice.status == status {
        return Err(Refusal::new(304, ""));
    }
    invoice.status = status;
    invoice.paid = paid;
    let shown = show_validated(context, &invoice);
    store(context, invoice);
    Ok(shown)
}

fn add_line(context: &mut Context<'_>, mut invoice: Document) -> Outcome {
    if invoice.status != 0 {
        return Err(Refusal::new(400, "Unable to insert the new line. Check your inputs. "));
    }
    let known = context.data.extra("invoice_line");
    let foreign = invoice.foreign();
    let mut line = lines::read(context.data, context.body, Origin::Alone, foreign, &known)?;
    if invoice.kind == 2 {
        lines::make_negative(&mut line, foreign);
    }
    line.record.id = context.data.line_id("invoice_line");
    let id = line.record.id;
    invoice.lines.push(line);
    papers::sum(context.data, &mut invoice);
    store(context, invoice);
    number(id)
}
