//! Reading and writing the configuration file, with errors that point to the line.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle_core::explain::Explanation;

use super::shops::settings_of_shops;
use super::{ConfigFile, Keys, Staged};
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
    let invalid = |error: &str| {
        Failure::usage(
            Explanation::new("config-invalid").with("path", path.display()).with("error", error.trim_end()),
        )
    };
    // The library's text shows the line with a pointer to the place.
    let file: ConfigFile = toml::from_str(text).map_err(|error| invalid(&error.to_string()))?;
    match settings_of_shops(&file) {
        Ok(_) => Ok(file),
        Err((shop, error)) => Err(invalid(&format!("[shops.{shop}]: {error}"))),
    }
}

/// Writes the configuration file beside its place; refuses to write over one unless `force`.
pub fn stage(file: &ConfigFile, path: &Path, force: bool) -> Result<Staged, Failure> {
    if path.exists() && !force {
        return Err(Failure::usage(Explanation::new("config-exists").with("path", path.display())));
    }
    let text = toml::to_string_pretty(file).map_err(|error| {
        Failure::usage(Explanation::new("config-invalid").with("path", path.display()).with("error", error))
    })?;
    let text = format!(
        "# Passerelle. Every setting: docs/settings.md. The keys are in the .env file beside this one.\n\n{text}"
    );
    Staged::write(path, &text, None).map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_core::key::{ErpId, ShopId};

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let text = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\nlangage = \"fr\"\n[erp]\nurl = \"https://erp.example\"\n";
        let failure = parse(text, Path::new("passerelle.toml")).unwrap_err();
        let error = &failure.explanation.args["error"];
        assert!(error.contains("line 5") && error.contains("langage") && error.contains("shops"), "{error}");
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

    const SMALLEST: &str = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\n[erp]\nurl = \"https://erp.example\"\n";

    #[test]
    fn a_shop_of_a_multistore_lays_its_own_over_what_is_common() {
        let text = format!(
            "{SMALLEST}warehouse = 1\n[orders]\ndraft_orders = true\nsince = 2026-01-01\n[payments.\"*\"]\nmode = \"CB\"\naccount = 1\n\
             [payments.Cheque]\nmode = \"CHQ\"\naccount = 1\n[shops.2.orders]\nsince = 2025-06-01\n\
             [shops.2.payments.\"*\"]\nmode = \"VIR\"\naccount = 7\n[shops.2.services]\nshipping = \"Envío\"\n\
             [shops.2.erp]\nwarehouse = 3\n"
        );
        let settings = parse(&text, Path::new("passerelle.toml")).unwrap().settings();
        let second = settings.of_shop(ShopId(2));
        assert_eq!(settings.of_shop(ShopId(1)), &settings, "a shop without a section");
        assert!(second.orders.draft_orders, "what the shop does not say is as it is for all");
        assert_eq!(second.orders.since, Some(jiff::civil::date(2025, 6, 1)));
        assert_eq!(settings.earliest_since(), Some(jiff::civil::date(2025, 6, 1)));
        assert_eq!(second.payment("Cheque").unwrap().account, ErpId(1));
        assert_eq!(
            (second.payment("x").unwrap().mode.as_str(), second.payment("x").unwrap().account),
            ("VIR", ErpId(7))
        );
        assert_eq!(settings.payment("x").unwrap().mode, "CB");
        assert_eq!(
            (second.services.shipping.as_str(), second.services.rounding.as_str()),
            ("Envío", "Arrondi")
        );
        assert_eq!((settings.warehouse, second.warehouse), (Some(ErpId(1)), Some(ErpId(3))));
    }

    #[test]
    fn what_cannot_differ_between_shops_is_refused_with_the_shop() {
        for (section, named) in [
            ("[shops.2.catalogue]\ndescriptions = false", "catalogue"),
            ("[shops.2.erp]\nurl = \"https://other.example\"", "erp.url"),
            ("[shops.2.orders]\ndraft = true", "draft"),
            ("[shops.two.orders]\ndraft_orders = true", "no number"),
        ] {
            let failure = parse(&format!("{SMALLEST}{section}\n"), Path::new("passerelle.toml")).unwrap_err();
            let error = &failure.explanation.args["error"];
            assert!(error.starts_with("[shops.") && error.contains(named), "{error}");
        }
    }

    #[test]
    fn shops_are_chosen_by_a_word_or_their_numbers() {
        let file = |shops: &str| {
            let text = SMALLEST.replace("[erp]", &format!("shops = {shops}\n[erp]"));
            parse(&text, Path::new("passerelle.toml")).map(|file| file.shop.shops.numbers())
        };
        assert_eq!(file("\"all\"").unwrap(), None);
        assert_eq!(file("[2, 3]").unwrap(), Some(vec![2, 3]));
        assert!(file("[]").unwrap_err().explanation.args["error"].contains("such as [1, 2]"));
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
    fn a_shop_has_states_and_refunds_of_its_own() {
        let text = "[connection]\ntag = \"ps1\"\n[shop]\nurl = \"https://shop.example\"\n[erp]\nurl = \"https://erp.example\"\n\
                    [shops.2.states]\norder = [3]\n[shops.2.refunds]\nrestock = true\n[shops.2.stock.carriers]\n\"*\" = 4\n";
        let settings = parse(text, Path::new("passerelle.toml")).unwrap().settings();
        let (first, second) = (settings.of_shop(ShopId(1)), settings.of_shop(ShopId(2)));
        assert!(first.states.order.is_empty() && !first.refunds.restock && first.stock.carriers.is_empty());
        assert!(
            !second.states.order.is_empty() && second.refunds.restock && !second.stock.carriers.is_empty()
        );
        assert!(settings.need_history() && !settings.states.need_history());
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
