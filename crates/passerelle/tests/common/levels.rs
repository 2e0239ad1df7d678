//! Levels of stock on both sides.

use std::collections::BTreeMap;

use passerelle_sandbox::SandboxShop;
use passerelle_sandbox::erp::{ErpData, Movement, Stored as _};
use rust_decimal::Decimal;

/// External references of products and combinations with stock, and the quantity that the shop has of them; a product with
/// combinations has none of its own.
pub fn shop_levels(shop: &SandboxShop) -> BTreeMap<String, Decimal> {
    let mut state = shop.state();
    let mut levels = BTreeMap::new();
    for product in state.ids("products") {
        let form = state.get("products", product, "product_type").text();
        if matches!(form.as_str(), "virtual" | "pack") {
            continue;
        }
        let rows = state.find("stock_availables", "id_product", i64::from(product));
        let row = |id: u32| {
            let of = |field: &str| state.get("stock_availables", id, field).int();
            (of("id_product_attribute"), Decimal::from(of("quantity")))
        };
        let rows: Vec<(i64, Decimal)> = rows.into_iter().map(row).collect();
        let has_combinations = rows.iter().any(|(combination, _)| *combination > 0);
        for (combination, quantity) in rows {
            match combination {
                0 if has_combinations => levels.insert(format!("ps1-product-{product}"), Decimal::ZERO),
                0 => levels.insert(format!("ps1-product-{product}"), quantity),
                id => levels.insert(format!("ps1-combination-{id}"), quantity),
            };
        }
    }
    levels
}

/// The levels of these things in warehouse 1, by external reference.
pub fn erp_levels(data: &ErpData, of: &BTreeMap<String, Decimal>) -> BTreeMap<String, Decimal> {
    let level = |reference: &String| {
        let product = data.products.iter().find(|it| it.record().ref_ext() == Some(reference));
        let product = product.unwrap_or_else(|| panic!("{reference} is not in Dolibarr"));
        (reference.clone(), product.stock.get(&1).copied().unwrap_or_default())
    };
    of.keys().map(level).collect()
}

/// What Passerelle moved of each product since the movement of this number, by external reference.
pub fn moved_by_us(data: &ErpData, since: u32) -> BTreeMap<String, Vec<Decimal>> {
    let mut moved: BTreeMap<String, Vec<Decimal>> = BTreeMap::new();
    let ours = |it: &&Movement| it.record.text("inventorycode").starts_with("ps1-") && it.record.id > since;
    for movement in data.movements.iter().filter(ours) {
        let product = data.products.get(movement.product).and_then(|it| it.record.ref_ext()).unwrap();
        moved.entry(product.to_owned()).or_default().push(movement.qty);
    }
    moved
}

/// The number of the last movement.
pub fn latest(data: &ErpData) -> u32 {
    data.movements.iter().map(|it| it.record.id).max().unwrap_or(0)
}

/// Every level equals the shop's; since the levels were `before`, what differed was moved by one movement and nothing else
/// was; and no code was booked twice.
pub fn assert_levels(
    shop: &SandboxShop,
    data: &ErpData,
    before: &BTreeMap<String, Decimal>,
    since: u32,
    what: &str,
) {
    let wanted = shop_levels(shop);
    let present = erp_levels(data, &wanted);
    assert_eq!(present, wanted, "{what}: levels");
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    for movement in data.movements.iter() {
        *codes.entry(movement.record.text("inventorycode")).or_default() += 1;
    }
    codes.remove("");
    codes.retain(|_, count| *count > 1);
    assert!(codes.is_empty(), "{what}: booked more than once: {codes:?}");
    let moved = moved_by_us(data, since);
    for (reference, level) in &present {
        let difference = level - before.get(reference).copied().unwrap_or_default();
        let once = if difference.is_zero() { Vec::new() } else { vec![difference] };
        let moved = moved.get(reference).cloned().unwrap_or_default();
        assert_eq!(moved, once, "{what}: movements of {reference}");
    }
}

/// Other quantities for some rows, chosen by `pick`; the rows of products with combinations stay their sums.
pub fn change_quantities(shop: &SandboxShop, mut pick: impl FnMut() -> Option<i64>) {
    let mut state = shop.state();
    let rows = state.ids("stock_availables");
    let mut sums: BTreeMap<i64, (u32, i64, bool)> = BTreeMap::new();
    for row in rows {
        let of = |state: &passerelle_sandbox::shop::ShopData, field: &str| {
            state.get("stock_availables", row, field).int()
        };
        let (product, combination) = (of(&state, "id_product"), of(&state, "id_product_attribute"));
        if let Some(quantity) = pick() {
            state.set("stock_availables", row, "quantity", quantity);
        }
        let sum = sums.entry(product).or_default();
        if combination == 0 {
            sum.0 = row;
        } else {
            sum.1 += of(&state, "quantity");
            sum.2 = true;
        }
    }
    for (row, sum, has_combinations) in sums.into_values() {
        if has_combinations {
            state.set("stock_availables", row, "quantity", sum);
        }
    }
}
