//! What a person is told when something is wrong, word for word, and with which exit code; of records, that only those
//! concerned stay behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::{Ended, Program, masked};
use common::stub::{Stub, closed_port};
use insta::assert_snapshot;
use passerelle_sandbox::erp::ErpRights;
use passerelle_sandbox::shop::{Broken, Cell, KeyRights, ShopData};

/// What a Dolibarr user may read.
const ALL_BUT_ORDERS: [&str; 9] = [
    "bankaccounts",
    "categories",
    "contacts",
    "invoices",
    "multicurrencies",
    "products",
    "setup",
    "thirdparties",
    "warehouses",
];

async fn pair() -> Pair {
    Pair::start(3, size(2, 4, 3, 5)).await
}

fn shown(program: &Program, ended: &Ended) -> String {
    ended.shown(program.folder())
}

/// `init` with one address or key replaced.
async fn init(change: impl FnOnce(&mut [String; 4])) -> String {
    let pair = pair().await;
    let program = Program::new();
    let mut given = [pair.shop.url(), pair.shop.key(), pair.erp.url(), pair.erp.key()];
    change(&mut given);
    let [shop, shop_key, erp, erp_key] = &given;
    let ended = program.init(shop, shop_key, erp, erp_key).await;
    assert!(!program.config().exists() || ended.code == Some(1), "written although it cannot work");
    shown(&program, &ended)
}

/// `sync` of a good connection on which something was changed since.
async fn sync_after(change: impl FnOnce(&Pair)) -> String {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    change(&pair);
    pair.erp.forget_requests();
    let ended = program.run(&["sync"]).await;
    assert_eq!(pair.erp.requests().writes(), 0);
    shown(&program, &ended)
}

/// Exit code and last words of a run, without its progress.
fn last_words(ended: &Ended) -> String {
    let words = ended.err.find("Error:").map_or("", |at| &ended.err[at..]);
    masked(&format!("exit code: {:?}\n{words}", ended.code))
}

/// The status after a sync of a shop with a bad record; everything else is in step. A sync that follows sends nothing.
async fn status_with(change: impl FnOnce(&mut ShopData)) -> String {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    change(&mut pair.shop.state());
    status_of(&pair, &program).await
}

async fn status_of(pair: &Pair, program: &Program) -> String {
    status_trying(pair, program, 0).await
}

/// What Dolibarr itself refuses is tried again by each sync: so many writes.
async fn status_trying(pair: &Pair, program: &Program, writes: u64) -> String {
    let first = program.run(&["sync"]).await;
    pair.erp.forget_requests();
    let again = program.run(&["sync"]).await;
    assert_eq!(pair.erp.requests().writes(), writes, "{again:?}");
    assert_eq!(first.code, again.code);
    let status = program.run(&["status"]).await;
    assert_eq!(first.code, status.code, "{status:?}");
    shown(program, &status)
}

/// A product that is in no order, so that nothing depends on it.
fn new_product(state: &mut ShopData, reference: &str) -> u32 {
    let first = state.ids("products")[0];
    let id = state.copy("products", first).unwrap();
    for (field, text) in [("reference", reference), ("ean13", ""), ("upc", ""), ("isbn", "")] {
        state.set("products", id, field, text);
    }
    id
}

#[tokio::test]
async fn wrong_shop_key() {
    assert_snapshot!(init(|it| it[1] = "X".repeat(32)).await);
}

#[tokio::test]
async fn malformed_shop_key() {
    assert_snapshot!(init(|it| it[1] = "short".to_owned()).await);
}

#[tokio::test]
async fn wrong_erp_key() {
    assert_snapshot!(init(|it| it[3] = "nobody".to_owned()).await);
}

#[tokio::test]
async fn shop_right_missing() {
    let shown = sync_after(|pair| {
        let all = [
            "addresses",
            "carriers",
            "cart_rules",
            "categories",
            "combinations",
            "configurations",
            "countries",
            "currencies",
            "customers",
            "customer_messages",
            "customer_threads",
            "groups",
            "images",
            "languages",
            "messages",
            "order_carriers",
            "order_cart_rules",
            "order_details",
            "order_histories",
            "order_invoices",
            "order_slip",
            "order_states",
            "orders",
            "product_feature_values",
            "product_features",
            "product_option_values",
            "product_options",
            "products",
            "shops",
            "shop_urls",
            "specific_prices",
            "states",
            "stock_availables",
            "tax_rule_groups",
            "tax_rules",
            "taxes",
        ];
        let key = pair.shop.key();
        pair.shop.state().keys.insert(key, KeyRights::read(&all));
    })
    .await;
    assert_snapshot!(shown);
}

