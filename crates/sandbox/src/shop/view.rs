//! One row as an answer shows it: values in order, associations worked out, before they become JSON or XML.

use rust_decimal::Decimal;

use super::ShopVersion;
use super::cell::Cell;
use super::data::ShopData;
use super::display::Display;
use super::row::{Broken, Links, Row};
use super::schema::{Association, Field, Kind, Resource};
use crate::calendar;
use crate::json::Json;

/// A shown value.
#[derive(Debug)]
pub(crate) enum Shown {
    Plain(Json),
    /// Texts with their languages.
    Lang(Vec<(usize, String)>),
}

/// A shown association: its items are lists of named values.
#[derive(Debug)]
pub(crate) struct ShownLinks {
    pub(crate) association: &'static Association,
    pub(crate) items: Vec<Vec<(&'static str, Json)>>,
}

/// An association that is shown, and which of its fields when not all are.
type Wanted<'a> = (usize, Option<&'a [usize]>);

/// A shown row.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) id: u32,
    pub(crate) show_id: bool,
    pub(crate) fields: Vec<(&'static str, Shown)>,
    pub(crate) links: Vec<ShownLinks>,
    pub(crate) broken: Option<Broken>,
}

fn amount(cell: &Cell, places: u32) -> Json {
    let mut value = cell.amount();
    value = value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    value.rescale(places);
    Json::Text(value.to_string())
}

fn whole(value: i64, version: ShopVersion) -> Json {
    match version {
        ShopVersion::V8 => Json::Text(value.to_string()),
        ShopVersion::V9 => Json::Int(value),
    }
}

fn plain(field: &Field, cell: Option<&Cell>, cached: bool, version: ShopVersion) -> Json {
    let empty = Cell::Int(0);
    let cell = match cell {
        Some(Cell::Null) => return Json::Null,
        None if field.null => return Json::Null,
        other => other,
    };
    match (field.kind, cell) {
        (Kind::Int, Some(Cell::Text(text))) => Json::text(text.as_ref()),
        (Kind::Int, cell) => whole(cell.unwrap_or(&empty).int(), version),
        (Kind::Number, cell) => Json::Int(cell.unwrap_or(&empty).int()),
        (Kind::Flag, Some(Cell::Text(text))) => Json::text(text.as_ref()),
        (Kind::Flag, cell) => {
            let value = cell.unwrap_or(&empty).int();
            if cached && version == ShopVersion::V9 {
                Json::Int(value)
            } else {
                Json::Text(value.to_string())
            }
        }
        (Kind::Dec6, cell) => amount(cell.unwrap_or(&empty), 6),
        (Kind::Dec3, cell) => amount(cell.unwrap_or(&empty), 3),
        (Kind::Dec2, cell) => amount(cell.unwrap_or(&empty), 2),
        (Kind::Stamp, None) => Json::text("0000-00-00 00:00:00"),
        (Kind::Day, None) => Json::text("0000-00-00"),
        (Kind::Day, Some(Cell::Stamp(value))) => Json::Text(calendar::day(*value)),
        (Kind::NameOrFalse, None) => Json::Bool(false),
        (_, None) => Json::text(""),
        (_, Some(cell)) => Json::Text(cell.text()),
    }
}

impl View {
    /// Shows a row; `None` when it does not exist.
    pub(crate) fn of(
        data: &mut ShopData,
        resource: &'static Resource,
        id: u32,
        display: &Display,
        languages: Option<&[usize]>,
        version: ShopVersion,
    ) -> Option<Self> {
        let row = data.table(resource.name)?.get(id)?.clone();
        let row = data.stores.shown(resource.name, row, resource.position("price"));
        let mut view = Self { id, show_id: true, fields: Vec::new(), links: Vec::new(), broken: row.broken };
        let all: Vec<usize>;
        let (fields, associations): (&[usize], Vec<Wanted<'_>>) = match display {
            Display::Id => {
                view.broken = None;
                return Some(view);
            }
            Display::Full => {
                all = (0..resource.fields.len()).collect();
                (&all, (0..resource.associations.len()).map(|a| (a, None)).collect())
            }
            Display::Some { id, fields, associations } => {
                view.show_id = *id;
                (fields, associations.iter().map(|(a, wanted)| (*a, Some(wanted.as_slice()))).collect())
            }
        };
        // It is the text of a row that breaks an answer: a list of ids and dates does not show it.
        let is_text = |kind: Kind| matches!(kind, Kind::Text | Kind::NameOrFalse | Kind::Lang);
        if !fields.iter().any(|position| is_text(resource.fields[*position].kind)) {
            view.broken = None;
        }
        for position in fields {
            let field = &resource.fields[*position];
            if !field.exists(version) {
                continue;
            }
            let shown = if field.kind == Kind::Lang {
                Shown::Lang(texts(row.cell(*position), languages))
            } else {
                let computed = field.computed.then(|| compute(data, resource, &row, field)).flatten();
                Shown::Plain(plain(field, computed.as_ref().or(row.cell(*position)), row.cached, version))
            };
            view.fields.push((field.name, shown));
        }
        for (position, wanted) in associations {
            let association = &resource.associations[position];
            let rows = linked(data, resource, &row, position);
            let items: Vec<_> = rows
                .into_iter()
                .map(|cells| {
                    let pairs = association.fields.iter().zip(cells).enumerate();
                    pairs
                        .filter(|(index, _)| wanted.is_none_or(|w| w.contains(index)))
                        .map(|(_, (name, cell))| (*name, item(name, &cell, version)))
                        .collect()
                })
                .collect();
            if !items.is_empty() {
                view.links.push(ShownLinks { association, items });
            }
        }
        Some(view)
    }
}

