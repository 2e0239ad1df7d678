//! A small webservice for tests: tables in memory, lists by filter and limit, and records that break answers.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};
use serde_json::{Value, json};

/// What the fake holds and how it fails.
#[derive(Default)]
pub struct Tables {
    /// Rows by resource.
    pub rows: BTreeMap<String, Vec<Value>>,
    /// Resources that the key may not read.
    pub denied: HashSet<String>,
    /// Records that make any list with them invalid JSON.
    pub garbled: HashSet<(String, u64)>,
    /// Records that make PHP crash.
    pub crashing: HashSet<(String, u64)>,
    /// Resources whose lists are empty, as after an SQL error.
    pub silent: HashSet<String>,
    /// Lists ordered or filtered by date are empty, as after an SQL error.
    pub silent_when_dated: bool,
    /// Text before every answer, as of PHP's notices.
    pub notice: String,
    /// Calls by resource.
    pub calls: HashMap<String, u32>,
}

/// A running fake.
#[derive(Clone)]
pub struct Fake(pub Arc<Mutex<Tables>>);

impl Fake {
    /// A shop with reference data and nothing else.
    pub fn new() -> Self {
        let mut tables = Tables::default();
        let mut put = |resource: &str, rows: Value| {
            tables.rows.insert(resource.into(), rows.as_array().cloned().unwrap());
        };
        put(
            "configurations",
            json!([
                {"id": 1, "name": "PS_LANG_DEFAULT", "value": "1"}, {"id": 2, "name": "PS_VERSION_DB", "value": "8.2.0"},
                {"id": 3, "name": "PS_SHOP_NAME", "value": "Fake"}, {"id": 4, "name": "PS_COUNTRY_DEFAULT", "value": "8"},
                {"id": 5, "name": "PS_CURRENCY_DEFAULT", "value": "1"}, {"id": 6, "name": "PS_OS_DELIVERED", "value": "5"},
                {"id": 7, "name": "PS_OS_CANCELED", "value": "6"},
            ]),
        );
        put("languages", json!([{"id": 1, "iso_code": "fr", "locale": "fr-FR", "active": "1"}]));
        put("countries", json!([{"id": 8, "iso_code": "FR"}]));
        put("states", json!([]));
        put(
            "currencies",
            json!([{"id": 1, "iso_code": "EUR", "conversion_rate": "1.000000", "active": "1", "deleted": "0"}]),
        );
        put("taxes", json!([{"id": 1, "rate": "20.000", "deleted": "0"}]));
        put(
            "tax_rules",
            json!([{"id": 1, "id_tax_rules_group": "1", "id_country": "8", "id_state": "0", "zipcode_from": "0",
                    "zipcode_to": "0", "id_tax": "1", "behavior": "0"}]),
        );
        put("tax_rule_groups", json!([{"id": 1, "active": "1", "deleted": "0"}]));
        put("carriers", json!([{"id": 1, "name": "0", "deleted": "0"}]));
        put(
            "order_states",
            json!([{"id": 2, "name": "Payé", "logable": "1", "invoice": "1", "paid": "1", "shipped": "0"}]),
        );
        put(
            "product_options",
            json!([{"id": 1, "position": "0", "public_name": "Taille", "name": "Taille"}]),
        );
        put("product_option_values", json!([{"id": 1, "id_attribute_group": "1", "name": "S"}]));
        put("shops", json!([{"id": 1, "name": "Fake", "active": "1", "deleted": "0"}]));
        Self(Arc::new(Mutex::new(tables)))
    }

    /// Changes the tables.
    pub fn with(self, change: impl FnOnce(&mut Tables)) -> Self {
        change(&mut self.0.lock().unwrap());
        self
    }

    /// Rows of a resource.
    pub fn put(self, resource: &str, rows: impl IntoIterator<Item = Value>) -> Self {
        self.with(|tables| drop(tables.rows.insert(resource.into(), rows.into_iter().collect())))
    }

    /// Calls so far for a resource.
    pub fn calls(&self, resource: &str) -> u32 {
        self.0.lock().unwrap().calls.get(resource).copied().unwrap_or_default()
    }

