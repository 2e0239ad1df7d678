//! What must hold of a Dolibarr and of a journal after every run that came to its end.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_core::key::{Key, Kind, ShopId};
use passerelle_engine::ports::store::{DocumentState, Store};
use passerelle_sandbox::erp::{ErpData, Stored as _};

use super::program::tag;

/// Nothing is there twice.
pub fn assert_nothing_twice(data: &ErpData, what: &str) {
    assert_eq!(data.doubled_references(), [], "{what}: external references of several things");
    let children: BTreeSet<u32> = data.ties.iter().map(|tie| tie.child).collect();
    assert_eq!(children.len(), data.ties.len(), "{what}: products that are variants twice");
    let mut payments: BTreeMap<&str, u32> = BTreeMap::new();
    for payment in &data.payments {
        *payments.entry(&payment.number).or_default() += 1;
    }
    for movement in data.movements.iter() {
        *payments.entry(movement.record.text("inventorycode")).or_default() += 1;
    }
    payments.retain(|_, count| *count > 1);
    assert!(payments.is_empty(), "{what}: payments or movements booked several times: {payments:?}");
    for document in data.orders.iter().chain(data.invoices.iter()) {
        let reference = document.record().ref_ext().unwrap_or_default();
        let distinct: BTreeSet<&(u32, String)> = document.contacts.iter().collect();
        assert_eq!(distinct.len(), document.contacts.len(), "contacts of {reference}");
        let lines: BTreeSet<&str> = document.lines.iter().filter_map(|line| line.record.ref_ext()).collect();
        assert_eq!(lines.len(), document.lines.len(), "lines of {reference}");
    }
}

/// No document is half-made; those in `left` were refused in the middle, as they are in every load of this shop.
pub fn assert_nothing_half_made(data: &ErpData, left: &BTreeSet<String>) {
    let ours = |reference: Option<&str>| reference.is_some_and(|it| !left.contains(it));
    for order in data.orders.iter().filter(|it| ours(it.record.ref_ext())) {
        let reference = order.record.ref_ext();
        assert_ne!(order.status, 0, "{reference:?} is a draft");
        assert!(!order.contacts.is_empty(), "{reference:?} has no contact");
    }
    for invoice in data.invoices.iter().filter(|it| ours(it.record.ref_ext())) {
        let reference = invoice.record.ref_ext();
        assert_ne!(invoice.status, 0, "{reference:?} is a draft");
        assert!(!invoice.contacts.is_empty(), "{reference:?} has no contact");
        let belongs = if invoice.kind == 2 { invoice.source.is_some() } else { !invoice.links.is_empty() };
        assert!(belongs, "{reference:?} belongs to no order and corrects no invoice");
        // Of an invoice in another currency the payments in that currency count; the company's may be a cent off.
        let (paid, due) = match invoice.currency {
            Some(_) => {
                let parts = data.payments_of(invoice.record.id).map(|it| it.currency_amount);
                (parts.sum(), invoice.currency_totals.gross)
            }
            None => (data.paid_on(invoice.record.id), invoice.totals.gross),
        };
        let reached = if invoice.kind == 2 { paid <= due } else { paid >= due };
        assert_eq!(invoice.paid, reached, "{reference:?} paid: {paid} of {due}");
    }
}

/// Everything was announced in the journal, and nothing in it is open.
pub async fn assert_journal_complete(store: &dyn Store, references: &[String]) {
    let documents = store.documents_in(&tag(), &DocumentState::ALL, 100_000).await.unwrap();
    let mut announced = BTreeSet::new();
    for document in &documents {
        for entry in store.journal(&document.key).await.unwrap() {
            assert!(entry.settlement.is_some(), "open: {entry:?} of {document:?}");
            announced.extend(entry.intent.external_ref);
        }
        assert_eq!(store.unsettled(&document.key).await.unwrap(), [], "{}", document.key);
    }
    for reference in references {
        assert!(announced.contains(reference), "{reference} is in Dolibarr but not in the journal");
    }
}

/// The external references of everything there is.
pub fn references(data: &ErpData) -> Vec<String> {
    let text = |reference: Option<&str>| reference.unwrap_or_default().to_owned();
    let mut list: Vec<String> = Vec::new();
    list.extend(data.categories.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.attributes.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.attribute_values.iter().map(|it| it.record.text("ref").to_lowercase()));
    list.extend(data.products.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.third_parties.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.contacts.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.orders.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.invoices.iter().map(|it| text(it.record.ref_ext())));
    list.extend(data.payments.iter().map(|it| it.number.clone()));
    list.extend(data.movements.iter().map(|it| it.record.text("inventorycode").to_owned()));
    list
}

/// States of all documents, and why those that are not in step are not.
pub async fn states(store: &dyn Store) -> Vec<String> {
    let documents = store.documents_in(&tag(), &DocumentState::ALL, 100_000).await.unwrap();
    documents
        .iter()
        .map(|it| {
            let why = it.explanation.as_ref().map(|it| it.id.as_str()).unwrap_or_default();
            format!("{} {} {} {why}", it.key, it.reference, it.state.word())
        })
        .collect()
}

/// References of documents that are neither in step nor left out, with those of their invoices.
pub async fn refused(store: &dyn Store) -> BTreeSet<String> {
    let states = [DocumentState::Failed, DocumentState::Quarantined];
    let documents = store.documents_in(&tag(), &states, 100_000).await.unwrap();
    let mut list = BTreeSet::new();
    for document in documents {
        list.insert(document.key.external_ref().to_string());
        for entry in store.journal(&document.key).await.unwrap() {
            list.extend(entry.intent.external_ref);
        }
    }
    list
}

/// A key of the tests' connection.
pub fn key(kind: Kind, id: u32) -> Key {
    Key::new(&tag(), kind, ShopId(u64::from(id)))
}
