//! The images of a product and of its combinations: their numbers, never their bytes.

use serde::{Deserialize, Serialize};

use crate::key::ShopId;

/// The images of one product, from its row in `products`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductImages {
    /// The product's `id`.
    pub product: ShopId,
    /// `reference`: the folder of Dolibarr is named after it.
    pub reference: String,
    /// `id_default_image`.
    pub cover: Option<ShopId>,
    /// `associations.images`, in the shop's order.
    pub images: Vec<ShopId>,
    /// Its combinations; many have no images of their own.
    pub combinations: Vec<CombinationImages>,
}

impl ProductImages {
    /// All images, the cover first. A cover that the list lacks counts all the same.
    #[must_use]
    pub fn ordered(&self) -> Vec<ShopId> {
        let rest = self.images.iter().copied().filter(|image| Some(*image) != self.cover);
        self.cover.into_iter().chain(rest).collect()
    }
}

/// The images of one combination, from its row in `combinations`: some of its product's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CombinationImages {
    /// The combination's `id`.
    pub combination: ShopId,
    /// `reference`.
    pub reference: String,
    /// `associations.images`.
    pub images: Vec<ShopId>,
}
