//! `/status`, `/setup`, `/bankaccounts`, `/multicurrencies`: what the doctor of a client reads.

use super::context::{Context, Outcome, no_route};
use super::list::parameter;
use super::number::short;
use super::refusal::Refusal;
use crate::calendar;
use crate::json::Json;

/// States of the United States, Canada, Spain and Italy.
const STATES: &str = include_str!("shapes/states.tsv");
const COUNTRIES: &str = include_str!("shapes/countries.tsv");

/// The dictionary of countries: identifier, code, ISO code, label.
fn countries() -> impl Iterator<Item = [&'static str; 4]> {
    COUNTRIES.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
    })
}

/// The two letters of a country's identifier, empty when unknown.
pub(crate) fn country_code(id: &str) -> &'static str {
    if id.is_empty() || id == "0" {
        return "";
    }
    countries().find(|c| c[0] == id).map_or("", |c| c[1])
}

/// The identifier of a country's two letters.
pub(crate) fn country_id(code: &str) -> Option<&'static str> {
    countries().find(|c| c[1].eq_ignore_ascii_case(code)).map(|c| c[0])
}

/// `/status`.
pub(crate) fn status(context: &Context<'_>) -> Outcome {
    let mut members = vec![
        ("code".into(), Json::Int(200)),
        ("dolibarr_version".into(), Json::text(context.version.number())),
        ("access_locked".into(), Json::text("0")),
    ];
    if !context.is_v17() {
        let local = calendar::stamp(calendar::paris(context.data.now));
        members.push(("environment".into(), Json::text("non-production")));
        members.push(("timestamp_now_utc".into(), Json::Int(context.data.now)));
        members.push(("timestamp_php_tz".into(), Json::text("Europe/Paris")));
        members.push(("date_tz".into(), Json::Text(local)));
    }
    Ok(Json::object([("success", Json::Object(members))]))
}

/// Routes `/setup…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    if context.method != "GET" {
        return no_route();
    }
    match context.path {
        ["company"] => Ok(context.shapes.get("company").fill(std::collections::HashMap::new())),
        ["modules"] => Ok(Json::List(context.data.modules.iter().map(|m| Json::text(m.as_str())).collect())),
        ["conf"] if context.is_v23() => {
            let all = context.data.constants.iter();
            Ok(Json::Object(
                all.map(|(name, value)| (name.clone().into(), Json::text(value.as_str()))).collect(),
            ))
        }
        ["dictionary", "vat"] if context.is_v23() => Ok(Json::List(vat_rows(context))),
        ["conf", name] => match context.data.constants.get(*name) {
            // 17 answers bare numbers, 20 texts.
            Some(value) if context.is_v17() && value.parse::<i64>().is_ok() => {
                Ok(Json::Number(value.clone()))
            }
            Some(value) => Ok(Json::text(value.as_str())),
            None if context.is_v17() => Err(Refusal::new(404, "Error Bad or unknown value for constantname")),
            None => Err(Refusal::new(400, "Error Bad or unknown value for constantname")),
        },
        ["extrafields"] => extrafields(context),
        ["dictionary", "countries"] => page(context, countries().map(|c| country(context, c)).collect()),
        ["dictionary", "countries", "byCode", code] => one_country(context, |c| c[1] == *code),
        ["dictionary", "countries", "byISO", code] => one_country(context, |c| c[2] == *code),
        ["dictionary", "countries", id] => one_country(context, |c| c[0] == *id),
        ["dictionary", "currencies"] if parameter(context.query, "multicurrency") == Some("1") => {
            currencies(context)
        }
        ["dictionary", "states"] => states(context),
        ["dictionary", name] => match context.shapes.dictionaries.get(*name) {
            Some(Json::List(rows)) => page(context, rows.clone()),
            _ => no_route(),
        },
        _ => no_route(),
    }
}

