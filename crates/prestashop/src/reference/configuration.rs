//! The shop's own settings, from `configurations`.

use std::collections::HashMap;

use crate::wire::ConfigurationRow;

/// Names that are read, in one call.
pub(crate) const NAMES: [&str; 15] = [
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
    "PS_MULTISHOP_FEATURE_ACTIVE",
    "PS_SHOP_DEFAULT",
    "PS_ECOTAX_TAX_RULES_GROUP_ID",
    "PS_TIMEZONE",
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
    /// `PS_MULTISHOP_FEATURE_ACTIVE`.
    pub is_multistore: bool,
    /// `PS_SHOP_DEFAULT`; 0 when unknown.
    pub default_shop: u64,
    /// `PS_ECOTAX_TAX_RULES_GROUP_ID`; 0 for no tax on ecotax.
    pub ecotax_group: u64,
    /// `PS_TIMEZONE`, such as `Europe/Paris`; empty when unknown.
    pub time_zone: String,
}

impl Configuration {
    /// Reads rows. In a multistore what is set for the shop counts before what is set for its group, and that before what is
    /// set for all.
    pub(crate) fn from_rows(rows: &[ConfigurationRow], shop: Option<(u64, u64)>) -> Self {
        let rank = |row: &ConfigurationRow| match (row.id_shop.0, row.id_shop_group.0) {
            (0, 0) => Some(0),
            (0, group) => shop.filter(|(_, its)| *its == group).map(|_| 1),
            (id, _) => shop.filter(|(its, _)| *its == id).map(|_| 2),
        };
        let mut values: HashMap<&str, (&ConfigurationRow, u8)> = HashMap::new();
        for row in rows {
            let Some(rank) = rank(row) else { continue };
            if values.get(row.name.0.as_str()).is_none_or(|(_, known)| rank > *known) {
                values.insert(&row.name.0, (row, rank));
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
            is_multistore: number("PS_MULTISHOP_FEATURE_ACTIVE") == 1,
            default_shop: number("PS_SHOP_DEFAULT"),
            ecotax_group: number("PS_ECOTAX_TAX_RULES_GROUP_ID"),
            time_zone: text("PS_TIMEZONE"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shops_own_setting_counts_first_then_its_groups() {
        let row = |id: u64, group: &str, shop: &str, value: &str| -> ConfigurationRow {
            let row = serde_json::json!({
                "id": id, "name": "PS_CURRENCY_DEFAULT", "value": value, "id_shop_group": group, "id_shop": shop,
            });
            serde_json::from_value(row).unwrap()
        };
        let rows = [row(1, "2", "", "7"), row(2, "", "", "1"), row(3, "2", "5", "9"), row(4, "1", "1", "3")];
        let currency = |shop| Configuration::from_rows(&rows, shop).currency;
        assert_eq!(currency(None), 1);
        assert_eq!(currency(Some((5, 2))), 9);
        assert_eq!(currency(Some((6, 2))), 7);
        assert_eq!(currency(Some((7, 3))), 1);
    }
}
