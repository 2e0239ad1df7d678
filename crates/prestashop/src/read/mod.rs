//! Documents of one kind with all that belongs to them, a hundred at a time.

mod address;
mod attribute;
mod beside;
mod category;
mod combination;
mod company;
mod customer;
mod customization;
mod days;
mod gather;
mod group;
mod images;
mod odd;
mod order;
mod order_line;
mod order_parts;
mod order_slip;
mod pack;
mod plain_text;
mod product;
mod resolve;
mod sharing;
mod stock;

use std::collections::HashMap;

use passerelle_core::explain::Explanation;
use passerelle_core::key::{Kind, ShopId};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use crate::reference::Holder;
use crate::rows::Rows;

pub(crate) use odd::{record_breaks_answer, record_unreadable};
pub(crate) use plain_text::decode;
#[cfg(test)]
pub(crate) use {combination::combination, order::order, order_parts::OrderParts, product::product};

/// Documents in one round.
const ROUND: usize = 100;

/// What is read with.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    /// The rows.
    pub rows: &'a Rows,
    /// The reference data.
    pub holder: &'a Holder,
}

/// Reads documents; every id has an entry in the answer.
pub(crate) async fn read(
    rows: &Rows,
    holder: &Holder,
    kind: Kind,
    ids: &[ShopId],
) -> Result<HashMap<ShopId, Fetched>, ShopError> {
    let desk = Desk { rows, holder };
    // Loaded first, so that texts come in the right language.
    holder.get(rows).await?;
    let mut wanted: Vec<u64> = ids.iter().map(|id| id.0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut answer = HashMap::with_capacity(wanted.len());
    // A row that could be anyone's makes a reading fail: half of them are read then, until it is one document's.
    let mut todo: Vec<&[u64]> = wanted.chunks(ROUND).rev().collect();
    while let Some(ids) = todo.pop() {
        match desk.documents(kind, ids).await {
            Ok(documents) => answer.extend(documents),
            Err(error) if odd::is_of_nobody(&error) => match ids {
                [id] => {
                    let why = error.explanation().clone();
                    answer.insert(ShopId(*id), Fetched::Unreadable(why));
                }
                ids => {
                    let (first, second) = ids.split_at(ids.len() / 2);
                    todo.extend([second, first]);
                }
            },
            Err(error) => return Err(error),
        }
    }
    Ok(answer)
}

impl Desk<'_> {
    async fn documents(&self, kind: Kind, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        Ok(match kind {
            Kind::Category => self.categories(ids).await?,
            Kind::Product => self.products(ids).await?,
            Kind::Combination => self.combinations(ids).await?,
            Kind::Pack => self.packs(ids).await?,
            Kind::Images => self.images(ids).await?,
            Kind::Group => self.groups(ids).await?,
            Kind::Customer => self.customers(ids).await?,
            Kind::Address => self.addresses(ids).await?,
            Kind::Company => self.companies(ids).await?,
            Kind::Order => self.orders(ids).await?,
            Kind::Attribute => self.attributes(ids).await?,
            Kind::AttributeValue => self.attribute_values(ids).await?,
            Kind::Stock => self.stock(ids).await?,
            Kind::Service
            | Kind::Collective
            | Kind::Invoice
            | Kind::Payment
            | Kind::OrderInvoice
            | Kind::Slip
            | Kind::Image
            | Kind::CombinationImage => {
                let why = Explanation::new("shop-kind-not-readable").with("kind", kind);
                ids.iter().map(|id| (ShopId(*id), Fetched::Unreadable(why.clone()))).collect()
            }
        })
    }
}
