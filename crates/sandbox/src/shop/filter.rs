//! Filters and sorts of a list, with the webservice's own spelling.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::cell::Cell;
use super::fault::Trouble;
use super::query::Query;
use super::row::Row;
use super::schema::{Field, Kind, Resource};
use super::{ShopVersion, fault};
use crate::calendar;

#[derive(Debug, Clone)]
enum Test {
    Any(Vec<String>),
    Range(String, String),
    Above(String),
    Below(String),
    Not(String),
    Like { before: bool, text: String, after: bool },
}

/// One filter on one field (`None`: the identifier).
#[derive(Debug, Clone)]
struct Filter {
    field: Option<(usize, Kind)>,
    test: Test,
}

/// The filters and the order of one list.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    filters: Vec<Filter>,
    sort: Vec<(Option<(usize, Kind)>, bool)>,
}

fn is_date(field: &str) -> bool {
    matches!(field, "date_add" | "date_upd")
}

fn read(value: &str) -> Option<Test> {
    if value.is_empty() {
        return None;
    }
    let inner = |text: &str| text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).map(str::to_owned);
    if let Some(rest) = value.strip_prefix('>') {
        return Some(Test::Above(inner(rest)?));
    }
    if let Some(rest) = value.strip_prefix('<') {
        return Some(Test::Below(inner(rest)?));
    }
    if let Some(rest) = value.strip_prefix('!') {
        return Some(Test::Not(inner(rest)?));
    }
    let before = value.starts_with('%');
    let after = value.ends_with('%') && value.len() > 1;
    if before || after {
        let text = inner(value.trim_matches('%'))?;
        return Some(Test::Like { before, text: text.to_lowercase(), after });
    }
    let Some(text) = inner(value) else { return Some(Test::Any(vec![value.to_owned()])) };
    if text.contains('|') {
        return Some(Test::Any(text.split('|').map(str::to_owned).collect()));
    }
    if let Some((low, high)) = text.split_once(',') {
        return Some(Test::Range(low.to_owned(), high.to_owned()));
    }
    Some(Test::Any(vec![text]))
}

impl Selection {
    /// Reads the filters and the sort of a call.
    pub(crate) fn read(
        resource: &'static Resource,
        version: ShopVersion,
        query: &Query,
    ) -> Result<Self, Trouble> {
        let mut selection = Self::default();
        for (name, value) in &query.filters {
            let field = Self::field(resource, version, name, query.date, false)?;
            let test = read(value).ok_or_else(|| fault::malformed_filter(name))?;
            selection.filters.push(Filter { field, test });
        }
        let Some(sort) = &query.sort else { return Ok(selection) };
        for part in sort.trim_start_matches('[').trim_end_matches(']').split(',') {
            let (name, down) = match (part.strip_suffix("_ASC"), part.strip_suffix("_DESC")) {
                (Some(name), _) => (name, false),
                (_, Some(name)) => (name, true),
                _ => return Err(fault::malformed_sort()),
            };
            if resource.name == "categories" && name == "position" {
                // The column exists in two of the joined tables.
                return Err(fault::sql_error(version));
            }
            selection.sort.push((Self::field(resource, version, name, query.date, true)?, down));
        }
        Ok(selection)
    }

    fn field(
        resource: &'static Resource,
        version: ShopVersion,
        name: &str,
        date: bool,
        sort: bool,
    ) -> Result<Option<(usize, Kind)>, Trouble> {
        if name == "id" {
            return Ok(None);
        }
        let found = resource.position(name).map(|position| (position, &resource.fields[position]));
        let usable = |field: &Field| field.exists(version) && (date || !is_date(field.name));
        match found {
            Some((_, field)) if field.computed && !sort => Err(fault::dynamic_filter(name)),
            Some((position, field)) if usable(field) => Ok(Some((position, field.kind))),
            None if date && is_date(name) => Err(fault::sql_error(version)),
            _ if sort => Err(fault::unknown_sort(resource, version, date)),
            _ => Err(fault::unknown_filter(resource, version, name, date)),
        }
    }

    pub(crate) fn keeps(&self, row: &Row) -> bool {
        self.filters.iter().all(|filter| filter.keeps(row))
    }

    /// The one identifier list that a filter on the identifier names, so that the table need not be walked.
    pub(crate) fn ids(&self) -> Option<Vec<u32>> {
        self.filters.iter().find_map(|filter| match (&filter.field, &filter.test) {
            (None, Test::Any(values)) => {
                let mut ids: Vec<u32> = values.iter().filter_map(|v| v.trim().parse().ok()).collect();
                ids.sort_unstable();
                ids.dedup();
                Some(ids)
            }
            _ => None,
        })
    }

    /// The lowest and highest identifier that a range on the identifier names, so that the table is walked from there.
    pub(crate) fn id_range(&self) -> Option<(u32, u32)> {
        self.filters.iter().find_map(|filter| match (&filter.field, &filter.test) {
            (None, Test::Range(low, high)) => {
                Some((low.trim().parse().ok()?, high.trim().parse().unwrap_or(u32::MAX)))
            }
            _ => None,
        })
    }

