//! The steps of one order: from what Dolibarr shows to what it should hold.

use super::wanted::{WantedInvoice, WantedOrder};
use super::{Decision, Found, Known, own_looks, payment};
use crate::erp::{
    ErpInvoice, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment, ErpSeen, Look, LookBy,
};
use crate::explain::Explanation;
use crate::key::{ErpId, Key};
use crate::plan::{ContactRole, InvoiceWrite, Operation, OrderWrite, PaymentWrite, Step, Target};

pub(super) fn looks(key: &Key, wanted: &WantedOrder, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::Order, key, known);
    for invoice in &wanted.invoices {
        looks.extend(own_looks(ErpKind::Invoice, &invoice.key, known));
    }
    looks
}

fn present_order<'a>(seen: &'a ErpSeen, looks: &[Look]) -> Option<&'a ErpOrder> {
    looks.iter().find_map(|look| {
        seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Order(order) => Some(order),
            _ => None,
        })
    })
}

fn present_invoice<'a>(seen: &'a ErpSeen, looks: &[Look]) -> Option<&'a ErpInvoice> {
    looks.iter().find_map(|look| {
        seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Invoice(invoice) => Some(invoice),
            _ => None,
        })
    })
}

pub(super) fn decide(key: &Key, wanted: &WantedOrder, seen: &ErpSeen, known: &Known) -> Decision {
    let missing: Vec<Look> =
        looks(key, wanted, known).into_iter().filter(|look| seen.get(look).is_none()).collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let mut plan = Plan { key, wanted, steps: Vec::new(), found: Vec::new() };
    let order_looks = own_looks(ErpKind::Order, key, known);
    let present = present_order(seen, &order_looks);
    let order = match plan.order(present, known) {
        Ok(order) => order,
        Err(explanation) => return Decision::Refused(explanation),
    };
    for invoice in &wanted.invoices {
        let invoice_looks = own_looks(ErpKind::Invoice, &invoice.key, known);
        let found = present_invoice(seen, &invoice_looks);
        let payments = match found {
            Some(found) if !invoice.payments.is_empty() => {
                let look = Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(found.id)));
                match seen.get(&look) {
                    Some(payments) => payments
                        .iter()
                        .filter_map(|object| match object {
                            ErpObject::Payment(payment) => Some(payment),
                            _ => None,
                        })
                        .collect(),
                    None => return Decision::Look(vec![look]),
                }
            }
            _ => Vec::new(),
        };
        // On the third party of its order, whatever became of the customer in the shop since.
        let third_party = present.and_then(|order| order.third_party).or(wanted.third_party);
        let Some(third_party) = third_party else {
            return Decision::Refused(Explanation::new("order-without-customer"));
        };
        if let Err(explanation) = plan.invoice(invoice, order, third_party, found, &payments, known) {
            return Decision::Refused(explanation);
        }
    }
    plan.end(order, present);
    Decision::Do { steps: plan.steps, found: plan.found }
}

/// The steps of one order as they are put together.
struct Plan<'a> {
    key: &'a Key,
    wanted: &'a WantedOrder,
    steps: Vec<Step>,
    found: Vec<Found>,
}

