//! The summary at the end of a sync.

use passerelle_core::key::{Kind, Tag};
use passerelle_engine::ports::store::Store as _;
use passerelle_store::SqliteStore;
use serde_json::json;

use super::attention::Attention;
use super::table;
use crate::cli::Cli;
use crate::commands::Synced;
use crate::failure::Failure;
use crate::out;
use crate::words::Words;

/// Documents shown one by one.
const SHOWN: usize = 20;

/// Prints what a run did and what needs attention.
pub async fn print(
    cli: &Cli,
    words: &Words,
    store: &SqliteStore,
    tag: &Tag,
    synced: &Synced,
) -> Result<(), Failure> {
    let counts = store.counts(tag).await?;
    let attention = Attention::read(store, tag).await?;
    let run = &synced.run;
    let orders = run.wrote.get(&Kind::Order).copied().unwrap_or(0);
    let per_second = |count: u64, millis: u128| {
        let hundredths = u128::from(count) * 100_000 / millis.max(1);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    let (stage, lane) = run.orders_stage;
    let ratio = {
        let hundredths = stage.as_micros() * 100 / lane.as_micros().max(1);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    if cli.json {
        let wrote: serde_json::Map<String, serde_json::Value> =
            run.wrote.iter().map(|(kind, count)| (kind.word().to_owned(), (*count).into())).collect();
        let counts: Vec<_> = counts
            .iter()
            .map(|((kind, state), count)| json!({ "kind": kind.word(), "state": state.word(), "count": count }))
            .collect();
        out!(
            "{}",
            json!({
                "writes": run.writes,
                "wrote": wrote,
                "seen": synced.seen,
                "counts": counts,
                "attention": attention.json(words, SHOWN),
                "doubts": synced.doubts.iter().map(|it| words.explain(it)).collect::<Vec<_>>(),
                "seconds": run.elapsed.as_millis().to_string().parse::<u64>().unwrap_or(u64::MAX) / 1000,
                "milliseconds": u64::try_from(run.elapsed.as_millis()).unwrap_or(u64::MAX),
                "shop_calls": synced.shop_calls,
                "erp_calls": synced.erp_calls,
                "serial_lane": { "calls": run.serial.0, "milliseconds": u64::try_from(run.serial.1.as_millis()).unwrap_or(u64::MAX) },
                "orders": {
                    "written": orders,
                    "milliseconds": u64::try_from(stage.as_millis()).unwrap_or(u64::MAX),
                    "per_second": per_second(orders, stage.as_millis()),
                    "wall_over_lane": (orders > 0).then_some(ratio),
                },
                "peak_memory_kib": synced.peak_memory,
                "interrupted": run.interrupted,
            })
        );
        return Ok(());
    }
    out!("{}", table::counts(words, &counts));
    if run.writes == 0 {
        out!("{}", words.say("summary-nothing", &[("seen", synced.seen.to_string())]));
    } else {
        let args = [
            ("writes", run.writes.to_string()),
            ("seconds", run.elapsed.as_secs().to_string()),
            ("shop_calls", synced.shop_calls.to_string()),
            ("erp_calls", synced.erp_calls.to_string()),
        ];
        out!("{}", words.say("summary-writes", &args));
    }
    if orders > 0 {
        let args = [("orders", orders.to_string()), ("rate", per_second(orders, stage.as_millis()))];
        out!("{}", words.say("summary-orders", &args));
    }
    for doubt in &synced.doubts {
        out!("{}", words.explain(doubt));
    }
    if run.interrupted {
        out!("{}", words.say("summary-interrupted", &[]));
    }
    if !attention.is_empty() {
        out!("\n{}", words.say("status-attention", &[]));
        for line in attention.lines(words, Some(SHOWN)) {
            out!("  {line}");
        }
    }
    Ok(())
}
