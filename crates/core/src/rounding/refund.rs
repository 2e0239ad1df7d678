//! Lays a credit slip out as lines of a credit note. Dolibarr makes every line of a credit note negative, whatever is sent:
//! nothing can be taken back from it by a line of the other sign. So vouchers that are kept back lower the lines themselves,
//! and cents are moved into lines that can bear them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::discount::share;
use super::layout::{LARGEST_GAP, check_decimals, payable, product_lines, prove, push, with_first};
use super::{
    FormKind, LaidOutLine, Layout, LineSource, PartKind, PriceModel, PricedLine, fit, fit_with_gap, rate_for,
};
use crate::explain::Explanation;
use crate::money::{Amount, Percent, round_half_away};
use crate::shop::{OrderLine, TaxedAmount};
use crate::tax::{TaxRate, TaxRow};

/// Cents that are moved one by one at most.
const MOST_CENTS: usize = 200;
/// The largest part of a line, in cents, that becomes a rounding line of its own.
const LARGEST_PIECE: i64 = 200;

/// What is laid out; all amounts are positive.
#[derive(Clone, Copy, Debug)]
pub struct RefundSource<'a> {
    /// The lines of the order that are given back, with the slip's quantities and amounts instead of their own.
    pub lines: &'a [OrderLine],
    /// Products given back that no line tells of.
    pub unnamed: TaxedAmount,
    /// Vouchers that are kept back.
    pub vouchers: TaxedAmount,
    /// What the slip gives back beyond its lines, where a person has accepted it.
    pub adjustment: TaxedAmount,
    /// Shipping.
    pub shipping: TaxedAmount,
    /// What is given back in all, to the cent.
    pub total: TaxedAmount,
    /// `carrier_tax_rate`.
    pub shipping_vat: Percent,
    /// Other VAT rates, tried where a part does not say its rate.
    pub known_rates: &'a [Percent],
    /// How several taxes of one line are written in Dolibarr.
    pub tax_rows: &'a [TaxRow],
}

/// Lays a slip out; the lines and the proof are negative, as Dolibarr shows them.
///
/// # Errors
/// An explanation that names the difference, when no form of lines gives the slip's total.
pub fn lay_out_refund(model: &PriceModel, source: &RefundSource<'_>) -> Result<Layout, Explanation> {
    check_decimals(model, source.total)?;
    let mut parts = parts(model, source)?;
    let mut source = *source;
    if !source.vouchers.is_zero() && !keep_back(model, &source, &mut parts) {
        // The lines that came back have other rates than the vouchers: their VAT follows the lines.
        let vouchers = at_rates_of(model, source.vouchers.gross, &parts);
        let shift = source.vouchers.net - vouchers.net;
        source.total.net += shift;
        source.vouchers = vouchers;
        if !keep_back(model, &source, &mut parts) {
            return Err(no_form(source.total, sum(&parts)));
        }
    }
    let source = &source;
    let mut rounding = Vec::new();
    let gap = source.total - sum(&parts);
    let pieces: Decimal = source.lines.iter().map(|line| line.quantity.abs()).sum();
    let explained = Amount::new((Decimal::from(LARGEST_GAP) + pieces) * model.rounding_step());
    if gap.net.abs() > explained || gap.gross.abs() > explained {
        return Err(no_form(source.total, sum(&parts)));
    }
    move_cents(model, source, &mut parts);
    let gap = source.total - sum(&parts);
    if !gap.is_zero() {
        let line = of_one_sign(model, source, &mut parts, gap);
        rounding.push(line.ok_or_else(|| no_form(source.total, sum(&parts)))?);
    }
    let mut lines: Vec<LaidOutLine> = parts.into_iter().flat_map(|part| part.lines).collect();
    lines.extend(rounding.into_iter().map(|priced| LaidOutLine {
        source: LineSource { part: PartKind::Rounding, id: None },
        form: FormKind::Plain,
        real_quantity: None,
        priced,
        gap: TaxedAmount::ZERO,
    }));
    let one_sign = lines.iter().all(|line| is_positive(line.priced.totals));
    lines.iter_mut().for_each(negate);
    let shop = TaxedAmount::ZERO - source.total;
    let proof = prove(model, shop, &lines);
    if one_sign && proof.erp == shop {
        Ok(Layout { lines, proof })
    } else {
        Err(no_form(source.total, TaxedAmount::ZERO - proof.erp))
    }
}

