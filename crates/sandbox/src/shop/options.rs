//! What kind of shop is generated.

use std::time::Duration;

/// The PrestaShop whose behaviour is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopVersion {
    /// 8.2: identifiers come as strings.
    V8,
    /// 9.1: identifiers come as numbers, failed queries as empty lists.
    V9,
}

impl ShopVersion {
    /// The version PrestaShop tells about itself.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::V8 => "8.2.0",
            Self::V9 => "9.1.4",
        }
    }
}

/// How many of each are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShopSize {
    /// Categories besides Root and Home.
    pub categories: u32,
    /// Products.
    pub products: u32,
    /// Products of a hundred that have combinations (2 to 8 each).
    pub combinations: u32,
    /// Customers.
    pub customers: u32,
    /// Orders (none without products and customers).
    pub orders: u32,
}

impl ShopSize {
    /// Enough for a test: 6 categories, 20 products, 12 customers, 15 orders.
    #[must_use]
    pub const fn tiny() -> Self {
        Self { categories: 6, products: 20, combinations: 25, customers: 12, orders: 15 }
    }

    /// A small shop: 20 categories, 120 products, 60 customers, 200 orders.
    #[must_use]
    pub const fn small() -> Self {
        Self { categories: 20, products: 120, combinations: 25, customers: 60, orders: 200 }
    }

    /// About the size of the real shop that was recorded: 39 categories, 519 products, 302 customers, 1006 orders.
    #[must_use]
    pub const fn recorded() -> Self {
        Self { categories: 37, products: 519, combinations: 31, customers: 302, orders: 1_006 }
    }

    /// Nothing but the settings of a new shop.
    #[must_use]
    pub const fn empty() -> Self {
        Self { categories: 0, products: 0, combinations: 0, customers: 0, orders: 0 }
    }
}

impl Default for ShopSize {
    fn default() -> Self {
        Self::small()
    }
}

/// How to generate and run a sandbox shop.
#[derive(Debug, Clone)]
pub struct ShopOptions {
    /// The PrestaShop to be like.
    pub version: ShopVersion,
    /// Everything random comes from it.
    pub seed: u64,
    /// How much of everything.
    pub size: ShopSize,
    /// The key of the webservice (32 characters).
    pub key: String,
    /// The shop's clock when it opens, in seconds since 1970 as if it were UTC; the orders are of the year before.
    pub now: i64,
    /// 1: each item is rounded, 2: each line, 3: the total.
    pub round_type: u8,
    /// Odd things happen in it: references missing or doubled, deleted products and addresses, several payments, slips.
    pub oddities: bool,
    /// How many shops (stores) it has.
    pub shops: u32,
    /// The port to listen on; 0 for any.
    pub port: u16,
    /// How long each call takes.
    pub service_time: Duration,
}

impl Default for ShopOptions {
    fn default() -> Self {
        Self {
            version: ShopVersion::V8,
            seed: 1,
            size: ShopSize::default(),
            key: "SANDBOXKEYSANDBOXKEYSANDBOXKEY00".to_owned(),
            // 2026-11-23 09:30:00
            now: 1_795_426_200,
            round_type: 2,
            oddities: true,
            shops: 1,
            port: 0,
            service_time: Duration::ZERO,
        }
    }
}
