//! Exit codes, documented in docs/command-line.md.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit(u8);

/// All is well: everything is in step.
pub const OK: Exit = Exit(0);
/// It ran, and some documents or checks need attention.
pub const ATTENTION: Exit = Exit(1);
/// The command line or the configuration is wrong.
pub const USAGE: Exit = Exit(2);
/// One of the sides refuses: wrong address or key, missing right, wrong set-up.
pub const REFUSED: Exit = Exit(3);
/// One of the sides cannot be reached now.
pub const UNAVAILABLE: Exit = Exit(4);
/// The state database cannot be used.
pub const STATE: Exit = Exit(5);
/// A fault of the program itself or of the machine.
pub const INTERNAL: Exit = Exit(70);
/// Interrupted; the next run goes on from there.
pub const INTERRUPTED: Exit = Exit(130);

impl Exit {
    /// The number that the process ends with.
    pub const fn code(self) -> u8 {
        self.0
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}
