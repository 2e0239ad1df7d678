//! Whether Dolibarr has enough in stock for an order, where its rules refuse documents that take more: seen before anything
//! is written, so that nothing is left half done.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::text::clip;
use super::wanted::{Wanted, WantedDocument, WantedOrder};
use super::{Decision, Facts, Known, own_looks};
use crate::erp::{ErpKind, ErpObject, ErpOrderStatus, ErpSeen, ErpStock, Look, LookBy};
use crate::explain::Explanation;
use crate::key::ErpId;
use crate::plan::DocumentLine;

/// Goods that one message names.
const SHOWN: usize = 5;

/// What Dolibarr asks of the stock.
#[derive(Clone, Copy, Debug)]
struct Rules {
    /// A line of an order takes no more than there is in all warehouses.
    order: bool,
    /// Nor does one of an invoice.
    invoice: bool,
    /// No movement takes more than its warehouse has.
    not_negative: bool,
}

impl Rules {
    fn of(facts: &Facts) -> Option<Self> {
        let erp = &facts.erp;
        let rules = Self {
            order: erp.constants.is_on("STOCK_MUST_BE_ENOUGH_FOR_ORDER"),
            invoice: erp.constants.is_on("STOCK_MUST_BE_ENOUGH_FOR_INVOICE"),
            not_negative: erp.refuses_negative_stock(),
        };
        let has_stock = erp.has_module("stock").unwrap_or(true);
        (has_stock && (rules.order || rules.invoice || rules.not_negative)).then_some(rules)
    }
}

/// The decision of an order, unless its goods are not there.
pub(super) fn check(
    facts: &Facts,
    wanted: &Wanted,
    seen: &ErpSeen,
    known: &Known,
    decision: Decision,
) -> Decision {
    let (Decision::Do { steps, .. } | Decision::DoBut { steps, .. } | Decision::Part { steps, .. }) =
        &decision
    else {
        return decision;
    };
    let Some(rules) = Rules::of(facts) else { return decision };
    let WantedDocument::Order(order) = &wanted.document else { return decision };
    if steps.is_empty() {
        return decision;
    }
    let takes = Takes::of(rules, wanted, order, seen, known);
    let looks: Vec<Look> = takes.products().map(look).filter(|look| seen.get(look).is_none()).collect();
    if !looks.is_empty() {
        return Decision::Look(looks);
    }
    let short = takes.short(seen);
    if short.is_empty() {
        return decision;
    }
    let more = if short.len() > SHOWN { ", …" } else { "" };
    let goods = short.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    Decision::Refused(
        Explanation::new("order-stock-short")
            .with("goods", format!("{goods}{more}"))
            .with("reference", &wanted.reference),
    )
}

fn look(product: ErpId) -> Look {
    Look::new(ErpKind::Stock, LookBy::Id(product))
}

/// What a plan still takes: by line, which Dolibarr compares with all warehouses, and by product, from one warehouse.
struct Takes<'a> {
    lines: Vec<(&'a DocumentLine, Decimal)>,
    moves: BTreeMap<(ErpId, ErpId), Decimal>,
}

impl<'a> Takes<'a> {
    fn of(rules: Rules, wanted: &Wanted, order: &'a WantedOrder, seen: &ErpSeen, known: &Known) -> Self {
        let found = own_looks(ErpKind::Order, &wanted.key, known).into_iter().find_map(|look| {
            seen.get(&look)?.iter().find_map(|object| match object {
                ErpObject::Order(order) => Some(order.status),
                _ => None,
            })
        });
        let is_new = found.is_none();
        let mut takes = Self { lines: Vec::new(), moves: BTreeMap::new() };
        // Once validated it has taken its goods.
        let validates = order.validated && matches!(found, None | Some(ErpOrderStatus::Draft));
        let by_order = order.warehouse.filter(|_| validates && !order.cancelled);
        if is_new && rules.order {
            takes.add_lines(&order.lines, None);
        }
        if rules.not_negative {
            takes.add_moves(&order.lines, by_order);
        }
        for invoice in &order.invoices {
            let keys = [Some(&invoice.key), invoice.otherwise.as_ref()];
            let is_there = keys.into_iter().flatten().any(|key| {
                let looks = own_looks(ErpKind::Invoice, key, known);
                looks.iter().any(|look| seen.get(look).is_some_and(|it| !it.is_empty()))
            });
            if is_there {
                continue;
            }
            if rules.invoice {
                // By then the order has taken the same goods.
                takes.add_lines(&invoice.lines, by_order.map(|_| order.lines.as_slice()));
            }
            if rules.not_negative && invoice.validated {
                takes.add_moves(&invoice.lines, invoice.warehouse);
            }
        }
        takes
    }

    fn add_lines(&mut self, lines: &'a [DocumentLine], taken: Option<&[DocumentLine]>) {
        for line in goods(lines) {
            let same = taken.unwrap_or_default().iter().filter(|it| it.product == line.product);
            let before: Decimal = same.map(|it| it.quantity).sum();
            self.lines.push((line, line.quantity + before));
        }
    }

    fn add_moves(&mut self, lines: &[DocumentLine], warehouse: Option<ErpId>) {
        let Some(warehouse) = warehouse else { return };
        for line in goods(lines) {
            if let Some(product) = line.product {
                *self.moves.entry((product, warehouse)).or_default() += line.quantity;
            }
        }
    }

    fn products(&self) -> impl Iterator<Item = ErpId> {
        let of_lines = self.lines.iter().filter_map(|(line, _)| line.product);
        let mut all: Vec<ErpId> = of_lines.chain(self.moves.keys().map(|(product, _)| *product)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// The goods that are not there, with how many are wanted and how many there are.
    fn short(&self, seen: &ErpSeen) -> Vec<String> {
        let mut short = Vec::new();
        for (line, quantity) in &self.lines {
            let Some(stock) = line.product.and_then(|product| stock(seen, product)) else { continue };
            let there: Decimal = stock.levels.iter().map(|(_, level)| *level).sum();
            if there < *quantity {
                short.push(named(&line.text, *quantity, there));
            }
        }
        for ((product, warehouse), quantity) in &self.moves {
            let Some(stock) = stock(seen, *product) else { continue };
            let there = stock.level(*warehouse);
            if there < *quantity {
                short.push(named(&format!("#{product}"), *quantity, there));
            }
        }
        short.dedup();
        short
    }
}

/// Lines that take goods; a rehearsal has products without number.
fn goods(lines: &[DocumentLine]) -> impl Iterator<Item = &DocumentLine> {
    lines.iter().filter(|line| {
        let is_known = line.product.is_some_and(|product| product != ErpId(0));
        is_known && !line.is_service && line.quantity > Decimal::ZERO
    })
}

fn stock(seen: &ErpSeen, product: ErpId) -> Option<&ErpStock> {
    seen.get(&look(product))?.iter().find_map(|object| match object {
        ErpObject::Stock(stock) if !stock.is_service => Some(stock),
        _ => None,
    })
}

fn named(text: &str, wanted: Decimal, there: Decimal) -> String {
    format!("{} ({} / {})", clip(text, 60), wanted.normalize(), there.normalize())
}
