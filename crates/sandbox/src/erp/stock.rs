//! `/stockmovements` and `/warehouses`.

use rust_decimal::Decimal;

use super::context::{Context, Outcome, no_route, number};
use super::data::{ErpData, Movement, Warehouse};
use super::filter::{Columns, Sql};
use super::list::Listing;
use super::number::{amount, price, short, whole};
use super::record::Record;
use super::refusal::Refusal;
use super::rules;
use crate::calendar;
use crate::json::Json;

impl Columns for Movement {
    fn column(&self, name: &str) -> Option<Sql> {
        Some(match name {
            "rowid" | "id" => Sql::id(self.record.id),
            "fk_product" => Sql::id(self.product),
            "fk_entrepot" => Sql::id(self.warehouse),
            "value" => Sql::Number(self.qty),
            "type_mouvement" => Sql::Number(self.kind.into()),
            "inventorycode" | "label" => Sql::maybe(self.record.has(name).then(|| self.record.text(name))),
            "tms" => Sql::Date(self.record.modified),
            "datem" => Sql::Date(calendar::paris(self.date)),
            "price" => Sql::Number(self.price),
            _ => return None,
        })
    }

    fn extra(&self, _name: &str) -> Option<&str> {
        None
    }
}

/// Changes a product's stock; nothing for a line without product.
pub(crate) fn book(
    data: &mut ErpData,
    product: Option<u32>,
    warehouse: u32,
    qty: Decimal,
    code: &str,
    origin: Option<(&'static str, u32)>,
) {
    let Some(mut product) = product.and_then(|id| data.products.get(id)).cloned() else { return };
    if product.kind != 0 {
        return;
    }
    let now = data.now;
    let rows = u32::try_from(data.stock_rows.len()).unwrap_or(u32::MAX);
    data.stock_rows.entry((product.record.id, warehouse)).or_insert(rows.saturating_add(1));
    *product.stock.entry(warehouse).or_default() += qty;
    product.record.modified = now;
    let mut record = Record::default();
    record.id = data.movements.burn();
    record.created = now;
    record.modified = now;
    record.set("inventorycode", (!code.is_empty()).then(|| code.to_owned()));
    let movement = Movement {
        record,
        product: product.record.id,
        warehouse,
        qty,
        kind: 3,
        date: now,
        price: Decimal::ZERO,
        origin,
    };
    data.products.put(product);
    data.movements.put(movement);
}

impl ErpData {
    /// A person's movement on the screen of the product: without a code of ours, and without a document.
    pub fn move_stock(&mut self, product: u32, warehouse: u32, qty: Decimal) {
        self.tick();
        book(self, Some(product), warehouse, qty, "", None);
    }
}

/// Routes `/stockmovements…`.
pub(crate) fn movements(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => {
            let listing = Listing {
                version: context.version,
                query: context.query,
                failure: "Error when retrieve stock movement list",
                none: "No stock movement found",
                always_404: false,
                sort: "t.rowid",
                extras: Vec::new(),
            };
            let (rows, total) = listing.select(&context.data.movements, |_| true)?;
            listing.answer(rows.into_iter().map(|m| show(context, m)).collect(), total)
        }
        ("POST", []) => create(context),
        ("GET", [id]) if context.is_v23() => {
            let id = context.id(id)?;
            let movement =
                context.data.movements.get(id).ok_or_else(|| Refusal::not_found("Stock movement"))?;
            Ok(show(context, movement))
        }
        _ => no_route(),
    }
}

fn show(context: &Context<'_>, movement: &Movement) -> Json {
    let record = &movement.record;
    let mut values = record.values();
    values.insert("warehouse_id", Json::Text(movement.warehouse.to_string()));
    values.insert("product_id", Json::Text(movement.product.to_string()));
    values.insert("qty", Json::Text(short(movement.qty)));
    values.insert("type", Json::Text(movement.kind.to_string()));
    values.insert("datem", Json::Int(movement.date));
    values.insert("tms", Json::Int(record.modified - 3_600));
    values.insert("price", Json::Text(price(movement.price)));
    values.insert("label", Json::text(record.text("label")));
    values.insert("movementcode", Json::text(record.text("inventorycode")));
    if let Some((kind, id)) = movement.origin {
        for (name, value) in [("origin_type", kind), ("origintype", kind)] {
            values.insert(name, Json::text(value));
        }
        for name in ["origin_id", "fk_origin"] {
            values.insert(name, Json::Text(id.to_string()));
        }
    }
    context.shapes.get("stockmovement").fill(values)
}

