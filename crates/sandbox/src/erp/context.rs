//! What a handler needs of a call: who asks, what, with which body.

use serde_json::{Map, Value};

use super::data::ErpData;
use super::options::ErpVersion;
use super::record::Record;
use super::refusal::Refusal;
use super::shape::Shapes;
use crate::json::Json;

/// A call on its way to its handler.
pub(crate) struct Context<'a> {
    pub(crate) data: &'a mut ErpData,
    pub(crate) shapes: &'a Shapes,
    pub(crate) version: ErpVersion,
    pub(crate) method: &'a str,
    /// Path segments after the resource, decoded.
    pub(crate) path: &'a [&'a str],
    pub(crate) query: &'a [(String, String)],
    pub(crate) body: &'a Map<String, Value>,
    pub(crate) utf8mb3: bool,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: &'a str,
}

/// What a handler answers.
pub(crate) type Outcome = Result<Json, Refusal>;

impl Context<'_> {
    pub(crate) fn is_v17(&self) -> bool {
        self.version == ErpVersion::V17
    }

    pub(crate) fn is_v23(&self) -> bool {
        self.version == ErpVersion::V23
    }

    /// The extrafields that lists can be filtered by: only products' on 17.
    pub(crate) fn filterable(&self, kind: &str) -> Vec<String> {
        if self.is_v17() { Vec::new() } else { self.data.extra(kind) }
    }

    /// Takes the extrafields of a creation; 23 shows those that are not sent as not set.
    pub(crate) fn create_options(&self, record: &mut Record, kind: &str) {
        let known = self.data.extra(kind);
        if self.is_v23() {
            record.empty_options(&known);
            record.merge_options(self.body, &known);
        } else {
            record.take_options(self.body, &known);
        }
    }

    /// Takes the extrafields of an update: a whole set up to 20, single ones on 23.
    pub(crate) fn update_options(&self, record: &mut Record, kind: &str) {
        let known = self.data.extra(kind);
        if self.is_v23() {
            record.merge_options(self.body, &known);
        } else {
            record.take_options(self.body, &known);
        }
    }

    /// Whether a field is there and not null, which is what PHP's `isset` asks.
    pub(crate) fn given(&self, field: &str) -> bool {
        self.body.get(field).is_some_and(|value| !value.is_null())
    }

    /// A text of the body.
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        self.body.get(field).and_then(super::record::text)
    }

    /// The identifier in the path; a word that is no number is refused by the router.
    pub(crate) fn id(&self, segment: &str) -> Result<u32, Refusal> {
        segment.parse().map_err(|_| Refusal::new(400, "invalid value specified for `id`"))
    }

    /// Refuses what a 3-byte column cannot hold.
    pub(crate) fn check_text(&self, what: &str, table: &str) -> Result<(), Refusal> {
        if !self.utf8mb3 {
            return Ok(());
        }
        fn four(value: &Value) -> Option<char> {
            match value {
                Value::String(text) => text.chars().find(|c| c.len_utf8() == 4),
                Value::Array(items) => items.iter().find_map(four),
                Value::Object(map) => map.values().find_map(four),
                _ => None,
            }
        }
        for (field, value) in self.body {
            if let Some(c) = four(value) {
                let mut buffer = [0; 4];
                let bytes: String =
                    c.encode_utf8(&mut buffer).bytes().map(|b| format!("\\x{b:02X}")).collect();
                let detail = format!(
                    "Incorrect string value: '{bytes}' for column `dolibarr`.`{table}`.`{field}` at row 1"
                );
                return Err(Refusal::creating(what, &[&detail]));
            }
        }
        Ok(())
    }

    /// The sentence `{"success":{…}}`.
    pub(crate) fn success(message: &str) -> Outcome {
        let inner = Json::object([("code", Json::Int(200)), ("message", Json::text(message))]);
        Ok(Json::object([("success", inner)]))
    }
}

/// A bare number: what creations answer.
pub(crate) fn number(id: u32) -> Outcome {
    Ok(Json::Int(i64::from(id)))
}

/// No such route under the resource.
pub(crate) fn no_route() -> Outcome {
    Err(Refusal::route(404))
}
