//! Working defaults for a new connection, chosen from what both sides show.

use std::collections::BTreeMap;

use passerelle_core::erp::{BankAccount, ErpSetup, Warehouse};
use passerelle_core::settings::PaymentMapping;

/// The first open warehouse.
pub fn warehouse(setup: &ErpSetup) -> Option<&Warehouse> {
    setup.warehouses.iter().find(|warehouse| warehouse.open)
}

/// The first open bank account in the company's currency.
pub fn bank_account(setup: &ErpSetup) -> Option<&BankAccount> {
    setup.bank_accounts.iter().find(|account| account.open && account.currency == setup.currency)
}

/// Dolibarr's payment mode for what a payment module calls its method.
pub fn payment_mode(method: &str, setup: &ErpSetup) -> Option<String> {
    let method = method.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| method.contains(word));
    // The order matters: "cash on delivery" is not a "carte", "bank card" is not a bank transfer.
    let code = if has(&[
        "delivery",
        "livraison",
        "contre remboursement",
        "contra reembolso",
        "cash",
        "espèces",
        "efectivo",
    ]) {
        "LIQ"
    } else if has(&["check", "cheque", "chèque"]) {
        "CHQ"
    } else if has(&[
        "card",
        "carte",
        "tarjeta",
        "stripe",
        "paypal",
        "visa",
        "mastercard",
        "cb",
        "apple pay",
        "google pay",
    ]) {
        "CB"
    } else if has(&["debit", "prélèvement", "sepa", "domiciliación"]) {
        "PRE"
    } else if has(&["wire", "virement", "transfer", "transfert", "bank"]) {
        "VIR"
    } else {
        "CB"
    };
    setup
        .payment_mode(code)
        .or_else(|| setup.payment_mode("CB"))
        .or_else(|| setup.payment_modes.first())
        .map(|mode| mode.code.clone())
}

/// A mapping for each method seen in the shop, and one for any other.
pub fn payments(methods: &[String], setup: &ErpSetup) -> BTreeMap<String, PaymentMapping> {
    let Some(account) = bank_account(setup).map(|account| account.id) else { return BTreeMap::new() };
    methods
        .iter()
        .map(|method| method.trim())
        .filter(|method| !method.is_empty())
        .chain(["*"])
        .filter_map(|method| {
            let mode = payment_mode(method, setup)?;
            Some((method.to_owned(), PaymentMapping { mode, account }))
        })
        .collect()
}
