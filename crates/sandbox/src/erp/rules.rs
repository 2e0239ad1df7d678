//! What constants of the setup make Dolibarr do otherwise, as seen on 17, 20 and 23.

use rust_decimal::Decimal;

use super::context::Context;
use super::data::{Document, ErpData, Line, ThirdParty};
use super::refusal::Refusal;
use crate::calendar;

const FORBIDDEN: &str = "(Forbidden by setup rules)";

fn is(data: &ErpData, name: &str, value: &str) -> bool {
    data.constants.get(name).is_some_and(|it| it == value)
}

/// Whether a movement may not take more than there is. Version 22 turned the constant round.
pub(crate) fn refuses_negative(context: &Context<'_>) -> bool {
    let major = context.version.number().split('.').next().and_then(|part| part.parse::<u32>().ok());
    if major.unwrap_or(0) >= 22 {
        context.data.constant("STOCK_DISALLOW_NEGATIVE_TRANSFER")
    } else {
        !context.data.constant("STOCK_ALLOW_NEGATIVE_TRANSFER")
    }
}

/// Why a movement is refused; the words are the key's user's.
pub(crate) fn negative(context: &Context<'_>, product: u32, warehouse: u32, qty: Decimal) -> Option<String> {
    if !qty.is_sign_negative() || !refuses_negative(context) {
        return None;
    }
    let product = context.data.products.get(product).filter(|it| it.kind == 0)?;
    let there = product.stock.get(&warehouse).copied().unwrap_or_default();
    (there < -qty).then(|| {
        format!(
            "You don't have enough stock from your source warehouse and your setup does not allow negative stocks. : {}",
            product.record.text("ref")
        )
    })
}

/// The reference of a product of which a line takes more than there is in all warehouses.
pub(crate) fn short(data: &ErpData, constant: &str, lines: &[Line]) -> Option<String> {
    if !data.constant(constant) {
        return None;
    }
    lines.iter().find_map(|line| {
        let product = line.product.and_then(|id| data.products.get(id)).filter(|it| it.kind == 0)?;
        let there: Decimal = product.stock.values().copied().sum();
        (there < line.qty).then(|| product.record.text("ref").to_owned())
    })
}

/// The code of a new third party: made, taken as sent, or none; why it is refused.
pub(crate) fn customer_code(
    data: &ErpData,
    sent: Option<&str>,
    is_customer: bool,
    made: impl FnOnce() -> String,
) -> Result<Option<String>, Refusal> {
    let asked = matches!(sent, Some("-1" | "auto"));
    let free = is(data, "SOCIETE_CODECLIENT_ADDON", "mod_codeclient_leopard");
    let unset = is(data, "SOCIETE_CODECLIENT_ADDON", "mod_codeclient_elephant")
        && !data.constant("COMPANY_ELEPHANT_MASK_CUSTOMER");
    let needed = unset || data.constant("MAIN_COMPANY_CODE_ALWAYS_REQUIRED");
    let refused = |word: &str| Refusal::creating("Error creating thirdparty", &["", word]);
    match sent.filter(|_| !asked).filter(|code| !code.is_empty()) {
        Some(code) if free => Ok(Some(code.to_owned())),
        Some(_) => Err(refused("ErrorBadCustomerCodeSyntax")),
        None if !is_customer => Ok(None),
        None if asked && !free && !unset => Ok(Some(made())),
        None if needed => Err(refused("ErrorCustomerCodeRequired")),
        None => Ok(None),
    }
}

/// Fields of a new third party that must be filled or unique.
pub(crate) fn third_party(context: &Context<'_>, party: &ThirdParty) -> Result<(), Refusal> {
    let data = &context.data;
    let text = |field: &str| party.record.text(field);
    let refused = |detail: String| {
        Err(Refusal::failing("Error creating thirdparty", Some(format!("{detail} {FORBIDDEN}"))))
    };
    if data.constant("SOCIETE_EMAIL_MANDATORY") && text("email").is_empty() {
        return Err(Refusal::new(400, "email field missing"));
    }
    for (field, constant, name) in [
        ("email", "SOCIETE_EMAIL_UNIQUE", "Email"),
        ("tva_intra", "SOCIETE_VAT_INTRA_UNIQUE", "VATIntra"),
        ("idprof1", "SOCIETE_IDPROF1_UNIQUE", "ProfId1"),
        ("idprof2", "SOCIETE_IDPROF2_UNIQUE", "ProfId2"),
    ] {
        let value = text(field);
        let taken = || data.third_parties.iter().any(|other| other.record.text(field) == value);
        if data.constant(constant) && !value.is_empty() && taken() {
            return refused(format!("{name} {value} is assigned to another third"));
        }
    }
    Ok(())
}

/// What an invoice becomes when it is validated: the day of today, or a refusal.
pub(crate) fn validates(context: &Context<'_>, invoice: &mut Document) -> Result<(), Refusal> {
    let data = &context.data;
    let is_provisional = invoice.record.text("ref").starts_with("(PROV");
    if data.constant("FAC_FORCE_DATE_VALIDATION") && is_provisional {
        invoice.date = calendar::paris_midnight(data.now);
    }
    let failed = "Error when validating Invoice: ";
    let later =
        |other: &Document| other.status != 0 && other.kind == invoice.kind && other.date > invoice.date;
    if data.constant("INVOICE_CHECK_POSTERIOR_DATE") && data.invoices.iter().any(later) {
        return Err(Refusal::new(500, format!("{failed}ErrorInvoiceIsNotLastOfSameType")));
    }
    let masked = is(data, "FACTURE_ADDON", "mod_facture_mercure");
    if masked && is_provisional && !data.constant("FACTURE_MERCURE_MASK_INVOICE") {
        return Err(Refusal::new(500, format!("{failed}NotConfigured")));
    }
    let party = data.third_parties.get(invoice.socid);
    let email = party.is_some_and(|it| !it.record.text("email").is_empty());
    if data.constant("SOCIETE_EMAIL_INVOICE_MANDATORY") && !email {
        return Err(Refusal::new(500, format!("{failed}Email address  is incorrect {FORBIDDEN}")));
    }
    Ok(())
}
