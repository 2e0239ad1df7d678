//! Finding stock that others moved in Dolibarr: movements that are not Passerelle's and newer than the last one seen mark
//! the stock of their products, so that no level has to be read to find them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use passerelle_core::decide::own_codes;
use passerelle_core::erp::{ErpKind, ErpObject, ErpSeen, ErpStockMovement, Look, LookBy, MOVEMENTS_AT_ONCE};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ShopId, Tag};
use passerelle_core::shop::ShopDocument;

use crate::discover::Discovered;
use crate::doubts::Book;
use crate::ports::erp::{Erp, ErpError};
use crate::ports::shop::{Fetched, Shop};
use crate::ports::store::{Cursor, Store};
use crate::run::RunError;

/// The cursor that holds the number of the last movement seen.
const NAME: &str = "stock_movements";
/// Numbers are given before movements are committed: one can come to light behind a higher one. So many are seen again.
const OVERLAP: u64 = 200;
/// More pages than any Dolibarr has.
const MOST_PAGES: u32 = 100_000;
/// Combinations whose products are asked for at once.
const COMBINATIONS: usize = 100;

/// Marks the stock of products that others moved in Dolibarr since the last time. The first time nothing: then the stock of
/// all products is marked anyway.
///
/// When they cannot be had that is a doubt: the next run asks for them from where this one began.
///
/// # Errors
/// When the store cannot be used.
pub async fn discover_movements(
    shop: &dyn Shop,
    erp: &dyn Erp,
    store: &dyn Store,
    tag: &Tag,
    now: Timestamp,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let found = match movements(shop, erp, store, tag, now, stop).await {
        Ok(found) => found,
        Err(error) => {
            let Some(why) = error.explanation().cloned() else { return Err(error) };
            let doubt = Explanation::new("list-failed").with("list", NAME).beside(why);
            Discovered { doubts: vec![doubt], ..Discovered::default() }
        }
    };
    let mut book = Book::load(store, tag).await?;
    book.put(NAME, &found.doubts, now);
    book.store(store, tag, now).await?;
    Ok(found)
}

async fn movements(
    shop: &dyn Shop,
    erp: &dyn Erp,
    store: &dyn Store,
    tag: &Tag,
    now: Timestamp,
    stop: &AtomicBool,
) -> Result<Discovered, RunError> {
    let mut found = Discovered::default();
    let latest = ask(erp, LookBy::Latest).await?.iter().map(|it| it.id).max().unwrap_or(0);
    let stored = store.cursor(tag, NAME).await?;
    let cursor = |mark: u64, seen: &BTreeSet<u64>| Cursor {
        name: NAME.to_owned(),
        mark: mark.to_string(),
        resume: serde_json::to_string(&seen.range(mark.saturating_sub(OVERLAP)..).collect::<Vec<_>>()).ok(),
    };
    let Some(stored) = stored else {
        store.mark_with_cursor(tag, &[], &cursor(latest, &BTreeSet::new()), now).await?;
        return Ok(found);
    };
    let mut seen: BTreeSet<u64> =
        stored.resume.and_then(|seen| serde_json::from_str(&seen).ok()).unwrap_or_default();
    let mut mark: u64 = stored.mark.parse().unwrap_or(0);
    let mut after = mark.saturating_sub(OVERLAP);
    for _ in 0..MOST_PAGES {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let page = ask(erp, LookBy::Foreign(after, own_codes(tag))).await?;
        let is_last = page.len() < MOVEMENTS_AT_ONCE;
        let highest = page.iter().map(|it| it.id).max();
        let new: Vec<&ErpStockMovement> = page.iter().filter(|it| !seen.contains(&it.id)).collect();
        found.seen += new.len() as u64;
        let products: BTreeSet<ErpId> = new.iter().filter_map(|it| it.product).collect();
        let keys = stock_of(shop, erp, tag, &products).await?;
        seen.extend(page.iter().map(|it| it.id));
        mark = mark.max(highest.unwrap_or(0));
        if is_last {
            // Those behind it that are Passerelle's own need not be passed over again.
            mark = mark.max(latest);
        }
        found.marked += store.mark_with_cursor(tag, &keys, &cursor(mark, &seen), now).await?;
        match highest {
            Some(highest) if !is_last && highest > after => after = highest,
            _ => break,
        }
    }
    Ok(found)
}

/// Movements of stock; an answer that could not be had is no answer that there are none.
async fn ask(erp: &dyn Erp, by: LookBy) -> Result<Vec<ErpStockMovement>, RunError> {
    let look = Look::new(ErpKind::StockMovement, by);
    let seen = erp.look(std::slice::from_ref(&look)).await?;
    let Some(found) = seen.get(&look) else {
        let explanation = Explanation::new("erp-look-unanswered");
        return Err(ErpError::Unavailable { explanation, retry_after: None }.into());
    };
    let movement = |object: &ErpObject| match object {
        ErpObject::StockMovement(movement) => Some(movement.clone()),
        _ => None,
    };
    Ok(found.iter().filter_map(movement).collect())
}

/// The keys of the stock that these products of Dolibarr have: products and combinations of this connection.
async fn stock_of(
    shop: &dyn Shop,
    erp: &dyn Erp,
    tag: &Tag,
    products: &BTreeSet<ErpId>,
) -> Result<Vec<Key>, RunError> {
    let looks: Vec<Look> = products.iter().map(|id| Look::new(ErpKind::Product, LookBy::Id(*id))).collect();
    let seen = if looks.is_empty() { ErpSeen::default() } else { erp.look(&looks).await? };
    if looks.iter().any(|look| seen.get(look).is_none()) {
        // Not answered is not "not ours": the next run asks again.
        let explanation = Explanation::new("erp-look-unanswered");
        return Err(RunError::Erp(ErpError::Unavailable { explanation, retry_after: None }));
    }
    let (mut ids, mut combinations) = (BTreeSet::new(), BTreeSet::new());
    for object in seen.iter().flat_map(|(_, found)| found) {
        let ErpObject::Product(product) = object else { continue };
        let reference = product.ref_ext.as_ref().map(|it| it.as_str().to_lowercase()).unwrap_or_default();
        let number = |kind: Kind| -> Option<ShopId> {
            Some(ShopId(reference.strip_prefix(&format!("{tag}-{kind}-"))?.parse().ok()?))
        };
        ids.extend(number(Kind::Product));
        combinations.extend(number(Kind::Combination));
    }
    let combinations: Vec<ShopId> = combinations.into_iter().collect();
    for part in combinations.chunks(COMBINATIONS) {
        let read = shop.read(Kind::Combination, part).await?;
        ids.extend(read.into_values().filter_map(|it| match it {
            Fetched::Found(ShopDocument::Combination(combination)) => Some(combination.product.id),
            _ => None,
        }));
    }
    Ok(ids.into_iter().map(|id| Key::new(tag, Kind::Stock, id)).collect())
}
