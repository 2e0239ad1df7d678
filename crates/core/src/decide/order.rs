//! Orders with their invoices: what Dolibarr should hold for them.

use rust_decimal::Decimal;

use super::company;
use super::customization::with_customizations;
use super::text::{self, clip, join};
use super::wanted::{ShopNames, Wanted, WantedDocument, WantedInvoice, WantedOrder};
use super::{Dependency, Facts, Known, Projection, unsettled};
use super::{collective, dates, payment, refund, slip};
use crate::accept::Figures;
use crate::erp::{ErpKind, ErpTotals};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId};
use crate::money::{Amount, round_half_away};
use crate::plan::{DocumentLine, ForeignCurrency};
use crate::rounding::{LaidOutLine, Layout, LayoutSource, PartKind, PriceModel, lay_out};
use crate::settings::{CustomerReference, DiscountLines, InvoiceNumbers};
use crate::shop::{Discount, Order, OrderInvoice, OrderLine, OrderTotals, TaxedAmount};
use crate::tax::{self, ShopRates, TaxRate, TaxRow};

/// Dolibarr's dictionary code of "due on receipt".
const ON_RECEIPT: &str = "RECEP";
/// Dolibarr's dictionary code of orders that come from the internet.
const FROM_INTERNET: &str = "SRC_INTE";
/// Dolibarr's dictionary code of a shipping method for any carrier.
const ANY_CARRIER: &str = "TRANS";
/// Characters of a note: its field holds 65,535 bytes, and a letter becomes five at most (`&amp;`).
const NOTE_LIMIT: usize = 13_000;
/// Decimals of Dolibarr's `multicurrency_tx`.
const RATE_DECIMALS: u32 = 8;

pub(super) fn dependencies(facts: &Facts, order: &Order) -> Vec<Key> {
    let mut keys: Vec<Key> =
        ServiceProduct::ALL.iter().map(|service| facts.key(Kind::Service, service.shop_id())).collect();
    keys.extend(order.lines.iter().filter_map(|line| product_key(facts, line)));
    keys.extend(order.customer.map(|id| facts.key(Kind::Customer, id)));
    keys.extend(addresses(order).map(|id| facts.key(Kind::Address, id)));
    keys.extend(company::of_order(facts, order));
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
    if !facts.settings.states.takes_order(&order.standing()) && !linked {
        return Projection::Ignored(Explanation::new("order-state").with("state", &order.state.name));
    }
    if facts.settings.orders.since.is_some_and(|since| order.day() < since) && !linked {
        return Projection::Ignored(Explanation::new("order-before-since"));
    }
    if !linked && nothing_left(order) {
        return Projection::Ignored(Explanation::new("order-empty").with("reference", &order.reference));
    }
    let Some(customer) = order.customer.map(|id| facts.key(Kind::Customer, id)) else {
        return Projection::Refused(
            Explanation::new("order-without-customer").with("reference", &order.reference),
        );
    };
    let mut needed = dependencies(facts, order);
    // What is in Dolibarr stays on its third party: none is made for it.
    needed.retain(|key| !(linked && key.kind == Kind::Company));
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let customer = known.dependency(&customer);
    let is_anonymous = !matches!(customer, Dependency::Linked(_));
    let third_party = match customer {
        Dependency::Linked(id) => {
            company::of_order(facts, order).and_then(|key| known.linked(&key)).or(Some(id))
        }
        // What is in Dolibarr stays on its third party.
        _ if linked => None,
        // Erased or made anonymous in the shop: a sale all the same.
        _ => {
            let collective = collective::anonymous(facts);
            if let Some(first) = unsettled(known, std::slice::from_ref(&collective)) {
                return first;
            }
            known.linked(&collective)
        }
    };
    match wanted(facts, known, order, key, third_party, is_anonymous) {
        Ok(wanted) => Projection::Wanted(wanted),
        Err(explanation) => Projection::Refused(explanation.with("reference", &order.reference)),
    }
}

