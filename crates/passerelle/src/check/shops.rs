//! Checks of a multistore: which of its shops are brought over, and which are not.

use passerelle_core::explain::Explanation;
use passerelle_core::settings::Settings;
use passerelle_engine::ports::shop::{ShopSetup, StoreState};

use super::{Finding, good, warning};

pub(super) fn shops(settings: &Settings, shop: &ShopSetup, list: &mut Vec<Finding>) {
    let named = |state: StoreState| -> Option<String> {
        let stores = shop.stores.iter().filter(|store| store.state == state);
        let names: Vec<String> = stores.map(|store| format!("{} {}", store.id, store.name)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    if let Some(shops) = named(StoreState::Read) {
        list.push(good(Explanation::new("check-shops").with("shops", shops)));
    }
    if let Some(shops) = named(StoreState::LeftOut) {
        list.push(warning(Explanation::new("check-shops-left-out").with("shops", shops)));
    }
    if let Some(shops) = named(StoreState::SwitchedOff) {
        list.push(warning(Explanation::new("check-shops-switched-off").with("shops", shops)));
    }
    let is_read = |id| shop.stores.iter().any(|store| store.id == id && store.state == StoreState::Read);
    let idle: Vec<String> =
        settings.shops.keys().filter(|id| !is_read(**id)).map(|id| format!("[shops.{id}]")).collect();
    if !idle.is_empty() {
        list.push(warning(Explanation::new("check-shop-settings-idle").with("sections", idle.join(", "))));
    }
}