fn create(context: &mut Context<'_>) -> Outcome {
    for field in ["product_id", "warehouse_id", "qty"] {
        if !context.given(field) {
            return Err(Refusal::required(field));
        }
    }
    let qty = amount(context.body.get("qty")).unwrap_or(Decimal::ZERO);
    if qty.is_zero() {
        return Err(Refusal::new(503, "Making a stock movement with a quantity of 0 is not possible"));
    }
    let failed = "Error when create stock movement : ";
    let product = whole(context.body.get("product_id")).and_then(|id| u32::try_from(id).ok());
    let product =
        product.and_then(|id| context.data.products.get(id)).filter(|p| p.kind == 0).map(|p| p.record.id);
    let Some(product) = product else { return Err(Refusal::new(503, failed)) };
    let warehouse =
        whole(context.body.get("warehouse_id")).and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
    // 17 books it in a warehouse that does not exist.
    if !context.data.warehouses.contains_key(&warehouse) && !context.is_v17() {
        context.data.movements.burn();
        let sql = "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_product_stock`, CONSTRAINT `fk_entrepot_entrepot_rowid` FOREIGN KEY (`fk_entrepot`) REFERENCES `llx_entrepot` (`rowid`))";
        return Err(Refusal::new(503, format!("{failed}{sql}")));
    }
    if let Some(why) = rules::negative(context, product, warehouse, qty) {
        return Err(Refusal::new(503, format!("{failed}{why}")));
    }
    context.data.tick();
    let code = context.text("movementcode").unwrap_or_default();
    book(context.data, Some(product), warehouse, qty, &code, None);
    let Some(mut movement) = context.data.movements.iter().last().cloned() else {
        return Err(Refusal::new(503, failed));
    };
    let label = if context.is_v23() { "label" } else { "movementlabel" };
    movement.record.set("label", context.text(label));
    // The sign of the quantity rules, whatever type is sent.
    movement.kind = if qty.is_sign_negative() { 2 } else { 3 };
    movement.price = amount(context.body.get("price")).unwrap_or(Decimal::ZERO);
    if let Some(date) = context.text("datem").as_deref().and_then(calendar::parse) {
        movement.date = calendar::from_paris(date);
    }
    let id = movement.record.id;
    context.data.movements.put(movement);
    number(id)
}

/// Routes `/warehouses…`.
pub(crate) fn warehouses(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("GET", []) => {
            let rows: Vec<Json> = context.data.warehouses.values().map(|w| warehouse(context, w)).collect();
            if rows.is_empty() && context.is_v17() {
                Err(Refusal::new(404, "No warehouse found"))
            } else {
                Ok(Json::List(rows))
            }
        }
        ("GET", [id]) => {
            let id = context.id(id)?;
            context
                .data
                .warehouses
                .get(&id)
                .map(|w| warehouse(context, w))
                .ok_or_else(|| Refusal::new(404, "warehouse not found"))
        }
        ("POST", []) => {
            for field in ["label"] {
                if !context.given(field) {
                    return Err(Refusal::new(400, format!("{field} field missing")));
                }
            }
            let id = context.data.warehouses.keys().last().copied().unwrap_or(0) + 1;
            let reference = context.text("label").unwrap_or_default();
            let open = whole(context.body.get("statut")).unwrap_or(0) == 1;
            context.data.tick();
            context.data.warehouses.insert(id, Warehouse { id, reference, open });
            number(id)
        }
        _ => no_route(),
    }
}

fn warehouse(context: &Context<'_>, warehouse: &Warehouse) -> Json {
    let reference = Json::text(warehouse.reference.as_str());
    let values = [
        ("id", Json::Text(warehouse.id.to_string())),
        ("ref", reference.clone()),
        ("label", reference),
        ("statut", Json::text(if warehouse.open { "1" } else { "0" })),
    ];
    context.shapes.get("warehouse").fill(values.into())
}
