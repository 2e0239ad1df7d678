//! The query of one call: what to show, which rows, in which order.

use url::Url;

/// Pairs of a query, in the order given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// All or some fields: `full` or `[id,reference]`.
    pub(crate) fn display(mut self, fields: &str) -> Self {
        self.0.push(("display".into(), fields.into()));
        self
    }

    /// Rows whose `field` is exactly one of `values`.
    pub(crate) fn one_of(mut self, field: &str, values: &[String]) -> Self {
        self.0.push((format!("filter[{field}]"), format!("[{}]", values.join("|"))));
        self
    }

    /// Rows whose `field` is a date from `first` on, inclusive. A range, since `>` leaves out the second itself.
    pub(crate) fn since(mut self, field: &str, first: &str) -> Self {
        self.0.push((format!("filter[{field}]"), format!("[{first},9999-12-31 23:59:59]")));
        self
    }

    /// Rows whose number `field` is from `first` to `last`, inclusive.
    pub(crate) fn between(mut self, field: &str, first: u64, last: u64) -> Self {
        self.0.push((format!("filter[{field}]"), format!("[{first},{last}]")));
        self
    }

    /// Allows dates in filters and orders.
    pub(crate) fn dated(mut self) -> Self {
        self.0.push(("date".into(), "1".into()));
        self
    }

    /// The order: without one, rows come in any order.
    pub(crate) fn sort(mut self, fields: &str) -> Self {
        self.0.push(("sort".into(), fields.into()));
        self
    }

    /// `count` rows from `offset`.
    pub(crate) fn window(mut self, offset: u64, count: u64) -> Self {
        self.0.push(("limit".into(), format!("{offset},{count}")));
        self
    }

    /// Texts in one language only.
    pub(crate) fn language(mut self, id: Option<u64>) -> Self {
        if let Some(id) = id {
            self.0.push(("language".into(), id.to_string()));
        }
        self
    }

    /// The same query with other fields.
    pub(crate) fn instead_display(mut self, fields: &str) -> Self {
        self.0.retain(|(name, _)| name != "display");
        self.display(fields)
    }

    /// Writes the pairs behind `url`.
    pub(crate) fn append_to(&self, url: &mut Url) {
        let mut pairs = url.query_pairs_mut();
        for (name, value) in &self.0 {
            pairs.append_pair(name, value);
        }
    }
}
