//! `demo`: the whole work in a sandbox, in one command: set up, first load, second run, a change in the shop.

use std::path::Path;

use passerelle_core::explain::Explanation;
use passerelle_core::key::Tag;
use passerelle_engine::ports::store::Store as _;
use passerelle_store::SqliteStore;
use secrecy::SecretString;

use super::{init, sandbox, status, sync};
use crate::cli::{Cli, DemoArgs, InitArgs, PartArgs};
use crate::config;
use crate::connection::open_store;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;
use crate::output::remarks::Remarks;
use crate::output::{document, summary};
use crate::words::Words;

/// Things to know that are shown one by one.
const SHOWN: u32 = 20;

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
        since: None,
        keep: Vec::new(),
    };
    let quiet = Cli {
        config: config_path.clone(),
        lang: cli.lang.clone(),
        json: cli.json,
        verbose: cli.verbose,
        command: crate::cli::Command::Doctor,
    };
    Box::pin(init::run(&quiet, words, &init)).await?;
    let config = read(&config_path, &shop.key(), &erp.key())?;
    let store = open_store(&config).await?;
    let parts = PartArgs { parts: Vec::new(), since: None, deletions: false, look: false };
    let kinds = parts.kinds(&config.file.settings());
    say(cli, words, "demo-first", &[]);
    let discovering = sync::Discovering { kinds: &kinds, since: None, deletions: false, look: false };
    let first = Box::pin(sync::synchronise(cli, words, &config, &store, Some(discovering))).await?;
    summary::print(cli, words, &store, &config.file.connection.tag, &first).await?;
    say(cli, words, "demo-second", &[]);
    let second = Box::pin(sync::synchronise(cli, words, &config, &store, Some(discovering))).await?;
    summary::print(cli, words, &store, &config.file.connection.tag, &second).await?;
    let wrong = sync::anything_wrong(&store, &config.file.connection.tag).await?;
    let left = left_to_know(&store, &config.file.connection.tag, words).await?;
    store.close().await;
    if wrong || second.run.writes > 0 {
        return Err(Failure { explanation: Explanation::new("demo-not-in-step"), code: exit::ATTENTION });
    }
    let args = [
        ("orders", args.orders.to_string()),
        ("writes", first.run.writes.to_string()),
        ("count", left.len().to_string()),
    ];
    say(cli, words, if left.is_empty() { "demo-end" } else { "demo-end-but" }, &args);
    for line in left.iter().filter(|_| !cli.json) {
        out!("  {line}");
    }
    Ok(exit::OK)
}

/// What a person should know of documents on which both sides agree: the sandbox's shop holds odd data, as real ones do.
async fn left_to_know(store: &SqliteStore, tag: &Tag, words: &Words) -> Result<Vec<String>, Failure> {
    let mut remarks = Remarks::default();
    for (kind, remark, count) in store.remarks(tag).await? {
        if !status::ONE_BY_ONE.contains(&kind) {
            remarks.add(kind, &remark, count);
        }
    }
    let mut lines = remarks.lines(words);
    let remarked = store.remarked(tag, &status::ONE_BY_ONE, SHOWN).await?;
    lines.extend(remarked.iter().map(|it| document::line(words, it)));
    Ok(lines)
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
