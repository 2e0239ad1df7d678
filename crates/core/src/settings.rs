//! The settings of one connection that decisions depend on, with defaults that work when left alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ShopId, Tag};
use crate::shop::{NamedState, Standing};
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
    /// How many discounts an order shows. Default one for each voucher.
    pub discount_lines: DiscountLines,
    /// What Dolibarr's `ref_client` of an order is. Default the shop's reference.
    pub customer_reference: CustomerReference,
    /// Who numbers invoices. Default Dolibarr.
    pub invoice_numbers: InvoiceNumbers,
    /// How the shop writes its invoice numbers, when it numbers them.
    pub invoice_number_form: NumberForm,
}

/// How many discounts an order shows; each is one line for each VAT rate that it takes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountLines {
    /// One for each voucher, with its name.
    #[default]
    EachVoucher,
    /// One for all of them.
    One,
}

/// Settings of refunds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RefundSettings {
    /// Take every credit slip for paid back in full, on its day, by the order's payment method; negative payments of the shop
    /// are then not recorded one by one. Default false: only the negative payments that the shop shows are recorded.
    pub assume_paid_back: bool,
    /// Put the goods that came back into the warehouse. Default false.
    pub restock: bool,
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
    /// Ecotax at another rate than its product's: a line without a product of its own.
    pub ecotax: String,
}

impl Default for ServiceLabels {
    fn default() -> Self {
        Self {
            shipping: "Frais de port".to_owned(),
            wrapping: "Emballage cadeau".to_owned(),
            discount: "Remise".to_owned(),
            rounding: "Arrondi".to_owned(),
            ecotax: "Éco-contribution".to_owned(),
        }
    }
}

/// Which states of the shop's orders create what. An empty list leaves it to the shop: orders by the state's flag *logable*
/// (or an issued invoice), invoices and payments as the shop has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StateSettings {
    /// States that bring an order over, by id or name.
    pub order: Vec<StateName>,
    /// States that bring its invoices over.
    pub invoice: Vec<StateName>,
    /// States that bring its payments over.
    pub payment: Vec<StateName>,
    /// An order that reaches an invoice's state without an invoice in the shop gets one made from its own totals. Default false.
    pub invoice_without_shop: bool,
}

/// A state of orders, named by its number or its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StateName {
    /// `order_states.id`.
    Id(u64),
    /// `name`, in the language of the connection; capitals and outer spaces do not count.
    Name(String),
}

impl StateName {
    /// Whether it means this state.
    #[must_use]
    pub fn means(&self, id: u64, name: &str) -> bool {
        match self {
            Self::Id(it) => *it == id,
            Self::Name(it) => it.trim().to_lowercase() == name.trim().to_lowercase(),
        }
    }
}

impl std::fmt::Display for StateName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// Whether an order is or was in one of these states.
fn reached(list: &[StateName], standing: &Standing) -> bool {
    let listed = |state: &NamedState| list.iter().any(|name| name.means(state.id, &state.name));
    standing.states.iter().any(listed)
}

impl StateSettings {
    /// Whether the states that an order was in must be known.
    #[must_use]
    pub fn need_history(&self) -> bool {
        let lists = [&self.order, &self.invoice, &self.payment];
        self.invoice_without_shop || lists.iter().any(|list| !list.is_empty())
    }

    /// Whether an order belongs in Dolibarr. One that passed through a chosen state and was cancelled since, without an
    /// invoice, came to nothing; unless being cancelled is chosen.
    #[must_use]
    pub fn takes_order(&self, standing: &Standing) -> bool {
        if self.order.is_empty() {
            return standing.counts();
        }
        let is_now = standing
            .states
            .first()
            .is_some_and(|now| self.order.iter().any(|name| name.means(now.id, &now.name)));
        is_now || (reached(&self.order, standing) && (!standing.cancelled || standing.invoiced))
    }

    /// Whether the invoices that the shop issued are brought over.
    #[must_use]
    pub fn takes_invoices(&self, standing: &Standing) -> bool {
        self.invoice.is_empty() || reached(&self.invoice, standing)
    }

    /// Whether an order without an invoice in the shop gets one.
    #[must_use]
    pub fn makes_invoice(&self, standing: &Standing) -> bool {
        let in_time = if self.invoice.is_empty() {
            standing.states.iter().any(|state| state.invoice)
        } else {
            reached(&self.invoice, standing)
        };
        self.invoice_without_shop && in_time && !standing.invoiced && !standing.cancelled
    }

