//! Bodies of orders, invoices and credit notes.

use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{CreditNoteWrite, ForeignCurrency, InvoiceWrite, OrderWrite, resolve};
use serde_json::{Value, json};

use super::fields::Fields;
use super::line::lines;
use crate::{explanations, moment};

/// `POST /orders`.
pub fn order(write: &OrderWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    let missing = || explanations::target_missing("order-create");
    let mut fields = Fields::default();
    fields.set("socid", resolve(write.third_party, made).ok_or_else(missing)?.0);
    // As text: no time zone can shift it.
    fields.set("date", write.day.to_string());
    fields.whole("ref_ext", Some(write.ref_ext.as_str()), 255)?;
    fields.whole("ref", write.reference.as_deref(), 30)?;
    fields.whole("ref_client", Some(&write.customer_reference), 255)?;
    fields.id("mode_reglement_id", write.payment_mode);
    fields.id("cond_reglement_id", write.payment_terms);
    fields.id("fk_account", write.bank_account.map(|id| id.0));
    fields.id("shipping_method_id", write.shipping_method);
    fields.id("demand_reason_id", write.origin);
    fields.id("warehouse_id", write.warehouse.map(|id| id.0));
    fields.note("note_public", Some(&write.note_public));
    fields.note("note_private", Some(&write.note_private));
    currency(&mut fields, write.currency);
    fields.set("lines", lines(&write.lines)?);
    Ok(fields.finish())
}

/// `POST /invoices`.
pub fn invoice(write: &InvoiceWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    let missing = || explanations::target_missing("invoice-create");
    let order = resolve(write.order, made).ok_or_else(missing)?;
    let mut fields = Fields::default();
    fields.set("type", 0);
    fields.set("socid", resolve(write.third_party, made).ok_or_else(missing)?.0);
    // As a number: Dolibarr reckons the due date with it, and with a text lands in 1970.
    let date =
        moment::of_day(write.day).ok_or_else(|| explanations::value_refused("invoice-create", "date"))?;
    fields.set("date", date);
    fields.whole("ref_ext", Some(write.ref_ext.as_str()), 255)?;
    fields.whole("ref_client", Some(&write.customer_reference), 255)?;
    fields.set("linkedObjectsIds", json!({ "commande": order.0 }));
    fields.id("mode_reglement_id", write.payment_mode);
    fields.id("cond_reglement_id", write.payment_terms);
    fields.id("fk_account", write.bank_account.map(|id| id.0));
    fields.note("note_public", Some(&write.note_public));
    fields.note("note_private", Some(&write.note_private));
    currency(&mut fields, write.currency);
    fields.set("lines", lines(&write.lines)?);
    Ok(fields.finish())
}

/// `POST /invoices` of a credit note.
pub fn credit_note(write: &CreditNoteWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    let missing = || explanations::target_missing("credit-note-create");
    let mut fields = Fields::default();
    fields.set("type", 2);
    fields.set("fk_facture_source", resolve(write.invoice, made).ok_or_else(missing)?.0);
    fields.set("socid", resolve(write.third_party, made).ok_or_else(missing)?.0);
    let date =
        moment::of_day(write.day).ok_or_else(|| explanations::value_refused("credit-note-create", "date"))?;
    fields.set("date", date);
    fields.whole("ref_ext", Some(write.ref_ext.as_str()), 255)?;
    fields.whole("ref_client", Some(&write.customer_reference), 255)?;
    fields.id("mode_reglement_id", write.payment_mode);
    fields.id("fk_account", write.bank_account.map(|id| id.0));
    fields.note("note_public", Some(&write.note_public));
    currency(&mut fields, write.currency);
    fields.set("lines", lines(&write.lines)?);
    Ok(fields.finish())
}

fn currency(fields: &mut Fields, currency: Option<ForeignCurrency>) {
    if let Some(ForeignCurrency { code, rate }) = currency {
        fields.set("multicurrency_code", code.code());
        fields.decimal("multicurrency_tx", Some(rate));
    }
}
