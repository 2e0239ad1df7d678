//! `decide`: which thing of Dolibarr a document of the shop is that may be several. The decision is stored, and stands in every
//! later run.

use jiff::Timestamp;
use passerelle_core::decide::Choice;
use passerelle_core::erp::{ErpInvoiceForm, ErpKind, ErpObject, Look, LookBy};
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

/// Documents that wait for the one decided and are tried again with it.
const MOST: u32 = 100_000;

pub async fn run(cli: &Cli, words: &Words, args: &DecideArgs) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let key = document(tag, &args.document)?;
    let chosen = chosen(&key, args)?;
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    let of = asked_about(&store, tag, &key).await?;
    let sides = Box::pin(Sides::reach(&config.file, &config.keys)).await?;
    doctor::refuse_bad(&config, &sides)?;
    refuse_settled(&store, &sides, &key).await?;
    let choice = match chosen {
        Some(id) => {
            refuse_unfit(&sides, &store, &key, id).await?;
            Choice::This(id)
        }
        None => Choice::New,
    };
    let now = Timestamp::now();
    store.suspect(&[key.clone(), of.clone()]).await?;
    store.choose(&key, choice, &of, now).await?;
    store.mark(&waiting(&store, tag).await?, now).await?;
    let synced = Box::pin(sync::synchronise(cli, words, &config, &store, None)).await?;
    summary::print(cli, words, &store, tag, &synced).await?;
    Ok(sync::exit_code(&synced.run))
}

/// The key of a text such as `customer/17`.
fn document(tag: &Tag, text: &str) -> Result<Key, Failure> {
    let key = text.trim().split_once('/').and_then(|(kind, id)| {
        let kind = kind.parse().ok().filter(|kind| erp_kind(*kind).is_some())?;
        let id: u32 = id.parse().ok().filter(|id| *id > 0)?;
        Some(Key::new(tag, kind, ShopId(id.into())))
    });
    key.ok_or_else(|| Failure::usage(Explanation::new("decide-malformed").with("document", text)))
}

/// What things of a kind are in Dolibarr; none for kinds that nobody has to decide.
const fn erp_kind(kind: Kind) -> Option<ErpKind> {
    match kind {
        Kind::Customer | Kind::Company => Some(ErpKind::ThirdParty),
        Kind::Order => Some(ErpKind::Order),
        Kind::Invoice | Kind::OrderInvoice | Kind::Slip => Some(ErpKind::Invoice),
        _ => None,
    }
}

/// The number given; none for a new one.
fn chosen(key: &Key, args: &DecideArgs) -> Result<Option<ErpId>, Failure> {
    let fits = |kind: ErpKind, id: Option<u64>| id.filter(|_| erp_kind(key.kind) == Some(kind));
    let given = fits(ErpKind::ThirdParty, args.third_party)
        .or_else(|| fits(ErpKind::Order, args.order))
        .or_else(|| fits(ErpKind::Invoice, args.invoice));
    if given.is_none() && !args.new {
        return Err(Failure::usage(Explanation::new("decide-other-kind").with("document", name(key))));
    }
    // Dolibarr's own numbers have 31 bits.
    if let Some(number) = given.filter(|number| i32::try_from(*number).is_err()) {
        return Err(Failure::usage(Explanation::new("decide-number-too-great").with("number", number)));
    }
    Ok(given.map(ErpId))
}

/// `order/42`.
fn name(key: &Key) -> String {
    format!("{}/{}", key.kind, key.id)
}

/// The document with which it is reconciled: itself, or the order of an invoice or a slip, which says that it is asked.
async fn asked_about(store: &SqliteStore, tag: &Tag, key: &Key) -> Result<Key, Failure> {
    let unknown = || Failure::usage(Explanation::new("decide-unknown").with("document", name(key)));
    if key.kind == Kind::Customer {
        let known = store.documents(std::slice::from_ref(key)).await?;
        return if known.is_empty() { Err(unknown()) } else { Ok(key.clone()) };
    }
    // Only what is asked can be decided: a decision stands for ever.
    let asked = store.documents_in(tag, &[DocumentState::Quarantined], MOST).await?;
    let about = name(key);
    let asks = |explanation: &Explanation| explanation.args.get("document") == Some(&about);
    let order = asked.into_iter().find(|it| it.explanation.as_ref().is_some_and(asks));
    order.map(|it| it.key).ok_or_else(unknown)
}

/// There is nothing to decide for what is in step, and stands for something that is there.
async fn refuse_settled(store: &SqliteStore, sides: &Sides, key: &Key) -> Result<(), Failure> {
    let keys = std::slice::from_ref(key);
    if let Some(link) = store.links(keys).await?.get(key) {
        let look = Look::new(link.erp_kind, LookBy::Id(link.erp_id));
        let seen = sides.erp.look(std::slice::from_ref(&look)).await?;
        if seen.get(&look).is_some_and(<[ErpObject]>::is_empty) {
            return Ok(());
        }
        let explanation =
            Explanation::new("decide-settled").with("document", name(key)).with("number", link.erp_id);
        return Err(Failure::usage(explanation));
    }
    Ok(())
}

/// What is chosen must be there, of the right sort, and must not belong to another document, of this connection or another one.
async fn refuse_unfit(sides: &Sides, store: &SqliteStore, key: &Key, id: ErpId) -> Result<(), Failure> {
    let Some(kind) = erp_kind(key.kind) else { return Ok(()) };
    let look = Look::new(kind, LookBy::Id(id));
    let seen = sides.erp.look(std::slice::from_ref(&look)).await?;
    let Some(found) = seen.get(&look) else {
        return Err(Failure::refused(Explanation::new("erp-look-unanswered")));
    };
    let credit_note = key.kind == Kind::Slip;
    let stored = found.iter().find_map(|object| match object {
        ErpObject::ThirdParty(it) => Some(&it.ref_ext),
        ErpObject::Order(it) => Some(&it.ref_ext),
        ErpObject::Invoice(it) if credit_note == (it.form == ErpInvoiceForm::CreditNote) => Some(&it.ref_ext),
        _ => None,
    });
    let Some(stored) = stored else {
        let explanation = Explanation::new("decide-nothing-there")
            .with("number", id)
            .with("kind", if credit_note { "credit_note" } else { kind.word() });
        return Err(Failure::usage(explanation));
    };
    let theirs = stored
        .as_ref()
        .filter(|it| **it != key.external_ref() && (it.is_passerelles() || kind == ErpKind::ThirdParty))
        .map(ToString::to_string);
    let linked = store.links_with(&key.tag, kind, &[id]).await?.into_iter().find(|link| link.key != *key);
    let theirs = theirs.or_else(|| linked.map(|link| link.key.external_ref().to_string()));
    match theirs {
        Some(reference) => {
            let explanation = Explanation::new("decide-taken")
                .with("number", id)
                .with("reference", reference)
                .with("document", name(key));
            Err(Failure::usage(explanation))
        }
        None => Ok(()),
    }
}

/// Documents that failed because something else had failed.
async fn waiting(store: &SqliteStore, tag: &Tag) -> Result<Vec<Key>, Failure> {
    let failed = store.documents_in(tag, &[DocumentState::Failed], MOST).await?;
    let waits =
        failed.into_iter().filter(|it| it.explanation.as_ref().is_some_and(|it| it.id == "waits-for-failed"));
    Ok(waits.map(|it| it.key).collect())
}
