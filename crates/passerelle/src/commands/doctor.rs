//! `doctor`: checks both sides and says what to change, and where.

use passerelle_engine::ports::store::Store;
use passerelle_store::SqliteStore;
use serde_json::json;

use crate::check::{self, Finding, Severity, findings};
use crate::cli::Cli;
use crate::config::{self, Config, ConfigFile};
use crate::connection::{Sides, open_store};
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::tag_use::tag_use;
use crate::turnover::turnover;
use crate::words::Words;

pub async fn run(cli: &Cli, words: &Words) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let sides = Box::pin(Sides::reach(&config.file, &config.keys)).await?;
    let mut list = all(&config, &sides);
    let store = if config.state.exists() { Some(open_store(&config).await?) } else { None };
    list.extend(tag_finding(&config.file, store.as_deref(), &sides).await?);
    list.extend(check::clashes(&sides.shop.clashes().await?));
    list.extend(check::erp_rights(&sides.erp.probe_rights().await?));
    // What may not be read cannot be looked at: the missing right is told.
    if !list.iter().any(|finding| finding.severity == Severity::Bad) {
        let known = store.as_deref().map(|store| store as &dyn Store);
        let settings = config.file.settings();
        let there = turnover(&settings, known, sides.shop.as_ref(), sides.erp.as_ref()).await?;
        list.extend(
            there.of_orders(&settings).into_iter().chain(there.of_products(&settings)).map(check::warning),
        );
    }
    print(cli, words, &list);
    let bad = list.iter().any(|finding| finding.severity == Severity::Bad);
    Ok(if bad { exit::ATTENTION } else { exit::OK })
}

fn all(config: &Config, sides: &Sides) -> Vec<Finding> {
    findings(&config.file, &config.file.settings(), &sides.shop_setup, &sides.erp_setup)
}

/// Whether the tag is used in this Dolibarr already, although the state database knows nothing of it.
pub async fn tag_finding(
    file: &ConfigFile,
    store: Option<&SqliteStore>,
    sides: &Sides,
) -> Result<Option<Finding>, Failure> {
    let tag = &file.connection.tag;
    let store = store.map(|store| store as &dyn Store);
    Ok(check::tag(tag_use(tag, store, sides.shop.as_ref(), sides.erp.as_ref()).await?, tag))
}

/// Stops before anything is written when the tag is another PrestaShop's: its documents would be taken for this one's.
pub async fn refuse_other_tag(file: &ConfigFile, store: &SqliteStore, sides: &Sides) -> Result<(), Failure> {
    match tag_finding(file, Some(store), sides).await? {
        Some(finding) if finding.severity == Severity::Bad => Err(Failure::refused(finding.explanation)),
        _ => Ok(()),
    }
}

/// Prints findings, worst last.
pub fn print(cli: &Cli, words: &Words, list: &[Finding]) {
    if cli.json {
        let list: Vec<_> = list
            .iter()
            .map(|it| {
                json!({
                    "severity": it.severity.word(),
                    "id": it.explanation.id,
                    "message": words.explain(&it.explanation),
                })
            })
            .collect();
        out!("{}", json!({ "findings": list }));
        return;
    }
    for severity in [Severity::Good, Severity::Warning, Severity::Bad] {
        for finding in list.iter().filter(|finding| finding.severity == severity) {
            let mark = match severity {
                Severity::Good => "✓",
                Severity::Warning => "!",
                Severity::Bad => "✗",
            };
            out!("{mark} {}", words.explain(&finding.explanation));
        }
    }
}

/// The first thing that makes every run pointless, such as a missing right: told before anything is written.
pub fn refuse_bad(config: &Config, sides: &Sides) -> Result<(), Failure> {
    let essential = [
        "check-shop-rights-missing",
        "check-erp-modules-missing",
        "shop-currency-differs",
        "check-states-unknown",
        // Version 17 of Dolibarr books stock in warehouses that do not exist.
        "check-carrier-warehouse-unknown",
        "check-levels-no-module",
        "check-levels-warehouse-unknown",
        "check-levels-warehouse-choose",
        "check-levels-warehouse-none",
    ];
    match all(config, sides).into_iter().find(|finding| {
        finding.severity == Severity::Bad && essential.contains(&finding.explanation.id.as_str())
    }) {
        Some(finding) => Err(Failure::refused(finding.explanation)),
        None => Ok(()),
    }
}
