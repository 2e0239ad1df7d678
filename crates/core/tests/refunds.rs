//! Credit slips: the credit notes that they become, to the cent, and money and goods that went back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use passerelle_core::decide::{
    Decision, Dependency, Facts, Known, Projection, Reserved, Wanted, WantedDocument, WantedOrder, decide,
    dependencies, looks, project,
};
use passerelle_core::erp::{
    ErpInvoice, ErpObject, ErpOrder, ErpPayment, ErpProduct, ErpSeen, ErpStockMovement, Look, LookBy,
    Warehouse,
};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{CreditNoteWrite, Operation, Step, Target};
use passerelle_core::shop::{
    Discount, Order, OrderInvoice, OrderLine, OrderPayment, OrderSlip, OrderState, OrderTotals, ShopDocument,
    Sibling, SlipLine, TaxMethod, TaxedAmount,
};
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

fn facts() -> Facts {
    let mut facts = common::facts();
    facts.settings.warehouse = Some(ErpId(1));
    facts.erp.warehouses = vec![Warehouse { id: ErpId(1), reference: "MAIN".to_owned(), open: true }];
    facts.erp.currencies = vec!["USD".parse().unwrap()];
    facts.vat_rates.push(Percent::new(number("5.5")));
    facts
}

fn line(id: u64, unit: (&str, &str), quantity: i64, total: (&str, &str), vat: &str) -> OrderLine {
    let vat = Percent::new(number(vat));
    OrderLine {
        id: ShopId(id),
        product: Some(ShopId(50 + id)),
        combination: None,
        name: format!("Thing {id}"),
        reference: format!("SKU-{id}"),
        quantity: Decimal::from(quantity),
        unit: taxed(unit.0, unit.1),
        total: taxed(total.0, total.1),
        taxes: if vat.is_zero() { Vec::new() } else { vec![vat] },
        tax_method: TaxMethod::Single,
        ecotax: Amount::ZERO,
        ecotax_vat: Percent::ZERO,
        invoice: Some(ShopId(8)),
        customizations: Vec::new(),
    }
}

/// Three mugs at 20 % and two books at 5.5 %, shipped for 5.00, paid.
fn order() -> Order {
    let totals = OrderTotals {
        products: taxed("60.00", "67.65"),
        shipping: taxed("5.00", "6.00"),
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: taxed("65.00", "73.65"),
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
        lines: vec![
            line(1, ("10", "12"), 3, ("30.00", "36.00"), "20"),
            line(2, ("15", "15.825"), 2, ("30.00", "31.65"), "5.5"),
        ],
        discounts: Vec::new(),
        shipments: Vec::new(),
        invoices: vec![OrderInvoice { id: ShopId(8), number: 8, date: moment, totals }],
        payments: vec![paid(9, "73.65")],
        siblings: Vec::new(),
        slips: Vec::new(),
        remarks: Vec::new(),
    }
}

fn paid(id: u64, sum: &str) -> OrderPayment {
    OrderPayment {
        id: ShopId(id),
        amount: amount(sum),
        currency: Currency::EUR,
        conversion_rate: Decimal::ONE,
        method: "Card".to_owned(),
        transaction: String::new(),
        date: "2026-11-22T09:00:00".parse().unwrap(),
    }
}

fn slip(id: u64, lines: &[(u64, i64, &str, &str)], shipping: (&str, &str)) -> OrderSlip {
    let lines: Vec<SlipLine> = lines
        .iter()
        .map(|(line, quantity, net, gross)| SlipLine {
            line: ShopId(*line),
            quantity: Decimal::from(*quantity),
            amount: taxed(net, gross),
            returned: Decimal::ZERO,
        })
        .collect();
    OrderSlip {
        id: ShopId(id),
        number: format!("{id:06}"),
        date: "2026-11-24T11:00:00".parse().unwrap(),
        products: lines.iter().map(|line| line.amount).sum(),
        lines,
        shipping: taxed(shipping.0, shipping.1),
        without_vouchers: false,
    }
}

fn with(slips: Vec<OrderSlip>) -> Order {
    Order { slips, ..order() }
}

fn ready(facts: &Facts, order: &Order) -> Known {
    let mut known = Known::default();
    for (id, needed) in dependencies(facts, &ShopDocument::Order(order.clone())).into_iter().enumerate() {
        if !matches!(
            needed.kind,
            Kind::Order | Kind::Payment | Kind::Invoice | Kind::OrderInvoice | Kind::Slip
        ) {
            known.note(needed, Dependency::Linked(ErpId(100 + id as u64)), None);
        }
    }
    known
}

