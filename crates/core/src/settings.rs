//! The settings of one connection that decisions depend on, with defaults that work when left alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, Tag};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomerSettings {
    /// Names of persons in capitals. Default false.
    pub upper_case_names: bool,
    /// Write the customer's language into `default_lang`. Default false.
    pub language: bool,
    /// Names of companies in capitals. Default false.
    pub upper_case_companies: bool,
    /// In which order a person's names stand. Default `last_first`.
    pub name_format: NameFormat,
    /// By what a third party that a person made in Dolibarr is recognised, the first rule that finds one counts; none:
    /// never. Default all, strongest first.
    #[serde(rename = "match")]
    pub matching: Vec<MatchRule>,
    /// What guests become. Default `each`.
    pub guests: GuestMode,
    /// Name of the third party of guests, before the country. Default `Invités`.
    pub guests_label: String,
    /// Name of the third party for orders of erased and anonymous customers. Default `Clients anonymisés`.
    pub anonymous_label: String,
    /// Bring customer groups over as customer categories. Default false.
    pub groups: bool,
}

impl Default for CustomerSettings {
    fn default() -> Self {
        Self {
            upper_case_names: false,
            language: false,
            upper_case_companies: false,
            name_format: NameFormat::default(),
            matching: MatchRule::ALL.to_vec(),
            guests: GuestMode::default(),
            guests_label: "Invités".to_owned(),
            anonymous_label: "Clients anonymisés".to_owned(),
            groups: false,
        }
    }
}

/// In which order a person's names stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameFormat {
    /// Last name, first name.
    #[default]
    LastFirst,
    /// First name, last name.
    FirstLast,
}

/// By what a third party that a person made is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchRule {
    /// The same e-mail.
    Email,
    /// The same VAT number.
    Vat,
    /// The same SIRET.
    Siret,
    /// The same name and postcode, and nothing that contradicts.
    Name,
}

impl MatchRule {
    /// All of them, strongest first.
    pub const ALL: [Self; 4] = [Self::Email, Self::Vat, Self::Siret, Self::Name];

    /// The word in the configuration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Vat => "vat",
            Self::Siret => "siret",
            Self::Name => "name",
        }
    }

    /// What it goes by, for the journal.
    #[must_use]
    pub const fn evidence(self) -> &'static str {
        match self {
            Self::Email => "e-mail",
            Self::Vat => "VAT number",
            Self::Siret => "SIRET",
            Self::Name => "name and postcode",
        }
    }
}

/// What guests become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuestMode {
    /// Each guest account is a third party like another.
    #[default]
    Each,
    /// All guests of a billing country are on one third party.
    PerCountry,
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
