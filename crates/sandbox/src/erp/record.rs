//! What all stored things have in common: an identifier, dates, plain fields and extrafields.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::number;
use crate::json::Json;

/// The common part of a stored thing.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The identifier.
    pub id: u32,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// When it was last written, in Unix seconds.
    pub modified: i64,
    fields: BTreeMap<&'static str, String>,
    options: BTreeMap<String, Option<String>>,
}

/// The text PHP would store for a value; `None` for null.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Number(number) => {
            Some(number::parse(&number.to_string()).map_or_else(|| number.to_string(), number::short))
        }
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl Record {
    /// A plain field's text, empty when unset.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// All plain fields that are set.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// The external reference.
    #[must_use]
    pub fn ref_ext(&self) -> Option<&str> {
        self.fields.get("ref_ext").map(String::as_str)
    }

    /// An extrafield (without the `options_` prefix).
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name)?.as_deref()
    }

    /// Gives it the plain field that a person or another connector would; none empties it.
    pub fn put(&mut self, field: &'static str, text: Option<&str>) {
        self.set(field, text.map(str::to_owned));
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    pub(crate) fn set(&mut self, field: &'static str, value: Option<String>) {
        match value {
            Some(value) => self.fields.insert(field, value),
            None => self.fields.remove(field),
        };
    }

    /// Takes the fields of a request which are in `known`; the others are left alone, as Dolibarr's updates do.
    pub(crate) fn take(&mut self, body: &Map<String, Value>, known: &[&'static str]) {
        for field in known {
            if let Some(value) = body.get(*field) {
                self.set(field, text(value));
            }
        }
    }

    /// Takes `array_options`: the whole set is replaced, keys left out become null, unknown ones are passed over.
    pub(crate) fn take_options(&mut self, body: &Map<String, Value>, known: &[String]) {
        let Some(Value::Object(given)) = body.get("array_options") else { return };
        self.options.clear();
        for name in known {
            let value = given.get(&format!("options_{name}")).or_else(|| given.get(name));
            self.options.insert(name.clone(), value.and_then(text));
        }
    }

    /// Takes `array_options` as updates of 23 do: what is left out stays.
    pub(crate) fn merge_options(&mut self, body: &Map<String, Value>, known: &[String]) {
        let Some(Value::Object(given)) = body.get("array_options") else { return };
        for name in known {
            if let Some(value) = given.get(&format!("options_{name}")).or_else(|| given.get(name)) {
                self.options.insert(name.clone(), text(value));
            }
        }
    }

    /// Shows these extrafields as not set.
    pub(crate) fn empty_options(&mut self, known: &[String]) {
        for name in known {
            self.options.entry(name.clone()).or_insert(None);
        }
    }

    pub(crate) fn set_option(&mut self, name: &str, value: &str) {
        self.options.insert(name.to_owned(), Some(value.to_owned()));
    }

    pub(crate) fn copy_options(&mut self, other: &Self) {
        self.options.clone_from(&other.options);
    }

    pub(crate) fn options_json(&self) -> Json {
        if self.options.is_empty() {
            return Json::List(Vec::new());
        }
        Json::Object(
            self.options
                .iter()
                .map(|(n, v)| (format!("options_{n}").into(), Json::optional(v.as_deref())))
                .collect(),
        )
    }

    /// The members every answer gets from the record.
    pub(crate) fn values(&self) -> HashMap<&str, Json> {
        let mut values: HashMap<&str, Json> = HashMap::with_capacity(48);
        for (name, value) in &self.fields {
            values.insert(name, Json::text(value.as_str()));
        }
        values.insert("id", Json::Text(self.id.to_string()));
        values.insert("array_options", self.options_json());
        values
    }
}
