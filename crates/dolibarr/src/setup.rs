//! How the Dolibarr at hand is set up, read at the start of a run.

use futures::join;
use passerelle_core::erp::{ErpSetup, Extrafield, Precision, ProductSetup, StockCounting};
use passerelle_core::money::Currency;
use passerelle_engine::ports::erp::ErpError;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::codec::{self, fields};
use crate::explanations;
use crate::read::{ReadError, Reader};
use crate::resource::{BANK_ACCOUNTS, Resource, SETUP, STATUS, WAREHOUSES};

/// How many rows one page of a dictionary has; more than any has.
const ALL: &str = "2000";

/// Reads how Dolibarr is set up.
pub async fn setup(reader: &Reader<'_>) -> Result<ErpSetup, ErpError> {
    // First alone: when address or key are wrong, one call says so.
    let status = value(reader, STATUS, "/status", &[]).await?.ok_or_else(no_dolibarr)?;
    let version = status.get("success").map(|it| fields::text(it, "dolibarr_version")).unwrap_or_default();
    if version.is_empty() {
        return Err(no_dolibarr());
    }
    let (company, modules, precision, local_taxes, money) = join!(
        value(reader, SETUP, "/setup/company", &[]),
        value(reader, SETUP, "/setup/modules", &[]),
        precision(reader),
        local_taxes(reader),
        constant(reader, "MAIN_MONNAIE"),
    );
    let (warehouses, bank_accounts, payment_modes, payment_terms) = join!(
        list(reader, WAREHOUSES, "/warehouses", codec::warehouse),
        list(reader, BANK_ACCOUNTS, "/bankaccounts", codec::bank_account),
        list(reader, SETUP, "/setup/dictionary/payment_types", codec::entry),
        list(reader, SETUP, "/setup/dictionary/payment_terms", codec::entry),
    );
    let (shipping_methods, order_origins, countries, rates) = join!(
        list(reader, SETUP, "/setup/dictionary/shipping_methods", codec::entry),
        list(reader, SETUP, "/setup/dictionary/ordering_origins", codec::entry),
        list(reader, SETUP, "/setup/dictionary/countries", codec::country),
        currencies(reader),
    );
    let stock_counting = stock_counting(reader).await?;
    let products = product_setup(reader).await?;
    let company = company?.ok_or_else(no_dolibarr)?;
    let currency: Currency = money?.and_then(|code| code.parse().ok()).unwrap_or(Currency::EUR);
    let rates = rates?;
    Ok(ErpSetup {
        version,
        company: fields::text(&company, "name"),
        country: fields::text(&company, "country_code"),
        currency,
        modules: modules?.as_ref().map(names).unwrap_or_default(),
        warehouses: warehouses?,
        bank_accounts: bank_accounts?,
        payment_modes: payment_modes?,
        payment_terms: payment_terms?,
        shipping_methods: shipping_methods?,
        order_origins: order_origins?,
        countries: countries?,
        currencies_known: rates.is_some(),
        currencies: rates.unwrap_or_default().into_iter().filter(|code| *code != currency).collect(),
        precision: precision?,
        local_taxes: local_taxes?,
        stock_counting,
        products,
    })
}

fn no_dolibarr() -> ErpError {
    ErpError::Refused(explanations::not_dolibarr(200))
}

async fn value(
    reader: &Reader<'_>,
    resource: Resource,
    path: &str,
    query: &[(&str, String)],
) -> Result<Option<Value>, ErpError> {
    Ok(reader.get(resource, path, query).await?)
}

