//! Attributes and variants as both real versions answer, traps included.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{client, erp_call};
use passerelle_sandbox::{ErpOptions, ErpVersion, SandboxErp};
use reqwest::Client;
use serde_json::{Value, json};

/// A Dolibarr with attribute 1, values 1 to 3 and product 1.
async fn shelf(version: ErpVersion) -> (SandboxErp, Client) {
    let erp = SandboxErp::start(ErpOptions { version, ..ErpOptions::default() }).await.unwrap();
    let client = client();
    let post = async |path: &str, body: Value| {
        let got = erp_call(&client, &erp, "POST", path, Some(body)).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text);
    };
    let attribute = json!({"ref": "ps1-attribute-1", "label": "Size", "ref_ext": "ps1-attribute-1"});
    post("/products/attributes", attribute).await;
    for (reference, value) in [("a", "S"), ("b", "M"), ("c", "L")] {
        post("/products/attributes/1/values", json!({"ref": reference, "value": value})).await;
    }
    let product = json!({
        "ref": "SHIRT", "ref_ext": "ps1-product-1", "label": "Shirt", "description": "Nice", "price": "10",
        "price_base_type": "HT", "tva_tx": "20", "status": 1, "status_buy": 1, "weight": "0.3",
        "weight_units": 0, "barcode": "1234567890128", "barcode_type": 2
    });
    post("/products", product).await;
    (erp, client)
}

fn variant(value: u32, reference: &str, price: &str) -> Value {
    json!({
        "weight_impact": "0.05", "price_impact": price, "price_impact_is_percent": false,
        "features": {"1": value}, "reference": reference, "ref_ext": "ps1-combination-11"
    })
}

const ALL: [ErpVersion; 3] = [ErpVersion::V20, ErpVersion::V17, ErpVersion::V23];

#[tokio::test]
async fn references_are_capitals_and_a_value_of_zero_is_none() {
    for version in ALL {
        let (erp, client) = shelf(version).await;
        let list = erp_call(&client, &erp, "GET", "/products/attributes", None).await.json();
        assert_eq!(list[0]["ref"], "PS1-ATTRIBUTE-1");
        let again = json!({"ref": "PS1-attribute-1", "label": "x"});
        assert_eq!(erp_call(&client, &erp, "POST", "/products/attributes", Some(again)).await.status, 500);
        let refused = if version == ErpVersion::V17 { 401 } else { 403 };
        let value = |value: &str| json!({"ref": "d", "value": value});
        let path = "/products/attributes/1/values";
        assert_eq!(erp_call(&client, &erp, "POST", path, Some(value("0"))).await.status, refused);
        assert_eq!(erp_call(&client, &erp, "POST", path, Some(value("0 "))).await.status, refused);
        assert_eq!(erp_call(&client, &erp, "POST", path, Some(value("0\u{a0}"))).await.status, 200);
        let put =
            erp_call(&client, &erp, "PUT", "/products/attributes/values/1", Some(json!({"value": "0"})));
        assert_eq!(put.await.status, 500);
        // Of an attribute that does not exist there are none, and one is taken.
        assert_eq!(erp_call(&client, &erp, "GET", "/products/attributes/99/values", None).await.status, 404);
        let unknown = "/products/attributes/99/values";
        assert_eq!(erp_call(&client, &erp, "POST", unknown, Some(value("x"))).await.status, 200);
    }
}

#[tokio::test]
async fn a_child_is_born_with_the_external_reference_of_its_parent() {
    for version in ALL {
        let (erp, client) = shelf(version).await;
        let path = "/products/1/variants";
        let made = erp_call(&client, &erp, "POST", path, Some(variant(1, "ps1-c11", "1.11111"))).await.json();
        // The id of the product, not of the tie.
        assert_eq!(made, json!(2));
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        assert_eq!(child["ref"], "ps1-c11");
        assert_eq!(child["ref_ext"], "ps1-product-1");
        assert_eq!(child["label"], "Shirt S");
        assert_eq!(child["description"], "Nice<br><strong>Size:</strong> S");
        assert_eq!(child["price"], "11.11111000");
        assert_eq!(child["weight"], "0.35");
        assert!(child["barcode"].is_null() || child["barcode"] == "");
        let ties = erp_call(&client, &erp, "GET", path, None).await.json();
        assert_eq!(ties[0]["id"], "1");
        assert_eq!(ties[0]["fk_product_child"], "2");
        assert_eq!(ties[0]["variation_ref_ext"], "ps1-combination-11");
        assert_eq!(ties[0]["attributes"][0]["fk_prod_attr_val"], "1");
        // A product that does not exist has none, too.
        assert_eq!(erp_call(&client, &erp, "GET", "/products/99/variants", None).await.json(), json!([]));
    }
}

