//! A model of what PrestaShop stores of a cart, for tests: rounding types and modes, taxes, ecotax, reductions, vouchers.

use passerelle_core::key::ShopId;
use passerelle_core::money::{Amount, Percent};
use passerelle_core::rounding::LineSource;
use passerelle_core::shop::{Discount, OrderLine, OrderTotals, TaxMethod, TaxedAmount};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

/// `PS_ROUND_TYPE`.
#[derive(Clone, Copy, Debug)]
pub enum RoundType {
    /// Each item.
    Item,
    /// Each line.
    Line,
    /// The total.
    Total,
}

/// `PS_PRICE_ROUND_MODE`.
#[derive(Clone, Copy, Debug)]
pub enum RoundMode {
    /// One that the decimal library has.
    Usual(RoundingStrategy),
    /// Halves to the odd neighbour.
    HalfOdd,
}

impl RoundMode {
    fn to_decimals(self, value: Decimal, decimals: u32) -> Decimal {
        let by = |strategy| value.round_dp_with_strategy(decimals, strategy);
        match self {
            Self::Usual(strategy) => by(strategy),
            Self::HalfOdd => {
                let (up, even) =
                    (by(RoundingStrategy::MidpointAwayFromZero), by(RoundingStrategy::MidpointNearestEven));
                // On a half the two neighbours are a cent apart, and the even one is not wanted.
                if up != even { up } else { by(RoundingStrategy::MidpointTowardZero) }
            }
        }
    }
}

/// What is sold on one line.
#[derive(Clone, Debug)]
pub struct Sold {
    price: Decimal,
    quantity: u32,
    taxes: Vec<Percent>,
    method: TaxMethod,
    /// Excluding tax, for one; at 20 %.
    ecotax: Option<Decimal>,
    /// Given away by a voucher.
    gift: bool,
}

/// A voucher.
#[derive(Clone, Debug)]
pub enum Voucher {
    /// Percent off the products.
    Percent(u32),
    /// An amount including tax; may be more than the order.
    Amount(Decimal),
    /// The shipping cost.
    FreeShipping,
}

/// A cart at checkout.
#[derive(Clone, Debug)]
pub struct Cart {
    lines: Vec<Sold>,
    round: RoundType,
    mode: RoundMode,
    /// Percent off every price, for the customer's group.
    group_reduction: u32,
    shipping: Option<(Decimal, Percent)>,
    wrapping: Option<(Decimal, Percent)>,
    vouchers: Vec<Voucher>,
    /// Units of the order's currency for one of the company's.
    pub conversion: Decimal,
    /// Decimals of the order's currency.
    pub decimals: u32,
}

impl Cart {
    /// Prices in yen are whole for what is not reckoned, and a hundred times as high.
    fn in_yen(&mut self) {
        for line in &mut self.lines {
            line.price = line.price * Decimal::ONE_HUNDRED + Decimal::from(100);
        }
        for (net, _) in self.shipping.iter_mut().chain(&mut self.wrapping) {
            *net *= Decimal::ONE_HUNDRED;
        }
        for voucher in &mut self.vouchers {
            if let Voucher::Amount(amount) = voucher {
                *amount *= Decimal::ONE_HUNDRED;
            }
        }
        self.conversion *= Decimal::ONE_HUNDRED;
    }

    /// The rates that its lines name, and that of its ecotax.
    pub fn rates(&self) -> Vec<Percent> {
        let parts = [self.shipping, self.wrapping].into_iter().flatten().map(|(_, rate)| rate);
        let lines = self.lines.iter().flat_map(|line| line.taxes.iter().copied());
        parts.chain(lines).chain([percent("20")]).collect()
    }

    /// Whether a line has two taxes.
    pub fn has_double_tax(&self) -> bool {
        self.lines.iter().any(|line| line.taxes.len() > 1)
    }
}

fn percent(text: &str) -> Percent {
    Percent::new(text.parse().unwrap())
}

fn rate() -> impl Strategy<Value = Percent> {
    prop_oneof![Just("20"), Just("10"), Just("5.5"), Just("2.1"), Just("0")].prop_map(percent)
}

