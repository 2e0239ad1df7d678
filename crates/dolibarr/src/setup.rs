//! How the Dolibarr at hand is set up, read at the start of a run.

use futures::join;
use passerelle_core::erp::{ErpSetup, Extrafield, TextRules};
use passerelle_core::money::{Currency, Percent};
use passerelle_engine::ports::erp::ErpError;
use serde_json::Value;

use crate::codec::{self, fields};
use crate::read::{ReadError, Reader};
use crate::resource::{BANK_ACCOUNTS, PRODUCTS, Resource, SETUP, STATUS, WAREHOUSES};
use crate::{constants, explanations};

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
    let (company, modules, set, extrafields) = join!(
        value(reader, SETUP, "/setup/company", &[]),
        value(reader, SETUP, "/setup/modules", &[]),
        constants::read(reader),
        extrafields(reader),
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
    let company = company?.ok_or_else(no_dolibarr)?;
    let set = set?;
    let currency = constants::company_currency(&set)?;
    let rates = rates?;
    let countries = countries?;
    let country = fields::text(&company, "country_code");
    let own = countries.iter().find(|it| it.code.eq_ignore_ascii_case(&country)).map(|it| it.id);
    let vat_rates = vat_rates(reader, &version, own).await?;
    Ok(ErpSetup {
        texts: text_rules(reader, &version).await?,
        version,
        company: fields::text(&company, "name"),
        country,
        currency,
        modules: modules?.as_ref().map(names).unwrap_or_default(),
        warehouses: warehouses?,
        bank_accounts: bank_accounts?,
        payment_modes: payment_modes?,
        payment_terms: payment_terms?,
        shipping_methods: shipping_methods?,
        order_origins: order_origins?,
        countries,
        currencies_known: rates.is_some(),
        currencies: rates.unwrap_or_default().into_iter().filter(|code| *code != currency).collect(),
        precision: constants::precision(&set)?,
        local_taxes: constants::local_taxes(&set),
        stock_counting: constants::stock_counting(&set),
        products: constants::products(&set, extrafields?),
        constants: set,
        vat_rates,
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

/// How texts are treated. Whether letters of four bytes can be stored depends on `conf.php`, which nothing tells: a database that
/// is spoken to in three bytes refuses to look for one.
async fn text_rules(reader: &Reader<'_>, version: &str) -> Result<TextRules, ErpError> {
    let rules = TextRules::of_version(version);
    if rules.three_bytes {
        return Ok(rules);
    }
    let query = [("sqlfilters", "(t.label:like:'%😀%')".to_owned()), ("limit", "1".to_owned())];
    match reader.get(PRODUCTS, PRODUCTS.path, &query).await {
        Err(ReadError::Erp(ErpError::Refused(why))) if why.id == "erp-sql-error" => {
            Ok(TextRules { three_bytes: true, ..rules })
        }
        // What else is wrong is told by those who need it.
        Ok(_) | Err(ReadError::Firewall(_) | ReadError::Erp(ErpError::Refused(_))) => Ok(rules),
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

fn names(value: &Value) -> Vec<String> {
    let rows = value.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().filter_map(Value::as_str).map(str::to_lowercase).collect()
}

/// The extrafields of products; none when the key's user may not list them, which only an administrator may.
async fn extrafields(reader: &Reader<'_>) -> Result<Option<Vec<Extrafield>>, ErpError> {
    let of_products = [("elementtype", "product".to_owned()), ("type", "product".to_owned())];
    match reader.get(SETUP, "/setup/extrafields", &of_products).await {
        Ok(value) => Ok(Some(value.as_ref().map(codec::product_extrafields).unwrap_or_default())),
        Err(ReadError::Erp(ErpError::Refused(why)))
            if matches!(why.id.as_str(), "erp-right-missing" | "erp-admin-required") =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The first version that tells its VAT dictionary.
const TELLS_VAT: u32 = 23;

/// The active rates of the VAT dictionary for the company's country; none where this Dolibarr does not tell them.
async fn vat_rates(
    reader: &Reader<'_>,
    version: &str,
    country: Option<u64>,
) -> Result<Option<Vec<Percent>>, ErpError> {
    let major = version.split('.').next().and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let Some(country) = country.filter(|_| major >= TELLS_VAT) else { return Ok(None) };
    let query = [("fk_country", country.to_string()), ("limit", ALL.to_owned())];
    let Some(found) = optional(reader, SETUP, "/setup/dictionary/vat", &query).await? else {
        return Ok(None);
    };
    Ok(found.as_array().map(|rows| rows.iter().filter_map(codec::vat_rate).collect()))
}
