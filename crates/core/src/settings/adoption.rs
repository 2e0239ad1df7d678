//! Settings of what was in Dolibarr before Passerelle: typed by hand, or brought by another connector.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// What becomes of what is in Dolibarr already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AdoptionSettings {
    /// Orders, invoices, credit notes and payments that are in Dolibarr already are taken for the shop's where the evidence
    /// suffices; else a person is asked. Default true. With false nothing is looked for, and all of them are made anew.
    pub turnover: bool,
    /// What `ref_ext` of an order or an invoice may be that another connector brought. Default what known connectors write.
    pub references: Vec<ReferenceForm>,
    /// What is done about a payment of the shop that an adopted invoice lacks. Default it is told.
    pub missing_payments: MissingPayments,
    /// The fields of adopted products and categories that Dolibarr keeps. Default none: the shop's are written over them.
    pub kept: BTreeSet<FieldGroup>,
}

impl Default for AdoptionSettings {
    fn default() -> Self {
        let known = ["{id}", "{reference}", "eCommerce-1-{id}"];
        Self {
            turnover: true,
            references: known.into_iter().map(|form| ReferenceForm(form.to_owned())).collect(),
            missing_payments: MissingPayments::default(),
            kept: BTreeSet::new(),
        }
    }
}

/// What is done about a payment of the shop that an adopted invoice lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingPayments {
    /// A person is told. The money may have been booked in another way.
    #[default]
    Tell,
    /// It is booked, as long as the invoice is open and not more than what is due.
    Book,
}

/// Fields of a product or a category that have one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldGroup {
    /// Label, description, and both in further languages.
    Texts,
    /// Price, cost price and VAT.
    Prices,
    /// Weight and size.
    Measures,
    /// Barcode.
    Barcode,
    /// On sale or not, visible or not, product or service.
    Sale,
    /// Extrafields.
    Extrafields,
}

impl FieldGroup {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Texts, Self::Prices, Self::Measures, Self::Barcode, Self::Sale, Self::Extrafields];
}

/// How another connector writes `ref_ext`: a text with `{id}` (the shop's number of the order) or `{reference}` in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferenceForm(String);

/// A text that cannot be the form of another connector's references.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be the form of another connector's references: it must hold {{id}} or {{reference}}, and at most 60 characters"
)]
pub struct NotAReferenceForm(pub String);

impl TryFrom<String> for ReferenceForm {
    type Error = NotAReferenceForm;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (text.contains("{id}") || text.contains("{reference}")) && text.chars().count() <= 60;
        if fits { Ok(Self(text)) } else { Err(NotAReferenceForm(text)) }
    }
}

impl From<ReferenceForm> for String {
    fn from(form: ReferenceForm) -> Self {
        form.0
    }
}

impl ReferenceForm {
    /// Whether it holds the shop's reference, which no other order has, and not only a number.
    #[must_use]
    pub fn has_reference(&self) -> bool {
        self.0.contains("{reference}")
    }

    /// What the other connector writes for this order.
    #[must_use]
    pub fn write(&self, id: ShopId, reference: &str) -> String {
        self.0.replace("{id}", &id.to_string()).replace("{reference}", reference)
    }
}
