//! Whole tables that no document needs yet: stock, prices, features, images, slips, groups, vouchers, changes of state.

use passerelle_engine::ports::shop::ShopError;

use crate::call::Query;
use crate::rows::Row;
use crate::shop::PrestaShop;

impl PrestaShop {
    /// Every row of a resource in id order, page by page, at most 1000 pages. Rows that cannot be understood are left out
    /// and counted in the log.
    ///
    /// Resources outside of [`setup`](passerelle_engine::ports::shop::Shop::setup)'s list need their right on the key.
    ///
    /// # Errors
    /// As every reading: see [`ShopError`].
    pub async fn table<T: Row>(&self) -> Result<Vec<T>, ShopError> {
        // Makes sure that the language is known.
        self.holder.get(&self.rows).await?;
        Ok(self.rows.all::<T>(&Query::default()).await?)
    }

    /// The rows of a resource whose `field` is one of `ids`, 100 in one call. Rows that cannot be understood are left out
    /// and counted in the log.
    ///
    /// # Errors
    /// As every reading: see [`ShopError`].
    pub async fn table_of<T: Row>(&self, field: &str, ids: &[u64]) -> Result<Vec<T>, ShopError> {
        self.holder.get(&self.rows).await?;
        let values: Vec<String> = ids.iter().map(u64::to_string).collect();
        let batch = self.rows.batch::<T>(field, &values).await?;
        let unread = batch.bad.len() + batch.lost.len();
        if unread > 0 {
            tracing::warn!(resource = T::RESOURCE, unread, "rows cannot be read");
        }
        Ok(batch.rows)
    }
}
