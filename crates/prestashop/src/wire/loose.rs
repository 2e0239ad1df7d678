//! Any scalar of the webservice as text, whatever JSON type it came in.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

/// A scalar; nothing for `null`, `false`, `""` and `[]`, which all mean "empty".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loose(pub(crate) Option<String>);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or nothing")
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose(None))
    }

    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose(None))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose(value.then(|| "1".to_owned())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Loose, E> {
        Ok(Loose(Some(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Loose, E> {
        Ok(Loose(Some(value.to_string())))
    }

    /// The shortest text of a number, and only when it has at most 15 significant digits: then it is what was written.
    fn visit_f64<E: Error>(self, value: f64) -> Result<Loose, E> {
        let text = value.to_string();
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if digits <= 15 { Ok(Loose(Some(text))) } else { Err(E::custom("a number with too many digits")) }
    }

    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose((!value.is_empty()).then(|| value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Loose, E> {
        Ok(Loose((!value.is_empty()).then_some(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose, A::Error> {
        match items.next_element::<IgnoredAny>()? {
            None => Ok(Loose(None)),
            Some(_) => Err(A::Error::custom("a list where one value was expected")),
        }
    }
}
