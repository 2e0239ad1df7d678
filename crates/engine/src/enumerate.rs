//! One enumeration: rows by date since the last mark, then rows by number above the highest one seen. Both can be resumed
//! anywhere.
//!
//! Dates alone miss what carries an old one: what was imported, what a module writes in another time zone, what is written after
//! the shop's own time zone was corrected. Numbers rise whatever the dates say; and once a day more is seen again than the
//! longest way between two time zones.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ShopId, Tag};
use serde::{Deserialize, Serialize};

use crate::discover::Discovered;
use crate::observer::{Event, Observer};
use crate::ports::shop::{Listing, Page, Seen, Shop};
use crate::ports::store::{Cursor, Store};
use crate::run::RunError;

/// Rows changed this long before the mark are seen again: several rows share a second, transactions end later than the dates
/// they write, and in autumn the shop's clock goes back by an hour.
const OVERLAP_SECONDS: i64 = 3_720;
/// The same once a day: between two time zones there are 26 hours at most.
const DAILY_OVERLAP_HOURS: i64 = 26;
/// How often that is.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far ahead of the shop's clock a date may be and still move the mark: less than the overlap, so that the next enumeration
/// begins before now.
const AHEAD_MINUTES: i64 = 60;
/// How far ahead of UTC a date of the shop can be when its time zone is not known.
const MOST_AHEAD_HOURS: i64 = 24;
/// More pages than any shop has.
const MOST_PAGES: u32 = 100_000;

/// How far an enumeration by date came.
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
    /// The greatest number seen.
    #[serde(default)]
    highest: u64,
    /// It began with the overlap of the day.
    #[serde(default)]
    daily: bool,
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

/// What is remembered of an enumeration beside its mark.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// When it last began with the overlap of the day.
    daily: Option<Timestamp>,
    /// The shop's time zone then; empty when it was not known.
    #[serde(default)]
    zone: String,
}

/// The shop's clock.
pub(crate) struct ShopClock {
    zone: Option<TimeZone>,
    now: Timestamp,
}

impl ShopClock {
    pub(crate) const fn new(zone: Option<TimeZone>, now: Timestamp) -> Self {
        Self { zone, now }
    }

    /// The name of its time zone; empty when it is not known.
    fn name(&self) -> &str {
        self.zone.as_ref().and_then(TimeZone::iana_name).unwrap_or_default()
    }

    /// The latest date that counts for a mark: a row that claims to come from the future must not hide those until then.
    fn believable(&self) -> DateTime {
        let (here, ahead) = match &self.zone {
            Some(zone) => (zone.to_datetime(self.now), AHEAD_MINUTES.minutes()),
            None => (TimeZone::UTC.to_datetime(self.now), MOST_AHEAD_HOURS.hours()),
        };
        here.checked_add(ahead).unwrap_or(here)
    }

    /// A mark of before, as this clock would have shown it; never later than it can be.
    fn converted(&self, mark: DateTime, before: &str) -> DateTime {
        let latest = self.believable();
        let moment = |zone: TimeZone| zone.to_timestamp(mark).ok();
        let converted = match (&self.zone, TimeZone::get(before).ok().and_then(moment)) {
            (Some(zone), Some(moment)) if before != self.name() => zone.to_datetime(moment).min(mark),
            _ => mark,
        };
        converted.min(latest)
    }
}

/// What one enumeration goes with.
pub(crate) struct Enumeration<'a> {
    pub(crate) shop: &'a dyn Shop,
    pub(crate) store: &'a dyn Store,
    pub(crate) observer: &'a dyn Observer,
    pub(crate) tag: &'a Tag,
    pub(crate) clock: &'a ShopClock,
    pub(crate) stop: &'a AtomicBool,
    pub(crate) kind: Kind,
    /// What it is called to a person.
    pub(crate) name: &'static str,
    pub(crate) listing: Listing,
    pub(crate) created_from: Option<Date>,
    /// The name of its cursor.
    pub(crate) cursor: String,
}

/// Another start date is another enumeration: going further back must see what was left out before.
pub(crate) fn cursor_name(name: &str, of: Option<ShopId>, created_from: Option<Date>) -> String {
    let name = of.map_or_else(|| name.to_owned(), |store| format!("{name}#{store}"));
    match created_from {
        Some(date) => format!("{name}@{date}"),
        None => name,
    }
}

