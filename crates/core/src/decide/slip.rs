//! Credit slips of an order: the credit notes that Dolibarr should hold for them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Facts;
use super::order::{Texts, accepted, erp_totals};
use super::text::{self, join};
use super::wanted::{WantedInvoice, WantedReturn, WantedSlip};
use crate::accept::{Dispute, DisputedPart, Figures};
use crate::explain::Explanation;
use crate::key::{ErpId, Key, Kind, ShopId};
use crate::money::{Amount, Percent, round_half_away};
use crate::rounding::{PartKind, PriceModel, RefundSource, lay_out_refund};
use crate::shop::{Order, OrderLine, OrderSlip, SlipLine, TaxedAmount};

/// The credit notes of an order's slips, and what becomes of the other slips.
pub(super) struct Slips {
    /// The credit notes.
    pub(super) wanted: Vec<WantedSlip>,
    /// Slips that wait for an invoice, or that are held back.
    pub(super) waiting: Vec<WaitingSlip>,
    /// Why those are held back that are.
    pub(super) why: Vec<Explanation>,
    /// Numbers of slips whose header and lines differ, of which the one counts that has the tax of what was sold.
    pub(super) corrected: Vec<String>,
}

/// A slip without credit note: its share of the money that went back waits with it.
pub(super) struct WaitingSlip {
    /// What it gives back.
    pub(super) gross: Amount,
    /// How many credit notes come before it.
    pub(super) before: usize,
}

/// The credit notes of an order's slips. One that cannot become a credit note is held back alone.
pub(super) fn wanted(
    facts: &Facts,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    invoices: &[WantedInvoice],
    some_held: bool,
) -> Slips {
    let mut slips = Slips { wanted: Vec::new(), waiting: Vec::new(), why: Vec::new(), corrected: Vec::new() };
    let mut returned = Returned::default();
    for slip in order.slips.iter().filter(|slip| !is_empty(slip)) {
        let returns = returned.take(slip);
        let whole = slip.products.gross + slip.shipping.gross;
        let gross = whole.rounded_to(model.currency_decimals);
        let waits = WaitingSlip { gross, before: slips.wanted.len() };
        let Some(invoice) = invoice_of(facts, order, slip, invoices, some_held) else {
            slips.waiting.push(waits);
            continue;
        };
        let agreed = agree(model, order, slip);
        match one(facts, texts, model, order, agreed.as_ref().unwrap_or(slip), invoice) {
            Ok(mut wanted) => {
                // Goods that cannot go back do not keep the credit note back.
                match wanted_returns(facts, texts, order, slip, &wanted.key, &returns) {
                    Ok(returns) => wanted.returns = returns,
                    Err(why) => slips.why.push(why.with("slip", &slip.number)),
                }
                slips.corrected.extend(agreed.map(|slip| slip.number));
                slips.wanted.push(wanted);
            }
            Err(why) => {
                slips.why.push(why.with("slip", &slip.number));
                slips.waiting.push(waits);
            }
        }
    }
    slips
}

/// Slips that wait because the order has no invoice yet.
pub(super) fn waiting(order: &Order, invoices: &[WantedInvoice]) -> Vec<String> {
    let waits = invoices.is_empty();
    order.slips.iter().filter(|slip| waits && !is_empty(slip)).map(|slip| slip.number.clone()).collect()
}

/// Nothing is given back: no line and no amount.
fn is_empty(slip: &OrderSlip) -> bool {
    slip.lines.is_empty() && slip.products.is_zero() && slip.shipping.is_zero()
}

/// The invoice that the slip's lines stand on, else the first, unless it may be one that is held back.
fn invoice_of<'a>(
    facts: &Facts,
    order: &Order,
    slip: &OrderSlip,
    invoices: &'a [WantedInvoice],
    some_held: bool,
) -> Option<&'a WantedInvoice> {
    let named = slip.lines.iter().find_map(|line| {
        let invoice = facts.key(Kind::Invoice, sold(order, line.line)?.invoice?);
        invoices.iter().find(|it| it.key == invoice)
    });
    named.or_else(|| invoices.first().filter(|_| !some_held))
}

fn sold(order: &Order, id: ShopId) -> Option<&OrderLine> {
    order.lines.iter().find(|line| line.id == id)
}