/// All lines were taken out in the shop, and no money nor invoice with a number tells of them.
fn nothing_left(order: &Order) -> bool {
    let paid = order.payments.iter().any(|payment| !payment.amount.is_zero());
    let numbered = order.invoices.iter().any(|invoice| invoice.number != 0);
    order.lines.is_empty()
        && order.totals.to_pay.is_zero()
        && order.totals.sum_of_parts().is_zero()
        && order.slips.is_empty()
        && !paid
        && !numbered
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
    third_party: Option<ErpId>,
    is_anonymous: bool,
) -> Result<Wanted, Explanation> {
    let currency = foreign_currency(facts, order)?;
    let model = price_model(facts, order, currency);
    let word = accepted(facts, known, &key);
    let source = layout_source(facts, order, &order.lines, &order.discounts, order.totals, word);
    let layout = lay_out(&model, &source).map_err(|why| why.with("currency", order.currency))?;
    check_local_taxes(facts, &layout)?;
    let mapping = facts.settings.payment(&order.payment_method);
    let mode = mapping.and_then(|mapping| facts.erp.payment_mode(&mapping.mode));
    let texts = Texts { facts, known, order };
    let reference = key.external_ref();
    let warehouse = warehouse(facts, order)?;
    let counting = facts.erp.stock_counting;
    let (mut invoices, held_invoices) = invoices(facts, currency.is_some(), &texts, &model, order);
    for invoice in &mut invoices {
        // Where both count, goods are taken once: with the order.
        invoice.warehouse = warehouse.filter(|_| counting.on_invoice && !counting.on_order);
    }
    let invoiced: Amount = invoices.iter().map(|invoice| invoice.totals.gross).sum();
    let held_payments = payment::allocate(facts, known, order, currency, &mut invoices, &held_invoices);
    let mut slips = slip::wanted(facts, &texts, &model, order, &invoices, !held_invoices.is_empty());
    let held_refunds = refund::allocate(facts, known, order, currency, &mut slips);
    let held = held_invoices.iter().map(|it| it.why.clone()).chain(held_payments).chain(slips.why);
    let held = held.chain(held_refunds).map(|why| why.with_all("reference", &order.reference)).collect();
    dates::check(facts, known, &invoices, &slips.wanted)?;
    let address = |id: Option<ShopId>| id.and_then(|id| known.linked(&facts.key(Kind::Address, id)));
    let totals = erp_totals(layout.proof.erp);
    let cancelled = order.state.cancelled;
    let drafts = facts.settings.orders.draft_orders;
    let document = WantedOrder {
        reference: facts.settings.orders.shop_reference_as_reference.then(|| own_reference(order)),
        customer_reference: match facts.settings.orders.customer_reference {
            CustomerReference::ShopReference => text::name(facts, &order.reference, 128),
            CustomerReference::OrderId => order.id.to_string(),
            CustomerReference::None => String::new(),
        },
        third_party,
        is_anonymous,
        billing: address(order.billing_address),
        shipping: address(order.delivery_address),
        day: order.day(),
        payment_mode: mode.map(|mode| mode.id),
        payment_terms: dictionary(&facts.erp.payment_terms, ON_RECEIPT),
        bank_account: mapping.map(|mapping| mapping.account),
        shipping_method: shipping_method(facts, order),
        origin: dictionary(&facts.erp.order_origins, FROM_INTERNET),
        note_public: text::note(
            facts,
            &join(&[&company::on_document(facts, order), &order.gift_message], "\n"),
            NOTE_LIMIT,
        ),
        note_private: private_note(facts, order, &key),
        currency,
        warehouse: warehouse.filter(|_| counting.on_order),
        lines: texts.lines(&layout, &reference),
        totals,
        proof: layout.proof,
        validated: !drafts,
        // Where Dolibarr would make a second invoice of a closed order, it stays validated.
        closed: !drafts && !cancelled && order.state.delivered && !facts.erp.invoices_closed_orders(),
        cancelled: !drafts && cancelled,
        billed: !drafts && !cancelled && !invoices.is_empty() && invoiced == totals.gross,
        other_payments: payment::by_other(facts, order, &invoices),
        stands_on: stands_on(facts, known, order, third_party),
        waiting_slips: if held_invoices.is_empty() { slip::waiting(order, &invoices) } else { Vec::new() },
        names: ShopNames {
            id: order.id.0,
            reference: order.reference.trim().to_owned(),
            customer: order.customer.and_then(|id| known.linked(&facts.key(Kind::Customer, id))),
            siblings: order.siblings.iter().map(|other| other.to_pay.rounded()).collect(),
        },
        on_sale: on_sale(facts, known, order),
        remarks: order.remarks.clone(),
        replaced: loses_letters(facts, order),
        invoices,
        slips: slips.wanted,
        corrected_slips: slips.corrected,
        rates: rates_of_shop(facts, order),
        held,
    };
    Ok(Wanted {
        key,
        reference: order.reference.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Order(document),
    })
}

