//! A shop and a Dolibarr of a few lines each, and a clock that stands until it is waited for.

#![allow(dead_code, reason = "not every test needs all of it")]

pub mod broken;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use passerelle_core::decide::Facts;
use passerelle_core::erp::{ErpSeen, ErpSetup, Look, Precision};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Kind, ShopId, Tag};
use passerelle_core::money::Currency;
use passerelle_core::plan::Operation;
use passerelle_core::settings::Settings;
use passerelle_engine::ports::clock::Clock;
use passerelle_engine::ports::erp::{Download, Erp, ErpError, ErpListing, ErpPage, FileContent, Outcome};
use passerelle_engine::ports::shop::{Fetched, Listing, Page, Picture, Seen, Shop, ShopError, ShopSetup};
use passerelle_engine::ports::sweep::{Print, Sweep, SweptPage, SweptRow};

pub const NOW: &str = "2026-11-23T12:00:00Z";

pub fn tag() -> Tag {
    "ps1".parse().unwrap()
}

pub fn facts() -> Facts {
    Facts {
        settings: Settings::new(tag()),
        erp: ErpSetup {
            version: "20.0.0".to_owned(),
            company: "Company".to_owned(),
            country: "FR".to_owned(),
            currency: Currency::EUR,
            modules: Vec::new(),
            warehouses: Vec::new(),
            bank_accounts: Vec::new(),
            payment_modes: Vec::new(),
            payment_terms: Vec::new(),
            shipping_methods: Vec::new(),
            order_origins: Vec::new(),
            countries: Vec::new(),
            currencies: Vec::new(),
            currencies_known: true,
            precision: Precision::default(),
            local_taxes: [false, false],
            stock_counting: Default::default(),
            products: Default::default(),
            constants: Default::default(),
            vat_rates: None,
            texts: Default::default(),
        },
        shop_name: "Shop".to_owned(),
        shop_currency: Currency::EUR,
        company_rate: Some("1".parse().unwrap()),
        shops: Default::default(),
        currency_decimals: Default::default(),
        vat_rates: Vec::new(),
        several_taxes: Vec::new(),
        features: Vec::new(),
    }
}

/// Something that moves rows.
type Between = dyn Fn(&mut HashMap<u64, DateTime>) + Send + Sync;

/// Rows by id, listed in pages of `page`.
pub struct Rows {
    pub rows: Mutex<HashMap<u64, DateTime>>,
    pub page: usize,
    /// What happens to the rows after each page.
    pub between: Box<Between>,
    /// The shop's time zone.
    pub zone: Option<TimeZone>,
    /// Lists that fail.
    pub failing: Vec<Listing>,
    /// Pages that were asked for, of orders alone.
    pub pages: AtomicU64,
}

impl Rows {
    pub fn new(page: usize, rows: impl IntoIterator<Item = (u64, DateTime)>) -> Self {
        Self {
            rows: Mutex::new(rows.into_iter().collect()),
            page,
            between: Box::new(|_| {}),
            zone: None,
            failing: Vec::new(),
            pages: AtomicU64::new(0),
        }
    }
}

