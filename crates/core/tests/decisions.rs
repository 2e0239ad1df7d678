//! The case table of decisions: what is planned for what both sides show.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, ShopFacts, Wanted, WantedDocument, decide,
    dependencies, looks, project,
};
use passerelle_core::erp::{
    ErpInvoice, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment, ErpProduct, ErpSeen, ErpThirdParty,
    Look, LookBy,
};
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::settings::{DiscountLines, OtherPayments, PaymentMapping};
use passerelle_core::shop::{
    Customer, Discount, Order, OrderInvoice, OrderLine, OrderPayment, OrderShipment, OrderState, OrderTotals,
    Product, ShopDocument, Sibling, Standing, TaxMethod, TaxedAmount,
};
use passerelle_core::tax::{LocalTax, LocalTaxBase, TaxRow, TaxSet};
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::new(number(text))
}

fn taxed(net: &str, gross: &str) -> TaxedAmount {
    TaxedAmount { net: amount(net), gross: amount(gross) }
}

fn sold() -> Standing {
    Standing { logable: true, ..Standing::default() }
}

fn key(kind: Kind, id: u64) -> Key {
    facts().key(kind, ShopId(id))
}

fn wanted(projection: Projection) -> Wanted {
    match projection {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

/// Answers every look with what `objects` holds under that look.
fn seen(looks: &[Look], objects: &[(LookBy, ErpObject)]) -> ErpSeen {
    let mut seen = ErpSeen::default();
    for look in looks {
        let found = objects
            .iter()
            .filter(|(by, object)| *by == look.by && object.kind() == look.kind)
            .map(|(_, object)| object.clone())
            .collect();
        seen.insert(look.clone(), found);
    }
    seen
}

/// The decision, once all looks are answered.
fn decided(wanted: &Wanted, known: &Known, objects: &[(LookBy, ErpObject)]) -> Decision {
    let mut asked = looks(&facts(), wanted, known);
    for _ in 0..4 {
        let mut seen = seen(&asked, objects);
        common::ground(wanted, &mut seen);
        match decide(&facts(), wanted, &seen, known, &mut Reserved::default()) {
            Decision::Look(more) => asked.extend(more),
            decision => return decision,
        }
    }
    panic!("asks for ever");
}

fn steps(wanted: &Wanted, known: &Known, objects: &[(LookBy, ErpObject)]) -> Vec<Step> {
    match decided(wanted, known, objects) {
        Decision::Do { steps, .. } => steps,
        other => panic!("{other:?}"),
    }
}

fn words(steps: &[Step]) -> Vec<&'static str> {
    steps.iter().map(|step| step.operation.word()).collect()
}

fn product() -> Product {
    Product { price: number("10.123456"), ..common::product("SKU-5") }
}

fn present_product(id: u64, ref_ext: Option<&str>) -> ErpProduct {
    ErpProduct {
        id,
        reference: "SKU-5".to_owned(),
        ref_ext: ref_ext.map(ExternalRef::stored),
        label: "Mug".to_owned(),
        price: number("10.12346"),
        vat: Percent::new(Decimal::from(20)),
        on_sale: true,
        ..ErpProduct::default()
    }
}

#[test]
fn a_new_product_gets_all_decimals_of_its_price_in_a_second_step() {
    let known = Known::default();
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Product(product())));
    let steps = steps(&wanted, &known, &[]);
    assert_eq!(words(&steps), ["product-create", "product-update"]);
    let Operation::ProductUpdate { write, .. } = &steps[1].operation else { panic!() };
    assert_eq!(write.price, Some(number("10.12346")));
}

#[test]
fn a_product_that_a_person_made_is_adopted_by_its_reference() {
    let known = Known::default();
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Product(product())));
    let by = LookBy::Reference("SKU-5".to_owned());
    let steps = steps(&wanted, &known, &[(by, ErpObject::Product(present_product(9, None)))]);
    assert_eq!(words(&steps), ["product-update"]);
    assert_eq!(steps[0].why, "adopted by reference; external reference changed");
}

#[test]
fn a_reference_kept_by_another_product_of_the_shop_is_left_to_it() {
    let known = Known::default();
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Product(product())));
    let by = LookBy::Reference("SKU-5".to_owned());
    let steps =
        steps(&wanted, &known, &[(by, ErpObject::Product(present_product(9, Some("ps1-product-4"))))]);
    let Operation::ProductCreate(write) = &steps[0].operation else { panic!() };
    assert_eq!(write.reference.as_deref(), Some("ps1-5"));
    assert_eq!(steps[0].why, "new; reference kept by another product");
}

#[test]
fn an_explanation_names_exactly_the_changed_fields() {
    let mut known = Known::default();
    known.note(key(Kind::Product, 5), Dependency::Linked(ErpId(9)), None);
    let mut changed = product();
    changed.price = number("11");
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Product(changed)));
    let present = present_product(9, Some("ps1-product-5"));
    let steps = steps(&wanted, &known, &[(LookBy::Id(ErpId(9)), ErpObject::Product(present))]);
    assert_eq!(words(&steps), ["product-update"]);
    assert_eq!(steps[0].why, "price changed");
}

