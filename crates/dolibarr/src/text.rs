//! Texts cut to what Dolibarr's columns hold.

use passerelle_core::explain::Explanation;

use crate::explanations;

/// How many bytes a `text` column holds.
pub const TEXT_BYTES: usize = 65_535;

/// A text for persons, cut with "…" where it is longer than its column.
#[must_use]
pub fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A long text for persons, cut with "…" to so many bytes of UTF-8.
#[must_use]
pub fn cut_bytes(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let mut end = limit.saturating_sub('…'.len_utf8());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// A text that means something else when it is cut: a reference, a number, an address of mail.
pub fn whole(field: &str, text: &str, limit: usize) -> Result<String, Explanation> {
    if text.chars().count() <= limit {
        Ok(text.to_owned())
    } else {
        Err(explanations::text_too_long(field, limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_characters() {
        assert_eq!(cut("élan", 4), "élan");
        assert_eq!(cut("élans", 4), "éla…");
        assert_eq!(cut_bytes("ééé", 6), "ééé");
        assert_eq!(cut_bytes("éééé", 6), "é…");
        assert!(whole("ref", "abc", 2).is_err());
    }
}
