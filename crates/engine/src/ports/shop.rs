//! The shop port: reading the shop by the hundred. The shop is never written to.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{Kind, ShopId};
use passerelle_core::money::{Currency, Percent};
use passerelle_core::shop::{NamedState, ShopDocument};
use passerelle_core::tax::TaxSet;
use rust_decimal::Decimal;

use super::sweep::{Sweep, SweptPage};

/// Why the shop could not be read. `Explanation`s are for persons and say what to do.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ShopError {
    /// Nothing will change by itself: wrong address or key, missing right, not a PrestaShop. Stop and tell.
    #[error("the shop refuses: {}", .0.id)]
    Refused(Explanation),
    /// It may work later: time-out, connection refused, 5xx, 429. Try again after the pause, if one was asked for.
    #[error("the shop cannot be reached now: {}", .explanation.id)]
    Unavailable {
        /// For a person.
        explanation: Explanation,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
}

impl ShopError {
    /// The words for a person.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        match self {
            Self::Refused(explanation) | Self::Unavailable { explanation, .. } => explanation,
        }
    }
}

/// What the shop is, read once at the start of a run. Reading it also loads the client's reference data (taxes, countries,
/// states, currencies, carriers, languages), which documents are resolved with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopSetup {
    /// `PSWS-Version` / `PS_VERSION`, such as `8.2.0`.
    pub version: String,
    /// Name of the shop.
    pub name: String,
    /// ISO code of the shop's country.
    pub country: String,
    /// Its default currency.
    pub currency: Currency,
    /// Its currencies in use.
    pub currencies: Vec<Currency>,
    /// Units of each of its currencies for one unit of its default currency, as the shop has them now.
    pub rates: Vec<(Currency, Decimal)>,
    /// Currencies that orders were made in, most frequent first.
    pub order_currencies: Vec<Currency>,
    /// VAT rates in use by tax rules groups in the shop's country.
    pub vat_rates: Vec<Percent>,
    /// All rates of its tax table, deleted ones too: old orders have them.
    pub tax_rates: Vec<Percent>,
    /// Decimals to which it rounds amounts in its currencies.
    pub currency_decimals: Vec<(Currency, u32)>,
    /// Several taxes that tax rules groups in use have together, in the shop's country or in parts of it.
    pub tax_sets: Vec<TaxSet>,
    /// VAT rates in use by tax rules groups in each country where customers can live, by ISO code.
    pub country_rates: Vec<(String, Vec<Percent>)>,
    /// Payment methods seen in payments and orders (text of the payment module), most frequent first, at most 100.
    pub payment_methods: Vec<String>,
    /// States of orders that are in use.
    pub order_states: Vec<NamedState>,
    /// Names of carriers in use.
    pub carriers: Vec<String>,
    /// `PS_INVOICE` is off: the shop's invoices have no numbers.
    pub invoices_off: bool,
    /// The shops of a multistore: first those that are read, the default one before the others. Where there is one shop only,
    /// none that is read.
    pub stores: Vec<StoreSetup>,
    /// Names of the features of products.
    pub features: Vec<String>,
    /// Resources that the key may not GET and that are therefore left out, such as `specific_prices`.
    pub rights_left_out: Vec<String>,
    /// Rights that the key lacks: (resource to tick, method), such as ("order_slip", "GET"). Empty when all is well.
    pub missing_rights: Vec<(String, String)>,
}

/// Whether a shop of a multistore is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// It is.
    Read,
    /// It could be, but the settings leave it out.
    LeftOut,
    /// It cannot be: PrestaShop does not answer for a shop that is switched off.
    SwitchedOff,
}

/// One shop of a multistore. Of one that is not read, only the first three fields are filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSetup {
    /// `shops.id`.
    pub id: ShopId,
    /// `shops.name`.
    pub name: String,
    /// Whether it is read.
    pub state: StoreState,
    /// `shops.id_category`, its top category.
    pub home: Option<ShopId>,
    /// Its default currency.
    pub currency: Currency,
    /// As [`ShopSetup::rates`].
    pub rates: Vec<(Currency, Decimal)>,
    /// Payment methods of its orders, most frequent first.
    pub payment_methods: Vec<String>,
}

/// Which shops of a multistore are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stores {
    /// The shops that are read, in their order; empty where there is one shop only.
    pub read: Vec<ShopId>,
    /// There are others.
    pub partial: bool,
}

/// A row seen while enumerating: its id and when it last changed, as far as the shop says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The thing that has to be looked at (an order for its payment, for example).
    pub id: ShopId,
    /// `date_upd` or `date_add`, in the shop's time zone; none for kinds without dates.
    pub changed: Option<DateTime>,
    /// It matters only when it may have been brought over before (a deleted address). A first enumeration goes past it; it
    /// also asks by date from its second page on, so the shop's side cannot tell.
    pub only_as_change: bool,
    /// The print of what is seen of it, for listings without dates that move.
    pub print: Option<Fingerprint>,
}

