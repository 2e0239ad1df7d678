//! What of the shop is in Dolibarr already before the first load: orders and invoices that would be doubled, products that
//! persons made.

use std::collections::BTreeSet;

use jiff::civil::Date;
use passerelle_core::erp::{ErpKind, ErpObject, ErpSeen, Look, LookBy, stored_product_reference};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, ExternalRef, Kind, ShopId};
use passerelle_core::settings::Settings;
use passerelle_core::shop::{Order, ShopDocument};
use passerelle_engine::ports::erp::Erp;
use passerelle_engine::ports::shop::{Fetched, Shop};
use passerelle_engine::ports::store::Store;

use crate::failure::Failure;
use crate::tag_use::some;

/// Orders and products that are looked at, from the whole length of the shop's lists.
const SAMPLE: usize = 200;
/// Documents read at once.
const BATCH: usize = 50;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    /// Orders of the shop that were looked at.
    pub orders: usize,
    /// Of those, orders that Dolibarr holds already.
    pub there: usize,
    /// Invoices that it holds of them.
    pub invoices: usize,
    /// The latest day of those.
    pub latest: Option<Date>,
    /// Products that were looked at.
    pub products: usize,
    /// Of those, products with the same reference that Passerelle did not make.
    pub products_there: usize,
}

impl Turnover {
    /// What to tell a person about orders and invoices; none when there are none.
    pub fn of_orders(&self, settings: &Settings) -> Option<Explanation> {
        (self.there + self.invoices > 0).then(|| {
            Explanation::new("turnover-there-already")
                .with("there", self.there)
                .with("invoices", self.invoices)
                .with("looked", self.orders)
                .with("latest", self.latest.map_or_else(String::new, |day| day.to_string()))
                .with("adopted", if settings.adoption.turnover { "yes" } else { "no" })
        })
    }

    /// What to tell a person about products; none when there are none.
    pub fn of_products(&self, settings: &Settings) -> Option<Explanation> {
        (self.products_there > 0).then(|| {
            Explanation::new("products-there-already")
                .with("there", self.products_there)
                .with("products", self.products)
                .with("kept", if settings.adoption.kept.is_empty() { "none" } else { "some" })
        })
    }

    /// The first day that nothing was found of.
    pub fn next_day(&self) -> Option<Date> {
        self.latest.and_then(|day| day.tomorrow().ok())
    }
}

/// Looks, as long as the state database knows nothing.
pub async fn turnover(
    settings: &Settings,
    store: Option<&dyn Store>,
    shop: &dyn Shop,
    erp: &dyn Erp,
) -> Result<Turnover, Failure> {
    if let Some(store) = store
        && !store.counts(&settings.tag).await?.is_empty()
    {
        return Ok(Turnover::default());
    }
    let mut found = Turnover::default();
    let orders = some(shop, Kind::Order, SAMPLE).await?;
    for ids in orders.chunks(BATCH) {
        let read = shop.read(Kind::Order, ids).await?;
        let orders: Vec<&Order> = ids.iter().filter_map(|id| order(read.get(id)?)).collect();
        let looks: Vec<Look> = orders.iter().flat_map(|order| looks(settings, order)).collect();
        let seen = erp.look(&looks).await?;
        for order in orders {
            found.orders += 1;
            let (orders, invoices) = (
                foreign(&seen, settings, order, ErpKind::Order),
                foreign(&seen, settings, order, ErpKind::Invoice),
            );
            found.there += usize::from(!orders.is_empty());
            found.invoices += usize::from(!invoices.is_empty());
            if !(orders.is_empty() && invoices.is_empty()) {
                found.latest = found.latest.max(Some(order.day()));
            }
        }
    }
    let products = some(shop, Kind::Product, SAMPLE).await?;
    for ids in products.chunks(BATCH) {
        let read = shop.read(Kind::Product, ids).await?;
        let references: Vec<(ShopId, String)> =
            ids.iter().filter_map(|id| Some((*id, reference(read.get(id)?)?))).collect();
        let look = |reference: &str| Look::new(ErpKind::Product, LookBy::Reference(reference.to_owned()));
        let looks: Vec<Look> = references.iter().map(|(_, reference)| look(reference)).collect();
        let seen = erp.look(&looks).await?;
        for (id, reference) in references {
            found.products += 1;
            let is_free = |object: &&ErpObject| {
                let ErpObject::Product(it) = object else { return false };
                it.ref_ext.as_ref().is_none_or(|stored| stored.is_of_another_connector(id))
            };
            let there = seen.get(&look(&reference)).unwrap_or_default().iter().any(|it| is_free(&it));
            found.products_there += usize::from(there);
        }
    }
    Ok(found)
}

fn order(fetched: &Fetched) -> Option<&Order> {
    match fetched {
        Fetched::Found(ShopDocument::Order(order)) => Some(order),
        _ => None,
    }
}

fn reference(fetched: &Fetched) -> Option<String> {
    match fetched {
        Fetched::Found(ShopDocument::Product(product)) => {
            Some(stored_product_reference(&product.reference)).filter(|reference| !reference.is_empty())
        }
        _ => None,
    }
}

/// By what an order or its invoice would be recognised.
fn looks(settings: &Settings, order: &Order) -> Vec<Look> {
    let forms = settings.adoption.references.iter();
    let forms = forms.map(|form| ExternalRef::stored(&form.write(order.id, &order.reference)));
    let by: Vec<LookBy> = std::iter::once(LookBy::Named(order.reference.clone()))
        .filter(|_| !order.reference.trim().is_empty())
        .chain(forms.map(LookBy::ExternalRef))
        .collect();
    let of = |kind: ErpKind| by.iter().map(move |by| Look::new(kind, by.clone()));
    of(ErpKind::Order).chain(of(ErpKind::Invoice)).collect()
}

/// What was found that Passerelle did not make.
fn foreign(seen: &ErpSeen, settings: &Settings, order: &Order, kind: ErpKind) -> BTreeSet<ErpId> {
    let looks = looks(settings, order).into_iter().filter(|look| look.kind == kind);
    let found = looks.flat_map(|look| seen.get(&look).unwrap_or_default().to_vec());
    let foreign = found.filter(|object| {
        let stored = match object {
            ErpObject::Order(it) => &it.ref_ext,
            ErpObject::Invoice(it) => &it.ref_ext,
            _ => return false,
        };
        stored.as_ref().is_none_or(|it| !it.is_passerelles())
    });
    foreign.filter_map(|object| object.id()).collect()
}
