//! What the doctor checks: pure comparisons of what both sides show with what Passerelle needs.

mod constants;
mod currencies;
mod levels;
mod payments;
mod products;
mod shops;
mod variants;
mod vat;

pub use products::clashes;

use std::collections::BTreeSet;

use passerelle_core::decide::images_need_ecm;
use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Tag};
use passerelle_core::settings::{ImageChoice, InvoiceNumbers, Settings, StateName};
use passerelle_dolibarr::{RightFinding, RightState};
use passerelle_engine::ports::shop::ShopSetup;

use crate::config::ConfigFile;
use crate::tag_use::TagUse;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// As it should be.
    Good,
    /// To be looked at; work goes on.
    Warning,
    /// Must be changed before anything can be brought over.
    Bad,
}

impl Severity {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// What, and what to do.
    pub explanation: Explanation,
}

fn good(explanation: Explanation) -> Finding {
    Finding { severity: Severity::Good, explanation }
}

/// Something to look at.
pub fn warning(explanation: Explanation) -> Finding {
    Finding { severity: Severity::Warning, explanation }
}

fn bad(explanation: Explanation) -> Finding {
    Finding { severity: Severity::Bad, explanation }
}

/// Dolibarr's modules that must be on, with the name that its set-up page shows.
const MODULES: [(&str, &str); 7] = [
    ("societe", "Third parties"),
    ("product", "Products"),
    ("service", "Services"),
    ("categorie", "Tags/Categories"),
    ("commande", "Sales orders"),
    ("facture", "Invoices"),
    ("banque", "Banks and cash"),
];

/// All findings on both sides.
pub fn findings(file: &ConfigFile, settings: &Settings, shop: &ShopSetup, erp: &ErpSetup) -> Vec<Finding> {
    let mut list = vec![
        good(Explanation::new("check-shop").with("name", &shop.name).with("version", &shop.version)),
        good(Explanation::new("check-erp").with("company", &erp.company).with("version", &erp.version)),
    ];
    versions(shop, erp, &mut list);
    shops::shops(settings, shop, &mut list);
    rights(shop, &mut list);
    modules(erp, &mut list);
    images(settings, erp, &mut list);
    warehouse(settings, erp, &mut list);
    variants::variants(settings, erp, &mut list);
    payments::payments(settings, shop, erp, &mut list);
    for settings in std::iter::once(settings).chain(settings.shops.values()) {
        states(settings, shop, &mut list);
        invoices(settings, shop, &mut list);
        stock(settings, shop, erp, &mut list);
        levels::levels(settings, erp, &mut list);
        constants::constants(settings, erp, &mut list);
    }
    // What shops have in common is said once.
    let mut said = Vec::new();
    list.retain(|finding| {
        let is_new = !said.contains(&finding.explanation);
        said.push(finding.explanation.clone());
        is_new
    });
    currencies::currencies(shop, erp, &mut list);
    vat::vat(shop, erp, &mut list);
    vat::local_taxes(settings, shop, erp, &mut list);
    products::products(settings, shop, erp, &mut list);
    precision(shop, erp, &mut list);
    addresses(file, &mut list);
    list
}

/// Whether the tag is used in this Dolibarr already.
pub fn tag(found: TagUse, tag: &Tag) -> Option<Finding> {
    let explanation = found.explanation(tag)?;
    Some(if found == TagUse::Another { bad(explanation) } else { warning(explanation) })
}

/// What the key's user may do in Dolibarr, as far as it can be tried without writing.
pub fn erp_rights(found: &[RightFinding]) -> Vec<Finding> {
    let named = |state: RightState| -> Vec<&str> {
        found.iter().filter(|it| it.state == state).map(|it| it.right.as_str()).collect()
    };
    let (missing, unprobed) = (named(RightState::Missing), named(RightState::Unprobed));
    let mut list = Vec::new();
    if !missing.is_empty() {
        list.push(bad(Explanation::new("erp-right-missing").with("right", missing.join(", "))));
    }
    if !unprobed.is_empty() {
        list.push(good(Explanation::new("check-erp-rights-unprobed").with("rights", unprobed.join(", "))));
    }
    list
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(0)
}