impl Plan<'_> {
    fn push(&mut self, operation: Operation, why: &str) -> Target {
        self.push_linked(operation, why, None)
    }

    fn push_linked(&mut self, operation: Operation, why: &str, links: Option<Key>) -> Target {
        self.steps.push(Step { operation, why: why.to_owned(), links });
        Target::Step(self.steps.len() - 1)
    }

    /// Steps up to the validated order.
    fn order(&mut self, present: Option<&ErpOrder>, known: &Known) -> Result<Target, Explanation> {
        let wanted = self.wanted;
        let finished_before = known.fingerprint(self.key).is_some();
        let Some(present) = present else {
            let Some(third_party) = wanted.third_party else {
                return Err(Explanation::new("order-without-customer"));
            };
            let why = if wanted.is_anonymous { "new; its customer was erased in the shop" } else { "new" };
            let write = OrderWrite {
                ref_ext: self.key.external_ref(),
                reference: wanted.reference.clone(),
                customer_reference: wanted.customer_reference.clone(),
                third_party: Target::Id(third_party),
                day: wanted.day,
                payment_mode: wanted.payment_mode,
                payment_terms: wanted.payment_terms,
                bank_account: wanted.bank_account,
                shipping_method: wanted.shipping_method,
                origin: wanted.origin,
                note_public: wanted.note_public.clone(),
                note_private: wanted.note_private.clone(),
                currency: wanted.currency,
                lines: wanted.lines.clone(),
                expected: wanted.totals,
            };
            let order = self.push_linked(Operation::OrderCreate(write), why, Some(self.key.clone()));
            self.order_contacts(order);
            if wanted.validated {
                self.push(Operation::OrderValidate { order, expected: wanted.totals }, "new");
            }
            return Ok(order);
        };
        let order = Target::Id(ErpId(present.id));
        self.found.push(Found {
            key: self.key.clone(),
            kind: ErpKind::Order,
            id: ErpId(present.id),
            adopted: false,
            on: None,
        });
        if present.status == ErpOrderStatus::Cancelled && !wanted.cancelled {
            return Err(Explanation::new("order-cancelled-in-erp").with("erp_reference", &present.reference));
        }
        if present.totals != wanted.totals {
            return Err(Explanation::new("order-totals-differ")
                .with("erp_reference", &present.reference)
                .with("shop_net", wanted.totals.net)
                .with("shop_gross", wanted.totals.gross)
                .with("erp_net", present.totals.net)
                .with("erp_gross", present.totals.gross));
        }
        if !finished_before {
            self.order_contacts(order);
        }
        if wanted.validated && present.status == ErpOrderStatus::Draft {
            self.push(Operation::OrderValidate { order, expected: wanted.totals }, "was left a draft");
        }
        if finished_before && present.note_private.trim() != wanted.note_private.trim() {
            let operation = Operation::OrderNote { order, note_private: wanted.note_private.clone() };
            self.push(operation, "note changed");
        }
        Ok(order)
    }

    fn order_contacts(&mut self, order: Target) {
        for (contact, role) in
            [(self.wanted.billing, ContactRole::Billing), (self.wanted.shipping, ContactRole::Shipping)]
        {
            if let Some(contact) = contact {
                let operation = Operation::OrderContactLink { order, contact: Target::Id(contact), role };
                self.push(operation, "address of the order");
            }
        }
    }

    /// Steps up to the paid invoice.
    fn invoice(
        &mut self,
        wanted: &WantedInvoice,
        order: Target,
        third_party: ErpId,
        present: Option<&ErpInvoice>,
        payments: &[&ErpPayment],
        known: &Known,
    ) -> Result<(), Explanation> {
        let invoice = match present {
            None => {
                let write = InvoiceWrite {
                    ref_ext: wanted.key.external_ref(),
                    customer_reference: wanted.customer_reference.clone(),
                    third_party: Target::Id(third_party),
                    order,
                    day: wanted.day,
                    payment_mode: self.wanted.payment_mode,
                    payment_terms: self.wanted.payment_terms,
                    bank_account: self.wanted.bank_account,
                    note_public: self.wanted.note_public.clone(),
                    note_private: String::new(),
                    currency: self.wanted.currency,
                    lines: wanted.lines.clone(),
                    expected: wanted.totals,
                };
                let key = Some(wanted.key.clone());
                let invoice = self.push_linked(Operation::InvoiceCreate(write), "invoiced in the shop", key);
                self.invoice_contact(invoice);
                if wanted.validated {
                    let operation = Operation::InvoiceValidate { invoice, expected: wanted.totals };
                    self.push(operation, "invoiced in the shop");
                }
                invoice
            }
            Some(present) => {
                let id = ErpId(present.id);
                self.found.push(Found {
                    key: wanted.key.clone(),
                    kind: ErpKind::Invoice,
                    id,
                    adopted: false,
                    on: None,
                });
                if present.totals != wanted.totals {
                    return Err(Explanation::new("invoice-totals-differ")
                        .with("erp_reference", &present.reference)
                        .with("shop_net", wanted.totals.net)
                        .with("shop_gross", wanted.totals.gross)
                        .with("erp_net", present.totals.net)
                        .with("erp_gross", present.totals.gross));
                }
                let invoice = Target::Id(id);
                if known.fingerprint(self.key).is_none() {
                    self.invoice_contact(invoice);
                }
                if wanted.validated && present.draft {
                    let operation = Operation::InvoiceValidate { invoice, expected: wanted.totals };
                    self.push(operation, "was left a draft");
                }
                invoice
            }
        };
        if !wanted.validated {
            return Ok(());
        }
        for payment in &wanted.payments {
            let number = payment.key.external_ref();
            if payments.iter().any(|present| present.number == number.as_str()) {
                if known.linked(&payment.key).is_none() {
                    // Dolibarr lists payments without their numbers.
                    let (key, id) = (payment.key.clone(), ErpId(0));
                    let on = Some(wanted.key.external_ref());
                    self.found.push(Found { key, kind: ErpKind::Payment, id, adopted: false, on });
                }
                continue;
            }
            let piece = payment::piece(&payment.whole, &wanted.key);
            let elsewhere = payment.key != payment.whole && known.linked(&payment.whole).is_some();
            let otherwise = |present: &&ErpPayment| {
                [&payment.whole, &piece].iter().any(|key| present.number == key.external_ref().as_str())
            };
            if elsewhere || payments.iter().any(otherwise) {
                return Err(Explanation::new("payment-placed-otherwise")
                    .with("payment", payment.whole.id)
                    .with("amount", payment.amount));
            }
            if let Some(present) = present.filter(|present| present.paid && !payment.accept_higher) {
                return Err(Explanation::new("invoice-paid-otherwise")
                    .with("erp_reference", &present.reference)
                    .with("amount", payment.amount));
            }
            let write = PaymentWrite {
                number,
                on: wanted.key.external_ref(),
                invoice,
                amount: payment.amount,
                currency: payment.currency,
                day: payment.day,
                mode: payment.mode,
                is_cheque: payment.is_cheque,
                bank_account: payment.bank_account,
                comment: payment.comment.clone(),
                accept_higher: payment.accept_higher,
            };
            let key = Some(payment.key.clone());
            self.push_linked(Operation::PaymentCreate(write), "paid in the shop", key);
        }
        // Dolibarr closes an invoice by itself only when the payments are exactly its total in the company's currency.
        if wanted.paid && wanted.needs_closing && !present.is_some_and(|present| present.paid) {
            self.push(Operation::InvoiceSetPaid { invoice }, "its payments reach its total");
        }
        Ok(())
    }

    fn invoice_contact(&mut self, invoice: Target) {
        if let Some(contact) = self.wanted.billing {
            let role = ContactRole::Billing;
            let operation = Operation::InvoiceContactLink { invoice, contact: Target::Id(contact), role };
            self.push(operation, "address of the invoice");
        }
    }

    /// Steps that end an order: billed, delivered, cancelled.
    fn end(&mut self, order: Target, present: Option<&ErpOrder>) {
        let status = present.map_or(ErpOrderStatus::Validated, |order| order.status);
        if self.wanted.cancelled {
            if status != ErpOrderStatus::Cancelled {
                self.push(Operation::OrderCancel { order }, "cancelled in the shop");
            }
            return;
        }
        if self.wanted.billed && !present.is_some_and(|order| order.billed) {
            self.push(Operation::OrderSetInvoiced { order }, "invoiced in the shop");
        }
        if self.wanted.closed && status != ErpOrderStatus::Closed {
            self.push(Operation::OrderClose { order }, "delivered in the shop");
        }
    }
}
