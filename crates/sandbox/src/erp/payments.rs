//! Payments on invoices: two endpoints, of which one always pays the whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use super::context::{Context, Outcome, no_route, number};
use super::data::{Document, Payment};
use super::filter::{Columns, Sql, SqlFilter};
use super::invoices;
use super::list::parameter;
use super::number::{amount, price, round, short, whole};
use super::refusal::Refusal;
use crate::calendar;
use crate::json::Json;

/// The payment modes by identifier.
const MODES: &[(u32, &str)] = &[(2, "VIR"), (3, "PRE"), (4, "LIQ"), (6, "CB"), (7, "CHQ")];

/// What both endpoints are told.
struct Order {
    date: i64,
    mode: u32,
    close: bool,
    account: u32,
}

fn read(context: &Context<'_>) -> Result<Order, Refusal> {
    let body = context.body;
    for field in ["datepaye", "paymentid", "closepaidinvoices", "accountid"] {
        if !body.contains_key(field) {
            return Err(Refusal::required(field));
        }
    }
    let invalid =
        |field: &str, rest: &str| Refusal::new(400, format!("Invalid value specified for `{field}`. {rest}"));
    let date = match &body["datepaye"] {
        Value::Number(seconds) => seconds.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let date = date.ok_or_else(|| {
        invalid("datepaye", &format!("Expecting unix timestamp, such as {}", context.data.now))
    })?;
    let close = match body["closepaidinvoices"].as_str() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(invalid("closepaidinvoices", "Expected one of (yes,no).")),
    };
    let positive = |field: &str| {
        whole(body.get(field))
            .and_then(|id| u32::try_from(id).ok())
            .filter(|id| *id > 0)
            .ok_or_else(|| invalid(field, "Minimum required value is 1."))
    };
    let (mode, account) = (positive("paymentid")?, positive("accountid")?);
    Ok(Order { date, mode, close, account })
}

/// Checks that come after the payment was made and roll it back.
fn bank(context: &Context<'_>, order: &Order) -> Result<(), Refusal> {
    let cheque = MODES.iter().any(|(id, code)| *id == order.mode && *code == "CHQ");
    if cheque && context.text("chqemetteur").unwrap_or_default().is_empty() {
        return Err(Refusal::new(400, "Emetteur is mandatory when payment code is CHQ"));
    }
    if !context.data.accounts.contains_key(&order.account) {
        let error = if context.is_v17() { "this->id not defined" } else { "ThisIdNotDefined" };
        return Err(Refusal::new(400, format!("Add payment to bank error : {error}")));
    }
    Ok(())
}

/// A payment rolled back has spent its identifier.
fn spent(checked: Result<(), Refusal>, context: &mut Context<'_>) -> Result<(), Refusal> {
    if checked.is_err() {
        context.data.payment_id += 1;
    }
    checked
}

/// Books a payment on several invoices at once: pairs of amounts (company's currency, invoice's currency).
fn book(context: &mut Context<'_>, order: &Order, shares: Vec<(Document, Decimal, Decimal)>) -> Outcome {
    let now = context.data.tick();
    context.data.payment_id += 1;
    context.data.bank_line += 1;
    let id = context.data.payment_id;
    let day = calendar::day(calendar::paris(order.date));
    let taken = context.data.numbers.entry("PAY").or_default();
    let next = taken.last().copied().unwrap_or(0) + 1;
    taken.insert(next);
    let reference = format!("PAY{}{}-{next:04}", &day[2..4], &day[5..7]);
    for (mut invoice, company, foreign) in shares {
        context.data.payments.push(Payment {
            id,
            reference: reference.clone(),
            ref_ext: context.text("ref_ext").unwrap_or_default(),
            number: context.text("num_payment").unwrap_or_default(),
            comment: context.text("comment").unwrap_or_default(),
            invoice: invoice.record.id,
            amount: company,
            currency_amount: foreign,
            date: order.date,
            mode: order.mode,
            account: order.account,
            bank_line: context.data.bank_line,
        });
        let paid = context.data.paid_on(invoice.record.id);
        let remains = invoice.totals.gross - paid;
        let done = if invoice.kind == 2 { remains >= Decimal::ZERO } else { remains <= Decimal::ZERO };
        // Paid exactly: closed. An overpaid one stays as it is, as seen.
        if order.close && done && (remains.is_zero() || invoice.status == 2) {
            invoice.status = 2;
            invoice.paid = true;
            invoice.record.modified = now;
            context.data.invoices.put(invoice);
        }
    }
    number(id)
}

/// GET `/invoices/{id}/payments`: no payment id in it.
pub(crate) fn list(context: &Context<'_>, segment: &str) -> Outcome {
    let invoice = invoices::find(context, segment)?;
    let rows = context.data.payments_of(invoice.record.id).map(|payment| {
        let code = MODES.iter().find(|(id, _)| *id == payment.mode).map_or("", |(_, code)| code);
        Json::object([
            ("amount", Json::Text(price(payment.amount))),
            ("type", Json::text(code)),
            ("date", Json::Text(calendar::stamp(calendar::paris(payment.date)))),
            ("num", Json::text(payment.number.as_str())),
            ("ref", Json::text(payment.reference.as_str())),
            ("ref_ext", Json::text(payment.ref_ext.as_str())),
            ("fk_bank_line", Json::Text(payment.bank_line.to_string())),
        ])
    });
    Ok(Json::List(rows.collect()))
}

impl Columns for Payment {
    fn column(&self, name: &str) -> Option<Sql> {
        Some(match name {
            "rowid" | "id" => Sql::id(self.id),
            "ref" => Sql::text(&self.reference),
            "ref_ext" => Sql::text(&self.ref_ext),
            "num_paiement" => Sql::text(&self.number),
            "amount" => Sql::Number(self.amount),
            _ => return None,
        })
    }

