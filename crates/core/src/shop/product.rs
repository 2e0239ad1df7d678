//! A product of the shop and a combination of it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ProductDetails;
use crate::key::ShopId;
use crate::money::Percent;

/// `product_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductForm {
    /// A plain product.
    Standard,
    /// A product with combinations.
    Combinations,
    /// Nothing to ship: a service or a file.
    Virtual,
    /// A pack of other products.
    Pack,
}

/// One row of `products`, in the language chosen for the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// `id`.
    pub id: ShopId,
    /// The shop of a multistore whose prices and texts these are; 0 where there is one shop only.
    pub shop: ShopId,
    /// `reference`; may be empty or shared with others.
    pub reference: String,
    /// `name`.
    pub name: String,
    /// `description_short`, HTML.
    pub description_short: String,
    /// `description`, HTML.
    pub description: String,
    /// `price`, excluding tax, up to 6 decimals, in the shop's default currency.
    pub price: Decimal,
    /// The rate of its tax rules group in the shop's country; 0 without group; none when the group could not be resolved.
    pub vat: Option<Percent>,
    /// `product_type`, else `type`.
    pub form: ProductForm,
    /// `active`.
    pub active: bool,
    /// `weight`, kilograms.
    pub weight: Decimal,
    /// `width`, centimetres.
    pub width: Decimal,
    /// `height`, centimetres.
    pub height: Decimal,
    /// `depth`, centimetres.
    pub depth: Decimal,
    /// `ean13`, may be empty.
    pub ean13: String,
    /// `upc`, may be empty.
    pub upc: String,
    /// `isbn`, may be empty.
    pub isbn: String,
    /// `wholesale_price`, excluding tax.
    pub wholesale_price: Decimal,
    /// `ecotax`, excluding tax.
    pub ecotax: Decimal,
    /// `manufacturer_name`, may be empty.
    pub manufacturer: String,
    /// `associations.categories`.
    pub categories: Vec<ShopId>,
    /// What it has beside its own row.
    #[serde(default)]
    pub details: ProductDetails,
    /// `associations.combinations`: those that the product has now.
    #[serde(default)]
    pub combinations: Vec<ShopId>,
}

/// One row of `combinations`, with the product it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Combination {
    /// `id`.
    pub id: ShopId,
    /// Its product.
    pub product: Product,
    /// `reference`; may be empty or shared.
    pub reference: String,
    /// Attribute group and value names in the order of the groups: ("Colour", "Red").
    pub attributes: Vec<(String, String)>,
    /// The same attributes as keys: attribute and value, in the same order.
    #[serde(default)]
    pub values: Vec<(ShopId, ShopId)>,
    /// `price`: what is added to the product's price, excluding tax.
    pub price_impact: Decimal,
    /// `weight`: what is added to the product's weight, kilograms.
    pub weight_impact: Decimal,
    /// `wholesale_price`; 0 means the product's.
    pub wholesale_price: Decimal,
    /// `ean13`, may be empty.
    pub ean13: String,
    /// `upc`, may be empty.
    pub upc: String,
    /// `isbn`, may be empty.
    pub isbn: String,
}
