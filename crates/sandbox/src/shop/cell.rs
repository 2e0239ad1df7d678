//! One stored value of a shop's row.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::calendar;

/// A value; what is not stored has the default of its field.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number, an identifier or a flag.
    Int(i64),
    /// An amount or a rate.
    Amount(Decimal),
    /// A date and time of the shop's clock, in seconds since 1970 as if that clock were UTC.
    Stamp(i64),
    /// A text.
    Text(Arc<str>),
    /// A text for each language (English, French).
    Lang(Arc<[Arc<str>; 2]>),
}

impl Cell {
    /// One text in both languages.
    #[must_use]
    pub fn lang(english: &str, french: &str) -> Self {
        Self::Lang(Arc::new([english.into(), french.into()]))
    }

    /// The whole number in it, 0 when it holds something else.
    #[must_use]
    pub fn int(&self) -> i64 {
        match self {
            Self::Int(value) => *value,
            Self::Amount(value) => i64::try_from(value.trunc().mantissa()).unwrap_or(0),
            Self::Text(text) => text.parse().unwrap_or(0),
            _ => 0,
        }
    }

    /// The amount in it, 0 when it holds something else.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        match self {
            Self::Amount(value) => *value,
            Self::Int(value) => Decimal::from(*value),
            Self::Text(text) => text.parse().unwrap_or(Decimal::ZERO),
            _ => Decimal::ZERO,
        }
    }

    /// Its text in the language with this number; any other text as it is.
    #[must_use]
    pub fn text_in(&self, language: usize) -> String {
        match self {
            Self::Lang(texts) => {
                texts.get(language.saturating_sub(1)).map_or(String::new(), |it| it.to_string())
            }
            other => other.text(),
        }
    }

    /// Its text: of the first language, or a number or date written out.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Int(value) => value.to_string(),
            Self::Amount(value) => value.to_string(),
            Self::Stamp(value) => calendar::stamp(*value),
            Self::Text(text) => text.as_ref().to_owned(),
            Self::Lang(texts) => texts[0].as_ref().to_owned(),
        }
    }
}

macro_rules! from_whole {
    ($($t:ty),*) => { $(impl From<$t> for Cell {
        fn from(value: $t) -> Self { Self::Int(i64::from(value)) }
    })* };
}

from_whole!(i64, i32, u32, u8, bool);

impl From<Decimal> for Cell {
    fn from(value: Decimal) -> Self {
        Self::Amount(value)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<Arc<str>> for Cell {
    fn from(value: Arc<str>) -> Self {
        Self::Text(value)
    }
}
