//! What products have beside their rows, for a hundred of them in a few calls: values of features, references at suppliers,
//! specific prices, texts in further languages.

use std::collections::HashMap;

use passerelle_core::shop::{Feature, ProductDetails, ProductWords, SpecificPrices};
use passerelle_engine::ports::shop::ShopError;

use super::Desk;
use super::gather::{Gathered, sort_out};
use super::odd::Odd;
use crate::reference::Reference;
use crate::rows::{Row as _, values};
use crate::wire::{
    ProductFeatureValueRow, ProductRow, ProductSupplierRow, ProductWordsRow, SpecificPriceRow, Words,
};

/// Values of features read for a hundred products, at most; further ones are left out.
const MOST_VALUES: usize = 5_000;

/// What products have beside their rows.
#[derive(Default)]
pub(crate) struct Beside {
    values: HashMap<u64, Words>,
    suppliers: HashMap<u64, Vec<ProductSupplierRow>>,
    prices: HashMap<u64, SpecificPrices>,
    words: HashMap<u64, ProductWordsRow>,
    /// Number and code of each further language.
    languages: Vec<(u64, String)>,
}

impl Desk<'_> {
    /// What these products have beside their rows. A part that cannot be read makes its product unreadable.
    pub(crate) async fn beside(&self, rows: &mut Gathered<ProductRow>) -> Result<Beside, ShopError> {
        let reference = self.holder.get(self.rows).await?;
        let mut beside = Beside::default();
        let ids: Vec<u64> = rows.found.keys().copied().collect();
        if ids.is_empty() {
            return Ok(beside);
        }
        let ids = values(ids);
        if reference.reads(ProductFeatureValueRow::RESOURCE) && reference.reads("product_features") {
            let all = rows.found.values().flat_map(ProductRow::features);
            let mut needed: Vec<u64> = all.map(|it| it.id_feature_value.0).filter(|id| *id != 0).collect();
            needed.sort_unstable();
            needed.dedup();
            needed.truncate(MOST_VALUES);
            if !needed.is_empty() {
                let batch = self.rows.batch::<ProductFeatureValueRow>("id", &values(needed)).await?;
                beside.values = batch.rows.into_iter().map(|row| (row.id.0, row.value)).collect();
            }
        }
        // A supplier's reference counts where a supplier is the default one.
        let supplied = rows.found.values().filter(|row| row.id_supplier.0 != 0).map(|row| row.id.0);
        let supplied = values(supplied);
        if reference.reads(ProductSupplierRow::RESOURCE) && !supplied.is_empty() {
            let batch = self.rows.batch::<ProductSupplierRow>("id_product", &supplied).await?;
            beside.suppliers = sort_out(batch, |row| row.id_product.0, "id_product", &mut rows.unreadable)?;
        }
        if reference.reads(SpecificPriceRow::RESOURCE) {
            let batch = self.rows.batch::<SpecificPriceRow>("id_product", &ids).await?;
            let sorted = sort_out(batch, |row| row.id_product.0, "id_product", &mut rows.unreadable)?;
            beside.prices = sorted.into_iter().map(|(id, rows)| (id, counted(&rows))).collect();
        }
        beside.languages = further(&self.holder.products.languages, &reference);
        if !beside.languages.is_empty() {
            let batch = self.rows.batch::<ProductWordsRow>("id", &ids).await?;
            beside.words = batch.rows.into_iter().map(|row| (row.id.0, row)).collect();
        }
        Ok(beside)
    }
}

