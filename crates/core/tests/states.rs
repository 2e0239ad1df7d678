//! States that create, changes that are followed, references and warehouses: decisions about orders.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::facts;
use jiff::ToSpan as _;
use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, Wanted, WantedDocument, WantedOrder, decide,
    dependencies, looks, project, shown_otherwise,
};
use passerelle_core::erp::{
    ErpInvoice, ErpKind, ErpLine, ErpObject, ErpOrder, ErpOrderStatus, ErpSeen, Look, LookBy,
};
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{Operation, Step};
use passerelle_core::settings::{CustomerReference, InvoiceDates, InvoiceNumbers, StateName};
use passerelle_core::shop::{
    NamedState, Order, OrderInvoice, OrderLine, OrderPayment, OrderShipment, OrderState, OrderTotals,
    ShopDocument, Sibling, Standing, TaxMethod, TaxedAmount,
};
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn taxed(net: &str, gross: &str) -> TaxedAmount {
    TaxedAmount { net: Amount::new(number(net)), gross: Amount::new(number(gross)) }
}

fn state(id: u64, name: &str) -> OrderState {
    OrderState {
        id: ShopId(id),
        name: name.to_owned(),
        logable: (2..=5).contains(&id),
        invoice: (2..=5).contains(&id),
        paid: (2..=5).contains(&id),
        shipped: false,
        delivered: id == 5,
        cancelled: id == 6,
    }
}

fn past(id: u64, name: &str) -> NamedState {
    NamedState { id, name: name.to_owned(), invoice: (2..=5).contains(&id) }
}

fn line(id: u64, product: u64, quantity: i64) -> OrderLine {
    let total = Amount::new(Decimal::from(10 * quantity));
    let gross = Amount::new(Decimal::from(12 * quantity));
    OrderLine {
        id: ShopId(id),
        product: Some(ShopId(product)),
        combination: None,
        name: format!("Product {product}"),
        reference: format!("SKU-{product}"),
        quantity: Decimal::from(quantity),
        unit: taxed("10", "12"),
        total: TaxedAmount { net: total, gross },
        taxes: vec![Percent::new(Decimal::from(20))],
        tax_method: TaxMethod::Single,
        ecotax: Amount::ZERO,
        ecotax_vat: Percent::ZERO,
        invoice: None,
        customizations: Vec::new(),
    }
}

/// An order of these lines, which waits for its money.
fn order(lines: Vec<OrderLine>) -> Order {
    let products: TaxedAmount = lines.iter().map(|line| line.total).sum();
    let totals = OrderTotals {
        products,
        shipping: TaxedAmount::ZERO,
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: products,
    };
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
        state: state(3, "Processing"),
        past_states: Vec::new(),
        payment_method: "Card".to_owned(),
        payment_module: "card".to_owned(),
        date: "2026-11-20T10:00:00".parse().unwrap(),
        totals,
        shipping_vat: Percent::new(Decimal::from(20)),
        gift_message: String::new(),
        messages: Vec::new(),
        lines,
        discounts: Vec::new(),
        shipments: vec![OrderShipment {
            id: ShopId(1),
            carrier: "Fast".to_owned(),
            tracking_number: String::new(),
        }],
        invoices: Vec::new(),
        payments: Vec::new(),
        slips: Vec::new(),
        siblings: Vec::new(),
        remarks: Vec::new(),
    }
}

fn invoiced(mut order: Order, id: u64) -> Order {
    order.invoices.push(OrderInvoice { id: ShopId(id), number: id, date: order.date, totals: order.totals });
    order
}

fn paid(mut order: Order, id: u64) -> Order {
    order.payments.push(OrderPayment {
        id: ShopId(id),
        amount: order.totals.to_pay.gross,
        currency: Currency::EUR,
        conversion_rate: Decimal::ONE,
        method: "Card".to_owned(),
        transaction: String::new(),
        date: order.date,
    });
    order
}

fn key(kind: Kind, id: u64) -> Key {
    facts().key(kind, ShopId(id))
}