fn projected(facts: &Facts, order: &Order) -> Wanted {
    match project(facts, &ready(facts, order), &ShopDocument::Order(order.clone())) {
        Projection::Wanted(wanted) => wanted,
        other => panic!("{other:?}"),
    }
}

/// Why a part of the order is held back; all else of it goes on.
fn refused(order: &Order) -> Explanation {
    let wanted = projected(&facts(), order);
    assert!(!target(&wanted).invoices.is_empty());
    wanted.held().unwrap()
}

fn target(wanted: &Wanted) -> &WantedOrder {
    match &wanted.document {
        WantedDocument::Order(order) => order,
        other => panic!("{other:?}"),
    }
}

/// The steps, when Dolibarr answers with these objects.
fn steps_with(facts: &Facts, order: &Order, objects: &[(LookBy, ErpObject)]) -> Vec<Step> {
    let wanted = projected(facts, order);
    let known = ready(facts, order);
    let mut asked = looks(facts, &wanted, &known);
    for _ in 0..4 {
        let mut seen = ErpSeen::default();
        for look in &asked {
            let found = objects
                .iter()
                .filter(|(by, object)| *by == look.by && object.kind() == look.kind)
                .map(|(_, object)| object.clone())
                .collect();
            seen.insert(look.clone(), found);
        }
        common::ground(&wanted, &mut seen);
        match decide(facts, &wanted, &seen, &known, &mut Reserved::default()) {
            Decision::Do { steps, .. } => return steps,
            Decision::Look(more) => asked.extend(more),
            other => panic!("{other:?}"),
        }
    }
    panic!("asks for ever");
}

fn steps(order: &Order) -> Vec<Step> {
    steps_with(&facts(), order, &[])
}

fn words(steps: &[Step]) -> Vec<&'static str> {
    steps.iter().map(|step| step.operation.word()).collect()
}

fn notes(steps: &[Step]) -> Vec<&CreditNoteWrite> {
    steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::CreditNoteCreate(write) => Some(write),
            _ => None,
        })
        .collect()
}

/// Quantity, unit price, VAT, text.
fn lines(note: &CreditNoteWrite) -> Vec<(String, String, String, &str)> {
    note.lines
        .iter()
        .map(|line| {
            let plain = |value: Decimal| value.normalize().to_string();
            (plain(line.quantity), plain(line.unit_price), plain(line.rate.vat.value()), line.text.as_str())
        })
        .collect()
}

fn sums(note: &CreditNoteWrite) -> (String, String, String) {
    (note.expected.net.to_string(), note.expected.tax.to_string(), note.expected.gross.to_string())
}

fn text(parts: [&str; 3]) -> (String, String, String) {
    let [a, b, c] = parts.map(str::to_owned);
    (a, b, c)
}

fn key(kind: Kind, id: u64) -> Key {
    facts().key(kind, ShopId(id))
}

#[test]
fn a_part_of_the_pieces_comes_back_on_a_credit_note_of_its_invoice() {
    let order = with(vec![slip(3, &[(1, 2, "20.00", "24.00")], ("0", "0"))]);
    let steps = steps(&order);
    assert_eq!(
        words(&steps),
        [
            "order-create",
            "order-validate",
            "invoice-create",
            "invoice-validate",
            "payment-create",
            "credit-note-create",
            "invoice-validate",
            "order-set-invoiced",
            "order-close",
        ]
    );
    let note = notes(&steps)[0];
    assert_eq!(note.ref_ext.as_str(), "ps1-slip-3");
    assert_eq!(note.customer_reference, "000003");
    assert_eq!(note.day.to_string(), "2026-11-24");
    assert_eq!(note.invoice, Target::Step(2));
    assert!(note.lines[0].product.is_some());
    assert_eq!(lines(note), [("2".to_owned(), "-10".to_owned(), "20".to_owned(), "Thing 1")]);
    assert_eq!(sums(note), text(["-20.00", "-4.00", "-24.00"]));
    assert_eq!(steps[5].links, Some(key(Kind::Slip, 3)));
}

