//! A company that a customer's billing address names.

use serde::{Deserialize, Serialize};

use super::{Address, Customer};
use crate::business::Business;
use crate::key::ShopId;

/// A business of a customer, with the address that says most recently who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its number, see [`Business::shop_id`].
    pub id: ShopId,
    /// The customer.
    pub customer: Customer,
    /// The latest address that names it.
    pub address: Address,
}

impl Company {
    /// What its address says of it; none when that says nothing.
    #[must_use]
    pub fn business(&self) -> Option<Business> {
        Business::of(&self.address.company, &self.address.vat_number)
    }

    /// The customer as if the business were all that he is.
    #[must_use]
    pub fn as_customer(&self) -> Customer {
        let customer = &self.customer;
        let own = Business::of(&customer.company, "");
        let is_own = own.is_some_and(|own| own.is_called(&self.address.company, ""));
        let numbers = |text: &String| if is_own { text.clone() } else { String::new() };
        Customer {
            first_name: self.address.first_name.clone(),
            last_name: self.address.last_name.clone(),
            company: self.address.company.clone(),
            siret: numbers(&customer.siret),
            ape: numbers(&customer.ape),
            note: String::new(),
            is_guest: false,
            deleted: false,
            address: Some(self.address.clone()),
            ..customer.clone()
        }
    }
}
