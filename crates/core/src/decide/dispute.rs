//! What of an order contradicts itself in the shop: for a person who may accept the difference.

use super::order::{layout_source, lines_of, price_model};
use super::{Facts, slip};
use crate::accept::{Dispute, DisputedPart};
use crate::key::Kind;
use crate::rounding::{LayoutSource, PartKind, PriceModel, disputed};
use crate::shop::{Order, OrderInvoice, TaxedAmount};

/// The documents of an order that contradict themselves, whatever was accepted: the order, its invoices, its credit slips.
#[must_use]
pub fn disputes(facts: &Facts, order: &Order) -> Vec<Dispute> {
    let facts = facts.of_shop(order.shop);
    let model = price_model(facts, order, None);
    let mut disputes = Vec::new();
    let whole = layout_source(facts, order, &order.lines, &order.discounts, order.totals, None);
    let name = order.reference.clone();
    disputes.extend(of_layout(&model, order, &whole).map(|(parts, figures)| Dispute {
        key: facts.key(Kind::Order, order.id),
        name,
        currency: order.currency,
        parts,
        figures,
    }));
    let issued: Vec<&OrderInvoice> = order.invoices.iter().filter(|invoice| invoice.is_issued()).collect();
    for invoice in &issued {
        let (lines, discounts) = lines_of(order, invoice, issued.len() == 1);
        let source = layout_source(facts, order, &lines, &discounts, invoice.totals, None);
        disputes.extend(of_layout(&model, order, &source).map(|(parts, figures)| Dispute {
            key: facts.key(Kind::Invoice, invoice.id),
            name: invoice.number.to_string(),
            currency: order.currency,
            parts,
            figures,
        }));
    }
    disputes.extend(slip::disputes(facts, &model, order));
    disputes
}

/// The parts and figures of an order or invoice whose header is too far from them.
fn of_layout(
    model: &PriceModel,
    order: &Order,
    source: &LayoutSource<'_>,
) -> Option<(Vec<DisputedPart>, crate::accept::Figures)> {
    let figures = disputed(model, source)?;
    let part = |kind, name: &str, amount: TaxedAmount| DisputedPart { kind, name: name.to_owned(), amount };
    let lines =
        source.lines.iter().map(|line| part(PartKind::Product, &line.name, model.as_paid(line.total)));
    let carrier = order.shipments.last().map(|it| it.carrier.as_str()).unwrap_or_default();
    let minus = TaxedAmount::ZERO - source.totals.discounts;
    let others = [
        part(PartKind::Shipping, carrier, model.as_paid(source.totals.shipping)),
        part(PartKind::Wrapping, "", model.as_paid(source.totals.wrapping)),
        part(PartKind::Discount, "", model.as_paid(minus)),
    ];
    let parts = lines.chain(others.into_iter().filter(|it| !it.amount.is_zero())).collect();
    Some((parts, figures))
}