impl Beside {
    /// Puts what belongs to one product into its details.
    pub(crate) fn put(
        &self,
        id: u64,
        row: &ProductRow,
        reference: &Reference,
        details: &mut ProductDetails,
    ) -> Result<(), Odd> {
        details.features = self.features(row, reference)?;
        let rows = self.suppliers.get(&id).map(Vec::as_slice).unwrap_or_default();
        let default =
            |it: &&ProductSupplierRow| it.id_supplier == row.id_supplier && it.id_product_attribute.0 == 0;
        if let Some(supplier) = rows.iter().find(default) {
            details.supplier_reference.clone_from(&supplier.product_supplier_reference.0);
        }
        details.specific_prices = self.prices.get(&id).copied().unwrap_or_default();
        if let Some(words) = self.words.get(&id) {
            let text = |words: &Words, language| words.exactly(language).to_owned();
            let of = |(language, code): &(u64, String)| {
                let words = ProductWords {
                    name: text(&words.name, *language),
                    description_short: text(&words.description_short, *language),
                    description: text(&words.description, *language),
                };
                (code.clone(), words)
            };
            details.languages =
                self.languages.iter().map(of).filter(|(_, words)| !words.name.is_empty()).collect();
        }
        Ok(())
    }

    fn features(&self, row: &ProductRow, reference: &Reference) -> Result<Vec<Feature>, Odd> {
        if self.values.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for it in row.features() {
            let Some((position, name)) = reference.feature(it.id.0)? else { continue };
            let Some(value) = self.values.get(&it.id_feature_value.0) else { continue };
            let value = value.label(reference.language);
            let value = value.trim();
            if !value.is_empty() {
                found.push((
                    position,
                    it.id.0,
                    it.id_feature_value.0,
                    Feature { name, value: value.to_owned() },
                ));
            }
        }
        found.sort_by_key(|(position, feature, value, _)| (*position, *feature, *value));
        Ok(found.into_iter().map(|(_, _, _, feature)| feature).collect())
    }
}

/// The languages asked for, with their numbers and their codes as Dolibarr writes them.
fn further(asked: &[String], reference: &Reference) -> Vec<(u64, String)> {
    let mut languages: Vec<(u64, String)> = reference
        .locales
        .iter()
        .filter(|(id, locale)| {
            let short = locale.split('-').next().unwrap_or_default();
            let is = |code: &String| code.eq_ignore_ascii_case(short) || code.eq_ignore_ascii_case(locale);
            **id != reference.language && asked.iter().any(is)
        })
        .map(|(id, locale)| (*id, locale.replace('-', "_")))
        .collect();
    languages.sort();
    languages
}

/// Numbers of specific prices by what narrows each most; those of one basket are no prices of the product.
fn counted(rows: &[SpecificPriceRow]) -> SpecificPrices {
    let mut counts = SpecificPrices::default();
    for row in rows.iter().filter(|row| row.id_cart.0 == 0) {
        let count = if row.id_customer.0 != 0 {
            &mut counts.customer
        } else if row.id_group.0 != 0 {
            &mut counts.group
        } else if row.id_country.0 != 0 {
            &mut counts.country
        } else if row.id_currency.0 != 0 {
            &mut counts.currency
        } else if row.from_quantity.0 > 1 {
            &mut counts.quantity
        } else if row.from.0.is_some() || row.to.0.is_some() {
            &mut counts.period
        } else {
            &mut counts.everybody
        };
        *count = count.saturating_add(1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specific_price_counts_once_under_what_narrows_it_most() {
        let row = |more: serde_json::Value| {
            let mut row =
                serde_json::json!({"id": 1, "id_product": 7, "price": "-1.000000", "reduction": "0.2"});
            row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            serde_json::from_value::<SpecificPriceRow>(row).unwrap()
        };
        let rows = [
            row(serde_json::json!({"id_customer": "4", "id_group": 3})),
            row(serde_json::json!({"id_group": 3, "from_quantity": 10})),
            row(serde_json::json!({"from_quantity": "10"})),
            row(serde_json::json!({"from_quantity": "1", "to": "2026-12-01 00:00:00"})),
            row(serde_json::json!({"from_quantity": "1", "from": "0000-00-00 00:00:00"})),
            row(serde_json::json!({"id_cart": "9"})),
        ];
        let counts = counted(&rows);
        let expected =
            SpecificPrices { customer: 1, group: 1, quantity: 1, period: 1, everybody: 1, ..counts };
        assert_eq!((counts, counts.total()), (expected, 5));
    }
}
