//! Every kind of fault at every write of a load, storms of them, and faults while reading: always the same end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use common::held::{
    assert_journal_complete, assert_nothing_half_made, assert_nothing_twice, references, refused,
};
use common::library::{LONGEST_CALL, Library, Reached, TIMEOUT};
use common::pair::{new_erp, size};
use common::projection::{assert_equal, projection};
use futures::stream::StreamExt as _;
use passerelle_sandbox::shop::{Cell, ShopData};
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, Faults, SandboxErp, SandboxShop, ShopOptions};

/// Loads under way at the same time: they wait more than they work.
const AT_ONCE: usize = 8;

/// Every kind of fault, with delays that are longer than a call may take, or shorter than is waited for a lost one.
fn every_kind() -> Vec<FaultKind> {
    vec![
        FaultKind::LostAnswerAfterCommit,
        FaultKind::LostRequest,
        FaultKind::Slow(TIMEOUT * 2),
        FaultKind::CommitLate(LONGEST_CALL / 3),
        FaultKind::Status500Before,
        FaultKind::Status500AfterCommit,
        FaultKind::Html200,
        FaultKind::TooManyRequests { retry_after: Some(1) },
        FaultKind::ResetMidBody,
        FaultKind::GarbageBeforeJson,
    ]
}

/// A shop of few things, with every kind of write in its load, and what its load looks like without faults.
struct Small {
    shop: SandboxShop,
    reached: Reached,
    version: ErpVersion,
    expected: Vec<String>,
    /// How often each kind of write occurs.
    writes: BTreeMap<String, u32>,
}

impl Small {
    async fn new(version: ErpVersion) -> Self {
        let options = ShopOptions { seed: 7, size: size(2, 3, 2, 4), ..ShopOptions::default() };
        let shop = SandboxShop::start(options).await.unwrap();
        {
            // One delivered and one cancelled, so that every end of an order occurs.
            let mut state = shop.state();
            let orders = state.ids("orders");
            state.set("orders", orders[0], "current_state", 5);
            state.set("orders", orders[1], "current_state", 6);
            give_back(&mut state, orders[0]);
        }
        let erp = new_erp(version).await;
        let reached = Reached::reach(&shop, &erp).await.with(|settings| {
            settings.refunds.restock = true;
            settings.refunds.assume_paid_back = true;
        });
        reached.connect(&erp).sync().await.unwrap();
        let mut writes = BTreeMap::new();
        for request in erp.requests().last().filter(|it| it.method != "GET") {
            *writes.entry(kind_of_write(&request.method, &request.path)).or_default() += 1;
        }
        let expected = projection(&erp.state());
        Self { shop, reached, version, expected, writes }
    }

    /// Loads into an empty Dolibarr in so many runs with the faults set by `set`; gives back the writes that were hit.
    async fn load(&self, what: &str, runs: u32, set: impl FnOnce(&Faults)) -> Vec<(String, FaultKind)> {
        let erp = new_erp(self.version).await;
        let library = self.reached.connect(&erp);
        set(erp.faults());
        for _ in 0..runs {
            library.sync_to_the_end().await;
        }
        let hit = erp.faults().fired();
        erp.faults().clear();
        self.check(what, &erp, &library).await;
        hit
    }

    /// After what is tried again at the next run: as without faults, nothing twice, nothing open, nothing more to send.
    async fn check(&self, what: &str, erp: &SandboxErp, library: &Library) {
        if !refused(library.store.as_ref()).await.is_empty() {
            library.sync_to_the_end().await;
        }
        erp.forget_requests();
        let summary = library.sync().await.unwrap();
        assert_eq!(erp.requests().writes(), 0, "{what}: a following run sends something");
        assert_eq!((summary.later, summary.parked), (0, 0), "{what}");
        let made = {
            let data = erp.state();
            assert_nothing_twice(&data, what);
            assert_equal(&projection(&data), &self.expected, what);
            assert_nothing_half_made(&data, &BTreeSet::new());
            references(&data)
        };
        assert_journal_complete(library.store.as_ref(), &made).await;
        assert_eq!(erp.overlaps(), 0, "{what}");
    }
}

