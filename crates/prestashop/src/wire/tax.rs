//! `taxes`, `tax_rules` and `tax_rule_groups`.

use serde::Deserialize;

use super::{Flag, Id, Number, Text};
use crate::rows::Row;

/// One row of `taxes`; saving a tax makes a new row and marks the old one deleted.
#[derive(Clone, Debug, Deserialize)]
pub struct TaxRow {
    /// `id`.
    pub id: Id,
    /// `rate`.
    pub rate: Number,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for TaxRow {
    const RESOURCE: &'static str = "taxes";
    const DISPLAY: &'static str = "[id,rate,deleted]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// One row of `tax_rules`: the tax of a group in a country.
#[derive(Clone, Debug, Deserialize)]
pub struct TaxRuleRow {
    /// `id`.
    pub id: Id,
    /// `id_tax_rules_group`.
    pub id_tax_rules_group: Id,
    /// `id_country`.
    #[serde(default)]
    pub id_country: Id,
    /// `id_state`.
    #[serde(default)]
    pub id_state: Id,
    /// `zipcode_from`.
    #[serde(default)]
    pub zipcode_from: Text,
    /// `zipcode_to`.
    #[serde(default)]
    pub zipcode_to: Text,
    /// `id_tax`.
    #[serde(default)]
    pub id_tax: Id,
    /// `behavior`: 0 this tax only, 1 added, 2 one after another.
    #[serde(default)]
    pub behavior: Id,
}

impl Row for TaxRuleRow {
    const RESOURCE: &'static str = "tax_rules";
    const DISPLAY: &'static str =
        "[id,id_tax_rules_group,id_country,id_state,zipcode_from,zipcode_to,id_tax,behavior]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// One row of `tax_rule_groups`.
#[derive(Clone, Debug, Deserialize)]
pub struct TaxRuleGroupRow {
    /// `id`.
    pub id: Id,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `deleted`.
    #[serde(default)]
    pub deleted: Flag,
}

impl Row for TaxRuleGroupRow {
    const RESOURCE: &'static str = "tax_rule_groups";
    const DISPLAY: &'static str = "[id,active,deleted]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
