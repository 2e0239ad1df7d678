//! Orders with their invoices: what Dolibarr should hold for them.

use rust_decimal::Decimal;

use super::payment;
use super::text::{clip, join};
use super::wanted::{Wanted, WantedDocument, WantedInvoice, WantedOrder};
use super::{Dependency, Facts, Known, Projection, unsettled};
use crate::erp::ErpTotals;
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId};
use crate::money::{Amount, round_half_away};
use crate::plan::{DocumentLine, ForeignCurrency};
use crate::rounding::{LaidOutLine, Layout, LayoutSource, PartKind, PriceModel, lay_out};
use crate::shop::{Order, OrderInvoice, OrderLine, TaxedAmount};

/// Dolibarr's dictionary code of "due on receipt".
const ON_RECEIPT: &str = "RECEP";
/// Dolibarr's dictionary code of orders that come from the internet.
const FROM_INTERNET: &str = "SRC_INTE";
/// Dolibarr's dictionary code of a shipping method for any carrier.
const ANY_CARRIER: &str = "TRANS";
/// Decimals of Dolibarr's `multicurrency_tx`.
const RATE_DECIMALS: u32 = 8;

pub(super) fn dependencies(facts: &Facts, order: &Order) -> Vec<Key> {
    let mut keys: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| facts.key(Kind::Service, service.shop_id())).collect();
    keys.extend(order.lines.iter().filter_map(|line| product_key(facts, line)));
    keys.extend(order.customer.map(|id| facts.key(Kind::Customer, id)));
    keys.extend(addresses(order).map(|id| facts.key(Kind::Address, id)));
    keys
}

fn addresses(order: &Order) -> impl Iterator<Item = ShopId> {
    order.billing_address.into_iter().chain(order.delivery_address)
}

fn product_key(facts: &Facts, line: &OrderLine) -> Option<Key> {
    match (line.combination, line.product) {
        (Some(id), _) => Some(facts.key(Kind::Combination, id)),
        (None, Some(id)) => Some(facts.key(Kind::Product, id)),
        (None, None) => None,
    }
}

pub(super) fn project(facts: &Facts, known: &Known, order: &Order) -> Projection {
    let key = facts.key(Kind::Order, order.id);
    let linked = known.linked(&key).is_some();
    if !order.belongs_in_erp() && !linked {
        return Projection::Ignored(Explanation::new("order-state").with("state", &order.state.name));
    }
    if facts.settings.orders.since.is_some_and(|since| order.day() < since) && !linked {
        return Projection::Ignored(Explanation::new("order-before-since"));
    }
    let Some(customer) = order.customer.map(|id| facts.key(Kind::Customer, id)) else {
        return Projection::Refused(
            Explanation::new("order-without-customer").with("reference", &order.reference),
        );
    };
    if let Some(first) = unsettled(known, &dependencies(facts, order)) {
        return first;
    }
    let Dependency::Linked(third_party) = known.dependency(&customer) else {
        return Projection::Refused(
            Explanation::new("order-without-customer").with("reference", &order.reference),
        );
    };
    match wanted(facts, known, order, key, third_party) {
        Ok(wanted) => Projection::Wanted(wanted),
        Err(explanation) => Projection::Refused(explanation.with("reference", &order.reference)),
    }
}

/// An order of a shop that is left out: what is in Dolibarr already is still followed.
pub(super) fn project_left_out(facts: &Facts, known: &Known, order: &Order) -> Projection {
    match known.linked(&facts.key(Kind::Order, order.id)) {
        Some(_) => project(facts, known, order),
        None => Projection::Ignored(Explanation::new("order-other-shop").with("shop", order.shop)),
    }
}

