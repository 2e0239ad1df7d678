//! `/products/attributes…` and `/products/{id}/variants`: ties of a product to its parent, with the traps of both versions.

use rust_decimal::Decimal;
use serde_json::Value;

use super::context::{Context, Outcome, no_route, number};
use super::data::{Attribute, AttributeValue, Product, Tie};
use super::filter::{Columns, Sql};
use super::list::Listing;
use super::number::{amount, price, round, short};
use super::products::sanitize;
use super::refusal::Refusal;
use crate::json::Json;

impl Columns for Attribute {
    fn column(&self, name: &str) -> Option<Sql> {
        Some(match name {
            "rowid" | "id" => Sql::id(self.record.id),
            "ref" => Sql::text(self.record.text("ref")),
            "ref_ext" | "label" => Sql::maybe(self.record.has(name).then(|| self.record.text(name))),
            _ => return None,
        })
    }

    fn extra(&self, _: &str) -> Option<&str> {
        None
    }
}

/// Routes below `/products` that are about variants; none when the path is another.
pub(crate) fn route(context: &mut Context<'_>) -> Option<Outcome> {
    let answer = match (context.method, context.path) {
        ("GET", ["attributes"]) => attributes(context),
        ("POST", ["attributes"]) => attribute_create(context),
        ("PUT", ["attributes", id]) => context.id(id).and_then(|id| attribute_update(context, id)),
        ("GET", ["attributes", id, "values"]) => context.id(id).and_then(|id| values(context, id)),
        ("POST", ["attributes", id, "values"]) => context.id(id).and_then(|id| value_create(context, id)),
        ("PUT", ["attributes", "values", id]) => context.id(id).and_then(|id| value_update(context, id)),
        (_, ["attributes", ..]) => no_route(),
        ("GET", [id, "variants"]) => context.id(id).and_then(|id| variants(context, id)),
        ("POST", [id, "variants"]) => context.id(id).and_then(|id| variant_create(context, id)),
        ("PUT", ["variants", id]) => context.id(id).and_then(|id| variant_update(context, id)),
        ("DELETE", ["variants", id]) => context.id(id).and_then(|id| variant_delete(context, id)),
        _ => return None,
    };
    Some(answer)
}

/// References are written in capitals.
fn capitals(reference: &str) -> String {
    sanitize(reference.trim()).to_uppercase()
}

fn attributes(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieving product attribute list",
        none: "No product attribute found",
        always_404: false,
        sort: "t.ref",
        extras: Vec::new(),
    };
    let (rows, total) = listing.select(&context.data.attributes, |_| true)?;
    let objects = rows.into_iter().map(show_attribute).collect();
    listing.answer(objects, total)
}

fn show_attribute(attribute: &Attribute) -> Json {
    Json::object([
        ("id", Json::Text(attribute.record.id.to_string())),
        ("ref", Json::text(attribute.record.text("ref"))),
        ("ref_ext", Json::optional(attribute.record.ref_ext())),
        ("label", Json::text(attribute.record.text("label"))),
    ])
}

fn attribute_create(context: &mut Context<'_>) -> Outcome {
    for field in ["ref", "label"] {
        if !context.given(field) {
            return Err(Refusal::new(400, format!("{field} field missing")));
        }
    }
    let reference = capitals(&context.text("ref").unwrap_or_default());
    let failed = || Refusal::new(500, "Error creating new attribute");
    let id = context.data.attributes.burn();
    // The index on references is found after the INSERT: the identifier is spent.
    if reference.is_empty() || context.data.attributes.by_ref(&reference).is_some() {
        return Err(failed());
    }
    let mut attribute = Attribute::default();
    attribute.record.take(context.body, &["ref_ext", "label"]);
    attribute.record.set("ref", Some(reference));
    attribute.record.id = id;
    attribute.record.created = context.data.tick();
    context.data.attributes.put(attribute);
    number(id)
}

