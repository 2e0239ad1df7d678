//! Money that went back to the customer: paid out on the credit notes of an order's slips.

use std::collections::BTreeSet;

use super::payment::{self, Place, Received, Recorded};
use super::slip::Slips;
use super::wanted::{WantedPayment, WantedSlip};
use super::{Facts, Known};
use crate::explain::Explanation;
use crate::key::{Key, Kind};
use crate::money::Amount;
use crate::plan::ForeignCurrency;
use crate::shop::{Order, OrderPayment};

/// The part in the number of a payment that is taken for made.
const ASSUMED: &str = "refund";

/// Puts negative payments on the credit notes in turn, up to what each gives back; what is over goes on the last one. With
/// the setting `assume_paid_back`, each credit note is paid out in full instead.
///
/// A payment that cannot be recorded is held back alone: gives back why.
pub(super) fn allocate(
    facts: &Facts,
    known: &Known,
    order: &Order,
    currency: Option<ForeignCurrency>,
    slips: &mut Slips,
) -> Vec<Explanation> {
    let mut held = Vec::new();
    if facts.settings.orders.draft_invoices {
        return held;
    }
    if facts.settings.refunds.assume_paid_back {
        for slip in slips.wanted.iter_mut().filter(|slip| !slip.totals.gross.is_zero()) {
            match assumed(facts, order, currency, slip) {
                Ok(payment) => {
                    slip.payments.push(payment);
                    slip.paid = true;
                    slip.needs_closing = currency.is_some();
                }
                Err(why) => held.push(why),
            }
        }
        return held;
    }
    let negative = |payment: &&OrderPayment| payment.amount < Amount::ZERO;
    let mut places = places(slips);
    let keys: Vec<Key> = slips.wanted.iter().map(|slip| slip.key.clone()).collect();
    // Credit notes from which money is missing that went back in the shop.
    let mut lacking: BTreeSet<usize> = BTreeSet::new();
    for payment in order.payments.iter().filter(negative) {
        // Which of the orders that share a reference it belongs to, nobody knows.
        if places.is_empty() || !order.siblings.is_empty() {
            held.push(
                Explanation::new("payment-negative")
                    .with("payment", payment.id)
                    .with("amount", payment.amount),
            );
            continue;
        }
        let whole = facts.key(Kind::Payment, payment.id);
        let back = OrderPayment { amount: -payment.amount, ..payment.clone() };
        let money = match Received::of(facts, currency, &back) {
            Ok(money) => money,
            Err(why) => {
                held.push(why);
                lacking.extend(0..slips.wanted.len());
                continue;
            }
        };
        let recorded = payment::recorded(known, &whole, &keys);
        let shares = match recorded {
            Recorded::Whole(Some(slip)) => payment::put_whole(money.amount, Some(slip), &mut places),
            // On a credit note that is not there any more: it is not paid out again.
            Recorded::Whole(None) => Vec::new(),
            Recorded::Not | Recorded::InPieces => payment::share_out(money.amount, &mut places),
        };
        let split = shares.len() > 1 || matches!(recorded, Recorded::InPieces);
        for share in &shares {
            let Some(slip) = share.invoice.and_then(|index| slips.wanted.get_mut(index)) else { continue };
            let key = if split { payment::piece(&whole, &slip.key) } else { whole.clone() };
            let is_there = known.linked(&key).is_some();
            match payment::wanted(facts, &back, key, whole.clone(), &money, share, split) {
                Ok(wanted) => slip.payments.push(WantedPayment { accept_higher: true, ..wanted }),
                Err(_) if is_there => {}
                Err(why) => {
                    lacking.extend(share.invoice);
                    if held.last() != Some(&why) {
                        held.push(why);
                    }
                }
            }
        }
    }
    for place in places {
        let Some(index) = place.invoice else { continue };
        if let Some(slip) = slips.wanted.get_mut(index) {
            slip.paid = place.due <= Amount::ZERO && !slip.payments.is_empty() && !lacking.contains(&index);
            slip.needs_closing = currency.is_some() || place.due < Amount::ZERO;
        }
    }
    held
}

/// The credit notes in their order. One that waits or is held back keeps its share.
fn places(slips: &Slips) -> Vec<Place> {
    let waiting = |at: usize| {
        let here = slips.waiting.iter().filter(move |it| it.before == at);
        here.map(|it| Place { invoice: None, due: it.gross })
    };
    let list = slips.wanted.iter().enumerate().flat_map(|(index, slip)| {
        waiting(index).chain(std::iter::once(Place { invoice: Some(index), due: -slip.totals.gross }))
    });
    list.chain(waiting(slips.wanted.len())).collect()
}

/// The whole of a slip as a payment by the order's method on the slip's day.
fn assumed(
    facts: &Facts,
    order: &Order,
    currency: Option<ForeignCurrency>,
    slip: &WantedSlip,
) -> Result<WantedPayment, Explanation> {
    let money = Received {
        amount: -slip.totals.gross,
        currency: currency.map(|foreign| foreign.code),
        written_at: None,
    };
    let back = OrderPayment {
        id: slip.key.id,
        amount: money.amount,
        currency: order.currency,
        conversion_rate: order.conversion_rate,
        method: order.payment_method.clone(),
        transaction: String::new(),
        date: slip.day.at(0, 0, 0, 0),
    };
    let share = payment::Share { invoice: None, amount: money.amount, is_higher: true };
    let key = slip.key.clone();
    payment::wanted(facts, &back, key.clone(), key, &money, &share, false)
}

/// The number of a payment on a credit note: the shop's payment, or the slip where it is taken for made.
pub(super) fn number(payment: &WantedPayment) -> crate::key::ExternalRef {
    let reference = payment.key.external_ref();
    if payment.key.kind == Kind::Slip { reference.part(ASSUMED) } else { reference }
}
