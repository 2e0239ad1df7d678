//! Orders with everything PrestaShop makes of them: lines, carriers, discounts, states, invoices, payments, slips, messages.

use rust_decimal::Decimal;

use super::basket::{Basket, Line, Pair};
use super::catalogue::Good;
use super::people::Person;
use super::setup::TAXED;
use super::{Adder, round};
use crate::calendar::DAY;
use crate::random::Dice;
use crate::shop::cell::Cell;
use crate::shop::data::ShopData;
use crate::shop::options::ShopOptions;
use crate::shop::row::{Draft, Links};

const METHODS: &[(&str, &str)] = &[
    ("ps_wirepayment", "Wire payment"),
    ("ps_checkpayment", "Payments by check"),
    ("ps_cashondelivery", "Cash on delivery (COD)"),
    ("cardpay", "Carte bancaire"),
];

/// Where an order got to: its states in turn.
fn history(dice: &mut Dice, module: &str) -> Vec<u32> {
    let first = match module {
        "ps_wirepayment" => 10,
        "ps_checkpayment" => 1,
        "ps_cashondelivery" => 13,
        _ => 2,
    };
    let paid: &[u32] = if first == 2 { &[2] } else { &[first, 2] };
    let mut states: Vec<u32> = paid.to_vec();
    match dice.below(100) {
        0..6 if first != 2 => states.truncate(1),
        0..10 => {}
        10..16 => states.push(3),
        16..34 => states.extend([3, 4]),
        34..78 => states.extend([3, 4, 5]),
        78..83 => states = vec![if first == 2 { 8 } else { first }, 6],
        // Cancelled after it was paid and invoiced.
        83..85 => states.push(6),
        85..89 => states.extend([3, 4, 5, 7]),
        89..91 => states = vec![8],
        91..94 => states = vec![9],
        94..95 => states = vec![12],
        95..97 => states = vec![11, 3],
        _ => {}
    }
    states
}

fn invoiced(states: &[u32]) -> bool {
    states.iter().any(|s| matches!(s, 2 | 3 | 4 | 5 | 7 | 9 | 11))
}

fn paid(states: &[u32]) -> bool {
    states.iter().any(|s| matches!(s, 2 | 3 | 4 | 5 | 9 | 11))
}

fn reference(dice: &mut Dice) -> String {
    (0..9).map(|_| char::from(b'A' + dice.below(26) as u8)).collect()
}

/// Running numbers of the shop.
#[derive(Default)]
struct Numbers {
    invoice: u32,
    delivery: u32,
}

/// One order in the making.
struct Order<'a> {
    id: u32,
    reference: String,
    person: &'a Person,
    delivery: (u32, u32),
    billing: u32,
    currency: u32,
    conversion: Decimal,
    basket: Basket,
    states: Vec<u32>,
    module: &'static str,
    payment: &'static str,
    carrier: u32,
    date: i64,
    last: i64,
    gift: bool,
    invoices: Vec<u32>,
    details: Vec<u32>,
}

/// Fills the orders.
pub(crate) fn fill(data: &mut ShopData, options: &ShopOptions, goods: &[Good], people: &[Person]) {
    let people: Vec<&Person> = people.iter().filter(|p| !p.addresses.is_empty()).collect();
    if goods.is_empty() || people.is_empty() {
        return;
    }
    let mut dice = Dice::new(options.seed, 3);
    let mut numbers = Numbers::default();
    let mut adder = Adder { data };
    let mut previous = String::new();
    for number in 0..options.size.orders {
        let Some(draft) = adder.draft("orders") else { return };
        let mut order = order(options, &mut dice, draft.row.id, goods, &people, number);
        if options.oddities && !previous.is_empty() && dice.percent(1) {
            // One basket that became two orders.
            order.reference.clone_from(&previous);
        }
        previous.clone_from(&order.reference);
        details(&mut adder, options, &mut dice, &mut order);
        let (invoice, delivery) = invoices(&mut adder, options, &mut dice, &mut order, &mut numbers);
        let real = payments(&mut adder, options, &mut dice, &order);
        surroundings(&mut adder, &mut dice, &order);
        if !order.invoices.is_empty()
            && order.states.iter().any(|s| matches!(s, 4 | 5 | 7))
            && dice.percent(14)
        {
            slip(&mut adder, options, &mut dice, &order);
        }
        let row = header(draft, options, &order, invoice, delivery, real);
        adder.add(row);
    }
}

