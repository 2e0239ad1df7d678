//! Markup without script: what staff of a shop wrote as HTML and Dolibarr shows as such.

use std::borrow::Cow;

use super::entity::decode;
use super::token::{Token, tokens};

/// Elements that stay.
const ELEMENTS: [&str; 58] = [
    "a",
    "abbr",
    "address",
    "article",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
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
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Those without content.
const VOID: [&str; 4] = ["br", "col", "hr", "img"];
/// Those that end where the next of the same name begins.
const ENDED_BY_NEXT: [&str; 7] = ["dd", "dt", "li", "p", "td", "th", "tr"];
/// Attributes that stay, besides addresses and styles.
const ATTRIBUTES: [&str; 28] = [
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "color",
    "colspan",
    "dir",
    "face",
    "height",
    "hspace",
    "lang",
    "loading",
    "rel",
    "reversed",
    "rowspan",
    "scope",
    "size",
    "span",
    "start",
    "target",
    "title",
    "type",
    "valign",
    "vspace",
    "width",
];
/// How an address may begin that has a scheme.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];
/// How an image may begin that is in the address itself.
const IMAGES: [&str; 5] =
    ["data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;", "data:image/webp;"];
/// No text has more elements in one another.
const DEEPEST: usize = 100;

/// The markup without script, without what loads something else than an image, and with every element ended. As it is when
/// there is nothing of the sort in it.
#[must_use]
pub fn without_script(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut clean = Clean { html: String::with_capacity(html.len()), open: Vec::new(), differs: false };
    for token in tokens(html) {
        match token {
            Token::Text(text) => clean.text(text),
            Token::Open { name, attributes } => clean.open(name, &attributes),
            Token::Close { name } => clean.close(&name),
            Token::Other(_) => clean.differs = true,
        }
    }
    while let Some(name) = clean.open.pop() {
        clean.differs = true;
        clean.html.push_str(&format!("</{name}>"));
    }
    if clean.differs { Cow::Owned(clean.html) } else { Cow::Borrowed(html) }
}

struct Clean {
    html: String,
    open: Vec<String>,
    differs: bool,
}

impl Clean {
    fn text(&mut self, text: &str) {
        self.differs |= text.contains('<');
        self.html.push_str(&text.replace('<', "&lt;"));
    }

    fn open(&mut self, name: String, attributes: &[(String, &str)]) {
        let is_void = VOID.contains(&name.as_str());
        if !ELEMENTS.contains(&name.as_str()) || (!is_void && self.open.len() >= DEEPEST) {
            self.differs = true;
            return;
        }
        if ENDED_BY_NEXT.contains(&name.as_str()) && self.open.last() == Some(&name) {
            self.close(&name);
            self.differs = true;
        }
        self.html.push('<');
        self.html.push_str(&name);
        for (attribute, value) in attributes {
            let value = decode(value);
            if !stays(&name, attribute, &value) {
                self.differs = true;
                continue;
            }
            let value =
                value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
            self.html.push_str(&format!(" {attribute}=\"{value}\""));
        }
        self.html.push('>');
        if !is_void {
            self.open.push(name);
        }
    }

    fn close(&mut self, name: &str) {
        if !self.open.iter().any(|it| it == name) {
            self.differs = true;
            return;
        }
        while let Some(last) = self.open.pop() {
            self.html.push_str(&format!("</{last}>"));
            if last == name {
                return;
            }
            self.differs = true;
        }
    }
}

fn stays(element: &str, attribute: &str, value: &str) -> bool {
    match attribute {
        "href" => element == "a" && is_address(value),
        "src" => element == "img" && (is_address(value) || is_image(value)),
        "style" => is_style(value),
        _ => ATTRIBUTES.contains(&attribute),
    }
}

/// A browser leaves white space and control characters out before it looks for the scheme.
fn packed(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_ascii_lowercase()
}

fn is_address(value: &str) -> bool {
    let address = packed(value);
    let scheme = address.split(['/', '?', '#']).next().and_then(|first| first.split_once(':'));
    scheme.is_none_or(|(scheme, _)| SCHEMES.contains(&scheme))
}

fn is_image(value: &str) -> bool {
    let address = packed(value);
    IMAGES.iter().any(|begin| address.starts_with(begin))
}

/// Nothing that is loaded, runs, or leaves the place of the text.
fn is_style(value: &str) -> bool {
    let style = packed(value);
    ![
        "url(",
        "expression(",
        "javascript:",
        "behavior:",
        "-moz-binding",
        "@import",
        "position:",
        "\\",
        "/*",
        "<",
    ]
    .iter()
    .any(|it| style.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_script_stays_as_it_is() {
        for html in [
            "plain & simple",
            "<p>A <strong class=\"x\">strong</strong> lamp.<br />2 > 1</p>",
            "<ul><li>a</li><li>b</li></ul><img src=\"https://shop.example/a.jpg\" alt='x'>",
            "<p style=\"color:red\">é</p><a href=\"/en/1-lamp\">x</a>",
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
        ] {
            assert!(matches!(without_script(html), Cow::Borrowed(it) if it == html), "{html}");
        }
    }

    #[test]
    fn script_goes_and_the_rest_stays() {
        for (html, clean) in [
            ("<p onclick=\"x()\">a</p>", "<p>a</p>"),
            ("<IMG SRC=x onerror=alert(1)>", "<img src=\"x\">"),
            ("a<script>alert('</p>')</script>b", "ab"),
            ("a<iframe src=\"https://video.example\"></iframe>b", "ab"),
            ("<a href=\"java&#10;script:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=' JaVaScRiPt:alert(1)'>x</a>", "<a>x</a>"),
            ("<img src=\"data:text/html;base64,x\">", "<img>"),
            ("<div style=\"background:u\\rl(x)\">x</div>", "<div>x</div>"),
            ("<div style=\"position : fixed\">x</div>", "<div>x</div>"),
            ("<svg onload=alert(1)><b>x</svg>y", "y"),
            ("<form action=x><input onfocus=alert(1) autofocus>t</form>", "t"),
            ("<b>open", "<b>open</b>"),
            ("<p>a<p>b</p></div>", "<p>a</p><p>b</p>"),
            ("<b><i>x</b></i>", "<b><i>x</i></b>"),
            ("x<!-- <b> -->y", "xy"),
            ("1 < 2 <b>x</b>", "1 &lt; 2 <b>x</b>"),
            ("<b title='\"><script>'>x</b><hr>y<meta>", "<b title=\"&quot;&gt;&lt;script&gt;\">x</b><hr>y"),
            ("text <img src=x onerror=alert(1)", "text "),
            ("<<script>alert(1)</script>", "&lt;"),
        ] {
            assert_eq!(without_script(html), clean, "{html}");
            assert_eq!(without_script(clean), clean, "once is enough");
        }
    }
}
