//! What changes in the shop's catalogue is found, whatever way it is changed: most of it moves no date.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use common::pair::size;
use common::program::tag;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{JobEnd, Next, Store as _};
use passerelle_engine::{Discovered, RunError, Silent, Sweeping, discover};
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{Fault, FaultKind, SandboxShop, ShopOptions, ShopVersion};
use passerelle_store::SqliteStore;
use rust_decimal::Decimal;
use secrecy::SecretString;

const KINDS: [Kind; 8] = [
    Kind::Category,
    Kind::Attribute,
    Kind::AttributeValue,
    Kind::Product,
    Kind::Combination,
    Kind::Pack,
    Kind::Images,
    Kind::Stock,
];

/// A shop, and a store that knows it.
struct Swept {
    shop: SandboxShop,
    store: SqliteStore,
    page: u32,
}

impl Swept {
    /// Everything was seen, and is done.
    async fn of(options: ShopOptions) -> Self {
        let swept = Self::unseen(options).await;
        swept.sweep().await.unwrap();
        assert!(!swept.due().await.is_empty());
        assert_eq!(swept.changes().await, []);
        swept
    }

    async fn unseen(options: ShopOptions) -> Self {
        let shop = SandboxShop::start(options).await.unwrap();
        Self { shop, store: SqliteStore::in_memory().await.unwrap(), page: 10 }
    }

    async fn sweep(&self) -> Result<Discovered, RunError> {
        self.sweep_as(Sweeping::default()).await
    }

    /// One discovery, with a client that begins anew as each run of the program does.
    async fn sweep_as(&self, how: Sweeping) -> Result<Discovered, RunError> {
        let mut options = PrestaShopOptions::new(self.shop.url(), SecretString::from(self.shop.key()));
        options.page = self.page;
        let shop = PrestaShop::new(options).unwrap();
        let (now, stop) = ("2026-11-23T12:00:00Z".parse().unwrap(), AtomicBool::new(false));
        discover(&shop, &self.store, &Silent, &tag(), &KINDS, None, how, now, &stop).await
    }

    /// Takes all that is due off the queue; gives it back.
    async fn due(&self) -> Vec<(Kind, u32)> {
        let (now, lease) = ("2026-11-23T12:00:00Z".parse().unwrap(), Duration::from_secs(60));
        let mut keys = Vec::new();
        loop {
            let jobs = self.store.claim(&tag(), &KINDS, 500, "test", now, lease).await.unwrap();
            if jobs.is_empty() {
                return keys;
            }
            for job in jobs {
                let (reference, links, settlements) = (String::new(), Vec::new(), Vec::new());
                let end = JobEnd { reference, links, settlements, next: Next::InStep };
                self.store.finish(&job.key, job.fence, &end, now).await.unwrap();
                keys.push((job.key.kind, u32::try_from(job.key.id.0).unwrap()));
            }
        }
    }

    /// What the next run would look at.
    async fn changes(&self) -> Vec<(Kind, u32)> {
        let found = self.sweep().await.unwrap();
        assert!(found.doubts.is_empty(), "{:?}", found.doubts);
        self.due().await
    }

    /// What the next run looks at after this change, and that the one after it finds nothing.
    async fn after(&self, change: impl FnOnce(&mut ShopData)) -> Vec<(Kind, u32)> {
        change(&mut self.shop.state());
        let found = self.changes().await;
        assert_eq!(self.changes().await, [], "found once");
        found
    }
}

fn options(version: ShopVersion) -> ShopOptions {
    ShopOptions { seed: 5, size: size(5, 30, 1, 1), oddities: false, version, ..ShopOptions::default() }
}

/// A combination, its product, and the other combinations of that.
fn combination(state: &mut ShopData) -> (u32, u32, Vec<u32>) {
    let first = state.ids("combinations")[0];
    let product = u32::try_from(state.get("combinations", first, "id_product").int()).unwrap();
    (first, product, state.find("combinations", "id_product", i64::from(product)))
}

/// A product without combinations.
fn simple(state: &mut ShopData) -> u32 {
    let ids = state.ids("products");
    ids.into_iter().find(|id| state.find("combinations", "id_product", i64::from(*id)).is_empty()).unwrap()
}

fn with(kind: Kind, ids: &[u32]) -> Vec<(Kind, u32)> {
    ids.iter().map(|id| (kind, *id)).collect()
}

