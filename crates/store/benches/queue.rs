//! How fast the queue is: one document through it, and many marked at once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark may stop")]

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use passerelle_core::key::{Key, Kind, ShopId, Tag};
use passerelle_engine::ports::store::{Intent, JobEnd, Next, Settlement, Store};
use passerelle_store::SqliteStore;
use tokio::runtime::Runtime;

const LEASE: Duration = Duration::from_secs(60);
const BATCH: u64 = 100;

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn orders(tag: &Tag, count: u64) -> Vec<Key> {
    (1..=count).map(|id| Key::new(tag, Kind::Order, ShopId(id))).collect()
}

/// Claims a hundred, and for each writes its intents and ends it.
async fn documents(store: &SqliteStore, tag: &Tag) {
    let jobs = store.claim(tag, &Kind::JOBS, 100, "bench", now(), LEASE).await.unwrap();
    assert_eq!(jobs.len() as u64, BATCH);
    let intents: Vec<Intent> = (0..4)
        .map(|step| Intent {
            step,
            operation: "create_order".to_owned(),
            why: "new".to_owned(),
            external_ref: Some("ps1-order-1".to_owned()),
            detail: None,
        })
        .collect();
    for job in jobs {
        let ids = store.intend(&job.key, job.fence, &intents, now()).await.unwrap().unwrap();
        let settlements = ids
            .into_iter()
            .map(|entry| Settlement {
                entry,
                outcome: "done".to_owned(),
                erp_id: None,
                at: now(),
                explanation: None,
            })
            .collect();
        let end = JobEnd { reference: "REF".to_owned(), links: Vec::new(), settlements, next: Next::InStep };
        assert!(store.finish(&job.key, job.fence, &end, now()).await.unwrap());
    }
}

fn queue(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let tag: Tag = "ps1".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("queue");
    group.sample_size(20).measurement_time(Duration::from_secs(10));

    let store = runtime.block_on(SqliteStore::open(folder.path().join("a.db"))).unwrap();
    let keys = orders(&tag, BATCH);
    group.throughput(Throughput::Elements(BATCH));
    group.bench_function("claim+intend+finish", |b| {
        b.iter_batched(
            || runtime.block_on(store.mark(&keys, now())).unwrap(),
            |_| runtime.block_on(documents(&store, &tag)),
            BatchSize::PerIteration,
        );
    });

    let backlog = runtime.block_on(SqliteStore::open(folder.path().join("b.db"))).unwrap();
    let many = orders(&tag, 200_000);
    runtime.block_on(backlog.mark(&many, now())).unwrap();
    group.bench_function("claim+intend+finish, 200,000 waiting", |b| {
        b.iter(|| runtime.block_on(documents(&backlog, &tag)));
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("backlog, 200,000 waiting", |b| {
        b.iter(|| runtime.block_on(backlog.backlog(&tag, now())).unwrap());
    });

    let mut file = 0;
    group.throughput(Throughput::Elements(10_000));
    let new = orders(&tag, 10_000);
    group.bench_function("mark 10,000 new", |b| {
        b.iter_batched(
            || {
                file += 1;
                runtime.block_on(SqliteStore::open(folder.path().join(format!("m{file}.db")))).unwrap()
            },
            |store| {
                assert_eq!(runtime.block_on(store.mark(&new, now())).unwrap(), 10_000);
                store
            },
            BatchSize::PerIteration,
        );
    });
    let marked = runtime.block_on(SqliteStore::open(folder.path().join("c.db"))).unwrap();
    runtime.block_on(marked.mark(&new, now())).unwrap();
    group.bench_function("mark 10,000 again", |b| {
        b.iter(|| runtime.block_on(marked.mark(&new, now())).unwrap());
    });
    group.finish();
}

criterion_group!(benches, queue);
criterion_main!(benches);
