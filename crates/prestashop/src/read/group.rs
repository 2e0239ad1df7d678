//! Groups of customers.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Group, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use crate::wire::GroupRow;

impl Desk<'_> {
    /// Groups: one call.
    pub(crate) async fn groups(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let rows = self.by_id::<GroupRow>(ids).await?;
        self.resolve("groups", rows, |_, row, reference| {
            let name = row.name.label(reference.language);
            Ok(ShopDocument::Group(Group { id: row.id.shop(), name }))
        })
        .await
    }
}
