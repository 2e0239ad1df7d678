//! Checks of payment methods: each is mapped, to a payment mode and an account that there are.

use std::collections::BTreeSet;

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::{PaymentMapping, Settings};
use passerelle_engine::ports::shop::{ShopSetup, StoreState};

use super::{Finding, bad, good};

pub(super) fn payments(settings: &Settings, shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let before = list.len();
    let unmapped = unmapped(settings, shop);
    if !unmapped.is_empty() {
        list.push(bad(Explanation::new("check-payments-unmapped").with("methods", unmapped.join(", "))));
    }
    let shops = settings.shops.values().flat_map(|its| &its.payments);
    let mappings: BTreeSet<(&String, &str, u64)> = settings
        .payments
        .iter()
        .chain(shops)
        .map(|(method, PaymentMapping { mode, account })| (method, mode.as_str(), account.0))
        .collect();
    for (method, mode, account) in &mappings {
        if erp.payment_mode(mode).is_none() {
            list.push(bad(Explanation::new("payment-mode-unknown")
                .with("mode", mode)
                .with("method", method)));
        }
        if !erp.bank_accounts.iter().any(|it| it.id.0 == *account && it.open) {
            list.push(bad(Explanation::new("check-account-unknown")
                .with("account", account)
                .with("method", method)));
        }
    }
    if list.len() == before {
        list.push(good(Explanation::new("check-payments").with("count", mappings.len())));
    }
}

/// Methods without mapping: in a multistore, those that a shop's orders were paid with and that it lacks; of payments, whose
/// shop is not told, those that all shops lack.
fn unmapped(settings: &Settings, shop: &ShopSetup) -> Vec<String> {
    let is_named = |method: &&String| !method.trim().is_empty();
    let stores: Vec<_> = shop.stores.iter().filter(|store| store.state == StoreState::Read).collect();
    let mut unmapped: BTreeSet<String> = BTreeSet::new();
    for store in &stores {
        let lacks = |method: &&String| settings.of_shop(store.id).payment(method).is_none();
        unmapped.extend(store.payment_methods.iter().filter(is_named).filter(lacks).cloned());
    }
    let all_lack = |method: &&String| match stores.as_slice() {
        [] => settings.payment(method).is_none(),
        stores => stores.iter().all(|store| settings.of_shop(store.id).payment(method).is_none()),
    };
    unmapped.extend(shop.payment_methods.iter().filter(is_named).filter(all_lack).cloned());
    unmapped.into_iter().collect()
}
