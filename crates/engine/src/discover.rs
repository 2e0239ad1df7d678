//! Finding out what may have changed in the shop: sweeps, enumerations, tracking numbers. A list that fails stops no other.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ServiceProduct, ShopId, Tag};

use crate::enumerate::{Enumeration, ShopClock, cursor_name};
use crate::lists::Lists;
use crate::observer::Observer;
use crate::ports::shop::{Listing, Shop, Stores};
use crate::ports::store::{DocumentState, Store};
use crate::run::RunError;
use crate::sweep::{Sweeper, Sweeping, is_swept};
use crate::tracking::discover_tracking;

/// Failed and quarantined documents that are looked at again in one run.
const MOST_RETRIED: u32 = 100_000;

/// What an enumeration of the shop found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Rows that the shop listed.
    pub seen: u64,
    /// Keys that were made dirty and were not before.
    pub marked: u64,
    /// Lists that could not be had or not be believed, and rows that were passed over.
    pub doubts: Vec<Explanation>,
}

impl Discovered {
    /// Together with what another enumeration found.
    pub(crate) fn add(&mut self, other: Self) {
        self.seen += other.seen;
        self.marked += other.marked;
        self.doubts.extend(other.doubts);
    }
}

/// The enumerations that find changes of a kind, with the names of their cursors.
fn listings(kind: Kind) -> &'static [(&'static str, Listing)] {
    match kind {
        // A discovery sweeps these; only a rehearsal lists them.
        Kind::Category => &[("category", Listing::Kind(Kind::Category))],
        Kind::Product => &[("product", Listing::Kind(Kind::Product))],
        Kind::Attribute => &[("attribute", Listing::Kind(Kind::Attribute))],
        Kind::AttributeValue => &[("attributevalue", Listing::Kind(Kind::AttributeValue))],
        Kind::Combination => &[("combination", Listing::Kind(Kind::Combination))],
        Kind::Pack => &[("pack", Listing::Kind(Kind::Pack))],
        Kind::Images => &[("images", Listing::Kind(Kind::Images))],
        Kind::Stock => &[("stock", Listing::Kind(Kind::Stock))],
        Kind::Group => &[("group", Listing::Kind(Kind::Group))],
        Kind::Customer => {
            &[("customer", Listing::Kind(Kind::Customer)), ("customer_addresses", Listing::CustomerAddresses)]
        }
        Kind::Address => &[("address", Listing::Kind(Kind::Address))],
        Kind::Order => &[
            ("order", Listing::Kind(Kind::Order)),
            ("order_payments", Listing::OrderPayments),
            ("order_invoices", Listing::OrderInvoices),
            ("order_histories", Listing::OrderHistories),
            ("order_slips", Listing::OrderSlips),
            ("order_carriers", Listing::OrderCarriers),
        ],
        Kind::Service
        | Kind::Collective
        | Kind::Company
        | Kind::Invoice
        | Kind::Payment
        | Kind::OrderInvoice
        | Kind::Slip
        | Kind::Image
        | Kind::CombinationImage => &[],
    }
}

/// The enumerations of a kind, one for each shop of a multistore where it has several: a shop that is taken in later is
/// enumerated from its beginning. Addresses come whole as long as no shop is left out.
pub(crate) fn in_stores(kind: Kind, stores: &Stores) -> Vec<(&'static str, Option<ShopId>, Listing)> {
    let each = |(name, listing): &(&'static str, Listing)| match listing {
        Listing::Kind(Kind::Address) if !stores.partial => vec![(*name, None, *listing)],
        // These belong to the whole PrestaShop.
        Listing::Kind(Kind::Group | Kind::Attribute | Kind::AttributeValue) => vec![(*name, None, *listing)],
        Listing::Kind(kind) if !stores.read.is_empty() => {
            let of = |store: &ShopId| (*name, Some(*store), Listing::KindOfStore(*kind, *store));
            stores.read.iter().map(of).collect()
        }
        listing => vec![(*name, None, *listing)],
    };
    listings(kind).iter().flat_map(each).collect()
}

/// Marks everything of these kinds that may have changed since the last complete enumeration, and what failed or was
/// quarantined. The first time that is everything.
///
/// What is in the catalogue is swept whole, as `how` says.
///
/// Setting `stop` ends it after the page under way; the next one goes on there.
///
/// # Errors
/// When the shop or the store cannot be used.
#[expect(clippy::too_many_arguments, reason = "the ports, and what to look for")]
pub async fn discover(
    shop: &dyn Shop,
    store: &dyn Store,
    observer: &dyn Observer,
    tag: &Tag,
    kinds: &[Kind],
    created_from: Option<Date>,
    how: Sweeping,
    now: Timestamp,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let services: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| Key::new(tag, Kind::Service, service.shop_id())).collect();
    let known = store.documents(&services).await?;
    let fresh: Vec<Key> = services.into_iter().filter(|key| !known.contains_key(key)).collect();
    let marked = store.mark(&fresh, now).await?;
    let stores = shop.stores().await?;
    let clock = ShopClock::new(shop.time_zone().await?, now);
    let mut lists = Lists::new(store, tag, now).await?;
    lists.add(marked);
    let sweeper =
        Sweeper { shop, store, observer, tag, kinds, stores: &stores, created_from, how, now, stop };
    Box::pin(sweeper.sweep_all(&mut lists)).await?;
    for kind in kinds.iter().filter(|kind| !is_swept(**kind)) {
        for (name, of, listing) in in_stores(*kind, &stores) {
            if stop.load(Ordering::Relaxed) {
                return lists.end().await;
            }
            let created_from = created_from.filter(|_| matches!(kind, Kind::Order | Kind::Customer));
            let cursor = cursor_name(name, of, created_from);
            let (kind, clock) = (*kind, &clock);
            let enumeration = Enumeration {
                shop,
                store,
                observer,
                tag,
                clock,
                stop,
                kind,
                name,
                listing,
                created_from,
                cursor,
            };
            lists.note(&cursor_name(name, of, None), Box::pin(enumeration.run()).await)?;
        }
    }
    if kinds.contains(&Kind::Order) && !stop.load(Ordering::Relaxed) {
        Box::pin(sweeper.sweep_orders(&mut lists)).await?;
    }
    if kinds.contains(&Kind::Order) {
        lists.note("tracking", Box::pin(discover_tracking(shop, store, tag, now, stop)).await)?;
    }
    let stuck = store
        .documents_in(
            tag,
            &[DocumentState::Failed, DocumentState::Quarantined, DocumentState::Parked],
            MOST_RETRIED,
        )
        .await?;
    let again: Vec<Key> = stuck.into_iter().map(|it| it.key).filter(|key| wanted(kinds, key.kind)).collect();
    store.mark(&again, now).await?;
    lists.end().await
}

/// No list of the shop tells of some kinds: they are made because others need them, and are tried again for these.
fn wanted(kinds: &[Kind], kind: Kind) -> bool {
    match kind {
        Kind::Service | Kind::Collective => true,
        Kind::Company => kinds.contains(&Kind::Company) || kinds.contains(&Kind::Order),
        _ => kinds.contains(&kind),
    }
}
