//! `init`: sets a connection up; asks, or chooses working defaults with `--yes`.

use std::collections::BTreeMap;

use dialoguer::{Confirm, Input, Password, Select};
use passerelle_core::explain::Explanation;
use passerelle_core::settings::PaymentMapping;
use secrecy::SecretString;

use super::{doctor, given_key, init_turnover};
use crate::check::{Severity, findings};
use crate::cli::{Cli, InitArgs};
use crate::config::{self, ConfigFile, ConnectionSection, ErpSection, Keys, ShopChoice, ShopSection};
use crate::connection::Sides;
use crate::defaults;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::words::Words;
use crate::{err, out};

pub async fn run(cli: &Cli, words: &Words, args: &InitArgs) -> Result<Exit, Failure> {
    if cli.config.exists() && !args.force {
        return Err(Failure::usage(Explanation::new("config-exists").with("path", cli.config.display())));
    }
    let (mut file, keys) = answers(words, args)?;
    let sides = Box::pin(Sides::reach(&file, &keys)).await?;
    choose(words, args, &mut file, &sides)?;
    let there = init_turnover::choose(words, args, &mut file, &sides).await?;
    let mut list = findings(&file, &file.settings(), &sides.shop_setup, &sides.erp_setup);
    list.extend(doctor::tag_finding(&file, None, &sides).await?);
    list.extend(there);
    doctor::print(cli, words, &list);
    // Both are whole and on disk before the first of them is put in its place.
    let (keys_path, staged_keys) = keys.stage(&cli.config)?;
    let staged = config::stage(&file, &cli.config, args.force)?;
    staged_keys.put().map_err(|error| Failure::file(&keys_path, &error))?;
    staged.put().map_err(|error| Failure::file(&cli.config, &error))?;
    if !cli.json {
        out!();
        out!(
            "{}",
            words.say(
                "init-done",
                &[("config", cli.config.display().to_string()), ("keys", keys_path.display().to_string())]
            )
        );
    }
    let bad = list.iter().any(|finding| finding.severity == Severity::Bad);
    Ok(if bad { exit::ATTENTION } else { exit::OK })
}

/// Addresses and keys, from the options or by asking.
fn answers(words: &Words, args: &InitArgs) -> Result<(ConfigFile, Keys), Failure> {
    let ask = |given: &Option<String>, option: &str, id: &str, secret: bool| -> Result<String, Failure> {
        if let Some(given) = given {
            return Ok(given.trim().to_owned());
        }
        if args.yes {
            return Err(Failure::usage(Explanation::new("init-option-missing").with("option", option)));
        }
        let prompt = words.say(id, &[]);
        let answer = if secret {
            Password::new().with_prompt(prompt).interact()
        } else {
            Input::<String>::new().with_prompt(prompt).interact_text()
        };
        answer.map_err(|error| no_terminal(&error))
    };
    let shop_url = ask(&args.shop_url, "--shop-url", "ask-shop-url", false)?;
    let key = |option: &Option<String>, name: &str, variable: &str, id: &str| -> Result<String, Failure> {
        let given = given_key::given(option.as_deref(), variable)?;
        if let Some((_, true)) = given {
            err!(
                "{}",
                words.say("init-key-seen", &[("option", name.to_owned()), ("variable", variable.to_owned())])
            );
        }
        ask(&given.map(|(key, _)| key), name, id, true)
    };
    let shop_key = key(&args.shop_key, "--shop-key", "PASSERELLE_SHOP_KEY", "ask-shop-key")?;
    let erp_url = ask(&args.erp_url, "--erp-url", "ask-erp-url", false)?;
    let erp_key = key(&args.erp_key, "--erp-key", "PASSERELLE_ERP_KEY", "ask-erp-key")?;
    let tag = args
        .tag
        .parse()
        .map_err(|_| Failure::usage(Explanation::new("tag-invalid").with("tag", &args.tag)))?;
    let file = ConfigFile {
        connection: ConnectionSection { tag, state: "passerelle.db".into() },
        shop: ShopSection { url: shop_url, language: None, shops: ShopChoice::All },
        erp: ErpSection::new(erp_url),
        catalogue: Default::default(),
        customers: Default::default(),
        orders: Default::default(),
        states: Default::default(),
        stock: Default::default(),
        adoption: Default::default(),
        refunds: Default::default(),
        services: Default::default(),
        taxes: Vec::new(),
        payments: BTreeMap::new(),
        shops: BTreeMap::new(),
    };
    Ok((file, Keys { shop: SecretString::from(shop_key), erp: SecretString::from(erp_key) }))
}

pub(super) fn no_terminal(error: &dialoguer::Error) -> Failure {
    Failure::usage(Explanation::new("init-no-terminal").with("error", error))
}

/// Warehouse, bank account and payment mappings.
fn choose(words: &Words, args: &InitArgs, file: &mut ConfigFile, sides: &Sides) -> Result<(), Failure> {
    let setup = &sides.erp_setup;
    let stock = setup.modules.iter().any(|module| module == "stock");
    file.erp.warehouse = defaults::warehouse(setup).map(|warehouse| warehouse.id.0);
    if stock && file.erp.warehouse.is_none() {
        return Err(Failure::refused(Explanation::new("check-warehouse-none")));
    }
    if defaults::bank_account(setup).is_none() {
        return Err(Failure::refused(
            Explanation::new("check-account-none").with("currency", setup.currency),
        ));
    }
    file.payments = defaults::payments(&sides.shop_setup.payment_methods, setup);
    if args.yes {
        return Ok(());
    }
    let open: Vec<_> = setup.warehouses.iter().filter(|warehouse| warehouse.open).collect();
    if open.len() > 1 {
        let names: Vec<&str> = open.iter().map(|warehouse| warehouse.reference.as_str()).collect();
        let chosen = select(&words.say("ask-warehouse", &[]), &names, 0)?;
        file.erp.warehouse = open.get(chosen).map(|warehouse| warehouse.id.0);
    }
    if !Confirm::new()
        .with_prompt(words.say("ask-payments", &[("count", file.payments.len().to_string())]))
        .default(false)
        .interact()
        .map_err(|error| no_terminal(&error))?
    {
        return Ok(());
    }
    let accounts: Vec<_> = setup.bank_accounts.iter().filter(|account| account.open).collect();
    for (method, mapping) in &mut file.payments {
        let modes: Vec<String> =
            setup.payment_modes.iter().map(|mode| format!("{} ({})", mode.label, mode.code)).collect();
        let present = setup.payment_modes.iter().position(|mode| mode.code == mapping.mode).unwrap_or(0);
        let chosen = select(&words.say("ask-payment-mode", &[("method", method.clone())]), &modes, present)?;
        let names: Vec<String> =
            accounts.iter().map(|account| format!("{} ({})", account.label, account.reference)).collect();
        let present = accounts.iter().position(|account| account.id == mapping.account).unwrap_or(0);
        let account =
            select(&words.say("ask-payment-account", &[("method", method.clone())]), &names, present)?;
        if let (Some(mode), Some(account)) = (setup.payment_modes.get(chosen), accounts.get(account)) {
            *mapping = PaymentMapping { mode: mode.code.clone(), account: account.id };
        }
    }
    Ok(())
}

fn select<T: std::fmt::Display>(prompt: &str, items: &[T], present: usize) -> Result<usize, Failure> {
    Select::new()
        .with_prompt(prompt)
        .items(items)
        .default(present)
        .interact()
        .map_err(|error| no_terminal(&error))
}
