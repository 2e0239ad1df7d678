//! The program: command line, configuration, words, wiring. A library so that tests can put its parts together.

pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod connection;
pub mod defaults;
pub mod exit;
pub mod facts;
pub mod failure;
pub mod output;
pub mod tag_use;
pub mod turnover;
pub mod words;

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli::Cli;
use crate::failure::Failure;
use crate::words::Words;

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let words = Words::choose(cli.lang.as_deref());
    start_logging(cli.verbose);
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            err!("{error}");
            return exit::INTERNAL.into();
        }
    };
    if let Some(exposed) = config::exposed(&cli.config) {
        err!("{} {}", words.say("warning-prefix", &[]), words.explain(&exposed));
    }
    match runtime.block_on(commands::run(&cli, &words)) {
        Ok(code) => code.into(),
        Err(failure) => {
            report(&cli, &words, &failure);
            failure.code.into()
        }
    }
}

/// Tells a person, or a program with `--json`, why the command ended.
fn report(cli: &Cli, words: &Words, failure: &Failure) {
    let message = words.explain(&failure.explanation);
    if cli.json {
        let json = serde_json::json!({ "error": { "id": failure.explanation.id, "message": message } });
        out!("{json}");
    } else {
        err!("{} {message}", words.say("error-prefix", &[]));
    }
}

fn start_logging(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info,hyper=warn,reqwest=warn",
        _ => "debug,hyper=info,reqwest=info",
    };
    let asked: Option<Targets> = std::env::var("PASSERELLE_LOG").ok().and_then(|text| text.parse().ok());
    let filter = asked.or_else(|| level.parse().ok()).unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer().with_writer(output::Log::default);
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
}