fn wanted(
    facts: &Facts,
    known: &Known,
    order: &Order,
    key: Key,
    third_party: ErpId,
) -> Result<Wanted, Explanation> {
    let currency = foreign_currency(facts, order)?;
    let model = PriceModel {
        precision: facts.erp.precision,
        rate: currency.map_or(Decimal::ONE, |foreign| foreign.rate),
    };
    let layout = lay_out(
        &model,
        &LayoutSource {
            lines: &order.lines,
            discounts: &order.discounts,
            totals: order.totals,
            shipping_vat: order.shipping_vat,
            known_rates: &facts.vat_rates,
        },
    )?;
    let mapping = facts.settings.payment(&order.payment_method);
    let mode = mapping.and_then(|mapping| facts.erp.payment_mode(&mapping.mode));
    let texts = Texts { facts, known, order };
    let reference = key.external_ref();
    let mut invoices = Vec::with_capacity(order.invoices.len());
    for invoice in &order.invoices {
        invoices.push(wanted_invoice(facts, currency.is_some(), &texts, &model, order, invoice)?);
    }
    let invoiced: Amount = invoices.iter().map(|invoice| invoice.totals.gross).sum();
    payment::allocate(facts, known, order, currency, &mut invoices)?;
    let address = |id: Option<ShopId>| id.and_then(|id| known.linked(&facts.key(Kind::Address, id)));
    let totals = erp_totals(layout.proof.erp);
    let cancelled = order.state.cancelled;
    let drafts = facts.settings.orders.draft_orders;
    let document = WantedOrder {
        reference: facts.settings.orders.shop_reference_as_reference.then(|| clip(&order.reference, 30)),
        customer_reference: clip(&order.reference, 128),
        third_party,
        billing: address(order.billing_address),
        shipping: address(order.delivery_address),
        day: order.day(),
        payment_mode: mode.map(|mode| mode.id),
        payment_terms: dictionary(&facts.erp.payment_terms, ON_RECEIPT),
        bank_account: mapping.map(|mapping| mapping.account),
        shipping_method: shipping_method(facts, order),
        origin: dictionary(&facts.erp.order_origins, FROM_INTERNET),
        note_public: order.gift_message.trim().to_owned(),
        note_private: private_note(order),
        currency,
        lines: texts.lines(&layout, &reference),
        totals,
        proof: layout.proof,
        validated: !drafts,
        closed: !drafts && !cancelled && order.state.delivered,
        cancelled: !drafts && cancelled,
        billed: !drafts && !cancelled && !invoices.is_empty() && invoiced == totals.gross,
        invoices,
    };
    Ok(Wanted {
        key,
        reference: order.reference.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Order(document),
    })
}

fn erp_totals(sum: TaxedAmount) -> ErpTotals {
    ErpTotals { net: sum.net, tax: sum.tax(), gross: sum.gross }
}

fn dictionary(entries: &[crate::erp::DictionaryEntry], code: &str) -> Option<u64> {
    entries.iter().find(|entry| entry.code == code).map(|entry| entry.id)
}

fn shipping_method(facts: &Facts, order: &Order) -> Option<u64> {
    let carrier =
        order.shipments.last().map(|shipment| shipment.carrier.trim()).filter(|name| !name.is_empty())?;
    facts
        .erp
        .shipping_methods
        .iter()
        .find(|method| method.label.trim().eq_ignore_ascii_case(carrier))
        .map(|method| method.id)
        .or_else(|| dictionary(&facts.erp.shipping_methods, ANY_CARRIER))
}

fn private_note(order: &Order) -> String {
    let mut parts: Vec<&str> = vec![order.payment_method.trim()];
    parts.extend(order.shipments.iter().map(|shipment| shipment.tracking_number.trim()));
    parts.extend(order.messages.iter().map(String::as_str));
    clip(&join(&parts, "\n"), 20_000)
}

/// The currency of an order when it is not the company's.
fn foreign_currency(facts: &Facts, order: &Order) -> Result<Option<ForeignCurrency>, Explanation> {
    if order.currency == facts.erp.currency {
        return Ok(None);
    }
    let differs = || {
        Explanation::new("shop-currency-differs")
            .with("shop_currency", facts.shop_currency)
            .with("erp_currency", facts.erp.currency)
    };
    let company_rate = facts.company_rate.filter(|rate| !rate.is_zero()).ok_or_else(differs)?;
    if facts.erp.currencies_known && !facts.erp.currencies.contains(&order.currency) {
        return Err(Explanation::new("order-currency-missing").with("currency", order.currency));
    }
    // The shop's rates are for its own currency; Dolibarr's for the company's.
    let rate = order.conversion_rate.checked_div(company_rate).unwrap_or_default();
    let rate = round_half_away(rate, RATE_DECIMALS).normalize();
    if rate <= Decimal::ZERO || rate > Decimal::from(1_000_000_000) {
        return Err(Explanation::new("order-currency-rate").with("rate", rate));
    }
    Ok(Some(ForeignCurrency { code: order.currency, rate }))
}

