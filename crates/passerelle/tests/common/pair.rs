//! A sandbox shop and a sandbox Dolibarr.

use std::time::Duration;

use passerelle_sandbox::{
    ErpOptions, ErpVersion, SandboxErp, SandboxShop, ShopOptions, ShopSize, ShopVersion,
};

/// Both sides.
pub struct Pair {
    pub shop: SandboxShop,
    pub erp: SandboxErp,
}

impl Pair {
    /// PrestaShop 8 and Dolibarr 20.
    pub async fn start(seed: u64, size: ShopSize) -> Self {
        Self::of(ShopOptions { seed, size, ..ShopOptions::default() }, ErpVersion::V20).await
    }

    /// The older versions of both for even seeds, newer ones for odd ones.
    pub async fn of_either(seed: u64, size: ShopSize) -> Self {
        let shop = if seed.is_multiple_of(2) { ShopVersion::V8 } else { ShopVersion::V9 };
        let erp = Self::erp_of(seed);
        Self::of(ShopOptions { seed, size, version: shop, ..ShopOptions::default() }, erp).await
    }

    /// The Dolibarr of [`Pair::of_either`].
    pub const fn erp_of(seed: u64) -> ErpVersion {
        match seed % 4 {
            1 => ErpVersion::V20,
            3 => ErpVersion::V23,
            _ => ErpVersion::V17,
        }
    }

    /// Of these kinds.
    pub async fn of(shop: ShopOptions, erp: ErpVersion) -> Self {
        Self { shop: SandboxShop::start(shop).await.unwrap(), erp: new_erp(erp).await }
    }
}

/// An empty Dolibarr.
pub async fn new_erp(version: ErpVersion) -> SandboxErp {
    let options = ErpOptions { version, wrong_key_delay: Duration::from_millis(1), ..ErpOptions::default() };
    SandboxErp::start(options).await.unwrap()
}

/// How many of each, in the order categories, products, customers, orders.
pub const fn size(categories: u32, products: u32, customers: u32, orders: u32) -> ShopSize {
    ShopSize { categories, products, combinations: 25, customers, orders }
}