#[test]
fn an_amount_is_one_line_at_that_price() {
    let order = with(vec![slip(3, &[(1, 1, "3.33", "4.00")], ("0", "0"))]);
    let steps = steps(&order);
    let note = notes(&steps)[0];
    assert_eq!(lines(note)[0].0, "1");
    assert_eq!(sums(note), text(["-3.33", "-0.67", "-4.00"]));
}

#[test]
fn shipping_alone_is_a_shipping_line() {
    let order = with(vec![slip(3, &[], ("5.00", "6.00"))]);
    let steps = steps(&order);
    let note = notes(&steps)[0];
    assert_eq!(lines(note), [("1".to_owned(), "-5".to_owned(), "20".to_owned(), "Frais de port")]);
    assert_eq!(sums(note), text(["-5.00", "-1.00", "-6.00"]));
}

#[test]
fn several_slips_are_several_credit_notes_even_beyond_the_invoice() {
    let all = [(1, 3, "30.00", "36.00"), (2, 2, "30.00", "31.65")];
    let order = with(vec![
        slip(3, &[(2, 1, "15.00", "15.83")], ("0", "0")),
        slip(4, &all, ("5.00", "6.00")),
        slip(5, &all, ("5.00", "6.00")),
    ]);
    let steps = steps(&order);
    let gross: Vec<String> = notes(&steps).iter().map(|note| note.expected.gross.to_string()).collect();
    assert_eq!(gross, ["-15.83", "-73.65", "-73.65"]);
}

#[test]
fn nothing_to_give_back_is_no_credit_note() {
    assert!(notes(&steps(&with(vec![slip(3, &[], ("0", "0"))]))).is_empty());
}

#[test]
fn the_invoice_is_the_one_of_the_lines() {
    let mut order = with(vec![slip(3, &[(2, 1, "15.00", "15.83")], ("0", "0"))]);
    let totals = |products: TaxedAmount, shipping: TaxedAmount| OrderTotals {
        products,
        shipping,
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: products + shipping,
    };
    order.invoices[0].totals = totals(taxed("30.00", "36.00"), taxed("5.00", "6.00"));
    order.invoices.push(OrderInvoice {
        id: ShopId(11),
        number: 11,
        totals: totals(taxed("30.00", "31.65"), TaxedAmount::ZERO),
        ..order.invoices[0].clone()
    });
    order.lines[1].invoice = Some(ShopId(11));
    let steps = steps(&order);
    let Target::Step(step) = notes(&steps)[0].invoice else { panic!() };
    assert_eq!(steps[step].links, Some(key(Kind::Invoice, 11)));
}

#[test]
fn cents_between_the_header_and_the_lines_go_into_the_lines() {
    // The header adds up unrounded prices: a cent less with tax than its lines.
    let mut odd = slip(3, &[(1, 3, "30.00", "36.00"), (2, 2, "30.00", "31.65")], ("0", "0"));
    odd.products.gross = amount("67.643333");
    let order = with(vec![odd]);
    let steps = steps(&order);
    let note = notes(&steps)[0];
    assert_eq!(sums(note), text(["-60.00", "-7.64", "-67.64"]));
    // No line may be positive: Dolibarr would turn it.
    assert!(note.lines.iter().all(|line| line.unit_price <= Decimal::ZERO));
}

#[test]
fn cents_that_no_line_can_bear_get_a_rounding_line_of_the_same_sign() {
    // One line can bear one cent of VAT; the other is borne by a piece of it.
    let mut odd = slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"));
    odd.products.gross = amount("11.98");
    let steps = steps(&with(vec![odd]));
    let note = notes(&steps)[0];
    assert_eq!(sums(note), text(["-10.00", "-1.98", "-11.98"]));
    assert!(note.lines.iter().any(|line| line.text == "Arrondi"));
    assert!(note.lines.iter().all(|line| line.unit_price < Decimal::ZERO));
}

#[test]
fn an_untaxed_slip_whose_header_has_less_with_tax_than_without_counts_with_tax() {
    let mut order = order();
    order.lines = vec![line(1, ("10", "10"), 3, ("30.00", "30.00"), "0")];
    order.totals.products = taxed("30.00", "30.00");
    order.totals.to_pay = taxed("35.00", "36.00");
    order.invoices[0].totals = order.totals;
    let mut odd = slip(3, &[(1, 3, "30.00", "30.00")], ("0", "0"));
    odd.products = taxed("30.00", "29.993333");
    order.slips = vec![odd];
    let steps = steps(&order);
    assert_eq!(sums(notes(&steps)[0]), text(["-29.99", "0.00", "-29.99"]));
}

