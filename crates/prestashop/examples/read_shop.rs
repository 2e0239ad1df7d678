//! Reads a whole shop and prints counts and sums: `PASSERELLE_SHOP_URL=… PASSERELLE_SHOP_KEY=… cargo run --example read_shop`.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use passerelle_core::key::{Kind, ShopId};
use passerelle_core::shop::{Order, ShopDocument};
use passerelle_engine::ports::shop::{Fetched, Listing, Shop};
use passerelle_prestashop::wire::{
    CartRuleRow, GroupRow, OrderHistoryRow, OrderSlipRow, ProductFeatureRow, ProductFeatureValueRow,
    ProductImagesRow, SpecificPriceRow, StockAvailableRow,
};
use passerelle_prestashop::{PrestaShop, PrestaShopOptions};
use rust_decimal::Decimal;

const KINDS: [Kind; 6] =
    [Kind::Category, Kind::Product, Kind::Combination, Kind::Customer, Kind::Address, Kind::Order];
const EVENTS: [Listing; 4] =
    [Listing::OrderPayments, Listing::OrderInvoices, Listing::OrderHistories, Listing::OrderSlips];
const PAGES: usize = 10_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut options = PrestaShopOptions::new(
        std::env::var("PASSERELLE_SHOP_URL")?,
        std::env::var("PASSERELLE_SHOP_KEY")?.into(),
    );
    options.shops =
        std::env::var("PASSERELLE_SHOP_ID").ok().map(|id| id.parse()).transpose()?.map(|id| vec![id]);
    options.language = std::env::var("PASSERELLE_SHOP_LANGUAGE").ok();
    let shop = PrestaShop::new(options)?;
    let begun = Instant::now();
    println!("{:#?}\n{} calls, {:?}", shop.setup().await?, shop.calls(), begun.elapsed());
    for kind in KINDS {
        read_kind(&shop, kind).await?;
    }
    for listing in EVENTS {
        let calls = shop.calls();
        let ids = list(&shop, listing).await?;
        println!("{listing:?}: {} events, {} calls", ids.len(), shop.calls() - calls);
    }
    let calls = shop.calls();
    println!(
        "stock {}, specific prices {}, features {} with {} values, images {}, slips {}, groups {}, vouchers {}, histories {}: {} calls",
        shop.table::<StockAvailableRow>().await?.len(),
        shop.table::<SpecificPriceRow>().await?.len(),
        shop.table::<ProductFeatureRow>().await?.len(),
        shop.table::<ProductFeatureValueRow>().await?.len(),
        shop.table::<ProductImagesRow>().await?.iter().map(|row| row.images().len()).sum::<usize>(),
        shop.table::<OrderSlipRow>().await?.len(),
        shop.table::<GroupRow>().await?.len(),
        shop.table::<CartRuleRow>().await?.len(),
        shop.table::<OrderHistoryRow>().await?.len(),
        shop.calls() - calls
    );
    Ok(())
}

async fn list(shop: &PrestaShop, listing: Listing) -> Result<Vec<ShopId>, Box<dyn Error>> {
    let mut ids = Vec::new();
    let mut offset = Some(0);
    for _ in 0..PAGES {
        let Some(from) = offset else { break };
        let page = shop.list(listing, None, None, from).await?;
        ids.extend(page.rows.iter().map(|seen| seen.id));
        offset = page.next;
    }
    Ok(ids)
}

async fn read_kind(shop: &PrestaShop, kind: Kind) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let calls = shop.calls();
    let ids = list(shop, Listing::Kind(kind)).await?;
    let listed = shop.calls() - calls;
    let (mut gone, mut unreadable) = (0, BTreeMap::<String, u32>::new());
    let mut documents = Vec::new();
    for part in ids.chunks(100) {
        for fetched in shop.read(kind, part).await?.into_values() {
            match fetched {
                Fetched::Found(document) => documents.push(document),
                Fetched::Gone => gone += 1,
                Fetched::Unreadable(why) => *unreadable.entry(format!("{why:?}")).or_default() += 1,
            }
        }
    }
    let read = shop.calls() - calls - listed;
    println!(
        "{kind}: {} listed in {listed} calls, {} read in {read} calls, {gone} gone, {:?}",
        ids.len(),
        documents.len(),
        begun.elapsed()
    );
    for (why, count) in unreadable {
        println!("  {count} unreadable: {why}");
    }
    sums(&documents);
    Ok(())
}

fn sums(documents: &[ShopDocument]) {
    let mut sums = BTreeMap::<&str, Decimal>::new();
    let mut add = |name, value: Decimal| *sums.entry(name).or_default() += value;
    for document in documents {
        match document {
            ShopDocument::Product(it) => {
                add("price", it.price);
                add("vat", it.vat.map(|vat| vat.value()).unwrap_or_default());
                add("categories", it.categories.len().into());
            }
            ShopDocument::Combination(it) => {
                add("attributes", it.attributes.len().into());
                add("price impact", it.price_impact);
            }
            ShopDocument::Customer(it) => {
                add("with address", u32::from(it.address.is_some()).into());
                add("with company", u32::from(!it.company.is_empty()).into());
                add("guests", u32::from(it.is_guest).into());
                add("anonymous", u32::from(it.is_gdpr_anonymous).into());
            }
            ShopDocument::Images(it) => add("images", it.ordered().len().into()),
            ShopDocument::Order(it) => order_sums(it, &mut add),
            ShopDocument::Stock(it) => {
                add("levels", it.levels.len().into());
                add("pieces", it.levels.iter().map(|level| level.quantity).sum());
            }
            _ => {}
        }
    }
    for (name, sum) in sums {
        println!("  {name}: {}", sum.normalize());
    }
}

fn order_sums<'a>(order: &Order, add: &mut impl FnMut(&'a str, Decimal)) {
    add("total_paid_tax_incl", order.totals.to_pay.gross.value());
    add("lines", order.lines.len().into());
    add("lines total_price_tax_excl", order.lines.iter().map(|line| line.total.net.value()).sum());
    add("lines without tax", order.lines.iter().filter(|line| line.taxes.is_empty()).count().into());
    add("rates", order.lines.iter().flat_map(|line| &line.taxes).map(|rate| rate.value()).sum());
    add("discounts", order.discounts.len().into());
    add("discounts value", order.discounts.iter().map(|discount| discount.value.gross.value()).sum());
    add("shipments", order.shipments.len().into());
    add("invoices", order.invoices.len().into());
    add("payments", order.payments.len().into());
    add("payments amount", order.payments.iter().map(|payment| payment.amount.value()).sum());
    add("messages", order.messages.len().into());
    add("orders sharing a reference", u32::from(!order.siblings.is_empty()).into());
}
