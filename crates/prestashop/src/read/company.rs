//! The businesses that customers' billing addresses name.

use std::collections::{HashMap, HashSet};

use passerelle_core::business::{Business, customer_of};
use passerelle_core::key::ShopId;
use passerelle_core::shop::{Company, Customer, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::address::address;
use super::gather::{Gathered, sort_out};
use crate::rows::values;
use crate::wire::AddressRow;

/// A customer and the latest address that names the business.
struct Rows {
    customer: Customer,
    address: AddressRow,
}

impl Desk<'_> {
    /// Businesses: the calls for their customers, and one for these customers' addresses. One that no address names any more is
    /// gone.
    pub(crate) async fn companies(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let mut owners: Vec<u64> = ids.iter().map(|id| customer_of(ShopId(*id)).0).collect();
        owners.sort_unstable();
        owners.dedup();
        let keys = values(owners.iter().copied());
        let (customers, addresses) = futures::try_join!(
            self.customers(&owners),
            self.rows.batch::<AddressRow>("id_customer", &keys),
        )?;
        let mut bad = HashMap::new();
        let addresses = sort_out(addresses, |row| row.id_customer.0, "id_customer", &mut bad)?;
        let mut gathered =
            Gathered { found: HashMap::new(), unreadable: HashMap::new(), gone: HashSet::new() };
        for id in ids {
            let owner = customer_of(ShopId(*id));
            let rows = addresses.get(&owner.0).map(Vec::as_slice).unwrap_or_default();
            let unreadable = match customers.get(&owner) {
                Some(Fetched::Unreadable(why)) => Some(why),
                _ => bad.get(&owner.0),
            };
            match (customers.get(&owner), named(rows, owner, *id)) {
                _ if unreadable.is_some() => {
                    gathered.unreadable.extend(unreadable.map(|why| (*id, why.clone())));
                }
                (Some(Fetched::Found(ShopDocument::Customer(customer))), Some(address)) => {
                    let rows = Rows { customer: customer.clone(), address: address.clone() };
                    gathered.found.insert(*id, rows);
                }
                _ => drop(gathered.gone.insert(*id)),
            }
        }
        self.resolve("addresses", gathered, |id, rows, reference| {
            let address = address(&rows.address, reference)?;
            let customer = rows.customer.clone();
            Ok(ShopDocument::Company(Company { id: ShopId(id), customer, address }))
        })
        .await
    }
}

/// The latest address that names a business, one that is not deleted before others.
fn named(rows: &[AddressRow], customer: ShopId, id: u64) -> Option<&AddressRow> {
    rows.iter()
        .filter(|row| {
            let business = Business::of(&row.company.0, &row.vat_number.0);
            business.and_then(|it| it.shop_id(customer)) == Some(ShopId(id))
        })
        .max_by_key(|row| (!row.deleted.0, row.id.0))
}
