//! Levels of stock: the shop's quantities as absolute levels of a warehouse, reached by movements.
//!
//! A movement is what is missing between the level that was just seen and the one that is wanted, so whatever else moves the
//! same stock meanwhile is kept. Its code names the latest movement that Dolibarr had when it was decided: once it is booked
//! there is a later one, so that no other correction can have the same code. The link remembers up to which movement both
//! sides agreed; what moved since then without being Passerelle's, or one of its orders and invoices, is drift.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::wanted::{Wanted, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, unsettled};
use crate::erp::{ErpKind, ErpObject, ErpSeen, ErpStock, ErpStockMovement, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ShopId, Tag};
use crate::plan::{Operation, Step, StockWrite};
use crate::settings::{Drift, Elsewhere};
use crate::shop::{ProductForm, Stock};

/// Levels that one remark shows.
const SHOWN: usize = 5;

/// The levels of a product as they should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedStock {
    /// The product in Dolibarr.
    pub product: ErpId,
    /// The levels.
    pub levels: Vec<WantedLevel>,
    /// Combinations with a quantity that Dolibarr does not have yet.
    pub missing: Vec<Key>,
    /// `movementlabel`.
    pub label: String,
}

/// One level as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedLevel {
    /// Of which combination; none for the product itself.
    pub combination: Option<ShopId>,
    /// `product_id`.
    pub product: ErpId,
    /// `warehouse_id`.
    pub warehouse: ErpId,
    /// How many the shop has.
    pub quantity: Decimal,
    /// What becomes of drift.
    pub drift: Drift,
}

/// What movements of this connection have in front of their codes.
#[must_use]
pub fn own_codes(tag: &Tag) -> String {
    format!("{tag}-")
}

pub(super) fn dependencies(facts: &Facts, stock: &Stock) -> Vec<Key> {
    let combinations = stock.levels.iter().filter_map(|level| level.combination);
    let mut keys = vec![facts.key(Kind::Product, stock.product)];
    keys.extend(combinations.map(|id| facts.key(Kind::Combination, id)));
    keys
}

pub(super) fn project(facts: &Facts, known: &Known, stock: &Stock) -> Projection {
    let is_wanted = |shop: ShopId| facts.covers(shop) && facts.of_shop(shop).settings.stock.levels;
    let levels: Vec<_> = stock.levels.iter().filter(|level| is_wanted(level.shop)).collect();
    let left_out = |id: &str| Projection::Ignored(Explanation::new(id).with("reference", &stock.reference));
    if matches!(stock.form, ProductForm::Virtual | ProductForm::Pack) {
        return left_out("stock-not-managed");
    }
    if levels.is_empty() {
        return left_out("stock-not-brought-over");
    }
    let key = facts.key(Kind::Stock, stock.product);
    let product = facts.key(Kind::Product, stock.product);
    if known.dependency(&product) == Dependency::Absent {
        return left_out("stock-product-left-out");
    }
    if let Some(first) = unsettled(known, std::slice::from_ref(&product)) {
        return first;
    }
    let Some(own) = known.linked(&product) else { return left_out("stock-product-left-out") };
    let has_combinations = levels.iter().any(|level| level.combination.is_some());
    let mut sums: BTreeMap<(Option<ShopId>, ErpId), (ErpId, Decimal, Drift)> = BTreeMap::new();
    let mut missing = Vec::new();
    for level in levels {
        let settings = &facts.of_shop(level.shop).settings;
        let Some(warehouse) = settings.levels_warehouse() else {
            return Projection::Refused(
                Explanation::new("stock-no-warehouse").with("reference", &stock.reference),
            );
        };
        let (erp_id, quantity) = match level.combination {
            // The row of the product itself has the sum: its pieces are in the combinations.
            None if has_combinations => (own, Decimal::ZERO),
            None => (own, level.quantity),
            Some(id) => {
                let combination = facts.key(Kind::Combination, id);
                match known.dependency(&combination) {
                    Dependency::Linked(erp_id) => (erp_id, level.quantity),
                    Dependency::Absent => continue,
                    Dependency::NotYet | Dependency::Failed => {
                        missing.push(combination);
                        continue;
                    }
                }
            }
        };
        // Shops that have the same warehouse share it: their quantities add up.
        let sum = sums.entry((level.combination, warehouse)).or_insert((
            erp_id,
            Decimal::ZERO,
            settings.stock.drift,
        ));
        sum.1 += quantity;
    }
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        // What the product itself has may still stand for them.
        sums.retain(|(combination, _), _| combination.is_some());
    }
    let levels = sums
        .into_iter()
        .map(|((combination, warehouse), (product, quantity, drift))| WantedLevel {
            combination,
            product,
            warehouse,
            quantity: quantity.normalize(),
            drift,
        })
        .collect();
    let label = facts.settings.stock.label.clone();
    let document = WantedStock { product: own, levels, missing, label };
    Projection::Wanted(Wanted {
        key,
        reference: stock.reference.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Stock(document),
    })
}