/// One thing that is given back, with the lines that stand for it.
#[derive(Clone, Debug)]
struct Part {
    what: What,
    lines: Vec<LaidOutLine>,
}

#[derive(Clone, Debug)]
enum What {
    /// A line of the order.
    Line(Box<OrderLine>),
    /// Shipping, or products that no line tells of.
    Service(PartKind),
}

impl Part {
    fn sum(&self) -> TaxedAmount {
        self.lines.iter().map(|line| line.priced.totals).sum()
    }

    fn rate(&self) -> TaxRate {
        self.lines.first().map_or(TaxRate::ZERO, |line| line.priced.rate)
    }

    /// The same thing with exactly this sum; none when no form gives it.
    fn with_sum(&self, model: &PriceModel, source: &RefundSource<'_>, sum: TaxedAmount) -> Option<Self> {
        if !is_positive(sum) {
            return None;
        }
        let mut lines = Vec::new();
        match &self.what {
            What::Line(line) => {
                let line = OrderLine { total: sum, taxes: self.taxes(line), ..(**line).clone() };
                line_lines(model, &line, source, &mut lines).ok()?;
            }
            What::Service(part) => {
                let form = fit(model, sum.net.value(), Decimal::ONE, sum, self.rate())?;
                push(&mut lines, *part, None, Decimal::ONE, form);
            }
        }
        let part = Self { what: self.what.clone(), lines };
        let positive = part.lines.iter().all(|line| is_positive(line.priced.totals));
        (positive && part.sum() == sum && part.rate() == self.rate()).then_some(part)
    }

    /// The rate at which the line was laid out; several taxes stay as they are.
    fn taxes(&self, line: &OrderLine) -> Vec<Percent> {
        if line.taxes.len() > 1 { line.taxes.clone() } else { vec![self.rate().vat] }
    }
}

fn parts(model: &PriceModel, source: &RefundSource<'_>) -> Result<Vec<Part>, Explanation> {
    let mut parts = Vec::with_capacity(source.lines.len() + 2);
    for line in source.lines {
        // An amount alone is one piece.
        let quantity = if line.quantity.is_zero() { Decimal::ONE } else { line.quantity };
        let line = OrderLine { quantity, ..line.clone() };
        let mut lines = Vec::new();
        line_lines(model, &line, source, &mut lines)?;
        parts.push(Part { what: What::Line(Box::new(line)), lines });
    }
    let known: Vec<TaxRate> = source.known_rates.iter().copied().map(TaxRate::vat).collect();
    // The carrier's rate is one number, also where it stands for several taxes.
    let several = parts.iter().map(Part::rate).find(|rate| rate.combined() == source.shipping_vat);
    let hints = with_first(several.unwrap_or(TaxRate::vat(source.shipping_vat)), &known);
    for (kind, amount, hints) in [
        (PartKind::Discount, source.unnamed, known.as_slice()),
        (PartKind::Adjustment, source.adjustment, hints.as_slice()),
        (PartKind::Shipping, source.shipping, hints.as_slice()),
    ] {
        let target = payable(model, amount);
        if target.is_zero() {
            continue;
        }
        let mut lines = Vec::new();
        let form = rate_for(model, target, hints)
            .and_then(|rate| fit_with_gap(model, target.net.value(), Decimal::ONE, target, rate))
            .ok_or_else(|| no_form(target, TaxedAmount::ZERO))?;
        push(&mut lines, kind, None, Decimal::ONE, form);
        parts.push(Part { what: What::Service(kind), lines });
    }
    Ok(parts)
}

