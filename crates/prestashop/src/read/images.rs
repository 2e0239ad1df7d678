//! The images of products and of their combinations.

use std::collections::{HashMap, HashSet};

use passerelle_core::key::ShopId;
use passerelle_core::shop::{CombinationImages, ProductImages, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::gather::sort_out;
use super::odd::Odd;
use crate::rows::values;
use crate::wire::{CombinationImagesRow, ProductImagesRow};

impl Desk<'_> {
    /// Images of products: one call, and one for their combinations.
    pub(crate) async fn images(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let mut rows = self.by_id::<ProductImagesRow>(ids).await?;
        let mut owners: Vec<u64> = rows.found.keys().copied().collect();
        owners.sort_unstable();
        let combinations = if owners.is_empty() {
            HashMap::new()
        } else {
            let mut batch = self.rows.batch::<CombinationImagesRow>("id_product", &values(owners)).await?;
            // In a multistore each shop gives its own, some of them the same.
            let mut once = HashSet::new();
            batch.rows.retain(|row| once.insert(row.id.0));
            sort_out(batch, |row| row.id_product.0, "id_product", &mut rows.unreadable)?
        };
        self.resolve("products", rows, |_, row, _| {
            let own = combinations.get(&row.id.0).map_or(&[][..], Vec::as_slice);
            Ok(ShopDocument::Images(images(row, own)?))
        })
        .await
    }
}

fn images(row: &ProductImagesRow, combinations: &[CombinationImagesRow]) -> Result<ProductImages, Odd> {
    // The number of an image of a combination is made of both, in 63 bits.
    if combinations.iter().any(|it| i32::try_from(it.id.0).is_err()) {
        return Err(Odd::Field("combinations.id"));
    }
    let combination = |it: &CombinationImagesRow| CombinationImages {
        combination: it.id.shop(),
        reference: it.reference.0.clone(),
        images: it.images().iter().filter_map(|image| image.id.some()).collect(),
    };
    Ok(ProductImages {
        product: row.id.shop(),
        reference: row.reference.0.clone(),
        cover: row.id_default_image.some(),
        images: row.images().iter().filter_map(|image| image.id.some()).collect(),
        combinations: combinations.iter().map(combination).collect(),
    })
}
