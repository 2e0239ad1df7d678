//! Lines of an order that were edited in the shop after it was brought over: what to change in Dolibarr's order, line by line.
//!
//! Lines are told apart by their external references, so that an edit that was cut off half way is seen and completed.

use std::collections::BTreeMap;

use super::wanted::WantedOrder;
use crate::erp::{ErpLine, ErpOrder, ErpTotals};
use crate::explain::Explanation;
use crate::key::{ErpId, ExternalRef};
use crate::money::Percent;
use crate::plan::{DocumentLine, Operation, Target};
use crate::shop::TaxedAmount;

/// What has to be done to the lines; the order must be a draft for it.
#[derive(Debug, Default)]
pub(super) struct Edit {
    /// Lines that are gone, or whose product is another one now.
    delete: Vec<ErpId>,
    /// Lines whose figures changed, with their places.
    update: Vec<(ErpId, DocumentLine, u32)>,
    /// Lines that are new.
    create: Vec<(DocumentLine, u32)>,
    /// Dolibarr's order has lines that Passerelle did not make.
    pub foreign: bool,
}

impl Edit {
    /// Compares the lines; none when Dolibarr does not give them.
    pub(super) fn of(reference: &ExternalRef, wanted: &WantedOrder, present: &ErpOrder) -> Option<Self> {
        let mut left: BTreeMap<&str, &ErpLine> = BTreeMap::new();
        let mut edit = Self::default();
        let prefix = reference.part("line-");
        let differs = present.totals != wanted.totals;
        for line in present.lines.as_ref()? {
            let ours = line.ref_ext.as_ref().map_or("", ExternalRef::as_str);
            if !ours.starts_with(prefix.as_str()) {
                edit.foreign = true;
            } else if let Some(twin) = left.insert(ours, line) {
                edit.delete.push(ErpId(twin.id));
            }
        }
        for (line, rank) in wanted.lines.iter().zip(1_u32..) {
            match left.remove(line.ref_ext.as_str()) {
                None => edit.create.push((line.clone(), rank)),
                Some(present) if is_same(line, present, differs) => {}
                // The product of a line cannot be changed.
                Some(present) if line.product != present.product => {
                    edit.delete.push(ErpId(present.id));
                    edit.create.push((line.clone(), rank));
                }
                Some(present) => edit.update.push((ErpId(present.id), line.clone(), rank)),
            }
        }
        edit.delete.extend(left.values().map(|line| ErpId(line.id)));
        Some(edit)
    }

    /// Nothing has to be done.
    pub(super) fn is_empty(&self) -> bool {
        self.delete.is_empty() && self.update.is_empty() && self.create.is_empty()
    }

    /// The operations, in an order that can be cut off anywhere.
    pub(super) fn operations(self, order: Target) -> Vec<Operation> {
        let delete = self.delete.into_iter().map(|id| Operation::OrderLineDelete { order, id });
        let update = self.update.into_iter().map(|(id, line, rank)| Operation::OrderLineUpdate {
            order,
            id,
            line,
            rank,
        });
        let create =
            self.create.into_iter().map(|(line, rank)| Operation::OrderLineCreate { order, line, rank });
        delete.chain(update).chain(create).collect()
    }
}

/// Whether a line has the figures that it should. Texts are compared only to tell a free line from another one's: Dolibarr
/// tidies them. Where the order's sums differ, lines with local taxes are computed anew: Dolibarr notes their rates also where its
/// VAT dictionary had no row for them.
fn is_same(wanted: &DocumentLine, present: &ErpLine, sums_differ: bool) -> bool {
    let figures = wanted.quantity == present.quantity
        && wanted.unit_price == present.unit_price
        && wanted.rate.vat == present.vat
        && !(sums_differ && wanted.rate.has_local())
        && present.discount.is_zero();
    let product = match (wanted.product, present.product) {
        (Some(wanted), Some(present)) => wanted == present,
        (None, None) => true,
        // A product that came back, or went, since.
        _ => letters(&wanted.text) == letters(&present.text),
    };
    figures && product
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The order in Dolibarr is another one than the shop's and may not be changed: both sums, and the differences by VAT rate.
pub(super) fn differ(wanted: &WantedOrder, present: &ErpOrder) -> Explanation {
    Explanation::new("order-totals-differ")
        .with("erp_reference", &present.reference)
        .with("shop_net", wanted.totals.net)
        .with("shop_gross", wanted.totals.gross)
        .with("erp_net", present.totals.net)
        .with("erp_gross", present.totals.gross)
        .with("rates", rates(wanted, present.lines.as_deref().unwrap_or_default()))
}

/// `20 %: 100.00 / 120.00 → 80.00 / 96.00` for each rate whose sums differ: in Dolibarr, then in the shop.
fn rates(wanted: &WantedOrder, present: &[ErpLine]) -> String {
    let mut sums: BTreeMap<Percent, (TaxedAmount, TaxedAmount)> = BTreeMap::new();
    for line in present {
        let ErpTotals { net, gross, .. } = line.totals;
        let sum = sums.entry(line.vat).or_default();
        sum.0 = sum.0 + TaxedAmount { net, gross };
    }
    for line in &wanted.proof.by_rate {
        let sum = sums.entry(line.rate.vat).or_default();
        sum.1 = sum.1 + line.erp;
    }
    let shown: Vec<String> = sums
        .into_iter()
        .filter(|(_, (erp, shop))| erp != shop)
        .map(|(rate, (erp, shop))| {
            format!("{rate}: {} / {} → {} / {}", erp.net, erp.gross, shop.net, shop.gross)
        })
        .collect();
    if shown.is_empty() { "-".to_owned() } else { shown.join("; ") }
}
