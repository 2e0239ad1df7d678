//! The erp port: reading Dolibarr in batches, and carrying out one operation with an honest outcome.

use async_trait::async_trait;
use bytes::Bytes;
use passerelle_core::erp::{ErpKind, ErpObject, ErpSeen, ErpSetup, Look, Standing};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Tag};
use passerelle_core::plan::Operation;

/// Why Dolibarr could not be read. `Explanation`s are for persons and say what to do.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ErpError {
    /// Nothing will change by itself: wrong address or key, module off, missing right, not a Dolibarr.
    #[error("Dolibarr refuses: {}", .0.id)]
    Refused(Explanation),
    /// It may work later.
    #[error("Dolibarr cannot be reached now: {}", .explanation.id)]
    Unavailable {
        /// For a person.
        explanation: Explanation,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
}

impl ErpError {
    /// The words for a person.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        match self {
            Self::Refused(explanation) | Self::Unavailable { explanation, .. } => explanation,
        }
    }
}

/// What became of one operation.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Nothing reached Dolibarr (the connection could not be made): can be sent again at once.
    NotSent(Explanation),
    /// Dolibarr did it.
    Done {
        /// The id of what was created.
        created: Option<ErpId>,
        /// The object as Dolibarr gave it back, where it does (validation).
        object: Option<Box<ErpObject>>,
    },
    /// Dolibarr says that there was nothing to do (304).
    NothingDone,
    /// The application said no: permanent until something changes. Nothing was stored.
    Rejected(Explanation),
    /// Dolibarr refused for a passing reason that it rolled back (deadlock, duplicate number): nothing was stored.
    RolledBack(Explanation),
    /// Too many calls (429, or 503 with Retry-After): nothing was stored.
    Throttled {
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// Nobody knows: the call may have been carried out, or be carried out later. Wait, look, then go on.
    Unknown(Explanation),
}

/// A file to put into a folder of Dolibarr.
#[derive(Clone, Debug)]
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// The bytes of a file of Dolibarr, or why there are none.
#[derive(Clone, Debug)]
pub enum Download {
    /// They are these.
    Bytes(Bytes),
    /// There is no such file.
    Absent,
    /// It is longer than what was asked for.
    Longer,
}

/// Which things of Dolibarr are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErpListing {
    /// Of which kind.
    pub kind: ErpKind,
    /// With external references of this connection.
    pub tag: Tag,
    /// Which of them.
    pub listed: ErpListed,
}

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErpListed {
    /// Those with numbers behind this one, by number.
    After(ErpId),
    /// This page, from 0, of all by the date of the last change, newest first.
    Latest(u32),
    /// Those with these numbers, whatever their external references.
    Numbers(Vec<ErpId>),
}

/// One thing as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErpRow {
    /// Its number.
    pub id: ErpId,
    /// When it was last changed: comparable with others of the same list only.
    pub modified: Option<i64>,
    /// What an order or invoice shows.
    pub standing: Option<Standing>,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErpPage {
    /// Its rows.
    pub rows: Vec<ErpRow>,
    /// Every row of it could be read.
    pub is_whole: bool,
    /// There are no more behind it.
    pub is_last: bool,
}

/// A Dolibarr.
#[async_trait]
pub trait Erp: Send + Sync {
    /// Checks address, key, version and rights, and reads how Dolibarr is set up.
    async fn setup(&self) -> Result<ErpSetup, ErpError>;

    /// Answers looks in as few calls as can be. A look that was answered with nothing has an empty answer.
    async fn look(&self, looks: &[Look]) -> Result<ErpSeen, ErpError>;

    /// One page of what Dolibarr holds of a connection. An empty page is the last one.
    async fn list(&self, listing: &ErpListing) -> Result<ErpPage, ErpError>;

    /// Carries out one operation whose targets are `made` by earlier steps of its plan. Exactly one HTTP call, never repeated.
    async fn execute(&self, operation: &Operation, made: &[Option<ErpId>]) -> Outcome;

    /// Carries out an operation that puts a file into a folder, like [`Erp::execute`].
    async fn upload(&self, operation: &Operation, file: &FileContent) -> Outcome;

    /// A file of a product by folder and name, if it has no more than `most` bytes.
    async fn download(&self, path: &str, most: usize) -> Result<Download, ErpError>;

    /// Number of HTTP calls so far, and how long the calls of the serial lane took altogether, as this side measured.
    fn calls(&self) -> u64;
}