fn order<'a>(
    options: &ShopOptions,
    dice: &mut Dice,
    id: u32,
    goods: &[Good],
    people: &[&'a Person],
    number: u32,
) -> Order<'a> {
    let person = *dice.pick(people);
    let delivery = *dice.pick(&person.addresses);
    let billing = if dice.percent(70) { delivery.0 } else { dice.pick(&person.addresses).0 };
    let taxed = TAXED.contains(&delivery.1);
    let usd = dice.percent(15);
    let conversion = if usd { Decimal::new(1_085, 3) } else { Decimal::ONE };
    let mut lines: Vec<Line> = Vec::new();
    for _ in 0..dice.between(1, 6) {
        let good = dice.pick(goods);
        if lines.iter().any(|l| l.good.product == good.product && l.good.combination == good.combination) {
            continue;
        }
        let off = if dice.percent(12) { *dice.pick(&[5, 10, 20]) } else { 0 };
        lines.push(Line::new(good, dice.between(1, 5), taxed, conversion, off, options.round_type));
    }
    let carrier = dice.between(1, 4);
    let shipping = match carrier {
        1 => Decimal::ZERO,
        3 => Decimal::TWO,
        _ => Decimal::new(700, 2),
    };
    let gift = dice.percent(8);
    let wrapping = if gift { Decimal::new(350, 2) } else { Decimal::ZERO };
    let codes: &[(u32, &str)] = match dice.below(100) {
        0..6 => &[(1, "SEED10")],
        6..11 => &[(2, "SEED5TTC")],
        11..14 => &[(3, "SEED5HT")],
        14..18 if carrier != 1 => &[(4, "SEEDSHIP")],
        18..21 if carrier != 1 => &[(5, "SEEDCOMBO")],
        21 => &[(1, "SEED10"), (2, "SEED5TTC")],
        _ => &[],
    };
    let basket = Basket::new(
        lines,
        round(shipping * conversion, 2),
        round(wrapping * conversion, 2),
        taxed,
        codes,
        conversion,
    );
    let (module, payment) = *dice.pick(METHODS);
    let states = history(dice, module);
    // Orders follow each other through the year that ends now.
    let span = 360 * DAY / i64::from(options.size.orders.max(1));
    let date = options.now - 360 * DAY
        + span * i64::from(number)
        + i64::from(dice.below(u32::try_from(span.max(1)).unwrap_or(1)));
    let last = (date + i64::try_from(states.len()).unwrap_or(1) * 7_200 + i64::from(dice.below(200_000)))
        .min(options.now);
    Order {
        id,
        reference: reference(dice),
        person,
        delivery,
        billing,
        currency: if usd { 2 } else { 1 },
        conversion,
        basket,
        states,
        module,
        payment,
        carrier,
        date,
        last: last.max(date),
        gift,
        invoices: Vec::new(),
        details: Vec::new(),
    }
}

