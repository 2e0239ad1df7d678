//! What the journal says of a plan before its first call: each step, and the proof of documents.

use passerelle_core::decide::{LeftBehind, WantedDocument};
use passerelle_core::plan::Operation;
use serde_json::json;

use crate::ports::store::Intent;
use crate::prepare::Ready;

/// The intents of a plan, for the journal.
pub(crate) fn intents(ready: &Ready) -> Vec<Intent> {
    ready
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| Intent {
            step: u32::try_from(index).unwrap_or(u32::MAX),
            operation: step.operation.word().to_owned(),
            why: step.why.clone(),
            external_ref: step.operation.external_ref().map(|reference| reference.as_str().to_owned()),
            detail: detail(ready, &step.operation),
        })
        .collect()
}

/// The proof of a document: both sides' sums and the lines' figures. Nothing personal.
fn detail(ready: &Ready, operation: &Operation) -> Option<String> {
    if let Operation::StockMove(write) = operation {
        let (before, wanted) = write.levels.unzip();
        let detail = json!({
            "product": write.product, "warehouse": write.warehouse, "quantity": write.quantity,
            "before": before, "wanted": wanted,
        });
        return Some(detail.to_string());
    }
    if let Operation::FileDelete { path, copied: Some(proof), .. } = operation {
        // Read again after a plan that was cut off.
        return serde_json::to_string(&LeftBehind { from: path.clone(), size: proof.size }).ok();
    }
    if let Operation::ProductOnSale(moment) | Operation::ProductOffSale(moment) = operation {
        // Read again likewise.
        return serde_json::to_string(moment).ok();
    }
    let WantedDocument::Order(order) = &ready.wanted.document else { return None };
    let (lines, proof) = match operation {
        Operation::OrderCreate(write) => (&write.lines, &order.proof),
        Operation::InvoiceCreate(write) => {
            let invoice = order.invoices.iter().find(|it| it.key.external_ref() == write.ref_ext)?;
            (&write.lines, &invoice.proof)
        }
        Operation::CreditNoteCreate(write) => {
            let slip = order.slips.iter().find(|it| it.key.external_ref() == write.ref_ext)?;
            (&write.lines, &slip.proof)
        }
        Operation::PaymentCreate(write) => {
            return Some(
                json!({ "amount": write.amount, "currency": write.currency, "day": write.day }).to_string(),
            );
        }
        _ => return None,
    };
    let lines: Vec<_> = lines
        .iter()
        .map(|line| json!({ "quantity": line.quantity, "unit_price": line.unit_price, "vat": line.rate }))
        .collect();
    Some(json!({ "currency": order.currency, "proof": proof, "lines": lines }).to_string())
}
