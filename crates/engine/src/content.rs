//! The bytes of files, fetched just before the call that sends them. A few are held at a time, and nothing else of a plan,
//! the journal or the store holds any.

use bytes::Bytes;
use passerelle_core::decide::{image_format, image_name};
use passerelle_core::explain::Explanation;
use passerelle_core::plan::{FileCopy, ImageWrite};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::ports::erp::{Download, Erp, ErpError, FileContent};
use crate::ports::shop::{Picture, Shop, ShopError};

/// Megabytes of files held at once.
pub(crate) const MOST_HELD: usize = 40;
/// Megabytes that a usual file may have; a longer one is asked for again when there is room.
const USUAL: u32 = 4;
/// Megabytes that any file may have.
const LONGEST: u32 = 20;

/// What became of fetching.
pub(crate) enum Fetch<'a> {
    /// The file, and the room that it takes.
    Content(FileContent, SemaphorePermit<'a>),
    /// It is in Dolibarr with these bytes.
    Present(String),
    /// There is nothing to send.
    Nothing,
    /// It cannot be had, and nothing will change by itself.
    Broken(Explanation),
    /// The shop failed over this one: it may work later.
    Failed(Explanation),
    /// It may work later.
    Later(Explanation),
    /// Nothing works as things are.
    Refused(Explanation),
}

const fn bytes(megabytes: u32) -> usize {
    megabytes as usize * 1024 * 1024
}

async fn room(held: &Semaphore, megabytes: u32) -> Option<SemaphorePermit<'_>> {
    // Never closed.
    held.acquire_many(megabytes).await.ok()
}

/// The bytes of an image of the shop, under the name that they have in Dolibarr.
pub(crate) async fn image<'a>(shop: &dyn Shop, held: &'a Semaphore, write: &ImageWrite) -> Fetch<'a> {
    for megabytes in [USUAL, LONGEST] {
        let Some(permit) = room(held, megabytes).await else { break };
        match shop.image(write.product, write.image, bytes(megabytes)).await {
            Ok(Picture::Bytes(bytes)) => return named(write, bytes, permit),
            Ok(Picture::Longer) => {}
            Ok(Picture::Missing(why)) => return Fetch::Broken(why),
            Ok(Picture::Failed(why)) => return Fetch::Failed(why),
            Err(ShopError::Unavailable { explanation, .. }) => return Fetch::Later(explanation),
            Err(ShopError::Refused(why)) => return Fetch::Refused(why),
        }
    }
    let why = Explanation::new("image-too-long").with("image", write.image).with("megabytes", LONGEST);
    Fetch::Broken(why)
}

fn named<'a>(write: &ImageWrite, bytes: Bytes, permit: SemaphorePermit<'a>) -> Fetch<'a> {
    if bytes.is_empty() {
        return Fetch::Broken(Explanation::new("image-empty").with("image", write.image));
    }
    let Some(name) = image_format(&bytes).and_then(|_| image_name(&write.stem, &bytes)) else {
        return Fetch::Broken(Explanation::new("image-not-an-image").with("image", write.image));
    };
    let length = bytes.len() as u64;
    if !write.again && write.present.iter().any(|it| it.name == name && it.size == length) {
        return Fetch::Present(name);
    }
    Fetch::Content(FileContent { name, bytes }, permit)
}

/// The bytes of a file in the folder of a reference of before; with the answer that they come in they take twice the room. One that is not there any more was moved.
pub(crate) async fn copy<'a>(erp: &dyn Erp, held: &'a Semaphore, copy: &FileCopy) -> Fetch<'a> {
    for megabytes in [USUAL, LONGEST] {
        let Some(permit) = room(held, megabytes * 2).await else { break };
        match erp.download(&copy.from, bytes(megabytes)).await {
            Ok(Download::Bytes(bytes)) => {
                return Fetch::Content(FileContent { name: copy.name.clone(), bytes }, permit);
            }
            Ok(Download::Absent) => return Fetch::Nothing,
            Ok(Download::Longer) => {}
            Err(ErpError::Unavailable { explanation, .. }) => return Fetch::Later(explanation),
            Err(ErpError::Refused(why)) => return Fetch::Refused(why),
        }
    }
    let why = Explanation::new("file-too-long-to-move").with("file", &copy.from).with("megabytes", LONGEST);
    Fetch::Broken(why)
}
