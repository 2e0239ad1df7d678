//! Sweeps of a shop that does not stand still.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use common::{NOW, tag};
use jiff::civil::{Date, DateTime};
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_engine::ports::shop::{Fetched, Listing, Page, Picture, Shop, ShopError, ShopSetup, Stores};
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_engine::ports::sweep::{Print, Sweep, SweptPage, SweptRow};
use passerelle_engine::{Discovered, Silent, Sweeping, discover};
use passerelle_store::InMemoryStore;

const PAGE: usize = 10;

/// Of each row its owner and a number for what it shows.
type List = BTreeMap<u64, (u64, u64)>;

/// Lists by name, and by shop where it has its own.
#[derive(Default)]
struct Lists {
    lists: Mutex<BTreeMap<(Sweep, Option<u64>), List>>,
    stores: Vec<ShopId>,
    /// Set after a page was given.
    stop: AtomicBool,
    pages: AtomicU64,
    /// The key may not read these.
    denied: Vec<Sweep>,
}

impl Lists {
    fn put(&self, sweep: Sweep, of: Option<u64>, id: u64, owner: u64, shows: u64) {
        self.lists.lock().unwrap().entry((sweep, of)).or_default().insert(id, (owner, shows));
    }

    fn remove(&self, sweep: Sweep, of: Option<u64>, id: u64) {
        self.lists.lock().unwrap().entry((sweep, of)).or_default().remove(&id);
    }
}

#[async_trait]
impl Shop for Lists {
    async fn setup(&self) -> Result<ShopSetup, ShopError> {
        unreachable!("not set up by the engine")
    }

    async fn stores(&self) -> Result<Stores, ShopError> {
        Ok(Stores { read: self.stores.clone(), partial: false })
    }

    async fn list(
        &self,
        _listing: Listing,
        _since: Option<DateTime>,
        _created_from: Option<Date>,
        _offset: u64,
    ) -> Result<Page, ShopError> {
        panic!("nothing of the catalogue is listed by date")
    }

