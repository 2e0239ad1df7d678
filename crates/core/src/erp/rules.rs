//! Which of Dolibarr's constants change what its API does with our documents, how badly, and what is said of each.
//!
//! Found by reading what the PHP sources of versions 17, 20 and 23 look at on the way of every call that is made. The table
//! for persons is `docs/constants.md`.

use super::{Constants, ErpSetup};
use crate::explain::Explanation;
use crate::settings::{GuestMode, InvoiceDates, InvoiceNumbers, Settings};

/// How much a rule matters with the settings at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Worth knowing; everything is brought over as it should be.
    Note,
    /// Some documents may be refused, or something is done otherwise.
    Some,
    /// Documents are not brought over.
    Most,
}

/// One constant, and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub constant: &'static str,
    /// Id of the message, which says what happens and where to change it.
    pub message: &'static str,
    /// How much it matters; none when it does nothing here.
    judge: fn(&Settings, &ErpSetup, &str) -> Option<Gravity>,
}

/// Constants that rules look at beside their own.
pub const RULES_BESIDE: [&str; 7] = [
    "MAIN_COMPANY_CODE_ALWAYS_REQUIRED",
    "COMPANY_ELEPHANT_MASK_CUSTOMER",
    "FACTURE_MERCURE_MASK_INVOICE",
    "FACTURE_MERCURE_MASK_CREDIT",
    "COMMANDE_SAPHIR_MASK",
    "PAYMENT_ANT_MASK",
    "STOCK_ALLOW_NEGATIVE_TRANSFER",
];

/// Dolibarr's model of free customer codes, which makes none.
pub(crate) const FREE_CODES: &str = "mod_codeclient_leopard";

