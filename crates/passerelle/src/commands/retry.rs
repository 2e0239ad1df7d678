//! `retry`: tries failed and quarantined documents again, all of them or those of a reference, and looks at Dolibarr for each. Carries
//! out what a person says about an order that was changed there.

use jiff::Timestamp;
use passerelle_core::decide::Choice;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind};
use passerelle_engine::ports::store::{Document, DocumentState, Store as _};

use super::{sync, why};
use crate::cli::{Cli, RetryArgs};
use crate::config;
use crate::connection::{Lock, open_store};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::summary;
use crate::words::Words;

/// Documents that are tried again at once.
const MOST: u32 = 100_000;

pub async fn run(cli: &Cli, words: &Words, args: &RetryArgs) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    let documents = match &args.reference {
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
    let now = Timestamp::now();
    if let Some(choice) = said(args, &documents)? {
        for document in &documents {
            store.choose(&document.key, choice, &document.key, now).await?;
        }
    }
    let keys: Vec<Key> = documents.into_iter().map(|it| it.key).collect();
    // Images are compared by their bytes when a person asks.
    let images: Vec<Key> = keys.iter().filter(|key| key.kind == Kind::Images).cloned().collect();
    store.doubt(&images).await?;
    // What agreed when it was last looked at may have been changed in Dolibarr since.
    store.suspect(&keys).await?;
    store.mark(&keys, now).await?;
    let synced = Box::pin(sync::synchronise(cli, words, &config, &store, None)).await?;
    summary::print(cli, words, &store, tag, &synced).await?;
    Ok(sync::exit_code(&synced.run))
}

/// What a person says about these orders; only about orders, and confirmed.
fn said(args: &RetryArgs, documents: &[Document]) -> Result<Option<Choice>, Failure> {
    let (choice, option) = match args {
        RetryArgs { anew: true, .. } => (Choice::New, "--anew"),
        RetryArgs { as_it_is: true, .. } => (Choice::AsItIs, "--as-it-is"),
        _ => return Ok(None),
    };
    let reference = args.reference.as_deref().unwrap_or_default();
    let about = |id: &str| Explanation::new(id).with("reference", reference).with("option", option);
    if documents.iter().any(|it| it.key.kind != Kind::Order) {
        return Err(Failure::usage(about("retry-orders-only")));
    }
    if !args.yes {
        let id = if args.anew { "retry-confirm-anew" } else { "retry-confirm-as-it-is" };
        return Err(Failure::usage(about(id)));
    }
    Ok(Some(choice))
}
