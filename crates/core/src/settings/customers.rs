//! Settings of customers.

use serde::{Deserialize, Serialize};

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
    /// Whether a VAT number or a SIRET decides alone, without the name or the e-mail's domain. Default false: anybody can type the
    /// number of another company.
    pub numbers_alone: bool,
    /// What guests become. Default `each`.
    pub guests: GuestMode,
    /// Name of the third party of guests, before the country. Default `Invités`.
    pub guests_label: String,
    /// Name of the third party for orders of erased and anonymous customers. Default `Clients anonymisés`.
    pub anonymous_label: String,
    /// Who an order is invoiced to when its billing address names a business. Default `each`.
    pub companies: CompanyMode,
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
            numbers_alone: false,
            guests: GuestMode::default(),
            guests_label: "Invités".to_owned(),
            anonymous_label: "Clients anonymisés".to_owned(),
            companies: CompanyMode::default(),
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

    /// Whether it goes by a number that anybody can type.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Vat | Self::Siret)
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

/// Who an order is invoiced to when its billing address names a business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyMode {
    /// The business, which has a third party of its own where the customer's is another one.
    #[default]
    Each,
    /// The customer's third party; name and VAT number of the business stand on the documents.
    Document,
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
