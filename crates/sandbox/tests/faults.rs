//! Each fault does what it says, to the request it is meant for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::{client, erp_request, send};
use passerelle_sandbox::{ErpOptions, Fault, FaultKind, SandboxErp};
use reqwest::{Client, Method};
use serde_json::{Value, json};

async fn create(client: &Client, erp: &SandboxErp, reference: &str) -> Result<common::Got, reqwest::Error> {
    let body = json!({"ref": reference, "label": "x"});
    send(erp_request(client, erp, Method::POST, "/products", Some(&body))).await
}

fn stored(erp: &SandboxErp, reference: &str) -> bool {
    erp.state().products.by_ref(reference).is_some()
}

#[tokio::test]
async fn what_comes_back_and_what_was_done() {
    // Kind, status (0: no answer), whether the work was done, whether the body is JSON.
    let cases = [
        (FaultKind::LostAnswerAfterCommit, 0, true, false),
        (FaultKind::LostRequest, 0, false, false),
        (FaultKind::Slow(Duration::from_millis(5)), 200, true, true),
        (FaultKind::Status500Before, 500, false, true),
        (FaultKind::Status500AfterCommit, 500, true, false),
        (FaultKind::Html200, 200, false, false),
        (FaultKind::TooManyRequests { retry_after: Some(7) }, 429, false, false),
        (FaultKind::ResetMidBody, 0, true, false),
        (FaultKind::GarbageBeforeJson, 200, true, false),
    ];
    let erp = SandboxErp::start(ErpOptions::default()).await.unwrap();
    for (number, (kind, status, done, json)) in cases.into_iter().enumerate() {
        // A client of its own: a connection that was cut must not be the next one's.
        let client = client();
        let reference = format!("P{number}");
        erp.faults().push(Fault::on("POST", "/products", kind.clone()));
        let got = create(&client, &erp, &reference).await;
        match got {
            Ok(got) => {
                assert_eq!(got.status, status, "{kind:?}");
                assert_eq!(serde_json::from_str::<Value>(&got.text).is_ok(), json, "{kind:?} {}", got.text);
            }
            Err(error) => assert_eq!(status, 0, "{kind:?}: {error}"),
        }
        assert_eq!(stored(&erp, &reference), done, "{kind:?}");
        // It hit once only.
        assert_eq!(create(&client, &erp, &format!("Q{number}")).await.unwrap().status, 200, "{kind:?}");
    }
    assert_eq!(erp.faults().fired().len(), 9);
}

#[tokio::test]
async fn a_late_commit_is_done_after_the_client_gave_up() {
    let erp = SandboxErp::start(ErpOptions::default()).await.unwrap();
    let client = client();
    erp.faults().push(Fault::on("POST", "/products", FaultKind::CommitLate(Duration::from_millis(60))));
    assert!(create(&client, &erp, "LATE").await.is_err());
    assert!(!stored(&erp, "LATE"));
    for _ in 0..200 {
        if stored(&erp, "LATE") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never done");
}

#[tokio::test]
async fn faults_wait_for_their_request() {
    let erp = SandboxErp::start(ErpOptions::default()).await.unwrap();
    let client = client();
    erp.faults().push(Fault::on("POST", "/products", FaultKind::Status500Before).skip(1).times(2));
    assert_eq!(send(erp_request(&client, &erp, Method::GET, "/products", None)).await.unwrap().status, 200);
    let mut statuses = Vec::new();
    for n in 0..5 {
        statuses.push(create(&client, &erp, &format!("S{n}")).await.unwrap().status);
    }
    assert_eq!(statuses, [200, 500, 500, 200, 200]);
    assert_eq!(erp.faults().waiting(), 0);
    erp.faults().every_kth_write(3, 42, &[FaultKind::Status500Before]);
    let mut failed = 0;
    for n in 0..30 {
        failed += u32::from(create(&client, &erp, &format!("K{n}")).await.unwrap().status == 500);
    }
    assert_eq!(failed, 10);
    erp.faults().clear();
    assert_eq!(create(&client, &erp, "END").await.unwrap().status, 200);
    assert_eq!((erp.requests().count("POST", "products"), erp.requests().writes()), (36, 36));
}
