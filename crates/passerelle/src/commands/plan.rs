//! `plan`: the rehearsal. Shows what a sync would do, group by group; nothing is written.

use std::collections::BTreeMap;

use passerelle_core::key::Kind;
use passerelle_engine::{RehearsedDocument, RehearsedState, rehearse};
use passerelle_store::SqliteStore;
use serde_json::json;

use crate::cli::{Cli, PartArgs, PlanArgs, PlanFormat};
use crate::config;
use crate::connection::Sides;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::rehearsed::{self, CSV_HEADING, Groups};
use crate::output::remarks::Remarks;
use crate::words::Words;

/// Documents shown one by one in each group; all of them with `--all`, and in JSON and CSV.
const SHOWN: usize = 20;

pub async fn run(cli: &Cli, words: &Words, plan: &PlanArgs) -> Result<Exit, Failure> {
    let args = &plan.parts;
    let mut config = config::load(&cli.config)?;
    config.file.set_since(args.since);
    // Without a state database everything is new; none is made.
    let store = if config.state.exists() {
        SqliteStore::open(&config.state).await?
    } else {
        SqliteStore::in_memory().await?
    };
    let sides = Box::pin(Sides::reach(&config.file, &config.keys)).await?;
    super::doctor::refuse_bad(&config, &sides)?;
    super::doctor::refuse_other_tag(&config.file, &store, &sides).await?;
    let facts = sides.facts(&config.file);
    // What the parts need comes along, as it would in a sync.
    let shown = args.kinds(&config.file.settings());
    // Stock is last of all, and needs the catalogue alone.
    let last = shown.iter().copied().filter(|kind| *kind != Kind::Stock).max().unwrap_or(Kind::Combination);
    // Those that Passerelle itself makes are rehearsed with what needs them.
    let all = PartArgs { parts: Vec::new(), since: None, deletions: false, look: false }
        .kinds(&config.file.settings());
    let listed = |kind: &Kind| shown.contains(kind) || (*kind <= last && *kind != Kind::Stock);
    let kinds: Vec<Kind> = all.into_iter().filter(listed).collect();
    let format = if cli.json { PlanFormat::Json } else { plan.format };
    let mut tally = Tally { shown: if plan.all { usize::MAX } else { SHOWN }, format, ..Tally::default() };
    if format == PlanFormat::Csv {
        out!("{CSV_HEADING}");
    }
    let mut told = |document: RehearsedDocument| {
        if matches!(document.key.kind, Kind::Service | Kind::Collective) || shown.contains(&document.key.kind)
        {
            tally.add(words, &document);
        }
    };
    let since = config.file.settings().earliest_since();
    Box::pin(rehearse(sides.shop.as_ref(), sides.erp.as_ref(), &store, &facts, &kinds, since, &mut told))
        .await?;
    tally.print(words);
    Ok(if tally.refused > 0 { exit::ATTENTION } else { exit::OK })
}

#[derive(Default)]
struct Tally {
    format: PlanFormat,
    shown: usize,
    operations: BTreeMap<&'static str, u64>,
    states: BTreeMap<(Kind, &'static str), u64>,
    refused: u64,
    groups: Groups,
    remarks: Remarks,
}

impl Tally {
    fn add(&mut self, words: &Words, document: &RehearsedDocument) {
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
        self.groups.add(words, document, if self.format == PlanFormat::Text { self.shown } else { 0 });
        if !rehearsed::is_listed(document) {
            return;
        }
        match self.format {
            PlanFormat::Text => {}
            PlanFormat::Json => out!("{}", rehearsed::json(words, document)),
            PlanFormat::Csv => {
                for line in rehearsed::csv(words, document) {
                    out!("{line}");
                }
            }
        }
    }

    fn print(&self, words: &Words) {
        match self.format {
            PlanFormat::Text => {}
            PlanFormat::Csv => return,
            PlanFormat::Json => {
                let states = self.states.iter();
                let states: Vec<_> = states
                    .map(|((kind, state), count)| json!({ "kind": kind.word(), "state": state, "count": count }))
                    .collect();
                let groups = self.groups.json();
                out!(
                    "{}",
                    json!({
                        "documents": states,
                        "groups": groups["groups"],
                        "causes": groups["causes"],
                        "operations": self.operations,
                        "remarks": self.remarks.json(),
                    })
                );
                return;
            }
        }
        for line in self.groups.lines(words) {
            out!("{line}");
        }
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
