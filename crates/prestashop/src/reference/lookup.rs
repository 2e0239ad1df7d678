//! What ids stand for.

use std::collections::{BTreeMap, HashMap, HashSet};

use passerelle_core::money::{Currency, Percent};
use passerelle_core::shop::NamedState;
use passerelle_core::tax::TaxSet;
use rust_decimal::Decimal;

use super::{Configuration, Coverage, Store, Table};

/// An id that the tables do not hold: they may be out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Unknown {
    /// Where it was looked for.
    pub table: Table,
    /// The id.
    pub id: u64,
    /// The field it stood in.
    pub field: &'static str,
}

/// A state of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// `name`.
    pub name: String,
    /// `logable`.
    pub logable: bool,
    /// `invoice`.
    pub invoice: bool,
    /// `paid`.
    pub paid: bool,
    /// `shipped`.
    pub shipped: bool,
}

/// An attribute: its group and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OptionValue {
    /// `id_attribute_group`.
    pub group: u64,
    /// `name`.
    pub name: String,
}

/// All tables, as they were when read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    /// The shop's settings.
    pub configuration: Configuration,
    /// The language that texts are read in.
    pub language: u64,
    /// `locale` by language.
    pub locales: HashMap<u64, String>,
    /// ISO code by country.
    pub countries: HashMap<u64, String>,
    /// Countries that customers can live in.
    pub countries_in_use: HashSet<u64>,
    /// The rates of the tax rules groups in use, by country, rising.
    pub country_rates: BTreeMap<u64, Vec<Percent>>,
    /// ISO code and name by state.
    pub states: HashMap<u64, (String, String)>,
    /// Code by currency.
    pub currencies: HashMap<u64, Currency>,
    /// Decimals to which the shop rounds amounts in them, where it says so.
    pub currency_decimals: Vec<(Currency, u32)>,
    /// Those in use, in id order.
    pub currencies_in_use: Vec<Currency>,
    /// Units of each currency for one unit of the shop's own.
    pub rates: Vec<(Currency, Decimal)>,
    /// The currency whose rate is 1, for shops that do not tell their default currency.
    pub currency_of_rate_one: Option<Currency>,
    /// Rate by tax, deleted ones too.
    pub taxes: HashMap<u64, Percent>,
    /// VAT of each tax rules group in the shop's country (the first of several taxes); none when it cannot be resolved.
    /// Deleted groups too.
    pub group_rates: HashMap<u64, Option<Percent>>,
    /// The taxes of each tax rules group that has several in the shop's country.
    pub group_sets: HashMap<u64, TaxSet>,
    /// The rates of groups in use, rising.
    pub rates_in_use: Vec<Percent>,
    /// Several taxes that groups in use have together in the shop's country, or in parts of it.
    pub tax_sets: Vec<TaxSet>,
    /// Name by carrier, deleted ones too.
    pub carriers: HashMap<u64, String>,
    /// Names of those in use.
    pub carriers_in_use: Vec<String>,
    /// States of orders, deleted ones too.
    pub order_states: HashMap<u64, State>,
    /// Ids of those in use.
    pub order_states_in_use: Vec<u64>,
    /// Position and public name by attribute group.
    pub options: HashMap<u64, (u64, String)>,
    /// Attributes.
    pub option_values: HashMap<u64, OptionValue>,
    /// Position and name by feature.
    pub features: HashMap<u64, (u64, String)>,
    /// Resources about products that are not read: not asked for, or without right.
    pub closed: HashSet<&'static str>,
    /// Those among them that lack the right only.
    pub lacking: Vec<&'static str>,
    /// Which shops of a multistore are read.
    pub coverage: Coverage,
    /// Those that are read, in their order.
    pub stores: Vec<Store>,
    /// Name by shop.
    pub shops: HashMap<u64, String>,
    /// Ids that were not there after a refresh either.
    pub missing: HashSet<(Table, u64)>,
}

/// A state of orders, as far as lists of states need it.
pub(crate) fn named_state(id: u64, state: &State) -> NamedState {
    NamedState { id, name: state.name.clone(), invoice: state.invoice }
}

