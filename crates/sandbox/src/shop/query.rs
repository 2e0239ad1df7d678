//! The query string of a webservice call, read.

use crate::server::{Call, query_pairs};

/// What a call asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) json: bool,
    pub(crate) display: Option<String>,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) sort: Option<String>,
    pub(crate) limit: Option<String>,
    /// Date fields may be filtered and sorted by.
    pub(crate) date: bool,
    pub(crate) language: Option<String>,
    pub(crate) shop: Option<String>,
    pub(crate) group_shop: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) schema: Option<String>,
}

impl Query {
    pub(crate) fn read(call: &Call) -> Self {
        let mut query = Self::default();
        for name in ["io-format", "output-format"] {
            if let Some(format) = call.header(name) {
                query.json = format.eq_ignore_ascii_case("json");
            }
        }
        for (name, value) in query_pairs(&call.query) {
            match name.as_str() {
                "output_format" | "io_format" => query.json = value.eq_ignore_ascii_case("json"),
                "display" => query.display = Some(value),
                "sort" => query.sort = Some(value),
                "limit" => query.limit = Some(value),
                "date" => query.date = value == "1",
                "language" => query.language = Some(value),
                "id_shop" => query.shop = Some(value),
                "id_group_shop" => query.group_shop = Some(value),
                "ws_key" => query.key = Some(value),
                "schema" => query.schema = Some(value),
                other => {
                    if let Some(field) = other.strip_prefix("filter[").and_then(|f| f.strip_suffix(']')) {
                        query.filters.push((field.to_owned(), value));
                    }
                }
            }
        }
        query
    }

    /// The languages asked for, when some were.
    pub(crate) fn languages(&self) -> Option<Vec<usize>> {
        let text = self.language.as_deref()?.trim_matches(['[', ']']);
        Some(
            text.split('|')
                .filter_map(|id| id.trim().parse().ok())
                .filter(|id| matches!(id, 1 | 2))
                .collect(),
        )
    }

    /// Whether texts come plain (one language asked for by its bare number).
    pub(crate) fn plain_language(&self) -> bool {
        self.language
            .as_deref()
            .is_some_and(|l| !l.contains('|') && l.trim_matches(['[', ']']).parse::<u32>().is_ok())
    }

    /// Offset and count; `Err` for what makes the SQL fail, which reads as an empty list.
    pub(crate) fn window(&self) -> Result<Option<(usize, usize)>, ()> {
        let Some(limit) = self.limit.as_deref() else { return Ok(None) };
        let mut parts = limit.split(',').map(|part| part.trim().parse::<usize>().map_err(|_| ()));
        let first = parts.next().unwrap_or(Err(()))?;
        match parts.next() {
            Some(second) => Ok(Some((first, second?))),
            None => Ok(Some((0, first))),
        }
    }
}
