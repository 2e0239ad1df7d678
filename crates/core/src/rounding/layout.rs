//! Lays a document of the shop out as lines of Dolibarr whose sums equal the shop's header to the cent, with the proof.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::discount::{share, share_by_net};
use super::{Form, FormKind, PriceModel, PricedLine, fit, fit_with_gap, gap_at, rate_for};
use crate::accept::Figures;
use crate::explain::Explanation;
use crate::key::ShopId;
use crate::money::{Amount, Percent};
use crate::shop::{Discount, OrderLine, OrderTotals, TaxedAmount};
use crate::tax::{self, TaxRate, TaxRow};

/// Amounts beyond this are taken for nonsense.
const LARGEST: i64 = 1_000_000_000_000;
/// A header further than so many steps of rounding from the sum of its own parts contradicts itself: 0.05 of a euro.
pub(super) const LARGEST_GAP: i64 = 5;

/// What is laid out: an order, or one invoice of it.
#[derive(Clone, Copy, Debug)]
pub struct LayoutSource<'a> {
    /// The lines that belong to it.
    pub lines: &'a [OrderLine],
    /// The vouchers that belong to it.
    pub discounts: &'a [Discount],
    /// Its header.
    pub totals: OrderTotals,
    /// `carrier_tax_rate`.
    pub shipping_vat: Percent,
    /// Other VAT rates of the shop, tried where a part does not say its rate.
    pub known_rates: &'a [Percent],
    /// How several taxes of one line are written in Dolibarr.
    pub tax_rows: &'a [TaxRow],
    /// Several taxes that the shop has together: tried where a part says their sum as one rate.
    pub several_taxes: &'a [TaxRate],
    /// One discount for all vouchers instead of one for each.
    pub one_discount: bool,
    /// A person's word that a difference between the header and its parts may be booked, for just these figures.
    pub accepted: Option<Figures>,
}

/// What a line of the layout stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A line of the shop.
    Product,
    /// The ecotax of a line, where it has another rate than the product.
    Ecotax,
    /// Shipping.
    Shipping,
    /// Gift wrapping.
    Wrapping,
    /// A discount.
    Discount,
    /// The cents that the header has over its parts.
    Rounding,
    /// A difference between the header and its parts that a person has accepted.
    Adjustment,
    /// Nothing is left in the document: a line that says so, without which Dolibarr validates no invoice.
    Empty,
}

/// Which thing of the shop a line of the layout comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSource {
    /// What it stands for.
    pub part: PartKind,
    /// The `order_details` or `order_cart_rules` row, where there is one.
    pub id: Option<ShopId>,
}

/// One line to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaidOutLine {
    /// Where it comes from.
    pub source: LineSource,
    /// Its form.
    pub form: FormKind,
    /// The shop's quantity, when it is not the line's own.
    pub real_quantity: Option<Decimal>,
    /// Quantity, price and totals.
    pub priced: PricedLine,
    /// What the shop has over this line: cents that the rounding lines make good.
    pub gap: TaxedAmount,
}

/// The sums of both sides at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// The rate.
    #[serde(flatten)]
    pub rate: TaxRate,
    /// What the shop's parts at this rate add up to; the rest up to its header has no rate.
    pub shop: TaxedAmount,
    /// What Dolibarr's lines at this rate add up to, rounding lines among them.
    pub erp: TaxedAmount,
}

/// The proof that a layout equals the shop's document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The shop's header.
    pub shop: TaxedAmount,
    /// The sum of Dolibarr's lines: always the same.
    pub erp: TaxedAmount,
    /// By rate, ascending.
    pub by_rate: Vec<ProofLine>,
    /// What stands in rounding lines.
    pub rounding: TaxedAmount,
}

/// A document laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The lines in the order in which they are sent.
    pub lines: Vec<LaidOutLine>,
    /// The proof.
    pub proof: Proof,
}