fn customer() -> ShopDocument {
    ShopDocument::Customer(Customer {
        id: ShopId(7),
        first_name: "Anna".to_owned(),
        last_name: "Example".to_owned(),
        company: String::new(),
        email: "anna@shop.example".to_owned(),
        siret: String::new(),
        ape: String::new(),
        locale: String::new(),
        note: String::new(),
        is_guest: false,
        active: true,
        deleted: false,
        groups: Vec::new(),
        is_gdpr_anonymous: false,
        address: None,
    })
}

fn third_party(id: u64, ref_ext: Option<&str>) -> (LookBy, ErpObject) {
    let third_party = ErpThirdParty {
        id,
        name: "A. Example".to_owned(),
        email: "anna@shop.example".to_owned(),
        ref_ext: ref_ext.map(ExternalRef::stored),
        open: true,
        is_customer: true,
        ..ErpThirdParty::default()
    };
    (LookBy::Email("anna@shop.example".to_owned()), ErpObject::ThirdParty(third_party))
}

#[test]
fn what_a_person_wrote_into_an_adopted_third_party_stays() {
    let known = Known::default();
    let wanted = wanted(project(&facts(), &known, &customer()));
    let steps = steps(&wanted, &known, &[third_party(3, None)]);
    assert_eq!(words(&steps), ["third-party-update"]);
    let Operation::ThirdPartyUpdate { write, .. } = &steps[0].operation else { panic!() };
    assert_eq!(write.name, None);
    assert!(write.ref_ext.is_some());
}

#[test]
fn several_candidates_are_asked_for_and_other_customers_are_none() {
    let known = Known::default();
    let wanted = wanted(project(&facts(), &known, &customer()));
    let asked = looks(&facts(), &wanted, &known);
    let both = seen(&asked, &[third_party(3, None), third_party(4, None)]);
    let decision = decide(&facts(), &wanted, &both, &known, &mut Reserved::default());
    assert!(matches!(decision, Decision::Refused(explanation) if explanation.id == "customer-ambiguous"));
    // A guest who ordered twice under one address: the first one's third party is not taken.
    assert_eq!(
        words(&steps(&wanted, &known, &[third_party(3, Some("ps1-customer-6"))])),
        ["third-party-create"]
    );
}

fn order() -> Order {
    let totals = OrderTotals {
        products: taxed("20.00", "24.00"),
        shipping: taxed("5.00", "6.00"),
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: taxed("25.00", "30.01"),
    };
    let moment = "2026-11-20T10:00:00".parse().unwrap();
    Order {
        id: ShopId(42),
        reference: "QGHNHLMSG".to_owned(),
        customer: Some(ShopId(7)),
        delivery_address: None,
        billing_address: None,
        billed_to: None,
        shop: ShopId(1),
        currency: Currency::EUR,
        conversion_rate: Decimal::ONE,
        state: OrderState {
            id: ShopId(5),
            name: "Delivered".to_owned(),
            logable: true,
            invoice: true,
            paid: true,
            shipped: true,
            delivered: true,
            cancelled: false,
        },
        past_states: Vec::new(),
        payment_method: "Card".to_owned(),
        payment_module: "card".to_owned(),
        date: moment,
        totals,
        shipping_vat: Percent::new(Decimal::from(20)),
        gift_message: String::new(),
        messages: Vec::new(),
        lines: vec![OrderLine {
            id: ShopId(1),
            product: Some(ShopId(5)),
            combination: None,
            name: "Mug".to_owned(),
            reference: "SKU-5".to_owned(),
            quantity: Decimal::TWO,
            unit: taxed("10", "12"),
            total: taxed("20.00", "24.00"),
            taxes: vec![Percent::new(Decimal::from(20))],
            tax_method: TaxMethod::Single,
            ecotax: Amount::ZERO,
            ecotax_vat: Percent::ZERO,
            invoice: None,
            customizations: Vec::new(),
        }],
        discounts: Vec::new(),
        shipments: Vec::new(),
        invoices: vec![OrderInvoice { id: ShopId(8), number: 8, date: moment, totals }],
        payments: vec![OrderPayment {
            id: ShopId(9),
            amount: amount("30.01"),
            currency: Currency::EUR,
            conversion_rate: Decimal::ONE,
            method: "Card".to_owned(),
            transaction: String::new(),
            date: moment,
        }],
        siblings: Vec::new(),
        slips: Vec::new(),
        remarks: Vec::new(),
    }
}

fn ready(order: &Order) -> Known {
    let mut known = Known::default();
    for (id, needed) in dependencies(&facts(), &ShopDocument::Order(order.clone())).into_iter().enumerate() {
        if !matches!(
            needed.kind,
            Kind::Order | Kind::Payment | Kind::Invoice | Kind::OrderInvoice | Kind::Slip
        ) {
            known.note(needed, Dependency::Linked(ErpId(100 + id as u64)), None);
        }
    }
    known
}

#[test]
fn an_order_first_asks_for_what_it_needs() {
    let document = ShopDocument::Order(order());
    let Projection::First { keys, failed } = project(&facts(), &Known::default(), &document) else {
        panic!()
    };
    assert!(keys.contains(&key(Kind::Customer, 7)) && keys.contains(&key(Kind::Product, 5)));
    assert_eq!(keys.iter().filter(|key| key.kind == Kind::Service).count(), ServiceProduct::ALL.len());
    assert!(failed.is_empty());
}