    /// Serves it and gives back a client.
    pub async fn shop(&self) -> PrestaShop {
        let app = Router::new()
            .route("/api/", get(root))
            .route("/api/{resource}", get(list))
            .route("/api/{resource}/{id}", get(single))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        PrestaShop::new(PrestaShopOptions::new(url, "KEY".to_owned().into())).unwrap()
    }
}

/// Everything that is asked for, and nothing else.
const RESOURCES: [&str; 27] = [
    "addresses",
    "carriers",
    "categories",
    "combinations",
    "configurations",
    "countries",
    "currencies",
    "customers",
    "languages",
    "messages",
    "order_carriers",
    "order_cart_rules",
    "order_details",
    "order_histories",
    "order_invoices",
    "order_payments",
    "order_slip",
    "order_states",
    "orders",
    "product_option_values",
    "product_options",
    "products",
    "shops",
    "states",
    "tax_rule_groups",
    "tax_rules",
    "taxes",
];

async fn root(State(fake): State<Fake>) -> Response {
    let tables = fake.0.lock().unwrap();
    let mut xml = "<?xml version=\"1.0\"?>\n<prestashop>\n<api shopName=\"Fake &amp; more\">\n".to_owned();
    for resource in RESOURCES.iter().filter(|resource| !tables.denied.contains(**resource)) {
        xml += &format!(
            "<{resource} get=\"true\" put=\"false\"><description get=\"true\">x</description></{resource}>\n"
        );
    }
    (headers(), xml + "</api></prestashop>").into_response()
}

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("psws-version", "8.2.0".parse().unwrap());
    headers
}

async fn single(State(fake): State<Fake>, Path((resource, id)): Path<(String, u64)>) -> Response {
    let mut tables = fake.0.lock().unwrap();
    *tables.calls.entry(resource.clone()).or_default() += 1;
    let there = tables.rows.get(&resource).is_some_and(|rows| rows.iter().any(|row| row["id"] == id));
    if there {
        (headers(), "{\"x\":{}}").into_response()
    } else {
        (StatusCode::NOT_FOUND, headers()).into_response()
    }
}

async fn list(
    State(fake): State<Fake>,
    Path(resource): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut tables = fake.0.lock().unwrap();
    *tables.calls.entry(resource.clone()).or_default() += 1;
    if tables.denied.contains(&resource) {
        let body = json!({"errors": [{"code": 26, "message": "not allowed"}]});
        return (StatusCode::UNAUTHORIZED, headers(), body.to_string()).into_response();
    }
    let (offset, count) = window(query.get("limit"));
    let matching = tables.rows.get(&resource).into_iter().flatten().filter(|row| matches(row, &query));
    let rows: Vec<&Value> = matching.skip(offset).take(count).collect();
    let has = |set: &HashSet<(String, u64)>| {
        rows.iter().any(|row| set.contains(&(resource.clone(), row["id"].as_u64().unwrap_or_default())))
    };
    if has(&tables.crashing) {
        return (StatusCode::INTERNAL_SERVER_ERROR, "").into_response();
    }
    let silent =
        tables.silent.contains(&resource) || (tables.silent_when_dated && query.contains_key("date"));
    if rows.is_empty() || silent {
        return (headers(), "[]").into_response();
    }
    let key = if resource == "order_slip" { "order_slips" } else { &resource };
    let mut body = format!("{}{}", tables.notice, json!({ key: rows }));
    if has(&tables.garbled) {
        body.truncate(body.len() - 3);
    }
    (headers(), body).into_response()
}

fn window(limit: Option<&String>) -> (usize, usize) {
    let numbers: Vec<usize> =
        limit.into_iter().flat_map(|limit| limit.split(',')).filter_map(|n| n.parse().ok()).collect();
    match numbers.as_slice() {
        [offset, count] => (*offset, *count),
        _ => (0, usize::MAX),
    }
}

/// Lists of values only: ranges of dates match everything.
fn matches(row: &Value, query: &HashMap<String, String>) -> bool {
    query
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("filter[")?.strip_suffix(']')?, value)))
        .all(|(field, value)| {
            let text = match &row[field] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            value.contains(',') || value.trim_matches(['[', ']']).split('|').any(|one| one == text)
        })
}
