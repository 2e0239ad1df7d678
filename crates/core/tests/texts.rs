//! What is written into Dolibarr's texts and read back compares equal, whatever a stranger typed, on each version. The model of
//! version 23 here is written from its behaviour alone, and shares nothing with what it is held against.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use passerelle_core::erp::TextRules;
use passerelle_core::html;
use proptest::prelude::*;

/// Pieces that mean something to one side or the other.
const PIECES: [&str; 44] = [
    "<",
    ">",
    "&",
    "\"",
    "'",
    ";",
    "#",
    "/",
    "\\",
    ".",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "=",
    "&lt;",
    "&amp;",
    "&#60;",
    "&quot;",
    "&#x3c;",
    "&eacute;",
    "&nbsp;",
    "&check;",
    "<b>",
    "</b>",
    "<br>",
    "<script>",
    "onclick=",
    "on",
    "load =",
    "javascript:",
    "java script :",
    "../",
    "..\\",
    "\\x3c",
    "&#38",
    "é",
    "😀",
    "\u{200B}",
    "\u{a0}",
    "\u{7}",
    "1",
    "a",
];

fn nasty() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

/// A field for one line as 23 stores it.
fn line_of_23(text: &str) -> String {
    let mut text = text.trim().to_owned();
    loop {
        let before = text.clone();
        text = html::decode(&text);
        // Tags go, and `<` before a letter.
        while let Some(at) = text.find('<') {
            let tail = text.get(at + 1..).unwrap_or_default().to_owned();
            let head = text.get(..at).unwrap_or_default().to_owned();
            text = match tail.find(['<', '>']) {
                Some(end) if end > 0 && tail.get(end..=end) == Some(">") => {
                    head + tail.get(end + 1..).unwrap_or_default()
                }
                _ => head + &tail,
            };
        }
        text = html::decode(&text);
        for digit in ('0'..='9').chain(['x', 'u']) {
            text = text.replace(&format!("\\{digit}"), &format!("/{digit}"));
        }
        for gone in ["../", "..\\", "&#38", "&quot", "\"", "&#34", "&#47", "&#92", "&#x26", "&#x22"] {
            text = text.replace(gone, "");
        }
        while text.get(1..).is_some_and(|tail| tail.contains("  ")) {
            text = text.replace("  ", " ");
        }
        text = text.trim_matches([' ', '\t', '\n', '\r', '\0', '\u{b}']).to_owned();
        if text == before {
            return text;
        }
    }
}

/// A field for HTML as 23 stores it: entities written anew, what is taken for a handler gone.
fn html_of_23(sent: &str) -> String {
    let mut text = sent.to_owned();
    loop {
        let before = text.clone();
        text = text
            .chars()
            .map(|c| if matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}') { ' ' } else { c })
            .collect();
        for gone in ["onclick=", "onload =", "onload=", "javascript:"] {
            text = text.replace(gone, "");
        }
        if text == before {
            return text.trim().to_owned();
        }
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

proptest! {
    #[test]
    fn a_name_is_stored_as_it_was_sent(typed in nasty()) {
        for version in ["17.0.1", "20.0.0", "23.0.0"] {
            let sent = TextRules::of_version(version).name(&typed);
            prop_assert_eq!(&line_of_23(&sent), &sent);
            prop_assert!(!sent.contains(['<', '>', '"']));
            prop_assert_eq!(&TextRules::of_version(version).name(&sent), &sent, "once is enough");
        }
    }

    #[test]
    fn a_label_is_stored_as_it_was_sent(typed in nasty()) {
        let sent = TextRules::of_version("23.0.0").label(&typed);
        prop_assert_eq!(&line_of_23(&sent), &sent);
        prop_assert!(!TextRules::of_version("20.0.0").label(&typed).contains(['<', '>']));
    }

    #[test]
    fn a_note_reads_back_as_it_was_wanted(typed in nasty()) {
        for version in ["17.0.1", "20.0.0", "23.0.0"] {
            let wanted = TextRules::of_version(version).note(&typed);
            let sent = html::from_text(&wanted);
            let stored = if version == "23.0.0" { html_of_23(&sent) } else { sent.clone() };
            let read = html::to_text(&stored);
            prop_assert_eq!(words(&read), words(&wanted), "{} {}", version, sent);
            // Nothing but line breaks of our own is a tag.
            prop_assert!(!sent.replace("<br>", "").contains('<'), "{}", sent);
            prop_assert!(version != "17.0.1" || sent.chars().all(|c| c.len_utf8() < 4));
        }
    }

    #[test]
    fn markup_runs_nothing_and_is_the_same_when_it_is_stored(typed in nasty()) {
        let sent = html::without_script(&typed).into_owned();
        prop_assert!(html::same(&sent, &typed), "{} | {}", sent, typed);
        prop_assert_eq!(html::without_script(&sent).into_owned(), sent.clone());
        prop_assert!(!sent.to_lowercase().contains("<script"));
    }
}
