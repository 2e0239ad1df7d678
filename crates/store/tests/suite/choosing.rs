//! Decisions of persons.

use passerelle_core::decide::Choice;
use passerelle_core::key::{ErpId, Kind};
use passerelle_engine::ports::store::{DocumentState, Next, Store};

use super::tools::*;

pub async fn decisions_are_kept_and_mark(store: &dyn Store) {
    let (one, other) = (key(Kind::Customer, 17), key(Kind::Customer, 18));
    assert!(store.choices(&[]).await.unwrap().is_empty());
    assert!(store.choices(std::slice::from_ref(&one)).await.unwrap().is_empty());
    run(store, &one, &end(Next::Quarantined(why("ambiguous"))), 0).await;
    store.choose(&one, Choice::This(ErpId(45)), &one, at(1)).await.unwrap();
    assert_eq!(state(store, &one).await, DocumentState::Waiting);
    // Never seen before: it has a job now.
    store.choose(&other, Choice::New, &other, at(1)).await.unwrap();
    assert_eq!(state(store, &other).await, DocumentState::Waiting);
    let asked = [one.clone(), other.clone(), key(Kind::Customer, 45), key(Kind::Address, 17)];
    let found = store.choices(&asked).await.unwrap();
    assert_eq!(found, [(one.clone(), Choice::This(ErpId(45))), (other, Choice::New)].into());
    // The last one stands, through whatever becomes of the document.
    store.choose(&one, Choice::New, &one, at(2)).await.unwrap();
    for job in claim(store, 10, 3).await {
        finish(store, &job, &end(Next::InStep), 3).await;
    }
    assert_eq!(store.choices(&asked).await.unwrap()[&one], Choice::New);
}

pub async fn decisions_of_connections_are_apart(store: &dyn Store) {
    let mine = key(Kind::Customer, 17);
    let mut others = mine.clone();
    others.tag = "ps2".parse().unwrap();
    store.choose(&mine, Choice::New, &mine, at(0)).await.unwrap();
    assert!(store.choices(&[others]).await.unwrap().is_empty());
}
