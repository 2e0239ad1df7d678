//! Sweeps: rows behind a number, in ascending order, with prints of what they show.

use std::sync::Arc;

use jiff::civil::Date;
use passerelle_core::explain::Explanation;
use passerelle_core::key::ShopId;
use passerelle_engine::ports::shop::ShopError;
use passerelle_engine::ports::sweep::{Print, Sweep, SweptPage, SweptRow};

use super::lexicon::Lexicon;
use super::swept::{
    AttributeRow, AttributeValueRow, CategoryRow, CombinationRow, Fields, OrderRow, ProductRow,
    SpecificPriceRow, StockRow,
};
use super::{unnumbered_row, unreadable};
use crate::call::{CallError, Query, Scope};
use crate::reference::{Holder, Reference};
use crate::rows::{Row, Rows, values};

/// The greatest number that is asked for: a filter needs an end.
pub(super) const LAST: u64 = 9_999_999_999;
/// Short rows are asked for in pages so many times as long as those of whole products.
const SHORT_ROWS: u64 = 2;

/// What one sweep needs of the shop's texts, loaded when it begins.
#[derive(Default)]
pub(crate) struct Lexicons(tokio::sync::Mutex<Option<Arc<Lexicon>>>);

impl Lexicons {
    /// The texts: as they are now when a sweep begins, else those it began with.
    async fn get(&self, rows: &Rows, begins: bool) -> Result<Arc<Lexicon>, CallError> {
        let mut kept = self.0.lock().await;
        match kept.as_ref().filter(|_| !begins) {
            Some(lexicon) => Ok(Arc::clone(lexicon)),
            None => {
                let lexicon = Arc::new(Lexicon::load(rows).await?);
                *kept = Some(Arc::clone(&lexicon));
                Ok(lexicon)
            }
        }
    }
}

/// One page of a swept list: what is behind `after`. None when the key may not read it.
pub(crate) async fn page(
    rows: &Rows,
    holder: &Holder,
    lexicons: &Lexicons,
    sweep: Sweep,
    store: Option<ShopId>,
    after: u64,
) -> Result<Option<SweptPage>, ShopError> {
    let reference = holder.get(rows).await?;
    let scope = match store {
        Some(store) if sweep.is_by_shop() => Scope::One(store.0),
        _ => rows.everywhere(),
    };
    let ask = Ask { rows, scope, only: Query::default(), after };
    let short = rows.page.saturating_mul(SHORT_ROWS);
    let aspects = sweep.aspects().len();
    let page = match sweep {
        Sweep::Orders => return orders(rows, holder, None, after).await.map(Some),
        Sweep::Categories => {
            ask.page(aspects, rows.page, |row: &CategoryRow| category(row, &reference)).await
        }
        Sweep::Attributes => ask.page(aspects, short, |row: &AttributeRow| whole(row, 0)).await,
        Sweep::AttributeValues => ask.page(aspects, short, |row: &AttributeValueRow| whole(row, 0)).await,
        Sweep::Products => match lexicons.get(rows, after == 0).await {
            Ok(lexicon) => {
                ask.page(aspects, rows.page, |row: &ProductRow| product(row, &reference, &lexicon)).await
            }
            Err(error) => Err(error.into()),
        },
        Sweep::SpecificPrices => ask.page(aspects, short, |row: &SpecificPriceRow| of_product(row)).await,
        Sweep::Combinations => {
            ask.page(aspects, short, |row: &CombinationRow| combination(row, &reference)).await
        }
        Sweep::Stock => ask.page(aspects, short, |row: &StockRow| of_product(row)).await,
    };
    match page {
        Ok(page) => Ok(Some(page)),
        Err(Failed::Call(CallError::NoRight(..))) if sweep == Sweep::SpecificPrices => Ok(None),
        Err(Failed::Call(error)) => Err(error.into()),
        Err(Failed::Shop(error)) => Err(error),
    }
}

/// One page of all orders there are of the shops that are read: only their numbers.
pub(crate) async fn orders(
    rows: &Rows,
    holder: &Holder,
    created_from: Option<Date>,
    after: u64,
) -> Result<SweptPage, ShopError> {
    let reference = holder.get(rows).await?;
    let mut only = Query::default();
    if reference.coverage.is_partial() {
        only = only.one_of("id_shop", &values(reference.coverage.covered.iter().copied()));
    }
    if let Some(day) = created_from {
        only = only.dated().since("date_add", &super::first_second(day));
    }
    let ask = Ask { rows, scope: rows.everywhere(), only, after };
    let there = |row: &OrderRow| Some(SweptRow { id: row.id(), owner: 0, prints: vec![Print::of(&"there")] });
    match ask.page(1, rows.page.saturating_mul(SHORT_ROWS), there).await {
        Ok(page) => Ok(page),
        Err(Failed::Call(error)) => Err(error.into()),
        Err(Failed::Shop(error)) => Err(error),
    }
}

enum Failed {
    Call(CallError),
    Shop(ShopError),
}

impl From<CallError> for Failed {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

struct Ask<'a> {
    rows: &'a Rows,
    scope: Scope,
    /// Which rows count.
    only: Query,
    after: u64,
}