fn attribute_update(context: &mut Context<'_>, id: u32) -> Outcome {
    let Some(mut attribute) = context.data.attributes.get(id).cloned() else {
        return Err(Refusal::new(404, "Attribute not found"));
    };
    attribute.record.take(context.body, &["ref_ext", "label"]);
    if let Some(reference) = context.text("ref") {
        attribute.record.set("ref", Some(capitals(&reference)));
    }
    context.data.tick();
    let shown = show_attribute(&attribute);
    context.data.attributes.put(attribute);
    Ok(shown)
}

fn values(context: &Context<'_>, attribute: u32) -> Outcome {
    let of = context.data.attribute_values.iter().filter(|value| value.attribute == attribute);
    let objects: Vec<Json> = of.map(show_value).collect();
    // Both versions say that there are none with 404.
    if objects.is_empty() {
        return Err(Refusal::new(404, "Attribute values not found"));
    }
    Ok(Json::List(objects))
}

fn show_value(value: &AttributeValue) -> Json {
    Json::object([
        ("id", Json::Text(value.record.id.to_string())),
        ("ref", Json::text(value.record.text("ref"))),
        ("ref_ext", Json::Null),
        ("fk_product_attribute", Json::Text(value.attribute.to_string())),
        ("value", Json::text(value.record.text("value"))),
    ])
}

/// What PHP calls empty: a value of `0` is none.
fn empty(text: &str) -> bool {
    text.is_empty() || text == "0"
}

fn value_create(context: &mut Context<'_>, attribute: u32) -> Outcome {
    let reference = capitals(&context.text("ref").unwrap_or_default());
    let text = context.text("value").unwrap_or_default();
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    if empty(&reference) || empty(text) {
        return Err(Refusal::new(if context.is_v17() { 401 } else { 403 }, ""));
    }
    // An attribute that does not exist is taken, too.
    let id = context.data.attribute_values.burn();
    let is_same = |value: &AttributeValue| {
        value.attribute == attribute && value.record.text("ref").eq_ignore_ascii_case(&reference)
    };
    if context.data.attribute_values.iter().any(is_same) {
        return Err(Refusal::new(500, "Error creating new attribute value"));
    }
    let mut value = AttributeValue { attribute, ..AttributeValue::default() };
    value.record.set("ref", Some(reference));
    value.record.set("value", Some(text.to_owned()));
    value.record.id = id;
    value.record.created = context.data.tick();
    context.data.attribute_values.put(value);
    number(id)
}

fn value_update(context: &mut Context<'_>, id: u32) -> Outcome {
    let Some(mut value) = context.data.attribute_values.get(id).cloned() else {
        return Err(Refusal::new(404, "Attribute value not found"));
    };
    value.record.take(context.body, &["value"]);
    if let Some(reference) = context.text("ref") {
        value.record.set("ref", Some(capitals(&reference)));
    }
    if empty(value.record.text("value")) {
        return Err(Refusal::new(500, "Error updating attribute"));
    }
    context.data.tick();
    let shown = show_value(&value);
    context.data.attribute_values.put(value);
    Ok(shown)
}

fn variants(context: &Context<'_>, parent: u32) -> Outcome {
    // A product that does not exist has none, on both versions.
    Ok(Json::List(context.data.ties.iter().filter(|tie| tie.parent == parent).map(show_tie).collect()))
}

fn show_tie(tie: &Tie) -> Json {
    let pair = |(attribute, value): &(u32, u32)| {
        Json::object([
            ("fk_prod_combination", Json::Text(tie.id.to_string())),
            ("fk_prod_attr", Json::Text(attribute.to_string())),
            ("fk_prod_attr_val", Json::Text(value.to_string())),
        ])
    };
    Json::object([
        ("id", Json::Text(tie.id.to_string())),
        ("fk_product_parent", Json::Text(tie.parent.to_string())),
        ("fk_product_child", Json::Text(tie.child.to_string())),
        ("variation_price", Json::Text(price(tie.price))),
        ("variation_price_percentage", Json::Text("0".to_owned())),
        ("variation_weight", Json::Text(short(tie.weight))),
        ("variation_ref_ext", Json::text(tie.ref_ext.as_str())),
        ("attributes", Json::List(tie.features.iter().map(pair).collect())),
    ])
}

