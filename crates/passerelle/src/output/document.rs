//! One document as a line or as JSON.

use passerelle_engine::ports::store::Document;
use serde_json::{Value, json};

use crate::words::Words;

/// One line: what it is, its state, why.
pub fn line(words: &Words, document: &Document) -> String {
    let kind = words.say(&format!("kind-one-{}", document.key.kind.word()), &[]);
    let state = words.say(&format!("state-{}", document.state.word().replace('_', "-")), &[]);
    let name = if document.reference.is_empty() {
        format!("{kind} {}", document.key.id)
    } else {
        format!("{kind} {} ({})", document.reference, document.key.id)
    };
    match &document.explanation {
        Some(explanation) => format!("{name}: {state}. {}", words.explain(explanation)),
        None => format!("{name}: {state}"),
    }
}

/// The same for programs.
pub fn json(words: &Words, document: &Document) -> Value {
    json!({
        "kind": document.key.kind.word(),
        "id": document.key.id,
        "reference": document.reference,
        "state": document.state.word(),
        "since": document.since.to_string(),
        "explanation": document.explanation.as_ref().map(|it| json!({ "id": it.id, "message": words.explain(it) })),
        "waits_for": document.waits_for.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
