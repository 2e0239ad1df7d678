//! The parts of an HTML text: texts, tags, and what is neither.

/// A part of an HTML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its entities.
    Text(&'a str),
    /// A tag that opens an element.
    Open {
        /// Its name, in lower case.
        name: String,
        /// Names in lower case, and values with their entities.
        attributes: Vec<(String, &'a str)>,
    },
    /// A tag that closes an element.
    Close {
        /// Its name, in lower case.
        name: String,
    },
    /// A comment, a declaration, a tag without end, an element whose content is no text for readers.
    Other(&'static str),
}

/// Elements that are taken with all their content: script, what loads something, and what has rules of its own for where it
/// ends.
const WITH_CONTENT: [&str; 18] = [
    "script",
    "style",
    "iframe",
    "object",
    "applet",
    "embed",
    "noscript",
    "noembed",
    "noframes",
    "frameset",
    "template",
    "svg",
    "math",
    "title",
    "textarea",
    "select",
    "xmp",
    "plaintext",
];

/// Splits an HTML text. A `<` that begins no tag is text.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (token, behind) = next(rest);
        rest = behind;
        Some(token)
    })
}

fn next(html: &str) -> (Token<'_>, &str) {
    let Some(at) = html.match_indices('<').map(|(at, _)| at).find(|at| begins_tag(tail(html, at + 1))) else {
        return (Token::Text(html), "");
    };
    if at > 0 {
        let (text, behind) = html.split_at(at);
        return (Token::Text(text), behind);
    }
    let inner = tail(html, 1);
    if let Some(comment) = inner.strip_prefix("!--") {
        let behind = comment.split_once("-->").map_or("", |(_, behind)| behind);
        return (Token::Other("comment"), behind);
    }
    if inner.starts_with(['!', '?']) {
        return (Token::Other("declaration"), inner.split_once('>').map_or("", |(_, behind)| behind));
    }
    if let Some(close) = inner.strip_prefix('/') {
        let behind = close.split_once('>').map_or("", |(_, behind)| behind);
        return (Token::Close { name: name(close).to_ascii_lowercase() }, behind);
    }
    open(inner)
}

fn open(inner: &str) -> (Token<'_>, &str) {
    let written = name(inner);
    let element = written.to_ascii_lowercase();
    let Some((attributes, behind)) = attributes(tail(inner, written.len())) else {
        return (Token::Other("open tag"), "");
    };
    if let Some(known) = WITH_CONTENT.into_iter().find(|it| *it == element) {
        return (Token::Other(known), if known == "embed" { behind } else { behind_element(behind, known) });
    }
    (Token::Open { name: element, attributes }, behind)
}

/// What follows the end of an element; nothing when it does not end.
fn behind_element<'a>(html: &'a str, element: &str) -> &'a str {
    for (at, _) in html.match_indices("</") {
        let close = tail(html, at + 2);
        if name(close).eq_ignore_ascii_case(element) {
            return close.split_once('>').map_or("", |(_, behind)| behind);
        }
    }
    ""
}

fn begins_tag(inner: &str) -> bool {
    let letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    letter(inner) || inner.starts_with(['!', '?']) || inner.strip_prefix('/').is_some_and(letter)
}

fn name(inner: &str) -> &str {
    let end = inner.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default()
}

/// The attributes of a tag, and what is behind it; none when the tag does not end.
fn attributes(inner: &str) -> Option<(Vec<(String, &str)>, &str)> {
    let mut found = Vec::new();
    let mut rest = inner;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            return Some((found, behind));
        }
        if rest.is_empty() {
            return None;
        }
        // A name may begin with an equals sign, and has no other.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = tail(rest, first)
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '='))
            .map_or(rest.len(), |end| end + first);
        let attribute = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
        rest = tail(rest, end).trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            found.push((attribute, ""));
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => tail(value, 1).split_once(quote)?,
            None => {
                let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                value.split_at(end)
            }
        };
        found.push((attribute, value));
        rest = behind;
    }
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_html_text_is_split_as_a_browser_does() {
        let open = |name: &str, attributes: &[(&str, &'static str)]| Token::Open {
            name: name.to_owned(),
            attributes: attributes.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        };
        let all: Vec<Token<'_>> =
            tokens("1 < 2<B x='>' y=1/z>t</b ><IMG/src=\"a\"onerror=x><!-- > -->e<sCript>a<b</scripT >f<a h")
                .collect();
        assert_eq!(
            all,
            [
                Token::Text("1 < 2"),
                open("b", &[("x", ">"), ("y", "1/z")]),
                Token::Text("t"),
                Token::Close { name: "b".into() },
                open("img", &[("src", "a"), ("onerror", "x")]),
                Token::Other("comment"),
                Token::Text("e"),
                Token::Other("script"),
                Token::Text("f"),
                Token::Other("open tag"),
            ]
        );
    }
}
