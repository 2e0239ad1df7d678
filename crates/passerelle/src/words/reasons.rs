//! Why a step is taken, in the person's language. Plans and the journal hold these reasons in English.

use std::collections::HashMap;

const FRENCH: &str = include_str!("../../locales/reasons-fr.tsv");

/// Reasons in a language; in English they stand as they are.
#[derive(Debug, Default)]
pub struct Reasons(HashMap<&'static str, &'static str>);

impl Reasons {
    /// Those of a language.
    pub fn of(language: &str) -> Self {
        let rows = if language == "fr" { FRENCH } else { "" };
        Self(rows.lines().filter_map(|row| row.split_once('\t')).collect())
    }

    /// A reason in words. What has none stays as it is: names of the shop, numbers.
    pub fn say(&self, reason: &str) -> String {
        if self.0.is_empty() {
            return reason.to_owned();
        }
        if let Some(whole) = self.0.get(reason) {
            return (*whole).to_owned();
        }
        reason.split("; ").map(|part| self.part(part)).collect::<Vec<_>>().join(" ; ")
    }

    fn part(&self, part: &str) -> String {
        let word = |text: &str| self.0.get(text).copied().unwrap_or(text).to_owned();
        if self.0.contains_key(part) {
            return word(part);
        }
        if let Some(evidence) = part.strip_prefix("adopted by ") {
            return format!("repris d'après : {}", word(evidence));
        }
        match part.strip_suffix(" changed") {
            Some(fields) => {
                let fields: Vec<String> = fields.split(", ").map(word).collect();
                format!("modifié : {}", fields.join(", "))
            }
            None => part.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn reasons_are_said_in_french() {
        let french = Reasons::of("fr");
        for (reason, said) in [
            ("new", "nouveau"),
            ("paid in the shop; was missing", "payé dans la boutique ; il manquait"),
            ("adopted by e-mail; name, phone changed", "repris d'après : e-mail ; modifié : nom, téléphone"),
            ("barcode 3700 kept", "barcode 3700 kept"),
        ] {
            assert_eq!(french.say(reason), said);
        }
        assert_eq!(Reasons::of("en").say("paid in the shop"), "paid in the shop");
    }

    /// What is no longer said has no row, and no row stands twice.
    #[test]
    fn every_row_is_said_somewhere() {
        let mut sources = String::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/decide");
        for entry in std::fs::read_dir(folder).unwrap() {
            sources.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        }
        let rows: Vec<&str> = FRENCH.lines().filter_map(|row| Some(row.split_once('\t')?.0)).collect();
        assert_eq!(rows.len(), FRENCH.lines().count());
        assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len());
        let unsaid: Vec<&&str> = rows.iter().filter(|row| !sources.contains(&format!("\"{row}\""))).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }

    /// Every reason that a plan gives has its French.
    #[test]
    fn every_reason_has_its_row() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/decide");
        let french = Reasons::of("fr");
        let mut without = BTreeSet::new();
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for mark in ["why: \"", "let why = \"", "), \"", "operation, \""] {
                for after in source.split(mark).skip(1) {
                    let reason = after.split('"').next().unwrap_or_default();
                    // A reason is a phrase; what begins otherwise is an argument of something else.
                    let phrase = reason.contains(' ') && reason.starts_with(|c: char| c.is_ascii_lowercase());
                    if phrase && !reason.contains(['{', '\\']) {
                        seen += 1;
                        if french.say(reason) == reason {
                            without.insert(reason.to_owned());
                        }
                    }
                }
            }
        }
        assert!(seen > 15, "only {seen} reasons were found: has the way of writing them changed?");
        assert!(without.is_empty(), "{without:?}");
    }
}
