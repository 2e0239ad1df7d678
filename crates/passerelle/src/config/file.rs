//! The shape of `passerelle.toml`. Unknown keys are refused.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use passerelle_core::key::{ErpId, Tag};
use passerelle_core::settings::{
    AdoptionSettings, CatalogueSettings, CustomerSettings, OrderSettings, PaymentMapping, RefundSettings,
    ServiceLabels, Settings, StateSettings, StockSettings,
};
use passerelle_core::tax::TaxRow;
use serde::{Deserialize, Serialize};

use super::shop_choice::ShopChoice;
use super::shops::{ShopSections, settings_of_shops};

/// `passerelle.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// `[connection]`.
    pub connection: ConnectionSection,
    /// `[shop]`.
    pub shop: ShopSection,
    /// `[erp]`.
    pub erp: ErpSection,
    /// `[catalogue]`.
    #[serde(default)]
    pub catalogue: CatalogueSettings,
    /// `[customers]`.
    #[serde(default)]
    pub customers: CustomerSettings,
    /// `[orders]`.
    #[serde(default)]
    pub orders: OrderSettings,
    /// `[states]`.
    #[serde(default)]
    pub states: StateSettings,
    /// `[adoption]`.
    #[serde(default)]
    pub adoption: AdoptionSettings,
    /// `[stock.carriers]`.
    #[serde(default)]
    pub stock: StockSettings,
    /// `[refunds]`.
    #[serde(default)]
    pub refunds: RefundSettings,
    /// `[services]`.
    #[serde(default)]
    pub services: ServiceLabels,
    /// `[payments."method"]`.
    #[serde(default)]
    pub payments: BTreeMap<String, PaymentMapping>,
    /// `[[taxes]]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxRow>,
    /// `[shops.2]`: what is different for one shop of a multistore.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shops: ShopSections,
}

/// `[connection]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionSection {
    /// Short name, part of every external reference; never changed once used.
    pub tag: Tag,
    /// The state database; relative to the configuration file.
    #[serde(default = "default_state")]
    pub state: PathBuf,
}

fn default_state() -> PathBuf {
    PathBuf::from("passerelle.db")
}

/// `[shop]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopSection {
    /// Address.
    pub url: String,
    /// ISO code of the language of names and descriptions; the shop's default when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Which shops of a multistore are brought over; all of them when left out.
    #[serde(default)]
    pub shops: ShopChoice,
}

/// `[erp]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErpSection {
    /// Address.
    pub url: String,
    /// Id of the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<u64>,
    /// Longest time in seconds that Dolibarr may work on one call. A call without answer is looked for only afterwards.
    #[serde(default = "default_longest_call")]
    pub longest_call_seconds: u64,
    /// Most parallel calls where Dolibarr bears them.
    #[serde(default = "default_parallel")]
    pub most_parallel: usize,
}

const fn default_longest_call() -> u64 {
    120
}

const fn default_parallel() -> usize {
    4
}

impl ErpSection {
    /// A section with this address and the usual bounds.
    pub fn new(url: String) -> Self {
        Self {
            url,
            warehouse: None,
            longest_call_seconds: default_longest_call(),
            most_parallel: default_parallel(),
        }
    }
}

impl ConfigFile {
    /// Lets a day given on the command line count before every other.
    pub fn set_since(&mut self, since: Option<Date>) {
        if since.is_some() {
            self.orders.since = since;
            let own = self.shops.values_mut().filter_map(|shop| shop.get_mut("orders")?.as_table_mut());
            own.for_each(|orders| drop(orders.remove("since")));
        }
    }

    /// The settings that decisions depend on.
    pub fn settings(&self) -> Settings {
        Settings {
            tag: self.connection.tag.clone(),
            catalogue: self.catalogue.clone(),
            customers: self.customers.clone(),
            orders: self.orders.clone(),
            payments: self.payments.clone(),
            services: self.services.clone(),
            tax_rows: self.taxes.clone(),
            refunds: self.refunds.clone(),
            warehouse: self.erp.warehouse.map(ErpId),
            states: self.states.clone(),
            stock: self.stock.clone(),
            adoption: self.adoption.clone(),
            // What is wrong with them was told when the file was read.
            shops: settings_of_shops(self).unwrap_or_default(),
        }
    }
}
