//! A body under construction.

use passerelle_core::explain::Explanation;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::text;

/// A body under construction.
#[derive(Debug, Default)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Sets a text for persons, cut to its column.
    pub fn text(&mut self, name: &str, value: Option<&String>, limit: usize) {
        if let Some(value) = value {
            self.set(name, text::cut(value, limit));
        }
    }

    /// Sets a long text for persons.
    pub fn long_text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.set(name, text::cut_bytes(value, text::TEXT_BYTES));
        }
    }

    /// Sets a text that must not be cut.
    pub fn whole(&mut self, name: &str, value: Option<&str>, limit: usize) -> Result<(), Explanation> {
        if let Some(value) = value {
            self.set(name, text::whole(name, value, limit)?);
        }
        Ok(())
    }

    /// Sets a decimal, in plain notation.
    pub fn decimal(&mut self, name: &str, value: Option<Decimal>) {
        if let Some(value) = value {
            self.set(name, plain(value));
        }
    }

    /// Sets an id, when there is one.
    pub fn id(&mut self, name: &str, value: Option<u64>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// The finished body.
    pub fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

/// A decimal in plain notation, without needless zeros.
pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
