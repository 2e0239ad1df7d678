//! Files, as `/documents` lists them.

use passerelle_core::erp::ErpFile;
use serde_json::Value;

use super::fields;

/// Reads one file; none when it has no name or no size.
#[must_use]
pub fn file(value: &Value) -> Option<ErpFile> {
    let file = ErpFile {
        folder: fields::text(value, "level1name"),
        name: name(value),
        size: fields::whole(value, "size").and_then(|size| u64::try_from(size).ok())?,
        written: fields::whole(value, "date").unwrap_or_default(),
    };
    (!file.name.is_empty() && !file.folder.is_empty()).then_some(file)
}

/// The name, which version 23 hides behind that of the database's row: that has it under another.
fn name(value: &Value) -> String {
    let named = ["name", "filename", "relativename"].map(|field| fields::text(value, field));
    let name = named.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    name.rsplit('/').next().unwrap_or_default().to_owned()
}