/// How Dolibarr computes this order, and how the shop rounds it.
pub(super) fn price_model(facts: &Facts, order: &Order, currency: Option<ForeignCurrency>) -> PriceModel {
    PriceModel {
        precision: facts.erp.precision,
        rate: currency.map_or(Decimal::ONE, |foreign| foreign.rate),
        currency_decimals: facts.decimals(order.currency),
    }
}

/// A person's word for this document, within the limit of the settings; what is in Dolibarr by it stays.
pub(super) fn accepted(facts: &Facts, known: &Known, key: &Key) -> Option<Figures> {
    let limit = facts.settings.orders.accept_up_to.amount();
    known.acceptance(key).filter(|figures| figures.largest() <= limit || known.linked(key).is_some())
}

/// The lines and vouchers that belong to an invoice.
pub(super) fn lines_of(order: &Order, invoice: &OrderInvoice, only: bool) -> (Vec<OrderLine>, Vec<Discount>) {
    let own = |of: Option<ShopId>| only || of == Some(invoice.id);
    let lines = order.lines.iter().filter(|line| own(line.invoice)).cloned().collect();
    let discounts = order.discounts.iter().filter(|discount| own(discount.invoice)).cloned().collect();
    (lines, discounts)
}

/// The rates that lines of this order can have.
fn rates_of_shop(facts: &Facts, order: &Order) -> ShopRates {
    let rows = &facts.settings.tax_rows;
    let own = order.lines.iter().flat_map(|line| {
        let together = tax::of_shop(&line.taxes, line.tax_method, rows);
        let apart = line.taxes.iter().chain([&line.ecotax_vat]).copied().map(TaxRate::vat);
        together.into_iter().chain(apart)
    });
    let vat = facts.vat_rates.iter().chain([&order.shipping_vat]).copied().map(TaxRate::vat);
    let several = facts.several_taxes.iter().copied().chain(rows.iter().map(TaxRow::rate));
    ShopRates::of(own.chain(vat).chain(several))
}

/// The products that have to be on sale for the order to be validated.
fn on_sale(facts: &Facts, known: &Known, order: &Order) -> Vec<(Key, ErpId)> {
    if !facts.erp.validates_on_sale_only() {
        return Vec::new();
    }
    let services = ServiceProduct::ALL.iter().map(|service| facts.key(Kind::Service, service.shop_id()));
    let keys = order.lines.iter().filter_map(|line| product_key(facts, line)).chain(services);
    let mut products: Vec<(Key, ErpId)> =
        keys.filter_map(|key| known.linked(&key).map(|id| (key, id))).collect();
    products.sort_unstable();
    products.dedup();
    products
}

/// What an order is made of in Dolibarr, as far as it is linked.
fn stands_on(
    facts: &Facts,
    known: &Known,
    order: &Order,
    third_party: Option<ErpId>,
) -> Vec<(Key, ErpKind, ErpId)> {
    let customer = order.customer.map(|id| facts.key(Kind::Customer, id));
    // The business that is invoiced, where the order has one.
    let company = company::of_order(facts, order).filter(|key| known.linked(key) == third_party);
    let customer = customer.filter(|key| known.linked(key).is_some());
    let customer = company.or(customer).unwrap_or_else(|| collective::anonymous(facts));
    let mut parts: Vec<(Key, ErpKind, ErpId)> =
        third_party.map(|id| (customer, ErpKind::ThirdParty, id)).into_iter().collect();
    let contacts = addresses(order).map(|id| (facts.key(Kind::Address, id), ErpKind::Contact));
    let products = order.lines.iter().filter_map(|line| product_key(facts, line));
    let services = ServiceProduct::ALL.iter().map(|it| facts.key(Kind::Service, it.shop_id()));
    let products = products.chain(services).map(|key| (key, ErpKind::Product));
    for (key, kind) in contacts.chain(products) {
        parts.extend(known.linked(&key).map(|id| (key, kind, id)));
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// What is laid out: an order, or one invoice of it.
pub(super) fn layout_source<'a>(
    facts: &'a Facts,
    order: &Order,
    lines: &'a [OrderLine],
    discounts: &'a [Discount],
    totals: OrderTotals,
    accepted: Option<Figures>,
) -> LayoutSource<'a> {
    LayoutSource {
        accepted,
        lines,
        discounts,
        totals,
        shipping_vat: order.shipping_vat,
        known_rates: &facts.vat_rates,
        tax_rows: &facts.settings.tax_rows,
        several_taxes: &facts.several_taxes,
        one_discount: facts.settings.orders.discount_lines == DiscountLines::One,
    }
}

