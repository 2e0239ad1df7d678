//! Customers from the sandbox shop to the sandbox Dolibarr: candidates, guests, groups, erased ones, changed addresses.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::{Program, tag};
use insta::assert_snapshot;
use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_core::plan::{CategoryWrite, Operation, ThirdPartyWrite};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp as _, Outcome};
use passerelle_engine::ports::store::Store as _;
use passerelle_sandbox::shop::KeyRights;
use passerelle_sandbox::{ErpVersion, ShopOptions};
use secrecy::SecretString;

/// What a key may read that was made before groups were brought over.
const NEEDED: [&str; 28] = [
    "addresses",
    "carriers",
    "categories",
    "combinations",
    "configurations",
    "countries",
    "images",
    "currencies",
    "customers",
    "languages",
    "messages",
    "order_carriers",
    "order_cart_rules",
    "order_details",
    "order_histories",
    "order_invoices",
    "order_payments",
    "order_slip",
    "order_states",
    "orders",
    "product_option_values",
    "product_options",
    "products",
    "shops",
    "states",
    "tax_rule_groups",
    "tax_rules",
    "taxes",
];

async fn pair() -> Pair {
    let options =
        ShopOptions { seed: 11, size: size(3, 8, 6, 16), oddities: false, ..ShopOptions::default() };
    Pair::of(options, ErpVersion::V20).await
}

/// What a person does by hand in Dolibarr; gives back the number.
async fn by_hand(pair: &Pair, operation: Operation) -> u64 {
    let options = DolibarrOptions::new(pair.erp.url(), SecretString::from(pair.erp.key()));
    match Dolibarr::new(options).unwrap().execute(&operation, &[]).await {
        Outcome::Done { created: Some(id), .. } => id.0,
        other => panic!("{other:?}"),
    }
}

async fn third_party(pair: &Pair, name: &str, email: &str) -> u64 {
    let write = ThirdPartyWrite {
        name: Some(name.to_owned()),
        email: Some(email.to_owned()),
        is_customer: Some(true),
        ..ThirdPartyWrite::default()
    };
    by_hand(pair, Operation::ThirdPartyCreate(write)).await
}

/// A run, then one more that sends nothing.
async fn load(pair: &Pair, program: &Program) {
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    pair.erp.forget_requests();
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(pair.erp.requests().writes(), 0);
}

/// On which third party a customer is.
async fn on(program: &Program, customer: u32) -> Option<u64> {
    let key = Key::new(&tag(), Kind::Customer, ShopId(customer.into()));
    let links = program.store().await.links(std::slice::from_ref(&key)).await.unwrap();
    links.get(&key).map(|link| link.erp_id.0)
}

/// A customer who has an account and has ordered, and the order.
fn buyer(pair: &Pair) -> (u32, u32) {
    let state = pair.shop.state();
    let order = *state.ids("orders").first().unwrap();
    let customer = state.get("orders", order, "id_customer").int();
    (u32::try_from(customer).unwrap(), order)
}