fn sold(double: bool) -> impl Strategy<Value = Sold> {
    let price = prop_oneof![1_i64..1_000_000, 1_i64..2_000_000_000, 1_i64..50_000];
    let single = rate().prop_map(|rate| (vec![rate], TaxMethod::Single));
    let several = prop_oneof![
        Just((vec![percent("5"), percent("9.975")], TaxMethod::Added)),
        Just((vec![percent("21"), percent("5.2")], TaxMethod::Added)),
        Just((vec![percent("5"), percent("9.5")], TaxMethod::OneAfterAnother)),
    ];
    let taxes = if double { prop_oneof![1 => single, 3 => several].boxed() } else { single.boxed() };
    let ecotax =
        prop_oneof![9 => Just(None), 1 => (1_i64..3_000).prop_map(|cents| Some(Decimal::new(cents, 2)))];
    let quantity = prop_oneof![3 => 1_u32..4, 3 => 1_u32..60, 1 => 100_u32..1_000];
    (price, quantity, taxes, ecotax, prop::bool::weighted(0.1)).prop_map(
        move |(micros, quantity, (taxes, method), ecotax, gift)| Sold {
            price: Decimal::new(micros, 6),
            quantity,
            // Ecotax beside two taxes is no case that shops have.
            ecotax: ecotax.filter(|_| taxes.len() == 1),
            taxes,
            method,
            gift,
        },
    )
}

/// Carts of all sorts.
pub fn cart() -> impl Strategy<Value = Cart> {
    let round = prop_oneof![Just(RoundType::Item), Just(RoundType::Line), Just(RoundType::Total)];
    // Half up is the default; up, down, half down, half even, half odd.
    let usual = |strategy| Just(RoundMode::Usual(strategy));
    let mode = prop_oneof![
        6 => usual(RoundingStrategy::MidpointAwayFromZero),
        1 => usual(RoundingStrategy::AwayFromZero),
        1 => usual(RoundingStrategy::ToZero),
        1 => usual(RoundingStrategy::MidpointTowardZero),
        1 => usual(RoundingStrategy::MidpointNearestEven),
        1 => Just(RoundMode::HalfOdd),
    ];
    let part = || (1_i64..5_000, rate()).prop_map(|(cents, rate)| (Decimal::new(cents, 2), rate));
    let voucher = prop_oneof![
        (1_u32..100).prop_map(Voucher::Percent),
        (1_i64..20_000).prop_map(|cents| Voucher::Amount(Decimal::new(cents, 2))),
        Just(Voucher::Amount(Decimal::from(10_000_000))),
        Just(Voucher::FreeShipping),
    ];
    let vouchers = prop_oneof![3 => Just(0_usize), 3 => Just(1), 1 => Just(2)]
        .prop_flat_map(move |count| proptest::collection::vec(voucher.clone(), count));
    let conversion =
        prop_oneof![3 => Just(Decimal::ONE), 1 => (500_000_i64..3_000_000).prop_map(|x| Decimal::new(x, 6))];
    let lines =
        prop::bool::weighted(0.15).prop_flat_map(|double| proptest::collection::vec(sold(double), 1..7));
    let reduction = prop_oneof![6 => Just(0_u32), 1 => 1_u32..40];
    // Euros and dollars, yen, dinars.
    let decimals = prop_oneof![8 => Just(2_u32), 1 => Just(0), 1 => Just(3)];
    let others = (proptest::option::of(part()), proptest::option::weighted(0.2, part()), decimals);
    (lines, round, mode, reduction, others, vouchers, conversion).prop_map(
        |(lines, round, mode, group_reduction, (shipping, wrapping, decimals), vouchers, conversion)| {
            let mut cart = Cart {
                lines,
                round,
                mode,
                group_reduction,
                shipping,
                wrapping,
                vouchers,
                conversion,
                decimals,
            };
            if decimals == 0 {
                cart.in_yen();
            }
            cart
        },
    )
}

/// What the shop stores.
pub struct Order {
    /// `order_details`.
    pub lines: Vec<OrderLine>,
    /// `order_cart_rules`.
    pub discounts: Vec<Discount>,
    /// The header.
    pub totals: OrderTotals,
    /// `carrier_tax_rate`.
    pub shipping_vat: Percent,
}

impl Order {
    /// Whether a line of a layout stands for one voucher of several.
    pub fn is_voucher(&self, source: LineSource) -> bool {
        source.part == passerelle_core::rounding::PartKind::Discount && source.id.is_some()
    }
}

fn taxed(net: Decimal, gross: Decimal) -> TaxedAmount {
    TaxedAmount { net: Amount::new(net), gross: Amount::new(gross) }
}

fn factor(sold: &Sold) -> Decimal {
    let factors = sold.taxes.iter().map(|rate| rate.factor());
    match sold.method {
        TaxMethod::OneAfterAnother => factors.product(),
        _ => Decimal::ONE + factors.map(|factor| factor - Decimal::ONE).sum::<Decimal>(),
    }
}