/// What is known when all that the order needs is in Dolibarr.
fn ready(order: &Order) -> Known {
    let mut known = Known::default();
    for needed in dependencies(&facts(), &ShopDocument::Order(order.clone())) {
        if !matches!(needed.kind, Kind::Order | Kind::Payment | Kind::Invoice | Kind::OrderInvoice) {
            let id = ErpId(100 * needed.kind as u64 + needed.id.0);
            known.note(needed, Dependency::Linked(id), None);
        }
    }
    known
}

/// As [`ready`], the order being in Dolibarr as number 1.
fn there(order: &Order) -> Known {
    let mut known = ready(order);
    let before = Some(Fingerprint::stored("before"));
    known.note(key(Kind::Order, 42), Dependency::Linked(ErpId(1)), before);
    known
}

fn projected(facts: &Facts, known: &Known, order: &Order) -> Wanted {
    match project(facts, known, &ShopDocument::Order(order.clone())) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

fn as_order(wanted: &Wanted) -> &WantedOrder {
    let WantedDocument::Order(order) = &wanted.document else { panic!("no order") };
    order
}

/// Dolibarr's order, as its creation left it.
fn present(wanted: &Wanted) -> ErpOrder {
    let wanted = as_order(wanted);
    let lines = wanted.lines.iter().zip(10..).map(|(line, id)| ErpLine {
        id,
        ref_ext: Some(line.ref_ext.clone()),
        product: line.product,
        text: line.text.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: Decimal::ZERO,
        vat: line.rate.vat,
        totals: Default::default(),
    });
    ErpOrder {
        id: 1,
        reference: "CO2611-0001".to_owned(),
        ref_ext: Some(ExternalRef::stored("ps1-order-42")),
        status: ErpOrderStatus::Validated,
        totals: wanted.totals,
        lines: Some(lines.collect()),
        warehouse: wanted.warehouse,
        note_private: wanted.note_private.clone(),
        ..ErpOrder::default()
    }
}

fn objects(order: ErpOrder) -> Vec<(LookBy, ErpObject)> {
    let reference = LookBy::ExternalRef(ExternalRef::stored("ps1-order-42"));
    vec![(LookBy::Id(ErpId(order.id)), ErpObject::Order(order.clone())), (reference, ErpObject::Order(order))]
}

fn invoice_of(wanted: &Wanted, number: usize) -> (LookBy, ErpObject) {
    let invoice = &as_order(wanted).invoices[number];
    let object = ErpInvoice {
        abandoned: false,
        received: None,
        id: 5,
        reference: "FA2611-0001".to_owned(),
        ref_ext: Some(invoice.key.external_ref()),
        customer_reference: invoice.customer_reference.clone(),
        day: Some(invoice.day),
        draft: false,
        paid: false,
        totals: invoice.totals,
        ..ErpInvoice::default()
    };
    (LookBy::ExternalRef(invoice.key.external_ref()), ErpObject::Invoice(object))
}

fn decided(
    facts: &Facts,
    wanted: &Wanted,
    known: &Known,
    objects: &[(LookBy, ErpObject)],
) -> Result<Vec<Step>, Explanation> {
    match decision(facts, wanted, known, objects) {
        Decision::Do { steps, .. } | Decision::DoBut { steps, .. } => Ok(steps),
        Decision::Refused(explanation) => Err(explanation),
        other => panic!("{other:?}"),
    }
}

fn decision(facts: &Facts, wanted: &Wanted, known: &Known, objects: &[(LookBy, ErpObject)]) -> Decision {
    let mut asked: Vec<Look> = looks(facts, wanted, known);
    for _ in 0..4 {
        let mut seen = ErpSeen::default();
        for look in &asked {
            let found = objects.iter().filter(|(by, object)| *by == look.by && object.kind() == look.kind);
            seen.insert(look.clone(), found.map(|(_, object)| object.clone()).collect());
        }
        common::ground(wanted, &mut seen);
        match decide(facts, wanted, &seen, known, &mut Reserved::default()) {
            Decision::Look(more) => asked.extend(more),
            other => return other,
        }
    }
    panic!("asks for ever");
}

fn words(steps: &[Step]) -> Vec<&'static str> {
    steps.iter().map(|step| step.operation.word()).collect()
}

fn is_ignored(facts: &Facts, order: &Order) -> bool {
    matches!(project(facts, &ready(order), &ShopDocument::Order(order.clone())), Projection::Ignored(_))
}

