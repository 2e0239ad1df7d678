//! Every resource's rows.

use super::{recorded, rows};
use crate::reference::{Chosen, read_root};
use crate::rows::Row;
use crate::wire::*;

/// Decodes both versions' answers and gives back how many rows they hold.
fn counts<T: Row>(bodies: [&[u8]; 2]) -> [usize; 2] {
    bodies.map(|body| rows::<T>(body).len())
}

#[test]
fn rows_asked_for_by_fields() {
    assert_eq!(counts::<AddressRow>(recorded!("addresses.json")), [4, 4]);
    assert_eq!(counts::<CarrierRow>(recorded!("carriers.json")), [2, 2]);
    assert_eq!(counts::<CategoryRow>(recorded!("categories.json")), [2, 2]);
    assert_eq!(counts::<CountryRow>(recorded!("countries.json")), [2, 2]);
    assert_eq!(counts::<CurrencyRow>(recorded!("currencies.json")), [2, 2]);
    assert_eq!(counts::<CustomerRow>(recorded!("customers.json")), [3, 3]);
    assert_eq!(counts::<LanguageRow>(recorded!("languages.json")), [2, 2]);
    assert_eq!(counts::<MessageRow>(recorded!("messages.json")), [1, 1]);
    assert_eq!(counts::<OrderCarrierRow>(recorded!("order_carriers.json")), [3, 3]);
    assert_eq!(counts::<OrderDetailRow>(recorded!("order_details.json")), [4, 8]);
    assert_eq!(counts::<OrderInvoiceRow>(recorded!("order_invoices.json")), [3, 3]);
    assert_eq!(counts::<OrderPaymentRow>(recorded!("order_payments.json")), [3, 3]);
    assert_eq!(counts::<OrderRow>(recorded!("orders.json")), [3, 3]);
    assert_eq!(counts::<OrderStateRow>(recorded!("order_states.json")), [4, 4]);
    assert_eq!(counts::<ProductOptionRow>(recorded!("product_options.json")), [3, 3]);
    assert_eq!(counts::<ProductOptionValueRow>(recorded!("product_option_values.json")), [4, 4]);
    assert_eq!(counts::<ProductRow>(recorded!("products.json")), [3, 3]);
    assert_eq!(counts::<ProductImagesRow>(recorded!("product_images.json")), [2, 2]);
    assert_eq!(counts::<TaxRow>(recorded!("taxes.json")), [4, 4]);
}

#[test]
fn rows_in_full() {
    for body in recorded!("products_full.json") {
        let products = rows::<ProductRow>(body);
        let languages: Vec<(&str, &str)> =
            products.iter().map(|row| (row.name.pick(1), row.name.pick(2))).collect();
        assert!(
            languages.iter().all(|(english, french)| !english.is_empty() && english != french),
            "{languages:?}"
        );
    }
    for body in recorded!("combinations_full.json") {
        let values: Vec<usize> =
            rows::<CombinationRow>(body).iter().map(|row| row.option_values().len()).collect();
        assert_eq!(values, [2, 2]);
    }
    for body in recorded!("configurations_full.json") {
        assert!(!rows::<ConfigurationRow>(body).is_empty());
    }
    for body in recorded!("tax_rules_full.json") {
        assert!(rows::<TaxRuleRow>(body).iter().all(|row| row.id_tax_rules_group.0 != 0));
    }
    for body in recorded!("tax_rule_groups_full.json") {
        assert!(!rows::<TaxRuleGroupRow>(body).is_empty());
    }
    for body in recorded!("taxes_full.json") {
        assert!(!rows::<TaxRow>(body).is_empty());
    }
    for body in recorded!("shops_full.json") {
        assert!(rows::<ShopRow>(body)[0].name.0.starts_with("Testshop"));
    }
    for body in recorded!("states_full.json") {
        assert!(!rows::<StateRow>(body)[0].name.0.is_empty());
    }
    for body in recorded!("order_cart_rules_full.json") {
        assert!(rows::<OrderCartRuleRow>(body).iter().all(|row| row.value.0 > row.value_tax_excl.0));
    }
}

/// Tables that no document needs yet.
#[test]
fn rows_for_later() {
    for body in recorded!("order_slip_full.json") {
        for slip in rows::<OrderSlipRow>(body) {
            let lines: rust_decimal::Decimal = slip.lines().iter().map(|line| line.amount_tax_incl.0).sum();
            // The header has six decimals, the lines are rounded to cents.
            assert!((lines - slip.total_products_tax_incl.0).abs() <= rust_decimal::Decimal::new(1, 2));
        }
    }
    for body in recorded!("specific_prices_full.json") {
        for price in rows::<SpecificPriceRow>(body) {
            assert!(matches!(price.reduction_type.0.as_str(), "percentage" | "amount"));
        }
    }
    for body in recorded!("stock_availables_full.json") {
        assert!(rows::<StockAvailableRow>(body).iter().all(|row| row.id_product.0 != 0));
    }
    for body in recorded!("product_images.json") {
        assert_eq!(rows::<ProductImagesRow>(body)[0].images().len(), 2);
    }
    for body in recorded!("product_features_full.json") {
        assert!(!rows::<ProductFeatureRow>(body)[0].name.pick(2).is_empty());
    }
    for body in recorded!("product_feature_values_full.json") {
        assert!(!rows::<ProductFeatureValueRow>(body)[0].value.pick(2).is_empty());
    }
    for body in recorded!("order_histories_full.json") {
        assert!(rows::<OrderHistoryRow>(body).iter().all(|row| row.date_add.0.is_some()));
    }
    for body in recorded!("groups_full.json") {
        assert!(!rows::<GroupRow>(body)[0].name.pick(1).is_empty());
    }
    for body in recorded!("cart_rules_full.json") {
        assert!(rows::<CartRuleRow>(body).iter().all(|row| row.date_from.0.is_some()));
    }
}

#[test]
fn the_root_tells_the_rights() {
    for (body, name) in recorded!("root_limited.xml").into_iter().zip(["Testshop 82", "Testshop 91"]) {
        let root = read_root(body).expect("a root");
        assert_eq!(root.shop_name, name);
        let mut readable: Vec<&str> = root.readable.iter().map(String::as_str).collect();
        readable.sort_unstable();
        assert_eq!(readable, ["categories", "orders", "products"]);
        assert_eq!(root.missing(Chosen::default()).count(), 24);
        let all: Vec<&str> = root.missing(Chosen { groups: true, images: true, levels: true }).collect();
        assert!(["groups", "images", "stock_availables"].iter().all(|it| all.contains(it)), "{all:?}");
    }
    assert!(read_root(b"<html><body>Hello</body></html>").is_none());
}
