//! Which rights the key lacks, found out by calls that change nothing.

use passerelle_engine::ports::erp::ErpError;
use serde_json::Value;

use crate::read::{ReadError, Reader};
use crate::resource::{
    BANK_ACCOUNTS, CATEGORIES, CONTACTS, INVOICES, ORDERS, PRODUCTS, Resource, SETUP, THIRD_PARTIES,
    VARIANTS, WAREHOUSES,
};

/// A right, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightFinding {
    /// What it is for: a part of the API, such as `orders`.
    pub what: &'static str,
    /// The right, as Dolibarr's permission screen calls it in English.
    pub right: String,
    /// What is known.
    pub state: RightState,
}

/// What is known about a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightState {
    /// The key lacks it.
    Missing,
    /// The module that has it is off.
    ModuleOff,
    /// It cannot be found out without writing.
    Unprobed,
}

/// The parts of the API that are used, what to read of them, and whether they are written to.
const PROBES: [(Resource, &str, bool); 9] = [
    (SETUP, "/setup/company", false),
    (CATEGORIES, "/categories", true),
    (PRODUCTS, "/products", true),
    (THIRD_PARTIES, "/thirdparties", true),
    (CONTACTS, "/contacts", true),
    (ORDERS, "/orders", true),
    (INVOICES, "/invoices", true),
    (WAREHOUSES, "/warehouses", false),
    (BANK_ACCOUNTS, "/bankaccounts", false),
];

/// Without it Dolibarr hides, without a word, all third parties, orders and invoices that the user is not the
/// representative of: what exists is not found and would be made again.
const ALL_THIRD_PARTIES: &str = "Extend access to all third parties AND their objects";

/// The modules that are on; none when the key's user may not see them.
async fn modules(reader: &Reader<'_>) -> Result<Option<Vec<String>>, ErpError> {
    match reader.get(SETUP, "/setup/modules", &[]).await {
        Ok(value) => Ok(value
            .as_ref()
            .and_then(Value::as_array)
            .map(|rows| rows.iter().filter_map(Value::as_str).map(str::to_lowercase).collect())),
        Err(ReadError::Erp(ErpError::Refused(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The rights that the key lacks, and those that cannot be probed.
pub async fn probe(reader: &Reader<'_>) -> Result<Vec<RightFinding>, ErpError> {
    let mut findings = Vec::new();
    let modules = modules(reader).await?;
    let is_off = |resource: Resource| {
        let names: &[&str] =
            if resource.module == "product" { &["product", "service"] } else { &[resource.module] };
        let on = |module: &String| names.contains(&module.as_str());
        modules.as_ref().is_some_and(|modules| !modules.iter().any(on)) && resource != SETUP
    };
    for (resource, path, written) in PROBES {
        let what = resource.word();
        let mut note =
            |right: &str, state| findings.push(RightFinding { what, right: right.to_owned(), state });
        match reader.get(resource, path, &[("limit", "1".to_owned())]).await {
            Ok(_) => {}
            Err(ReadError::Erp(ErpError::Refused(why))) => match why.id.as_str() {
                // Since version 23 nobody has the rights of a module that is off.
                "erp-right-missing" if is_off(resource) => {
                    note(resource.right_to_read, RightState::ModuleOff)
                }
                "erp-right-missing" => note(resource.right_to_read, RightState::Missing),
                "erp-admin-required" => {
                    let constant = why.args.get("constant").map_or("", String::as_str);
                    note(&format!("Administrator, or named in {constant}"), RightState::Missing);
                }
                "erp-module-off" => note(resource.right_to_read, RightState::ModuleOff),
                _ => return Err(ErpError::Refused(why)),
            },
            Err(error) => return Err(error.into()),
        }
        if written {
            note(resource.right_to_write, RightState::Unprobed);
        }
    }
    // A variant whose values change, or that is gone in the shop, is cut off its parent; no product is ever deleted.
    findings.push(RightFinding {
        what: VARIANTS.word(),
        right: VARIANTS.right_to_write.to_owned(),
        state: RightState::Unprobed,
    });
    findings.push(RightFinding {
        what: THIRD_PARTIES.word(),
        right: ALL_THIRD_PARTIES.to_owned(),
        state: RightState::Unprobed,
    });
    Ok(findings)
}
