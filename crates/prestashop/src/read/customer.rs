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
    /// The company that the customer himself is; empty for a person.
    company: String,
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
        let mut home = |id: u64, own: &str| {
            let rows = addresses.remove(&id).unwrap_or_default();
            let company = who_they_are(&rows, own);
            (where_they_live(rows, billing.get(&id).copied(), &company), company)
        };
        let mut gathered = customers.map(|id, row| {
            let (address, company) = home(id, &row.company.0);
            Rows { row: Some(row), address, company, groups: groups_of(id) }
        });
        for id in gone {
            match home(id, "").0 {
                Some(address) => gathered
                    .found
                    .insert(
                        id,
                        Rows {
                            row: None,
                            company: address.company.0.clone(),
                            address: Some(address),
                            groups: Vec::new(),
                        },
                    )
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

/// The company that a customer is by his own row, or because all his addresses name it; empty for a person. Other businesses that
/// his addresses name have third parties of their own.
fn who_they_are(rows: &[AddressRow], own: &str) -> String {
    if !own.trim().is_empty() {
        return own.to_owned();
    }
    let any_left = rows.iter().any(|row| !row.deleted.0);
    let living: Vec<&AddressRow> = rows.iter().filter(|row| !(any_left && row.deleted.0)).collect();
    let Some(latest) = living.iter().max_by_key(|row| row.id.0) else { return String::new() };
    let same = |row: &&AddressRow| letters(&row.company.0) == letters(&latest.company.0);
    if living.iter().all(same) { latest.company.0.clone() } else { String::new() }
}

/// Among the addresses that do not name another company: the billing address of the last order, else the newest that is not
/// deleted, else the newest. Where all name others, one of them, without their VAT number.
fn where_they_live(mut rows: Vec<AddressRow>, billing: Option<u64>, company: &str) -> Option<AddressRow> {
    let is_own = |row: &AddressRow| {
        let named = letters(&row.company.0);
        named.is_empty() || named == letters(company)
    };
    rows.sort_by_key(|row| (is_own(row), Some(row.id.0) == billing, !row.deleted.0, row.id.0));
    let mut home = rows.pop()?;
    if !is_own(&home) {
        home.vat_number.0.clear();
    }
    Some(home)
}

/// What two spellings of a name have in common.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn customer(id: u64, rows: &Rows, reference: &Reference) -> Result<Customer, Odd> {
    let home = rows.address.as_ref().map(|row| address(row, reference)).transpose()?;
    let Some(row) = &rows.row else {
        return home.map(|home| only_an_address(id, home)).ok_or(Odd::Field("id"));
    };
    let email = row.email.0.trim();
    let anonymous = ANONYMOUS.iter().any(|address| email.eq_ignore_ascii_case(address));
    Ok(Customer {
        id: row.id.shop(),
        first_name: row.firstname.0.clone(),
        last_name: row.lastname.0.clone(),
        company: rows.company.clone(),
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
