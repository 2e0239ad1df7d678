//! Reading and writing the configuration file, with errors that point to the line.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle_core::explain::Explanation;

use super::{ConfigFile, Keys};
use crate::failure::Failure;

/// A configuration that was read.
pub struct Config {
    /// The file's content.
    pub file: ConfigFile,
    /// The keys.
    pub keys: Keys,
    /// Where the state database is.
    pub state: PathBuf,
}

/// Reads the configuration file and the keys.
pub fn load(path: &Path) -> Result<Config, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::usage(Explanation::new("config-not-found").with("path", path.display())));
        }
        Err(error) => return Err(Failure::file(path, &error)),
    };
    let file = parse(&text, path)?;
    let state = path.parent().unwrap_or(Path::new("")).join(&file.connection.state);
    Ok(Config { file, keys: Keys::read(path)?, state })
}

fn parse(text: &str, path: &Path) -> Result<ConfigFile, Failure> {
    toml::from_str(text).map_err(|error| {
        // The library's text shows the line with a pointer to the place.
        Failure::usage(
            Explanation::new("config-invalid")
                .with("path", path.display())
                .with("error", error.to_string().trim_end()),
        )
    })
}

/// Writes the configuration file; refuses to write over one unless `force`.
pub fn write(file: &ConfigFile, path: &Path, force: bool) -> Result<(), Failure> {
    if path.exists() && !force {
        return Err(Failure::usage(Explanation::new("config-exists").with("path", path.display())));
    }
    let text = toml::to_string_pretty(file).map_err(|error| {
        Failure::usage(Explanation::new("config-invalid").with("path", path.display()).with("error", error))
    })?;
    let text = format!(
        "# Passerelle. Every setting: docs/settings.md. The keys are in the .env file beside this one.\n\n{text}"
    );
    fs::write(path, text).map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let text = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\nlangage = \"fr\"\n[erp]\nurl = \"https://erp.example\"\n";
        let failure = parse(text, Path::new("passerelle.toml")).unwrap_err();
        let error = &failure.explanation.args["error"];
        assert!(
            error.contains("line 5") && error.contains("langage") && error.contains("shop_id"),
            "{error}"
        );
    }

    #[test]
    fn a_day_is_a_toml_date_or_a_text() {
        let file = |day: &str| {
            let text = format!(
                "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\n[erp]\nurl = \"https://erp.example\"\n[orders]\nsince = {day}\n"
            );
            parse(&text, Path::new("passerelle.toml")).map(|file| file.orders.since)
        };
        let day = Some(jiff::civil::date(2026, 1, 31));
        assert_eq!(file("2026-01-31").unwrap(), day);
        assert_eq!(file("\"2026-01-31\"").unwrap(), day);
        assert!(file("\"soon\"").unwrap_err().explanation.args["error"].contains("a day such as"));
    }

    #[test]
    fn rates_of_a_tax_row_are_texts_or_numbers() {
        let text = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\n[erp]\nurl = \"https://erp.example\"\n\
                    [[taxes]]\ntaxes = [1, \"18\"]\nvat = 18.18\nlocal1 = { rate = \"1\", on = \"net_and_vat\" }\n";
        let file = parse(text, Path::new("passerelle.toml")).unwrap();
        assert_eq!(file.taxes[0].rate().to_string(), "18.18 % × 1 %");
        assert!(parse(&text.replace("net_and_vat", "gross"), Path::new("passerelle.toml")).is_err());
    }

    #[test]
    fn the_smallest_file_is_enough() {
        let text = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\n[erp]\nurl = \"https://erp.example\"\n";
        let file = parse(text, Path::new("passerelle.toml")).unwrap();
        assert_eq!(file.connection.state, Path::new("passerelle.db"));
        let again = toml::to_string_pretty(&file).unwrap();
        assert_eq!(parse(&again, Path::new("passerelle.toml")).unwrap(), file);
    }
}
