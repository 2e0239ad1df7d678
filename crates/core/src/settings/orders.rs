//! Settings of orders, invoices and refunds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::{Amount, Percent};

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
    /// Whose day invoices bear where Dolibarr dates them anew when it validates them. Default the shop's.
    pub invoice_dates: InvoiceDates,
    /// What becomes of a payment whose method `[payments]` does not name. Default it goes where `*` says.
    pub other_payments: OtherPayments,
    /// The largest difference of a document that contradicts itself which a person may accept (`passerelle accept`), in the
    /// document's currency. Default 5.
    pub accept_up_to: AcceptLimit,
}

/// The largest difference that a person may accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AcceptLimit(Amount);

impl AcceptLimit {
    /// A limit of so much.
    #[must_use]
    pub const fn new(amount: Amount) -> Self {
        Self(amount)
    }

    /// How much.
    #[must_use]
    pub const fn amount(self) -> Amount {
        self.0
    }
}

impl Default for AcceptLimit {
    fn default() -> Self {
        Self(Amount::cents(500))
    }
}

impl<'de> Deserialize<'de> for AcceptLimit {
    /// Reads an amount as rates are read: from a text, or from a number by its shortest text.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Percent::deserialize(deserializer).map(|number| Self(Amount::new(number.value())))
    }
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

/// What becomes of a payment whose method the settings do not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherPayments {
    /// It goes where `*` says, and is told.
    #[default]
    Book,
    /// It waits until its method is named; its order and invoice are brought over.
    Wait,
}

/// Whose day invoices bear where Dolibarr is set to date them with the day of their validation (`FAC_FORCE_DATE_VALIDATION`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceDates {
    /// The shop's: what Dolibarr would date otherwise is not written.
    #[default]
    Shop,
    /// The day on which Dolibarr validates them.
    Erp,
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
}