fn voucher_order() -> Order {
    let mut order = order();
    order.discounts = vec![Discount {
        id: ShopId(1),
        name: "WELCOME".to_owned(),
        value: taxed("5.32", "6.00"),
        free_shipping: false,
        invoice: None,
    }];
    order.totals.discounts = taxed("5.32", "6.00");
    order.totals.to_pay = taxed("59.68", "67.65");
    order.invoices[0].totals = order.totals;
    order
}

#[test]
fn vouchers_that_are_kept_back_lower_the_lines_whichever_side_the_shop_lowered() {
    let full = slip(3, &[(1, 3, "30.00", "36.00"), (2, 2, "30.00", "31.65")], ("0", "0"));
    // The customer sees prices with tax: the shop lowers the side without. Else the other one.
    for products in [taxed("54.00", "67.65"), taxed("60.00", "61.65")] {
        let mut order = voucher_order();
        order.slips = vec![OrderSlip { products, without_vouchers: true, ..full.clone() }];
        let steps = steps(&order);
        let note = notes(&steps)[0];
        assert_eq!(sums(note), text(["-54.68", "-6.97", "-61.65"]));
        assert_eq!(note.note_public, "Remise - WELCOME: -6.00 EUR");
        assert!(note.lines.iter().all(|line| line.unit_price < Decimal::ZERO), "{note:?}");
    }
}

#[test]
fn a_small_voucher_kept_back_from_many_pieces_is_no_rounding() {
    let mut order = order();
    order.lines = vec![line(1, ("1", "1.20"), 200, ("200.00", "240.00"), "20")];
    order.totals.products = taxed("200.00", "240.00");
    order.totals.discounts = taxed("0.83", "1.00");
    order.totals.to_pay = taxed("204.17", "245.00");
    order.invoices[0].totals = order.totals;
    let mut all = slip(3, &[(1, 200, "200.00", "240.00")], ("0", "0"));
    all.products.net = amount("199.00");
    all.without_vouchers = true;
    order.slips = vec![all];
    assert_eq!(sums(notes(&steps(&order))[0]), text(["-199.17", "-39.83", "-239.00"]));
}

#[test]
fn vouchers_kept_back_from_lines_of_another_rate_have_their_vat() {
    // Only books come back, at 5.5 %; the voucher of the whole order has a VAT of its own mix.
    let books = slip(3, &[(2, 2, "30.00", "31.65")], ("0", "0"));
    let mut order = voucher_order();
    order.slips = vec![OrderSlip { products: taxed("24.00", "31.65"), without_vouchers: true, ..books }];
    let steps = steps(&order);
    // 6.00 with 5.5 % is 5.69 without.
    assert_eq!(sums(notes(&steps)[0]), text(["-24.31", "-1.34", "-25.65"]));
}

#[test]
fn a_large_voucher_kept_back_from_a_line_of_a_lower_rate_leaves_no_negative_vat() {
    let mut order = order();
    order.lines = vec![
        line(1, ("13.904", "15.2944"), 3, ("41.71", "45.88"), "10"),
        line(2, ("9.38", "11.256"), 7, ("65.66", "78.79"), "20"),
    ];
    order.totals.products = taxed("107.37", "124.67");
    order.totals.discounts = taxed("10.75", "12.48");
    order.totals.to_pay = taxed("101.62", "118.19");
    order.invoices[0].totals = order.totals;
    let mut one = slip(3, &[(1, 1, "13.90", "15.29")], ("0", "0"));
    one.products.net = amount("1.42");
    one.without_vouchers = true;
    order.slips = vec![one];
    // The voucher's own VAT is a mix of 10 % and 20 %: 10.75 off 13.90 would leave more without tax than with it.
    assert_eq!(sums(notes(&steps(&order))[0]), text(["-2.55", "-0.26", "-2.81"]));
}

#[test]
fn a_slip_that_contradicts_itself_is_named() {
    let mut odd = slip(3, &[(1, 3, "30.00", "36.00")], ("0", "0"));
    odd.products = taxed("12.00", "14.40");
    let explanation = refused(&with(vec![odd]));
    assert_eq!(explanation.id, "slip-contradicts-itself");
    assert_eq!(
        (explanation.args["slip"].as_str(), explanation.args["lines_gross"].as_str()),
        ("000003", "36.00")
    );
    assert_eq!(explanation.args["reference"], "QGHNHLMSG");
    assert_eq!(refused(&with(vec![slip(3, &[(77, 1, "1.00", "1.20")], ("0", "0"))])).id, "slip-line-unknown");
}

