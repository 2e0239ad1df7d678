//! The engine as a library, between a sandbox pair and a store in memory, with short time-outs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use passerelle::config::{ConfigFile, ConnectionSection, ErpSection, ShopChoice, ShopSection};
use passerelle::defaults;
use passerelle::facts::facts;
use passerelle_core::decide::Facts;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Kind};
use passerelle_core::settings::Settings;
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::clock::Clock as _;
use passerelle_engine::ports::erp::Erp as _;
use passerelle_engine::ports::shop::Shop as _;
use passerelle_engine::{
    Discovered, Engine, EngineOptions, LookedOver, LookingOver, RunError, RunSummary, Silent, Sweeping,
    circumstances, discover, discover_movements, look_over,
};
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};
use passerelle_sandbox::{SandboxErp, SandboxShop};
use passerelle_store::InMemoryStore;
use secrecy::SecretString;

use super::program::tag;
use super::quick_clock::{FASTER, QuickClock};

/// Real time after which a client gives a call up.
pub const TIMEOUT: Duration = Duration::from_millis(400);
/// Real time after which an unanswered call is looked for: longer than the latest commit of any fault.
pub const LONGEST_CALL: Duration = Duration::from_millis(800);

const KINDS: [Kind; 9] = [
    Kind::Category,
    Kind::Attribute,
    Kind::AttributeValue,
    Kind::Product,
    Kind::Combination,
    Kind::Images,
    Kind::Customer,
    Kind::Address,
    Kind::Order,
];

/// One connection.
pub struct Library {
    engine: Engine,
    pub store: Arc<InMemoryStore>,
}

/// A shop that was reached, and what both sides show: read once for many connections.
#[derive(Clone)]
pub struct Reached {
    shop: Arc<PrestaShop>,
    pub facts: Facts,
}

fn dolibarr(erp: &SandboxErp) -> Arc<Dolibarr> {
    let mut options = DolibarrOptions::new(erp.url(), SecretString::from(erp.key()));
    options.read_timeout = TIMEOUT * 4;
    options.write_timeout = TIMEOUT;
    Arc::new(Dolibarr::new(options).unwrap())
}

impl Reached {
    /// Reads how both sides are set up.
    pub async fn reach(shop: &SandboxShop, erp: &SandboxErp) -> Self {
        let mut options = PrestaShopOptions::new(shop.url(), SecretString::from(shop.key()));
        options.timeout = TIMEOUT * 4;
        options.histories = true;
        let shop = Arc::new(PrestaShop::new(options).unwrap());
        let (shop_setup, erp_setup) = (shop.setup().await.unwrap(), dolibarr(erp).setup().await.unwrap());
        let mut file = ConfigFile {
            connection: ConnectionSection { tag: tag(), state: "passerelle.db".into() },
            shop: ShopSection { url: String::new(), language: None, shops: ShopChoice::All },
            erp: ErpSection::new(String::new()),
            catalogue: Default::default(),
            customers: Default::default(),
            orders: Default::default(),
            states: Default::default(),
            stock: Default::default(),
            adoption: Default::default(),
            refunds: Default::default(),
            services: Default::default(),
            taxes: Vec::new(),
            payments: BTreeMap::new(),
            shops: BTreeMap::new(),
        };
        file.erp.warehouse = Some(ErpId(1).0);
        file.payments = defaults::payments(&shop_setup.payment_methods, &erp_setup);
        let facts = facts(&file, &shop_setup, &erp_setup);
        Self { shop, facts }
    }

    /// The same with other settings.
    pub fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.facts.settings);
        self
    }

    /// A connection with this Dolibarr and an empty store.
    pub fn connect(&self, erp: &SandboxErp) -> Library {
        let store = Arc::new(InMemoryStore::new());
        let engine = Engine {
            facts: self.facts.clone(),
            shop: self.shop.clone(),
            erp: dolibarr(erp),
            store: store.clone(),
            clock: Arc::new(QuickClock::new()),
            options: EngineOptions {
                worker: "test".to_owned(),
                longest_call: LONGEST_CALL * FASTER,
                most_parallel: 4,
                patience: Duration::from_secs(3_600),
            },
            observer: Arc::new(Silent),
        };
        Library { engine, store }
    }
}

