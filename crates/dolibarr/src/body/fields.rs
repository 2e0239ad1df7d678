//! A body under construction. There is no way to set a text without saying how Dolibarr shows its field.

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

    /// Sets a text for persons in a field of one line, cut to its column.
    pub fn line(&mut self, name: &str, value: Option<&String>, limit: usize) {
        if let Some(value) = value {
            self.set(name, text::line(value, limit));
        }
    }

    /// Sets a text for persons in a field that Dolibarr shows as HTML.
    pub fn note(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.set(name, text::note(value));
        }
    }

    /// Sets markup that is wanted as such.
    pub fn markup(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.set(name, text::markup(value));
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
