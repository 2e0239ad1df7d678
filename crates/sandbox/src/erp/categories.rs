//! `/categories`: a tree for each kind, with what is in it.

use super::context::{Context, Outcome, no_route, number};
use super::data::Category;
use super::filter::{Columns, Sql};
use super::list::{Listing, parameter};
use super::number::whole;
use super::options::ErpVersion;
use super::refusal::Refusal;
use crate::json::Json;

const FIELDS: &[&str] = &["ref_ext", "label", "description", "color", "visible", "position"];
const KINDS: &[(&str, u8)] =
    &[("product", 0), ("supplier", 1), ("customer", 2), ("member", 3), ("contact", 4)];

impl Columns for Category {
    fn column(&self, name: &str) -> Option<Sql> {
        Some(match name {
            "rowid" | "id" => Sql::id(self.record.id),
            "fk_parent" => Sql::id(self.parent),
            "type" => Sql::Number(number_of(&self.kind).into()),
            "tms" => Sql::Date(self.record.modified),
            "entity" => Sql::Number(rust_decimal::Decimal::ONE),
            "label" | "ref_ext" | "description" | "color" => {
                Sql::maybe(self.record.has(name).then(|| self.record.text(name)))
            }
            _ => return None,
        })
    }

    fn extra(&self, name: &str) -> Option<&str> {
        self.record.option(name)
    }
}

fn number_of(kind: &str) -> u8 {
    KINDS.iter().find(|(name, _)| *name == kind).map_or(0, |(_, number)| *number)
}

fn kind(text: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, number)| *name == text || number.to_string() == text).map(|(name, _)| *name)
}

/// Routes `/categories…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => list(context),
        ("POST", []) => create(context),
        ("GET", ["object", "product", id]) => {
            let id = context.id(id)?;
            of_product(context, id)
        }
        ("GET", ["object", "customer", id]) => {
            let id = context.id(id)?;
            of_customer(context, id)
        }
        ("GET", [id]) => {
            let id = context.id(id)?;
            let category =
                context.data.categories.get(id).ok_or_else(|| Refusal::new(404, "category not found"))?;
            Ok(show(context, category))
        }
        ("PUT", [id]) => {
            let id = context.id(id)?;
            update(context, id)
        }
        ("DELETE", [id]) => {
            let id = context.id(id)?;
            context.data.tick();
            context.data.categories.take(id).ok_or_else(|| Refusal::new(404, "category not found"))?;
            Context::success("Category deleted")
        }
        ("GET", [id, "objects"]) => {
            let id = context.id(id)?;
            objects(context, id)
        }
        ("POST" | "DELETE", [id, "objects", kind, "ref", reference]) => {
            let id = context.id(id)?;
            let object = (*kind == "product")
                .then(|| context.data.products.by_ref(reference).map(|p| p.record.id))
                .flatten();
            link(context, id, kind, object)
        }
        ("POST" | "DELETE", [id, "objects", kind, object]) => {
            let id = context.id(id)?;
            let object = context.id(object)?;
            let exists = match *kind {
                "product" => context.data.products.get(object).is_some(),
                _ => context.data.third_parties.get(object).is_some(),
            };
            link(context, id, kind, exists.then_some(object))
        }
        _ => no_route(),
    }
}

fn show(context: &Context<'_>, category: &Category) -> Json {
    let record = &category.record;
    let mut values = record.values();
    let kind = number_of(&category.kind);
    values.insert("fk_parent", Json::Int(i64::from(category.parent)));
    values.insert("label", Json::text(record.text("label")));
    values.insert("description", Json::text(record.text("description")));
    values.insert("color", Json::text(record.text("color")));
    values.insert(
        "type",
        if context.is_v17() { Json::Int(i64::from(kind)) } else { Json::Text(kind.to_string()) },
    );
    values.insert("visible", Json::Int(record.text("visible").parse().unwrap_or(0)));
    values.insert("date_creation", Json::Int(record.created));
    values.insert("date_modification", Json::Int(record.modified - 3_600));
    context.shapes.get("category").fill(values)
}

/// The short form in which an object's categories come.
fn brief(context: &Context<'_>, category: &Category) -> Json {
    let record = &category.record;
    let kind = number_of(&category.kind);
    Json::object([
        ("id", Json::Text(record.id.to_string())),
        ("fk_parent", Json::Int(i64::from(category.parent))),
        ("label", Json::text(record.text("label"))),
        ("description", Json::text(record.text("description"))),
        ("color", Json::text(record.text("color"))),
        ("position", Json::text("0")),
        ("socid", Json::Int(0)),
        ("ref_ext", Json::optional(record.ref_ext())),
        ("visible", Json::Int(0)),
        ("type", if context.is_v17() { Json::Int(i64::from(kind)) } else { Json::Text(kind.to_string()) }),
        ("entity", Json::Int(1)),
        ("array_options", record.options_json()),
    ])
}