impl Library {
    /// One run, as of `passerelle sync`.
    pub async fn sync(&self) -> Result<RunSummary, RunError> {
        self.sync_kinds(&KINDS).await
    }

    /// One run, as of `passerelle sync` with these parts.
    pub async fn sync_kinds(&self, kinds: &[Kind]) -> Result<RunSummary, RunError> {
        Ok(self.sync_and_doubt(kinds).await?.0)
    }

    /// The same, with what was doubtful about the lists of both sides.
    async fn sync_and_doubt(&self, kinds: &[Kind]) -> Result<(RunSummary, Vec<Explanation>), RunError> {
        let engine = &self.engine;
        let now = engine.clock.now();
        let stop = Arc::new(AtomicBool::new(false));
        let (shop, erp, store) = (engine.shop.as_ref(), engine.erp.as_ref(), self.store.as_ref());
        let how = Sweeping { circumstances: circumstances(&engine.facts), deletions: false };
        let found = discover(shop, store, &Silent, &tag(), kinds, None, how, now, &stop).await?;
        let mut doubts = found.doubts;
        if kinds.contains(&Kind::Stock) {
            doubts.extend(discover_movements(shop, erp, store, &tag(), now, &stop).await?.doubts);
        }
        let how = LookingOver { whole: true, deletions: false };
        let found = look_over(erp, store, engine.clock.as_ref(), &Silent, &tag(), kinds, how, &stop).await?;
        doubts.extend(found.doubts);
        Ok((engine.run(stop).await?, doubts))
    }

    /// One run that does not look over what Dolibarr holds.
    pub async fn sync_without_looking_over(&self) -> Result<RunSummary, RunError> {
        let engine = &self.engine;
        let now = engine.clock.now();
        let stop = Arc::new(AtomicBool::new(false));
        let how = Sweeping { circumstances: circumstances(&engine.facts), deletions: false };
        let (shop, store) = (engine.shop.as_ref(), self.store.as_ref());
        discover(shop, store, &Silent, &tag(), &KINDS, None, how, now, &stop).await?;
        engine.run(stop).await
    }

    /// Looks over what Dolibarr holds, and does nothing else.
    pub async fn look_over(&self) -> LookedOver {
        let engine = &self.engine;
        let stop = AtomicBool::new(false);
        let (erp, store) = (engine.erp.as_ref(), self.store.as_ref());
        let how = LookingOver { whole: true, deletions: false };
        look_over(erp, store, engine.clock.as_ref(), &Silent, &tag(), &KINDS, how, &stop).await.unwrap()
    }

    /// What others moved since the last time.
    pub async fn movements(&self) -> Discovered {
        let engine = &self.engine;
        let stop = AtomicBool::new(false);
        let (shop, erp, store) = (engine.shop.as_ref(), engine.erp.as_ref(), self.store.as_ref());
        discover_movements(shop, erp, store, &tag(), engine.clock.now(), &stop).await.unwrap()
    }

    /// Runs until one comes to its end and all lists were read, as a person would who starts it again. What is doubtful twice in a
    /// row stays so.
    pub async fn sync_to_the_end(&self) -> RunSummary {
        let (mut last, mut before) = (None, Vec::new());
        for _ in 0..30 {
            match self.sync_and_doubt(&KINDS).await {
                Ok((summary, doubts)) if doubts.is_empty() || doubts == before => return summary,
                Ok((_, doubts)) => before = doubts,
                Err(error) => last = Some(error),
            }
        }
        panic!("no run ended: {last:?}, {before:?}");
    }
}