/// A second tax needs a company that uses local taxes. In Spain it depends on the buyer too, whom the REST API does not load
/// before it computes lines: seen on Dolibarr 17 and 20, where every way to add a line left the surcharge out.
pub(super) fn check_local_taxes(facts: &Facts, layout: &Layout) -> Result<(), Explanation> {
    let Some(rate) = layout.lines.iter().map(|line| line.priced.rate).find(TaxRate::has_local) else {
        return Ok(());
    };
    if facts.erp.country.eq_ignore_ascii_case("ES") {
        return Err(Explanation::new("local-tax-in-spain").with("rate", rate));
    }
    let [one, two] = facts.erp.local_taxes;
    let off = match rate {
        _ if rate.local1.is_some() && !one => 1,
        _ if rate.local2.is_some() && !two => 2,
        _ => return Ok(()),
    };
    Err(Explanation::new("local-tax-off").with("rate", rate).with("number", off))
}

pub(super) fn erp_totals(sum: TaxedAmount) -> ErpTotals {
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

/// The shop's reference; orders of a split cart share it, and all but the first have their number behind it.
fn own_reference(order: &Order) -> String {
    if order.siblings.iter().all(|other| other.id > order.id) {
        return clip(&order.reference, 30);
    }
    let number = format!("-{}", order.id);
    format!("{}{number}", clip(&order.reference, 30_usize.saturating_sub(number.len())))
}

/// The names of the carriers of all shipments, each once.
fn carriers(order: &Order) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in order.shipments.iter().map(|shipment| shipment.carrier.trim()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    clip(&join(&names, " + "), 200)
}

/// The warehouse that the order's carrier stands for, where Dolibarr counts stock by itself.
fn warehouse(facts: &Facts, order: &Order) -> Result<Option<ErpId>, Explanation> {
    let stock = &facts.settings.stock;
    let counting = facts.erp.stock_counting;
    if stock.carriers.is_empty() || !(counting.on_order || counting.on_invoice) {
        return Ok(None);
    }
    let carrier = order.shipments.last().map(|shipment| shipment.carrier.trim()).unwrap_or_default();
    match stock.warehouse(carrier) {
        Some(warehouse) => Ok(Some(warehouse)),
        // Nothing to carry: downloads, services.
        None if carrier.is_empty() => Ok(None),
        None => Err(Explanation::new("order-carrier-unmapped").with("carrier", clip(carrier, 80))),
    }
}

/// What an order that was cancelled with the shop's has in its private note: by it a cancellation by a person is told apart.
pub(super) fn cancel_mark(key: &Key) -> ExternalRef {
    key.external_ref().part("cancelled")
}

fn private_note(facts: &Facts, order: &Order, key: &Key) -> String {
    let cancelled = match order.state.cancelled {
        true => format!("{} ({})", order.state.name.trim(), cancel_mark(key)),
        false => String::new(),
    };
    let mut parts: Vec<&str> = vec![cancelled.as_str(), order.payment_method.trim()];
    parts.extend(order.shipments.iter().map(|shipment| shipment.tracking_number.trim()));
    parts.extend(order.messages.iter().map(String::as_str));
    text::note(facts, &join(&parts, "\n"), NOTE_LIMIT)
}

/// Whether Dolibarr cannot store something that is written in the order.
fn loses_letters(facts: &Facts, order: &Order) -> bool {
    let texts = [order.gift_message.as_str(), order.payment_method.as_str()];
    let lines = order.lines.iter().map(|line| line.name.as_str());
    let discounts = order.discounts.iter().map(|discount| discount.name.as_str());
    let messages = order.messages.iter().map(String::as_str);
    texts
        .into_iter()
        .chain(lines)
        .chain(discounts)
        .chain(messages)
        .any(|it| facts.erp.texts.loses_letters(it))
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
    if facts.erp.has_module("multicurrency") == Some(false) {
        return Err(Explanation::new("order-currency-off").with("currency", order.currency));
    }
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

/// An invoice of the shop that cannot be written as it is. Its share of the payments waits with it.
pub(super) struct HeldInvoice {
    /// What it comes to.
    pub(super) gross: Amount,
    /// How many invoices that are written come before it.
    pub(super) before: usize,
    /// Why.
    pub(super) why: Explanation,
}

/// The invoices that an order should have: those that the shop issued, or one of its own; and those that are held back.
fn invoices(
    facts: &Facts,
    currency_is_foreign: bool,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
) -> (Vec<WantedInvoice>, Vec<HeldInvoice>) {
    let mut invoices = Vec::with_capacity(order.invoices.len());
    let mut held = Vec::new();
    let mut sort = |invoice: Result<WantedInvoice, Explanation>, gross: Amount| match invoice {
        Ok(invoice) => invoices.push(invoice),
        Err(why) => {
            let words = [why, Explanation::new("invoice-held")];
            let why = Explanation::all(words).unwrap_or_else(|| Explanation::new("invoice-held"));
            let gross = gross.rounded_to(model.currency_decimals);
            held.push(HeldInvoice { gross, before: invoices.len(), why });
        }
    };
    let (states, standing) = (&facts.settings.states, order.standing());
    let own = facts.key(Kind::OrderInvoice, order.id);
    let is_there =
        |invoice: &OrderInvoice| texts.known.linked(&facts.key(Kind::Invoice, invoice.id)).is_some();
    // A row without number is a delivery slip; what was once made of one stays.
    let rows: Vec<&OrderInvoice> =
        order.invoices.iter().filter(|invoice| invoice.is_issued() || is_there(invoice)).collect();
    // Once it has one of its own it keeps it, whatever the shop issues later.
    if texts.known.linked(&own).is_some() || (rows.is_empty() && states.makes_invoice(&standing)) {
        sort(own_invoice(facts, currency_is_foreign, texts, model, order, own), order.totals.to_pay.gross);
        return (invoices, held);
    }
    let takes_new = states.takes_invoices(&standing);
    let only = rows.len() == 1;
    for invoice in &rows {
        if takes_new || is_there(invoice) {
            let wanted = wanted_invoice(facts, currency_is_foreign, texts, model, order, invoice, only);
            sort(wanted, invoice.totals.to_pay.gross);
        }
    }
    if let (true, Some(first)) = (states.invoice_without_shop, invoices.first_mut()) {
        first.otherwise = Some(own);
    }
    (invoices, held)
}

/// An invoice of the whole order, for shops that issue none.
fn own_invoice(
    facts: &Facts,
    currency_is_foreign: bool,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    key: Key,
) -> Result<WantedInvoice, Explanation> {
    // One that is there already has its number.
    let is_there = texts.known.linked(&key).is_some();
    if facts.settings.orders.invoice_numbers == InvoiceNumbers::Shop && !is_there {
        return Err(Explanation::new("invoice-without-number"));
    }
    // The shop may have issued its own since.
    let mut issued = order.invoices.iter().filter(|invoice| invoice.is_issued());
    let later = issued.next().filter(|_| issued.next().is_none());
    // It is the order once more: what was accepted for that is accepted for it.
    let word = accepted(facts, texts.known, &facts.key(Kind::Order, order.id));
    let source = layout_source(facts, order, &order.lines, &order.discounts, order.totals, word);
    let layout = lay_out(model, &source)?;
    Ok(WantedInvoice {
        otherwise: None,
        reference: None,
        warehouse: None,
        customer_reference: later
            .map_or_else(|| text::name(facts, &order.reference, 128), |invoice| invoice.number.to_string()),
        day: later.map_or_else(|| order.day(), |invoice| invoice.date.date()),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: currency_is_foreign,
        numbers: Vec::new(),
        dated_by_erp: dates::are_erps(facts),
        key,
    })
}

/// How the shop's number of an invoice may be written in Dolibarr by persons and other connectors.
fn numbers(facts: &Facts, invoice: &OrderInvoice) -> Vec<String> {
    let number = invoice.number;
    if number == 0 {
        return Vec::new();
    }
    let form = &facts.settings.orders.invoice_number_form;
    let mut numbers = vec![form.write(number, invoice.date.date().year()), number.to_string()];
    // As PrestaShop writes them by itself, in French and in English.
    numbers.extend(["FA", "IN"].map(|prefix| format!("{prefix}{number:06}")));
    numbers.extend(["#FA", "#IN"].map(|prefix| format!("{prefix}{number:06}")));
    numbers.dedup();
    numbers
}

/// The same about an invoice of the order.
fn of_invoice(explanation: Explanation, invoice: &OrderInvoice) -> Explanation {
    let id = match explanation.id.as_str() {
        "order-contradicts-itself" => "invoice-contradicts-itself".to_owned(),
        "order-no-exact-form" => "invoice-no-exact-form".to_owned(),
        _ => explanation.id,
    };
    Explanation { id, ..explanation }.with("invoice", invoice.number)
}

fn wanted_invoice(
    facts: &Facts,
    currency_is_foreign: bool,
    texts: &Texts<'_>,
    model: &PriceModel,
    order: &Order,
    invoice: &OrderInvoice,
    only: bool,
) -> Result<WantedInvoice, Explanation> {
    let key = facts.key(Kind::Invoice, invoice.id);
    let (lines, discounts) = lines_of(order, invoice, only);
    let word = accepted(facts, texts.known, &key);
    let source = layout_source(facts, order, &lines, &discounts, invoice.totals, word);
    let layout =
        lay_out(model, &source).map_err(|why| of_invoice(why, invoice).with("currency", order.currency))?;
    check_local_taxes(facts, &layout)?;
    let number = if invoice.is_issued() { invoice.number.to_string() } else { order.reference.clone() };
    let reference = match facts.settings.orders.invoice_numbers {
        InvoiceNumbers::Erp => None,
        // One that is there already has its number.
        InvoiceNumbers::Shop if !invoice.is_issued() => None,
        InvoiceNumbers::Shop => {
            let form = &facts.settings.orders.invoice_number_form;
            Some(form.write(invoice.number, invoice.date.date().year()))
        }
    };
    Ok(WantedInvoice {
        otherwise: None,
        reference,
        warehouse: None,
        customer_reference: number,
        day: invoice.date.date(),
        lines: texts.lines(&layout, &key.external_ref()),
        totals: erp_totals(layout.proof.erp),
        proof: layout.proof,
        validated: !facts.settings.orders.draft_invoices,
        payments: Vec::new(),
        paid: false,
        needs_closing: currency_is_foreign,
        numbers: numbers(facts, invoice),
        dated_by_erp: dates::are_erps(facts),
        key,
    })
}

/// Gives laid-out lines their texts and products.
pub(super) struct Texts<'a> {
    facts: &'a Facts,
    pub(super) known: &'a Known,
    order: &'a Order,
}

impl Texts<'_> {
    pub(super) fn lines(&self, layout: &Layout, document: &ExternalRef) -> Vec<DocumentLine> {
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
                text: text::note(self.facts, &text, NOTE_LIMIT),
                quantity: line.priced.quantity,
                unit_price: line.priced.unit_price,
                rate: line.priced.rate,
                vat_code: self.facts.settings.tax_code(line.priced.rate).to_owned(),
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
                    return (None, false, join(&[&labels.ecotax, &sold.name], " - "));
                }
                let product = self.product(sold);
                let text = if product.is_some() {
                    sold.name.clone()
                } else {
                    join(&[&sold.reference, &sold.name], " - ")
                };
                (product, false, with_customizations(&text, sold))
            }
            PartKind::Shipping => {
                let text = join(&[&labels.shipping, &carriers(self.order)], " - ");
                (self.service(ServiceProduct::Shipping), true, text)
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
            PartKind::Adjustment => (self.service(ServiceProduct::Rounding), true, labels.adjustment.clone()),
            PartKind::Empty => (None, true, labels.empty.clone()),
        }
    }

    /// The product of a line of the order.
    pub(super) fn product(&self, sold: &OrderLine) -> Option<ErpId> {
        product_key(self.facts, sold).and_then(|key| self.known.linked(&key))
    }

    fn service(&self, service: ServiceProduct) -> Option<ErpId> {
        self.known.linked(&self.facts.key(Kind::Service, service.shop_id()))
    }
}
