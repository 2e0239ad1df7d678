//! The shop port over the webservice.

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId};
use passerelle_engine::ports::shop::{Fetched, Listing, Page, Picture, Shop, ShopError, ShopSetup, Stores};
use passerelle_engine::ports::sweep::{Sweep, SweptPage};

use crate::base::Base;
use crate::call::Client;
use crate::clashes::{Clashes, clashes};
use crate::listing::Lexicons;
use crate::options::PrestaShopOptions;
use crate::reference::{Chosen, Holder};
use crate::rows::Rows;
use crate::{image, listing, read, setup};

/// A PrestaShop, read through its webservice. Never writes.
///
/// It can be shared: calls run side by side, at most as many as the options say. Reference data is loaded by
/// [`Shop::setup`], or at the first reading, and kept; a table is read again when a document needs an id it lacks.
pub struct PrestaShop {
    pub(crate) rows: Rows,
    pub(crate) holder: Holder,
    lexicons: Lexicons,
}

impl PrestaShop {
    /// A client of the shop; calls nothing yet.
    ///
    /// # Errors
    /// [`ShopError::Refused`] with `shop-address-malformed` when the address is none, `shop-client-failed` when this machine
    /// cannot make HTTP clients (no certificates).
    pub fn new(options: PrestaShopOptions) -> Result<Self, ShopError> {
        let refused = |id: &str| ShopError::Refused(Explanation::new(id));
        let base = Base::parse(&options.url).map_err(|_| refused("shop-address-malformed"))?;
        let client = Client::new(&options, base).map_err(|_| refused("shop-client-failed"))?;
        Ok(Self {
            rows: Rows::new(client, options.page, options.histories),
            holder: Holder::new(
                options.language,
                options.shops,
                Chosen { groups: options.groups, images: options.images, levels: options.levels },
                options.products,
            ),
            lexicons: Lexicons::default(),
        })
    }
}

impl PrestaShop {
    /// References and barcodes that several products or combinations share. Reads all of them, a page of 1000 at a time.
    ///
    /// # Errors
    /// When the shop cannot be used.
    pub async fn clashes(&self) -> Result<Clashes, ShopError> {
        self.holder.get(&self.rows).await?;
        clashes(&self.rows).await
    }
}

impl fmt::Debug for PrestaShop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrestaShop").field("address", &self.rows.client.place()).finish_non_exhaustive()
    }
}

#[async_trait]
impl Shop for PrestaShop {
    async fn setup(&self) -> Result<ShopSetup, ShopError> {
        setup::setup(&self.rows, &self.holder).await
    }

    async fn stores(&self) -> Result<Stores, ShopError> {
        let reference = self.holder.get(&self.rows).await?;
        let coverage = &reference.coverage;
        let read = coverage.covered.iter().copied().map(ShopId).collect();
        Ok(Stores { read, partial: coverage.is_partial() })
    }

    async fn list(
        &self,
        listing: Listing,
        since: Option<DateTime>,
        created_from: Option<Date>,
        offset: u64,
    ) -> Result<Page, ShopError> {
        // Before the reference data is loaded, nothing is told apart: as in a shop that is the only one.
        let coverage = self.holder.current().map(|now| now.coverage.clone()).unwrap_or_default();
        listing::page(&self.rows, &coverage, listing, since, created_from, offset).await
    }

    async fn list_behind(
        &self,
        listing: Listing,
        after: u64,
        created_from: Option<Date>,
    ) -> Result<Page, ShopError> {
        let coverage = self.holder.current().map(|now| now.coverage.clone()).unwrap_or_default();
        listing::behind(&self.rows, &coverage, listing, after, created_from).await
    }

    async fn time_zone(&self) -> Result<Option<TimeZone>, ShopError> {
        let reference = self.holder.get(&self.rows).await?;
        Ok(TimeZone::get(&reference.configuration.time_zone).ok())
    }

    async fn sweep(
        &self,
        sweep: Sweep,
        store: Option<ShopId>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        listing::sweep(&self.rows, &self.holder, &self.lexicons, sweep, store, after).await
    }

    async fn sweep_orders(
        &self,
        created_from: Option<Date>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        listing::sweep_orders(&self.rows, &self.holder, created_from, after).await.map(Some)
    }

    async fn read(&self, kind: Kind, ids: &[ShopId]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        read::read(&self.rows, &self.holder, kind, ids).await
    }

    async fn image(&self, product: ShopId, image: ShopId, most: usize) -> Result<Picture, ShopError> {
        image::image(&self.rows, product.0, image.0, most).await
    }

    fn calls(&self) -> u64 {
        self.rows.client.calls()
    }
}