fn details(adder: &mut Adder<'_>, options: &ShopOptions, dice: &mut Dice, order: &mut Order<'_>) {
    for line in order.basket.lines.clone() {
        let Some(draft) = adder.draft("order_details") else { return };
        let product = line.good.product;
        let french = order.person.language == 2;
        let name = match adder.data.get("products", product, "name") {
            Cell::Lang(names) => names[usize::from(french)].to_string(),
            _ => String::new(),
        };
        let name = match &line.good.label {
            Some(label) => format!("{name} ({})", label[usize::from(french)]),
            None => name,
        };
        let (resource, sold) = match line.good.combination {
            0 => ("products", product),
            combination => ("combinations", combination),
        };
        let weight = adder.data.get("products", product, "weight").amount();
        let reduction_gross = if line.taxed {
            line.reduction * (Decimal::ONE + line.rate / Decimal::ONE_HUNDRED)
        } else {
            line.reduction
        };
        let wholesale = round(line.unit.0 * Decimal::new(55, 2), 6);
        let mut draft = draft
            .set("id_order", order.id)
            .set("product_id", product)
            .set("product_attribute_id", line.good.combination)
            .set("id_shop", 1)
            .set("product_name", name)
            .set("product_quantity", line.quantity)
            .set("product_quantity_in_stock", line.quantity)
            .set("product_price", line.unit.0)
            .set("reduction_amount", line.reduction)
            .set("reduction_amount_tax_incl", round(reduction_gross, 6))
            .set("reduction_amount_tax_excl", line.reduction)
            .set("product_ean13", adder.data.get(resource, sold, "ean13").text())
            .set("product_mpn", adder.data.get("products", product, "mpn").text())
            .set("product_reference", adder.data.get(resource, sold, "reference").text())
            .set("product_weight", weight)
            .set("id_tax_rules_group", line.good.group)
            .set("ecotax", line.ecotax)
            .set("ecotax_tax_rate", line.ecotax_rate)
            .set("unit_price_tax_incl", line.unit.1)
            .set("unit_price_tax_excl", line.unit.0)
            .set("total_price_tax_incl", line.total.1)
            .set("total_price_tax_excl", line.total.0)
            .set("purchase_supplier_price", wholesale)
            .set("original_product_price", line.unit.0 + line.reduction)
            .set("original_wholesale_price", wholesale);
        if line.taxed {
            draft = draft.link("taxes", Links::Ids(vec![line.good.group]));
        }
        order.details.push(adder.add(draft));
    }
    if options.oddities && dice.percent(1) {
        // Some shops have lines whose text holds what HTML would break on.
        if let Some(detail) = order.details.first() {
            adder.data.set("order_details", *detail, "product_name", "Câble \"1/2\" <noir> & blanc");
        }
    }
}

fn pair_sum(pairs: impl Iterator<Item = Pair>) -> Pair {
    pairs.fold((Decimal::ZERO, Decimal::ZERO), |a, b| (a.0 + b.0, a.1 + b.1))
}

fn invoice_row(draft: Draft, order: &Order<'_>, number: u32, delivery: u32, parts: [Pair; 5]) -> Draft {
    let [paid, products, shipping, wrapping, discount] = parts;
    let draft = draft
        .set("id_order", order.id)
        .set("number", number)
        .set("delivery_number", delivery)
        .set("total_discount_tax_excl", discount.0)
        .set("total_discount_tax_incl", discount.1)
        .set("total_paid_tax_excl", paid.0)
        .set("total_paid_tax_incl", paid.1)
        .set("total_products", products.0)
        .set("total_products_wt", products.1)
        .set("total_shipping_tax_excl", shipping.0)
        .set("total_shipping_tax_incl", shipping.1)
        .set("total_wrapping_tax_excl", wrapping.0)
        .set("total_wrapping_tax_incl", wrapping.1)
        .set("shop_address", "Sandbox shop")
        .set("note", "")
        .set("date_add", Cell::Stamp(order.date));
    if delivery > 0 { draft.set("delivery_date", Cell::Stamp(order.last)) } else { draft }
}

fn invoices(
    adder: &mut Adder<'_>,
    options: &ShopOptions,
    dice: &mut Dice,
    order: &mut Order<'_>,
    numbers: &mut Numbers,
) -> (u32, u32) {
    if !invoiced(&order.states) {
        return (0, 0);
    }
    let basket = order.basket.clone();
    let delivery = if order.states.iter().any(|s| matches!(s, 3..=5)) {
        numbers.delivery += 1;
        numbers.delivery
    } else {
        0
    };
    numbers.invoice += 1;
    let first = numbers.invoice;
    let zero = (Decimal::ZERO, Decimal::ZERO);
    let split = options.oddities && basket.discounts.is_empty() && basket.lines.len() >= 2 && dice.percent(2);
    let Some(draft) = adder.draft("order_invoices") else { return (0, 0) };
    let cut = if split { 1 } else { basket.lines.len() };
    if split {
        // Something added after the first invoice: the order has two, each with its own lines.
        let products = pair_sum(basket.lines[..cut].iter().map(|l| l.total));
        let paid = pair_sum([products, basket.shipping, basket.wrapping].into_iter());
        let rest = (basket.products.0 - products.0, basket.products.1 - products.1);
        order.invoices.push(adder.add(invoice_row(
            draft,
            order,
            first,
            delivery,
            [paid, products, basket.shipping, basket.wrapping, zero],
        )));
        numbers.invoice += 1;
        if let Some(draft) = adder.draft("order_invoices") {
            let row = invoice_row(
                draft,
                order,
                numbers.invoice,
                0,
                [(basket.paid.0 - paid.0, basket.paid.1 - paid.1), rest, zero, zero, zero],
            );
            order.invoices.push(adder.add(row));
        }
    } else {
        let parts = [basket.paid, basket.products, basket.shipping, basket.wrapping, basket.discount];
        order.invoices.push(adder.add(invoice_row(draft, order, first, delivery, parts)));
    }
    for (index, detail) in order.details.iter().enumerate() {
        let invoice = if index < cut { order.invoices.first() } else { order.invoices.last() };
        adder.data.set("order_details", *detail, "id_order_invoice", invoice.copied().unwrap_or(0));
    }
    (first, delivery)
}

