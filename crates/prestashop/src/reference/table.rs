//! The tables of reference data.

/// A table that ids are looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Table {
    /// `languages`.
    Languages,
    /// `countries`.
    Countries,
    /// `states` of countries.
    States,
    /// `currencies`.
    Currencies,
    /// `taxes`, `tax_rules` of the shop's country and `tax_rule_groups`.
    Taxes,
    /// `carriers`.
    Carriers,
    /// `order_states`.
    OrderStates,
    /// `product_options` and `product_option_values`.
    Options,
    /// `shops`.
    Shops,
    /// `product_features`.
    Features,
}

impl Table {
    /// All of them but languages, which have to be read first.
    pub(crate) const REST: [Self; 9] = [
        Self::Countries,
        Self::States,
        Self::Currencies,
        Self::Taxes,
        Self::Carriers,
        Self::OrderStates,
        Self::Options,
        Self::Shops,
        Self::Features,
    ];
}
