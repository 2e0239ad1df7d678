//! What a refusal of Dolibarr is about, in words for a person: one table for reads and writes.

use passerelle_core::explain::Explanation;

use crate::application_error::ApplicationError;
use crate::explanations;
use crate::resource::STATUS;

/// What a call was about.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The word of the call in messages.
    pub word: &'static str,
    /// The right it needs.
    pub right: &'static str,
}

/// What to make of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// Two calls were in each other's way; Dolibarr rolled this one back.
    Passing(Explanation),
    /// There is nothing to do: the thing is as asked already.
    Already,
    /// It stays refused until something changes.
    Lasting(Explanation),
}

/// Judges an error in Dolibarr's own words.
#[must_use]
pub fn of(call: Call, error: &ApplicationError) -> Diagnosis {
    use Diagnosis::{Already, Lasting, Passing};
    let word = call.word;
    if matches!(error.status, 401 | 403)
        && let Some(explanation) = of_refusal(call, error)
    {
        return Lasting(explanation);
    }
    // Already linked: 400 since version 23, 304 and 500 before.
    if matches!(word, "order-contact-link" | "invoice-contact-link")
        && error.says(&["already exists: contact=", "db_error_record_already_exists"])
    {
        return Already;
    }
    if error.database_says(&["deadlock found", "lock wait timeout", "try restarting transaction"]) {
        return Passing(explanations::deadlock());
    }
    if error.says(&["errorproductalreadyexists", "errorrefalreadyexists", "error_ref_already_exists"]) {
        return Lasting(explanations::reference_taken(word));
    }
    if error.database_says(&[
        "duplicate entry",
        "duplicate value in a unique field",
        "db_error_record_already_exists",
    ]) {
        return Passing(explanations::number_taken());
    }
    if error.says(&["erroronelinecontainsadisactivatedproduct"]) {
        return Lasting(explanations::product_off_sale());
    }
    if word == "stock-move" && error.says(&["neg1", "does not allow negative stocks"]) {
        return Lasting(explanations::negative_stock());
    }
    if error.database_says(&["incorrect string value"]) {
        return Lasting(explanations::emoji_refused(&error.column().unwrap_or_else(|| "?".to_owned())));
    }
    if error.database_says(&["data too long"]) {
        return Lasting(explanations::text_too_long(&error.column().unwrap_or_else(|| "?".to_owned()), 0));
    }
    if error.database_says(&["foreign key constraint"]) {
        return Lasting(explanations::reference_unknown(word));
    }
    if error.says(&["errorbadcustomercodesyntax", "errorcustomercode", "errorprefixrequired"]) {
        return Lasting(explanations::customer_code_refused());
    }
    if let Some(explanation) = of_rule(word, error) {
        return Lasting(explanation);
    }
    if error.says(&["the webhook for"]) {
        return Lasting(explanations::webhook_failed(word));
    }
    // The next ones come in the language of the key's user.
    if error.says(&["barcode", "code-barres", "code barre"]) && error.says(&["already exists", "existe déjà"])
    {
        return Lasting(explanations::barcode_taken());
    }
    let is_category = word.starts_with("category") || word.starts_with("customer-category");
    if is_category && error.says(&["already exists", "existe déjà"]) {
        return Lasting(explanations::label_taken());
    }
    if word == "payment-create" {
        if error.says(&["higher than remain"]) {
            return Lasting(explanations::payment_too_high());
        }
        if error.says(&["emetteur is mandatory"]) {
            return Lasting(explanations::cheque_issuer_missing());
        }
        if error.says(&["add payment to bank error"]) && error.says(&["idnotdefined", "id not defined"]) {
            return Lasting(explanations::bank_account_unknown());
        }
    }
    // Whatever was there is gone.
    if word == "file-delete" && error.status == 404 && !error.message.is_empty() {
        return Already;
    }
    // PHP drops a body that is longer than `post_max_size`, and Dolibarr misses its first field.
    if matches!(word, "image-upload" | "file-copy")
        && error.status == 400
        && error.says(&["filename", "modulepart"])
    {
        return Lasting(explanations::file_too_long());
    }
    // Both types that are used exist in every Dolibarr, so the contact is linked already.
    if word == "invoice-contact-link" && error.status == 500 && error.says(&["error when added the contact"])
    {
        return Already;
    }
    if matches!(word, "order-contact-link" | "invoice-contact-link") && error.says(&["wrong contact="]) {
        return Lasting(explanations::reference_unknown(word));
    }
    // A route that does not exist says nothing but "Not Found".
    if error.status == 404 && !error.message.is_empty() {
        return Lasting(explanations::object_missing(word));
    }
    if error.is_sql() {
        return Lasting(explanations::sql_error(word, &error.detail()));
    }
    if error.status == 400 {
        return Lasting(explanations::value_refused(word, &error.detail()));
    }
    Lasting(explanations::refused(word, error.status, &error.detail()))
}

/// Which right or key is missing, when that is what the error is about.
fn of_refusal(call: Call, error: &ApplicationError) -> Option<Explanation> {
    let plain = error.message.is_empty() && error.details.is_empty();
    // Version 17 says no more than "Unauthorized" of a wrong key; the status is open to every right one.
    let wrong_key = error.at_login || call.word == STATUS.word() && error.status == 401;
    if wrong_key || error.says(&["user not valid", "not found with api key", "failed to login", "dolapikey"])
    {
        return Some(explanations::key_refused());
    }
    if error.says(&["open to admin users only"]) {
        let constant = error.message.split_whitespace().find(|word| word.starts_with("API_LOGINS_ALLOWED"));
        return Some(explanations::admin_required(constant.unwrap_or("API_LOGINS_ALLOWED")));
    }
    let right = plain || error.says(&["right", "permission", "access not allowed", "not allowed"]);
    right.then(|| explanations::right_missing(call.right))
}

/// Which of Dolibarr's rules refuses it: its words come as a key, in English or in French.
fn of_rule(word: &str, error: &ApplicationError) -> Option<Explanation> {
    let stock = [
        "stock is not enough",
        "est insuffisant pour",
        "your setup does not allow negative stocks",
        "configuration n'autorise pas un stock négatif",
        "errorstockisnotenough",
        "qtytotranferisnotenough",
    ];
    if error.database_says(&stock) {
        return Some(explanations::stock_short());
    }
    if error.says(&[
        "errorinvoiceisnotlastofsametype",
        "posterior or equal to last date",
        "postérieur ou égale",
    ]) {
        return Some(explanations::invoice_not_latest());
    }
    if error.says(&["errorbadbarcodesyntax", "bad syntax for barcode", "mauvaise syntaxe pour le code"]) {
        return Some(explanations::barcode_refused());
    }
    if error.says(&["forbidden by setup rules", "interdit par les règles", "forbiddenbysetuprules"]) {
        return Some(explanations::rule_refuses());
    }
    let validates = matches!(word, "order-validate" | "invoice-validate");
    (validates && error.says(&["notconfigured", "not configured", "non configuré"]))
        .then(explanations::mask_missing)
}
