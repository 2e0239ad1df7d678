//! Levels of stock: right whatever happens to the calls, and never booked twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::time::Instant;

use common::chance::Chance;
use common::held::{assert_journal_complete, refused};
use common::levels::{assert_levels, change_quantities, erp_levels, latest, moved_by_us, shop_levels};
use common::library::{LONGEST_CALL, Library, Reached, TIMEOUT};
use common::pair::{Pair, new_erp};
use common::program::{Program, tag};
use passerelle_core::key::{ErpId, Kind};
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_sandbox::erp::ErpData;
use passerelle_sandbox::{ErpVersion, FaultKind, Moment, SandboxErp, SandboxShop, ShopOptions, ShopSize};
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
    let what = format!("{version:?}, seed {seed}");

    let every = 2 + u32::try_from(seed % 4).unwrap();
    for round in 0..4 {
        let before = erp_levels(&erp.state(), &wanted);
        let since = latest(&erp.state());
        erp.faults().every_kth_write(every, seed + round, &every_kind());
        for _ in 0..3 {
            // A run that ends early goes on in the next one.
            let _ = library.sync_kinds(&STOCK).await;
        }
        erp.faults().clear();
        // What failed for good is tried again at each run.
        for _ in 0..5 {
            library.sync_kinds(&STOCK).await.unwrap();
        }
        let left = refused(library.store.as_ref()).await;
        assert!(left.is_empty(), "{what}, round {round}: {left:?}");
        assert_levels(&shop, &erp.state(), &before, since, &format!("{what}, round {round}"));
        change_quantities(&shop, || (chance.between(0, 3) == 0).then(|| chance.between(0, 40) as i64 - 10));
    }
    let hit = erp.faults().fired().len();
    library.sync_kinds(&STOCK).await.unwrap();
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
        (ErpVersion::V23, 7),
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
        let (mut kills, mut hit) = (0, 0);
        for round in 0..2 {
            let before = erp_levels(&pair.erp.state(), &shop_levels(&pair.shop));
            let since = latest(&pair.erp.state());
            pair.erp.faults().every_kth_write(11, seed + round, &kinds);
            kills += killed(&pair, &program, &mut chance, 15).await;
            hit = pair.erp.faults().fired().len();
            pair.erp.faults().clear();
            // What failed often is put off for longer than a run waits; a person need not wait.
            program.run(&["retry"]).await;
            let ended = program.run(&["sync", "stock"]).await;
            assert_eq!(ended.code, Some(0), "{ended:?}");
            let what = format!("seed {seed}, round {round}: {kills} kills, {hit} faults");
            assert_levels(&pair.shop, &pair.erp.state(), &before, since, &what);
            change_quantities(&pair.shop, || {
                (chance.between(0, 3) == 0).then(|| chance.between(0, 40) as i64 - 10)
            });
        }
        program.run(&["sync", "stock"]).await;

        let what = format!("seed {seed}: {kills} kills, {hit} faults");
        eprintln!("{what} in {:?}", begun.elapsed());
        assert!(kills >= 8, "{what}");
        let made = codes(&pair.erp.state());
        assert_journal_complete(&program.store().await, &made).await;
        pair.erp.forget_requests();
        program.run(&["sync", "stock"]).await;
        assert_eq!(pair.erp.requests().writes(), 0, "{what}");
    }
}

/// A shop whose levels are in step with a Dolibarr.
async fn in_step(version: ErpVersion) -> (SandboxShop, SandboxErp, Library) {
    let shop =
        SandboxShop::start(ShopOptions { seed: 3, size: SIZE, ..ShopOptions::default() }).await.unwrap();
    let erp = new_erp(version).await;
    let reached = Reached::reach(&shop, &erp).await.with(|settings| settings.stock.levels = true);
    let library = reached.connect(&erp);
    library.sync_kinds(&CATALOGUE).await.unwrap();
    library.sync_kinds(&STOCK).await.unwrap();
    (shop, erp, library)
}