/// First how far Dolibarr's movements have come, and only then the levels: what is moved between the two looks is seen
/// in the level and belongs to a later movement.
pub(super) fn looks() -> Vec<Look> {
    vec![latest()]
}

fn latest() -> Look {
    Look::new(ErpKind::StockMovement, LookBy::Latest)
}

fn level(product: ErpId) -> Look {
    Look::new(ErpKind::Stock, LookBy::Id(product))
}

fn movements(seen: &ErpSeen, look: &Look) -> Option<Vec<ErpStockMovement>> {
    let movement = |object: &ErpObject| match object {
        ErpObject::StockMovement(movement) => Some(movement.clone()),
        _ => None,
    };
    seen.get(look).map(|found| found.iter().filter_map(movement).collect())
}

/// Up to which movement both sides agreed, as the link remembers it: `m200`, and for levels with drift how far they agreed
/// before it: `m200 c7-w1:m100`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Agreed {
    /// All levels but those.
    common: Option<u64>,
    /// Levels with drift.
    before: BTreeMap<String, u64>,
}

impl Agreed {
    fn of(known: &Known, key: &Key) -> Self {
        let text = known.fingerprint(key).map(Fingerprint::as_str).unwrap_or_default();
        let number = |text: &str| text.strip_prefix('m')?.parse().ok();
        let mut words = text.split(' ');
        let common = words.next().and_then(number);
        let before = words.filter_map(|word| {
            let (name, mark) = word.split_once(':')?;
            Some((name.to_owned(), number(mark)?))
        });
        Self { common, before: before.collect() }
    }

    fn on(&self, level: &WantedLevel) -> Option<u64> {
        self.before.get(&level.name()).copied().or(self.common)
    }

    fn text(&self) -> String {
        let Some(common) = self.common else { return "open".to_owned() };
        let before = self.before.iter().map(|(name, mark)| format!(" {name}:m{mark}"));
        std::iter::once(format!("m{common}")).chain(before).collect()
    }
}

impl WantedLevel {
    /// Which of its product's levels it is: `w1`, `c7-w1`.
    fn name(&self) -> String {
        let combination = self.combination.map(|id| format!("c{id}-")).unwrap_or_default();
        format!("{combination}w{}", self.warehouse)
    }
}

