//! Reads one page of rows.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use passerelle_core::explain::Explanation;

use super::{BadRow, Row, decode, envelope};
use crate::call::{CallError, Client, Query, Request, Scope};
use crate::wire::Id;

/// Reads rows through a client.
pub(crate) struct Rows {
    /// The client.
    pub client: Client,
    /// Rows asked for in one page.
    pub page: u64,
    /// The states that orders were in are read with them.
    pub histories: bool,
    /// Number of the language that texts are read in; 0 before it is known.
    language: AtomicU64,
    /// Resources that do not have one of the fields usually asked for: read in full instead.
    whole: Mutex<HashSet<&'static str>>,
    /// The shops of a multistore, in the order in which they are asked for what each of them has for itself; empty where there
    /// is one shop only.
    shops: Mutex<Vec<u64>>,
}

/// A page: what could be read, and what could not.
pub(crate) struct PageOfRows<T> {
    /// Good rows.
    pub rows: Vec<T>,
    /// Bad ones.
    pub bad: Vec<BadRow>,
}

impl<T> PageOfRows<T> {
    /// How many rows the shop gave.
    pub(crate) fn len(&self) -> u64 {
        (self.rows.len() + self.bad.len()) as u64
    }
}

impl Rows {
    /// A reader in no language yet.
    pub(crate) fn new(client: Client, page: u32, histories: bool) -> Self {
        Self {
            client,
            page: u64::from(page.clamp(1, 10_000)),
            histories,
            language: AtomicU64::new(0),
            whole: Mutex::new(HashSet::new()),
            shops: Mutex::new(Vec::new()),
        }
    }

    /// From now on, texts are read in this language.
    pub(crate) fn speak(&self, language: u64) {
        self.language.store(language, Ordering::Relaxed);
    }

    /// The language that texts are read in.
    pub(crate) fn language(&self) -> u64 {
        self.language.load(Ordering::Relaxed)
    }

    /// From now on, these shops of a multistore are asked in turn; none where there is one shop only.
    pub(crate) fn ask_shops(&self, shops: Vec<u64>) {
        if let Ok(mut now) = self.shops.lock() {
            *now = shops;
        }
    }

    /// The calls that a reading of this resource takes: one, or one for each shop of a multistore.
    pub(crate) fn scopes<T: Row>(&self) -> Vec<Scope> {
        let shops = self.shops.lock().map(|shops| shops.clone()).unwrap_or_default();
        match shops.as_slice() {
            [] => vec![Scope::Unsaid],
            _ if !T::BY_SHOP => vec![Scope::All],
            shops => shops.iter().copied().map(Scope::One).collect(),
        }
    }

    /// All shops at once: for what comes whole, and to ask whether a thing is there at all.
    pub(crate) fn everywhere(&self) -> Scope {
        let several = self.shops.lock().is_ok_and(|shops| !shops.is_empty());
        if several { Scope::All } else { Scope::Unsaid }
    }

    /// One page as the query says; `display`, and the language where there are texts, are added here.
    pub(crate) async fn page<T: Row>(
        &self,
        scope: Scope,
        query: &Query,
        tries: Tries,
    ) -> Result<PageOfRows<T>, CallError> {
        let language = Some(self.language.load(Ordering::Relaxed)).filter(|id| T::WORDS && *id != 0);
        let query = query.clone().language(language);
        let whole = self.whole.lock().is_ok_and(|whole| whole.contains(T::RESOURCE));
        let display = if whole { "full" } else { T::DISPLAY };
        match self.ask(scope, query.clone().display(display), tries).await {
            // An older PrestaShop, or a newer one: all fields, and the decoder says what is really missing.
            Err(CallError::UnknownField(_)) if display != "full" => {
                if let Ok(mut whole) = self.whole.lock() {
                    whole.insert(T::RESOURCE);
                }
                self.ask(scope, query.instead_display("full"), tries).await
            }
            result => result,
        }
    }

    /// The numbers of the rows that a query finds, asked for alone: PrestaShop then reads no whole records.
    pub(crate) async fn ids<T: Row>(&self, scope: Scope, query: &Query) -> Result<Vec<u64>, CallError> {
        #[derive(serde::Deserialize)]
        struct Numbered {
            id: Id,
        }
        let request = Request::rows(T::RESOURCE, query.clone().display("[id]"), scope);
        let answer = self.client.get(&request).await?;
        let rows =
            envelope::rows(&answer.body, T::KEY).ok_or_else(|| not_a_list::<T>(answer.version.is_some()))?;
        let number = |row: &&serde_json::value::RawValue| serde_json::from_str::<Numbered>(row.get());
        let ids: Result<Vec<u64>, _> = rows.iter().map(|row| number(row).map(|row| row.id.0)).collect();
        ids.map_err(|_| not_a_list::<T>(answer.version.is_some()))
    }

    async fn ask<T: Row>(
        &self,
        scope: Scope,
        query: Query,
        tries: Tries,
    ) -> Result<PageOfRows<T>, CallError> {
        let request = Request::rows(T::RESOURCE, query, scope);
        let answer = match tries {
            Tries::Several => self.client.get(&request).await?,
            Tries::One => self.client.get_once(&request).await?,
        };
        let Some(raw) = envelope::rows(&answer.body, T::KEY) else {
            return Err(not_a_list::<T>(answer.version.is_some()));
        };
        let (mut rows, bad) = decode::<T>(&raw);
        if let Some(shop) = scope.shop() {
            rows.iter_mut().for_each(|row| row.read_in(shop));
        }
        Ok(PageOfRows { rows, bad })
    }
}

/// How often a call may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tries {
    /// As often as reads may.
    Several,
    /// Once: a bisection is under way.
    One,
}

/// JSON of something else when PrestaShop did not sign it, else a record that breaks the list.
fn not_a_list<T: Row>(signed: bool) -> CallError {
    if signed {
        CallError::Unreadable(Explanation::new("shop-answer-unreadable").with("resource", T::RESOURCE))
    } else {
        CallError::Refused(Explanation::new("shop-not-a-prestashop").with("status", 200))
    }
}
