//! Orders with their invoices and payments.

use rust_decimal::Decimal;

use super::payment;
use super::text::{clip, join};
use super::wanted::{Wanted, WantedDocument, WantedInvoice, WantedOrder};
use super::{Decision, Dependency, Facts, Found, Known, Projection, own_looks, unsettled};
use crate::erp::{
    ErpInvoice, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment, ErpSeen, ErpTotals, Look, LookBy,
};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId};
use crate::money::Amount;
use crate::plan::{
    ContactRole, DocumentLine, ForeignCurrency, InvoiceWrite, Operation, OrderWrite, PaymentWrite, Step,
    Target,
};
use crate::rounding::{LaidOutLine, Layout, LayoutSource, PartKind, PriceModel, lay_out};
use crate::shop::{Order, OrderInvoice, OrderLine, TaxedAmount};

/// Dolibarr's dictionary code of "due on receipt".
const ON_RECEIPT: &str = "RECEP";
/// Dolibarr's dictionary code of orders that come from the internet.
const FROM_INTERNET: &str = "SRC_INTE";
/// Dolibarr's dictionary code of a shipping method for any carrier.
const ANY_CARRIER: &str = "TRANS";

pub(super) fn dependencies(facts: &Facts, order: &Order) -> Vec<Key> {
    let mut keys: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| facts.key(Kind::Service, service.shop_id())).collect();
    keys.extend(order.lines.iter().filter_map(|line| product_key(facts, line)));
    keys.extend(order.customer.map(|id| facts.key(Kind::Customer, id)));
    keys.extend(addresses(order).map(|id| facts.key(Kind::Address, id)));
    keys
}

fn addresses(order: &Order) -> impl Iterator<Item = ShopId> {
    order.billing_address.into_iter().chain(order.delivery_address)
}

fn product_key(facts: &Facts, line: &OrderLine) -> Option<Key> {
    match (line.combination, line.product) {
        (Some(id), _) => Some(facts.key(Kind::Combination, id)),
        (None, Some(id)) => Some(facts.key(Kind::Product, id)),
        (None, None) => None,
    }
}

pub(super) fn project(facts: &Facts, known: &Known, order: &Order) -> Projection {
    let key = facts.key(Kind::Order, order.id);
    let linked = known.linked(&key).is_some();
    if !order.belongs_in_erp() && !linked {
        return Projection::Ignored(Explanation::new("order-state").with("state", &order.state.name));
    }
    if facts.settings.orders.since.is_some_and(|since| order.day() < since) && !linked {
        return Projection::Ignored(Explanation::new("order-before-since"));
    }
    let Some(customer) = order.customer.map(|id| facts.key(Kind::Customer, id)) else {
        return Projection::Refused(
            Explanation::new("order-without-customer").with("reference", &order.reference),
        );
    };
    if let Some(first) = unsettled(known, &dependencies(facts, order)) {
        return first;
    }
    let Dependency::Linked(third_party) = known.dependency(&customer) else {
        return Projection::Refused(
            Explanation::new("order-without-customer").with("reference", &order.reference),
        );
    };
    match wanted(facts, known, order, key, third_party) {
        Ok(wanted) => Projection::Wanted(wanted),
        Err(explanation) => Projection::Refused(explanation.with("reference", &order.reference)),
    }
}

