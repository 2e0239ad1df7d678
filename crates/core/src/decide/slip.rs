//! Credit slips of an order: the credit notes that Dolibarr should hold for them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Facts;
use super::order::{Texts, erp_totals};
use super::text::{clip, join};
use super::wanted::{WantedInvoice, WantedReturn, WantedSlip};
use crate::explain::Explanation;
use crate::key::{ErpId, Key, Kind, ShopId};
use crate::money::{Amount, Percent, round_half_away};
use crate::rounding::{PriceModel, RefundSource, lay_out_refund};
use crate::shop::{Order, OrderLine, OrderSlip, TaxedAmount};

/// The credit notes of an order's slips. Those that wait for an invoice are not among them.
///
/// # Errors
/// An explanation when a slip cannot become a credit note.
pub(super) fn wanted(
    facts: &Facts,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    invoices: &[WantedInvoice],
) -> Result<Vec<WantedSlip>, Explanation> {
    let mut slips = Vec::with_capacity(order.slips.len());
    let mut returned = Returned::default();
    for slip in order.slips.iter().filter(|slip| !is_empty(slip)) {
        let returns = returned.take(slip);
        let Some(invoice) = invoice_of(facts, order, slip, invoices) else { continue };
        let one = one(facts, texts, model, order, slip, invoice, &returns);
        slips.push(one.map_err(|explanation| explanation.with("slip", &slip.number))?);
    }
    Ok(slips)
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

/// The invoice that the slip's lines stand on, else the first.
fn invoice_of<'a>(
    facts: &Facts,
    order: &Order,
    slip: &OrderSlip,
    invoices: &'a [WantedInvoice],
) -> Option<&'a WantedInvoice> {
    let named = slip.lines.iter().find_map(|line| {
        let invoice = facts.key(Kind::Invoice, sold(order, line.line)?.invoice?);
        invoices.iter().find(|it| it.key == invoice)
    });
    named.or_else(|| invoices.first())
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
    returns: &[(ShopId, Decimal)],
) -> Result<WantedSlip, Explanation> {
    let key = facts.key(Kind::Slip, slip.id);
    let mut lines = Vec::with_capacity(slip.lines.len());
    for line in &slip.lines {
        let sold = sold(order, line.line)
            .ok_or_else(|| Explanation::new("slip-line-unknown").with("line", line.line))?;
        lines.push(OrderLine { quantity: line.quantity, total: line.amount, ..sold.clone() });
    }
    let sums = Sums::of(order, slip)?;
    let rates: Vec<Percent> =
        order.lines.iter().flat_map(|line| &line.taxes).chain(&facts.vat_rates).copied().collect();
    let layout = lay_out_refund(
        model,
        &RefundSource {
            lines: &lines,
            unnamed: if lines.is_empty() { slip.products } else { TaxedAmount::ZERO },
            vouchers: sums.vouchers,
            shipping: slip.shipping,
            total: sums.total,
            shipping_vat: order.shipping_vat,
            known_rates: &rates,
            tax_rows: &facts.settings.tax_rows,
        },
    )?;
    Ok(WantedSlip {
        invoice: invoice.key.clone(),
        customer_reference: clip(&slip.number, 128),
        day: slip.date.date(),
        note_public: note(facts, order, sums.vouchers),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: false,
        returns: wanted_returns(facts, texts, order, slip, &key, returns)?,
        key,
    })
}

/// Says which vouchers were kept back: the lines are lower by them.
fn note(facts: &Facts, order: &Order, vouchers: TaxedAmount) -> String {
    if vouchers.is_zero() {
        return String::new();
    }
    let names: Vec<&str> = order.discounts.iter().map(|discount| discount.name.as_str()).collect();
    let text = join(&[&facts.settings.services.discount, &names.join(", ")], " - ");
    clip(&format!("{text}: -{} {}", vouchers.gross, order.currency), 2_000)
}

/// What a slip gives back in all.
struct Sums {
    /// Vouchers that are kept back.
    vouchers: TaxedAmount,
    /// The whole, to the cent.
    total: TaxedAmount,
}

