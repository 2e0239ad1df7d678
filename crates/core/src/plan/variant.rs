//! Fields of attributes, their values and variants to write.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::key::{ErpId, ExternalRef};

/// The fields of an attribute to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeWrite {
    /// `ref_ext`; at creation `ref` is the same, in capitals.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: Option<String>,
}

/// The fields of a value to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValueWrite {
    /// `ref`, in capitals: values have no field for an external reference.
    pub ref_ext: Option<ExternalRef>,
    /// `value`.
    pub value: Option<String>,
}

/// What makes a product a variant of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantWrite {
    /// `reference`: a product that has it is turned into the variant, else one is made; only at creation.
    pub reference: String,
    /// `ref_ext` (`variation_ref_ext`).
    pub ref_ext: Option<ExternalRef>,
    /// `features`: attributes and their values; only at creation.
    pub features: Vec<(ErpId, ErpId)>,
    /// `price_impact` (`variation_price`), an amount.
    pub price_impact: Decimal,
    /// `weight_impact` (`variation_weight`), kilograms.
    pub weight_impact: Decimal,
}
