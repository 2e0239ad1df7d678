//! `accept`: shows what of an order contradicts itself, line by line, and books the difference on a person's word.

use dialoguer::{Confirm, Input};
use jiff::Timestamp;
use passerelle_core::accept::{Acceptance, Dispute};
use passerelle_core::decide::disputes;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind};
use passerelle_core::money::Amount;
use passerelle_core::rounding::PartKind;
use passerelle_core::shop::{Order, ShopDocument, TaxedAmount};
use passerelle_engine::ports::shop::{Fetched, Shop as _};
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_store::SqliteStore;
use serde_json::{Value, json};

use super::{doctor, sync, why};
use crate::cli::{AcceptArgs, Cli};
use crate::config::{self, Config};
use crate::connection::{Lock, Sides, open_store};
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::summary;
use crate::words::Words;

/// Longest name and reason that are kept.
const LONGEST: usize = 500;

pub async fn run(cli: &Cli, words: &Words, args: &AcceptArgs) -> Result<Exit, Failure> {
    let config = config::load(&cli.config)?;
    let tag = &config.file.connection.tag;
    let _lock = Lock::take(&config.state)?;
    let store = open_store(&config).await?;
    let key = order_of(&store, &config, &args.order).await?;
    let open = open_disputes(&store, &config, &key, args).await?;
    let limit = config.file.settings().orders.accept_up_to.amount();
    for dispute in &open {
        show(cli, words, dispute, limit);
    }
    if let Some(large) = open.iter().find(|it| it.figures.largest() > limit) {
        return Err(Failure::usage(
            Explanation::new("accept-too-much")
                .with("document", document(&large.key))
                .with("difference", large.figures.largest())
                .with("limit", limit)
                .with("currency", large.currency),
        ));
    }
    let Some((by, reason)) = word(cli, words, args)? else { return Ok(exit::ATTENTION) };
    let word = |dispute: &Dispute| {
        let acceptance = Acceptance { figures: dispute.figures, by: by.clone(), reason: reason.clone() };
        (dispute.key.clone(), acceptance)
    };
    let accepted: Vec<(Key, Acceptance)> = open.iter().map(word).collect();
    store.accept(&key, &accepted, Timestamp::now()).await?;
    let synced = Box::pin(sync::synchronise(cli, words, &config, &store, None)).await?;
    summary::print(cli, words, &store, tag, &synced).await?;
    let state = store.documents(std::slice::from_ref(&key)).await?.get(&key).map(|it| it.state);
    Ok(match sync::exit_code(&synced.run) {
        exit::OK if state != Some(DocumentState::InStep) => exit::ATTENTION,
        exit => exit,
    })
}

/// The one order that a person means.
async fn order_of(store: &SqliteStore, config: &Config, text: &str) -> Result<Key, Failure> {
    let unknown = || Failure::usage(Explanation::new("accept-no-order").with("order", text));
    let found = why::find(store, &config.file.connection.tag, text).await?;
    let mut orders = found.into_iter().map(|it| it.key).filter(|key| key.kind == Kind::Order);
    match (orders.next(), orders.next()) {
        (Some(order), None) => Ok(order),
        (Some(_), Some(_)) => Err(Failure::usage(Explanation::new("accept-several").with("order", text))),
        (None, _) => Err(unknown()),
    }
}

/// What of the order contradicts itself now, and was not accepted with these figures.
async fn open_disputes(
    store: &SqliteStore,
    config: &Config,
    key: &Key,
    args: &AcceptArgs,
) -> Result<Vec<Dispute>, Failure> {
    let sides = Box::pin(Sides::reach(&config.file, &config.keys)).await?;
    doctor::refuse_bad(config, &sides)?;
    let order = order(&sides, key, &args.order).await?;
    let all = disputes(&sides.facts(&config.file), &order);
    let keys: Vec<Key> = all.iter().map(|it| it.key.clone()).collect();
    let accepted = store.acceptances(&keys).await?;
    let is_open = |it: &Dispute| accepted.get(&it.key).is_none_or(|word| word.figures != it.figures);
    let named = |it: &Dispute| args.only.as_ref().is_none_or(|only| only.trim() == document(&it.key));
    let open: Vec<Dispute> = all.into_iter().filter(|it| is_open(it) && named(it)).collect();
    if open.is_empty() {
        let id = if accepted.is_empty() { "accept-nothing" } else { "accept-already" };
        return Err(Failure::usage(Explanation::new(id).with("order", &args.order)));
    }
    Ok(open)
}

