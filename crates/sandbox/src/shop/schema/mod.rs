//! The fields of each webservice resource, in the order and with the types of PrestaShop 8.2 and 9.1.

mod catalogue;
mod customers;
mod orders;
mod setup;

use super::ShopVersion;

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A whole number: a string on 8, a number on 9.
    Int,
    /// A whole number which is a number on both.
    Number,
    /// "0" or "1"; a number in rows that PrestaShop holds in its cache.
    Flag,
    /// An amount with 6 decimals.
    Dec6,
    /// A rate with 3 decimals.
    Dec3,
    /// A percentage with 2 decimals.
    Dec2,
    /// `YYYY-MM-DD HH:MM:SS` of the shop's clock.
    Stamp,
    /// `YYYY-MM-DD`.
    Day,
    /// Plain text.
    Text,
    /// A text, or `false` when there is none.
    NameOrFalse,
    /// One text for each language.
    Lang,
}

/// One field of a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Written as null (not "" or 0) when unset.
    pub(crate) null: bool,
    /// Computed by PrestaShop: no filter, no sort.
    pub(crate) computed: bool,
    only: Option<ShopVersion>,
}

impl Field {
    const fn nullable(mut self) -> Self {
        self.null = true;
        self
    }

    const fn dynamic(mut self) -> Self {
        self.computed = true;
        self
    }

    /// Whether that version of PrestaShop has the field.
    pub(crate) fn exists(&self, version: ShopVersion) -> bool {
        self.only.is_none_or(|only| only == version)
    }
}

const fn both(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, null: false, computed: false, only: None }
}

const fn only(version: ShopVersion, name: &'static str, kind: Kind) -> Field {
    Field { name, kind, null: false, computed: false, only: Some(version) }
}

/// A list of other things inside a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Association {
    pub(crate) name: &'static str,
    pub(crate) node: &'static str,
    pub(crate) fields: &'static [&'static str],
}

impl Association {
    /// Whether a field of its items is a whole number (see [`Kind::Int`]).
    pub(crate) fn is_number(field: &str) -> bool {
        field.starts_with("id") || field.ends_with("_id") || field.ends_with("quantity")
    }
}

/// One resource of the webservice.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) name: &'static str,
    /// Key of the list, which is not always the resource's name.
    pub(crate) list: &'static str,
    /// Key of one row.
    pub(crate) single: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) associations: &'static [Association],
}

impl Resource {
    /// The position of a field.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The position of an association.
    pub(crate) fn association(&self, name: &str) -> Option<usize> {
        self.associations.iter().position(|a| a.name == name)
    }
}

/// Every resource the sandbox answers for, with its index.
pub(crate) fn all() -> impl Iterator<Item = &'static Resource> {
    [catalogue::ALL, customers::ALL, orders::ALL, setup::ALL].into_iter().flatten().copied()
}

/// Resources a real shop lists besides, always empty here.
pub(crate) const EMPTY: &[&str] = &[
    "attachments",
    "carts",
    "contacts",
    "content_management_system",
    "deliveries",
    "employees",
    "guests",
    "price_ranges",
    "search",
    "specific_price_rules",
    "stock_movement_reasons",
    "stock_movements",
    "stocks",
    "stores",
    "translated_configurations",
    "warehouses",
    "weight_ranges",
];