fn versions(shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    if !(8..=9).contains(&major(&shop.version)) && !shop.version.starts_with("1.7.8") {
        list.push(warning(Explanation::new("check-shop-version").with("version", &shop.version)));
    }
    // A version that a host has patched may call itself otherwise.
    if major(&erp.version) < 17 {
        list.push(warning(Explanation::new("check-erp-version").with("version", &erp.version)));
    }
    if erp.validates_on_sale_only() {
        list.push(good(Explanation::new("check-erp-products-on-sale")));
    }
}

fn rights(shop: &ShopSetup, list: &mut Vec<Finding>) {
    if shop.missing_rights.is_empty() {
        list.push(good(Explanation::new("check-shop-rights")));
        return;
    }
    let names: Vec<String> =
        shop.missing_rights.iter().map(|(resource, method)| format!("{resource} ({method})")).collect();
    list.push(bad(Explanation::new("check-shop-rights-missing").with("rights", names.join(", "))));
}

fn modules(erp: &ErpSetup, list: &mut Vec<Finding>) {
    if erp.modules.is_empty() {
        list.push(warning(Explanation::new("check-erp-modules-unknown")));
        return;
    }
    let on = |name: &str| erp.modules.iter().any(|module| module == name);
    let missing: Vec<&str> = MODULES.iter().filter(|(name, _)| !on(name)).map(|(_, label)| *label).collect();
    if missing.is_empty() {
        list.push(good(Explanation::new("check-erp-modules")));
    } else {
        list.push(bad(Explanation::new("check-erp-modules-missing").with("modules", missing.join(", "))));
    }
}

/// Up to version 17, images come in through the module ECM.
fn images(settings: &Settings, erp: &ErpSetup, list: &mut Vec<Finding>) {
    if settings.catalogue.images != ImageChoice::None && images_need_ecm(erp) {
        list.push(warning(Explanation::new("check-images-need-ecm")));
    }
}

fn warehouse(settings: &Settings, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let stock = erp.modules.iter().any(|module| module == "stock");
    if settings.refunds.restock && (!stock || settings.warehouse.is_none()) {
        list.push(bad(Explanation::new("restock-no-warehouse")));
    }
    if !stock {
        return;
    }
    let shops = settings.shops.values().map(|its| its.warehouse);
    for chosen in std::iter::once(settings.warehouse).chain(shops).collect::<BTreeSet<_>>() {
        one_warehouse(chosen, erp, list);
    }
}

fn one_warehouse(chosen: Option<ErpId>, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let chosen = chosen.and_then(|id| erp.warehouses.iter().find(|warehouse| warehouse.id == id));
    match chosen {
        Some(warehouse) if warehouse.open => {
            list.push(good(Explanation::new("check-warehouse").with("warehouse", &warehouse.reference)));
        }
        Some(warehouse) => {
            list.push(
                bad(Explanation::new("check-warehouse-closed").with("warehouse", &warehouse.reference)),
            );
        }
        None if erp.warehouses.iter().any(|warehouse| warehouse.open) => {
            list.push(warning(Explanation::new("check-warehouse-unset")));
        }
        None => list.push(bad(Explanation::new("check-warehouse-none"))),
    }
}

/// Every chosen state is one of the shop's.
fn states(settings: &Settings, shop: &ShopSetup, list: &mut Vec<Finding>) {
    let states = &settings.states;
    for (name, chosen) in
        [("order", &states.order), ("invoice", &states.invoice), ("payment", &states.payment)]
    {
        if chosen.is_empty() {
            continue;
        }
        let is_known =
            |it: &&StateName| shop.order_states.iter().any(|state| it.means(state.id, &state.name));
        let unknown: Vec<String> =
            chosen.iter().filter(|it| !is_known(it)).map(ToString::to_string).collect();
        if unknown.is_empty() {
            let named: Vec<&str> = shop
                .order_states
                .iter()
                .filter(|state| chosen.iter().any(|it| it.means(state.id, &state.name)))
                .map(|state| state.name.as_str())
                .collect();
            list.push(good(
                Explanation::new("check-states").with("setting", name).with("states", named.join(", ")),
            ));
        } else {
            let available: Vec<String> =
                shop.order_states.iter().map(|state| format!("{} = {}", state.id, state.name)).collect();
            list.push(bad(Explanation::new("check-states-unknown")
                .with("setting", name)
                .with("unknown", unknown.join(", "))
                .with("available", available.join(", "))));
        }
    }
}

