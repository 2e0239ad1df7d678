//! The real program as a child process, with a configuration of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use passerelle_core::key::Tag;
use passerelle_sandbox::{SandboxErp, SandboxShop};
use passerelle_store::SqliteStore;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::pair::Pair;

/// What a run of the program left.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Exit code, both outputs, as a person sees them; addresses of this machine masked.
    pub fn shown(&self, folder: &Path) -> String {
        let mut text = format!("exit code: {}\n", self.code.map_or("none".to_owned(), |it| it.to_string()));
        for (name, part) in [("out", &self.out), ("err", &self.err)] {
            let part = masked(&part.replace(&folder.display().to_string(), "FOLDER"));
            if !part.trim().is_empty() {
                text.push_str(&format!("--- {name}\n{}\n", part.trim_end()));
            }
        }
        text
    }

    /// The one JSON document of standard output.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.out.trim()).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Ports, times and rates differ from run to run.
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("127.0.0.1:") {
        let (before, after) = rest.split_at(at + "127.0.0.1:".len());
        out.push_str(before);
        out.push_str("PORT");
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

/// The program with its folder.
pub struct Program {
    folder: TempDir,
}

impl Program {
    /// A folder without configuration.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A connection set up by `init --yes`, whose longest call is one second.
    pub async fn connected(pair: &Pair) -> Self {
        Self::connected_to(&pair.shop, &pair.erp).await
    }

    pub async fn connected_to(shop: &SandboxShop, erp: &SandboxErp) -> Self {
        let program = Self::new();
        let ended = program.init(&shop.url(), &shop.key(), &erp.url(), &erp.key()).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        program.edit("longest_call_seconds = 120", "longest_call_seconds = 1");
        program
    }

    pub async fn init(&self, shop: &str, shop_key: &str, erp: &str, erp_key: &str) -> Ended {
        let mut command = self.command(&["init", "--yes", "--shop-url", shop, "--erp-url", erp]);
        command.env("PASSERELLE_SHOP_KEY", shop_key).env("PASSERELLE_ERP_KEY", erp_key);
        Self::ended(command).await
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn config(&self) -> PathBuf {
        self.folder().join("passerelle.toml")
    }

    pub fn state(&self) -> PathBuf {
        self.folder().join("passerelle.db")
    }

    /// Replaces a text of the configuration.
    pub fn edit(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.config()).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        std::fs::write(self.config(), text.replace(from, to)).unwrap();
    }

    /// Adds to the end of the configuration.
    pub fn append(&self, text: &str) {
        let present = std::fs::read_to_string(self.config()).unwrap();
        std::fs::write(self.config(), present + text).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command
            .args(args)
            .current_dir(self.folder())
            .env_clear()
            .env("PASSERELLE_LANG", "en")
            .env("PASSERELLE_CONFIG", self.config())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts it; nobody reads what it says.
    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs it to its end.
    pub async fn run(&self, args: &[&str]) -> Ended {
        Self::ended(self.command(args)).await
    }

    async fn ended(mut command: Command) -> Ended {
        let output = command.output().await.unwrap();
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub async fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.state()).await.unwrap()
    }
}

/// The tag that `init` writes.
pub fn tag() -> Tag {
    "ps1".parse().unwrap()
}
