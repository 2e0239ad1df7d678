//! Texts cut to what Dolibarr's columns hold, in the form in which it shows them as what they are.

use passerelle_core::erp::inert;
use passerelle_core::explain::Explanation;
use passerelle_core::html;

use crate::explanations;

/// How many bytes a `text` column holds.
pub const TEXT_BYTES: usize = 65_535;

/// A text for a field of one line. Dolibarr escapes such fields in some places and not in others: nothing in it may begin a tag.
#[must_use]
pub fn line(text: &str, limit: usize) -> String {
    cut(&inert(text), limit)
}

/// A text for a field that Dolibarr shows as HTML: the HTML that shows this text.
#[must_use]
pub fn note(text: &str) -> String {
    within(text, html::from_text)
}

/// Markup that is wanted as such, without script.
#[must_use]
pub fn markup(text: &str) -> String {
    within(text, |text| html::without_script(text).into_owned())
}

/// A text written as HTML that its column can hold: the text is cut, never what is made of it.
fn within(text: &str, write: impl Fn(&str) -> String) -> String {
    let mut limit = text.len().min(TEXT_BYTES);
    loop {
        let written = write(&cut_bytes(text, limit));
        // Each round is shorter by a tenth; an empty text is written in a few bytes.
        if written.len() <= TEXT_BYTES || limit < 16 {
            return written;
        }
        limit -= limit / 10;
    }
}

/// A text for persons, cut with "…" where it is longer than its column.
#[must_use]
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A long text for persons, cut with "…" to so many bytes of UTF-8.
#[must_use]
fn cut_bytes(text: &str, limit: usize) -> String {
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
        Ok(inert(text))
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

    #[test]
    fn what_is_typed_is_shown_and_never_run() {
        assert_eq!(line("<script>a</script>", 99), "‹script›a‹/script›");
        assert_eq!(note("<img src=x onerror=alert(1)>\nx"), "&lt;img src=x onerror=alert(1)&gt;<br>\nx");
        assert_eq!(markup("<p onclick=x>a<script>b</script></p>"), "<p>a</p>");
    }

    #[test]
    fn what_is_too_long_is_cut_before_it_is_escaped() {
        let note = note(&"<".repeat(TEXT_BYTES));
        assert!(note.len() <= TEXT_BYTES && note.len() > TEXT_BYTES / 2);
        assert!(note.ends_with("&lt;…"), "{}", note.len());
        let markup = markup(&format!("<b>{}", "é&".repeat(TEXT_BYTES)));
        assert!(markup.len() <= TEXT_BYTES && markup.ends_with("…</b>"));
    }
}
