//! Finding out what may have changed in the shop: enumerations by date, page by page, which can be resumed anywhere.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ServiceProduct, ShopId, Tag};
use serde::{Deserialize, Serialize};

use crate::observer::{Event, Observer};
use crate::ports::shop::{Listing, Seen, Shop, Stores};
use crate::ports::store::{Cursor, DocumentState, Store};
use crate::run::RunError;
use crate::sweep::{Sweeper, Sweeping, is_swept};
use crate::tracking::discover_tracking;

/// Rows changed this long before the mark are seen again: several rows share a second, transactions end later than the dates
/// they write, and in autumn the shop's clock goes back by an hour.
const OVERLAP_SECONDS: i64 = 3_720;
/// How far ahead of UTC a date of the shop can be: its time zone, and a clock that is a little wrong.
const MOST_AHEAD_HOURS: i64 = 24;
/// More pages than any shop has.
const MOST_PAGES: u32 = 100_000;
/// Failed and quarantined documents that are looked at again in one run.
const MOST_RETRIED: u32 = 100_000;

/// How far an enumeration came.
///
/// Rows that change while it goes on, or until an interrupted one is resumed, move to the end of the list, and all behind them
/// move up. So that none is passed over, each page begins at the date of the last row seen, not behind so many rows. Rows of
/// that second are seen twice, which does no harm. The offset counts from `since` on, and is needed only where the dates do not
/// get on: within a second with more rows than a page, behind rows that the shop's side leaves out of the page, and for kinds
/// without dates.
#[derive(Serialize, Deserialize)]
struct Resume {
    since: Option<DateTime>,
    latest: Option<DateTime>,
    offset: u64,
}

impl Resume {
    /// Goes on behind a page whose successor by position is `next`.
    fn go_on(&mut self, rows: &[Seen], next: u64) {
        let last = rows.iter().filter_map(|row| row.changed).max();
        if last > self.since {
            self.since = last;
            self.offset = 0;
        } else {
            self.offset = next;
        }
    }
}

/// The latest date that counts for a mark: a row that claims to come from the far future must not hide all others.
fn believable(now: Timestamp) -> DateTime {
    let here = TimeZone::UTC.to_datetime(now);
    here.checked_add(MOST_AHEAD_HOURS.hours()).unwrap_or(here)
}

/// What an enumeration of the shop found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Rows that the shop listed.
    pub seen: u64,
    /// Keys that were made dirty and were not before.
    pub marked: u64,
    /// Lists that lost so much since the last time that nothing in them was taken for deleted.
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
    let mut total = Discovered::default();
    let services: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| Key::new(tag, Kind::Service, service.shop_id())).collect();
    let known = store.documents(&services).await?;
    let fresh: Vec<Key> = services.into_iter().filter(|key| !known.contains_key(key)).collect();
    total.marked += store.mark(&fresh, now).await?;
    let stores = shop.stores().await?;
    let sweeper = Sweeper { shop, store, observer, tag, kinds, stores: &stores, how, now, stop };
    total.add(sweeper.sweep_all().await?);
    for kind in kinds.iter().filter(|kind| !is_swept(**kind)) {
        for (name, of, listing) in in_stores(*kind, &stores) {
            if stop.load(Ordering::Relaxed) {
                return Ok(total);
            }
            let found =
                enumerate(shop, store, observer, tag, *kind, name, of, listing, created_from, now, stop)
                    .await?;
            total.add(found);
        }
    }
    if kinds.contains(&Kind::Order) {
        total.add(discover_tracking(shop, store, tag, now, stop).await?);
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
    Ok(total)
}

fn wanted(kinds: &[Kind], kind: Kind) -> bool {
    matches!(kind, Kind::Service | Kind::Collective) || kinds.contains(&kind)
}

/// Another start date is another enumeration: going further back must see what was left out before.
fn cursor_name(name: &str, of: Option<ShopId>, created_from: Option<Date>) -> String {
    let name = of.map_or_else(|| name.to_owned(), |store| format!("{name}#{store}"));
    match created_from {
        Some(date) => format!("{name}@{date}"),
        None => name,
    }
}

#[expect(clippy::too_many_arguments, reason = "one call site")]
async fn enumerate(
    shop: &dyn Shop,
    store: &dyn Store,
    observer: &dyn Observer,
    tag: &Tag,
    kind: Kind,
    name: &'static str,
    of: Option<ShopId>,
    listing: Listing,
    created_from: Option<Date>,
    now: Timestamp,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let dated = matches!(kind, Kind::Order | Kind::Customer);
    let created_from = created_from.filter(|_| dated);
    let cursor_name = cursor_name(name, of, created_from);
    let stored = store.cursor(tag, &cursor_name).await?;
    let believable = believable(now);
    // One that was stored when a row from the far future still counted is as good as none.
    let mark: Option<DateTime> =
        stored.as_ref().and_then(|cursor| cursor.mark.parse().ok()).filter(|mark| *mark <= believable);
    let resumed: Option<Resume> = stored
        .as_ref()
        .and_then(|cursor| cursor.resume.as_deref())
        .and_then(|resume| serde_json::from_str(resume).ok());
    let since = mark.and_then(|mark| mark.checked_sub(OVERLAP_SECONDS.seconds()).ok());
    let mut at = resumed.unwrap_or(Resume { since, latest: mark, offset: 0 });
    let mut found = Discovered::default();
    for _ in 0..MOST_PAGES {
        let page = shop.list(listing, at.since, created_from, at.offset).await?;
        found.seen += page.rows.len() as u64;
        let dates = page.rows.iter().filter_map(|row| row.changed).filter(|date| *date <= believable);
        at.latest = dates.chain(at.latest.filter(|date| *date <= believable)).max();
        let wanted = page.rows.iter().filter(|row| mark.is_some() || !row.only_as_change);
        let keys: Vec<Key> = wanted.map(|row| Key::new(tag, kind, row.id)).collect();
        let cursor = match page.next {
            Some(next) => {
                at.go_on(&page.rows, next);
                Cursor {
                    name: cursor_name.clone(),
                    mark: mark.map(|mark| mark.to_string()).unwrap_or_default(),
                    resume: serde_json::to_string(&at).ok(),
                }
            }
            None => Cursor {
                name: cursor_name.clone(),
                // An empty shop has no latest change; the mark must still say that an enumeration was completed.
                mark: at.latest.map_or_else(|| "1970-01-01T00:00:00".to_owned(), |latest| latest.to_string()),
                resume: None,
            },
        };
        found.marked += store.mark_with_cursor(tag, &keys, &cursor, now).await?;
        observer.notice(&Event::Discovering { what: name, seen: found.seen });
        if page.next.is_none() || stop.load(Ordering::Relaxed) {
            break;
        }
    }
    Ok(found)
}
