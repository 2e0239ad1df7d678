//! Reading what is there.

use passerelle_core::erp::ErpKind;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, Key, Kind};
use passerelle_engine::ports::store::{Backlog, Cursor, DocumentState, JobEnd, Link, Next, Store};

use super::tools::*;

fn keys(documents: &[passerelle_engine::ports::store::Document]) -> Vec<Key> {
    documents.iter().map(|document| document.key.clone()).collect()
}

pub async fn remarked(store: &dyn Store) {
    run(store, &order(1), &end(Next::InStep), 0).await;
    run(store, &order(2), &end(Next::Failed(why("failed"))), 0).await;
    run(store, &product(6), &end(Next::InStepBut(why("remark"))), 0).await;
    run(store, &order(7), &end(Next::InStepBut(why("remark"))), 0).await;
    let both = [Kind::Product, Kind::Order];
    let remarked = store.remarked(&tag(), &both, 10).await.unwrap();
    assert_eq!(keys(&remarked), [product(6), order(7)]);
    assert_eq!(remarked[0].explanation, Some(why("remark")));
    assert_eq!(keys(&store.remarked(&tag(), &both, 1).await.unwrap()), [product(6)]);
    assert_eq!(keys(&store.remarked(&tag(), &[Kind::Order], 10).await.unwrap()), [order(7)]);
}

pub async fn documents_by_state(store: &dyn Store) {
    run(store, &order(2), &end(Next::Failed(why("failed"))), 0).await;
    run(store, &order(1), &end(Next::Ignored(why("ignored"))), 0).await;
    run(store, &product(5), &end(Next::Failed(why("failed"))), 0).await;
    run(store, &key(Kind::Category, 9), &end(Next::InStep), 0).await;
    mark(store, &[order(3)], 0).await;
    let failed = store.documents_in(&tag(), &[DocumentState::Failed], 10).await.unwrap();
    assert_eq!(keys(&failed), [product(5), order(2)]);
    assert_eq!(failed[0].explanation, Some(why("failed")));
    let all = store.documents_in(&tag(), &DocumentState::ALL, 10).await.unwrap();
    assert_eq!(keys(&all), [key(Kind::Category, 9), product(5), order(1), order(2), order(3)]);
    let some = store.documents_in(&tag(), &DocumentState::ALL, 2).await.unwrap();
    assert_eq!(keys(&some), [key(Kind::Category, 9), product(5)]);
    assert!(store.documents_in(&tag(), &[], 10).await.unwrap().is_empty());
    assert!(store.documents_in(&tag(), &DocumentState::ALL, 0).await.unwrap().is_empty());
    let counts = store.counts(&tag()).await.unwrap();
    assert_eq!(counts.len(), 5);
    assert_eq!(counts[&(Kind::Order, DocumentState::Waiting)], 1);
}

pub async fn remarks_by_words(store: &dyn Store) {
    for (id, words) in [(1, "one"), (2, "two"), (3, "two")] {
        run(store, &product(id), &end(Next::InStepBut(why(words))), 0).await;
    }
    run(store, &order(1), &end(Next::InStepBut(why("one"))), 0).await;
    run(store, &order(2), &end(Next::InStep), 0).await;
    run(store, &order(3), &end(Next::Failed(why("one"))), 0).await;
    let mut remarks = store.remarks(&tag()).await.unwrap();
    assert_eq!(remarks[0], (Kind::Product, why("two"), 2));
    remarks.sort_by_key(|(kind, _, count)| (*kind, *count));
    let once = [(Kind::Product, why("one"), 1), (Kind::Product, why("two"), 2), (Kind::Order, why("one"), 1)];
    assert_eq!(remarks, once);
    // What is looked at again says it anew, or no more.
    run(store, &product(2), &end(Next::InStep), 20).await;
    let remarks = store.remarks(&tag()).await.unwrap();
    assert_eq!(remarks.iter().map(|(_, _, count)| count).sum::<u64>(), 3, "{remarks:?}");
}

pub async fn documents_by_reference(store: &dyn Store) {
    for id in 1..=60 {
        let reference = if id == 60 { "Été-1" } else { "Same" };
        run(store, &order(id), &JobEnd { reference: reference.to_owned(), ..end(Next::InStep) }, 0).await;
    }
    mark(store, &[order(99)], 0).await;
    assert_eq!(keys(&store.documents_by_reference(&tag(), "éTÉ-1").await.unwrap()), [order(60)]);
    let same = store.documents_by_reference(&tag(), "SAME").await.unwrap();
    assert_eq!(keys(&same), (1..=50).map(order).collect::<Vec<_>>());
    assert!(store.documents_by_reference(&tag(), "sam").await.unwrap().is_empty());
    assert!(store.documents_by_reference(&tag(), "").await.unwrap().is_empty());
    assert!(store.documents_by_reference(&tag(), "s%").await.unwrap().is_empty());
    assert!(store.documents_by_reference(&"ps2".parse().unwrap(), "same").await.unwrap().is_empty());
}