/// A credit slip over one piece of the order's first line, which came back.
fn give_back(state: &mut ShopData, order: u32) {
    let line = state.find("order_details", "id_order", i64::from(order))[0];
    let unit = |field: &str| Cell::Amount(state.get("order_details", line, field).amount().round_dp(2));
    let (net, gross) = (unit("unit_price_tax_excl"), unit("unit_price_tax_incl"));
    let fields = [
        ("id_order", Cell::from(order)),
        ("total_products_tax_excl", net.clone()),
        ("total_products_tax_incl", gross.clone()),
    ];
    let slip = state.insert("order_slip", &fields).unwrap();
    let row = vec![Cell::from(slip), Cell::from(line), Cell::Int(1), net, gross];
    assert!(state.link_rows("order_slip", slip, "order_slip_details", vec![row]));
    state.set("order_details", line, "product_quantity_return", 1);
}

/// A write without the numbers in its path: `POST /orders/#/validate`.
fn kind_of_write(method: &str, path: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let path = path.replace("/api/index.php", "");
    let parts: Vec<&str> = path.split('/').map(|part| if is_number(part) { "#" } else { part }).collect();
    format!("{method} {}", parts.join("/"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_at_every_write_ends_as_without() {
    let begun = Instant::now();
    let small = Small::new(ErpVersion::V20).await;
    let mut cases = Vec::new();
    for kind in every_kind() {
        for (write, count) in &small.writes {
            cases.extend((0..*count).map(|nth| (kind.clone(), write.clone(), nth)));
        }
    }
    let count = cases.len();
    futures::stream::iter(cases)
        .map(|(kind, write, nth)| {
            let small = &small;
            async move {
                let what = format!("{kind:?} at {write}, number {nth}");
                let (method, path) = write.split_once(' ').unwrap();
                let fault = Fault::shaped(method, path, kind).skip(nth);
                let hit = small.load(&what, 1, |faults| faults.push(fault)).await;
                assert_eq!(hit.len(), 1, "{what}: {hit:?}");
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect::<()>()
        .await;
    eprintln!("{count} loads in {:?}", begun.elapsed());
    let writes: Vec<String> =
        small.writes.iter().map(|(write, count)| format!("{count} × {write}")).collect();
    insta::assert_snapshot!(writes.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storms_of_mixed_faults_end_as_without() {
    let begun = Instant::now();
    for (version, seeds) in [(ErpVersion::V20, 1..=6), (ErpVersion::V17, 7..=12), (ErpVersion::V23, 13..=16)]
    {
        let small = Small::new(version).await;
        futures::stream::iter(seeds)
            .map(|seed: u64| {
                let small = &small;
                async move {
                    let every = 2 + (seed % 5) as u32;
                    let what = format!("one write in {every}, seed {seed}, {version:?}");
                    let storm = |faults: &Faults| faults.every_kth_write(every, seed, &every_kind());
                    let hit = small.load(&what, 5, storm).await;
                    assert!(hit.len() >= 10, "{what}: {}", hit.len());
                    hit.len()
                }
            })
            .buffer_unordered(AT_ONCE)
            .for_each(|hits| async move { eprintln!("a storm of {hits} faults") })
            .await;
    }
    eprintln!("storms in {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_while_reading_end_as_without() {
    let kinds = [
        FaultKind::Status500Before,
        FaultKind::LostRequest,
        FaultKind::LostAnswerAfterCommit,
        FaultKind::Html200,
        FaultKind::TooManyRequests { retry_after: Some(1) },
        FaultKind::TooManyRequests { retry_after: None },
        FaultKind::ResetMidBody,
        FaultKind::GarbageBeforeJson,
    ];
    for version in [ErpVersion::V20, ErpVersion::V17, ErpVersion::V23] {
        let small = Small::new(version).await;
        for kind in &kinds {
            for skip in [0, 1, 3, 8] {
                let what = format!("{kind:?} at Dolibarr's read {skip}, {version:?}");
                small.load(&what, 1, |it| it.push(Fault::on("GET", "", kind.clone()).skip(skip))).await;
            }
        }
        if version != ErpVersion::V20 {
            continue;
        }
        for kind in &kinds {
            for skip in [0, 1, 5, 12, 20] {
                let what = format!("{kind:?} at the shop's read {skip}");
                let erp = new_erp(version).await;
                let library = small.reached.connect(&erp);
                small.shop.faults().push(Fault::on("GET", "", kind.clone()).skip(skip));
                library.sync_to_the_end().await;
                small.shop.faults().clear();
                small.check(&what, &erp, &library).await;
            }
        }
    }
}