fn of(context: &Context<'_>, kind: &str, id: u32) -> Outcome {
    let found: Vec<Json> = context
        .data
        .categories
        .iter()
        .filter(|c| c.kind == kind && c.objects.contains(&id))
        .map(|c| brief(context, c))
        .collect();
    match (found.is_empty(), context.version) {
        (false, _) | (true, ErpVersion::V23) => Ok(Json::List(found)),
        (true, ErpVersion::V17) => Err(Refusal::new(404, "No category found")),
        // The trap: none is the bare number 0.
        (true, ErpVersion::V20) => Ok(Json::Int(0)),
    }
}

/// The categories of a product.
pub(crate) fn of_product(context: &Context<'_>, id: u32) -> Outcome {
    of(context, "product", id)
}

/// The categories of a customer.
pub(crate) fn of_customer(context: &Context<'_>, id: u32) -> Outcome {
    of(context, "customer", id)
}

fn list(context: &Context<'_>) -> Outcome {
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve category list",
        none: "No category found",
        always_404: false,
        sort: "t.rowid",
        extras: context.filterable("category"),
    };
    let wanted = parameter(context.query, "type").and_then(kind);
    let (rows, total) = listing.select(&context.data.categories, |c| wanted.is_none_or(|k| c.kind == k))?;
    listing.answer(rows.into_iter().map(|c| show(context, c)).collect(), total)
}

fn clash(context: &Context<'_>, category: &Category) -> bool {
    context.data.categories.iter().any(|c| {
        c.record.id != category.record.id
            && c.kind == category.kind
            && c.parent == category.parent
            && c.record.text("label").eq_ignore_ascii_case(category.record.text("label"))
    })
}

fn refuse(category: &Category, what: &str) -> Refusal {
    let label = category.record.text("label");
    let detail =
        format!("Impossible to add the tag/category {label} : This category already exists with this ref");
    Refusal::creating(what, &[&detail])
}

fn parent(context: &Context<'_>) -> Option<u32> {
    whole(context.body.get("fk_parent")).map(|id| u32::try_from(id).unwrap_or(0))
}

fn create(context: &mut Context<'_>) -> Outcome {
    const FAILED: &str = "Error when creating category";
    for field in ["label", "type"] {
        if !context.given(field) {
            return Err(Refusal::new(400, format!("{field} field missing")));
        }
    }
    context.check_text(FAILED, "llx_categorie")?;
    let kind = kind(&context.text("type").unwrap_or_default())
        .ok_or_else(|| Refusal::creating(FAILED, &["ErrorBadType"]))?;
    let mut category =
        Category { parent: parent(context).unwrap_or(0), kind: kind.to_owned(), ..Category::default() };
    category.record.take(context.body, FIELDS);
    if clash(context, &category) {
        return Err(refuse(&category, FAILED));
    }
    context.create_options(&mut category.record, "category");
    let now = context.data.tick();
    category.record.id = context.data.categories.burn();
    category.record.created = now;
    category.record.modified = now;
    let id = category.record.id;
    context.data.categories.put(category);
    number(id)
}

fn update(context: &mut Context<'_>, id: u32) -> Outcome {
    let Some(mut category) = context.data.categories.get(id).cloned() else {
        return Err(Refusal::new(404, "category not found"));
    };
    context.check_text("Error updating category", "llx_categorie")?;
    category.record.take(context.body, FIELDS);
    if !category.record.has("ref_ext") {
        // An update turns null into an empty text.
        category.record.set("ref_ext", Some(String::new()));
    }
    if let Some(parent) = parent(context) {
        category.parent = parent;
    }
    if clash(context, &category) {
        return Err(refuse(&category, "Error updating category"));
    }
    context.update_options(&mut category.record, "category");
    category.record.modified = context.data.tick();
    let shown = show(context, &category);
    context.data.categories.put(category);
    Ok(shown)
}

fn objects(context: &Context<'_>, id: u32) -> Outcome {
    let category = context.data.categories.get(id).ok_or_else(|| Refusal::new(404, "category not found"))?;
    let ids = category.objects.iter().map(|id| Json::Text(id.to_string()));
    if parameter(context.query, "onlyids") == Some("1") {
        return Ok(Json::List(ids.collect()));
    }
    Ok(Json::List(ids.map(|id| Json::object([("id", id)])).collect()))
}

fn link(context: &mut Context<'_>, id: u32, kind: &str, object: Option<u32>) -> Outcome {
    let mut category =
        context.data.categories.get(id).cloned().ok_or_else(|| Refusal::new(404, "category not found"))?;
    let Some(object) = object else {
        let mut refusal = Refusal::new(500, "Error when fetching object");
        refusal.details.push(None);
        return Err(refusal);
    };
    if !matches!(kind, "product" | "customer" | "supplier" | "contact") {
        return Err(Refusal::new(400, "Type not supported"));
    }
    context.data.tick();
    let sentence = if context.method == "POST" {
        category.objects.insert(object);
        "Objects successfully linked to the category"
    } else {
        category.objects.remove(&object);
        "Objects successfully unlinked from the category"
    };
    context.data.categories.put(category);
    // 17 has it misspelt.
    Context::success(&if context.is_v17() {
        sentence.replace("successfully", "succefully")
    } else {
        sentence.to_owned()
    })
}
