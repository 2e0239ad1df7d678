//! `sandbox`: serves a sandbox shop and a sandbox Dolibarr until standard input ends. For tests and trials.

use passerelle_core::explain::Explanation;
use passerelle_sandbox::{
    ErpOptions, ErpVersion, SandboxErp, SandboxShop, ShopOptions, ShopSize, ShopVersion,
};
use tokio::io::AsyncReadExt as _;

use crate::cli::DemoArgs;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::out;

pub async fn run(args: &DemoArgs) -> Result<Exit, Failure> {
    let (shop, erp) = start(args).await?;
    out!(
        "{}",
        serde_json::json!({
            "shop_url": shop.url(),
            "shop_key": shop.key(),
            "erp_url": erp.url(),
            "erp_key": erp.key(),
        })
    );
    let mut rest = Vec::new();
    // Whoever started it closes standard input, or ends, and with that ends the sandbox.
    let _ = tokio::io::stdin().take(1 << 20).read_to_end(&mut rest).await;
    Ok(exit::OK)
}

/// Starts both sides on ports of the loopback.
pub async fn start(args: &DemoArgs) -> Result<(SandboxShop, SandboxErp), Failure> {
    let bounded = |count: usize| u32::try_from(count.min(1_000_000)).unwrap_or(u32::MAX);
    let shop = ShopOptions {
        version: if args.prestashop >= 9 { ShopVersion::V9 } else { ShopVersion::V8 },
        seed: args.seed,
        size: ShopSize {
            categories: bounded(args.categories.unwrap_or(args.products / 6 + 3)),
            products: bounded(args.products),
            combinations: args.combinations.min(100),
            customers: bounded(args.customers),
            orders: bounded(args.orders),
        },
        ..ShopOptions::default()
    };
    let erp = ErpOptions {
        version: match args.dolibarr {
            ..20 => ErpVersion::V17,
            20..23 => ErpVersion::V20,
            23.. => ErpVersion::V23,
        },
        ..ErpOptions::default()
    };
    let failed =
        |error: std::io::Error| Failure::usage(Explanation::new("sandbox-failed").with("error", error));
    let shop = SandboxShop::start(shop).await.map_err(failed)?;
    let erp = SandboxErp::start(erp).await.map_err(failed)?;
    Ok((shop, erp))
}
