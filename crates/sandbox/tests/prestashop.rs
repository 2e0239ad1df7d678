//! The sandbox shop against recorded rows of real ones, and the webservice's traps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{client, send, shop_get, shop_request};
use passerelle_sandbox::shop::{Broken, Cell, KeyRights};
use passerelle_sandbox::{SandboxShop, ShopOptions, ShopSize, ShopVersion};
use reqwest::Method;
use serde_json::Value;

async fn shop(version: ShopVersion, size: ShopSize) -> SandboxShop {
    SandboxShop::start(ShopOptions { version, size, ..ShopOptions::default() }).await.expect("shop")
}

/// What kind of JSON a value is, as far as a codec cares.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(text) => match text.split_once('.') {
            Some((a, b))
                if !b.is_empty()
                    && [a.trim_start_matches('-'), b]
                        .iter()
                        .all(|p| p.bytes().all(|c| c.is_ascii_digit())) =>
            {
                format!("decimal {}", b.len())
            }
            _ => "string".into(),
        },
        Value::Array(_) => "list".into(),
        Value::Object(_) => "object".into(),
    }
}

/// Fields that are null in some rows and texts in others.
fn either(a: &str, b: &str) -> bool {
    let pair = [a, b];
    a == b
        || (pair.contains(&"null") && pair.contains(&"string"))
        || (pair.contains(&"bool") && pair.contains(&"string"))
}

/// The keys of the row's text in the order in which they are written.
fn keys_in_order(text: &str, row: &Value) -> Vec<String> {
    let mut keys: Vec<(usize, String)> = row
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, _)| Some((text.find(&format!("\"{key}\":"))?, key.clone())))
        .collect();
    keys.sort();
    keys.into_iter().map(|(_, key)| key).collect()
}

