//! Dolibarr's constants, as they are set: read once at the start of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rules::{RULES, RULES_BESIDE};

/// Constants that Passerelle reads beside those of [`RULES`].
pub const READ_CONSTANTS: [&str; 15] = [
    "MAIN_MONNAIE",
    "MAIN_LANG_DEFAULT",
    "MAIN_MULTILANGS",
    "MAIN_MAX_DECIMALS_UNIT",
    "MAIN_MAX_DECIMALS_TOT",
    "MAIN_ROUNDING_RULE_TOT",
    "MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND",
    "FACTURE_LOCAL_TAX1_OPTION",
    "FACTURE_LOCAL_TAX2_OPTION",
    "PRODUCT_PRICE_UNIQ",
    "STOCK_CALCULATE_ON_VALIDATE_ORDER",
    "STOCK_CALCULATE_ON_BILL",
    "STOCK_CALCULATE_ON_SHIPMENT",
    "STOCK_CALCULATE_ON_SHIPMENT_CLOSE",
    "ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID",
];

/// The constants that matter, with their values; what is not here is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constants(BTreeMap<String, String>);

impl Constants {
    /// The names of all constants that matter, each once.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let rules = RULES.iter().map(|rule| rule.constant);
        READ_CONSTANTS.into_iter().chain(rules).chain(RULES_BESIDE)
    }

    /// Of these values, those of constants that matter.
    pub fn of(values: impl IntoIterator<Item = (String, String)>) -> Self {
        let matters = |name: &str| Self::names().any(|it| it == name) || name.starts_with(CURRENCY_STEP);
        Self(values.into_iter().filter(|(name, _)| matters(name)).collect())
    }

    /// The value of a constant, trimmed; none when it is not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim())
    }

    /// Whether it is on, as Dolibarr's own code asks: set, and neither empty nor 0.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !matches!(value, "" | "0"))
    }

    /// Whether it has this value.
    #[must_use]
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Sets a constant, as a person does.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }
}

/// What the name of a rounding rule of one currency begins with; its code follows.
pub const CURRENCY_STEP: &str = "MAIN_ROUNDING_RULE_TOT_";