    /// Whether payments are brought over.
    #[must_use]
    pub fn takes_payments(&self, standing: &Standing) -> bool {
        self.payment.is_empty() || reached(&self.payment, standing)
    }
}

/// Settings of stock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockSettings {
    /// Names of the shop's carriers to the id of the warehouse that their orders leave from. `*` is any other. Empty: orders
    /// and invoices move no stock.
    pub carriers: BTreeMap<String, ErpId>,
}

impl StockSettings {
    /// The warehouse of a carrier: its own, else the one of `*`.
    #[must_use]
    pub fn warehouse(&self, carrier: &str) -> Option<ErpId> {
        self.carriers.get(carrier.trim()).or_else(|| self.carriers.get("*")).copied()
    }
}

/// What Dolibarr's orders have for the customer's reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerReference {
    /// The shop's reference of the order.
    #[default]
    ShopReference,
    /// The shop's number of the order.
    OrderId,
    /// Nothing.
    None,
}

/// Who numbers invoices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceNumbers {
    /// Dolibarr.
    #[default]
    Erp,
    /// The shop: its number, written as [`NumberForm`] says, becomes Dolibarr's reference.
    Shop,
}

/// How the shop writes its invoice numbers: a text with `{number}` (six digits at least) and, where numbers begin anew each
/// year, `{year}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberForm(String);

/// A text that cannot be the form of invoice numbers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be the form of invoice numbers: it must hold {{number}}, may hold {{year}}, else only letters, digits, \
     dashes, dots and underscores, at most 16, and must not begin with PROV"
)]
pub struct NotANumberForm(pub String);

impl Default for NumberForm {
    fn default() -> Self {
        Self("IN{number}".to_owned())
    }
}

impl TryFrom<String> for NumberForm {
    type Error = NotANumberForm;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let rest = text.replacen("{number}", "", 1).replacen("{year}", "", 1);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let fits = text.contains("{number}")
            && rest.len() <= 16
            && rest.chars().all(plain)
            // Dolibarr takes such a reference for one that it has to replace.
            && !rest.to_uppercase().starts_with("PROV");
        if fits { Ok(Self(text)) } else { Err(NotANumberForm(text)) }
    }
}

impl From<NumberForm> for String {
    fn from(form: NumberForm) -> Self {
        form.0
    }
}

impl NumberForm {
    /// The reference of invoice `number` of `year`.
    #[must_use]
    pub fn write(&self, number: u64, year: i16) -> String {
        self.0.replacen("{number}", &format!("{number:06}"), 1).replacen("{year}", &year.to_string(), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invoice_numbers_are_written_as_the_shop_writes_them() {
        let form = |text: &str| NumberForm::try_from(text.to_owned());
        assert_eq!(NumberForm::default().write(42, 2026), "IN000042");
        assert_eq!(form("{year}-{number}").unwrap().write(1_234_567, 2026), "2026-1234567");
        for text in ["IN", "IN/{number}", "PROV{number}", "(PROV{number})", "{number}{number}"] {
            assert!(form(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_state_passed_through_counts_unless_the_order_came_to_nothing() {
        let state = |id, name: &str| NamedState { id, name: name.to_owned(), invoice: id == 2 };
        let settings =
            StateSettings { order: vec![StateName::Name(" payment ACCEPTED".into())], ..Default::default() };
        let shipped = Standing {
            states: vec![state(4, "Shipped"), state(2, "Payment accepted")],
            ..Default::default()
        };
        assert!(settings.takes_order(&shipped));
        let cancelled = Standing {
            cancelled: true,
            states: vec![state(6, "Canceled"), state(2, "Payment accepted")],
            ..Default::default()
        };
        assert!(!settings.takes_order(&cancelled));
        assert!(settings.takes_order(&Standing { invoiced: true, ..cancelled.clone() }));
        // Nothing but the list counts.
        let logable = Standing {
            logable: true,
            invoiced: true,
            states: vec![state(3, "Processing")],
            ..Default::default()
        };
        assert!(!settings.takes_order(&logable));
        assert!(StateSettings::default().takes_order(&logable));
        assert!(!StateSettings::default().takes_order(&cancelled));
    }
}
