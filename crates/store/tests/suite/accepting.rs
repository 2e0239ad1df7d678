//! Words of persons for documents that contradict themselves.

use passerelle_core::accept::{Acceptance, Figures};
use passerelle_core::key::Kind;
use passerelle_core::money::Amount;
use passerelle_core::shop::TaxedAmount;
use passerelle_engine::ports::store::{DocumentState, Next, Store};

use super::tools::*;

fn word(cents: i64, reason: &str) -> Acceptance {
    let amount = |cents| TaxedAmount { net: Amount::cents(cents), gross: Amount::cents(cents + 20) };
    let figures = Figures { total: amount(64_216), parts: amount(64_216 + cents) };
    Acceptance { figures, by: "Zoé".to_owned(), reason: reason.to_owned() }
}

pub async fn words_of_persons_are_kept_marked_and_in_the_journal(store: &dyn Store) {
    let (order, invoice) = (key(Kind::Order, 729), key(Kind::Invoice, 612));
    assert!(store.acceptances(&[order.clone(), invoice.clone()]).await.unwrap().is_empty());
    run(store, &order, &end(Next::Quarantined(why("contradicts"))), 0).await;
    let both =
        [(order.clone(), word(350, "wrapping was a present")), (invoice.clone(), word(350, "the same"))];
    store.accept(&order, &both, at(1)).await.unwrap();
    assert_eq!(state(store, &order).await, DocumentState::Waiting);
    let asked = [order.clone(), invoice.clone(), key(Kind::Slip, 612), key(Kind::Order, 612)];
    assert_eq!(store.acceptances(&asked).await.unwrap(), both.clone().into());
    assert!(store.documents(std::slice::from_ref(&invoice)).await.unwrap().is_empty(), "no job of its own");
    let journal = store.journal(&order).await.unwrap();
    assert_eq!(journal.len(), 2);
    let entry = &journal[0];
    assert_eq!(
        (entry.intent.operation.as_str(), entry.intent.why.as_str()),
        ("accept", "wrapping was a present")
    );
    assert_eq!(entry.settlement.as_ref().map(|it| it.outcome.as_str()), Some("done"));
    let detail = entry.intent.detail.as_deref().unwrap();
    assert!(detail.contains("Zoé") && detail.contains("-3.50"), "{detail}");
    // A word is no operation under way.
    assert!(store.unsettled(&order).await.unwrap().is_empty());
    // The last one stands.
    store.accept(&order, &[(order.clone(), word(400, "again"))], at(2)).await.unwrap();
    assert_eq!(store.acceptances(&asked).await.unwrap()[&order], word(400, "again"));
    let mut others = order.clone();
    others.tag = "ps2".parse().unwrap();
    assert!(store.acceptances(&[others]).await.unwrap().is_empty());
}
