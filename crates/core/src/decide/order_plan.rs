//! The steps of one order: from what Dolibarr shows to what it should hold.

use super::adoption_remark::Differences;
use super::changed::Told;
use super::order::cancel_mark;
use super::order_adoption::{self, Present, Standing, Unclear};
use super::order_contacts;
use super::order_edit::{self, Edit};
use super::slip_plan::{self, Stopped};
use super::text::same_words;
use super::wanted::{WantedInvoice, WantedOrder, WantedPayment};
use super::{Choice, Decision, Facts, Found, Known, Reserved, own_looks, payment, payment_adoption};
use crate::erp::{
    ErpInvoice, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment, ErpSeen, Look, LookBy,
    Standing as Shown,
};
use crate::explain::Explanation;
use crate::key::{ErpId, ExternalRef, Key};
use crate::money::Amount;
use crate::plan::{
    ContactRole, DocumentLine, InvoiceWrite, Operation, OrderWrite, PaymentWrite, SaleMoment, Shows, Step,
    Target,
};
use crate::settings::MissingPayments;

pub(super) fn looks(key: &Key, wanted: &WantedOrder, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::Order, key, known);
    for invoice in &wanted.invoices {
        looks.extend(own_looks(ErpKind::Invoice, &invoice.key, known));
        if let Some(otherwise) = &invoice.otherwise {
            looks.extend(own_looks(ErpKind::Invoice, otherwise, known));
        }
    }
    looks.extend(wanted.slips.iter().flat_map(|slip| slip_plan::looks(slip, known)));
    looks
}

pub(super) fn present_order<'a>(seen: &'a ErpSeen, looks: &[Look]) -> Option<&'a ErpOrder> {
    looks.iter().find_map(|look| {
        seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Order(order) => Some(order),
            _ => None,
        })
    })
}

pub(super) fn present_invoice<'a>(seen: &'a ErpSeen, looks: &[Look]) -> Option<&'a ErpInvoice> {
    looks.iter().find_map(|look| {
        seen.get(look).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Invoice(invoice) => Some(invoice),
            _ => None,
        })
    })
}

pub(super) fn decide(
    facts: &Facts,
    key: &Key,
    wanted: &WantedOrder,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let missing: Vec<Look> =
        looks(key, wanted, known).into_iter().filter(|look| seen.get(look).is_none()).collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let choice = known.choice(key).filter(|_| known.linked(key).is_some());
    if choice == Some(Choice::AsItIs) {
        return as_it_is(key, present_order(seen, &own_looks(ErpKind::Order, key, known)));
    }
    let standing = match order_adoption::present(facts, key, wanted, seen, known, reserved) {
        Ok(standing) => standing,
        Err(Unclear::Look(looks)) => return Decision::Look(looks),
        Err(Unclear::Refused(explanation)) => return Decision::Refused(explanation),
    };
    let mut plan = Plan {
        facts,
        key,
        wanted,
        seen,
        known,
        open: Vec::new(),
        anew: choice == Some(Choice::New),
        steps: Vec::new(),
        found: Vec::new(),
        differences: Differences::default(),
        held: Vec::new(),
        remarks: Vec::new(),
        told: Told::default(),
        alone: Alone::default(),
    };
    let present = standing.order;
    let invoiced = wanted.invoices.iter().any(|invoice| standing.of(invoice).is_some());
    if let Some(looks) = plan.missing_contacts(&standing, seen, known) {
        return Decision::Look(looks);
    }
    // What keeps the order as it is keeps nothing back from invoices that are there: money comes in all the same.
    let (order, frozen) = match (plan.order(&standing, invoiced, seen, known), present) {
        (Ok(order), _) => (order, false),
        (Err(explanation), Some(present)) if invoiced => {
            plan.held.push(explanation);
            (Some(Target::Id(ErpId(present.id))), true)
        }
        (Err(explanation), _) => return Decision::Refused(explanation),
    };
    plan.back_off_sale();
    // On the third party of its order, whatever became of the customer in the shop since.
    let third_party = present.and_then(|order| order.third_party).or(wanted.third_party);
    let third_party = match (third_party, order) {
        (Some(third_party), _) => third_party,
        // It is gone, and none of its invoices is made: nothing goes on this one.
        (None, None) => ErpId(0),
        (None, Some(_)) => return Decision::Refused(Explanation::new("order-without-customer")),
    };
    let mut invoices: Vec<(Key, Target)> = Vec::with_capacity(wanted.invoices.len());
    for invoice in &wanted.invoices {
        let key = invoice.key.clone();
        let mut invoice = std::borrow::Cow::Borrowed(invoice);
        let found = standing.of(&invoice).map(|(key, found)| {
            if key != invoice.key {
                invoice.to_mut().key = key;
            }
            found
        });
        let payments = match found {
            Some(found) if !invoice.payments.is_empty() => {
                let look = Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(found.invoice.id)));
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
        if frozen && found.is_none() {
            continue;
        }
        match plan.invoice(&invoice, order, third_party, found, &payments, seen, known) {
            Ok(target) => invoices.extend(target.map(|target| (key, target))),
            Err(explanation) => plan.held.push(explanation),
        }
    }
    for slip in &wanted.slips {
        let corrected = invoices.iter().find(|(key, _)| *key == slip.invoice);
        let Some((_, invoice)) = corrected else { continue };
        match plan.slip(slip, *invoice, third_party, standing.invoice(&slip.key), seen, known) {
            Ok(()) => {}
            Err(Stopped::Look(look)) => return Decision::Look(vec![look]),
            Err(Stopped::Refused(explanation)) => plan.held.push(explanation),
        }
    }
    if let Some(order) = order.filter(|_| !standing.adopted && !frozen) {
        plan.end(order, present);
    }
    if !plan.open.is_empty() {
        return Decision::Look(plan.open);
    }
    if let Some(decision) = plan.ground(present, seen) {
        return decision;
    }
    plan.decision()
}