/// The value of a constant; none when it is unset, which is 404 up to version 17 and 400 afterwards.
async fn constant(reader: &Reader<'_>, name: &str) -> Result<Option<String>, ErpError> {
    match reader.get(SETUP, &format!("/setup/conf/{name}"), &[]).await {
        Ok(value) => Ok(value.map(|value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        })),
        Err(ReadError::Erp(ErpError::Refused(why))) if why.id == "erp-value-refused" => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// All rows of a list; none when the module is off or the right is missing, which is not this function's to judge.
async fn list<T>(
    reader: &Reader<'_>,
    resource: Resource,
    path: &str,
    read: fn(&Value) -> Option<T>,
) -> Result<Vec<T>, ErpError> {
    Ok(optional(reader, resource, path, &[("limit", ALL.to_owned())])
        .await?
        .as_ref()
        .and_then(Value::as_array)
        .map_or_else(Vec::new, |rows| rows.iter().filter_map(read).collect()))
}

async fn optional(
    reader: &Reader<'_>,
    resource: Resource,
    path: &str,
    query: &[(&str, String)],
) -> Result<Option<Value>, ErpError> {
    match reader.get(resource, path, query).await {
        Ok(value) => Ok(value),
        Err(ReadError::Erp(ErpError::Refused(why)))
            if matches!(why.id.as_str(), "erp-right-missing" | "erp-module-off" | "erp-admin-required") =>
        {
            tracing::info!(path, why = why.id, "a part of the setup cannot be read");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The currencies with a rate in the module Multicurrency; none when they cannot be told.
async fn currencies(reader: &Reader<'_>) -> Result<Option<Vec<Currency>>, ErpError> {
    let query = [("multicurrency", "1".to_owned()), ("limit", ALL.to_owned())];
    let value = match optional(reader, SETUP, "/setup/dictionary/currencies", &query).await {
        // The tables of the module do not exist before it was first switched on.
        Err(ErpError::Refused(why)) if why.id == "erp-sql-error" || why.id == "erp-refused" => None,
        other => other?,
    };
    Ok(value.as_ref().and_then(Value::as_array).map(|rows| rows.iter().filter_map(codec::currency).collect()))
}

/// When Dolibarr takes sold goods off the stock.
async fn stock_counting(reader: &Reader<'_>) -> Result<StockCounting, ErpError> {
    let (order, invoice, shipment, shipment_close) = join!(
        constant(reader, "STOCK_CALCULATE_ON_VALIDATE_ORDER"),
        constant(reader, "STOCK_CALCULATE_ON_BILL"),
        constant(reader, "STOCK_CALCULATE_ON_SHIPMENT"),
        constant(reader, "STOCK_CALCULATE_ON_SHIPMENT_CLOSE"),
    );
    let is_on = |value: Option<String>| value.is_some_and(|value| value.trim() == "1");
    Ok(StockCounting {
        on_order: is_on(order?),
        on_invoice: is_on(invoice?),
        on_shipment: is_on(shipment?) || is_on(shipment_close?),
    })
}

fn names(value: &Value) -> Vec<String> {
    let rows = value.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().filter_map(Value::as_str).map(str::to_lowercase).collect()
}

/// The constants of the price computation, where they are set and sane.
async fn precision(reader: &Reader<'_>) -> Result<Precision, ErpError> {
    let (unit, total, multiple, sums) = join!(
        constant(reader, "MAIN_MAX_DECIMALS_UNIT"),
        constant(reader, "MAIN_MAX_DECIMALS_TOT"),
        constant(reader, "MAIN_ROUNDING_RULE_TOT"),
        constant(reader, "MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND"),
    );
    let usual = Precision::default();
    let number =
        |text: Option<String>| text.and_then(|text| text.trim().parse::<u32>().ok()).filter(|n| *n <= 8);
    let multiple = multiple?.and_then(|text| text.trim().parse::<Decimal>().ok());
    Ok(Precision {
        unit_decimals: number(unit?).unwrap_or(usual.unit_decimals),
        total_decimals: number(total?).unwrap_or(usual.total_decimals),
        total_multiple: multiple.filter(|step| *step > Decimal::ZERO),
        tax_of_sums: sums?.is_some_and(|text| text.trim() == "1"),
    })
}

/// Whether the company uses local tax 1 and 2 (`FACTURE_LOCAL_TAX1_OPTION`, `FACTURE_LOCAL_TAX2_OPTION`).
async fn local_taxes(reader: &Reader<'_>) -> Result<[bool; 2], ErpError> {
    let (one, two) =
        join!(constant(reader, "FACTURE_LOCAL_TAX1_OPTION"), constant(reader, "FACTURE_LOCAL_TAX2_OPTION"),);
    let on = |text: Option<String>| {
        text.is_some_and(|text| matches!(text.trim(), "1" | "localtax1on" | "localtax2on"))
    };
    Ok([on(one?), on(two?)])
}

/// The extrafields of products, whether their prices can be changed, and whether they have several languages.
async fn product_setup(reader: &Reader<'_>) -> Result<ProductSetup, ErpError> {
    let of_products = [("elementtype", "product".to_owned()), ("type", "product".to_owned())];
    let (fields, one_price, several, language) = join!(
        extrafields(reader, &of_products),
        constant(reader, "PRODUCT_PRICE_UNIQ"),
        constant(reader, "MAIN_MULTILANGS"),
        constant(reader, "MAIN_LANG_DEFAULT"),
    );
    let is_on = |value: Option<String>| value.is_some_and(|value| value.trim() == "1");
    // `auto` is the language of whoever asks, which for an API is Dolibarr's own.
    let language = language?.filter(|code| code.trim() != "auto").unwrap_or_else(|| "en_US".to_owned());
    Ok(ProductSetup {
        extrafields: fields?,
        prices_change: is_on(one_price?),
        several_languages: is_on(several?).then_some(language),
    })
}

/// The extrafields of products; none when the key's user may not list them, which only an administrator may.
async fn extrafields(
    reader: &Reader<'_>,
    query: &[(&str, String)],
) -> Result<Option<Vec<Extrafield>>, ErpError> {
    match reader.get(SETUP, "/setup/extrafields", query).await {
        Ok(value) => Ok(Some(value.as_ref().map(codec::product_extrafields).unwrap_or_default())),
        Err(ReadError::Erp(ErpError::Refused(why)))
            if matches!(why.id.as_str(), "erp-right-missing" | "erp-admin-required") =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