fn payment(adder: &mut Adder<'_>, order: &Order<'_>, amount: Decimal, date: i64, transaction: &str) {
    if let Some(draft) = adder.draft("order_payments") {
        adder.add(
            draft
                .set("order_reference", order.reference.as_str())
                .set("id_currency", order.currency)
                .set("amount", amount)
                .set("payment_method", order.payment)
                .set("conversion_rate", order.conversion)
                .set("transaction_id", transaction)
                .set("date_add", Cell::Stamp(date)),
        );
    }
}

fn payments(adder: &mut Adder<'_>, options: &ShopOptions, dice: &mut Dice, order: &Order<'_>) -> Decimal {
    let total = order.basket.paid.1;
    if !paid(&order.states) || total.is_zero() {
        return Decimal::ZERO;
    }
    let transaction = if order.module == "cardpay" { format!("TX-{}", dice.hex16()) } else { String::new() };
    match dice.below(100) {
        0..4 if options.oddities => {
            let part = round(total * Decimal::new(30, 2), 2);
            payment(adder, order, part, order.date, &transaction);
            payment(adder, order, total - part, order.last, "");
            total
        }
        4..6 if options.oddities => {
            let part = round(total * Decimal::new(50, 2), 2);
            payment(adder, order, part, order.date, &transaction);
            part
        }
        6 if options.oddities => {
            payment(adder, order, total + Decimal::ONE, order.date, &transaction);
            total + Decimal::ONE
        }
        _ => {
            payment(adder, order, total, order.date, &transaction);
            total
        }
    }
}

fn surroundings(adder: &mut Adder<'_>, dice: &mut Dice, order: &Order<'_>) {
    let invoice = order.invoices.first().copied().unwrap_or(0);
    let shipped = order.states.contains(&4);
    if let Some(draft) = adder.draft("order_carriers") {
        let weight: Decimal = order
            .basket
            .lines
            .iter()
            .map(|l| {
                adder.data.get("products", l.good.product, "weight").amount() * Decimal::from(l.quantity)
            })
            .sum();
        adder.add(
            draft
                .set("id_order", order.id)
                .set("id_carrier", order.carrier)
                .set("id_order_invoice", invoice)
                .set("weight", weight)
                .set("shipping_cost_tax_excl", order.basket.shipping.0)
                .set("shipping_cost_tax_incl", order.basket.shipping.1)
                .set("tracking_number", if shipped { format!("TRK{}", order.id) } else { String::new() })
                .set("date_add", Cell::Stamp(order.date)),
        );
    }
    for discount in &order.basket.discounts {
        if let Some(draft) = adder.draft("order_cart_rules") {
            adder.add(
                draft
                    .set("id_order", order.id)
                    .set("id_cart_rule", discount.rule)
                    .set("id_order_invoice", invoice)
                    .set("name", format!("Promo {}", discount.code))
                    .set("value", discount.value.1)
                    .set("value_tax_excl", discount.value.0)
                    .set("free_shipping", discount.free_shipping),
            );
        }
    }
    let steps = i64::try_from(order.states.len()).unwrap_or(1);
    for (index, state) in order.states.iter().enumerate() {
        let step = i64::try_from(index).unwrap_or(0);
        let date = order.date + (order.last - order.date) * step / steps.max(1);
        if let Some(draft) = adder.draft("order_histories") {
            adder.add(
                draft
                    .set("id_employee", i64::from(index > 0))
                    .set("id_order_state", *state)
                    .set("id_order", order.id)
                    .set("date_add", Cell::Stamp(date)),
            );
        }
    }
    if dice.percent(5)
        && let Some(draft) = adder.draft("messages")
    {
        adder.add(
            draft
                .set("id_cart", order.id)
                .set("id_order", order.id)
                .set("id_customer", order.person.id)
                .set("message", "Merci de sonner & d'attendre")
                .set("private", dice.percent(30))
                .set("date_add", Cell::Stamp(order.date)),
        );
    }
    if dice.percent(2) {
        let Some(draft) = adder.draft("customer_threads") else { return };
        let thread = adder.add(
            draft
                .set("id_lang", order.person.language)
                .set("id_shop", 1)
                .set("id_customer", order.person.id)
                .set("id_order", order.id)
                .set("id_contact", 2)
                .set("email", format!("c{}@example.net", order.person.id))
                .set("token", "sandboxtoken")
                .set("status", "open")
                .set("date_add", Cell::Stamp(order.date))
                .set("date_upd", Cell::Stamp(order.date)),
        );
        if let Some(draft) = adder.draft("customer_messages") {
            adder.add(
                draft
                    .set("id_customer_thread", thread)
                    .set("message", "Où est mon colis ?")
                    .set("date_add", Cell::Stamp(order.date))
                    .set("date_upd", Cell::Stamp(order.date)),
            );
        }
    }
}

