//! Addresses of orders from the sandbox shop to the sandbox Dolibarr: other ones after the load, states and provinces, what
//! customers had put on what they ordered.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::library::Reached;
use common::pair::{Pair, new_erp, size};
use common::program::Program;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{ContactRole, ContactWrite, Operation, Target};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp as _, Outcome};
use passerelle_sandbox::erp::Document;
use passerelle_sandbox::shop::{Cell, KeyRights, ShopData};
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, SandboxErp, SandboxShop, ShopOptions};
use secrecy::SecretString;

/// What a key may read that was made before customizations were brought over.
const NEEDED: &str = "addresses carriers categories combinations configurations countries images currencies customers \
    languages messages order_carriers order_cart_rules order_details order_histories order_invoices order_payments order_slip \
    order_states orders product_option_values product_options products shops states tax_rule_groups tax_rules taxes \
    product_feature_values product_features product_suppliers specific_prices";

async fn shop() -> SandboxShop {
    let options =
        ShopOptions { seed: 11, size: size(2, 6, 4, 14), oddities: false, ..ShopOptions::default() };
    SandboxShop::start(options).await.unwrap()
}

fn number(state: &ShopData, resource: &str, id: u32, field: &str) -> u32 {
    u32::try_from(state.get(resource, id, field).int()).unwrap()
}

/// An order with an invoice.
fn invoiced(state: &mut ShopData) -> u32 {
    let ids = state.ids("orders");
    let has = |id: &u32| state.get("orders", *id, "invoice_number").int() != 0;
    ids.into_iter().find(has).unwrap()
}

/// What the back office does when an order is given other addresses: a new one, to which the order points.
fn move_order(state: &mut ShopData, order: u32, fields: &[&str]) -> u32 {
    let old = number(state, "orders", order, "id_address_delivery");
    let new = state.copy("addresses", old).unwrap();
    state.set("addresses", new, "address1", "99 rue Nouvelle");
    state.now += 10;
    state.touch("addresses", new);
    for field in fields {
        state.set("orders", order, field, i64::from(new));
    }
    state.touch("orders", order);
    new
}

fn of(erp: &SandboxErp, order: u32) -> Document {
    erp.state().orders.by_ref_ext(&format!("ps1-order-{order}"))[0].clone()
}

