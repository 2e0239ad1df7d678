//! Combinations, with their products.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Combination, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::gather::Gathered;
use super::odd::Odd;
use super::product::product;
use crate::reference::Reference;
use crate::wire::{CombinationRow, ProductRow};

impl Desk<'_> {
    /// Combinations: one call, and one for their products.
    pub(crate) async fn combinations(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<CombinationRow>(ids).await?;
        let mut owners: Vec<u64> =
            rows.found.values().map(|row| row.id_product.0).filter(|id| *id != 0).collect();
        owners.sort_unstable();
        owners.dedup();
        let products = if owners.is_empty() { none() } else { self.by_id::<ProductRow>(&owners).await? };
        let mut with_products = rows.map(|_, row| {
            let product = products.found.get(&row.id_product.0).cloned();
            (row, product)
        });
        for (id, (row, _)) in &with_products.found {
            if let Some(why) = products.unreadable.get(&row.id_product.0) {
                with_products.unreadable.insert(*id, why.clone());
            }
        }
        self.resolve("combinations", with_products, |_, (row, product), reference| {
            let product = product.as_ref().ok_or(Odd::Dangling("id_product", row.id_product.0))?;
            Ok(ShopDocument::Combination(combination(row, product, reference)?))
        })
        .await
    }
}

fn none<M>() -> Gathered<M> {
    Gathered { found: HashMap::new(), unreadable: HashMap::new(), gone: std::collections::HashSet::new() }
}

/// A combination of its row and its product's.
pub(crate) fn combination(
    row: &CombinationRow,
    of: &ProductRow,
    reference: &Reference,
) -> Result<Combination, Odd> {
    let mut attributes = Vec::new();
    for value in row.option_values() {
        attributes.push(reference.option_value(value.id.0)?);
    }
    attributes.sort();
    Ok(Combination {
        id: row.id.shop(),
        product: product(of, reference)?,
        reference: row.reference.0.clone(),
        values: attributes.iter().map(|it| (ShopId(it.group), ShopId(it.value))).collect(),
        attributes: attributes.into_iter().map(|it| (it.group_name, it.value_name)).collect(),
        price_impact: row.price.0,
        weight_impact: row.weight.0,
        wholesale_price: row.wholesale_price.0,
        ean13: row.ean13.0.clone(),
        upc: row.upc.0.clone(),
        isbn: row.isbn.0.clone(),
    })
}
