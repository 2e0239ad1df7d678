//! The search for the form of a line: which unit price and quantity make Dolibarr compute what the shop sold.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::PriceModel;
use crate::erp::Precision;
use crate::money::{Amount, Percent, round_half_away};
use crate::shop::TaxedAmount;
use crate::tax::TaxRate;

/// Prices tried along an interval where several roundings meet.
const SAMPLES: u32 = 33;

/// One line as it will be sent, with what Dolibarr will compute from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// Quantity.
    pub quantity: Decimal,
    /// Unit price in the company's currency.
    pub unit_price: Decimal,
    /// Its taxes.
    pub rate: TaxRate,
    /// The line's totals in the document's currency, as Dolibarr will compute them.
    pub totals: TaxedAmount,
}

/// How a line had to be written so that its totals come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// At the shop's own unit price.
    Plain,
    /// At a unit price that differs from the shop's within the decimals that Dolibarr keeps.
    AdjustedPrice,
    /// Quantity 1; the real quantity stands in the text.
    QuantityOne,
    /// Two lines that share the quantity.
    TwoLines,
    /// The net is right; cents of VAT go into the document's rounding lines.
    WithGap,
}

/// The form found for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Which one.
    pub kind: FormKind,
    /// One line, or two.
    pub lines: Vec<PricedLine>,
    /// What the shop has over these lines; nothing unless the kind is [`FormKind::WithGap`], or VAT is rounded for the sums.
    pub gap: TaxedAmount,
}

/// Finds the form of a line whose totals must be exactly `target`, in the order of preference of [`FormKind`]; `unit` is the
/// shop's own unit price excluding tax in the document's currency. None when no form without gap exists.
#[must_use]
pub fn fit(
    model: &PriceModel,
    unit: Decimal,
    quantity: Decimal,
    target: TaxedAmount,
    rate: TaxRate,
) -> Option<Form> {
    if quantity.is_zero() {
        return None;
    }
    let plain = model.unit_price(unit)?;
    if let Some(line) =
        priced(model, plain, quantity, rate).filter(|line| model.is_as_wanted(line.totals, target))
    {
        return Some(form(FormKind::Plain, vec![line], target));
    }
    if let Some(line) = adjusted(model, plain, quantity, target, rate) {
        return Some(form(FormKind::AdjustedPrice, vec![line], target));
    }
    let whole = model.unit_price(target.net.value())?;
    if quantity != Decimal::ONE
        && let Some(line) = adjusted(model, whole, Decimal::ONE, target, rate)
    {
        return Some(form(FormKind::QuantityOne, vec![line], target));
    }
    two_lines(model, quantity, target, rate)
}

/// Like [`fit`], and when nothing fits a line whose net is right and whose gross is as near as can be: the rest is the gap.
/// None when the gap would be more than what rounding each of the pieces can explain.
#[must_use]
pub fn fit_with_gap(
    model: &PriceModel,
    unit: Decimal,
    quantity: Decimal,
    target: TaxedAmount,
    rate: TaxRate,
) -> Option<Form> {
    if let Some(form) = fit(model, unit, quantity, target, rate) {
        return Some(form);
    }
    let whole = model.unit_price(target.net.value())?;
    let by_piece = target
        .net
        .value()
        .checked_div(quantity)
        .and_then(|price| model.unit_price(price))
        .and_then(|price| priced(model, price, quantity, rate))
        .filter(|line| line.totals.net == target.net);
    let line = match by_piece {
        Some(line) => line,
        None => priced(model, whole, Decimal::ONE, rate).filter(|line| line.totals.net == target.net)?,
    };
    let gap = target - line.totals;
    let pieces = quantity.abs().max(Decimal::ONE);
    let step = model.rounding_step();
    // Net and gross of each piece may have been rounded the same way or apart.
    let each = step.checked_mul(rate.factor().max(Decimal::ONE))?;
    let explained = pieces.checked_mul(each)?.checked_add(step)?;
    (gap.gross.abs().value() <= explained).then(|| Form { kind: FormKind::WithGap, lines: vec![line], gap })
}