/// The dictionary of VAT rates, which 23 shows.
fn vat_rows(context: &Context<'_>) -> Vec<Json> {
    let plain =
        context.data.vat_rates.iter().map(|rate| super::money::VatRow { rate: *rate, ..Default::default() });
    let rows = plain.chain(context.data.local_rows.iter().cloned()).zip(1_u32..);
    rows.map(|(row, id)| {
        let text = |value: rust_decimal::Decimal| Json::Text(short(value));
        Json::object([
            ("rowid", Json::Text(id.to_string())),
            ("code", Json::text(row.code.as_str())),
            ("type_vat", Json::text("0")),
            ("active", Json::text("1")),
            ("fk_pays", Json::text("1")),
            ("taux", text(row.rate)),
            ("localtax1", text(row.local[0].rate)),
            ("localtax2", text(row.local[1].rate)),
            ("localtax1_type", Json::Text(row.local[0].kind.to_string())),
            ("localtax2_type", Json::Text(row.local[1].kind.to_string())),
            ("note", Json::text("VAT rate")),
        ])
    })
    .collect()
}

fn extrafields(context: &Context<'_>) -> Outcome {
    let kinds: Vec<_> = context.data.extrafields.iter().filter(|(_, names)| !names.is_empty()).collect();
    if kinds.is_empty() {
        return if context.is_v17() {
            Err(Refusal::new(404, "No extrafield found"))
        } else {
            Ok(Json::List(Vec::new()))
        };
    }
    let field = |name: &String| {
        let definition = [
            ("type", Json::text(context.data.extrafield_types.get(name).map_or("varchar", String::as_str))),
            ("label", Json::text(name.as_str())),
            ("size", Json::text("255")),
            ("computed", Json::Null),
            ("unique", Json::text("0")),
            ("required", Json::text("0")),
            ("param", Json::text("")),
        ];
        (name.clone().into(), Json::object(definition))
    };
    let table = |kind: &str| match kind {
        "order" => "commande".to_owned(),
        "order_line" => "commandedet".to_owned(),
        "invoice" => "facture".to_owned(),
        "invoice_line" => "facturedet".to_owned(),
        "thirdparty" => "societe".to_owned(),
        "contact" => "socpeople".to_owned(),
        "category" => "categorie".to_owned(),
        other => other.to_owned(),
    };
    Ok(Json::Object(
        kinds
            .into_iter()
            .map(|(kind, names)| (table(kind).into(), Json::Object(names.iter().map(field).collect())))
            .collect(),
    ))
}

fn country(context: &Context<'_>, [id, code, iso, label]: [&'static str; 4]) -> Json {
    let iso = Json::optional((!iso.is_empty()).then_some(iso));
    let mut members = vec![("id".into(), Json::text(id))];
    if !context.is_v17() {
        members.push(("entity".into(), Json::Null));
    }
    members.push(("code".into(), Json::text(code)));
    members.push(("label".into(), Json::text(label)));
    members.push(("active".into(), Json::text("1")));
    members.push(("code_iso".into(), iso));
    Json::Object(members)
}

fn one_country(context: &Context<'_>, wanted: impl Fn(&[&str; 4]) -> bool) -> Outcome {
    countries()
        .find(|c| wanted(c))
        .map(|c| country(context, c))
        .ok_or_else(|| Refusal::new(404, "country not found"))
}

fn page(context: &Context<'_>, rows: Vec<Json>) -> Outcome {
    let limit: usize = parameter(context.query, "limit").and_then(|l| l.parse().ok()).unwrap_or(100);
    let page: usize = parameter(context.query, "page").and_then(|p| p.parse().ok()).unwrap_or(0);
    if limit == 0 {
        return Ok(Json::List(rows));
    }
    Ok(Json::List(rows.into_iter().skip(page.saturating_mul(limit)).take(limit).collect()))
}

/// The dictionary of states, of one country when it is asked for: identifier, country, code, name.
fn states(context: &Context<'_>) -> Outcome {
    let country = parameter(context.query, "country").filter(|id| *id != "0");
    let rows = STATES.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
    });
    let row = |[id, _, code, name]: [&'static str; 4]| {
        Json::object([
            ("id", Json::text(id)),
            ("code_departement", Json::text(code)),
            ("code", Json::text(code)),
            ("name", Json::text(name)),
            ("nom", Json::text(name)),
            ("label", Json::Null),
            ("active", Json::text("1")),
        ])
    };
    page(context, rows.filter(|row| country.is_none_or(|id| id == row[1])).map(row).collect())
}