fn one(
    facts: &Facts,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    slip: &OrderSlip,
    invoice: &WantedInvoice,
) -> Result<WantedSlip, Explanation> {
    let key = facts.key(Kind::Slip, slip.id);
    let mut lines = Vec::with_capacity(slip.lines.len());
    for line in &slip.lines {
        let sold = sold(order, line.line)
            .ok_or_else(|| Explanation::new("slip-line-unknown").with("line", line.line))?;
        lines.push(OrderLine { quantity: line.quantity, total: line.amount, ..sold.clone() });
    }
    let accepted = accepted(facts, texts.known, &key);
    let sums =
        Sums::of(model, order, slip).or_else(|why| Sums::accepted(model, slip, accepted).ok_or(why))?;
    let rates: Vec<Percent> =
        order.lines.iter().flat_map(|line| &line.taxes).chain(&facts.vat_rates).copied().collect();
    let layout = lay_out_refund(
        model,
        &RefundSource {
            lines: &lines,
            unnamed: if lines.is_empty() { slip.products } else { TaxedAmount::ZERO },
            vouchers: sums.vouchers,
            adjustment: sums.adjustment,
            shipping: slip.shipping,
            total: sums.total,
            shipping_vat: order.shipping_vat,
            known_rates: &rates,
            tax_rows: &facts.settings.tax_rows,
        },
    )?;
    Ok(WantedSlip {
        invoice: invoice.key.clone(),
        customer_reference: text::name(facts, &slip.number, 128),
        day: slip.date.date(),
        note_public: note(facts, order, &sums),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: false,
        dated_by_erp: super::dates::are_erps(facts),
        returns: Vec::new(),
        key,
    })
}

/// Says which vouchers were kept back: the lines are lower by them.
fn note(facts: &Facts, order: &Order, sums: &Sums) -> String {
    let vouchers = sums.vouchers;
    if vouchers.is_zero() {
        return String::new();
    }
    if sums.is_adjusted {
        let label = &facts.settings.services.adjustment;
        return text::note(facts, &format!("{label}: -{} {}", vouchers.gross, order.currency), 2_000);
    }
    let names: Vec<&str> = order.discounts.iter().map(|discount| discount.name.as_str()).collect();
    let text = join(&[&facts.settings.services.discount, &names.join(", ")], " - ");
    text::note(facts, &format!("{text}: -{} {}", vouchers.gross, order.currency), 2_000)
}

/// The slip with header and lines made to agree; none where they do, or where nobody can say which of them is right.
///
/// Where the shop rounds the total only, it forgets the tax in one of the two: the one is right that has the tax of the lines
/// that were sold.
fn agree(model: &PriceModel, order: &Order, slip: &OrderSlip) -> Option<OrderSlip> {
    let (step, decimals) = (model.rounding_step(), model.currency_decimals);
    let lines: Vec<(&SlipLine, Decimal)> = slip
        .lines
        .iter()
        .map(|line| {
            let unit = sold(order, line.line)?.unit;
            Some((line, unit.gross.value().checked_div(unit.net.value())?))
        })
        .collect::<Option<_>>()?;
    let pieces: Decimal = slip.lines.iter().map(|line| line.quantity.abs()).sum();
    let near = |one: Amount, other: Amount, pieces: Decimal| {
        (one - other).abs().value() <= (Decimal::from(5) + pieces) * step
    };
    let parts: TaxedAmount = slip.lines.iter().map(|line| model.as_paid(line.amount)).sum();
    let header = slip.products;
    let same_net = near(parts.net, header.net, pieces);
    let same_gross = near(parts.gross, header.gross, pieces);
    if slip.lines.is_empty() || same_net == same_gross {
        return None;
    }
    let with_tax = |(line, ratio): &(&SlipLine, Decimal)| {
        let gross = line.amount.net.value().checked_mul(*ratio)?;
        Some(TaxedAmount { net: line.amount.net, gross: Amount::new(round_half_away(gross, decimals)) })
    };
    let without_tax = |(line, ratio): &(&SlipLine, Decimal)| {
        let net = line.amount.gross.value().checked_div(*ratio)?;
        Some(TaxedAmount { net: Amount::new(round_half_away(net, decimals)), gross: line.amount.gross })
    };
    let are_right = lines
        .iter()
        .all(|it| with_tax(it).is_some_and(|told| near(told.gross, it.0.amount.gross, it.0.quantity.abs())));
    if are_right {
        // Vouchers that are kept back lower one side of the header too, but do not make it equal to the other.
        let untaxed = near(header.net, header.gross, pieces) && !near(parts.net, parts.gross, pieces);
        let short = if same_net { parts.gross - header.gross } else { parts.net - header.net };
        let vouchers = order.totals.discounts.gross;
        let by_vouchers = !vouchers.is_zero() && near(short, vouchers, pieces);
        return (untaxed && !by_vouchers).then(|| OrderSlip { products: parts, ..slip.clone() });
    }
    let told: Vec<TaxedAmount> = if same_net {
        lines.iter().map(with_tax).collect::<Option<_>>()?
    } else {
        lines.iter().map(without_tax).collect::<Option<_>>()?
    };
    let sum: TaxedAmount = told.iter().copied().sum();
    let is_right = near(sum.net, header.net, pieces) && near(sum.gross, header.gross, pieces);
    let mut agreed = slip.clone();
    for (line, amount) in agreed.lines.iter_mut().zip(told) {
        line.amount = amount;
    }
    is_right.then_some(agreed)
}