#[tokio::test]
async fn what_moves_no_date_is_found() {
    for version in [ShopVersion::V8, ShopVersion::V9] {
        let swept = Swept::of(options(version)).await;
        let (one, product, all) = combination(&mut swept.shop.state());
        let plain = simple(&mut swept.shop.state());
        let stock = |state: &mut ShopData, product: u32| {
            state.find("stock_availables", "id_product", i64::from(product))[0]
        };

        // Stock, of a product and of a combination.
        let row = stock(&mut swept.shop.state(), plain);
        let found = swept.after(|state| assert!(state.set("stock_availables", row, "quantity", 4_321))).await;
        assert_eq!(found, [(Kind::Stock, plain)]);
        let rows = swept.shop.state().find("stock_availables", "id_product_attribute", i64::from(one));
        let found = swept.after(|state| assert!(state.set("stock_availables", rows[0], "quantity", 7))).await;
        assert_eq!(found, [(Kind::Stock, product)]);

        // A combination: changed, added, deleted.
        let found =
            swept.after(|state| assert!(state.set("combinations", one, "price", Decimal::new(45, 1)))).await;
        assert_eq!(found, [(Kind::Combination, one)]);
        let mut added = 0;
        let found = swept.after(|state| added = state.copy("combinations", one).unwrap()).await;
        let its = [(Kind::Product, product), (Kind::Combination, added), (Kind::Images, product)];
        assert_eq!(found, its);
        let found = swept.after(|state| assert!(state.delete("combinations", added))).await;
        assert_eq!(found, its);

        // A specific price: of one product, and of all.
        let price =
            [("id_product", Cell::Int(i64::from(product))), ("reduction", Cell::Amount(Decimal::ONE))];
        let mut special = 0;
        let found = swept.after(|state| special = state.insert("specific_prices", &price).unwrap()).await;
        let mut its = vec![(Kind::Product, product)];
        its.extend(with(Kind::Combination, &all));
        assert_eq!(found, its);
        let found = swept
            .after(|state| assert!(state.set("specific_prices", special, "reduction", Decimal::TWO)))
            .await;
        assert_eq!(found, its);
        let found = swept.after(|state| assert!(state.delete("specific_prices", special))).await;
        assert_eq!(found, its);
        let everywhere = [("id_product", Cell::Int(0)), ("reduction", Cell::Amount(Decimal::ONE))];
        let found =
            swept.after(|state| assert!(state.insert("specific_prices", &everywhere).is_some())).await;
        let products = swept.shop.state().ids("products");
        assert_eq!(found[..products.len()], with(Kind::Product, &products));

        // Images: one more, and the cover.
        let found = swept.after(|state| assert!(state.link("products", plain, "images", &[901, 902]))).await;
        assert_eq!(found, [(Kind::Images, plain)]);
        let found = swept.after(|state| assert!(state.link("products", plain, "images", &[902, 901]))).await;
        assert_eq!(found, [(Kind::Images, plain)], "another order");

        // Features, and categories as an import writes them.
        let feature = vec![vec![Cell::Int(1), Cell::Int(1)]];
        let found = swept
            .after(|state| assert!(state.link_rows("products", plain, "product_features", feature)))
            .await;
        assert_eq!(found, [(Kind::Product, plain)]);
        let found = swept.after(|state| assert!(state.link("products", plain, "categories", &[2]))).await;
        assert_eq!(found, [(Kind::Product, plain)]);

        // Names that other things show.
        let renamed = Cell::lang("Renamed", "Renommé");
        let found = swept
            .after(|state| assert!(state.set("product_feature_values", 1, "value", renamed.clone())))
            .await;
        assert!(found.contains(&(Kind::Product, plain)), "{found:?}");
        let found =
            swept.after(|state| assert!(state.set("product_features", 1, "name", renamed.clone()))).await;
        assert!(found.contains(&(Kind::Product, plain)), "{found:?}");
        let found = swept
            .after(|state| assert!(state.set("product_options", 1, "public_name", renamed.clone())))
            .await;
        assert_eq!(found[0], (Kind::Attribute, 1));
        assert!(found.iter().any(|(kind, _)| *kind == Kind::Combination), "{found:?}");
        let found = swept
            .after(|state| assert!(state.set("product_option_values", 1, "name", renamed.clone())))
            .await;
        assert_eq!(found[0], (Kind::AttributeValue, 1));
        let maker = swept.shop.state().ids("manufacturers")[0];
        let found = swept.after(|state| assert!(state.set("manufacturers", maker, "name", "Renamed"))).await;
        assert!(found.iter().any(|(kind, _)| *kind == Kind::Product), "{found:?}");

        // A tax in use: another rate, or another group for the same products.
        let group = swept.shop.state().get("products", plain, "id_tax_rules_group").int();
        let rule = swept.shop.state().find("tax_rules", "id_tax_rules_group", group)[0];
        let tax = u32::try_from(swept.shop.state().get("tax_rules", rule, "id_tax").int()).unwrap();
        let found = swept.after(|state| assert!(state.set("taxes", tax, "rate", Decimal::from(11)))).await;
        assert!(found.contains(&(Kind::Product, plain)), "{found:?}");
        let found = swept.after(|state| assert!(state.set("products", plain, "id_tax_rules_group", 3))).await;
        assert_eq!(found, [(Kind::Product, plain)]);
    }
}