/// All rules.
pub const RULES: &[Rule] = &[
    // Invoices: date, number, what must be filled.
    rule("FAC_FORCE_DATE_VALIDATION", "constant-invoice-date-forced", |settings, erp, name| {
        is_on(erp, name, |_| {
            if settings.orders.draft_invoices {
                Gravity::Some
            } else if settings.orders.invoice_dates == InvoiceDates::Erp {
                Gravity::Note
            } else if settings.orders.invoice_numbers == InvoiceNumbers::Shop {
                Gravity::Some
            } else {
                Gravity::Most
            }
        })
    }),
    rule("INVOICE_CHECK_POSTERIOR_DATE", "constant-invoice-date-order", |settings, erp, name| {
        is_on(erp, name, |_| if settings.orders.draft_invoices { Gravity::Note } else { Gravity::Some })
    }),
    rule("FACTURE_ADDON", "constant-invoice-mask", |settings, erp, name| {
        let masked = matches!(erp.constants.get(name), Some("mod_facture_mercure" | "mercure"));
        let lacks = |mask: &str| !erp.constants.is_on(mask);
        let lacking = lacks("FACTURE_MERCURE_MASK_INVOICE") || lacks("FACTURE_MERCURE_MASK_CREDIT");
        (masked && lacking && !settings.orders.draft_invoices).then_some(Gravity::Most)
    }),
    rule("SOCIETE_EMAIL_INVOICE_MANDATORY", "constant-invoice-email", some),
    rule("SOCIETE_VAT_INTRA_INVOICE_MANDATORY", "constant-invoice-vat-number", |_, erp, name| {
        let gravity = |value: &str| if value == "eeconly" { Gravity::Some } else { Gravity::Most };
        since(erp, 21, is_on(erp, name, gravity))
    }),
    rule("SOCIETE_ACCOUNTANCY_CODE_CUSTOMER_INVOICE_MANDATORY", "constant-invoice-account-code", some),
    rule("SOCIETE_IDPROF1_INVOICE_MANDATORY", "constant-invoice-company-number", some),
    rule("SOCIETE_IDPROF2_INVOICE_MANDATORY", "constant-invoice-company-number", some),
    rule("SOCIETE_IDPROF3_INVOICE_MANDATORY", "constant-invoice-company-number", some),
    rule("SOCIETE_IDPROF4_INVOICE_MANDATORY", "constant-invoice-company-number-unknown", some),
    rule("SOCIETE_IDPROF5_INVOICE_MANDATORY", "constant-invoice-company-number-unknown", some),
    rule("SOCIETE_IDPROF6_INVOICE_MANDATORY", "constant-invoice-company-number-unknown", some),
    // Orders: number, and what a closed one makes.
    rule("COMMANDE_ADDON", "constant-order-mask", |settings, erp, name| {
        let lacks =
            erp.constants.is(name, "mod_commande_saphir") && !erp.constants.is_on("COMMANDE_SAPHIR_MASK");
        let numbered = !settings.orders.shop_reference_as_reference && !settings.orders.draft_orders;
        (lacks && numbered).then_some(Gravity::Most)
    }),
    rule("WORKFLOW_ORDER_AUTOCREATE_INVOICE", "constant-order-second-invoice", |_, erp, _| {
        erp.invoices_closed_orders().then_some(Gravity::Some)
    }),
    // Payments.
    rule("PAYMENT_ADDON", "constant-payment-mask", |_, erp, name| {
        let masked = matches!(erp.constants.get(name), Some("mod_payment_ant" | "ant"));
        (masked && !erp.constants.is_on("PAYMENT_ANT_MASK")).then_some(Gravity::Most)
    }),
    // Third parties: code, what must be filled, what must be unique.
    rule("SOCIETE_CODECLIENT_ADDON", "constant-customer-code-mask", |_, erp, name| {
        let masked = erp.constants.is(name, "mod_codeclient_elephant");
        (masked && !erp.constants.is_on("COMPANY_ELEPHANT_MASK_CUSTOMER")).then_some(Gravity::Most)
    }),
    rule("SOCIETE_CODECLIENT_ADDON", "constant-customer-code-free", |_, erp, name| {
        let free = erp.constants.get(name).is_none_or(|it| it.is_empty() || it == FREE_CODES);
        (free && !erp.customers_need_code()).then_some(Gravity::Some)
    }),
    rule("SOCIETE_CODECLIENT_ADDON", "constant-customer-code-ours", |_, erp, _| {
        erp.customers_need_code().then_some(Gravity::Note)
    }),
    rule("SOCIETE_EMAIL_MANDATORY", "constant-customer-email", |settings, erp, name| {
        // Third parties that stand for many have no address.
        let collective = settings.customers.guests == GuestMode::PerCountry;
        is_on(erp, name, |_| if collective { Gravity::Most } else { Gravity::Some })
    }),
    rule("SOCIETE_EMAIL_UNIQUE", "constant-customer-email-unique", some),
    rule("SOCIETE_VAT_INTRA_MANDATORY", "constant-customer-vat-number", |_, erp, name| {
        since(erp, 21, is_on(erp, name, |_| Gravity::Most))
    }),
    rule("SOCIETE_VAT_INTRA_UNIQUE", "constant-customer-vat-number-unique", some),
    rule("SOCIETE_ACCOUNTANCY_CODE_CUSTOMER_MANDATORY", "constant-customer-account-code", |_, erp, name| {
        since(erp, 18, is_on(erp, name, |_| Gravity::Most))
    }),
    rule("SOCIETE_IDPROF1_MANDATORY", "constant-customer-company-number", company_number),
    rule("SOCIETE_IDPROF2_MANDATORY", "constant-customer-company-number", company_number),
    rule("SOCIETE_IDPROF3_MANDATORY", "constant-customer-company-number", company_number),
    rule("SOCIETE_IDPROF4_MANDATORY", "constant-customer-company-number-unknown", company_number),
    rule("SOCIETE_IDPROF5_MANDATORY", "constant-customer-company-number-unknown", company_number),
    rule("SOCIETE_IDPROF6_MANDATORY", "constant-customer-company-number-unknown", company_number),
    rule("SOCIETE_IDPROF1_UNIQUE", "constant-customer-company-number-unique", some),
    rule("SOCIETE_IDPROF2_UNIQUE", "constant-customer-company-number-unique", some),
    rule("SOCIETE_IDPROF3_UNIQUE", "constant-customer-company-number-unique", some),
    // Goods.
    rule("STOCK_MUST_BE_ENOUGH_FOR_ORDER", "constant-stock-for-orders", |_, erp, name| {
        erp.has_module("stock").unwrap_or(true).then(|| is_on(erp, name, |_| Gravity::Some)).flatten()
    }),
    rule("STOCK_MUST_BE_ENOUGH_FOR_INVOICE", "constant-stock-for-invoices", |_, erp, name| {
        erp.has_module("stock").unwrap_or(true).then(|| is_on(erp, name, |_| Gravity::Some)).flatten()
    }),
    rule("STOCK_DISALLOW_NEGATIVE_TRANSFER", "constant-stock-negative", |settings, erp, _| {
        let moves = settings.any_levels() || !settings.stock.carriers.is_empty();
        (moves && erp.refuses_negative_stock()).then_some(Gravity::Some)
    }),
    // The catalogue.
    rule("BARCODE_PRODUCT_ADDON_NUM", "constant-barcode-mask", some),
    rule("CATEGORIE_RECURSIV_ADD", "constant-categories-above", some),
    // Who may, and who is told.
    rule("MAIN_USE_ADVANCED_PERMS", "constant-advanced-rights", |_, erp, name| {
        is_on(erp, name, |_| Gravity::Note)
    }),
    rule("NOTIFICATION_FIXEDEMAIL_ORDER_VALIDATE_THRESHOLD_HIGHER_0", "constant-order-mails", mails),
    rule("NOTIFICATION_FIXEDEMAIL_BILL_VALIDATE_THRESHOLD_HIGHER_0", "constant-invoice-mails", mails),
];

