//! Payments: shared out over the invoices of an order and of the orders of its reference. What is recorded stays where it is.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::order::HeldInvoice;
use super::text::{self, clip};
use super::wanted::{WantedInvoice, WantedPayment};
use super::{Facts, Known};
use crate::explain::Explanation;
use crate::key::{Key, Kind, ShopId};
use crate::money::{Amount, Currency, round_half_away};
use crate::plan::ForeignCurrency;
use crate::shop::{Order, OrderPayment};

/// Dolibarr's dictionary code of cheques.
const CHEQUE: &str = "CHQ";

/// A place where money can go, and what is due there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The index of this order's invoice, or of its credit note; none is another order of the reference.
    pub(super) invoice: Option<usize>,
    pub(super) due: Amount,
}

/// A part of a payment that goes to one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) invoice: Option<usize>,
    pub(super) amount: Amount,
    /// More than what is due there.
    pub(super) is_higher: bool,
}

/// Where a payment was recorded before.
pub(super) enum Recorded {
    /// Nowhere that is known.
    Not,
    /// Whole, on this order's invoice of this index, or on one of another order.
    Whole(Option<usize>),
    /// In pieces, of which at least one is on an invoice of this order.
    InPieces,
}

/// The keys under which invoices and payments of an order may have been recorded.
pub(super) fn history(facts: &Facts, order: &Order) -> Vec<Key> {
    let own = facts.key(Kind::OrderInvoice, order.id);
    let mut invoices: Vec<Key> = order.invoices.iter().map(|it| facts.key(Kind::Invoice, it.id)).collect();
    if facts.settings.states.invoice_without_shop {
        invoices.push(own);
    }
    let mut keys = Vec::new();
    for payment in &order.payments {
        let whole = facts.key(Kind::Payment, payment.id);
        keys.extend(invoices.iter().map(|it| piece(&whole, it)));
        keys.extend(order.slips.iter().map(|it| piece(&whole, &facts.key(Kind::Slip, it.id))));
        keys.push(whole);
    }
    keys.extend(invoices);
    keys.extend(order.slips.iter().map(|it| facts.key(Kind::Slip, it.id)));
    keys
}

/// The methods of payments of these invoices that go where all others go although some are named.
pub(super) fn by_other(facts: &Facts, order: &Order, invoices: &[WantedInvoice]) -> Vec<String> {
    let mut methods: Vec<String> = Vec::new();
    for payment in &order.payments {
        let whole = facts.key(Kind::Payment, payment.id);
        let mut all = invoices.iter().flat_map(|invoice| &invoice.payments);
        let method = clip(payment.method.trim(), 80);
        if facts.settings.payment_is_other(&payment.method)
            && all.any(|it| it.whole == whole)
            && !methods.contains(&method)
        {
            methods.push(method);
        }
    }
    methods
}