pub(super) fn decide(
    facts: &Facts,
    key: &Key,
    wanted: &WantedStock,
    seen: &ErpSeen,
    known: &Known,
) -> Decision {
    let Some(latest) = movements(seen, &latest()) else { return Decision::Look(looks()) };
    let latest = latest.iter().map(|movement| movement.id).max().unwrap_or(0);
    // A rehearsal has products without number.
    let there = wanted.levels.iter().filter(|it| it.product != ErpId(0));
    let mut missing: Vec<Look> = there.map(|it| level(it.product)).collect();
    missing.retain(|look| seen.get(look).is_none());
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    // One that Dolibarr cannot have does not stop the others.
    let mut unusable: Option<Explanation> = None;
    let mut present = Vec::new();
    for it in &wanted.levels {
        let stock = seen.get(&level(it.product)).unwrap_or_default().iter().find_map(|object| match object {
            ErpObject::Stock(stock) => Some(stock),
            _ => None,
        });
        match usable(stock, it) {
            Ok(level) => present.push((it, level)),
            Err(id) => drop(unusable.get_or_insert(Explanation::new(id).with("product", it.product))),
        }
    }
    let agreed = Agreed::of(known, key);
    let drifts = match drifts(&facts.settings.tag, &present, &agreed, seen) {
        Ok(drifts) => drifts,
        Err(looks) => return Decision::Look(looks),
    };
    let found = |agreed: &Agreed| {
        let on = Some(ExternalRef::stored(&agreed.text()));
        vec![Found { key: key.clone(), kind: ErpKind::Stock, id: wanted.product, adopted: false, on }]
    };
    let mut steps = Vec::new();
    let mut shown = Vec::new();
    let mut now = Agreed { common: Some(latest), before: BTreeMap::new() };
    for ((it, present), drift) in present.iter().zip(drifts) {
        let target = it.quantity + drift;
        if *present != target {
            steps.push(movement(key, wanted, it, *present, target, latest));
        } else if !drift.is_zero() {
            now.before.extend(agreed.on(it).map(|mark| (it.name(), mark)));
            let name = it.combination.map(|id| format!("#{id}: ")).unwrap_or_default();
            shown.push(format!("{name}{} / {}", it.quantity.normalize(), present.normalize()));
        }
    }
    if !steps.is_empty() {
        return Decision::Do { steps, found: found(&agreed) };
    }
    if let Some(explanation) = unusable {
        return Decision::But { found: found(&agreed), explanation, incomplete: true };
    }
    if !wanted.missing.is_empty() {
        let ids: Vec<String> = wanted.missing.iter().take(SHOWN).map(|key| key.id.to_string()).collect();
        let explanation = Explanation::new("stock-combination-missing")
            .with("combinations", ids.join(", "))
            .with("count", wanted.missing.len());
        return Decision::But { found: found(&agreed), explanation, incomplete: true };
    }
    let elsewhere = elsewhere(facts, wanted, seen);
    let drift = told("stock-drift", "levels", shown);
    if let Some(explanation) = Explanation::all(drift.into_iter().chain(elsewhere)) {
        return Decision::But { found: found(&now), explanation, incomplete: false };
    }
    Decision::Do { steps, found: found(&now) }
}

/// Pieces in warehouses that Passerelle does not keep: Dolibarr shows them on top of the shop's.
fn elsewhere(facts: &Facts, wanted: &WantedStock, seen: &ErpSeen) -> Option<Explanation> {
    if facts.settings.stock.elsewhere == Elsewhere::Ignore {
        return None;
    }
    let kept = facts.settings.kept_warehouses();
    let is_kept = |id: &ErpId| kept.contains(id) || wanted.levels.iter().any(|it| it.warehouse == *id);
    let mut pieces: Vec<String> = Vec::new();
    for it in &wanted.levels {
        let found = seen.get(&level(it.product)).unwrap_or_default().iter();
        let levels = found.flat_map(|object| match object {
            ErpObject::Stock(stock) => stock.levels.as_slice(),
            _ => &[],
        });
        for (warehouse, level) in levels.filter(|(id, level)| !is_kept(id) && !level.is_zero()) {
            let known = facts.erp.warehouses.iter().find(|known| known.id == *warehouse);
            let name = known.map_or_else(|| warehouse.to_string(), |known| known.reference.clone());
            let of = it.combination.map(|id| format!("#{id}: ")).unwrap_or_default();
            let text = format!("{of}{} ({name})", level.normalize());
            if !pieces.contains(&text) {
                pieces.push(text);
            }
        }
    }
    told("stock-elsewhere", "elsewhere", pieces)
}

