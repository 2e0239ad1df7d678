//! Serves a sandbox shop and ERP until interrupted:
//! `cargo run -p passerelle-sandbox --example serve [8|9] [seed] [shop port] [17|20|23] [erp port]`.

use passerelle_sandbox::{
    ErpOptions, ErpVersion, SandboxErp, SandboxShop, ShopOptions, ShopSize, ShopVersion,
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let version = if arguments.next().as_deref() == Some("9") { ShopVersion::V9 } else { ShopVersion::V8 };
    let seed = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(1);
    let port = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(0);
    let began = std::time::Instant::now();
    let options = ShopOptions { version, seed, port, size: ShopSize::recorded(), ..ShopOptions::default() };
    let shop = SandboxShop::start(options).await?;
    println!("shop {} key {} ({:?})", shop.url(), shop.key(), began.elapsed());
    let version = match arguments.next().as_deref() {
        Some("17") => ErpVersion::V17,
        Some("23") => ErpVersion::V23,
        _ => ErpVersion::V20,
    };
    let port = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(0);
    let erp = SandboxErp::start(ErpOptions { version, port, ..ErpOptions::default() }).await?;
    println!("erp {} key {}", erp.url(), erp.key());
    std::future::pending::<()>().await;
    Ok(())
}
