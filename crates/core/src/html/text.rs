//! Texts in fields that hold HTML.
//!
//! Dolibarr shows such a field as it is where it takes it for HTML, and as text, with its line breaks, where not. So what it
//! could take for HTML is written as HTML that shows the text, and anything else as it is.

use super::entity::decode;
use super::token::{Token, tokens};

/// The HTML that shows this text, and nothing but this text.
#[must_use]
pub fn from_text(text: &str) -> String {
    if !looks_like_html(text) {
        return text.to_owned();
    }
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\r' => {}
            '\n' => html.push_str("<br>\n"),
            c => html.push(c),
        }
    }
    html
}

/// Plain text in markup that is put around it.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether anybody could take a text for HTML: a tag, or an entity with or without its semicolon. Parameters of an address
/// (`&page=2`) are neither.
fn looks_like_html(text: &str) -> bool {
    if text.contains('<') {
        return true;
    }
    text.split('&').skip(1).any(|tail| {
        if tail.starts_with('#') {
            return true;
        }
        let name = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(tail.len());
        tail.starts_with(|c: char| c.is_ascii_alphabetic())
            && !tail.get(name..).unwrap_or_default().starts_with('=')
    })
}

/// The text that a field of HTML shows: without tags, with a line break for each `<br>`, entities decoded.
#[must_use]
pub fn to_text(html: &str) -> String {
    if !html.contains(['<', '&', '\r']) {
        return html.to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut after_break = false;
    for token in tokens(html) {
        match token {
            Token::Text(part) => {
                let part = if after_break { part.trim_start_matches(['\r', '\n']) } else { part };
                text.push_str(&decode(part));
                after_break = false;
            }
            Token::Open { name, .. } if name == "br" => {
                text.push('\n');
                after_break = true;
            }
            Token::Close { name } if matches!(name.as_str(), "p" | "div" | "li") => {
                text.push('\n');
                after_break = true;
            }
            _ => {}
        }
    }
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_taken_for_html_becomes_html_that_shows_the_text() {
        for (text, html) in [
            ("<img src=x onerror=alert(1)>\nA & B", "&lt;img src=x onerror=alert(1)&gt;<br>\nA &amp; B"),
            ("1 < 2", "1 &lt; 2"),
            ("say &lt;b&gt;", "say &amp;lt;b&amp;gt;"),
            ("&lt img", "&amp;lt img"),
            ("&#60;", "&amp;#60;"),
            ("R&D", "R&amp;D"),
        ] {
            assert_eq!(from_text(text), html);
            assert_eq!(to_text(html), text);
        }
    }

    #[test]
    fn what_nobody_takes_for_html_stays_as_it_is() {
        for text in
            ["Ring twice\nthen wait", "Tom & Jerry", "2 > 1", "24\" screen", "https://x.example/?a=1&page=2"]
        {
            assert_eq!(from_text(text), text);
            assert_eq!(to_text(text), text);
        }
    }

    #[test]
    fn the_text_of_what_dolibarr_stores() {
        assert_eq!(to_text("a<br />\r\nb<br>c"), "a\nb\nc");
        assert_eq!(to_text("Tom &amp; Jerry"), "Tom & Jerry");
        assert_eq!(to_text("<script>x</script>y"), "y");
        assert_eq!(to_text("<p>a</p>\n<p>b</p>"), "a\nb\n");
    }
}
