//! Dolibarr's constants: all in one call where it gives them (22 or 23 and later), else one by one, and what they mean.

use futures::future::try_join_all;
use passerelle_core::erp::{Constants, Extrafield, Precision, ProductSetup, StockCounting};
use passerelle_core::money::Currency;
use passerelle_engine::ports::erp::ErpError;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::explanations;
use crate::read::{ReadError, Reader};
use crate::resource::SETUP;

/// The most decimals that Dolibarr's own columns keep.
const MOST_DECIMALS: u32 = 8;

/// The company's currency.
const CURRENCY: &str = "MAIN_MONNAIE";

/// The constants that matter.
pub async fn read(reader: &Reader<'_>) -> Result<Constants, ErpError> {
    if let Some(all) = all(reader).await? {
        return Ok(Constants::of(all));
    }
    let asked = Constants::names().map(|name| one(reader, name));
    let found: Vec<Option<(String, String)>> = try_join_all(asked).await?;
    Ok(Constants::of(found.into_iter().flatten()))
}

/// All constants with their values; none where there is no such call.
async fn all(reader: &Reader<'_>) -> Result<Option<Vec<(String, String)>>, ErpError> {
    let found = match reader.get(SETUP, "/setup/conf", &[]).await {
        Ok(found) => found,
        // Versions without it know no such route.
        Err(ReadError::Erp(ErpError::Refused(why)))
            if matches!(why.id.as_str(), "erp-module-off" | "erp-value-refused" | "erp-refused") =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    let Some(Value::Object(found)) = found else { return Ok(None) };
    let mut set: Vec<(String, String)> = found.into_iter().map(|(name, value)| (name, text(value))).collect();
    // The list has what is stored; asked for by name, Dolibarr tells what it takes for the one that is not.
    if !set.iter().any(|(name, value)| name == CURRENCY && !value.trim().is_empty()) {
        set.extend(one(reader, CURRENCY).await?);
    }
    Ok(Some(set))
}

/// A constant with its value; none when it is unset, which is 404 up to version 17 and 400 afterwards.
async fn one(reader: &Reader<'_>, name: &str) -> Result<Option<(String, String)>, ErpError> {
    match reader.get(SETUP, &format!("/setup/conf/{name}"), &[]).await {
        Ok(value) => Ok(value.map(|value| (name.to_owned(), text(value)))),
        Err(ReadError::Erp(ErpError::Refused(why))) if why.id == "erp-value-refused" => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The company's currency. Dolibarr always has one, so none is never taken for any.
pub fn company_currency(set: &Constants) -> Result<Currency, ErpError> {
    let code = set.get(CURRENCY).unwrap_or_default();
    code.parse().map_err(|_| ErpError::Refused(explanations::company_currency_unknown(code)))
}

/// The constants of the price computation. Sums are computed with them, so one that is not understood is not guessed.
pub fn precision(set: &Constants) -> Result<Precision, ErpError> {
    let strange = |name: &str, value: &str| ErpError::Refused(explanations::constant_strange(name, value));
    let decimals = |name: &str, usual: u32| match set.get(name).filter(|text| !text.is_empty()) {
        None => Ok(usual),
        Some(text) => text.parse().ok().filter(|it| *it <= MOST_DECIMALS).ok_or_else(|| strange(name, text)),
    };
    let usual = Precision::default();
    let multiple = match set.get("MAIN_ROUNDING_RULE_TOT").filter(|text| !matches!(*text, "" | "0")) {
        None => None,
        Some(text) => {
            let step = text.parse::<Decimal>().ok().filter(|step| !step.is_sign_negative());
            Some(step.ok_or_else(|| strange("MAIN_ROUNDING_RULE_TOT", text))?)
        }
    };
    let of_sums = "MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND";
    let tax_of_sums = match set.get(of_sums).unwrap_or_default() {
        "" | "0" => false,
        "1" => true,
        other => return Err(strange(of_sums, other)),
    };
    Ok(Precision {
        unit_decimals: decimals("MAIN_MAX_DECIMALS_UNIT", usual.unit_decimals)?,
        total_decimals: decimals("MAIN_MAX_DECIMALS_TOT", usual.total_decimals)?,
        total_multiple: multiple.filter(|step| !step.is_zero()),
        tax_of_sums,
    })
}

/// Whether the company uses local tax 1 and 2.
pub fn local_taxes(set: &Constants) -> [bool; 2] {
    let on = |name: &str| matches!(set.get(name), Some("1" | "localtax1on" | "localtax2on"));
    [on("FACTURE_LOCAL_TAX1_OPTION"), on("FACTURE_LOCAL_TAX2_OPTION")]
}

/// When Dolibarr takes sold goods off the stock.
pub fn stock_counting(set: &Constants) -> StockCounting {
    StockCounting {
        on_order: set.is_on("STOCK_CALCULATE_ON_VALIDATE_ORDER"),
        on_invoice: set.is_on("STOCK_CALCULATE_ON_BILL"),
        on_shipment: set.is_on("STOCK_CALCULATE_ON_SHIPMENT")
            || set.is_on("STOCK_CALCULATE_ON_SHIPMENT_CLOSE"),
    }
}

/// How products are set up.
pub fn products(set: &Constants, extrafields: Option<Vec<Extrafield>>) -> ProductSetup {
    // `auto` is the language of whoever asks, which for an API is Dolibarr's own.
    let language = set.get("MAIN_LANG_DEFAULT").filter(|code| !matches!(*code, "" | "auto"));
    let language = language.unwrap_or("en_US").to_owned();
    ProductSetup {
        extrafields,
        prices_change: set.is_on("PRODUCT_PRICE_UNIQ"),
        several_languages: set.is_on("MAIN_MULTILANGS").then_some(language),
    }
}
