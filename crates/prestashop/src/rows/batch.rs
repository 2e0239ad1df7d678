//! Rows picked by a list of values, such as the lines of 100 orders: one call, more only when it overflows or breaks.

use std::collections::HashSet;

use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

use super::reader::Tries;
use super::{BadRow, Row, Rows};
use crate::call::{CallError, Query, Scope};

/// Values in one call: more would make the address too long.
const VALUES: usize = 100;
/// Pages of one batch, at most.
const PAGES: u64 = 500;
/// Broken answers in a row, with none that was good, until the shop itself is held to be broken: one more than it takes
/// to get from a hundred values down to one.
const BROKEN_AT_FIRST: u32 = 9;

/// What a batch gave.
pub(crate) struct Batch<T> {
    /// Good rows, in id order for each call.
    pub rows: Vec<T>,
    /// Rows that cannot be understood.
    pub bad: Vec<BadRow>,
    /// Values whose answer breaks even alone.
    pub lost: Vec<Lost>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), bad: Vec::new(), lost: Vec::new() }
    }
}

/// A value whose answer breaks even alone, and how.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    /// The value of the filter.
    pub value: String,
    /// For a person.
    pub why: Explanation,
}

impl Rows {
    /// The rows whose `field` is one of `values`. Of a multistore's shops the first that has a row gives it; the next ones are
    /// asked for what is missing.
    pub(crate) async fn batch<T: Row>(&self, field: &str, values: &[String]) -> Result<Batch<T>, ShopError> {
        let mut batch = Batch { rows: Vec::new(), bad: Vec::new(), lost: Vec::new() };
        let mut missing = values.to_vec();
        for scope in self.scopes::<T>() {
            if missing.is_empty() {
                break;
            }
            self.batch_in(scope, field, &missing, &mut batch).await?;
            let seen: HashSet<String> = batch
                .rows
                .iter()
                .map(Row::id)
                .chain(batch.bad.iter().filter_map(|row| row.number("id")))
                .map(|id| id.to_string())
                .chain(batch.lost.iter().map(|lost| lost.value.clone()))
                .collect();
            missing.retain(|value| !seen.contains(value));
        }
        Ok(batch)
    }

    /// An answer that breaks is halved until only the broken value is left; that takes at most two calls for each value.
    async fn batch_in<T: Row>(
        &self,
        scope: Scope,
        field: &str,
        values: &[String],
        batch: &mut Batch<T>,
    ) -> Result<(), ShopError> {
        let mut todo: Vec<&[String]> = values.chunks(VALUES).rev().collect();
        let (mut good, mut broken) = (0_u32, 0_u32);
        let mut tries = Tries::Several;
        while let Some(part) = todo.pop() {
            match self.pages_of(scope, field, part, tries, batch).await {
                Ok(()) => good += 1,
                Err(error) if error.may_be_one_row() => {
                    broken += 1;
                    tries = Tries::One;
                    if good == 0 && broken >= BROKEN_AT_FIRST {
                        return Err(error.into());
                    }
                    match (part, error) {
                        ([value], CallError::Crashed(why) | CallError::Unreadable(why)) => {
                            batch.lost.push(Lost { value: value.clone(), why });
                        }
                        (_, _) => {
                            let (first, second) = part.split_at(part.len() / 2);
                            todo.extend([second, first]);
                        }
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// All pages for these values. Nothing is kept of an incomplete reading.
    async fn pages_of<T: Row>(
        &self,
        scope: Scope,
        field: &str,
        values: &[String],
        tries: Tries,
        batch: &mut Batch<T>,
    ) -> Result<(), CallError> {
        let (mut rows, mut bad) = (Vec::new(), Vec::new());
        for number in 0..PAGES {
            let query =
                Query::default().one_of(field, values).sort("[id_ASC]").window(number * self.page, self.page);
            let page = self.page::<T>(scope, &query, tries).await?;
            let last = page.len() < self.page;
            rows.extend(page.rows);
            bad.extend(page.bad);
            if last {
                batch.rows.append(&mut rows);
                batch.bad.append(&mut bad);
                return Ok(());
            }
        }
        Err(CallError::Refused(Explanation::new("shop-too-many-rows").with("resource", T::RESOURCE)))
    }
}

/// Numbers as values of a filter.
pub(crate) fn values(ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}