fn wanted_invoice(
    facts: &Facts,
    currency_is_foreign: bool,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    invoice: &OrderInvoice,
) -> Result<WantedInvoice, Explanation> {
    let key = facts.key(Kind::Invoice, invoice.id);
    let only = order.invoices.len() == 1;
    let lines: Vec<OrderLine> =
        order.lines.iter().filter(|line| only || line.invoice == Some(invoice.id)).cloned().collect();
    let discounts: Vec<_> = order
        .discounts
        .iter()
        .filter(|discount| only || discount.invoice == Some(invoice.id))
        .cloned()
        .collect();
    let layout = lay_out(
        model,
        &LayoutSource {
            lines: &lines,
            discounts: &discounts,
            totals: invoice.totals,
            shipping_vat: order.shipping_vat,
            known_rates: &facts.vat_rates,
        },
    )
    .map_err(|explanation| explanation.with("invoice", invoice.number))?;
    let number = if invoice.number == 0 { order.reference.clone() } else { invoice.number.to_string() };
    Ok(WantedInvoice {
        customer_reference: number,
        day: invoice.date.date(),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: currency_is_foreign,
        key,
    })
}

/// Gives laid-out lines their texts and products.
struct Texts<'a> {
    facts: &'a Facts,
    known: &'a Known,
    order: &'a Order,
}

impl Texts<'_> {
    fn lines(&self, layout: &Layout, document: &ExternalRef) -> Vec<DocumentLine> {
        let mut lines: Vec<DocumentLine> = Vec::with_capacity(layout.lines.len());
        for (index, line) in layout.lines.iter().enumerate() {
            let (product, is_service, text) = self.describe(line);
            let text = match line.real_quantity {
                Some(quantity) => format!("{} × {text}", quantity.normalize()),
                None => text,
            };
            lines.push(DocumentLine {
                ref_ext: document.part(&format!("line-{}", index + 1)),
                product,
                is_service,
                text,
                quantity: line.priced.quantity,
                unit_price: line.priced.unit_price,
                vat: line.priced.vat,
            });
        }
        lines
    }

    fn describe(&self, line: &LaidOutLine) -> (Option<ErpId>, bool, String) {
        let labels = &self.facts.settings.services;
        match line.source.part {
            PartKind::Product | PartKind::Ecotax => {
                let Some(sold) = self.order.lines.iter().find(|sold| Some(sold.id) == line.source.id) else {
                    return (None, false, String::new());
                };
                if line.source.part == PartKind::Ecotax {
                    return (None, false, format!("Éco-contribution - {}", sold.name));
                }
                let product = product_key(self.facts, sold).and_then(|key| self.known.linked(&key));
                let text = if product.is_some() {
                    sold.name.clone()
                } else {
                    join(&[&sold.reference, &sold.name], " - ")
                };
                (product, false, text)
            }
            PartKind::Shipping => {
                let carrier = self.order.shipments.last().map(|it| it.carrier.as_str()).unwrap_or_default();
                (self.service(ServiceProduct::Shipping), true, join(&[&labels.shipping, carrier], " - "))
            }
            PartKind::Wrapping => (self.service(ServiceProduct::Wrapping), true, labels.wrapping.clone()),
            PartKind::Discount => {
                let name = self
                    .order
                    .discounts
                    .iter()
                    .find(|discount| Some(discount.id) == line.source.id)
                    .map(|discount| discount.name.as_str())
                    .unwrap_or_default();
                (self.service(ServiceProduct::Discount), true, join(&[&labels.discount, name], " - "))
            }
            PartKind::Rounding => (self.service(ServiceProduct::Rounding), true, labels.rounding.clone()),
        }
    }

    fn service(&self, service: ServiceProduct) -> Option<ErpId> {
        self.known.linked(&self.facts.key(Kind::Service, service.shop_id()))
    }
}