#[tokio::test]
async fn what_is_saved_comes_and_goes_is_found() {
    let swept = Swept::of(options(ShopVersion::V8)).await;
    let (_, product, all) = combination(&mut swept.shop.state());
    // Its combinations show its texts and prices.
    let found = swept.after(|state| assert!(state.save("products", product, "active", false))).await;
    let mut its = vec![(Kind::Product, product)];
    its.extend(with(Kind::Combination, &all));
    assert_eq!(found, its);
    let mut added = 0;
    let plain = simple(&mut swept.shop.state());
    let found = swept.after(|state| added = state.copy("products", plain).unwrap()).await;
    let kinds = |id| [Kind::Product, Kind::Images, Kind::Stock].map(|kind| (kind, id));
    assert_eq!(found, kinds(added));
    let found = swept.after(|state| assert!(state.delete("products", added))).await;
    assert_eq!(found, kinds(added));
    // Files lie under the product's reference.
    let found = swept.after(|state| assert!(state.set("products", plain, "reference", "OTHER"))).await;
    assert_eq!(found, [(Kind::Product, plain), (Kind::Images, plain)]);
    let category = *swept.shop.state().ids("categories").last().unwrap();
    let found = swept.after(|state| assert!(state.set("categories", category, "id_parent", 2))).await;
    assert!(found.is_empty() || found == [(Kind::Category, category)]);
    let found = swept.after(|state| assert!(state.set("categories", category, "active", false))).await;
    assert_eq!(found, [(Kind::Category, category)]);
    let found = swept.after(|state| assert!(state.delete("categories", category))).await;
    assert_eq!(found, [(Kind::Category, category)]);
}

#[tokio::test]
async fn an_error_that_looks_like_an_empty_list_deletes_nothing() {
    let swept = Swept::of(options(ShopVersion::V9)).await;
    for resource in ["/products?", "/combinations?", "/stock_availables?", "/categories?"] {
        swept.shop.faults().push(Fault::on("GET", &format!("{resource}output"), FaultKind::EmptyList));
        let found = swept.sweep().await.unwrap();
        let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.also[0].id.as_ref()).collect();
        assert_eq!(told, ["shop-empty-answer"], "{resource}");
        assert!(swept.due().await.is_empty(), "{resource}");
        assert!(swept.shop.faults().waiting() == 0, "{resource}");
    }
    // Whatever is asked of one list comes back empty: it is not believed, and told.
    let empty = Fault::on("GET", "/combinations?", FaultKind::EmptyList).times(100);
    swept.shop.faults().push(empty);
    let found = swept.sweep().await.unwrap();
    swept.shop.faults().clear();
    let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.id.as_ref()).collect();
    assert_eq!(told, ["list-shrunk"]);
    assert!(swept.due().await.is_empty());
    assert_eq!(swept.changes().await, []);
}

#[tokio::test]
async fn a_sweep_that_breaks_off_goes_on_where_it_was() {
    let swept = Swept::unseen(options(ShopVersion::V8)).await;
    // The third page of products, and what is tried again.
    let fault = Fault::on("GET", "/products?", FaultKind::Status500Before).skip(2).times(500);
    swept.shop.faults().push(fault);
    let found = swept.sweep().await.unwrap();
    let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.id.as_ref()).collect();
    assert_eq!(told, ["list-failed"]);
    swept.shop.faults().clear();
    let before = swept.due().await;
    let known = |kind: Kind, keys: &[(Kind, u32)]| keys.iter().filter(|(it, _)| *it == kind).count();
    // Twenty of two pages; the other lists go on, and tell of three more.
    assert_eq!(known(Kind::Product, &before), 23);
    swept.shop.forget_requests();
    let after = swept.changes().await;
    // Other lists went on: only what this one tells is left.
    assert_eq!(known(Kind::Stock, &after), 10);
    // The page that was left, the empty one behind it, and that this is true.
    assert_eq!(swept.shop.requests().count("GET", "products"), 3);
    assert_eq!(swept.changes().await, []);
}

#[tokio::test]
async fn an_unchanged_pass_asks_for_pages_only() {
    let mut swept = Swept::of(options(ShopVersion::V8)).await;
    swept.page = 1_000;
    swept.shop.forget_requests();
    assert_eq!(swept.changes().await, []);
    let requests = swept.shop.requests();
    let count = |resource| requests.count("GET", resource);
    assert_eq!(
        [count("products"), count("combinations"), count("stock_availables"), count("categories")],
        [1, 1, 1, 1]
    );
    // Prices of single products, and those of all; features for their settings, and for their names.
    assert_eq!(
        [count("specific_prices"), count("product_features"), count("product_feature_values")],
        [2, 2, 1]
    );
}
