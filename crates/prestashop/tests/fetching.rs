//! Reading from a shop that misbehaves: records that break answers, lists that are empty without reason, torn orders.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

mod fake;

use fake::Fake;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId};
use passerelle_core::shop::{Order, ShopDocument, TaxedAmount};
use passerelle_engine::ports::shop::{Fetched, Listing, Shop, ShopError};
use serde_json::{Value, json};

fn category(id: u64) -> Value {
    json!({"id": id, "id_parent": "2", "level_depth": "2", "active": "1", "is_root_category": "0", "name": "C",
           "description": "", "date_upd": "2026-11-23 09:31:45"})
}

fn categories(count: u64) -> Vec<Value> {
    (1..=count).map(category).collect()
}

fn ids(range: std::ops::RangeInclusive<u64>) -> Vec<ShopId> {
    range.map(ShopId).collect()
}

fn why(fetched: &Fetched) -> &Explanation {
    match fetched {
        Fetched::Unreadable(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_unreadable_record_in_the_middle_of_a_page_stands_alone() {
    for break_it in [
        |fake: Fake| fake.with(|tables| tables.garbled.extend([("categories".into(), 37)])),
        |fake: Fake| fake.with(|tables| tables.crashing.extend([("categories".into(), 37)])),
    ] {
        let fake = break_it(Fake::new().put("categories", categories(100)));
        let shop = fake.shop().await;
        let read = shop.read(Kind::Category, &ids(1..=100)).await.unwrap();
        assert_eq!(read.len(), 100);
        let found = read.values().filter(|fetched| matches!(fetched, Fetched::Found(_))).count();
        assert_eq!(found, 99);
        let why = why(&read[&ShopId(37)]);
        assert_eq!((why.id.as_str(), why.args["id"].as_str()), ("shop-record-breaks-answer", "37"));
        assert!(fake.calls("categories") <= 20, "{} calls", fake.calls("categories"));
    }
}

#[tokio::test]
async fn a_field_that_cannot_be_understood_is_named() {
    let mut rows = categories(3);
    rows[1]["level_depth"] = json!("deep");
    let fake = Fake::new().put("categories", rows);
    let read = fake.shop().await.read(Kind::Category, &ids(1..=3)).await.unwrap();
    let why = why(&read[&ShopId(2)]);
    assert_eq!(why.id, "shop-record-unreadable");
    assert_eq!((why.args["resource"].as_str(), why.args["field"].as_str()), ("categories", "level_depth"));
    assert_eq!(fake.calls("categories"), 1);
}

#[tokio::test]
async fn a_shop_that_always_crashes_is_unavailable() {
    let fake = Fake::new().put("categories", categories(100)).with(|tables| {
        tables.crashing.extend((1..=100).map(|id| ("categories".to_owned(), id)));
    });
    let error = fake.shop().await.read(Kind::Category, &ids(1..=100)).await.unwrap_err();
    assert!(
        matches!(&error, ShopError::Unavailable { explanation, .. } if explanation.id == "shop-crashed"),
        "{error:?}"
    );
    assert!(fake.calls("categories") <= 12);
}

#[tokio::test]
async fn notices_before_the_json_do_no_harm() {
    let fake = Fake::new()
        .put("categories", categories(2))
        .with(|tables| tables.notice = "<br />\n<b>Notice</b>: x in {y} on line 1\n".into());
    let read = fake.shop().await.read(Kind::Category, &ids(1..=2)).await.unwrap();
    assert!(read.values().all(|fetched| matches!(fetched, Fetched::Found(_))));
}

#[tokio::test]
async fn only_the_shop_itself_says_gone() {
    let fake = Fake::new().put("categories", categories(2));
    let shop = fake.shop().await;
    let read = shop.read(Kind::Category, &ids(1..=3)).await.unwrap();
    assert!(matches!(read[&ShopId(3)], Fetched::Gone));
    let fake = fake.with(|tables| tables.silent.extend(["categories".into()]));
    let read = shop.read(Kind::Category, &ids(1..=3)).await.unwrap();
    assert_eq!(why(&read[&ShopId(1)]).id, "shop-record-hidden");
    assert!(matches!(read[&ShopId(3)], Fetched::Gone));
    drop(fake);
}

#[tokio::test]
async fn an_empty_list_is_doubted() {
    let shop = Fake::new().shop().await;
    assert!(shop.list(Listing::Kind(Kind::Category), None, None, 0).await.unwrap().rows.is_empty());
    let fake = Fake::new().put("categories", categories(2)).with(|tables| tables.silent_when_dated = true);
    let error = fake.shop().await.list(Listing::Kind(Kind::Category), None, None, 0).await.unwrap_err();
    assert_eq!(error.explanation().id, "shop-empty-answer");
}

#[tokio::test]
async fn lists_go_on_to_their_end() {
    let mut rows = categories(1500);
    rows[0]["level_depth"] = json!("0");
    rows[1]["date_upd"] = json!("rubbish");
    let shop = Fake::new().put("categories", rows).shop().await;
    let first = shop.list(Listing::Kind(Kind::Category), None, None, 0).await.unwrap();
    assert_eq!(
        (first.rows.len(), first.next),
        (999, Some(1000)),
        "without the hidden root, with the undated one"
    );
    assert_eq!((first.rows[0].id, first.rows[0].changed), (ShopId(2), None));
    let second = shop.list(Listing::Kind(Kind::Category), None, None, 1000).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (500, None));
}

#[tokio::test]
async fn deleted_and_foreign_addresses_are_listed_only_when_needed() {
    let row = |id: u64, customer: &str, deleted: &str| json!({"id": id, "id_customer": customer, "deleted": deleted, "date_upd": "2026-11-23 09:31:45"});
    let shop =
        Fake::new().put("addresses", [row(1, "0", "0"), row(2, "7", "1"), row(3, "7", "0")]).shop().await;
    let listed = async |since: Option<&str>| {
        let since = since.map(|text| text.parse().unwrap());
        let page = shop.list(Listing::Kind(Kind::Address), since, None, 0).await.unwrap();
        page.rows.iter().map(|seen| (seen.id.0, seen.only_as_change)).collect::<Vec<_>>()
    };
    assert_eq!(listed(None).await, [(3, false)]);
    assert_eq!(listed(Some("2026-11-01T00:00:00")).await, [(2, true), (3, false)]);
}

fn order(id: u64, reference: &str) -> Value {
    let mut order = json!({"id": id, "reference": reference, "id_customer": "3", "id_address_delivery": "1",
        "id_address_invoice": "1", "id_shop": "1", "id_currency": "1", "conversion_rate": "1.000000",
        "current_state": "2", "payment": "Card", "module": "card", "date_add": "2026-11-20 10:00:00",
        "invoice_number": "0", "carrier_tax_rate": "20.000", "gift_message": "",
        "associations": {"order_rows": [{"id": id * 10}]}});
    for field in ["total_products", "total_paid_tax_excl"] {
        order[field] = json!("10.000000");
    }
    for field in ["total_products_wt", "total_paid_tax_incl"] {
        order[field] = json!("12.000000");
    }
    for field in ["shipping", "wrapping", "discounts"] {
        order[format!("total_{field}_tax_excl")] = json!("0.000000");
        order[format!("total_{field}_tax_incl")] = json!("0.000000");
    }
    order
}

fn line(id: u64, order: u64) -> Value {
    json!({"id": id, "id_order": order, "product_id": "0", "product_attribute_id": "0", "product_name": "Mug",
        "product_reference": "", "product_quantity": "1", "tax_computation_method": "0", "ecotax": "0.000000",
        "ecotax_tax_rate": "0.000", "unit_price_tax_excl": "10.000000", "unit_price_tax_incl": "12.000000",
        "total_price_tax_excl": "10.000000", "total_price_tax_incl": "12.000000", "id_order_invoice": "0",
        "associations": {"taxes": [{"id": "1"}]}})
}

fn payment(id: u64, reference: &str) -> Value {
    json!({"id": id, "order_reference": reference, "id_currency": "1", "amount": "24.000000", "payment_method": "Card",
        "conversion_rate": "1.000000", "transaction_id": "t", "date_add": "2026-11-20 10:01:00"})
}

fn found(fetched: &Fetched) -> &Order {
    match fetched {
        Fetched::Found(ShopDocument::Order(order)) => order,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_hundred_orders_take_ten_calls() {
    let fake = Fake::new()
        .put("orders", (1..=100).map(|id| order(id, &format!("REF{id}"))))
        .put("order_details", (1..=100).map(|id| line(id * 10, id)));
    let shop = fake.shop().await;
    shop.setup().await.unwrap();
    let before = shop.calls();
    let read = shop.read(Kind::Order, &ids(1..=100)).await.unwrap();
    assert_eq!(shop.calls() - before, 10);
    assert!(read.values().all(|fetched| found(fetched).siblings.is_empty()));
}

#[tokio::test]
async fn orders_that_share_a_reference_take_one_call_more() {
    let fake = Fake::new()
        .put("orders", (1..=100).map(|id| order(id, &format!("REF{}", id / 2))))
        .put("order_details", (1..=100).map(|id| line(id * 10, id)))
        .put("order_payments", [payment(1, "REF1")]);
    let shop = fake.shop().await;
    shop.setup().await.unwrap();
    let before = shop.calls();
    let read = shop.read(Kind::Order, &ids(1..=100)).await.unwrap();
    assert_eq!(shop.calls() - before, 11);
    let Fetched::Found(ShopDocument::Order(second)) = &read[&ShopId(2)] else {
        panic!("{:?}", read[&ShopId(2)])
    };
    assert_eq!((second.siblings.len(), second.payments.len()), (1, 1));
    assert_eq!((second.lines[0].product, second.lines[0].combination), (None, None));
    assert_eq!(second.lines.iter().map(|line| line.total).sum::<TaxedAmount>(), second.totals.to_pay);
}

#[tokio::test]
async fn an_order_whose_lines_stay_away_is_refused() {
    let fake = Fake::new().put("orders", [order(1, "A"), order(2, "B")]).put("order_details", [line(20, 2)]);
    let read = fake.shop().await.read(Kind::Order, &ids(1..=2)).await.unwrap();
    let why = why(&read[&ShopId(1)]);
    assert_eq!((why.id.as_str(), why.args["part"].as_str()), ("shop-record-incomplete", "order_details"));
    assert!(matches!(read[&ShopId(2)], Fetched::Found(_)));
}

#[tokio::test]
async fn a_wrong_part_makes_its_order_unreadable() {
    let mut wrong = payment(1, "A");
    wrong["amount"] = json!("twelve");
    let fake = Fake::new()
        .put("orders", [order(1, "A"), order(2, "B")])
        .put("order_details", [line(10, 1), line(20, 2)])
        .put("order_payments", [wrong]);
    let read = fake.shop().await.read(Kind::Order, &ids(1..=2)).await.unwrap();
    let why = why(&read[&ShopId(1)]);
    assert_eq!((why.args["resource"].as_str(), why.args["field"].as_str()), ("order_payments", "amount"));
    assert!(!format!("{why:?}").contains("twelve"));
    assert!(matches!(read[&ShopId(2)], Fetched::Found(_)));
}

#[tokio::test]
async fn an_unknown_state_is_looked_for_once() {
    let mut fresh = order(1, "A");
    fresh["current_state"] = json!("9");
    let fake = Fake::new().put("orders", [fresh]).put("order_details", [line(10, 1)]);
    let shop = fake.shop().await;
    shop.setup().await.unwrap();
    let read = shop.read(Kind::Order, &ids(1..=1)).await.unwrap();
    assert_eq!(why(&read[&ShopId(1)]).id, "shop-record-points-to-nothing");
    let calls = fake.calls("order_states");
    shop.read(Kind::Order, &ids(1..=1)).await.unwrap();
    assert_eq!(fake.calls("order_states"), calls, "not looked for again");
    let fake = fake.put("order_states", [json!({"id": 9, "name": "Nouveau", "logable": "1"})]);
    let read = fake.shop().await.read(Kind::Order, &ids(1..=1)).await.unwrap();
    assert!(
        matches!(&read[&ShopId(1)], Fetched::Found(ShopDocument::Order(it)) if it.state.name == "Nouveau")
    );
}

/// Three orders of one reference; the second and the third are not sold, and the second has an invoice.
fn siblings(number: &str) -> Fake {
    let orders = [("2", 1), ("7", 2), ("7", 3)].map(|(state, id)| {
        let mut order = order(id, "A");
        order["current_state"] = json!(state);
        order
    });
    Fake::new()
        .put("orders", orders)
        .put("order_details", (1..=3).map(|id| line(id * 10, id)))
        .put("order_states", [json!({"id": 2, "logable": "1"}), json!({"id": 7, "logable": "0"})])
        .put("order_invoices", [json!({"id": 4, "id_order": "2", "number": number})])
}

fn belonging(order: &Order) -> Vec<(u64, bool)> {
    order.siblings.iter().map(|sibling| (sibling.id.0, sibling.standing.counts())).collect()
}

#[tokio::test]
async fn a_sibling_with_an_invoice_belongs_but_not_one_with_a_delivery_slip() {
    for (number, belongs) in [("0", false), ("5", true)] {
        let fake = siblings(number);
        let read = fake.shop().await.read(Kind::Order, &ids(1..=1)).await.unwrap();
        assert_eq!(belonging(found(&read[&ShopId(1)])), [(2, belongs), (3, false)]);
        assert_eq!(read.len(), 1);
    }
}

#[tokio::test]
async fn siblings_whose_invoices_cannot_be_read_make_the_order_unreadable() {
    let fake = siblings("5").with(|tables| tables.crashing.extend([("order_invoices".into(), 4)]));
    let read = fake.shop().await.read(Kind::Order, &ids(1..=1)).await.unwrap();
    let why = why(&read[&ShopId(1)]);
    assert_eq!((why.id.as_str(), why.args["part"].as_str()), ("shop-part-breaks-answer", "order_invoices"));
}

#[tokio::test]
async fn an_unknown_state_of_a_sibling_counts_as_not_sold() {
    let fake = siblings("5").put("order_states", [json!({"id": 2, "logable": "1"})]);
    let shop = fake.shop().await;
    let read = shop.read(Kind::Order, &ids(1..=1)).await.unwrap();
    assert_eq!(belonging(found(&read[&ShopId(1)])), [(2, true), (3, false)]);
}

#[tokio::test]
async fn a_state_of_a_sibling_made_later_is_looked_for() {
    let fake = siblings("5").put("order_states", [json!({"id": 2, "logable": "1"})]);
    let shop = fake.shop().await;
    shop.setup().await.unwrap();
    let _fake = fake.put("order_states", [2, 7].map(|id| json!({"id": id, "logable": "1"})));
    let read = shop.read(Kind::Order, &ids(1..=1)).await.unwrap();
    assert_eq!(belonging(found(&read[&ShopId(1)])), [(2, true), (3, true)]);
}

#[tokio::test]
async fn numbers_that_are_too_great_make_the_record_unreadable() {
    for value in ["1000000000000000.000001", "-1E+20"] {
        let mut orders = [order(1, "A"), order(2, "B"), order(3, "B")];
        orders[0]["total_products"] = json!(value);
        orders[1]["total_paid_tax_incl"] = json!(value);
        let fake =
            Fake::new().put("orders", orders).put("order_details", (1..=3).map(|id| line(id * 10, id)));
        let read = fake.shop().await.read(Kind::Order, &ids(1..=3)).await.unwrap();
        // The share of the second is unknown, so the third cannot be read either.
        for (id, field) in [(1, "total_products"), (2, "total_paid_tax_incl"), (3, "total_paid_tax_incl")] {
            let why = why(&read[&ShopId(id)]);
            assert_eq!((why.id.as_str(), why.args["field"].as_str()), ("shop-record-unreadable", field));
        }
    }
}

#[tokio::test]
async fn an_attribute_made_later_is_found() {
    let product = json!({"id": 1, "price": "10.000000", "product_type": "combinations", "id_tax_rules_group": "1",
        "name": "Mug", "active": "1", "manufacturer_name": false});
    let combination = json!({"id": 5, "id_product": "1", "price": "1.000000",
        "associations": {"product_option_values": [{"id": "1"}, {"id": "2"}]}});
    let fake = Fake::new().put("products", [product]).put("combinations", [combination]);
    let shop = fake.shop().await;
    shop.setup().await.unwrap();
    let values = [
        json!({"id": 1, "id_attribute_group": "1", "name": "S"}),
        json!({"id": 2, "id_attribute_group": "1", "name": 36}),
    ];
    let fake = fake.put("product_option_values", values);
    let read = shop.read(Kind::Combination, &ids(5..=5)).await.unwrap();
    let Fetched::Found(ShopDocument::Combination(found)) = &read[&ShopId(5)] else { panic!("{read:?}") };
    let names: Vec<&str> = found.attributes.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["36", "S"]);
    assert_eq!(fake.calls("combinations"), 1);
}

#[tokio::test]
async fn a_customer_whose_row_is_gone_is_rebuilt_from_the_newest_address() {
    let address = |id: u64, customer: &str, city: &str, deleted: &str| {
        json!({"id": id, "id_customer": customer, "id_country": "8", "lastname": "Doe", "firstname": "Jo",
               "company": "Works", "city": city, "deleted": deleted})
    };
    let customer = json!({"id": 3, "id_lang": "1", "lastname": "Roe", "firstname": "Al", "email": "al@example.net",
        "company": null, "active": "1", "is_guest": "0", "deleted": "0"});
    let fake = Fake::new()
        .put("customers", [customer])
        .put(
            "addresses",
            [
                address(1, "3", "Lyon", "1"),
                address(2, "3", "Paris", "0"),
                address(8, "9", "Metz", "1"),
                address(9, "9", "Brest", "1"),
            ],
        )
        .put("orders", [json!({"id": 4, "id_customer": "3", "id_address_invoice": "1"})]);
    let read = fake.shop().await.read(Kind::Customer, &[ShopId(3), ShopId(9), ShopId(10)]).await.unwrap();
    let Fetched::Found(ShopDocument::Customer(known)) = &read[&ShopId(3)] else { panic!() };
    assert_eq!((known.company.as_str(), known.locale.as_str(), known.deleted), ("Works", "fr-FR", false));
    assert_eq!(known.address.as_ref().unwrap().city, "Lyon", "of the last order, although deleted since");
    let Fetched::Found(ShopDocument::Customer(lost)) = &read[&ShopId(9)] else { panic!() };
    assert_eq!((lost.last_name.as_str(), lost.deleted), ("Doe", true));
    assert_eq!(lost.address.as_ref().unwrap().city, "Brest");
    assert!(matches!(read[&ShopId(10)], Fetched::Gone));
}

#[tokio::test]
async fn all_missing_rights_are_told_together() {
    let fake = Fake::new().with(|tables| {
        tables.denied.extend(["configurations", "order_slip", "taxes", "orders"].map(str::to_owned));
    });
    let setup = fake.shop().await.setup().await.unwrap();
    let missing: Vec<&str> = setup.missing_rights.iter().map(|(resource, _)| resource.as_str()).collect();
    assert_eq!(missing, ["configurations", "order_slip", "orders", "taxes"]);
    assert_eq!((setup.name.as_str(), setup.version.as_str()), ("Fake & more", "8.2.0"));
    assert_eq!(setup.currency.code(), "EUR");
}

#[tokio::test]
async fn payments_are_listed_as_their_orders() {
    let shop = Fake::new()
        .put("orders", [order(1, "A"), order(2, "B"), order(3, "B")])
        .put("order_payments", [payment(1, "B"), payment(2, "gone")])
        .shop()
        .await;
    let page = shop.list(Listing::OrderPayments, None, None, 0).await.unwrap();
    assert_eq!(page.rows.iter().map(|seen| seen.id.0).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn vat_is_unknown_rather_than_nothing() {
    let product = |id: u64, group: &str| json!({"id": id, "price": "10.000000", "product_type": "standard", "id_tax_rules_group": group, "name": "Mug"});
    let fake = Fake::new().put("products", [product(1, "1"), product(2, "0"), product(3, "99")]);
    let rates = async |fake: &Fake| {
        let read = fake.shop().await.read(Kind::Product, &ids(1..=3)).await.unwrap();
        (1..=3)
            .map(|id| match &read[&ShopId(id)] {
                Fetched::Found(ShopDocument::Product(product)) => product.vat.map(|vat| vat.to_string()),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(rates(&fake).await, [Some("20 %".into()), Some("0 %".into()), None]);
    let fake = fake.with(|tables| tables.denied.extend(["tax_rules".into()]));
    assert_eq!(rates(&fake).await, [None, Some("0 %".into()), None]);
}

fn address(id: u64) -> Value {
    json!({"id": id, "id_customer": "7", "id_country": "8", "id_state": "0", "alias": "A", "company": "",
           "lastname": "L", "firstname": "F", "vat_number": "", "address1": "1", "address2": "", "postcode": "1",
           "city": "C", "phone": "", "phone_mobile": "", "deleted": "0", "date_upd": "2026-11-23 09:31:45"})
}

#[tokio::test]
async fn what_is_no_date_is_replaced_by_the_next_best_day_and_told() {
    let mut row = order(1, "A");
    row["date_add"] = json!("-0001-11-30 00:00:00");
    let invoice = |id: u64, number: &str, date: &str| {
        json!({"id": id, "id_order": "1", "number": number, "date_add": date, "total_products": "10.000000",
            "total_products_wt": "12.000000", "total_shipping_tax_excl": "0", "total_shipping_tax_incl": "0",
            "total_wrapping_tax_excl": "0", "total_wrapping_tax_incl": "0", "total_discount_tax_excl": "0",
            "total_discount_tax_incl": "0", "total_paid_tax_excl": "10.000000", "total_paid_tax_incl": "12.000000"})
    };
    let payment = |id: u64, date: &str| {
        json!({"id": id, "order_reference": "A", "id_currency": "1", "amount": "6.000000",
            "payment_method": "Card", "conversion_rate": "1.000000", "transaction_id": "", "date_add": date})
    };
    let slip = json!({"id": 9, "id_order": "1", "total_products_tax_excl": "5", "total_products_tax_incl": "6",
        "total_shipping_tax_excl": "0", "total_shipping_tax_incl": "0", "date_add": "0000-00-00 00:00:00",
        "date_upd": "2026-11-09 10:00:00"});
    let fake = Fake::new()
        .put("orders", [row])
        .put("order_details", [line(10, 1)])
        .put("order_invoices", [invoice(4, "7", "1970-01-01 00:00:00"), invoice(5, "0", "0000-00-00")])
        .put("order_payments", [payment(2, "rubbish"), payment(3, "2026-11-05 08:00:00")])
        .put("order_slip", [slip]);
    let read = fake.shop().await.read(Kind::Order, &ids(1..=1)).await.unwrap();
    let order = found(&read[&ShopId(1)]);
    let day = |day: &str| day.parse::<jiff::civil::Date>().unwrap();
    assert_eq!(order.day(), day("2026-11-05"), "the day of its first part");
    assert_eq!(order.invoices[0].date.date(), day("2026-11-05"));
    assert_eq!(order.payments[0].date.date(), day("2026-11-05"));
    assert_eq!(order.slips[0].date.date(), day("2026-11-09"));
    let told: Vec<&str> = order.remarks.iter().map(|remark| remark.id.as_str()).collect();
    assert_eq!(told, ["order-undated", "invoice-undated", "payment-undated", "slip-undated"]);
}

#[tokio::test]
async fn addresses_know_whether_an_order_has_them() {
    let order = |id: u64, billing: u64, delivery: u64| json!({"id": id, "id_address_invoice": billing.to_string(), "id_address_delivery": delivery.to_string()});
    let fake = Fake::new()
        .put("addresses", (1..=4).map(address))
        .put("orders", vec![order(1, 1, 2), order(2, 1, 1)]);
    let read = fake.shop().await.read(Kind::Address, &ids(1..=4)).await.unwrap();
    let used = |id: u64| match &read[&ShopId(id)] {
        Fetched::Found(ShopDocument::Address(it)) => it.used,
        other => panic!("{other:?}"),
    };
    assert_eq!([1, 2, 3, 4].map(used), [true, true, false, false]);
}

#[tokio::test]
async fn a_changed_address_tells_of_its_customer() {
    let mut rows: Vec<Value> = (1..=3).map(address).collect();
    rows[1]["id_customer"] = json!("9");
    rows[2]["id_customer"] = json!("0");
    let fake = Fake::new().put("addresses", rows);
    let page = fake.shop().await.list(Listing::CustomerAddresses, None, None, 0).await.unwrap();
    assert_eq!(page.rows.iter().map(|seen| seen.id.0).collect::<Vec<_>>(), [7, 9]);
}
