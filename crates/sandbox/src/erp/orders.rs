//! `/orders`.

use rust_decimal::Decimal;

use super::context::{Context, Outcome, no_route, number};
use super::data::Document;
use super::lines::{self, Origin};
use super::list::{Listing, parameter};
use super::number::{amount, whole};
use super::papers::{self, FIELDS};
use super::refusal::Refusal;
use super::rules;
use crate::json::Json;

const CREATE: &str = "Error creating order";

fn find(context: &Context<'_>, segment: &str) -> Result<Document, Refusal> {
    let id = context.id(segment)?;
    context.data.orders.get(id).cloned().ok_or_else(|| Refusal::not_found("Order"))
}

/// Routes `/orders…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => list(context),
        ("POST", []) => create(context),
        ("GET", ["ref", value]) => {
            papers::by_name(context, "order")?;
            found(context, context.data.orders.by_ref(value))
        }
        ("GET", ["ref_ext", value]) => {
            papers::by_name(context, "order")?;
            found(context, context.data.orders.by_ref_ext(value).first().copied())
        }
        ("GET", [id]) => {
            let order = find(context, id)?;
            let asked = parameter(context.query, "contact_list").is_some_and(|list| list != "-1");
            let shown = show(context, &order);
            Ok(if context.is_v23() && !asked { without_contacts(shown) } else { shown })
        }
        ("PUT", [id]) => find(context, id).and_then(|o| update(context, o)),
        ("DELETE", [id]) => {
            let order = find(context, id)?;
            context.data.tick();
            context.data.orders.take(order.record.id);
            release(context, &order);
            Context::success("Order deleted")
        }
        ("POST", [id, "validate"]) => find(context, id).and_then(|o| validate(context, o)),
        ("POST", [id, "close"]) => {
            let order = find(context, id)?;
            if context.is_v23() && !context.body.is_empty() && !context.body.contains_key("notrigger") {
                return Err(Refusal::new(400, "Invalid value specified for `notrigger`"));
            }
            let closed = status(context, order, 3)?;
            super::invoices::after_closing(context, id)?;
            Ok(closed)
        }
        ("POST", [id, "settodraft"]) => find(context, id).and_then(|o| to_draft(context, o)),
        ("POST", [id, "reopen"]) => {
            let mut order = find(context, id)?;
            if order.status != 3 && order.status != -1 {
                return Err(Refusal::new(304, ""));
            }
            order.status = 1;
            order.billed = false;
            store(context, order);
            number(1)
        }
        ("POST", [id, "setinvoiced"]) => {
            let mut order = find(context, id)?;
            order.billed = true;
            Ok(changed(context, order))
        }
        ("GET", [id, "lines"]) => {
            let order = find(context, id)?;
            Ok(Json::List(
                order.lines.iter().map(|l| lines::show(context, l, order.record.id, true)).collect(),
            ))
        }
        ("POST", [id, "lines"]) => find(context, id).and_then(|o| add_line(context, o)),
        ("PUT", [id, "lines", line]) => {
            let order = find(context, id)?;
            replace_line(context, order, line)
        }
        ("DELETE", [id, "lines", line]) => {
            let mut order = find(context, id)?;
            if order.status != 0 {
                return Err(Refusal::new(405, "ErrorDeleteLineNotAllowedByObjectStatus"));
            }
            if papers::line_mut(&mut order, line).is_err() {
                let sentence = if context.is_v17() { "" } else { "ErrorLineIDDoesNotMatchWithObjectID" };
                return Err(Refusal::new(405, sentence));
            }
            order.lines.retain(|l| l.record.id.to_string() != *line);
            papers::sum(context.data, &mut order);
            Ok(stored(context, order))
        }
        ("GET", [id, "contacts"]) => find(context, id).map(|o| papers::contacts(context, &o)),
        ("POST" | "DELETE", [id, "contact", contact, role]) => {
            let mut order = find(context, id)?;
            let contact = context.id(contact)?;
            let outcome = papers::contact(context, &mut order, contact, role, "order")?;
            store(context, order);
            Ok(outcome)
        }
        _ => no_route(),
    }
}

fn found(context: &Context<'_>, order: Option<&Document>) -> Outcome {
    order.map(|o| show(context, o)).ok_or_else(|| Refusal::not_found("Order"))
}

fn show(context: &Context<'_>, order: &Document) -> Json {
    let mut values = papers::frame(context, order, true);
    values.insert("billed", Json::text(if order.billed { "1" } else { "0" }));
    values.insert("date_commande", Json::Int(order.date));
    values.entry("delivery_date").or_insert_with(|| Json::text(""));
    values.insert("date_validation", order.validated.map_or(Json::text(""), Json::Int));
    values.insert("user_author_id", Json::text("1"));
    values.insert("note_private", Json::text(order.record.text("note_private")));
    values.insert("note_public", Json::text(order.record.text("note_public")));
    if let Some(delivery) = values.get("delivery_date").cloned() {
        values.insert("date_livraison", delivery);
    }
    context.shapes.get("order").fill(values)
}