impl Sums {
    /// The shop lowers only one side of a slip's header by the vouchers that it keeps back, and by their amount including
    /// tax: the one excluding tax where the customer sees prices with tax, the other one where he does not. The customer
    /// gets the lines less the vouchers in both cases, and that is what the slip shows on paper.
    fn of(order: &Order, slip: &OrderSlip) -> Result<Self, Explanation> {
        let cents =
            |amount: TaxedAmount| TaxedAmount { net: amount.net.rounded(), gross: amount.gross.rounded() };
        let parts: TaxedAmount = slip.lines.iter().map(|line| cents(line.amount)).sum();
        let pieces: Decimal = slip.lines.iter().map(|line| line.quantity.abs()).sum();
        let near = Amount::new(Decimal::new(5, 2) + pieces * Decimal::new(1, 2));
        let is_near = |amount: Amount| amount.abs() <= near;
        let contradiction = || {
            Explanation::new("slip-contradicts-itself")
                .with("products_net", slip.products.net.rounded())
                .with("products_gross", slip.products.gross.rounded())
                .with("lines_net", parts.net)
                .with("lines_gross", parts.gross)
        };
        let short = if slip.lines.is_empty() { TaxedAmount::ZERO } else { parts - slip.products };
        let whole = order.totals.discounts.gross;
        let without =
            |gross: Amount| slip.without_vouchers || (whole > near && (gross - whole).abs() <= near);
        let (vouchers, products) =
            if is_near(short.net) && short.gross > short.net.max(Amount::ZERO) && without(short.gross) {
                let vouchers = vouchers(order, parts, short.gross).ok_or_else(contradiction)?;
                (vouchers, TaxedAmount { net: slip.products.net - vouchers.net, gross: slip.products.gross })
            } else if is_near(short.gross) && short.net > Amount::ZERO && without(short.net) {
                let vouchers = vouchers(order, parts, short.net).ok_or_else(contradiction)?;
                let net = slip.products.net + short.net - vouchers.net;
                (vouchers, TaxedAmount { net, gross: slip.products.gross - vouchers.gross })
            } else if is_near(short.net) && is_near(short.gross) {
                (TaxedAmount::ZERO, slip.products)
            } else {
                return Err(contradiction());
            };
        let mut total = cents(products + slip.shipping);
        // Rounded apart, the two sides of an untaxed slip can be a cent from each other: what was given back is the one with tax.
        let is_off = total.net > total.gross || is_untaxed(order, slip);
        if is_off && is_near(total.net - total.gross) {
            total.net = total.gross;
        }
        if total.net < Amount::ZERO || total.gross < total.net {
            return Err(contradiction());
        }
        Ok(Self { vouchers, total })
    }
}

/// Nothing on the slip has VAT.
fn is_untaxed(order: &Order, slip: &OrderSlip) -> bool {
    let taxed = |line: &OrderLine| line.taxes.iter().any(|rate| !rate.is_zero());
    slip.shipping.tax().is_zero()
        && !slip.lines.is_empty()
        && !slip.lines.iter().filter_map(|line| sold(order, line.line)).any(taxed)
}

/// The vouchers that `gross` was taken off for: all of the order's, or so much of what is given back.
fn vouchers(order: &Order, parts: TaxedAmount, gross: Amount) -> Option<TaxedAmount> {
    let all = TaxedAmount {
        net: order.totals.discounts.net.rounded(),
        gross: order.totals.discounts.gross.rounded(),
    };
    // Cents of rounding are no other voucher.
    if (gross - all.gross).abs() <= Amount::cents(5) {
        return Some(all);
    }
    let gross = gross.rounded();
    let net = gross.value().checked_mul(parts.net.value())?.checked_div(parts.gross.value())?;
    Some(TaxedAmount { net: Amount::new(round_half_away(net, 2)), gross })
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
            label: clip(&join(&[&order.reference, &slip.number], " "), 120),
        });
    }
    Ok(wanted)
}

/// The chosen warehouse. One that is not there must not be named: some versions book into it all the same.
fn warehouse(facts: &Facts) -> Option<ErpId> {
    let chosen = facts.settings.warehouse?;
    facts.erp.warehouses.iter().any(|it| it.id == chosen && it.open).then_some(chosen)
}