/// The first of `hints` at which a single line of quantity 1 can have these totals. No other rate is ever tried: rates are
/// the shop's, and what they do not explain is rounding or a contradiction.
#[must_use]
pub fn rate_for(model: &PriceModel, target: TaxedAmount, hints: &[TaxRate]) -> Option<TaxRate> {
    let price = model.unit_price(target.net.value())?;
    let fits = |rate: TaxRate| {
        // As the shop rounds, also where Dolibarr keeps more decimals, or corrects lines by the sums.
        let total_decimals = model.shared_decimals();
        let precision = Precision { total_decimals, tax_of_sums: false, ..model.precision };
        let own = PriceModel { precision, ..*model };
        priced(&own, price, Decimal::ONE, rate).is_some_and(|line| line.totals == target)
            || adjusted(&own, price, Decimal::ONE, target, rate).is_some()
    };
    // The shop may round the other way than Dolibarr.
    let is_near = |rate: &TaxRate| {
        let gross = target.net.value().checked_mul(rate.factor());
        gross.is_some_and(|gross| (gross - target.gross.value()).abs() < model.rounding_step())
    };
    let mut all = hints.iter().copied();
    all.clone().find(|rate| fits(*rate)).or_else(|| all.find(is_near))
}

/// Lines that bring a document of `lines` to `target`: an amount without VAT for a difference excluding tax, and for a
/// difference of VAT a pair that cancels out excluding tax. At most two lines. None when `vat` cannot make the VAT difference.
#[must_use]
pub fn gap_at(
    model: &PriceModel,
    lines: &[PricedLine],
    target: TaxedAmount,
    vat: Percent,
) -> Option<Vec<PricedLine>> {
    let gap = target - model.document(lines);
    if gap.is_zero() {
        return Some(Vec::new());
    }
    let reaches = |added: Vec<PricedLine>| -> Option<Vec<PricedLine>> {
        // Where VAT is rounded for the sum of a rate, what a line adds depends on the others.
        let all: Vec<PricedLine> = lines.iter().chain(&added).cloned().collect();
        (model.document(&all) == target).then_some(added)
    };
    let tax = gap.tax();
    if tax.is_zero() {
        return reaches(vec![single(model, gap, TaxRate::ZERO)?]);
    }
    if vat.is_zero() {
        return None;
    }
    let step = model.total_step();
    let guess = round_half_away(
        tax.value().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(vat.value())?,
        model.precision.total_decimals,
    );
    // The guess is within a step of a fit at every rate from 1 % up; below, a step of tax needs more.
    for distance in 0..=100_i64 {
        for sign in [1_i64, -1] {
            let net = Amount::new(guess.checked_add(step.checked_mul(Decimal::from(distance * sign))?)?);
            let wanted = TaxedAmount { net, gross: net + tax };
            let Some(taxed) = single(model, wanted, TaxRate::vat(vat)) else { continue };
            let rest = gap.net - net;
            let mut added = vec![taxed];
            if !rest.is_zero() {
                added.push(single(model, TaxedAmount { net: rest, gross: rest }, TaxRate::ZERO)?);
            }
            if let Some(added) = reaches(added) {
                return Some(added);
            }
        }
    }
    None
}

fn form(kind: FormKind, lines: Vec<PricedLine>, target: TaxedAmount) -> Form {
    let gap = target - lines.iter().map(|line| line.totals).sum();
    Form { kind, lines, gap }
}

fn priced(model: &PriceModel, unit_price: Decimal, quantity: Decimal, rate: TaxRate) -> Option<PricedLine> {
    Some(PricedLine { quantity, unit_price, rate, totals: model.line(unit_price, quantity, rate)? })
}

