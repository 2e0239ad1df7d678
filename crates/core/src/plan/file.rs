//! Files in the folders of products. A plan names them; their bytes are fetched just before the call, and go nowhere else.

use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ExternalRef, ShopId};

/// An image of the shop to put into the folder of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageWrite {
    /// The product of the shop.
    pub product: ShopId,
    /// Its image.
    pub image: ShopId,
    /// `ref` of the product of Dolibarr, after which the folder is named.
    pub reference: String,
    /// What its name begins with: the external reference. A print of the bytes and their format follow.
    pub stem: ExternalRef,
    /// Files of this image that are in the folder. One of them with the same bytes is not sent again.
    pub present: Vec<PresentFile>,
    /// It is sent although it is there: Dolibarr shows photos in the order in which they came.
    pub again: bool,
    /// The number (`ecm_files.position`) that Dolibarr is expected to give it, by which photos are ordered.
    pub position: u64,
}

impl ImageWrite {
    /// Whether Dolibarr numbers it anew: one that is there already with the same bytes keeps its number.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.again || self.present.is_empty()
    }
}

/// A file that is in a folder of Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file to copy from the folder of a reference that a product had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCopy {
    /// Where it is: folder and name.
    pub from: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// `ref` of the product whose folder it is copied to.
    pub reference: String,
}

/// What must be there before a file is deleted that was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyProof {
    /// The product that has the copy.
    pub product: ErpId,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}
