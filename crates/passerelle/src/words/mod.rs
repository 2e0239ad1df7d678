//! The words of every message, in English and in French, from `locales/`.

mod reasons;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use passerelle_core::explain::Explanation;
use unic_langid::LanguageIdentifier;

use reasons::Reasons;

const ENGLISH: &str = include_str!("../../locales/en.ftl");
const FRENCH: &str = include_str!("../../locales/fr.ftl");

/// A language's words.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    reasons: Reasons,
}

impl Words {
    /// The words of the language asked for, else of the machine's, else English.
    pub fn choose(language: Option<&str>) -> Self {
        let language = language.map(str::to_owned).or_else(sys_locale::get_locale).unwrap_or_default();
        if language.to_lowercase().starts_with("fr") {
            Self::of("fr", FRENCH)
        } else {
            Self::of("en", ENGLISH)
        }
    }

    fn of(language: &str, text: &str) -> Self {
        let reasons = Reasons::of(language);
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks around arguments would show as rubbish on terminals.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        Self { bundle, reasons }
    }

    /// A message with its arguments. An unknown id gives the id and the arguments: never nothing.
    pub fn say(&self, id: &str, args: &[(&str, String)]) -> String {
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            let args: Vec<String> = args.iter().map(|(name, value)| format!("{name}={value}")).collect();
            return format!("{id} {}", args.join(" ")).trim_end().to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values
                .set((*name).to_owned(), number(value).unwrap_or_else(|| FluentValue::from(value.as_str())));
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
    }

    /// An explanation in words; what stands in it for a step or a document has its own.
    pub fn explain(&self, explanation: &Explanation) -> String {
        let args = explanation.args.iter().map(|(name, value)| (name.as_str(), self.named(name, value)));
        let mut said = self.say(&explanation.id, &args.collect::<Vec<_>>());
        for more in &explanation.also {
            said.push(' ');
            said.push_str(&self.explain(more));
        }
        said
    }

    /// Why a step is taken, as plans and the journal give it, in this language.
    pub fn reason(&self, reason: &str) -> String {
        self.reasons.say(reason)
    }

    /// An argument as a person reads it: `call` is a step, `kind` a kind, `documents` a list such as `address 31, customer 5`.
    fn named(&self, name: &str, value: &str) -> String {
        let found = match name {
            "call" => self.known(&format!("operation-{value}")),
            "kind" => self.known(&format!("kind-one-{value}")),
            "documents" => {
                let one = |document: &str| {
                    let (kind, number) = document.split_once(' ')?;
                    Some(format!("{} {number}", self.known(&format!("kind-one-{kind}"))?))
                };
                let each = value.split(", ").map(|it| one(it).unwrap_or_else(|| it.to_owned()));
                Some(each.collect::<Vec<_>>().join(", "))
            }
            _ => None,
        };
        found.unwrap_or_else(|| value.to_owned())
    }

    fn known(&self, id: &str) -> Option<String> {
        self.bundle.has_message(id).then(|| self.say(id, &[]))
    }

    /// Whether there is a message of this id.
    #[cfg(test)]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }
}

