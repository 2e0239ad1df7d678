//! The program killed at any moment: what it leaves is whole after the next run that ends by itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::time::Instant;

use common::chance::Chance;
use common::held::{
    assert_journal_complete, assert_nothing_half_made, assert_nothing_twice, references, refused, states,
};
use common::pair::{Pair, new_erp, size};
use common::program::Program;
use common::projection::{assert_equal, projection};
use passerelle_sandbox::{ErpVersion, FaultKind, Moment};

/// Kills in all, over as many shops as that takes.
const KILLS: u32 = 100;
/// More runs than any load can need.
const MOST_RUNS: u32 = 400;

/// The load of one shop, killed at requests chosen from the seed until a run ends by itself.
async fn killed_load(pair: &Pair, program: &Program, chance: &mut Chance, kills_left: u32) -> u32 {
    let mut kills = 0;
    for _ in 0..MOST_RUNS {
        if kills < kills_left {
            let moment = if chance.between(0, 1) == 0 { Moment::Arrived } else { Moment::CarriedOut };
            pair.erp.halt_at(chance.between(1, 90), moment);
        }
        let mut child = program.start(&["sync"]);
        let ended = tokio::select! {
            status = child.wait() => Some(status.unwrap()),
            () = pair.erp.halted() => None,
        };
        match ended {
            None => {
                child.kill().await.unwrap();
                pair.erp.go_on();
                kills += 1;
            }
            Some(status) => {
                pair.erp.go_on();
                assert!(matches!(status.code(), Some(0 | 1)), "{status:?}");
                return kills;
            }
        }
    }
    panic!("no run ended by itself");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_killed_a_hundred_times_ends_as_one_that_was_not() {
    let mut kills = 0;
    for seed in 1.. {
        if kills >= KILLS {
            break;
        }
        let begun = Instant::now();
        let mut chance = Chance::new(seed);
        let pair = Pair::of_either(seed, size(4, 25, 15, 40)).await;
        let whole = new_erp(Pair::erp_of(seed)).await;
        let undisturbed = Program::connected_to(&pair.shop, &whole).await;
        let ended = undisturbed.run(&["sync"]).await;
        assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");
        let expected = projection(&whole.state());
        let expected_states = states(&undisturbed.store().await).await;

        let program = Program::connected(&pair).await;
        let killed = killed_load(&pair, &program, &mut chance, KILLS - kills).await;
        kills += killed;
        eprintln!("shop {seed}: {killed} kills in {:?}", begun.elapsed());

        let store = program.store().await;
        let made = references(&pair.erp.state());
        {
            let data = pair.erp.state();
            assert_nothing_twice(&data, &format!("shop {seed}"));
            assert_equal(&projection(&data), &expected, &format!("shop {seed}"));
        }
        let left = refused(&store).await;
        assert_nothing_half_made(&pair.erp.state(), &left);
        assert_equal(&states(&store).await, &expected_states, &format!("states of shop {seed}"));
        assert_journal_complete(&store, &made).await;
        assert_eq!(pair.erp.overlaps(), 0);

        pair.erp.forget_requests();
        let again = program.run(&["sync"]).await;
        assert_eq!(pair.erp.requests().writes(), 0, "{again:?}");
        assert_eq!(again.code, ended.code, "{again:?}");
    }
}

/// Asked to stop, it ends what it has begun, says how it ended, and leaves nothing open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_that_is_asked_to_stop_ends_between_two_documents() {
    let pair = Pair::of_either(2, size(4, 25, 15, 40)).await;
    let program = Program::connected(&pair).await;
    for signal in ["-INT", "-TERM"] {
        pair.erp.halt_at(80, Moment::Arrived);
        let mut child = program.start(&["sync"]);
        pair.erp.halted().await;
        let pid = child.id().unwrap().to_string();
        assert!(tokio::process::Command::new("kill").args([signal, &pid]).status().await.unwrap().success());
        pair.erp.go_on();
        assert_eq!(child.wait().await.unwrap().code(), Some(130));
        let store = program.store().await;
        let made = references(&pair.erp.state());
        assert_journal_complete(&store, &made).await;
        let left = refused(&store).await;
        assert_nothing_half_made(&pair.erp.state(), &left);
    }
    let ended = program.run(&["sync"]).await;
    assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");
    let whole = new_erp(ErpVersion::V17).await;
    let undisturbed = Program::connected_to(&pair.shop, &whole).await;
    assert_eq!(undisturbed.run(&["sync"]).await.code, ended.code);
    assert_equal(&projection(&pair.erp.state()), &projection(&whole.state()), "asked to stop twice");
}

/// Killed and badly answered at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_killed_in_a_storm_of_faults_ends_as_one_that_was_not() {
    let pair = Pair::of_either(5, size(3, 12, 8, 16)).await;
    let program = Program::connected(&pair).await;
    let kinds = [
        FaultKind::LostAnswerAfterCommit,
        FaultKind::LostRequest,
        FaultKind::Status500AfterCommit,
        FaultKind::ResetMidBody,
        FaultKind::GarbageBeforeJson,
    ];
    pair.erp.faults().every_kth_write(9, 5, &kinds);
    let kills = killed_load(&pair, &program, &mut Chance::new(5), 20).await;
    let hit = pair.erp.faults().fired().len();
    eprintln!("{kills} kills, {hit} faults");
    pair.erp.faults().clear();
    // What failed often is put off for longer than a run waits; a person need not wait.
    program.run(&["retry"]).await;
    let ended = program.run(&["sync"]).await;
    assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");

    let whole = new_erp(ErpVersion::V20).await;
    let undisturbed = Program::connected_to(&pair.shop, &whole).await;
    assert_eq!(undisturbed.run(&["sync"]).await.code, ended.code, "{ended:?}");
    let store = program.store().await;
    assert_nothing_twice(&pair.erp.state(), "killed in a storm");
    assert_equal(&projection(&pair.erp.state()), &projection(&whole.state()), "killed in a storm");
    assert_equal(&states(&store).await, &states(&undisturbed.store().await).await, "killed in a storm");
    let made = references(&pair.erp.state());
    assert_journal_complete(&store, &made).await;
    pair.erp.forget_requests();
    program.run(&["sync"]).await;
    assert_eq!(pair.erp.requests().writes(), 0);
}
