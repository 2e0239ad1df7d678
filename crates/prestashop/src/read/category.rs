//! Categories.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Category, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::odd::Odd;
use crate::reference::Reference;
use crate::wire::CategoryRow;

impl Desk<'_> {
    /// Categories: one call.
    pub(crate) async fn categories(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<CategoryRow>(ids).await?;
        self.resolve("categories", rows, |_, row, reference| {
            Ok(ShopDocument::Category(category(row, reference)?))
        })
        .await
    }
}

/// A category of its row.
pub(crate) fn category(row: &CategoryRow, reference: &Reference) -> Result<Category, Odd> {
    let language = reference.language;
    Ok(Category {
        id: row.id.shop(),
        parent: row.id_parent.some(),
        name: row.name.label(language),
        description: row.description.pick(language).to_owned(),
        active: row.active.0,
        is_home: row.is_root_category.0,
        depth: u32::try_from(row.level_depth.0).map_err(|_| Odd::Field("level_depth"))?,
    })
}
