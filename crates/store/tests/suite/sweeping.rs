//! Swept lists: what changed, what is gone, and what is marked for it.

use passerelle_core::key::{Key, Kind, Tag};
use passerelle_engine::ports::seen::{SeenChanges, SeenList, SeenPage};
use passerelle_engine::ports::store::{Cursor, Store};
use passerelle_engine::ports::sweep::{Print, Sweep, SweptRow};

use super::tools::*;

const ALL: [Kind; 6] =
    [Kind::Category, Kind::Product, Kind::Combination, Kind::Pack, Kind::Images, Kind::Stock];

fn list<'a>(sweep: Sweep, asked: &'a [Kind], owned: &'a [String]) -> SeenList<'a> {
    SeenList { name: sweep.word(), aspects: sweep.aspects(), asked, owned, owned_kind: Kind::Combination }
}

fn cursor(resume: Option<&str>) -> Cursor {
    Cursor { name: "sweep".to_owned(), mark: String::new(), resume: resume.map(str::to_owned) }
}

/// A row whose aspects show these numbers.
fn row(id: u64, owner: u64, shows: &[u64]) -> SweptRow {
    SweptRow { id, owner, prints: shows.iter().map(Print::of).collect() }
}

/// Plain products with these numbers.
fn products(ids: impl IntoIterator<Item = u64>) -> Vec<SweptRow> {
    ids.into_iter().map(|id| row(id, 0, &[1, 1, 1, 1])).collect()
}

async fn see(store: &dyn Store, list: &SeenList<'_>, after: u64, to: u64, rows: &[SweptRow]) -> SeenChanges {
    let page = SeenPage { after, to, rows };
    store.see(&tag(), list, &page, &cursor(Some("1")), at(0)).await.unwrap()
}

/// Ends all jobs; gives back the keys that were due.
async fn due(store: &dyn Store) -> Vec<Key> {
    let mut keys = Vec::new();
    loop {
        let jobs = claim(store, 500, 10).await;
        if jobs.is_empty() {
            return keys;
        }
        for job in jobs {
            finish(store, &job, &end(passerelle_engine::ports::store::Next::InStep), 10).await;
            keys.push(job.key);
        }
    }
}

pub async fn a_first_page_marks_everything(store: &dyn Store) {
    let changes = see(store, &list(Sweep::Products, &ALL, &[]), 0, 2, &products([1, 2])).await;
    assert_eq!(changes, SeenChanges { changed: 2, gone: 0, marked: 8 });
    let kinds = [Kind::Product, Kind::Pack, Kind::Images, Kind::Stock];
    let all: Vec<Key> = kinds.into_iter().flat_map(|kind| [key(kind, 1), key(kind, 2)]).collect();
    assert_eq!(due(store).await, all);
    assert_eq!(store.cursor(&tag(), "sweep").await.unwrap(), Some(cursor(Some("1"))));
    assert_eq!(store.seen_behind(&tag(), "products", 0).await.unwrap(), 2);
    assert_eq!(store.seen_behind(&tag(), "products", 1).await.unwrap(), 1);
}

pub async fn an_unchanged_page_writes_nothing_but_its_cursor(store: &dyn Store) {
    let list = list(Sweep::Products, &ALL, &[]);
    see(store, &list, 0, 2, &products([1, 2])).await;
    due(store).await;
    let page = SeenPage { after: 0, to: 2, rows: &products([1, 2]) };
    let changes = store.see(&tag(), &list, &page, &cursor(None), at(20)).await.unwrap();
    assert_eq!(changes, SeenChanges::default());
    assert!(due(store).await.is_empty());
    assert_eq!(store.cursor(&tag(), "sweep").await.unwrap(), Some(cursor(None)));
}

pub async fn each_aspect_marks_its_own_kind(store: &dyn Store) {
    let list = list(Sweep::Products, &ALL, &[]);
    see(store, &list, 0, 1, &products([1])).await;
    due(store).await;
    see(store, &list, 0, 1, &[row(1, 0, &[1, 2, 1, 1])]).await;
    assert_eq!(due(store).await, [key(Kind::Images, 1)]);
    see(store, &list, 0, 1, &[row(1, 0, &[1, 2, 1, 3])]).await;
    assert_eq!(due(store).await, [key(Kind::Stock, 1)]);
}

pub async fn kinds_not_asked_for_stay_as_they_were(store: &dyn Store) {
    let (few, all) = (list(Sweep::Products, &[Kind::Product], &[]), list(Sweep::Products, &ALL, &[]));
    see(store, &few, 0, 1, &products([1])).await;
    assert_eq!(due(store).await, [key(Kind::Product, 1)]);
    // Never looked for: found when they are.
    see(store, &all, 0, 1, &products([1])).await;
    assert_eq!(due(store).await, [key(Kind::Pack, 1), key(Kind::Images, 1), key(Kind::Stock, 1)]);
    // Changed while it was not looked for: found when it is.
    let changed = [row(1, 0, &[1, 2, 1, 1])];
    assert_eq!(see(store, &few, 0, 1, &changed).await, SeenChanges::default());
    see(store, &all, 0, 1, &changed).await;
    assert_eq!(due(store).await, [key(Kind::Images, 1)]);
}

