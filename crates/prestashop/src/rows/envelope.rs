//! The outside of a list: `{"products":[…]}`, or `[]` when it is empty.

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The rows as JSON texts; none when the body is not a list of `key`.
///
/// Shops that show PHP's notices put them in front of the JSON: what comes before the list is skipped.
pub(crate) fn rows<'a>(body: &'a [u8], key: &'static str) -> Option<Vec<&'a RawValue>> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim();
    parse(text, key).or_else(|| {
        let begin = text.find(&format!("{{\"{key}\":["))?;
        parse(&text[begin..], key)
    })
}

fn parse<'a>(text: &'a str, key: &'static str) -> Option<Vec<&'a RawValue>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let rows = json.deserialize_any(Envelope { key }).ok()?;
    json.end().ok()?;
    rows
}

struct Envelope {
    key: &'static str,
}

impl<'de> Visitor<'de> for Envelope {
    type Value = Option<Vec<&'de RawValue>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a list of {}", self.key)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<&RawValue>()? {
            None => Ok(Some(Vec::new())),
            Some(_) => Ok(None),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut rows = None;
        while let Some(name) = entries.next_key::<String>()? {
            if name == self.key {
                rows = Some(entries.next_value::<Vec<&RawValue>>()?);
            } else {
                entries.next_value::<&RawValue>()?;
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(body: &str) -> Option<usize> {
        rows(body.as_bytes(), "products").map(|rows| rows.len())
    }

    #[test]
    fn lists_and_what_is_none() {
        assert_eq!(count("[]"), Some(0));
        assert_eq!(count("\u{feff}{\"products\":[{\"id\":1},{\"id\":2}]}\n"), Some(2));
        assert_eq!(count("<br />Notice: x {y}{\"products\":[{\"id\":1}]}"), Some(1));
        for body in [
            "",
            "{}",
            "{\"orders\":[]}",
            "[1]",
            "{\"products\":[{\"id\":1}",
            "<html>",
            "{\"products\":[{\"id\":1,}]}",
        ] {
            assert_eq!(count(body), None, "{body}");
        }
    }
}