fn features(context: &Context<'_>) -> Option<Vec<(u32, u32)>> {
    let Some(Value::Object(given)) = context.body.get("features") else { return None };
    let id = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let mut features: Vec<(u32, u32)> = given
        .iter()
        .filter_map(|(attribute, value)| Some((attribute.parse().ok()?, u32::try_from(id(value)?).ok()?)))
        .collect();
    features.sort_unstable();
    (!features.is_empty()).then_some(features)
}

fn variant_create(context: &mut Context<'_>, parent: u32) -> Outcome {
    for field in ["weight_impact", "price_impact", "price_impact_is_percent", "features"] {
        if !context.given(field) {
            return Err(Refusal::new(400, format!("{field} field missing")));
        }
    }
    let Some(features) = features(context) else {
        return Err(if context.is_v17() {
            Refusal::new(401, "")
        } else {
            let sentence =
                "Features is mandatory and should be IDs of attribute values indexed by IDs of attributes";
            Refusal::new(400, sentence)
        });
    };
    let Some(of) = context.data.products.get(parent).cloned() else {
        return Err(Refusal::not_found("Product"));
    };
    let text = |field: &str| context.text(field).unwrap_or_default().trim().to_owned();
    let (reference, ref_ext) = (text("reference"), text("ref_ext"));
    let decimal = |field: &str| amount(context.body.get(field)).unwrap_or_default();
    let (price_impact, weight) = (decimal("price_impact"), decimal("weight_impact"));
    let named = !reference.is_empty() && reference != of.record.text("ref");
    // The trap: whatever has the reference is turned into the variant.
    let existing = context.data.products.by_ref(&reference).filter(|_| named).cloned();
    let words = described(context, &features);
    let now = context.data.tick();
    let reused = existing.is_some();
    let child = match existing {
        Some(mut child) => {
            append(&mut child, &words);
            child
        }
        None => {
            // The trap: it is born as a copy of its parent, external reference and all.
            let mut child = of.clone();
            child.stock.clear();
            child.record.set("barcode", None);
            let wanted = if named { sanitize(&reference) } else { suffixed(context, &of, &features) };
            child.record.set("ref", Some(free(context, wanted)));
            append(&mut child, &words);
            child.record.id = context.data.products.burn();
            child.record.created = now;
            child
        }
    };
    let id = child.record.id;
    context.data.products.put(child);
    let same = context.data.ties.iter().position(|tie| tie.parent == parent && tie.features == features);
    let index = same.unwrap_or(context.data.ties.len());
    if same.is_none() {
        context.data.tie_id += 1;
        let tie = Tie { id: context.data.tie_id, parent, child: id, features, ..Tie::default() };
        context.data.ties.push(tie);
    }
    if let Some(tie) = context.data.ties.get_mut(index) {
        // The trap: another reference takes the tie away from the child that had it.
        tie.child = id;
        tie.price = price_impact;
        tie.weight = weight;
        tie.ref_ext = ref_ext;
        let tie = tie.clone();
        recompute(context, &tie);
    }
    if reused { Ok(Json::Text(id.to_string())) } else { number(id) }
}

/// Attributes and values as the child's description tells them.
fn described(context: &Context<'_>, features: &[(u32, u32)]) -> Vec<(String, String)> {
    let text = |record: Option<&super::record::Record>, field: &str| {
        record.map(|record| record.text(field).to_owned()).unwrap_or_default()
    };
    features
        .iter()
        .map(|(attribute, value)| {
            let attribute = context.data.attributes.get(*attribute).map(|it| &it.record);
            let value = context.data.attribute_values.get(*value).map(|it| &it.record);
            (text(attribute, "label"), text(value, "value"))
        })
        .collect()
}

