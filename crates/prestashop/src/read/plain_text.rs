//! Text of a message without its HTML.

use passerelle_core::html;

/// Removes tags, makes line breaks of `<br>` and paragraphs' ends, and decodes the usual entities. A `<` that begins no tag
/// stays.
pub(crate) fn plain_text(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
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
    // Only now: what was typed as an entity is no tag, and becomes text that somebody typed. Who writes it somewhere has to say
    // how it is shown there.
    let text = decode(&text).replace("\r\n", "\n");
    text.trim().to_owned()
}

/// The characters that entities stand for.
pub(crate) fn decode(text: &str) -> String {
    html::decode(text).replace('\u{a0}', " ")
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
            ("&lt;img src=x &#111;nerror=alert(1)&gt;", "<img src=x onerror=alert(1)>"),
            ("&eacute;t&eacute;", "été"),
        ] {
            assert_eq!(plain_text(html), text, "{html}");
        }
    }
}
