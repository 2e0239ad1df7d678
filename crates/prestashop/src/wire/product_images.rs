//! Images of `products`.

use serde::Deserialize;

use super::{Id, Linked, Text};
use crate::rows::Row;

/// A product and its images: the webservice lists images only there.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductImagesRow {
    /// `id`.
    pub id: Id,
    /// `reference`.
    #[serde(default)]
    pub reference: Text,
    /// `id_default_image`: the cover.
    #[serde(default)]
    pub id_default_image: Id,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    images: Vec<Linked>,
}

impl ProductImagesRow {
    /// `associations.images`.
    #[must_use]
    pub fn images(&self) -> &[Linked] {
        &self.associations.images
    }
}

impl Row for ProductImagesRow {
    const RESOURCE: &'static str = "products";
    const DISPLAY: &'static str = "[id,reference,id_default_image,images[id]]";
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
