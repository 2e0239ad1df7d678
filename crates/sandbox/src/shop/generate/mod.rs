//! Fills a shop from a seed: the same options give the same rows, on every machine.

mod basket;
mod catalogue;
mod orders;
mod people;
mod setup;
mod words;

use rust_decimal::{Decimal, RoundingStrategy};

use super::data::ShopData;
use super::options::ShopOptions;
use super::row::Draft;

/// One line of the generator: adds rows of one resource.
pub(crate) struct Adder<'a> {
    pub(crate) data: &'a mut ShopData,
}

impl Adder<'_> {
    /// A new row of a resource, with the next identifier.
    pub(crate) fn draft(&self, resource: &str) -> Option<Draft> {
        let table = self.data.table(resource)?;
        Some(Draft::new(table.resource, table.next_id()))
    }

    /// A new row with a given identifier.
    pub(crate) fn draft_as(&self, resource: &str, id: u32) -> Option<Draft> {
        self.data.table(resource).map(|table| Draft::new(table.resource, id))
    }

    /// Stores the row.
    pub(crate) fn add(&mut self, draft: Draft) -> u32 {
        match self.data.table_mut(draft.resource.name) {
            Some(table) => table.push(draft),
            None => 0,
        }
    }
}

/// Makes the whole shop.
pub(crate) fn shop(options: &ShopOptions) -> ShopData {
    let mut data = ShopData::new(options.now);
    setup::fill(&mut data, options);
    let goods = catalogue::fill(&mut data, options);
    let people = people::fill(&mut data, options);
    orders::fill(&mut data, options, &goods, &people);
    if options.oddities {
        catalogue::forget_some(&mut data, options);
    }
    data
}

/// Rounds half away from zero.
pub(crate) fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount given in millionths.
pub(crate) fn millionths(value: i64) -> Decimal {
    Decimal::new(value, 6)
}