impl Enumeration<'_> {
    /// Marks what changed since the last time, and what is new whatever its date.
    pub(crate) async fn run(&self) -> Result<Discovered, RunError> {
        let numbers = format!("numbers:{}", self.cursor);
        let stored = self.store.cursor(self.tag, &numbers).await?;
        let memory: Memory = stored
            .as_ref()
            .and_then(|cursor| serde_json::from_str(cursor.resume.as_deref()?).ok())
            .unwrap_or_default();
        let after = stored.and_then(|cursor| cursor.mark.parse::<u64>().ok());
        let (mut found, highest) = self.by_date(&numbers, memory, after).await?;
        let Some(after) = highest else { return Ok(found) };
        found.add(self.by_number(&numbers, after).await?);
        Ok(found)
    }

    /// The rows since the mark. Gives the highest number that was seen before, or in the first enumeration; none when it was
    /// interrupted.
    async fn by_date(
        &self,
        numbers: &str,
        memory: Memory,
        after: Option<u64>,
    ) -> Result<(Discovered, Option<u64>), RunError> {
        let now = self.clock.now;
        let stored = self.store.cursor(self.tag, &self.cursor).await?;
        let mut found = Discovered::default();
        let believable = self.clock.believable();
        // One that was stored when a row from the far future still counted is as good as none.
        let far = believable.checked_add(DAILY_OVERLAP_HOURS.hours()).unwrap_or(believable);
        let mark: Option<DateTime> = stored
            .as_ref()
            .and_then(|cursor| cursor.mark.parse().ok())
            .filter(|mark| *mark <= far)
            .map(|mark| self.clock.converted(mark, &memory.zone));
        let resumed: Option<Resume> = stored
            .as_ref()
            .and_then(|cursor| cursor.resume.as_deref())
            .and_then(|resume| serde_json::from_str(resume).ok());
        let is_due = memory.daily.is_none_or(|last| now.duration_since(last) >= DAY);
        let daily = is_due || memory.zone != self.clock.name();
        let overlap = if daily { DAILY_OVERLAP_HOURS.hours() } else { OVERLAP_SECONDS.seconds() };
        let since = mark.and_then(|mark| mark.checked_sub(overlap).ok());
        let begin = Resume { since, latest: mark, offset: 0, highest: 0, daily };
        let mut at = resumed.unwrap_or(begin);
        let mut is_whole = false;
        for _ in 0..MOST_PAGES {
            let page = self.shop.list(self.listing, at.since, self.created_from, at.offset).await?;
            self.count(&mut found, &page);
            let dates = page.rows.iter().filter_map(|row| row.changed).filter(|date| *date <= believable);
            at.latest = dates.chain(at.latest.filter(|date| *date <= believable)).max();
            at.highest = at.highest.max(page.highest);
            is_whole = page.next.is_none();
            let cursor = match page.next {
                Some(next) => {
                    at.go_on(&page.rows, next);
                    Cursor {
                        name: self.cursor.clone(),
                        mark: mark.map(|mark| mark.to_string()).unwrap_or_default(),
                        resume: serde_json::to_string(&at).ok(),
                    }
                }
                None => Cursor {
                    name: self.cursor.clone(),
                    // An empty shop has no latest change; the mark must still say that an enumeration was completed.
                    mark: at
                        .latest
                        .map_or_else(|| "1970-01-01T00:00:00".to_owned(), |latest| latest.to_string()),
                    resume: None,
                },
            };
            let wanted = page.rows.iter().filter(|row| mark.is_some() || !row.only_as_change);
            let keys: Vec<Key> = wanted.map(|row| Key::new(self.tag, self.kind, row.id)).collect();
            found.marked += self.store.mark_with_cursor(self.tag, &keys, &cursor, now).await?;
            self.observer.notice(&Event::Discovering { what: self.name, seen: found.seen });
            if is_whole || self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        if !is_whole {
            return Ok((found, None));
        }
        // The first enumeration saw all numbers there are. One of before they were kept knows none: all are seen once more.
        let after = after.unwrap_or(if mark.is_none() { at.highest } else { 0 });
        let last = if at.daily { Some(now) } else { memory.daily };
        self.keep(numbers, after, &Memory { daily: last, zone: self.clock.name().to_owned() }, &[]).await?;
        Ok((found, Some(after)))
    }

    /// The rows whose numbers are higher than those seen.
    async fn by_number(&self, numbers: &str, after: u64) -> Result<Discovered, RunError> {
        let mut found = Discovered::default();
        let mut after = after;
        let stored = self.store.cursor(self.tag, numbers).await?.and_then(|cursor| cursor.resume);
        let memory: Memory = stored.and_then(|memory| serde_json::from_str(&memory).ok()).unwrap_or_default();
        for _ in 0..MOST_PAGES {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let page = self.shop.list_behind(self.listing, after, self.created_from).await?;
            self.count(&mut found, &page);
            let gets_on = page.highest > after;
            after = after.max(page.highest);
            let wanted = page.rows.iter().filter(|row| !row.only_as_change);
            let keys: Vec<Key> = wanted.map(|row| Key::new(self.tag, self.kind, row.id)).collect();
            if gets_on || !keys.is_empty() {
                found.marked += self.keep(numbers, after, &memory, &keys).await?;
            }
            if page.next.is_none() || !gets_on {
                break;
            }
        }
        Ok(found)
    }

    /// Keeps the highest number seen, with the keys that are to be looked at.
    async fn keep(
        &self,
        numbers: &str,
        highest: u64,
        memory: &Memory,
        keys: &[Key],
    ) -> Result<u64, RunError> {
        let cursor = Cursor {
            name: numbers.to_owned(),
            mark: highest.to_string(),
            resume: serde_json::to_string(memory).ok(),
        };
        Ok(self.store.mark_with_cursor(self.tag, keys, &cursor, self.clock.now).await?)
    }

    fn count(&self, found: &mut Discovered, page: &Page) {
        found.seen += page.rows.len() as u64;
        let new = page.doubts.iter().filter(|doubt| !found.doubts.contains(doubt));
        let new: Vec<Explanation> = new.cloned().collect();
        found.doubts.extend(new);
    }
}