/// What a slip gives back in all.
struct Sums {
    /// Vouchers that are kept back.
    vouchers: TaxedAmount,
    /// The whole, to the cent.
    total: TaxedAmount,
    /// What a person has accepted beyond the lines.
    adjustment: TaxedAmount,
    /// What is kept back is no voucher, but what a person has accepted.
    is_adjusted: bool,
}

impl Sums {
    /// The shop lowers only one side of a slip's header by the vouchers that it keeps back, and by their amount including
    /// tax: the one excluding tax where the customer sees prices with tax, the other one where he does not. The customer
    /// gets the lines less the vouchers in both cases, and that is what the slip shows on paper.
    fn of(model: &PriceModel, order: &Order, slip: &OrderSlip) -> Result<Self, Explanation> {
        let parts: TaxedAmount = slip.lines.iter().map(|line| model.as_paid(line.amount)).sum();
        let pieces: Decimal = slip.lines.iter().map(|line| line.quantity.abs()).sum();
        let near = Amount::new((Decimal::from(5) + pieces) * model.rounding_step());
        let is_near = |amount: Amount| amount.abs() <= near;
        let contradiction = || {
            Explanation::new("slip-contradicts-itself")
                .with("products_net", model.as_paid(slip.products).net)
                .with("products_gross", model.as_paid(slip.products).gross)
                .with("lines_net", parts.net)
                .with("lines_gross", parts.gross)
        };
        let short = if slip.lines.is_empty() { TaxedAmount::ZERO } else { parts - slip.products };
        let whole = order.totals.discounts.gross;
        let without =
            |gross: Amount| slip.without_vouchers || (whole > near && (gross - whole).abs() <= near);
        let (vouchers, products) =
            if is_near(short.net) && short.gross > short.net.max(Amount::ZERO) && without(short.gross) {
                let vouchers = vouchers(model, order, parts, short.gross).ok_or_else(contradiction)?;
                (vouchers, TaxedAmount { net: slip.products.net - vouchers.net, gross: slip.products.gross })
            } else if is_near(short.gross) && short.net > Amount::ZERO && without(short.net) {
                let vouchers = vouchers(model, order, parts, short.net).ok_or_else(contradiction)?;
                let net = slip.products.net + short.net - vouchers.net;
                (vouchers, TaxedAmount { net, gross: slip.products.gross - vouchers.gross })
            } else if is_near(short.net) && is_near(short.gross) {
                (TaxedAmount::ZERO, slip.products)
            } else {
                return Err(contradiction());
            };
        let mut total = model.as_paid(products + slip.shipping);
        // Rounded apart, the two sides of an untaxed slip can be a cent from each other: what was given back is the one with tax.
        let is_off = total.net > total.gross || is_untaxed(order, slip);
        if is_off && is_near(total.net - total.gross) {
            total.net = total.gross;
        }
        if total.net < Amount::ZERO || total.gross < total.net {
            return Err(contradiction());
        }
        Ok(Self { vouchers, total, adjustment: TaxedAmount::ZERO, is_adjusted: false })
    }

    /// By a person's word the header counts: what it has over the lines is a line of its own, what it lacks lowers them.
    fn accepted(model: &PriceModel, slip: &OrderSlip, accepted: Option<Figures>) -> Option<Self> {
        let figures = figures(model, slip);
        let difference = figures.difference();
        let total = model.as_paid(slip.products + slip.shipping);
        let has = |amount: TaxedAmount| amount.net >= Amount::ZERO && amount.gross >= amount.net;
        let minus = TaxedAmount::ZERO - difference;
        let (vouchers, adjustment) = match accepted? == figures {
            true if has(difference) => (TaxedAmount::ZERO, difference),
            true if has(minus) => (minus, TaxedAmount::ZERO),
            _ => return None,
        };
        Some(Self { vouchers, total, adjustment, is_adjusted: true })
    }
}

