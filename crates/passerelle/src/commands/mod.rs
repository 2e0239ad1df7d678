//! The commands, one file each.

mod accept;
mod decide;
mod demo;
mod doctor;
mod given_key;
mod init;
mod init_turnover;
mod plan;
mod retry;
mod sandbox;
mod status;
mod sync;
mod why;

pub use sync::Synced;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::words::Words;

/// Runs the command that was asked for.
pub async fn run(cli: &Cli, words: &Words) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Init(args) => init::run(cli, words, args).await,
        Command::Doctor => doctor::run(cli, words).await,
        Command::Plan(args) => plan::run(cli, words, args).await,
        Command::Sync(args) => sync::run(cli, words, args).await,
        Command::Status(args) => status::run(cli, words, args).await,
        Command::Why { reference } => why::run(cli, words, reference).await,
        Command::Retry(args) => retry::run(cli, words, args).await,
        Command::Accept(args) => accept::run(cli, words, args).await,
        Command::Decide(args) => decide::run(cli, words, args).await,
        Command::Demo(args) => demo::run(cli, words, args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
    }
}