/// Lays a document out.
///
/// # Errors
/// An explanation that names the difference, when the document contradicts itself or no form of lines gives its totals.
pub fn lay_out(model: &PriceModel, source: &LayoutSource<'_>) -> Result<Layout, Explanation> {
    check_size(source)?;
    let rounded = OrderTotals { to_pay: model.as_paid(source.totals.to_pay), ..source.totals };
    let source = &LayoutSource { totals: rounded, ..*source };
    let totals = &source.totals;
    check_decimals(model, totals.to_pay)?;
    let disputed = disputed(model, source);
    if disputed.is_some() && disputed != source.accepted {
        return Err(contradiction(model, source));
    }
    let mut lines = Vec::new();
    let mut bases: BTreeMap<TaxRate, TaxedAmount> = BTreeMap::new();
    for line in source.lines {
        product_lines(model, line, source.known_rates, source.tax_rows, &mut lines)?;
    }
    for line in &lines {
        let base = bases.entry(line.priced.rate).or_default();
        *base = *base + line.priced.totals;
    }
    let product_rates = bases.keys().rev().copied();
    let hints: Vec<TaxRate> =
        product_rates.chain(source.known_rates.iter().copied().map(TaxRate::vat)).collect();
    // The carrier's rate is one number, also where it stands for several taxes.
    let mut several = hints.iter().chain(source.several_taxes);
    let several = several.find(|rate| rate.has_local() && rate.combined() == source.shipping_vat);
    let carrier = several.copied().unwrap_or(TaxRate::vat(source.shipping_vat));
    service_line(model, PartKind::Shipping, totals.shipping, &with_first(carrier, &hints), &mut lines)?;
    service_line(model, PartKind::Wrapping, totals.wrapping, &with_first(carrier, &hints), &mut lines)?;
    discount_lines(model, source, &bases, &with_first(carrier, &hints), &mut lines)?;
    if let Some(figures) = disputed {
        adjustment_lines(model, figures.difference(), &hints, &mut lines)?;
    }
    rounding_lines(model, source, &hints, &mut lines)?;
    if lines.is_empty() {
        lines.push(empty_line());
    }
    let proof = prove(model, totals.to_pay, &lines);
    if proof.erp == proof.shop {
        Ok(Layout { lines, proof })
    } else {
        Err(no_form("document", totals.to_pay, proof.erp))
    }
}

/// The figures of a document that contradicts itself: a header that is further from the sum of its own parts than rounding can
/// bring it. None where it does not.
#[must_use]
pub fn disputed(model: &PriceModel, source: &LayoutSource<'_>) -> Option<Figures> {
    let total = model.as_paid(source.totals.to_pay);
    let totals = &source.totals;
    let step = model.rounding_step();
    let is_far = |difference: TaxedAmount, limit: Decimal| {
        difference.net.abs().value() > limit || difference.gross.abs().value() > limit
    };
    let lines: TaxedAmount = source.lines.iter().map(|line| model.as_paid(line.total)).sum();
    let pieces: Decimal = source.lines.iter().map(|line| line.quantity.abs()).sum();
    let parts = lines + totals.shipping + totals.wrapping - totals.discounts;
    let few = step * Decimal::from(LARGEST_GAP);
    let many = step * (Decimal::from(LARGEST_GAP) + pieces);
    let contradicts = is_far(total - totals.sum_of_parts(), few) || is_far(total - parts, many);
    contradicts.then(|| Figures { total, parts: model.as_paid(parts) })
}

/// What a person has accepted: one line at the rate that explains the difference, as of a wrapping that was listed and not
/// charged; where none does, an amount without VAT, and a pair that makes the VAT.
fn adjustment_lines(
    model: &PriceModel,
    difference: TaxedAmount,
    hints: &[TaxRate],
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let target = payable(model, difference);
    let plain = if target.tax().is_zero() { Some(TaxRate::ZERO) } else { None };
    let one = plain.or_else(|| rate_for(model, target, hints)).and_then(|rate| {
        let form = fit(model, target.net.value(), Decimal::ONE, target, rate)?;
        (form.lines.len() == 1).then_some(form.lines)
    });
    let rates = hints.iter().map(|rate| rate.vat);
    let found = one.or_else(|| {
        std::iter::once(Percent::ZERO).chain(rates).find_map(|rate| gap_at(model, &[], target, rate))
    });
    let found = found.ok_or_else(|| no_form("document", target, TaxedAmount::ZERO))?;
    lines.extend(found.into_iter().map(|priced| LaidOutLine {
        source: LineSource { part: PartKind::Adjustment, id: None },
        form: FormKind::Plain,
        real_quantity: None,
        priced,
        gap: TaxedAmount::ZERO,
    }));
    Ok(())
}

