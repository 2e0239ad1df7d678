//! `plan`: the rehearsal. Shows what a sync would do; nothing is written.

use std::collections::BTreeMap;

use passerelle_core::key::Kind;
use passerelle_engine::{RehearsedDocument, RehearsedState, rehearse};
use passerelle_store::SqliteStore;
use serde_json::json;

use crate::cli::{Cli, PartArgs};
use crate::config;
use crate::connection::Sides;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::remarks::Remarks;
use crate::words::Words;

/// Documents shown one by one for each outcome; all of them with `--json`.
const SHOWN: usize = 20;

pub async fn run(cli: &Cli, words: &Words, args: &PartArgs) -> Result<Exit, Failure> {
    let mut config = config::load(&cli.config)?;
    config.file.set_since(args.since);
    // Without a state database everything is new; none is made.
    let store = if config.state.exists() {
        SqliteStore::open(&config.state).await?
    } else {
        SqliteStore::in_memory().await?
    };
    let sides = Sides::reach(&config.file, &config.keys).await?;
    super::doctor::refuse_bad(&config, &sides)?;
    super::doctor::refuse_other_tag(&config.file, &store, &sides).await?;
    let facts = sides.facts(&config.file);
    // What the parts need comes along, as it would in a sync.
    let shown = args.kinds(&config.file.settings());
    // Stock is last of all, and needs the catalogue alone.
    let last = shown.iter().copied().filter(|kind| *kind != Kind::Stock).max().unwrap_or(Kind::Combination);
    // Those that Passerelle itself makes are rehearsed with what needs them.
    let all = PartArgs { parts: Vec::new(), since: None, deletions: false }.kinds(&config.file.settings());
    let listed = |kind: &Kind| shown.contains(kind) || (*kind <= last && *kind != Kind::Stock);
    let kinds: Vec<Kind> = all.into_iter().filter(listed).collect();
    let mut tally = Tally::default();
    let mut told = |document: RehearsedDocument| {
        if matches!(document.key.kind, Kind::Service | Kind::Collective) || shown.contains(&document.key.kind)
        {
            tally.add(cli, words, document);
        }
    };
    let since = config.file.settings().earliest_since();
    rehearse(sides.shop.as_ref(), sides.erp.as_ref(), &store, &facts, &kinds, since, &mut told).await?;
    tally.print(cli, words);
    Ok(if tally.refused > 0 { exit::ATTENTION } else { exit::OK })
}

#[derive(Default)]
struct Tally {
    operations: BTreeMap<&'static str, u64>,
    states: BTreeMap<(Kind, &'static str), u64>,
    refused: u64,
    printed: usize,
    remarks: Remarks,
}

impl Tally {
    fn add(&mut self, cli: &Cli, words: &Words, document: RehearsedDocument) {
        let state = match &document.state {
            RehearsedState::InStep => "in_step",
            RehearsedState::Steps(_) => "to_do",
            RehearsedState::Ignored(_) => "ignored",
            RehearsedState::Refused(_) => "refused",
        };
        *self.states.entry((document.key.kind, state)).or_default() += 1;
        if let RehearsedState::Steps(steps) = &document.state {
            for step in steps {
                *self.operations.entry(step.operation.word()).or_default() += 1;
            }
        }
        if let RehearsedState::Refused(_) = &document.state {
            self.refused += 1;
        }
        if document.held.is_some() {
            self.refused += 1;
        }
        if let Some(remark) = &document.remark {
            self.remarks.add(document.key.kind, remark, 1);
        }
        if let Some(held) = document.held.as_ref().filter(|_| !cli.json) {
            out!("✗ {} {}: {}", document.key, document.reference, words.explain(held));
        }
        if cli.json {
            self.json(words, &document);
        } else if let RehearsedState::Refused(explanation) = &document.state {
            out!("✗ {} {}: {}", document.key, document.reference, words.explain(explanation));
        } else if let RehearsedState::Steps(steps) = &document.state
            && self.printed < SHOWN
        {
            self.printed += 1;
            let list: Vec<String> = steps
                .iter()
                .map(|step| words.say(&format!("operation-{}", step.operation.word()), &[]))
                .collect();
            out!("  {} {}: {}", document.key, document.reference, list.join(", "));
            if self.printed == SHOWN {
                out!("  …");
            }
        }
    }

    fn json(&self, words: &Words, document: &RehearsedDocument) {
        let mut line = json!({
            "kind": document.key.kind.word(),
            "id": document.key.id,
            "reference": document.reference,
        });
        match &document.state {
            RehearsedState::InStep if document.remark.is_none() && document.held.is_none() => return,
            RehearsedState::InStep => {}
            RehearsedState::Steps(steps) => {
                line["steps"] = steps
                    .iter()
                    .map(|step| json!({ "operation": step.operation.word(), "why": step.why }))
                    .collect();
            }
            RehearsedState::Ignored(explanation) => line["ignored"] = words.explain(explanation).into(),
            RehearsedState::Refused(explanation) => line["refused"] = words.explain(explanation).into(),
        }
        if let Some(held) = &document.held {
            line["held"] = words.explain(held).into();
        }
        if let Some(remark) = &document.remark {
            line["remark"] = words.explain(remark).into();
        }
        out!("{line}");
    }

    fn print(&self, cli: &Cli, words: &Words) {
        if cli.json {
            let states: Vec<_> = self
                .states
                .iter()
                .map(|((kind, state), count)| json!({ "kind": kind.word(), "state": state, "count": count }))
                .collect();
            out!(
                "{}",
                json!({ "documents": states, "operations": self.operations, "remarks": self.remarks.json() })
            );
            return;
        }
        out!();
        for ((kind, state), count) in &self.states {
            let kind = words.say(&format!("kind-{}", kind.word()), &[]);
            out!("{:>8}  {kind}: {}", count, words.say(&format!("plan-{}", state.replace('_', "-")), &[]));
        }
        out!();
        for (word, count) in &self.operations {
            out!("{count:>8}  {}", words.say(&format!("operation-{word}"), &[]));
        }
        if self.operations.is_empty() {
            out!("{}", words.say("plan-nothing", &[]));
        }
        for line in self.remarks.lines(words) {
            out!("{line}");
        }
    }
}
