//! Which payments that persons or other connectors booked stand for which of the shop's, each once.

use super::wanted::WantedPayment;
use crate::erp::ErpPayment;

/// For each payment of the shop the one in Dolibarr that stands for it, by its place among `present`: the one with the number
/// of its transaction, else one of the same amount and day, else the only one of its amount.
pub(super) fn pair(wanted: &[WantedPayment], present: &[&ErpPayment]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; wanted.len()];
    let mut used = vec![false; present.len()];
    type Rule = fn(&WantedPayment, &ErpPayment) -> bool;
    let rules: [Rule; 2] = [is_transaction, is_amount_and_day];
    for rule in rules {
        for (payment, pair) in wanted.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let mut free = present.iter().enumerate().zip(&mut used).filter(|(_, used)| !**used);
            if let Some(((index, _), used)) = free.find(|((_, it), _)| rule(payment, it)) {
                (*pair, *used) = (Some(index), true);
            }
        }
    }
    let alone = |payment: &WantedPayment, pairs: &[Option<usize>]| {
        let open = wanted.iter().zip(pairs).filter(|(_, pair)| pair.is_none());
        open.filter(|(it, _)| it.amount == payment.amount).count() == 1
    };
    for (place, payment) in wanted.iter().enumerate() {
        if pairs.get(place) != Some(&None) || !alone(payment, &pairs) {
            continue;
        }
        let free = present.iter().enumerate().zip(&used).filter(|(_, used)| !**used);
        let same: Vec<usize> =
            free.filter(|((_, it), _)| is_amount(payment, it)).map(|((index, _), _)| index).collect();
        if let ([only], Some(pair)) = (same.as_slice(), pairs.get_mut(place)) {
            *pair = Some(*only);
            if let Some(used) = used.get_mut(*only) {
                *used = true;
            }
        }
    }
    pairs
}

fn is_transaction(payment: &WantedPayment, present: &ErpPayment) -> bool {
    let transaction = payment.comment.trim();
    !transaction.is_empty() && present.number.trim().eq_ignore_ascii_case(transaction)
}

/// Dolibarr lists payments in the company's currency.
fn is_amount(payment: &WantedPayment, present: &ErpPayment) -> bool {
    payment.currency.is_none() && present.amount.abs() == payment.amount.abs()
}

fn is_amount_and_day(payment: &WantedPayment, present: &ErpPayment) -> bool {
    is_amount(payment, present) && present.day == Some(payment.day)
}
