//! The messages for persons: one function for each, so that every id and its arguments stand in one place.

use passerelle_core::explain::Explanation;

/// The address typed in is none.
pub fn address_invalid(address: &str) -> Explanation {
    Explanation::new("erp-address-invalid").with("address", shortened(address))
}

/// The address holds a user name or password.
pub fn address_with_password(host: &str) -> Explanation {
    Explanation::new("erp-address-with-password").with("host", host)
}

/// The key holds characters that no header can carry.
pub fn key_invalid() -> Explanation {
    Explanation::new("erp-key-invalid")
}

/// The HTTP client could not be built on this machine.
pub fn client_failed() -> Explanation {
    Explanation::new("erp-client-failed")
}

/// No such host.
pub fn host_unknown(host: &str) -> Explanation {
    Explanation::new("erp-host-unknown").with("host", host)
}

/// Nothing listens there.
pub fn connection_refused(host: &str) -> Explanation {
    Explanation::new("erp-connection-refused").with("host", host)
}

/// The connection could not be made in time.
pub fn connection_timed_out(host: &str) -> Explanation {
    Explanation::new("erp-connection-timed-out").with("host", host)
}

/// No connection for another reason.
pub fn unreachable(host: &str) -> Explanation {
    Explanation::new("erp-unreachable").with("host", host)
}

/// The secure connection could not be made.
pub fn tls_failed(host: &str) -> Explanation {
    Explanation::new("erp-tls-failed").with("host", host)
}

/// No answer within so many seconds.
pub fn timed_out(seconds: u64) -> Explanation {
    Explanation::new("erp-timed-out").with("seconds", seconds)
}

/// The connection broke before the whole answer was there.
pub fn connection_lost(host: &str) -> Explanation {
    Explanation::new("erp-connection-lost").with("host", host)
}

/// The answer is larger than allowed.
pub fn answer_too_large(limit: usize) -> Explanation {
    Explanation::new("erp-answer-too-large").with("megabytes", limit / (1024 * 1024))
}

/// The address answers with a redirect to this one.
pub fn redirected(to: &str) -> Explanation {
    Explanation::new("erp-redirected").with("to", shortened(to))
}

/// What answers is no Dolibarr API.
pub fn not_dolibarr(status: u16) -> Explanation {
    Explanation::new("erp-not-dolibarr").with("status", status)
}

/// The key is not accepted.
pub fn key_refused() -> Explanation {
    Explanation::new("erp-key-refused")
}

/// The call is open to administrators only, or to those named in this constant.
pub fn admin_required(constant: &str) -> Explanation {
    Explanation::new("erp-admin-required").with("constant", constant)
}

/// The key's user lacks this right.
pub fn right_missing(right: &str) -> Explanation {
    Explanation::new("erp-right-missing").with("right", right)
}

/// This module of Dolibarr is switched off.
pub fn module_off(module: &str) -> Explanation {
    Explanation::new("erp-module-off").with("module", module)
}

/// Dolibarr's firewall took the call for an attack.
pub fn firewall_refused(call: &str) -> Explanation {
    Explanation::new("erp-firewall-refused").with("call", call)
}

/// Too many calls.
pub fn throttled() -> Explanation {
    Explanation::new("erp-throttled")
}

/// The server fails without saying why.
pub fn unavailable(status: u16) -> Explanation {
    Explanation::new("erp-unavailable").with("status", status)
}

/// The answer cannot be read.
pub fn answer_unreadable(call: &str) -> Explanation {
    Explanation::new("erp-answer-unreadable").with("call", call)
}

/// A deadlock in the database; rolled back.
pub fn deadlock() -> Explanation {
    Explanation::new("erp-deadlock")
}

/// Two calls took the same number; rolled back.
pub fn number_taken() -> Explanation {
    Explanation::new("erp-number-taken")
}

/// Another object has this reference.
pub fn reference_taken(call: &str) -> Explanation {
    Explanation::new("erp-reference-taken").with("call", call)
}

/// Another product has this barcode.
pub fn barcode_taken() -> Explanation {
    Explanation::new("erp-barcode-taken")
}

/// Another category of the same parent has this label.
pub fn label_taken() -> Explanation {
    Explanation::new("erp-label-taken")
}

