//! `/products`: creation rounds the price to cents, updates keep five decimals, duplicates are refused, and so on.

use rust_decimal::Decimal;

use super::context::{Context, Outcome, no_route, number};
use super::data::Product;
use super::filter::{Columns, Sql};
use super::list::{Listing, parameter};
use super::number::{amount, price, rate, round, short, vat, whole};
use super::record::Record;
use super::refusal::Refusal;
use crate::calendar;
use crate::json::Json;

/// Fields kept as they are sent.
const FIELDS: &[&str] = &[
    "ref_ext",
    "label",
    "description",
    "note_public",
    "note_private",
    "barcode",
    "barcode_type",
    "weight",
    "weight_units",
    "length",
    "length_units",
    "width",
    "width_units",
    "height",
    "height_units",
    "surface",
    "surface_units",
    "volume",
    "volume_units",
    "customcode",
    "url",
    "country_id",
    "default_vat_code",
    "accountancy_code_sell",
    "accountancy_code_sell_intra",
    "accountancy_code_sell_export",
    "accountancy_code_buy",
    "finished",
    "duration",
    "seuil_stock_alerte",
    "desiredstock",
    "fk_default_warehouse",
    "other",
];

impl Columns for Product {
    fn column(&self, name: &str) -> Option<Sql> {
        let flag = |on: bool| Sql::Number(Decimal::from(u8::from(on)));
        Some(match name {
            "rowid" | "id" => Sql::id(self.record.id),
            "ref" => Sql::text(self.record.text("ref")),
            "ref_ext" | "label" | "description" | "barcode" | "customcode" | "url" => {
                Sql::maybe(self.record.has(name).then(|| self.record.text(name)))
            }
            "tosell" => flag(self.status),
            "tobuy" => flag(self.status_buy),
            "fk_product_type" => Sql::Number(Decimal::from(self.kind)),
            "price" => Sql::Number(self.price),
            "price_ttc" => Sql::Number(self.price_ttc),
            "tva_tx" => Sql::Number(self.vat),
            "stock" => Sql::Number(self.stock.values().sum()),
            "tms" => Sql::Date(self.record.modified),
            "datec" => Sql::Date(calendar::paris(self.record.created)),
            "entity" => Sql::Number(Decimal::ONE),
            _ => return None,
        })
    }

    fn extra(&self, name: &str) -> Option<&str> {
        self.record.option(name)
    }
}

/// What Dolibarr makes of a reference.
pub(crate) fn sanitize(reference: &str) -> String {
    let plain = reference.chars().map(|c| match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'É' | 'È' | 'Ê' => 'E',
        'À' | 'Â' => 'A',
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | ' ' => '_',
        c => c,
    });
    plain.collect::<String>().trim().to_owned()
}

/// Routes `/products…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    if let Some(answer) = super::variants::route(context) {
        return answer;
    }
    match (context.method, context.path) {
        ("GET", []) => list(context),
        ("POST", []) => create(context),
        ("GET", ["ref", value]) => found(context, context.data.products.by_ref(value)),
        ("GET", ["ref_ext", value]) => {
            found(context, context.data.products.by_ref_ext(value).first().copied())
        }
        ("GET", ["barcode", value]) => {
            found(context, context.data.products.by_barcode(value).first().copied())
        }
        ("GET", [id]) => {
            let id = context.id(id)?;
            found(context, context.data.products.get(id))
        }
        ("PUT", [id]) => {
            let id = context.id(id)?;
            update(context, id)
        }
        ("DELETE", [id]) => {
            let id = context.id(id)?;
            delete(context, id)
        }
        ("GET", [id, "stock"]) => {
            let id = context.id(id)?;
            stock(context, id)
        }
        ("GET", [id, "categories"]) => {
            let id = context.id(id)?;
            super::categories::of_product(context, id)
        }
        ("GET", [id, "subproducts"]) => {
            let id = context.id(id)?;
            super::parts::list(context, id)
        }
        ("POST", [id, "subproducts", "add"]) => {
            let id = context.id(id)?;
            super::parts::add(context, id)
        }
        ("DELETE", [id, "subproducts", "remove", part]) => {
            let (id, part) = (context.id(id)?, context.id(part)?);
            super::parts::remove(context, id, part)
        }
        _ => no_route(),
    }
}

fn found(context: &Context<'_>, product: Option<&Product>) -> Outcome {
    let with_stock = parameter(context.query, "includestockdata").is_some_and(|v| matches!(v, "1" | "true"));
    product.map(|p| show(context, p, with_stock)).ok_or_else(|| Refusal::not_found("Product"))
}