pub async fn five_hundred_links(store: &dyn Store) {
    let links: Vec<Link> = (1..=1_200)
        .map(|id| Link {
            key: if id % 3 == 0 { key(Kind::Payment, id) } else { order(id) },
            erp_kind: if id % 3 == 0 { ErpKind::Payment } else { ErpKind::ThirdParty },
            erp_id: ErpId(id + 10),
            fingerprint: (id % 2 == 0).then(|| Fingerprint::stored("f")),
            adopted: id % 5 == 0,
            standing: None,
            doubted: false,
        })
        .collect();
    run(store, &order(1), &JobEnd { links: links.clone(), ..end(Next::InStep) }, 0).await;
    let mut asked: Vec<Key> = links.iter().map(|link| link.key.clone()).collect();
    asked.extend([order(3), product(1), order(1)]);
    let found = store.links(&asked).await.unwrap();
    assert_eq!(found.len(), 1_200);
    for link in links {
        assert_eq!(found[&link.key], link);
    }
    assert!(store.links(&[]).await.unwrap().is_empty());
}

pub async fn doubted_links(store: &dyn Store) {
    let link = |id| Link {
        key: product(id),
        erp_kind: ErpKind::File,
        erp_id: ErpId(id + 10),
        fingerprint: Some(Fingerprint::stored("f")),
        adopted: id == 2,
        standing: None,
        doubted: false,
    };
    run(store, &product(1), &JobEnd { links: vec![link(1), link(2)], ..end(Next::InStep) }, 0).await;
    store.doubt(&[product(2), product(9)]).await.unwrap();
    let found = store.links(&[product(1), product(2), product(9)]).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[&product(1)], link(1));
    assert_eq!(found[&product(2)], Link { fingerprint: None, ..link(2) });
}

pub async fn backlog_counts(store: &dyn Store) {
    for (id, seconds) in [(1, 300), (2, 200)] {
        run(store, &order(id), &retry(seconds), 0).await;
    }
    mark(store, &[product(1), product(2), order(3)], 10).await;
    let running = claim(store, 1, 10).await.remove(0);
    mark(store, &[product(1)], 10).await;
    let expected = Backlog {
        due: [(Kind::Product, 1), (Kind::Order, 1)].into(),
        later: 2,
        next_due: Some(at(200)),
        parked: 0,
        running: 1,
    };
    assert_eq!(store.backlog(&tag(), at(10)).await.unwrap(), expected);
    finish(store, &running, &end(Next::InStep), 11).await;
    let backlog = store.backlog(&tag(), at(200)).await.unwrap();
    assert_eq!(backlog.due, [(Kind::Product, 2), (Kind::Order, 2)].into());
    assert_eq!((backlog.later, backlog.next_due, backlog.running), (1, Some(at(300)), 0));
}

pub async fn cursors(store: &dyn Store) {
    assert_eq!(store.cursor(&tag(), "orders").await.unwrap(), None);
    for name in ["orders", "customers"] {
        let cursor = Cursor { name: name.to_owned(), mark: String::new(), resume: Some(name.to_uppercase()) };
        store.mark_with_cursor(&tag(), &[], &cursor, at(0)).await.unwrap();
    }
    assert_eq!(
        store.cursor(&tag(), "customers").await.unwrap().unwrap().resume.as_deref(),
        Some("CUSTOMERS")
    );
    assert_eq!(store.cursor(&tag(), "orders").await.unwrap().unwrap().mark, "");
}

pub async fn everything_empty(store: &dyn Store) {
    assert_eq!(store.backlog(&tag(), at(0)).await.unwrap(), Backlog::default());
    assert!(store.counts(&tag()).await.unwrap().is_empty());
    assert!(store.documents(&[]).await.unwrap().is_empty());
    assert!(store.documents(&[order(1)]).await.unwrap().is_empty());
    assert!(store.journal(&order(1)).await.unwrap().is_empty());
    assert!(store.unsettled(&order(1)).await.unwrap().is_empty());
    assert_eq!(store.journal_len(&tag()).await.unwrap(), 0);
    assert_eq!(store.recover(&tag(), "w1", at(0)).await.unwrap(), 0);
    assert!(claim(store, 10, 0).await.is_empty());
}
