//! Sweeps: going through whole lists of the shop, page by page, and comparing them with what they were.
//!
//! A page covers all numbers from the one before it up to its own last one, so a stored row of these numbers that it lacks is
//! gone; what is stored behind the last row of all is gone when the list has ended. Gone is only looked at: whether a thing is
//! gone, the shop itself says, asked for it by its number. A list that lost most of its rows since the last time is not
//! believed.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use passerelle_core::decide::Facts;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId, Tag};
use serde::{Deserialize, Serialize};

use crate::discover::Discovered;
use crate::lists::Lists;
use crate::observer::{Event, Observer};
use crate::ports::seen::{SeenList, SeenPage};
use crate::ports::shop::{Shop, Stores};
use crate::ports::store::{Cursor, Store};
use crate::ports::sweep::{Print, Sweep, SweptPage, SweptRow};
use crate::run::RunError;

/// More pages than any shop has.
const MOST_PAGES: u32 = 100_000;
/// So many rows may vanish from the end of a list at once, whatever is left of it.
const FEW: u64 = 10;
/// How often it is looked which orders there are.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Gone rows that are marked in one transaction.
const GONE_AT_ONCE: u32 = 1_000;

/// How lists are gone through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sweeping {
    /// What decisions depend on beside the shop: when it changes, everything is looked at again.
    pub circumstances: Print,
    /// A person says that lists may have lost most of their rows.
    pub deletions: bool,
}

/// What a sweep goes with.
pub(crate) struct Sweeper<'a> {
    pub(crate) shop: &'a dyn Shop,
    pub(crate) store: &'a dyn Store,
    pub(crate) observer: &'a dyn Observer,
    pub(crate) tag: &'a Tag,
    /// The kinds that are looked for.
    pub(crate) kinds: &'a [Kind],
    pub(crate) stores: &'a Stores,
    /// Only orders created on this day or later.
    pub(crate) created_from: Option<Date>,
    pub(crate) how: Sweeping,
    pub(crate) now: Timestamp,
    pub(crate) stop: &'a AtomicBool,
}

/// How far an interrupted sweep came.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Resume {
    /// The last number seen.
    after: u64,
    /// Rows seen.
    rows: u64,
}

/// What decisions about the catalogue depend on beside the shop's own rows.
#[must_use]
pub fn circumstances(facts: &Facts) -> Print {
    let of = |facts: &Facts| {
        let settings = &facts.settings;
        let erp = (facts.erp.precision, facts.erp.has_variants(), &facts.erp.products);
        let stock = (&settings.stock, settings.warehouse);
        Print::of(&(&settings.catalogue, stock, &settings.tax_rows, facts.company_rate, erp)).number()
    };
    let shops: Vec<(ShopId, u64)> = facts.shops.iter().map(|(id, shop)| (*id, of(&shop.facts))).collect();
    Print::of(&(of(facts), shops))
}

/// Whether changes of a kind are found by sweeps.
pub(crate) fn is_swept(kind: Kind) -> bool {
    let whole = Sweep::ALL.iter().filter(|sweep| !sweep.is_daily());
    whole.flat_map(|sweep| sweep.aspects()).any(|aspect| aspect.kind == kind)
}

/// The name of a list, which each shop of a multistore may have for itself.
fn name_of(sweep: Sweep, of: Option<ShopId>) -> String {
    of.map_or_else(|| sweep.word().to_owned(), |of| format!("{}#{of}", sweep.word()))
}