fn without_contacts(shown: Json) -> Json {
    let Json::Object(mut members) = shown else { return Json::Null };
    for (_, value) in members.iter_mut().filter(|(name, _)| name == "contacts_ids") {
        *value = Json::Null;
    }
    Json::Object(members)
}

/// The answer of the calls that change a state: contacts are not loaded.
fn show_changed(context: &Context<'_>, order: &Document) -> Json {
    let Json::Object(mut members) = without_contacts(show(context, order)) else { return Json::Null };
    papers::append_old_ref(context, &mut members, order);
    Json::Object(members)
}

fn changed(context: &mut Context<'_>, order: Document) -> Json {
    let id = order.record.id;
    store(context, order);
    context.data.orders.get(id).map_or(Json::Null, |order| show_changed(context, order))
}

fn store(context: &mut Context<'_>, mut order: Document) {
    order.old_ref = None;
    order.record.modified = context.data.tick();
    context.data.orders.put(order);
}

fn stored(context: &mut Context<'_>, order: Document) -> Json {
    let id = order.record.id;
    store(context, order);
    context.data.orders.get(id).map_or(Json::Null, |order| show(context, order))
}

fn list(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve commande list",
        none: "No order found",
        always_404: false,
        sort: "t.rowid",
        extras: context.filterable("order"),
    };
    let parties: Option<Vec<u32>> = parameter(context.query, "thirdparty_ids")
        .map(|ids| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect());
    let (rows, total) = listing
        .select(&context.data.orders, |o| parties.as_ref().is_none_or(|ids| ids.contains(&o.socid)))?;
    listing.answer(rows.into_iter().map(|o| show(context, o)).collect(), total)
}

fn create(context: &mut Context<'_>) -> Outcome {
    for field in ["socid", "date"] {
        if !context.given(field) {
            return Err(Refusal::new(400, format!("{field} field missing")));
        }
    }
    papers::unnumbered(context)?;
    context.check_text(CREATE, "llx_commande")?;
    let sql = |context: &Context<'_>, detail: String| {
        let refusal = Refusal::creating(CREATE, &[&detail]);
        // 17 shows the error in HTML first.
        Err(if context.is_v17() { refusal.with_html(detail) } else { refusal })
    };
    if whole(context.body.get("statut")).is_some_and(|s| s != 0) {
        context.data.orders.burn();
        let mut refusal = Refusal::new(500, CREATE);
        refusal.details.push(None);
        return Err(refusal);
    }
    let date = match papers::day(context.body.get("date")) {
        Ok(date) => date.unwrap_or_else(|| crate::calendar::paris_midnight(context.data.now)),
        Err(bad) => {
            return sql(
                context,
                format!(
                    "Incorrect date value: '{bad}' for column `dolibarr`.`llx_commande`.`date_commande` at row 1"
                ),
            );
        }
    };
    let Some(socid) = papers::party(context) else {
        // Refused by the INSERT itself: the identifier is spent.
        context.data.orders.burn();
        let detail = "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_commande`, CONSTRAINT `fk_commande_fk_soc` FOREIGN KEY (`fk_soc`) REFERENCES `llx_societe` (`rowid`))";
        return sql(context, detail.to_owned());
    };
    let reference = context.text("ref").filter(|r| !r.is_empty());
    if reference.as_deref().is_some_and(|r| context.data.orders.by_ref(r).is_some()) {
        return Err(Refusal::creating(CREATE, &["ErrorRefAlreadyExists"]));
    }
    let mut order = Document { socid, date, ..Document::default() };
    papers::currency(context, &mut order);
    order.record.take(context.body, FIELDS);
    // Kept at creation only.
    order.record.take(context.body, &["warehouse_id"]);
    context.create_options(&mut order.record, "order");
    order.record.id = context.data.orders.burn();
    // One line that fails takes the whole order with it.
    papers::read_lines(context, &mut order, Origin::OrderBody, "order_line").map_err(|refusal| {
        let html = refusal.html.unwrap_or_default();
        Refusal::creating(CREATE, &[&html]).with_html(html)
    })?;
    if let Some(product) = rules::short(context.data, "STOCK_MUST_BE_ENOUGH_FOR_ORDER", &order.lines) {
        let why = format!("Stock is not enough for product {product} to add it into a new order.");
        return Err(Refusal::creating(CREATE, &[&why, &why]));
    }
    papers::sum(context.data, &mut order);
    let id = order.record.id;
    order.record.set("ref", Some(reference.unwrap_or_else(|| format!("(PROV{id})"))));
    let now = context.data.tick();
    order.record.created = now;
    order.record.modified = now;
    context.data.orders.put(order);
    number(id)
}

