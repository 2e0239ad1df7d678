//! The two API keys: from the environment, else from `passerelle.env` beside the configuration, which only its owner reads.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use passerelle_core::explain::Explanation;
use secrecy::{ExposeSecret as _, SecretString};

use super::Staged;
use crate::failure::Failure;

const SHOP: &str = "PASSERELLE_SHOP_KEY";
const ERP: &str = "PASSERELLE_ERP_KEY";

/// The two API keys.
pub struct Keys {
    /// Key of the shop's webservice.
    pub shop: SecretString,
    /// API key of the Dolibarr user.
    pub erp: SecretString,
}

/// The file of keys that belongs to a configuration file: `passerelle.toml` → `passerelle.env`.
pub fn keys_path(config: &Path) -> PathBuf {
    config.with_extension("env")
}

impl Keys {
    /// Reads both keys.
    pub fn read(config: &Path) -> Result<Self, Failure> {
        let path = keys_path(config);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::file(&path, &error)),
        };
        let key = |name: &str| {
            let from_file = || {
                text.lines().find_map(|line| {
                    let (key, value) = line.split_once('=')?;
                    (key.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
                })
            };
            std::env::var(name)
                .ok()
                .or_else(from_file)
                .filter(|key| !key.is_empty())
                .map(SecretString::from)
                .ok_or_else(|| {
                    Failure::usage(
                        Explanation::new("key-missing").with("variable", name).with("path", path.display()),
                    )
                })
        };
        Ok(Self { shop: key(SHOP)?, erp: key(ERP)? })
    }

    /// Writes both keys beside the place of their file, readable by the owner only.
    pub fn stage(&self, config: &Path) -> Result<(PathBuf, Staged), Failure> {
        let path = keys_path(config);
        let text = format!("{SHOP}={}\n{ERP}={}\n", self.shop.expose_secret(), self.erp.expose_secret());
        let staged =
            Staged::write(&path, &text, Some(0o600)).map_err(|error| Failure::file(&path, &error))?;
        Ok((path, staged))
    }
}

/// What a person has to know when others than the owner can read the file of keys.
pub fn exposed(config: &Path) -> Option<Explanation> {
    let path = keys_path(config);
    let mode = fs::metadata(&path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        Explanation::new("keys-exposed").with("path", path.display()).with("mode", format!("{mode:03o}"))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]

    use super::*;

    #[test]
    fn keys_that_others_can_read_are_told_with_their_file() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("passerelle.toml");
        assert_eq!(exposed(&config), None, "no file at all");
        let path = keys_path(&config);
        fs::write(&path, "").unwrap();
        for (mode, told) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o666, true)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(exposed(&config).is_some(), told, "{mode:o}");
        }
    }
}
