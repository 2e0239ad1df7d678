//! Documents of one kind with all that belongs to them, a hundred at a time.

mod address;
mod attribute;
mod beside;
mod category;
mod combination;
mod customer;
mod customization;
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
    for ids in wanted.chunks(ROUND) {
        let documents = match kind {
            Kind::Category => desk.categories(ids).await?,
            Kind::Product => desk.products(ids).await?,
            Kind::Combination => desk.combinations(ids).await?,
            Kind::Pack => desk.packs(ids).await?,
            Kind::Images => desk.images(ids).await?,
            Kind::Group => desk.groups(ids).await?,
            Kind::Customer => desk.customers(ids).await?,
            Kind::Address => desk.addresses(ids).await?,
            Kind::Order => desk.orders(ids).await?,
            Kind::Attribute => desk.attributes(ids).await?,
            Kind::AttributeValue => desk.attribute_values(ids).await?,
            Kind::Stock => desk.stock(ids).await?,
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
        };
        answer.extend(documents);
    }
    Ok(answer)
}
