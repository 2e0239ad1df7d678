//! The stock of products and of their combinations.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{ProductForm, ShopDocument, Stock, StockLevel};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::gather::sort_out;
use super::odd::Odd;
use super::product::form;
use crate::reference::Reference;
use crate::rows::values;
use crate::wire::{ProductFormRow, StockAvailableRow};

impl Desk<'_> {
    /// Stock: one call for the products, one for their quantities. Those of all shops are listed, whichever is asked for.
    pub(crate) async fn stock(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let mut products = self.by_id::<ProductFormRow>(ids).await?;
        let there: Vec<u64> = products.found.keys().copied().collect();
        let batch = self.rows.batch::<StockAvailableRow>("id_product", &values(there)).await?;
        let mut sorted = sort_out(batch, |row| row.id_product.0, "id_product", &mut products.unreadable)?;
        let gathered = products.map(|id, row| (row, sorted.remove(&id).unwrap_or_default()));
        self.resolve("stock_availables", gathered, |_, (row, quantities), reference| {
            Ok(ShopDocument::Stock(stock(row, quantities, reference)?))
        })
        .await
    }
}

/// The stock of a product, of its row and its quantities.
pub(crate) fn stock(
    row: &ProductFormRow,
    quantities: &[StockAvailableRow],
    reference: &Reference,
) -> Result<Stock, Odd> {
    let form = form(&row.product_type, &row.kind)?;
    let has_stock = !matches!(form, ProductForm::Virtual | ProductForm::Pack);
    // Every product has a row; an SQL error can look like an empty list.
    if has_stock && quantities.is_empty() {
        return Err(Odd::Incomplete("stock_availables"));
    }
    let levels = quantities
        .iter()
        .filter_map(|quantity| {
            let shop = shop(quantity, reference)?;
            let combination = quantity.id_product_attribute.some();
            Some(StockLevel { combination, shop, quantity: quantity.quantity.0 })
        })
        .collect();
    Ok(Stock { product: row.id.shop(), reference: row.reference.0.clone(), form, levels })
}

/// The shop that a quantity belongs to: for one that a group shares, the first of its shops that is read, so that it counts
/// once; none for shops that are not read.
fn shop(row: &StockAvailableRow, reference: &Reference) -> Option<ShopId> {
    let (shop, group) = (row.id_shop.0, row.id_shop_group.0);
    if reference.stores.is_empty() {
        let default = reference.configuration.default_shop;
        return (shop == 0 || default == 0 || shop == default).then_some(ShopId(0));
    }
    let mut stores = reference.stores.iter();
    let store = if shop == 0 {
        stores.find(|store| store.group == group)
    } else {
        stores.find(|store| store.id == shop)
    };
    store.map(|store| ShopId(store.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Store;

    fn store(id: u64, group: u64) -> Store {
        Store { id, group, name: String::new(), home: 2, currency: None, rates: Vec::new() }
    }

    fn levels(reference: &Reference, rows: serde_json::Value) -> Vec<(u64, Option<u64>, String)> {
        let product =
            serde_json::json!({ "id": 7, "reference": "A", "product_type": "standard", "type": "simple" });
        let rows: Vec<StockAvailableRow> = serde_json::from_value(rows).unwrap();
        let stock = stock(&serde_json::from_value(product).unwrap(), &rows, reference).unwrap();
        let level = |it: &StockLevel| (it.shop.0, it.combination.map(|id| id.0), it.quantity.to_string());
        stock.levels.iter().map(level).collect()
    }

    fn row(attribute: u64, shop: u64, group: u64, quantity: i64) -> serde_json::Value {
        serde_json::json!({
            "id": 1, "id_product": 7, "id_product_attribute": attribute.to_string(), "id_shop": shop,
            "id_shop_group": group, "quantity": quantity, "depends_on_stock": "0", "out_of_stock": 2,
        })
    }

    #[test]
    fn quantities_belong_to_the_shops_that_are_read_and_shared_ones_count_once() {
        let reference =
            Reference { stores: vec![store(2, 1), store(4, 3), store(5, 3)], ..Reference::default() };
        let rows = serde_json::json!([
            row(0, 1, 0, 10),
            row(0, 2, 0, -3),
            row(9, 2, 0, 4),
            row(0, 0, 3, 30),
            row(0, 0, 8, 80),
        ]);
        assert_eq!(
            levels(&reference, rows),
            [(2, None, "-3".to_owned()), (2, Some(9), "4".to_owned()), (4, None, "30".to_owned())]
        );
    }

    #[test]
    fn a_single_shop_has_the_quantities_of_the_default_one() {
        let mut reference = Reference::default();
        reference.configuration.default_shop = 1;
        let rows = serde_json::json!([row(0, 1, 0, 10), row(0, 2, 0, 5)]);
        assert_eq!(levels(&reference, rows), [(0, None, "10".to_owned())]);
    }

    #[test]
    fn a_product_without_any_row_was_not_read() {
        let product = serde_json::json!({ "id": 7, "product_type": "standard" });
        let answer = stock(&serde_json::from_value(product).unwrap(), &[], &Reference::default());
        assert_eq!(answer, Err(Odd::Incomplete("stock_availables")));
    }
}