/// Rounded to the decimals that both sides have.
pub(super) fn payable(model: &PriceModel, amount: TaxedAmount) -> TaxedAmount {
    let round = |amount: Amount| amount.rounded_to(model.shared_decimals());
    TaxedAmount { net: round(amount.net), gross: round(amount.gross) }
}

/// What Dolibarr's totals have no decimals for cannot be written: a dinar has three.
pub(super) fn check_decimals(model: &PriceModel, total: TaxedAmount) -> Result<(), Explanation> {
    let held = payable(model, total);
    if held == total {
        return Ok(());
    }
    Err(Explanation::new("order-decimals-lost")
        .with("total_net", total.net)
        .with("total_gross", total.gross)
        .with("erp_net", held.net)
        .with("erp_gross", held.gross)
        .with("decimals", model.currency_decimals))
}

/// A line without amount: all lines of the document were taken out of it in the shop.
fn empty_line() -> LaidOutLine {
    let (quantity, unit_price) = (Decimal::ONE, Decimal::ZERO);
    LaidOutLine {
        source: LineSource { part: PartKind::Empty, id: None },
        form: FormKind::Plain,
        real_quantity: None,
        priced: PricedLine { quantity, unit_price, rate: TaxRate::ZERO, totals: TaxedAmount::ZERO },
        gap: TaxedAmount::ZERO,
    }
}

pub(super) fn with_first(first: TaxRate, others: &[TaxRate]) -> Vec<TaxRate> {
    std::iter::once(first).chain(others.iter().copied()).chain(std::iter::once(TaxRate::ZERO)).collect()
}

fn check_size(source: &LayoutSource<'_>) -> Result<(), Explanation> {
    let limit = Decimal::from(LARGEST);
    let totals = &source.totals;
    let headers = [totals.products, totals.shipping, totals.wrapping, totals.discounts, totals.to_pay];
    let lines = source.lines.iter().flat_map(|line| [line.unit, line.total]);
    let discounts = source.discounts.iter().map(|discount| discount.value);
    let quantities = source.lines.iter().any(|line| line.quantity.abs() > limit);
    let amounts = headers
        .into_iter()
        .chain(lines)
        .chain(discounts)
        .any(|amount| amount.net.value().abs() > limit || amount.gross.value().abs() > limit);
    if quantities || amounts || source.lines.len() > 5_000 {
        return Err(Explanation::new("order-too-large"));
    }
    Ok(())
}

fn contradiction(model: &PriceModel, source: &LayoutSource<'_>) -> Explanation {
    let totals = &source.totals;
    let few = model.rounding_step() * Decimal::from(LARGEST_GAP);
    let off = totals.to_pay - totals.sum_of_parts();
    let parts = if off.net.abs().value() > few || off.gross.abs().value() > few {
        totals.sum_of_parts()
    } else {
        // The header agrees with itself, and not with the lines.
        disputed(model, source).map_or(totals.sum_of_parts(), |figures| figures.parts)
    };
    Explanation::new("order-contradicts-itself")
        .with("total_net", totals.to_pay.net)
        .with("total_gross", totals.to_pay.gross)
        .with("parts_net", parts.net)
        .with("parts_gross", parts.gross)
        .with("products", totals.products.gross)
        .with("shipping", totals.shipping.gross)
        .with("wrapping", totals.wrapping.gross)
        .with("discounts", totals.discounts.gross)
}

fn no_form(part: &str, wanted: TaxedAmount, found: TaxedAmount) -> Explanation {
    Explanation::new("order-no-exact-form")
        .with("part", part)
        .with("shop_net", wanted.net)
        .with("shop_gross", wanted.gross)
        .with("erp_net", found.net)
        .with("erp_gross", found.gross)
}

