//! Companies that billing addresses name, from the sandbox shop to the sandbox Dolibarr.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::library::Reached;
use common::pair::{Pair, new_erp, size};
use common::program::Program;
use passerelle_sandbox::erp::Document;
use passerelle_sandbox::shop::ShopData;
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, SandboxErp, SandboxShop, ShopOptions};

async fn shop() -> SandboxShop {
    let options =
        ShopOptions { seed: 11, size: size(2, 6, 5, 18), oddities: false, ..ShopOptions::default() };
    SandboxShop::start(options).await.unwrap()
}

fn number(state: &ShopData, resource: &str, id: u32, field: &str) -> u32 {
    u32::try_from(state.get(resource, id, field).int()).unwrap()
}

/// A person with three orders that have invoices: one on his private address, one on each of two companies'. Gives the person
/// and the orders.
fn two_companies(state: &mut ShopData) -> (u32, [u32; 3]) {
    let invoiced = |state: &ShopData, id: &u32| state.get("orders", *id, "invoice_number").int() != 0;
    let ids = state.ids("orders");
    let orders: Vec<u32> = ids.into_iter().filter(|id| invoiced(state, id)).take(3).collect();
    let orders: [u32; 3] = orders.try_into().unwrap();
    let customer = number(state, "orders", orders[0], "id_customer");
    state.set("customers", customer, "company", "");
    for address in state.find("addresses", "id_customer", i64::from(customer)) {
        state.set("addresses", address, "company", "");
        state.set("addresses", address, "vat_number", "");
    }
    let home = number(state, "orders", orders[0], "id_address_invoice");
    let company = |state: &mut ShopData, name: &str, vat: &str| {
        let address = state.copy("addresses", home).unwrap();
        state.set("addresses", address, "company", name);
        state.set("addresses", address, "vat_number", vat);
        address
    };
    let first = company(state, "Alpha Conseil", "FR40303265045");
    let second = company(state, "Beta & Fils", "FR83404833048");
    for (order, address) in orders.iter().zip([home, first, second]) {
        state.set("orders", *order, "id_customer", i64::from(customer));
        state.set("orders", *order, "id_address_invoice", i64::from(address));
        state.set("orders", *order, "id_address_delivery", i64::from(home));
    }
    (customer, orders)
}

fn order_of(erp: &SandboxErp, order: u32) -> Document {
    erp.state().orders.by_ref_ext(&format!("ps1-order-{order}"))[0].clone()
}

/// Name and VAT number of the third party that an order, and its invoice, are on.
fn on(erp: &SandboxErp, order: u32) -> (String, String) {
    let order = order_of(erp, order);
    let state = erp.state();
    for invoice in state.invoices.iter().filter(|it| it.links.iter().any(|(_, id)| *id == order.record.id)) {
        assert_eq!(invoice.socid, order.socid);
    }
    let record = &state.third_parties.get(order.socid).unwrap().record;
    (record.text("name").replace("&amp;", "&"), record.text("tva_intra").to_owned())
}

#[tokio::test]
async fn the_billing_address_decides_who_is_invoiced() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let (customer, [private, first, second]) = two_companies(&mut pair.shop.state());
    let program = Program::connected(&pair).await;
    let planned = program.run(&["plan"]).await;
    assert_eq!(planned.code, Some(0), "{planned:?}");
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let own = on(&pair.erp, private);
    assert_eq!(own.1, "", "a private order carries no VAT number");
    assert_eq!(on(&pair.erp, first), ("Alpha Conseil".to_owned(), "FR40303265045".to_owned()));
    assert_eq!(on(&pair.erp, second), ("Beta & Fils".to_owned(), "FR83404833048".to_owned()));
    {
        let state = pair.erp.state();
        assert_eq!(
            state.third_parties.by_ref_ext(&format!("ps1-customer-{customer}"))[0].record.text("name"),
            own.0
        );
        let companies = |it: &str| it.starts_with(&format!("ps1-company-{customer}-"));
        assert_eq!(
            state.third_parties.iter().filter(|it| it.record.ref_ext().is_some_and(companies)).count(),
            2
        );
    }
    pair.erp.forget_requests();
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    assert_eq!(pair.erp.requests().writes(), 0);
    // The next one on the first company is on its third party; another spelling is the same business.
    {
        let mut state = pair.shop.state();
        state.now += 10;
        let address = number(&state, "orders", first, "id_address_invoice");
        let again = state.copy("addresses", address).unwrap();
        state.set("addresses", again, "vat_number", "fr 40 303 265 045");
        state.set("orders", private, "id_address_invoice", i64::from(again));
        for id in [private, second] {
            state.touch("orders", id);
        }
    }
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    assert_eq!(on(&pair.erp, private), own, "what is in Dolibarr stays where it is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_company_is_made_once_whatever_answer_is_lost() {
    let shop = shop().await;
    let (customer, [_, first, _]) = two_companies(&mut shop.state());
    for kind in [FaultKind::LostAnswerAfterCommit, FaultKind::Status500AfterCommit, FaultKind::LostRequest] {
        let erp = new_erp(ErpVersion::V20).await;
        let library = Reached::reach(&shop, &erp).await.connect(&erp);
        // Five customers and two companies.
        for _ in 0..7 {
            erp.faults().push(Fault::shaped("POST", "/thirdparties", kind.clone()));
        }
        for _ in 0..10 {
            library.sync_to_the_end().await;
        }
        assert_eq!(erp.faults().waiting(), 0, "{kind:?}");
        assert_eq!(on(&erp, first).0, "Alpha Conseil");
        let state = erp.state();
        let prefix = format!("ps1-company-{customer}-");
        let made = state
            .third_parties
            .iter()
            .filter(|it| it.record.ref_ext().is_some_and(|it| it.starts_with(&prefix)));
        assert_eq!(made.count(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn by_option_the_company_stands_on_the_document() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let (_, [private, first, _]) = two_companies(&mut pair.shop.state());
    let program = Program::connected(&pair).await;
    program.edit("companies = \"each\"", "companies = \"document\"");
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(on(&pair.erp, first), on(&pair.erp, private));
    let order = order_of(&pair.erp, first);
    assert!(
        order.record.text("note_public").starts_with("Alpha Conseil\nTVA / VAT: FR40303265045"),
        "{order:?}"
    );
    let state = pair.erp.state();
    let invoice =
        state.invoices.iter().find(|it| it.links.iter().any(|(_, id)| *id == order.record.id)).unwrap();
    assert!(invoice.record.text("note_public").contains("FR40303265045"));
    assert!(!order_of_locked(&state, private).record.text("note_public").contains("TVA"));
}

fn order_of_locked(state: &passerelle_sandbox::erp::ErpData, order: u32) -> &Document {
    state.orders.by_ref_ext(&format!("ps1-order-{order}"))[0]
}

#[tokio::test]
async fn a_company_of_a_guest_on_a_shared_third_party_has_its_own() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let (customer, [private, first, _]) = two_companies(&mut pair.shop.state());
    pair.shop.state().set("customers", customer, "is_guest", true);
    let program = Program::connected(&pair).await;
    program.edit("guests = \"each\"", "guests = \"per_country\"");
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(on(&pair.erp, first).0, "Alpha Conseil");
    assert!(on(&pair.erp, private).0.starts_with("Invités"));
}
