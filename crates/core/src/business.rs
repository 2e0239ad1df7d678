//! A business that a billing address names: which it is, and by what number its third party is known.

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::key::ShopId;

/// Characters of a VAT number, at least; anything shorter is a dash or a "none".
const SHORTEST_VAT: usize = 5;
/// Digits of the print of a business.
const PRINT: usize = 8;
/// PrestaShop's own numbers have 31 bits.
const MOST_CUSTOMERS: u64 = 1 << 31;

/// What an address says of a business: its name, its VAT number, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// `company`; empty for somebody who does business under his own name.
    pub company: String,
    /// `vat_number`; may be empty.
    pub vat_number: String,
}

impl Business {
    /// The business of an address; none when it names neither a company nor a VAT number.
    #[must_use]
    pub fn of(company: &str, vat_number: &str) -> Option<Self> {
        let it = Self { company: company.trim().to_owned(), vat_number: vat_number.trim().to_owned() };
        (!it.company.is_empty() || it.vat().is_some()).then_some(it)
    }

    /// Its VAT number, as far as it is one.
    fn vat(&self) -> Option<String> {
        let number = letters(&self.vat_number);
        let is_one = number.chars().count() >= SHORTEST_VAT && number.chars().any(|c| c.is_ascii_digit());
        is_one.then_some(number)
    }

    /// By what it is told from other businesses of the same customer: its VAT number, else its name.
    fn identity(&self) -> (&'static str, String) {
        self.vat().map_or_else(|| ("name", letters(&self.company)), |vat| ("vat", vat))
    }

    /// The number of its third party among those of a customer: addresses with the same VAT number, or without one and with the
    /// same name, have the same. None for customers whose numbers are too large.
    #[must_use]
    pub fn shop_id(&self, customer: ShopId) -> Option<ShopId> {
        let print: String = Fingerprint::of(&self.identity()).as_str().chars().take(PRINT).collect();
        let print = u64::from_str_radix(&print, 16).ok()?;
        (customer.0 < MOST_CUSTOMERS).then_some(ShopId((customer.0 << 32) | print))
    }

    /// Whether a third party of this name and VAT number is this business: by VAT numbers where both have one, else by name.
    #[must_use]
    pub fn is_called(&self, name: &str, vat_number: &str) -> bool {
        let other = Self { company: name.to_owned(), vat_number: vat_number.to_owned() };
        match (self.vat(), other.vat()) {
            (Some(own), Some(other)) => own == other,
            _ => !self.company.is_empty() && letters(&self.company) == letters(name),
        }
    }
}

/// The customer whose business has this number.
#[must_use]
pub const fn customer_of(id: ShopId) -> ShopId {
    ShopId(id.0 >> 32)
}

/// How the number is written in an external reference: that of the customer, and the print of the business.
pub(crate) fn word(id: ShopId) -> String {
    format!("{}-{:08x}", customer_of(id), id.0 & 0xFFFF_FFFF)
}

/// What two spellings of a name or number have in common: letters and digits, in capitals.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(company: &str, vat: &str) -> ShopId {
        Business::of(company, vat).unwrap().shop_id(ShopId(7)).unwrap()
    }

    #[test]
    fn addresses_of_one_business_have_one_number() {
        assert_eq!(id("Acme SARL", "FR 40 303 265 045"), id("ACME", "fr40303265045"));
        assert_eq!(id("Acme, S.A.R.L.", ""), id("ACME SARL", "-"));
        assert_ne!(id("Acme SARL", "FR40303265045"), id("Acme SARL", "DE123456789"));
        assert_ne!(id("Acme SARL", ""), id("Other", ""));
        assert_eq!(customer_of(id("Acme", "")), ShopId(7));
        assert!(word(id("Acme", "")).starts_with("7-"));
        assert_eq!(Business::of(" ", "n/a"), None);
        assert_eq!(Business { company: "A".into(), ..Business::default() }.shop_id(ShopId(1 << 31)), None);
    }

    #[test]
    fn a_vat_number_tells_more_than_a_name() {
        let it = |vat| Business::of("Acme SARL", vat).unwrap();
        assert!(it("FR40303265045").is_called("Other name", "FR 40303265045"));
        assert!(!it("FR40303265045").is_called("Acme SARL", "DE123456789"));
        assert!(it("").is_called("ACME S.A.R.L.", "DE123456789"));
        assert!(!it("FR40303265045").is_called("Example Anna", ""));
    }
}