fn wanted(
    facts: &Facts,
    known: &Known,
    order: &Order,
    key: Key,
    third_party: ErpId,
) -> Result<Wanted, Explanation> {
    let currency = foreign_currency(facts, order)?;
    let model = PriceModel {
        precision: facts.erp.precision,
        rate: currency.map_or(Decimal::ONE, |foreign| foreign.rate),
    };
    let layout = lay_out(
        &model,
        &LayoutSource {
            lines: &order.lines,
            discounts: &order.discounts,
            totals: order.totals,
            shipping_vat: order.shipping_vat,
            known_rates: &facts.vat_rates,
        },
    )?;
    let mapping = facts.settings.payment(&order.payment_method);
    let mode = mapping.and_then(|mapping| facts.erp.payment_mode(&mapping.mode));
    let texts = Texts { facts, known, order };
    let reference = key.external_ref();
    let mut invoices = Vec::with_capacity(order.invoices.len());
    for invoice in &order.invoices {
        invoices.push(wanted_invoice(facts, currency.is_some(), &texts, &model, order, invoice)?);
    }
    let invoiced: Amount = invoices.iter().map(|invoice| invoice.totals.gross).sum();
    payment::allocate(facts, known, order, currency, &mut invoices)?;
    let address = |id: Option<ShopId>| id.and_then(|id| known.linked(&facts.key(Kind::Address, id)));
    let totals = erp_totals(layout.proof.erp);
    let cancelled = order.state.cancelled;
    let drafts = facts.settings.orders.draft_orders;
    let document = WantedOrder {
        reference: facts.settings.orders.shop_reference_as_reference.then(|| clip(&order.reference, 30)),
        customer_reference: clip(&order.reference, 128),
        third_party,
        billing: address(order.billing_address),
        shipping: address(order.delivery_address),
        day: order.day(),
        payment_mode: mode.map(|mode| mode.id),
        payment_terms: dictionary(&facts.erp.payment_terms, ON_RECEIPT),
        bank_account: mapping.map(|mapping| mapping.account),
        shipping_method: shipping_method(facts, order),
        origin: dictionary(&facts.erp.order_origins, FROM_INTERNET),
        note_public: order.gift_message.trim().to_owned(),
        note_private: private_note(order),
        currency,
        lines: texts.lines(&layout, &reference),
        totals,
        proof: layout.proof,
        validated: !drafts,
        closed: !drafts && !cancelled && order.state.delivered,
        cancelled: !drafts && cancelled,
        billed: !drafts && !cancelled && !invoices.is_empty() && invoiced == totals.gross,
        invoices,
    };
    Ok(Wanted {
        key,
        reference: order.reference.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Order(document),
    })
}

fn erp_totals(sum: TaxedAmount) -> ErpTotals {
    ErpTotals { net: sum.net, tax: sum.tax(), gross: sum.gross }
}

fn dictionary(entries: &[crate::erp::DictionaryEntry], code: &str) -> Option<u64> {
    entries.iter().find(|entry| entry.code == code).map(|entry| entry.id)
}

fn shipping_method(facts: &Facts, order: &Order) -> Option<u64> {
    let carrier =
        order.shipments.last().map(|shipment| shipment.carrier.trim()).filter(|name| !name.is_empty())?;
    facts
        .erp
        .shipping_methods
        .iter()
        .find(|method| method.label.trim().eq_ignore_ascii_case(carrier))
        .map(|method| method.id)
        .or_else(|| dictionary(&facts.erp.shipping_methods, ANY_CARRIER))
}

fn private_note(order: &Order) -> String {
    let mut parts: Vec<&str> = vec![order.payment_method.trim()];
    parts.extend(order.shipments.iter().map(|shipment| shipment.tracking_number.trim()));
    parts.extend(order.messages.iter().map(String::as_str));
    clip(&join(&parts, "\n"), 20_000)
}

/// The currency of an order when it is not the company's.
fn foreign_currency(facts: &Facts, order: &Order) -> Result<Option<ForeignCurrency>, Explanation> {
    if order.currency == facts.erp.currency {
        return Ok(None);
    }
    if facts.shop_currency != facts.erp.currency {
        return Err(Explanation::new("shop-currency-differs")
            .with("shop_currency", facts.shop_currency)
            .with("erp_currency", facts.erp.currency));
    }
    if facts.erp.currencies_known && !facts.erp.currencies.contains(&order.currency) {
        return Err(Explanation::new("order-currency-missing").with("currency", order.currency));
    }
    let rate = order.conversion_rate;
    if rate <= Decimal::ZERO || rate > Decimal::from(1_000_000_000) {
        return Err(Explanation::new("order-currency-rate").with("rate", rate));
    }
    Ok(Some(ForeignCurrency { code: order.currency, rate }))
}

