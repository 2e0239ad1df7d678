//! Invoices.

use passerelle_core::erp::{ErpInvoice, ErpInvoiceForm};
use serde_json::Value;

use super::fields;
use super::totals::totals;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref,ref_ext,ref_client,socid,date,type,fk_facture_source,statut,status,paye,paid,contacts_ids,total_ht,total_tva,total_localtax1,total_localtax2,total_ttc,multicurrency_code,\
multicurrency_tx,multicurrency_total_ht,multicurrency_total_tva,multicurrency_total_ttc,totalpaid";

/// Reads an invoice.
pub fn invoice(value: &Value) -> Option<ErpInvoice> {
    let status = fields::whole(value, "statut").or_else(|| fields::whole(value, "status"))?;
    Some(ErpInvoice {
        id: fields::id(value, "id")?,
        reference: fields::text(value, "ref"),
        ref_ext: fields::external(value),
        customer_reference: fields::text(value, "ref_client"),
        third_party: fields::link(value, "socid"),
        day: fields::day(value, "date"),
        form: match fields::whole(value, "type") {
            Some(0) | None => ErpInvoiceForm::Standard,
            Some(2) => ErpInvoiceForm::CreditNote,
            Some(_) => ErpInvoiceForm::Other,
        },
        corrects: fields::link(value, "fk_facture_source"),
        draft: status == 0,
        paid: fields::flag(value, "paye") || fields::flag(value, "paid"),
        contacts: super::order::contacts(value),
        abandoned: status == 3,
        received: fields::decimal(value, "totalpaid").map(|_| fields::amount(value, "totalpaid")),
        totals: totals(value),
        dated: fields::moment(value, "date"),
    })
}