/// A person said that it stays as it is.
fn as_it_is(key: &Key, present: Option<&ErpOrder>) -> Decision {
    let found = present.map(|order| Found {
        key: key.clone(),
        kind: ErpKind::Order,
        id: ErpId(order.id),
        adopted: order.ref_ext.as_ref() != Some(&key.external_ref()),
        on: None,
    });
    let explanation = Explanation::new("order-left-as-it-is").with("order", key.id);
    Decision::But { found: found.into_iter().collect(), explanation, incomplete: false }
}

/// What of an order is left alone, as a person changed it.
#[derive(Clone, Copy, Debug, Default)]
struct Alone {
    /// All of it.
    all: bool,
    /// That it is delivered.
    closed: bool,
    /// That it is billed.
    billed: bool,
}

/// The steps of one order as they are put together.
pub(super) struct Plan<'a> {
    pub(super) facts: &'a Facts,
    pub(super) key: &'a Key,
    pub(super) wanted: &'a WantedOrder,
    seen: &'a ErpSeen,
    known: &'a Known,
    /// A person asked that what was deleted be made anew.
    pub(super) anew: bool,
    steps: Vec<Step>,
    pub(super) found: Vec<Found>,
    /// In what differs what was there before.
    pub(super) differences: Differences,
    /// Why parts of it cannot be brought over as Dolibarr is.
    held: Vec<Explanation>,
    /// Looks without whose answers the plan would be another one.
    open: Vec<Look>,
    /// What differs in Dolibarr and stays so.
    remarks: Vec<Explanation>,
    pub(super) told: Told,
    alone: Alone,
}

/// What the link of an order remembers when something in Dolibarr differs and stays so: it matches no fingerprint, so that the
/// order is looked at again whenever something of it changes.
const DIFFERS: &str = "adopted-differs";

