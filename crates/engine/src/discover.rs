//! Finding out what may have changed in the shop: enumerations by date, page by page, which can be resumed anywhere.

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use passerelle_core::key::{Key, Kind, ServiceProduct, Tag};
use serde::{Deserialize, Serialize};

use crate::observer::{Event, Observer};
use crate::ports::shop::{Listing, Shop};
use crate::ports::store::{Cursor, DocumentState, Store};
use crate::run::RunError;

/// Rows changed this long before the mark are seen again: several rows share a second, and paging by offset can miss rows
/// that move while it goes on.
const OVERLAP_SECONDS: i64 = 120;
/// More pages than any shop has.
const MOST_PAGES: u32 = 100_000;
/// Failed and quarantined documents that are looked at again in one run.
const MOST_RETRIED: u32 = 100_000;

/// How far an interrupted enumeration came.
#[derive(Serialize, Deserialize)]
struct Resume {
    since: Option<DateTime>,
    latest: Option<DateTime>,
    offset: u64,
}

/// What an enumeration of the shop found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Rows that the shop listed.
    pub seen: u64,
    /// Keys that were made dirty and were not before.
    pub marked: u64,
}

/// The enumerations that find changes of a kind, with the names of their cursors.
fn listings(kind: Kind) -> &'static [(&'static str, Listing)] {
    match kind {
        Kind::Category => &[("category", Listing::Kind(Kind::Category))],
        Kind::Product => &[("product", Listing::Kind(Kind::Product))],
        Kind::Combination => &[("combination", Listing::Kind(Kind::Combination))],
        Kind::Customer => &[("customer", Listing::Kind(Kind::Customer))],
        Kind::Address => &[("address", Listing::Kind(Kind::Address))],
        Kind::Order => &[
            ("order", Listing::Kind(Kind::Order)),
            ("order_payments", Listing::OrderPayments),
            ("order_invoices", Listing::OrderInvoices),
            ("order_histories", Listing::OrderHistories),
            ("order_slips", Listing::OrderSlips),
        ],
        Kind::Service | Kind::Invoice | Kind::Payment => &[],
    }
}

/// Marks everything of these kinds that may have changed since the last complete enumeration, and what failed or was
/// quarantined. The first time that is everything.
///
/// # Errors
/// When the shop or the store cannot be used.
pub async fn discover(
    shop: &dyn Shop,
    store: &dyn Store,
    observer: &dyn Observer,
    tag: &Tag,
    kinds: &[Kind],
    created_from: Option<Date>,
    now: Timestamp,
) -> Result<Discovered, RunError> {
    let mut total = Discovered::default();
    let services: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| Key::new(tag, Kind::Service, service.shop_id())).collect();
    let known = store.documents(&services).await?;
    let fresh: Vec<Key> = services.into_iter().filter(|key| !known.contains_key(key)).collect();
    total.marked += store.mark(&fresh, now).await?;
    for kind in kinds {
        for (name, listing) in listings(*kind) {
            let found =
                enumerate(shop, store, observer, tag, *kind, name, *listing, created_from, now).await?;
            total.seen += found.seen;
            total.marked += found.marked;
        }
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
    kind == Kind::Service || kinds.contains(&kind)
}

/// Another start date is another enumeration: going further back must see what was left out before.
fn cursor_name(name: &str, created_from: Option<Date>) -> String {
    match created_from {
        Some(date) => format!("{name}@{date}"),
        None => name.to_owned(),
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
    listing: Listing,
    created_from: Option<Date>,
    now: Timestamp,
) -> Result<Discovered, RunError> {
    let dated = matches!(kind, Kind::Order | Kind::Customer);
    let created_from = created_from.filter(|_| dated);
    let cursor_name = cursor_name(name, created_from);
    let stored = store.cursor(tag, &cursor_name).await?;
    let mark: Option<DateTime> = stored.as_ref().and_then(|cursor| cursor.mark.parse().ok());
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
        at.latest = page.rows.iter().filter_map(|row| row.changed).chain(at.latest).max();
        let keys: Vec<Key> = page.rows.iter().map(|row| Key::new(tag, kind, row.id)).collect();
        let cursor = match page.next {
            Some(next) => {
                at.offset = next;
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
        if page.next.is_none() {
            break;
        }
    }
    Ok(found)
}
