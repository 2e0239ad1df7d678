//! `sync`: finds what changed and brings it over; the first load is the same command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use passerelle_core::explain::Explanation;
use passerelle_core::key::Kind;
use passerelle_engine::ports::clock::SystemClock;
use passerelle_engine::ports::erp::Erp as _;
use passerelle_engine::ports::shop::Shop as _;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_engine::{
    LookingOver, RunSummary, Sweeping, circumstances, discover, discover_movements, look_over,
};
use passerelle_store::SqliteStore;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::doctor;
use crate::cli::{Cli, PartArgs};
use crate::config::{self, Config};
use crate::connection::{Lock, Sides, engine, open_store};
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::output::progress::Progress;
use crate::output::summary;
use crate::words::Words;

/// What a synchronisation did, with the calls of both sides.
pub struct Synced {
    /// What the run did.
    pub run: RunSummary,
    /// Rows that the shop listed as possibly changed.
    pub seen: u64,
    /// Lists that could not be had or not be believed, and rows that were passed over.
    pub doubts: Vec<Explanation>,
    /// HTTP calls to the shop.
    pub shop_calls: u64,
    /// HTTP calls to Dolibarr.
    pub erp_calls: u64,
    /// Most memory used by this process, in KiB.
    pub peak_memory: Option<u64>,
}

/// What is looked for in the shop.
#[derive(Clone, Copy)]
pub struct Discovering<'a> {
    /// Of these kinds.
    pub kinds: &'a [Kind],
    /// Only orders and customers created from this day on.
    pub since: Option<Date>,
    /// A person says that most of a list may have been deleted.
    pub deletions: bool,
    /// All of what Dolibarr holds is looked through.
    pub look: bool,
}

pub async fn run(cli: &Cli, words: &Words, args: &PartArgs) -> Result<Exit, Failure> {
    let mut config = config::load(&cli.config)?;
    config.file.set_since(args.since);
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    let since = config.file.settings().earliest_since();
    let kinds = args.kinds(&config.file.settings());
    let discovering = Discovering { kinds: &kinds, since, deletions: args.deletions, look: args.look };
    let synced = Box::pin(synchronise(cli, words, &config, &store, Some(discovering))).await?;
    summary::print(cli, words, &store, &config.file.connection.tag, &synced).await?;
    Ok(match exit_code(&synced.run) {
        exit::OK if !synced.doubts.is_empty() => exit::ATTENTION,
        exit => exit,
    })
}

/// Reaches both sides, enumerates what `discovering` names, and does everything that is due.
pub async fn synchronise(
    cli: &Cli,
    words: &Words,
    config: &Config,
    store: &Arc<SqliteStore>,
    discovering: Option<Discovering<'_>>,
) -> Result<Synced, Failure> {
    let sides = Box::pin(Sides::reach(&config.file, &config.keys)).await?;
    doctor::refuse_bad(config, &sides)?;
    doctor::refuse_other_tag(&config.file, store, &sides).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let listening = tokio::spawn(listen(stop.clone()));
    let progress = Arc::new(Progress::new(cli, words));
    let engine = engine(&sides, store.clone(), &config.file, progress.clone());
    let (mut seen, mut doubts) = (0, Vec::new());
    if let Some(discovering) = discovering {
        let tag = &config.file.connection.tag;
        let how = Sweeping { circumstances: circumstances(&engine.facts), deletions: discovering.deletions };
        let found = Box::pin(discover(
            sides.shop.as_ref(),
            store.as_ref(),
            progress.as_ref(),
            tag,
            discovering.kinds,
            discovering.since,
            how,
            Timestamp::now(),
            &stop,
        ))
        .await?;
        (seen, doubts) = (found.seen, found.doubts);
        let looking = LookingOver { whole: discovering.look, deletions: discovering.deletions };
        let found = Box::pin(look_over(
            sides.erp.as_ref(),
            store.as_ref(),
            &SystemClock,
            progress.as_ref(),
            tag,
            discovering.kinds,
            looking,
            &stop,
        ))
        .await?;
        doubts.extend(found.doubts);
        if discovering.kinds.contains(&Kind::Stock) {
            let (shop, erp) = (sides.shop.as_ref(), sides.erp.as_ref());
            let now = Timestamp::now();
            let moved = Box::pin(discover_movements(shop, erp, store.as_ref(), tag, now, &stop)).await?;
            seen += moved.seen;
            doubts.extend(moved.doubts);
        }
    }
    let run = Box::pin(engine.run(stop)).await;
    listening.abort();
    progress.finish();
    Ok(Synced {
        run: run?,
        seen,
        doubts,
        shop_calls: sides.shop.calls(),
        erp_calls: sides.erp.calls(),
        peak_memory: peak_memory(),
    })
}

/// At the first interruption or request to end, asks the run to stop after the plans under way; the second ends the process
/// at once, as it would without this: what was under way is looked for by the next run, as after a kill.
async fn listen(stop: Arc<AtomicBool>) {
    let (mut interrupts, mut terminations) =
        (signals(SignalKind::interrupt()), signals(SignalKind::terminate()));
    next_of(&mut interrupts, &mut terminations).await;
    stop.store(true, Ordering::Relaxed);
    next_of(&mut interrupts, &mut terminations).await;
    std::process::exit(i32::from(exit::INTERRUPTED.code()));
}

/// Signals of one kind; none when the system gives none.
fn signals(kind: SignalKind) -> Option<Signal> {
    signal(kind).ok()
}

async fn next_of(one: &mut Option<Signal>, other: &mut Option<Signal>) {
    tokio::select! {
        () = received(one) => {}
        () = received(other) => {}
    }
}

async fn received(signals: &mut Option<Signal>) {
    match signals {
        Some(signals) => {
            signals.recv().await;
        }
        None => std::future::pending().await,
    }
}

pub fn exit_code(run: &RunSummary) -> Exit {
    let ended = |state: DocumentState| run.ended.iter().any(|((_, it), count)| *it == state && *count > 0);
    if run.interrupted {
        exit::INTERRUPTED
    } else if ended(DocumentState::Failed)
        || ended(DocumentState::Quarantined)
        || run.later > 0
        || run.parked > 0
    {
        exit::ATTENTION
    } else {
        exit::OK
    }
}

/// Largest resident size of this process, as Linux tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Whether anything in the store needs attention.
pub async fn anything_wrong(store: &SqliteStore, tag: &passerelle_core::key::Tag) -> Result<bool, Failure> {
    let counts = store.counts(tag).await?;
    Ok(counts.iter().any(|((_, state), count)| {
        *count > 0 && !matches!(state, DocumentState::InStep | DocumentState::Ignored)
    }))
}
