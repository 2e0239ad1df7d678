//! What a product of the shop has beside its own row: features, suppliers, specific prices, other languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SpecificPrices;
use crate::money::Percent;
use crate::tax::TaxSet;

/// What a product has beside its own row. What was not asked for, or may not be read, is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDetails {
    /// `condition`: `new`, `used` or `refurbished`.
    pub condition: String,
    /// `mpn`, the manufacturer's part number; may be empty.
    pub part_number: String,
    /// The VAT of ecotax (`PS_ECOTAX_TAX_RULES_GROUP_ID`) in the shop's country; none where the shop uses no ecotax
    /// (`PS_USE_ECOTAX`) or the rate cannot be told.
    pub ecotax_vat: Option<Percent>,
    /// The taxes of its tax rules group in the shop's country, where there are several.
    pub taxes: Option<TaxSet>,
    /// `product_features`, in the order of the features; one feature may be there more than once.
    pub features: Vec<Feature>,
    /// `product_suppliers.product_supplier_reference` of the product itself at its default supplier; may be empty.
    pub supplier_reference: String,
    /// `specific_prices` of the product and its combinations.
    pub specific_prices: SpecificPrices,
    /// The texts in further languages, by `languages.locale` with an underscore (`fr_FR`).
    pub languages: BTreeMap<String, ProductWords>,
}

/// One value of one feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// `product_features.name`.
    pub name: String,
    /// `product_feature_values.value`, whether written for all products or for this one only.
    pub value: String,
}

/// The texts of a product in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductWords {
    /// `name`.
    pub name: String,
    /// `description_short`, HTML.
    pub description_short: String,
    /// `description`, HTML.
    pub description: String,
}
