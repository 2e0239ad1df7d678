//! `demo`: the whole work in a sandbox, in one command: set up, first load, second run, a change in the shop.

use std::path::Path;

use passerelle_core::explain::Explanation;
use secrecy::SecretString;

use super::{init, sandbox, sync};
use crate::cli::{Cli, DemoArgs, InitArgs, PartArgs};
use crate::config;
use crate::connection::open_store;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::summary;
use crate::words::Words;

pub async fn run(cli: &Cli, words: &Words, args: &DemoArgs) -> Result<Exit, Failure> {
    let folder = Folder::make()?;
    let (shop, erp) = sandbox::start(args).await?;
    say(cli, words, "demo-begin", &[("shop", shop.url()), ("erp", erp.url())]);
    let config_path = folder.path().join("passerelle.toml");
    let init = InitArgs {
        yes: true,
        force: false,
        shop_url: Some(shop.url()),
        shop_key: Some(shop.key()),
        erp_url: Some(erp.url()),
        erp_key: Some(erp.key()),
        tag: "demo".to_owned(),
    };
    let quiet = Cli {
        config: config_path.clone(),
        lang: cli.lang.clone(),
        json: cli.json,
        verbose: cli.verbose,
        command: crate::cli::Command::Doctor,
    };
    init::run(&quiet, words, &init).await?;
    let config = read(&config_path, &shop.key(), &erp.key())?;
    let store = open_store(&config).await?;
    let kinds = PartArgs { parts: Vec::new(), since: None }.kinds(false, true);
    say(cli, words, "demo-first", &[]);
    let first = sync::synchronise(cli, words, &config, &store, Some((&kinds, None))).await?;
    summary::print(cli, words, &store, &config.file.connection.tag, &first).await?;
    say(cli, words, "demo-second", &[]);
    let second = sync::synchronise(cli, words, &config, &store, Some((&kinds, None))).await?;
    summary::print(cli, words, &store, &config.file.connection.tag, &second).await?;
    let wrong = sync::anything_wrong(&store, &config.file.connection.tag).await?;
    store.close().await;
    if wrong || second.run.writes > 0 {
        return Err(Failure { explanation: Explanation::new("demo-not-in-step"), code: exit::ATTENTION });
    }
    say(cli, words, "demo-end", &[]);
    Ok(exit::OK)
}

fn say(cli: &Cli, words: &Words, id: &str, args: &[(&str, String)]) {
    if !cli.json {
        out!("\n{}", words.say(id, args));
    }
}

/// The configuration just written, with the sandbox's keys whatever the environment says.
fn read(path: &Path, shop_key: &str, erp_key: &str) -> Result<config::Config, Failure> {
    let mut config = config::load(path)?;
    config.keys.shop = SecretString::from(shop_key.to_owned());
    config.keys.erp = SecretString::from(erp_key.to_owned());
    Ok(config)
}

/// A folder of the machine's temporary files, removed at the end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn make() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("passerelle-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| Failure::file(&path, &error))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing of value is in it; a leftover harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
