//! Whether an update can be seen in the object that Dolibarr gave back.

use passerelle_core::html;
use rust_decimal::Decimal;
use serde_json::Value;

/// Fields that say how another is meant, and so prove nothing by themselves.
const HINTS: [&str; 3] = ["price_base_type", "code_client", "barcode_type"];

/// False only when the answer shows not one of the fields as they were sent.
///
/// Dolibarr re-reads the object after an update even when the update failed, and answers 200. It also tidies what it
/// stores, so one field that differs proves nothing; an update sends only fields that change, so all of them do.
pub fn is_visible(sent: &Value, answer: &Value) -> bool {
    let Some(sent) = sent.as_object() else { return true };
    let mut compared = false;
    for (name, value) in sent {
        if name.ends_with("_units") || HINTS.contains(&name.as_str()) {
            continue;
        }
        let Some(found) = answer.get(name) else { continue };
        compared = true;
        if same(value, found) {
            return true;
        }
    }
    !compared
}

/// Alike once tidied: as numbers, else by their letters and digits; a map by what was sent of it.
fn same(sent: &Value, found: &Value) -> bool {
    if let (Some(sent), Some(found)) = (sent.as_object(), found.as_object()) {
        return sent.iter().all(|(name, value)| same(value, found.get(name).unwrap_or(&Value::Null)));
    }
    let (sent, found) = (text(sent), text(found));
    match (sent.parse::<Decimal>(), found.parse::<Decimal>()) {
        (Ok(a), Ok(b)) => (a - b).abs() < Decimal::new(1, 2),
        // Version 23 writes HTML anew, and entities of its own.
        _ => letters(&html::to_text(&sent)) == letters(&html::to_text(&found)),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unchanged_object_is_seen_through() {
        let old = json!({"name": "OLD", "town": "X", "phone": "0102"});
        assert!(!is_visible(&json!({"name": "NEW", "town": "Y"}), &old));
        assert!(is_visible(&json!({"name": "NEW", "phone": "01 02"}), &old));
        assert!(is_visible(&json!({"unknown": "NEW"}), &old));
    }

    #[test]
    fn maps_are_compared_by_what_was_sent() {
        let answer =
            json!({"array_options": {"options_a": "1.50000000", "options_b": null, "options_c": "x"}});
        assert!(is_visible(&json!({"array_options": {"options_a": "1.5", "options_b": ""}}), &answer));
        assert!(!is_visible(&json!({"array_options": {"options_a": "1.5", "options_c": "y"}}), &answer));
        assert!(!is_visible(&json!({"array_options": {"options_a": "1.5"}}), &json!({"array_options": []})));
    }

    #[test]
    fn texts_are_compared_as_they_are_shown() {
        let sent = json!({"description": "<p>A & B</p>", "note_private": "a &lt; b<br>\nc"});
        assert!(is_visible(
            &sent,
            &json!({"description": "<p class=\"x\">A &amp; B</p>", "note_private": ""})
        ));
        assert!(is_visible(&sent, &json!({"description": "", "note_private": "a < b\nc"})));
        assert!(!is_visible(&sent, &json!({"description": "<p>C</p>", "note_private": "a"})));
    }

    #[test]
    fn numbers_compare_as_numbers() {
        assert!(is_visible(&json!({"price": "10.12346"}), &json!({"price": "10.12346000"})));
        assert!(is_visible(&json!({"fk_parent": 0}), &json!({"fk_parent": 0})));
        assert!(!is_visible(&json!({"price": "11"}), &json!({"price": "10.00"})));
    }
}
