//! Reads the tables of reference data.

use std::collections::{HashMap, HashSet};

use passerelle_core::money::{Currency, Percent};

use super::configuration::NAMES;
use super::lookup::{OptionValue, Reference, State};
use super::store::rates;
use super::table::Table;
use super::vat::{country_rates, group_rates, group_sets, tax_sets};
use crate::call::{CallError, Query, Scope};
use crate::rows::{Row, Rows, Tries};
use crate::wire::{
    CarrierRow, ConfigurationRow, CountryRow, CurrencyRow, LanguageRow, OrderStateRow, ProductFeatureRow,
    ProductOptionRow, ProductOptionValueRow, ShopRow, StateRow, TaxRow, TaxRuleGroupRow, TaxRuleRow,
};

/// Reads tables, and collects the resources that the key may not read.
pub(crate) struct Loader<'a> {
    /// Where from.
    pub rows: &'a Rows,
    /// Resources without right.
    pub denied: std::sync::Mutex<HashSet<String>>,
    /// Resources that are not read at all: not asked for, or without right.
    pub closed: HashSet<&'static str>,
}

/// How a table is put into the reference data once it was read.
pub(crate) type Put = Box<dyn FnOnce(&mut Reference) + Send>;

impl Loader<'_> {
    /// A table's rows; none of them when the key may not read it.
    async fn rows<T: Row>(&self, query: Query) -> Result<Vec<T>, CallError> {
        match self.rows.all(&query).await {
            Err(CallError::NoRight(resource, _)) => {
                if let Ok(mut denied) = self.denied.lock() {
                    denied.insert(resource);
                }
                Ok(Vec::new())
            }
            result => result,
        }
    }

    fn closed(&self, resource: &str) -> bool {
        self.closed.contains(resource)
    }

    async fn everything<T: Row>(&self) -> Result<Vec<T>, CallError> {
        self.rows(Query::default()).await
    }

    /// The shop's settings.
    pub(crate) async fn configuration(&self) -> Result<Vec<ConfigurationRow>, CallError> {
        self.rows(Query::default().one_of("name", &NAMES.map(str::to_owned))).await
    }

    /// The shops of a multistore.
    pub(crate) async fn shops(&self) -> Result<Vec<ShopRow>, CallError> {
        self.everything().await
    }

    /// The currencies as one shop of a multistore has them.
    pub(crate) async fn currencies_of(&self, shop: u64) -> Result<Vec<CurrencyRow>, CallError> {
        match self.rows.all_in(Scope::One(shop), &Query::default()).await {
            Err(CallError::NoRight(..)) => Ok(Vec::new()),
            result => result,
        }
    }

    /// Whether the key is ticked for a shop.
    pub(crate) async fn is_open(&self, shop: u64) -> Result<bool, CallError> {
        let query = Query::default().window(0, 1);
        match self.rows.page::<LanguageRow>(Scope::One(shop), &query, Tries::Several).await {
            Ok(_) | Err(CallError::NoRight(..)) => Ok(true),
            Err(CallError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The languages.
    pub(crate) async fn languages(&self) -> Result<Vec<LanguageRow>, CallError> {
        self.everything().await
    }

    /// One table.
    pub(crate) async fn table(&self, table: Table, country: u64) -> Result<Put, CallError> {
        Ok(match table {
            Table::Languages => {
                let rows = self.languages().await?;
                Box::new(move |to| to.locales = locales(&rows))
            }
            Table::Countries => {
                let rows: Vec<CountryRow> = self.everything().await?;
                Box::new(move |to| put_countries(to, &rows))
            }
            Table::States => {
                let rows: Vec<StateRow> = self.everything().await?;
                Box::new(move |to| to.states = map(&rows, |row| (row.iso_code.0.clone(), row.name.0.clone())))
            }
            Table::Currencies => {
                let rows: Vec<CurrencyRow> = self.everything().await?;
                Box::new(move |to| put_currencies(to, &rows))
            }
            Table::Taxes => self.taxes(country).await?,
            Table::Carriers => {
                let rows: Vec<CarrierRow> = self.everything().await?;
                Box::new(move |to| {
                    to.carriers = map(&rows, |row| row.name.0.clone());
                    to.carriers_in_use =
                        rows.iter().filter(|row| !row.deleted.0).map(|row| row.name.0.clone()).collect();
                })
            }
            Table::OrderStates => {
                let rows: Vec<OrderStateRow> = self.everything().await?;
                Box::new(move |to| to.put_order_states(&rows))
            }
            Table::Options => {
                let groups: Vec<ProductOptionRow> = self.everything().await?;
                let values: Vec<ProductOptionValueRow> = self.everything().await?;
                Box::new(move |to| to.put_options(&groups, &values))
            }
            Table::Features if self.closed(ProductFeatureRow::RESOURCE) => Box::new(|_| {}),
            Table::Features => {
                let rows: Vec<ProductFeatureRow> = self.everything().await?;
                Box::new(move |to| {
                    let language = to.language;
                    let feature = |row: &ProductFeatureRow| (row.position.0, row.name.label(language));
                    to.features = map(&rows, feature);
                })
            }
            Table::Shops => {
                let rows: Vec<ShopRow> = self.everything().await?;
                Box::new(move |to| to.shops = map(&rows, |row| row.name.0.clone()))
            }
        })
    }

    /// Taxes, and the rules of all countries.
    async fn taxes(&self, country: u64) -> Result<Put, CallError> {
        let taxes: Vec<TaxRow> = self.everything().await?;
        let groups: Vec<TaxRuleGroupRow> = self.everything().await?;
        let rules: Vec<TaxRuleRow> = self.everything().await?;
        Ok(Box::new(move |to| put_taxes(to, country, &taxes, &groups, &rules)))
    }
}

/// `locale` by language.
pub(crate) fn locales(rows: &[LanguageRow]) -> HashMap<u64, String> {
    map(rows, |row| row.locale.0.clone())
}

fn map<T: Row, V>(rows: &[T], value: impl Fn(&T) -> V) -> HashMap<u64, V> {
    rows.iter().map(|row| (row.id(), value(row))).collect()
}

fn put_countries(to: &mut Reference, rows: &[CountryRow]) {
    to.countries = map(rows, |row| row.iso_code.0.trim().to_uppercase());
    to.countries_in_use = rows.iter().filter(|row| row.active.0).map(Row::id).collect();
}

fn put_currencies(to: &mut Reference, rows: &[CurrencyRow]) {
    let coded = || rows.iter().filter_map(|row| Some((row, row.iso_code.0.parse::<Currency>().ok()?)));
    to.currencies = coded().map(|(row, code)| (row.id.0, code)).collect();
    to.currencies_in_use =
        coded().filter(|(row, _)| row.active.0 && !row.deleted.0).map(|(_, code)| code).collect();
    to.currency_decimals = coded().filter_map(|(row, code)| Some((code, row.decimals()?))).collect();
    let one = |row: &CurrencyRow| row.conversion_rate.0 == rust_decimal::Decimal::ONE && !row.deleted.0;
    to.rates = rates(rows);
    to.currency_of_rate_one = coded().find(|(row, _)| one(row)).map(|(_, code)| code);
}

fn put_taxes(
    to: &mut Reference,
    country: u64,
    taxes: &[TaxRow],
    groups: &[TaxRuleGroupRow],
    rules: &[TaxRuleRow],
) {
    to.taxes = map(taxes, |row| row.rate.percent());
    let in_use = |row: &&TaxRuleGroupRow| row.active.0 && !row.deleted.0;
    let used: HashSet<u64> = groups.iter().filter(in_use).map(Row::id).collect();
    to.country_rates = country_rates(rules, &used, &to.taxes);
    let rules: Vec<TaxRuleRow> =
        rules.iter().filter(|row| row.id_country.0 == country && country != 0).cloned().collect();
    let rules = rules.as_slice();
    to.tax_sets = tax_sets(rules, &used, &to.taxes);
    to.group_sets = group_sets(rules, &to.taxes);
    to.group_rates = group_rates(rules, &to.taxes);
    let rate = |row: &TaxRuleGroupRow| to.group_rates.get(&row.id.0).copied().flatten();
    let mut rates: Vec<Percent> = groups.iter().filter(in_use).filter_map(rate).collect();
    rates.sort();
    rates.dedup();
    to.rates_in_use = rates;
    // A group without any rule for the country is not taxed there. No rules at all: they could not be read.
    let untaxed = (!rules.is_empty()).then_some(Percent::ZERO);
    for group in groups {
        to.group_rates.entry(group.id.0).or_insert(untaxed);
    }
}

fn order_state(row: &OrderStateRow, language: u64) -> State {
    State {
        name: row.name.pick(language).to_owned(),
        logable: row.logable.0,
        invoice: row.invoice.0,
        paid: row.paid.0,
        shipped: row.shipped.0,
    }
}

impl Reference {
    /// Replaces the states of orders.
    pub(crate) fn put_order_states(&mut self, rows: &[OrderStateRow]) {
        let language = self.language;
        self.order_states = map(rows, |row| order_state(row, language));
        self.order_states_in_use = rows.iter().filter(|row| !row.deleted.0).map(|row| row.id.0).collect();
        self.order_states_in_use.sort_unstable();
    }

    /// Replaces the attributes and their groups.
    pub(crate) fn put_options(&mut self, groups: &[ProductOptionRow], values: &[ProductOptionValueRow]) {
        let language = self.language;
        self.options = map(groups, |row| {
            let public = row.public_name.pick(language);
            let name = if public.is_empty() { row.name.pick(language) } else { public };
            (row.position.0, crate::read::decode(name))
        });
        self.option_values = map(values, |row| OptionValue {
            group: row.id_attribute_group.0,
            name: row.name.label(language),
        });
    }
}