impl Sweeper<'_> {
    /// The shops of a multistore that have such a list for themselves; none stands for the whole PrestaShop.
    fn shops(&self, sweep: Sweep) -> Vec<Option<ShopId>> {
        if sweep.is_by_shop() && !self.stores.read.is_empty() {
            self.stores.read.iter().copied().map(Some).collect()
        } else {
            vec![None]
        }
    }

    /// Goes through all lists that tell of the kinds looked for.
    pub(crate) async fn sweep_all(&self, lists: &mut Lists<'_>) -> Result<(), RunError> {
        let tells = |sweep: &Sweep| sweep.aspects().iter().any(|aspect| self.kinds.contains(&aspect.kind));
        for sweep in Sweep::ALL.into_iter().filter(|sweep| !sweep.is_daily()).filter(tells) {
            for of in self.shops(sweep) {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(());
                }
                lists.note(&name_of(sweep, of), self.sweep(sweep, of).await)?;
            }
        }
        Ok(())
    }

    /// Looks which orders came and went, once a day: they have lower numbers than others, or are gone.
    pub(crate) async fn sweep_orders(&self, lists: &mut Lists<'_>) -> Result<(), RunError> {
        let name = self.name(Sweep::Orders, None);
        let mark = self.store.cursor(self.tag, &format!("sweep:{name}")).await?;
        let last = mark.as_ref().and_then(|cursor| cursor.mark.parse::<Timestamp>().ok());
        let under_way = mark.is_some_and(|cursor| cursor.resume.is_some());
        let is_due = last.is_none_or(|last| self.now.duration_since(last) >= DAY);
        if is_due || under_way || self.how.deletions {
            lists.note(Sweep::Orders.word(), self.sweep(Sweep::Orders, None).await)?;
        }
        Ok(())
    }

    /// Another start date is another list of orders.
    fn name(&self, sweep: Sweep, of: Option<ShopId>) -> String {
        match self.created_from.filter(|_| sweep == Sweep::Orders) {
            Some(day) => format!("{}@{day}", name_of(sweep, of)),
            None => name_of(sweep, of),
        }
    }

    async fn page(
        &self,
        sweep: Sweep,
        of: Option<ShopId>,
        after: u64,
    ) -> Result<Option<SweptPage>, RunError> {
        Ok(match sweep {
            Sweep::Orders => self.shop.sweep_orders(self.created_from, after).await?,
            sweep => self.shop.sweep(sweep, of, after).await?,
        })
    }

    async fn sweep(&self, sweep: Sweep, of: Option<ShopId>) -> Result<Discovered, RunError> {
        let name = self.name(sweep, of);
        let owned: Vec<String> =
            self.shops(Sweep::Combinations).into_iter().map(|of| name_of(Sweep::Combinations, of)).collect();
        let list = SeenList {
            name: &name,
            aspects: sweep.aspects(),
            asked: self.kinds,
            owned: &owned,
            owned_kind: Kind::Combination,
        };
        let cursor_name = format!("sweep:{name}");
        let stored = self.store.cursor(self.tag, &cursor_name).await?;
        let mark = stored.as_ref().map(|cursor| cursor.mark.clone()).unwrap_or_default();
        let resumed = stored.and_then(|cursor| cursor.resume);
        let mut at: Resume =
            resumed.and_then(|resume| serde_json::from_str(&resume).ok()).unwrap_or_default();
        let mut found = Discovered::default();
        for _ in 0..MOST_PAGES {
            let Some(mut page) = self.page(sweep, of, at.after).await? else { break };
            let to = page.to.max(at.after);
            page.rows.retain(|row| row.id > at.after && row.id <= to);
            page.rows.sort_unstable_by_key(|row| row.id);
            page.rows.dedup_by_key(|row| row.id);
            if !sweep.is_daily() {
                page.rows.iter_mut().for_each(|row| self.under(row));
            }
            let behind = at;
            at.after = to;
            at.rows += page.rows.len() as u64;
            found.seen += page.rows.len() as u64;
            found.doubts.append(&mut page.doubts);
            let is_last = page.is_last || to == behind.after;
            let missing = if is_last { self.store.seen_behind(self.tag, &name, at.after).await? } else { 0 };
            let is_believed = self.how.deletions || missing <= FEW || missing <= at.rows;
            let cursor = match is_last {
                false => Cursor {
                    name: cursor_name.clone(),
                    mark: mark.clone(),
                    resume: serde_json::to_string(&at).ok(),
                },
                true if is_believed => {
                    Cursor { name: cursor_name.clone(), mark: self.now.to_string(), resume: None }
                }
                true => Cursor { name: cursor_name.clone(), mark: mark.clone(), resume: None },
            };
            // Before the cursor says that the list has ended: cut off here, the last page is gone through again.
            if is_last && is_believed && missing > 0 {
                found.marked += self.forget(&list, at.after, missing).await?;
            }
            let part = SeenPage { after: behind.after, to: at.after, rows: &page.rows };
            let changes = self.store.see(self.tag, &list, &part, &cursor, self.now).await?;
            found.marked += changes.marked;
            self.observer.notice(&Event::Discovering { what: sweep.word(), seen: at.rows });
            if is_last && !is_believed {
                found.doubts.push(
                    Explanation::new("list-shrunk")
                        .with("list", &name)
                        .with("seen", at.rows)
                        .with("missing", missing),
                );
            }
            if is_last || self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(found)
    }

    /// The same row under the circumstances of this run.
    fn under(&self, row: &mut SweptRow) {
        for print in &mut row.prints {
            *print = print.under(self.how.circumstances);
        }
    }

    /// Forgets what is stored behind the end of a list, and has it looked at.
    async fn forget(&self, list: &SeenList<'_>, after: u64, missing: u64) -> Result<u64, RunError> {
        let mut marked = 0;
        for _ in 0..=missing / u64::from(GONE_AT_ONCE) {
            let changes = self.store.see_gone(self.tag, list, after, GONE_AT_ONCE, self.now).await?;
            marked += changes.marked;
            if changes.gone == 0 {
                break;
            }
        }
        Ok(marked)
    }
}
