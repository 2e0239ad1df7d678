//! Whoever reads the output may go away (`sync 2>&1 | head`): the work goes on to its end. And how keys are given to `init`.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod common;

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use common::pair::{Pair, size};
use common::program::Program;
use tokio::io::AsyncWriteExt as _;

async fn pair() -> Pair {
    Pair::start(3, size(2, 4, 3, 5)).await
}

#[tokio::test]
async fn a_sync_whose_outputs_are_closed_ends_as_any_other() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let mut child = program.command(&["sync", "-vv"]).spawn().unwrap();
    // Both pipes are closed before anything is printed.
    drop((child.stdout.take(), child.stderr.take()));
    let ended = child.wait().await.unwrap();
    let ended_open = program.run(&["sync"]).await;
    assert_eq!(ended.code(), ended_open.code, "{ended_open:?}");
    assert!(pair.erp.state().orders.iter().next().is_some());
    pair.erp.forget_requests();
    program.run(&["sync"]).await;
    assert_eq!(pair.erp.requests().writes(), 0, "all was done");
}

#[tokio::test]
async fn reading_commands_end_with_their_own_code_when_nobody_reads() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    for args in [&["plan"][..], &["status"], &["doctor"], &["why", "order/99999"], &["retry", "order/99999"]]
    {
        let mut child = program.command(args).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        let closed = child.wait().await.unwrap();
        let open = program.run(args).await;
        assert_eq!(closed.code(), open.code, "{args:?}: {open:?}");
    }
}

#[tokio::test]
async fn keys_come_from_standard_input_and_one_on_the_command_line_is_told() {
    let pair = pair().await;
    let program = Program::new();
    let (shop, erp) = (pair.shop.url(), pair.erp.url());
    let args = ["init", "--yes", "--shop-url", &shop, "--shop-key", "-", "--erp-url", &erp, "--erp-key", "-"];
    let mut child = program.command(&args).stdin(Stdio::piped()).spawn().unwrap();
    let lines = format!("{}\n{}\n", pair.shop.key(), pair.erp.key());
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines.as_bytes()).await.unwrap();
    drop(input);
    let ended = child.wait_with_output().await.unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{err}");
    assert!(!err.contains("Warning"), "{err}");
    let keys = std::fs::read_to_string(program.folder().join("passerelle.env")).unwrap();
    assert!(keys.contains(&pair.shop.key()) && keys.contains(&pair.erp.key()));

    let again = Program::new();
    let (shop_key, erp_key) = (pair.shop.key(), pair.erp.key());
    let args = [
        "init",
        "--yes",
        "--shop-url",
        &shop,
        "--shop-key",
        &shop_key,
        "--erp-url",
        &erp,
        "--erp-key",
        &erp_key,
    ];
    let ended = again.run(&args).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.err.contains("the key given with --shop-key stands on the command line"), "{}", ended.err);
}

#[tokio::test]
async fn keys_that_others_can_read_are_told_with_what_to_do() {
    let pair = pair().await;
    let program = Program::connected(&pair).await;
    let path = program.folder().join("passerelle.env");
    assert!(!program.run(&["status"]).await.err.contains("Warning"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ended = program.run(&["status"]).await;
    let told = format!("chmod 600 {}", path.display());
    assert!(ended.err.contains("644") && ended.err.contains(&told), "{}", ended.err);
}
