//! Orders, invoices, payments and credit notes that were in Dolibarr before: what is adopted, what is asked, what is told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{
    Candidate, Choice, Decision, Dependency, Facts, Found, Known, Named, Person, Projection, Reserved,
    Sought, Verdict, Wanted, WantedDocument, WantedOrder, decide, dependencies, judge, looks, project,
};
use passerelle_core::erp::{
    ErpContact, ErpInvoice, ErpInvoiceForm, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment,
    ErpProduct, ErpSeen, ErpThirdParty, ErpTotals, Look, LookBy,
};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::settings::MissingPayments;
use passerelle_core::shop::{
    Order, OrderInvoice, OrderLine, OrderPayment, OrderState, OrderTotals, ShopDocument, TaxMethod,
    TaxedAmount,
};
use rust_decimal::Decimal;

const REFERENCE: &str = "QGHNHLMSG";
/// The customer's third party.
const OWN: u64 = 70;
/// Another one.
const OTHER: u64 = 71;

fn amount(text: &str) -> Amount {
    Amount::new(text.parse().unwrap())
}

fn totals(gross: &str) -> ErpTotals {
    let gross = amount(gross);
    ErpTotals { net: gross, tax: Amount::ZERO, gross }
}

#[test]
fn evidence_decides_which_document_it_is() {
    let day = "2024-01-03".parse().unwrap();
    let sought = Sought { totals: totals("24.00"), day, siblings: &[amount("12.00")], alone: false };
    let of = |named, person, gross: &str, day: &str| {
        vec![Candidate { id: 5, named, person, totals: totals(gross), day: day.parse().ok() }]
    };
    use Named::{Number, Reference};
    use Person::{Other, Same, Unknown};
    for (candidates, verdict) in [
        (of(Reference, Same, "24.00", "2024-01-03"), Verdict::This(5)),
        // Dated when it was brought over.
        (of(Reference, Same, "24.00", "2025-06-01"), Verdict::This(5)),
        // Rounded otherwise.
        (of(Reference, Same, "24.02", "2024-01-03"), Verdict::This(5)),
        (of(Reference, Same, "24.02", "2024-01-04"), Verdict::Ask(vec![5])),
        (of(Reference, Same, "25.00", "2024-01-03"), Verdict::Ask(vec![5])),
        (of(Reference, Unknown, "24.00", "2024-01-03"), Verdict::This(5)),
        (of(Reference, Unknown, "24.00", "2024-01-04"), Verdict::Ask(vec![5])),
        (of(Reference, Other, "24.00", "2024-01-03"), Verdict::Ask(vec![5])),
        // The other order of a split cart.
        (of(Reference, Same, "12.00", "2024-01-03"), Verdict::None),
        (of(Number, Same, "24.00", "2024-01-03"), Verdict::This(5)),
        (of(Number, Same, "24.00", "2024-01-04"), Verdict::Ask(vec![5])),
        (of(Number, Same, "11.00", "2024-01-03"), Verdict::Ask(vec![5])),
        (of(Number, Same, "11.00", "2024-01-04"), Verdict::None),
        (of(Number, Unknown, "24.00", "2024-01-03"), Verdict::None),
        (of(Number, Other, "24.00", "2024-01-03"), Verdict::None),
        (Vec::new(), Verdict::None),
    ] {
        assert_eq!(judge(&sought, &candidates), verdict, "{candidates:?}");
    }
    // The only one of the shop, and the only one in Dolibarr: it is the one, whatever it comes to.
    let alone = Sought { siblings: &[], alone: true, ..sought };
    assert_eq!(judge(&alone, &of(Reference, Same, "25.00", "2024-01-03")), Verdict::This(5));
    assert_eq!(judge(&alone, &of(Reference, Same, "25.00", "2024-01-04")), Verdict::Ask(vec![5]));
    assert_eq!(judge(&alone, &of(Reference, Other, "24.00", "2024-01-03")), Verdict::Ask(vec![5]));
    let mut two = of(Reference, Same, "24.00", "2024-01-03");
    two.push(Candidate { id: 6, day: "2024-02-01".parse().ok(), ..two[0].clone() });
    assert_eq!(judge(&sought, &two), Verdict::This(5), "the day tells them apart");
    two[1].day = two[0].day;
    assert_eq!(judge(&alone, &two), Verdict::Ask(vec![5, 6]), "nothing does");
}