/// What a slip's header says of its products, and what its lines add up to.
fn figures(model: &PriceModel, slip: &OrderSlip) -> Figures {
    let parts = slip.lines.iter().map(|line| model.as_paid(line.amount)).sum();
    Figures { total: model.as_paid(slip.products), parts }
}

/// The slips that contradict themselves, whatever was accepted.
pub(super) fn disputes(facts: &Facts, model: &PriceModel, order: &Order) -> Vec<Dispute> {
    let slips = order.slips.iter().filter(|slip| !is_empty(slip) && !slip.lines.is_empty());
    slips
        .filter(|slip| Sums::of(model, order, agree(model, order, slip).as_ref().unwrap_or(slip)).is_err())
        .map(|slip| {
            let part = |line: &SlipLine| DisputedPart {
                kind: PartKind::Product,
                name: sold(order, line.line).map(|sold| sold.name.clone()).unwrap_or_default(),
                amount: model.as_paid(line.amount),
            };
            Dispute {
                key: facts.key(Kind::Slip, slip.id),
                name: slip.number.clone(),
                currency: order.currency,
                parts: slip.lines.iter().map(part).collect(),
                figures: figures(model, slip),
            }
        })
        .collect()
}

/// Nothing on the slip has VAT.
fn is_untaxed(order: &Order, slip: &OrderSlip) -> bool {
    let taxed = |line: &OrderLine| line.taxes.iter().any(|rate| !rate.is_zero());
    slip.shipping.tax().is_zero()
        && !slip.lines.is_empty()
        && !slip.lines.iter().filter_map(|line| sold(order, line.line)).any(taxed)
}

/// The vouchers that `gross` was taken off for: all of the order's, or so much of what is given back.
fn vouchers(model: &PriceModel, order: &Order, parts: TaxedAmount, gross: Amount) -> Option<TaxedAmount> {
    let all = model.as_paid(order.totals.discounts);
    // Cents of rounding are no other voucher.
    let is_all = (gross - all.gross).abs() <= Amount::new(model.rounding_step() * Decimal::from(5));
    // Taken off lines of other rates too, it can leave less with tax than without: then it counts at the rates of these lines.
    if is_all && (parts.net - all.net <= parts.gross - all.gross || parts.net > parts.gross) {
        return Some(all);
    }
    let gross = gross.rounded_to(model.currency_decimals);
    let net = gross.value().checked_mul(parts.net.value())?.checked_div(parts.gross.value())?;
    Some(TaxedAmount { net: Amount::new(round_half_away(net, model.currency_decimals)), gross })
}

/// Pieces that came back, dealt out to the slips in their order: the shop counts them for a line of the order, not for a slip.
#[derive(Debug, Default)]
struct Returned {
    dealt: BTreeMap<ShopId, Decimal>,
}

impl Returned {
    fn take(&mut self, slip: &OrderSlip) -> Vec<(ShopId, Decimal)> {
        let mut taken = Vec::new();
        for line in &slip.lines {
            let dealt = self.dealt.entry(line.line).or_default();
            let here = line.quantity.min(line.returned - *dealt);
            if here > Decimal::ZERO {
                *dealt += here;
                taken.push((line.line, here));
            }
        }
        taken
    }
}

fn wanted_returns(
    facts: &Facts,
    texts: &Texts<'_>,
    order: &Order,
    slip: &OrderSlip,
    key: &Key,
    returns: &[(ShopId, Decimal)],
) -> Result<Vec<WantedReturn>, Explanation> {
    if !facts.settings.refunds.restock {
        return Ok(Vec::new());
    }
    let mut wanted = Vec::with_capacity(returns.len());
    for (line, quantity) in returns {
        // A line whose product is gone has nothing to be put back.
        let Some(product) = sold(order, *line).and_then(|sold| texts.product(sold)) else { continue };
        let warehouse = warehouse(facts).ok_or_else(|| Explanation::new("restock-no-warehouse"))?;
        wanted.push(WantedReturn {
            code: key.external_ref().part(&format!("line-{line}")),
            product,
            warehouse,
            quantity: *quantity,
            label: text::name(facts, &join(&[&order.reference, &slip.number], " "), 120),
        });
    }
    Ok(wanted)
}

/// The chosen warehouse. One that is not there must not be named: some versions book into it all the same.
fn warehouse(facts: &Facts) -> Option<ErpId> {
    let chosen = facts.settings.warehouse?;
    facts.erp.warehouses.iter().any(|it| it.id == chosen && it.open).then_some(chosen)
}
