//! Whether two markups show the same. Dolibarr writes HTML anew when it stores it: other quotes, other entities, fewer
//! attributes.

use std::borrow::Cow;

use super::entity::decode;
use super::markup::without_script;
use super::token::{Token, tokens};

/// Elements that every Dolibarr keeps. Others are not compared: version 23 takes them out, and leaves their content.
const KEPT: [&str; 41] = [
    "a",
    "abbr",
    "article",
    "b",
    "blockquote",
    "br",
    "cite",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
];

/// Whether what is stored shows what is wanted, and holds no script.
#[must_use]
pub fn same(stored: &str, wanted: &str) -> bool {
    if stored == wanted && matches!(without_script(stored), Cow::Borrowed(_)) {
        return true;
    }
    is_harmless(stored) && shown(stored) == shown(&without_script(wanted))
}

/// Nothing in it runs.
fn is_harmless(html: &str) -> bool {
    if !html.contains('<') {
        return true;
    }
    let wild = |(name, value): &(String, &str)| {
        name.starts_with("on") || decode(value).to_ascii_lowercase().contains("script:")
    };
    tokens(html).all(|token| match token {
        Token::Text(_) | Token::Close { .. } => true,
        Token::Open { attributes, .. } => !attributes.iter().any(wild),
        Token::Other(what) => matches!(what, "comment" | "declaration"),
    })
}

/// What a reader sees: texts, elements in their order, addresses.
fn shown(html: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut text = String::new();
    for token in tokens(html) {
        match token {
            Token::Text(part) => text.push_str(&decode(part)),
            Token::Open { name, attributes } if KEPT.contains(&name.as_str()) => {
                flush(&mut text, &mut parts);
                let address = |name: &str| {
                    let found = attributes.iter().find(|(it, _)| it == name);
                    found.map(|(_, value)| unescaped(decode(value).trim())).unwrap_or_default()
                };
                parts.push(format!("<{name} {}{}", address("href"), address("src")));
            }
            _ => {}
        }
    }
    flush(&mut text, &mut parts);
    parts
}

fn flush(text: &mut String, parts: &mut Vec<String>) {
    let folded = text
        .split(|c: char| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}'))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if !folded.is_empty() {
        parts.push(folded);
    }
    text.clear();
}

/// An address without its percent signs: `%C3%A9` and `é` are the same.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dolibarr_writes_anew_is_the_same() {
        for (stored, wanted) in [
            ("<p>A &amp; B</p>", "<p class=\"x\">A & B</p>"),
            ("Lamps &amp; more", "Lamps & more"),
            ("<p>a<br>\nb</p>", "<p>a<br />b</p>"),
            ("<p>a<br>b</p>", "<p>a<br/>\n b</p>"),
            ("a&nbsp;b", "a\u{a0}b"),
            ("<p>é</p>", "<p>&eacute;</p>"),
            ("<a href=\"/caf%C3%A9\">x</a>", "<a href='/café' onclick='y'>x</a>"),
            ("ab", "a<iframe></iframe>b"),
            ("<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
            ("1 &lt; 2", "1 < 2"),
        ] {
            assert!(same(stored, wanted), "{stored} | {wanted}");
        }
    }

    #[test]
    fn what_shows_something_else_or_runs_is_not() {
        for (stored, wanted) in [
            ("<p>a</p>", "<p>b</p>"),
            ("<p>a</p>", "<div>a</div>"),
            ("<a href=\"/a\">x</a>", "<a href=\"/b\">x</a>"),
            ("ab", "a b"),
            ("12,5", "125"),
            ("<p onclick=x>a</p>", "<p onclick=x>a</p>"),
            ("a<script>x</script>", "a<script>x</script>"),
            ("a<iframe></iframe>", "a<iframe></iframe>"),
            ("", "a"),
        ] {
            assert!(!same(stored, wanted), "{stored} | {wanted}");
        }
    }
}