#[test]
fn chosen_states_bring_orders_and_what_is_there_is_followed() {
    let mut facts = facts();
    facts.settings.states.order = vec![StateName::Name("payment accepted".to_owned()), StateName::Id(10)];
    let mut order = order(vec![line(1, 5, 2)]);
    assert!(is_ignored(&facts, &order), "logable, but not chosen");
    order.past_states = vec![past(10, "Awaiting bank wire")];
    assert!(!is_ignored(&facts, &order), "it was in a chosen state");
    order.past_states.clear();
    let known = there(&order);
    projected(&facts, &known, &order);
    order.state = state(10, "Awaiting bank wire");
    assert!(!is_ignored(&facts, &order), "chosen by number, though it does not count as sold");
}

#[test]
fn chosen_states_bring_invoices_and_payments() {
    let mut facts = facts();
    facts.settings.states.invoice = vec![StateName::Name("Shipped".to_owned())];
    facts.settings.states.payment = vec![StateName::Id(5)];
    let mut order = paid(invoiced(order(vec![line(1, 5, 2)]), 8), 9);
    let known = ready(&order);
    let steps =
        |order: &Order| words(&decided(&facts, &projected(&facts, &known, order), &known, &[]).unwrap());
    assert_eq!(steps(&order), ["order-create", "order-validate"]);
    order.state = state(4, "Shipped");
    let with_invoice =
        ["order-create", "order-validate", "invoice-create", "invoice-validate", "order-set-invoiced"];
    assert_eq!(steps(&order), with_invoice);
    order.past_states = vec![past(5, "Delivered")];
    assert!(steps(&order).contains(&"payment-create"));
}

#[test]
fn a_shop_without_invoices_can_have_them_made() {
    let mut facts = facts();
    let order = paid(order(vec![line(1, 5, 2)]), 9);
    let known = ready(&order);
    assert!(as_order(&projected(&facts, &known, &order)).invoices.is_empty());
    facts.settings.states.invoice_without_shop = true;
    let wanted = projected(&facts, &known, &order);
    let invoice = &as_order(&wanted).invoices[0];
    assert_eq!(invoice.key.external_ref().as_str(), "ps1-orderinvoice-42");
    assert_eq!(invoice.totals, as_order(&wanted).totals);
    assert!(invoice.paid);
    let steps = decided(&facts, &wanted, &known, &[]).unwrap();
    assert!(words(&steps).contains(&"payment-create"));

    // The shop issues one later: it stays with the one that is there, whether or not its link is known.
    let late = invoiced(order, 8);
    let mut linked = there(&late);
    linked.note(key(Kind::OrderInvoice, 42), Dependency::Linked(ErpId(5)), None);
    assert_eq!(as_order(&projected(&facts, &linked, &late)).invoices[0].key.kind, Kind::OrderInvoice);
    let mut there = objects(present(&wanted));
    there.push(invoice_of(&wanted, 0));
    there.push((LookBy::OfInvoice(ErpId(5)), invoice_of(&wanted, 0).1));
    let wanted = projected(&facts, &known, &late);
    assert_eq!(as_order(&wanted).invoices[0].key.kind, Kind::Invoice);
    let steps = decided(&facts, &wanted, &known, &there).unwrap();
    assert!(!words(&steps).contains(&"invoice-create"), "{:?}", words(&steps));
}

#[test]
fn edited_lines_are_brought_over_line_by_line_and_an_edit_cut_off_is_completed() {
    let facts = facts();
    let before = order(vec![line(1, 5, 2), line(2, 6, 1), line(3, 7, 1)]);
    let known = there(&before);
    let there = present(&projected(&facts, &known, &before));
    // One line with another quantity, one of another product, one gone, and in the end one more.
    let after = order(vec![line(1, 5, 3), line(2, 8, 1)]);
    let known = self::there(&after);
    let wanted = projected(&facts, &known, &after);
    let steps = decided(&facts, &wanted, &known, &objects(there.clone())).unwrap();
    let edit = [
        "order-draft",
        "order-line-delete",
        "order-line-delete",
        "order-line-update",
        "order-line-create",
        "order-validate",
    ];
    assert_eq!(words(&steps), edit);
    assert!(steps.iter().all(|step| !matches!(&step.operation,
        Operation::OrderValidate { expected, .. } if *expected != as_order(&wanted).totals)));

    // Wherever it is cut off, the rest is done at the next look.
    let mut half = there;
    for (done, operation) in steps.iter().map(|step| &step.operation).enumerate() {
        let left = decided(&facts, &wanted, &known, &objects(half.clone())).unwrap();
        assert_eq!(words(&left), edit[done..], "after {done}");
        carry_out(operation, &mut half);
    }
    assert!(decided(&facts, &wanted, &known, &objects(half)).unwrap().is_empty());
}