/// The lines of one line of the order. An amount that was chosen by hand need not follow how the line was sold: then its own
/// figures say the rate.
fn line_lines(
    model: &PriceModel,
    line: &OrderLine,
    source: &RefundSource<'_>,
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let before = lines.len();
    product_lines(model, line, source.known_rates, source.tax_rows, lines).or_else(|explanation| {
        lines.truncate(before);
        let target = payable(model, line.total);
        let rates = line.taxes.iter().chain(source.known_rates).copied();
        let hints: Vec<TaxRate> = rates.map(TaxRate::vat).collect();
        let form = rate_for(model, target, &hints)
            .and_then(|rate| fit_with_gap(model, line.unit.net.value(), line.quantity, target, rate));
        match form {
            Some(form) if line.taxes.len() <= 1 => {
                push(lines, PartKind::Product, Some(line.id), line.quantity, form);
                Ok(())
            }
            _ => Err(explanation),
        }
    })
}

fn sum(parts: &[Part]) -> TaxedAmount {
    parts.iter().map(Part::sum).sum()
}

/// Dolibarr stores the absolute value of each figure with a minus.
fn is_positive(amount: TaxedAmount) -> bool {
    amount.net >= Amount::ZERO && amount.tax() >= Amount::ZERO
}

/// What the lines that are given back sum up to at each rate.
fn bases(parts: &[Part]) -> BTreeMap<TaxRate, TaxedAmount> {
    let mut bases: BTreeMap<TaxRate, TaxedAmount> = BTreeMap::new();
    for part in parts.iter().filter(|part| matches!(part.what, What::Line(_))) {
        let base = bases.entry(part.rate()).or_default();
        *base = *base + part.sum();
    }
    bases
}

/// Vouchers of so much including tax, with the VAT of the lines that are given back.
fn at_rates_of(model: &PriceModel, gross: Amount, parts: &[Part]) -> TaxedAmount {
    let bases = bases(parts);
    let whole: Amount = bases.values().map(|base| base.gross).sum();
    let net = bases
        .iter()
        .filter_map(|(rate, base)| {
            let part = gross.value().checked_mul(base.gross.value())?.checked_div(whole.value())?;
            let net = part.checked_div(rate.factor())?;
            Some(Amount::new(round_half_away(net, model.precision.total_decimals)))
        })
        .sum();
    TaxedAmount { net, gross }
}

/// Lowers the lines by the vouchers that are kept back, shared out over the VAT rates as on an invoice. False, and nothing
/// is changed, when their VAT cannot be that of the lines.
fn keep_back(model: &PriceModel, source: &RefundSource<'_>, parts: &mut [Part]) -> bool {
    let mut lowered_parts = parts.to_vec();
    let kept = lower(model, source, &mut lowered_parts);
    if kept {
        parts.clone_from_slice(&lowered_parts);
    }
    kept
}

fn lower(model: &PriceModel, source: &RefundSource<'_>, parts: &mut [Part]) -> bool {
    let bases = bases(parts);
    let list: Vec<(TaxRate, TaxedAmount)> = bases.iter().map(|(rate, base)| (*rate, *base)).collect();
    let Some(shares) = share(model, source.vouchers, &list, &[]) else { return false };
    for (rate, whole) in shares {
        let Some(base) = bases.get(&rate).copied() else { return false };
        let mut rest = whole;
        let mut members: Vec<&mut Part> = parts
            .iter_mut()
            .filter(|part| matches!(part.what, What::Line(_)) && part.rate() == rate)
            .collect();
        let last = members.len().saturating_sub(1);
        for (index, part) in members.iter_mut().enumerate() {
            let of = |whole: Amount, own: Amount, all: Amount| -> Option<Amount> {
                let part = whole.value().checked_mul(own.value())?.checked_div(all.value())?;
                Some(Amount::new(round_half_away(part, model.precision.total_decimals)))
            };
            let own = part.sum();
            let mine = if index == last {
                Some(rest)
            } else {
                of(whole.net, own.net, base.net)
                    .zip(of(whole.gross, own.gross, base.gross))
                    .map(|(net, gross)| TaxedAmount { net, gross })
            };
            let Some(mine) = mine else { return false };
            let Some(lowered) = lowered(model, source, part, own - mine) else { return false };
            rest = rest - (own - lowered.sum());
            **part = lowered;
        }
    }
    true
}