    fn extra(&self, _name: &str) -> Option<&str> {
        None
    }
}

/// GET `/paiements` of 23: payments with their numbers, whatever invoices they are on.
pub(crate) fn all(context: &Context<'_>) -> Outcome {
    if (context.method, context.path) != ("GET", &[][..]) {
        return no_route();
    }
    let failure = "Error when retrieving Paiement list";
    let filter = match parameter(context.query, "sqlfilters") {
        Some(text) => SqlFilter::read(text, context.version, failure)?,
        None => SqlFilter::default(),
    };
    let mut rows: BTreeMap<u32, Json> = BTreeMap::new();
    for payment in &context.data.payments {
        let unknown = |column: &str| Refusal::new(503, format!("{failure}: Unknown column '{column}'"));
        if !filter.keeps(payment, &[]).map_err(|error| unknown(&error.0))? {
            continue;
        }
        let shares = context.data.payments.iter().filter(|it| it.id == payment.id);
        let amount: Decimal = shares.map(|it| it.amount).sum();
        rows.insert(
            payment.id,
            Json::object([
                ("id", Json::Text(payment.id.to_string())),
                ("ref", Json::text(payment.reference.as_str())),
                ("ref_ext", Json::text(payment.ref_ext.as_str())),
                ("num_payment", Json::text(payment.number.as_str())),
                ("amount", Json::Text(price(amount))),
                ("fk_account", Json::Text(payment.account.to_string())),
                ("bank_line", Json::Text(payment.bank_line.to_string())),
            ]),
        );
    }
    Ok(Json::List(rows.into_values().collect()))
}

/// POST `/invoices/{id}/payments`: the trap, it pays the whole each time.
pub(crate) fn whole_amount(context: &mut Context<'_>, segment: &str) -> Outcome {
    let order = read(context)?;
    let mut invoice = invoices::find(context, segment)?;
    spent(bank(context, &order), context)?;
    // On a draft it works, too, and closes it for good.
    let mut company = invoice.totals.gross;
    let mut foreign = invoice.currency_totals.gross;
    if invoice.kind == 2 {
        // And a credit note gets the wrong sign.
        company = company.abs();
        foreign = foreign.abs();
    }
    if invoice.status == 0 && invoice.kind != 2 {
        invoice.status = 2;
    }
    book(context, &order, vec![(invoice, company, foreign)])
}

fn wants(value: Option<&Value>) -> Option<Option<Decimal>> {
    match value {
        Some(Value::String(text)) if text == "remain" => Some(None),
        other => amount(other).filter(|a| !a.is_zero()).map(Some),
    }
}

/// POST `/invoices/paymentsdistributed`.
pub(crate) fn distribute(context: &mut Context<'_>) -> Outcome {
    let Some(Value::Object(amounts)) = context.body.get("arrayofamounts").cloned() else {
        return Err(Refusal::required("arrayofamounts"));
    };
    let order = read(context)?;
    let higher = context.body.get("accepthigherpayment").is_some_and(|v| matches!(whole(Some(v)), Some(1)));
    let mut shares = Vec::new();
    let mut sums: BTreeMap<bool, Decimal> = BTreeMap::new();
    for (id, value) in amounts {
        let id: u32 = id.parse().map_err(|_| Refusal::new(400, "Invoice ID is mandatory."))?;
        let Some(invoice) = context.data.invoices.get(id).cloned() else {
            return Err(Refusal::new(404, format!("Invoice ID {id} not found")));
        };
        if value.is_string() {
            // PHP dies on a text where an array is read.
            return Err(Refusal::new(500, ""));
        }
        let (plain, foreign) = (wants(value.get("amount")), wants(value.get("multicurrency_amount")));
        if plain.is_some_and(|a| a.is_none_or(|a| a > Decimal::ZERO))
            && foreign.is_some_and(|a| a.is_none_or(|a| a > Decimal::ZERO))
        {
            return Err(Refusal::new(400, format!("Payment in both currency {id}")));
        }
        let in_foreign = foreign.is_some();
        let paid: Decimal =
            context.data.payments_of(id).map(|p| if in_foreign { p.currency_amount } else { p.amount }).sum();
        let total = if in_foreign { invoice.currency_totals.gross } else { invoice.totals.gross };
        let remains = total - paid;
        let mut share = match foreign.or(plain) {
            Some(None) => remains,
            Some(Some(amount)) => round(amount, 2),
            None => Decimal::ZERO,
        };
        // 23 compares without signs, so that a credit note can be paid out.
        let exceeds = if context.is_v23() { share.abs() > remains.abs() } else { share > remains };
        if exceeds && !higher {
            let sentence = format!(
                "Payment amount on invoice ID {id} ({}) is higher than remain to pay ({})",
                short(share),
                short(remains)
            );
            return Err(Refusal::new(400, sentence));
        }
        if invoice.kind == 2 {
            share = if context.is_v23() { -share.abs() } else { -share };
        }
        *sums.entry(in_foreign).or_default() += share;
        let rate = if invoice.rate.is_zero() { Decimal::ONE } else { invoice.rate };
        let (company, currency) =
            if in_foreign { (round(share / rate, 2), share) } else { (share, round(share * rate, 2)) };
        shares.push((invoice, company, currency));
    }
    if sums.values().all(Decimal::is_zero) {
        return Err(Refusal::new(400, "Payment error : TotalAmountEmpty"));
    }
    spent(bank(context, &order), context)?;
    book(context, &order, shares)
}