#[tokio::test]
async fn erp_right_missing() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let key = pair.erp.key();
    let rights = ErpRights { write: None, ..ErpRights::reader(&ALL_BUT_ORDERS) };
    pair.erp.state().keys.insert(key, rights);
    let doctor = program.run(&["doctor"]).await;
    assert_snapshot!("erp_right_missing_doctor", shown(&program, &doctor));
    assert_snapshot!(last_words(&program.run(&["sync"]).await));
}

#[tokio::test]
async fn erp_right_to_write_missing() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let key = pair.erp.key();
    pair.erp.state().keys.insert(key, ErpRights::reader(&[&ALL_BUT_ORDERS[..], &["orders"]].concat()));
    let sync = program.run(&["sync"]).await;
    let status = program.run(&["status"]).await;
    assert_eq!(sync.code, status.code);
    assert_snapshot!(shown(&program, &status));
}

#[tokio::test]
async fn shop_address_of_an_html_page() {
    let page =
        Stub::start("HTTP/1.1 200 OK\nContent-Type: text/html", "<html><h1>It works!</h1></html>").await;
    assert_snapshot!(init(|it| it[0] = page.url.clone()).await);
}

#[tokio::test]
async fn erp_address_of_an_html_page() {
    let page =
        Stub::start("HTTP/1.1 200 OK\nContent-Type: text/html", "<html><h1>It works!</h1></html>").await;
    assert_snapshot!(init(|it| it[2] = page.url.clone()).await);
}

#[tokio::test]
async fn shop_address_that_redirects() {
    let stub = Stub::start("HTTP/1.1 301 Moved Permanently\nLocation: https://www.shop.example/", "").await;
    assert_snapshot!(init(|it| it[0] = stub.url.clone()).await);
}

#[tokio::test]
async fn erp_address_that_redirects() {
    let stub = Stub::start("HTTP/1.1 302 Found\nLocation: https://erp.example/dolibarr/", "").await;
    assert_snapshot!(init(|it| it[2] = stub.url.clone()).await);
}

#[tokio::test]
async fn shop_port_closed() {
    let url = closed_port().await;
    assert_snapshot!(init(|it| it[0] = url).await);
}

#[tokio::test]
async fn erp_port_closed() {
    let url = closed_port().await;
    assert_snapshot!(init(|it| it[2] = url).await);
}

#[tokio::test]
async fn shop_without_tls() {
    assert_snapshot!(init(|it| it[0] = it[0].replace("http:", "https:")).await);
}

#[tokio::test]
async fn erp_without_tls() {
    assert_snapshot!(init(|it| it[2] = it[2].replace("http:", "https:")).await);
}

#[tokio::test]
async fn address_that_is_none() {
    assert_snapshot!(init(|it| it[0] = "shop dot example".to_owned()).await);
}

#[tokio::test]
async fn shop_server_in_maintenance() {
    let stub =
        Stub::start("HTTP/1.1 503 Service Unavailable\nContent-Type: text/html", "<h1>Maintenance</h1>")
            .await;
    assert_snapshot!(init(|it| it[0] = stub.url.clone()).await);
}

#[tokio::test]
async fn shop_closed_to_customers_is_read_all_the_same() {
    assert_snapshot!(status_with(|state| state.maintenance = true).await);
}

#[tokio::test]
async fn erp_module_off() {
    assert_snapshot!(
        sync_after(|pair| {
            pair.erp.state().modules.remove("facture");
        })
        .await
    );
}

#[tokio::test]
async fn no_open_warehouse() {
    let pair = pair().await;
    pair.erp.state().warehouses.get_mut(&1).unwrap().open = false;
    let program = Program::new();
    let ended = program.init(&pair.shop.url(), &pair.shop.key(), &pair.erp.url(), &pair.erp.key()).await;
    assert!(!program.config().exists());
    assert_snapshot!(shown(&program, &ended));
}

#[tokio::test]
async fn product_whose_vat_rate_cannot_be_found() {
    assert_snapshot!(
        status_with(|state| {
            let id = new_product(state, "NOVAT");
            state.set("products", id, "id_tax_rules_group", 99);
        })
        .await
    );
}