/// The number in Dolibarr of the first product with stock whose external reference begins with this.
fn first(erp: &SandboxErp, reference: &str) -> (u32, String) {
    let data = erp.state();
    let found = data.products.iter().find_map(|it| {
        let its = it.record.ref_ext().filter(|its| its.starts_with(reference))?;
        it.stock.contains_key(&1).then(|| (it.record.id, its.to_owned()))
    });
    found.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_stock_that_others_moved_is_looked_at() {
    for version in [ErpVersion::V20, ErpVersion::V17, ErpVersion::V23] {
        let (shop, erp, library) = in_step(version).await;
        // Our own movements, and nothing else so far.
        assert_eq!(library.movements().await.marked, 0);
        let (product, reference) = first(&erp, "ps1-product-");
        let (combination, of) = first(&erp, "ps1-combination-");
        let later = Decimal::from(3);
        erp.state().move_stock(product, 1, later);
        erp.state().move_stock(combination, 1, later);
        erp.forget_requests();
        assert_eq!(library.movements().await.marked, 2, "{version:?}");
        assert!(erp.requests().total() <= 3, "{}", erp.requests().total());
        let of: i64 = of.trim_start_matches("ps1-combination-").parse().unwrap();
        let owner = shop.state().get("combinations", u32::try_from(of).unwrap(), "id_product").int();
        let number = |text: &str| text.rsplit('-').next().unwrap().parse::<i64>().unwrap();
        let mut waiting: Vec<i64> = Vec::new();
        for document in library.store.documents_in(&tag(), &[DocumentState::Waiting], 10).await.unwrap() {
            waiting.push(i64::try_from(document.key.id.0).unwrap());
        }
        let mut expected = vec![number(&reference), owner];
        waiting.sort_unstable();
        expected.sort_unstable();
        assert_eq!(waiting, expected, "{version:?}");
        // Seen once.
        assert_eq!(library.movements().await.seen, 0, "{version:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_move_is_told_and_put_right_by_option() {
    for seed in [1, 2] {
        let pair = Pair::of_either(seed, SIZE).await;
        let program = Program::connected(&pair).await;
        program.edit("levels = false", "levels = true");
        assert_eq!(program.run(&["sync", "categories", "products", "stock"]).await.code, Some(0));
        let before = erp_levels(&pair.erp.state(), &shop_levels(&pair.shop));
        let (product, reference) = first(&pair.erp, "ps1-product-");
        pair.erp.state().move_stock(product, 1, Decimal::from(5));
        let since = latest(&pair.erp.state());

        pair.erp.forget_requests();
        let ended = program.run(&["sync", "stock"]).await;
        assert_eq!((ended.code, pair.erp.requests().writes()), (Some(0), 0), "{ended:?}");
        let level = before[&reference];
        let both = format!("{level} / {}", level + Decimal::from(5));
        let status = program.run(&["status"]).await;
        assert!(
            status.out.contains("Stock was moved in Dolibarr") && status.out.contains(&both),
            "{status:?}"
        );
        let number = reference.trim_start_matches("ps1-product-");
        let why = program.run(&["why", &format!("stock/{number}")]).await;
        assert!(why.out.contains(&both), "{why:?}");

        program.edit("drift = \"report\"", "drift = \"correct\"");
        let ended = program.run(&["sync", "stock"]).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let moved = moved_by_us(&pair.erp.state(), since);
        assert_eq!(moved, [(reference, vec![Decimal::from(-5)])].into());
        assert_eq!(erp_levels(&pair.erp.state(), &before), before);
        let status = program.run(&["status"]).await;
        assert!(!status.out.contains("Stock was moved"), "{status:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_level_that_never_agrees_is_not_corrected_for_ever() {
    // Version 17 books stock in a warehouse that does not exist, and shows none there. The doctor would refuse it.
    let shop =
        SandboxShop::start(ShopOptions { seed: 3, size: SIZE, ..ShopOptions::default() }).await.unwrap();
    let erp = new_erp(ErpVersion::V17).await;
    let reached = Reached::reach(&shop, &erp).await.with(|settings| {
        settings.stock.levels = true;
        settings.stock.warehouse = Some(ErpId(9));
    });
    let library = reached.connect(&erp);
    library.sync_kinds(&CATALOGUE).await.unwrap();
    library.sync_kinds(&STOCK).await.unwrap();
    let failed = library.store.documents_in(&tag(), &[DocumentState::Failed], 100).await.unwrap();
    assert!(!failed.is_empty());
    assert!(failed.iter().all(|it| it.explanation.as_ref().unwrap().id == "stock-never-agrees"));
    let most = moved_by_us(&erp.state(), 0).values().map(Vec::len).max();
    assert_eq!(most, Some(8));
}
