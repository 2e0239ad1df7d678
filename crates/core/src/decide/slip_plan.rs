//! The steps of one credit slip: from what Dolibarr shows to its credit note.

use super::order_adoption::Standing;
use super::order_plan::Plan;
use super::wanted::{WantedReturn, WantedSlip};
use super::{Found, Known, own_looks, payment_adoption, refund};
use crate::erp::{ErpInvoice, ErpKind, ErpObject, ErpPayment, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::key::{ErpId, Kind};
use crate::plan::{
    ContactRole, CreditNoteWrite, DocumentLine, Operation, PaymentWrite, Shows, StockWrite, Target,
};

/// What to look for at first.
pub(super) fn looks(slip: &WantedSlip, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::Invoice, &slip.key, known);
    for it in &slip.returns {
        looks.push(movement(it));
        // Services have no stock.
        looks.push(Look::new(ErpKind::Product, LookBy::Id(it.product)));
    }
    looks
}

fn movement(it: &WantedReturn) -> Look {
    Look::new(ErpKind::StockMovement, LookBy::ExternalRef(it.code.clone()))
}

/// The payments of the credit note; a look when they were not asked for yet.
fn payments<'a>(seen: &'a ErpSeen, slip: &WantedSlip, id: u64) -> Result<Vec<&'a ErpPayment>, Look> {
    if slip.payments.is_empty() {
        return Ok(Vec::new());
    }
    let look = Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(id)));
    let found = seen.get(&look).ok_or(look)?;
    Ok(found
        .iter()
        .filter_map(|object| if let ErpObject::Payment(payment) = object { Some(payment) } else { None })
        .collect())
}

/// Why the steps of a slip cannot be told.
pub(super) enum Stopped {
    /// This has to be looked for first.
    Look(Look),
    /// It cannot be brought over as things are.
    Refused(Explanation),
}