#[test]
fn a_slip_that_contradicts_itself_holds_nothing_else_back() {
    let mut odd = slip(3, &[(1, 3, "30.00", "36.00")], ("0", "0"));
    odd.products = taxed("12.00", "14.40");
    let order = with(vec![odd, slip(4, &[(2, 1, "15.00", "15.83")], ("0", "0"))]);
    let wanted = projected(&facts(), &order);
    assert_eq!(wanted.held().unwrap().args["slip"], "000003");
    let made: Vec<&str> =
        steps(&order).iter().filter_map(|it| it.links.as_ref()).map(|it| it.kind.word()).collect();
    assert_eq!(made, ["order", "invoice", "payment", "slip"]);
}

/// Rounding type "total" of PrestaShop 8.2: the tax is forgotten in the header, or in the lines.
#[test]
fn the_one_of_header_and_lines_that_has_the_tax_of_what_was_sold_is_right() {
    let given = |header: (&str, &str), line: (&str, &str), unit: (&str, &str), vat: &str| {
        let mut odd = slip(3, &[(1, 1, line.0, line.1)], ("0", "0"));
        odd.products = taxed(header.0, header.1);
        let mut order = with(vec![odd]);
        order.lines[0].unit = taxed(unit.0, unit.1);
        order.lines[0].taxes = vec![Percent::new(number(vat))];
        order.lines[0].total = taxed(unit.0, unit.1);
        order.lines[0].quantity = Decimal::ONE;
        order.totals.products = order.lines.iter().map(|line| line.total).sum();
        order.totals.to_pay = order.totals.products + order.totals.shipping;
        order.invoices[0].totals = order.totals;
        order
    };
    let sold = ("208.50", "229.35");
    let header = given(("208.50", "208.50"), sold, sold, "10");
    assert_eq!(sums(notes(&steps(&header))[0]), text(["-208.50", "-20.85", "-229.35"]));
    let remark = projected(&facts(), &header).remark().unwrap();
    assert_eq!(remark.also[0].id, "slip-corrected");
    assert_eq!(remark.also[0].args["slips"], "000003");
    let sold = ("184.60", "221.52");
    let lines = given(sold, ("184.60", "184.60"), sold, "20");
    let steps = steps(&lines);
    let note = notes(&steps)[0];
    assert_eq!(sums(note), text(["-184.60", "-36.92", "-221.52"]));
    assert_eq!(note.lines[0].rate.vat, Percent::new(number("20")));
    // The sum without tax twice, of a customer who sees prices with tax.
    let gross = given(("229.35", "229.35"), ("208.50", "229.35"), ("208.50", "229.35"), "10");
    assert_eq!(sums(notes(&self::steps(&gross))[0]), text(["-208.50", "-20.85", "-229.35"]));
}

#[test]
fn a_second_invoice_that_contradicts_itself_is_held_back_with_its_slips_and_its_share_of_the_money() {
    let mut order = with(vec![slip(3, &[(2, 1, "15.00", "15.83")], ("0", "0"))]);
    let totals = |products: TaxedAmount, shipping: TaxedAmount| OrderTotals {
        products,
        shipping,
        wrapping: TaxedAmount::ZERO,
        discounts: TaxedAmount::ZERO,
        to_pay: products + shipping,
    };
    order.invoices[0].totals = totals(taxed("30.00", "36.00"), taxed("5.00", "6.00"));
    order.invoices.push(OrderInvoice {
        id: ShopId(11),
        number: 11,
        totals: OrderTotals {
            to_pay: taxed("20.00", "21.10"),
            ..totals(taxed("30.00", "31.65"), TaxedAmount::ZERO)
        },
        ..order.invoices[0].clone()
    });
    order.lines[1].invoice = Some(ShopId(11));
    let wanted = projected(&facts(), &order);
    let held = wanted.held().unwrap();
    assert_eq!((held.id.as_str(), held.args["invoice"].as_str()), ("invoice-contradicts-itself", "11"));
    let order = target(&wanted);
    assert_eq!((order.invoices.len(), order.slips.len(), order.billed), (1, 0, false));
    let paid: Vec<String> = order.invoices[0].payments.iter().map(|it| it.amount.to_string()).collect();
    assert_eq!(paid, ["42.00"], "the rest belongs to the other invoice");
    assert!(order.invoices[0].paid);
}

