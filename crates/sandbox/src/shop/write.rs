//! Writes of the webservice: PATCH of some fields, PUT that wipes what it does not name, POST, DELETE.

use super::ShopSystem;
use super::cell::Cell;
use super::data::ShopData;
use super::display::Display;
use super::fault::Trouble;
use super::query::Query;
use super::render;
use super::row::Row;
use super::schema::{Kind, Resource};
use super::view::View;
use crate::calendar;
use crate::server::{Answer, Call};

/// The fields of `<prestashop><order>…</order></prestashop>`: simple ones only, associations are passed over.
fn fields(xml: &str, single: &str) -> Option<Vec<(String, String)>> {
    let start = xml.find(&format!("<{single}>")).map(|i| i + single.len() + 2)?;
    let end = xml.rfind(&format!("</{single}>"))?;
    let mut rest = xml.get(start..end)?;
    if let Some(index) = rest.find("<associations") {
        rest = &rest[..index];
    }
    let mut found = Vec::new();
    // Each turn consumes at least one tag, so this ends with the text.
    while let Some(open) = rest.find('<') {
        let close = rest[open..].find('>')? + open;
        let tag = rest[open + 1..close].split_whitespace().next()?.trim_end_matches('/').to_owned();
        if rest[open + 1..close].ends_with('/') || tag.starts_with(['/', '!', '?']) {
            rest = &rest[close + 1..];
            continue;
        }
        let ending = format!("</{tag}>");
        let finish = rest[close + 1..].find(&ending)? + close + 1;
        let text = rest[close + 1..finish].trim();
        let value = match text.strip_prefix("<![CDATA[").and_then(|t| t.strip_suffix("]]>")) {
            Some(inner) => inner.to_owned(),
            None => {
                text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
            }
        };
        found.push((tag, value));
        rest = &rest[finish + ending.len()..];
    }
    Some(found)
}

fn cell(kind: Kind, text: &str) -> Cell {
    match kind {
        Kind::Int | Kind::Number | Kind::Flag => Cell::Int(text.trim().parse().unwrap_or(0)),
        Kind::Dec6 | Kind::Dec3 | Kind::Dec2 => Cell::Amount(text.trim().parse().unwrap_or_default()),
        Kind::Stamp => calendar::parse(text).map_or(Cell::Null, Cell::Stamp),
        Kind::Lang => Cell::lang(text, text),
        Kind::Day | Kind::Text | Kind::NameOrFalse => Cell::from(text),
    }
}

/// Answers POST, PUT, PATCH and DELETE.
pub(crate) fn answer(
    system: &ShopSystem,
    data: &mut ShopData,
    call: &Call,
    query: &Query,
    resource: &'static Resource,
    segments: &[&str],
) -> Result<Answer, Trouble> {
    let id = segments.get(1).and_then(|id| id.parse::<u32>().ok());
    if call.method == "DELETE" {
        let id = id.ok_or_else(|| Trouble::one(400, 52, "No id given"))?;
        return if data.delete(resource.name, id) {
            Ok(Answer::new(200, "", ""))
        } else {
            Err(Trouble::Empty(404))
        };
    }
    let body = String::from_utf8_lossy(&call.body);
    let Some(values) = fields(&body, resource.single) else {
        let message = format!(
            "XML error : String could not be parsed as XML\nXML length : {}\nOriginal XML : {body}",
            body.len()
        );
        return Err(Trouble::one(500, 127, message));
    };
    for (name, _) in &values {
        let known = name == "id" || resource.position(name).is_some();
        let computed = resource.position(name).is_some_and(|p| resource.fields[p].computed);
        if !known || (computed && matches!(name.as_str(), "manufacturer_name" | "quantity")) {
            return Err(Trouble::one(
                400,
                93,
                format!("parameter \"{name}\" not writable. Please remove this attribute of this XML"),
            ));
        }
    }
    data.now += 1;
    let (id, status) = if call.method == "POST" {
        (data.insert(resource.name, &[]).ok_or(Trouble::Empty(500))?, 201)
    } else {
        let named = values.iter().find(|(n, _)| n == "id").and_then(|(_, v)| v.parse().ok());
        let id = id.or(named).filter(|id| data.table(resource.name).is_some_and(|t| t.get(*id).is_some()));
        (id.ok_or(Trouble::Empty(404))?, 200)
    };
    if call.method == "PUT" {
        // The trap: what a PUT does not name is wiped, dates included.
        if let Some(row) = data.table_mut(resource.name).and_then(|t| t.get_mut(id)) {
            *row = Row::new(id);
        }
        data.touch(resource.name, id);
    }
    for (name, text) in &values {
        if let Some(position) = resource.position(name) {
            data.set(resource.name, id, name, cell(resource.fields[position].kind, text));
        }
    }
    data.touch(resource.name, id);
    follow(data, resource.name, id, &values);
    let version = system.options.version;
    let view = View::of(data, resource, id, &Display::Full, None, version).ok_or(Trouble::Empty(500))?;
    let mut answer = render::single(resource, &view, &system.style(query), query.json);
    answer.status = status;
    Ok(answer)
}

/// What else moves: a new history line changes the order's state, a state change writes a history line.
fn follow(data: &mut ShopData, resource: &str, id: u32, values: &[(String, String)]) {
    let value = |name: &str| values.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.parse::<i64>().ok());
    match resource {
        "order_histories" => {
            let order = value("id_order").and_then(|o| u32::try_from(o).ok());
            if let (Some(order), Some(state)) = (order, value("id_order_state")) {
                data.set("orders", order, "current_state", state);
                data.touch("orders", order);
            }
        }
        "orders" => {
            if let Some(state) = value("current_state") {
                data.insert(
                    "order_histories",
                    &[("id_order", Cell::from(id)), ("id_order_state", Cell::Int(state))],
                );
            }
        }
        "stock_availables" => total_stock(data, id),
        _ => {}
    }
}

/// The row of the product is the sum of its combinations' rows.
fn total_stock(data: &mut ShopData, id: u32) {
    let product = data.get("stock_availables", id, "id_product").int();
    if data.get("stock_availables", id, "id_product_attribute").int() == 0 {
        return;
    }
    let rows = data.find("stock_availables", "id_product", product);
    let (whole, parts): (Vec<u32>, Vec<u32>) = rows
        .into_iter()
        .partition(|row| data.get("stock_availables", *row, "id_product_attribute").int() == 0);
    let sum: i64 = parts.iter().map(|row| data.get("stock_availables", *row, "quantity").int()).sum();
    for row in whole {
        data.set("stock_availables", row, "quantity", sum);
    }
}
