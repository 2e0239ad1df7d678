//! What a rehearsal says of the documents, in groups: to be made, adopted, changed, waiting, put aside, left out.

use std::collections::BTreeMap;

use passerelle_core::explain::Explanation;
use passerelle_core::key::Kind;
use passerelle_engine::{RehearsedDocument, RehearsedState};
use serde_json::{Value, json};

use crate::words::Words;

/// What would become of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// It would be made.
    Created,
    /// A thing that is there would be taken for it.
    Adopted,
    /// It is there, and something would be changed.
    Changed,
    /// It waits for others.
    Waiting,
    /// It would be put aside: a person has to act.
    Quarantined,
    /// A rule leaves it out.
    Ignored,
    /// Nothing.
    InStep,
}

impl Group {
    /// All of them, as they are shown.
    pub const ALL: [Self; 7] = [
        Self::Created,
        Self::Adopted,
        Self::Changed,
        Self::Waiting,
        Self::Quarantined,
        Self::Ignored,
        Self::InStep,
    ];

    /// The word in JSON and CSV.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Adopted => "adopted",
            Self::Changed => "changed",
            Self::Waiting => "waiting",
            Self::Quarantined => "quarantined",
            Self::Ignored => "ignored",
            Self::InStep => "in_step",
        }
    }

    /// The group of a document.
    pub fn of(document: &RehearsedDocument) -> Self {
        match &document.state {
            RehearsedState::Ignored(_) => Self::Ignored,
            RehearsedState::Refused(why) if why.id == "waits-for" => Self::Waiting,
            RehearsedState::Refused(_) => Self::Quarantined,
            // A part of it would be put aside.
            _ if document.held.is_some() => Self::Quarantined,
            _ if document.adopted.is_some() => Self::Adopted,
            RehearsedState::InStep => Self::InStep,
            RehearsedState::Steps(steps) => {
                // Images are linked one by one.
                let own = |it: &passerelle_core::plan::Step| match document.key.kind {
                    Kind::Images => it.links.is_some(),
                    _ => it.links.as_ref() == Some(&document.key),
                };
                if steps.iter().any(own) { Self::Created } else { Self::Changed }
            }
        }
    }
}

/// Why a document waits, is put aside or is left out; what is remarked of it otherwise.
pub fn cause(document: &RehearsedDocument) -> Option<&Explanation> {
    match &document.state {
        RehearsedState::Ignored(why) | RehearsedState::Refused(why) => Some(why),
        RehearsedState::InStep | RehearsedState::Steps(_) => {
            document.held.as_ref().or(document.remark.as_ref())
        }
    }
}

/// Whether there is anything to list of it.
pub fn is_listed(document: &RehearsedDocument) -> bool {
    Group::of(document) != Group::InStep || document.remark.is_some()
}

/// One document for programs.
pub fn json(words: &Words, document: &RehearsedDocument) -> Value {
    let mut line = json!({
        "kind": document.key.kind.word(),
        "id": document.key.id,
        "reference": document.reference,
        "group": Group::of(document).word(),
    });
    match &document.state {
        RehearsedState::InStep => {}
        RehearsedState::Steps(steps) => {
            line["steps"] = steps
                .iter()
                .map(|step| json!({ "operation": step.operation.word(), "why": step.why }))
                .collect();
        }
        RehearsedState::Ignored(why) => line["ignored"] = words.explain(why).into(),
        RehearsedState::Refused(why) => line["refused"] = words.explain(why).into(),
    }
    if let Some(why) = cause(document) {
        line["cause"] = why.id.as_str().into();
    }
    if let Some(adopted) = document.adopted {
        line["adopted"] = json!(adopted);
    }
    if !document.changes.is_empty() {
        line["changes"] = document
            .changes
            .iter()
            .map(|it| json!({ "field": it.field, "old": it.old, "new": it.new }))
            .collect();
    }
    if let Some(held) = &document.held {
        line["held"] = words.explain(held).into();
    }
    if let Some(remark) = &document.remark {
        line["remark"] = words.explain(remark).into();
    }
    line
}

/// The heading of the lines that [`csv`] gives.
pub const CSV_HEADING: &str = "group,kind,id,reference,in_dolibarr,cause,text,field,old,new";

/// One document as lines of a table: one for each field that would change, or one.
pub fn csv(words: &Words, document: &RehearsedDocument) -> Vec<String> {
    let text = match &document.state {
        RehearsedState::Steps(steps) if cause(document).is_none() => operations(words, steps),
        _ => cause(document).map(|why| words.explain(why)).unwrap_or_default(),
    };
    let begin = [
        Group::of(document).word().to_owned(),
        document.key.kind.word().to_owned(),
        document.key.id.to_string(),
        document.reference.clone(),
        document.adopted.map(|id| id.to_string()).unwrap_or_default(),
        cause(document).map(|why| why.id.clone()).unwrap_or_default(),
        text,
    ];
    let line = |more: [&str; 3]| {
        let cells = begin.iter().map(String::as_str).chain(more).map(cell);
        cells.collect::<Vec<_>>().join(",")
    };
    if document.changes.is_empty() {
        return vec![line(["", "", ""])];
    }
    document.changes.iter().map(|it| line([it.field, &it.old, &it.new])).collect()
}

