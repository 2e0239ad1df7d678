//! Properties of credit slips: whatever the shop gives back, the lines of the credit note are all of one sign and add up to
//! the slip to the cent. `PASSERELLE_CASES` sets the number of slips (1,000 when unset).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use passerelle_core::erp::Precision;
use passerelle_core::key::ShopId;
use passerelle_core::money::{Amount, Percent, round_half_away};
use passerelle_core::rounding::{PriceModel, RefundSource, lay_out_refund};
use passerelle_core::shop::{OrderLine, TaxMethod, TaxedAmount};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;

/// A line given back: the price of one piece as the customer sees it, and how many.
#[derive(Clone, Debug)]
struct Given {
    price: Decimal,
    quantity: u32,
    rate: Percent,
}

#[derive(Clone, Debug)]
struct Slip {
    lines: Vec<Given>,
    /// The customer sees prices without tax.
    without_tax: bool,
    shipping: Option<Decimal>,
    /// Percent of the products that a voucher keeps back.
    kept: Option<u32>,
    conversion: Decimal,
}

fn slip() -> impl Strategy<Value = Slip> {
    let rate = prop_oneof![Just("20"), Just("10"), Just("5.5"), Just("2.1"), Just("0")]
        .prop_map(|text| Percent::new(text.parse().unwrap()));
    let line = (100_000_i64..2_000_000_000, 1_u32..30, rate).prop_map(|(micros, quantity, rate)| Given {
        price: Decimal::new(micros, 6),
        quantity,
        rate,
    });
    let conversion =
        prop_oneof![3 => Just(Decimal::ONE), 1 => (500_000_i64..3_000_000).prop_map(|x| Decimal::new(x, 6))];
    let shipping = proptest::option::of((1_i64..5_000).prop_map(|cents| Decimal::new(cents, 2)));
    let kept = proptest::option::weighted(0.2, 1_u32..60);
    (proptest::collection::vec(line, 1..7), any::<bool>(), shipping, kept, conversion).prop_map(
        |(lines, without_tax, shipping, kept, conversion)| Slip {
            lines,
            without_tax,
            shipping,
            kept,
            conversion,
        },
    )
}

fn round2(value: Decimal) -> Decimal {
    round_half_away(value, 2)
}

fn taxed(net: Decimal, gross: Decimal) -> TaxedAmount {
    TaxedAmount { net: Amount::new(net), gross: Amount::new(gross) }
}

/// The slip as `OrderSlip::create` computes it: the seen side of the header is not rounded, the other is line by line.
fn given_back(slip: &Slip) -> (Vec<OrderLine>, TaxedAmount) {
    let (mut net, mut gross) = (Decimal::ZERO, Decimal::ZERO);
    let mut lines = Vec::new();
    for (given, id) in slip.lines.iter().zip(1_u64..) {
        let quantity = Decimal::from(given.quantity);
        let seen = given.price * quantity;
        let factor = given.rate.factor();
        let other = round2(if slip.without_tax { seen * factor } else { seen / factor });
        let (unit, total) = if slip.without_tax {
            net += seen;
            gross += other;
            ((given.price, round_half_away(given.price * factor, 6)), (round2(seen), other))
        } else {
            net += other;
            gross += seen;
            ((round_half_away(given.price / factor, 6), given.price), (other, round2(seen)))
        };
        lines.push(OrderLine {
            id: ShopId(id),
            product: None,
            combination: None,
            name: String::new(),
            reference: String::new(),
            quantity,
            unit: taxed(unit.0, unit.1),
            total: taxed(total.0, total.1),
            taxes: if given.rate.is_zero() { Vec::new() } else { vec![given.rate] },
            tax_method: TaxMethod::Single,
            ecotax: Amount::ZERO,
            ecotax_vat: Percent::ZERO,
            invoice: None,
            customizations: Vec::new(),
        });
    }
    (lines, taxed(net, gross))
}

#[test]
fn every_slip_has_lines_of_one_sign_that_add_up_to_it() {
    let cases = std::env::var("PASSERELLE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let twenty = Percent::new(Decimal::from(20));
    runner
        .run(&slip(), |slip| {
            let (lines, products) = given_back(&slip);
            let shipping =
                slip.shipping.map_or(TaxedAmount::ZERO, |net| taxed(net, round2(net * twenty.factor())));
            let share = |amount: Amount| {
                let percent = Decimal::from(slip.kept.unwrap_or(0));
                round2(amount.value() * percent / Decimal::ONE_HUNDRED)
            };
            let vouchers = taxed(share(products.net), share(products.gross));
            let whole = products + shipping - vouchers;
            let mut total = taxed(round2(whole.net.value()), round2(whole.gross.value()));
            // As the decision does: an untaxed slip counts with tax.
            let untaxed = slip.shipping.is_none() && slip.lines.iter().all(|line| line.rate.is_zero());
            total.net = if untaxed { total.gross } else { total.net.min(total.gross) };
            let vouchers =
                if untaxed { taxed(vouchers.gross.value(), vouchers.gross.value()) } else { vouchers };
            let model =
                PriceModel { precision: Precision::default(), rate: slip.conversion, currency_decimals: 2 };
            let source = RefundSource {
                lines: &lines,
                unnamed: TaxedAmount::ZERO,
                adjustment: TaxedAmount::ZERO,
                vouchers,
                shipping,
                total,
                shipping_vat: twenty,
                known_rates: &[],
                tax_rows: &[],
            };
            let layout = lay_out_refund(&model, &source);
            let layout = layout.map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
            prop_assert_eq!(layout.proof.erp, layout.proof.shop);
            prop_assert_eq!(layout.proof.erp.gross, -total.gross);
            if vouchers.is_zero() {
                prop_assert_eq!(layout.proof.erp.net, -total.net);
            }
            for line in &layout.lines {
                let priced = &line.priced;
                let computed = model.line(priced.unit_price, priced.quantity, priced.rate);
                prop_assert_eq!(computed, Some(priced.totals));
                prop_assert!(priced.totals.net <= Amount::ZERO && priced.totals.tax() <= Amount::ZERO);
            }
            Ok(())
        })
        .unwrap();
}
