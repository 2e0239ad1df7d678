//! Constants of Dolibarr: which of them matter with which settings.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod common;

use std::collections::BTreeSet;

use passerelle_core::erp::{Constants, Gravity, RULES};
use passerelle_core::settings::{InvoiceDates, InvoiceNumbers};

/// What is said with these constants set, by message.
fn said(facts: &passerelle_core::decide::Facts) -> Vec<(&'static str, Gravity)> {
    RULES
        .iter()
        .filter_map(|rule| Some((rule.message, rule.gravity(&facts.settings, &facts.erp)?)))
        .filter(|(message, _)| *message != "constant-customer-code-free")
        .collect()
}

#[test]
fn an_ordinary_dolibarr_gives_nothing_to_say() {
    let mut facts = common::facts();
    facts.erp.constants = Constants::of(
        [
            ("FACTURE_ADDON", "mod_facture_terre"),
            ("COMMANDE_ADDON", "mod_commande_marbre"),
            ("SOCIETE_CODECLIENT_ADDON", "mod_codeclient_monkey"),
            ("FAC_FORCE_DATE_VALIDATION", "0"),
            ("STOCK_MUST_BE_ENOUGH_FOR_ORDER", ""),
            ("STOCK_ALLOW_NEGATIVE_TRANSFER", "1"),
            ("MAIN_SIZE_LISTE_LIMIT", "20"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    assert_eq!(said(&facts), []);
    assert_eq!(facts.erp.constants.get("MAIN_SIZE_LISTE_LIMIT"), None, "what does not matter is not kept");
}

#[test]
fn a_forced_date_matters_as_the_settings_say() {
    let mut facts = common::facts();
    facts.erp.constants.set("FAC_FORCE_DATE_VALIDATION", "1");
    let forced = |gravity| vec![("constant-invoice-date-forced", gravity)];
    assert_eq!(said(&facts), forced(Gravity::Most));
    facts.settings.orders.invoice_numbers = InvoiceNumbers::Shop;
    assert_eq!(said(&facts), forced(Gravity::Some), "credit notes are numbered by Dolibarr");
    facts.settings.orders.invoice_dates = InvoiceDates::Erp;
    assert_eq!(said(&facts), forced(Gravity::Note));
}

#[test]
fn models_with_a_mask_need_it() {
    let mut facts = common::facts();
    for (model, value, mask, message) in [
        ("FACTURE_ADDON", "mod_facture_mercure", "FACTURE_MERCURE_MASK_INVOICE", "constant-invoice-mask"),
        ("COMMANDE_ADDON", "mod_commande_saphir", "COMMANDE_SAPHIR_MASK", "constant-order-mask"),
        ("PAYMENT_ADDON", "mod_payment_ant", "PAYMENT_ANT_MASK", "constant-payment-mask"),
        (
            "SOCIETE_CODECLIENT_ADDON",
            "mod_codeclient_elephant",
            "COMPANY_ELEPHANT_MASK_CUSTOMER",
            "constant-customer-code-mask",
        ),
    ] {
        facts.erp.constants.set("FACTURE_MERCURE_MASK_CREDIT", "AV{0000}");
        facts.erp.constants.set(model, value);
        assert_eq!(said(&facts), [(message, Gravity::Most)]);
        facts.erp.constants.set(mask, "X{0000}");
        assert_eq!(said(&facts), [], "{mask}");
    }
}

#[test]
fn versions_look_at_different_constants() {
    let mut facts = common::facts();
    facts.erp.constants.set("SOCIETE_VAT_INTRA_MANDATORY", "1");
    facts.erp.constants.set("SOCIETE_ACCOUNTANCY_CODE_CUSTOMER_MANDATORY", "1");
    facts.erp.constants.set("STOCK_ALLOW_NEGATIVE_TRANSFER", "0");
    facts.settings.stock.levels = true;
    for (version, expected) in [
        ("17.0.1", vec!["constant-stock-negative"]),
        ("20.0.0-alpha", vec!["constant-customer-account-code", "constant-stock-negative"]),
        ("23.0.0-beta", vec!["constant-customer-vat-number", "constant-customer-account-code"]),
    ] {
        facts.erp.version = version.to_owned();
        let messages: Vec<&str> = said(&facts).into_iter().map(|(message, _)| message).collect();
        assert_eq!(messages, expected, "{version}");
    }
}

/// The table for persons has every constant.
#[test]
fn the_documentation_names_every_constant() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/constants.md")).unwrap();
    let missing: BTreeSet<&str> = Constants::names().filter(|name| !text.contains(name)).collect();
    assert!(missing.is_empty(), "not in docs/constants.md: {missing:?}");
}

#[test]
fn products_have_to_be_on_sale_since_23_unless_a_constant_says_otherwise() {
    let mut facts = common::facts();
    for (version, checked) in [("17.0.1", false), ("20.0.0-alpha", false), ("23.0.0-beta", true)] {
        facts.erp.version = version.to_owned();
        assert_eq!(facts.erp.validates_on_sale_only(), checked, "{version}");
    }
    facts.erp.constants.set("ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID", "1");
    assert!(!facts.erp.validates_on_sale_only());
}