/// One line of quantity 1 with exactly these totals.
fn single(model: &PriceModel, target: TaxedAmount, rate: TaxRate) -> Option<PricedLine> {
    let price = model.unit_price(target.net.value())?;
    priced(model, price, Decimal::ONE, rate)
        .filter(|line| model.is_as_wanted(line.totals, target))
        .or_else(|| adjusted(model, price, Decimal::ONE, target, rate))
}

/// The unit price nearest to `near` at which the line has exactly these totals.
///
/// The unrounded net must lie within half a step of the target's net, and its gross within half a step of the target's gross:
/// an interval of prices, of which the point of Dolibarr's grid nearest to `near` is tried with its neighbours.
fn adjusted(
    model: &PriceModel,
    near: Decimal,
    quantity: Decimal,
    target: TaxedAmount,
    rate: TaxRate,
) -> Option<PricedLine> {
    let half = model.total_step() / Decimal::TWO;
    let (net, gross, factor) = (target.net.value(), target.gross.value(), rate.factor());
    // Each local tax is rounded by itself, so the gross may be off by half a step more for each.
    let wide = half.checked_mul(Decimal::from(1 + rate.locals().count() as u64))?;
    let (mut low, mut high) = (net - half, net + half);
    if !model.rounds_tax_of_sums() && model.precision.total_multiple.is_none() && !factor.is_zero() {
        low = low.max((gross - wide).checked_div(factor)?);
        high = high.min((gross + wide).checked_div(factor)?);
    }
    if low > high {
        return None;
    }
    let each = model.rate.checked_mul(quantity)?;
    let (a, b) = (low.checked_div(each)?, high.checked_div(each)?);
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let decimals = model.precision.unit_decimals;
    let step = model.unit_step();
    // Away from the very edges first: there a binary fraction on the other side could round the other way.
    let middle = round_half_away((low + high) / Decimal::TWO, decimals);
    let nearest = round_half_away(near.clamp(low, high), decimals);
    let inside = |price: Decimal| price > low && price < high;
    let toward = if near < low { step } else { -step };
    // A tenth of the way in: still right when somebody has Dolibarr compute it again from its rounded prices.
    let tenth = (high - low) / Decimal::TEN;
    let safe = round_half_away(near.clamp(low + tenth, high - tenth), decimals);
    let along = (1..SAMPLES)
        .map(|part| low + (high - low) * Decimal::from(part) / Decimal::from(SAMPLES))
        .map(|price| round_half_away(price, decimals));
    let sampled = if rate.has_local() || model.precision.total_multiple.is_some() { SAMPLES } else { 0 };
    [safe, middle, nearest, nearest + toward, nearest - toward, middle + step, middle - step]
        .into_iter()
        .chain(along.take(sampled as usize))
        .filter(|price| inside(*price))
        .find_map(|price| {
            priced(model, price, quantity, rate).filter(|line| model.is_as_wanted(line.totals, target))
        })
}

