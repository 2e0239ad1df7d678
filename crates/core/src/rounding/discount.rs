//! How a discount is shared out over VAT rates, as PrestaShop's own invoice does.

use rust_decimal::Decimal;

use super::{PriceModel, fit, rate_for};
use crate::money::{Amount, round_half_away};
use crate::shop::TaxedAmount;
use crate::tax::TaxRate;

/// Shares `value` (positive) over the rates of `bases` (what was sold at each rate): in proportion first; where the
/// proportion does not give the shop's VAT, at the one rate that does (a voucher for one product); else the proportion is
/// tilted between the highest and the lowest rate until the VAT is the shop's.
///
/// The parts always add up to `value`, each can be written as one line at its rate. Where nothing was sold, the rate is one
/// of `hints`. None when no sharing does that. Where the shop rounds in larger steps than Dolibarr, the gross may be off by that.
pub(super) fn share(
    model: &PriceModel,
    value: TaxedAmount,
    bases: &[(TaxRate, TaxedAmount)],
    hints: &[TaxRate],
) -> Option<Vec<(TaxRate, TaxedAmount)>> {
    if value.is_zero() {
        return Some(Vec::new());
    }
    let Some(nets) = proportional(model, value.net, bases) else {
        let rate = rate_for(model, value, hints)?;
        return Some(vec![(rate, value)]);
    };
    let near = Amount::new(model.rounding_step() * Decimal::from(nets.len() as u64 + 1));
    let off = value.tax() - taxes(model, &nets)?;
    if off.abs() <= near
        && let Some(parts) = settle(model, value, nets.clone())
    {
        return Some(parts);
    }
    let rates: Vec<TaxRate> = nets.iter().map(|(rate, _)| *rate).collect();
    if let Some(rate) = rates.iter().copied().find(|rate| is_line(model, value, *rate)) {
        return Some(vec![(rate, value)]);
    }
    // Where the shop rounds in larger steps than Dolibarr, what little is off is rounding, and no other sharing.
    let is_rounding = model.rounding_step() > model.total_step();
    if is_rounding && off.abs() <= near {
        return share_by_net(model, value, bases);
    }
    tilt(model, value, nets, is_rounding.then_some(near))
}

/// Shares the net of `value` in proportion, with the VAT that Dolibarr computes: what that leaves is for the rounding lines.
/// None when there is nothing to share it over.
pub(super) fn share_by_net(
    model: &PriceModel,
    value: TaxedAmount,
    bases: &[(TaxRate, TaxedAmount)],
) -> Option<Vec<(TaxRate, TaxedAmount)>> {
    let nets = proportional(model, value.net, bases)?;
    let part = |(rate, net): (TaxRate, Amount)| Some((rate, line_of(model, net, rate)?));
    let parts: Vec<_> = nets.into_iter().map(part).collect::<Option<_>>()?;
    Some(parts.into_iter().filter(|(_, part)| !part.is_zero()).collect())
}

/// `net` in parts in proportion to the nets of `bases` above zero; none when there are none. The parts add up to it.
fn proportional(
    model: &PriceModel,
    net: Amount,
    bases: &[(TaxRate, TaxedAmount)],
) -> Option<Vec<(TaxRate, Amount)>> {
    let bases = bases.iter().filter(|(_, base)| base.net > Amount::ZERO);
    let whole: Decimal = bases.clone().map(|(_, base)| base.net.value()).sum();
    if whole.is_zero() {
        return None;
    }
    let mut nets = Vec::new();
    for (rate, base) in bases {
        let part = net.value().checked_mul(base.net.value())?.checked_div(whole)?;
        nets.push((*rate, Amount::new(round_half_away(part, model.shared_decimals()))));
    }
    // What rounding left over goes to the largest part.
    let rest = net - nets.iter().map(|(_, net)| *net).sum();
    if let Some(largest) = nets.iter_mut().max_by_key(|(_, net)| *net) {
        largest.1 += rest;
    }
    Some(nets)
}

/// The VAT that Dolibarr computes for these nets.
fn taxes(model: &PriceModel, nets: &[(TaxRate, Amount)]) -> Option<Amount> {
    let mut sum = Amount::ZERO;
    for (rate, net) in nets {
        sum += model_tax(model, *net, *rate)?;
    }
    Some(sum)
}

fn model_tax(model: &PriceModel, net: Amount, rate: TaxRate) -> Option<Amount> {
    line_of(model, net, rate).map(|line| line.tax())
}

fn line_of(model: &PriceModel, net: Amount, rate: TaxRate) -> Option<TaxedAmount> {
    model.line_in_own_currency(net.value(), Decimal::ONE, rate)
}

fn is_line(model: &PriceModel, value: TaxedAmount, rate: TaxRate) -> bool {
    fit(model, value.net.value(), Decimal::ONE, value, rate).is_some()
}

/// Gives each part its VAT and puts the cents that remain where a line can bear them.
fn settle(
    model: &PriceModel,
    value: TaxedAmount,
    nets: Vec<(TaxRate, Amount)>,
) -> Option<Vec<(TaxRate, TaxedAmount)>> {
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

/// Moves net between the highest and the lowest rate until the VAT is the shop's, or `near` enough to be rounding.
fn tilt(
    model: &PriceModel,
    value: TaxedAmount,
    mut nets: Vec<(TaxRate, Amount)>,
    near: Option<Amount>,
) -> Option<Vec<(TaxRate, TaxedAmount)>> {
    let high = nets.iter().enumerate().max_by_key(|(_, (rate, _))| rate.combined())?.0;
    let low = nets.iter().enumerate().min_by_key(|(_, (rate, _))| rate.combined())?.0;
    let spread = nets.get(high)?.0.combined().value() - nets.get(low)?.0.combined().value();
    if spread.is_zero() {
        return None;
    }
    for _ in 0..8 {
        if let Some(parts) = settle(model, value, nets.clone()) {
            return Some(parts);
        }
        let off = value.tax() - taxes(model, &nets)?;
        if near.is_some_and(|near| off.abs() <= near) {
            let part = |(rate, net)| Some((rate, line_of(model, net, rate)?));
            return nets.into_iter().map(part).collect();
        }
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
