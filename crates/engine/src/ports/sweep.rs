//! Sweeps: whole lists of the shop in ascending order of their numbers, with a print of what is seen of each row.
//!
//! Dates do not tell all that changes in a catalogue, and nothing tells what was deleted. So the lists themselves are compared
//! with what they were the last time, page by page.

use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::Kind;
use serde::Serialize;

/// What is seen of a row, in eight bytes. Not against anybody: two states of one row that have the same print by chance,
/// one of 18 trillion million, would be taken for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Print(u64);

impl Print {
    /// Not seen yet: what no value has.
    pub const NONE: Self = Self(0);

    /// The print of a value. Values that serialise alike have the same one.
    #[must_use]
    pub fn of<T: Serialize>(value: &T) -> Self {
        let digits: String = Fingerprint::of(value).as_str().chars().take(16).collect();
        Self(u64::from_str_radix(&digits, 16).unwrap_or(1).max(1))
    }

    /// The print of the same value under other circumstances, such as other settings.
    #[must_use]
    pub fn under(self, circumstances: Self) -> Self {
        if self == Self::NONE { self } else { Self((self.0 ^ circumstances.0).max(1)) }
    }

    /// The print from its number in the store.
    #[must_use]
    pub const fn stored(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// A list of the shop that is swept. The order is that in which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sweep {
    /// `categories`.
    Categories,
    /// `product_options`.
    Attributes,
    /// `product_option_values`.
    AttributeValues,
    /// `products`.
    Products,
    /// `specific_prices` of single products.
    SpecificPrices,
    /// `combinations`.
    Combinations,
    /// `stock_availables`.
    Stock,
    /// `orders`: only which there are. Their changes are found by date.
    Orders,
}

/// Whose key an aspect is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// The row's own number.
    Row,
    /// The number of the row's owner: the product of a combination, of a stock row, of a specific price.
    Owner,
}

/// One of the things that a row tells. A row has a print for each aspect of its list, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Aspect {
    /// The kind that is marked when the print changes, or the row comes or goes.
    pub kind: Kind,
    /// The number that is marked.
    pub about: About,
    /// What belongs to a product (its combinations) has to be looked at, too.
    pub carries: bool,
}

/// That a row changed, for its own kind.
const fn of_row(kind: Kind) -> Aspect {
    Aspect { kind, about: About::Row, carries: false }
}

/// That a row changed, for its product.
const fn of_owner(kind: Kind) -> Aspect {
    Aspect { kind, about: About::Owner, carries: false }
}

const CATEGORIES: [Aspect; 1] = [of_row(Kind::Category)];
const ATTRIBUTES: [Aspect; 1] = [of_row(Kind::Attribute)];
const ATTRIBUTE_VALUES: [Aspect; 1] = [of_row(Kind::AttributeValue)];
const PRODUCTS: [Aspect; 4] = [
    Aspect { carries: true, ..of_row(Kind::Product) },
    of_row(Kind::Images),
    of_row(Kind::Pack),
    of_row(Kind::Stock),
];
const SPECIFIC_PRICES: [Aspect; 1] = [Aspect { carries: true, ..of_owner(Kind::Product) }];
/// Of its product it tells only that it is there at all, and of the images which are its own.
const COMBINATIONS: [Aspect; 3] =
    [of_row(Kind::Combination), of_owner(Kind::Product), of_owner(Kind::Images)];
const STOCK: [Aspect; 1] = [of_owner(Kind::Stock)];
const ORDERS: [Aspect; 1] = [of_row(Kind::Order)];

impl Sweep {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Categories,
        Self::Attributes,
        Self::AttributeValues,
        Self::Products,
        Self::SpecificPrices,
        Self::Combinations,
        Self::Stock,
        Self::Orders,
    ];

    /// The word in the store, and for persons.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::Attributes => "attributes",
            Self::AttributeValues => "attribute_values",
            Self::Products => "products",
            Self::SpecificPrices => "specific_prices",
            Self::Combinations => "combinations",
            Self::Stock => "stock",
            Self::Orders => "all_orders",
        }
    }

    /// What its rows tell. A new aspect goes to the end: stored rows lack it then, and are marked once.
    #[must_use]
    pub const fn aspects(self) -> &'static [Aspect] {
        match self {
            Self::Categories => &CATEGORIES,
            Self::Attributes => &ATTRIBUTES,
            Self::AttributeValues => &ATTRIBUTE_VALUES,
            Self::Products => &PRODUCTS,
            Self::SpecificPrices => &SPECIFIC_PRICES,
            Self::Combinations => &COMBINATIONS,
            Self::Stock => &STOCK,
            Self::Orders => &ORDERS,
        }
    }

    /// It tells only what came and went, which is asked once a day: changes are found by other means.
    #[must_use]
    pub const fn is_daily(self) -> bool {
        matches!(self, Self::Orders)
    }

    /// In a multistore each shop has a list of its own; the others come whole.
    #[must_use]
    pub const fn is_by_shop(self) -> bool {
        !matches!(self, Self::SpecificPrices | Self::Stock | Self::Orders)
    }
}

/// A row of a swept list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweptRow {
    /// Its number.
    pub id: u64,
    /// The product that it belongs to; 0 for none.
    pub owner: u64,
    /// A print for each of [`Sweep::aspects`].
    pub prints: Vec<Print>,
}

/// One page of a sweep: all rows behind some number, up to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SweptPage {
    /// The rows that tell something, ascending.
    pub rows: Vec<SweptRow>,
    /// The number of the last row of the page, whether or not it tells something; that before the page when it is empty.
    pub to: u64,
    /// There is nothing behind the last row.
    pub is_last: bool,
    /// Rows that were passed over, because nobody can tell what they are about.
    pub doubts: Vec<Explanation>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_tell_values_apart() {
        assert_eq!(Print::of(&("a", 1)), Print::of(&("a", 1)));
        assert_ne!(Print::of(&("a", 1)), Print::of(&("a", 2)));
        let print = Print::of(&1);
        assert_eq!(Print::stored(print.number()), print);
        assert_ne!(print.under(Print::of(&"other settings")), print);
        assert_eq!(Print::NONE.under(print), Print::NONE);
    }
}