/// What an operation does to Dolibarr's order.
fn carry_out(operation: &Operation, order: &mut ErpOrder) {
    let lines = order.lines.as_mut().unwrap();
    match operation {
        Operation::OrderDraft { .. } => order.status = ErpOrderStatus::Draft,
        Operation::OrderLineDelete { id, .. } => lines.retain(|line| line.id != id.0),
        Operation::OrderLineUpdate { id, line, .. } => {
            for present in lines.iter_mut().filter(|it| it.id == id.0) {
                present.quantity = line.quantity;
                present.unit_price = line.unit_price;
            }
        }
        Operation::OrderLineCreate { line, .. } => lines.push(ErpLine {
            id: 99,
            ref_ext: Some(line.ref_ext.clone()),
            product: line.product,
            quantity: line.quantity,
            unit_price: line.unit_price,
            vat: line.rate.vat,
            ..ErpLine::default()
        }),
        Operation::OrderValidate { expected, .. } => {
            order.status = ErpOrderStatus::Validated;
            order.totals = *expected;
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn lines_are_not_rewritten_once_invoiced_nor_when_a_person_added_some() {
    let facts = facts();
    let before = invoiced(order(vec![line(1, 5, 2)]), 8);
    let known = there(&before);
    let old = projected(&facts, &known, &before);
    let after = invoiced(order(vec![line(1, 5, 3)]), 8);
    let wanted = projected(&facts, &known, &after);
    let mut there = objects(present(&old));
    there.push(invoice_of(&old, 0));
    let refused = decided(&facts, &wanted, &known, &there).unwrap_err();
    assert_eq!(refused.id, "order-totals-differ");
    assert!(refused.args["rates"].contains("30.00 / 36.00"), "{:?}", refused.args);

    let mut with_more = present(&old);
    let foreign = ErpLine { id: 77, ..ErpLine::default() };
    with_more.lines.as_mut().unwrap().push(foreign);
    let after = order(vec![line(1, 5, 3)]);
    let wanted = projected(&facts, &known, &after);
    let refused = decided(&facts, &wanted, &known, &objects(with_more)).unwrap_err();
    assert_eq!(refused.id, "order-totals-differ");

    let mut billed = present(&old);
    billed.billed = true;
    let refused = decided(&facts, &wanted, &known, &objects(billed)).unwrap_err();
    assert_eq!(refused.id, "order-totals-differ", "a person invoiced it");
}

#[test]
fn a_cancelled_order_gives_its_goods_back_and_comes_back_with_the_shops() {
    let mut facts = facts();
    facts.erp.stock_counting.on_order = true;
    facts.settings.stock.carriers = [("Fast".to_owned(), ErpId(3))].into();
    let mut order = order(vec![line(1, 5, 2)]);
    let known = there(&order);
    let live = projected(&facts, &known, &order);
    assert_eq!(as_order(&live).warehouse, Some(ErpId(3)));
    let mut there = present(&live);

    order.state = state(6, "Canceled");
    let cancelled = projected(&facts, &known, &order);
    let steps = decided(&facts, &cancelled, &known, &objects(there.clone())).unwrap();
    assert_eq!(words(&steps), ["order-draft", "order-cancel"]);
    // The answer to the first was lost: the goods are back already.
    there.status = ErpOrderStatus::Draft;
    let steps = decided(&facts, &cancelled, &known, &objects(there.clone())).unwrap();
    assert_eq!(words(&steps), ["order-cancel"]);

    there.status = ErpOrderStatus::Cancelled;
    assert!(decided(&facts, &cancelled, &known, &objects(there.clone())).unwrap().is_empty());
    let refused = decided(&facts, &live, &known, &objects(there.clone())).unwrap_err();
    assert_eq!(refused.id, "order-cancelled-in-erp", "a person cancelled it");
    there.note_private = as_order(&cancelled).note_private.clone();
    let steps = decided(&facts, &live, &known, &objects(there)).unwrap();
    assert_eq!(words(&steps), ["order-restore", "order-validate"]);
    let Operation::OrderValidate { warehouse, .. } = steps[1].operation else { panic!() };
    assert_eq!(warehouse, Some(ErpId(3)));

    // One that comes cancelled holds no stock.
    let known = ready(&order);
    let steps = decided(&facts, &cancelled, &known, &[]).unwrap();
    assert_eq!(words(&steps), ["order-create", "order-validate", "order-cancel"]);
    let Operation::OrderValidate { warehouse, .. } = steps[1].operation else { panic!() };
    assert_eq!(warehouse, None);
}

#[test]
fn a_tracking_number_that_comes_later_is_written_even_after_a_lost_answer() {
    let facts = facts();
    let mut order = order(vec![line(1, 5, 2)]);
    let there = present(&projected(&facts, &there(&order), &order));
    order.shipments[0].tracking_number = "1Z999".to_owned();
    let mut known = self::there(&order);
    known.note(key(Kind::Order, 42), Dependency::Linked(ErpId(1)), None);
    // `note` keeps an earlier fingerprint: begin anew without one.
    let mut without = ready(&order);
    without.note(key(Kind::Order, 42), Dependency::Linked(ErpId(1)), None);
    for known in [known, without] {
        let wanted = projected(&facts, &known, &order);
        let steps = decided(&facts, &wanted, &known, &objects(there.clone())).unwrap();
        assert_eq!(words(&steps), ["order-note"]);
    }
}

#[test]
fn the_carrier_chooses_the_warehouse_where_stock_is_counted() {
    let mut facts = facts();
    facts.settings.stock.carriers = [("Fast".to_owned(), ErpId(3))].into();
    let mut order = invoiced(order(vec![line(1, 5, 2)]), 8);
    let known = ready(&order);
    let warehouses = |facts: &Facts, order: &Order| -> Vec<Option<ErpId>> {
        let steps = decided(facts, &projected(facts, &known, order), &known, &[]).unwrap();
        let of = |step: &Step| match &step.operation {
            Operation::OrderCreate(write) => Some(write.warehouse),
            Operation::OrderValidate { warehouse, .. } | Operation::InvoiceValidate { warehouse, .. } => {
                Some(*warehouse)
            }
            _ => None,
        };
        steps.iter().filter_map(of).collect()
    };
    let three = Some(ErpId(3));
    assert_eq!(warehouses(&facts, &order), [None, None, None], "Dolibarr counts nothing");
    facts.erp.stock_counting.on_invoice = true;
    assert_eq!(warehouses(&facts, &order), [None, None, three]);
    facts.erp.stock_counting.on_order = true;
    assert_eq!(warehouses(&facts, &order), [three, three, None], "both: once only");
    order.shipments[0].carrier = "Slow".to_owned();
    let projection = project(&facts, &known, &ShopDocument::Order(order.clone()));
    let Projection::Refused(explanation) = projection else { panic!("{projection:?}") };
    assert_eq!(explanation.id, "order-carrier-unmapped");
    facts.settings.stock.carriers.insert("*".to_owned(), ErpId(4));
    assert_eq!(warehouses(&facts, &order)[0], Some(ErpId(4)));
}

#[test]
fn references_are_chosen_and_split_carts_do_not_clash() {
    let mut facts = facts();
    facts.settings.orders.shop_reference_as_reference = true;
    facts.settings.orders.customer_reference = CustomerReference::OrderId;
    let mut order = order(vec![line(1, 5, 2)]);
    let known = ready(&order);
    let references = |facts: &Facts, order: &Order| {
        let wanted = projected(facts, &known, order);
        (as_order(&wanted).reference.clone().unwrap(), as_order(&wanted).customer_reference.clone())
    };
    let sibling = |id| Sibling {
        id: ShopId(id),
        to_pay: Amount::ZERO,
        standing: Standing { logable: true, ..Standing::default() },
    };
    order.siblings = vec![sibling(43)];
    assert_eq!(references(&facts, &order), ("QGHNHLMSG".to_owned(), "42".to_owned()));
    order.siblings = vec![sibling(41)];
    facts.settings.orders.customer_reference = CustomerReference::None;
    assert_eq!(references(&facts, &order), ("QGHNHLMSG-42".to_owned(), String::new()));
}

#[test]
fn invoices_can_keep_the_shops_numbers() {
    let mut facts = facts();
    facts.settings.orders.invoice_numbers = InvoiceNumbers::Shop;
    let mut order = invoiced(order(vec![line(1, 5, 2)]), 8);
    let known = ready(&order);
    let wanted = projected(&facts, &known, &order);
    let steps = decided(&facts, &wanted, &known, &[]).unwrap();
    let at = steps.iter().position(|step| step.operation.word() == "invoice-number").unwrap();
    assert_eq!(steps[at + 1].operation.word(), "invoice-validate");
    let Operation::InvoiceNumber { reference, .. } = &steps[at].operation else { panic!() };
    assert_eq!(reference, "IN000008");
    // Found with its number, the answer having been lost: it is not given twice.
    let (by, mut object) = invoice_of(&wanted, 0);
    if let ErpObject::Invoice(invoice) = &mut object {
        invoice.draft = true;
        invoice.reference = "IN000008".to_owned();
    }
    let mut there = objects(present(&wanted));
    there.push((by, object));
    let steps = decided(&facts, &wanted, &known, &there).unwrap();
    assert_eq!(words(&steps), ["invoice-validate", "order-set-invoiced"]);

    order.invoices[0].number = 0;
    let mut numbered = known.clone();
    numbered.note(key(Kind::Invoice, 8), Dependency::Linked(ErpId(5)), None);
    assert_eq!(as_order(&projected(&facts, &numbered, &order)).invoices[0].reference, None);
    // A delivery slip alone is no reason to refuse the order.
    assert!(as_order(&projected(&facts, &known, &order)).invoices.is_empty());
}

#[test]
fn a_delivery_slip_is_no_invoice_until_it_has_a_number() {
    let facts = facts();
    let mut order = paid(invoiced(order(vec![line(1, 5, 2)]), 8), 9);
    order.invoices[0].number = 0;
    // Whatever stands in the row.
    order.invoices[0].totals.to_pay = taxed("0.00", "0.00");
    order.lines[0].invoice = Some(ShopId(8));
    let known = ready(&order);
    let steps = |known: &Known, order: &Order| {
        words(&decided(&facts, &projected(&facts, known, order), known, &[]).unwrap())
    };
    assert_eq!(steps(&known, &order), ["order-create", "order-validate"]);
    let mut with_own = facts.clone();
    with_own.settings.states.invoice_without_shop = true;
    assert_eq!(as_order(&projected(&with_own, &known, &order)).invoices[0].key.kind, Kind::OrderInvoice);

    // Neither sold nor invoiced: it does not belong in Dolibarr.
    let mut unsold = order.clone();
    unsold.state.logable = false;
    assert!(is_ignored(&facts, &unsold));

    // What was made of such a row before stays, and is not made twice.
    let mut before = known.clone();
    before.note(key(Kind::Invoice, 8), Dependency::Linked(ErpId(5)), None);
    let mut whole = order.clone();
    whole.invoices[0].totals = whole.totals;
    assert_eq!(as_order(&projected(&with_own, &before, &whole)).invoices[0].key, key(Kind::Invoice, 8));

    // The shop issues the invoice on another day.
    let mut issued = whole.clone();
    issued.invoices[0].number = 17;
    issued.invoices[0].date = issued.invoices[0].date.checked_add(3.days()).unwrap();
    let wanted = projected(&facts, &known, &issued);
    let invoice = &as_order(&wanted).invoices[0];
    assert_eq!((invoice.customer_reference.as_str(), invoice.day), ("17", issued.invoices[0].date.date()));
    assert!(steps(&known, &issued).contains(&"invoice-create"));
}

#[test]
fn a_number_and_a_day_that_come_later_go_into_a_draft_and_are_told_of_a_validated_invoice() {
    let facts = facts();
    let mut order = invoiced(order(vec![line(1, 5, 2)]), 8);
    let known = ready(&order);
    let before = projected(&facts, &known, &order);
    let (by, object) = invoice_of(&before, 0);
    let ErpObject::Invoice(invoice) = object else { panic!() };
    order.invoices[0].number = 17;
    order.invoices[0].date = order.invoices[0].date.checked_add(3.days()).unwrap();
    let wanted = projected(&facts, &known, &order);
    let mut there = objects(present(&before));
    there.push((by.clone(), ErpObject::Invoice(ErpInvoice { draft: true, ..invoice.clone() })));
    let steps = decided(&facts, &wanted, &known, &there).unwrap();
    assert_eq!(words(&steps), ["invoice-update", "invoice-validate", "order-set-invoiced"]);
    let Operation::InvoiceUpdate { day, customer_reference, .. } = &steps[0].operation else { panic!() };
    assert_eq!((*day, customer_reference.as_str()), (order.invoices[0].date.date(), "17"));

    let billed = ErpOrder { billed: true, ..present(&before) };
    let mut there = objects(billed);
    there.push((by, ErpObject::Invoice(invoice)));
    let decision = decision(&facts, &wanted, &known, &there);
    let Decision::But { found, explanation, incomplete: false } = decision else { panic!("{decision:?}") };
    assert_eq!(explanation.id, "invoice-dated-otherwise");
    assert_eq!(
        (explanation.args["erp_number"].as_str(), explanation.args["shop_number"].as_str()),
        ("8", "17")
    );
    // Not taken for settled: it is looked at again.
    assert!(found.iter().any(|it| it.key == wanted.key && it.on.is_some()));
}

#[test]
fn a_day_that_dolibarr_gave_is_told_once_and_not_where_a_person_wants_it() {
    let mut facts = facts();
    let order = invoiced(order(vec![line(1, 5, 2)]), 8);
    let known = ready(&order);
    let wanted = projected(&facts, &known, &order);
    let day = as_order(&wanted).invoices[0].day;
    let (by, object) = invoice_of(&wanted, 0);
    let ErpObject::Invoice(invoice) = object else { panic!() };
    let later = day.checked_add(9.days()).unwrap();
    let midnight = jiff::tz::TimeZone::UTC.to_timestamp(later.at(0, 0, 0, 0)).unwrap().as_second();
    let invoice = ErpInvoice { day: Some(later), dated: Some(midnight), ..invoice };
    let mut there = objects(ErpOrder { billed: true, ..present(&wanted) });
    there.push((by.clone(), ErpObject::Invoice(invoice.clone())));
    // The engine tells what it shows otherwise; nothing else says the same.
    let Decision::Do { steps, .. } = decision(&facts, &wanted, &known, &there) else { panic!() };
    assert_eq!(words(&steps), [""; 0]);
    let mut seen = ErpSeen::default();
    seen.insert(Look::new(ErpKind::Invoice, by), vec![ErpObject::Invoice(invoice)]);
    assert_eq!(shown_otherwise(&wanted, &seen, &known).unwrap().id, "invoice-shows-otherwise");

    facts.erp.constants.set("FAC_FORCE_DATE_VALIDATION", "1");
    facts.settings.orders.invoice_dates = InvoiceDates::Erp;
    let wanted = projected(&facts, &known, &order);
    let Decision::Do { steps, .. } = decision(&facts, &wanted, &known, &there) else { panic!() };
    assert_eq!(words(&steps), [""; 0]);
    assert_eq!(shown_otherwise(&wanted, &seen, &known), None);
}

#[test]
fn an_order_paid_by_voucher_alone_is_invoiced_and_classified_as_paid() {
    let mut free = order(vec![line(1, 5, 2)]);
    free.lines[0].unit = TaxedAmount::ZERO;
    free.lines[0].total = TaxedAmount::ZERO;
    free.totals.products = TaxedAmount::ZERO;
    free.totals.to_pay = TaxedAmount::ZERO;
    let free = invoiced(free, 8);
    let known = ready(&free);
    let facts = facts();
    let steps = decided(&facts, &projected(&facts, &known, &free), &known, &[]).unwrap();
    assert!(words(&steps).contains(&"invoice-set-paid"));
    assert!(!words(&steps).contains(&"payment-create"));
}
