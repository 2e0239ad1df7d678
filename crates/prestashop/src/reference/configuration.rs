//! The shop's own settings, from `configurations`.

use std::collections::HashMap;

use crate::wire::ConfigurationRow;

/// Names that are read, in one call.
pub(crate) const NAMES: [&str; 11] = [
    "PS_VERSION_DB",
    "PS_SHOP_NAME",
    "PS_COUNTRY_DEFAULT",
    "PS_CURRENCY_DEFAULT",
    "PS_LANG_DEFAULT",
    "PS_OS_DELIVERED",
    "PS_OS_CANCELED",
    "PS_TAX",
    "PS_INVOICE",
    "PSGDPR_ANONYMOUS_CUSTOMER",
    "PS_CREDIT_SLIP_PREFIX",
];

/// The shop's own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Configuration {
    /// `PS_VERSION_DB`.
    pub version: String,
    /// `PS_SHOP_NAME`.
    pub shop_name: String,
    /// `PS_COUNTRY_DEFAULT`; 0 when unknown.
    pub country: u64,
    /// `PS_CURRENCY_DEFAULT`; 0 when unknown.
    pub currency: u64,
    /// `PS_LANG_DEFAULT`; 0 when unknown.
    pub language: u64,
    /// `PS_OS_DELIVERED`.
    pub delivered: u64,
    /// `PS_OS_CANCELED`.
    pub cancelled: u64,
    /// `PS_TAX`: taxes are off altogether.
    pub without_tax: bool,
    /// `PS_INVOICE`: invoices have no numbers.
    pub without_invoices: bool,
    /// `PSGDPR_ANONYMOUS_CUSTOMER`, set by PrestaShop's GDPR module.
    pub anonymous_customer: u64,
    /// `PS_CREDIT_SLIP_PREFIX`; may be empty.
    pub slip_prefix: String,
}

impl Configuration {
    /// Reads rows; in a multishop the chosen shop's row counts before the one for all shops.
    pub(crate) fn from_rows(rows: &[ConfigurationRow], shop: Option<u64>) -> Self {
        let mut values: HashMap<&str, (&ConfigurationRow, bool)> = HashMap::new();
        for row in rows.iter().filter(|row| row.id_shop.0 == 0 || Some(row.id_shop.0) == shop) {
            let own = row.id_shop.0 != 0;
            let known = values.get(row.name.0.as_str()).is_some_and(|(_, known_own)| *known_own && !own);
            if !known {
                values.insert(&row.name.0, (row, own));
            }
        }
        let text =
            |name: &str| values.get(name).map(|(row, _)| row.value.0.trim().to_owned()).unwrap_or_default();
        let number = |name: &str| text(name).parse().unwrap_or(0);
        Self {
            version: text("PS_VERSION_DB"),
            shop_name: text("PS_SHOP_NAME"),
            country: number("PS_COUNTRY_DEFAULT"),
            currency: number("PS_CURRENCY_DEFAULT"),
            language: number("PS_LANG_DEFAULT"),
            delivered: number("PS_OS_DELIVERED"),
            cancelled: number("PS_OS_CANCELED"),
            without_tax: text("PS_TAX") == "0",
            without_invoices: text("PS_INVOICE") == "0",
            anonymous_customer: number("PSGDPR_ANONYMOUS_CUSTOMER"),
            slip_prefix: text("PS_CREDIT_SLIP_PREFIX"),
        }
    }
}