    async fn sweep(
        &self,
        sweep: Sweep,
        store: Option<ShopId>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        if self.denied.contains(&sweep) {
            return Ok(None);
        }
        self.pages.fetch_add(1, Ordering::Relaxed);
        let lists = self.lists.lock().unwrap();
        let rows = lists.get(&(sweep, store.map(|store| store.0))).cloned().unwrap_or_default();
        let prints = |shows: u64| sweep.aspects().iter().map(|_| Print::of(&shows)).collect();
        let rows: Vec<SweptRow> = rows
            .range(after + 1..)
            .take(PAGE)
            .map(|(id, (owner, shows))| SweptRow { id: *id, owner: *owner, prints: prints(*shows) })
            .collect();
        let is_last = rows.len() < PAGE;
        let to = rows.last().map_or(after, |row| row.id);
        Ok(Some(SweptPage { rows, to, is_last, doubts: Vec::new() }))
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

const KINDS: [Kind; 4] = [Kind::Category, Kind::Product, Kind::Combination, Kind::Stock];

async fn sweep_as(shop: &Lists, store: &InMemoryStore, how: Sweeping) -> Discovered {
    let now = NOW.parse().unwrap();
    discover(shop, store, &Silent, &tag(), &KINDS, None, how, now, &shop.stop).await.unwrap()
}

async fn sweep(shop: &Lists, store: &InMemoryStore) -> Discovered {
    sweep_as(shop, store, Sweeping::default()).await
}

/// Takes all that is due off the queue; gives it back.
async fn due(store: &InMemoryStore) -> Vec<(Kind, u64)> {
    let now = NOW.parse().unwrap();
    let mut keys = Vec::new();
    loop {
        let lease = std::time::Duration::from_secs(60);
        let jobs = store.claim(&tag(), &KINDS, 500, "test", now, lease).await.unwrap();
        if jobs.is_empty() {
            return keys;
        }
        for job in jobs {
            let end = passerelle_engine::ports::store::JobEnd {
                reference: String::new(),
                links: Vec::new(),
                settlements: Vec::new(),
                next: passerelle_engine::ports::store::Next::InStep,
            };
            store.finish(&job.key, job.fence, &end, now).await.unwrap();
            keys.push((job.key.kind, job.key.id.0));
        }
    }
}

/// A shop with this many products, each with stock.
fn shop(products: u64) -> Lists {
    let shop = Lists::default();
    for id in 1..=products {
        shop.put(Sweep::Products, None, id, 0, 1);
        shop.put(Sweep::Stock, None, 1_000 + id, id, 1);
    }
    shop
}

#[tokio::test]
async fn the_first_sweep_finds_everything_and_the_next_nothing() {
    let (shop, store) = (shop(25), InMemoryStore::new());
    let found = sweep(&shop, &store).await;
    // Beside the four services that are always there.
    assert_eq!((found.seen, found.marked), (50, 50 + 4));
    assert_eq!(due(&store).await.len(), 50);
    let before = shop.pages.load(Ordering::Relaxed);
    let found = sweep(&shop, &store).await;
    assert_eq!((found.seen, found.marked), (50, 0));
    assert!(due(&store).await.is_empty());
    // Three pages of products, three of stock, one of each of the empty lists: categories, specific prices, combinations.
    assert_eq!(shop.pages.load(Ordering::Relaxed) - before, 9);
}

#[tokio::test]
async fn what_changes_comes_and_goes_is_found() {
    let (shop, store) = (shop(25), InMemoryStore::new());
    sweep(&shop, &store).await;
    due(&store).await;
    shop.put(Sweep::Products, None, 7, 0, 2);
    shop.put(Sweep::Stock, None, 1_011, 11, 2);
    shop.put(Sweep::Products, None, 26, 0, 1);
    shop.put(Sweep::Combinations, None, 5, 9, 1);
    shop.remove(Sweep::Products, None, 14);
    let found = sweep(&shop, &store).await;
    assert!(found.doubts.is_empty());
    let expected = [
        (Kind::Product, 7),
        (Kind::Product, 9),
        (Kind::Product, 14),
        (Kind::Product, 26),
        (Kind::Combination, 5),
        (Kind::Stock, 7),
        (Kind::Stock, 11),
        (Kind::Stock, 14),
        (Kind::Stock, 26),
    ];
    assert_eq!(due(&store).await, expected);
    // The last rows of a list, too.
    for id in 20..=26 {
        shop.remove(Sweep::Products, None, id);
    }
    sweep(&shop, &store).await;
    let products: Vec<u64> =
        due(&store).await.into_iter().filter(|(kind, _)| *kind == Kind::Product).map(|(_, id)| id).collect();
    assert_eq!(products, [20, 21, 22, 23, 24, 25, 26]);
    assert!(sweep(&shop, &store).await.marked == 0 && due(&store).await.is_empty());
}

#[tokio::test]
async fn a_list_that_is_suddenly_empty_is_not_believed() {
    let (shop, store) = (shop(25), InMemoryStore::new());
    sweep(&shop, &store).await;
    due(&store).await;
    let all = std::mem::take(&mut *shop.lists.lock().unwrap());
    let found = sweep(&shop, &store).await;
    assert!(due(&store).await.is_empty());
    let doubts: Vec<&str> = found.doubts.iter().map(|doubt| doubt.id.as_ref()).collect();
    assert_eq!(doubts, ["list-shrunk", "list-shrunk"]);
    // Back again: nothing happened.
    *shop.lists.lock().unwrap() = all;
    assert_eq!(sweep(&shop, &store).await.marked, 0);
    // A person says that it is right.
    shop.lists.lock().unwrap().clear();
    let how = Sweeping { deletions: true, ..Sweeping::default() };
    let found = sweep_as(&shop, &store, how).await;
    assert!(found.doubts.is_empty());
    assert_eq!(due(&store).await.len(), 50);
}

#[tokio::test]
async fn a_list_that_ends_too_early_is_not_believed() {
    let (shop, store) = (shop(25), InMemoryStore::new());
    sweep(&shop, &store).await;
    due(&store).await;
    for id in 8..=25 {
        shop.remove(Sweep::Products, None, id);
    }
    shop.put(Sweep::Products, None, 3, 0, 2);
    let found = sweep(&shop, &store).await;
    assert_eq!(found.doubts.len(), 1);
    // What it shows is taken all the same.
    assert_eq!(due(&store).await, [(Kind::Product, 3), (Kind::Stock, 3)]);
}

#[tokio::test]
async fn an_interrupted_sweep_goes_on_where_it_stopped() {
    let (shop, store) = (shop(25), InMemoryStore::new());
    // It stops as soon as it is asked to, before the first list.
    shop.stop.store(true, Ordering::Relaxed);
    assert_eq!(sweep(&shop, &store).await.seen, 0);
    shop.stop.store(false, Ordering::Relaxed);
    // A stop in the middle: the first page of products is stored, and the next run begins behind it.
    let half = InterruptedAfter { lists: &shop, pages: 2 };
    let now = NOW.parse().unwrap();
    let how = Sweeping::default();
    let found = discover(&half, &store, &Silent, &tag(), &KINDS, None, how, now, &shop.stop).await.unwrap();
    assert_eq!(found.seen, 10, "categories are empty, then one page");
    shop.stop.store(false, Ordering::Relaxed);
    let resume = store.cursor(&tag(), "sweep:products").await.unwrap().unwrap();
    assert_eq!((resume.mark.as_str(), resume.resume.as_deref()), ("", Some(r#"{"after":10,"rows":10}"#)));
    let found = sweep(&shop, &store).await;
    assert_eq!(found.seen, 15 + 25);
    let products = due(&store).await.iter().filter(|(kind, _)| *kind == Kind::Product).count();
    assert_eq!(products, 25);
    let ended = store.cursor(&tag(), "sweep:products").await.unwrap().unwrap();
    assert_eq!((ended.mark.is_empty(), ended.resume), (false, None));
    assert_eq!(sweep(&shop, &store).await.seen, 50);
}

/// Asks to stop when so many pages were given.
struct InterruptedAfter<'a> {
    lists: &'a Lists,
    pages: u64,
}

#[async_trait]
impl Shop for InterruptedAfter<'_> {
    async fn setup(&self) -> Result<ShopSetup, ShopError> {
        self.lists.setup().await
    }

    async fn list(
        &self,
        listing: Listing,
        since: Option<DateTime>,
        created_from: Option<Date>,
        offset: u64,
    ) -> Result<Page, ShopError> {
        self.lists.list(listing, since, created_from, offset).await
    }

    async fn sweep(
        &self,
        sweep: Sweep,
        store: Option<ShopId>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        let page = self.lists.sweep(sweep, store, after).await;
        if self.lists.pages.load(Ordering::Relaxed) >= self.pages {
            self.lists.stop.store(true, Ordering::Relaxed);
        }
        page
    }

    async fn read(&self, kind: Kind, ids: &[ShopId]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        self.lists.read(kind, ids).await
    }

    async fn image(&self, _: ShopId, _: ShopId, _: usize) -> Result<Picture, ShopError> {
        unreachable!("it has no images")
    }

    fn calls(&self) -> u64 {
        0
    }
}

#[tokio::test]
async fn other_settings_have_everything_looked_at() {
    let (shop, store) = (shop(3), InMemoryStore::new());
    sweep(&shop, &store).await;
    due(&store).await;
    let how = Sweeping { circumstances: Print::of(&"descriptions off"), deletions: false };
    assert_eq!(sweep_as(&shop, &store, how).await.marked, 6);
    due(&store).await;
    assert_eq!(sweep_as(&shop, &store, how).await.marked, 0);
}

#[tokio::test]
async fn each_shop_of_a_multistore_has_its_lists() {
    let shop = Lists { stores: vec![ShopId(1), ShopId(2)], ..Lists::default() };
    let store = InMemoryStore::new();
    for of in [1, 2] {
        shop.put(Sweep::Products, Some(of), 1, 0, of);
        shop.put(Sweep::Combinations, Some(of), 4, 1, of);
    }
    shop.put(Sweep::Products, Some(2), 2, 0, 1);
    sweep(&shop, &store).await;
    let keys: Vec<Key> = [1, 2].map(|id| Key::new(&tag(), Kind::Product, ShopId(id))).into();
    assert_eq!(store.documents(&keys).await.unwrap().len(), 2);
    due(&store).await;
    // Another price in the second shop.
    shop.put(Sweep::Products, Some(2), 1, 0, 3);
    sweep(&shop, &store).await;
    assert_eq!(due(&store).await, [(Kind::Product, 1), (Kind::Combination, 4), (Kind::Stock, 1)]);
}

#[tokio::test]
async fn a_list_that_may_not_be_read_takes_nothing_away() {
    let (mut shop, store) = (shop(3), InMemoryStore::new());
    for id in 1..=3 {
        shop.put(Sweep::SpecificPrices, None, id, id, 1);
    }
    sweep(&shop, &store).await;
    due(&store).await;
    shop.denied = vec![Sweep::SpecificPrices];
    assert_eq!(sweep(&shop, &store).await.marked, 0);
    assert_eq!(store.seen_behind(&tag(), "specific_prices", 0).await.unwrap(), 3);
    let stock = Key::new(&tag(), Kind::Stock, ShopId(1));
    assert_eq!(
        store.documents(std::slice::from_ref(&stock)).await.unwrap()[&stock].state,
        DocumentState::InStep
    );
}
