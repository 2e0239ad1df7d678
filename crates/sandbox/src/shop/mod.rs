//! The sandbox shop: a PrestaShop webservice with generated rows.

mod api;
mod cell;
mod data;
mod display;
mod fault;
mod filter;
mod generate;
mod images;
mod options;
mod query;
mod render;
mod row;
mod schema;
mod stores;
mod table;
mod view;
mod write;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use api::base64_bytes;
pub use cell::Cell;
pub use data::{KeyRights, ShopData};
pub use images::OddImage;
pub use options::{ShopOptions, ShopSize, ShopVersion};
pub use row::{Broken, Row};
pub use table::Table;

use crate::faults::Faults;
use crate::log::RequestLog;
use crate::server::{Running, start};

/// The shop behind the HTTP side.
#[derive(Debug)]
pub(crate) struct ShopSystem {
    pub(crate) options: ShopOptions,
    pub(crate) data: Mutex<ShopData>,
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
}

impl ShopSystem {
    pub(crate) fn lock(&self) -> MutexGuard<'_, ShopData> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running sandbox shop; stops when dropped.
#[derive(Debug)]
pub struct SandboxShop {
    running: Running<ShopSystem>,
    key: String,
}

impl SandboxShop {
    /// Generates a shop and serves it on a port of the loopback.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start(options: ShopOptions) -> io::Result<Self> {
        let key = options.key.clone();
        let mut data = generate::shop(&options);
        data.keys.insert(key.clone(), KeyRights::full());
        let running = start(options.port, move |address| ShopSystem {
            options,
            data: Mutex::new(data),
            host: address.to_string(),
        })
        .await?;
        let host = running.shared.system.host.clone();
        let shop = Self { running, key };
        {
            let mut state = shop.state();
            for url in state.ids("shop_urls") {
                state.set("shop_urls", url, "domain", host.as_str());
                state.set("shop_urls", url, "domain_ssl", host.as_str());
            }
        }
        Ok(shop)
    }

    /// The shop's address: `http://127.0.0.1:PORT/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.running.address)
    }

    /// A key of the webservice with every right.
    #[must_use]
    pub fn key(&self) -> String {
        self.key.clone()
    }

    /// The faults to hit requests with.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.running.shared.faults
    }

    /// The requests made so far.
    #[must_use]
    pub fn requests(&self) -> RequestLog {
        self.running.shared.log.snapshot()
    }

    /// Forgets the requests made so far.
    pub fn forget_requests(&self) {
        self.running.shared.log.clear();
    }

    /// The stored rows, to look at and to change. The shop answers nobody while the guard is held: do not keep it
    /// across an `await`.
    pub fn state(&self) -> MutexGuard<'_, ShopData> {
        self.running.shared.system.lock()
    }
}
