//! `passerelle`: the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    passerelle::run()
}
