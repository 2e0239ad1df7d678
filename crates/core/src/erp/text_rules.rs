//! Texts in the form in which a Dolibarr stores them unchanged and shows them as text.
//!
//! Fields for one line (names, addresses, labels) are shown in many places without being escaped, in every version; version 21
//! and later take tags, quotes and more out of what the API is sent, without a word. So a text has none of it when it is
//! written: `<` and `>` become `‹` and `›`, and what is stored is what was sent.

use serde::{Deserialize, Serialize};

use crate::html;

/// The first version that tidies all texts that its API is sent.
const TIDYING: u32 = 21;
/// The last version that cannot store letters of four bytes, whatever its configuration says.
const THREE_BYTES: u32 = 17;
/// What stands for a letter that cannot be stored.
const UNKNOWN: char = '□';
/// No text needs as many rounds to be tidied: each takes something out.
const ROUNDS: usize = 100;

/// How a Dolibarr treats the texts that it is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRules {
    /// It takes out of labels what it does not like.
    pub tidies: bool,
    /// It cannot store letters of four bytes, such as emoji.
    pub three_bytes: bool,
}

impl TextRules {
    /// Those of this `dolibarr_version`.
    #[must_use]
    pub fn of_version(version: &str) -> Self {
        let major = version.split('.').next().and_then(|major| major.trim().parse::<u32>().ok());
        Self {
            tidies: major.is_none_or(|major| major >= TIDYING),
            three_bytes: major.is_some_and(|major| major <= THREE_BYTES),
        }
    }

    /// A text in a field for one line that anybody may have typed: a name, an address, a number.
    #[must_use]
    pub fn name(self, text: &str) -> String {
        tidied(&self.letters(text))
    }

    /// A text in a field for one line that the staff of the shop typed: a label.
    #[must_use]
    pub fn label(self, text: &str) -> String {
        let text = self.letters(text);
        if self.tidies { tidied(&text) } else { inert(&text).trim().to_owned() }
    }

    /// A text in a field for HTML: a note, the text of a line. It is sent as HTML that shows it.
    #[must_use]
    pub fn note(self, text: &str) -> String {
        let text = self.letters(text).replace("\r\n", "\n").replace('\r', "\n");
        if self.tidies { without_handlers(&text) } else { text }
    }

    /// Markup that is wanted as such, in a field for HTML.
    #[must_use]
    pub fn markup(self, html: &str) -> String {
        if self.three_bytes { self.letters(html) } else { html.to_owned() }
    }

    /// The text in letters that can be stored.
    fn letters(self, text: &str) -> String {
        let mut letters = String::with_capacity(text.len());
        let mut replaced = false;
        for c in text.chars() {
            match c {
                // What an emoji is made of besides: joiners, forms, colours of skin.
                '\u{200D}'
                | '\u{FE0E}'
                | '\u{FE0F}'
                | '\u{1F3FB}'..='\u{1F3FF}'
                | '\u{E0020}'..='\u{E007F}'
                    if self.three_bytes && replaced => {}
                c if self.three_bytes && c.len_utf8() > 3 => {
                    if !replaced {
                        letters.push(UNKNOWN);
                    }
                    replaced = true;
                    continue;
                }
                '\n' | '\r' | '\t' => letters.push(c),
                c if c.is_control() => {}
                c => letters.push(c),
            }
            replaced = replaced && matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
        }
        letters
    }

    /// Whether something in the text cannot be stored.
    #[must_use]
    pub fn loses_letters(self, text: &str) -> bool {
        self.three_bytes && text.chars().any(|c| c.len_utf8() > 3)
    }
}

/// Without what begins or ends a tag.
#[must_use]
pub fn inert(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

/// A text that stays as it is where Dolibarr tidies a field for one line.
fn tidied(text: &str) -> String {
    let mut text = quotes(&inert(text));
    for _ in 0..ROUNDS {
        let next = round(&text);
        if next == text {
            return text;
        }
        text = next;
    }
    text.replace(['&', '\\', '.'], "")
}

/// Double quotes as printers set them: inches behind a figure.
fn quotes(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        set.push(match c {
            '"' if before.is_ascii_digit() => '″',
            '"' if before.is_alphanumeric() || before.is_ascii_punctuation() => '”',
            '"' => '“',
            c => c,
        });
        before = c;
    }
    set
}

/// What Dolibarr takes out of fields for one line wherever it is.
const TAKEN_OUT: [&str; 14] = [
    "../",
    "..\\",
    "&#38",
    "&#0000038",
    "&#x26",
    "&quot",
    "&#34",
    "&#0000034",
    "&#x22",
    "&#47",
    "&#0000047",
    "&#x2f",
    "&#92",
    "&#0000092",
];