const fn rule(
    constant: &'static str,
    message: &'static str,
    judge: fn(&Settings, &ErpSetup, &str) -> Option<Gravity>,
) -> Rule {
    Rule { constant, message, judge }
}

fn is_on(erp: &ErpSetup, name: &str, gravity: impl FnOnce(&str) -> Gravity) -> Option<Gravity> {
    erp.constants.is_on(name).then(|| gravity(erp.constants.get(name).unwrap_or_default()))
}

fn some(_: &Settings, erp: &ErpSetup, name: &str) -> Option<Gravity> {
    is_on(erp, name, |_| Gravity::Some)
}

/// Since version 21 persons must have one as well.
fn company_number(_: &Settings, erp: &ErpSetup, name: &str) -> Option<Gravity> {
    is_on(erp, name, |_| if erp.major() >= 21 { Gravity::Most } else { Gravity::Some })
}

/// Versions before this one do not look at the constant.
fn since(erp: &ErpSetup, major: u32, gravity: Option<Gravity>) -> Option<Gravity> {
    gravity.filter(|_| erp.major() >= major)
}

fn mails(_: &Settings, erp: &ErpSetup, name: &str) -> Option<Gravity> {
    erp.has_module("notification").unwrap_or(true).then(|| is_on(erp, name, |_| Gravity::Some)).flatten()
}

impl Rule {
    /// How much it matters here; none when it does nothing.
    #[must_use]
    pub fn gravity(&self, settings: &Settings, erp: &ErpSetup) -> Option<Gravity> {
        (self.judge)(settings, erp, self.constant)
    }

    /// What happens, and where to change it.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let digits: String = self.constant.chars().filter(char::is_ascii_digit).take(1).collect();
        Explanation::new(self.message).with("constant", self.constant).with("number", digits)
    }
}

/// Whether invoices keep the days of the shop: Dolibarr puts its own day only on one that it numbers itself.
#[must_use]
pub fn invoice_dates_kept(settings: &Settings, constants: &Constants) -> bool {
    !constants.is_on("FAC_FORCE_DATE_VALIDATION")
        || settings.orders.invoice_numbers == InvoiceNumbers::Shop
        || settings.orders.invoice_dates == InvoiceDates::Erp
}

impl ErpSetup {
    /// The number of the version before its first dot; 0 when it has none.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.version.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(0)
    }

    /// Whether a module is on; none where the list of modules cannot be read.
    #[must_use]
    pub fn has_module(&self, name: &str) -> Option<bool> {
        (!self.modules.is_empty()).then(|| self.modules.iter().any(|module| module == name))
    }

    /// Whether each customer must have a code and none makes it: then it gets ours.
    #[must_use]
    pub fn customers_need_code(&self) -> bool {
        self.constants.is("SOCIETE_CODECLIENT_ADDON", FREE_CODES)
            && self.constants.is_on("MAIN_COMPANY_CODE_ALWAYS_REQUIRED")
    }

    /// Whether Dolibarr makes an invoice of its own of every order that is closed.
    #[must_use]
    pub fn invoices_closed_orders(&self) -> bool {
        self.constants.is_on("WORKFLOW_ORDER_AUTOCREATE_INVOICE")
            && self.has_module("workflow") != Some(false)
    }

    /// Whether a movement may not take more than there is. Up to version 21 a constant allows it, since 22 one forbids it.
    #[must_use]
    pub fn refuses_negative_stock(&self) -> bool {
        if self.major() >= 22 {
            self.constants.is_on("STOCK_DISALLOW_NEGATIVE_TRANSFER")
        } else {
            !self.constants.is_on("STOCK_ALLOW_NEGATIVE_TRANSFER")
        }
    }
}