/// Who makes invoices and who numbers them.
fn invoices(settings: &Settings, shop: &ShopSetup, list: &mut Vec<Finding>) {
    let made_here = settings.states.invoice_without_shop;
    let by_shop = settings.orders.invoice_numbers == InvoiceNumbers::Shop;
    if shop.invoices_off {
        list.push(warning(Explanation::new("check-invoices-off")));
    }
    if by_shop && (made_here || shop.invoices_off) {
        list.push(bad(Explanation::new("check-invoice-numbers-without-invoices")));
    } else if by_shop {
        let form = settings.orders.invoice_number_form.write(42, 2026);
        list.push(good(Explanation::new("check-invoice-numbers-shop").with("example", form)));
    }
}

/// The warehouses that carriers stand for.
fn stock(settings: &Settings, shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let carriers = &settings.stock.carriers;
    if carriers.is_empty() {
        return;
    }
    let before = list.len();
    let counting = erp.stock_counting;
    if !counting.on_order && !counting.on_invoice {
        list.push(warning(Explanation::new("check-stock-not-counted")));
    }
    if counting.on_order && counting.on_invoice {
        list.push(warning(Explanation::new("check-stock-counted-twice")));
    }
    if counting.on_shipment {
        list.push(warning(Explanation::new("check-stock-counted-with-shipments")));
    }
    let unmapped: Vec<&str> = shop
        .carriers
        .iter()
        .map(String::as_str)
        .filter(|name| !name.trim().is_empty() && settings.stock.warehouse(name).is_none())
        .collect();
    if !unmapped.is_empty() {
        list.push(bad(Explanation::new("check-carriers-unmapped").with("carriers", unmapped.join(", "))));
    }
    for (carrier, id) in carriers {
        let about = |id_of: &str| Explanation::new(id_of).with("carrier", carrier).with("warehouse", id);
        match erp.warehouses.iter().find(|warehouse| warehouse.id == *id) {
            None => list.push(bad(about("check-carrier-warehouse-unknown"))),
            Some(warehouse) if !warehouse.open => list.push(bad(about("check-carrier-warehouse-closed"))),
            Some(_) => {}
        }
    }
    if list.len() == before {
        list.push(good(Explanation::new("check-carriers").with("count", carriers.len())));
    }
}

/// Constants of Dolibarr under which the shop's cents can hardly be reached.
fn precision(shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let rules = &erp.precision;
    if let Some(step) = rules.total_multiple {
        list.push(warning(Explanation::new("check-rounding-rule").with("step", step)));
    }
    let foreign = shop.currencies.iter().any(|currency| *currency != erp.currency);
    if rules.unit_decimals < 4 && (foreign || rules.unit_decimals < 2) {
        list.push(warning(Explanation::new("check-unit-decimals").with("decimals", rules.unit_decimals)));
    }
    if rules.total_decimals < 2 {
        list.push(warning(Explanation::new("check-total-decimals").with("decimals", rules.total_decimals)));
    }
}

fn addresses(file: &ConfigFile, list: &mut Vec<Finding>) {
    let secure = |url: &str| url.trim().to_lowercase().starts_with("https://");
    let local = |url: &str| {
        url::Url::parse(url.trim())
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .is_some_and(|host| host == "localhost" || host.starts_with("127.") || host == "[::1]")
    };
    for url in [&file.shop.url, &file.erp.url] {
        if !secure(url) && !local(url) {
            list.push(warning(Explanation::new("check-not-https").with("url", url)));
        }
    }
}
