//! `doctor`: checks both sides and says what to change, and where.

use serde_json::json;

use crate::check::{self, Finding, Severity, findings};
use crate::cli::Cli;
use crate::config::{self, Config};
use crate::connection::Sides;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::words::Words;

pub async fn run(cli: &Cli, words: &Words) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let sides = Sides::reach(&config.file, &config.keys).await?;
    let mut list = all(&config, &sides);
    list.extend(check::erp_rights(&sides.erp.probe_rights().await?));
    print(cli, words, &list);
    let bad = list.iter().any(|finding| finding.severity == Severity::Bad);
    Ok(if bad { exit::ATTENTION } else { exit::OK })
}

fn all(config: &Config, sides: &Sides) -> Vec<Finding> {
    findings(&config.file, &config.file.settings(), &sides.shop_setup, &sides.erp_setup)
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
    ];
    match all(config, sides).into_iter().find(|finding| {
        finding.severity == Severity::Bad && essential.contains(&finding.explanation.id.as_str())
    }) {
        Some(finding) => Err(Failure::refused(finding.explanation)),
        None => Ok(()),
    }
}
