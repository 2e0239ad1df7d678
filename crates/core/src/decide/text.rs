//! Texts as Dolibarr can hold them.

use super::Facts;

/// The first `limit` characters of `text`, ended by an ellipsis when some were left out; outer white space removed.
pub(super) fn clip(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(limit.saturating_sub(1)).collect();
    clipped.push('…');
    clipped
}

/// A name, an address or a number that anybody may have typed, for a field of so many characters.
pub(super) fn name(facts: &Facts, text: &str, limit: usize) -> String {
    clip(&facts.erp.texts.name(text), limit)
}

/// A label that the shop's staff typed, for a field of so many characters.
pub(super) fn label(facts: &Facts, text: &str, limit: usize) -> String {
    clip(&facts.erp.texts.label(text), limit)
}

/// A text for a field that Dolibarr shows as HTML.
pub(super) fn note(facts: &Facts, text: &str, limit: usize) -> String {
    clip(&facts.erp.texts.note(text), limit)
}

/// Whether two texts are the same but for their white space, which Dolibarr tidies.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Non-empty parts joined by `separator`.
pub(super) fn join(parts: &[&str], separator: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

/// Names of the fields of a write that are set, for the journal: the names, never the values.
pub(super) fn field_names(fields: &[(&'static str, bool)]) -> String {
    let names: Vec<&str> = fields.iter().filter(|(_, set)| *set).map(|(name, _)| *name).collect();
    format!("{} changed", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_by_characters() {
        assert_eq!(clip("  été  ", 3), "été");
        assert_eq!(clip("étés", 3), "ét…");
    }
}
