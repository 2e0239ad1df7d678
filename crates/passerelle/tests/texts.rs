//! Texts that strangers type: they are text in Dolibarr, never markup that runs, and read back they are what was sent.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::pair::{Pair, size};
use common::program::Program;
use passerelle_sandbox::erp::Record;
use passerelle_sandbox::shop::Cell;
use passerelle_sandbox::{ErpVersion, ShopOptions};

/// Passes PrestaShop's own check, which knows no entities.
const TYPED: &str = "&lt;img src=x &#111;nerror=alert(1)&gt;\nsecond line & more";
const SHOWN: &str = "&lt;img src=x onerror=alert(1)&gt;<br>\nsecond line &amp; more";

fn field(record: &Record, name: &str) -> String {
    record.text(name).to_owned()
}

async fn pair(version: ErpVersion) -> Pair {
    let options =
        ShopOptions { seed: 11, size: size(3, 8, 6, 12), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, version).await;
    let mut state = pair.shop.state();
    for product in state.ids("products") {
        state.set("products", product, "active", true);
    }
    drop(state);
    pair
}

/// Types texts everywhere in the shop; gives back an order with a message.
fn vandalise(pair: &Pair) -> u32 {
    let mut state = pair.shop.state();
    let message = *state.ids("messages").first().unwrap();
    state.set("messages", message, "message", TYPED);
    let order = u32::try_from(state.get("messages", message, "id_order").int()).unwrap();
    state.set("orders", order, "gift_message", TYPED);
    for line in state.ids("order_details") {
        state.set("order_details", line, "product_name", "Lamp &lt;script&gt;alert(1)&lt;/script&gt; 24\"");
    }
    for address in state.ids("addresses") {
        state.set("addresses", address, "company", "x\" onmouseover=\"alert(1) & <b>sons</b>");
        state.set("addresses", address, "address1", "1 &lt;svg onload=alert(1)&gt; street");
        state.set("addresses", address, "city", "<i>Paris</i>");
    }
    for customer in state.ids("customers") {
        state.set("customers", customer, "lastname", "O'Neil \"<u>");
        state.set("customers", customer, "note", "<script>alert(1)</script> R&amp;D");
    }
    for product in state.ids("products") {
        state.set(
            "products",
            product,
            "description",
            Cell::lang("<p onclick=x>A <b>lamp</b></p><script>x</script>", "y"),
        );
    }
    order
}

async fn loaded(version: ErpVersion) {
    let pair = pair(version).await;
    let program = Program::connected(&pair).await;
    let order = vandalise(&pair);
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // 23 takes handlers of events out, wherever they stand.
    let shown = if version == ErpVersion::V23 { SHOWN.replace("onerror=", "") } else { SHOWN.to_owned() };
    {
        let erp = pair.erp.state();
        let stored = erp
            .orders
            .iter()
            .find(|it| field(&it.record, "ref_ext") == format!("ps1-order-{order}"))
            .unwrap();
        assert_eq!(field(&stored.record, "note_public"), shown);
        assert!(
            field(&stored.record, "note_private").ends_with(&shown),
            "{}",
            field(&stored.record, "note_private")
        );
        for document in erp.orders.iter().chain(erp.invoices.iter()) {
            for line in &document.lines {
                let text = field(&line.record, "desc");
                assert!(!text.contains("<s") && !text.contains("<i"), "{text}");
            }
        }
        let names = ["name", "address", "town", "lastname", "firstname", "zip"];
        let records =
            erp.third_parties.iter().map(|it| &it.record).chain(erp.contacts.iter().map(|it| &it.record));
        for record in records {
            for name in names {
                let text = field(record, name);
                assert!(!text.contains(['<', '>', '"']), "{name}: {text}");
            }
            assert!(!field(record, "note_private").contains("<script"));
        }
        for product in erp.products.iter() {
            let text = field(&product.record, "description");
            assert!(!text.contains("onclick") && !text.contains("script"), "{text}");
        }
    }
    // Without its memory it compares everything that it reads with what it wants.
    std::fs::remove_file(program.folder().join("passerelle.db")).unwrap();
    pair.erp.forget_requests();
    let ended = program.run(&["sync"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let requests = pair.erp.requests();
    let changed: Vec<_> = requests.last().filter(|it| it.method == "PUT").collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[tokio::test]
async fn script_that_a_stranger_types_is_text_in_17() {
    loaded(ErpVersion::V17).await;
}

#[tokio::test]
async fn script_that_a_stranger_types_is_text_in_20() {
    loaded(ErpVersion::V20).await;
}

#[tokio::test]
async fn script_that_a_stranger_types_is_text_in_23_and_nothing_is_escaped_twice() {
    loaded(ErpVersion::V23).await;
}

#[tokio::test]
async fn an_order_goes_on_whatever_letters_are_in_it() {
    for version in [ErpVersion::V17, ErpVersion::V20] {
        let pair = pair(version).await;
        let program = Program::connected(&pair).await;
        {
            let mut state = pair.shop.state();
            for order in state.ids("orders") {
                state.set("orders", order, "gift_message", "Bon anniversaire 🎂!");
            }
        }
        let ended = program.run(&["sync"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(
            pair.erp.state().orders.iter().all(|it| it.record.text("note_public") == "Bon anniversaire □!")
        );
        let status = program.run(&["status"]).await;
        assert!(status.out.contains("□ stands in their place"), "{}", status.out);
        pair.erp.forget_requests();
        let ended = program.run(&["sync"]).await;
        assert_eq!((ended.code, pair.erp.requests().writes()), (Some(0), 0));
    }
}
