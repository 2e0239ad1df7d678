//! Levels of stock: a warehouse that takes them, and nothing that counts the same goods twice.

use std::collections::BTreeSet;

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::{Elsewhere, Settings};

use super::{Finding, bad, good, warning};

/// Whether the shop's quantities can be brought over.
pub fn levels(settings: &Settings, erp: &ErpSetup, list: &mut Vec<Finding>) {
    if !settings.stock.levels {
        return;
    }
    if !erp.modules.is_empty() && !erp.modules.iter().any(|module| module == "stock") {
        list.push(bad(Explanation::new("check-levels-no-module")));
        return;
    }
    let open: Vec<String> = erp
        .warehouses
        .iter()
        .filter(|warehouse| warehouse.open)
        .map(|warehouse| format!("{} = {}", warehouse.id, warehouse.reference))
        .collect();
    let open = open.join(", ");
    let Some(id) = settings.levels_warehouse() else {
        let explanation = if open.is_empty() {
            Explanation::new("check-levels-warehouse-none")
        } else {
            Explanation::new("check-levels-warehouse-choose").with("warehouses", open)
        };
        list.push(bad(explanation));
        return;
    };
    let about = |id_of: &str, name: &dyn std::fmt::Display| Explanation::new(id_of).with("warehouse", name);
    match erp.warehouses.iter().find(|warehouse| warehouse.id == id) {
        None => list.push(bad(about("check-levels-warehouse-unknown", &id).with("warehouses", open))),
        Some(warehouse) if !warehouse.open => {
            list.push(bad(about("check-levels-warehouse-closed", &warehouse.reference)));
        }
        Some(warehouse) => list.push(good(about("check-levels", &warehouse.reference))),
    }
    if erp.stock_counting.on_shipment {
        list.push(warning(Explanation::new("check-levels-shipments")));
    }
    let kept = settings.kept_warehouses();
    let free = erp.warehouses.iter().filter(|it| it.open && it.id != id && !kept.contains(&it.id));
    let free: Vec<&str> = free.map(|warehouse| warehouse.reference.as_str()).collect();
    let is_usable = erp.warehouses.iter().any(|warehouse| warehouse.id == id && warehouse.open);
    if is_usable && !free.is_empty() && settings.stock.elsewhere == Elsewhere::Report {
        list.push(good(Explanation::new("check-levels-elsewhere").with("warehouses", free.join(", "))));
    }
    let counted = erp.stock_counting.on_order || erp.stock_counting.on_invoice;
    let others: BTreeSet<String> =
        settings.stock.carriers.values().filter(|other| **other != id).map(ToString::to_string).collect();
    if counted && !others.is_empty() {
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        list.push(warning(about("check-levels-other-warehouse", &id).with("warehouses", others)));
    }
}

#[cfg(test)]
mod tests {
    use passerelle_core::erp::{ErpSetup, Precision, Warehouse};
    use passerelle_core::key::ErpId;
    use passerelle_core::money::Currency;

    use super::*;
    use crate::check::Severity;

    fn erp(warehouses: &[(u64, bool)]) -> ErpSetup {
        let warehouse =
            |(id, open): &(u64, bool)| Warehouse { id: ErpId(*id), reference: format!("W{id}"), open: *open };
        ErpSetup {
            version: "20.0.0".to_owned(),
            company: String::new(),
            country: "FR".to_owned(),
            currency: Currency::EUR,
            modules: vec!["stock".to_owned()],
            warehouses: warehouses.iter().map(warehouse).collect(),
            bank_accounts: Vec::new(),
            payment_modes: Vec::new(),
            payment_terms: Vec::new(),
            shipping_methods: Vec::new(),
            order_origins: Vec::new(),
            countries: Vec::new(),
            currencies: Vec::new(),
            currencies_known: true,
            precision: Precision::default(),
            local_taxes: [false, false],
            stock_counting: Default::default(),
            products: Default::default(),
            constants: Default::default(),
            vat_rates: None,
            texts: Default::default(),
        }
    }

    fn found(settings: &Settings, erp: &ErpSetup) -> Vec<(Severity, String)> {
        let mut list = Vec::new();
        levels(settings, erp, &mut list);
        list.into_iter().map(|it| (it.severity, it.explanation.id)).collect()
    }

    #[test]
    fn a_warehouse_must_be_chosen_there_and_open() {
        let mut settings = Settings::new("ps1".parse().unwrap());
        let two = erp(&[(1, true), (2, false)]);
        assert_eq!(found(&settings, &two), []);
        settings.stock.levels = true;
        let bad = |id: &str| vec![(Severity::Bad, id.to_owned())];
        assert_eq!(found(&settings, &two), bad("check-levels-warehouse-choose"));
        assert_eq!(found(&settings, &erp(&[(2, false)])), bad("check-levels-warehouse-none"));
        settings.warehouse = Some(ErpId(2));
        assert_eq!(found(&settings, &two), bad("check-levels-warehouse-closed"));
        settings.stock.warehouse = Some(ErpId(9));
        assert_eq!(found(&settings, &two), bad("check-levels-warehouse-unknown"));
        settings.stock.warehouse = Some(ErpId(1));
        assert_eq!(found(&settings, &two), [(Severity::Good, "check-levels".to_owned())]);
        // What is in another open one is told.
        let told = ["check-levels", "check-levels-elsewhere"].map(|id| (Severity::Good, id.to_owned()));
        assert_eq!(found(&settings, &erp(&[(1, true), (2, true)])), told);
        assert_eq!(
            found(&settings, &ErpSetup { modules: vec!["societe".to_owned()], ..two }),
            bad("check-levels-no-module")
        );
    }

    #[test]
    fn goods_that_are_counted_elsewhere_are_told() {
        let mut settings = Settings::new("ps1".parse().unwrap());
        settings.stock.levels = true;
        settings.warehouse = Some(ErpId(1));
        settings.stock.carriers.insert("*".to_owned(), ErpId(2));
        let mut erp = erp(&[(1, true), (2, true)]);
        erp.stock_counting.on_order = true;
        erp.stock_counting.on_shipment = true;
        let ids: Vec<String> = found(&settings, &erp).into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids, ["check-levels", "check-levels-shipments", "check-levels-other-warehouse"]);
    }
}
