//! Images of products: the cover or all of them, in their order, and only bytes that are not there yet.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod common;

use std::collections::BTreeMap;

use common::held::{key, states};
use common::pair::{Pair, size};
use common::program::Program;
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{DocumentState, Store as _};
use passerelle_sandbox::erp::Stored as _;
use passerelle_sandbox::shop::OddImage;
use passerelle_sandbox::{ErpVersion, Fault, FaultKind, Moment, ShopOptions};

/// A product with these images, before Dolibarr of this version.
struct Shelf {
    pair: Pair,
    program: Program,
    product: u32,
}

impl Shelf {
    async fn with(version: ErpVersion, images: &[u32], choice: &str) -> Self {
        let options =
            ShopOptions { seed: 11, size: size(1, 1, 0, 0), oddities: false, ..ShopOptions::default() };
        let pair = Pair::of(options, version).await;
        let product = pair.shop.state().ids("products")[0];
        let shelf = Self { program: Program::connected(&pair).await, pair, product };
        shelf.program.edit("images = \"cover\"", &format!("images = \"{choice}\""));
        shelf.set(images[0], images);
        shelf
    }

    fn set(&self, cover: u32, images: &[u32]) {
        let mut state = self.pair.shop.state();
        state.set("products", self.product, "id_default_image", cover);
        state.link("products", self.product, "images", images);
        // Only the product's own.
        for id in state.ids("combinations") {
            state.link("combinations", id, "images", &[]);
        }
    }

    async fn sync(&self) -> i32 {
        let ended = self.program.run(&["sync", "products"]).await;
        assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");
        ended.code.unwrap()
    }

    /// Uploads and deletions of one more sync; then one that sends nothing.
    async fn writes(&self) -> (u64, u64) {
        self.pair.erp.forget_requests();
        self.sync().await;
        let requests = self.pair.erp.requests();
        self.pair.erp.forget_requests();
        self.sync().await;
        assert_eq!(self.pair.erp.requests().writes(), 0, "a second sync sends something");
        (requests.count("POST", "documents"), requests.count("DELETE", "documents"))
    }

    /// The images as the product's card shows them.
    fn shown(&self) -> Vec<u32> {
        self.names().iter().filter_map(|name| name.split('-').nth(2)?.parse().ok()).collect()
    }

    fn names(&self) -> Vec<String> {
        let data = self.pair.erp.state();
        let own = key(Kind::Product, self.product).external_ref();
        let product = data.products.iter().find(|it| it.record().ref_ext() == Some(own.as_str())).unwrap();
        data.photos(product.record().text("ref"))
    }

