//! What only Dolibarr 23 does: products off sale hold orders up, texts are cleaned, contacts that are linked are refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use common::held::{assert_nothing_half_made, assert_nothing_twice, refused, states};
use common::pair::{Pair, size};
use common::program::Program;
use common::projection::{assert_equal, projection};
use passerelle_sandbox::erp::Product;
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, Moment, ShopOptions, ShopVersion};

/// A shop of which every product that was ever ordered is off sale today.
async fn all_off_sale(seed: u64) -> Pair {
    let shop =
        ShopOptions { seed, size: size(4, 20, 10, 14), version: ShopVersion::V9, ..ShopOptions::default() };
    let pair = Pair::of(shop, ErpVersion::V23).await;
    {
        let mut shop = pair.shop.state();
        let products: Vec<u32> = shop.ids("products");
        for id in products {
            shop.set("products", id, "active", false);
        }
    }
    pair
}

/// Orders that were left drafts, and products that are on sale.
fn left(pair: &Pair) -> (usize, usize) {
    let data = pair.erp.state();
    let drafts = data.orders.iter().filter(|order| order.status == 0).count();
    let ours = |it: &&Product| it.record.ref_ext().is_some_and(|it| it.contains("-product-"));
    (drafts, data.products.iter().filter(ours).filter(|it| it.status).count())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_of_products_off_sale_are_validated_and_the_products_stay_off_sale() {
    let pair = all_off_sale(3).await;
    let program = Program::connected(&pair).await;
    let ended = program.run(&["sync"]).await;
    assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");
    assert_eq!(left(&pair), (0, 0), "{ended:?}");
    let store = program.store().await;
    let (reached, left_out) = (states(&store).await, refused(&store).await);
    let expected = (projection(&pair.erp.state()), reached);
    assert_nothing_twice(&pair.erp.state(), "off sale");
    assert_nothing_half_made(&pair.erp.state(), &left_out);

    pair.erp.forget_requests();
    program.run(&["sync"]).await;
    assert_eq!(pair.erp.requests().writes(), 0);

    // With the state lost everything is found again, linked contacts and cleaned texts too.
    store.close().await;
    std::fs::remove_file(program.state()).unwrap();
    let again = program.run(&["sync"]).await;
    assert!(matches!(again.code, Some(0 | 1)), "{again:?}");
    let store = program.store().await;
    assert_equal(&projection(&pair.erp.state()), &expected.0, "state lost");
    // Cleaned descriptions of categories cannot be told from refused ones here.
    let others = |states: &[String]| -> Vec<String> {
        states.iter().filter(|it| !it.contains("/category/")).cloned().collect()
    };
    assert_equal(&others(&states(&store).await), &others(&expected.1), "states after the state was lost");
    pair.erp.forget_requests();
    program.run(&["sync"]).await;
    let documents = ["orders", "invoices", "thirdparties", "contacts", "products"];
    for resource in documents {
        let writes: u64 =
            ["POST", "PUT", "DELETE"].iter().map(|it| pair.erp.requests().count(it, resource)).sum();
        assert_eq!(writes, 0, "{resource}");
    }
}

/// Killed before and after each write about a product's sale, and before and after the validation between them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_is_not_left_on_sale_by_a_kill() {
    let pair = all_off_sale(4).await;
    let program = Program::connected(&pair).await;
    let mut killed_on_sale = 0;
    for kill in 0_u64..150 {
        let moment = if kill.is_multiple_of(2) { Moment::Arrived } else { Moment::CarriedOut };
        pair.erp.halt_at(20 + kill * 7 % 53, moment);
        let mut child = program.start(&["sync"]);
        let ended = tokio::select! {
            status = child.wait() => Some(status.unwrap()),
            () = pair.erp.halted() => None,
        };
        if ended.is_none() {
            child.kill().await.unwrap();
        }
        pair.erp.go_on();
        killed_on_sale += usize::from(left(&pair).1 > 0);
        if ended.is_some() {
            break;
        }
    }
    program.run(&["sync"]).await;
    program.run(&["sync"]).await;
    assert!(killed_on_sale > 0, "no kill hit a moment on sale");
    assert_eq!(left(&pair), (0, 0));
    assert_nothing_twice(&pair.erp.state(), "killed");
}

/// The validation in between fails, or its answer is lost: the product does not stay on sale.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_is_not_left_on_sale_by_a_validation_that_fails() {
    let pair = all_off_sale(5).await;
    let program = Program::connected(&pair).await;
    let kinds = [FaultKind::Status500Before, FaultKind::LostAnswerAfterCommit, FaultKind::Html200];
    for (skip, kind) in kinds.into_iter().enumerate() {
        pair.erp.faults().push(Fault::shaped("POST", "/orders/#/validate", kind).skip(skip as u32));
    }
    program.run(&["sync"]).await;
    assert!(!pair.erp.faults().fired().is_empty());
    assert_eq!(left(&pair).1, 0, "on sale");
    program.run(&["retry"]).await;
    program.run(&["sync"]).await;
    assert_eq!(left(&pair), (0, 0));
    assert_nothing_twice(&pair.erp.state(), "failed validations");
}
