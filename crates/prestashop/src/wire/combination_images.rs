//! Images of `combinations`.

use serde::Deserialize;

use super::{Id, Linked, Text};
use crate::rows::Row;

/// A combination and those of its product's images that are its own.
#[derive(Clone, Debug, Deserialize)]
pub struct CombinationImagesRow {
    /// `id`.
    pub id: Id,
    /// `id_product`.
    #[serde(default)]
    pub id_product: Id,
    /// `reference`.
    #[serde(default)]
    pub reference: Text,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    images: Vec<Linked>,
}

impl CombinationImagesRow {
    /// `associations.images`.
    #[must_use]
    pub fn images(&self) -> &[Linked] {
        &self.associations.images
    }
}

impl Row for CombinationImagesRow {
    const RESOURCE: &'static str = "combinations";
    // The default, all fields: a list of fields leaves the associations of combinations out without a word.
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }
}