    async fn state(&self) -> (DocumentState, String) {
        let key = key(Kind::Images, self.product);
        let store = self.program.store().await;
        let document = store.documents(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap();
        (document.state, document.explanation.map(|it| it.id).unwrap_or_default())
    }
}

#[tokio::test]
async fn the_cover_alone_by_default() {
    for version in [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23] {
        let shelf = Shelf::with(version, &[3, 1, 2], "cover").await;
        assert_eq!(shelf.writes().await, (1, 0));
        assert_eq!(shelf.shown(), [3]);
        // Another cover replaces it.
        shelf.set(2, &[3, 1, 2]);
        assert_eq!(shelf.writes().await, (1, 1));
        assert_eq!(shelf.shown(), [2]);
    }
}

#[tokio::test]
async fn all_in_their_order_with_few_sent_again() {
    for version in [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23] {
        let shelf = Shelf::with(version, &[1, 2, 3, 4], "all").await;
        assert_eq!(shelf.writes().await, (4, 0));
        assert_eq!(shelf.shown(), [1, 2, 3, 4]);
        // One more, one less.
        shelf.set(1, &[1, 2, 4, 5]);
        assert_eq!(shelf.writes().await, (1, 1));
        assert_eq!(shelf.shown(), [1, 2, 4, 5]);
        // The last becomes the cover: it stays, the others come behind it.
        shelf.set(5, &[1, 2, 4, 5]);
        assert_eq!(shelf.writes().await, (3, 0));
        assert_eq!(shelf.shown(), [5, 1, 2, 4]);
        // All are gone from the shop.
        shelf.set(0, &[]);
        assert_eq!(shelf.writes().await, (0, 4));
        assert!(shelf.shown().is_empty());
    }
}

#[tokio::test]
async fn more_than_nine_stand_in_order_too() {
    let images: Vec<u32> = (1..=12).collect();
    let shelf = Shelf::with(ErpVersion::V20, &images, "all").await;
    assert_eq!(shelf.writes().await, (12, 0));
    assert_eq!(shelf.shown(), images);
    let more: Vec<u32> = (1..=13).collect();
    shelf.set(1, &more);
    shelf.writes().await;
    assert_eq!(shelf.shown(), more);
}

#[tokio::test]
async fn formats_go_by_the_bytes_and_files_of_persons_stay() {
    let shelf = Shelf::with(ErpVersion::V20, &[4, 5], "all").await;
    shelf.sync().await;
    let ends: Vec<bool> = shelf.names().iter().map(|name| name.ends_with(".png")).collect();
    assert_eq!(ends, [false, true]);
    {
        let mut data = shelf.pair.erp.state();
        let mine =
            passerelle_sandbox::erp::StoredFile { name: "mine.jpg".to_owned(), ..data.files[0].clone() };
        data.files.push(mine);
    }
    shelf.set(4, &[4]);
    assert_eq!(shelf.writes().await, (0, 1));
    assert!(shelf.names().contains(&"mine.jpg".to_owned()));
}

#[tokio::test]
async fn a_broken_image_stops_nothing_else() {
    let shelf = Shelf::with(ErpVersion::V20, &[1, 2, 3, 4, 6], "all").await;
    let too_long = vec![0xff; 20 * 1024 * 1024 + 1];
    shelf.pair.shop.state().odd_images.extend([
        (1, OddImage::Missing),
        (2, OddImage::Bytes(Vec::new().into())),
        (3, OddImage::Bytes(b"<html>".to_vec().into())),
        (4, OddImage::Bytes(too_long.into())),
    ]);
    assert_eq!(shelf.writes().await, (1, 0));
    assert_eq!(shelf.shown(), [6]);
    assert_eq!(shelf.state().await, (DocumentState::InStep, "images-broken".to_owned()));
    // Mended: nothing tells, so a person asks.
    shelf.pair.shop.state().odd_images.clear();
    let ended = shelf.program.run(&["retry", &format!("images/{}", shelf.product)]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(shelf.shown(), [1, 2, 3, 4, 6]);
    assert_eq!(shelf.state().await, (DocumentState::InStep, String::new()));
}

#[tokio::test]
async fn an_image_over_which_the_shop_fails_is_tried_again() {
    let shelf = Shelf::with(ErpVersion::V20, &[1, 2], "all").await;
    shelf.pair.shop.state().odd_images.insert(1, OddImage::Crash);
    assert_eq!(shelf.sync().await, 1);
    assert_eq!(shelf.shown(), [2]);
    shelf.pair.shop.state().odd_images.clear();
    assert_eq!(shelf.program.run(&["retry"]).await.code, Some(0));
    assert_eq!(shelf.shown(), [1, 2]);
}

#[tokio::test]
async fn other_bytes_under_the_same_number_are_found_on_demand() {
    let shelf = Shelf::with(ErpVersion::V20, &[1, 2], "all").await;
    shelf.sync().await;
    let before = shelf.names();
    let bytes = [&b"\x89PNG\r\n\x1a\n"[..], b"other"].concat();
    shelf.pair.shop.state().odd_images.insert(1, OddImage::Bytes(bytes.into()));
    let ended = shelf.program.run(&["retry", &format!("images/{}", shelf.product)]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let after = shelf.names();
    assert_eq!(shelf.shown(), [1, 2], "{after:?}");
    assert!(after[0] != before[0] && after[0].ends_with(".png") && after[1] == before[1], "{after:?}");
    // Without other bytes nothing is sent.
    shelf.pair.erp.forget_requests();
    shelf.program.run(&["retry", &format!("images/{}", shelf.product)]).await;
    assert_eq!(shelf.pair.erp.requests().writes(), 0);
}

#[tokio::test]
async fn a_lost_answer_costs_no_second_upload() {
    let shelf = Shelf::with(ErpVersion::V20, &[1, 2, 3], "all").await;
    let fault = Fault::on("POST", "/documents/upload", FaultKind::LostAnswerAfterCommit).skip(1);
    shelf.pair.erp.faults().push(fault);
    shelf.sync().await;
    shelf.sync().await;
    assert_eq!(shelf.shown(), [1, 2, 3]);
    assert_eq!(shelf.pair.erp.requests().count("POST", "documents"), 3);
}

/// Starts a sync and kills it at so many requests to Dolibarr; false when it ended before.
async fn killed_at(shelf: &Shelf, at: u64, moment: Moment) -> bool {
    shelf.pair.erp.halt_at(at, moment);
    let mut child = shelf.program.start(&["sync", "products"]);
    let killed = tokio::select! {
        () = shelf.pair.erp.halted() => true,
        _ = child.wait() => false,
    };
    child.kill().await.unwrap();
    shelf.pair.erp.go_on();
    killed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_request_of_images_it_goes_on_there() {
    let mut killed = 0;
    for at in 1.. {
        let shelf = Shelf::with(ErpVersion::V20, &[1, 2, 3], "none").await;
        shelf.sync().await;
        shelf.program.edit("images = \"none\"", "images = \"all\"");
        shelf.pair.erp.forget_requests();
        // What is asked at the start of a run is no concern of this test.
        if !killed_at(&shelf, 20 + at, Moment::CarriedOut).await {
            break;
        }
        killed += 1;
        shelf.sync().await;
        assert_eq!(shelf.pair.erp.requests().count("POST", "documents"), 3, "killed at {at}");
        assert_eq!(shelf.shown(), [1, 2, 3], "killed at {at}");
        assert_eq!(shelf.writes().await, (0, 0), "killed at {at}");
    }
    assert!(killed >= 3, "only {killed}");
}

#[tokio::test]
async fn a_lost_state_database_sends_no_bytes_again() {
    let shelf = Shelf::with(ErpVersion::V20, &[1, 2, 3], "all").await;
    shelf.sync().await;
    std::fs::remove_file(shelf.program.state()).unwrap();
    let _ = std::fs::remove_file(shelf.program.folder().join("passerelle.db-wal"));
    let _ = std::fs::remove_file(shelf.program.folder().join("passerelle.db-shm"));
    assert_eq!(shelf.writes().await, (0, 0));
    assert_eq!(shelf.shown(), [1, 2, 3]);
}

#[tokio::test]
async fn a_combination_shows_its_own_image() {
    let options = ShopOptions { seed: 3, size: size(1, 12, 0, 0), oddities: false, ..ShopOptions::default() };
    let pair = Pair::of(options, ErpVersion::V20).await;
    let program = Program::connected(&pair).await;
    let ended = program.run(&["sync", "products"]).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut expected = BTreeMap::new();
    {
        let state = pair.shop.state();
        for id in state.ids("combinations") {
            let product = u32::try_from(state.get("combinations", id, "id_product").int()).unwrap();
            if let Some(image) = state.links("combinations", id, "images").first() {
                expected.insert(key(Kind::Combination, id).external_ref().to_string(), *image);
                assert!(state.links("products", product, "images").contains(image));
            }
        }
    }
    assert!(!expected.is_empty());
    let data = pair.erp.state();
    for (reference, image) in expected {
        let child = data.products.iter().find(|it| it.record().ref_ext() == Some(&reference)).unwrap();
        let photos = data.photos(child.record().text("ref"));
        let begin = format!("ps1-image-{image}-");
        assert!(photos.len() == 1 && photos[0].starts_with(&begin), "{reference}: {photos:?}");
    }
}

#[tokio::test]
async fn a_new_reference_keeps_images_and_documents() {
    for version in [ErpVersion::V17, ErpVersion::V20, ErpVersion::V23] {
        let shelf = Shelf::with(version, &[2, 1], "all").await;
        shelf.sync().await;
        {
            let mut data = shelf.pair.erp.state();
            let manual = passerelle_sandbox::erp::StoredFile {
                name: "manual.pdf".to_owned(),
                ..data.files[0].clone()
            };
            data.files.push(manual);
        }
        shelf.pair.shop.state().save("products", shelf.product, "reference", "NEW-REF");
        shelf.sync().await;
        assert!(shelf.names().contains(&"manual.pdf".to_owned()), "{:?}", shelf.names());
        assert_eq!(shelf.shown(), [2, 1]);
        {
            let data = shelf.pair.erp.state();
            assert!(data.files.iter().all(|file| file.folder == "NEW-REF"), "the old folder is empty");
        }
        assert_eq!(shelf.writes().await, (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_documents_move_none_is_lost() {
    let mut killed = 0;
    for at in 1.. {
        let shelf = Shelf::with(ErpVersion::V17, &[2, 1], "all").await;
        shelf.sync().await;
        shelf.pair.shop.state().save("products", shelf.product, "reference", "NEW-REF");
        if !killed_at(&shelf, 20 + at, Moment::CarriedOut).await {
            break;
        }
        killed += 1;
        shelf.sync().await;
        shelf.sync().await;
        assert_eq!(shelf.shown(), [2, 1], "killed at {at}");
        {
            let data = shelf.pair.erp.state();
            let folders: Vec<&str> = data.files.iter().map(|file| file.folder.as_str()).collect();
            assert!(folders.iter().all(|it| *it == "NEW-REF"), "killed at {at}: {folders:?}");
        }
        let states = states(&shelf.program.store().await).await;
        let ended = |it: &String| it.contains("in_step") || it.contains("product-is-no-pack");
        assert!(states.iter().all(ended), "killed at {at}: {states:?}");
    }
    assert!(killed >= 5, "only {killed}");
}