    /// A whole-number field which must equal one of some values, for use of the table's index.
    pub(crate) fn indexed(&self) -> Option<(usize, Vec<i64>)> {
        self.filters.iter().find_map(|filter| match (&filter.field, &filter.test) {
            (Some((position, Kind::Int)), Test::Any(values)) => {
                let values: Option<Vec<i64>> = values.iter().map(|v| v.trim().parse().ok()).collect();
                Some((*position, values?))
            }
            _ => None,
        })
    }

    /// Whether an order was asked for.
    pub(crate) fn sorted(&self) -> bool {
        !self.sort.is_empty()
    }

    pub(crate) fn compare(&self, a: &Row, b: &Row) -> Ordering {
        for (field, down) in &self.sort {
            let order = match field {
                None => a.id.cmp(&b.id),
                Some((position, kind)) => compare(*kind, a.cell(*position), b.cell(*position)),
            };
            let order = if *down { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        // MySQL promises nothing among equals: something else than the identifier, but always the same.
        scatter(a.id).cmp(&scatter(b.id))
    }
}

/// A fixed disorder: what lists without a sort come in.
pub(crate) fn scatter(id: u32) -> u32 {
    id.wrapping_mul(2_654_435_761) ^ 0x5bd1_e995
}

fn numeric(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Number | Kind::Flag | Kind::Dec6 | Kind::Dec3 | Kind::Dec2)
}

fn compare(kind: Kind, a: Option<&Cell>, b: Option<&Cell>) -> Ordering {
    if numeric(kind) {
        let amount = |cell: Option<&Cell>| cell.map_or(Decimal::ZERO, Cell::amount);
        return amount(a).cmp(&amount(b));
    }
    if let (Some(Cell::Stamp(a)), Some(Cell::Stamp(b))) = (a, b) {
        return a.cmp(b);
    }
    let text = |cell: Option<&Cell>| cell.map(|c| c.text().to_lowercase()).unwrap_or_default();
    text(a).cmp(&text(b))
}

/// What MySQL makes of a text compared with a number.
fn number(text: &str) -> Decimal {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    text[..end].parse().unwrap_or(Decimal::ZERO)
}

impl Filter {
    fn keeps(&self, row: &Row) -> bool {
        let Some((position, kind)) = self.field else {
            return self.number(Decimal::from(row.id), &row.id.to_string());
        };
        let cell = row.cell(position);
        if numeric(kind) {
            let value = cell.map_or(Decimal::ZERO, Cell::amount);
            return self.number(value, &value.to_string());
        }
        if kind == Kind::Stamp {
            return self.stamp(cell);
        }
        let texts: Vec<String> = match cell {
            Some(Cell::Lang(texts)) => texts.iter().map(|t| t.to_lowercase()).collect(),
            Some(cell) => vec![cell.text().to_lowercase()],
            None => vec![String::new()],
        };
        texts.iter().any(|text| self.text(text))
    }

    fn number(&self, value: Decimal, written: &str) -> bool {
        match &self.test {
            Test::Any(values) => values.iter().any(|v| number(v) == value),
            Test::Range(low, high) => value >= number(low) && value <= number(high),
            Test::Above(limit) => value > number(limit),
            Test::Below(limit) => value < number(limit),
            Test::Not(other) => value != number(other),
            Test::Like { .. } => self.text(written),
        }
    }

    fn stamp(&self, cell: Option<&Cell>) -> bool {
        let value = match cell {
            Some(Cell::Stamp(value)) => *value,
            _ => i64::MIN,
        };
        // A date without a time of day is its midnight; a text that is no date compares with nothing.
        let limit = |text: &str| calendar::parse(text.trim());
        match &self.test {
            Test::Any(values) => values.iter().any(|v| limit(v) == Some(value)),
            Test::Range(low, high) => {
                limit(low).is_some_and(|l| value >= l) && limit(high).is_some_and(|h| value <= h)
            }
            Test::Above(text) => limit(text).is_some_and(|l| value > l),
            Test::Below(text) => limit(text).is_some_and(|l| value < l),
            Test::Not(text) => limit(text) != Some(value),
            Test::Like { .. } => self.text(&calendar::stamp(value.max(0))),
        }
    }

    fn text(&self, value: &str) -> bool {
        match &self.test {
            Test::Any(values) => values.iter().any(|v| v.to_lowercase() == value),
            Test::Range(low, high) => {
                value >= low.to_lowercase().as_str() && value <= high.to_lowercase().as_str()
            }
            Test::Above(limit) => value > limit.to_lowercase().as_str(),
            Test::Below(limit) => value < limit.to_lowercase().as_str(),
            Test::Not(other) => value != other.to_lowercase(),
            Test::Like { before: true, text, after: true } => value.contains(text.as_str()),
            Test::Like { before: true, text, .. } => value.ends_with(text.as_str()),
            Test::Like { text, .. } => value.starts_with(text.as_str()),
        }
    }
}
