//! Levels of stock: right whatever happens to the calls, and never booked twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::time::Instant;

use common::chance::Chance;
use common::held::assert_journal_complete;
use common::levels::{assert_levels, change_quantities, erp_levels, shop_levels};
use common::library::{LONGEST_CALL, Reached, TIMEOUT};
use common::pair::{Pair, new_erp};
use common::program::Program;
use passerelle_core::key::Kind;
use passerelle_sandbox::erp::ErpData;
use passerelle_sandbox::{ErpVersion, FaultKind, Moment, SandboxShop, ShopOptions, ShopSize};
use rust_decimal::Decimal;

const CATALOGUE: [Kind; 3] = [Kind::Category, Kind::Product, Kind::Combination];
const STOCK: [Kind; 1] = [Kind::Stock];
/// A shop with many combinations.
const SIZE: ShopSize = ShopSize { categories: 3, products: 40, combinations: 60, customers: 1, orders: 0 };

/// Every kind of fault that a movement can meet.
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

/// Some products have stock in Dolibarr before the first load.
fn stocked_before(data: &mut ErpData, chance: &mut Chance) {
    let products: Vec<u32> = data.products.iter().filter(|it| it.kind == 0).map(|it| it.record.id).collect();
    for product in products {
        if chance.between(0, 3) == 0 {
            data.move_stock(product, 1, Decimal::from(chance.between(1, 20)));
        }
    }
}

/// The codes of our movements.
fn codes(data: &ErpData) -> Vec<String> {
    let code = |it: &passerelle_sandbox::erp::Movement| it.record.text("inventorycode").to_owned();
    data.movements.iter().map(code).filter(|code| !code.is_empty()).collect()
}

/// The levels of a shop with many combinations, whose quantities go on changing, in a storm of faults.
async fn storm(version: ErpVersion, seed: u64) -> usize {
    let options = ShopOptions { seed, size: SIZE, ..ShopOptions::default() };
    let shop = SandboxShop::start(options).await.unwrap();
    let erp = new_erp(version).await;
    let reached = Reached::reach(&shop, &erp).await.with(|settings| settings.stock.levels = true);
    let library = reached.connect(&erp);
    library.sync_kinds(&CATALOGUE).await.unwrap();
    let mut chance = Chance::new(seed);
    stocked_before(&mut erp.state(), &mut chance);
    let wanted = shop_levels(&shop);
    assert!(wanted.len() > 60, "{}", wanted.len());
    let initial = erp_levels(&erp.state(), &wanted);
    let what = format!("{version:?}, seed {seed}");

    let every = 2 + u32::try_from(seed % 4).unwrap();
    erp.faults().every_kth_write(every, seed, &every_kind());
    for _ in 0..4 {
        // A run that ends early goes on in the next one.
        let _ = library.sync_kinds(&STOCK).await;
        change_quantities(&shop, || (chance.between(0, 3) == 0).then(|| chance.between(0, 40) as i64 - 10));
    }
    let hit = erp.faults().fired().len();
    erp.faults().clear();
    for _ in 0..3 {
        library.sync_kinds(&STOCK).await.unwrap();
    }

    assert_levels(&shop, &erp.state(), &initial, &what);
    assert_eq!(erp.overlaps(), 0, "{what}");
    let made = codes(&erp.state());
    assert_journal_complete(library.store.as_ref(), &made).await;
    erp.forget_requests();
    let summary = library.sync_kinds(&STOCK).await.unwrap();
    assert_eq!(erp.requests().writes(), 0, "{what}: a following run sends something");
    assert_eq!((summary.later, summary.parked), (0, 0), "{what}");
    eprintln!("{what}: {} levels, {} movements, {hit} faults", wanted.len(), made.len());
    hit
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_level_is_right_and_booked_once_in_storms_of_faults() {
    let begun = Instant::now();
    let runs = [
        (ErpVersion::V20, 1),
        (ErpVersion::V20, 2),
        (ErpVersion::V20, 3),
        (ErpVersion::V17, 4),
        (ErpVersion::V17, 5),
        (ErpVersion::V17, 6),
    ];
    let hits = futures::future::join_all(runs.map(|(version, seed)| storm(version, seed))).await;
    eprintln!("{} faults in {:?}", hits.iter().sum::<usize>(), begun.elapsed());
    assert!(hits.iter().all(|hit| *hit >= 15), "{hits:?}");
}

/// Runs of `sync stock`, killed at requests chosen from the seed, until one ends by itself.
async fn killed(pair: &Pair, program: &Program, chance: &mut Chance, most: u32) -> u32 {
    let mut kills = 0;
    for _ in 0..200 {
        if kills < most {
            let moment = if chance.between(0, 1) == 0 { Moment::Arrived } else { Moment::CarriedOut };
            pair.erp.halt_at(chance.between(1, 70), moment);
        }
        let mut child = program.start(&["sync", "stock"]);
        let ended = tokio::select! {
            status = child.wait() => Some(status.unwrap()),
            () = pair.erp.halted() => None,
        };
        pair.erp.go_on();
        match ended {
            None => {
                child.kill().await.unwrap();
                kills += 1;
            }
            Some(status) => {
                assert!(matches!(status.code(), Some(0 | 1)), "{status:?}");
                return kills;
            }
        }
    }
    panic!("no run ended by itself");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_level_is_right_and_booked_once_by_a_program_that_is_killed() {
    let kinds = [
        FaultKind::LostAnswerAfterCommit,
        FaultKind::LostRequest,
        FaultKind::Status500AfterCommit,
        FaultKind::ResetMidBody,
        FaultKind::GarbageBeforeJson,
    ];
    for seed in [1, 2] {
        let begun = Instant::now();
        let pair = Pair::of_either(seed, SIZE).await;
        let program = Program::connected(&pair).await;
        program.edit("levels = false", "levels = true");
        let ended = program.run(&["sync", "categories", "products"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let mut chance = Chance::new(seed);
        stocked_before(&mut pair.erp.state(), &mut chance);
        let initial = erp_levels(&pair.erp.state(), &shop_levels(&pair.shop));
        pair.erp.faults().every_kth_write(11, seed, &kinds);
        let mut kills = 0;
        for _ in 0..2 {
            kills += killed(&pair, &program, &mut chance, 15).await;
            change_quantities(&pair.shop, || {
                (chance.between(0, 3) == 0).then(|| chance.between(0, 40) as i64 - 10)
            });
        }
        let hit = pair.erp.faults().fired().len();
        pair.erp.faults().clear();
        program.run(&["retry"]).await;
        let ended = program.run(&["sync", "stock"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");

        let what = format!("seed {seed}: {kills} kills, {hit} faults");
        eprintln!("{what} in {:?}", begun.elapsed());
        assert!(kills >= 15, "{what}");
        assert_levels(&pair.shop, &pair.erp.state(), &initial, &what);
        let made = codes(&pair.erp.state());
        assert_journal_complete(&program.store().await, &made).await;
        pair.erp.forget_requests();
        program.run(&["sync", "stock"]).await;
        assert_eq!(pair.erp.requests().writes(), 0, "{what}");
    }
}