async fn shapes(version: ShopVersion, recording: &str) {
    let shop = shop(version, ShopSize::recorded()).await;
    let client = client();
    let recorded: Value = serde_json::from_str(recording).expect("recording");
    let mut wrong = Vec::new();
    for (resource, real) in recorded.as_object().expect("object") {
        let got =
            shop_get(&client, &shop, &format!("{resource}?display=full&limit=0,40&sort=[id_ASC]")).await;
        let answer = got.json();
        let list = real["list"].as_str().expect("list");
        let Some(rows) = answer[list].as_array() else {
            wrong.push(format!("{resource}: no list {list} in {}", &got.text[..got.text.len().min(60)]));
            continue;
        };
        let row = rows
            .iter()
            .max_by_key(|r| r["associations"].as_object().map_or(0, serde_json::Map::len))
            .expect("row");
        let names = |row: &Value| {
            let mut names: Vec<String> =
                row.as_object().into_iter().flatten().map(|(k, _)| k.clone()).collect();
            names.retain(|n| n != "associations");
            names
        };
        if names(&real["row"]) != names(row) {
            wrong.push(format!("{resource}: fields {:?}, here {:?}", names(&real["row"]), names(row)));
        }
        for (name, value) in real["row"].as_object().expect("row") {
            let kinds: Vec<String> = rows.iter().map(|r| kind(&r[name])).collect();
            // 8 mixes numbers and strings here from row to row.
            if resource == "carriers" && name == "shipping_method" {
                continue;
            }
            if name != "associations" && !kinds.iter().any(|k| either(k, &kind(value))) {
                wrong.push(format!("{resource}.{name}: {}, here {}", kind(value), kinds[0]));
            }
        }
        for (name, items) in real["row"]["associations"].as_object().into_iter().flatten() {
            let found = rows.iter().find_map(|r| r["associations"][name].get(0).cloned());
            let (Some(item), Some(mine)) = (items.get(0), found) else { continue };
            for (field, value) in item.as_object().expect("item") {
                if !either(&kind(value), &kind(&mine[field])) {
                    wrong.push(format!(
                        "{resource}.{name}.{field}: {}, here {}",
                        kind(value),
                        kind(&mine[field])
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn rows_have_the_recorded_shapes_on_8() {
    shapes(ShopVersion::V8, include_str!("recordings/prestashop-8.json")).await;
}

#[tokio::test]
async fn rows_have_the_recorded_shapes_on_9() {
    shapes(ShopVersion::V9, include_str!("recordings/prestashop-9.json")).await;
}

#[tokio::test]
async fn fields_come_in_the_order_of_the_webservice() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let got = shop_get(&client(), &shop, "order_payments?display=full&limit=1").await;
    let row = &got.json()["order_payments"][0];
    let want = [
        "id",
        "order_reference",
        "id_currency",
        "amount",
        "payment_method",
        "conversion_rate",
        "transaction_id",
        "card_number",
        "card_brand",
        "card_expiration",
        "card_holder",
        "date_add",
        "id_employee",
    ];
    assert_eq!(keys_in_order(&got.text, row), want);
}

#[tokio::test]
async fn refusals_have_their_status_and_code() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    let cases = [
        ("products/999999", 404, 0),
        ("products/abc", 404, 0),
        ("nonsense", 400, 27),
        ("products?filter[bogus]=1", 400, 32),
        ("products?display=[bogus]", 400, 35),
        ("products?sort=[bogus_ASC]", 400, 38),
        ("products?sort=bogus", 400, 37),
        ("products?filter[ean13]=", 400, 33),
        ("products?filter[manufacturer_name]=Acme", 400, 34),
        ("products?filter[quantity]=1", 400, 34),
        ("products?filter[date_upd]=[2020-01-01,2030-01-01]", 400, 32),
        ("products?sort=[date_upd_DESC,id_ASC]&limit=4", 400, 38),
        ("products?display=[id,associations]", 400, 35),
        ("orders?display=[id,associations[order_rows]]", 500, 0),
        ("categories?sort=[position_ASC]", 500, 0),
        ("combinations?date=1&filter[date_upd]=>[2020-01-01]", 500, 0),
        ("products?id_group_shop=99", 500, 999),
        ("", 500, 0),
    ];
    for (path, status, code) in cases {
        let got = shop_get(&client, &shop, path).await;
        assert_eq!(got.status, status, "{path}");
        if code == 0 {
            assert_eq!(got.text, "", "{path}");
        } else {
            assert_eq!(got.json()["errors"][0]["code"], code, "{path}");
        }
    }
    for path in [
        "products?filter[id]=999999",
        "products?limit=abc",
        "products?limit=-1",
        "products?filter[id]=999999&display=full",
    ] {
        let got = shop_get(&client, &shop, path).await;
        assert_eq!((got.status, got.text.as_str()), (200, "[]"), "{path}");
    }
    let nine = SandboxShop::start(ShopOptions {
        version: ShopVersion::V9,
        size: ShopSize::tiny(),
        ..ShopOptions::default()
    })
    .await
    .unwrap();
    for path in ["categories?sort=[position_ASC]", "combinations?date=1&filter[date_upd]=>[2020-01-01]"] {
        let got = shop_get(&client, &nine, path).await;
        assert_eq!((got.status, got.text.as_str()), (200, "[]"), "{path}");
    }
}

#[tokio::test]
async fn keys_are_checked_and_elsewhere_is_redirected() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    shop.state().keys.insert("READKEYREADKEYREADKEYREADKEY0082".into(), KeyRights::read(&["products"]));
    shop.state().keys.insert("OFFKEYOFFKEYOFFKEYOFFKEYOFFKEY00".into(), KeyRights::default());
    let call = |key: &str, method: Method, path: &str| {
        send(
            client
                .request(method, format!("{}api/{path}", shop.url()))
                .basic_auth(key.to_owned(), Some(""))
                .header("Io-Format", "JSON"),
        )
    };
    let code = |got: &common::Got| got.json()["errors"][0]["code"].clone();
    let got = send(client.get(format!("{}api/products", shop.url()))).await.unwrap();
    assert_eq!((got.status, got.text.as_str()), (401, "401 Unauthorized"));
    let got = call("short", Method::GET, "products").await.unwrap();
    assert_eq!((got.status, code(&got)), (401, 18.into()));
    for key in ["OFFKEYOFFKEYOFFKEYOFFKEYOFFKEY00", "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"] {
        let got = call(key, Method::GET, "products").await.unwrap();
        assert_eq!((got.status, code(&got)), (401, 20.into()));
    }
    let read = "READKEYREADKEYREADKEYREADKEY0082";
    assert_eq!(call(read, Method::GET, "products").await.unwrap().status, 200);
    let got = call(read, Method::GET, "customers").await.unwrap();
    assert_eq!((got.status, code(&got)), (401, 26.into()));
    let got = call(read, Method::DELETE, "products/1").await.unwrap();
    assert_eq!((got.status, code(&got)), (405, 25.into()));
    let got = send(client.get(format!(
        "{}api/products?limit=1&ws_key={}&output_format=JSON",
        shop.url(),
        shop.key()
    )))
    .await
    .unwrap();
    assert_eq!(got.status, 200);
    for path in ["api/products?id_shop=9", "api"] {
        let got =
            send(client.get(format!("{}{path}", shop.url())).basic_auth(shop.key(), Some(""))).await.unwrap();
        assert_eq!(got.status, 302, "{path}");
    }
    shop.state().maintenance = true;
    assert_eq!(send(client.get(shop.url())).await.unwrap().status, 503);
    assert_eq!(shop_get(&client, &shop, "products?limit=1").await.status, 200);
}

#[tokio::test]
async fn a_single_row_drops_what_is_falsy_and_display_full_cures_it() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    shop.state().set("products", 1, "active", false);
    shop.state().set("products", 1, "id_tax_rules_group", 0);
    let single = shop_get(&client, &shop, "products/1").await.json();
    let row = &single["product"];
    assert!(
        row.get("active").is_none()
            && row.get("id_tax_rules_group").is_none()
            && row.get("quantity").is_none()
    );
    assert_eq!(row["unit_price"], "0.000000");
    let full = shop_get(&client, &shop, "products/1?display=full").await.json();
    let row = &full["products"][0];
    assert_eq!(
        (&row["active"], &row["id_tax_rules_group"], &row["quantity"]),
        (&"0".into(), &"0".into(), &"0".into())
    );
}

fn ids(value: &Value, list: &str) -> Vec<u64> {
    value[list]
        .as_array()
        .map(|rows| rows.iter().filter_map(|r| r["id"].as_u64()).collect())
        .unwrap_or_default()
}

#[tokio::test]
async fn filters_sorts_and_windows_work() {
    let shop = shop(ShopVersion::V9, ShopSize::small()).await;
    let client = client();
    {
        let mut state = shop.state();
        let now = state.now;
        for (id, reference, minutes) in [(5, "AA-5", 1), (6, "AA-6", 3), (7, "BB-7", 2)] {
            state.set("products", id, "reference", reference);
            state.set("products", id, "date_upd", Cell::Stamp(now + minutes * 60));
        }
    }
    let cases: [(&str, &[u64]); 13] = [
        ("filter[id]=5", &[5]),
        ("filter[id]=[5|7|9999]&sort=[id_ASC]", &[5, 7]),
        ("filter[id]=[5,9]&sort=[id_DESC]", &[9, 8, 7, 6, 5]),
        ("filter[id]=<[4]&sort=id_ASC", &[1, 2, 3]),
        ("filter[id]=[5,9]&filter[id]=![6]&sort=[id_ASC]", &[5, 7, 8, 9]),
        ("filter[reference]=[AA]%25&sort=[id_ASC]", &[5, 6]),
        ("filter[reference]=%25[b-7]", &[7]),
        ("filter[reference]=[aa-5|BB-7]&sort=[id_ASC]", &[5, 7]),
        ("date=1&filter[date_upd]=>[2026-11-23 09:30:00]&sort=[date_upd_ASC,id_ASC]", &[5, 7, 6]),
        ("date=1&filter[date_upd]=[2026-11-23 09:32:00,2030-01-01]&sort=[date_upd_DESC]", &[6, 7]),
        ("date=1&filter[date_upd]=>[2026-11-23 09:33:00]", &[]),
        ("sort=[id_ASC]&limit=1,2", &[2, 3]),
        ("filter[id]=[5,9]&sort=[id_ASC]&limit=2", &[5, 6]),
    ];
    for (query, want) in cases {
        let got = shop_get(&client, &shop, &format!("products?{query}")).await;
        let answer = got.json();
        assert_eq!(ids(&answer, "products"), want, "{query}");
    }
    // Without a sort, no order can be relied on.
    let loose = ids(&shop_get(&client, &shop, "products").await.json(), "products");
    assert!(loose.windows(2).any(|w| w[0] > w[1]));
    let plain = shop_get(&client, &shop, "products?display=[id,name]&filter[id]=5&language=2").await.json();
    assert!(plain["products"][0]["name"].is_string());
    let rows =
        shop_get(&client, &shop, "orders?display=[id,order_rows[product_id,product_quantity]]&filter[id]=1")
            .await
            .json();
    let row = rows["orders"][0]["associations"]["order_rows"][0].as_object().unwrap().clone();
    assert_eq!(row.keys().collect::<Vec<_>>(), ["product_id", "product_quantity"]);
}

#[tokio::test]
async fn a_broken_row_spoils_its_page_and_no_other() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    for (broken, status) in
        [(Broken::Warning, 200), (Broken::InvalidUtf8, 200), (Broken::EmptyPage, 200), (Broken::Fatal, 500)]
    {
        assert!(shop.state().break_row("products", 4, Some(broken)));
        let answer =
            shop_request(&client, &shop, Method::GET, "products?display=full&sort=[id_ASC]&limit=0,5")
                .send()
                .await
                .unwrap();
        assert_eq!(answer.status().as_u16(), status);
        assert!(serde_json::from_slice::<Value>(&answer.bytes().await.unwrap()).is_err(), "{broken:?}");
        let next = shop_get(&client, &shop, "products?display=full&sort=[id_ASC]&limit=5,5").await;
        assert_eq!(ids(&next.json(), "products").len(), 5);
    }
}

#[tokio::test]
async fn the_root_and_images_speak_xml_only() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    let xml =
        |path: &str| send(client.get(format!("{}api/{path}", shop.url())).basic_auth(shop.key(), Some("")));
    let root = xml("").await.unwrap();
    assert!(
        root.text.contains("<api shopName=\"Sandbox shop\">") && root.text.contains("<orders xlink:href=")
    );
    let (product, image) = {
        let state = shop.state();
        let image = |id: u32| state.get("products", id, "id_default_image").int();
        let product =
            state.ids("products").into_iter().find(|id| image(*id) > 0).expect("a product with an image");
        (product, image(product))
    };
    let list = xml(&format!("images/products/{product}")).await.unwrap();
    assert!(list.text.contains(&format!("<declination id=\"{image}\"")), "{}", list.text);
    assert_eq!(shop_get(&client, &shop, &format!("images/products/{product}")).await.status, 500);
    let answer = shop_request(&client, &shop, Method::GET, &format!("images/products/{product}/{image}"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "image/jpeg");
    assert_eq!(&answer.bytes().await.unwrap()[..3], [0xff, 0xd8, 0xff]);
    for (path, status) in [
        ("999999", 404),
        (&*format!("{product}/999999"), 400),
        (&*format!("{product}/{image}/home_default"), 500),
    ] {
        assert_eq!(xml(&format!("images/products/{path}")).await.unwrap().status, status, "{path}");
    }
    let sha = shop_request(&client, &shop, Method::GET, "products/1").send().await.unwrap().headers()["content-sha1"].clone();
    let again =
        send(shop_request(&client, &shop, Method::GET, "products/1").header("Local-Content-Sha1", sha))
            .await
            .unwrap();
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn patches_change_and_puts_wipe() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    let write = |method: Method, path: &str, body: &str| {
        send(shop_request(&client, &shop, method, path).body(body.to_owned()))
    };
    let body =
        "<prestashop><order><id>1</id><current_state><![CDATA[4]]></current_state></order></prestashop>";
    assert_eq!(write(Method::PATCH, "orders/1", body).await.unwrap().status, 200);
    assert_eq!(shop.state().get("orders", 1, "current_state").int(), 4);
    let body =
        "<prestashop><order_carrier><tracking_number>T&amp;1</tracking_number></order_carrier></prestashop>";
    assert_eq!(write(Method::PATCH, "order_carriers/1", body).await.unwrap().status, 200);
    assert_eq!(shop.state().get("order_carriers", 1, "tracking_number").text(), "T&1");
    let history = "<prestashop><order_history><id_order>1</id_order><id_order_state>5</id_order_state></order_history></prestashop>";
    assert_eq!(write(Method::POST, "order_histories", history).await.unwrap().status, 201);
    assert_eq!(shop.state().get("orders", 1, "current_state").int(), 5);
    assert_eq!(
        write(Method::PATCH, "orders/1", "{\"order\":{}}").await.unwrap().json()["errors"][0]["code"],
        127
    );
    let body = "<prestashop><product><id>1</id><price>5</price></product></prestashop>";
    assert_eq!(write(Method::PUT, "products/1", body).await.unwrap().status, 200);
    let state = shop.state();
    assert_eq!(
        (state.get("products", 1, "active"), state.get("products", 1, "reference")),
        (Cell::Null, Cell::Null)
    );
}

#[tokio::test]
async fn odd_rows_can_be_made() {
    let shop = shop(ShopVersion::V8, ShopSize::tiny()).await;
    let client = client();
    let id = {
        let mut state = shop.state();
        let order = state.copy("orders", 1).unwrap();
        state.set("orders", order, "id_customer", 0);
        state.set("customers", 1, "firstname", "Zoé 😀");
        state.delete("products", 2);
        state.save("products", 3, "reference", "");
        order
    };
    let order = shop_get(&client, &shop, &format!("orders/{id}")).await.json();
    assert!(order["order"].get("id_customer").is_none());
    assert_eq!(shop_get(&client, &shop, "customers/1").await.json()["customer"]["firstname"], "Zoé 😀");
    assert_eq!(shop_get(&client, &shop, "products/2").await.status, 404);
    let changed =
        shop_get(&client, &shop, "products?date=1&filter[date_upd]=>[2026-11-23 09:30:00]").await.json();
    assert_eq!(ids(&changed, "products"), [3]);
}

/// As observed on 9.1: the catalogue by association, orders by their field, everything else whole.
#[tokio::test]
async fn what_a_multistore_makes_of_id_shop() {
    let options =
        ShopOptions { shops: 2, size: ShopSize::tiny(), version: ShopVersion::V9, ..ShopOptions::default() };
    let shop = SandboxShop::start(options).await.unwrap();
    let client = client();
    let (products, orders, lines) = {
        let mut state = shop.state();
        state.only_in("products", 1, &[2]);
        state.set_in_shop(2, "products", 2, "price", rust_decimal::Decimal::from(7));
        state.set("orders", 1, "id_shop", 2);
        (state.ids("products").len(), state.ids("orders").len(), state.ids("order_details").len())
    };
    let count = async |path: &str| {
        let answer = shop_get(&client, &shop, path).await.json();
        answer.as_object().and_then(|it| it.values().next()).and_then(|it| it.as_array()).map_or(0, Vec::len)
    };
    for (query, expected) in [
        ("", products - 1),
        ("&id_shop=1", products - 1),
        ("&id_shop=2", products),
        ("&id_shop=all", products - 1),
    ] {
        assert_eq!(count(&format!("products?display=[id]{query}")).await, expected, "products{query}");
    }
    for (query, expected) in
        [("", orders - 1), ("&id_shop=1", orders - 1), ("&id_shop=2", 1), ("&id_shop=all", orders)]
    {
        assert_eq!(count(&format!("orders?display=[id]{query}")).await, expected, "orders{query}");
        assert_eq!(count(&format!("order_details?display=[id]{query}")).await, lines, "parts come whole");
    }
    let price =
        async |path: &str| shop_get(&client, &shop, path).await.json()["products"][0]["price"].clone();
    assert_eq!(price("products/2?display=[id,price]&id_shop=2").await, "7.000000");
    assert!(price("products/1?display=[id,price]&id_shop=all").await.is_null());
    assert_eq!(
        shop_get(&client, &shop, "orders/1?display=[id]").await.status,
        200,
        "a single order comes anyhow"
    );
    let absent = shop_get(&client, &shop, "products/1?display=[id]").await;
    assert_eq!((absent.status, absent.json()["errors"][0]["code"].clone()), (404, 131.into()));
    shop.state().set("shops", 2, "active", false);
    assert_eq!(shop_get(&client, &shop, "orders?display=[id]&id_shop=2").await.status, 302);
    assert_eq!(count("orders?display=[id]&id_shop=all").await, orders - 1);
}
