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
    /// What else there is to say of the same document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Explanation>,
}

impl Explanation {
    /// A message without arguments.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), args: BTreeMap::new(), also: Vec::new() }
    }

    /// The same message with another one about the same matter behind it.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        self.also.push(other);
        self
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same with one more argument, in all that is said.
    #[must_use]
    pub fn with_all(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.also = self.also.into_iter().map(|it| it.with_all(name, &value)).collect();
        self.with(name, value)
    }

    /// Why parts of a document are held back, and that all else of it goes on; none when none is held back.
    #[must_use]
    pub fn of_parts(held: &[Self]) -> Option<Self> {
        let rest = Self::new("order-rest-goes-on");
        let first = held.first()?;
        let rest = match first.args.get("reference") {
            Some(reference) => rest.with("reference", reference),
            None => rest,
        };
        Self::all(held.iter().cloned().chain(std::iter::once(rest)))
    }

    /// Several messages about one document as one; none for none.
    #[must_use]
    pub fn all(messages: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut messages = messages.into_iter();
        let mut first = messages.next()?;
        first.also.extend(messages);
        Some(first)
    }
}
