//! Documents of a product whose reference changes: Dolibarr names the folder after it, and leaves the files in the old one.

use serde::{Deserialize, Serialize};

use super::images::files_of;
use crate::erp::ErpSeen;
use crate::key::ErpId;
use crate::plan::{CopyProof, FileCopy, Operation, Step};

/// Files moved for one product at most.
const MOST: usize = 1_000;

/// A file that a plan of before was about to move.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LeftBehind {
    /// Folder and name, as they were.
    pub from: String,
    /// Its size in bytes.
    pub size: u64,
}

impl LeftBehind {
    fn name(&self) -> &str {
        self.from.rsplit_once('/').map_or(self.from.as_str(), |(_, name)| name)
    }

    fn folder(&self) -> &str {
        self.from.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// The files that a product has, before its reference changes.
pub(super) fn of_product(seen: &ErpSeen, product: ErpId) -> Vec<LeftBehind> {
    let files = files_of(seen, product).unwrap_or_default();
    files.into_iter().map(|file| LeftBehind { from: file.path(), size: file.size }).collect()
}

/// The steps that bring files into the folder of the new reference, behind the one that changes it. Each is copied, and
/// deleted once its copy is seen.
pub(super) fn steps(files: &[LeftBehind], product: ErpId, reference: &str) -> Vec<Step> {
    let left = files.iter().filter(|file| !file.folder().eq_ignore_ascii_case(reference)).take(MOST);
    let mut steps = Vec::new();
    for file in left {
        let copy = FileCopy {
            from: file.from.clone(),
            name: file.name().to_owned(),
            size: file.size,
            reference: reference.to_owned(),
        };
        let proof = CopyProof { product, name: file.name().to_owned(), size: file.size };
        let delete =
            Operation::FileDelete { path: file.from.clone(), replaced_by: None, copied: Some(proof) };
        let step = |operation, why: &str| Step { operation, why: why.to_owned(), links: None };
        steps.push(step(Operation::FileCopy(copy), "in the folder of the reference before"));
        steps.push(step(delete, "copied"));
    }
    steps
}
