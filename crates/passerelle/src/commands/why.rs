//! `why`: explains one document: each step, cause and remedy.

use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ShopId, Tag};
use passerelle_core::tax::TaxRate;
use passerelle_engine::ports::store::{Document, JournalEntry, Store as _};
use passerelle_store::SqliteStore;
use serde_json::json;

use crate::cli::Cli;
use crate::config;
use crate::connection::open_store;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::document;
use crate::words::Words;

pub async fn run(cli: &Cli, words: &Words, reference: &str) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let store = open_store(&config).await?;
    let found = find(&store, &config.file.connection.tag, reference).await?;
    if found.is_empty() {
        return Err(Failure::usage(Explanation::new("why-unknown").with("reference", reference)));
    }
    for it in &found {
        let journal = store.journal(&it.key).await?;
        let links = store.links(std::slice::from_ref(&it.key)).await?;
        if cli.json {
            let mut value = document::json(words, it);
            value["erp_id"] = links.get(&it.key).map(|link| link.erp_id.0).into();
            value["journal"] = journal.iter().map(|entry| entry_json(words, entry)).collect();
            out!("{value}");
        } else {
            out!("{}", document::line(words, it));
            if let Some(link) = links.get(&it.key) {
                let kind = words.say(&format!("erp-kind-{}", link.erp_kind.word().replace('_', "-")), &[]);
                let args = [("kind", kind), ("id", link.erp_id.to_string())];
                out!("  {}", words.say("why-link", &args));
            }
            for entry in &journal {
                out!("  {}", entry_line(words, entry));
                if let Some(proof) = proof(entry) {
                    out!("      {}", words.say("why-proof", &proof));
                }
                if let Some(word) = accepted(entry) {
                    out!("      {}", words.say("why-accepted", &word));
                }
                for rate in rates(entry) {
                    out!("        {}", words.say("why-proof-rate", &rate));
                }
            }
        }
    }
    Ok(exit::OK)
}

/// The documents that a person means by a reference, or by `kind/number`.
pub async fn find(store: &SqliteStore, tag: &Tag, reference: &str) -> Result<Vec<Document>, Failure> {
    if let Some((kind, id)) = reference.split_once('/')
        && let Ok(kind) = kind.parse::<Kind>()
        && id.chars().all(|digit| digit.is_ascii_digit())
        && !id.is_empty()
    {
        // Numbers that no thing of the shop can have would be looked for in vain.
        let Some(id) = id.parse::<u64>().ok().filter(|id| i64::try_from(*id).is_ok()) else {
            return Err(Failure::usage(Explanation::new("number-too-great").with("reference", reference)));
        };
        let key = Key::new(tag, kind, ShopId(id));
        return Ok(store.documents(std::slice::from_ref(&key)).await?.into_values().collect());
    }
    Ok(store.documents_by_reference(tag, reference).await?)
}

fn entry_line(words: &Words, entry: &JournalEntry) -> String {
    let operation = words.say(&format!("operation-{}", entry.intent.operation), &[]);
    let outcome = entry.settlement.as_ref().map_or("under_way", |settlement| settlement.outcome.as_str());
    let outcome = words.say(&format!("outcome-{}", outcome.replace('_', "-")), &[]);
    let why = entry.settlement.as_ref().and_then(|settlement| settlement.explanation.as_ref());
    let mut line =
        format!("{:.0}  {operation}: {outcome} ({})", entry.intended_at, words.reason(&entry.intent.why));
    if let Some(explanation) = why {
        line.push_str(". ");
        line.push_str(&words.explain(explanation));
    }
    line
}

/// The sums of both sides, from the proof in the journal.
fn proof(entry: &JournalEntry) -> Option<Vec<(&'static str, String)>> {
    let detail: serde_json::Value = serde_json::from_str(entry.intent.detail.as_deref()?).ok()?;
    let proof = detail.get("proof")?;
    let amount =
        |side: &str, part: &str| -> Option<String> { Some(proof.get(side)?.get(part)?.as_str()?.to_owned()) };
    Some(vec![
        ("shop_net", amount("shop", "net")?),
        ("shop_gross", amount("shop", "gross")?),
        ("erp_net", amount("erp", "net")?),
        ("erp_gross", amount("erp", "gross")?),
        ("rounding_net", amount("rounding", "net")?),
        ("rounding_gross", amount("rounding", "gross")?),
    ])
}

/// What a person accepted, from the journal.
fn accepted(entry: &JournalEntry) -> Option<Vec<(&'static str, String)>> {
    let detail: serde_json::Value = serde_json::from_str(entry.intent.detail.as_deref()?).ok()?;
    let text = |at: &str| Some(detail.pointer(at)?.as_str()?.to_owned());
    Some(vec![
        ("by", text("/accepted/by")?),
        ("document", text("/accepted/document")?),
        ("total_net", text("/accepted/total/net")?),
        ("total_gross", text("/accepted/total/gross")?),
        ("parts_net", text("/accepted/parts/net")?),
        ("parts_gross", text("/accepted/parts/gross")?),
        ("net", text("/accepted/difference/net")?),
        ("gross", text("/accepted/difference/gross")?),
    ])
}

/// The sums of both sides at each VAT rate.
fn rates(entry: &JournalEntry) -> Vec<Vec<(&'static str, String)>> {
    let detail = entry.intent.detail.as_deref().and_then(|it| serde_json::from_str(it).ok());
    let detail: serde_json::Value = detail.unwrap_or_default();
    let lines = detail.pointer("/proof/by_rate").and_then(|lines| lines.as_array());
    let line = |line: &serde_json::Value| {
        let amount = |at: &str| Some(line.pointer(at)?.as_str()?.to_owned());
        let rate: TaxRate = serde_json::from_value(line.clone()).ok()?;
        Some(vec![
            ("rate", rate.to_string()),
            ("shop_net", amount("/shop/net")?),
            ("shop_gross", amount("/shop/gross")?),
            ("erp_net", amount("/erp/net")?),
            ("erp_gross", amount("/erp/gross")?),
        ])
    };
    lines.map_or_else(Vec::new, |lines| lines.iter().filter_map(line).collect())
}

fn entry_json(words: &Words, entry: &JournalEntry) -> serde_json::Value {
    json!({
        "entry": entry.id,
        "operation": entry.intent.operation,
        "why": entry.intent.why,
        "external_ref": entry.intent.external_ref,
        "intended_at": entry.intended_at.to_string(),
        "outcome": entry.settlement.as_ref().map(|it| it.outcome.clone()),
        "erp_id": entry.settlement.as_ref().and_then(|it| it.erp_id).map(|id| id.0),
        "explanation": entry.settlement.as_ref().and_then(|it| it.explanation.as_ref()).map(|it| words.explain(it)),
        "detail": entry.intent.detail.as_deref().and_then(|it| serde_json::from_str::<serde_json::Value>(it).ok()),
    })
}