#[test]
fn a_paid_and_delivered_order_goes_all_the_way() {
    let known = ready(&order());
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order())));
    let steps = steps(&wanted, &known, &[]);
    assert_eq!(
        words(&steps),
        [
            "order-create",
            "order-validate",
            "invoice-create",
            "invoice-validate",
            "payment-create",
            "order-set-invoiced",
            "order-close",
        ]
    );
    let Operation::OrderCreate(write) = &steps[0].operation else { panic!() };
    // The header's cent over its parts stands in a labelled pair that cancels out excluding tax.
    let labels: Vec<&str> = write.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(labels, ["Mug", "Frais de port", "Arrondi", "Arrondi"]);
    assert_eq!(write.expected.gross, amount("30.01"));
}

#[test]
fn what_an_interrupted_run_left_is_finished_not_made_again() {
    let known = ready(&order());
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order())));
    let WantedDocument::Order(target) = &wanted.document else { panic!() };
    let present = ErpOrder {
        id: 3,
        ref_ext: Some(wanted.key.external_ref()),
        totals: target.totals,
        status: ErpOrderStatus::Draft,
        ..ErpOrder::default()
    };
    let invoice = ErpInvoice {
        id: 4,
        ref_ext: Some(key(Kind::Invoice, 8).external_ref()),
        totals: target.totals,
        customer_reference: target.invoices[0].customer_reference.clone(),
        draft: true,
        ..ErpInvoice::default()
    };
    let payment = ErpPayment {
        invoice: ErpId(4),
        number: key(Kind::Payment, 9).external_ref().to_string(),
        amount: amount("30.01"),
        day: None,
    };
    let objects = [
        (LookBy::ExternalRef(wanted.key.external_ref()), ErpObject::Order(present)),
        (LookBy::ExternalRef(key(Kind::Invoice, 8).external_ref()), ErpObject::Invoice(invoice)),
        (LookBy::OfInvoice(ErpId(4)), ErpObject::Payment(payment)),
    ];
    let steps = steps(&wanted, &known, &objects);
    assert_eq!(words(&steps), ["order-validate", "invoice-validate", "order-set-invoiced", "order-close"]);
}

#[test]
fn totals_changed_on_one_side_are_never_written_over() {
    let known = ready(&order());
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order())));
    let present = ErpOrder { id: 3, ref_ext: Some(wanted.key.external_ref()), ..ErpOrder::default() };
    let objects = [(LookBy::ExternalRef(wanted.key.external_ref()), ErpObject::Order(present))];
    let Decision::Refused(explanation) = decided(&wanted, &known, &objects) else { panic!() };
    assert_eq!(explanation.id, "order-totals-differ");
    assert_eq!(explanation.args["reference"], "QGHNHLMSG");
}

#[test]
fn an_unanswered_look_is_not_an_absence() {
    let known = ready(&order());
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order())));
    let decision = decide(&facts(), &wanted, &ErpSeen::default(), &known, &mut Reserved::default());
    assert!(
        matches!(decision, Decision::Look(looks) if looks.iter().any(|look| look.kind == ErpKind::Order))
    );
}

#[test]
fn orders_that_were_never_sold_are_left_out() {
    let mut order = order();
    order.state.logable = false;
    order.invoices.clear();
    let projection = project(&facts(), &Known::default(), &ShopDocument::Order(order));
    assert!(matches!(projection, Projection::Ignored(explanation) if explanation.id == "order-state"));
}

#[test]
fn an_unmapped_payment_method_is_named() {
    let mut facts = facts();
    facts.settings.payments.clear();
    let wanted = wanted(project(&facts, &ready(&order()), &ShopDocument::Order(order())));
    let explanation = wanted.held().unwrap();
    assert_eq!(
        (explanation.id.as_str(), explanation.args["method"].as_str()),
        ("payment-method-unmapped", "Card")
    );
    let WantedDocument::Order(order) = &wanted.document else { panic!() };
    let [invoice] = order.invoices.as_slice() else { panic!() };
    assert!(invoice.payments.is_empty() && !invoice.paid, "the invoice goes on, and is not paid");
}

#[test]
fn an_order_paid_in_parts_and_too_much_is_closed_by_hand() {
    let mut order = order();
    let mut second = order.payments[0].clone();
    order.payments[0].amount = amount("10");
    second.id = ShopId(10);
    second.amount = amount("25");
    order.payments.push(second);
    let known = ready(&order);
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
    let steps = steps(&wanted, &known, &[]);
    let accepts: Vec<bool> = steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::PaymentCreate(write) => Some(write.accept_higher),
            _ => None,
        })
        .collect();
    assert_eq!(accepts, [false, true]);
    assert!(words(&steps).contains(&"invoice-set-paid"));
}

#[test]
fn orders_of_one_reference_share_its_payments_in_turn() {
    // One payment of 50.01 for this order (30.01) and another one (20.00): whichever comes first takes its share first.
    let shares = |other: u64| {
        let mut order = order();
        order.payments[0].amount = amount("50.01");
        order.siblings = vec![Sibling { id: ShopId(other), to_pay: amount("20.00"), standing: sold() }];
        let known = ready(&order);
        let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
        let steps = steps(&wanted, &known, &[]);
        let payments: Vec<(String, String, bool)> = steps
            .iter()
            .filter_map(|step| match &step.operation {
                Operation::PaymentCreate(write) => {
                    Some((write.amount.to_string(), write.number.to_string(), write.accept_higher))
                }
                _ => None,
            })
            .collect();
        payments
    };
    let piece = "ps1-payment-8000000000009".to_owned();
    assert_eq!(shares(41), [("30.01".to_owned(), piece.clone(), false)]);
    assert_eq!(shares(43), [("30.01".to_owned(), piece, false)]);
}