#[tokio::test]
async fn an_ambiguous_customer_is_decided_once() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (customer, order) = buyer(&pair);
    let email = pair.shop.state().get("customers", customer, "email").text();
    let first = third_party(&pair, "First", &email).await;
    let second = third_party(&pair, "Second", &email).await;
    let key = format!("customer/{customer}");
    let decide = |args: &[&str]| {
        let args: Vec<String> =
            ["decide", key.as_str()].iter().chain(args).map(|it| (*it).to_owned()).collect();
        args
    };
    let unseen = program.run(&["decide", &key, "--new"]).await;
    assert!(unseen.code == Some(2) && unseen.err.contains("Nothing is asked"), "{unseen:?}");
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for language in ["en", "fr"] {
        let why = program.run(&["--lang", language, "why", &key]).await;
        assert_snapshot!(format!("ambiguous_{language}"), why.out);
    }
    let others = on(&program, buyer_but(&pair, customer)).await.unwrap().to_string();
    pair.erp.forget_requests();
    let mut said = String::new();
    for args in [
        vec!["decide", "order/1", "--new"],
        vec!["decide", "customer/x", "--new"],
        vec!["decide", "customer/98765", "--new"],
        vec!["decide", &key, "--third-party", "98765"],
        vec!["decide", &key, "--third-party", &others],
    ] {
        for language in ["en", "fr"] {
            let ended = program.run(&[&["--lang", language], &args[..]].concat()).await;
            assert_eq!(ended.code, Some(2), "{args:?} {ended:?}");
            said.push_str(&ended.err);
        }
    }
    assert_snapshot!("refused", said);
    assert_eq!(pair.erp.requests().writes(), 0, "bad input writes nothing");

    let args = decide(&["--third-party", &second.to_string()]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ended = program.run(&args).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(on(&program, customer).await, Some(second));
    // The order that had failed for its customer came along.
    let reference = format!("ps1-order-{order}");
    assert_eq!(u64::from(pair.erp.state().orders.by_ref_ext(&reference)[0].socid), second);
    load(&pair, &program).await;
    let why = program.run(&["why", &key]).await.out;
    assert!(why.contains("adopted by a person's decision"), "{why}");
    let again = program.run(&["decide", &key, "--third-party", &first.to_string()]).await;
    assert!(again.code == Some(2) && again.err.contains("already"), "{again:?}");
    assert_eq!(pair.erp.state().third_parties.get(first as u32).unwrap().record.ref_ext(), None);
}

/// Another customer than that one.
fn buyer_but(pair: &Pair, customer: u32) -> u32 {
    pair.shop.state().ids("customers").into_iter().find(|id| *id != customer).unwrap()
}

#[tokio::test]
async fn a_customer_can_be_decided_to_be_none_of_them() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (customer, _) = buyer(&pair);
    let email = pair.shop.state().get("customers", customer, "email").text();
    let made = [third_party(&pair, "First", &email).await, third_party(&pair, "Second", &email).await];
    assert_eq!(program.run(&["sync"]).await.code, Some(1));
    let ended = program.run(&["decide", &format!("customer/{customer}"), "--new"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!made.contains(&on(&program, customer).await.unwrap()));
    load(&pair, &program).await;
}

#[tokio::test]
async fn guests_share_a_third_party_and_keep_their_addresses() {
    let pair = pair().await;
    let guests: Vec<u32> = {
        let mut state = pair.shop.state();
        let guests: Vec<u32> = state.ids("customers").into_iter().take(3).collect();
        for id in &guests {
            state.set("customers", *id, "is_guest", 1);
            for address in state.find("addresses", "id_customer", i64::from(*id)) {
                state.set("addresses", address, "id_country", 8);
            }
        }
        guests
    };
    let program = Program::connected(&pair).await;
    program.edit("guests = \"each\"", "guests = \"per_country\"");
    program.edit("guests_label = \"Invités\"", "guests_label = \"Guests\"");
    let planned = program.run(&["plan", "--json"]).await;
    assert_eq!(planned.code, Some(0), "{planned:?}");
    let last: serde_json::Value = serde_json::from_str(planned.out.trim().lines().last().unwrap()).unwrap();
    load(&pair, &program).await;
    let shared = on(&program, guests[0]).await.unwrap();
    for guest in &guests {
        assert_eq!(on(&program, *guest).await, Some(shared));
    }
    let state = pair.erp.state();
    let third_parties = state.third_parties.iter().count();
    assert_eq!(last["operations"]["third-party-create"].as_u64(), Some(third_parties as u64));
    let record = &state.third_parties.get(shared as u32).unwrap().record;
    assert_eq!((record.text("name"), record.ref_ext()), ("Guests FR", Some("ps1-guests-fr")));
    let mut shop = pair.shop.state();
    for guest in guests {
        for address in shop.find("addresses", "id_customer", i64::from(guest)) {
            let contact = state.contacts.by_ref_ext(&format!("ps1-address-{address}"))[0];
            assert_eq!(contact.socid, Some(shared as u32));
        }
    }
}