/// An order with a product that is off sale is not validated (since version 23).
pub fn product_off_sale() -> Explanation {
    Explanation::new("erp-product-off-sale")
}

/// The movement would leave less than nothing, which the setup of Dolibarr does not allow.
pub fn negative_stock() -> Explanation {
    Explanation::new("erp-stock-negative")
}

/// Dolibarr's numbering refuses the customer code.
pub fn customer_code_refused() -> Explanation {
    Explanation::new("erp-customer-code-refused")
}

/// The bank account does not exist.
pub fn bank_account_unknown() -> Explanation {
    Explanation::new("erp-bank-account-unknown")
}

/// The payment is higher than what remains to pay.
pub fn payment_too_high() -> Explanation {
    Explanation::new("erp-payment-too-high")
}

/// A cheque without issuer.
pub fn cheque_issuer_missing() -> Explanation {
    Explanation::new("erp-cheque-issuer-missing")
}

/// The database cannot store a 4-byte character (emoji) in this column.
pub fn emoji_refused(field: &str) -> Explanation {
    Explanation::new("erp-emoji-refused").with("field", field)
}

/// This text is too long for its column and must not be cut.
pub fn text_too_long(field: &str, limit: usize) -> Explanation {
    Explanation::new("erp-text-too-long").with("field", field).with("limit", limit)
}

/// The object written to does not exist.
pub fn object_missing(call: &str) -> Explanation {
    Explanation::new("erp-object-missing").with("call", call)
}

/// Something the call refers to does not exist (foreign key).
pub fn reference_unknown(call: &str) -> Explanation {
    Explanation::new("erp-related-missing").with("call", call)
}

/// A field is missing or has a bad value.
pub fn value_refused(call: &str, detail: &str) -> Explanation {
    Explanation::new("erp-value-refused").with("call", call).with("detail", detail)
}

/// The database refuses.
pub fn sql_error(call: &str, detail: &str) -> Explanation {
    Explanation::new("erp-sql-error").with("call", call).with("detail", detail)
}

/// A webhook or trigger of Dolibarr made the call fail.
pub fn webhook_failed(call: &str) -> Explanation {
    Explanation::new("erp-webhook-failed").with("call", call)
}

/// Dolibarr answers that all is well but nothing changed.
pub fn no_effect(call: &str) -> Explanation {
    Explanation::new("erp-no-effect").with("call", call)
}

/// Another invoice has the number that an invoice was to get.
pub fn invoice_number_taken(reference: &str) -> Explanation {
    Explanation::new("erp-invoice-number-taken").with("number", reference)
}

/// Dolibarr says no in words of its own.
pub fn refused(call: &str, status: u16, detail: &str) -> Explanation {
    Explanation::new("erp-refused").with("call", call).with("status", status).with("detail", detail)
}

/// The web server or PHP does not take in a body of this length.
pub fn file_too_long() -> Explanation {
    Explanation::new("erp-file-too-long")
}

/// An earlier step did not make what this one needs.
pub fn target_missing(call: &str) -> Explanation {
    Explanation::new("erp-target-missing").with("call", call)
}

/// The first characters of a text from outside, on one line.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// Which currency the company has cannot be understood.
pub fn company_currency_unknown(code: &str) -> Explanation {
    Explanation::new("erp-company-currency-unknown").with("code", shortened(code))
}

/// A constant that sums are computed with has a value that is not understood.
pub fn constant_strange(name: &str, value: &str) -> Explanation {
    Explanation::new("erp-constant-strange").with("constant", name).with("value", shortened(value))
}

/// The stock does not suffice.
pub fn stock_short() -> Explanation {
    Explanation::new("erp-stock-short")
}

/// A later invoice is validated already.
pub fn invoice_not_latest() -> Explanation {
    Explanation::new("erp-invoice-not-latest")
}

/// The barcode does not fit the mask.
pub fn barcode_refused() -> Explanation {
    Explanation::new("erp-barcode-refused")
}

/// A field must be filled, or must be unique.
pub fn rule_refuses() -> Explanation {
    Explanation::new("erp-rule-refuses")
}

/// Numbers are made by a mask that is empty.
pub fn mask_missing() -> Explanation {
    Explanation::new("erp-mask-missing")
}