/// Roles and external references of a document's contacts.
fn contacts(erp: &SandboxErp, document: &Document) -> Vec<String> {
    let state = erp.state();
    let show = |(id, role): &(u32, String)| {
        format!("{role} {}", state.contacts.get(*id).unwrap().record.ref_ext().unwrap_or_default())
    };
    let mut shown: Vec<String> = document.contacts.iter().map(show).collect();
    shown.sort();
    shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_follows_its_other_addresses_whatever_answer_is_lost() {
    let kinds = [
        FaultKind::LostAnswerAfterCommit,
        FaultKind::LostRequest,
        FaultKind::Status500Before,
        FaultKind::Status500AfterCommit,
        FaultKind::TooManyRequests { retry_after: None },
    ];
    let shop = shop().await;
    let order = invoiced(&mut shop.state());
    let mut loaded = Vec::new();
    for version in [ErpVersion::V17, ErpVersion::V20] {
        let reached = Reached::reach(&shop, &new_erp(version).await).await;
        let mut cases = vec![None];
        for kind in kinds.clone() {
            let calls = ["POST /orders/#/contact/#/SHIPPING", "DELETE /orders/#/contact/#/BILLING"];
            cases.extend(calls.map(|call| Some((kind.clone(), call))));
        }
        for case in cases {
            let erp = new_erp(version).await;
            let library = reached.connect(&erp);
            library.sync_to_the_end().await;
            loaded.push((case, erp, library));
        }
    }
    let new = move_order(&mut shop.state(), order, &["id_address_delivery", "id_address_invoice"]);
    for (case, erp, library) in loaded {
        let before = contacts(&erp, &of(&erp, order));
        let invoice = |erp: &SandboxErp| {
            let state = erp.state();
            let of_order =
                |it: &&Document| it.record.ref_ext().is_some_and(|it| it.starts_with("ps1-invoice-"));
            let found: Vec<Document> = state.invoices.iter().filter(of_order).cloned().collect();
            found
        };
        let books: Vec<Vec<(u32, String)>> = invoice(&erp).into_iter().map(|it| it.contacts).collect();
        if let Some((kind, call)) = &case {
            let (method, path) = call.split_once(' ').unwrap();
            erp.faults().push(Fault::shaped(method, path, kind.clone()));
        }
        library.sync_to_the_end().await;
        assert_eq!(erp.faults().waiting(), 0, "{case:?} did not occur");
        library.sync_to_the_end().await;
        let wanted = ["BILLING", "SHIPPING"].map(|role| format!("{role} ps1-address-{new}"));
        assert_ne!(before, wanted);
        assert_eq!(contacts(&erp, &of(&erp, order)), wanted, "{case:?}");
        let after: Vec<Vec<(u32, String)>> = invoice(&erp).into_iter().map(|it| it.contacts).collect();
        assert_eq!(books, after, "validated invoices stay as they are: {case:?}");
        erp.forget_requests();
        library.sync().await.unwrap();
        assert_eq!(erp.requests().writes(), 0, "{case:?}");
    }
}

#[tokio::test]
async fn exchanged_addresses_are_seen_and_a_persons_contact_stays() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let order = invoiced(&mut pair.shop.state());
    let new = move_order(&mut pair.shop.state(), order, &["id_address_delivery"]);
    let old = number(&pair.shop.state(), "orders", order, "id_address_invoice");
    let program = Program::connected(&pair).await;
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    // A person adds a contact of his own.
    let by_hand = {
        let options = DolibarrOptions::new(pair.erp.url(), SecretString::from(pair.erp.key()));
        let dolibarr = Dolibarr::new(options).unwrap();
        let write = ContactWrite { last_name: Some("By hand".to_owned()), ..ContactWrite::default() };
        let made = match dolibarr.execute(&Operation::ContactCreate(write), &[]).await {
            Outcome::Done { created: Some(id), .. } => id,
            other => panic!("{other:?}"),
        };
        let document = Target::Id(ErpId(of(&pair.erp, order).record.id.into()));
        let role = ContactRole::Billing;
        let link = Operation::OrderContactLink { order: document, contact: Target::Id(made), role };
        assert!(matches!(dolibarr.execute(&link, &[]).await, Outcome::Done { .. }));
        u32::try_from(made.0).unwrap()
    };
    {
        let mut state = pair.shop.state();
        state.now += 10;
        state.set("orders", order, "id_address_delivery", i64::from(old));
        state.set("orders", order, "id_address_invoice", i64::from(new));
        state.touch("orders", order);
    }
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    let own =
        |address: u32| pair.erp.state().contacts.by_ref_ext(&format!("ps1-address-{address}"))[0].record.id;
    let mut found = of(&pair.erp, order).contacts;
    found.sort_unstable();
    let mut wanted = vec![(own(new), "BILLING"), (own(old), "SHIPPING"), (by_hand, "BILLING")];
    wanted.sort_unstable();
    assert_eq!(found, wanted.into_iter().map(|(id, role)| (id, role.to_owned())).collect::<Vec<_>>());
}

