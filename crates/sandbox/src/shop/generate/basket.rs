//! The arithmetic of an order, as PrestaShop does it: rounded lines, and a total which is not their sum.

use rust_decimal::Decimal;

use super::catalogue::Good;
use super::round;
use super::setup::RATES;

/// One line of an order.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) good: Good,
    pub(crate) quantity: u32,
    /// Group 0 or a country without tax: no rate.
    pub(crate) rate: Decimal,
    pub(crate) taxed: bool,
    pub(crate) unit: (Decimal, Decimal),
    pub(crate) total: (Decimal, Decimal),
    pub(crate) reduction: Decimal,
    pub(crate) ecotax: Decimal,
    /// Its own rate: an untaxed product has it too.
    pub(crate) ecotax_rate: Decimal,
}

/// A pair of amounts: without tax, with tax.
pub(crate) type Pair = (Decimal, Decimal);

/// What a discount takes off, unrounded.
#[derive(Debug, Clone)]
pub(crate) struct Discount {
    pub(crate) rule: u32,
    pub(crate) code: &'static str,
    pub(crate) value: Pair,
    pub(crate) free_shipping: bool,
}

/// A whole order in figures.
#[derive(Debug, Clone)]
pub(crate) struct Basket {
    pub(crate) lines: Vec<Line>,
    pub(crate) shipping: Pair,
    pub(crate) shipping_rate: Decimal,
    pub(crate) wrapping: Pair,
    pub(crate) discounts: Vec<Discount>,
    pub(crate) products: Pair,
    pub(crate) discount: Pair,
    pub(crate) paid: Pair,
}

fn rate(group: u32, taxed: bool) -> Decimal {
    match RATES.get(group.wrapping_sub(1) as usize) {
        Some(rate) if taxed => Decimal::new(*rate, 3),
        _ => Decimal::ZERO,
    }
}

fn with(amount: Decimal, rate: Decimal) -> Decimal {
    amount * (Decimal::ONE + rate / Decimal::ONE_HUNDRED)
}

impl Line {
    /// A line in the order's currency (`conversion` units of it for one of the shop's).
    pub(crate) fn new(
        good: &Good,
        quantity: u32,
        taxed: bool,
        conversion: Decimal,
        percent_off: u32,
        round_type: u8,
    ) -> Self {
        let rate = rate(good.group, taxed);
        let full = round(good.price * conversion, 6);
        let reduction = round(full * Decimal::from(percent_off) / Decimal::ONE_HUNDRED, 6);
        let net = full - reduction;
        let ecotax = round(good.ecotax * conversion, 6).min(net);
        let ecotax_rate = if taxed { Decimal::from(20) } else { Decimal::ZERO };
        // The ecotax is inside the price and has its own rate.
        let gross = round(with(net - ecotax, rate) + with(ecotax, ecotax_rate), 6);
        let count = Decimal::from(quantity);
        let total = |unit: Decimal| match round_type {
            1 => round(unit, 2) * count,
            3 => unit * count,
            _ => round(unit * count, 2),
        };
        let taxed = taxed && good.group > 0;
        let ecotax_rate = if taxed || !ecotax.is_zero() { ecotax_rate } else { Decimal::ZERO };
        Self {
            good: good.clone(),
            quantity,
            rate,
            taxed,
            unit: (net, gross),
            total: (total(net), total(gross)),
            reduction,
            ecotax,
            ecotax_rate,
        }
    }
}

fn add(a: Pair, b: Pair) -> Pair {
    (a.0 + b.0, a.1 + b.1)
}

impl Basket {
    /// Adds everything up.
    pub(crate) fn new(
        lines: Vec<Line>,
        shipping: Decimal,
        wrapping: Decimal,
        taxed: bool,
        codes: &[(u32, &'static str)],
        conversion: Decimal,
    ) -> Self {
        let twenty = if taxed { Decimal::from(20) } else { Decimal::ZERO };
        let shipping = (shipping, round(with(shipping, twenty), 2));
        let wrapping = (wrapping, round(with(wrapping, twenty), 2));
        let zero = (Decimal::ZERO, Decimal::ZERO);
        let products = lines.iter().fold(zero, |sum, line| add(sum, line.total));
        let products = (round(products.0, 2), round(products.1, 2));
        let raw = lines.iter().fold(zero, |sum, line| {
            let count = Decimal::from(line.quantity);
            add(sum, (line.unit.0 * count, line.unit.1 * count))
        });
        let discounts: Vec<Discount> =
            codes.iter().map(|(rule, code)| discount(*rule, code, raw, shipping, conversion)).collect();
        let off = discounts.iter().fold(zero, |sum, d| add(sum, d.value));
        let paid = |raw: Decimal, shipping: Decimal, wrapping: Decimal, off: Decimal| {
            round(raw + shipping + wrapping - off, 2).max(Decimal::ZERO)
        };
        let paid = (paid(raw.0, shipping.0, wrapping.0, off.0), paid(raw.1, shipping.1, wrapping.1, off.1));
        Self {
            lines,
            shipping,
            shipping_rate: twenty,
            wrapping,
            discounts,
            products,
            discount: (round(off.0, 2), round(off.1, 2)),
            paid,
        }
    }
}

fn discount(rule: u32, code: &'static str, raw: Pair, shipping: Pair, conversion: Decimal) -> Discount {
    let percent = |p: i64| (round(raw.0 * Decimal::new(p, 2), 6), round(raw.1 * Decimal::new(p, 2), 6));
    let (value, free_shipping) = match code {
        "SEED10" => (percent(10), false),
        "SEED5TTC" => {
            let gross = (Decimal::from(5) * conversion).min(raw.1);
            let net = if raw.1.is_zero() { gross } else { round(gross * raw.0 / raw.1, 6) };
            ((net, gross), false)
        }
        "SEED5HT" => {
            let net = (Decimal::from(5) * conversion).min(raw.0);
            let gross = if raw.0.is_zero() { net } else { round(net * raw.1 / raw.0, 6) };
            ((net, gross), false)
        }
        "SEEDSHIP" => (shipping, true),
        _ => (add(percent(5), shipping), true),
    };
    Discount { rule, code, value, free_shipping }
}
