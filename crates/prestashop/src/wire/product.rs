//! `products`.

use serde::Deserialize;

use super::{Flag, Id, Label, Linked, Number, Text, Words};
use crate::rows::Row;

/// One row of `products`. A list of fields answers in a third of the time of all of them.
#[derive(Clone, Debug, Deserialize)]
pub struct ProductRow {
    /// `id`.
    pub id: Id,
    /// The shop of a multistore that the row was read in; 0 where there is one only.
    #[serde(skip)]
    pub shop: u64,
    /// `id_tax_rules_group`.
    #[serde(default)]
    pub id_tax_rules_group: Id,
    /// `manufacturer_name`.
    #[serde(default)]
    pub manufacturer_name: Label,
    /// `reference`.
    #[serde(default)]
    pub reference: Text,
    /// `name`.
    #[serde(default)]
    pub name: Words,
    /// `description_short`.
    #[serde(default)]
    pub description_short: Words,
    /// `description`.
    #[serde(default)]
    pub description: Words,
    /// `price`.
    pub price: Number,
    /// `product_type`.
    #[serde(default)]
    pub product_type: Text,
    /// `type`.
    #[serde(rename = "type", default)]
    pub kind: Text,
    /// `active`.
    #[serde(default)]
    pub active: Flag,
    /// `weight`.
    #[serde(default)]
    pub weight: Number,
    /// `width`.
    #[serde(default)]
    pub width: Number,
    /// `height`.
    #[serde(default)]
    pub height: Number,
    /// `depth`.
    #[serde(default)]
    pub depth: Number,
    /// `ean13`.
    #[serde(default)]
    pub ean13: Text,
    /// `upc`.
    #[serde(default)]
    pub upc: Text,
    /// `isbn`.
    #[serde(default)]
    pub isbn: Text,
    /// `wholesale_price`.
    #[serde(default)]
    pub wholesale_price: Number,
    /// `ecotax`.
    #[serde(default)]
    pub ecotax: Number,
    /// `condition`.
    #[serde(default)]
    pub condition: Text,
    /// `mpn`.
    #[serde(default)]
    pub mpn: Text,
    /// `id_supplier`: the default one.
    #[serde(default)]
    pub id_supplier: Id,
    /// `associations`.
    #[serde(default)]
    associations: Associations,
}

/// One feature of a product.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct FeatureOf {
    /// `product_features.id`.
    pub id: Id,
    /// `product_feature_values.id`.
    #[serde(default)]
    pub id_feature_value: Id,
}

/// One part of a pack.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct PartOf {
    /// The part's product.
    pub id: Id,
    /// Its combination; 0 for none.
    #[serde(default)]
    pub id_product_attribute: Id,
    /// How many are in the pack.
    #[serde(default)]
    pub quantity: Number,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Associations {
    #[serde(default)]
    categories: Vec<Linked>,
    #[serde(default)]
    product_features: Vec<FeatureOf>,
    #[serde(default)]
    product_bundle: Vec<PartOf>,
    #[serde(default)]
    combinations: Vec<Linked>,
}

impl ProductRow {
    /// `associations.categories`.
    #[must_use]
    pub fn categories(&self) -> &[Linked] {
        &self.associations.categories
    }

    /// `associations.product_features`.
    #[must_use]
    pub fn features(&self) -> &[FeatureOf] {
        &self.associations.product_features
    }

    /// `associations.product_bundle`.
    #[must_use]
    pub fn parts(&self) -> &[PartOf] {
        &self.associations.product_bundle
    }

    /// `associations.combinations`.
    #[must_use]
    pub fn combinations(&self) -> &[Linked] {
        &self.associations.combinations
    }
}

impl Row for ProductRow {
    const RESOURCE: &'static str = "products";
    const DISPLAY: &'static str = "[id,id_tax_rules_group,manufacturer_name,reference,name,description_short,description,price,product_type,type,active,weight,width,height,depth,ean13,upc,isbn,wholesale_price,ecotax,condition,mpn,id_supplier,categories[id],product_features[id,id_feature_value],product_bundle[id,id_product_attribute,quantity],combinations[id]]";
    const WORDS: bool = true;
    const BY_SHOP: bool = true;

    fn id(&self) -> u64 {
        self.id.0
    }

    fn read_in(&mut self, shop: u64) {
        self.shop = shop;
    }
}
