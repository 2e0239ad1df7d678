//! What the shops of a multistore do not have alike, and what the webservice makes of `id_shop`, as observed on 9.1.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::Cell;
use super::data::ShopData;
use super::row::Row;

/// The shop of the sandbox's address.
pub(crate) const DEFAULT: u32 = 1;

/// Resources whose lists give the rows of one shop: those with a table of associations to shops.
const BY_SHOP: [&str; 14] = [
    "products",
    "combinations",
    "categories",
    "carriers",
    "currencies",
    "countries",
    "languages",
    "groups",
    "tax_rule_groups",
    "product_options",
    "product_option_values",
    "manufacturers",
    "suppliers",
    "zones",
];

/// Which shops of a multistore a call is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The shop whose rows, prices and texts are given. For `all` the default one, whatever the key may read.
    pub(crate) context: u32,
    /// The shops whose orders and customers are given.
    pub(crate) shops: BTreeSet<u32>,
}

/// Values of a shop's own, by the position of their field.
type Own = Vec<(usize, Cell)>;

/// What the shops of a multistore do not have alike.
#[derive(Debug, Default)]
pub(crate) struct Stores {
    members: BTreeMap<(&'static str, u32), BTreeSet<u32>>,
    own: BTreeMap<(&'static str, u32, u32), Own>,
    /// The shop that answers are shown for; none where there is one only.
    pub(crate) context: Option<u32>,
}

impl Stores {
    pub(crate) fn only_in(&mut self, resource: &'static str, id: u32, shops: &[u32]) {
        self.members.insert((resource, id), shops.iter().copied().collect());
    }

    pub(crate) fn set(&mut self, shop: u32, resource: &'static str, id: u32, position: usize, value: Cell) {
        self.own.entry((resource, id, shop)).or_default().push((position, value));
    }

    /// Whether a shop has a row.
    pub(crate) fn has(&self, resource: &'static str, id: u32, shop: u32) -> bool {
        self.members.get(&(resource, id)).is_none_or(|shops| shops.contains(&shop))
    }

    /// Whether the lists of a resource give the rows of one shop only.
    pub(crate) fn is_by_shop(resource: &str) -> bool {
        BY_SHOP.contains(&resource)
    }

    /// A row as the shop that answers are shown for has it. Of one that this shop does not have, the price is missing.
    pub(crate) fn shown(&self, resource: &'static str, mut row: Row, price: Option<usize>) -> Row {
        let Some(shop) = self.context else { return row };
        if Self::is_by_shop(resource)
            && !self.has(resource, row.id, shop)
            && let Some(price) = price
        {
            row.put(price, Cell::Null);
        }
        for (position, value) in self.own.get(&(resource, row.id, shop)).into_iter().flatten() {
            row.put(*position, value.clone());
        }
        row
    }
}

impl ShopData {
    /// The shops that are switched on.
    pub(crate) fn active_shops(&self) -> BTreeSet<u32> {
        let on = |id: &u32| {
            self.get("shops", *id, "active").int() != 0 && self.get("shops", *id, "deleted").int() == 0
        };
        self.ids("shops").into_iter().filter(on).collect()
    }

    /// What `id_shop` asks for; none for a shop that is not there or is switched off.
    pub(crate) fn asked(&self, id_shop: Option<&str>) -> Option<Asked> {
        let one = |shop: u32| Asked { context: shop, shops: BTreeSet::from([shop]) };
        match id_shop {
            None | Some("") => Some(one(DEFAULT)),
            Some("all") => Some(Asked { context: DEFAULT, shops: self.active_shops() }),
            Some(shop) => shop.parse().ok().filter(|shop| self.active_shops().contains(shop)).map(one),
        }
    }
}