/// The part with this sum, or one a cent beside it; the cent is made good by the lines after it.
fn lowered(model: &PriceModel, source: &RefundSource<'_>, part: &Part, sum: TaxedAmount) -> Option<Part> {
    let step = |cents: i64| Amount::new(model.total_step() * Decimal::from(cents));
    [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1)].into_iter().find_map(|(net, gross)| {
        let near = TaxedAmount { net: sum.net + step(net), gross: sum.gross + step(gross) };
        part.with_sum(model, source, near)
    })
}

/// Moves the cents between the total and the parts into parts that can bear them, the largest first.
fn move_cents(model: &PriceModel, source: &RefundSource<'_>, parts: &mut [Part]) {
    for _ in 0..MOST_CENTS {
        let gap = source.total - sum(parts);
        if gap.is_zero() {
            return;
        }
        let unit = |amount: Amount| match amount.cmp(&Amount::ZERO) {
            std::cmp::Ordering::Less => Amount::new(-model.total_step()),
            std::cmp::Ordering::Equal => Amount::ZERO,
            std::cmp::Ordering::Greater => Amount::new(model.total_step()),
        };
        let (net, gross) = (unit(gap.net), unit(gap.gross));
        let moves = [
            gap,
            TaxedAmount { net, gross },
            TaxedAmount { net: Amount::ZERO, gross },
            TaxedAmount { net, gross: Amount::ZERO },
        ];
        let found = moves.into_iter().filter(|it| !it.is_zero()).find_map(|it| {
            by_size(parts).into_iter().find_map(|index| {
                let part = parts.get(index)?;
                Some((index, part.with_sum(model, source, part.sum() + it)?))
            })
        });
        let Some((index, moved)) = found else { return };
        if let Some(part) = parts.get_mut(index) {
            *part = moved;
        }
    }
}

fn by_size(parts: &[Part]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(parts.get(*index).map(|part| part.sum().gross)));
    order
}

/// A rounding line for the cents that no part could bear: an amount without VAT where it is one, else a small piece of a
/// line, which rounds the other way when it stands alone.
fn of_one_sign(
    model: &PriceModel,
    source: &RefundSource<'_>,
    parts: &mut [Part],
    gap: TaxedAmount,
) -> Option<PricedLine> {
    let alone = |target: TaxedAmount, rate: TaxRate| -> Option<PricedLine> {
        let form = fit(model, target.net.value(), Decimal::ONE, target, rate)?;
        form.lines.into_iter().next().filter(|line| line.totals == target)
    };
    if gap.tax().is_zero() && gap.net > Amount::ZERO {
        return alone(gap, TaxRate::ZERO);
    }
    let step = |cents: i64| Amount::new(model.total_step() * Decimal::from(cents));
    for index in by_size(parts) {
        let Some(part) = parts.get(index) else { continue };
        let rate = part.rate();
        for cents in 1..=LARGEST_PIECE {
            let Some(natural) = model.line_in_own_currency(step(cents).value(), Decimal::ONE, rate) else {
                continue;
            };
            for nudge in [0, 1, -1] {
                let piece = TaxedAmount { net: natural.net, gross: natural.gross + step(nudge) };
                let Some(line) = alone(piece, rate).filter(|line| is_positive(line.totals)) else { continue };
                if let Some(rest) = part.with_sum(model, source, part.sum() + gap - piece) {
                    if let Some(part) = parts.get_mut(index) {
                        *part = rest;
                    }
                    return Some(line);
                }
            }
        }
    }
    None
}

fn negate(line: &mut LaidOutLine) {
    line.priced.unit_price = -line.priced.unit_price;
    line.priced.totals = TaxedAmount::ZERO - line.priced.totals;
    line.gap = TaxedAmount::ZERO - line.gap;
}

fn no_form(wanted: TaxedAmount, found: TaxedAmount) -> Explanation {
    Explanation::new("slip-no-exact-form")
        .with("shop_net", wanted.net)
        .with("shop_gross", wanted.gross)
        .with("erp_net", found.net)
        .with("erp_gross", found.gross)
}
