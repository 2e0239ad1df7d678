//! What persons do in Dolibarr to what was brought there: deleted, merged, set to draft, edited, paid. It is told or healed, never
//! fought over, and nothing is double.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::chance::Chance;
use common::library::{Library, Reached};
use common::pair::{Pair, new_erp, size};
use common::program::{Program, tag};
use passerelle_core::decide::is_changed_in_erp;
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_engine::ports::store::{Document, DocumentState, Store as _};
use passerelle_sandbox::erp::ErpData;
use passerelle_sandbox::shop::ShopData;
use passerelle_sandbox::{ErpVersion, SandboxErp, SandboxShop, ShopOptions};
use rust_decimal::Decimal;

const ACCIDENTS: usize = 100;

fn order_key(id: u32) -> Key {
    Key::new(&tag(), Kind::Order, ShopId(u64::from(id)))
}

async fn document(library: &Library, key: &Key) -> Document {
    library.store.documents(std::slice::from_ref(key)).await.unwrap().remove(key).unwrap()
}

/// Takes an order out of what is brought over: it waits for its money.
fn hold_back(state: &mut ShopData, order: u32) {
    for invoice in state.find("order_invoices", "id_order", i64::from(order)) {
        state.delete("order_invoices", invoice);
    }
    for slip in state.find("order_slip", "id_order", i64::from(order)) {
        state.delete("order_slip", slip);
    }
    let reference = state.get("orders", order, "reference").text();
    for payment in state.ids("order_payments") {
        if state.get("order_payments", payment, "order_reference").text() == reference {
            state.delete("order_payments", payment);
        }
    }
    state.set("orders", order, "invoice_number", 0);
    state.save("orders", order, "current_state", 10);
}

/// It is paid after all.
fn let_go(state: &mut ShopData, order: u32) {
    state.save("orders", order, "current_state", 2);
}

/// What Dolibarr shows of the orders of the shop and of their documents.
fn shown(state: &ErpData) -> BTreeMap<u32, String> {
    let mut shown = BTreeMap::new();
    for order in state.orders.iter() {
        let Some(id) = order.record.ref_ext().and_then(|it| it.strip_prefix("ps1-order-")) else { continue };
        let text = format!("{} {} {}", order.status, order.billed, order.totals.gross);
        shown.insert(id.parse().unwrap(), text);
    }
    shown
}

fn invoices(state: &ErpData) -> BTreeMap<String, String> {
    let of = |id: u32| {
        // Not their numbers: one that a person booked in place of ours stands for the shop's.
        let payments: Vec<String> = state.payments_of(id).map(|it| it.amount.to_string()).collect();
        payments.join(", ")
    };
    let invoices = state.invoices.iter();
    let shown = invoices.map(|it| {
        let payments = of(it.record.id);
        let text = format!("{} {} {} [{payments}]", it.status, it.paid, it.totals.gross);
        (it.record.ref_ext().unwrap_or_default().to_owned(), text)
    });
    shown.collect()
}

/// Both at once.
fn books(erp: &SandboxErp) -> (BTreeMap<u32, String>, BTreeMap<String, String>) {
    let state = erp.state();
    (shown(&state), invoices(&state))
}