/// What to enumerate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listing {
    /// The rows of a kind with jobs, by `date_upd` (combinations have none: all of them, always).
    Kind(Kind),
    /// Customers of which an address is newer than the mark (`date_upd`); `Seen.id` is the customer. An address changes
    /// without its customer's row.
    CustomerAddresses,
    /// The rows of a kind with jobs that belong to one shop of a multistore (addresses: of its customers).
    KindOfStore(Kind, ShopId),
    /// Orders that have a row in `order_payments` newer than the mark (`date_add`); `Seen.id` is the order.
    OrderPayments,
    /// Orders that have a row in `order_invoices` newer than the mark.
    OrderInvoices,
    /// Orders that have a row in `order_histories` newer than the mark.
    OrderHistories,
    /// Orders that have a slip newer than the mark.
    OrderSlips,
    /// Orders that have a row in `order_carriers` newer than the mark.
    OrderCarriers,
    /// Orders that have a shipment of since then (`date_add`) with a tracking number; `Seen.print` tells the number.
    Tracking,
}

/// One page of an enumeration, in ascending order of (changed, id).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Seen>,
    /// Where the next page begins; none when this was the last. The enumeration is complete only when it ended with none.
    pub next: Option<u64>,
    /// The greatest number of the rows themselves, those that were passed over too; 0 for none.
    pub highest: u64,
    /// Rows that were passed over, because nobody can tell what they are about.
    pub doubts: Vec<Explanation>,
}

/// How one document came back.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "moved once")]
pub enum Fetched {
    /// It is there.
    Found(ShopDocument),
    /// The shop answered properly and does not have it.
    Gone,
    /// The shop has it but it cannot be understood: why, and what to do.
    Unreadable(Explanation),
}

/// The bytes of one image, or why there are none.
#[derive(Clone, Debug)]
pub enum Picture {
    /// They are these.
    Bytes(Bytes),
    /// It is longer than what was asked for.
    Longer,
    /// The shop has no such image, or its file is missing: nothing will change by itself.
    Missing(Explanation),
    /// The shop failed over this image: it may work later.
    Failed(Explanation),
}

/// A shop.
#[async_trait]
pub trait Shop: Send + Sync {
    /// Checks address, key and rights, and loads the reference data.
    async fn setup(&self) -> Result<ShopSetup, ShopError>;

    /// The shops of a multistore that are read. Each has enumerations of its own, so that one that is taken in later is
    /// enumerated from its beginning.
    async fn stores(&self) -> Result<Stores, ShopError> {
        Ok(Stores::default())
    }

    /// One page of ids from `offset`: rows changed at or after `since` (inclusive; all when none), for orders and customers
    /// also created on `created_from` or later when given.
    async fn list(
        &self,
        listing: Listing,
        since: Option<DateTime>,
        created_from: Option<Date>,
        offset: u64,
    ) -> Result<Page, ShopError>;

    /// One page of the rows whose own numbers are higher than `after`, ascending by number, whatever their dates say; for orders
    /// and customers only those created on `created_from` or later when given. There may be more when `next` is something: they
    /// are behind `highest`.
    async fn list_behind(
        &self,
        _listing: Listing,
        _after: u64,
        _created_from: Option<Date>,
    ) -> Result<Page, ShopError> {
        Ok(Page::default())
    }

    /// The time zone of the dates that the shop gives; none when it does not say.
    async fn time_zone(&self) -> Result<Option<TimeZone>, ShopError> {
        Ok(None)
    }

    /// One page of a swept list, of one shop of a multistore where that is told apart: the rows behind `after`, ascending, and
    /// none left out up to the last of them. None when the key may not read the list.
    async fn sweep(
        &self,
        sweep: Sweep,
        store: Option<ShopId>,
        after: u64,
    ) -> Result<Option<SweptPage>, ShopError>;

    /// One page of all orders there are, as of a sweep; only those created on `created_from` or later when given.
    async fn sweep_orders(
        &self,
        _created_from: Option<Date>,
        _after: u64,
    ) -> Result<Option<SweptPage>, ShopError> {
        Ok(None)
    }

    /// Reads documents of one kind with all that belongs to them, in as few calls as can be. Every id asked for has an
    /// entry in the answer. At most 100 ids.
    async fn read(&self, kind: Kind, ids: &[ShopId]) -> Result<HashMap<ShopId, Fetched>, ShopError>;

    /// The original file of one image of a product, if it has no more than `most` bytes.
    async fn image(&self, product: ShopId, image: ShopId, most: usize) -> Result<Picture, ShopError>;

    /// How many HTTP calls were made so far.
    fn calls(&self) -> u64;
}
