//! Looking over what Dolibarr holds of a connection: what persons deleted, merged or changed there is looked at again.
//!
//! Lists are gone through by number and held against the links: a link whose thing is not listed, asked for by its number, is
//! gone; an order or invoice that shows something else than when it was last left was changed. Nothing is decided here: keys are
//! marked and their links doubted, and the loop looks.
//!
//! A whole list is gone through when the last time is a hundred times as long ago as it took, and once a day at least. In between,
//! what was written last is listed (`tms`, newest first, up to where the last time came): dates are compared among themselves
//! only, as nobody knows the time zone of Dolibarr's database.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, Tag};
use serde::{Deserialize, Serialize};

use crate::heal::{guests, heal};
use crate::observer::{Event, Observer};
use crate::ports::clock::Clock;
use crate::ports::erp::{Erp, ErpError, ErpListed, ErpListing, ErpPage, ErpRow};
use crate::ports::store::{Cursor, OwnedLink, Store};
use crate::run::RunError;

/// More pages than any Dolibarr has.
const MOST_PAGES: u32 = 100_000;
/// Pages of what was written last that are gone through between two whole times.
const LATEST_PAGES: u32 = 200;
/// Things asked for by their numbers in one call.
const AT_ONCE: usize = 100;
/// So many things may be gone at once, whatever is left.
const FEW: usize = 10;
/// A whole list is gone through again after so many times as long as it took.
const RARELY: u32 = 100;
/// And after this at the latest.
const DAY: Duration = Duration::from_secs(24 * 3_600);
/// Dates this long before the last one seen are listed again: transactions end later than the dates they write, and in autumn
/// the clock of the database goes back by an hour.
const OVERLAP_SECONDS: i64 = 3_720;

/// The lists, with the kinds that are linked with their things.
const LISTS: [(ErpKind, &[Kind]); 7] = [
    (ErpKind::Category, &[Kind::Category]),
    (ErpKind::CustomerCategory, &[Kind::Group]),
    (ErpKind::Product, &[Kind::Product, Kind::Combination]),
    (ErpKind::ThirdParty, &[Kind::Customer]),
    (ErpKind::Contact, &[Kind::Address]),
    (ErpKind::Order, &[Kind::Order]),
    (ErpKind::Invoice, &[Kind::Order]),
];

/// How Dolibarr is looked over.
#[derive(Clone, Copy, Debug, Default)]
pub struct LookingOver {
    /// All lists whole, however short a time ago that was done.
    pub whole: bool,
    /// A person says that most of a list may have been deleted.
    pub deletions: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedOver {
    /// Rows that Dolibarr listed.
    pub listed: u64,
    /// Orders and invoices that show something else than when they were left.
    pub changed: u64,
    /// Links whose things are gone.
    pub gone: u64,
    /// Lists that could not be read, or that lost so much that nothing in them was taken for deleted.
    pub doubts: Vec<Explanation>,
}

/// When a list was last gone through whole, and how long that took.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Last {
    seconds: u64,
    /// The latest date seen, as Dolibarr tells it.
    modified: Option<i64>,
}

/// What looking over goes with.
struct LookOver<'a> {
    erp: &'a dyn Erp,
    store: &'a dyn Store,
    clock: &'a dyn Clock,
    observer: &'a dyn Observer,
    tag: &'a Tag,
    how: LookingOver,
    stop: &'a AtomicBool,
}

/// Looks over what Dolibarr holds of these kinds, and marks what has to be looked at.
///
/// A list that cannot be read is a doubt, and looked over the next time: it keeps nothing else from being done.
///
/// # Errors
/// When the store cannot be used.
#[expect(clippy::too_many_arguments, reason = "the ports, and what to look for")]
pub async fn look_over(
    erp: &dyn Erp,
    store: &dyn Store,
    clock: &dyn Clock,
    observer: &dyn Observer,
    tag: &Tag,
    kinds: &[Kind],
    how: LookingOver,
    stop: &AtomicBool,
) -> Result<LookedOver, RunError> {
    let over = LookOver { erp, store, clock, observer, tag, how, stop };
    let mut total = LookedOver::default();
    for (list, of) in LISTS {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if of.iter().any(|kind| kinds.contains(kind)) {
            Box::pin(over.list(list, &mut total)).await?;
        }
    }
    Ok(total)
}