/// A hundred things that people do, as far as Dolibarr lets them.
fn accidents(state: &mut ErpData, chance: &mut Chance) -> Vec<&'static str> {
    let mut done = Vec::new();
    for _ in 0..ACCIDENTS * 50 {
        if done.len() == ACCIDENTS {
            break;
        }
        let mut one_of = |ids: Vec<u32>| -> u32 {
            let at = chance.between(0, ids.len() as u64 - 1);
            ids[usize::try_from(at).unwrap()]
        };
        let order = one_of(state.orders.iter().map(|it| it.record.id).collect());
        let invoice = one_of(state.invoices.iter().map(|it| it.record.id).collect());
        let product = one_of(state.products.iter().map(|it| it.record.id).collect());
        let party = one_of(state.third_parties.iter().map(|it| it.record.id).collect());
        let other = one_of(state.third_parties.iter().map(|it| it.record.id).collect());
        let contact = one_of(state.contacts.iter().map(|it| it.record.id).collect());
        let category = one_of(state.categories.iter().map(|it| it.record.id).collect());
        let (name, result) = match chance.between(0, 16) {
            0 if state.orders.len() > 10 => ("order deleted", state.person_deletes_order(order)),
            1 => ("order to draft", state.person_sets_order_to_draft(order)),
            2 => ("order cancelled", state.person_cancels_order(order)),
            3 => ("order closed", state.person_closes_order(order)),
            4 => ("order reopened", state.person_reopens_order(order)),
            5 => ("order edited", state.person_edits_order(order, Decimal::from(7))),
            6 => ("invoice deleted", state.person_deletes_invoice(invoice)),
            7 => ("invoice to draft", state.person_sets_invoice_to_draft(invoice)),
            8 => ("invoice unpaid", state.person_reopens_invoice(invoice)),
            9 => ("invoice abandoned", state.person_abandons_invoice(invoice)),
            10 => ("invoice paid", state.person_pays_invoice(invoice)),
            11 => {
                let _ = state.person_reopens_invoice(invoice);
                ("payment deleted", state.person_deletes_payment(invoice))
            }
            12 => ("product deleted", state.person_deletes_product(product)),
            13 if category != 1 => ("category deleted", state.person_deletes_category(category)),
            14 => ("contact deleted", state.person_deletes_contact(contact)),
            15 => ("third party deleted", state.person_deletes_third_party(party)),
            16 if state.third_parties.len() > 8 => {
                ("third parties merged", state.person_merges_third_party(party, other))
            }
            _ => continue,
        };
        if result.is_ok() {
            done.push(name);
        }
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_accidents_are_told_or_healed() {
    for (seed, version) in [(1, ErpVersion::V20), (2, ErpVersion::V17), (3, ErpVersion::V20)] {
        let options =
            ShopOptions { seed, size: size(6, 40, 30, 80), oddities: false, ..ShopOptions::default() };
        let shop = SandboxShop::start(options).await.unwrap();
        let held: Vec<u32> = {
            let mut state = shop.state();
            let orders = state.ids("orders");
            let held: Vec<u32> = orders.into_iter().step_by(4).collect();
            held.iter().for_each(|order| hold_back(&mut state, *order));
            held
        };
        let erp = new_erp(version).await;
        let reached = Reached::reach(&shop, &erp).await;
        let library = reached.connect(&erp);
        library.sync_to_the_end().await;
        erp.forget_requests();
        library.sync().await.unwrap();
        assert_eq!(erp.requests().writes(), 0, "seed {seed}: in step before the accidents");
        let told = library.store.remarks(&tag()).await.unwrap();
        let told: Vec<_> = told.iter().filter(|(_, why, _)| is_changed_in_erp(why)).collect();
        assert!(told.is_empty(), "seed {seed}: nobody changed anything: {told:?}");

        let before = books(&erp);
        let done = accidents(&mut erp.state(), &mut Chance::new(seed));
        assert_eq!(done.len(), ACCIDENTS, "seed {seed}");
        let kinds: BTreeSet<&str> = done.iter().copied().collect();
        assert!(kinds.len() > 12, "seed {seed}: {kinds:?}");
        let after = books(&erp);

        library.sync_to_the_end().await;
        let found = books(&erp);
        assert_eq!(found, after, "seed {seed}: nothing of the books is fought over");
        assert!(erp.state().doubled_references().is_empty(), "seed {seed}: nothing is double");
        for (order, text) in &before.0 {
            let told = document(&library, &order_key(*order)).await;
            let changed = after.0.get(order) != Some(text);
            if changed {
                let why = told.explanation.as_ref().is_some_and(is_changed_in_erp);
                assert!(why, "seed {seed}: order {order} was {text}, is {:?}: {told:?}", after.0.get(order));
            }
        }
        for (invoice, text) in &before.1 {
            if after.1.get(invoice) == Some(text) {
                continue;
            }
            let order = order_of_invoice(&shop, invoice);
            let told = document(&library, &order_key(order)).await;
            let why = told.explanation.as_ref().is_some_and(is_changed_in_erp);
            assert!(why, "seed {seed}: {invoice} was {text}, is {:?}: {told:?}", after.1.get(invoice));
        }
        let stuck = [DocumentState::Failed, DocumentState::Parked, DocumentState::Retrying];
        let stuck = library.store.documents_in(&tag(), &stuck, 100).await.unwrap();
        assert!(stuck.is_empty(), "seed {seed}: {stuck:?}");

        erp.forget_requests();
        library.sync().await.unwrap();
        assert_eq!(erp.requests().writes(), 0, "seed {seed}: told again, and nothing is sent");

        // The next orders of the same customers with the same products.
        held.iter().for_each(|order| let_go(&mut shop.state(), *order));
        library.sync_to_the_end().await;
        for order in held {
            let it = document(&library, &order_key(order)).await;
            let fine = matches!(it.state, DocumentState::InStep);
            assert!(fine, "seed {seed}: the next order is in step: {it:?}");
        }
        let state = erp.state();
        assert!(state.doubled_references().is_empty(), "seed {seed}: nothing is double");
        for order in state.orders.iter() {
            let is_there = |product: &u32| state.products.get(*product).is_some();
            let lines = order.lines.iter().filter_map(|line| line.product);
            assert!(lines.clone().all(|it| is_there(&it)), "seed {seed}: no line has a product that is gone");
            assert!(state.third_parties.get(order.socid).is_some(), "seed {seed}");
        }
    }
}

/// The order of an invoice, credit note or payment by its external reference.
fn order_of_invoice(shop: &SandboxShop, reference: &str) -> u32 {
    let state = shop.state();
    let (kind, id) = reference.strip_prefix("ps1-").unwrap().split_once('-').unwrap();
    let id: u32 = id.parse().unwrap();
    let resource = if kind == "slip" { "order_slip" } else { "order_invoices" };
    u32::try_from(state.get(resource, id, "id_order").int()).unwrap()
}

async fn loaded(seed: u64) -> (SandboxShop, SandboxErp, Library) {
    let options = ShopOptions { seed, size: size(3, 8, 6, 14), oddities: false, ..ShopOptions::default() };
    let shop = SandboxShop::start(options).await.unwrap();
    let erp = new_erp(ErpVersion::V20).await;
    let library = Reached::reach(&shop, &erp).await.connect(&erp);
    (shop, erp, library)
}

/// An order of a customer that has another one, with a product.
fn next_order(state: &ShopData) -> u32 {
    let orders = state.ids("orders");
    let customer = |order: u32| state.get("orders", order, "id_customer").int();
    let is_second =
        |order: &u32| orders.iter().any(|other| other < order && customer(*other) == customer(*order));
    orders.iter().copied().find(is_second).unwrap()
}

#[tokio::test]
async fn the_next_order_of_a_merged_customer_goes_to_the_survivor() {
    let (shop, erp, library) = loaded(5).await;
    let order = next_order(&shop.state());
    hold_back(&mut shop.state(), order);
    library.sync_to_the_end().await;
    let customer = shop.state().get("orders", order, "id_customer").int();
    let survivor = {
        let mut state = erp.state();
        let gone = state.third_parties.by_ref_ext(&format!("ps1-customer-{customer}"))[0].record.id;
        let is_other = |it: &u32| *it != gone;
        let survivor = state.third_parties.iter().map(|it| it.record.id).find(is_other).unwrap();
        state.person_merges_third_party(gone, survivor).unwrap();
        survivor
    };
    let_go(&mut shop.state(), order);
    library.sync_to_the_end().await;
    let key = Key::new(&tag(), Kind::Customer, ShopId(u64::try_from(customer).unwrap()));
    let it = document(&library, &key).await;
    assert_eq!(it.explanation.map(|why| why.id).as_deref(), Some("customer-merged"));
    let parties = erp.state().third_parties.len();
    let socid = erp.state().orders.by_ref_ext(&format!("ps1-order-{order}"))[0].socid;
    assert_eq!(socid, survivor);
    erp.forget_requests();
    library.sync().await.unwrap();
    assert_eq!((erp.requests().writes(), erp.state().third_parties.len()), (0, parties));
}

#[tokio::test]
async fn an_order_with_a_deleted_product_waits_until_that_is_made_anew() {
    let (shop, erp, library) = loaded(6).await;
    // The only order of the product.
    let (order, product) = {
        let mut state = shop.state();
        let order = next_order(&state);
        let line = state.find("order_details", "id_order", i64::from(order))[0];
        let product = state.get("order_details", line, "product_id").int();
        let orders = state.ids("orders");
        for other in orders {
            let lines = state.find("order_details", "id_order", i64::from(other));
            if lines.iter().any(|it| state.get("order_details", *it, "product_id").int() == product) {
                hold_back(&mut state, other);
            }
        }
        (order, product)
    };
    library.sync_to_the_end().await;
    // Nothing is swept between: it is noticed by the order itself.
    let products: Vec<u32> = {
        let state = erp.state();
        let is_it = |it: &&passerelle_sandbox::erp::Product| {
            it.record.ref_ext() == Some(&format!("ps1-product-{product}"))
                || state.ties.iter().any(|tie| tie.child == it.record.id)
        };
        state.products.iter().filter(is_it).map(|it| it.record.id).collect()
    };
    for id in products {
        let _ = erp.state().person_deletes_product(id);
    }
    let_go(&mut shop.state(), order);
    library.sync_without_looking_over().await.unwrap();
    let it = document(&library, &order_key(order)).await;
    assert_eq!(it.state, DocumentState::InStep, "{it:?}");
    let state = erp.state();
    let brought = state.orders.by_ref_ext(&format!("ps1-order-{order}"))[0];
    for id in brought.lines.iter().filter_map(|line| line.product) {
        assert!(state.products.get(id).is_some(), "product {id}");
    }
    assert!(state.doubled_references().is_empty());
}

#[tokio::test]
async fn what_was_deleted_is_made_anew_on_a_persons_word_or_left() {
    let options = ShopOptions { seed: 7, size: size(2, 4, 3, 6), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let program = Program::connected(&pair).await;
    assert_eq!(program.run(&["sync"]).await.code, Some(0));
    let orders: Vec<(u32, u32)> = {
        let state = pair.erp.state();
        let of = |it: &passerelle_sandbox::erp::Document| {
            let id = it.record.ref_ext()?.strip_prefix("ps1-order-")?.parse().ok()?;
            Some((id, it.record.id))
        };
        state.orders.iter().filter_map(of).collect()
    };
    for (_, id) in &orders[..2] {
        pair.erp.state().person_deletes_order(*id).unwrap();
    }
    let name = |order: u32| format!("order/{order}");
    let ended = program.run(&["retry", &name(orders[0].0)]).await;
    assert!(ended.out.contains("Somebody deleted order"), "retry looks: {ended:?}");
    assert_eq!(ended.code, Some(1));
    let ended = program.run(&["sync", "--look"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let ended = program.run(&["status"]).await;
    assert!(ended.out.contains("2 of the quarantined were changed in Dolibarr by hand."), "{}", ended.out);
    let json = program.run(&["--json", "status"]).await.json();
    assert_eq!(json["changed_in_dolibarr"].as_array().map(Vec::len), Some(2));

    let ended = program.run(&["retry", &name(orders[0].0), "--anew"]).await;
    assert!(ended.err.contains("--anew --yes"), "asks first: {ended:?}");
    program.run(&["retry", &name(orders[0].0), "--anew", "--yes"]).await;
    program.run(&["retry", &name(orders[1].0), "--as-it-is", "--yes"]).await;
    assert_eq!(pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{}", orders[0].0)).len(), 1);
    assert!(pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{}", orders[1].0)).is_empty());
    let why = program.run(&["why", &name(orders[0].0)]).await;
    assert!(why.out.contains("made anew"), "{}", why.out);
    pair.erp.forget_requests();
    let ended = program.run(&["sync", "--look"]).await;
    assert_eq!((ended.code, pair.erp.requests().writes()), (Some(0), 0), "{ended:?}");

    // The word counts once.
    let id = pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{}", orders[0].0))[0].record.id;
    pair.erp.state().person_deletes_order(id).unwrap();
    let ended = program.run(&["sync", "--look"]).await;
    assert_eq!(ended.code, Some(1), "told again: {ended:?}");
    assert!(pair.erp.state().orders.by_ref_ext(&format!("ps1-order-{}", orders[0].0)).is_empty());
}

#[tokio::test]
async fn an_order_that_was_put_right_is_in_step_again() {
    let (_shop, erp, library) = loaded(8).await;
    library.sync_to_the_end().await;
    let (order, id) = {
        let state = erp.state();
        let order = state.orders.iter().find(|it| it.status == 1).unwrap();
        let order: (u32, u32) = (
            order.record.ref_ext().unwrap().strip_prefix("ps1-order-").unwrap().parse().unwrap(),
            order.record.id,
        );
        order
    };
    erp.state().person_sets_order_to_draft(id).unwrap();
    library.sync().await.unwrap();
    let it = document(&library, &order_key(order)).await;
    assert_eq!(it.state, DocumentState::Quarantined);
    assert_eq!(it.explanation.map(|why| why.id).as_deref(), Some("erp-changed-order-draft"));
    erp.state().person_validates_order(id).unwrap();
    erp.forget_requests();
    library.sync().await.unwrap();
    assert_eq!(erp.requests().writes(), 0);
    assert_eq!(document(&library, &order_key(order)).await.state, DocumentState::InStep);
}

#[tokio::test]
async fn a_dolibarr_that_lost_its_catalogue_is_not_believed() {
    let (_shop, erp, library) = loaded(9).await;
    library.sync_to_the_end().await;
    let before = erp.state().products.len();
    let ids: Vec<u32> = erp.state().products.iter().map(|it| it.record.id).collect();
    {
        let mut state = erp.state();
        let orders: Vec<u32> = state.orders.iter().map(|it| it.record.id).collect();
        orders.into_iter().for_each(|id| state.person_deletes_order(id).unwrap());
        let invoices: Vec<u32> = state.invoices.iter().map(|it| it.record.id).collect();
        let _ = invoices.into_iter().filter(|id| state.person_reopens_invoice(*id).is_err()).count();
        state.payments.clear();
        let mut invoices: Vec<u32> = state.invoices.iter().map(|it| it.record.id).collect();
        invoices.reverse();
        let _ = invoices.iter().filter(|id| state.person_deletes_invoice(**id).is_err()).count();
    }
    let gone = ids.iter().filter(|id| erp.state().person_deletes_product(**id).is_ok()).count();
    assert!(gone > 10 && gone > before / 2, "{gone} of {before}");
    let doubts = library.look_over().await.doubts;
    assert!(doubts.iter().any(|why| why.id == "erp-list-shrunk"), "{doubts:?}");
    assert_eq!(erp.state().products.len(), before - gone, "nothing is made anew");
}
