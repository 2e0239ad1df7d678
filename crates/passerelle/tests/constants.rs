//! What becomes of documents under constants and without modules of Dolibarr: refused or adapted before the first write, and
//! never in step when Dolibarr shows something else than was written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::library::{Library, Reached};
use common::pair::{new_erp, size};
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_core::settings::InvoiceDates;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_sandbox::{ErpVersion, SandboxErp, SandboxShop, ShopOptions};
use rust_decimal::Decimal;

async fn shop() -> SandboxShop {
    let options = ShopOptions { seed: 11, size: size(2, 6, 4, 8), ..ShopOptions::default() };
    SandboxShop::start(options).await.unwrap()
}

async fn dolibarr(version: ErpVersion, constants: &[(&str, &str)]) -> SandboxErp {
    let erp = new_erp(version).await;
    for (name, value) in constants {
        erp.state().constants.insert((*name).to_owned(), (*value).to_owned());
    }
    erp
}

/// Orders that ended in this state, with the ids of their messages.
async fn ended(library: &Library, shop: &SandboxShop, state: DocumentState) -> Vec<(u64, String)> {
    let ids = shop.state().ids("orders");
    let keys: Vec<Key> = ids
        .into_iter()
        .map(|id| Key::new(&common::program::tag(), Kind::Order, ShopId(u64::from(id))))
        .collect();
    let documents = library.store.documents(&keys).await.unwrap();
    let mut found: Vec<(u64, String)> = documents
        .into_iter()
        .filter(|(_, document)| document.state == state)
        .map(|(key, document)| (key.id.0, document.explanation.map(|it| it.id).unwrap_or_default()))
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn invoices_are_not_written_where_dolibarr_would_date_them_today() {
    let shop = shop().await;
    let forced = [("FAC_FORCE_DATE_VALIDATION", "1")];
    for version in [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23] {
        let erp = dolibarr(version, &forced).await;
        let reached = Reached::reach(&shop, &erp).await;
        let library = reached.connect(&erp);
        library.sync_to_the_end().await;
        assert!(erp.state().invoices.is_empty(), "{version:?}");
        let refused = ended(&library, &shop, DocumentState::Quarantined).await;
        assert!(!refused.is_empty());
        assert!(refused.iter().all(|(_, id)| id == "invoice-date-forced"), "{refused:?}");
        for (order, _) in &refused {
            let reference = format!("ps1-order-{order}");
            assert!(
                erp.state().orders.by_ref_ext(&reference).is_empty(),
                "nothing of {reference} is written"
            );
        }
        // A person wants Dolibarr's day.
        let library = reached.with(|it| it.orders.invoice_dates = InvoiceDates::Erp).connect(&erp);
        library.sync_to_the_end().await;
        assert!(!erp.state().invoices.is_empty());
        assert_eq!(ended(&library, &shop, DocumentState::Quarantined).await, []);
    }
}

#[tokio::test]
async fn an_invoice_that_shows_another_day_is_never_in_step() {
    let shop = shop().await;
    let erp = dolibarr(ErpVersion::V20, &[]).await;
    // It is switched on behind the back of a run that has read the constants.
    let reached = Reached::reach(&shop, &erp).await;
    erp.state().constants.insert("FAC_FORCE_DATE_VALIDATION".to_owned(), "1".to_owned());
    let library = reached.connect(&erp);
    library.sync_to_the_end().await;
    assert!(!erp.state().invoices.is_empty());
    let told = |it: &Vec<(u64, String)>| it.iter().filter(|(_, id)| id == "invoice-shows-otherwise").count();
    let first = ended(&library, &shop, DocumentState::InStep).await;
    assert!(told(&first) > 0, "{first:?}");
    let payments = erp.state().payments.len();
    assert!(payments > 0, "the rest of the order goes on");
    // Looked at again, it stays told, and nothing is written.
    for (order, _) in &first {
        let order = u32::try_from(*order).unwrap();
        shop.state().save("orders", order, "note", "looked at again");
    }
    erp.forget_requests();
    library.sync_to_the_end().await;
    assert_eq!(told(&ended(&library, &shop, DocumentState::InStep).await), told(&first));
}

#[tokio::test]
async fn customers_get_a_code_of_ours_where_one_is_needed_and_none_is_made() {
    let shop = shop().await;
    let free = ("SOCIETE_CODECLIENT_ADDON", "mod_codeclient_leopard");
    let erp = dolibarr(ErpVersion::V20, &[free, ("MAIN_COMPANY_CODE_ALWAYS_REQUIRED", "1")]).await;
    let library = Reached::reach(&shop, &erp).await.connect(&erp);
    library.sync_to_the_end().await;
    let codes: Vec<String> =
        erp.state().third_parties.iter().map(|it| it.record.text("code_client").to_owned()).collect();
    assert!(!codes.is_empty());
    assert!(codes.iter().all(|code| code.starts_with("PS1-") && code.len() <= 24), "{codes:?}");
    assert!(!erp.state().orders.is_empty());
}

#[tokio::test]
async fn orders_wait_for_stock_before_anything_of_them_is_written() {
    let shop = shop().await;
    for constant in ["STOCK_MUST_BE_ENOUGH_FOR_ORDER", "STOCK_MUST_BE_ENOUGH_FOR_INVOICE"] {
        let erp = dolibarr(ErpVersion::V20, &[(constant, "1")]).await;
        let library = Reached::reach(&shop, &erp).await.connect(&erp);
        library.sync_to_the_end().await;
        let refused = ended(&library, &shop, DocumentState::Quarantined).await;
        assert!(!refused.is_empty(), "{constant}");
        assert!(refused.iter().all(|(_, id)| id == "order-stock-short"), "{refused:?}");
        for (order, _) in &refused {
            assert!(erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).is_empty());
        }
        // The goods come in.
        let goods: Vec<u32> =
            erp.state().products.iter().filter(|it| it.kind == 0).map(|it| it.record.id).collect();
        for product in goods {
            erp.state().move_stock(product, 1, Decimal::ONE_THOUSAND);
        }
        let library = Reached::reach(&shop, &erp).await.connect(&erp);
        library.sync_to_the_end().await;
        assert_eq!(ended(&library, &shop, DocumentState::Quarantined).await, [], "{constant}");
    }
}

