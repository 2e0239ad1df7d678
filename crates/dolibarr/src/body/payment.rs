//! Bodies of payments.

use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{PaymentWrite, resolve};
use serde_json::{Map, Value, json};

use super::fields::plain;
use crate::{explanations, moment, text};

/// `POST /invoices/paymentsdistributed`: the plain `/invoices/{id}/payments` pays the whole invoice each time.
pub fn payment(write: &PaymentWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    let invoice =
        resolve(write.invoice, made).ok_or_else(|| explanations::target_missing("payment-create"))?;
    let day =
        moment::of_day(write.day).ok_or_else(|| explanations::value_refused("payment-create", "date"))?;
    let amount = plain(write.amount.value());
    // One of both must be empty: an amount in each is refused.
    let amounts = match write.currency {
        None => json!({ "amount": amount, "multicurrency_amount": "" }),
        Some(_) => json!({ "amount": "", "multicurrency_amount": amount }),
    };
    let mut of_invoice = Map::new();
    of_invoice.insert(invoice.to_string(), amounts);
    Ok(json!({
        "arrayofamounts": of_invoice,
        "datepaye": day,
        "paymentid": write.mode,
        "closepaidinvoices": "yes",
        "accountid": write.bank_account.0,
        "num_payment": text::whole("num_payment", write.number.as_str(), 50)?,
        "comment": text::line(&write.comment, text::TEXT_BYTES),
        "chqemetteur": if write.is_cheque { write.number.as_str() } else { "" },
        "chqbank": "",
        "ref_ext": write.number.as_str(),
        "accepthigherpayment": write.accept_higher,
    }))
}