/// An invoiced and paid order of 24.00.
fn order() -> Order {
    let date = "2024-01-03T10:00:00".parse().unwrap();
    let sum = TaxedAmount { net: amount("20.00"), gross: amount("24.00") };
    let totals = OrderTotals {
        products: sum,
        shipping: TaxedAmount::ZERO,
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: sum,
    };
    Order {
        id: ShopId(42),
        reference: REFERENCE.to_owned(),
        customer: Some(ShopId(7)),
        delivery_address: None,
        billing_address: None,
        billed_to: None,
        shop: ShopId(1),
        currency: Currency::EUR,
        conversion_rate: Decimal::ONE,
        state: OrderState {
            id: ShopId(2),
            name: "Paid".to_owned(),
            logable: true,
            invoice: true,
            paid: true,
            shipped: false,
            delivered: false,
            cancelled: false,
        },
        past_states: Vec::new(),
        payment_method: "Card".to_owned(),
        payment_module: "card".to_owned(),
        date,
        totals,
        shipping_vat: Percent::ZERO,
        gift_message: String::new(),
        messages: Vec::new(),
        lines: vec![OrderLine {
            id: ShopId(1),
            product: None,
            combination: None,
            name: "Mug".to_owned(),
            reference: "SKU-5".to_owned(),
            quantity: Decimal::TWO,
            unit: TaxedAmount { net: amount("10"), gross: amount("12") },
            total: sum,
            taxes: vec![Percent::new(Decimal::from(20))],
            tax_method: TaxMethod::Single,
            ecotax: Amount::ZERO,
            ecotax_vat: Percent::ZERO,
            invoice: None,
            customizations: Vec::new(),
        }],
        discounts: Vec::new(),
        shipments: Vec::new(),
        invoices: vec![OrderInvoice { id: ShopId(8), number: 81, date, totals }],
        payments: vec![OrderPayment {
            id: ShopId(9),
            amount: amount("24.00"),
            currency: Currency::EUR,
            conversion_rate: Decimal::ONE,
            method: "Card".to_owned(),
            transaction: "T-900".to_owned(),
            date,
        }],
        siblings: Vec::new(),
        slips: Vec::new(),
        remarks: Vec::new(),
    }
}

fn key(kind: Kind, id: u64) -> Key {
    facts().key(kind, ShopId(id))
}

fn ready(order: &Order) -> Known {
    let mut known = Known::default();
    for needed in dependencies(&facts(), &ShopDocument::Order(order.clone())) {
        if needed.kind < Kind::Order {
            let id = if needed.kind == Kind::Customer { OWN } else { 100 + needed.id.0 };
            known.note(needed, Dependency::Linked(ErpId(id)), None);
        }
    }
    known
}