/// Puts each payment on the invoices in turn, up to what is due; what is over goes on the last one. A payment that was
/// recorded before is never shared out anew: what other payments and orders came later does not move it.
///
/// A payment that cannot be recorded is held back alone, with its share of the invoices: gives back why.
pub(super) fn allocate(
    facts: &Facts,
    known: &Known,
    order: &Order,
    currency: Option<ForeignCurrency>,
    invoices: &mut [WantedInvoice],
    held_invoices: &[HeldInvoice],
) -> Vec<Explanation> {
    let mut held = Vec::new();
    if invoices.is_empty() || facts.settings.orders.draft_invoices {
        return held;
    }
    let takes_new = facts.settings.states.takes_payments(&order.standing());
    let mut places = places(facts, order, invoices, held_invoices);
    // Invoices on which money is missing that was paid in the shop.
    let mut lacking: BTreeSet<usize> = BTreeSet::new();
    let keys: Vec<Key> = invoices.iter().map(|invoice| invoice.key.clone()).collect();
    // Negative ones went back to the customer (see `refund.rs`).
    for payment in order.payments.iter().filter(|payment| payment.amount > Amount::ZERO) {
        let whole = facts.key(Kind::Payment, payment.id);
        let recorded = recorded(known, &whole, &keys);
        if !takes_new && matches!(recorded, Recorded::Not) {
            continue;
        }
        let money = match Received::of(facts, currency, payment) {
            Ok(money) => money,
            Err(why) => {
                held.push(why);
                lacking.extend(0..invoices.len());
                continue;
            }
        };
        let shares = match recorded {
            Recorded::Whole(invoice) => put_whole(money.amount, invoice, &mut places),
            Recorded::Not | Recorded::InPieces => share_out(money.amount, &mut places),
        };
        let split = shares.len() > 1 || matches!(recorded, Recorded::InPieces);
        for share in &shares {
            let Some(invoice) = share.invoice.and_then(|index| invoices.get_mut(index)) else { continue };
            let key = if split { piece(&whole, &invoice.key) } else { whole.clone() };
            let is_there = known.linked(&key).is_some();
            match wanted(facts, payment, key, whole.clone(), &money, share, split) {
                Ok(wanted) => invoice.payments.push(wanted),
                // It is in Dolibarr: what it would be recorded by today does not matter.
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
        if let Some(invoice) = place.invoice.and_then(|index| invoices.get_mut(index)) {
            let is_whole = !place.invoice.is_some_and(|index| lacking.contains(&index));
            invoice.paid =
                is_whole && place.due <= Amount::ZERO && (takes_new || !invoice.payments.is_empty());
            invoice.needs_closing |= place.due < Amount::ZERO || invoice.totals.gross.is_zero();
        }
    }
    held
}

pub(super) fn wanted(
    facts: &Facts,
    payment: &OrderPayment,
    key: Key,
    whole: Key,
    money: &Received,
    share: &Share,
    split: bool,
) -> Result<WantedPayment, Explanation> {
    let method = clip(&payment.method, 80);
    let mapping = facts
        .settings
        .payment(&payment.method)
        .ok_or_else(|| Explanation::new("payment-method-unmapped").with("method", &method))?;
    let mode = facts.erp.payment_mode(&mapping.mode).ok_or_else(|| {
        Explanation::new("payment-mode-unknown").with("mode", &mapping.mode).with("method", &method)
    })?;
    Ok(WantedPayment {
        key,
        whole,
        amount: money.written(share.amount, split)?,
        currency: money.currency,
        day: payment.date.date(),
        mode: mode.id,
        is_cheque: mode.code == CHEQUE,
        bank_account: mapping.account,
        comment: text::name(facts, &payment.transaction, 100),
        // Cents of an exchange must not make Dolibarr refuse.
        accept_higher: share.is_higher || money.written_at.is_some(),
    })
}

/// Where a payment was recorded before, as its links say.
pub(super) fn recorded(known: &Known, whole: &Key, invoices: &[Key]) -> Recorded {
    if known.linked(whole).is_some() {
        let on = known.fingerprint(whole).map(|on| on.as_str());
        let here = invoices.iter().position(|invoice| on == Some(invoice.external_ref().as_str()));
        return Recorded::Whole(here);
    }
    let in_pieces = invoices.iter().any(|invoice| known.linked(&piece(whole, invoice)).is_some());
    if in_pieces { Recorded::InPieces } else { Recorded::Not }
}

/// This order's invoices and the orders that share its reference, in the order in which money is used up. An invoice that is
/// held back keeps its share.
fn places(
    facts: &Facts,
    order: &Order,
    invoices: &[WantedInvoice],
    held_invoices: &[HeldInvoice],
) -> Vec<Place> {
    let held = |at: usize| {
        let here = held_invoices.iter().filter(move |it| it.before == at);
        here.map(|it| Place { invoice: None, due: it.gross })
    };
    let own = || {
        let list = invoices.iter().enumerate().flat_map(|(index, invoice)| {
            let place = Place { invoice: Some(index), due: invoice.totals.gross };
            held(index).chain(std::iter::once(place))
        });
        list.chain(held(invoices.len()))
    };
    let others = |later: bool| {
        let side = order.siblings.iter().filter(move |other| (other.id > order.id) == later);
        side.filter(|other| facts.settings.states.takes_order(&other.standing)).map(|other| Place {
            invoice: None,
            due: other.to_pay.rounded_to(facts.decimals(order.currency)),
        })
    };
    others(false).chain(own()).chain(others(true)).collect()
}

pub(super) fn share_out(amount: Amount, places: &mut [Place]) -> Vec<Share> {
    let mut rest = amount;
    let mut shares = Vec::new();
    let last = places.len().saturating_sub(1);
    for (index, place) in places.iter_mut().enumerate() {
        let amount = if index == last { rest } else { rest.min(place.due.max(Amount::ZERO)) };
        if amount.is_zero() {
            continue;
        }
        shares.push(Share { invoice: place.invoice, amount, is_higher: amount > place.due });
        place.due = place.due - amount;
        rest = rest - amount;
    }
    shares
}

/// All of it where it was recorded before.
pub(super) fn put_whole(amount: Amount, invoice: Option<usize>, places: &mut [Place]) -> Vec<Share> {
    if invoice.is_none() {
        // On another order; of several it does not matter which.
        let mut others: Vec<Place> = places.iter().copied().filter(|place| place.invoice.is_none()).collect();
        share_out(amount, &mut others);
        for (place, after) in places.iter_mut().filter(|place| place.invoice.is_none()).zip(others) {
            place.due = after.due;
        }
        return Vec::new();
    }
    let Some(place) = places.iter_mut().find(|place| place.invoice == invoice) else { return Vec::new() };
    let share = Share { invoice, amount, is_higher: amount > place.due };
    place.due = place.due - amount;
    vec![share]
}

/// The key of the piece of a payment that is on one of several invoices; numbered far away from whole payments.
pub(super) fn piece(payment: &Key, invoice: &Key) -> Key {
    // Orders have numbers of their own, which are not to meet those of invoices.
    let of = if invoice.kind == Kind::OrderInvoice { 500_000_000_000 } else { 0 };
    let id = invoice.id.0.saturating_mul(1_000_000_000_000).saturating_add(payment.id.0).saturating_add(of);
    Key { id: ShopId(id.min(i64::MAX.unsigned_abs())), ..payment.clone() }
}

/// Money received, in the currency of the document.
pub(super) struct Received {
    /// In the document's currency.
    pub(super) amount: Amount,
    /// The currency to write it in when it is not the company's.
    pub(super) currency: Option<Currency>,
    /// Written in the company's currency on a foreign document: the whole amount in it, and the document's rate.
    pub(super) written_at: Option<(Amount, Decimal)>,
}

impl Received {
    pub(super) fn of(
        facts: &Facts,
        document: Option<ForeignCurrency>,
        payment: &OrderPayment,
    ) -> Result<Self, Explanation> {
        let unclear = || {
            Explanation::new("payment-currency")
                .with("payment", payment.id)
                .with("currency", payment.currency)
        };
        let amount = payment.amount.rounded_to(facts.decimals(payment.currency));
        let decimals = |currency: Currency| facts.decimals(currency).min(facts.erp.precision.total_decimals);
        let in_company_currency = payment.currency == facts.erp.currency;
        match document {
            Some(foreign) if foreign.code == payment.currency => {
                Ok(Self { amount, currency: Some(foreign.code), written_at: None })
            }
            Some(foreign) if in_company_currency => {
                let converted = amount.value().checked_mul(foreign.rate).ok_or_else(unclear)?;
                let converted = Amount::new(round_half_away(converted, decimals(foreign.code)));
                Ok(Self { amount: converted, currency: None, written_at: Some((amount, foreign.rate)) })
            }
            Some(_) => Err(unclear()),
            None if in_company_currency => Ok(Self { amount, currency: None, written_at: None }),
            None => {
                // Over the shop's own currency, which both rates are for.
                let rate = facts.company_rate.ok_or_else(unclear)?;
                let converted = amount.value().checked_div(payment.conversion_rate);
                let converted = converted.and_then(|it| it.checked_mul(rate)).ok_or_else(unclear)?;
                Ok(Self {
                    amount: Amount::new(round_half_away(converted, decimals(facts.erp.currency))),
                    currency: None,
                    written_at: None,
                })
            }
        }
    }

    /// What is written for a share of it.
    fn written(&self, share: Amount, split: bool) -> Result<Amount, Explanation> {
        match self.written_at {
            None => Ok(share),
            Some((whole, _)) if !split => Ok(whole),
            Some((_, rate)) => {
                let part = share.value().checked_div(rate);
                let part = part.ok_or_else(|| Explanation::new("order-currency-rate").with("rate", rate))?;
                Ok(Amount::new(round_half_away(part, 2)))
            }
        }
    }
}
