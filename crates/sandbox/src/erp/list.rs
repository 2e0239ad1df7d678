//! Lists: filtered, sorted, cut into pages, with only the properties asked for.

use super::filter::{Columns, Sql, SqlFilter, sort};
use super::options::ErpVersion;
use super::refusal::Refusal;
use super::shape;
use super::shelf::{Shelf, Stored};
use crate::json::Json;

/// The query of a list.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    pub(crate) version: ErpVersion,
    pub(crate) query: &'a [(String, String)],
    /// The words before an SQL error ("Error when retrieve product list").
    pub(crate) failure: &'static str,
    /// What 404 says of an empty list on 17 ("No product found").
    pub(crate) none: &'static str,
    /// Whether an empty list is 404 on 20, too.
    pub(crate) always_404: bool,
    pub(crate) sort: &'static str,
    /// The extrafields which may be filtered by.
    pub(crate) extras: Vec<String>,
}

/// A query parameter's value.
pub(crate) fn parameter<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).filter(|v| !v.is_empty())
}

/// The things that a filter can keep: by an index where it names values of one field, else all.
fn candidates<'s, T: Stored>(filter: &SqlFilter, shelf: &'s Shelf<T>) -> Vec<&'s T> {
    let mut ids: Vec<u32> = if let Some(values) = filter.equalities("ref_ext") {
        values.into_iter().flat_map(|value| shelf.by_ref_ext(value)).map(|it| it.record().id).collect()
    } else if let Some(values) = filter.equalities("ref") {
        values.into_iter().filter_map(|value| shelf.by_ref(value)).map(|it| it.record().id).collect()
    } else if let Some(values) = filter.equalities("barcode") {
        values.into_iter().flat_map(|value| shelf.by_barcode(value)).map(|it| it.record().id).collect()
    } else if let Some(values) = filter.equalities("rowid") {
        values.into_iter().filter_map(|value| value.trim().parse().ok()).collect()
    } else {
        return shelf.iter().collect();
    };
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| shelf.get(id)).collect()
}

impl Listing<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        parameter(self.query, name)
    }

    /// Whether a flag like `ids_only=1` is given.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.parameter(name).is_some_and(|v| matches!(v, "1" | "true"))
    }

    fn unknown(&self, column: &str, place: &str) -> Refusal {
        Refusal::new(503, format!("{} : Unknown column '{column}' in '{place}'", self.failure))
    }

    /// The things of the list: those of the page, and how many there are in all.
    pub(crate) fn select<'s, T: Stored + Columns>(
        &self,
        shelf: &'s Shelf<T>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<(Vec<&'s T>, usize), Refusal> {
        let filter = match self.parameter("sqlfilters") {
            Some(text) => SqlFilter::read(text, self.version, self.failure)?,
            None => SqlFilter::default(),
        };
        let mut rows: Vec<&T> = Vec::new();
        let candidates = candidates(&filter, shelf);
        for row in candidates {
            if filter.keeps(row, &self.extras).map_err(|e| self.unknown(&e.0, "WHERE"))? && keep(row) {
                rows.push(row);
            }
        }
        self.order(&mut rows)?;
        let total = rows.len();
        let limit: usize = self.parameter("limit").and_then(|l| l.parse().ok()).unwrap_or(100);
        let page: usize = self.parameter("page").and_then(|p| p.parse().ok()).unwrap_or(0);
        if limit > 0 {
            rows = rows.into_iter().skip(page.saturating_mul(limit)).take(limit).collect();
        }
        Ok((rows, total))
    }

    fn order<T: Stored + Columns>(&self, rows: &mut [&T]) -> Result<(), Refusal> {
        let down = self.parameter("sortorder").is_some_and(|o| o.eq_ignore_ascii_case("desc"));
        let fields: Vec<String> = self
            .parameter("sortfield")
            .unwrap_or(self.sort)
            .split(',')
            .map(|f| f.trim().to_owned())
            .collect();
        if let Some(first) = rows.first() {
            for field in &fields {
                if first.column(field.trim_start_matches("t.")).is_none() {
                    return Err(self.unknown(field, "ORDER BY"));
                }
            }
        }
        let value = |row: &T, field: &str| row.column(field.trim_start_matches("t.")).unwrap_or(Sql::Null);
        rows.sort_by(|a, b| {
            let order = fields
                .iter()
                .map(|field| sort(&value(a, field), &value(b, field)))
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal);
            if down { order.reverse() } else { order }
        });
        Ok(())
    }

    /// The answer for those objects.
    pub(crate) fn answer(&self, objects: Vec<Json>, total: usize) -> Result<Json, Refusal> {
        if self.version == ErpVersion::V23
            && self.flag("pagination_data")
            && self.parameter("limit") == Some("0")
        {
            // It divides by the limit.
            return Err(Refusal::new(500, ""));
        }
        if objects.is_empty() && (self.always_404 || self.version == ErpVersion::V17) {
            return Err(Refusal::new(404, self.none));
        }
        let objects = match (self.version, self.parameter("properties")) {
            (ErpVersion::V20 | ErpVersion::V23, Some(names)) => {
                objects.into_iter().map(|o| shape::only(o, names)).collect()
            }
            _ => objects,
        };
        if !self.flag("pagination_data") {
            return Ok(Json::List(objects));
        }
        let int = |n: usize| Json::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let limit: usize = self.parameter("limit").and_then(|l| l.parse().ok()).unwrap_or(100);
        let page: usize = self.parameter("page").and_then(|p| p.parse().ok()).unwrap_or(0);
        let pages = if limit == 0 { 1 } else { total.div_ceil(limit) };
        let pagination = Json::object([
            ("total", int(total)),
            ("page", int(page)),
            ("page_count", int(pages)),
            ("limit", int(limit)),
        ]);
        Ok(Json::object([("data", Json::List(objects)), ("pagination", pagination)]))
    }
}
