//! `status`: counts by kind and state, and what needs attention.

use passerelle_engine::ports::store::{DocumentState, Store as _};
use serde_json::json;

use crate::cli::Cli;
use crate::config;
use crate::connection::open_store;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::{document, table};
use crate::words::Words;

/// Documents shown one by one.
const SHOWN: u32 = 30;

pub async fn run(cli: &Cli, words: &Words) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let store = open_store(&config).await?;
    let counts = store.counts(tag).await?;
    let states =
        [DocumentState::Failed, DocumentState::Quarantined, DocumentState::Parked, DocumentState::Retrying];
    let attention = store.documents_in(tag, &states, SHOWN).await?;
    let remarks = store.remarks(tag, SHOWN).await?;
    let journal = store.journal_len(tag).await?;
    if cli.json {
        let counts: Vec<_> = counts
            .iter()
            .map(|((kind, state), count)| json!({ "kind": kind.word(), "state": state.word(), "count": count }))
            .collect();
        let shown = |list: &[_]| list.iter().map(|it| document::json(words, it)).collect::<Vec<_>>();
        let (attention, remarks) = (shown(&attention), shown(&remarks));
        out!(
            "{}",
            json!({ "counts": counts, "attention": attention, "remarks": remarks, "journal_entries": journal })
        );
    } else {
        out!("{}", table::counts(words, &counts));
        out!("{}", words.say("status-journal", &[("count", journal.to_string())]));
        if !attention.is_empty() {
            out!("\n{}", words.say("status-attention", &[]));
        }
        for it in &attention {
            out!("  {}", document::line(words, it));
        }
        if !remarks.is_empty() {
            out!("\n{}", words.say("status-remarks", &[]));
        }
        for it in &remarks {
            out!("  {}", document::line(words, it));
        }
    }
    let wrong = super::sync::anything_wrong(&store, tag).await?;
    Ok(if wrong { exit::ATTENTION } else { exit::OK })
}