fn wanted_invoice(
    facts: &Facts,
    currency_is_foreign: bool,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    invoice: &OrderInvoice,
) -> Result<WantedInvoice, Explanation> {
    let key = facts.key(Kind::Invoice, invoice.id);
    let only = order.invoices.len() == 1;
    let lines: Vec<OrderLine> =
        order.lines.iter().filter(|line| only || line.invoice == Some(invoice.id)).cloned().collect();
    let discounts: Vec<_> = order
        .discounts
        .iter()
        .filter(|discount| only || discount.invoice == Some(invoice.id))
        .cloned()
        .collect();
    let layout = lay_out(
        model,
        &LayoutSource {
            lines: &lines,
            discounts: &discounts,
            totals: invoice.totals,
            shipping_vat: order.shipping_vat,
            known_rates: &facts.vat_rates,
        },
    )
    .map_err(|explanation| explanation.with("invoice", invoice.number))?;
    let number = if invoice.number == 0 { order.reference.clone() } else { invoice.number.to_string() };
    Ok(WantedInvoice {
        customer_reference: number,
        day: invoice.date.date(),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: currency_is_foreign,
        key,
    })
}

/// Gives laid-out lines their texts and products.
struct Texts<'a> {
    facts: &'a Facts,
    known: &'a Known,
    order: &'a Order,
}

impl Texts<'_> {
    fn lines(&self, layout: &Layout, document: &ExternalRef) -> Vec<DocumentLine> {
        let mut lines: Vec<DocumentLine> = Vec::with_capacity(layout.lines.len());
        for (index, line) in layout.lines.iter().enumerate() {
            let (product, is_service, text) = self.describe(line);
            let text = match line.real_quantity {
                Some(quantity) => format!("{} × {text}", quantity.normalize()),
                None => text,
            };
            lines.push(DocumentLine {
                ref_ext: document.part(&format!("line-{}", index + 1)),
                product,
                is_service,
                text,
                quantity: line.priced.quantity,
                unit_price: line.priced.unit_price,
                vat: line.priced.vat,
            });
        }
        lines
    }

    fn describe(&self, line: &LaidOutLine) -> (Option<ErpId>, bool, String) {
        let labels = &self.facts.settings.services;
        match line.source.part {
            PartKind::Product | PartKind::Ecotax => {
                let Some(sold) = self.order.lines.iter().find(|sold| Some(sold.id) == line.source.id) else {
                    return (None, false, String::new());
                };
                if line.source.part == PartKind::Ecotax {
                    return (None, false, format!("Éco-contribution - {}", sold.name));
                }
                let product = product_key(self.facts, sold).and_then(|key| self.known.linked(&key));
                let text = if product.is_some() {
                    sold.name.clone()
                } else {
                    join(&[&sold.reference, &sold.name], " - ")
                };
                (product, false, text)
            }
            PartKind::Shipping => {
                let carrier = self.order.shipments.last().map(|it| it.carrier.as_str()).unwrap_or_default();
                (self.service(ServiceProduct::Shipping), true, join(&[&labels.shipping, carrier], " - "))
            }
            PartKind::Wrapping => (self.service(ServiceProduct::Wrapping), true, labels.wrapping.clone()),
            PartKind::Discount => {
                let name = self
                    .order
                    .discounts
                    .iter()
                    .find(|discount| Some(discount.id) == line.source.id)
                    .map(|discount| discount.name.as_str())
                    .unwrap_or_default();
                (self.service(ServiceProduct::Discount), true, join(&[&labels.discount, name], " - "))
            }
            PartKind::Rounding => (self.service(ServiceProduct::Rounding), true, labels.rounding.clone()),
        }
    }

    fn service(&self, service: ServiceProduct) -> Option<ErpId> {
        self.known.linked(&self.facts.key(Kind::Service, service.shop_id()))
    }
}

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
        if let Err(explanation) = plan.invoice(invoice, order, found, &payments, known) {
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
            let write = OrderWrite {
                ref_ext: self.key.external_ref(),
                reference: wanted.reference.clone(),
                customer_reference: wanted.customer_reference.clone(),
                third_party: Target::Id(wanted.third_party),
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
            let order = self.push_linked(Operation::OrderCreate(write), "new", Some(self.key.clone()));
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
        present: Option<&ErpInvoice>,
        payments: &[&ErpPayment],
        known: &Known,
    ) -> Result<(), Explanation> {
        let invoice = match present {
            None => {
                let write = InvoiceWrite {
                    ref_ext: wanted.key.external_ref(),
                    customer_reference: wanted.customer_reference.clone(),
                    third_party: Target::Id(self.wanted.third_party),
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