impl Plan<'_> {
    pub(super) fn push(&mut self, operation: Operation, why: &str) -> Target {
        self.push_linked(operation, why, None)
    }

    pub(super) fn push_linked(&mut self, operation: Operation, why: &str, links: Option<Key>) -> Target {
        self.steps.push(Step { operation, why: why.to_owned(), links });
        Target::Step(self.steps.len() - 1)
    }

    /// The whole of it.
    fn decision(mut self) -> Decision {
        let differs: Vec<Explanation> =
            self.differences.remark().into_iter().chain(std::mem::take(&mut self.remarks)).collect();
        let is_same = differs.is_empty();
        let remark = Explanation::all(differs.into_iter().chain(self.wanted.remarks())).filter(|_| !is_same);
        if remark.is_some() {
            for found in self.found.iter_mut().filter(|found| found.key == *self.key) {
                found.on = Some(ExternalRef::stored(DIFFERS));
            }
        }
        let Self { wanted, steps, found, held, told, .. } = self;
        // Whatever search led to a line: nothing is written at a rate that is none of the shop's.
        if let Err(refused) = wanted.rates.check(steps.iter().flat_map(|step| step.operation.lines())) {
            return Decision::Refused(refused);
        }
        if let Some((explanation, severe, alone)) = told.end() {
            let severe = severe || !held.is_empty();
            let all = std::iter::once(explanation.clone()).chain(held).chain(remark);
            let explanation = Explanation::all(all).unwrap_or(explanation);
            return Decision::Told { steps, found, explanation, severe, held: alone };
        }
        if !held.is_empty() {
            let said: Vec<Explanation> = held.into_iter().chain(wanted.held.iter().cloned()).collect();
            let held = Explanation::all(Explanation::of_parts(&said).into_iter().chain(remark));
            return match held {
                Some(held) if steps.is_empty() => Decision::Refused(held),
                Some(held) => Decision::Part { steps, found, held },
                None => Decision::Do { steps, found },
            };
        }
        match remark {
            None => Decision::Do { steps, found },
            Some(explanation) if steps.is_empty() => Decision::But { found, explanation, incomplete: false },
            Some(explanation) => Decision::DoBut { steps, found, explanation },
        }
    }

    /// What the steps make documents of must be there: Dolibarr takes a product that is none without a word, and the invoice
    /// of such an order can never be made.
    fn ground(&self, present: Option<&ErpOrder>, seen: &ErpSeen) -> Option<Decision> {
        let makes = |step: &Step| {
            matches!(
                step.operation,
                Operation::OrderCreate(_)
                    | Operation::InvoiceCreate(_)
                    | Operation::CreditNoteCreate(_)
                    | Operation::OrderLineCreate { .. }
                    | Operation::OrderLineUpdate { .. }
                    | Operation::OrderContactLink { .. }
                    | Operation::InvoiceContactLink { .. }
            )
        };
        if !self.steps.iter().any(makes) {
            return None;
        }
        // What is there stays on the third party that it is on.
        let matters = |kind: ErpKind| kind != ErpKind::ThirdParty || present.is_none();
        // A rehearsal has no numbers yet for what it only plans.
        let parts = self.wanted.stands_on.iter().filter(|(_, kind, id)| matters(*kind) && id.0 != 0);
        let parts: Vec<(&Key, Look)> =
            parts.map(|(key, kind, id)| (key, Look::new(*kind, LookBy::Id(*id)))).collect();
        let missing: Vec<Look> =
            parts.iter().map(|(_, look)| look).filter(|look| seen.get(look).is_none()).cloned().collect();
        if !missing.is_empty() {
            return Some(Decision::Look(missing));
        }
        let is_gone = |look: &Look| seen.get(look).is_some_and(<[ErpObject]>::is_empty);
        let gone: Vec<Key> =
            parts.iter().filter(|(_, look)| is_gone(look)).map(|(key, _)| (*key).clone()).collect();
        (!gone.is_empty()).then_some(Decision::Heal(gone))
    }

    /// Holds an order against what it showed when it was last left as it should be.
    fn order_changes(&mut self, present: &ErpOrder, was: Shown) {
        let (now, wanted) = (Shown::of_order(present), self.wanted);
        let about = |id: &str| Explanation::new(id).with("erp_reference", &present.reference);
        if now.status == 0 && was.status > 0 {
            self.told.hold(self.key, about("erp-changed-order-draft"));
            self.alone.all = true;
        } else if now.status > 0 && now.status < was.status && wanted.closed {
            self.told.hold(self.key, about("erp-changed-order-reopened"));
            self.alone.closed = true;
        } else if was.status > 0 && now.status > was.status && !wanted.closed {
            self.told.remark(about("erp-changed-order-delivered"));
        }
        if !was.has_totals(present.totals) && present.totals != wanted.totals {
            let explanation = order_edit::differ(wanted, present);
            let explanation = Explanation { id: "erp-changed-order-edited".to_owned(), ..explanation };
            self.told.hold(self.key, explanation);
            self.alone.all = true;
        }
        if was.done && !now.done && wanted.billed {
            self.told.hold(self.key, about("erp-changed-order-unbilled"));
            self.alone.billed = true;
        }
    }

    /// Steps up to the validated order; none when a person deleted it in Dolibarr. One that was there before is left as it is.
    fn order(
        &mut self,
        standing: &Present<'_>,
        invoiced: bool,
        seen: &ErpSeen,
        known: &Known,
    ) -> Result<Option<Target>, Explanation> {
        let wanted = self.wanted;
        let present = standing.order;
        if let Some(present) = present.filter(|_| standing.adopted) {
            let (key, kind, id) = (self.key.clone(), ErpKind::Order, ErpId(present.id));
            self.found.push(Found { key, kind, id, adopted: true, on: None });
            self.differences.order(wanted, present);
            return Ok(Some(Target::Id(id)));
        }
        let finished_before = known.fingerprint(self.key).is_some();
        // A cancelled order holds no stock: one that comes cancelled is never given any.
        let warehouse = wanted.warehouse.filter(|_| !wanted.cancelled);
        let Some(present) = present else {
            let was_there = known.linked(self.key).is_some();
            if was_there && !self.anew {
                self.told.hold(self.key, Explanation::new("erp-changed-order-gone"));
                return Ok(None);
            }
            let Some(third_party) = wanted.third_party else {
                return Err(Explanation::new("order-without-customer"));
            };
            let why = if was_there {
                "made anew; a person's decision"
            } else if wanted.is_anonymous {
                "new; its customer was erased in the shop"
            } else {
                "new"
            };
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
                warehouse,
                lines: wanted.lines.clone(),
                expected: wanted.totals,
            };
            let order = self.push_linked(Operation::OrderCreate(write), why, Some(self.key.clone()));
            self.order_contacts(order);
            if wanted.validated {
                self.order_check(order);
                self.validate(order, warehouse, Some(third_party), "new");
            }
            return Ok(Some(order));
        };
        let order = Target::Id(ErpId(present.id));
        self.found.push(Found {
            key: self.key.clone(),
            kind: ErpKind::Order,
            id: ErpId(present.id),
            adopted: false,
            on: None,
        });
        let note = || wanted.note_private.clone();
        let mut note_differs = !same_words(&present.note_private, &wanted.note_private);
        let mut status = present.status;
        if status == ErpOrderStatus::Cancelled {
            if wanted.cancelled {
                return Ok(Some(order));
            }
            if !present.note_private.contains(cancel_mark(self.key).as_str()) {
                return Err(
                    Explanation::new("order-cancelled-in-erp").with("erp_reference", &present.reference)
                );
            }
            self.push(
                Operation::OrderRestore { order, note_private: note() },
                "no longer cancelled in the shop",
            );
            status = ErpOrderStatus::Draft;
            note_differs = false;
        } else if let Some(was) = known.standing(self.key) {
            self.order_changes(present, was);
            if self.alone.all {
                return Ok(Some(order));
            }
        }
        self.other_contacts(order, present, seen, known);
        status = self.edit(order, present, status, invoiced)?;
        // What goes on to be cancelled holds no stock: a draft that would take some stays one.
        let takes_stock = present.warehouse.is_some();
        if wanted.validated && status == ErpOrderStatus::Draft && !(wanted.cancelled && takes_stock) {
            let why = if self.is_edit() { "lines changed" } else { "was left a draft" };
            self.order_check(order);
            self.validate(order, present.warehouse, present.third_party, why);
        }
        // A cancellation writes the note itself.
        let is_known = finished_before || known.linked(self.key).is_some();
        if is_known && note_differs && !wanted.cancelled {
            self.push(Operation::OrderNote { order, note_private: note() }, "note changed");
        }
        Ok(Some(order))
    }

    /// The validation, with its products on sale as long as it takes.
    fn validate(&mut self, order: Target, warehouse: Option<ErpId>, third_party: Option<ErpId>, why: &str) {
        let off_sale = self.off_sale();
        for moment in &off_sale {
            self.push(Operation::ProductOnSale(moment.clone()), "off sale, its order is validated");
        }
        let expected = self.wanted.totals;
        let shows = Shows { day: Some(self.wanted.day), reference: None, third_party };
        self.push(Operation::OrderValidate { order, expected, warehouse, shows }, why);
        for moment in off_sale {
            self.push(Operation::ProductOffSale(moment), "off sale as before");
        }
    }

    /// The products of the order that are off sale in Dolibarr.
    fn off_sale(&mut self) -> Vec<SaleMoment> {
        let mut moments = Vec::new();
        for (key, product) in &self.wanted.on_sale {
            let look = Look::new(ErpKind::Product, LookBy::Id(*product));
            let Some(found) = self.seen.get(&look) else {
                self.open.push(look);
                continue;
            };
            let off = |object: &ErpObject| matches!(object, ErpObject::Product(it) if !it.on_sale);
            if found.iter().any(off) {
                let print = self.known.fingerprint(key).cloned();
                moments.push(SaleMoment { product: *product, key: key.clone(), print });
            }
        }
        moments
    }

    /// Products that a plan which was cut off left on sale, unless the shop has told of them since.
    fn back_off_sale(&mut self) {
        for moment in self.known.left_on_sale(self.key) {
            let planned = self.steps.iter().any(
                |step| matches!(&step.operation, Operation::ProductOffSale(it) if it.product == moment.product),
            );
            if !planned && self.known.fingerprint(&moment.key) == moment.print.as_ref() {
                self.push(Operation::ProductOffSale(moment.clone()), "was left on sale");
            }
        }
    }

    /// Local taxes depend on Dolibarr's VAT dictionary: the draft says whether it has what is needed.
    fn order_check(&mut self, order: Target) {
        if DocumentLine::any_local_tax(&self.wanted.lines) {
            let operation = Operation::OrderCheck { order, expected: self.wanted.totals };
            self.push(operation, "local taxes as expected");
        }
    }

    fn is_edit(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(
                step.operation,
                Operation::OrderLineCreate { .. }
                    | Operation::OrderLineUpdate { .. }
                    | Operation::OrderLineDelete { .. }
            )
        })
    }

    /// Steps that bring lines which were edited in the shop to the order; never once Dolibarr has an invoice of it. Gives the
    /// state that they leave the order in.
    fn edit(
        &mut self,
        order: Target,
        present: &ErpOrder,
        status: ErpOrderStatus,
        invoiced: bool,
    ) -> Result<ErpOrderStatus, Explanation> {
        let wanted = self.wanted;
        let differs = present.totals != wanted.totals;
        let differ = || order_edit::differ(wanted, present);
        if wanted.cancelled {
            // Its lines no longer matter, unless an invoice has them.
            return if differs && invoiced { Err(differ()) } else { Ok(status) };
        }
        let edit = Edit::of(&self.key.external_ref(), wanted, present).unwrap_or_default();
        let is_open = matches!(status, ErpOrderStatus::Draft | ErpOrderStatus::Validated);
        let may = !invoiced && !present.billed && !edit.foreign && status != ErpOrderStatus::Shipping;
        if !may || edit.is_empty() {
            return if differs { Err(differ()) } else { Ok(status) };
        }
        if !differs && !is_open {
            return Ok(status);
        }
        if status != ErpOrderStatus::Draft {
            let warehouse = present.warehouse;
            self.push(Operation::OrderDraft { order, warehouse }, "lines changed in the shop");
        }
        for operation in edit.operations(order) {
            self.push(operation, "lines changed in the shop");
        }
        Ok(ErpOrderStatus::Draft)
    }

    fn order_contacts(&mut self, order: Target) {
        for (contact, role) in order_contacts::of_order(self.wanted) {
            let operation = Operation::OrderContactLink { order, contact: Target::Id(contact), role };
            self.push(operation, "address of the order");
        }
    }

    /// What has to be done for the contacts of the order that is there.
    fn contacts(
        &self,
        present: &ErpOrder,
        seen: &ErpSeen,
        known: &Known,
    ) -> Result<order_contacts::Contacts, Vec<Look>> {
        let wanted = order_contacts::of_order(self.wanted);
        let document = (ErpKind::Order, ErpId(present.id));
        let is_known = known.linked(self.key).is_some();
        let is_past = self.wanted.closed || self.wanted.cancelled;
        let present = present.contacts.as_deref();
        order_contacts::of_document(&self.key.tag, document, &wanted, present, is_known, is_past, seen)
    }

    /// What has to be done for the contact of an invoice that is there, as long as it is a draft.
    fn invoice_contacts(
        &self,
        present: &ErpInvoice,
        seen: &ErpSeen,
    ) -> Result<order_contacts::Contacts, Vec<Look>> {
        if !present.draft {
            return Ok(order_contacts::Contacts::default());
        }
        let billing = self.wanted.billing.map(|id| (id, ContactRole::Billing));
        let document = (ErpKind::Invoice, ErpId(present.id));
        let wanted: Vec<_> = billing.into_iter().collect();
        let present = present.contacts.as_deref();
        order_contacts::of_document(&self.key.tag, document, &wanted, present, false, false, seen)
    }

    /// The looks without which nobody knows which contacts the order and its draft invoices have.
    fn missing_contacts(&self, standing: &Present<'_>, seen: &ErpSeen, known: &Known) -> Option<Vec<Look>> {
        if standing.adopted {
            return None;
        }
        let mut missing =
            standing.order.and_then(|it| self.contacts(it, seen, known).err()).unwrap_or_default();
        for wanted in &self.wanted.invoices {
            let own = standing.of(wanted).map(|(_, it)| it).filter(|it| !it.adopted);
            missing
                .extend(own.and_then(|it| self.invoice_contacts(it.invoice, seen).err()).unwrap_or_default());
        }
        (!missing.is_empty()).then_some(missing)
    }

    /// The shop gave the order other addresses: their contacts come first, so that it is never without any.
    fn other_contacts(&mut self, order: Target, present: &ErpOrder, seen: &ErpSeen, known: &Known) {
        let Ok(contacts) = self.contacts(present, seen, known) else { return };
        for (contact, role) in contacts.link {
            let operation = Operation::OrderContactLink { order, contact: Target::Id(contact), role };
            self.push(operation, "address of the order");
        }
        for (contact, role) in contacts.unlink {
            let operation = Operation::OrderContactUnlink { order, contact, role };
            self.push(operation, "the order has another address now");
        }
    }

    /// A draft invoice follows the order; what is on the books stays as it is.
    fn other_invoice_contact(
        &mut self,
        invoice: Target,
        present: &ErpInvoice,
        seen: &ErpSeen,
        known: &Known,
    ) {
        if !present.draft {
            if known.fingerprint(self.key).is_none() && present.contacts.as_ref().is_none_or(Vec::is_empty) {
                self.invoice_contact(invoice);
            }
            return;
        }
        let Ok(contacts) = self.invoice_contacts(present, seen) else { return };
        for (contact, role) in contacts.link {
            let operation = Operation::InvoiceContactLink { invoice, contact: Target::Id(contact), role };
            self.push(operation, "address of the invoice");
        }
        for (contact, role) in contacts.unlink {
            let operation = Operation::InvoiceContactUnlink { invoice, contact, role };
            self.push(operation, "the order has another address now");
        }
    }

    /// Steps up to the paid invoice.
    #[expect(clippy::too_many_arguments, reason = "one call site")]
    fn invoice(
        &mut self,
        wanted: &WantedInvoice,
        order: Option<Target>,
        third_party: ErpId,
        standing: Option<Standing<'_>>,
        payments: &[&ErpPayment],
        seen: &ErpSeen,
        known: &Known,
    ) -> Result<Option<Target>, Explanation> {
        if let Some(Standing { invoice, adopted: true }) = standing {
            return Ok(Some(self.adopted_invoice(wanted, invoice, payments, known)));
        }
        let present = standing.map(|it| it.invoice);
        let was = known.standing(&wanted.key);
        let invoice = match present {
            None => {
                let keys = [Some(&wanted.key), wanted.otherwise.as_ref()];
                let was_there = keys.into_iter().flatten().any(|key| known.linked(key).is_some());
                if was_there && !self.anew {
                    let explanation = Explanation::new("erp-changed-invoice-gone");
                    let number = &wanted.customer_reference;
                    self.told.hold(&wanted.key, explanation.with("invoice", number));
                    return Ok(None);
                }
                let Some(order) = order else { return Ok(None) };
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
                if let Some(reference) = wanted.reference.clone() {
                    self.push(Operation::InvoiceNumber { invoice, reference }, "the shop's number");
                }
                if wanted.validated {
                    if DocumentLine::any_local_tax(&wanted.lines) {
                        let operation = Operation::InvoiceCheck { invoice, expected: wanted.totals };
                        self.push(operation, "local taxes as expected");
                    }
                    let (expected, warehouse) = (wanted.totals, wanted.warehouse);
                    let shows = Shows { third_party: Some(third_party), ..wanted.shows() };
                    let operation = Operation::InvoiceValidate { invoice, expected, warehouse, shows };
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
                let about = |id: &str| Explanation::new(id).with("erp_reference", &present.reference);
                if present.abandoned {
                    self.told.hold(&wanted.key, about("erp-changed-invoice-abandoned"));
                    return Ok(Some(Target::Id(id)));
                }
                let by_person = was.is_some_and(|was| was.has_totals(wanted.totals));
                if present.totals != wanted.totals {
                    let differ =
                        if by_person { "erp-changed-invoice-edited" } else { "invoice-totals-differ" };
                    let explanation = about(differ)
                        .with("shop_net", wanted.totals.net)
                        .with("shop_gross", wanted.totals.gross)
                        .with("erp_net", present.totals.net)
                        .with("erp_gross", present.totals.gross);
                    if !by_person {
                        return Err(explanation);
                    }
                    self.told.hold(&wanted.key, explanation);
                    return Ok(None);
                }
                if present.draft && was.is_some_and(|was| was.status > 0) {
                    self.told.hold(&wanted.key, about("erp-changed-invoice-draft"));
                    return Ok(None);
                }
                let invoice = Target::Id(id);
                self.other_invoice_contact(invoice, present, seen, known);
                self.numbered(wanted, present, invoice);
                if let (true, Some(reference)) = (present.draft, &wanted.reference)
                    && *reference != present.reference
                {
                    let reference = reference.clone();
                    self.push(Operation::InvoiceNumber { invoice, reference }, "the shop's number");
                }
                if wanted.validated && present.draft {
                    let (expected, warehouse) = (wanted.totals, wanted.warehouse);
                    let shows = wanted.shows();
                    let operation = Operation::InvoiceValidate { invoice, expected, warehouse, shows };
                    self.push(operation, "was left a draft");
                }
                invoice
            }
        };
        if !wanted.validated {
            return Ok(Some(invoice));
        }
        let pairs = self.pairs(wanted, payments);
        let mut lacks = false;
        let mut lost = false;
        for (payment, pair) in wanted.payments.iter().zip(pairs) {
            let number = payment.key.external_ref();
            if pair.is_some() {
                // A person booked it.
                self.adopt_payment(payment, wanted, known);
                continue;
            }
            if payments.iter().any(|present| present.number == number.as_str()) {
                if known.linked(&payment.key).is_none() {
                    // Dolibarr lists payments without their numbers.
                    let (key, id) = (payment.key.clone(), ErpId(0));
                    let on = Some(wanted.key.external_ref());
                    self.found.push(Found { key, kind: ErpKind::Payment, id, adopted: false, on });
                }
                continue;
            }
            if let Some(present) = present.filter(|_| known.linked(&payment.key).is_some() && !self.anew) {
                let explanation = Explanation::new("erp-changed-payment-gone")
                    .with("erp_reference", &present.reference)
                    .with("amount", payment.amount)
                    .with("day", payment.day);
                self.told.hold(&wanted.key, explanation);
                lost = true;
                continue;
            }
            let piece = payment::piece(&payment.whole, &wanted.key);
            let elsewhere = payment.key != payment.whole && known.linked(&payment.whole).is_some();
            let otherwise = |present: &&ErpPayment| {
                [&payment.whole, &piece].iter().any(|key| present.number == key.external_ref().as_str())
            };
            if elsewhere || payments.iter().any(otherwise) {
                lacks = true;
                self.held.push(
                    Explanation::new("payment-placed-otherwise")
                        .with("payment", payment.whole.id)
                        .with("amount", payment.amount),
                );
                continue;
            }
            if let Some(present) = present.filter(|present| present.paid && !payment.accept_higher) {
                self.held.push(
                    Explanation::new("invoice-paid-otherwise")
                        .with("erp_reference", &present.reference)
                        .with("amount", payment.amount),
                );
                continue;
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
        let is_paid = present.is_some_and(|present| present.paid);
        if let Some((present, was)) = present.zip(was)
            && self.payment_changes(wanted, present, was, lost)
        {
            return Ok(Some(invoice));
        }
        // It was finished before, and no money comes now: a person took it back. In another currency nobody could say beforehand what
        // Dolibarr would show.
        let reference = wanted.key.external_ref();
        let pays = self
            .steps
            .iter()
            .any(|step| matches!(&step.operation, Operation::PaymentCreate(write) if write.on == reference));
        let finished_before = known.fingerprint(self.key).is_some() && known.is_doubted(self.key);
        if let Some(present) = present
            && finished_before
            && !pays
            && !is_paid
            && wanted.paid
            && wanted.needs_closing
            && !lacks
            && !lost
        {
            let explanation = Explanation::new("erp-changed-invoice-unpaid");
            self.told.hold(&wanted.key, explanation.with("erp_reference", &present.reference));
            return Ok(Some(invoice));
        }
        // Dolibarr closes an invoice by itself only when the payments are exactly its total in the company's currency.
        if wanted.paid && wanted.needs_closing && !lacks && !is_paid && !lost {
            self.push(Operation::InvoiceSetPaid { invoice }, "its payments reach its total");
        }
        Ok(Some(invoice))
    }

    /// What persons did about the payments of an invoice that was left as it should be. True when its state is left alone.
    fn payment_changes(
        &mut self,
        wanted: &WantedInvoice,
        present: &ErpInvoice,
        was: Shown,
        lost: bool,
    ) -> bool {
        let about = |id: &str| Explanation::new(id).with("erp_reference", &present.reference);
        if was.done && !present.paid {
            if !lost {
                self.told.hold(&wanted.key, about("erp-changed-invoice-unpaid"));
            }
            return true;
        }
        let more = was.received.zip(present.received).is_some_and(|(was, now)| now > was);
        if !was.done && present.paid && !wanted.paid {
            self.told.remark(about("erp-changed-invoice-paid"));
        } else if more && !lost {
            self.told.remark(about("erp-changed-payment-added"));
        }
        false
    }

    /// Which payments that others booked stand for the shop's. Those that Passerelle booked are none of them.
    fn pairs(&self, wanted: &WantedInvoice, present: &[&ErpPayment]) -> Vec<Option<usize>> {
        let is_ours = |it: &ErpPayment| ExternalRef::stored(&it.number).is_passerelles();
        if present.iter().all(|it| is_ours(it)) || !self.facts.settings.adoption.turnover {
            return vec![None; wanted.payments.len()];
        }
        let booked = |payment: &WantedPayment| {
            let number = payment.key.external_ref();
            present.iter().any(|it| it.number == number.as_str())
        };
        let open: Vec<WantedPayment> = wanted.payments.iter().filter(|it| !booked(it)).cloned().collect();
        let others: Vec<&ErpPayment> = present.iter().copied().filter(|it| !is_ours(it)).collect();
        let mut pairs = payment_adoption::pair(&open, &others).into_iter();
        let pair = |payment| if booked(payment) { None } else { pairs.next().flatten() };
        wanted.payments.iter().map(pair).collect()
    }

    fn adopt_payment(&mut self, payment: &WantedPayment, on: &WantedInvoice, known: &Known) {
        if known.linked(&payment.key).is_none() {
            // Dolibarr lists payments without their numbers.
            let (key, kind, id) = (payment.key.clone(), ErpKind::Payment, ErpId(0));
            let on = Some(on.key.external_ref());
            self.found.push(Found { key, kind, id, adopted: true, on });
        }
    }

    /// An invoice that was there before is left as it is. Payments that it lacks are told, or booked where settings say so.
    fn adopted_invoice(
        &mut self,
        wanted: &WantedInvoice,
        present: &ErpInvoice,
        payments: &[&ErpPayment],
        known: &Known,
    ) -> Target {
        let id = ErpId(present.id);
        let invoice = Target::Id(id);
        let found = Found { key: wanted.key.clone(), kind: ErpKind::Invoice, id, adopted: true, on: None };
        self.found.push(found);
        self.differences.invoice(present, wanted.totals, wanted.day, wanted.validated);
        let pairs = self.pairs(wanted, payments);
        let is_booked = |payment: &WantedPayment| {
            let number = payment.key.external_ref();
            payments.iter().any(|it| it.number == number.as_str())
        };
        // It is paid, and one payment is left on either side: the same money, as far as the totals agree.
        let left = wanted.payments.iter().zip(&pairs).filter(|(it, pair)| pair.is_none() && !is_booked(it));
        let others = payments.iter().filter(|it| !ExternalRef::stored(&it.number).is_passerelles());
        let settled =
            present.paid && left.count() == 1 && others.count() == pairs.iter().flatten().count() + 1;
        let booked: Amount = payments.iter().map(|it| it.amount).sum();
        let mut due = present.totals.gross - booked;
        for (payment, pair) in wanted.payments.iter().zip(pairs) {
            let number = payment.key.external_ref();
            if pair.is_some() || settled || is_booked(payment) {
                self.adopt_payment(payment, wanted, known);
                continue;
            }
            let books = self.facts.settings.adoption.missing_payments == MissingPayments::Book;
            let may = !present.draft && !present.paid && payment.currency.is_none() && payment.amount <= due;
            if !(books && may) {
                self.differences.payment(present, payment);
                continue;
            }
            due = due - payment.amount;
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
                accept_higher: false,
            };
            let key = Some(payment.key.clone());
            self.push_linked(Operation::PaymentCreate(write), "paid in the shop; was missing", key);
        }
        invoice
    }

    /// The shop's number and day of an invoice that came later, or changed: a draft gets them, of a validated one the difference
    /// is told.
    fn numbered(&mut self, wanted: &WantedInvoice, present: &ErpInvoice, invoice: Target) {
        let other_number = present.customer_reference.trim() != wanted.customer_reference.trim();
        // Where a person wants Dolibarr's day it is no difference.
        let other_day = !wanted.dated_by_erp && present.day.is_some_and(|day| day != wanted.day);
        if !other_number && !other_day {
            return;
        }
        if present.draft {
            let (day, customer_reference) = (wanted.day, wanted.customer_reference.clone());
            let operation = Operation::InvoiceUpdate { invoice, day, customer_reference };
            self.push(operation, "the shop's number and day");
            return;
        }
        // Of one that was written by us, the day is told with what it shows otherwise.
        if !other_number && wanted.is_shown_otherwise(present) {
            return;
        }
        let remark = Explanation::new("invoice-dated-otherwise")
            .with("erp_reference", &present.reference)
            .with("shop_number", &wanted.customer_reference)
            .with("shop_day", wanted.day)
            .with("erp_number", &present.customer_reference)
            .with("erp_day", present.day.map(|day| day.to_string()).unwrap_or_default());
        self.remarks.push(remark);
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
        if self.alone.all {
            return;
        }
        let mut status = present.map_or(ErpOrderStatus::Validated, |order| order.status);
        if self.steps.iter().any(|step| {
            matches!(step.operation, Operation::OrderDraft { .. } | Operation::OrderRestore { .. })
        }) {
            status = ErpOrderStatus::Validated;
        }
        if self.wanted.cancelled {
            if status == ErpOrderStatus::Cancelled {
                return;
            }
            let holds_stock = matches!(status, ErpOrderStatus::Validated | ErpOrderStatus::Closed);
            if let Some(warehouse) = present.and_then(|order| order.warehouse).filter(|_| holds_stock) {
                // Cancelling alone leaves the goods taken off the stock.
                let warehouse = Some(warehouse);
                self.push(Operation::OrderDraft { order, warehouse }, "its goods go back to the stock");
            }
            let note_private = self.wanted.note_private.clone();
            self.push(Operation::OrderCancel { order, note_private }, "cancelled in the shop");
            return;
        }
        let is_billed = self.alone.billed || present.is_some_and(|order| order.billed);
        if self.wanted.billed && !is_billed {
            self.push(Operation::OrderSetInvoiced { order }, "invoiced in the shop");
        }
        if self.wanted.closed && status != ErpOrderStatus::Closed && !self.alone.closed {
            self.push(Operation::OrderClose { order }, "delivered in the shop");
        }
    }
}