/// One round of what Dolibarr does until nothing changes.
fn round(text: &str) -> String {
    let decoded = html::decode(text);
    if decoded != text {
        return inert(&decoded).replace('"', "”");
    }
    let mut next = decoded;
    for sequence in TAKEN_OUT {
        next = without(&next, sequence);
    }
    next = without(&next, "&#x5c");
    next = without_entities(&next);
    let mut out = String::with_capacity(next.len());
    let mut letters = next.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' if letters.peek().is_some_and(|next| matches!(next, '0'..='9' | 'x' | 'u')) => out.push('/'),
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Without a sequence, whatever its case.
fn without(text: &str, sequence: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if !lower.contains(sequence) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in lower.match_indices(sequence) {
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at + found.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Names of characters that only Dolibarr knows lose the semicolon that makes them one.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        out.push_str(before);
        out.push('&');
        let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(tail.len());
        let (name, behind) = tail.split_at(end);
        out.push_str(name);
        rest = if name.is_empty() { behind } else { behind.strip_prefix(';').unwrap_or(behind) };
    }
    out.push_str(rest);
    out
}

/// How names of handlers of events begin, behind "on".
const EVENTS: [&str; 76] = [
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
    "auxclick",
    "before",
    "blur",
    "cancel",
    "canplay",
    "change",
    "click",
    "close",
    "contextmenu",
    "cuechange",
    "copy",
    "cut",
    "dblclick",
    "drop",
    "durationchange",
    "emptied",
    "end",
    "ended",
    "error",
    "focusin",
    "focusout",
    "focus",
    "formdata",
    "gotpointercapture",
    "hashchange",
    "input",
    "invalid",
    "lostpointercapture",
    "offline",
    "online",
    "pagehide",
    "pageshow",
    "paste",
    "pause",
    "play",
    "playing",
    "progress",
    "ratechange",
    "reset",
    "resize",
    "scroll",
    "search",
    "seeked",
    "seeking",
    "show",
    "stalled",
    "start",
    "submit",
    "suspend",
    "timeupdate",
    "toggle",
    "unload",
    "volumechange",
    "waiting",
    "wheel",
    "repeat",
    "begin",
    "finish",
    "beforeinput",
    "canplaythrough",
    "durationchang",
    "cuechang",
    "selectstart",
    "loadstart",
    "ende",
];

/// Without what Dolibarr takes for a handler of an event (`onclick=`) or a script (`javascript:`), and with spaces for letters of
/// no width.
fn without_handlers(text: &str) -> String {
    let mut text: String = text
        .chars()
        .map(|c| if matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}') { ' ' } else { c })
        .collect();
    for _ in 0..ROUNDS {
        let Some((from, to)) = handler(&text) else { return text };
        let (before, behind) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
        text = format!("{before}{behind}");
    }
    text.replace(['=', ':'], " ")
}

/// Where the first of them is.
fn handler(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let event = lower.match_indices("on").find_map(|(at, _)| {
        let tail = lower.get(at + 2..)?;
        EVENTS.iter().any(|event| tail.starts_with(event)).then_some(())?;
        let letters = tail.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(tail.len());
        let behind = tail.get(letters..)?;
        let spaces = behind.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(behind.len());
        behind.get(spaces..)?.starts_with('=').then_some((at, at + 2 + letters + spaces + 1))
    });
    event.or_else(|| lower.match_indices('j').find_map(|(at, _)| Some((at, script(&lower, at)?))))
}

/// The end of `javascript:` that begins here, spaces between its letters aside.
fn script(lower: &str, at: usize) -> Option<usize> {
    let mut wanted = "javascript:".chars().peekable();
    for (offset, c) in lower.get(at..)?.char_indices() {
        match wanted.peek() {
            Some(next) if *next == c => {
                wanted.next();
                if wanted.peek().is_none() {
                    return Some(at + offset + c.len_utf8());
                }
            }
            Some(_) if c.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: TextRules = TextRules { tidies: false, three_bytes: true };
    const NEW: TextRules = TextRules { tidies: true, three_bytes: false };

    #[test]
    fn the_version_tells() {
        assert_eq!(TextRules::of_version("17.0.1"), OLD);
        assert_eq!(TextRules::of_version("20.0.0-alpha"), TextRules::default());
        assert_eq!(TextRules::of_version("23.0.0-beta"), NEW);
    }

    #[test]
    fn names_hold_nothing_that_could_be_taken_for_html() {
        for (typed, held) in [
            ("Zoé & fils", "Zoé & fils"),
            ("<b>Zoé</b>", "‹b›Zoé‹/b›"),
            ("&lt;script&gt;", "‹script›"),
            ("&amp;lt;script&amp;gt;", "‹script›"),
            ("x\" onmouseover=\"alert(1)", "x” onmouseover=”alert(1)"),
            ("24\" screen, \"new\"", "24″ screen, “new”"),
            ("a  b   c", "a b c"),
            ("R&D; &check;", "R&D &check"),
            ("a\u{7}b\u{0}", "ab"),
        ] {
            assert_eq!(NEW.name(typed), held, "{typed}");
            assert_eq!(OLD.name(typed), held, "{typed}");
        }
    }

    #[test]
    fn labels_of_the_staff_keep_their_quotes_where_dolibarr_does() {
        assert_eq!(OLD.label("Screen 24\"  <new>"), "Screen 24\"  ‹new›");
        assert_eq!(NEW.label("Screen 24\"  <new>"), "Screen 24″ ‹new›");
    }

    #[test]
    fn letters_of_four_bytes_become_a_box_where_they_cannot_be_stored() {
        assert_eq!(OLD.note("Merci 😀!"), "Merci □!");
        assert_eq!(OLD.name("Zoé 👩‍👩‍👧 👍🏽"), "Zoé □ □");
        assert_eq!(OLD.note("I ❤️ you"), "I ❤️ you");
        assert_eq!(NEW.note("Merci 😀!"), "Merci 😀!");
        assert!(OLD.loses_letters("𠮷") && !OLD.loses_letters("吉") && !NEW.loses_letters("𠮷"));
    }

    #[test]
    fn notes_keep_what_is_typed_but_for_what_dolibarr_takes_for_script() {
        assert_eq!(OLD.note("<b> onclick=1\r\nx"), "<b> onclick=1\nx");
        assert_eq!(NEW.note("<img onError =1> monkey=2 person=3"), "<img 1> m2 person=3");
        assert_eq!(NEW.note("java script:x Java\tScript :y"), "x y");
    }
}
