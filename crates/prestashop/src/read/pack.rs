//! The content of packs.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Pack, PackPart, ProductForm, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::odd::Odd;
use super::product::form;
use crate::wire::ProductRow;

impl Desk<'_> {
    /// The content of these products: one call.
    pub(crate) async fn packs(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<ProductRow>(ids).await?;
        self.resolve("products", rows, |_, row, _| Ok(ShopDocument::Pack(pack(row)?))).await
    }
}

/// A pack of its product's row. What was a pack once may keep its list; it counts no more.
pub(crate) fn pack(row: &ProductRow) -> Result<Pack, Odd> {
    let is_pack = form(&row.product_type, &row.kind)? == ProductForm::Pack;
    let parts = row.parts().iter().filter(|part| is_pack && part.id.0 != 0 && !part.quantity.0.is_zero());
    Ok(Pack {
        id: row.id.shop(),
        reference: row.reference.0.clone(),
        parts: parts
            .map(|part| PackPart {
                product: part.id.shop(),
                combination: part.id_product_attribute.some(),
                quantity: part.quantity.0.normalize(),
            })
            .collect(),
    })
}