#[tokio::test]
async fn groups_are_followed() {
    let pair = pair().await;
    let made = by_hand(
        &pair,
        Operation::CustomerCategoryCreate(CategoryWrite {
            label: Some("By hand".to_owned()),
            ..CategoryWrite::default()
        }),
    )
    .await;
    let (customer, _) = buyer(&pair);
    pair.shop.state().link("customers", customer, "groups", &[3, 4]);
    let program = Program::connected(&pair).await;
    program.edit("groups = false", "groups = true");
    load(&pair, &program).await;
    let id = on(&program, customer).await.unwrap();
    let by_hand_too = Operation::CustomerCategoryLink {
        category: passerelle_core::plan::Target::Id(passerelle_core::key::ErpId(made)),
        third_party: passerelle_core::plan::Target::Id(passerelle_core::key::ErpId(id)),
    };
    let options = DolibarrOptions::new(pair.erp.url(), SecretString::from(pair.erp.key()));
    Dolibarr::new(options).unwrap().execute(&by_hand_too, &[]).await;
    let inside = || -> Vec<String> {
        let state = pair.erp.state();
        let mut names: Vec<String> = state
            .categories
            .iter()
            .filter(|it| it.kind == "customer" && it.objects.contains(&(id as u32)))
            .map(|it| it.record.ref_ext().unwrap_or("by hand").to_owned())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(inside(), ["by hand", "ps1-group-3", "ps1-group-4"]);
    {
        let mut state = pair.shop.state();
        state.link("customers", customer, "groups", &[3]);
        state.now += 1;
        state.touch("customers", customer);
    }
    load(&pair, &program).await;
    assert_eq!(inside(), ["by hand", "ps1-group-3"]);
}

#[tokio::test]
async fn groups_need_their_right_only_when_they_are_asked_for() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let key = pair.shop.key();
    let rights = KeyRights::read(&NEEDED);
    pair.shop.state().keys.insert(key, rights);
    assert_eq!(program.run(&["sync", "categories"]).await.code, Some(0));
    program.edit("groups = false", "groups = true");
    let ended = program.run(&["sync", "categories"]).await;
    assert!(ended.code == Some(3) && ended.err.contains("groups (GET)"), "{ended:?}");
}

#[tokio::test]
async fn orders_of_the_anonymous_account_are_not_lost() {
    let pair = pair().await;
    let (customer, order) = buyer(&pair);
    let ghost = {
        let mut state = pair.shop.state();
        let ghost = state.copy("customers", customer).unwrap();
        state.set("customers", ghost, "email", "anonymous@psgdpr.com");
        ghost
    };
    let program = Program::connected(&pair).await;
    load(&pair, &program).await;
    assert_eq!(on(&program, ghost).await, None);
    assert!(pair.erp.state().third_parties.by_ref_ext("ps1-anonymous").is_empty());
    let place = |order: u32| place_of(&pair.erp.state(), order);
    let before = place(order);
    // The GDPR module moves the orders of a customer to its account: one that is in Dolibarr, and one that is not yet.
    let late = {
        let mut state = pair.shop.state();
        state.now += 10;
        let late = state.copy("orders", order).unwrap();
        state.set("orders", late, "reference", "ANONYMOUS");
        state.set("orders", late, "invoice_number", 0);
        for detail in state.find("order_details", "id_order", i64::from(order)) {
            let copy = state.copy("order_details", detail).unwrap();
            state.set("order_details", copy, "id_order", late);
            state.set("order_details", copy, "id_order_invoice", 0);
        }
        for rule in state.find("order_cart_rules", "id_order", i64::from(order)) {
            let copy = state.copy("order_cart_rules", rule).unwrap();
            state.set("order_cart_rules", copy, "id_order", late);
        }
        for id in [order, late] {
            state.set("orders", id, "id_customer", i64::from(ghost));
            state.touch("orders", id);
        }
        late
    };
    load(&pair, &program).await;
    assert_eq!(place(order), before, "what is in Dolibarr stays on its third party");
    {
        let state = pair.erp.state();
        let anonymous = state.third_parties.by_ref_ext("ps1-anonymous")[0].record.clone();
        assert_eq!(anonymous.text("name"), "Clients anonymisés");
        assert_eq!(place_of(&state, late), u64::from(anonymous.id));
    }
    let why = program.run(&["why", &format!("order/{late}")]).await.out;
    assert!(why.contains("its customer was erased in the shop"), "{why}");
}

