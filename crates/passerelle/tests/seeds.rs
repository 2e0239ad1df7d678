//! The generated shop of two hundred seeds, brought over twice: everything is in step, and the second run sends nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::held::{assert_nothing_half_made, assert_nothing_twice};
use common::library::Reached;
use common::pair::{Pair, size};
use common::program::tag;
use futures::StreamExt as _;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{DocumentState, Store};

/// Seeds from 0 on.
const SEEDS: u64 = 200;
/// Pairs at once: each waits for its own HTTP most of the time.
const AT_ONCE: usize = 4;

const KINDS: [Kind; 9] = [
    Kind::Category,
    Kind::Attribute,
    Kind::AttributeValue,
    Kind::Product,
    Kind::Combination,
    Kind::Pack,
    Kind::Customer,
    Kind::Address,
    Kind::Order,
];

/// What is remarked of documents on which both sides agree, with how often.
type Remarks = BTreeMap<String, u64>;

async fn bring_over(seed: u64) -> Remarks {
    // Of all sizes, so that some shops have hardly anything.
    let part = |of: u64, most: u64| u32::try_from((seed * of) % (most + 1)).unwrap();
    let pair = Pair::of_either(seed, size(part(7, 8), 12 + part(5, 20), 3 + part(3, 6), part(11, 14))).await;
    let library = Reached::reach(&pair.shop, &pair.erp).await.connect(&pair.erp);
    library.sync_kinds(&KINDS).await.unwrap();
    let entries = library.store.journal_len(&tag()).await.unwrap();
    let second = library.sync_kinds(&KINDS).await.unwrap();
    let sent = sent_after(library.store.as_ref(), entries).await;
    assert_eq!((second.writes, sent), (0, Vec::new()), "seed {seed}: the second run sent something");
    let agreed = [DocumentState::InStep, DocumentState::Ignored];
    let others: Vec<DocumentState> =
        DocumentState::ALL.into_iter().filter(|it| !agreed.contains(it)).collect();
    let left = library.store.documents_in(&tag(), &others, 1_000).await.unwrap();
    assert_eq!(left, [], "seed {seed}: not in step");
    let remarks = library.store.remarks(&tag()).await.unwrap();
    let data = pair.erp.state();
    assert_nothing_twice(&data, &format!("seed {seed}"));
    assert_nothing_half_made(&data, &BTreeSet::new());
    remarks.into_iter().map(|(_, remark, count)| (remark.id, count)).collect()
}

/// What was sent after so many entries of the journal.
async fn sent_after(store: &dyn Store, entries: u64) -> Vec<String> {
    let mut sent = Vec::new();
    for document in store.documents_in(&tag(), &DocumentState::ALL, 1_000).await.unwrap() {
        let journal = store.journal(&document.key).await.unwrap();
        let later = journal.into_iter().filter(|entry| entry.id > entries);
        sent.extend(later.map(|it| format!("{} {} {}", it.key, it.intent.operation, it.intent.why)));
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_seed_comes_in_step() {
    let all: Vec<Remarks> =
        futures::stream::iter(0..SEEDS).map(bring_over).buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(all.len() as u64, SEEDS);
    let mut remarks = Remarks::new();
    for (id, count) in all.into_iter().flatten() {
        *remarks.entry(id).or_default() += count;
    }
    // Odd data is told, and nothing else is.
    let told: BTreeSet<&str> = remarks.keys().map(String::as_str).collect();
    let expected = ["pack-parts-lacking", "product-in-part", "refund-payment-unknown"];
    assert_eq!(told, BTreeSet::from(expected), "{remarks:?}");
}