#[test]
fn a_slip_in_another_currency_is_exact_in_it() {
    let mut order =
        with(vec![slip(3, &[(1, 2, "20.00", "24.00"), (2, 1, "15.00", "15.83")], ("5.00", "6.00"))]);
    order.currency = "USD".parse().unwrap();
    order.conversion_rate = number("1.085");
    order.payments.clear();
    let steps = steps(&order);
    let note = notes(&steps)[0];
    assert_eq!(note.currency.map(|it| it.rate), Some(number("1.085")));
    assert_eq!(sums(note), text(["-40.00", "-5.83", "-45.83"]));
    // 10 USD for one at 1.085.
    assert_eq!(note.lines[0].unit_price, number("-9.21659"));
}

#[test]
fn a_slip_of_an_order_without_invoice_waits_and_says_so() {
    let mut order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    order.invoices.clear();
    assert!(notes(&steps(&order)).is_empty());
    let remark = projected(&facts(), &order).remark().unwrap();
    assert_eq!((remark.id.as_str(), remark.args["slips"].as_str()), ("slip-waits-for-invoice", "000003"));
}

#[test]
fn draft_invoices_have_draft_credit_notes() {
    let mut facts = facts();
    facts.settings.orders.draft_invoices = true;
    let order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    let steps = steps_with(&facts, &order, &[]);
    assert!(words(&steps).contains(&"credit-note-create"));
    assert!(!words(&steps).contains(&"invoice-validate"));
}

/// What Dolibarr holds once everything was carried out, with these payments on the credit note.
fn held(facts: &Facts, order: &Order, payments: &[&str]) -> Vec<(LookBy, ErpObject)> {
    let wanted = projected(facts, order);
    let target = target(&wanted);
    let mut objects = vec![(
        LookBy::ExternalRef(wanted.key.external_ref()),
        ErpObject::Order(ErpOrder {
            id: 3,
            totals: target.totals,
            status: passerelle_core::erp::ErpOrderStatus::Closed,
            billed: true,
            ..ErpOrder::default()
        }),
    )];
    let mut paid = |invoice: u64, number: String, sum: Amount| {
        let payment = ErpPayment { invoice: ErpId(invoice), number, amount: sum, day: None };
        objects.push((LookBy::OfInvoice(ErpId(invoice)), ErpObject::Payment(payment)));
    };
    paid(4, "ps1-payment-9".to_owned(), amount("73.65"));
    for number in payments {
        paid(5, (*number).to_owned(), amount("-12.00"));
    }
    let documents = target.invoices.iter().map(|it| (4, &it.key, &it.customer_reference, it.totals, true));
    let notes =
        target.slips.iter().map(|it| (5, &it.key, &it.customer_reference, it.totals, !payments.is_empty()));
    for (id, key, number, totals, paid) in documents.chain(notes) {
        let customer_reference = number.clone();
        let invoice = ErpInvoice { id, totals, paid, customer_reference, ..ErpInvoice::default() };
        objects.push((LookBy::ExternalRef(key.external_ref()), ErpObject::Invoice(invoice)));
    }
    objects
}

#[test]
fn what_is_there_is_not_made_again() {
    let order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    let objects = held(&facts(), &order, &[]);
    assert_eq!(words(&steps_with(&facts(), &order, &objects)), [""; 0]);
    // Left a draft by a run that was cut off: only the validation is missing.
    let draft = objects
        .into_iter()
        .map(|(by, object)| match object {
            ErpObject::Invoice(it) if it.id == 5 => {
                (by, ErpObject::Invoice(ErpInvoice { draft: true, ..it }))
            }
            object => (by, object),
        })
        .collect::<Vec<_>>();
    assert_eq!(words(&steps_with(&facts(), &order, &draft)), ["invoice-validate"]);
}

