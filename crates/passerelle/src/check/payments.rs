//! Checks of payment methods: each is mapped, to a payment mode and an account that there are.

use std::collections::BTreeSet;

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::{OtherPayments, PaymentMapping, Settings};
use passerelle_engine::ports::shop::{ShopSetup, StoreState};

use super::{Finding, bad, good, warning};

pub(super) fn payments(settings: &Settings, shop: &ShopSetup, erp: &ErpSetup, list: &mut Vec<Finding>) {
    let before = list.len();
    let unmapped = unmapped(settings, shop);
    if !unmapped.is_empty() {
        let methods = unmapped.join(", ");
        list.push(if settings.orders.other_payments == OtherPayments::Wait {
            warning(Explanation::new("check-payments-wait").with("methods", methods))
        } else {
            bad(Explanation::new("check-payments-unmapped").with("methods", methods))
        });
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
    let others = others(settings, shop);
    if !others.is_empty() {
        let methods = others.join(", ");
        list.push(warning(Explanation::new("check-payments-other").with("methods", methods)));
    }
    if list.len() == before {
        list.push(good(Explanation::new("check-payments").with("count", mappings.len())));
    }
}

/// Methods that go where `*` says although others are named.
fn others(settings: &Settings, shop: &ShopSetup) -> Vec<String> {
    let is_other = |method: &&String| {
        let mut all = std::iter::once(settings).chain(settings.shops.values());
        all.all(|its| its.payment_is_other(method))
    };
    let named = shop.payment_methods.iter().filter(|method| !method.trim().is_empty());
    named.filter(is_other).cloned().collect()
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
