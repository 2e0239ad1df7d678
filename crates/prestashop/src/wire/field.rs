//! The sorts of fields: ids, flags, texts, exact numbers, dates, and lists of ids.

use jiff::civil::DateTime;
use passerelle_core::key::ShopId;
use passerelle_core::money::{Amount, Percent};
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error};

use super::loose::Loose;

/// A number of a thing; 0 for none. PrestaShop's columns have 32 bits: what is greater is no number of a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// None when 0.
    #[must_use]
    pub fn some(self) -> Option<ShopId> {
        (self.0 != 0).then_some(ShopId(self.0))
    }

    /// As the shop's number.
    #[must_use]
    pub const fn shop(self) -> ShopId {
        ShopId(self.0)
    }
}

/// Yes or no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

/// A text; empty for null and false.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub String);

/// An exact decimal number, of a size that sums of many stay exact; 0 for empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number(pub Decimal);

/// The greatest absolute value that is believed: no money or measure of a shop comes near, and a [`Decimal`] holds the sum
/// of billions of such numbers, where more would overflow.
const GREATEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

impl Number {
    /// As an amount of money.
    #[must_use]
    pub const fn amount(self) -> Amount {
        Amount::new(self.0)
    }

    /// As a rate.
    #[must_use]
    pub fn percent(self) -> Percent {
        Percent::new(self.0)
    }
}

/// A moment in the shop's time zone; none for what is no date, such as `0000-00-00 00:00:00`, `-0001-11-30 00:00:00` and empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When(pub Option<DateTime>);

/// The ids in an association.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Linked {
    /// `id`.
    pub id: Id,
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Loose(text) = Loose::deserialize(deserializer)?;
        let Some(text) = text else { return Ok(Self(0)) };
        match text.trim().parse::<u32>() {
            Ok(number) => Ok(Self(u64::from(number))),
            Err(_) => Err(D::Error::custom("not a number of a thing")),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Loose(text) = Loose::deserialize(deserializer)?;
        match text.as_deref().map(str::trim) {
            None | Some("" | "0" | "false") => Ok(Self(false)),
            Some("1" | "true") => Ok(Self(true)),
            Some(_) => Err(D::Error::custom("neither yes nor no")),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Loose::deserialize(deserializer).map(|Loose(text)| Self(text.unwrap_or_default()))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Loose(text) = Loose::deserialize(deserializer)?;
        let Some(text) = text else { return Ok(Self(Decimal::ZERO)) };
        let text = text.trim();
        let number = Decimal::from_str_exact(text)
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|_| D::Error::custom("not a decimal number"))?;
        if number.abs() > GREATEST {
            return Err(D::Error::custom("a number that is too great"));
        }
        Ok(Self(number))
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Loose(text) = Loose::deserialize(deserializer)?;
        Ok(Self(text.and_then(|text| text.trim().parse().ok())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn ids_come_as_texts_or_numbers() {
        for (json, id) in
            [("\"17\"", 17), ("17", 17), ("\"\"", 0), ("null", 0), ("false", 0), ("[]", 0), ("\"0\"", 0)]
        {
            assert_eq!(read::<Id>(json).unwrap(), Id(id), "{json}");
        }
        for json in ["\"x\"", "-1", "1.5", "[1]", "{}"] {
            assert!(read::<Id>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn flags_come_in_every_type() {
        for json in ["\"1\"", "1", "true"] {
            assert!(read::<Flag>(json).unwrap().0, "{json}");
        }
        for json in ["\"0\"", "0", "false", "null", "\"\""] {
            assert!(!read::<Flag>(json).unwrap().0, "{json}");
        }
        assert!(read::<Flag>("\"yes\"").is_err());
    }

    #[test]
    fn decimals_are_exact() {
        for (json, text) in [
            ("\"96.954545\"", "96.954545"),
            ("12", "12"),
            ("0.1", "0.1"),
            ("-3.50", "-3.5"),
            ("null", "0"),
            ("\"1.0E-6\"", "0.0000010"),
        ] {
            assert_eq!(read::<Number>(json).unwrap().0.to_string(), text, "{json}");
        }
        for json in ["\"1,5\"", "\"abc\"", "0.30000000000000004", "{}"] {
            assert!(read::<Number>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn numbers_are_bounded() {
        assert_eq!(GREATEST, Decimal::from(10_u64.pow(15)));
        for json in ["\"1000000000000000.000000\"", "-1000000000000000", "\"1E+15\""] {
            assert_eq!(read::<Number>(json).unwrap().0.abs(), GREATEST, "{json}");
        }
        for json in ["\"1000000000000000.000001\"", "-1000000000000001", "\"1E+16\"", "\"1E+40\"", "1e300"] {
            assert!(read::<Number>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn dates_may_be_zero() {
        assert_eq!(read::<When>("\"0000-00-00 00:00:00\"").unwrap().0, None);
        assert_eq!(read::<When>("\"0000-00-00\"").unwrap().0, None);
        assert_eq!(read::<When>("null").unwrap().0, None);
        let at = read::<When>("\"2026-08-20 20:10:23\"").unwrap().0.unwrap();
        assert_eq!(at.to_string(), "2026-08-20T20:10:23");
        for none in ["2026-13-20 20:10:23", "-0001-11-30 00:00:00", "yesterday"] {
            assert_eq!(read::<When>(&format!("\"{none}\"")).unwrap().0, None, "{none}");
        }
    }
}