#[test]
fn a_credit_note_with_other_totals_is_never_written_over() {
    let order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    let objects = held(&facts(), &order, &[]);
    let mut changed = order.clone();
    changed.slips = vec![slip(3, &[(1, 2, "20.00", "24.00")], ("0", "0"))];
    let wanted = projected(&facts(), &changed);
    let known = ready(&facts(), &changed);
    let mut seen = ErpSeen::default();
    let payments = Look::new(passerelle_core::erp::ErpKind::Payment, LookBy::OfInvoice(ErpId(4)));
    for look in looks(&facts(), &wanted, &known).into_iter().chain([payments]) {
        let found = objects
            .iter()
            .filter(|(by, object)| *by == look.by && object.kind() == look.kind)
            .map(|(_, object)| object.clone())
            .collect();
        seen.insert(look, found);
    }
    let decision = decide(&facts(), &wanted, &seen, &known, &mut Reserved::default());
    assert!(
        matches!(&decision, Decision::Refused(explanation) if explanation.id == "credit-note-totals-differ"),
        "{decision:?}"
    );
}

#[test]
fn a_credit_note_that_a_person_abandoned_is_told_before_that_nobody_paid_it_out() {
    let order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    let wanted = projected(&facts(), &order);
    assert_eq!(wanted.remark().unwrap().id, "refund-payment-unknown");
    let objects: Vec<(LookBy, ErpObject)> = held(&facts(), &order, &[])
        .into_iter()
        .map(|(by, object)| match object {
            ErpObject::Invoice(it) if it.id == 5 => {
                (by, ErpObject::Invoice(ErpInvoice { abandoned: true, ..it }))
            }
            object => (by, object),
        })
        .collect();
    let known = ready(&facts(), &order);
    let mut seen = ErpSeen::default();
    let payments = Look::new(passerelle_core::erp::ErpKind::Payment, LookBy::OfInvoice(ErpId(4)));
    for look in looks(&facts(), &wanted, &known).into_iter().chain([payments]) {
        let is_it = |(by, object): &&(LookBy, ErpObject)| *by == look.by && object.kind() == look.kind;
        let found = objects.iter().filter(is_it).map(|(_, object)| object.clone()).collect();
        seen.insert(look, found);
    }
    let decision = decide(&facts(), &wanted, &seen, &known, &mut Reserved::default());
    let Decision::Told { steps, explanation, severe, held, .. } = decision else {
        panic!("{decision:?}");
    };
    assert_eq!((steps.len(), explanation.id.as_str(), severe), (0, "erp-changed-invoice-abandoned", true));
    assert_eq!(held, [target(&wanted).slips[0].key.clone()]);
}

#[test]
fn without_a_word_of_the_shop_nothing_is_paid_out_and_it_is_said() {
    let order = with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]);
    let remark = projected(&facts(), &order).remark().unwrap();
    assert_eq!((remark.id.as_str(), remark.args["slips"].as_str()), ("refund-payment-unknown", "000003"));
    assert_eq!(projected(&facts(), &super_paid(&order)).remark(), None);
}

fn super_paid(order: &Order) -> Order {
    let mut order = order.clone();
    order.payments.push(paid(10, "-12.00"));
    order
}

fn paid_out(steps: &[Step]) -> Vec<(String, String, String)> {
    steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::PaymentCreate(write) if write.on.as_str().contains("slip") => {
                Some((write.number.to_string(), write.on.to_string(), write.amount.to_string()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_negative_payment_is_paid_out_on_the_credit_note() {
    let order = super_paid(&with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]));
    // A positive amount: Dolibarr turns the sign of what is paid on a credit note.
    assert_eq!(paid_out(&steps(&order)), [text(["ps1-payment-10", "ps1-slip-3", "12.00"])]);
    // Recorded before, or by a person: not again.
    for number in ["ps1-payment-10", "12345"] {
        let objects = held(&facts(), &order, &[number]);
        assert_eq!(words(&steps_with(&facts(), &order, &objects)), [""; 0], "{number}");
    }
}

#[test]
fn money_back_goes_over_the_credit_notes_in_turn() {
    let mut order = with(vec![
        slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0")),
        slip(4, &[(1, 1, "10.00", "12.00")], ("0", "0")),
    ]);
    order.payments.push(paid(10, "-20.00"));
    assert_eq!(
        paid_out(&steps(&order)),
        [
            text(["ps1-payment-3000000000010", "ps1-slip-3", "12.00"]),
            text(["ps1-payment-4000000000010", "ps1-slip-4", "8.00"]),
        ]
    );
    let remark = projected(&facts(), &order).remark().unwrap();
    assert_eq!(remark.args["slips"], "000004");
}

#[test]
fn money_back_without_a_slip_of_one_order_is_refused() {
    assert_eq!(refused(&super_paid(&order())).id, "payment-negative");
    let mut shared = super_paid(&with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]));
    shared.siblings = vec![Sibling { id: ShopId(43), to_pay: amount("20.00"), standing: order().standing() }];
    assert_eq!(refused(&shared).id, "payment-negative");
}

