//! `status`: counts by kind and state, and what needs attention.

use passerelle_core::decide::is_changed_in_erp;
use passerelle_core::key::{Kind, Tag};
use passerelle_engine::doubts;
use passerelle_engine::ports::store::{Document, DocumentState, Store as _};
use passerelle_store::SqliteStore;
use serde_json::json;

use crate::cli::{Cli, StatusArgs};
use crate::config;
use crate::connection::open_store;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::attention::Attention;
use crate::output::remarks::Remarks;
use crate::output::{document, table};
use crate::words::Words;

/// Documents shown one by one.
const SHOWN: u32 = 30;
/// With `--all`: more than a person reads, fewer than memory minds.
const ALL: u32 = 20_000;
/// Documents looked through for changes in Dolibarr.
const MOST: u32 = 100_000;
/// Kinds whose remarks are shown one by one; those of the catalogue are counted.
pub(super) const ONE_BY_ONE: [Kind; 6] =
    [Kind::Pack, Kind::Images, Kind::Customer, Kind::Address, Kind::Order, Kind::Stock];

pub async fn run(cli: &Cli, words: &Words, args: &StatusArgs) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let store = open_store(&config).await?;
    let counts = store.counts(tag).await?;
    let attention = Attention::read(&store, tag).await?;
    let shown = if args.all { ALL } else { SHOWN };
    let remarked = store.remarked(tag, &ONE_BY_ONE, shown).await?;
    let changed = changed_in_erp(&store, tag).await?;
    let journal = store.journal_len(tag).await?;
    let doubts = doubts(store.as_ref(), tag).await?;
    let mut remarks = Remarks::default();
    for (kind, remark, count) in store.remarks(tag).await? {
        remarks.add(kind, &remark, count);
    }
    if cli.json {
        let counts: Vec<_> = counts
            .iter()
            .map(|((kind, state), count)| json!({ "kind": kind.word(), "state": state.word(), "count": count }))
            .collect();
        let each = |list: &[_]| list.iter().map(|it| document::json(words, it)).collect::<Vec<_>>();
        out!(
            "{}",
            json!({
                "counts": counts, "attention": attention.json(words, usize::try_from(shown).unwrap_or(usize::MAX)), "remarks": remarks.json(),
                "remarked": each(&remarked), "journal_entries": journal, "changed_in_dolibarr": each(&changed),
                "doubts": doubts.iter().map(|it| words.explain(&it.why)).collect::<Vec<_>>(),
            })
        );
    } else {
        out!("{}", table::counts(words, &counts));
        out!("{}", words.say("status-journal", &[("count", journal.to_string())]));
        if !changed.is_empty() {
            out!("{}", words.say("status-changed", &[("count", changed.len().to_string())]));
        }
        for line in remarks.lines(words) {
            out!("{line}");
        }
        if !doubts.is_empty() {
            out!("\n{}", words.say("status-doubts", &[]));
        }
        for doubt in &doubts {
            out!("  {:.0}  {}", doubt.at, words.explain(&doubt.why));
        }
        if !attention.is_empty() {
            out!("\n{}", words.say("status-attention", &[]));
        }
        let lines =
            attention.lines(words, (!args.all).then_some(usize::try_from(SHOWN).unwrap_or(usize::MAX)));
        for line in lines {
            out!("  {line}");
        }
        if !remarked.is_empty() {
            out!("\n{}", words.say("status-remarks", &[]));
        }
        for it in &remarked {
            out!("  {}", document::line(words, it));
        }
    }
    let wrong = super::sync::anything_wrong(&store, tag).await?;
    Ok(if wrong || !doubts.is_empty() { exit::ATTENTION } else { exit::OK })
}

/// Documents that a person changed in Dolibarr, and that wait for a word.
async fn changed_in_erp(store: &SqliteStore, tag: &Tag) -> Result<Vec<Document>, Failure> {
    let states = [DocumentState::Quarantined];
    let mut documents = store.documents_in(tag, &states, MOST).await?;
    documents.retain(|it| it.explanation.as_ref().is_some_and(is_changed_in_erp));
    Ok(documents)
}
