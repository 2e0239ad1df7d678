//! What Dolibarr 23 makes of every text that is posted: plain fields lose tags and quotes, long ones keep some HTML and gain entities.

use serde_json::{Map, Value};

use super::entity;

/// Fields that hold HTML.
const LONG: &[&str] = &["note", "note_private", "note_public", "desc", "description"];

/// Tags that long texts keep.
const TAGS: &[&str] = &[
    "html",
    "head",
    "meta",
    "body",
    "article",
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "div",
    "dl",
    "dd",
    "dt",
    "em",
    "font",
    "img",
    "ins",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "q",
    "s",
    "span",
    "strike",
    "strong",
    "title",
    "table",
    "tr",
    "th",
    "td",
    "u",
    "ul",
    "sup",
    "sub",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "footer",
    "nav",
    "section",
    "menu",
    "menuitem",
];

/// Tags without an end.
const VOID: &[&str] = &["br", "img", "hr", "meta", "input", "link", "source", "embed", "wbr"];

/// What plain fields lose wherever it stands.
const LOST: &[&str] = &[
    "../",
    "..\\",
    "&#38",
    "&#0000038",
    "&#x26",
    "&quot",
    "\"",
    "&#34",
    "&#0000034",
    "&#x22",
    "&#47",
    "&#0000047",
    "&#x2f",
    "&#92",
    "&#0000092",
    "&#x5c",
];

/// Names of events that are taken out of long texts, as far as what follows is letters, spaces and an equals sign.
const EVENTS: &[&str] = &[
    "mouse",
    "drag",
    "key",
    "load",
    "touch",
    "pointer",
    "select",
    "transition",
    "abort",
    "after",
    "animation",
    "before",
    "blur",
    "cancel",
    "canplay",
    "change",
    "click",
    "close",
    "contextmenu",
    "copy",
    "cut",
    "dblclick",
    "drop",
    "emptied",
    "end",
    "error",
    "focus",
    "hashchange",
    "input",
    "invalid",
    "paste",
    "pause",
    "play",
    "progress",
    "reset",
    "resize",
    "scroll",
    "search",
    "show",
    "start",
    "submit",
    "toggle",
    "unload",
    "waiting",
    "wheel",
];

/// How often a text is cleaned before what is left is taken as it is; each round only takes away.
const ROUNDS: usize = 20;

/// A body as Dolibarr 23 takes it: every value of it, those of lines and extrafields too, becomes a cleaned text.
pub(crate) fn body(body: &Map<String, Value>) -> Map<String, Value> {
    body.iter().map(|(name, value)| (name.clone(), cleaned(name, value))).collect()
}

/// Only these fields, of a body whose others are taken as they are.
pub(crate) fn fields(body: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let clean = |name: &String, value: &Value| {
        if names.contains(&name.as_str()) { cleaned(name, value) } else { value.clone() }
    };
    body.iter().map(|(name, value)| (name.clone(), clean(name, value))).collect()
}

/// Without blanks at the ends of these fields and of the texts of lines.
pub(crate) fn trimmed(body: Map<String, Value>, which: impl Fn(&str) -> bool) -> Map<String, Value> {
    let trim = |value: Value| match value {
        Value::String(text) => Value::String(text.trim_matches(BLANK).to_owned()),
        other => other,
    };
    let line = |value: Value| match value {
        Value::Object(line) => {
            Value::Object(line.into_iter().map(|(name, value)| (name, trim(value))).collect())
        }
        other => other,
    };
    let field = |name: &String, value: Value| match value {
        _ if !which(name) => value,
        Value::Array(lines) => Value::Array(lines.into_iter().map(line).collect()),
        other => trim(other),
    };
    body.into_iter()
        .map(|(name, value)| {
            let value = field(&name, value);
            (name, value)
        })
        .collect()
}

fn cleaned(name: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if LONG.contains(&name) => Value::String(long(text)),
        Value::String(text) => Value::String(plain(text)),
        Value::Null => Value::String(String::new()),
        Value::Bool(flag) => Value::String(if *flag { "1" } else { "" }.to_owned()),
        Value::Number(_) => value.clone(),
        // The items of a list are named by their place.
        Value::Array(items) => Value::Array(items.iter().map(|item| cleaned("", item)).collect()),
        Value::Object(members) => Value::Object(body(members)),
    }
}

