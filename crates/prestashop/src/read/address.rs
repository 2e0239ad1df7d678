//! Addresses.

use std::collections::{HashMap, HashSet};

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Address, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::odd::Odd;
use crate::reference::Reference;
use crate::rows::{Batch, values};
use crate::wire::{AddressRow, OrderAddressRow};

impl Desk<'_> {
    /// Addresses, deleted ones too: one call, and two for the orders that have them.
    pub(crate) async fn addresses(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let keys = values(ids.iter().copied());
        let (rows, billing, delivery) = futures::try_join!(
            self.by_id::<AddressRow>(ids),
            self.rows.batch::<OrderAddressRow>("id_address_invoice", &keys),
            self.rows.batch::<OrderAddressRow>("id_address_delivery", &keys),
        )?;
        let rest = |batch: &Batch<OrderAddressRow>| batch.bad.is_empty() && batch.lost.is_empty();
        // Of what cannot be read, any may have been ordered with: the careful answer is yes.
        let all = !(rest(&billing) && rest(&delivery));
        let mut used: HashSet<u64> = billing.rows.iter().map(|row| row.id_address_invoice.0).collect();
        used.extend(delivery.rows.iter().map(|row| row.id_address_delivery.0));
        self.resolve("addresses", rows, |id, row, reference| {
            let used = all || used.contains(&id);
            Ok(ShopDocument::Address(Address { used, ..address(row, reference)? }))
        })
        .await
    }
}

/// An address of its row.
pub(crate) fn address(row: &AddressRow, reference: &Reference) -> Result<Address, Odd> {
    let (state_code, state) = reference.state(row.id_state.0)?;
    Ok(Address {
        id: row.id.shop(),
        customer: row.id_customer.some(),
        alias: row.alias.0.clone(),
        company: row.company.0.clone(),
        first_name: row.firstname.0.clone(),
        last_name: row.lastname.0.clone(),
        line1: row.address1.0.clone(),
        line2: row.address2.0.clone(),
        postcode: row.postcode.0.clone(),
        city: row.city.0.clone(),
        country: reference.country(row.id_country.0)?,
        state,
        state_code,
        phone: row.phone.0.clone(),
        phone_mobile: row.phone_mobile.0.clone(),
        vat_number: row.vat_number.0.clone(),
        deleted: row.deleted.0,
        used: false,
    })
}
