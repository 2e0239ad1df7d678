//! What needs attention: causes one by one, and what only waits for them counted by kind.

use std::collections::BTreeMap;

use passerelle_core::key::{Kind, Tag};
use passerelle_engine::ports::store::{Document, DocumentState, Store as _};
use passerelle_store::SqliteStore;
use serde_json::Value;

use super::document;
use crate::failure::Failure;
use crate::words::Words;

/// More than a person reads, fewer than memory minds.
const MOST: u32 = 20_000;
/// Explanations of documents that only wait for others.
const DERIVED: [&str; 2] = ["waits-for", "waits-for-failed"];

/// Documents that are neither in step nor left out.
#[derive(Debug, Default)]
pub struct Attention {
    causes: Vec<Document>,
    derived: Vec<Document>,
}

impl Attention {
    /// Reads them from the store.
    pub async fn read(store: &SqliteStore, tag: &Tag) -> Result<Self, Failure> {
        let states = [
            DocumentState::Failed,
            DocumentState::Quarantined,
            DocumentState::Parked,
            DocumentState::Retrying,
        ];
        Ok(Self::of(store.documents_in(tag, &states, MOST).await?))
    }

    fn of(documents: Vec<Document>) -> Self {
        let waits = |it: &Document| it.explanation.as_ref().is_some_and(|why| DERIVED.contains(&&*why.id));
        let (derived, causes): (Vec<_>, Vec<_>) = documents.into_iter().partition(waits);
        // Those that wait for each other are their own cause.
        if causes.is_empty() {
            Self { causes: derived, derived: Vec::new() }
        } else {
            Self { causes, derived }
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }

    /// The lines: so many causes, then how many there are more, and what waits for them. Without `shown`, all of both.
    pub fn lines(&self, words: &Words, shown: Option<usize>) -> Vec<String> {
        let Some(shown) = shown else {
            return self.causes.iter().chain(&self.derived).map(|it| document::line(words, it)).collect();
        };
        let mut lines: Vec<String> =
            self.causes.iter().take(shown).map(|it| document::line(words, it)).collect();
        let more = self.causes.len().saturating_sub(shown);
        if more > 0 {
            lines.push(words.say("status-more", &[("count", more.to_string())]));
        }
        if !self.derived.is_empty() {
            let mut kinds: BTreeMap<Kind, u64> = BTreeMap::new();
            for it in &self.derived {
                *kinds.entry(it.key.kind).or_default() += 1;
            }
            let each = kinds
                .iter()
                .map(|(kind, count)| format!("{} {count}", words.say(&format!("kind-{}", kind.word()), &[])));
            let kinds = each.collect::<Vec<_>>().join(", ");
            lines.push(
                words.say("status-derived", &[("count", self.derived.len().to_string()), ("kinds", kinds)]),
            );
        }
        lines
    }

    /// All of them for programs, causes first.
    pub fn json(&self, words: &Words, most: usize) -> Vec<Value> {
        self.causes.iter().chain(&self.derived).take(most).map(|it| document::json(words, it)).collect()
    }
}

#[cfg(test)]
mod tests {
    use passerelle_core::explain::Explanation;
    use passerelle_core::key::{Key, ShopId};

    use super::*;

    fn document(kind: Kind, id: u64, why: &str) -> Document {
        let tag = "ps1".parse().unwrap();
        Document {
            key: Key::new(&tag, kind, ShopId(id)),
            reference: String::new(),
            state: DocumentState::Failed,
            explanation: Some(Explanation::new(why).with("count", 1).with("documents", "customer 1")),
            since: jiff::Timestamp::UNIX_EPOCH,
            attempts: 0,
            waits_for: Vec::new(),
        }
    }

    #[test]
    fn what_only_waits_is_counted_beneath_its_causes() {
        let mut documents: Vec<Document> =
            (1..=10).map(|id| document(Kind::Customer, id, "order-without-customer")).collect();
        documents.extend((1..=13).map(|id| document(Kind::Address, id, "waits-for-failed")));
        documents.push(document(Kind::Order, 7, "waits-for"));
        let words = Words::choose(Some("en"));
        let attention = Attention::of(documents);
        let lines = attention.lines(&words, Some(8));
        assert_eq!(lines.len(), 10, "{lines:#?}");
        assert_eq!(lines[8], "… and 2 more. \"passerelle status --all\" shows all.");
        assert_eq!(lines[9], "14 more wait for these and follow by themselves: Addresses 13, Orders 1.");
        assert_eq!(attention.lines(&words, None).len(), 24);
    }

    #[test]
    fn what_waits_for_each_other_is_shown() {
        let attention = Attention::of(vec![document(Kind::Order, 7, "waits-for")]);
        assert_eq!(attention.lines(&Words::choose(Some("en")), Some(8)).len(), 1);
        assert!(Attention::of(Vec::new()).is_empty());
    }
}
