//! The settings of one connection that decisions depend on, with defaults that work when left alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ShopId, Tag};

/// The settings of one connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Short name of the connection, part of every external reference. Never changed once used.
    pub tag: Tag,
    /// Catalogue.
    pub catalogue: CatalogueSettings,
    /// Customers.
    pub customers: CustomerSettings,
    /// Orders, invoices and payments.
    pub orders: OrderSettings,
    /// Shop payment methods, as the shop writes them, to where their money goes. `*` is any other.
    pub payments: BTreeMap<String, PaymentMapping>,
    /// Labels of the service products.
    pub services: ServiceLabels,
    /// The warehouse; used from the stock issue on, checked by the doctor now.
    pub warehouse: Option<ErpId>,
    /// In a multistore: the settings of shops that have some of their own, complete. Empty in a shop's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shops: BTreeMap<ShopId, Settings>,
}

/// Reads a day from a text, or from a TOML date (which comes as a map with its text as the only value).
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    struct Day;

    impl<'de> serde::de::Visitor<'de> for Day {
        type Value = Option<Date>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a day such as 2026-01-31")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            text.parse().map(Some).map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            match map.next_entry::<String, String>()? {
                Some((_, text)) => self.visit_str(&text),
                None => Err(serde::de::Error::invalid_length(0, &self)),
            }
        }
    }

    deserializer.deserialize_any(Day)
}

/// Settings of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSettings {
    /// Write descriptions of products and categories. Default true.
    pub descriptions: bool,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self { descriptions: true }
    }
}

/// Settings of customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomerSettings {
    /// Names of persons in capitals. Default false.
    pub upper_case_names: bool,
    /// Write the customer's language into `default_lang`. Default false.
    pub language: bool,
}

/// Settings of orders, invoices and payments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderSettings {
    /// Only orders from this day on; none is all. A TOML date or a text.
    #[serde(deserialize_with = "day")]
    pub since: Option<Date>,
    /// Leave orders as drafts. Default false.
    pub draft_orders: bool,
    /// Leave invoices as drafts; then no payment is recorded. Default false.
    pub draft_invoices: bool,
    /// Use the shop's reference as Dolibarr's reference too. Default false.
    pub shop_reference_as_reference: bool,
}

/// Where the money of a payment method goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentMapping {
    /// Code of Dolibarr's payment mode, such as `CB`.
    pub mode: String,
    /// Id of Dolibarr's bank account.
    pub account: ErpId,
}

impl Settings {
    /// The settings that count for one shop of a multistore: its own where it has some, else these.
    #[must_use]
    pub fn of_shop(&self, shop: ShopId) -> &Self {
        self.shops.get(&shop).unwrap_or(self)
    }

    /// From which day on orders are looked for: the earliest of all shops; none when one of them wants all.
    #[must_use]
    pub fn earliest_since(&self) -> Option<Date> {
        let days: Option<Vec<Date>> =
            std::iter::once(self).chain(self.shops.values()).map(|settings| settings.orders.since).collect();
        days.and_then(|days| days.into_iter().min())
    }

    /// The mapping of a shop payment method: its own, else the one of `*`.
    #[must_use]
    pub fn payment(&self, method: &str) -> Option<&PaymentMapping> {
        self.payments.get(method.trim()).or_else(|| self.payments.get("*"))
    }
}

/// Labels of the service products that Passerelle makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceLabels {
    /// Shipping.
    pub shipping: String,
    /// Gift wrapping.
    pub wrapping: String,
    /// Discounts.
    pub discount: String,
    /// Rounding.
    pub rounding: String,
}

impl Default for ServiceLabels {
    fn default() -> Self {
        Self {
            shipping: "Frais de port".to_owned(),
            wrapping: "Emballage cadeau".to_owned(),
            discount: "Remise".to_owned(),
            rounding: "Arrondi".to_owned(),
        }
    }
}
