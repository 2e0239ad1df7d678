//! How a discount is shared out over VAT rates, as PrestaShop's own invoice does.

use rust_decimal::Decimal;

use super::{PriceModel, fit, rate_for};
use crate::money::{Amount, Percent, round_half_away};
use crate::shop::TaxedAmount;

/// Shares `value` (positive) over the rates of `bases` (what was sold at each rate): in proportion first; where the
/// proportion does not give the shop's VAT, at the one rate that does (a voucher for one product); else the proportion is
/// tilted between the highest and the lowest rate until the VAT is the shop's.
///
/// The parts always add up to `value`, each can be written as one line at its rate. None when no sharing does that.
pub(super) fn share(
    model: &PriceModel,
    value: TaxedAmount,
    bases: &[(Percent, TaxedAmount)],
) -> Option<Vec<(Percent, TaxedAmount)>> {
    if value.is_zero() {
        return Some(Vec::new());
    }
    let bases: Vec<(Percent, Decimal)> = bases
        .iter()
        .filter(|(_, base)| base.net.value() > Decimal::ZERO)
        .map(|(rate, base)| (*rate, base.net.value()))
        .collect();
    let whole: Decimal = bases.iter().map(|(_, base)| *base).sum();
    if whole.is_zero() {
        let rate = rate_for(model, value, &[])?;
        return Some(vec![(rate, value)]);
    }
    let mut nets = Vec::with_capacity(bases.len());
    for (rate, base) in &bases {
        let part = value.net.value().checked_mul(*base)?.checked_div(whole)?;
        nets.push((*rate, Amount::new(round_half_away(part, model.precision.total_decimals))));
    }
    // What rounding left over goes to the largest part.
    let rest = value.net - nets.iter().map(|(_, net)| *net).sum();
    if let Some(largest) = nets.iter_mut().max_by_key(|(_, net)| *net) {
        largest.1 += rest;
    }
    let near = Amount::new(model.total_step() * Decimal::from(bases.len() as u64 + 1));
    let off = value.tax() - taxes(model, &nets)?;
    if off.abs() <= near
        && let Some(parts) = settle(model, value, nets.clone())
    {
        return Some(parts);
    }
    let rates: Vec<Percent> = bases.iter().map(|(rate, _)| *rate).collect();
    if let Some(rate) = rates.iter().copied().find(|rate| is_line(model, value, *rate)) {
        return Some(vec![(rate, value)]);
    }
    tilt(model, value, nets)
}

/// The VAT that Dolibarr computes for these nets.
fn taxes(model: &PriceModel, nets: &[(Percent, Amount)]) -> Option<Amount> {
    let mut sum = Amount::ZERO;
    for (rate, net) in nets {
        sum += model_tax(model, *net, *rate)?;
    }
    Some(sum)
}

fn model_tax(model: &PriceModel, net: Amount, rate: Percent) -> Option<Amount> {
    let gross = net.value().checked_mul(rate.factor())?;
    Some(Amount::new(round_half_away(gross, model.precision.total_decimals)) - net)
}

fn is_line(model: &PriceModel, value: TaxedAmount, rate: Percent) -> bool {
    fit(model, value.net.value(), Decimal::ONE, value, rate).is_some()
}

/// Gives each part its VAT and puts the cents that remain where a line can bear them.
fn settle(
    model: &PriceModel,
    value: TaxedAmount,
    nets: Vec<(Percent, Amount)>,
) -> Option<Vec<(Percent, TaxedAmount)>> {
    let mut parts = Vec::with_capacity(nets.len());
    for (rate, net) in nets {
        let tax = model_tax(model, net, rate)?;
        parts.push((rate, TaxedAmount { net, gross: net + tax }));
    }
    let step = Amount::new(model.total_step());
    let mut off = value.gross - parts.iter().map(|(_, part)| part.gross).sum();
    for (rate, part) in &mut parts {
        if off.is_zero() {
            break;
        }
        let nudge = if off > Amount::ZERO { step } else { -step };
        let nudged = TaxedAmount { net: part.net, gross: part.gross + nudge };
        if is_line(model, nudged, *rate) {
            *part = nudged;
            off = off - nudge;
        }
    }
    parts.retain(|(_, part)| !part.is_zero());
    (off.is_zero() && parts.iter().all(|(rate, part)| is_line(model, *part, *rate))).then_some(parts)
}

/// Moves net between the highest and the lowest rate until the VAT is the shop's.
fn tilt(
    model: &PriceModel,
    value: TaxedAmount,
    mut nets: Vec<(Percent, Amount)>,
) -> Option<Vec<(Percent, TaxedAmount)>> {
    let high = nets.iter().enumerate().max_by_key(|(_, (rate, _))| *rate)?.0;
    let low = nets.iter().enumerate().min_by_key(|(_, (rate, _))| *rate)?.0;
    let spread = nets.get(high)?.0.value() - nets.get(low)?.0.value();
    if spread.is_zero() {
        return None;
    }
    for _ in 0..8 {
        if let Some(parts) = settle(model, value, nets.clone()) {
            return Some(parts);
        }
        let off = value.tax() - taxes(model, &nets)?;
        let moved = off.value().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(spread)?;
        let mut moved = Amount::new(round_half_away(moved, model.precision.total_decimals));
        if moved.is_zero() {
            moved = Amount::new(model.total_step());
        }
        nets.get_mut(high)?.1 += moved;
        nets.get_mut(low)?.1 += -moved;
    }
    None
}
