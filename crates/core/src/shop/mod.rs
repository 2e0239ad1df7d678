//! The shop's documents as the core sees them: PrestaShop's shapes already resolved (countries to ISO codes, tax ids to
//! rates, currency ids to codes, states to their flags).

mod address;
mod category;
mod customer;
mod group;
mod images;
mod order;
mod product;
mod slip;
mod standing;

pub use address::Address;
pub use category::Category;
pub use customer::Customer;
pub use group::Group;
pub use images::{CombinationImages, ProductImages};
pub use order::{
    Discount, Order, OrderInvoice, OrderLine, OrderPayment, OrderShipment, OrderState, OrderTotals, Sibling,
    TaxMethod, TaxedAmount,
};
pub use product::{Combination, Product, ProductForm};
pub use slip::{OrderSlip, SlipLine};
pub use standing::{NamedState, Standing};

use serde::{Deserialize, Serialize};

use crate::key::{Kind, ShopId};

/// Any document of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShopDocument {
    /// A category.
    Category(Category),
    /// A product.
    Product(Product),
    /// A combination, with its product.
    Combination(Combination),
    /// The images of a product.
    Images(ProductImages),
    /// A group of customers.
    Group(Group),
    /// A customer.
    Customer(Customer),
    /// An address.
    Address(Address),
    /// An order with all that hangs on it.
    Order(Order),
}

impl ShopDocument {
    /// What sort of document this is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Category(_) => Kind::Category,
            Self::Product(_) => Kind::Product,
            Self::Combination(_) => Kind::Combination,
            Self::Images(_) => Kind::Images,
            Self::Group(_) => Kind::Group,
            Self::Customer(_) => Kind::Customer,
            Self::Address(_) => Kind::Address,
            Self::Order(_) => Kind::Order,
        }
    }

    /// Its number in the shop.
    #[must_use]
    pub const fn id(&self) -> ShopId {
        match self {
            Self::Category(it) => it.id,
            Self::Product(it) => it.id,
            Self::Combination(it) => it.id,
            Self::Images(it) => it.product,
            Self::Group(it) => it.id,
            Self::Customer(it) => it.id,
            Self::Address(it) => it.id,
            Self::Order(it) => it.id,
        }
    }

    /// What a person calls it: a reference or a name without personal data. May be empty.
    #[must_use]
    pub fn reference(&self) -> &str {
        match self {
            Self::Category(it) => &it.name,
            Self::Product(it) => &it.reference,
            Self::Combination(it) => &it.reference,
            Self::Images(it) => &it.reference,
            Self::Group(it) => &it.name,
            Self::Customer(_) | Self::Address(_) => "",
            Self::Order(it) => &it.reference,
        }
    }
}