/// What one credit slip gives back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gives {
    /// Pieces at the price at which they were sold.
    Pieces,
    /// Shipping and nothing else.
    Shipping,
    /// Half the price of one piece.
    Amount,
    /// Pieces, less the order's vouchers.
    PiecesWithoutVouchers,
}

fn slip(adder: &mut Adder<'_>, options: &ShopOptions, dice: &mut Dice, order: &Order<'_>) {
    let count = if dice.percent(60) { 1 } else { order.basket.lines.len() };
    let quantities: Vec<u32> =
        order.basket.lines.iter().take(count).map(|line| dice.between(1, line.quantity)).collect();
    let with_shipping = order.basket.discounts.is_empty() && dice.percent(20);
    let date = (order.last + i64::from(dice.below(400_000))).min(options.now);
    let vouchers = order.basket.discount;
    let gives = match order.id % 5 {
        _ if !vouchers.1.is_zero() && order.id.is_multiple_of(2) => Gives::PiecesWithoutVouchers,
        1 if !order.basket.shipping.0.is_zero() => Gives::Shipping,
        2 => Gives::Amount,
        _ => Gives::Pieces,
    };
    slip_row(adder, order, &quantities, gives, with_shipping, date);
    // What was left of the first line comes back later.
    if let (Gives::Pieces, 0, Some(line), Some(first)) =
        (gives, order.id % 5, order.basket.lines.first(), quantities.first())
        && line.quantity > *first
    {
        slip_row(adder, order, &[line.quantity - first], Gives::Pieces, false, (date + 90).min(options.now));
    }
}