#[tokio::test]
async fn unmapped_payment_method() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let text = std::fs::read_to_string(program.config()).unwrap();
    let star = text.find("[payments.\"*\"]").unwrap();
    let end = text[star + 1..].find("\n[").map_or(text.len(), |at| star + 1 + at);
    std::fs::write(program.config(), format!("{}{}", &text[..star], &text[end..])).unwrap();
    {
        let mut state = pair.shop.state();
        let first = state.ids("order_payments")[0];
        state.set("order_payments", first, "payment_method", "Pièces d'or");
    }
    let doctor = program.run(&["doctor"]).await;
    assert_snapshot!("unmapped_payment_method_doctor", shown(&program, &doctor));
    assert_snapshot!(status_of(&pair, &program).await);
}

#[tokio::test]
async fn emoji_in_a_name() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    {
        let mut state = pair.shop.state();
        let id = new_product(&mut state, "EMOJI");
        state.set("products", id, "name", Cell::lang("Mug 😀", "Tasse 😀"));
    }
    assert_snapshot!(status_of(&pair, &program).await);
}

#[tokio::test]
async fn product_without_reference() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let id = new_product(&mut pair.shop.state(), "");
    assert_snapshot!(status_of(&pair, &program).await);
    let reference = format!("ps1-{id}");
    assert!(pair.erp.state().products.by_ref(&reference).is_some());
}

#[tokio::test]
async fn two_products_with_one_reference() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let (first, second) = {
        let mut state = pair.shop.state();
        (new_product(&mut state, "TWIN"), new_product(&mut state, "TWIN"))
    };
    assert_snapshot!(status_of(&pair, &program).await);
    let state = pair.erp.state();
    let of = |reference: &str| {
        state.products.by_ref(reference).and_then(|it| it.record.ref_ext().map(str::to_owned))
    };
    assert_eq!(of("TWIN"), Some(format!("ps1-product-{first}")));
    assert_eq!(of(&format!("ps1-{second}")), Some(format!("ps1-product-{second}")));
}

#[tokio::test]
async fn order_without_customer() {
    assert_snapshot!(
        status_with(|state| {
            let first = state.ids("orders")[0];
            state.set("orders", first, "id_customer", 0);
        })
        .await
    );
}

#[tokio::test]
async fn customer_without_e_mail() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let id = {
        let mut state = pair.shop.state();
        let first = *state.ids("customers").last().unwrap();
        state.set("customers", first, "email", "");
        first
    };
    assert_snapshot!(status_of(&pair, &program).await);
    assert_eq!(pair.erp.state().third_parties.by_ref_ext(&format!("ps1-customer-{id}")).len(), 1);
}

#[tokio::test]
async fn unreadable_record_in_the_middle_of_a_page() {
    for broken in [Broken::Warning, Broken::InvalidUtf8, Broken::EmptyPage, Broken::Fatal] {
        let shown = status_with(|state| {
            let bad = new_product(state, "BROKEN");
            new_product(state, "BEHIND");
            state.break_row("products", bad, Some(broken));
        })
        .await;
        assert_snapshot!(format!("unreadable_record_{broken:?}").to_lowercase(), shown);
    }
}

#[tokio::test]
async fn unknown_key_in_the_configuration() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    program.edit("longest_call_seconds", "longest_cal_seconds");
    let ended = program.run(&["sync"]).await;
    assert_snapshot!(shown(&program, &ended));
}

#[tokio::test]
async fn missing_key() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    std::fs::remove_file(program.config().with_extension("env")).unwrap();
    let ended = program.run(&["sync"]).await;
    assert_snapshot!(shown(&program, &ended));
}

#[tokio::test]
async fn configuration_missing() {
    let program = Program::new();
    let ended = program.run(&["sync"]).await;
    assert_snapshot!(shown(&program, &ended));
}

#[tokio::test]
async fn configuration_there_already() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let ended = program.init(&pair.shop.url(), &pair.shop.key(), &pair.erp.url(), &pair.erp.key()).await;
    assert_snapshot!(shown(&program, &ended));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn second_process_on_the_same_state() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    // The first one stands still in the middle of its load.
    pair.erp.halt_at(30, passerelle_sandbox::Moment::Arrived);
    let mut first = program.start(&["sync"]);
    pair.erp.halted().await;
    let second = program.run(&["sync"]).await;
    assert_snapshot!(shown(&program, &second));
    pair.erp.go_on();
    assert_eq!(first.wait().await.unwrap().code(), Some(0));
}
