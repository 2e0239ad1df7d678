//! Labels of the service products.

use serde::{Deserialize, Serialize};

/// Labels of the service products that Passerelle makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceLabels {
    /// Shipping.
    pub shipping: String,
    /// Gift wrapping.
    pub wrapping: String,
    /// Discounts.
    pub discount: String,
    /// Rounding.
    pub rounding: String,
    /// A difference that a person has accepted.
    pub adjustment: String,
    /// A document from which all lines were taken in the shop: a line without a product and without an amount.
    pub empty: String,
    /// Ecotax at another rate than its product's: a line without a product of its own.
    pub ecotax: String,
}

impl Default for ServiceLabels {
    fn default() -> Self {
        Self {
            shipping: "Frais de port".to_owned(),
            wrapping: "Emballage cadeau".to_owned(),
            discount: "Remise".to_owned(),
            rounding: "Arrondi".to_owned(),
            adjustment: "Écart accepté".to_owned(),
            empty: "Plus aucun article".to_owned(),
            ecotax: "Éco-contribution".to_owned(),
        }
    }
}