pub(super) fn product_lines(
    model: &PriceModel,
    line: &OrderLine,
    known_rates: &[Percent],
    tax_rows: &[TaxRow],
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let target = payable(model, line.total);
    if line.quantity.is_zero() {
        return if target.is_zero() { Ok(()) } else { Err(no_form("line", target, TaxedAmount::ZERO)) };
    }
    let named = tax::of_shop(&line.taxes, line.tax_method, tax_rows).ok_or_else(|| {
        Explanation::new("order-too-many-taxes").with("line", line.id).with("count", line.taxes.len())
    })?;
    if let Some(form) = fit(model, line.unit.net.value(), line.quantity, target, named) {
        push(lines, PartKind::Product, Some(line.id), line.quantity, form);
        return Ok(());
    }
    if !line.ecotax.is_zero() && TaxRate::vat(line.ecotax_vat) != named {
        return ecotax_lines(model, line, target, named, lines);
    }
    // The tax that the line names does not explain its figures: perhaps it was changed or is gone. Its own figures say which.
    let explains = fit_with_gap(model, line.unit.net.value(), line.quantity, target, named);
    let form = explains.or_else(|| {
        let known: Vec<TaxRate> = known_rates.iter().copied().map(TaxRate::vat).collect();
        let rate = rate_for(model, target, &known)?;
        fit_with_gap(model, line.unit.net.value(), line.quantity, target, rate)
    });
    match form {
        Some(form) => {
            push(lines, PartKind::Product, Some(line.id), line.quantity, form);
            Ok(())
        }
        None => Err(Explanation::new("order-line-rate-unknown")
            .with("line", line.id)
            .with("rate", named)
            .with("net", target.net)
            .with("gross", target.gross)),
    }
}

/// The product without its ecotax at the product's rate, and the ecotax at its own.
fn ecotax_lines(
    model: &PriceModel,
    line: &OrderLine,
    target: TaxedAmount,
    named: TaxRate,
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let found = [Some(line.ecotax.value()), reduced_ecotax(line, named)]
        .into_iter()
        .flatten()
        .find_map(|ecotax| ecotax_forms(model, line, ecotax, target, named));
    let (product, ecotax) = found.ok_or_else(|| no_form("ecotax", target, TaxedAmount::ZERO))?;
    push(lines, PartKind::Product, Some(line.id), line.quantity, product);
    push(lines, PartKind::Ecotax, Some(line.id), line.quantity, ecotax);
    Ok(())
}

/// The ecotax that the unit prices really hold: a reduction of the customer's group reduces it too, but the shop keeps
/// showing the whole. It follows from both unit prices: gross = (net - ecotax) × (1 + VAT) + ecotax × (1 + its VAT).
fn reduced_ecotax(line: &OrderLine, named: TaxRate) -> Option<Decimal> {
    let (product, own) = (named.factor(), line.ecotax_vat.factor());
    let without = line.unit.net.value().checked_mul(product)?;
    let ecotax = (line.unit.gross.value() - without).checked_div(own - product)?;
    (ecotax > Decimal::ZERO && ecotax <= line.ecotax.value()).then_some(ecotax)
}

/// Forms of both parts for an ecotax of so much for one piece; cents may have to move between the parts.
fn ecotax_forms(
    model: &PriceModel,
    line: &OrderLine,
    ecotax: Decimal,
    target: TaxedAmount,
    named: TaxRate,
) -> Option<(Form, Form)> {
    let own = TaxRate::vat(line.ecotax_vat);
    let whole = model.line_in_own_currency(ecotax, line.quantity, own)?;
    let nudges = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)];
    let exact = nudges.into_iter().find_map(|(net, gross)| {
        let nudge = |count: i64| Amount::new(model.total_step() * Decimal::from(count));
        let eco = TaxedAmount { net: whole.net + nudge(net), gross: whole.gross + nudge(gross) };
        let eco_form = fit(model, ecotax, line.quantity, eco, own)?;
        let rest_form = fit(model, line.unit.net.value() - ecotax, line.quantity, target - eco, named)?;
        Some((rest_form, eco_form))
    });
    // Where each piece was rounded, cents are left for the rounding lines.
    exact.or_else(|| {
        let eco_form = fit(model, ecotax, line.quantity, whole, own)?;
        let without = line.unit.net.value() - ecotax;
        let rest_form = fit_with_gap(model, without, line.quantity, target - whole, named)?;
        Some((rest_form, eco_form))
    })
}