impl Ask<'_> {
    /// The rows behind, in their order.
    fn query(&self) -> Query {
        self.only.clone().between("id", self.after.saturating_add(1), LAST).sort("[id_ASC]")
    }

    async fn page<T: Row>(
        &self,
        aspects: usize,
        count: u64,
        print: impl Fn(&T) -> Option<SweptRow>,
    ) -> Result<SweptPage, Failed> {
        let window = self.rows.window_in::<T>(self.scope, &self.query(), 0, count).await?;
        let mut broken: Vec<u64> = window.bad.iter().filter_map(|row| row.number("id")).collect();
        let unnumbered = window.bad.iter().filter(|row| row.number("id").is_none());
        let mut doubts: Vec<Explanation> = unnumbered.map(unnumbered_row::<T>).collect();
        for position in &window.lost {
            let query = self.query().window(*position, 1);
            match self.rows.ids::<T>(self.scope, &query).await {
                Ok(ids) if !ids.is_empty() => broken.extend(ids),
                Ok(_) | Err(CallError::Crashed(_) | CallError::Unreadable(_)) => {
                    doubts.push(super::unnumbered(T::RESOURCE, "id"));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let ids = window.rows.iter().map(Row::id).chain(broken.iter().copied());
        let Some(to) = ids.max() else {
            if !doubts.is_empty() {
                // Nobody knows how far this page goes: what is behind would be taken for deleted.
                return Err(Failed::Shop(unreadable::<T>()));
            }
            self.doubt_emptiness::<T>().await?;
            return Ok(SweptPage { to: self.after, is_last: true, ..SweptPage::default() });
        };
        let mut rows: Vec<SweptRow> = window.rows.iter().filter_map(print).collect();
        // One that cannot be read shows just that: it is looked at, and what is wrong is told of it alone.
        let prints = vec![Print::of(&"unreadable"); aspects];
        rows.extend(broken.into_iter().map(|id| SweptRow { id, owner: 0, prints: prints.clone() }));
        rows.sort_unstable_by_key(|row| row.id);
        Ok(SweptPage { rows, to, is_last: !window.full, doubts })
    }

    /// An SQL error can look like an empty list: one row, asked for otherwise, says whether there really is nothing.
    async fn doubt_emptiness<T: Row>(&self) -> Result<(), Failed> {
        let query = self.only.clone().between("id", self.after.saturating_add(1), LAST);
        let ids = self.rows.ids::<T>(self.scope, &query.window(0, 1)).await?;
        if ids.is_empty() {
            return Ok(());
        }
        let explanation = Explanation::new("shop-empty-answer").with("resource", T::RESOURCE);
        Err(Failed::Shop(ShopError::Unavailable { explanation, retry_after: None }))
    }
}

/// A row whose fields all belong to one aspect.
fn whole<T: Row + Fields>(row: &T, owner: u64) -> Option<SweptRow> {
    Some(SweptRow { id: row.id(), owner, prints: vec![Print::of(&row.all())] })
}

/// The row of something that belongs to a product; those of all products (number 0) belong to none.
fn of_product<T: Row + Fields>(row: &T) -> Option<SweptRow> {
    Some(row.number("id_product")).filter(|owner| *owner != 0).and_then(|owner| whole(row, owner))
}

/// The shop's home bears the shop's name. The installation's hidden root is nobody's category.
fn category(row: &CategoryRow, reference: &Reference) -> Option<SweptRow> {
    let home = if row.text("is_root_category") == "1" { reference.shop_names() } else { Vec::new() };
    let prints = vec![Print::of(&(row.all(), home, reference.language))];
    (row.number("level_depth") != 0).then(|| SweptRow { id: row.id(), owner: 0, prints })
}

fn product(row: &ProductRow, reference: &Reference, lexicon: &Lexicon) -> Option<SweptRow> {
    let mut categories = row.links("categories", &["id"]);
    categories.sort_unstable();
    let mut features: Vec<_> = row
        .links("product_features", &["id", "id_feature_value"])
        .into_iter()
        .map(|feature| lexicon.feature(feature))
        .collect();
    features.sort_unstable();
    let mut bundle = row.links("product_bundle", &["id", "id_product_attribute", "quantity"]);
    bundle.sort_unstable();
    let form = (row.text("product_type"), row.text("type"));
    // A group without rate shows as none: its products are looked at again when it has one.
    let rate = reference.group_rate(row.number("id_tax_rules_group")).ok().flatten().map(|rate| rate.value());
    let rate = rate.map(|rate| rate.normalize().to_string());
    let ecotax = reference.ecotax_rate().ok().flatten().map(|rate| rate.value().normalize().to_string());
    let taxes = (rate, ecotax);
    let own = Print::of(&(row.all(), taxes, categories, features, lexicon.prices_of_all, reference.language));
    // What has no images and is no pack, and never was, is nobody's job.
    let images = row.links("images", &["id"]);
    let images = if images.is_empty() {
        Print::NONE
    } else {
        // Documents of a product lie under its reference.
        Print::of(&(images, row.text("id_default_image"), row.text("reference"), &form))
    };
    let is_pack = !bundle.is_empty() || form.0 == "pack" || form.1 == "pack";
    let pack = if is_pack { Print::of(&(bundle, &form)) } else { Print::NONE };
    Some(SweptRow { id: row.id(), owner: 0, prints: vec![own, images, pack, Print::of(&form)] })
}

fn combination(row: &CombinationRow, reference: &Reference) -> Option<SweptRow> {
    let owner = row.number("id_product");
    let values = row.links("product_option_values", &["id"]);
    let named: Vec<_> = values
        .into_iter()
        .flatten()
        .map(|id| {
            let names = id.parse().ok().and_then(|id| reference.option_value(id).ok());
            (id, names)
        })
        .collect();
    let images = row.links("images", &["id"]);
    let own = Print::of(&(row.all(), &named, &images));
    Some(SweptRow { id: row.id(), owner, prints: vec![own, Print::of(&owner), Print::of(&images)] })
}
