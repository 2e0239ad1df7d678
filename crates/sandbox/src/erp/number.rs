//! Numbers as Dolibarr reads, rounds and writes them.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

/// Rounds half away from zero.
pub(crate) fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount out of a request; `None` when absent, null or empty.
pub(crate) fn amount(value: Option<&Value>) -> Option<Decimal> {
    match value? {
        // The shortest text of the number is what PHP sees of it, too.
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        Value::Bool(flag) => Some(Decimal::from(u8::from(*flag))),
        _ => None,
    }
}

/// Spaces and commas are taken for separators of thousands: "1 007,55" is 100755.
pub(crate) fn parse(text: &str) -> Option<Decimal> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | ',' | '\u{a0}')).collect();
    if text.is_empty() {
        return None;
    }
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

/// A VAT rate out of a request: `20`, `"20,0"`, `"5 (PST)"`.
pub(crate) fn vat(value: Option<&Value>) -> Option<Decimal> {
    match value {
        Some(Value::String(text)) => {
            parse(&text.split('(').next().unwrap_or_default().trim().replace(',', "."))
        }
        other => amount(other),
    }
}

/// A whole number out of a request.
pub(crate) fn whole(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.to_string().split('.').next()?.parse().ok())
        }
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}

/// `12.50000000`: a price column.
pub(crate) fn price(value: Decimal) -> String {
    fixed(value, 8)
}

/// `20.0000`: a rate column.
pub(crate) fn rate(value: Decimal) -> String {
    fixed(value, 4)
}

/// With exactly so many decimals.
pub(crate) fn fixed(value: Decimal, places: u32) -> String {
    let mut value = round(value, places);
    value.rescale(places);
    value.to_string()
}

/// As short as PHP writes a number.
pub(crate) fn short(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_zero() { "0".to_owned() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_observed() {
        assert_eq!(amount(Some(&serde_json::json!("1 007,55"))), Some(Decimal::from(100_755)));
        assert_eq!(amount(Some(&serde_json::json!(10.123456))), Some(Decimal::new(10_123_456, 6)));
        assert_eq!(amount(Some(&serde_json::json!("7.55"))), Some(Decimal::new(755, 2)));
        assert_eq!(price(Decimal::new(1012, 2)), "10.12000000");
        assert_eq!(short(Decimal::new(9950, 2)), "99.5");
    }
}
