//! The rows of dictionaries, warehouses and bank accounts.

use passerelle_core::erp::{BankAccount, DictionaryEntry, ErpCountry, ErpState, Warehouse};
use passerelle_core::money::{Currency, Percent};
use serde_json::Value;

use super::fields;

/// Reads an entry; its number is called `id` or `rowid`.
pub fn entry(value: &Value) -> Option<DictionaryEntry> {
    Some(DictionaryEntry {
        id: fields::id(value, "id").or_else(|| fields::id(value, "rowid"))?,
        code: fields::text(value, "code"),
        label: fields::text(value, "label"),
    })
}

/// Reads a country; the entry without a code is none.
pub fn country(value: &Value) -> Option<ErpCountry> {
    let code = fields::text(value, "code");
    if code.len() != 2 {
        return None;
    }
    Some(ErpCountry { id: fields::id(value, "id")?, code })
}

/// Reads a state; it is called by its code, or `code_departement`.
pub fn state(value: &Value) -> Option<ErpState> {
    let code = fields::text(value, "code");
    let code = if code.is_empty() { fields::text(value, "code_departement") } else { code };
    Some(ErpState { id: fields::id(value, "id")?, code, name: fields::text(value, "name") })
}

/// Reads a currency.
pub fn currency(value: &Value) -> Option<Currency> {
    fields::text(value, "code_iso").parse().ok()
}

/// Reads a warehouse.
pub fn warehouse(value: &Value) -> Option<Warehouse> {
    let status = fields::whole(value, "statut").or_else(|| fields::whole(value, "status"));
    Some(Warehouse {
        id: fields::link(value, "id")?,
        reference: fields::text(value, "ref"),
        open: matches!(status, Some(1 | 2)),
    })
}

/// Reads a bank or cash account.
pub fn bank_account(value: &Value) -> Option<BankAccount> {
    Some(BankAccount {
        id: fields::link(value, "id")?,
        reference: fields::text(value, "ref"),
        label: fields::text(value, "label"),
        currency: fields::text(value, "currency_code").parse().ok()?,
        // `status` is the list of possible states here, not the state.
        open: fields::whole(value, "clos").unwrap_or(0) == 0,
    })
}

/// Reads the rate of a row of the VAT dictionary; one for purchases only is none.
pub fn vat_rate(value: &Value) -> Option<Percent> {
    let for_purchases = fields::whole(value, "type_vat") == Some(2);
    fields::decimal(value, "taux").filter(|_| !for_purchases).map(Percent::new)
}
