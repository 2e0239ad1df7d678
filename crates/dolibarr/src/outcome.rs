//! What became of a writing call, judged from its answer.

use passerelle_core::erp::{ErpObject, ErpOrderStatus};
use passerelle_core::plan::Operation;
use passerelle_engine::ports::erp::Outcome;
use serde_json::Value;

use crate::answer::Answer;
use crate::call::{Expected, WriteCall};
use crate::diagnosis::{self, Call, Diagnosis};
use crate::transport::Failure;
use crate::{codec, explanations, written};

/// Judges what came back for `operation`.
pub fn of(operation: &Operation, call: &WriteCall, answer: Result<Answer, Failure>) -> Outcome {
    let word = operation.word();
    match answer {
        Err(Failure::NotSent(explanation)) => Outcome::NotSent(explanation),
        Err(Failure::Lost(explanation)) => Outcome::Unknown(explanation),
        Ok(Answer::Value(value)) => of_value(operation, call, &value),
        Ok(Answer::Nothing) => Outcome::NothingDone,
        Ok(Answer::Application(error)) => {
            let about = Call { word, right: call.resource.right_to_write };
            match diagnosis::of(about, &error) {
                // Up to version 20 the answer is the unchanged invoice, since 23 it is the database's refusal.
                Diagnosis::Passing(why) if why.id == explanations::number_taken().id => match operation {
                    Operation::InvoiceNumber { reference, .. } => {
                        Outcome::Rejected(explanations::invoice_number_taken(reference))
                    }
                    _ => Outcome::RolledBack(why),
                },
                Diagnosis::Passing(explanation) => Outcome::RolledBack(explanation),
                Diagnosis::Already => Outcome::NothingDone,
                Diagnosis::Lasting(explanation) => Outcome::Rejected(explanation),
            }
        }
        Ok(Answer::ModuleOff) => Outcome::Rejected(explanations::module_off(call.resource.module)),
        Ok(Answer::Firewall) => Outcome::Rejected(explanations::firewall_refused(word)),
        Ok(Answer::Redirect(to)) => Outcome::Rejected(explanations::redirected(&to)),
        Ok(Answer::Throttled(retry_after)) => Outcome::Throttled { retry_after },
        // A proxy that gave up waiting (408, 499) does not know what Dolibarr did.
        Ok(Answer::Foreign(status @ (408 | 499))) => Outcome::Unknown(explanations::unavailable(status)),
        Ok(Answer::Foreign(413)) if call.expected == Expected::Name => {
            Outcome::Rejected(explanations::file_too_long())
        }
        Ok(Answer::Foreign(status)) => Outcome::Rejected(explanations::not_dolibarr(status)),
        // Nor does one that asks to come back later: it may have handed the call on before.
        Ok(Answer::Unavailable(_)) => Outcome::Unknown(explanations::unavailable(503)),
        Ok(Answer::Crash(status)) => Outcome::Unknown(explanations::unavailable(status)),
        Ok(Answer::Unreadable(_)) => Outcome::Unknown(explanations::answer_unreadable(word)),
    }
}

fn of_value(operation: &Operation, call: &WriteCall, value: &Value) -> Outcome {
    let word = operation.word();
    let unreadable = || Outcome::Unknown(explanations::answer_unreadable(word));
    let done = |created, object| Outcome::Done { created, object };
    match call.expected {
        Expected::Id => match codec::created(value) {
            Some(id) => done(Some(id), None),
            None => unreadable(),
        },
        Expected::Anything => done(None, None),
        Expected::Name => match value.as_str().filter(|name| !name.is_empty()) {
            Some(_) => done(None, None),
            None => unreadable(),
        },
        Expected::Updated => match &call.body {
            _ if !value.is_object() => unreadable(),
            Some(body) if !written::is_visible(body, value) => {
                Outcome::Rejected(explanations::no_effect(word))
            }
            _ => done(None, None),
        },
        Expected::Object(kind) => match codec::object(kind, value) {
            Some(object) if took_effect(operation, &object) => done(None, Some(Box::new(object))),
            Some(_) => Outcome::Rejected(match operation {
                // Dolibarr answers with the unchanged invoice when another one has the number.
                Operation::InvoiceNumber { reference, .. } => explanations::invoice_number_taken(reference),
                _ => explanations::no_effect(word),
            }),
            None => unreadable(),
        },
    }
}

/// True when the object is in the state that the operation wants: closing a draft answers 200 and leaves it a draft.
fn took_effect(operation: &Operation, object: &ErpObject) -> bool {
    match (operation, object) {
        (Operation::OrderValidate { .. }, ErpObject::Order(order)) => order.status != ErpOrderStatus::Draft,
        (Operation::OrderDraft { .. } | Operation::OrderRestore { .. }, ErpObject::Order(order)) => {
            order.status == ErpOrderStatus::Draft
        }
        (Operation::OrderLineUpdate { id, line, .. }, ErpObject::Order(order)) => order
            .lines
            .iter()
            .flatten()
            .any(|it| it.id == id.0 && it.quantity == line.quantity && it.unit_price == line.unit_price),
        (Operation::OrderLineDelete { id, .. }, ErpObject::Order(order)) => {
            order.lines.iter().flatten().all(|it| it.id != id.0)
        }
        (Operation::OrderClose { .. }, ErpObject::Order(order)) => order.status == ErpOrderStatus::Closed,
        (Operation::OrderCancel { .. }, ErpObject::Order(order)) => order.status == ErpOrderStatus::Cancelled,
        (Operation::OrderSetInvoiced { .. }, ErpObject::Order(order)) => order.billed,
        (Operation::InvoiceNumber { reference, .. }, ErpObject::Invoice(invoice)) => {
            invoice.reference == *reference
        }
        (Operation::InvoiceUpdate { day, customer_reference, .. }, ErpObject::Invoice(invoice)) => {
            invoice.day == Some(*day) && invoice.customer_reference == *customer_reference
        }
        (Operation::InvoiceValidate { .. }, ErpObject::Invoice(invoice)) => !invoice.draft,
        (Operation::InvoiceSetPaid { .. }, ErpObject::Invoice(invoice)) => invoice.paid,
        _ => true,
    }
}