const BLANK: [char; 6] = [' ', '\n', '\r', '\t', '\u{b}', '\0'];

/// A name, a label, an address: no tag, no double quote, no `../`, no blank at an end, no double space.
pub(crate) fn plain(text: &str) -> String {
    let mut text = text.trim_matches(BLANK).to_owned();
    for _ in 0..ROUNDS {
        let mut next = unbackslashed(&without_tags(&text));
        for lost in LOST {
            next = without(&next, lost);
        }
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// `\0`, `\x`, `\u` with a slash instead.
fn unbackslashed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let starts = letters.peek().is_some_and(|next| next.is_ascii_digit() || matches!(next, 'x' | 'u'));
        out.push(if letter == '\\' && starts { '/' } else { letter });
    }
    out
}

/// Without the ASCII text `lost`, which is in lower case, wherever it stands.
fn without(text: &str, lost: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (lower, mut from) = (text.to_ascii_lowercase(), 0);
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find(lost)) {
        out.push_str(text.get(from..from + found).unwrap_or_default());
        from += found + lost.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn without_tags(text: &str) -> String {
    let text = broken_lines(text);
    let text = entity::decoded(&text, false);
    // Not taken for tags.
    let mut text = text.replace("< ", "\u{e000}").replace("<:", "\u{e001}");
    for _ in 0..ROUNDS {
        let next = stripped(&text.replace("<>", ""));
        if next == text {
            break;
        }
        text = next;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        let after = tail.trim_start_matches('<');
        out.push_str(before);
        if !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.push_str(tail.get(..tail.len() - after.len()).unwrap_or_default());
        }
        rest = after;
    }
    out.push_str(rest);
    let mut out = entity::decoded(&out, false);
    while out.contains("  ") {
        out = out.replace("  ", " ");
    }
    out.replace('\u{e000}', "< ").replace('\u{e001}', "<:").trim_matches(BLANK).to_owned()
}