fn show(context: &Context<'_>, product: &Product, with_stock: bool) -> Json {
    let record = &product.record;
    let mut values = record.values();
    // Zero units read back as null on 20.
    for units in
        ["weight_units", "length_units", "width_units", "height_units", "surface_units", "volume_units"]
    {
        if !context.is_v17() && record.text(units) == "0" {
            values.insert(units, Json::Null);
        }
    }
    // 17 books in warehouses that do not exist: counted in the column, not in the sum over warehouses.
    let seen = |warehouse: &u32| !with_stock || context.data.warehouses.contains_key(warehouse);
    let stock: Decimal = product.stock.iter().filter(|(w, _)| seen(w)).map(|(_, q)| *q).sum();
    values.insert("country_code", Json::text(super::setup::country_code(record.text("country_id"))));
    values.insert("ref", Json::text(record.text("ref")));
    values.insert("label", Json::text(record.text("label")));
    values.insert("description", Json::text(record.text("description")));
    values.insert("type", Json::Text(product.kind.to_string()));
    values.insert("status", Json::text(if product.status { "1" } else { "0" }));
    values.insert("status_buy", Json::text(if product.status_buy { "1" } else { "0" }));
    values.insert("price", Json::Text(price(product.price)));
    values.insert("price_ttc", Json::Text(price(product.price_ttc)));
    values.insert("price_base_type", Json::text(product.base.as_str()));
    values.insert("tva_tx", Json::Text(rate(product.vat)));
    if !product.languages.is_empty() {
        let words = |(code, (label, description)): (&String, &(String, String))| {
            let words = [
                ("label", Json::text(label.as_str())),
                ("description", Json::text(description.as_str())),
                ("other", Json::Null),
            ];
            (code.clone().into(), Json::object(words))
        };
        values.insert("multilangs", Json::Object(product.languages.iter().map(words).collect()));
    }
    values.insert("date_creation", Json::Text(calendar::stamp(calendar::paris(record.created))));
    values.insert("date_modification", Json::Text(calendar::stamp(record.modified)));
    if with_stock {
        values.insert("stock_reel", Json::Number(short(stock)));
        values.insert("stock_theorique", Json::Number(short(stock)));
        if let Some(levels) = levels(context, product) {
            values.insert("stock_warehouse", levels);
        }
    } else if !product.stock.is_empty() {
        values.insert("stock_reel", Json::Text(short(stock)));
    }
    context.shapes.get("product").fill(values)
}

fn list(context: &Context<'_>) -> Outcome {
    let filter = context.query.iter().find(|(name, _)| name == "sqlfilters");
    if context.utf8mb3
        && !context.is_v17()
        && filter.is_some_and(|(_, text)| text.chars().any(|c| c.len_utf8() > 3))
    {
        return Err(Refusal::new(
            503,
            "Error when retrieve product list : Illegal mix of collations (utf8mb4_unicode_ci,IMPLICIT) and \
             (utf8mb3_general_ci,COERCIBLE) for operation 'like'",
        ));
    }
    let listing = Listing {
        version: context.version,
        query: context.query,
        failure: "Error when retrieve product list",
        none: "No product found",
        always_404: false,
        sort: "t.ref",
        extras: context.data.extra("product"),
    };
    let mode = parameter(context.query, "mode").and_then(|m| m.parse::<i64>().ok());
    let category =
        parameter(context.query, "category").and_then(|c| c.parse::<u32>().ok()).filter(|c| *c > 0);
    let members = category.and_then(|c| context.data.categories.get(c)).map(|c| &c.objects);
    let (rows, total) = listing.select(&context.data.products, |p| {
        mode.is_none_or(|m| (m == 1 && p.kind == 0) || (m == 2 && p.kind == 1) || m == 0)
            && (category.is_none() || members.is_some_and(|m| m.contains(&p.record.id)))
    })?;
    if listing.flag("ids_only") {
        return Ok(Json::List(rows.iter().map(|p| Json::Text(p.record.id.to_string())).collect()));
    }
    let with_stock = listing.flag("includestockdata");
    let objects = rows.into_iter().map(|p| show(context, p, with_stock)).collect();
    listing.answer(objects, total)
}

fn taken(context: &Context<'_>, record: &Record) -> Option<String> {
    let (barcode, kind) = (record.text("barcode"), record.text("barcode_type"));
    // Without a type, duplicates are not looked for.
    if barcode.is_empty() || kind.is_empty() {
        return None;
    }
    let others = context.data.products.by_barcode(barcode);
    others.into_iter().find(|p| p.record.id != record.id).map(|_| {
        format!("Error : The product barcode {barcode} already exists on another product reference.")
    })
}

