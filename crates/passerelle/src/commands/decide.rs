//! `decide`: which third party a customer is that matches several. The decision is stored, and stands in every later run.

use jiff::Timestamp;
use passerelle_core::decide::Choice;
use passerelle_core::erp::{ErpKind, ErpObject, Look, LookBy};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ShopId, Tag};
use passerelle_engine::ports::erp::Erp as _;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_store::SqliteStore;

use super::{doctor, sync};
use crate::cli::{Cli, DecideArgs};
use crate::config;
use crate::connection::{Lock, Sides, open_store};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::summary;
use crate::words::Words;

/// Documents that wait for the customer and are tried again with it.
const MOST: u32 = 100_000;

pub async fn run(cli: &Cli, words: &Words, args: &DecideArgs) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let key = customer(tag, &args.customer)?;
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    refuse_settled(&store, &key).await?;
    let choice = match args.third_party {
        Some(id) => {
            let sides = Sides::reach(&config.file, &config.keys).await?;
            doctor::refuse_bad(&config, &sides)?;
            refuse_unfit(&sides, &key, ErpId(id)).await?;
            Choice::ThirdParty(ErpId(id))
        }
        None => Choice::New,
    };
    let now = Timestamp::now();
    store.choose(&key, choice, now).await?;
    store.mark(&waiting(&store, tag).await?, now).await?;
    let synced = sync::synchronise(cli, words, &config, &store, None).await?;
    summary::print(cli, words, &store, tag, &synced).await?;
    Ok(sync::exit_code(&synced.run))
}

/// The key of a text such as `customer/17`.
fn customer(tag: &Tag, text: &str) -> Result<Key, Failure> {
    let id = text
        .trim()
        .split_once('/')
        .filter(|(kind, _)| *kind == Kind::Customer.word())
        .and_then(|(_, id)| id.parse().ok())
        .filter(|id| *id > 0);
    let malformed = || Failure::usage(Explanation::new("decide-malformed").with("customer", text));
    id.map(|id| Key::new(tag, Kind::Customer, ShopId(id))).ok_or_else(malformed)
}

/// There is nothing to decide for a customer that was never seen, nor for one that is on a third party.
async fn refuse_settled(store: &SqliteStore, key: &Key) -> Result<(), Failure> {
    let keys = std::slice::from_ref(key);
    if store.documents(keys).await?.is_empty() {
        return Err(Failure::usage(Explanation::new("decide-unknown").with("customer", key.id)));
    }
    if let Some(link) = store.links(keys).await?.get(key) {
        let explanation =
            Explanation::new("decide-settled").with("customer", key.id).with("third_party", link.erp_id);
        return Err(Failure::usage(explanation));
    }
    Ok(())
}

/// A third party must be there, and must not belong to another customer, of this connection or another one.
async fn refuse_unfit(sides: &Sides, key: &Key, id: ErpId) -> Result<(), Failure> {
    let look = Look::new(ErpKind::ThirdParty, LookBy::Id(id));
    let seen = sides.erp.look(std::slice::from_ref(&look)).await?;
    let Some(found) = seen.get(&look) else {
        return Err(Failure::refused(Explanation::new("erp-look-unanswered")));
    };
    let third_party = found.iter().find_map(|object| match object {
        ErpObject::ThirdParty(it) => Some(it),
        _ => None,
    });
    let Some(third_party) = third_party else {
        return Err(Failure::usage(Explanation::new("decide-no-third-party").with("third_party", id)));
    };
    match &third_party.ref_ext {
        Some(reference) if *reference != key.external_ref() => {
            let explanation = Explanation::new("decide-taken")
                .with("third_party", id)
                .with("reference", reference)
                .with("customer", key.id);
            Err(Failure::usage(explanation))
        }
        _ => Ok(()),
    }
}

/// Documents that failed because something else had failed.
async fn waiting(store: &SqliteStore, tag: &Tag) -> Result<Vec<Key>, Failure> {
    let failed = store.documents_in(tag, &[DocumentState::Failed], MOST).await?;
    let waits =
        failed.into_iter().filter(|it| it.explanation.as_ref().is_some_and(|it| it.id == "waits-for-failed"));
    Ok(waits.map(|it| it.key).collect())
}