fn currencies(context: &Context<'_>) -> Outcome {
    let company = std::iter::once(("EUR".to_owned(), "1".to_owned()));
    let others = context.data.currencies.iter().map(|(code, rate)| (code.clone(), short(*rate)));
    let date = calendar::stamp(calendar::paris(context.data.now));
    let rows = company.chain(others).map(|(code, rate)| {
        Json::object([
            ("code_iso", Json::text(code.as_str())),
            ("label", Json::Text(code)),
            ("unicode", Json::Null),
            ("date_sync", Json::text(date.as_str())),
            ("rate", Json::Text(rate)),
        ])
    });
    Ok(Json::List(rows.collect()))
}

/// Routes `/multicurrencies…`: 17 has no such interface.
pub(crate) fn multicurrencies(context: &mut Context<'_>) -> Outcome {
    if context.method != "GET" {
        return no_route();
    }
    let company = std::iter::once(("EUR".to_owned(), "1".to_owned()));
    let others = context.data.currencies.iter().map(|(code, rate)| (code.clone(), short(*rate)));
    let mut rows = company.chain(others).enumerate().map(|(index, (code, rate))| {
        let id = (index + 1).to_string();
        let sync = [
            ("id", Json::text(id.as_str())),
            ("rate", Json::Text(rate)),
            ("date_sync", Json::Int(context.data.now)),
        ];
        let row = [
            ("id", Json::Text(id)),
            ("name", Json::text(code.as_str())),
            ("code", Json::text(code.as_str())),
            ("rate", Json::object(sync)),
        ];
        (code, Json::object(row))
    });
    match context.path {
        [] => Ok(Json::List(rows.map(|(_, row)| row).collect())),
        ["bycode", code] => {
            rows.find(|(c, _)| c == code).map(|(_, r)| r).ok_or_else(|| Refusal::not_found("Currency"))
        }
        _ => no_route(),
    }
}

/// Routes `/bankaccounts…`.
pub(crate) fn accounts(context: &mut Context<'_>) -> Outcome {
    let account = |context: &Context<'_>, id: u32, reference: &str| {
        let values = [
            ("id", Json::Text(id.to_string())),
            ("ref", Json::text(reference)),
            ("label", Json::text(reference)),
        ];
        context.shapes.get("bankaccount").fill(values.into())
    };
    match (context.method, context.path) {
        ("GET", []) => {
            Ok(Json::List(context.data.accounts.iter().map(|(id, r)| account(context, *id, r)).collect()))
        }
        ("GET", [id]) => {
            let id = context.id(id)?;
            let found = context.data.accounts.get(&id).map(|r| account(context, id, r));
            found.ok_or_else(|| Refusal::new(404, "account not found"))
        }
        ("GET", [id, "lines"]) => {
            let id = context.id(id)?;
            let rows = context.data.payments.iter().filter(|p| p.account == id).map(|payment| {
                Json::object([
                    ("id", Json::Text(payment.bank_line.to_string())),
                    ("ref", Json::Text(payment.bank_line.to_string())),
                    ("fk_account", Json::Text(id.to_string())),
                    ("dateo", Json::Int(calendar::paris_midnight(payment.date))),
                    ("datev", Json::Int(calendar::paris_midnight(payment.date))),
                    ("amount", Json::Text(super::number::price(payment.amount))),
                    ("label", Json::text("(CustomerInvoicePayment)")),
                    ("num_chq", Json::text(payment.number.as_str())),
                ])
            });
            let opening = Json::object([
                ("id", Json::text("1")),
                ("ref", Json::text("1")),
                ("fk_account", Json::Text(id.to_string())),
                ("amount", Json::text("0.00000000")),
                ("fk_type", Json::text("SOLD")),
                ("label", Json::text("(InitialBankBalance)")),
            ]);
            Ok(Json::List(std::iter::once(opening).chain(rows).collect()))
        }
        _ => no_route(),
    }
}