#[tokio::test]
async fn states_of_addresses_reach_contacts_and_third_parties() {
    for version in [ErpVersion::V17, ErpVersion::V20] {
        let pair = Pair { shop: shop().await, erp: new_erp(version).await };
        let order = invoiced(&mut pair.shop.state());
        let (customer, address) = {
            let mut state = pair.shop.state();
            let customer = number(&state, "orders", order, "id_customer");
            for address in state.find("addresses", "id_customer", i64::from(customer)) {
                state.set("addresses", address, "id_country", 21);
                state.set("addresses", address, "id_state", 8);
            }
            (customer, number(&state, "orders", order, "id_address_delivery"))
        };
        // One that Dolibarr's dictionary lacks.
        let elsewhere = {
            let mut state = pair.shop.state();
            let none =
                [("id_country", Cell::from(21)), ("iso_code", "ZZ".into()), ("name", "Nowhere".into())];
            let none = state.insert("states", &none).unwrap();
            let elsewhere = state.copy("addresses", address).unwrap();
            state.set("addresses", elsewhere, "id_state", i64::from(none));
            state.set("addresses", elsewhere, "address1", "1 Far Street");
            elsewhere
        };
        let program = Program::connected(&pair).await;
        assert_eq!(program.run(&["sync"]).await.code, Some(0));
        {
            let state = pair.erp.state();
            let contact = &state.contacts.by_ref_ext(&format!("ps1-address-{address}"))[0].record;
            // Florida, as Dolibarr 20 numbers it.
            assert_eq!(contact.text("state_id"), "1167");
            let contact = &state.contacts.by_ref_ext(&format!("ps1-address-{elsewhere}"))[0].record;
            assert_eq!(
                (contact.text("state_id"), contact.text("address").lines().last()),
                ("", Some("Nowhere"))
            );
            let third_party = &state.third_parties.by_ref_ext(&format!("ps1-customer-{customer}"))[0].record;
            assert_eq!(third_party.text("state_id"), "1167");
        }
        pair.erp.forget_requests();
        assert_eq!(program.run(&["sync"]).await.code, Some(0));
        assert_eq!(pair.erp.requests().writes(), 0);
    }
}

/// Adds what a customer had put on the first line of an order; gives the number of the line.
fn engrave(state: &mut ShopData, order: u32) -> u32 {
    let line = state.find("order_details", "id_order", i64::from(order))[0];
    let product = state.get("order_details", line, "product_id");
    let field = |state: &mut ShopData, kind: i64, name: &str| {
        let name = Cell::lang(name, name);
        let row = [("id_product", product.clone()), ("type", Cell::from(kind)), ("name", name)];
        state.insert("product_customization_fields", &row).unwrap()
    };
    let (text, image) = (field(state, 1, "Gravure"), field(state, 0, "Votre logo"));
    let custom = state.insert("customizations", &[("id_product", product.clone())]).unwrap();
    let row = |field: u32, value: &str| vec![vec![Cell::from(i64::from(field)), Cell::from(value)]];
    state.link_rows("customizations", custom, "customized_data_text_fields", row(text, "Pour Zoé & Léa "));
    state.link_rows("customizations", custom, "customized_data_images", row(image, "a1b2c3"));
    state.set("order_details", line, "id_customization", i64::from(custom));
    line
}

#[tokio::test]
async fn what_a_customer_had_engraved_is_in_the_line_of_order_and_invoice() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let order = invoiced(&mut pair.shop.state());
    engrave(&mut pair.shop.state(), order);
    let program = Program::connected(&pair).await;
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    let document = of(&pair.erp, order);
    let text = document.lines[0].record.text("desc").replace("&amp;", "&");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1..], ["Gravure: Pour Zoé & Léa", "Votre logo: upload/a1b2c3"]);
    let state = pair.erp.state();
    let invoice = state.invoices.iter().find(|it| it.links.iter().any(|(_, id)| *id == document.record.id));
    assert!(invoice.unwrap().lines[0].record.text("desc").contains("Pour Zoé"));
}

#[tokio::test]
async fn a_key_that_may_not_read_customizations_brings_the_rest() {
    let pair = Pair { shop: shop().await, erp: new_erp(ErpVersion::V20).await };
    let order = invoiced(&mut pair.shop.state());
    engrave(&mut pair.shop.state(), order);
    let program = Program::connected(&pair).await;
    let key = pair.shop.key();
    let but: Vec<&str> = NEEDED.split_whitespace().collect();
    pair.shop.state().keys.insert(key, KeyRights::read(&but));
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    assert!(!of(&pair.erp, order).lines[0].record.text("desc").contains("Zoé"));
    let doctor = program.run(&["doctor"]).await;
    assert!(doctor.out.contains("customizations"), "{doctor:?}");
}
