//! The settings of one connection that decisions depend on, with defaults that work when left alone.

mod adoption;
mod catalogue;
mod customers;
mod extrafields;
mod orders;
mod services;
mod states;
mod stock;

pub use adoption::{AdoptionSettings, FieldGroup, MissingPayments, NotAReferenceForm, ReferenceForm};
pub use catalogue::{CatalogueSettings, CombinationForm, ImageChoice};
pub use customers::{CompanyMode, CustomerSettings, GuestMode, MatchRule, NameFormat};
pub use extrafields::{ExtrafieldSettings, FeatureMode};
pub use orders::{
    AcceptLimit, CustomerReference, DiscountLines, InvoiceDates, InvoiceNumbers, NotANumberForm, NumberForm,
    OrderSettings, OtherPayments, RefundSettings,
};
pub use services::ServiceLabels;
pub use states::{StateName, StateSettings};
pub use stock::{Drift, Elsewhere, StockSettings};

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ShopId, Tag};
use crate::tax::{TaxRate, TaxRow};

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
    /// Rows of Dolibarr's VAT dictionary for lines with several taxes.
    pub tax_rows: Vec<TaxRow>,
    /// Refunds.
    pub refunds: RefundSettings,
    /// The warehouse into which refunded goods go back, when that is asked for.
    pub warehouse: Option<ErpId>,
    /// Which states create what.
    pub states: StateSettings,
    /// Stock that orders and invoices move.
    pub stock: StockSettings,
    /// What was in Dolibarr before.
    #[serde(default)]
    pub adoption: AdoptionSettings,
    /// In a multistore: the settings of shops that have some of their own, complete. Empty in a shop's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shops: BTreeMap<ShopId, Settings>,
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
    /// The settings of a connection that says nothing but its tag.
    #[must_use]
    pub fn new(tag: Tag) -> Self {
        Self {
            tag,
            catalogue: CatalogueSettings::default(),
            customers: CustomerSettings::default(),
            orders: OrderSettings::default(),
            payments: BTreeMap::new(),
            services: ServiceLabels::default(),
            tax_rows: Vec::new(),
            refunds: RefundSettings::default(),
            warehouse: None,
            states: StateSettings::default(),
            stock: StockSettings::default(),
            adoption: AdoptionSettings::default(),
            shops: BTreeMap::new(),
        }
    }

    /// The code of the row of Dolibarr's VAT dictionary with these taxes; empty when none is set.
    #[must_use]
    pub fn tax_code(&self, rate: TaxRate) -> &str {
        let row = self.tax_rows.iter().find(|row| row.rate() == rate);
        row.map(|row| row.code.as_str()).unwrap_or_default()
    }

    /// The settings that count for one shop of a multistore: its own where it has some, else these.
    #[must_use]
    pub fn of_shop(&self, shop: ShopId) -> &Self {
        self.shops.get(&shop).unwrap_or(self)
    }

    /// Whether any shop asks for combinations as variants.
    #[must_use]
    pub fn asks_for_variants(&self) -> bool {
        let mut all = std::iter::once(self).chain(self.shops.values());
        all.any(|settings| settings.catalogue.combinations == CombinationForm::Variants)
    }

    /// Whether the states that orders were in have to be read, for any shop.
    #[must_use]
    pub fn need_history(&self) -> bool {
        std::iter::once(self).chain(self.shops.values()).any(|settings| settings.states.need_history())
    }

    /// From which day on orders are looked for: the earliest of all shops; none when one of them wants all.
    #[must_use]
    pub fn earliest_since(&self) -> Option<Date> {
        let days: Option<Vec<Date>> =
            std::iter::once(self).chain(self.shops.values()).map(|settings| settings.orders.since).collect();
        days.and_then(|days| days.into_iter().min())
    }

    /// The mapping of a shop payment method: its own, else the one of `*`, unless others wait.
    #[must_use]
    pub fn payment(&self, method: &str) -> Option<&PaymentMapping> {
        let other = self.payments.get("*").filter(|_| self.orders.other_payments == OtherPayments::Book);
        self.payments.get(method.trim()).or(other)
    }

    /// Whether payments by this method go where `*` says although others are named: perhaps nobody has thought of it. Where
    /// `*` stands alone, it is meant for all.
    #[must_use]
    pub fn payment_is_other(&self, method: &str) -> bool {
        let others_named = self.payments.keys().any(|name| name != "*");
        let is_named = self.payments.contains_key(method.trim());
        others_named && !is_named && self.payment(method).is_some()
    }
}