pub(super) fn push(
    lines: &mut Vec<LaidOutLine>,
    part: PartKind,
    id: Option<ShopId>,
    quantity: Decimal,
    form: Form,
) {
    let kind = form.kind;
    let mut gap = form.gap;
    for priced in form.lines {
        let real_quantity = (kind == FormKind::QuantityOne
            || (kind == FormKind::WithGap && priced.quantity != quantity))
            .then_some(quantity);
        let source = LineSource { part, id };
        lines.push(LaidOutLine { source, form: kind, real_quantity, priced, gap });
        gap = TaxedAmount::ZERO;
    }
}

fn service_line(
    model: &PriceModel,
    part: PartKind,
    amount: TaxedAmount,
    hints: &[TaxRate],
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let target = payable(model, amount);
    if target.is_zero() {
        return Ok(());
    }
    let word = if part == PartKind::Shipping { "shipping" } else { "wrapping" };
    let form = rate_for(model, target, hints)
        .and_then(|rate| fit_with_gap(model, target.net.value(), Decimal::ONE, target, rate))
        .ok_or_else(|| {
            Explanation::new("order-part-rate-unknown")
                .with("part", word)
                .with("net", target.net)
                .with("gross", target.gross)
        })?;
    push(lines, part, None, Decimal::ONE, form);
    Ok(())
}

fn discount_lines(
    model: &PriceModel,
    source: &LayoutSource<'_>,
    bases: &BTreeMap<TaxRate, TaxedAmount>,
    hints: &[TaxRate],
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let totals = &source.totals;
    let whole = payable(model, totals.discounts);
    if whole.is_zero() {
        return Ok(());
    }
    let shipping =
        lines.iter().find(|line| line.source.part == PartKind::Shipping).map(|line| line.priced.clone());
    let product_bases: Vec<(TaxRate, TaxedAmount)> =
        bases.iter().map(|(rate, base)| (*rate, *base)).collect();
    let vouchers = vouchers(model, source, whole);
    let mut shared = Vec::new();
    for (id, value, free_shipping) in &vouchers {
        let parts = match &shipping {
            // A voucher for free shipping holds the shipping cost, at the shipping's rate.
            Some(cost)
                if *free_shipping && value.net >= cost.totals.net && value.gross >= cost.totals.gross =>
            {
                share(model, *value - cost.totals, &product_bases, hints).map(|mut parts| {
                    parts.push((cost.rate, cost.totals));
                    parts
                })
            }
            _ => None,
        };
        let parts = parts.or_else(|| share(model, *value, &product_bases, hints)).or_else(|| {
            let mut all = product_bases.clone();
            all.extend(shipping.iter().map(|cost| (cost.rate, cost.totals)));
            all.push((TaxRate::ZERO, TaxedAmount::ZERO));
            share(model, *value, &all, hints)
        });
        let Some(parts) = parts else {
            shared.clear();
            break;
        };
        shared.extend(parts.into_iter().map(|(rate, part)| (*id, rate, part)));
    }
    if shared.is_empty() {
        // No sharing voucher by voucher: the whole at once, with what rounding is left in the rounding lines.
        let parts = share(model, whole, &product_bases, hints)
            .or_else(|| share_nearly(model, whole, &product_bases, hints))
            .or_else(|| share_by_net(model, whole, &product_bases))
            .ok_or_else(|| no_form("discount", whole, TaxedAmount::ZERO))?;
        shared = parts.into_iter().map(|(rate, part)| (None, rate, part)).collect();
    }
    for (id, rate, part) in shared {
        let minus = TaxedAmount::ZERO - part;
        let form = fit(model, minus.net.value(), Decimal::ONE, minus, rate)
            .ok_or_else(|| no_form("discount", minus, TaxedAmount::ZERO))?;
        push(lines, PartKind::Discount, id, Decimal::ONE, form);
    }
    Ok(())
}

