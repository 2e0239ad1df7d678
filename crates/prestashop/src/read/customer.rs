//! Customers, with the address that says where they live.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::shop::{Customer, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, ShopError};

use super::Desk;
use super::address::address;
use super::gather::sort_out;
use super::odd::Odd;
use crate::call::Query;
use crate::reference::Reference;
use crate::rows::{Batch, Row, values};
use crate::wire::{AddressRow, BillingRow, CustomerGroupsRow, CustomerRow};

/// Pages of orders that are looked through for the last billing addresses of a hundred customers, at most.
const PAGES: u64 = 10;

/// E-mail addresses of the account that PrestaShop's GDPR module makes, old and new.
const ANONYMOUS: [&str; 2] = ["anonymous@psgdpr.com", "anonymous@anonymous.com"];

/// The rows of a customer.
struct Rows {
    /// None when the row is gone and only addresses are left.
    row: Option<CustomerRow>,
    address: Option<AddressRow>,
    groups: Vec<ShopId>,
}

impl Desk<'_> {
    /// Customers: one call, one for their addresses, one for their last orders, and one for their groups when these are asked
    /// for.
    pub(crate) async fn customers(&self, ids: &[u64]) -> Result<HashMap<ShopId, Fetched>, ShopError> {
        let keys = values(ids.iter().copied());
        let (mut customers, addresses, billing, groups) = futures::try_join!(
            self.by_id::<CustomerRow>(ids),
            self.rows.batch::<AddressRow>("id_customer", &keys),
            self.last_billing(&keys),
            self.groups_of(&keys),
        )?;
        let mut addresses =
            sort_out(addresses, |row| row.id_customer.0, "id_customer", &mut customers.unreadable)?;
        let mut groups = sort_out(groups, Row::id, "id", &mut customers.unreadable)?;
        let mut groups_of = |id: u64| -> Vec<ShopId> {
            let rows = groups.remove(&id).unwrap_or_default();
            rows.iter().flat_map(|row| &row.associations.groups).map(|group| group.id.shop()).collect()
        };
        let gone = std::mem::take(&mut customers.gone);
        let mut home = |id: u64| {
            let rows = addresses.remove(&id).unwrap_or_default();
            where_they_live(rows, billing.get(&id).copied())
        };
        let mut gathered =
            customers.map(|id, row| Rows { row: Some(row), address: home(id), groups: groups_of(id) });
        for id in gone {
            match home(id) {
                Some(address) => gathered
                    .found
                    .insert(id, Rows { row: None, address: Some(address), groups: Vec::new() })
                    .map_or((), drop),
                None => drop(gathered.gone.insert(id)),
            }
        }
        self.resolve("customers", gathered, |id, rows, reference| {
            Ok(ShopDocument::Customer(customer(id, rows, reference)?))
        })
        .await
    }

    /// The groups of customers, when they are asked for.
    async fn groups_of(&self, customers: &[String]) -> Result<Batch<CustomerGroupsRow>, ShopError> {
        let asked = if self.holder.chosen.groups { customers } else { &[] };
        self.rows.batch("id", asked).await
    }

    /// The billing address of each customer's last order.
    async fn last_billing(&self, customers: &[String]) -> Result<HashMap<u64, u64>, ShopError> {
        let query = Query::default().one_of("id_customer", customers).sort("[id_DESC]");
        let mut last = HashMap::new();
        for page in 0..PAGES {
            let window =
                self.rows.window::<BillingRow>(&query, page * self.rows.page, self.rows.page).await?;
            for row in window.rows {
                last.entry(row.id_customer.0).or_insert(row.id_address_invoice.0);
            }
            if !window.full || last.len() >= customers.len() {
                break;
            }
        }
        Ok(last)
    }
}

/// The billing address of the last order, else the newest that is not deleted, else the newest.
fn where_they_live(mut rows: Vec<AddressRow>, billing: Option<u64>) -> Option<AddressRow> {
    rows.sort_by_key(|row| (Some(row.id.0) == billing, !row.deleted.0, row.id.0));
    rows.pop()
}

fn customer(id: u64, rows: &Rows, reference: &Reference) -> Result<Customer, Odd> {
    let home = rows.address.as_ref().map(|row| address(row, reference)).transpose()?;
    let Some(row) = &rows.row else {
        return home.map(|home| only_an_address(id, home)).ok_or(Odd::Field("id"));
    };
    let company = match &home {
        Some(home) if row.company.0.trim().is_empty() => home.company.clone(),
        _ => row.company.0.clone(),
    };
    let email = row.email.0.trim();
    let anonymous = ANONYMOUS.iter().any(|address| email.eq_ignore_ascii_case(address));
    Ok(Customer {
        id: row.id.shop(),
        first_name: row.firstname.0.clone(),
        last_name: row.lastname.0.clone(),
        company,
        email: email.to_owned(),
        siret: row.siret.0.clone(),
        ape: row.ape.0.clone(),
        locale: reference.locale(row.id_lang.0)?,
        note: row.note.0.clone(),
        is_guest: row.is_guest.0,
        active: row.active.0,
        deleted: row.deleted.0,
        groups: rows.groups.clone(),
        is_gdpr_anonymous: anonymous || row.id.0 == reference.configuration.anonymous_customer,
        address: home,
    })
}

/// What is left of a customer whose row is gone.
fn only_an_address(id: u64, home: passerelle_core::shop::Address) -> Customer {
    Customer {
        id: ShopId(id),
        first_name: home.first_name.clone(),
        last_name: home.last_name.clone(),
        company: home.company.clone(),
        email: String::new(),
        siret: String::new(),
        ape: String::new(),
        locale: String::new(),
        note: String::new(),
        is_guest: false,
        active: false,
        deleted: true,
        groups: Vec::new(),
        is_gdpr_anonymous: false,
        address: Some(home),
    }
}