impl Rows {
    fn fail(&self, listing: Listing) -> Result<(), ShopError> {
        let explanation = Explanation::new("shop-timeout");
        match self.failing.contains(&listing) {
            true => Err(ShopError::Unavailable { explanation, retry_after: None }),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl Shop for Rows {
    async fn setup(&self) -> Result<ShopSetup, ShopError> {
        unreachable!("not set up by the engine")
    }

    async fn list(
        &self,
        listing: Listing,
        since: Option<DateTime>,
        _created_from: Option<Date>,
        offset: u64,
    ) -> Result<Page, ShopError> {
        self.fail(listing)?;
        if listing != Listing::Kind(Kind::Order) {
            return Ok(Page::default());
        }
        self.pages.fetch_add(1, Ordering::Relaxed);
        let mut rows = self.rows.lock().unwrap();
        let mut list: Vec<(DateTime, u64)> = rows.iter().map(|(id, date)| (*date, *id)).collect();
        list.retain(|(date, _)| since.is_none_or(|since| *date >= since));
        list.sort_unstable();
        let from = usize::try_from(offset).unwrap();
        let page: Vec<Seen> = list
            .iter()
            .skip(from)
            .take(self.page)
            .map(|(date, id)| Seen {
                id: ShopId(*id),
                changed: Some(*date),
                only_as_change: false,
                print: None,
            })
            .collect();
        let next = (page.len() == self.page).then_some(offset + self.page as u64);
        (self.between)(&mut rows);
        Ok(Page {
            highest: page.iter().map(|row| row.id.0).max().unwrap_or(0),
            rows: page,
            next,
            ..Page::default()
        })
    }

    async fn list_behind(
        &self,
        listing: Listing,
        after: u64,
        _created_from: Option<Date>,
    ) -> Result<Page, ShopError> {
        self.fail(listing)?;
        if listing != Listing::Kind(Kind::Order) {
            return Ok(Page::default());
        }
        self.pages.fetch_add(1, Ordering::Relaxed);
        let mut list: Vec<(u64, DateTime)> = self
            .rows
            .lock()
            .unwrap()
            .iter()
            .map(|(id, date)| (*id, *date))
            .filter(|(id, _)| *id > after)
            .collect();
        list.sort_unstable();
        list.truncate(self.page);
        let seen = |(id, date): &(u64, DateTime)| Seen {
            id: ShopId(*id),
            changed: Some(*date),
            only_as_change: false,
            print: None,
        };
        Ok(Page {
            rows: list.iter().map(seen).collect(),
            next: (list.len() == self.page).then_some(0),
            highest: list.last().map_or(0, |(id, _)| *id),
            doubts: Vec::new(),
        })
    }

    async fn sweep_orders(
        &self,
        _created_from: Option<Date>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        let mut ids: Vec<u64> = self.rows.lock().unwrap().keys().copied().filter(|id| *id > after).collect();
        ids.sort_unstable();
        ids.truncate(self.page);
        let (to, is_last) = (ids.last().copied().unwrap_or(after), ids.len() < self.page);
        let rows =
            ids.into_iter().map(|id| SweptRow { id, owner: 0, prints: vec![Print::of(&id)] }).collect();
        Ok(Some(SweptPage { rows, to, is_last, doubts: Vec::new() }))
    }

    async fn time_zone(&self) -> Result<Option<TimeZone>, ShopError> {
        Ok(self.zone.clone())
    }

    async fn sweep(
        &self,
        _sweep: Sweep,
        _store: Option<ShopId>,
        _after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        Ok(None)
    }

    async fn read(&self, _kind: Kind, ids: &[ShopId]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        Ok(ids.iter().map(|id| (*id, Fetched::Gone)).collect())
    }

    async fn image(&self, _: ShopId, _: ShopId, _: usize) -> Result<Picture, ShopError> {
        unreachable!("it has no images")
    }

    fn calls(&self) -> u64 {
        0
    }
}

/// An empty Dolibarr that answers calls with what it is told, in order, and then does them.
#[derive(Default)]
pub struct Answers {
    pub answers: Mutex<Vec<Outcome>>,
    pub looks: AtomicU64,
    pub begun: AtomicU64,
    pub ended: AtomicU64,
}

#[async_trait]
impl Erp for Answers {
    async fn setup(&self) -> Result<ErpSetup, ErpError> {
        Ok(facts().erp)
    }

    async fn look(&self, looks: &[Look]) -> Result<ErpSeen, ErpError> {
        self.looks.fetch_add(1, Ordering::Relaxed);
        let mut seen = ErpSeen::default();
        for look in looks {
            seen.insert(look.clone(), Vec::new());
        }
        Ok(seen)
    }

    async fn list(&self, _: &ErpListing) -> Result<ErpPage, ErpError> {
        Ok(ErpPage { rows: Vec::new(), is_whole: true, is_last: true })
    }

    async fn upload(&self, operation: &Operation, _: &FileContent) -> Outcome {
        self.execute(operation, &[]).await
    }

    async fn download(&self, _: &str, _: usize) -> Result<Download, ErpError> {
        Ok(Download::Absent)
    }

    async fn execute(&self, _operation: &Operation, _made: &[Option<ErpId>]) -> Outcome {
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        // Others come to their turn while it is under way.
        for _ in 0..number {
            tokio::task::yield_now().await;
        }
        self.ended.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().unwrap();
        if answers.is_empty() {
            return Outcome::Done { created: Some(ErpId(number)), object: None };
        }
        answers.remove(0)
    }

    fn calls(&self) -> u64 {
        0
    }
}

/// Time passes only by waiting; leases are never prolonged in it.
pub struct Still(Mutex<Timestamp>);

impl Still {
    pub fn new() -> Self {
        Self(Mutex::new(NOW.parse().unwrap()))
    }
}

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        if duration >= Duration::from_secs(200) {
            // The keeper of the leases.
            std::future::pending::<()>().await;
        }
        {
            let mut now = self.0.lock().unwrap();
            *now = now.checked_add(duration).unwrap();
        }
        tokio::task::yield_now().await;
    }
}