/// `<br>`, whatever is in it, as a line feed.
fn broken_lines(text: &str) -> String {
    let (lower, mut out, mut from) = (text.to_ascii_lowercase(), String::with_capacity(text.len()), 0);
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find("<br")) {
        let Some(length) = lower.get(from + found..).and_then(|rest| rest.find('>')) else { break };
        out.push_str(text.get(from..from + found).unwrap_or_default());
        out.push('\n');
        from += found + length + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Without `<…>` that hold neither `<` nor `>`.
fn stripped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let inside = tail.get(1..).unwrap_or_default();
        match inside.find(['<', '>']) {
            Some(end) if end > 0 && inside[end..].starts_with('>') => {
                rest = inside.get(end + 1..).unwrap_or_default()
            }
            _ => {
                out.push('<');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A description, a note, the text of a line: HTML, of which only harmless tags stay, and text with `&`, `<` and `>` as entities.
pub(crate) fn long(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = unscripted(&parsed(&text));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Whether Dolibarr takes a text for HTML: as such, blanks at its beginning are lost.
fn is_html(text: &str) -> bool {
    let is_entity = |rest: &str| {
        rest.find(';').is_some_and(|end| {
            (1..=6).contains(&end) && rest[..end].chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    let is_tag = |rest: &str| {
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        TAGS.contains(&name.to_ascii_lowercase().as_str())
    };
    text.split('&').skip(1).any(is_entity) || text.split('<').skip(1).any(is_tag)
}

/// What a browser's reading of a text gives, written again.
fn parsed(text: &str) -> String {
    let blank: &[char] = if is_html(text) { &[' ', '\n', '\r', '\t'] } else { &[' ', '\t', '\r'] };
    let text = text.trim_start_matches(blank);
    let (mut out, mut open): (String, Vec<String>) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let tail = rest.get(letter.len_utf8()..).unwrap_or_default();
        match letter {
            '<' if tail.starts_with("!--") => {
                let end = tail.find("-->").map_or(tail.len(), |end| end + 3);
                out.push('<');
                out.push_str(tail.get(..end).unwrap_or_default());
                rest = tail.get(end..).unwrap_or_default();
            }
            '<' if tail.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let end = tail_of_tag(tail);
                let tag = tail.get(..end).unwrap_or_default();
                rest = tail.get(end..).unwrap_or_default();
                rest = rest.strip_prefix('>').unwrap_or(rest);
                start(tag, &mut out, &mut open);
            }
            '<' if tail.starts_with('/') && tail[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let end = tail.find('>').unwrap_or(tail.len());
                let name = unprefixed(tail.get(1..end).unwrap_or_default().trim());
                rest = tail.get(end + 1..).unwrap_or_default();
                // An end without its beginning is dropped, those in between end with it.
                if open.contains(&name) {
                    while let Some(inner) = open.pop() {
                        close(&inner, &mut out);
                        if inner == name {
                            break;
                        }
                    }
                }
            }
            '&' => {
                let (letters, length) = entity::at(tail, true);
                escape(letters.as_deref().unwrap_or("&"), &mut out, false);
                rest = tail.get(length..).unwrap_or_default();
            }
            _ => {
                escape(letter.encode_utf8(&mut [0; 4]), &mut out, false);
                rest = tail;
            }
        }
    }
    while let Some(inner) = open.pop() {
        close(&inner, &mut out);
    }
    out
}

/// Where a tag ends: at the first `>` that is in no quotes.
fn tail_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (index, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return index,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    text.find('>').unwrap_or(text.len())
}

fn escape(text: &str, out: &mut String, in_quotes: bool) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_quotes => out.push_str("&quot;"),
            '\u{200b}'..='\u{200d}' | '\u{feff}' | '\0' => out.push(' '),
            letter if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') => {}
            letter => out.push(letter),
        }
    }
}

/// `o:p` is a `p` to it.
fn unprefixed(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn start(tag: &str, out: &mut String, open: &mut Vec<String>) {
    let end = tag.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')));
    let (name, attributes) = tag.split_at(end.unwrap_or(tag.len()));
    let attributes =
        attributes.find(|c: char| c.is_whitespace() || c == '/').map_or("", |at| &attributes[at..]);
    let name = unprefixed(name);
    // A paragraph ends the one before, an item too.
    if matches!(name.as_str(), "p" | "li") && open.last() == Some(&name) {
        open.pop();
        close(&name, out);
    }
    if TAGS.contains(&name.as_str()) {
        out.push('<');
        out.push_str(&name);
        attribute(attributes, out);
        out.push('>');
    }
    if !VOID.contains(&name.as_str()) {
        open.push(name);
    }
}

fn close(name: &str, out: &mut String) {
    if TAGS.contains(&name) {
        out.push_str(&format!("</{name}>"));
    }
}

/// Attributes with their values in double quotes; `class` and events are dropped.
fn attribute(text: &str, out: &mut String) {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let name = name.to_ascii_lowercase();
        let mut value = None;
        rest = tail.trim_start();
        if let Some(given) = rest.strip_prefix('=') {
            let given = given.trim_start();
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inside, after) = match quote {
                Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                None => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
            };
            value = Some(entity::decoded(inside, true));
            rest = after;
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if name.is_empty() {
            // A lone equals sign.
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        if name == "class" || name.starts_with("on") {
            continue;
        }
        out.push(' ');
        out.push_str(&name);
        if let Some(value) = value {
            out.push_str("=\"");
            escape(&value, out, true);
            out.push('"');
        }
    }
}

/// Without `javascript:` and without what looks like an event: `onclick=`.
fn unscripted(text: &str) -> String {
    let mut out = without(text, "javascript:");
    for event in EVENTS {
        let (mut from, needle) = (0, format!("on{event}"));
        while let Some(found) = out.to_ascii_lowercase().get(from..).and_then(|rest| rest.find(&needle)) {
            let start = from + found;
            let rest = out.get(start + needle.len()..).unwrap_or_default();
            let after = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
            match after.strip_prefix('=') {
                Some(after) => out = format!("{}{after}", &out[..start]),
                None => from = start + needle.len(),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a real Dolibarr 23 stored.
    #[test]
    fn texts_are_stored_as_recorded() {
        let recorded: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/recordings/dolibarr-23-texts.json")).unwrap();
        let mut wrong = Vec::new();
        for exchange in &recorded {
            let text = |name: &str| exchange[name].as_str().unwrap();
            let sent = text("sent");
            let (label, description) = (plain(sent), long(sent));
            if label != text("plain") {
                wrong.push(format!("{sent:?}: plain {:?}, here {label:?}", text("plain")));
            }
            if description != text("long") {
                wrong.push(format!("{sent:?}: long {:?}, here {description:?}", text("long")));
            }
        }
        assert!(recorded.len() > 100);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