pub async fn gone_within_a_page_is_marked(store: &dyn Store) {
    let list = list(Sweep::Categories, &ALL, &[]);
    let rows: Vec<SweptRow> = (1..=6).map(|id| row(id, 0, &[id])).collect();
    see(store, &list, 0, 6, &rows).await;
    due(store).await;
    // The page covers 2 to 5; 1 and 6 are of other pages.
    let changes = see(store, &list, 1, 5, &[rows[2].clone(), rows[4].clone()]).await;
    assert_eq!(changes, SeenChanges { changed: 0, gone: 2, marked: 2 });
    assert_eq!(due(store).await, [key(Kind::Category, 2), key(Kind::Category, 4)]);
    assert_eq!(see(store, &list, 1, 5, &[rows[2].clone(), rows[4].clone()]).await, SeenChanges::default());
    // One that comes again is new.
    see(store, &list, 1, 5, &[rows[1].clone(), rows[2].clone(), rows[4].clone()]).await;
    assert_eq!(due(store).await, [key(Kind::Category, 2)]);
}

pub async fn gone_behind_the_end_is_marked_bit_by_bit(store: &dyn Store) {
    let list = list(Sweep::Products, &[Kind::Product], &[]);
    see(store, &list, 0, 5, &products(1..=5)).await;
    due(store).await;
    let gone = store.see_gone(&tag(), &list, 2, 2, at(5)).await.unwrap();
    assert_eq!(gone, SeenChanges { changed: 0, gone: 2, marked: 2 });
    assert_eq!(due(store).await, [product(3), product(4)]);
    assert_eq!(store.see_gone(&tag(), &list, 2, 2, at(5)).await.unwrap().gone, 1);
    assert_eq!(store.see_gone(&tag(), &list, 2, 2, at(5)).await.unwrap(), SeenChanges::default());
    assert_eq!(due(store).await, [product(5)]);
    assert_eq!(store.seen_behind(&tag(), "products", 0).await.unwrap(), 2);
}

pub async fn belongings_are_marked_with_their_product(store: &dyn Store) {
    let owned = [Sweep::Combinations.word().to_owned()];
    let of_combinations = list(Sweep::Combinations, &ALL, &owned);
    let rows = [row(11, 1, &[1, 1, 1]), row(12, 1, &[1, 1, 1]), row(13, 2, &[1, 1, 1])];
    see(store, &of_combinations, 0, 13, &rows).await;
    let of_products = list(Sweep::Products, &ALL, &owned);
    see(store, &of_products, 0, 2, &products([1, 2])).await;
    due(store).await;
    see(store, &of_products, 0, 2, &[row(1, 0, &[2, 1, 1, 1]), row(2, 0, &[1, 1, 1, 2])]).await;
    assert_eq!(
        due(store).await,
        [product(1), key(Kind::Combination, 11), key(Kind::Combination, 12), key(Kind::Stock, 2)]
    );
    // So does a specific price.
    see(store, &list(Sweep::SpecificPrices, &ALL, &owned), 0, 5, &[row(5, 2, &[1]), row(6, 0, &[1])]).await;
    assert_eq!(due(store).await, [product(2), key(Kind::Combination, 13)]);
    // A combination that is gone marks itself and its product.
    see(store, &of_combinations, 0, 13, &rows[..2]).await;
    assert_eq!(due(store).await, [product(2), key(Kind::Combination, 13), key(Kind::Images, 2)]);
}

pub async fn a_row_that_moves_marks_both_owners(store: &dyn Store) {
    let list = list(Sweep::Stock, &ALL, &[]);
    see(store, &list, 0, 1, &[row(1, 8, &[1])]).await;
    due(store).await;
    see(store, &list, 0, 1, &[row(1, 9, &[1])]).await;
    assert_eq!(due(store).await, [key(Kind::Stock, 8), key(Kind::Stock, 9)]);
}

pub async fn lists_and_connections_are_apart(store: &dyn Store) {
    let categories = list(Sweep::Categories, &ALL, &[]);
    see(store, &categories, 0, 3, &[row(3, 0, &[1])]).await;
    let other = SeenList { name: "categories#2", ..categories };
    assert_eq!(see(store, &other, 0, 3, &[row(3, 0, &[1])]).await.changed, 1);
    let tag: Tag = "ps2".parse().unwrap();
    assert_eq!(store.seen_behind(&tag, "categories", 0).await.unwrap(), 0);
    let page = SeenPage { after: 0, to: 9, rows: &[] };
    let changes = store.see(&tag, &categories, &page, &cursor(None), at(0)).await.unwrap();
    assert_eq!(changes, SeenChanges::default());
    assert_eq!(see(store, &categories, 0, 9, &[]).await.gone, 1);
    assert_eq!(see(store, &other, 0, 9, &[row(3, 0, &[1])]).await, SeenChanges::default());
}

pub async fn thousands_may_be_gone_from_one_page(store: &dyn Store) {
    let list = list(Sweep::Products, &[Kind::Product], &[]);
    let ids = 1..=10_000;
    assert_eq!(see(store, &list, 0, 10_000, &products(ids)).await.marked, 10_000);
    due(store).await;
    let kept = products([1, 4_000, 4_001, 9_999]);
    let changes = see(store, &list, 0, 10_000, &kept).await;
    assert_eq!(changes, SeenChanges { changed: 0, gone: 9_996, marked: 9_996 });
    assert_eq!(see(store, &list, 0, 10_000, &kept).await, SeenChanges::default());
    assert_eq!(store.seen_behind(&tag(), "products", 0).await.unwrap(), 4);
}
