//! A text in one or several languages.

use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::{Id, Text};

/// A multilingual field: a plain text when one language was asked for, else a list with the text of each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<(u64, String)>);

impl Words {
    /// The name in one language, as a person reads it.
    #[must_use]
    pub fn label(&self, language: u64) -> String {
        crate::read::decode(self.pick(language))
    }

    /// The text in this language alone; empty when it has none, and of a shop with one language.
    #[must_use]
    pub fn exactly(&self, language: u64) -> &str {
        self.0.iter().find(|(id, _)| *id == language && *id != 0).map_or("", |(_, text)| text)
    }

    /// The text in this language, else in the first that has one; may be empty.
    #[must_use]
    pub fn pick(&self, language: u64) -> &str {
        let wanted = self.0.iter().find(|(id, text)| (*id == language || *id == 0) && !text.is_empty());
        wanted.or_else(|| self.0.iter().find(|(_, text)| !text.is_empty())).map_or("", |(_, text)| text)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

#[derive(serde::Deserialize)]
struct OneLanguage {
    id: Id,
    #[serde(default)]
    value: Text,
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a list of texts with their languages")
    }

    fn visit_unit<E>(self) -> Result<Words, E> {
        Ok(Words::default())
    }

    fn visit_none<E>(self) -> Result<Words, E> {
        Ok(Words::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Words, E> {
        Ok(Words::default())
    }

    fn visit_str<E>(self, value: &str) -> Result<Words, E> {
        Ok(Words(vec![(0, value.to_owned())]))
    }

    /// A name such as `36` comes as a number when PrestaShop feels like it.
    fn visit_u64<E>(self, value: u64) -> Result<Words, E> {
        Ok(Words(vec![(0, value.to_string())]))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Words, E> {
        Ok(Words(vec![(0, value.to_string())]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words, A::Error> {
        let mut words = Vec::new();
        while let Some(OneLanguage { id, value }) = items.next_element()? {
            words.push((id.0, value.0));
        }
        Ok(Words(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_several_languages() {
        let plain: Words = serde_json::from_str("\"Oak mug\"").unwrap();
        assert_eq!(plain.pick(2), "Oak mug");
        let both: Words = serde_json::from_str(
            r#"[{"id":"1","value":"Oak"},{"id":2,"value":"Chêne"},{"id":3,"value":null}]"#,
        )
        .unwrap();
        assert_eq!((both.pick(2), both.pick(3), both.pick(9)), ("Chêne", "Oak", "Oak"));
        assert_eq!(serde_json::from_str::<Words>("null").unwrap().pick(1), "");
    }
}