#[test]
fn by_option_every_slip_counts_as_paid_back_once() {
    let mut facts = facts();
    facts.settings.refunds.assume_paid_back = true;
    let order = super_paid(&with(vec![slip(3, &[(1, 1, "10.00", "12.00")], ("0", "0"))]));
    let steps = steps_with(&facts, &order, &[]);
    assert_eq!(paid_out(&steps), [text(["ps1-slip-3-refund", "ps1-slip-3", "12.00"])]);
    assert_eq!(projected(&facts, &order).remark(), None);
    for number in ["ps1-slip-3-refund", "ps1-payment-10"] {
        let objects = held(&facts, &order, &[number]);
        assert_eq!(words(&steps_with(&facts, &order, &objects)), [""; 0], "{number}");
    }
}

fn returned(slips: &[i64], in_all: i64) -> Order {
    let slips = slips.iter().zip(3..).map(|(pieces, id)| {
        let net = format!("{}.00", 10 * pieces);
        let gross = format!("{}.00", 12 * pieces);
        let mut slip = slip(id, &[(1, *pieces, &net, &gross)], ("0", "0"));
        slip.lines[0].returned = Decimal::from(in_all);
        slip
    });
    with(slips.collect())
}

fn moves(steps: &[Step]) -> Vec<(String, String)> {
    steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::StockMove(write) => Some((write.code.to_string(), write.quantity.to_string())),
            _ => None,
        })
        .collect()
}

#[test]
fn goods_that_came_back_go_into_the_warehouse_by_option_and_once() {
    let mut facts = facts();
    // Two slips of two and one pieces, of which two came back in all.
    let order = returned(&[2, 1], 2);
    assert!(moves(&steps_with(&facts, &order, &[])).is_empty(), "off by default");
    facts.settings.refunds.restock = true;
    let code = "ps1-slip-3-line-1";
    assert_eq!(moves(&steps_with(&facts, &order, &[])), [(code.to_owned(), "2".to_owned())]);
    let three = returned(&[2, 1], 3);
    assert_eq!(moves(&steps_with(&facts, &three, &[])).len(), 2);
    // Booked before.
    let movement = ErpStockMovement { id: 1, quantity: Decimal::TWO, ..ErpStockMovement::default() };
    let by = LookBy::ExternalRef(passerelle_core::key::ExternalRef::stored(code));
    assert!(moves(&steps_with(&facts, &order, &[(by, ErpObject::StockMovement(movement))])).is_empty());
    // A service has no stock.
    let wanted = projected(&facts, &order);
    let product = target(&wanted).slips[0].returns[0].product;
    let service = ErpProduct { id: product.0, is_service: true, ..ErpProduct::default() };
    let objects = [(LookBy::Id(product), ErpObject::Product(service))];
    assert!(moves(&steps_with(&facts, &order, &objects)).is_empty());
}

#[test]
fn restocking_without_an_open_warehouse_waits_alone() {
    let mut facts = facts();
    facts.settings.refunds.restock = true;
    facts.settings.warehouse = Some(ErpId(2));
    let order = returned(&[1], 1);
    let wanted = projected(&facts, &order);
    assert_eq!(wanted.held().unwrap().id, "restock-no-warehouse");
    assert_eq!(target(&wanted).slips.len(), 1, "the credit note does not wait for the goods");
}

#[test]
fn a_slip_stands_on_the_invoice_that_was_made_from_the_order() {
    let mut order = order();
    order.invoices.clear();
    for line in &mut order.lines {
        line.invoice = None;
    }
    order.slips = vec![slip(3, &[(1, 2, "20.00", "24.00")], ("0", "0"))];
    let waits = projected(&facts(), &order);
    assert_eq!((target(&waits).slips.len(), target(&waits).waiting_slips.len()), (0, 1));
    let mut facts = facts();
    facts.settings.states.invoice_without_shop = true;
    let wanted = projected(&facts, &order);
    let order = target(&wanted);
    assert_eq!((order.slips.len(), order.waiting_slips.len()), (1, 0));
    assert_eq!(order.slips[0].invoice, order.invoices[0].key);
}
