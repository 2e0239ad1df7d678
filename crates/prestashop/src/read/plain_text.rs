//! Text of a message without its HTML.

/// Removes tags, makes line breaks of `<br>` and paragraphs' ends, and decodes the usual entities. A `<` that begins no tag
/// stays.
pub(crate) fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tail.find('>').filter(|_| tag) {
            Some(end) => {
                let name = tail[..end].trim_matches('/').trim().to_ascii_lowercase();
                if name.starts_with("br")
                    || (tail.starts_with('/') && matches!(name.as_str(), "p" | "div" | "li"))
                {
                    text.push('\n');
                }
                rest = &tail[end + 1..];
            }
            None => {
                text.push('<');
                rest = tail;
            }
        }
    }
    text.push_str(rest);
    let text = decode(&text).replace("\r\n", "\n");
    text.trim().to_owned()
}

/// The characters that entities stand for.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        // Entities are short; a lone ampersand stays.
        let end = tail.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| end);
        match end.and_then(|end| Some((entity(&tail[..end])?, end))) {
            Some((character, end)) => {
                decoded.push(character);
                rest = &tail[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = tail;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "euro" => '€',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        for (html, text) in [
            ("Please ring  & wait", "Please ring  & wait"),
            ("a<br />b<BR>c", "a\nb\nc"),
            ("<p>It&#039;s &lt;5 &euro;&nbsp;&amp; more</p><p>x</p>", "It's <5 € & more\nx"),
            ("1 < 2 <b>bold</b>", "1 < 2 bold"),
            ("<", "<"),
            ("&;&unknown;&#xe9;", "&;&unknown;é"),
            ("<script>x", "x"),
        ] {
            assert_eq!(plain_text(html), text, "{html}");
        }
    }
}
