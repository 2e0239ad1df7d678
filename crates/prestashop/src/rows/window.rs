//! Rows by position: a window of an ordered list, and whole lists window by window.

use std::collections::HashSet;

use passerelle_core::explain::Explanation;

use super::reader::Tries;
use super::{BadRow, Row, Rows};
use crate::call::{CallError, Query, Scope};

/// Windows of a whole list, at most.
const WINDOWS: u64 = 1000;
/// Broken answers with none that was good until the shop itself is held to be broken.
const BROKEN_AT_FIRST: u32 = 12;

/// What a window gave.
pub(crate) struct Window<T> {
    /// Good rows, in order.
    pub rows: Vec<T>,
    /// Rows that cannot be understood.
    pub bad: Vec<BadRow>,
    /// Positions whose answer breaks even alone.
    pub lost: Vec<u64>,
    /// Whether the list may go on behind the window.
    pub full: bool,
}

impl Rows {
    /// `count` rows from `offset`, of what comes whole.
    pub(crate) async fn window<T: Row>(
        &self,
        query: &Query,
        offset: u64,
        count: u64,
    ) -> Result<Window<T>, CallError> {
        self.window_in(self.everywhere(), query, offset, count).await
    }

    /// `count` rows from `offset`. An answer that breaks is halved until only the broken position is left; that takes at
    /// most two calls for each row.
    pub(crate) async fn window_in<T: Row>(
        &self,
        scope: Scope,
        query: &Query,
        offset: u64,
        count: u64,
    ) -> Result<Window<T>, CallError> {
        let mut window = Window { rows: Vec::new(), bad: Vec::new(), lost: Vec::new(), full: false };
        let mut todo = vec![(offset, count)];
        let (mut good, mut broken) = (0_u32, 0_u32);
        let mut tries = Tries::Several;
        while let Some((from, count)) = todo.pop() {
            match self.page::<T>(scope, &query.clone().window(from, count), tries).await {
                Ok(page) => {
                    good += 1;
                    window.full = page.len() >= count;
                    if !window.full {
                        // The list ends here: nothing is behind.
                        todo.clear();
                    }
                    window.rows.extend(page.rows);
                    window.bad.extend(page.bad);
                }
                Err(error) if error.may_be_one_row() => {
                    broken += 1;
                    tries = Tries::One;
                    if good == 0 && broken >= BROKEN_AT_FIRST {
                        return Err(error);
                    }
                    if count == 1 {
                        window.lost.push(from);
                        window.full = true;
                    } else {
                        let half = count / 2;
                        todo.extend([(from + half, count - half), (from, half)]);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(window)
    }

    /// A whole resource: for reference data. What several shops of a multistore have comes from the first of them.
    pub(crate) async fn all<T: Row>(&self, query: &Query) -> Result<Vec<T>, CallError> {
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        for scope in self.scopes::<T>() {
            let more = self.all_in::<T>(scope, query).await?;
            rows.extend(more.into_iter().filter(|row| seen.insert(row.id())));
        }
        Ok(rows)
    }

    /// A whole resource in id order. Rows that cannot be read are left out and reported in the log.
    pub(crate) async fn all_in<T: Row>(&self, scope: Scope, query: &Query) -> Result<Vec<T>, CallError> {
        let query = query.clone().sort("[id_ASC]");
        let mut rows = Vec::new();
        for number in 0..WINDOWS {
            let window = self.window_in::<T>(scope, &query, number * self.page, self.page).await?;
            let unread = window.bad.len() + window.lost.len();
            if unread > 0 {
                tracing::warn!(resource = T::RESOURCE, unread, "rows of reference data cannot be read");
            }
            rows.extend(window.rows);
            if !window.full {
                return Ok(rows);
            }
        }
        Err(CallError::Refused(Explanation::new("shop-too-many-rows").with("resource", T::RESOURCE)))
    }
}