fn item(name: &str, cell: &Cell, version: ShopVersion) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Int(value) if Association::is_number(name) => whole(*value, version),
        Cell::Amount(_) => amount(cell, 6),
        other => Json::Text(other.text()),
    }
}

fn texts(cell: Option<&Cell>, languages: Option<&[usize]>) -> Vec<(usize, String)> {
    let text = |language: usize| match cell {
        Some(Cell::Lang(texts)) => texts.get(language - 1).map(|t| t.as_ref().to_owned()).unwrap_or_default(),
        Some(cell) => cell.text(),
        None => String::new(),
    };
    languages.unwrap_or(&[1, 2]).iter().map(|language| (*language, text(*language))).collect()
}

/// Fields that PrestaShop works out when it answers.
fn compute(data: &mut ShopData, resource: &Resource, row: &Row, field: &Field) -> Option<Cell> {
    let stored = |name: &str| resource.position(name).and_then(|p| row.cell(p));
    match (resource.name, field.name) {
        ("products", "manufacturer_name") => {
            let id = u32::try_from(stored("id_manufacturer")?.int()).ok()?;
            Some(data.table("manufacturers")?.cell(id, "name")?.clone())
        }
        ("products", "type") => {
            let set = |name: &str| stored(name).is_some_and(|c| c.int() == 1);
            let kind = match (set("cache_is_pack"), set("is_virtual")) {
                (true, _) => "pack",
                (_, true) => "virtual",
                _ => "simple",
            };
            Some(kind.into())
        }
        ("products", "id_default_combination") => stored("cache_default_attribute").cloned(),
        // Real stock is in stock_availables; this one is always 0.
        ("products", "quantity") => Some(Cell::Int(0)),
        ("orders", "shipping_number") => {
            let carrier = *data.find("order_carriers", "id_order", i64::from(row.id)).last()?;
            Some(data.get("order_carriers", carrier, "tracking_number"))
        }
        _ => None,
    }
}

fn ids(ids: &[u32]) -> Vec<Vec<Cell>> {
    ids.iter().map(|id| vec![Cell::from(*id)]).collect()
}

/// The items of an association: stored with the row, or worked out from the rows that point back.
fn linked(data: &mut ShopData, resource: &Resource, row: &Row, position: usize) -> Vec<Vec<Cell>> {
    let id = i64::from(row.id);
    match (resource.name, resource.associations[position].name) {
        ("categories", "categories") => ids(&data.find("categories", "id_parent", id)),
        ("categories", "products") => {
            let Some(table) = data.table_mut("products") else { return Vec::new() };
            match table.resource.association("categories") {
                Some(association) => ids(table.linking(association, row.id)),
                None => Vec::new(),
            }
        }
        ("products", "combinations") => ids(&data.find("combinations", "id_product", id)),
        ("products", "stock_availables") => {
            let found = data.find("stock_availables", "id_product", id);
            let attribute = |id: &u32| match data.get("stock_availables", *id, "id_product_attribute") {
                Cell::Null => Cell::Int(0),
                cell => cell,
            };
            found.iter().map(|id| vec![Cell::from(*id), attribute(id)]).collect()
        }
        ("products", "product_option_values") => {
            let mut values = Vec::new();
            for combination in data.find("combinations", "id_product", id) {
                let Some(table) = data.table("combinations") else { continue };
                let links = table.resource.association("product_option_values");
                if let Some(Links::Ids(found)) =
                    table.get(combination).zip(links).and_then(|(r, a)| r.links(a))
                {
                    values
                        .extend(found.iter().filter(|v| !values.contains(*v)).copied().collect::<Vec<u32>>());
                }
            }
            ids(&values)
        }
        ("product_options", "product_option_values") => {
            ids(&data.find("product_option_values", "id_attribute_group", id))
        }
        ("customer_threads", "customer_messages") => {
            ids(&data.find("customer_messages", "id_customer_thread", id))
        }
        ("orders", "order_rows") => order_rows(data, id),
        _ => match row.links(position) {
            Some(Links::Ids(found)) => ids(found),
            Some(Links::Rows(rows)) => rows.clone(),
            None => Vec::new(),
        },
    }
}

fn order_rows(data: &mut ShopData, order: i64) -> Vec<Vec<Cell>> {
    const FIELDS: [&str; 12] = [
        "product_id",
        "product_attribute_id",
        "product_quantity",
        "product_name",
        "product_reference",
        "product_ean13",
        "product_isbn",
        "product_upc",
        "product_price",
        "id_customization",
        "unit_price_tax_incl",
        "unit_price_tax_excl",
    ];
    let details = data.find("order_details", "id_order", order);
    let value = |detail: u32, field: &str| match data.get("order_details", detail, field) {
        Cell::Null if Association::is_number(field) => Cell::Int(0),
        Cell::Null if field.contains("price") => Cell::Amount(Decimal::ZERO),
        Cell::Null => Cell::from(""),
        cell => cell,
    };
    details
        .iter()
        .map(|detail| {
            let mut cells = vec![Cell::from(*detail)];
            cells.extend(FIELDS.iter().map(|field| value(*detail, field)));
            cells
        })
        .collect()
}
