//! The shop's documents as the core sees them: PrestaShop's shapes already resolved (countries to ISO codes, tax ids to
//! rates, currency ids to codes, states to their flags).

mod address;
mod attribute;
mod category;
mod company;
mod customer;
mod details;
mod group;
mod images;
mod order;
mod pack;
mod product;
mod slip;
mod specific_price;
mod standing;
mod stock;

pub use address::Address;
pub use attribute::{Attribute, AttributeForm, AttributeValue};
pub use category::Category;
pub use company::Company;
pub use customer::Customer;
pub use details::{Feature, ProductDetails, ProductWords};
pub use group::Group;
pub use images::{CombinationImages, ProductImages};
pub use order::{
    Customization, Discount, Order, OrderInvoice, OrderLine, OrderPayment, OrderShipment, OrderState,
    OrderTotals, Sibling, TaxMethod, TaxedAmount,
};
pub use pack::{Pack, PackPart};
pub use product::{Combination, Product, ProductForm};
pub use slip::{OrderSlip, SlipLine};
pub use specific_price::SpecificPrices;
pub use standing::{NamedState, Standing};
pub use stock::{Stock, StockLevel};

use serde::{Deserialize, Serialize};

use crate::key::{Kind, ShopId};

/// Any document of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShopDocument {
    /// A category.
    Category(Category),
    /// An attribute of combinations.
    Attribute(Attribute),
    /// A value of an attribute.
    AttributeValue(AttributeValue),
    /// A product.
    Product(Product),
    /// A combination, with its product.
    Combination(Combination),
    /// The content of a pack.
    Pack(Pack),
    /// The images of a product.
    Images(ProductImages),
    /// A group of customers.
    Group(Group),
    /// A customer.
    Customer(Customer),
    /// An address.
    Address(Address),
    /// A business that a customer's billing address names.
    Company(Company),
    /// An order with all that hangs on it.
    Order(Order),
    /// The stock of a product and of its combinations.
    Stock(Stock),
}

impl ShopDocument {
    /// What sort of document this is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Category(_) => Kind::Category,
            Self::Attribute(_) => Kind::Attribute,
            Self::AttributeValue(_) => Kind::AttributeValue,
            Self::Product(_) => Kind::Product,
            Self::Combination(_) => Kind::Combination,
            Self::Pack(_) => Kind::Pack,
            Self::Images(_) => Kind::Images,
            Self::Group(_) => Kind::Group,
            Self::Customer(_) => Kind::Customer,
            Self::Address(_) => Kind::Address,
            Self::Company(_) => Kind::Company,
            Self::Order(_) => Kind::Order,
            Self::Stock(_) => Kind::Stock,
        }
    }

    /// Its number in the shop.
    #[must_use]
    pub const fn id(&self) -> ShopId {
        match self {
            Self::Category(it) => it.id,
            Self::Attribute(it) => it.id,
            Self::AttributeValue(it) => it.id,
            Self::Product(it) => it.id,
            Self::Combination(it) => it.id,
            Self::Pack(it) => it.id,
            Self::Images(it) => it.product,
            Self::Group(it) => it.id,
            Self::Customer(it) => it.id,
            Self::Address(it) => it.id,
            Self::Company(it) => it.id,
            Self::Order(it) => it.id,
            Self::Stock(it) => it.product,
        }
    }

    /// What a person calls it: a reference or a name without personal data. May be empty.
    #[must_use]
    pub fn reference(&self) -> &str {
        match self {
            Self::Category(it) => &it.name,
            Self::Attribute(it) => &it.name,
            Self::AttributeValue(it) => &it.name,
            Self::Product(it) => &it.reference,
            Self::Combination(it) => &it.reference,
            Self::Pack(it) => &it.reference,
            Self::Images(it) => &it.reference,
            Self::Group(it) => &it.name,
            Self::Customer(_) | Self::Address(_) | Self::Company(_) => "",
            Self::Order(it) => &it.reference,
            Self::Stock(it) => &it.reference,
        }
    }
}
