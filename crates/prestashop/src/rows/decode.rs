//! Rows from their JSON texts, each for itself.

use serde_json::Value;
use serde_json::value::RawValue;

use super::row::Row;
use crate::wire::Id;

/// A row that cannot be understood. Not `Debug`: it may hold personal data.
#[derive(Clone)]
pub(crate) struct BadRow {
    /// The field that is at fault, as far as it is known.
    pub field: String,
    row: Value,
}

impl BadRow {
    /// A number in the row, such as `id` or `id_order`.
    pub(crate) fn number(&self, field: &str) -> Option<u64> {
        let value = self.row.get(field)?.clone();
        serde_json::from_value::<Id>(value).ok().map(|Id(id)| id).filter(|id| *id != 0)
    }

    /// A text in the row, such as `order_reference`.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.row.get(field)?.as_str()
    }
}

/// Decodes every row that can be; the others by themselves.
pub(crate) fn decode<T: Row>(raw: &[&RawValue]) -> (Vec<T>, Vec<BadRow>) {
    let mut rows = Vec::with_capacity(raw.len());
    let mut bad = Vec::new();
    for text in raw {
        let mut json = serde_json::Deserializer::from_str(text.get());
        match serde_path_to_error::deserialize::<_, T>(&mut json) {
            Ok(row) if row.id() != 0 => rows.push(row),
            Ok(_) => bad.push(bad_row(text, "id".to_owned())),
            Err(error) => bad.push(bad_row(text, field(&error))),
        }
    }
    (rows, bad)
}

fn bad_row(text: &RawValue, field: String) -> BadRow {
    BadRow { field, row: serde_json::from_str(text.get()).unwrap_or_default() }
}

/// The path of a wrong field, or the name of a missing one. The value stays out: it may be personal.
fn field(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let path = error.path().to_string();
    let inner = error.inner().to_string();
    let missing = inner.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match missing {
        Some(name) if path == "." => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path,
    }
}
