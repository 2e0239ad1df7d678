//! Explanations: what happened, to which document, what to do now. An id and its arguments; the words are elsewhere, in
//! English and in French (`crates/passerelle/locales`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A message for a person, without its words.
///
/// The id is the id of a message in the translations, such as `order-contradicts-itself`; a test holds every id used
/// against both languages. Arguments never hold keys or personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The message's id in the translations.
    pub id: String,
    /// What the message's places are filled with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Explanation {
    /// A message without arguments.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), args: BTreeMap::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}