impl Plan<'_> {
    /// Steps up to the credit note that is paid out, and to the goods that are back.
    pub(super) fn slip(
        &mut self,
        slip: &WantedSlip,
        invoice: Target,
        third_party: ErpId,
        standing: Option<Standing<'_>>,
        seen: &ErpSeen,
        known: &Known,
    ) -> Result<(), Stopped> {
        if let Some(Standing { invoice, adopted: true }) = standing {
            return self.adopted_slip(slip, invoice, seen, known);
        }
        let present = standing.map(|it| it.invoice);
        let payments = match present {
            Some(present) => payments(seen, slip, present.id).map_err(Stopped::Look)?,
            None => Vec::new(),
        };
        let note = match present {
            None if known.linked(&slip.key).is_some() && !self.anew => {
                let explanation = Explanation::new("erp-changed-slip-gone");
                self.told.hold(&slip.key, explanation.with("slip", &slip.customer_reference));
                return Ok(());
            }
            None => self.credit_note(slip, invoice, third_party),
            Some(present) if present.abandoned => {
                let explanation = Explanation::new("erp-changed-invoice-abandoned");
                self.told.hold(&slip.key, explanation.with("erp_reference", &present.reference));
                return Ok(());
            }
            Some(present) if present.draft && known.standing(&slip.key).is_some_and(|was| was.status > 0) => {
                let explanation = Explanation::new("erp-changed-invoice-draft");
                self.told.hold(&slip.key, explanation.with("erp_reference", &present.reference));
                return Ok(());
            }
            Some(present) => {
                let id = ErpId(present.id);
                let key = slip.key.clone();
                self.found.push(Found { key, kind: ErpKind::Invoice, id, adopted: false, on: None });
                if present.totals != slip.totals {
                    return Err(Stopped::Refused(
                        Explanation::new("credit-note-totals-differ")
                            .with("slip", &slip.customer_reference)
                            .with("erp_reference", &present.reference)
                            .with("shop_net", slip.totals.net)
                            .with("shop_gross", slip.totals.gross)
                            .with("erp_net", present.totals.net)
                            .with("erp_gross", present.totals.gross),
                    ));
                }
                let note = Target::Id(id);
                if known.fingerprint(self.key).is_none() {
                    self.billing_contact(note);
                }
                if slip.validated && present.draft {
                    let (expected, shows) = (slip.totals, slip.shows());
                    let operation =
                        Operation::InvoiceValidate { invoice: note, expected, warehouse: None, shows };
                    self.push(operation, "was left a draft");
                }
                note
            }
        };
        let paid = present.is_some_and(|present| present.paid);
        if slip.validated {
            self.pay_out(slip, note, &payments, paid, known);
        }
        self.restock(slip, seen);
        Ok(())
    }

    /// A credit note that was there before is left as it is. Money that went back without being booked is told.
    fn adopted_slip(
        &mut self,
        slip: &WantedSlip,
        present: &ErpInvoice,
        seen: &ErpSeen,
        known: &Known,
    ) -> Result<(), Stopped> {
        let payments = payments(seen, slip, present.id).map_err(Stopped::Look)?;
        let id = ErpId(present.id);
        let found = Found { key: slip.key.clone(), kind: ErpKind::Invoice, id, adopted: true, on: None };
        self.found.push(found);
        self.differences.invoice(present, slip.totals, slip.day, slip.validated);
        let pairs = payment_adoption::pair(&slip.payments, &payments);
        for (payment, pair) in slip.payments.iter().zip(pairs) {
            let is_shops = payment.key.kind == Kind::Payment;
            if pair.is_none() && !present.paid {
                self.differences.payment(present, payment);
            } else if is_shops && known.linked(&payment.key).is_none() {
                let (key, kind, id) = (payment.key.clone(), ErpKind::Payment, ErpId(0));
                let on = Some(slip.key.external_ref());
                self.found.push(Found { key, kind, id, adopted: true, on });
            }
        }
        // Whoever made it saw to the goods as well.
        Ok(())
    }

    fn credit_note(&mut self, slip: &WantedSlip, invoice: Target, third_party: ErpId) -> Target {
        let write = CreditNoteWrite {
            ref_ext: slip.key.external_ref(),
            customer_reference: slip.customer_reference.clone(),
            third_party: Target::Id(third_party),
            invoice,
            day: slip.day,
            payment_mode: self.wanted.payment_mode,
            bank_account: self.wanted.bank_account,
            note_public: slip.note_public.clone(),
            currency: self.wanted.currency,
            lines: slip.lines.clone(),
            expected: slip.totals,
        };
        let key = Some(slip.key.clone());
        let note = self.push_linked(Operation::CreditNoteCreate(write), "refunded in the shop", key);
        self.billing_contact(note);
        if slip.validated {
            if DocumentLine::any_local_tax(&slip.lines) {
                let operation = Operation::InvoiceCheck { invoice: note, expected: slip.totals };
                self.push(operation, "local taxes as expected");
            }
            let shows = Shows { third_party: Some(third_party), ..slip.shows() };
            let expected = slip.totals;
            let operation = Operation::InvoiceValidate { invoice: note, expected, warehouse: None, shows };
            self.push(operation, "refunded in the shop");
        }
        note
    }

    fn billing_contact(&mut self, note: Target) {
        if let Some(contact) = self.wanted.billing {
            let (invoice, contact, role) = (note, Target::Id(contact), ContactRole::Billing);
            let operation = Operation::InvoiceContactLink { invoice, contact, role };
            self.push(operation, "address of the credit note");
        }
    }

    /// Pays the credit note out, unless a person has done so.
    fn pay_out(
        &mut self,
        slip: &WantedSlip,
        note: Target,
        present: &[&ErpPayment],
        paid: bool,
        known: &Known,
    ) {
        let ours =
            |number: &str| slip.payments.iter().any(|payment| refund::number(payment).as_str() == number);
        let by_hand = present.iter().any(|payment| !ours(&payment.number));
        for payment in &slip.payments {
            let number = refund::number(payment);
            let is_shops = payment.key.kind == Kind::Payment;
            if present.iter().any(|present| present.number == number.as_str()) {
                if is_shops && known.linked(&payment.key).is_none() {
                    // Dolibarr lists payments without their numbers.
                    let (key, id) = (payment.key.clone(), ErpId(0));
                    let on = Some(slip.key.external_ref());
                    self.found.push(Found { key, kind: ErpKind::Payment, id, adopted: false, on });
                }
                continue;
            }
            if paid || by_hand {
                continue;
            }
            if is_shops && known.linked(&payment.key).is_some() && !self.anew {
                let explanation = Explanation::new("erp-changed-payment-gone")
                    .with("erp_reference", &slip.customer_reference)
                    .with("amount", payment.amount)
                    .with("day", payment.day);
                self.told.hold(&slip.key, explanation);
                continue;
            }
            let write = PaymentWrite {
                number,
                on: slip.key.external_ref(),
                invoice: note,
                amount: payment.amount,
                currency: payment.currency,
                day: payment.day,
                mode: payment.mode,
                is_cheque: payment.is_cheque,
                bank_account: payment.bank_account,
                comment: payment.comment.clone(),
                accept_higher: true,
            };
            let key = is_shops.then(|| payment.key.clone());
            let why = if is_shops { "paid back in the shop" } else { "taken for paid back" };
            self.push_linked(Operation::PaymentCreate(write), why, key);
        }
        // Dolibarr closes it by itself only when the payments are exactly its total in the company's currency.
        if slip.paid && slip.needs_closing && !paid && !by_hand {
            self.push(Operation::InvoiceSetPaid { invoice: note }, "its payments reach its total");
        }
    }

    /// Puts what came back into the warehouse, each line once.
    fn restock(&mut self, slip: &WantedSlip, seen: &ErpSeen) {
        for it in &slip.returns {
            let product = Look::new(ErpKind::Product, LookBy::Id(it.product));
            let is_service = seen.get(&product).unwrap_or_default().iter().any(|object| match object {
                ErpObject::Product(product) => product.is_service,
                _ => false,
            });
            let is_booked = !seen.get(&movement(it)).unwrap_or_default().is_empty();
            if is_service || is_booked {
                continue;
            }
            let write = StockWrite {
                code: it.code.clone(),
                product: it.product,
                warehouse: it.warehouse,
                quantity: it.quantity,
                label: it.label.clone(),
                levels: None,
            };
            self.push(Operation::StockMove(write), "came back");
        }
    }
}