/// A sharing whose gross is a few cents off, for the rounding lines to make good.
fn share_nearly(
    model: &PriceModel,
    value: TaxedAmount,
    bases: &[(TaxRate, TaxedAmount)],
    hints: &[TaxRate],
) -> Option<Vec<(TaxRate, TaxedAmount)>> {
    (1..=5_i64).flat_map(|cents| [cents, -cents]).find_map(|cents| {
        let near = TaxedAmount {
            net: value.net,
            gross: value.gross + Amount::new(model.total_step() * Decimal::from(cents)),
        };
        share(model, near, bases, hints)
    })
}

/// The vouchers rounded so that they add up to the header's discount: the last takes what rounding leaves. One nameless
/// voucher when they do not explain the header, or when one is wanted.
fn vouchers(
    model: &PriceModel,
    source: &LayoutSource<'_>,
    whole: TaxedAmount,
) -> Vec<(Option<ShopId>, TaxedAmount, bool)> {
    let discounts = source.discounts;
    let mut list: Vec<_> = discounts
        .iter()
        .map(|discount| (Some(discount.id), payable(model, discount.value), discount.free_shipping))
        .collect();
    let sum: TaxedAmount = list.iter().map(|(_, value, _)| *value).sum();
    let rest = whole - sum;
    let tolerance = Amount::new(model.rounding_step() * Decimal::from(2 * (list.len() as i64).max(1)));
    match list.last_mut() {
        Some(last)
            if !(source.one_discount && discounts.len() > 1)
                && rest.net.abs() <= tolerance
                && rest.gross.abs() <= tolerance =>
        {
            last.1 = last.1 + rest;
            list
        }
        _ => vec![(None, whole, discounts.iter().any(|discount| discount.free_shipping))],
    }
}

fn rounding_lines(
    model: &PriceModel,
    source: &LayoutSource<'_>,
    hints: &[TaxRate],
    lines: &mut Vec<LaidOutLine>,
) -> Result<(), Explanation> {
    let priced: Vec<PricedLine> = lines.iter().map(|line| line.priced.clone()).collect();
    let target = source.totals.to_pay;
    let sum = model.document(&priced);
    let gap = target - sum;
    let pieces: Decimal = source.lines.iter().map(|line| line.quantity.abs()).sum();
    let step = model.rounding_step();
    let explained = Amount::new((Decimal::from(LARGEST_GAP) + pieces) * step);
    if gap.net.abs() > explained || gap.gross.abs() > explained {
        return Err(no_form("document", target, sum));
    }
    let rates = priced.iter().map(|line| line.rate.vat).max().into_iter();
    let rates = rates.chain(hints.iter().map(|rate| rate.vat));
    let found =
        std::iter::once(Percent::ZERO).chain(rates).find_map(|rate| gap_at(model, &priced, target, rate));
    let found = found.ok_or_else(|| no_form("document", target, sum))?;
    for priced in found {
        let source = LineSource { part: PartKind::Rounding, id: None };
        let gap = TaxedAmount::ZERO;
        lines.push(LaidOutLine { source, form: FormKind::Plain, real_quantity: None, priced, gap });
    }
    Ok(())
}

pub(super) fn prove(model: &PriceModel, shop: TaxedAmount, lines: &[LaidOutLine]) -> Proof {
    let priced: Vec<PricedLine> = lines.iter().map(|line| line.priced.clone()).collect();
    let by_rate = model.by_rate(&priced);
    let mut parts: BTreeMap<TaxRate, TaxedAmount> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.source.part != PartKind::Rounding) {
        let sum = parts.entry(line.priced.rate).or_default();
        *sum = *sum + line.priced.totals + line.gap;
    }
    let shop_at = |rate: TaxRate| parts.get(&rate).copied().unwrap_or_default();
    Proof {
        shop,
        erp: by_rate.values().copied().sum(),
        rounding: lines
            .iter()
            .filter(|line| line.source.part == PartKind::Rounding)
            .map(|line| line.priced.totals)
            .sum(),
        by_rate: by_rate
            .into_iter()
            .map(|(rate, erp)| ProofLine { rate, shop: shop_at(rate), erp })
            .collect(),
    }
}
