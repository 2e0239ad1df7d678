//! Lines of orders and invoices: out of a request, into an answer.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::context::Context;
use super::data::{ErpData, Line, Totals};
use super::money::{self, Rules};
use super::number::{amount, price, rate, round, short, vat, whole};
use super::refusal::Refusal;
use crate::json::Json;

const FIELDS: &[&str] = &["ref_ext", "desc", "label", "special_code", "info_bits", "vat_src_code", "fk_unit"];

/// Where a line comes from: the endpoints read it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A line of POST /orders.
    OrderBody,
    /// A line of POST /invoices.
    InvoiceBody,
    /// POST or PUT of a line on its own.
    Alone,
}

/// Reads a line.
pub(crate) fn read(
    data: &ErpData,
    body: &Map<String, Value>,
    origin: Origin,
    foreign: Option<Decimal>,
    known: &[String],
) -> Result<Line, Refusal> {
    let product = whole(body.get("fk_product")).and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0);
    let kind = whole(body.get("product_type"));
    if product.is_none() && kind.is_none() && origin != Origin::Alone && !data.lines_of_23 {
        // A free line must say what it is, else the INSERT fails.
        return Err(Refusal::new(500, "").with_html("Column 'product_type' cannot be null"));
    }
    let mut line = Line {
        product,
        kind: product
            .and_then(|id| data.products.get(id))
            .map_or(kind.unwrap_or(0), |p| kind.unwrap_or(p.kind)),
        qty: amount(body.get("qty")).unwrap_or(Decimal::ZERO),
        subprice: amount(body.get("subprice")).unwrap_or(Decimal::ZERO),
        discount: amount(body.get("remise_percent")).unwrap_or(Decimal::ZERO),
        vat: vat(body.get("tva_tx")).unwrap_or(Decimal::ZERO),
        rank: whole(body.get("rang")).unwrap_or(0),
        ..Line::default()
    };
    // Orders keep the price as sent, less a discount rounded to cents.
    let sent = amount(body.get("subprice")).or((origin == Origin::Alone).then_some(Decimal::ZERO));
    line.sent = sent.map(|price| price - round(price * line.discount / Decimal::ONE_HUNDRED, 2));
    line.record.take(body, FIELDS);
    if data.lines_of_23 {
        line.record.empty_options(known);
        line.record.merge_options(body, known);
    } else {
        line.record.take_options(body, known);
    }
    if let (Some(rate), Some(given)) = (foreign, amount(body.get("multicurrency_subprice"))) {
        // POST /orders ignores it; the other endpoints prefer it.
        if origin != Origin::OrderBody && !rate.is_zero() && !given.is_zero() {
            line.subprice = given / rate;
        }
    }
    if origin == Origin::Alone && body.get("price_base_type").and_then(Value::as_str) == Some("TTC") {
        line.subprice = line.subprice * Decimal::ONE_HUNDRED / (Decimal::ONE_HUNDRED + line.vat);
    }
    // Single lines take the code from the rate only: "20 (RE)".
    let named = body.get("tva_tx").and_then(Value::as_str).and_then(|text| text.split_once('('));
    let named = named.map(|(_, code)| code.trim_end_matches(')').to_owned());
    let field = (origin != Origin::Alone).then(|| line.record.text("vat_src_code").to_owned());
    let code = named.or(field).unwrap_or_default();
    let asked =
        ["localtax1_tx", "localtax2_tx"].map(|name| !vat(body.get(name)).unwrap_or_default().is_zero());
    line.local = money::local_taxes(data, line.vat, &code, asked, line.kind == 1);
    line.rules = Rules::of(data);
    line.compute(foreign);
    Ok(line)
}

/// The sign that lines of a credit note have whatever was sent.
pub(crate) fn make_negative(line: &mut Line, foreign: Option<Decimal>) {
    line.qty = line.qty.abs();
    line.subprice = -line.subprice.abs();
    line.compute(foreign);
}