fn create(context: &mut Context<'_>) -> Outcome {
    const FAILED: &str = "Error creating product";
    for field in ["ref", "label"] {
        if !context.given(field) {
            return Err(Refusal::new(400, format!("{field} field missing")));
        }
    }
    if context.body.get("label").is_some_and(serde_json::Value::is_object) {
        // PHP dies.
        return Err(Refusal::new(500, ""));
    }
    context.check_text(FAILED, "llx_product")?;
    let reference = sanitize(&context.text("ref").unwrap_or_default());
    if reference.is_empty() {
        return Err(Refusal::creating(FAILED, &["ProductModuleNotSetupForAutoRef"]));
    }
    if context.text("label").unwrap_or_default().is_empty() {
        return Err(Refusal::creating(FAILED, &["ErrorMandatoryParametersNotProvided"]));
    }
    if reference.chars().count() > 128 {
        return Err(Refusal::creating(FAILED, &["Data too long for column 'ref' at row 1"]));
    }
    let mut product = Product::default();
    product.record.take(context.body, FIELDS);
    if let Some(sentence) = taken(context, &product.record) {
        // Found after the INSERT: the identifier is spent.
        context.data.products.burn();
        return Err(Refusal::creating(FAILED, &[&sentence, &sentence]));
    }
    if context.data.products.by_ref(&reference).is_some() {
        return Err(Refusal::creating(FAILED, &["ErrorProductAlreadyExists"]));
    }
    product.record.set("ref", Some(reference));
    product.kind = whole(context.body.get("type")).unwrap_or(0);
    product.status = whole(context.body.get("status")).unwrap_or(0) == 1;
    product.status_buy = whole(context.body.get("status_buy")).unwrap_or(0) == 1;
    product.vat = vat(context.body.get("tva_tx")).unwrap_or(Decimal::ZERO);
    product.base = context.text("price_base_type").unwrap_or_default();
    cost(context, &mut product);
    let factor = Decimal::ONE + product.vat / Decimal::ONE_HUNDRED;
    if product.base == "TTC" {
        // Only price_ttc counts; the price alone would be lost.
        let gross = amount(context.body.get("price_ttc")).unwrap_or(Decimal::ZERO);
        product.price_ttc = round(gross, 2);
        product.price = round(gross / factor, 2);
    } else {
        // The trap: creation rounds to cents, an update keeps five decimals.
        let net = amount(context.body.get("price")).unwrap_or(Decimal::ZERO);
        product.price = round(net, 2);
        product.price_ttc = round(net * factor, 2);
    }
    context.create_options(&mut product.record, "product");
    take_languages(context, &mut product);
    let now = context.data.tick();
    product.record.id = context.data.products.burn();
    product.record.created = now;
    product.record.modified = now;
    let id = product.record.id;
    context.data.products.put(product);
    number(id)
}

fn cost(context: &Context<'_>, product: &mut Product) {
    if let Some(value) = amount(context.body.get("cost_price")) {
        product.record.set("cost_price", Some(price(value)));
    }
}

fn update(context: &mut Context<'_>, id: u32) -> Outcome {
    const FAILED: &str = "Error updating product";
    let Some(before) = context.data.products.get(id).cloned() else {
        return Err(Refusal::not_found("Product"));
    };
    context.check_text(FAILED, "llx_product")?;
    if context.body.contains_key("stock_reel") {
        let hint = "Stock reel cannot be updated here. Use the /stockmovements endpoint instead";
        return Err(Refusal::new(400, hint));
    }
    let mut product = before.clone();
    product.record.take(context.body, FIELDS);
    cost(context, &mut product);
    if let Some(reference) = context.text("ref") {
        let reference = sanitize(&reference);
        let other = context.data.products.by_ref(&reference).is_some_and(|p| p.record.id != id);
        if other {
            // The sentence misleads: it speaks of the barcode when the product has one.
            let detail = match product.record.text("barcode") {
                "" => format!("Error : The product reference {reference} already exists."),
                barcode => format!(
                    "Error : The product barcode {barcode} already exists on another product reference."
                ),
            };
            return Err(Refusal::creating(FAILED, &[&detail, &detail]));
        }
        product.record.set("ref", Some(reference));
    }
    if let Some(sentence) = taken(context, &product.record) {
        return Err(Refusal::creating(FAILED, &[&sentence, &sentence]));
    }
    if let Some(kind) = whole(context.body.get("type")) {
        product.kind = kind;
    }
    if let Some(status) = whole(context.body.get("status")) {
        product.status = status == 1;
    }
    if let Some(status) = whole(context.body.get("status_buy")) {
        product.status_buy = status == 1;
    }
    prices(context, &mut product);
    context.update_options(&mut product.record, "product");
    take_languages(context, &mut product);
    if before.record.text("ref") != product.record.text("ref") {
        // Renaming loses the documents: their folder keeps the old name.
        tracing::debug!(id, "product renamed");
    }
    // A PUT that changes nothing does not move the date.
    if format!("{before:?}") != format!("{product:?}") {
        product.record.modified = context.data.tick();
    }
    let shown = show(context, &product, false);
    context.data.products.put(product);
    super::variants::push_to_children(context, id);
    Ok(shown)
}