/// The order as the shop has it now.
async fn order(sides: &Sides, key: &Key, text: &str) -> Result<Order, Failure> {
    let mut fetched = sides.shop.read(Kind::Order, &[key.id]).await?;
    match fetched.remove(&key.id) {
        Some(Fetched::Found(document)) => match document {
            ShopDocument::Order(order) => Ok(order),
            _ => Err(Failure::usage(Explanation::new("accept-no-order").with("order", text))),
        },
        Some(Fetched::Unreadable(explanation)) => Err(Failure::usage(explanation)),
        Some(Fetched::Gone) | None => {
            Err(Failure::usage(Explanation::new("accept-no-order").with("order", text)))
        }
    }
}

/// Who accepts it and why; none when nobody does.
fn word(cli: &Cli, words: &Words, args: &AcceptArgs) -> Result<Option<(String, String)>, Failure> {
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (by, reason) = (given(&args.by), given(&args.reason));
    let unsaid = || Failure::usage(Explanation::new("accept-unsaid").with("order", &args.order));
    if args.yes {
        return by.zip(reason).map(|it| Some(cut(it))).ok_or_else(unsaid);
    }
    // Programs are shown what there is, and say yes in another call.
    if cli.json {
        return Ok(None);
    }
    let ask = |given: Option<String>, id: &str| match given {
        Some(given) => Ok(given),
        None => Input::<String>::new().with_prompt(words.say(id, &[])).interact_text().map_err(|_| unsaid()),
    };
    let by = ask(by, "ask-accept-by")?;
    let reason = ask(reason, "ask-accept-reason")?;
    let prompt = words.say("ask-accept", &[]);
    let yes = Confirm::new().with_prompt(prompt).default(false).interact().map_err(|_| unsaid())?;
    Ok(yes.then(|| cut((by, reason))))
}

fn cut((by, reason): (String, String)) -> (String, String) {
    let short = |text: String| text.chars().take(LONGEST).collect();
    (short(by), short(reason))
}

/// `order/729`.
fn document(key: &Key) -> String {
    format!("{}/{}", key.kind, key.id)
}

fn part(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Product | PartKind::Ecotax | PartKind::Empty => "product",
        PartKind::Shipping => "shipping",
        PartKind::Wrapping => "wrapping",
        PartKind::Discount => "discount",
        PartKind::Rounding | PartKind::Adjustment => "rounding",
    }
}

fn show(cli: &Cli, words: &Words, dispute: &Dispute, limit: Amount) {
    if cli.json {
        out!("{}", dispute_json(dispute, limit));
        return;
    }
    let args = |label: String, amount: TaxedAmount| {
        vec![("label", label), ("net", amount.net.to_string()), ("gross", amount.gross.to_string())]
    };
    let kind = words.say(&format!("kind-one-{}", dispute.key.kind.word()), &[]);
    let head = [
        ("document", format!("{kind} {}", dispute.name)),
        ("key", document(&dispute.key)),
        ("currency", dispute.currency.to_string()),
    ];
    out!("{}", words.say("accept-head", &head));
    for it in &dispute.parts {
        let word = words.say(&format!("accept-part-{}", part(it.kind)), &[]);
        let label = if it.name.is_empty() { word } else { format!("{word}: {}", it.name) };
        out!("{}", words.say("accept-line", &args(label, it.amount)));
    }
    let figures = &dispute.figures;
    for (id, amount) in [
        ("accept-sum", figures.parts),
        ("accept-total", figures.total),
        ("accept-difference", figures.difference()),
    ] {
        out!("{}", words.say("accept-line", &args(words.say(id, &[]), amount)));
    }
    out!();
}

fn dispute_json(dispute: &Dispute, limit: Amount) -> Value {
    let parts: Vec<Value> = dispute
        .parts
        .iter()
        .map(|it| json!({ "part": part(it.kind), "name": it.name, "amount": it.amount }))
        .collect();
    json!({
        "document": document(&dispute.key),
        "name": dispute.name,
        "currency": dispute.currency,
        "parts": parts,
        "sum": dispute.figures.parts,
        "total": dispute.figures.total,
        "difference": dispute.figures.difference(),
        "limit": limit,
        "may_be_accepted": dispute.figures.largest() <= limit,
    })
}
