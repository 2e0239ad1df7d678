//! The sandbox ERP: a Dolibarr REST API over stored objects.

mod api;
mod categories;
mod context;
mod data;
mod entity;
mod files;
mod filter;
mod invoices;
mod lines;
mod list;
mod money;
mod number;
mod options;
mod orders;
mod papers;
mod parties;
mod parts;
mod payments;
mod people;
mod products;
mod record;
mod refusal;
mod rules;
mod sanitized;
mod setup;
mod shape;
mod shelf;
mod stock;
mod variants;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use data::{
    Attribute, AttributeValue, Category, Contact, Document, ErpData, ErpRights, Line, Movement, Payment,
    Product, StoredFile, ThirdParty, Tie, Totals, Warehouse,
};
pub use money::{LocalTax, VatRow};
pub use options::{ErpOptions, ErpVersion};
pub use record::Record;
pub use shelf::{Shelf, Stored};

use crate::faults::Faults;
use crate::halt::Moment;
use crate::log::RequestLog;
use crate::server::{Running, start};
use shape::Shapes;

/// The ERP behind the HTTP side.
#[derive(Debug)]
pub(crate) struct ErpSystem {
    pub(crate) options: ErpOptions,
    pub(crate) data: Mutex<ErpData>,
    pub(crate) shapes: Shapes,
    pub(crate) base: String,
}

impl ErpSystem {
    pub(crate) fn lock(&self) -> MutexGuard<'_, ErpData> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running sandbox Dolibarr; stops when dropped.
#[derive(Debug)]
pub struct SandboxErp {
    running: Running<ErpSystem>,
    key: String,
}

impl SandboxErp {
    /// Sets up an empty ERP (one warehouse, one bank account, USD beside EUR) and serves it on a port of the loopback.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start(options: ErpOptions) -> io::Result<Self> {
        let key = options.key.clone();
        let mut data = ErpData::new(options.now);
        data.keys.insert(key.clone(), ErpRights::full());
        data.lines_of_23 = options.version == ErpVersion::V23;
        let running = start(options.port, move |address| ErpSystem {
            shapes: Shapes::new(options.version),
            options,
            data: Mutex::new(data),
            base: format!("http://{address}"),
        })
        .await?;
        Ok(Self { running, key })
    }

    /// The ERP's address: `http://127.0.0.1:PORT/`; the API is below `api/index.php/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.running.address)
    }

    /// A DOLAPIKEY with every right.
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

    /// Stops at the n-th request from now on (1 is the next): it is held at that moment, and those behind it as they
    /// arrive, until [`SandboxErp::go_on`].
    pub fn halt_at(&self, number: u64, moment: Moment) {
        self.running.shared.halts.set(number, moment);
    }

    /// Waits until the request at which to stop has come and stands.
    pub async fn halted(&self) {
        self.running.shared.halts.reached().await;
    }

    /// Lets the requests that are held go on, if somebody still waits for their answers.
    pub fn go_on(&self) {
        self.running.shared.halts.clear();
    }

    /// How many writes came while another was in flight on their lane (documents, third parties, stock): a client that
    /// keeps to one write at a time leaves 0 here. Each of them failed with a deadlock or a duplicate.
    #[must_use]
    pub fn overlaps(&self) -> u64 {
        self.running.shared.overlaps.seen()
    }

    /// The stored objects, to look at and to change. The ERP answers nobody while the guard is held: do not keep it
    /// across an `await`.
    pub fn state(&self) -> MutexGuard<'_, ErpData> {
        self.running.shared.system.lock()
    }
}