impl Reference {
    /// The value, or none when it is known to be gone.
    fn find<'a, T>(
        &self,
        map: &'a HashMap<u64, T>,
        table: Table,
        id: u64,
        field: &'static str,
    ) -> Result<Option<&'a T>, Unknown> {
        match map.get(&id) {
            Some(value) => Ok(Some(value)),
            None if id == 0 || self.missing.contains(&(table, id)) => Ok(None),
            None => Err(Unknown { table, id, field }),
        }
    }

    /// The names of the shops that are read.
    pub(crate) fn shop_names(&self) -> Vec<String> {
        let several: Vec<String> = self.stores.iter().map(|store| store.name.clone()).collect();
        if several.is_empty() { vec![self.configuration.shop_name.clone()] } else { several }
    }

    /// Whether an id was looked for again in vain.
    pub(crate) fn is_missing(&self, unknown: &Unknown) -> bool {
        self.missing.contains(&(unknown.table, unknown.id))
    }

    /// `languages.locale`; empty when gone.
    pub(crate) fn locale(&self, id: u64) -> Result<String, Unknown> {
        Ok(self.find(&self.locales, Table::Languages, id, "id_lang")?.cloned().unwrap_or_default())
    }

    /// ISO code of a country; empty when gone.
    pub(crate) fn country(&self, id: u64) -> Result<String, Unknown> {
        Ok(self.find(&self.countries, Table::Countries, id, "id_country")?.cloned().unwrap_or_default())
    }

    /// ISO code and name of a state; empty when gone.
    pub(crate) fn state(&self, id: u64) -> Result<(String, String), Unknown> {
        Ok(self.find(&self.states, Table::States, id, "id_state")?.cloned().unwrap_or_default())
    }

    /// Code of a currency. There is no document without one.
    pub(crate) fn currency(&self, id: u64) -> Result<Currency, Unknown> {
        let unknown = Unknown { table: Table::Currencies, id, field: "id_currency" };
        self.currencies.get(&id).copied().ok_or(unknown)
    }

    /// Rate of a tax; none when the tax is gone.
    pub(crate) fn tax(&self, id: u64) -> Result<Option<Percent>, Unknown> {
        Ok(self.find(&self.taxes, Table::Taxes, id, "taxes")?.copied())
    }

    /// Rate of a tax rules group in the shop's country; 0 without group; none when it cannot be resolved.
    pub(crate) fn group_rate(&self, id: u64) -> Result<Option<Percent>, Unknown> {
        if id == 0 || self.configuration.without_tax {
            return Ok(Some(Percent::ZERO));
        }
        Ok(self.find(&self.group_rates, Table::Taxes, id, "id_tax_rules_group")?.copied().flatten())
    }

    /// Name of a carrier; empty when gone. PrestaShop writes `0` for a carrier that bears the shop's name.
    pub(crate) fn carrier(&self, id: u64) -> Result<String, Unknown> {
        let name = self.find(&self.carriers, Table::Carriers, id, "id_carrier")?.cloned().unwrap_or_default();
        Ok(self.carrier_name(name))
    }

    fn carrier_name(&self, name: String) -> String {
        if name == "0" { self.configuration.shop_name.clone() } else { name }
    }

    /// Names of the carriers in use, sorted.
    pub(crate) fn carrier_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.carriers_in_use.iter().map(|name| self.carrier_name(name.clone())).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The states of orders in use, in id order.
    pub(crate) fn named_states(&self) -> Vec<NamedState> {
        let named = |id: &u64| self.order_states.get(id).map(|state| named_state(*id, state));
        self.order_states_in_use.iter().filter_map(named).collect()
    }

    /// A state of orders. There is no order without one but those whose `current_state` is 0.
    pub(crate) fn order_state(&self, id: u64) -> Result<State, Unknown> {
        if id == 0 {
            return Ok(State::default());
        }
        let unknown = Unknown { table: Table::OrderStates, id, field: "current_state" };
        self.order_states.get(&id).cloned().ok_or(unknown)
    }

    /// An attribute and its value.
    pub(crate) fn option_value(&self, id: u64) -> Result<Attributed, Unknown> {
        let unknown = Unknown { table: Table::Options, id, field: "product_option_values" };
        let value = self.option_values.get(&id).ok_or(unknown)?;
        let (position, group) = self.options.get(&value.group).ok_or(unknown)?;
        Ok(Attributed {
            position: *position,
            group_name: group.clone(),
            value_name: value.name.clone(),
            group: value.group,
            value: id,
        })
    }

    /// Position and name of a feature.
    pub(crate) fn feature(&self, id: u64) -> Result<Option<(u64, String)>, Unknown> {
        Ok(self.find(&self.features, Table::Features, id, "product_features")?.cloned())
    }

    /// Names of the features, in their order.
    pub(crate) fn feature_names(&self) -> Vec<String> {
        let mut features: Vec<&(u64, String)> = self.features.values().collect();
        features.sort();
        features.into_iter().map(|(_, name)| name.clone()).collect()
    }

    /// Whether a resource about products is read.
    pub(crate) fn reads(&self, resource: &str) -> bool {
        !self.closed.contains(resource)
    }

    /// VAT of ecotax; none when it cannot be resolved.
    pub(crate) fn ecotax_rate(&self) -> Result<Option<Percent>, Unknown> {
        self.group_rate(self.configuration.ecotax_group)
    }
}

/// An attribute and its value, in the order in which the shop shows them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) struct Attributed {
    /// Position of the attribute.
    pub position: u64,
    /// Name of the attribute.
    pub group_name: String,
    /// Name of the value.
    pub value_name: String,
    /// Id of the attribute.
    pub group: u64,
    /// Id of the value.
    pub value: u64,
}
