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

/// Runs the command that was asked for: each in a box, as the largest would lie on the stack with all the others.
pub async fn run(cli: &Cli, words: &Words) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Init(args) => Box::pin(init::run(cli, words, args)).await,
        Command::Doctor => Box::pin(doctor::run(cli, words)).await,
        Command::Plan(args) => Box::pin(plan::run(cli, words, args)).await,
        Command::Sync(args) => Box::pin(sync::run(cli, words, args)).await,
        Command::Status(args) => Box::pin(status::run(cli, words, args)).await,
        Command::Why { reference } => Box::pin(why::run(cli, words, reference)).await,
        Command::Retry(args) => Box::pin(retry::run(cli, words, args)).await,
        Command::Accept(args) => Box::pin(accept::run(cli, words, args)).await,
        Command::Decide(args) => Box::pin(decide::run(cli, words, args)).await,
        Command::Demo(args) => Box::pin(demo::run(cli, words, args)).await,
        Command::Sandbox(args) => Box::pin(sandbox::run(args)).await,
    }
}
