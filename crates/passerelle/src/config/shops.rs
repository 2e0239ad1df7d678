//! `[shops.2]`: what is different for one shop of a multistore.

use std::collections::BTreeMap;

use passerelle_core::key::ShopId;
use passerelle_core::settings::Settings;
use toml::{Table, Value};

use super::ConfigFile;

/// Sections that a shop may have of its own, and which of their settings; none is all of them. The catalogue and the customers
/// are the same for all shops of one PrestaShop.
const OWN: [(&str, Option<&[&str]>); 7] = [
    ("orders", None),
    ("states", None),
    ("payments", None),
    ("refunds", None),
    ("services", None),
    ("stock", None),
    ("erp", Some(&["warehouse"])),
];

/// What is different, by the number of the shop as it is written.
pub type ShopSections = BTreeMap<String, Table>;

/// The settings of each shop that has some of its own: the file's, with what the shop has laid over them.
///
/// # Errors
/// The shop and what is wrong with its section.
pub fn settings_of_shops(file: &ConfigFile) -> Result<BTreeMap<ShopId, Settings>, (String, String)> {
    let mut shops = BTreeMap::new();
    for (name, own) in &file.shops {
        let wrong = |error: String| (name.clone(), error);
        let id: u64 = name.parse().ok().filter(|id| *id != 0).ok_or_else(|| wrong("no number".to_owned()))?;
        check(own).map_err(wrong)?;
        let common = ConfigFile { shops: ShopSections::new(), ..file.clone() };
        let mut table = Table::try_from(&common).map_err(|error| wrong(error.to_string()))?;
        lay_over(&mut table, own);
        let its: ConfigFile = Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
        shops.insert(ShopId(id), its.settings());
    }
    Ok(shops)
}

fn check(own: &Table) -> Result<(), String> {
    for (section, value) in own {
        let Some((_, some)) = OWN.iter().find(|(name, _)| name == section) else {
            let names: Vec<&str> = OWN.iter().map(|(name, _)| *name).collect();
            return Err(format!("`{section}`: only {} can differ between shops", names.join(", ")));
        };
        let Some(settings) = value.as_table() else { return Err(format!("`{section}` must be a table")) };
        if let Some(other) = some.and_then(|some| settings.keys().find(|key| !some.contains(&key.as_str()))) {
            return Err(format!("`{section}.{other}` cannot differ between shops"));
        }
    }
    Ok(())
}

/// Tables are laid over tables, setting by setting; a payment method is replaced whole.
fn lay_over(under: &mut Table, over: &Table) {
    for (section, value) in over {
        match (under.get_mut(section).and_then(Value::as_table_mut), value.as_table()) {
            (Some(under), Some(over)) => {
                under.extend(over.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            _ => {
                under.insert(section.clone(), value.clone());
            }
        }
    }
}
