//! The two API keys: from the environment, else from `passerelle.env` beside the configuration, which only its owner reads.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use passerelle_core::explain::Explanation;
use secrecy::{ExposeSecret as _, SecretString};

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

    /// Writes both keys beside the configuration, readable by the owner only.
    pub fn write(&self, config: &Path) -> Result<PathBuf, Failure> {
        let path = keys_path(config);
        let write = || -> std::io::Result<()> {
            // A file that was there may be readable by others: begin anew.
            if path.exists() {
                fs::remove_file(&path)?;
            }
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            writeln!(file, "{SHOP}={}", self.shop.expose_secret())?;
            writeln!(file, "{ERP}={}", self.erp.expose_secret())
        };
        write().map_err(|error| Failure::file(&path, &error))?;
        Ok(path)
    }
}
