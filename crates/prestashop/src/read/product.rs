//! Products.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Product, ProductDetails, ProductForm, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::odd::Odd;
use crate::reference::Reference;
use crate::wire::{ProductRow, Text};

impl Desk<'_> {
    /// Products: one call, and those for what they have beside their rows.
    pub(crate) async fn products(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let mut rows = self.by_id::<ProductRow>(ids).await?;
        let beside = self.beside(&mut rows).await?;
        self.resolve("products", rows, |id, row, reference| {
            let mut product = product(row, reference)?;
            beside.put(id, row, reference, &mut product.details)?;
            Ok(ShopDocument::Product(product))
        })
        .await
    }
}

/// A product of its row. VAT comes from the tax rules group: tax ids change whenever a tax is saved.
pub(crate) fn product(row: &ProductRow, reference: &Reference) -> Result<Product, Odd> {
    let language = reference.language;
    Ok(Product {
        id: row.id.shop(),
        shop: ShopId(row.shop),
        reference: row.reference.0.clone(),
        name: row.name.label(language),
        description_short: row.description_short.pick(language).to_owned(),
        description: row.description.pick(language).to_owned(),
        price: row.price.0,
        vat: reference.group_rate(row.id_tax_rules_group.0)?,
        form: form(&row.product_type, &row.kind)?,
        active: row.active.0,
        weight: row.weight.0,
        width: row.width.0,
        height: row.height.0,
        depth: row.depth.0,
        ean13: row.ean13.0.clone(),
        upc: row.upc.0.clone(),
        isbn: row.isbn.0.clone(),
        wholesale_price: row.wholesale_price.0,
        ecotax: row.ecotax.0,
        manufacturer: row.manufacturer_name.0.clone(),
        categories: row.categories().iter().filter_map(|category| category.id.some()).collect(),
        combinations: row.combinations().iter().filter_map(|it| it.id.some()).collect(),
        details: ProductDetails {
            taxes: (!reference.configuration.without_tax)
                .then(|| reference.group_sets.get(&row.id_tax_rules_group.0).cloned())
                .flatten(),
            condition: row.condition.0.clone(),
            part_number: row.mpn.0.clone(),
            ecotax_vat: if row.ecotax.0.is_zero() { None } else { reference.ecotax_rate()? },
            ..ProductDetails::default()
        },
    })
}

/// `product_type`; empty for products from before it existed, which have `type` only.
pub(super) fn form(product_type: &Text, kind: &Text) -> Result<ProductForm, Odd> {
    match (product_type.0.as_str(), kind.0.as_str()) {
        ("standard", _) | ("", "simple" | "") => Ok(ProductForm::Standard),
        ("combinations", _) => Ok(ProductForm::Combinations),
        ("virtual", _) | ("", "virtual") => Ok(ProductForm::Virtual),
        ("pack", _) | ("", "pack") => Ok(ProductForm::Pack),
        _ => Err(Odd::Field("product_type")),
    }
}