fn place_of(state: &passerelle_sandbox::erp::ErpData, order: u32) -> u64 {
    u64::from(state.orders.by_ref_ext(&format!("ps1-order-{order}"))[0].socid)
}

#[tokio::test]
async fn an_address_changed_in_place_leaves_the_documents_alone() {
    let pair = pair().await;
    let (_, order) = buyer(&pair);
    let program = Program::connected(&pair).await;
    load(&pair, &program).await;
    let reference = format!("ps1-order-{order}");
    let (address, before) = {
        let shop = pair.shop.state();
        let address = shop.get("orders", order, "id_address_invoice").int();
        (u32::try_from(address).unwrap(), pair.erp.state().orders.by_ref_ext(&reference)[0].contacts.clone())
    };
    let contact = |reference: &str| {
        let state = pair.erp.state();
        let found = state.contacts.by_ref_ext(reference);
        assert_eq!(found.len(), 1, "{reference}");
        (found[0].record.id, found[0].record.text("address").to_owned())
    };
    let old = contact(&format!("ps1-address-{address}"));
    assert!(pair.shop.state().save("addresses", address, "address1", "1 rue Nouvelle"));
    load(&pair, &program).await;
    assert_eq!(contact(&format!("ps1-address-{address}")), old, "the old contact stays");
    assert_eq!(pair.erp.state().orders.by_ref_ext(&reference)[0].contacts, before);
    let key = Key::new(&tag(), Kind::Address, ShopId(address.into()));
    let link = program.store().await.links(std::slice::from_ref(&key)).await.unwrap()[&key].erp_id.0;
    assert_ne!(link, u64::from(old.0));
    let new = pair.erp.state().contacts.get(link as u32).unwrap().record.clone();
    assert!(new.text("address").contains("1 rue Nouvelle"));
    // Back again: the first contact is the address's once more, and nothing is made.
    let count = pair.erp.state().contacts.len();
    let line1 = old.1.lines().last().unwrap().to_owned();
    assert!(pair.shop.state().save("addresses", address, "address1", line1.as_str()));
    load(&pair, &program).await;
    assert_eq!(pair.erp.state().contacts.len(), count);
    let link = program.store().await.links(std::slice::from_ref(&key)).await.unwrap()[&key].erp_id.0;
    assert_eq!(link, u64::from(old.0));
}

#[tokio::test]
async fn a_vat_number_typed_into_an_address_reaches_the_third_party() {
    let pair = pair().await;
    let (customer, order) = buyer(&pair);
    let program = Program::connected(&pair).await;
    load(&pair, &program).await;
    let address = pair.shop.state().get("orders", order, "id_address_invoice").int();
    let billing: Vec<i64> = {
        let mut state = pair.shop.state();
        let orders = state.find("orders", "id_customer", i64::from(customer));
        orders.into_iter().map(|id| state.get("orders", id, "id_address_invoice").int()).collect()
    };
    let last = u32::try_from(*billing.last().unwrap_or(&address)).unwrap();
    // The customer's own row does not change.
    assert!(pair.shop.state().save("addresses", last, "vat_number", "fr 40 303 265 045"));
    load(&pair, &program).await;
    let id = on(&program, customer).await.unwrap();
    let state = pair.erp.state();
    assert_eq!(state.third_parties.get(id as u32).unwrap().record.text("tva_intra"), "FR40303265045");
}

#[tokio::test]
async fn init_writes_every_setting_of_customers() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let text = std::fs::read_to_string(program.config()).unwrap();
    for setting in [
        "upper_case_names",
        "language",
        "upper_case_companies",
        "name_format",
        "match",
        "guests",
        "guests_label",
        "anonymous_label",
        "groups",
    ] {
        assert!(text.lines().any(|line| line.starts_with(&format!("{setting} = "))), "{setting}");
    }
    program.edit("name_format = \"last_first\"", "name_format = \"first\"");
    let ended = program.run(&["status"]).await;
    assert!(ended.code == Some(2) && ended.err.contains("first_last"), "{ended:?}");
}