fn wanted(facts: &Facts, known: &Known, order: &Order) -> Wanted {
    match project(facts, known, &ShopDocument::Order(order.clone())) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn as_order(wanted: &Wanted) -> &WantedOrder {
    let WantedDocument::Order(order) = &wanted.document else { panic!("no order") };
    order
}

/// A Dolibarr that answers looks as the client does.
#[derive(Default)]
struct Erp {
    orders: Vec<ErpOrder>,
    invoices: Vec<ErpInvoice>,
    payments: Vec<ErpPayment>,
    emails: Vec<(u64, &'static str)>,
}

impl Erp {
    /// As another connector left it: an order, an invoice and a payment, on the customer's third party.
    fn changed_over() -> Self {
        let order = ErpOrder {
            id: 17,
            reference: "CO2401-0012".to_owned(),
            customer_reference: REFERENCE.to_owned(),
            third_party: Some(ErpId(OWN)),
            day: "2024-01-03".parse().ok(),
            status: ErpOrderStatus::Validated,
            totals: ErpTotals { net: amount("20.00"), tax: amount("4.00"), gross: amount("24.00") },
            ..ErpOrder::default()
        };
        let invoice = ErpInvoice {
            id: 33,
            reference: "FA2401-0030".to_owned(),
            customer_reference: REFERENCE.to_owned(),
            third_party: Some(ErpId(OWN)),
            day: "2024-01-03".parse().ok(),
            paid: true,
            totals: order.totals,
            ..ErpInvoice::default()
        };
        let payment = ErpPayment {
            invoice: ErpId(33),
            number: "CB 77".to_owned(),
            amount: amount("24.00"),
            day: "2024-01-03".parse().ok(),
        };
        Self {
            orders: vec![order],
            invoices: vec![invoice],
            payments: vec![payment],
            emails: vec![(OWN, "anna@example.com"), (OTHER, "Anna@Example.com")],
        }
    }

    fn answer(&self, look: &Look) -> Vec<ErpObject> {
        let reference = |it: &Option<ExternalRef>, wanted: &ExternalRef| it.as_ref() == Some(wanted);
        match (look.kind, &look.by) {
            (ErpKind::Order, by) => self
                .orders
                .iter()
                .filter(|it| match by {
                    LookBy::Id(id) => id.0 == it.id,
                    LookBy::ExternalRef(wanted) => reference(&it.ref_ext, wanted),
                    LookBy::Named(name) => it.customer_reference == *name || it.reference == *name,
                    _ => false,
                })
                .cloned()
                .map(ErpObject::Order)
                .collect(),
            (ErpKind::Invoice, by) => self
                .invoices
                .iter()
                .filter(|it| match by {
                    LookBy::Id(id) => id.0 == it.id,
                    LookBy::ExternalRef(wanted) => reference(&it.ref_ext, wanted),
                    LookBy::Named(name) => it.customer_reference == *name || it.reference == *name,
                    LookBy::Correcting(id) => it.corrects == Some(*id),
                    _ => false,
                })
                .cloned()
                .map(ErpObject::Invoice)
                .collect(),
            (ErpKind::Payment, LookBy::OfInvoice(id)) => {
                self.payments.iter().filter(|it| it.invoice == *id).cloned().map(ErpObject::Payment).collect()
            }
            (ErpKind::ThirdParty, LookBy::Id(id)) => {
                let email = self.emails.iter().find(|(it, _)| *it == id.0).map_or("", |(_, email)| email);
                let it = ErpThirdParty { id: id.0, email: email.to_owned(), ..ErpThirdParty::default() };
                vec![ErpObject::ThirdParty(it)]
            }
            // Whatever the order is made of is there.
            (ErpKind::Product, LookBy::Id(id)) => {
                vec![ErpObject::Product(ErpProduct { id: id.0, ..ErpProduct::default() })]
            }
            (ErpKind::Contact, LookBy::Id(id)) => {
                vec![ErpObject::Contact(ErpContact { id: id.0, ..ErpContact::default() })]
            }
            _ => Vec::new(),
        }
    }

    fn decide(&self, facts: &Facts, known: &Known, order: &Order, reserved: &mut Reserved) -> Decision {
        let wanted = wanted(facts, known, order);
        let mut seen = ErpSeen::default();
        let mut asked = looks(facts, &wanted, known);
        for _ in 0..8 {
            for look in asked.drain(..) {
                let found = self.answer(&look);
                seen.insert(look, found);
            }
            match decide(facts, &wanted, &seen, known, reserved) {
                Decision::Look(more) => asked.extend(more),
                decision => return decision,
            }
        }
        panic!("asks for ever");
    }

    fn first(&self) -> Decision {
        self.decide(&facts(), &ready(&order()), &order(), &mut Reserved::default())
    }
}

fn done(decision: Decision) -> (Vec<Step>, Vec<Found>) {
    match decision {
        Decision::Do { steps, found } => (steps, found),
        other => panic!("{other:?}"),
    }
}

fn asked(decision: Decision) -> Explanation {
    match decision {
        Decision::Refused(explanation) => explanation,
        other => panic!("{other:?}"),
    }
}

fn told(decision: Decision) -> (Vec<Step>, Vec<Found>, Explanation) {
    match decision {
        Decision::But { found, explanation, incomplete: false } => (Vec::new(), found, explanation),
        Decision::DoBut { steps, found, explanation } => (steps, found, explanation),
        other => panic!("{other:?}"),
    }
}

fn argument(explanation: &Explanation, name: &str) -> String {
    explanation.args.get(name).cloned().unwrap_or_default()
}

fn words(steps: &[Step]) -> Vec<&'static str> {
    steps.iter().map(|step| step.operation.word()).collect()
}

fn id_of(found: &[Found], kind: Kind) -> Option<(u64, bool)> {
    found.iter().find(|it| it.key.kind == kind).map(|it| (it.id.0, it.adopted))
}

#[test]
fn what_agrees_is_adopted_and_nothing_is_sent() {
    let (steps, found) = done(Erp::changed_over().first());
    assert_eq!(words(&steps), [""; 0]);
    assert_eq!(id_of(&found, Kind::Order), Some((17, true)));
    assert_eq!(id_of(&found, Kind::Invoice), Some((33, true)));
    let payment = found.iter().find(|it| it.key.kind == Kind::Payment).unwrap();
    assert_eq!(payment.on, Some(key(Kind::Invoice, 8).external_ref()), "the payment is on that invoice");
}

#[test]
fn references_of_other_connectors_are_evidence() {
    let mut erp = Erp::changed_over();
    // A connector that writes the shop's number, and nothing else.
    for reference in ["42", "eCommerce-1-42"] {
        erp.orders[0].customer_reference.clear();
        erp.orders[0].ref_ext = Some(ExternalRef::stored(reference));
        erp.invoices[0].customer_reference.clear();
        erp.invoices[0].ref_ext = Some(ExternalRef::stored(reference));
        let (steps, found) = done(erp.first());
        assert_eq!(words(&steps), [""; 0], "{reference}");
        assert_eq!(id_of(&found, Kind::Order), Some((17, true)), "{reference}");
    }
    // A form of one's own.
    erp.orders[0].ref_ext = Some(ExternalRef::stored("My shop-42"));
    let mut facts = facts();
    facts.settings.adoption.references.push("My shop-{id}".to_owned().try_into().unwrap());
    let (_, found) = done(erp.decide(&facts, &ready(&order()), &order(), &mut Reserved::default()));
    assert_eq!(id_of(&found, Kind::Order), Some((17, true)));
    // What Passerelle brought for another shop is no candidate, whatever it is called.
    let mut erp = Erp::changed_over();
    erp.orders[0].ref_ext = Some(ExternalRef::stored("ps2-order-42"));
    erp.invoices[0].ref_ext = Some(ExternalRef::stored("ps2-invoice-8"));
    let (steps, _) = done(erp.first());
    assert_eq!(steps[0].operation.word(), "order-create");
}

#[test]
fn the_same_e_mail_is_the_same_person_and_another_one_is_asked() {
    let mut erp = Erp::changed_over();
    erp.orders[0].third_party = Some(ErpId(OTHER));
    let (steps, found) = done(erp.first());
    assert_eq!((words(&steps), id_of(&found, Kind::Order)), (Vec::new(), Some((17, true))));
    erp.emails[1].1 = "berta@example.com";
    let explanation = asked(erp.first());
    assert_eq!(explanation.id, "order-there-already");
    assert_eq!(argument(&explanation, "document"), "order/42");
    assert_eq!(argument(&explanation, "found"), "17 (CO2401-0012, 24.00, 2024-01-03)");
}

#[test]
fn another_total_is_told_or_asked_and_what_a_person_decides_stands() {
    let mut erp = Erp::changed_over();
    erp.orders[0].totals.gross = amount("20.00");
    let (_, found, remark) = told(erp.first());
    assert_eq!(id_of(&found, Kind::Order), Some((17, true)), "on the same day it is adopted");
    assert_eq!(argument(&remark, "totals"), "CO2401-0012: 20.00 / 24.00");
    erp.orders[0].day = "2024-01-05".parse().ok();
    let explanation = asked(erp.first());
    assert_eq!(explanation.id, "order-there-already");
    assert_eq!(argument(&explanation, "shop_gross"), "24.00");
    let mut known = ready(&order());
    known.note_choice(key(Kind::Order, 42), Choice::This(ErpId(17)));
    let (steps, found, remark) = told(erp.decide(&facts(), &known, &order(), &mut Reserved::default()));
    assert_eq!((words(&steps), id_of(&found, Kind::Order)), (Vec::new(), Some((17, true))));
    assert_eq!(argument(&remark, "totals"), "CO2401-0012: 20.00 / 24.00");
    // It is none of them: the order is made, and its invoice is adopted all the same.
    known.note_choice(key(Kind::Order, 42), Choice::New);
    let (steps, found) = done(erp.decide(&facts(), &known, &order(), &mut Reserved::default()));
    assert_eq!(words(&steps), ["order-create", "order-validate", "order-set-invoiced"]);
    assert_eq!(id_of(&found, Kind::Invoice), Some((33, true)));
    // What was decided for is gone.
    known.note_choice(key(Kind::Order, 42), Choice::This(ErpId(99)));
    let explanation = asked(erp.decide(&facts(), &known, &order(), &mut Reserved::default()));
    assert_eq!(explanation.id, "document-choice-gone");
}

#[test]
fn two_orders_never_adopt_the_same_document() {
    let erp = Erp::changed_over();
    let mut reserved = Reserved::default();
    let known = ready(&order());
    done(erp.decide(&facts(), &known, &order(), &mut reserved));
    let twin = Order { id: ShopId(43), invoices: Vec::new(), payments: Vec::new(), ..order() };
    let (steps, _) = done(erp.decide(&facts(), &ready(&twin), &twin, &mut reserved));
    assert_eq!(steps[0].operation.word(), "order-create", "in the same run");
    let mut known = ready(&twin);
    known.note_owner(ErpKind::Order, ErpId(17), key(Kind::Order, 42));
    known.note_owner(ErpKind::Invoice, ErpId(33), key(Kind::Invoice, 8));
    let (steps, _) = done(erp.decide(&facts(), &known, &twin, &mut Reserved::default()));
    assert_eq!(steps[0].operation.word(), "order-create", "in a later run");
}

#[test]
fn an_adopted_order_is_never_altered_whatever_becomes_of_it_in_the_shop() {
    let mut erp = Erp::changed_over();
    erp.orders[0].status = ErpOrderStatus::Draft;
    let mut known = ready(&order());
    for (kind, id, erp_id) in [(Kind::Order, 42, 17), (Kind::Invoice, 8, 33), (Kind::Payment, 9, 0)] {
        known.note(key(kind, id), Dependency::Linked(ErpId(erp_id)), None);
        known.note_adopted(key(kind, id));
    }
    let mut order = order();
    order.messages.push("Please ring".to_owned());
    order.state.cancelled = true;
    let (steps, found, remark) = told(erp.decide(&facts(), &known, &order, &mut Reserved::default()));
    assert_eq!(words(&steps), [""; 0]);
    assert_eq!(id_of(&found, Kind::Order), Some((17, true)), "it stays adopted");
    assert_eq!(argument(&remark, "open"), "CO2401-0012");
}

#[test]
fn payments_that_are_there_are_adopted_and_missing_ones_are_told_or_booked() {
    let mut erp = Erp::changed_over();
    // By its transaction, whatever the day; by amount alone when it is the only one.
    erp.payments[0] = ErpPayment {
        number: "t-900".to_owned(),
        day: None,
        amount: amount("24.01"),
        ..erp.payments[0].clone()
    };
    let (_, found) = done(erp.first());
    assert!(id_of(&found, Kind::Payment).is_some());
    erp.payments[0] =
        ErpPayment { number: String::new(), amount: amount("24.00"), ..erp.payments[0].clone() };
    let (_, found) = done(erp.first());
    assert!(id_of(&found, Kind::Payment).is_some());
    // Of an invoice with other cents that is paid: the total is told, and no payment is missing.
    erp.payments[0].amount = amount("24.02");
    erp.invoices[0].totals.gross = amount("24.02");
    let (_, found, remark) = told(erp.first());
    assert!(id_of(&found, Kind::Payment).is_some());
    assert_eq!(argument(&remark, "payments"), "none");
    assert_eq!(argument(&remark, "totals"), "FA2401-0030: 24.02 / 24.00");
    erp.invoices[0].totals.gross = amount("24.00");
    // None is there.
    erp.payments.clear();
    erp.invoices[0].paid = false;
    let (steps, found, remark) = told(erp.first());
    assert_eq!(words(&steps), [""; 0]);
    assert_eq!(argument(&remark, "payments"), "FA2401-0030: 24.00, 2024-01-03");
    assert!(found.iter().any(|it| it.key.kind == Kind::Order && it.on.is_some()), "it is looked at again");
    let mut facts = facts();
    facts.settings.adoption.missing_payments = MissingPayments::Book;
    let known = ready(&order());
    let (steps, _) = done(erp.decide(&facts, &known, &order(), &mut Reserved::default()));
    let [Step { operation: Operation::PaymentCreate(write), .. }] = steps.as_slice() else {
        panic!("{steps:?}")
    };
    assert_eq!((write.amount, write.number.as_str()), (amount("24.00"), "ps1-payment-9"));
    // It was booked and the answer was lost: found by its number.
    erp.payments.push(ErpPayment {
        invoice: ErpId(33),
        number: "ps1-payment-9".to_owned(),
        amount: amount("24.00"),
        day: None,
    });
    let (steps, _) = done(erp.decide(&facts, &known, &order(), &mut Reserved::default()));
    assert_eq!(words(&steps), [""; 0]);
    // Classified paid by hand: never booked on top.
    erp.payments.clear();
    erp.invoices[0].paid = true;
    let (steps, _, _) = told(erp.decide(&facts, &known, &order(), &mut Reserved::default()));
    assert_eq!(words(&steps), [""; 0]);
}

#[test]
fn an_order_without_its_invoice_gets_one_and_is_left_alone() {
    let mut erp = Erp::changed_over();
    erp.invoices.clear();
    let (steps, _) = done(erp.first());
    assert_eq!(words(&steps), ["invoice-create", "invoice-validate", "payment-create"]);
    let Operation::InvoiceCreate(write) = &steps[0].operation else { panic!() };
    assert_eq!(write.order, passerelle_core::plan::Target::Id(ErpId(17)));
}

#[test]
fn an_invoice_is_known_by_the_shops_number_and_never_mistaken_for_a_credit_note() {
    let mut erp = Erp::changed_over();
    erp.invoices[0].customer_reference = "#FA000081".to_owned();
    let (_, found) = done(erp.first());
    assert_eq!(id_of(&found, Kind::Invoice), Some((33, true)));
    erp.invoices[0].form = ErpInvoiceForm::CreditNote;
    let (steps, _) = done(erp.first());
    assert_eq!(steps[0].operation.word(), "invoice-create");
}

#[test]
fn nothing_is_looked_for_once_it_is_linked_or_where_settings_say_so() {
    let known = ready(&order());
    let mut facts = facts();
    facts.settings.adoption.turnover = false;
    let erp = Erp::changed_over();
    let (steps, _) = done(erp.decide(&facts, &known, &order(), &mut Reserved::default()));
    assert_eq!(steps[0].operation.word(), "order-create");
    let facts = common::facts();
    let wanted = wanted(&facts, &known, &order());
    assert_eq!(as_order(&wanted).names.reference, REFERENCE);
    assert_eq!(looks(&facts, &wanted, &known).len(), 2, "the first look is the same as ever");
}