/// Languages where Dolibarr keeps several: those sent, and its own, which always has the product's own texts.
fn take_languages(context: &Context<'_>, product: &mut Product) {
    if !context.data.constant("MAIN_MULTILANGS") {
        return;
    }
    let text = |words: &serde_json::Value, name: &str| words[name].as_str().unwrap_or_default().to_owned();
    for (code, words) in context.body.get("multilangs").and_then(|it| it.as_object()).into_iter().flatten() {
        product.languages.insert(code.clone(), (text(words, "label"), text(words, "description")));
    }
    let own = context.data.constants.get("MAIN_LANG_DEFAULT").cloned().unwrap_or_default();
    let texts = (product.record.text("label").to_owned(), product.record.text("description").to_owned());
    product.languages.insert(own, texts);
}

fn prices(context: &Context<'_>, product: &mut Product) {
    let given = |field: &str| amount(context.body.get(field));
    if let Some(vat) = vat(context.body.get("tva_tx")) {
        product.vat = vat;
    }
    // Where prices are kept per level, customer or quantity, the API changes none; but it does change the VAT.
    if !context.data.constant("PRODUCT_PRICE_UNIQ") {
        return;
    }
    if let Some(vat) = vat(context.body.get("tva_tx")) {
        product.vat = vat;
    }
    if let Some(base) = context.text("price_base_type") {
        product.base = base;
    }
    let factor = Decimal::ONE + product.vat / Decimal::ONE_HUNDRED;
    let touched =
        ["price", "price_ttc", "tva_tx", "price_base_type"].iter().any(|f| context.body.contains_key(*f));
    if !touched {
        return;
    }
    // Only the price of the base counts; the other one is ignored without a word.
    if product.base == "TTC" {
        let gross = round(given("price_ttc").unwrap_or(product.price_ttc), 5);
        product.price_ttc = gross;
        product.price = round(gross / factor, 5);
    } else {
        let net = given("price").unwrap_or(product.price);
        product.price = round(net, 5);
        product.price_ttc = round(net * factor, 5);
    }
}

fn delete(context: &mut Context<'_>, id: u32) -> Outcome {
    if context.data.products.get(id).is_none() {
        return Err(Refusal::not_found("Product"));
    }
    let used = context
        .data
        .orders
        .iter()
        .chain(context.data.invoices.iter())
        .any(|d| d.lines.iter().any(|l| l.product == Some(id)));
    if used {
        return Err(Refusal::new(409, "Can't delete, that product is probably used"));
    }
    context.data.tick();
    context.data.products.take(id);
    Context::success("Object deleted")
}

fn stock(context: &Context<'_>, id: u32) -> Outcome {
    let Some(product) = context.data.products.get(id) else { return Err(Refusal::not_found("Product")) };
    if product.stock.is_empty() && context.is_v17() {
        return Err(Refusal::new(404, "No stock found"));
    }
    let none = if product.stock.is_empty() { Json::List(Vec::new()) } else { Json::Object(Vec::new()) };
    let levels = levels(context, product).unwrap_or(none);
    if !context.is_v23() {
        return Ok(Json::object([("stock_warehouses", levels)]));
    }
    let sum = short(product.stock.values().sum());
    Ok(Json::object([
        ("stock_reel", Json::Number(sum.clone())),
        ("stock_theorique", Json::Number(sum)),
        ("stock_warehouses", levels),
    ]))
}

/// The levels in warehouses that exist; none when it never was in one of them: lists then have an empty list in their place.
fn levels(context: &Context<'_>, product: &Product) -> Option<Json> {
    let id = product.record.id;
    let seen = product.stock.iter().filter(|(w, _)| context.data.warehouses.contains_key(w));
    let warehouses: Vec<_> = seen
        .map(|(warehouse, quantity)| {
            let row = context.data.stock_rows.get(&(id, *warehouse)).copied().unwrap_or(0);
            let real = Json::Text(short(*quantity));
            let row = Json::object([("real", real), ("id", Json::Text(row.to_string()))]);
            (warehouse.to_string().into(), row)
        })
        .collect();
    (!warehouses.is_empty()).then_some(Json::Object(warehouses))
}