fn slip_row(
    adder: &mut Adder<'_>,
    order: &Order<'_>,
    quantities: &[u32],
    gives: Gives,
    with_shipping: bool,
    date: i64,
) {
    let Some(draft) = adder.draft("order_slip") else { return };
    let id = draft.row.id;
    let mut rows = Vec::new();
    let mut products = (Decimal::ZERO, Decimal::ZERO);
    let given = if gives == Gives::Shipping { &[] } else { quantities };
    for ((line, detail), quantity) in order.basket.lines.iter().zip(&order.details).zip(given) {
        let quantity = if gives == Gives::Amount { 1 } else { *quantity };
        let amount = |unit: Decimal| round(unit * Decimal::from(quantity), 2);
        let (net, gross) = if gives == Gives::Amount {
            let rate = if line.taxed { line.rate } else { Decimal::ZERO };
            let net = round(line.unit.0 / Decimal::TWO, 2);
            (net, round(net * (Decimal::ONE + rate / Decimal::ONE_HUNDRED), 2))
        } else {
            (amount(line.unit.0), amount(line.unit.1))
        };
        products = (products.0 + net, products.1 + gross);
        rows.push(vec![
            Cell::from(id),
            Cell::from(*detail),
            Cell::from(quantity),
            Cell::Amount(net),
            Cell::Amount(gross),
        ]);
        let shipped =
            if order.states.contains(&4) { "product_quantity_return" } else { "product_quantity_refunded" };
        let before = adder.data.get("order_details", *detail, shipped).int();
        adder.data.set("order_details", *detail, shipped, before + i64::from(quantity));
        adder.data.set("order_details", *detail, "total_refunded_tax_excl", net);
        adder.data.set("order_details", *detail, "total_refunded_tax_incl", gross);
    }
    let with_shipping = with_shipping || gives == Gives::Shipping;
    let shipping = if with_shipping { order.basket.shipping } else { (Decimal::ZERO, Decimal::ZERO) };
    // Groups that see prices without tax get a slip "amount" without tax.
    let without_tax = order.person.group == 4;
    // The trap: vouchers lower one side only, and by their amount with tax.
    let vouchers = order.basket.discount.1;
    let keeps = gives == Gives::PiecesWithoutVouchers && vouchers < products.0;
    if keeps && without_tax {
        products.1 -= vouchers;
    } else if keeps {
        products.0 -= vouchers;
    }
    let kind = match (shipping.1.is_zero(), keeps) {
        (false, _) => 2,
        (true, true) => 1,
        (true, false) => 0,
    };
    let amount = if without_tax { products.0 } else { products.1 };
    adder.add(
        draft
            .set("id_customer", order.person.id)
            .set("id_order", order.id)
            .set("conversion_rate", order.conversion)
            .set("total_products_tax_excl", products.0)
            .set("total_products_tax_incl", products.1)
            .set("total_shipping_tax_excl", shipping.0)
            .set("total_shipping_tax_incl", shipping.1)
            .set("amount", amount)
            .set("shipping_cost", with_shipping)
            .set("shipping_cost_amount", shipping.1)
            .set("order_slip_type", kind)
            .set("date_add", Cell::Stamp(date))
            .set("date_upd", Cell::Stamp(date))
            .link("order_slip_details", Links::Rows(rows)),
    );
}

fn header(
    draft: Draft,
    options: &ShopOptions,
    order: &Order<'_>,
    invoice: u32,
    delivery: u32,
    real: Decimal,
) -> Draft {
    let basket = &order.basket;
    let state = order.states.last().copied().unwrap_or(1);
    let mut draft = draft
        .set("id_address_delivery", order.delivery.0)
        .set("id_address_invoice", order.billing)
        .set("id_cart", order.id)
        .set("id_currency", order.currency)
        .set("id_lang", order.person.language)
        .set("id_customer", order.person.id)
        .set("id_carrier", order.carrier)
        .set("current_state", state)
        .set("module", order.module)
        .set("invoice_number", invoice)
        .set("delivery_number", delivery)
        .set("valid", matches!(state, 2 | 3 | 4 | 5 | 11))
        .set("date_add", Cell::Stamp(order.date))
        .set("date_upd", Cell::Stamp(order.last))
        .set("id_shop_group", 1)
        .set("id_shop", 1)
        .set("secure_key", order.person.secure_key.as_str())
        .set("payment", order.payment)
        .set("gift", order.gift)
        .set("total_discounts", basket.discount.1)
        .set("total_discounts_tax_incl", basket.discount.1)
        .set("total_discounts_tax_excl", basket.discount.0)
        .set("total_paid", basket.paid.1)
        .set("total_paid_tax_incl", basket.paid.1)
        .set("total_paid_tax_excl", basket.paid.0)
        .set("total_paid_real", real)
        .set("total_products", basket.products.0)
        .set("total_products_wt", basket.products.1)
        .set("total_shipping", basket.shipping.1)
        .set("total_shipping_tax_incl", basket.shipping.1)
        .set("total_shipping_tax_excl", basket.shipping.0)
        .set("carrier_tax_rate", basket.shipping_rate)
        .set("total_wrapping", basket.wrapping.1)
        .set("total_wrapping_tax_incl", basket.wrapping.1)
        .set("total_wrapping_tax_excl", basket.wrapping.0)
        .set("round_mode", 2)
        .set("round_type", options.round_type)
        .set("conversion_rate", order.conversion)
        .set("reference", order.reference.as_str());
    if invoice > 0 {
        draft = draft.set("invoice_date", Cell::Stamp(order.date));
    }
    if delivery > 0 {
        draft = draft.set("delivery_date", Cell::Stamp(order.last));
    }
    if order.gift {
        draft = draft.set("gift_message", "Joyeux anniversaire & à bientôt");
    }
    draft
}
