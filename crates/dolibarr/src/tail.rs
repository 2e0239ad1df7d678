//! Finding the JSON at the end of an answer that begins with HTML: warnings of PHP, or the page of an SQL error.

use serde_json::Value;

/// How many places are tried. A page of warnings has a few dozen lines.
const TRIES: usize = 20_000;

/// The longest JSON value with which `body` ends, beginning at the start of a line, that `accept` accepts; with the text
/// before it.
pub fn value(body: &[u8], accept: impl Fn(&Value) -> bool) -> Option<(&str, Value)> {
    let text = std::str::from_utf8(body).ok()?.trim_end();
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).take(TRIES);
    for start in starts {
        let rest = text.get(start..)?;
        let begins =
            rest.starts_with(|c: char| c == '{' || c == '[' || c == '"' || c == '-' || c.is_ascii_digit());
        if !begins {
            continue;
        }
        if let Ok(value) = serde_json::from_str::<Value>(rest)
            && accept(&value)
        {
            return Some((text.get(..start).unwrap_or_default(), value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_warnings_is_found() {
        let (before, value) =
            value(b"<br />\n<b>Warning</b>: x on line <b>3</b><br />\n42", |_| true).unwrap();
        assert_eq!(value, 42);
        assert!(before.contains("Warning"));
    }

    #[test]
    fn a_whole_object_is_preferred_to_its_last_lines() {
        let (_, value) = value(b"<p>\n{\n  \"a\": [\n1,\n2\n]\n}", |_| true).unwrap();
        assert_eq!(value["a"][1], 2);
    }

    #[test]
    fn plain_pages_hold_none() {
        assert!(value(b"<html>\n<body>\nAll well\n</body>", |_| true).is_none());
        assert!(value(b"", |_| true).is_none());
        assert!(value(b"\xff\xfe", |_| true).is_none());
    }
}