fn put_totals(values: &mut HashMap<&str, Json>, totals: Totals, currency: Totals) {
    values.insert("total_ht", Json::Text(price(totals.net)));
    values.insert("total_tva", Json::Text(price(totals.vat)));
    values.insert("total_localtax1", Json::Text(price(totals.local[0])));
    values.insert("total_localtax2", Json::Text(price(totals.local[1])));
    values.insert("total_ttc", Json::Text(price(totals.gross)));
    values.insert("multicurrency_total_ht", Json::Text(price(currency.net)));
    values.insert("multicurrency_total_tva", Json::Text(price(currency.vat)));
    values.insert("multicurrency_total_ttc", Json::Text(price(currency.gross)));
}

/// The totals of a document, as its answer shows them.
pub(crate) fn totals<'a>(values: &mut HashMap<&'a str, Json>, totals: Totals, currency: Totals) {
    let mut fresh: HashMap<&'a str, Json> = HashMap::new();
    put_totals(&mut fresh, totals, currency);
    values.extend(fresh);
}

/// A line as its document's answer shows it.
pub(crate) fn show(context: &Context<'_>, line: &Line, document: u32, order: bool) -> Json {
    let record = &line.record;
    let mut values = record.values();
    let product = line.product.and_then(|id| context.data.products.get(id));
    let of_product = |field: &str| Json::optional(product.map(|p| p.record.text(field)));
    put_totals(&mut values, line.totals, line.currency_totals);
    let id = Json::Text(record.id.to_string());
    values.insert("id", id.clone());
    values.insert("rowid", id);
    values.insert("ref", of_product("ref"));
    values.insert("product_ref", of_product("ref"));
    values.insert("product_label", of_product("label"));
    values.insert("libelle", of_product("label"));
    values.insert("product_desc", of_product("description"));
    values.insert(
        "product_barcode",
        product.map_or(Json::Null, |p| {
            Json::optional(p.record.has("barcode").then(|| p.record.text("barcode")))
        }),
    );
    values.insert("fk_product_type", Json::optional(product.map(|p| p.kind.to_string())));
    values.insert("product_tosell", Json::optional(product.map(|p| if p.status { "1" } else { "0" })));
    values.insert("product_tobuy", Json::optional(product.map(|p| if p.status_buy { "1" } else { "0" })));
    values.insert("product_tobatch", Json::optional(product.map(|_| "0")));
    values.insert("ref_ext", Json::text(record.ref_ext().unwrap_or_default()));
    values.insert("desc", Json::text(record.text("desc")));
    values.insert("description", Json::text(record.text("desc")));
    values.insert("product_type", Json::Text(line.kind.to_string()));
    values.insert("fk_product", Json::optional(line.product.map(|id| id.to_string())));
    values.insert("qty", Json::Text(short(line.qty)));
    values.insert("remise_percent", Json::Text(short(line.discount)));
    values.insert("subprice", Json::Text(price(line.subprice)));
    values.insert("multicurrency_subprice", Json::Text(price(line.currency_subprice)));
    values.insert("tva_tx", Json::Text(rate(line.vat)));
    for (name, local) in ["localtax1_tx", "localtax2_tx"].into_iter().zip(line.local) {
        values.insert(name, Json::Text(rate(local.map_or(Decimal::ZERO, |local| local.rate))));
    }
    values.insert("rang", Json::Text(line.rank.to_string()));
    values.insert("vat_src_code", Json::text(record.text("vat_src_code")));
    let parent = Json::Text(document.to_string());
    if order {
        let weight = product.filter(|p| p.record.has("weight")).map(|p| p.record.text("weight"));
        values.insert("weight", Json::optional(weight));
        // 23 no longer shows it.
        values.insert("price", Json::optional(line.sent.filter(|_| !context.is_v23()).map(short)));
        values.insert("fk_commande", parent.clone());
        values.insert("commande_id", parent);
    } else {
        values.insert("fk_facture", parent);
    }
    context.shapes.get(if order { "order_line" } else { "invoice_line" }).fill(values)
}