#[tokio::test]
async fn a_reference_that_exists_is_turned_into_the_variant() {
    for version in ALL {
        let (erp, client) = shelf(version).await;
        let other = json!({
            "ref": "OTHER", "ref_ext": "x", "label": "Other", "description": "Mine", "price": "7",
            "price_base_type": "HT", "tva_tx": "5.5", "barcode": "2000000000015", "barcode_type": 2
        });
        erp_call(&client, &erp, "POST", "/products", Some(other)).await;
        let path = "/products/1/variants";
        let body = || Some(variant(1, "OTHER", "1"));
        assert_eq!(erp_call(&client, &erp, "POST", path, body()).await.json(), json!("2"));
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        assert_eq!((&child["ref_ext"], &child["label"]), (&json!("x"), &json!("Other")));
        assert_eq!((&child["price"], &child["tva_tx"]), (&json!("11.00000000"), &json!("20.0000")));
        assert_eq!(child["barcode"], "2000000000015");
        // An exact repeat makes nothing, but adds to the description.
        assert_eq!(erp_call(&client, &erp, "POST", path, body()).await.json(), json!("2"));
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        let added = "<br><strong>Size:</strong> S";
        assert_eq!(child["description"], format!("Mine{added}{added}"));
        // Another reference takes the tie away from the child.
        assert_eq!(
            erp_call(&client, &erp, "POST", path, Some(variant(1, "NEW", "1"))).await.json(),
            json!(3)
        );
        let ties = erp_call(&client, &erp, "GET", path, None).await.json();
        assert_eq!((ties.as_array().unwrap().len(), &ties[0]["fk_product_child"]), (1, &json!("3")));
    }
}

#[tokio::test]
async fn a_parent_pushes_its_price_vat_and_weight_to_its_children() {
    for version in ALL {
        let (erp, client) = shelf(version).await;
        erp_call(&client, &erp, "POST", "/products/1/variants", Some(variant(1, "ps1-c11", "1.5"))).await;
        let parent = json!({"price": "20.00001", "price_base_type": "HT", "tva_tx": "10", "weight": "1"});
        erp_call(&client, &erp, "PUT", "/products/1", Some(parent)).await;
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        assert_eq!((&child["price"], &child["tva_tx"]), (&json!("21.50001000"), &json!("10.0000")));
        assert_eq!(child["weight"], "1.05");
        // While the module is off it does not.
        erp.state().modules.remove("variants");
        let parent = json!({"price": "30", "price_base_type": "HT"});
        erp_call(&client, &erp, "PUT", "/products/1", Some(parent)).await;
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        assert_eq!(child["price"], "21.50001000");
    }
}

#[tokio::test]
async fn ties_are_changed_and_cut_by_their_own_number_and_a_wrong_one_is_answered_alike() {
    for version in ALL {
        let (erp, client) = shelf(version).await;
        erp_call(&client, &erp, "POST", "/products/1/variants", Some(variant(1, "ps1-c11", "1.5"))).await;
        let change = || Some(json!({"variation_price": "2.5", "variation_weight": "0.2"}));
        // 2 is the product.
        for id in [2, 99] {
            let path = format!("/products/variants/{id}");
            assert_eq!(erp_call(&client, &erp, "PUT", &path, change()).await.json(), json!(1));
            assert_eq!(erp_call(&client, &erp, "DELETE", &path, None).await.json(), json!(1));
        }
        assert_eq!(erp.state().ties.len(), 1);
        erp_call(&client, &erp, "PUT", "/products/variants/1", change()).await;
        let child = erp_call(&client, &erp, "GET", "/products/2", None).await.json();
        assert_eq!((&child["price"], &child["weight"]), (&json!("12.50000000"), &json!("0.5")));
        erp_call(&client, &erp, "DELETE", "/products/variants/1", None).await;
        assert_eq!(erp.state().ties.len(), 0);
        assert_eq!(erp_call(&client, &erp, "GET", "/products/2", None).await.status, 200);
    }
}