#[tokio::test]
async fn a_delivered_order_is_not_invoiced_twice() {
    let shop = shop().await;
    let order = shop.state().ids("orders")[0];
    for on in [true, false] {
        let erp = dolibarr(ErpVersion::V20, &[("WORKFLOW_ORDER_AUTOCREATE_INVOICE", "1")]).await;
        if on {
            erp.state().modules.insert("workflow".to_owned());
        }
        shop.state().save("orders", order, "current_state", 5);
        Reached::reach(&shop, &erp).await.connect(&erp).sync_to_the_end().await;
        let foreign = erp.state().invoices.iter().filter(|it| it.record.ref_ext().is_none()).count();
        assert_eq!(foreign, 0);
        let statuses: Vec<i64> = erp.state().orders.iter().map(|it| it.status).collect();
        assert_eq!(statuses.contains(&3), !on, "{statuses:?}");
    }
}

#[tokio::test]
async fn orders_in_a_foreign_currency_are_held_back_while_the_module_is_off() {
    let shop = shop().await;
    let order = shop.state().ids("orders")[0];
    {
        let mut state = shop.state();
        for id in state.ids("orders") {
            state.set("orders", id, "id_currency", if id == order { 2 } else { 1 });
        }
    }
    let erp = dolibarr(ErpVersion::V20, &[]).await;
    erp.state().modules.remove("multicurrency");
    let library = Reached::reach(&shop, &erp).await.connect(&erp);
    library.sync_to_the_end().await;
    let refused = ended(&library, &shop, DocumentState::Quarantined).await;
    assert_eq!(refused, [(u64::from(order), "order-currency-off".to_owned())]);
    assert!(erp.state().orders.by_ref_ext(&format!("ps1-order-{order}")).is_empty());
    assert!(!erp.state().orders.is_empty());
}