/// What PrestaShop would store for this cart.
pub fn sell(cart: &Cart) -> Order {
    let two = |value: Decimal| cart.mode.to_decimals(value, cart.decimals);
    let six = |value: Decimal| value.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero);
    let eco = percent("20");
    let mut lines = Vec::new();
    let (mut exact_net, mut exact_gross) = (Decimal::ZERO, Decimal::ZERO);
    let (mut gift_net, mut gift_gross) = (Decimal::ZERO, Decimal::ZERO);
    for (index, sold) in cart.lines.iter().enumerate() {
        let quantity = Decimal::from(sold.quantity);
        let left = Decimal::from(100 - cart.group_reduction) / Decimal::ONE_HUNDRED;
        let price = six(sold.price * left);
        let ecotax = sold.ecotax.map_or(Decimal::ZERO, |ecotax| ecotax * left);
        let unit = (six(price + ecotax), six(price * factor(sold) + ecotax * eco.factor()));
        let total = match cart.round {
            RoundType::Item => (two(unit.0) * quantity, two(unit.1) * quantity),
            RoundType::Line | RoundType::Total => (two(unit.0 * quantity), two(unit.1 * quantity)),
        };
        let exact = match cart.round {
            RoundType::Item | RoundType::Line => total,
            RoundType::Total => (unit.0 * quantity, unit.1 * quantity),
        };
        exact_net += exact.0;
        exact_gross += exact.1;
        if sold.gift {
            gift_net += exact.0 / quantity;
            gift_gross += exact.1 / quantity;
        }
        let taxes = sold.taxes.iter().copied().filter(|rate| !rate.is_zero()).collect();
        lines.push(OrderLine {
            id: ShopId(index as u64 + 1),
            product: None,
            combination: None,
            name: "sold".to_owned(),
            reference: String::new(),
            quantity,
            unit: taxed(unit.0, unit.1),
            total: taxed(total.0, total.1),
            taxes,
            tax_method: sold.method,
            // The shop shows the whole ecotax, also where a group pays less.
            ecotax: Amount::new(sold.ecotax.unwrap_or_default()),
            ecotax_vat: if sold.ecotax.is_some() { eco } else { Percent::ZERO },
            invoice: None,
            customizations: Vec::new(),
        });
    }
    let part = |part: Option<(Decimal, Percent)>| {
        part.map_or((Decimal::ZERO, Decimal::ZERO), |(net, rate)| (net, two(net * rate.factor())))
    };
    let (shipping, wrapping) = (part(cart.shipping), part(cart.wrapping));
    let mut discounts: Vec<Discount> = Vec::new();
    let (mut off_net, mut off_gross) = (Decimal::ZERO, Decimal::ZERO);
    let mut voucher = |net: Decimal, gross: Decimal, free_shipping: bool| {
        // No more than what is left of products and shipping.
        let net = net.min(exact_net + shipping.0 - off_net).max(Decimal::ZERO);
        let gross = gross.min(exact_gross + shipping.1 - off_gross).max(Decimal::ZERO);
        if gross.is_zero() {
            return;
        }
        off_net += net;
        off_gross += gross;
        let value = taxed(six(net), six(gross));
        let id = ShopId(discounts.len() as u64 + 1);
        discounts.push(Discount { id, name: "voucher".to_owned(), value, free_shipping, invoice: None });
    };
    if !gift_gross.is_zero() {
        voucher(gift_net, gift_gross, false);
    }
    for it in &cart.vouchers {
        match it {
            Voucher::Percent(off) => {
                let off = Decimal::new(i64::from(*off), 2);
                voucher(exact_net * off, exact_gross * off, false);
            }
            Voucher::Amount(amount) => {
                let amount = (*amount).min(exact_gross);
                let share = if exact_gross.is_zero() { Decimal::ZERO } else { exact_net / exact_gross };
                voucher(amount * share, amount, false);
            }
            Voucher::FreeShipping => voucher(shipping.0, shipping.1, true),
        }
    }
    let to_pay = taxed(
        two(exact_net + shipping.0 + wrapping.0 - off_net).max(Decimal::ZERO),
        two(exact_gross + shipping.1 + wrapping.1 - off_gross).max(Decimal::ZERO),
    );
    let totals = OrderTotals {
        products: lines.iter().map(|line| line.total).sum(),
        shipping: taxed(shipping.0, shipping.1),
        wrapping: taxed(wrapping.0, wrapping.1),
        discounts: taxed(two(off_net), two(off_gross)),
        to_pay,
    };
    Order { lines, discounts, totals, shipping_vat: cart.shipping.map_or(Percent::ZERO, |(_, rate)| rate) }
}