#[test]
fn a_payment_recorded_whole_is_not_recorded_again_in_pieces() {
    let mut order = order();
    order.payments[0].amount = amount("50.01");
    order.siblings = vec![Sibling { id: ShopId(43), to_pay: amount("20.00"), standing: sold() }];
    let mut known = ready(&order);
    known.note(key(Kind::Payment, 9), Dependency::Linked(ErpId(77)), None);
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
    assert!(!words(&steps(&wanted, &known, &[])).contains(&"payment-create"));
}

fn payments(steps: &[Step]) -> Vec<(String, String)> {
    steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::PaymentCreate(write) => Some((write.number.to_string(), write.amount.to_string())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_piece_recorded_before_is_not_followed_by_the_whole() {
    // Shared with order 43 at first; then 43 was cancelled, and this order stands alone.
    let mut order = order();
    order.payments[0].amount = amount("50.01");
    let mut known = ready(&order);
    known.note(key(Kind::Payment, 8_000_000_000_009), Dependency::Linked(ErpId(77)), None);
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
    // The piece is asked for again under its own number, and found under it.
    assert_eq!(payments(&steps(&wanted, &known, &[]))[0].0, "ps1-payment-8000000000009");
}

#[test]
fn a_payment_recorded_on_another_order_is_not_recorded_here() {
    // Order 43 was accepted first and took payment 9 (20.00) whole; then payment 10 (30.01) came for this one.
    let mut order = order();
    order.payments[0].amount = amount("20.00");
    let mut second = order.payments[0].clone();
    second.id = ShopId(10);
    second.amount = amount("30.01");
    order.payments.push(second);
    order.siblings = vec![Sibling { id: ShopId(43), to_pay: amount("20.00"), standing: sold() }];
    let mut known = ready(&order);
    let other = Some(passerelle_core::fingerprint::Fingerprint::stored("ps1-invoice-99"));
    known.note(key(Kind::Payment, 9), Dependency::Linked(ErpId(77)), other);
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
    let written = payments(&steps(&wanted, &known, &[]));
    assert_eq!(written, [("ps1-payment-10".to_owned(), "30.01".to_owned())]);
}

#[test]
fn a_payment_found_in_another_form_is_refused() {
    let mut order = order();
    order.payments[0].amount = amount("50.01");
    order.siblings = vec![Sibling { id: ShopId(43), to_pay: amount("20.00"), standing: sold() }];
    let known = ready(&order);
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order)));
    let WantedDocument::Order(target) = &wanted.document else { panic!() };
    let objects = [
        (
            LookBy::ExternalRef(wanted.key.external_ref()),
            ErpObject::Order(ErpOrder { id: 3, totals: target.totals, ..ErpOrder::default() }),
        ),
        (
            LookBy::ExternalRef(key(Kind::Invoice, 8).external_ref()),
            ErpObject::Invoice(ErpInvoice {
                id: 4,
                totals: target.totals,
                customer_reference: target.invoices[0].customer_reference.clone(),
                ..ErpInvoice::default()
            }),
        ),
        (
            LookBy::OfInvoice(ErpId(4)),
            ErpObject::Payment(ErpPayment {
                invoice: ErpId(4),
                number: "ps1-payment-9".to_owned(),
                amount: amount("50.01"),
                day: None,
            }),
        ),
    ];
    let mut asked = looks(&facts(), &wanted, &known);
    asked.push(Look::new(ErpKind::Payment, LookBy::OfInvoice(ErpId(4))));
    let decision = decide(&facts(), &wanted, &seen(&asked, &objects), &known, &mut Reserved::default());
    let Decision::Part { steps, held, .. } = decision else { panic!("{decision:?}") };
    assert_eq!(
        (held.id.as_str(), held.args["reference"].as_str()),
        ("payment-placed-otherwise", "QGHNHLMSG")
    );
    assert!(!words(&steps).contains(&"payment-create"), "{:?}", words(&steps));
    assert!(!words(&steps).contains(&"invoice-set-paid"), "{:?}", words(&steps));
}