fn update(context: &mut Context<'_>, mut order: Document) -> Outcome {
    context.check_text("Error updating order", "llx_commande")?;
    if let Some(reference) = context.text("ref") {
        if context.data.orders.by_ref(&reference).is_some_and(|o| o.record.id != order.record.id) {
            return Err(Refusal::creating("Error updating order", &["ErrorRefAlreadyExists"]));
        }
        order.record.set("ref", Some(reference));
    }
    order.record.take(context.body, FIELDS);
    context.update_options(&mut order.record, "order");
    // `date` is ignored without a word; `date_commande` works on a draft.
    if order.status == 0
        && let Ok(Some(date)) = papers::day(context.body.get("date_commande"))
    {
        order.date = date;
    }
    let status = if context.is_v23() { "status" } else { "statut" };
    if let Some(status) = whole(context.body.get(status)) {
        order.status = status;
    }
    if let Some(net) = amount(context.body.get("total_ht")) {
        // Written as sent, whatever the lines say.
        order.totals.net = net;
    }
    Ok(stored(context, order))
}

/// Forgets the number of an order that is gone.
fn release(context: &mut Context<'_>, order: &Document) {
    let number =
        order.record.text("ref").strip_prefix("CO").and_then(|r| r.rsplit('-').next()?.parse::<u32>().ok());
    if let Some((number, taken)) = number.zip(context.data.numbers.get_mut("CO")) {
        taken.remove(&number);
    }
}

fn validate(context: &mut Context<'_>, mut order: Document) -> Outcome {
    if order.status != 0 {
        return Err(Refusal::new(304, ""));
    }
    if context.is_v23() && !context.data.constant("ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID") {
        let products = order.lines.iter().filter_map(|line| context.data.products.get(line.product?));
        if products.into_iter().any(|product| !product.status) {
            let reason = "ErrorOneLineContainsADisactivatedProduct";
            return Err(Refusal::new(500, format!("Error when validating Order: {reason}")));
        }
    }
    if let Some(why) = papers::refused_stock(context, &order, "STOCK_CALCULATE_ON_VALIDATE_ORDER") {
        return Err(Refusal::new(500, format!("Error when validating Order: {why}")));
    }
    let old = order.record.text("ref").to_owned();
    if old.starts_with("(PROV") {
        let (reference, number) = papers::next_number(context.data, "CO", order.date);
        context.data.numbers.entry("CO").or_default().insert(number);
        order.record.set("ref", Some(reference));
    }
    order.status = 1;
    let now = context.data.tick();
    order.validated = Some(now);
    order.record.modified = now;
    papers::move_stock(context, &order, "STOCK_CALCULATE_ON_VALIDATE_ORDER", -1);
    order.old_ref = Some(old);
    context.data.orders.put(order.clone());
    let shown = show_changed(context, &order);
    order.old_ref = None;
    context.data.orders.put(order);
    Ok(shown)
}

/// Back to a draft, from anything but a draft and a cancelled order; goods go back to the warehouse that is named.
fn to_draft(context: &mut Context<'_>, order: Document) -> Outcome {
    if order.status <= 0 {
        return Err(Refusal::new(304, ""));
    }
    papers::move_stock(context, &order, "STOCK_CALCULATE_ON_VALIDATE_ORDER", 1);
    status(context, order, 0)
}

fn status(context: &mut Context<'_>, mut order: Document, status: i64) -> Outcome {
    if order.status == status {
        return Err(Refusal::new(304, ""));
    }
    order.status = status;
    Ok(changed(context, order))
}

fn add_line(context: &mut Context<'_>, mut order: Document) -> Outcome {
    if order.status != 0 {
        return Err(Refusal::new(400, ""));
    }
    let known = context.data.extra("order_line");
    let mut line = lines::read(context.data, context.body, Origin::Alone, order.foreign(), &known)?;
    line.record.id = context.data.line_id("order_line");
    let id = line.record.id;
    order.lines.push(line);
    papers::sum(context.data, &mut order);
    store(context, order);
    number(id)
}

fn replace_line(context: &mut Context<'_>, mut order: Document, segment: &str) -> Outcome {
    if order.status != 0 {
        return Ok(Json::Bool(false));
    }
    let known = context.data.extra("order_line");
    let foreign = order.foreign();
    // Not partial: what is not sent is zeroed.
    let fresh = lines::read(context.data, context.body, Origin::Alone, foreign, &known)?;
    let line = papers::line_mut(&mut order, segment)?;
    let (id, product, kind) = (line.record.id, line.product, line.kind);
    let ref_ext = line.record.ref_ext().map(str::to_owned);
    *line = fresh;
    line.record.id = id;
    line.product = line.product.or(product);
    line.kind = kind;
    if !line.record.has("ref_ext") {
        line.record.set("ref_ext", ref_ext);
    }
    if line.qty.is_zero() {
        line.qty = Decimal::ZERO;
    }
    papers::sum(context.data, &mut order);
    Ok(stored(context, order))
}
