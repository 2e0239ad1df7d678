//! Checks of products: what Dolibarr can be told of them, and what they share.

use passerelle_core::erp::{ErpSetup, Extrafield};
use passerelle_core::explain::Explanation;
use passerelle_core::settings::{ExtrafieldSettings, Settings};
use passerelle_engine::ports::shop::ShopSetup;
use passerelle_prestashop::{Clashes, Shared};

use super::{Finding, good, warning};

pub(super) fn products(settings: &Settings, shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let setup = &erp.products;
    if !setup.prices_change {
        list.push(warning(Explanation::new("check-prices-fixed")));
    }
    if !shop.rights_left_out.is_empty() {
        let rights = shop.rights_left_out.join(", ");
        list.push(warning(Explanation::new("check-shop-rights-left-out").with("rights", rights)));
    }
    let catalogue = &settings.catalogue;
    if !catalogue.languages.is_empty() && setup.several_languages.is_none() {
        list.push(warning(Explanation::new("check-languages-off")));
    }
    let asked = asked(&catalogue.extrafields);
    match &setup.extrafields {
        None => list.push(warning(Explanation::new("check-extrafields-unknown"))),
        Some(fields) => {
            let usable = |code: &&str| {
                let field = fields.iter().find(|field| field.code.eq_ignore_ascii_case(code.trim()));
                field.is_some_and(Extrafield::is_writable)
            };
            let missing: Vec<&str> = asked.iter().copied().filter(|code| !usable(code)).collect();
            if !missing.is_empty() {
                let codes = missing.join(", ");
                list.push(warning(Explanation::new("check-extrafields-missing").with("codes", codes)));
            }
            alike(shop, fields, &asked, list);
        }
    }
}

/// Codes that the settings name.
fn asked(settings: &ExtrafieldSettings) -> Vec<&str> {
    let plain = [
        &settings.manufacturer,
        &settings.condition,
        &settings.ecotax,
        &settings.part_number,
        &settings.supplier_reference,
    ];
    let plain = plain.into_iter().flatten().map(String::as_str);
    let features = settings.features.values().map(String::as_str);
    plain.chain(features).filter(|code| !code.trim().is_empty()).collect()
}

/// Extrafields that are called like a feature and are not filled, because nobody asked for it.
fn alike(shop: &ShopSetup, fields: &[Extrafield], asked: &[&str], list: &mut Vec<Finding>) {
    let is_asked = |field: &Extrafield| asked.iter().any(|code| field.code.eq_ignore_ascii_case(code.trim()));
    let is_ours = |field: &Extrafield| field.code.to_lowercase().starts_with("ps_");
    let is_feature = |field: &Extrafield| {
        let label = field.label.trim().to_lowercase();
        shop.features.iter().any(|name| name.trim().to_lowercase() == label)
    };
    let found =
        fields.iter().filter(|it| it.is_writable() && !is_asked(it) && !is_ours(it) && is_feature(it));
    let codes: Vec<String> = found.map(|field| format!("{} = {}", field.label, field.code)).collect();
    if !codes.is_empty() {
        list.push(good(Explanation::new("check-extrafields-alike").with("fields", codes.join(", "))));
    }
}

/// References and barcodes that several products or combinations share.
pub fn clashes(found: &Clashes) -> Vec<Finding> {
    let told = |id: &str, shared: &Shared| {
        let first: Vec<String> = shared.first.iter().map(|(text, many)| format!("{text} ({many})")).collect();
        let explanation = Explanation::new(id).with("count", shared.count).with("first", first.join(", "));
        (shared.count > 0).then(|| warning(explanation))
    };
    let list =
        [told("check-references-shared", &found.references), told("check-barcodes-shared", &found.barcodes)];
    list.into_iter().flatten().collect()
}
