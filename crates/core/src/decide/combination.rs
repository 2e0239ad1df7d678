//! Combinations as plain products, whose labels end with the attributes.

use rust_decimal::Decimal;

use super::product::{
    barcode, dependencies as product_dependencies, description, ecotax_within, fallback, label, price,
    reference, size, wanted,
};
use super::wanted::{WantedDetails, WantedProduct};
use super::{Facts, Known, Projection, unsettled};
use crate::explain::Explanation;
use crate::key::{Key, Kind};
use crate::shop::{Combination, Product, ProductForm};

pub(super) fn dependencies(facts: &Facts, combination: &Combination) -> Vec<Key> {
    product_dependencies(facts, &combination.product)
}

pub(super) fn project(facts: &Facts, known: &Known, combination: &Combination) -> Projection {
    let product = &combination.product;
    let Some(vat) = product.vat else {
        return Projection::Refused(
            Explanation::new("product-vat-unknown").with("reference", &combination.reference),
        );
    };
    let needed = dependencies(facts, combination);
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let key = facts.key(Kind::Combination, combination.id);
    let attributes: Vec<String> =
        combination.attributes.iter().map(|(group, value)| format!("{group}: {value}")).collect();
    let name = if attributes.is_empty() {
        product.name.clone()
    } else {
        format!("{} ({})", product.name, attributes.join(", "))
    };
    let cost = if combination.wholesale_price.is_zero() {
        product.wholesale_price
    } else {
        combination.wholesale_price
    };
    let document = WantedProduct {
        reference: reference(&combination.reference),
        fallback_reference: fallback(&key),
        label: label(&name, &key),
        description: description(facts, product),
        is_service: product.form == ProductForm::Virtual,
        price: price(facts, price_of(product, combination)),
        vat,
        on_sale: product.active,
        barcode: barcode(&combination.ean13, &combination.upc, &combination.isbn),
        weight: product.weight.saturating_add(combination.weight_impact).normalize(),
        size: size(product),
        cost_price: price(facts, cost),
        categories: needed.iter().filter_map(|key| known.linked(key)).collect(),
        details: WantedDetails { fixed_price: !facts.erp.products.prices_change, ..WantedDetails::default() },
    };
    Projection::Wanted(wanted(key, &combination.reference, document))
}

/// The product's price with its ecotax, and what the combination adds.
fn price_of(product: &Product, combination: &Combination) -> Decimal {
    product.price.saturating_add(ecotax_within(product)).saturating_add(combination.price_impact)
}