/// Two lines that share a whole quantity, each with its share of the target.
fn two_lines(model: &PriceModel, quantity: Decimal, target: TaxedAmount, rate: TaxRate) -> Option<Form> {
    if !quantity.fract().is_zero() || quantity < Decimal::TWO {
        return None;
    }
    let half = (quantity / Decimal::TWO).floor();
    for first in [half, Decimal::ONE, quantity - Decimal::ONE] {
        let share = |amount: Amount| -> Option<Amount> {
            let part = amount.value().checked_mul(first)?.checked_div(quantity)?;
            Some(Amount::new(round_half_away(part, model.precision.total_decimals)))
        };
        let base = TaxedAmount { net: share(target.net)?, gross: share(target.gross)? };
        for cents in [0_i64, 1, -1] {
            let nudge = Amount::new(model.total_step() * Decimal::from(cents));
            let one = TaxedAmount { net: base.net, gross: base.gross + nudge };
            let two = target - one;
            let line = |amount: TaxedAmount, pieces: Decimal| {
                let price = model.unit_price(amount.net.value().checked_div(pieces)?)?;
                adjusted(model, price, pieces, amount, rate)
            };
            if let (Some(a), Some(b)) = (line(one, first), line(two, quantity - first)) {
                return Some(form(FormKind::TwoLines, vec![a, b], target));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(rate: &str) -> PriceModel {
        PriceModel { precision: Precision::default(), rate: rate.parse().unwrap(), currency_decimals: 2 }
    }

    fn taxed(net: &str, gross: &str) -> TaxedAmount {
        TaxedAmount { net: Amount::new(net.parse().unwrap()), gross: Amount::new(gross.parse().unwrap()) }
    }

    fn percent(text: &str) -> Percent {
        Percent::new(text.parse().unwrap())
    }

    fn rate(text: &str) -> TaxRate {
        TaxRate::vat(percent(text))
    }

    #[test]
    fn a_price_with_six_decimals_is_plain_when_it_comes_out() {
        let form = fit(
            &model("1"),
            "96.954545".parse().unwrap(),
            Decimal::from(3),
            taxed("290.86", "319.95"),
            rate("10"),
        );
        assert_eq!(form.unwrap().kind, FormKind::Plain);
    }

    #[test]
    fn rounding_each_item_needs_two_lines() {
        let form = fit(
            &model("1"),
            "3.333333".parse().unwrap(),
            Decimal::from(3),
            taxed("9.99", "12.00"),
            rate("20"),
        );
        let form = form.unwrap();
        assert_eq!(form.kind, FormKind::TwoLines);
        let sum: TaxedAmount = form.lines.iter().map(|line| line.totals).sum();
        assert_eq!(sum, taxed("9.99", "12.00"));
    }

    #[test]
    fn a_large_quantity_falls_back_to_quantity_one() {
        let form = fit(
            &model("1"),
            "0.123457".parse().unwrap(),
            Decimal::from(100_000),
            taxed("12345.68", "14814.81"),
            rate("20"),
        );
        let form = form.unwrap();
        assert!(matches!(form.kind, FormKind::QuantityOne | FormKind::AdjustedPrice), "{form:?}");
        assert_eq!(form.lines[0].totals, taxed("12345.68", "14814.81"));
    }

    #[test]
    fn a_gap_of_vat_is_a_pair_that_cancels_out() {
        let lines = gap_at(&model("1"), &[], taxed("0", "0.01"), percent("20")).unwrap();
        let sum: TaxedAmount = lines.iter().map(|line| line.totals).sum();
        assert_eq!(sum, taxed("0", "0.01"));
        assert!(lines.len() <= 2);
        assert!(gap_at(&model("1"), &[], taxed("0", "0.01"), Percent::ZERO).is_none());
    }

    /// Made by PrestaShop's own checkout in yen: 3 x 1166.4 at 20 %, rounded to whole yen.
    #[test]
    fn a_currency_without_decimals_is_rounded_in_its_own_steps() {
        let yen = PriceModel { currency_decimals: 0, ..model("162.4") };
        let target = taxed("3499", "4199");
        assert_eq!(rate_for(&yen, target, &[rate("10"), rate("20")]), Some(rate("20")));
        let form =
            fit_with_gap(&yen, "1166.4".parse().unwrap(), Decimal::from(3), target, rate("20")).unwrap();
        assert_eq!(form.kind, FormKind::WithGap);
        assert_eq!(form.gap, taxed("0", "0.20"));
        let cents =
            fit_with_gap(&model("162.4"), "1166.4".parse().unwrap(), Decimal::from(3), target, rate("20"));
        assert_eq!(cents, None, "of euros it would be no rounding");
    }

    #[test]
    fn the_rate_of_wrapping_is_found_from_its_figures() {
        let hints = [rate("5.5"), rate("20")];
        assert_eq!(rate_for(&model("1"), taxed("3.50", "4.20"), &hints), Some(rate("20")));
        assert_eq!(
            rate_for(&model("1"), taxed("100.00", "121.00"), &hints),
            None,
            "21 % is no rate of the shop"
        );
        assert_eq!(rate_for(&model("1"), taxed("0", "3.00"), &hints), None);
    }
}