/// A plain count as a number, so that messages can tell one from many; anything else (a reference such as `00042`, an amount) is
/// a text, which is shown as it is.
fn number(value: &str) -> Option<FluentValue<'_>> {
    let count: u32 = value.parse().ok()?;
    (count.to_string() == value).then(|| FluentValue::from(count))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim()))
            .collect()
    }

    fn message(text: &str, id: &str) -> String {
        let words = text.split_once(&format!("\n{id} =")).map(|(_, rest)| rest).unwrap_or_default();
        words
            .lines()
            .enumerate()
            .take_while(|(n, line)| *n == 0 || line.starts_with(' '))
            .map(|(_, line)| line)
            .collect()
    }

    fn places(text: &str, id: &str) -> BTreeSet<String> {
        message(text, id)
            .split("{ $")
            .skip(1)
            .filter_map(|part| part.split([' ', '}']).next().map(str::to_owned))
            .collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(ids(ENGLISH), ids(FRENCH));
        for id in ids(ENGLISH) {
            assert_eq!(places(ENGLISH, id), places(FRENCH, id), "{id}");
        }
    }

    #[test]
    fn one_and_many_are_told_apart() {
        let remark = |language: &str, count: &str, products: &str| {
            let args = [("count", count.to_owned()), ("products", products.to_owned())];
            Words::choose(Some(language)).say("pack-parts-lacking", &args)
        };
        assert!(remark("en", "1", "18").starts_with("The pack contains product 18, which is not"));
        assert!(remark("en", "2", "18, 20").starts_with("The pack contains products 18, 20, which are not"));
        assert!(remark("fr", "1", "18").starts_with("Le pack contient le produit 18, qui n'est pas"));
    }

    #[test]
    fn steps_and_documents_have_words_in_explanations() {
        let refused = Explanation::new("erp-refused").with("call", "order-create").with("status", 500);
        let text = Words::choose(Some("en")).explain(&refused.with("detail", "no"));
        assert!(text.starts_with("Dolibarr refused this step: create order."), "{text}");
        let waits = |count: usize, documents: &str| {
            let waits =
                Explanation::new("waits-for-failed").with("count", count).with("documents", documents);
            Words::choose(Some("fr")).explain(&waits)
        };
        assert!(
            waits(1, "address 31").starts_with("A besoin de Adresse 31, en échec."),
            "{}",
            waits(1, "address 31")
        );
        assert!(waits(2, "address 31, customer 5").contains("Adresse 31, Client 5"));
    }

    /// A message with a count tells one from many.
    #[test]
    fn counts_have_a_singular() {
        // Of these there are always several, or the number stands alone.
        let others = ["check-too-many-taxes", "order-too-many-taxes"];
        for text in [ENGLISH, FRENCH] {
            for id in ids(text).into_iter().filter(|id| !others.contains(id)) {
                let counts = ["count", "orders", "writes", "attempts"];
                for name in counts.into_iter().filter(|name| places(text, id).contains(*name)) {
                    let told_apart = message(text, id).contains(&format!("{{ ${name} ->"));
                    assert!(told_apart, "{id} says {name} without a singular");
                }
            }
        }
    }

    #[test]
    fn what_is_no_plain_count_is_shown_as_it_is() {
        for text in ["00042", "1.10", "-3", "+33", "4294967296", "1e3", " 7", "0", "1000", "SKU-1"] {
            let args = [("error", text.to_owned())];
            assert!(Words::choose(Some("en")).say("sandbox-failed", &args).ends_with(&format!(": {text}")));
        }
    }

    #[test]
    fn no_message_stands_twice() {
        for text in [ENGLISH, FRENCH] {
            let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            assert_eq!(lines.filter(|line| line.contains(" = ")).count(), ids(text).len());
        }
    }

    #[test]
    fn both_files_are_understood_whole() {
        for text in [ENGLISH, FRENCH] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
    }

    /// Every id that the program's sources make an explanation of has words.
    #[test]
    fn every_explanation_has_words() {
        let words = Words::of("en", ENGLISH);
        let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let mut sources = Vec::new();
        for name in ["core", "engine", "store", "prestashop", "dolibarr", "passerelle"] {
            collect(std::path::Path::new(crates).join(name).join("src"), &mut sources);
        }
        let mut missing = BTreeSet::new();
        let mut seen = 0;
        for source in sources {
            for part in source.split("Explanation::new(").skip(1) {
                let part = part.trim_start();
                let id = part.strip_prefix('"').and_then(|rest| rest.split('"').next());
                let is_id =
                    |id: &&str| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if let Some(id) = id.filter(is_id) {
                    seen += 1;
                    if !words.has(id) {
                        missing.insert(id.to_owned());
                    }
                }
            }
        }
        assert!(seen > 30, "only {seen} explanations were found: has the way of writing them changed?");
        assert!(missing.is_empty(), "without words: {missing:?}");
    }

    /// Every constant that matters has words.
    #[test]
    fn every_constant_has_words() {
        let words = Words::of("en", ENGLISH);
        let missing: Vec<&str> =
            passerelle_core::erp::RULES.iter().map(|rule| rule.message).filter(|id| !words.has(id)).collect();
        assert!(missing.is_empty(), "without words: {missing:?}");
    }

    /// Every operation of a plan has words for its line in the journal.
    #[test]
    fn every_operation_has_words() {
        let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/plan/mod.rs");
        let source = std::fs::read_to_string(plan).unwrap();
        let words = Words::of("en", ENGLISH);
        let (_, rest) = source.split_once("pub const fn word(&self)").unwrap();
        let (body, _) = rest.split_once("pub const fn lane").unwrap();
        let named: Vec<&str> =
            body.split("=> \"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert!(named.len() > 30, "only {} operations were found", named.len());
        let missing: Vec<&&str> =
            named.iter().filter(|word| !words.has(&format!("operation-{word}"))).collect();
        assert!(missing.is_empty(), "without words: {missing:?}");
    }

    fn collect(folder: std::path::PathBuf, sources: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(path, sources);
            } else if path.extension().is_some_and(|it| it == "rs") {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
}