/// A cell that no program takes for a formula, quoted where it has to be.
fn cell(text: &str) -> String {
    let is_number = text.parse::<rust_decimal::Decimal>().is_ok();
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn operations(words: &Words, steps: &[passerelle_core::plan::Step]) -> String {
    let list: Vec<String> =
        steps.iter().map(|step| words.say(&format!("operation-{}", step.operation.word()), &[])).collect();
    list.join(", ")
}

/// One document for a person.
pub fn line(words: &Words, document: &RehearsedDocument) -> String {
    let kind = words.say(&format!("kind-one-{}", document.key.kind.word()), &[]);
    let name = if document.reference.is_empty() {
        format!("{kind} {}", document.key.id)
    } else {
        format!("{kind} {} ({})", document.reference, document.key.id)
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(id) = document.adopted {
        parts.push(words.say("plan-adopts", &[("number", id.to_string())]));
    }
    match &document.state {
        RehearsedState::Steps(_) if !document.changes.is_empty() => {
            parts.extend(document.changes.iter().map(|it| {
                let field = words.say(&format!("field-{}", it.field), &[]);
                let (old, new) = (it.old.replace('\n', " "), it.new.replace('\n', " "));
                words.say("plan-change", &[("field", field), ("old", old), ("new", new)])
            }));
        }
        RehearsedState::Steps(steps) => parts.push(operations(words, steps)),
        RehearsedState::InStep | RehearsedState::Ignored(_) | RehearsedState::Refused(_) => {}
    }
    parts.extend(cause(document).map(|why| words.explain(why)));
    if parts.is_empty() { name } else { format!("{name}: {}", parts.join("; ")) }
}

/// Documents that are shown at the end, group by group.
#[derive(Default)]
pub struct Groups {
    /// Lines of each group, as far as they are shown, and how many documents there are.
    lines: BTreeMap<Group, (Vec<String>, u64)>,
    counts: BTreeMap<(Group, Kind), u64>,
    causes: BTreeMap<(Group, String), u64>,
}

impl Groups {
    /// Adds a document; at most `shown` of a group are listed.
    pub fn add(&mut self, words: &Words, document: &RehearsedDocument, shown: usize) {
        let group = Group::of(document);
        *self.counts.entry((group, document.key.kind)).or_default() += 1;
        if let (Group::Waiting | Group::Quarantined | Group::Ignored, Some(why)) = (group, cause(document)) {
            *self.causes.entry((group, why.id.clone())).or_default() += 1;
        }
        if !is_listed(document) {
            return;
        }
        // Many are left out by one rule: they are counted, and listed only when all are.
        let shown = if group == Group::Ignored && shown != usize::MAX { 0 } else { shown };
        let (lines, count) = self.lines.entry(group).or_default();
        *count += 1;
        if lines.len() < shown {
            lines.push(line(words, document));
        }
    }

    /// The lines for a person.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let mut all = Vec::new();
        for group in Group::ALL {
            let Some((lines, count)) = self.lines.get(&group) else { continue };
            let heading = words.say(&format!("plan-group-{}", group.word().replace('_', "-")), &[]);
            all.push(format!("{heading} ({count})"));
            all.extend(lines.iter().map(|line| format!("  {line}")));
            let rest = count.saturating_sub(lines.len() as u64);
            if rest > 0 {
                all.push(format!("  {}", words.say("plan-more", &[("count", rest.to_string())])));
            }
            all.push(String::new());
        }
        all
    }

    /// Counts by group, kind and cause, for programs.
    pub fn json(&self) -> Value {
        let counts = self.counts.iter();
        let groups: Vec<Value> = counts
            .map(|((group, kind), count)| json!({ "group": group.word(), "kind": kind.word(), "count": count }))
            .collect();
        let causes = self.causes.iter();
        let causes: Vec<Value> = causes
            .map(|((group, cause), count)| json!({ "group": group.word(), "cause": cause, "count": count }))
            .collect();
        json!({ "groups": groups, "causes": causes })
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_texts_and_never_formulas() {
        for (text, written) in [
            ("Mug", "Mug"),
            ("a, b", "\"a, b\""),
            ("5\" plate", "\"5\"\" plate\""),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+33 1", "'+33 1"),
            ("-12.50", "-12.50"),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
