//! Enumerations: ids and when they changed, page by page.
//!
//! Pages are cut by position in the list from `since` on. While rows change, those behind them move up, and a page may skip
//! some: whoever enumerates lets the next page begin at the last date seen, as far as dates get on.

mod lexicon;
mod seen;
mod sweep;
mod swept;

pub(crate) use sweep::{Lexicons, orders as sweep_orders, page as sweep};

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId};
use passerelle_engine::ports::shop::{Listing, Page, Seen, ShopError};

use self::seen::{
    AddressSeen, AttributeSeen, AttributeValueSeen, CarrierSeen, CategorySeen, CombinationSeen, CustomerSeen,
    GroupSeen, HistorySeen, InvoiceSeen, Listed, Of, OrderSeen, PackSeen, ProductIdSeen, ProductSeen,
    SlipSeen, TrackingSeen,
};
use crate::call::{CallError, Query, Scope};
use crate::read::{record_breaks_answer, record_unreadable};
use crate::reference::Coverage;
use crate::rows::{BadRow, Row, Rows, values};
use crate::wire::{OrderReferenceRow, PaymentRow};

/// One page, from `offset`.
pub(crate) async fn page(
    rows: &Rows,
    coverage: &Coverage,
    listing: Listing,
    since: Option<DateTime>,
    created_from: Option<Date>,
    offset: u64,
) -> Result<Page, ShopError> {
    let ask = Ask { rows, coverage, store: None, since, behind: None, created_from, offset };
    listed(ask, listing).await
}

/// One page of the rows whose own numbers are higher than `after`.
pub(crate) async fn behind(
    rows: &Rows,
    coverage: &Coverage,
    listing: Listing,
    after: u64,
    created_from: Option<Date>,
) -> Result<Page, ShopError> {
    let ask = Ask { rows, coverage, store: None, since: None, behind: Some(after), created_from, offset: 0 };
    listed(ask, listing).await
}

async fn listed(ask: Ask<'_>, listing: Listing) -> Result<Page, ShopError> {
    let (ask, listing) = match listing {
        Listing::KindOfStore(kind, store) => (Ask { store: Some(store.0), ..ask }, Listing::Kind(kind)),
        listing => (ask, listing),
    };
    match listing {
        Listing::Kind(Kind::Category) => ask.rows_of::<CategorySeen>().await,
        Listing::Kind(Kind::Product) => ask.rows_of::<ProductSeen>().await,
        Listing::Kind(Kind::Attribute) => ask.rows_of::<AttributeSeen>().await,
        Listing::Kind(Kind::AttributeValue) => ask.rows_of::<AttributeValueSeen>().await,
        Listing::Kind(Kind::Combination) => ask.rows_of::<CombinationSeen>().await,
        Listing::Kind(Kind::Pack) => ask.rows_of::<PackSeen>().await,
        Listing::Kind(Kind::Images | Kind::Stock) => ask.rows_of::<ProductIdSeen>().await,
        Listing::Kind(Kind::Group) => ask.rows_of::<GroupSeen>().await,
        Listing::Kind(Kind::Customer) => ask.rows_of::<CustomerSeen>().await,
        Listing::Kind(Kind::Address) => ask.rows_of::<AddressSeen>().await,
        Listing::Kind(Kind::Order) => ask.rows_of::<OrderSeen>().await,
        // Not things of the shop, parts of an order, or what orders bring along.
        Listing::Kind(
            Kind::Service
            | Kind::Collective
            | Kind::Company
            | Kind::Invoice
            | Kind::Payment
            | Kind::OrderInvoice
            | Kind::Slip
            | Kind::Image
            | Kind::CombinationImage,
        )
        | Listing::KindOfStore(..) => Ok(Page::default()),
        Listing::CustomerAddresses => ask.customers_of_addresses().await,
        Listing::OrderPayments => ask.orders_of_payments().await,
        Listing::OrderInvoices => ask.orders_of::<InvoiceSeen>().await,
        Listing::OrderHistories => ask.orders_of::<HistorySeen>().await,
        Listing::OrderSlips => ask.orders_of::<SlipSeen>().await,
        Listing::OrderCarriers => ask.orders_of::<CarrierSeen>().await,
        Listing::Tracking => ask.tracking().await,
    }
}

/// One page asked for.
#[derive(Clone, Copy)]
struct Ask<'a> {
    rows: &'a Rows,
    coverage: &'a Coverage,
    /// One shop of a multistore.
    store: Option<u64>,
    since: Option<DateTime>,
    /// Only rows with higher numbers, in the order of their numbers.
    behind: Option<u64>,
    created_from: Option<Date>,
    offset: u64,
}

