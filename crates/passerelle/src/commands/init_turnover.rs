//! What `init` asks about things of the shop that are in Dolibarr already: whether they are adopted, from which day on orders are
//! brought over, and who owns the fields of products that persons made.

use dialoguer::{Input, Select};
use jiff::civil::Date;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::FieldGroup;

use super::init::no_terminal;
use crate::check::Finding;
use crate::cli::InitArgs;
use crate::config::ConfigFile;
use crate::connection::Sides;
use crate::failure::Failure;
use crate::turnover::turnover;
use crate::words::Words;

/// Takes the options, looks, asks where something is there, and gives back what to tell.
pub async fn choose(
    words: &Words,
    args: &InitArgs,
    file: &mut ConfigFile,
    sides: &Sides,
) -> Result<Vec<Finding>, Failure> {
    if args.since.is_some() {
        file.orders.since = args.since;
    }
    file.adoption.kept = kept(&args.keep)?.into_iter().collect();
    // What may not be read cannot be looked at: the checks that follow tell the missing right.
    let found = turnover(&file.settings(), None, sides.shop.as_ref(), sides.erp.as_ref()).await;
    let found = found.unwrap_or_default();
    let asks = !args.yes;
    if asks && let Some(there) = found.of_orders(&file.settings()) {
        eprintln!("{}", words.explain(&there));
        let answers =
            ["ask-turnover-adopt", "ask-turnover-since", "ask-turnover-new"].map(|id| words.say(id, &[]));
        let chosen = Select::new()
            .with_prompt(words.say("ask-turnover", &[]))
            .items(&answers)
            .default(0)
            .interact()
            .map_err(|error| no_terminal(&error))?;
        match chosen {
            1 => file.orders.since = Some(ask_day(words, found.next_day())?),
            2 => file.adoption.turnover = false,
            _ => {}
        }
    }
    if asks
        && args.keep.is_empty()
        && let Some(there) = found.of_products(&file.settings())
    {
        eprintln!("{}", words.explain(&there));
        let answers = ["ask-products-shop", "ask-products-texts-prices", "ask-products-erp"];
        let answers = answers.map(|id| words.say(id, &[]));
        let chosen = Select::new()
            .with_prompt(words.say("ask-products", &[]))
            .items(&answers)
            .default(0)
            .interact()
            .map_err(|error| no_terminal(&error))?;
        file.adoption.kept = match chosen {
            1 => [FieldGroup::Texts, FieldGroup::Prices].into(),
            2 => FieldGroup::ALL.into(),
            _ => file.adoption.kept.clone(),
        };
    }
    let settings = file.settings();
    let told = found.of_orders(&settings).into_iter().chain(found.of_products(&settings));
    Ok(told.map(crate::check::warning).collect())
}

fn ask_day(words: &Words, proposed: Option<Date>) -> Result<Date, Failure> {
    let mut input = Input::<Date>::new().with_prompt(words.say("ask-since", &[]));
    if let Some(day) = proposed {
        input = input.default(day);
    }
    input.interact_text().map_err(|error| no_terminal(&error))
}

/// The field groups of `--keep`.
fn kept(names: &[String]) -> Result<Vec<FieldGroup>, Failure> {
    let one = |name: &String| {
        serde_json::from_value(serde_json::Value::from(name.trim()))
            .map_err(|_| Failure::usage(Explanation::new("init-keep-unknown").with("name", name)))
    };
    names.iter().map(one).collect()
}