#[test]
fn one_object_is_adopted_once() {
    let known = Known::default();
    let mut reserved = Reserved::default();
    let by = LookBy::Reference("SKU-5".to_owned());
    let free = [(by, ErpObject::Product(present_product(9, None)))];
    let mut first = product();
    first.id = ShopId(4);
    let plans: Vec<Vec<&str>> = [first, product()]
        .into_iter()
        .map(|product| {
            let wanted = wanted(project(&facts(), &known, &ShopDocument::Product(product)));
            let answered = seen(&looks(&facts(), &wanted, &known), &free);
            match decide(&facts(), &wanted, &answered, &known, &mut reserved) {
                Decision::Do { steps, .. } => words(&steps),
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(plans[0], ["product-update"]);
    assert_eq!(plans[1][0], "product-create");
}

#[test]
fn nothing_in_a_third_party_is_emptied_and_a_half_adopted_one_is_left_as_it_is() {
    let mut known = Known::default();
    let wanted = wanted(project(&facts(), &known, &customer()));
    let present = ErpThirdParty {
        id: 3,
        ref_ext: Some(key(Kind::Customer, 7).external_ref()),
        name: "A. Example".to_owned(),
        email: "anna@shop.example".to_owned(),
        phone: "0102030405".to_owned(),
        open: true,
        is_customer: true,
        ..ErpThirdParty::default()
    };
    let by = LookBy::ExternalRef(key(Kind::Customer, 7).external_ref());
    let objects = [(by, ErpObject::ThirdParty(present))];
    // Found by our reference but not remembered: the run that adopted it was killed.
    assert!(steps(&wanted, &known, &objects).is_empty());
    // Our own: the name follows the shop, the phone that the shop does not have stays.
    known.note(key(Kind::Customer, 7), Dependency::Linked(ErpId(3)), None);
    let steps = steps(&wanted, &known, &objects);
    assert_eq!(steps[0].why, "name changed");
}

#[test]
fn an_order_cancelled_in_dolibarr_only_is_reported() {
    let known = ready(&order());
    let wanted = wanted(project(&facts(), &known, &ShopDocument::Order(order())));
    let WantedDocument::Order(target) = &wanted.document else { panic!() };
    let present =
        ErpOrder { id: 3, totals: target.totals, status: ErpOrderStatus::Cancelled, ..ErpOrder::default() };
    let objects = [(LookBy::ExternalRef(wanted.key.external_ref()), ErpObject::Order(present))];
    let decision = decided(&wanted, &known, &objects);
    assert!(matches!(decision, Decision::Refused(explanation) if explanation.id == "order-cancelled-in-erp"));
}

#[test]
fn a_part_paid_in_the_companys_currency_does_not_close_a_foreign_invoice() {
    let mut facts = facts();
    let pound: Currency = "GBP".parse().unwrap();
    facts.erp.currencies = vec![pound];
    let mut order = order();
    order.currency = pound;
    order.conversion_rate = number("0.85");
    order.payments[0].amount = amount("32.00");
    let known = ready(&order);
    let projection = project(&facts, &known, &ShopDocument::Order(order));
    let WantedDocument::Order(target) = wanted(projection).document else { panic!() };
    let invoice = &target.invoices[0];
    assert!(!invoice.paid, "27.20 of 30.01 GBP");
    assert_eq!((invoice.payments[0].amount, invoice.payments[0].currency), (amount("32.00"), None));
}

/// The order of the fixtures with GST and QST on its line: 100.00, 5.00 and 9.98.
fn order_with_two_taxes() -> Order {
    let mut order = order();
    let sum = taxed("100.00", "114.98");
    order.lines.truncate(1);
    let line = &mut order.lines[0];
    line.quantity = Decimal::ONE;
    line.unit = TaxedAmount { net: amount("100"), gross: amount("114.975") };
    line.total = sum;
    line.taxes = vec![Percent::new(number("5")), Percent::new(number("9.975"))];
    line.tax_method = TaxMethod::Added;
    let none = TaxedAmount::ZERO;
    order.totals =
        OrderTotals { products: sum, shipping: none, wrapping: none, discounts: none, to_pay: sum };
    order.discounts.clear();
    order.invoices.clear();
    order.payments.clear();
    order
}

fn facts_with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = facts();
    change(&mut facts);
    facts
}

#[test]
fn two_taxes_become_vat_and_a_local_tax_whose_draft_is_checked_before_it_is_validated() {
    let facts = facts_with(|facts| facts.erp.local_taxes = [true, false]);
    let order = order_with_two_taxes();
    let known = ready(&order);
    let wanted = wanted(project(&facts, &known, &ShopDocument::Order(order)));
    let steps = steps(&wanted, &known, &[]);
    let Operation::OrderCreate(write) = &steps[0].operation else { panic!() };
    assert_eq!(write.lines[0].rate.to_string(), "5 % + 9.975 %");
    assert_eq!(write.expected.tax, amount("14.98"));
    let words = words(&steps);
    let at = |word: &str| words.iter().position(|it| *it == word).unwrap();
    assert!(at("order-check") < at("order-validate"), "{words:?}");
}

#[test]
fn two_taxes_are_refused_where_dolibarr_would_compute_one() {
    let order = order_with_two_taxes();
    let known = ready(&order);
    for (country, id) in [("CA", "local-tax-off"), ("ES", "local-tax-in-spain")] {
        let facts = facts_with(|facts| {
            facts.erp.country = country.to_owned();
            facts.erp.local_taxes = [country == "ES", false];
        });
        match project(&facts, &known, &ShopDocument::Order(order.clone())) {
            Projection::Refused(explanation) => assert_eq!(explanation.id, id),
            other => panic!("{other:?}"),
        }
    }
}

/// A shop that counts in dollars and knows that one is 0.92 euro, before a Dolibarr that counts in euros.
fn dollar_facts() -> Facts {
    let mut facts = facts();
    let dollar: Currency = "USD".parse().unwrap();
    facts.shop_currency = dollar;
    facts.company_rate = Some(number("0.92"));
    facts.erp.currencies = vec![dollar];
    facts
}

fn wanted_order(facts: &Facts, order: Order) -> passerelle_core::decide::WantedOrder {
    let known = ready(&order);
    match wanted(project(facts, &known, &ShopDocument::Order(order))).document {
        WantedDocument::Order(order) => order,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_of_the_settings_says_how_two_taxes_are_written() {
    let row = TaxRow {
        taxes: vec![Percent::new(number("9.975")), Percent::new(number("5"))],
        method: None,
        vat: Percent::new(number("9.975")),
        code: "QST".to_owned(),
        local1: None,
        local2: Some(LocalTax { rate: Percent::new(number("5")), on: LocalTaxBase::Net }),
    };
    let facts = facts_with(|facts| {
        facts.erp.local_taxes = [false, true];
        facts.settings.tax_rows = vec![row];
    });
    let order = order_with_two_taxes();
    let known = ready(&order);
    let wanted = wanted(project(&facts, &known, &ShopDocument::Order(order)));
    let steps = steps(&wanted, &known, &[]);
    let Operation::OrderCreate(write) = &steps[0].operation else { panic!() };
    let line = &write.lines[0];
    assert_eq!((line.rate.to_string().as_str(), line.vat_code.as_str()), ("9.975 % + 5 %", "QST"));
    assert!(line.rate.local1.is_none() && line.rate.local2.is_some());
}

#[test]
fn all_vouchers_are_one_discount_when_wanted() {
    let mut order = order_with_two_taxes();
    let line = &mut order.lines[0];
    line.taxes = vec![Percent::new(number("20"))];
    line.total = taxed("100.00", "120.00");
    line.unit = line.total;
    let voucher = |id, net: &str, gross: &str| Discount {
        id: ShopId(id),
        name: format!("voucher {id}"),
        value: taxed(net, gross),
        free_shipping: false,
        invoice: None,
    };
    order.discounts = vec![voucher(1, "10", "12"), voucher(2, "5", "6")];
    order.totals.products = taxed("100.00", "120.00");
    order.totals.discounts = taxed("15.00", "18.00");
    order.totals.to_pay = taxed("85.00", "102.00");
    let texts = |lines: DiscountLines| -> Vec<String> {
        let facts = facts_with(|facts| facts.settings.orders.discount_lines = lines);
        let known = ready(&order);
        let wanted = wanted(project(&facts, &known, &ShopDocument::Order(order.clone())));
        let WantedDocument::Order(wanted) = wanted.document else { panic!() };
        assert_eq!(wanted.totals.gross, amount("102.00"));
        wanted.lines.iter().skip(1).map(|line| line.text.clone()).collect()
    };
    assert_eq!(texts(DiscountLines::EachVoucher), ["Remise - voucher 1", "Remise - voucher 2"]);
    assert_eq!(texts(DiscountLines::One), ["Remise"]);
}

/// What is known of an order's needs when its customer is no customer any more.
fn erased(order: &Order, collective: Option<ErpId>) -> Known {
    let mut known = ready(order);
    known.note(key(Kind::Customer, 7), Dependency::Absent, None);
    let anonymous = key(Kind::Collective, passerelle_core::collective::Collective::Anonymous.shop_id().0);
    known.note(anonymous, collective.map_or(Dependency::NotYet, Dependency::Linked), None);
    known
}

#[test]
fn an_order_of_an_erased_customer_goes_to_the_third_party_for_such() {
    let order = order();
    let document = ShopDocument::Order(order.clone());
    let Projection::First { keys, .. } = project(&facts(), &erased(&order, None), &document) else {
        panic!()
    };
    assert_eq!(keys.iter().map(|key| key.external_ref().to_string()).collect::<Vec<_>>(), ["ps1-anonymous"]);
    let known = erased(&order, Some(ErpId(77)));
    let wanted = wanted(project(&facts(), &known, &document));
    let steps = steps(&wanted, &known, &[]);
    let Operation::OrderCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!(write.third_party, passerelle_core::plan::Target::Id(ErpId(77)));
    assert_eq!(steps[0].why, "new; its customer was erased in the shop");
    // An order whose customer is there does not ask for it.
    let mut known = ready(&order);
    known.note(key(Kind::Collective, 1), Dependency::NotYet, None);
    assert!(matches!(project(&facts(), &known, &document), Projection::Wanted(_)));
}

#[test]
fn an_order_in_dolibarr_stays_with_its_customer_when_that_is_erased() {
    let order = order();
    let document = ShopDocument::Order(order.clone());
    let mut known = erased(&order, None);
    known.note(key(Kind::Order, 42), Dependency::Linked(ErpId(7)), Some(Fingerprint::stored("before")));
    let wanted = wanted(project(&facts(), &known, &document));
    let WantedDocument::Order(expected) = &wanted.document else { panic!() };
    let present = ErpOrder {
        id: 7,
        ref_ext: Some(ExternalRef::stored("ps1-order-42")),
        third_party: Some(ErpId(33)),
        status: ErpOrderStatus::Validated,
        totals: expected.totals,
        note_private: expected.note_private.clone(),
        ..ErpOrder::default()
    };
    let objects = [(LookBy::Id(ErpId(7)), ErpObject::Order(present))];
    let steps = steps(&wanted, &known, &objects);
    // Its invoice comes later, on the third party of the order.
    let Operation::InvoiceCreate(write) = &steps[0].operation else { panic!("{steps:?}") };
    assert_eq!(write.third_party, passerelle_core::plan::Target::Id(ErpId(33)));
}

#[test]
fn a_shop_in_another_currency_keeps_its_totals_at_the_rate_between_the_two() {
    let mut order = order();
    order.currency = "USD".parse().unwrap();
    order.payments[0].currency = order.currency;
    let target = wanted_order(&dollar_facts(), order);
    let currency = target.currency.unwrap();
    assert_eq!((currency.code.to_string().as_str(), currency.rate), ("USD", number("1.08695652")));
    assert_eq!((target.totals.gross, target.proof.erp), (amount("30.01"), target.proof.shop));
    let payment = &target.invoices[0].payments[0];
    assert_eq!((payment.amount, payment.currency.is_some()), (amount("30.01"), true));
}

#[test]
fn an_order_in_the_companys_currency_needs_no_rate_of_its_shop() {
    let mut order = order();
    order.conversion_rate = number("0.92");
    order.payments[0].conversion_rate = number("0.92");
    let target = wanted_order(&dollar_facts(), order.clone());
    assert_eq!((target.currency, target.totals.gross), (None, amount("30.01")));
    // Paid in the shop's own currency: 32.62 dollars are 30.01 euros.
    order.payments[0].currency = "USD".parse().unwrap();
    order.payments[0].conversion_rate = Decimal::ONE;
    order.payments[0].amount = amount("32.62");
    let target = wanted_order(&dollar_facts(), order);
    assert_eq!((target.invoices[0].payments[0].amount, target.invoices[0].paid), (amount("30.01"), true));
}

#[test]
fn a_shop_that_does_not_know_the_companys_currency_is_refused_what_needs_a_rate() {
    let mut facts = dollar_facts();
    facts.company_rate = None;
    let mut order = order();
    order.currency = "USD".parse().unwrap();
    let known = ready(&order);
    let projection = project(&facts, &known, &ShopDocument::Order(order));
    assert!(
        matches!(projection, Projection::Refused(explanation) if explanation.id == "shop-currency-differs")
    );
}

#[test]
fn prices_of_products_are_in_the_companys_currency() {
    let known = Known::default();
    let target = wanted(project(&dollar_facts(), &known, &ShopDocument::Product(product())));
    let WantedDocument::Product(target) = target.document else { panic!() };
    assert_eq!(target.price, number("9.31358"), "10.123456 dollars");
}

#[test]
fn each_shop_of_a_multistore_has_its_own_settings_name_and_currency() {
    let mut second = dollar_facts();
    second.shop_name = "Second".to_owned();
    second.settings.orders.draft_orders = true;
    let mut facts = facts();
    facts.shops = [
        (ShopId(1), ShopFacts { home: Some(ShopId(2)), facts: facts.clone() }),
        (ShopId(2), ShopFacts { home: Some(ShopId(40)), facts: second }),
    ]
    .into();
    let of = |shop: u64| Order { shop: ShopId(shop), ..order() };
    assert!(wanted_order(&facts, of(1)).validated);
    assert!(!wanted_order(&facts, of(2)).validated);
    let known = ready(&of(3));
    let left_out = project(&facts, &known, &ShopDocument::Order(of(3)));
    assert!(matches!(left_out, Projection::Ignored(explanation) if explanation.id == "order-other-shop"));
    assert_eq!(
        (facts.name_of_home(ShopId(2)), facts.name_of_home(ShopId(40))),
        (Some("Shop"), Some("Second"))
    );
    assert_eq!(facts.name_of_home(ShopId(50)), None, "of a shop that is left out");
}

#[test]
fn an_order_taxed_abroad_keeps_the_rates_that_its_lines_name() {
    let mut order = order();
    let nineteen = Percent::new(Decimal::from(19));
    order.lines[0].unit = taxed("11.9", "14.161");
    order.lines[0].total = taxed("23.80", "28.32");
    order.lines[0].taxes = vec![nineteen];
    order.shipping_vat = nineteen;
    order.totals.products = taxed("23.80", "28.32");
    order.totals.shipping = taxed("5.00", "5.95");
    order.totals.to_pay = taxed("28.80", "34.27");
    order.invoices[0].totals = order.totals;
    let target = wanted_order(&facts(), order);
    assert_eq!(target.proof.erp, target.proof.shop);
    assert!(target.lines.iter().all(|line| line.rate.vat == nineteen), "{:?}", target.lines);
    assert_eq!(target.lines.len(), 2);
}

#[test]
fn the_shipping_line_names_the_carriers_of_all_shipments() {
    let mut order = order_with_two_taxes();
    order.lines[0].taxes = vec![Percent::new(number("20"))];
    order.lines[0].total = taxed("100.00", "120.00");
    order.lines[0].unit = order.lines[0].total;
    order.totals.products = taxed("100.00", "120.00");
    order.totals.shipping = taxed("5.00", "6.00");
    order.totals.to_pay = taxed("105.00", "126.00");
    order.shipping_vat = Percent::new(number("20"));
    let shipment = |id, carrier: &str| OrderShipment {
        id: ShopId(id),
        carrier: carrier.to_owned(),
        tracking_number: String::new(),
    };
    order.shipments = vec![shipment(1, "Colissimo"), shipment(2, "Chronopost"), shipment(3, "Colissimo")];
    let lines = wanted_order(&facts(), order).lines;
    assert_eq!(lines[1].text, "Frais de port - Colissimo + Chronopost");
}

#[test]
fn an_ecotax_at_another_rate_is_a_line_with_the_label_of_the_settings() {
    let mut order = order_with_two_taxes();
    let line = &mut order.lines[0];
    // 97.50 at 5.5 % and 2.50 of ecotax at 20 %.
    line.taxes = vec![Percent::new(number("5.5"))];
    line.ecotax = amount("2.50");
    line.ecotax_vat = Percent::new(number("20"));
    line.unit = taxed("100", "105.8625");
    line.total = taxed("100.00", "105.86");
    order.totals.products = taxed("100.00", "105.86");
    order.totals.to_pay = taxed("100.00", "105.86");
    let facts = facts_with(|facts| facts.settings.services.ecotax = "Eco-tax".to_owned());
    let target = wanted_order(&facts, order);
    let shown: Vec<(String, String)> = target
        .lines
        .iter()
        .map(|line| (line.text.split(" - ").next().unwrap().to_owned(), line.rate.to_string()))
        .collect();
    assert_eq!(shown[1], ("Eco-tax".to_owned(), "20 %".to_owned()));
    assert_eq!(target.totals.gross, amount("105.86"));
}

#[test]
fn shipping_taxed_by_the_sum_of_two_taxes_has_both() {
    let mut order = order_with_two_taxes();
    order.lines[0].taxes = vec![Percent::new(number("5"))];
    order.lines[0].tax_method = TaxMethod::Single;
    order.lines[0].total = taxed("100.00", "105.00");
    order.lines[0].unit = order.lines[0].total;
    order.totals.products = taxed("100.00", "105.00");
    order.totals.shipping = taxed("10.00", "11.50");
    order.totals.to_pay = taxed("110.00", "116.50");
    order.shipping_vat = Percent::new(number("14.975"));
    let set = TaxSet {
        rates: vec![Percent::new(number("5")), Percent::new(number("9.975"))],
        method: TaxMethod::Added,
    };
    let facts = facts_with(|facts| {
        facts.erp.local_taxes = [true, false];
        facts.several_taxes = set.rate(&[]).into_iter().collect();
    });
    assert_eq!(wanted_order(&facts, order).lines[1].rate.to_string(), "5 % + 9.975 %");
}

#[test]
fn the_proof_shows_both_sides_at_each_rate() {
    // Two lines at 20 % whose header has a cent of VAT less than they.
    let mut order = order_with_two_taxes();
    let line = &mut order.lines[0];
    line.taxes = vec![Percent::new(number("20"))];
    line.unit = taxed("4.166667", "5");
    line.total = taxed("4.17", "5.00");
    let mut second = line.clone();
    second.id = ShopId(99);
    order.lines.push(second);
    order.totals.products = taxed("8.34", "10.00");
    order.totals.to_pay = taxed("8.33", "10.00");
    let proof = wanted_order(&facts(), order).proof;
    let at = |vat: &str| {
        let rate = Percent::new(number(vat)).into();
        let line = proof.by_rate.iter().find(|line| line.rate == rate).unwrap();
        (line.shop, line.erp)
    };
    assert_eq!(at("20").0, taxed("8.34", "10.00"), "the shop's lines");
    assert_eq!(at("20").1, taxed("8.39", "10.06"), "with the rounding line");
    assert_eq!(at("0"), (TaxedAmount::ZERO, taxed("-0.06", "-0.06")));
    assert_eq!((proof.erp, proof.rounding), (taxed("8.33", "10.00"), taxed("-0.01", "0.00")));
}

#[test]
fn a_payment_by_a_method_that_nobody_named_is_told_or_waits() {
    let known = ready(&order());
    let mapping = PaymentMapping { mode: "CHQ".to_owned(), account: ErpId(2) };
    let named = |name: &str| {
        facts_with(|facts| drop(facts.settings.payments.insert(name.to_owned(), mapping.clone())))
    };
    let remark = |facts: &Facts| {
        let wanted = wanted(project(facts, &known, &ShopDocument::Order(order())));
        let WantedDocument::Order(order) = &wanted.document else { panic!() };
        let payments: usize = order.invoices.iter().map(|invoice| invoice.payments.len()).sum();
        let told = wanted.held().or_else(|| wanted.remark());
        (told.map(|it| it.id), payments == 1)
    };
    // `*` alone is meant for all; beside others it may be that nobody thought of this one.
    assert_eq!(remark(&facts()), (None, true));
    assert_eq!(remark(&named("Cheque")), (Some("payment-by-other".to_owned()), true));
    assert_eq!(remark(&named("Card")), (None, true));
    let waits = |mut facts: Facts| {
        facts.settings.orders.other_payments = OtherPayments::Wait;
        facts
    };
    assert_eq!(remark(&waits(named("Cheque"))), (Some("payment-method-unmapped".to_owned()), false));
    assert_eq!(remark(&waits(named("Card"))), (None, true));
    let waiting = wanted_order(&waits(named("Cheque")), order());
    assert_eq!((waiting.invoices.len(), waiting.invoices[0].paid), (1, false), "the rest goes on");
    assert_eq!(waiting.payment_mode, None, "nor does the order say that it was paid by card");
}