/// A page of rows and where the next begins.
struct Cut<T> {
    rows: Vec<T>,
    /// Rows that cannot be read.
    bad: Vec<BadRow>,
    /// Numbers of rows that break every answer which they are in.
    lost: Vec<u64>,
    /// Rows that do not even tell their numbers.
    doubts: Vec<Explanation>,
    highest: u64,
    next: Option<u64>,
}

impl<T> Cut<T> {
    /// A page of it.
    fn page(&self, seen: Vec<Seen>, doubts: Vec<Explanation>) -> Page {
        let doubts = self.doubts.iter().cloned().chain(doubts).collect();
        Page { rows: in_order(seen), next: self.next, highest: self.highest, doubts }
    }
}

impl Ask<'_> {
    /// The shop that the rows belong to: what is not told apart by a field is told apart by the call.
    fn of_store(&self, of: Of, query: Query) -> (Scope, Query) {
        match (self.store, of) {
            (Some(store), Of::List) => (Scope::One(store), query),
            (Some(store), Of::Field) => {
                (self.rows.everywhere(), query.one_of("id_shop", &[store.to_string()]))
            }
            (Some(_), Of::Nothing) | (None, _) => (self.rows.everywhere(), query),
        }
    }

    /// Only orders of shops that are read.
    fn of_read_stores(&self, query: Query) -> Query {
        if self.coverage.is_partial() {
            query.one_of("id_shop", &values(self.coverage.covered.iter().copied()))
        } else {
            query
        }
    }

    async fn cut<T: Listed>(&self) -> Result<Cut<T>, ShopError> {
        let (scope, mut query) = self.of_store(T::OF, Query::default());
        let mut sort = "[id_ASC]".to_owned();
        if let Some(date) = T::DATE {
            query = query.dated();
            if let Some(day) = self.created_from.filter(|_| T::CREATED) {
                query = query.since("date_add", &first_second(day));
            }
            match self.behind {
                Some(after) => query = query.between("id", after.saturating_add(1), sweep::LAST),
                None => sort = format!("[{date}_ASC,id_ASC]"),
            }
            if let Some(since) = self.since {
                query = query.since(date, &since.strftime("%Y-%m-%d %H:%M:%S").to_string());
            }
        }
        let query = query.sort(&sort);
        let window = self.rows.window_in::<T>(scope, &query, self.offset, self.rows.page).await?;
        // What breaks every answer is asked for its number alone.
        let (mut lost, mut doubts) = (Vec::new(), Vec::new());
        for position in window.lost {
            match self.rows.ids::<T>(scope, &query.clone().window(position, 1)).await {
                Ok(ids) if !ids.is_empty() => lost.extend(ids),
                Ok(_) | Err(CallError::Crashed(_) | CallError::Unreadable(_)) => {
                    doubts.push(unnumbered(T::RESOURCE, "id"));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let unnumbered = window.bad.iter().filter(|row| row.number("id").is_none());
        doubts.extend(unnumbered.map(|row| unnumbered_row::<T>(row)));
        let numbers = window.bad.iter().filter_map(|row| row.number("id")).chain(lost.iter().copied());
        let highest = window.rows.iter().map(Row::id).chain(numbers).max().unwrap_or(0);
        let next = window.full.then_some(self.offset + self.rows.page);
        let cut = Cut { rows: window.rows, bad: window.bad, lost, doubts, highest, next };
        let is_empty = cut.rows.is_empty() && cut.bad.is_empty() && cut.lost.is_empty();
        let is_first = self.offset == 0 && self.since.is_none() && self.behind.is_none();
        if is_first && is_empty && cut.doubts.is_empty() {
            self.doubt_emptiness::<T>().await?;
        }
        Ok(cut)
    }

    /// The things that rows which cannot be read belong to, by a field that can; and doubts about the others.
    fn owners_of_bad<T: Listed>(cut: &Cut<T>, field: &str) -> (Vec<u64>, Vec<Explanation>) {
        let (mut owners, mut doubts) = (Vec::new(), Vec::new());
        for row in cut.bad.iter().filter(|row| row.number("id").is_some()) {
            match row.number(field) {
                Some(owner) => owners.push(owner),
                None => doubts.push(unnumbered_row::<T>(row)),
            }
        }
        doubts.extend(cut.lost.iter().map(|id| record_breaks_answer(T::RESOURCE, &id.to_string())));
        (owners, doubts)
    }

    /// An SQL error can look like an empty list: one row without order by date says whether there really is nothing.
    async fn doubt_emptiness<T: Listed>(&self) -> Result<(), ShopError> {
        if self.created_from.is_some() && T::CREATED {
            return Ok(());
        }
        let (scope, query) = self.of_store(T::OF, Query::default());
        let window = self.rows.window_in::<T>(scope, &query, 0, 1).await?;
        if window.rows.is_empty() && window.bad.is_empty() && window.lost.is_empty() {
            return Ok(());
        }
        let explanation = Explanation::new("shop-empty-answer").with("resource", T::RESOURCE);
        Err(ShopError::Unavailable { explanation, retry_after: None })
    }

    /// A page of a kind's own rows.
    async fn rows_of<T: Listed>(&self) -> Result<Page, ShopError> {
        let cut = self.cut::<T>().await?;
        let all = self.since.is_none() && self.behind.is_none();
        // Marked all the same: what is wrong is told of each alone.
        let bad = cut.bad.iter().filter_map(|row| row.number("id")).chain(cut.lost.iter().copied());
        let mut seen: Vec<Seen> = bad.map(|id| seen_at(id, None)).collect();
        let owners = self.owners(&cut.rows).await?;
        let is_ours = |row: &T| owners.as_ref().is_none_or(|owners| owners.contains(&row.owner()));
        for row in cut.rows.iter().filter(|row| row.is_wanted(all) && is_ours(row)) {
            let only_as_change = !row.is_wanted(true);
            seen.push(Seen { only_as_change, ..seen_at(row.id(), row.changed()) });
        }
        Ok(cut.page(seen, Vec::new()))
    }

    /// Which of the customers that these rows belong to are of the shop asked for; none where that does not matter.
    async fn owners<T: Listed>(&self, rows: &[T]) -> Result<Option<HashSet<u64>>, ShopError> {
        match self.store.filter(|_| T::OF == Of::Nothing) {
            Some(store) => self.owners_in(rows, &[store.to_string()]).await.map(Some),
            None => Ok(None),
        }
    }

    /// Those of the rows' owners that are customers of these shops.
    async fn owners_in<T: Listed>(&self, rows: &[T], stores: &[String]) -> Result<HashSet<u64>, ShopError> {
        let mut ids: Vec<u64> = rows.iter().map(Listed::owner).filter(|id| *id != 0).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut owners = HashSet::new();
        for part in values(ids).chunks(100) {
            let query = Query::default().one_of("id", part).one_of("id_shop", stores);
            let window = self.rows.window::<CustomerSeen>(&query.sort("[id_ASC]"), 0, 1000).await?;
            owners.extend(window.rows.iter().map(Row::id));
            owners.extend(window.bad.iter().filter_map(|row| row.number("id")));
        }
        Ok(owners)
    }

    /// A page of rows that belong to orders.
    async fn orders_of<T: Listed>(&self) -> Result<Page, ShopError> {
        let cut = self.cut::<T>().await?;
        let (orders, doubts) = Self::owners_of_bad(&cut, "id_order");
        let mut seen: Vec<Seen> = cut
            .rows
            .iter()
            .filter(|row| row.is_wanted(false))
            .map(|row| seen_at(row.order(), row.changed()))
            .chain(orders.into_iter().map(|order| seen_at(order, None)))
            .collect();
        if self.created_from.is_some() || self.coverage.is_partial() {
            let mut ids: Vec<u64> = seen.iter().map(|seen| seen.id.0).collect();
            ids.sort_unstable();
            ids.dedup();
            let mut kept = HashSet::new();
            for part in values(ids).chunks(100) {
                let mut query = self.of_read_stores(Query::default().one_of("id", part));
                if let Some(day) = self.created_from {
                    query = query.dated().since("date_add", &first_second(day));
                }
                let window = self.rows.window::<OrderSeen>(&query.sort("[id_ASC]"), 0, 1000).await?;
                kept.extend(window.rows.iter().map(Row::id));
                kept.extend(window.bad.iter().filter_map(|row| row.number("id")));
            }
            seen.retain(|seen| kept.contains(&seen.id.0));
        }
        Ok(cut.page(seen, doubts))
    }

    /// A page of addresses, as the customers that they belong to.
    async fn customers_of_addresses(&self) -> Result<Page, ShopError> {
        let cut = self.cut::<AddressSeen>().await?;
        let (customers, doubts) = Self::owners_of_bad(&cut, "id_customer");
        let all = self.since.is_none() && self.behind.is_none();
        let partial = self.coverage.is_partial();
        let covered = values(self.coverage.covered.iter().copied());
        let owners = if partial { Some(self.owners_in(&cut.rows, &covered).await?) } else { None };
        let is_ours = |row: &AddressSeen| owners.as_ref().is_none_or(|owners| owners.contains(&row.owner()));
        let wanted = |row: &&AddressSeen| row.is_wanted(all) && is_ours(row);
        let mut seen: Vec<Seen> = customers.into_iter().map(|customer| seen_at(customer, None)).collect();
        for row in cut.rows.iter().filter(wanted) {
            let only_as_change = !row.is_wanted(true);
            seen.push(Seen { only_as_change, ..seen_at(row.owner(), row.changed()) });
        }
        Ok(cut.page(seen, doubts))
    }

    /// A page of shipments that have a tracking number.
    async fn tracking(&self) -> Result<Page, ShopError> {
        let cut = self.cut::<TrackingSeen>().await?;
        let (_, mut doubts) = Self::owners_of_bad(&cut, "id_order");
        doubts.extend(cut.doubts.iter().cloned());
        let rows = cut.rows.iter().filter(|row| row.is_wanted(false));
        let seen = rows.map(|row| Seen { print: Some(row.print()), ..seen_at(row.order(), row.changed()) });
        // By position: nothing of it moves while pages are read, but new shipments at the end.
        Ok(Page { rows: seen.collect(), next: cut.next, highest: cut.highest, doubts })
    }

    /// A page of payments, as the orders of their references: payments know no order.
    async fn orders_of_payments(&self) -> Result<Page, ShopError> {
        let cut = self.cut::<PaymentRow>().await?;
        let (mut of, mut doubts) = (Vec::new(), Vec::new());
        of.extend(cut.rows.iter().map(|row| (row.order_reference.0.clone(), row.date_add.0)));
        for row in cut.bad.iter().filter(|row| row.number("id").is_some()) {
            match row.text("order_reference") {
                Some(reference) => of.push((reference.to_owned(), None)),
                None => doubts.push(unnumbered_row::<PaymentRow>(row)),
            }
        }
        doubts.extend(cut.lost.iter().map(|id| record_breaks_answer(PaymentRow::RESOURCE, &id.to_string())));
        let mut references: Vec<String> = of.iter().map(|(reference, _)| reference.clone()).collect();
        references.sort_unstable();
        references.dedup();
        references.retain(|reference| is_filterable(reference));
        let mut orders: HashMap<String, Vec<u64>> = HashMap::new();
        for part in references.chunks(100) {
            let mut query = self.of_read_stores(Query::default().one_of("reference", part));
            if let Some(day) = self.created_from {
                query = query.dated().since("date_add", &first_second(day));
            }
            let query = query.sort("[id_ASC]");
            let mut offset = Some(0);
            // A reference of 1000 orders is no reference.
            for _ in 0..100 {
                let Some(from) = offset else { break };
                let window = self.rows.window::<OrderReferenceRow>(&query, from, self.rows.page).await?;
                for row in window.rows {
                    orders.entry(row.reference.0).or_default().push(row.id.0);
                }
                offset = window.full.then_some(from + self.rows.page);
            }
        }
        let mut seen = Vec::new();
        for (reference, at) in &of {
            for order in orders.get(reference).into_iter().flatten() {
                seen.push(seen_at(*order, *at));
            }
        }
        Ok(cut.page(seen, doubts))
    }
}

/// Whether a reference can stand in a list of a filter.
pub(crate) fn is_filterable(reference: &str) -> bool {
    !reference.is_empty() && !reference.contains(['|', ',', '[', ']'])
}

fn seen_at(id: u64, changed: Option<DateTime>) -> Seen {
    Seen { id: ShopId(id), changed, only_as_change: false, print: None }
}

fn first_second(day: Date) -> String {
    format!("{day} 00:00:00")
}

fn in_order(mut seen: Vec<Seen>) -> Vec<Seen> {
    seen.sort_by_key(|seen| (seen.changed, seen.id));
    seen.dedup();
    seen
}

/// A row that nobody can tell the number or the owner of, as far as it is known which.
fn unnumbered_row<T: Row>(row: &BadRow) -> Explanation {
    match row.number("id") {
        Some(id) => record_unreadable(T::RESOURCE, id, &row.field),
        None => unnumbered(T::RESOURCE, &row.field),
    }
}

fn unnumbered(resource: &str, field: &str) -> Explanation {
    Explanation::new("shop-row-unnumbered").with("resource", resource).with("field", field)
}

fn unreadable<T: Row>() -> ShopError {
    ShopError::Unavailable {
        explanation: Explanation::new("shop-row-unreadable").with("resource", T::RESOURCE),
        retry_after: None,
    }
}
