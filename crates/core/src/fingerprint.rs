//! The fingerprint of what was last brought over: equal fingerprints mean that nothing has to be done.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first 16 bytes of the SHA-256 of a value's JSON, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of `value`. Values that serialise alike have the same one.
    #[must_use]
    pub fn of<T: Serialize>(value: &T) -> Self {
        // A value of the core always serialises: maps have text keys and nothing fails inside.
        let bytes = serde_json::to_vec(value).unwrap_or_default();
        let digest = Sha256::digest(&bytes);
        Self(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads a stored fingerprint.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