fn told(id: &str, name: &str, mut list: Vec<String>) -> Option<Explanation> {
    let more = if list.len() > SHOWN { ", …" } else { "" };
    list.truncate(SHOWN);
    let explanation = Explanation::new(id).with(name, format!("{}{more}", list.join(", ")));
    (!list.is_empty()).then_some(explanation)
}

/// The level that Dolibarr has, or why it can have none.
fn usable(stock: Option<&ErpStock>, wanted: &WantedLevel) -> Result<Decimal, &'static str> {
    match stock {
        None if wanted.product == ErpId(0) => Ok(Decimal::ZERO),
        None => Err("stock-product-gone"),
        Some(stock) if stock.is_service => Err("stock-of-service"),
        Some(stock) if stock.by_lot => Err("stock-by-lot"),
        Some(stock) => Ok(stock.level(wanted.warehouse)),
    }
}

/// What others moved since both sides agreed, level by level: nothing where it is to be corrected, or where levels agree.
fn drifts(
    tag: &Tag,
    present: &[(&WantedLevel, Decimal)],
    agreed: &Agreed,
    seen: &ErpSeen,
) -> Result<Vec<Decimal>, Vec<Look>> {
    let mut looks = Vec::new();
    let mut drifts = Vec::with_capacity(present.len());
    for (it, present) in present {
        let mut drift = Decimal::ZERO;
        let differs = it.drift == Drift::Report && *present != it.quantity;
        // Where they never agreed, the shop's quantity is brought over whatever was there.
        if let Some(agreed) = agreed.on(it).filter(|_| differs) {
            let look = Look::new(ErpKind::StockMovement, LookBy::OfProductAfter(it.product, agreed));
            match movements(seen, &look) {
                None => looks.push(look),
                Some(found) => {
                    for moved in found.iter().filter(|moved| moved.warehouse == Some(it.warehouse)) {
                        match is_own(tag, moved, seen) {
                            Ok(true) => {}
                            Ok(false) => drift += moved.quantity,
                            Err(look) => looks.push(look),
                        }
                    }
                }
            }
        }
        drifts.push(drift);
    }
    if looks.is_empty() { Ok(drifts) } else { Err(looks) }
}

/// Whether a movement is Passerelle's, or was made by an order or an invoice that it brought over: of those the shop knows.
fn is_own(tag: &Tag, moved: &ErpStockMovement, seen: &ErpSeen) -> Result<bool, Look> {
    let own = own_codes(tag);
    let is_ours = |reference: &Option<ExternalRef>| {
        reference.as_ref().is_some_and(|it| it.as_str().to_lowercase().starts_with(&own))
    };
    if is_ours(&moved.code) {
        return Ok(true);
    }
    let Some((origin, id)) = &moved.origin else { return Ok(false) };
    let kind = match origin.as_str() {
        "commande" | "order" => ErpKind::Order,
        "facture" | "invoice" => ErpKind::Invoice,
        _ => return Ok(false),
    };
    let look = Look::new(kind, LookBy::Id(*id));
    let Some(found) = seen.get(&look) else { return Err(look) };
    Ok(found.iter().any(|object| match object {
        ErpObject::Order(order) => is_ours(&order.ref_ext),
        ErpObject::Invoice(invoice) => is_ours(&invoice.ref_ext),
        _ => false,
    }))
}

fn movement(
    key: &Key,
    wanted: &WantedStock,
    it: &WantedLevel,
    present: Decimal,
    target: Decimal,
    latest: u64,
) -> Step {
    let code = key.external_ref().part(&format!("{}-m{latest}", it.name()));
    let write = StockWrite {
        code,
        product: it.product,
        warehouse: it.warehouse,
        quantity: (target - present).normalize(),
        label: wanted.label.clone(),
        levels: Some((present.normalize(), target.normalize())),
    };
    let of = it.combination.map(|id| format!(" of combination {id}")).unwrap_or_default();
    let why =
        format!("level{of} in warehouse {}: {} to {}", it.warehouse, present.normalize(), target.normalize());
    Step { operation: Operation::StockMove(write), why, links: None }
}