fn append(child: &mut Product, words: &[(String, String)]) {
    let mut description = child.record.text("description").to_owned();
    for (label, value) in words {
        if !description.is_empty() {
            description.push_str("<br>");
        }
        description.push_str(&format!("<strong>{label}:</strong> {value}"));
    }
    child.record.set("description", Some(description));
}

fn suffixed(context: &Context<'_>, parent: &Product, features: &[(u32, u32)]) -> String {
    let mut reference = parent.record.text("ref").to_owned();
    for (_, value) in features {
        let value = context.data.attribute_values.get(*value).map(|it| it.record.text("ref"));
        reference.push('_');
        reference.push_str(value.unwrap_or_default());
    }
    reference
}

/// The reference, with a number behind it when it is taken.
fn free(context: &Context<'_>, reference: String) -> String {
    if context.data.products.by_ref(&reference).is_none() {
        return reference;
    }
    let numbered = (1..).map(|n: u32| format!("{reference}{n}"));
    let free = numbered.take(10_000).find(|it| context.data.products.by_ref(it).is_none());
    free.unwrap_or(reference)
}

/// Price, VAT and weight of the child are the parent's, and what the tie adds; a label that is the parent's gets the values.
fn recompute(context: &mut Context<'_>, tie: &Tie) {
    let (Some(parent), Some(mut child)) =
        (context.data.products.get(tie.parent).cloned(), context.data.products.get(tie.child).cloned())
    else {
        return;
    };
    child.vat = parent.vat;
    child.base.clone_from(&parent.base);
    let factor = Decimal::ONE + child.vat / Decimal::ONE_HUNDRED;
    if parent.base == "TTC" {
        child.price_ttc = round(parent.price_ttc + tie.price, 5);
        child.price = round(child.price_ttc / factor, 5);
    } else {
        child.price = round(parent.price + tie.price, 5);
        child.price_ttc = round(child.price * factor, 5);
    }
    let weight: Decimal = parent.record.text("weight").parse().unwrap_or_default();
    child.record.set("weight", Some(short(weight + tie.weight)));
    child.record.set(
        "weight_units",
        parent.record.has("weight_units").then(|| parent.record.text("weight_units").to_owned()),
    );
    if child.record.text("label") == parent.record.text("label") {
        let values: Vec<String> =
            described(context, &tie.features).into_iter().map(|(_, value)| value).collect();
        child.record.set("label", Some(format!("{} {}", parent.record.text("label"), values.join(" "))));
    }
    child.record.modified = context.data.tick();
    context.data.products.put(child);
}

/// Whenever a parent is written, its children are computed anew; not while the module is off.
pub(crate) fn push_to_children(context: &mut Context<'_>, parent: u32) {
    if !context.data.modules.contains("variants") {
        return;
    }
    let ties: Vec<Tie> = context.data.ties.iter().filter(|tie| tie.parent == parent).cloned().collect();
    for tie in ties {
        recompute(context, &tie);
    }
}

fn variant_update(context: &mut Context<'_>, id: u32) -> Outcome {
    let decimal = |field: &str| amount(context.body.get(field));
    let (price, weight) = (decimal("variation_price"), decimal("variation_weight"));
    let ref_ext = context.text("variation_ref_ext");
    // The trap: an identifier that does not exist is answered in the same way.
    if let Some(tie) = context.data.ties.iter_mut().find(|tie| tie.id == id) {
        tie.price = price.unwrap_or(tie.price);
        tie.weight = weight.unwrap_or(tie.weight);
        if let Some(ref_ext) = ref_ext {
            tie.ref_ext = ref_ext;
        }
        let tie = tie.clone();
        recompute(context, &tie);
    }
    number(1)
}

fn variant_delete(context: &mut Context<'_>, id: u32) -> Outcome {
    context.data.tick();
    // The product stays; an identifier that does not exist is answered in the same way.
    context.data.ties.retain(|tie| tie.id != id);
    number(1)
}
