//! Finding tracking numbers that were written later: the shop moves no date for them, neither the shipment's nor the order's.
//!
//! The shipments of some weeks that have a number are listed whole, which is cheap; prints of what orders of neighbouring
//! numbers have are compared with those of the last time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{Key, Kind, ShopId, Tag};

use crate::discover::Discovered;
use crate::ports::shop::{Listing, Shop};
use crate::ports::store::{Cursor, Store};
use crate::run::RunError;

/// The cursor that holds the prints.
const NAME: &str = "tracking";
/// How long after an order a tracking number may still come.
const DAYS: i64 = 60;
/// Orders of neighbouring numbers whose prints are kept as one.
const TOGETHER: u64 = 50;
/// More pages than any shop has of some weeks.
const MOST_PAGES: u32 = 10_000;

/// What orders of neighbouring numbers have: the order and the print of each shipment with a number.
type Groups = BTreeMap<u64, BTreeSet<(ShopId, String)>>;

/// Marks orders whose shipments have other tracking numbers than the last time. The first time nothing: then all orders are
/// marked anyway.
pub(crate) async fn discover_tracking(
    shop: &dyn Shop,
    store: &dyn Store,
    tag: &Tag,
    now: Timestamp,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let mut found = Discovered::default();
    let mut groups = Groups::new();
    let mut offset = 0;
    for _ in 0..MOST_PAGES {
        if stop.load(Ordering::Relaxed) {
            return Ok(found);
        }
        let page = shop.list(Listing::Tracking, Some(since(now)), None, offset).await?;
        found.seen += page.rows.len() as u64;
        for row in page.rows {
            let print = row.print.map(|print| print.as_str().to_owned()).unwrap_or_default();
            groups.entry(row.id.0 / TOGETHER).or_default().insert((row.id, print));
        }
        match page.next {
            Some(next) => offset = next,
            None => break,
        }
    }
    let stored = store.cursor(tag, NAME).await?.and_then(|cursor| cursor.resume);
    let before: Option<BTreeMap<u64, Fingerprint>> =
        stored.and_then(|prints| serde_json::from_str(&prints).ok());
    let prints: BTreeMap<u64, Fingerprint> =
        groups.iter().map(|(group, rows)| (*group, Fingerprint::of(rows))).collect();
    let changed = |group: &u64| before.as_ref().is_some_and(|before| before.get(group) != prints.get(group));
    let orders: BTreeSet<ShopId> = groups
        .iter()
        .filter(|(group, _)| changed(group))
        .flat_map(|(_, rows)| rows.iter().map(|(order, _)| *order))
        .collect();
    let keys: Vec<Key> = orders.into_iter().map(|order| Key::new(tag, Kind::Order, order)).collect();
    let cursor =
        Cursor { name: NAME.to_owned(), mark: String::new(), resume: serde_json::to_string(&prints).ok() };
    found.marked = store.mark_with_cursor(tag, &keys, &cursor, now).await?;
    Ok(found)
}

/// The beginning of a day, so that what falls out of sight does so once a day.
fn since(now: Timestamp) -> DateTime {
    let today = TimeZone::UTC.to_datetime(now).date();
    today.checked_sub(DAYS.days()).unwrap_or(today).to_datetime(jiff::civil::Time::midnight())
}
