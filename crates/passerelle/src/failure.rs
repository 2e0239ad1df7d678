//! Why a command could not do its work, with its exit code.

use passerelle_core::explain::Explanation;
use passerelle_engine::RunError;
use passerelle_engine::ports::erp::ErpError;
use passerelle_engine::ports::shop::ShopError;
use passerelle_engine::ports::store::StoreError;

use crate::exit::{self, Exit};

/// Why a command ended early.
#[derive(Debug)]
pub struct Failure {
    /// For a person.
    pub explanation: Explanation,
    /// For a program.
    pub code: Exit,
}

impl Failure {
    /// The command line or the configuration is wrong.
    pub fn usage(explanation: Explanation) -> Self {
        Self { explanation, code: exit::USAGE }
    }

    /// A side is not set up as it must be.
    pub fn refused(explanation: Explanation) -> Self {
        Self { explanation, code: exit::REFUSED }
    }

    /// Reading or writing a file failed.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::usage(Explanation::new("file-failed").with("path", path.display()).with("error", error))
    }
}

impl From<ShopError> for Failure {
    fn from(error: ShopError) -> Self {
        let code = if matches!(error, ShopError::Refused(_)) { exit::REFUSED } else { exit::UNAVAILABLE };
        Self { explanation: error.explanation().clone(), code }
    }
}

impl From<ErpError> for Failure {
    fn from(error: ErpError) -> Self {
        let code = if matches!(error, ErpError::Refused(_)) { exit::REFUSED } else { exit::UNAVAILABLE };
        Self { explanation: error.explanation().clone(), code }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let explanation =
            Explanation::new("state-unusable").with("doing", error.doing).with("error", &error.source);
        Self { explanation, code: exit::STATE }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Shop(error) => error.into(),
            RunError::Erp(error) => error.into(),
            RunError::Store(error) => error.into(),
        }
    }
}
