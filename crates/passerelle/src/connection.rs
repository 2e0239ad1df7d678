//! Wiring: from a configuration to clients, store and engine.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use passerelle_core::decide::Facts;
use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::{FeatureMode, ImageChoice};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::clock::SystemClock;
use passerelle_engine::ports::erp::Erp as _;
use passerelle_engine::ports::shop::{Shop as _, ShopSetup};
use passerelle_engine::{Engine, EngineOptions, Observer};
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};
use passerelle_store::SqliteStore;

use crate::config::{Config, ConfigFile, Keys};
use crate::facts::facts;
use crate::failure::Failure;

/// Both sides, reached and read.
pub struct Sides {
    /// The shop.
    pub shop: Arc<PrestaShop>,
    /// Dolibarr.
    pub erp: Arc<Dolibarr>,
    /// How the shop is set up.
    pub shop_setup: ShopSetup,
    /// How Dolibarr is set up.
    pub erp_setup: ErpSetup,
}

impl Sides {
    /// Reaches both sides at once and reads how they are set up.
    pub async fn reach(file: &ConfigFile, keys: &Keys) -> Result<Self, Failure> {
        let mut shop_options = PrestaShopOptions::new(&file.shop.url, keys.shop.clone());
        shop_options.language = file.shop.language.clone();
        shop_options.histories = file.settings().need_history();
        shop_options.groups = file.customers.groups;
        shop_options.products.features = file.catalogue.features != FeatureMode::None;
        shop_options.products.languages.clone_from(&file.catalogue.languages);
        shop_options.levels = file.settings().any_levels();
        shop_options.images = file.catalogue.images != ImageChoice::None;
        shop_options.shops = file.shop.shops.numbers();
        let shop = Arc::new(PrestaShop::new(shop_options)?);
        let mut erp_options = DolibarrOptions::new(&file.erp.url, keys.erp.clone());
        erp_options.write_timeout = longest_call(file);
        let erp = Arc::new(Dolibarr::new(erp_options)?);
        let (shop_setup, erp_setup) = tokio::join!(Box::pin(shop.setup()), Box::pin(erp.setup()));
        Ok(Self { shop_setup: shop_setup?, erp_setup: erp_setup?, shop, erp })
    }

    /// What decisions depend on.
    pub fn facts(&self, file: &ConfigFile) -> Facts {
        facts(file, &self.shop_setup, &self.erp_setup)
    }
}

fn longest_call(file: &ConfigFile) -> Duration {
    Duration::from_secs(file.erp.longest_call_seconds.clamp(1, 3_600))
}

/// Holds the state database for this process alone until dropped.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says who else must be running.
    pub fn take(state: &Path) -> Result<Self, Failure> {
        let path = state.with_extension("lock");
        let file = File::create(&path).map_err(|error| Failure::file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(std::fs::TryLockError::WouldBlock) => {
                Err(Failure::usage(Explanation::new("already-running").with("path", state.display())))
            }
            Err(std::fs::TryLockError::Error(error)) => Err(Failure::file(&path, &error)),
        }
    }
}

/// Opens the state database.
pub async fn open_store(config: &Config) -> Result<Arc<SqliteStore>, Failure> {
    Ok(Arc::new(SqliteStore::open(&config.state).await?))
}

/// Puts the engine together.
pub fn engine(
    sides: &Sides,
    store: Arc<SqliteStore>,
    file: &ConfigFile,
    observer: Arc<dyn Observer>,
) -> Engine {
    Engine {
        shop: sides.shop.clone(),
        erp: sides.erp.clone(),
        store,
        clock: Arc::new(SystemClock),
        facts: sides.facts(file),
        options: EngineOptions {
            worker: "passerelle".to_owned(),
            longest_call: longest_call(file),
            most_parallel: file.erp.most_parallel.clamp(1, 16),
            patience: longest_call(file) * 3,
        },
        observer,
    }
}