impl LookOver<'_> {
    async fn list(&self, list: ErpKind, total: &mut LookedOver) -> Result<(), RunError> {
        let begun = self.clock.now();
        let name = format!("erp:{}", list.word());
        let stored = self.store.cursor(self.tag, &name).await?;
        let at: Option<Timestamp> = stored.as_ref().and_then(|cursor| cursor.mark.parse().ok());
        let last: Last = stored
            .and_then(|cursor| serde_json::from_str(&cursor.resume.unwrap_or_default()).ok())
            .unwrap_or_default();
        let since = at.and_then(|at| Duration::try_from(begun.duration_since(at)).ok());
        let pause = Duration::from_secs(last.seconds).saturating_mul(RARELY).min(DAY);
        let is_due = self.how.whole || since.is_none_or(|since| since >= pause);
        let modified = if is_due {
            self.whole(list, total).await?
        } else if matches!(list, ErpKind::Order | ErpKind::Invoice) {
            self.latest(list, last.modified, total).await?
        } else {
            return Ok(());
        };
        // It was not gone through to its end: the next time does so.
        let Some(modified) = modified else { return Ok(()) };
        let modified = modified.max(last.modified);
        let took = Duration::try_from(self.clock.now().duration_since(begun)).unwrap_or_default();
        let seconds = if is_due { took.as_secs() } else { last.seconds };
        let mark = if is_due { begun } else { at.unwrap_or(begun) };
        let cursor = Cursor {
            name,
            mark: mark.to_string(),
            resume: serde_json::to_string(&Last { seconds, modified }).ok(),
        };
        self.store.mark_with_cursor(self.tag, &[], &cursor, begun).await?;
        Ok(())
    }

    /// One page; none when it cannot be had, which is told.
    async fn page(&self, kind: ErpKind, listed: ErpListed, total: &mut LookedOver) -> Option<ErpPage> {
        let listing = ErpListing { kind, tag: self.tag.clone(), listed };
        match self.erp.list(&listing).await {
            Ok(page) => {
                total.listed += page.rows.len() as u64;
                if total.listed > 0 {
                    self.observer.notice(&Event::Discovering { what: "dolibarr", seen: total.listed });
                }
                Some(page)
            }
            Err(error) => {
                let reason = match &error {
                    ErpError::Refused(why) | ErpError::Unavailable { explanation: why, .. } => why.clone(),
                };
                // One sentence for all lists that fail for the same reason.
                if !total.doubts.contains(&reason) {
                    total.doubts.push(reason);
                }
                None
            }
        }
    }

    /// Goes through a whole list. The latest date seen; nothing when it could not be gone through to its end.
    async fn whole(&self, kind: ErpKind, total: &mut LookedOver) -> Result<Option<Option<i64>>, RunError> {
        let mut found = Found::default();
        let mut after = ErpId(0);
        let mut modified = None;
        for _ in 0..MOST_PAGES {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let Some(page) = self.page(kind, ErpListed::After(after), total).await else { return Ok(None) };
            modified = page.rows.iter().filter_map(|row| row.modified).max().max(modified);
            let end = page.rows.iter().map(|row| row.id).max();
            let to = if page.is_last { ErpId(u64::MAX) } else { end.unwrap_or(ErpId(u64::MAX)) };
            let links = self.store.links_between(self.tag, kind, after, to).await?;
            found.compare(&page, links);
            if page.is_last || to == ErpId(u64::MAX) {
                break;
            }
            after = to;
        }
        if !self.verify(kind, &mut found, total).await? {
            return Ok(None);
        }
        let is_believed = self.how.deletions || found.gone.len() <= FEW || found.gone.len() <= found.there;
        total.changed += found.changed.len() as u64;
        self.doubt(std::mem::take(&mut found.changed).into_iter().collect()).await?;
        if !is_believed {
            total.doubts.push(
                Explanation::new("erp-list-shrunk")
                    .with("list", kind.word())
                    .with("gone", found.gone.len())
                    .with("there", found.there),
            );
            return Ok(None);
        }
        total.gone += found.gone.len() as u64;
        self.gone(kind, &found.gone).await?;
        self.whose_parts_are_gone(kind, &found).await?;
        Ok(Some(modified))
    }

    /// Asks for what was not listed by its number: it may be there without an external reference of ours, as what a person made
    /// is. False when an answer could not be had.
    async fn verify(
        &self,
        kind: ErpKind,
        found: &mut Found,
        total: &mut LookedOver,
    ) -> Result<bool, RunError> {
        let missing = std::mem::take(&mut found.missing);
        let mut ids: Vec<ErpId> = missing.iter().map(|it| it.link.erp_id).collect();
        ids.dedup();
        let mut rows: HashMap<ErpId, ErpRow> = HashMap::new();
        for chunk in ids.chunks(AT_ONCE) {
            let Some(page) = self.page(kind, ErpListed::Numbers(chunk.to_vec()), total).await else {
                return Ok(false);
            };
            if !page.is_whole {
                return Ok(false);
            }
            rows.extend(page.rows.into_iter().map(|row| (row.id, row)));
        }
        for it in missing {
            match rows.get(&it.link.erp_id) {
                Some(row) => found.hold(row, it),
                None => found.gone.push(it),
            }
        }
        Ok(true)
    }

    /// Goes through what was written last, down to where the last time came.
    async fn latest(
        &self,
        kind: ErpKind,
        before: Option<i64>,
        total: &mut LookedOver,
    ) -> Result<Option<Option<i64>>, RunError> {
        let mut found = Found::default();
        let mut modified = None;
        for number in 0..LATEST_PAGES {
            let Some(page) = self.page(kind, ErpListed::Latest(number), total).await else { return Ok(None) };
            modified = page.rows.iter().filter_map(|row| row.modified).max().max(modified);
            for row in &page.rows {
                let previous = ErpId(row.id.0.saturating_sub(1));
                for link in self.store.links_between(self.tag, kind, previous, row.id).await? {
                    found.hold(row, link);
                }
            }
            let oldest = page.rows.iter().filter_map(|row| row.modified).min();
            let is_known =
                oldest.zip(before).is_some_and(|(oldest, before)| oldest < before - OVERLAP_SECONDS);
            if page.is_last || is_known || self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        total.changed += found.changed.len() as u64;
        self.doubt(found.changed.into_iter().collect()).await?;
        Ok(Some(modified))
    }

    /// Has what was changed looked at.
    async fn doubt(&self, keys: Vec<Key>) -> Result<(), RunError> {
        self.store.suspect(&keys).await?;
        self.store.mark(&keys, self.clock.now()).await?;
        Ok(())
    }

    async fn gone(&self, kind: ErpKind, gone: &[OwnedLink]) -> Result<(), RunError> {
        if matches!(kind, ErpKind::Order | ErpKind::Invoice) {
            return self.doubt(gone.iter().filter_map(owner).collect()).await;
        }
        let joined: BTreeSet<Key> = guests(gone).into_iter().collect();
        let keys: Vec<Key> = gone.iter().map(|it| it.link.key.clone()).collect();
        let (joined, keys): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(|key| joined.contains(key));
        self.store.forget(&joined).await?;
        self.store.mark(&joined, self.clock.now()).await?;
        heal(self.store, &keys, self.clock.now()).await?;
        Ok(())
    }

    /// Products are in categories, and variants belong to products, by the numbers of these: what is made anew has another one.
    async fn whose_parts_are_gone(&self, kind: ErpKind, found: &Found) -> Result<(), RunError> {
        let is_gone = |kind: Kind| found.gone.iter().any(|it| it.link.key.kind == kind);
        let (all, of) = match kind {
            ErpKind::Category if is_gone(Kind::Category) => (ErpKind::Product, Kind::Product),
            ErpKind::CustomerCategory if is_gone(Kind::Group) => (ErpKind::ThirdParty, Kind::Customer),
            ErpKind::Product if is_gone(Kind::Product) => (ErpKind::Product, Kind::Combination),
            _ => return Ok(()),
        };
        let links = self.store.links_between(self.tag, all, ErpId(0), ErpId(u64::MAX)).await?;
        let keys = links.into_iter().map(|it| it.link.key).filter(|key| key.kind == of);
        let keys: Vec<Key> = keys.collect();
        self.store.mark(&keys, self.clock.now()).await?;
        Ok(())
    }
}

/// The key that a link is reconciled with.
fn owner(it: &OwnedLink) -> Option<Key> {
    if it.link.key.kind == Kind::Order { Some(it.link.key.clone()) } else { it.owner.clone() }
}

/// What a list shows of the links.
#[derive(Default)]
struct Found {
    /// Links whose things are there.
    there: usize,
    /// Orders that show something else, themselves or one of their invoices.
    changed: BTreeSet<Key>,
    /// Links whose things were not listed.
    missing: Vec<OwnedLink>,
    /// Links whose things are gone.
    gone: Vec<OwnedLink>,
}

impl Found {
    fn compare(&mut self, page: &ErpPage, links: Vec<OwnedLink>) {
        let rows: HashMap<ErpId, &ErpRow> = page.rows.iter().map(|row| (row.id, row)).collect();
        for link in links {
            match rows.get(&link.link.erp_id) {
                Some(row) => self.hold(row, link),
                None => self.missing.push(link),
            }
        }
    }

    /// Holds a link against its row.
    fn hold(&mut self, row: &ErpRow, it: OwnedLink) {
        self.there += 1;
        if row.standing.is_some() && row.standing != it.link.standing {
            self.changed.extend(owner(&it));
        }
    }
}
