//! Single fields, which Dolibarr gives as text, number, null or not at all, depending on version and mood.

use jiff::civil::Date;
use passerelle_core::html;
use passerelle_core::key::{ErpId, ExternalRef};
use passerelle_core::money::{Amount, Percent, round_half_away};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::moment;

/// How many digits of a JSON number can be trusted: it went through binary floating point on Dolibarr's side.
const DIGITS: u32 = 15;

/// A text; empty when there is none.
#[must_use]
pub fn text(object: &Value, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The text that a field of HTML shows.
#[must_use]
pub fn shown(object: &Value, name: &str) -> String {
    html::to_text(&text(object, name))
}

/// A positive whole number; none for 0.
#[must_use]
pub fn id(object: &Value, name: &str) -> Option<u64> {
    whole(object, name).and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0)
}

/// A reference to another object; none for 0 and less.
#[must_use]
pub fn link(object: &Value, name: &str) -> Option<ErpId> {
    id(object, name).map(ErpId)
}

/// A whole number.
#[must_use]
pub fn whole(object: &Value, name: &str) -> Option<i64> {
    match object.get(name)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(yes) => Some(i64::from(*yes)),
        _ => None,
    }
}

/// A moment in seconds since 1970; none for 0, which stands for no date.
#[must_use]
pub fn moment(object: &Value, name: &str) -> Option<i64> {
    whole(object, name).filter(|seconds| *seconds != 0)
}

/// True for 1.
#[must_use]
pub fn flag(object: &Value, name: &str) -> bool {
    whole(object, name) == Some(1)
}

/// An external reference; none when empty.
#[must_use]
pub fn external(object: &Value) -> Option<ExternalRef> {
    let text = text(object, "ref_ext");
    (!text.is_empty()).then(|| ExternalRef::stored(&text))
}

/// No price, quantity or rate of a company is as much; sums of smaller ones cannot overflow.
const GREATEST: Decimal = Decimal::from_parts(0xa4c6_8000, 0x0003_8d7e, 0, false, 0);

/// A decimal, never by way of binary floating point of ours: a JSON number is taken by its shortest text.
#[must_use]
pub fn decimal(object: &Value, name: &str) -> Option<Decimal> {
    let (text, number) = match object.get(name)? {
        Value::String(text) => (text.trim().to_owned(), false),
        Value::Number(number) => (number.to_string(), true),
        _ => return None,
    };
    let value = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()?;
    let value = if number { value.round_sf(DIGITS)? } else { value };
    Some(value.normalize()).filter(|value| value.abs() < GREATEST)
}

/// An amount of a document. Dolibarr keeps eight decimals; six are more than any total has, and leave its sums' noise out.
#[must_use]
pub fn amount(object: &Value, name: &str) -> Amount {
    Amount::new(round_half_away(decimal(object, name).unwrap_or_default(), 6))
}

/// A rate.
#[must_use]
pub fn percent(object: &Value, name: &str) -> Percent {
    Percent::new(decimal(object, name).unwrap_or_default())
}

/// A day of a document: Unix seconds of its midnight where Dolibarr is, or a text.
#[must_use]
pub fn day(object: &Value, name: &str) -> Option<Date> {
    match whole(object, name) {
        Some(seconds) => moment::day_of_midnight(seconds),
        None => moment::day_of(&text(object, name)),
    }
}

/// A measure in the base unit: `…_units` is 0, or null, which is how version 20 gives 0 back.
#[must_use]
pub fn measure(object: &Value, name: &str) -> Option<Decimal> {
    let unit = whole(object, &format!("{name}_units"));
    if unit.unwrap_or(0) == 0 { decimal(object, name) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn decimals_come_from_the_shortest_text() {
        let object: Value = serde_json::from_str(
            r#"{"a":"10.12346000","b":71.42,"c":71.42000000000002,"d":1e-7,"e":"","f":null,"g":"1 007,55","h":-2}"#,
        )
        .unwrap();
        let read = |name| decimal(&object, name).map(|value| value.to_string());
        assert_eq!(read("a").as_deref(), Some("10.12346"));
        assert_eq!(read("b").as_deref(), Some("71.42"));
        assert_eq!(read("c").as_deref(), Some("71.42"));
        assert_eq!(read("d").as_deref(), Some("0.0000001"));
        assert_eq!(read("e"), None);
        assert_eq!(read("f"), None);
        assert_eq!(read("g"), None);
        assert_eq!(read("h").as_deref(), Some("-2"));
    }

    #[test]
    fn numbers_and_texts_are_the_same() {
        let object = json!({"a": "3", "b": 3, "c": "0", "d": null, "e": "-1"});
        assert_eq!(id(&object, "a"), Some(3));
        assert_eq!(id(&object, "b"), Some(3));
        assert_eq!(id(&object, "c"), None);
        assert_eq!(id(&object, "d"), None);
        assert_eq!(id(&object, "e"), None);
        assert_eq!(whole(&object, "e"), Some(-1));
    }
}
