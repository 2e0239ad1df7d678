//! `retry`: tries failed and quarantined documents again, all of them or those of a reference.

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind};
use passerelle_engine::ports::store::{DocumentState, Store as _};

use super::{sync, why};
use crate::cli::Cli;
use crate::config;
use crate::connection::{Lock, open_store};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::summary;
use crate::words::Words;

/// Documents that are tried again at once.
const MOST: u32 = 100_000;

pub async fn run(cli: &Cli, words: &Words, reference: Option<&str>) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    let documents = match reference {
        Some(reference) => {
            let found = why::find(&store, tag, reference).await?;
            if found.is_empty() {
                return Err(Failure::usage(Explanation::new("why-unknown").with("reference", reference)));
            }
            found
        }
        None => {
            let states = [
                DocumentState::Failed,
                DocumentState::Quarantined,
                DocumentState::Retrying,
                DocumentState::Parked,
            ];
            store.documents_in(tag, &states, MOST).await?
        }
    };
    let keys: Vec<Key> = documents.into_iter().map(|it| it.key).collect();
    // Images are compared by their bytes when a person asks.
    let images: Vec<Key> = keys.iter().filter(|key| key.kind == Kind::Images).cloned().collect();
    store.doubt(&images).await?;
    store.mark(&keys, Timestamp::now()).await?;
    let synced = sync::synchronise(cli, words, &config, &store, None).await?;
    summary::print(cli, words, &store, tag, &synced).await?;
    Ok(sync::exit_code(&synced.run))
}
