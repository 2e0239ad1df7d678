//! The names of things: kinds, keys, and the external references by which everything is found again in Dolibarr.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::business;
use crate::collective::Collective;

/// What sort of thing of the shop is meant. The order of the variants is the order in which things depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A service product that Passerelle itself makes (shipping, wrapping, discount, rounding); its id is a [`ServiceProduct`].
    Service,
    /// `categories`.
    Category,
    /// `product_options`: a group of attributes, such as the colour.
    Attribute,
    /// `product_option_values`: one value of an attribute, such as red.
    AttributeValue,
    /// `products`.
    Product,
    /// `combinations`.
    Combination,
    /// The content of a pack; its id is the product's.
    Pack,
    /// The images of a product; its id is the product's.
    Images,
    /// `groups` of customers.
    Group,
    /// A third party that Passerelle itself makes for many customers; its id is a [`Collective`].
    Collective,
    /// `customers`.
    Customer,
    /// `addresses`.
    Address,
    /// A business that a customer's billing address names; its id is made of the customer's and a print of the business, see
    /// [`Business::shop_id`](crate::business::Business::shop_id).
    Company,
    /// `orders`, with all that hangs on them.
    Order,
    /// The stock of a product and of its combinations; its id is the product's.
    Stock,
    /// `order_invoices`; linked, but reconciled with its order.
    Invoice,
    /// `order_payments`; linked, but reconciled with its order.
    Payment,
    /// An invoice made from an order itself, in a shop that issues none; its id is the order's.
    OrderInvoice,
    /// `order_slip`; linked, but reconciled with its order.
    Slip,
    /// One image of a product; linked, but reconciled with all of them.
    Image,
    /// One image of a combination; linked, but reconciled with all of its product. Its id is made of both, see
    /// [`ShopId::image_of_combination`].
    CombinationImage,
}

impl Kind {
    /// The kinds that have jobs of their own, in the order of dependence.
    pub const JOBS: [Self; 15] = [
        Self::Service,
        Self::Category,
        Self::Attribute,
        Self::AttributeValue,
        Self::Product,
        Self::Combination,
        Self::Pack,
        Self::Images,
        Self::Group,
        Self::Collective,
        Self::Customer,
        Self::Address,
        Self::Company,
        Self::Order,
        Self::Stock,
    ];

    /// The word used in the store, in external references and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Category => "category",
            Self::Attribute => "attribute",
            Self::AttributeValue => "attributevalue",
            Self::Product => "product",
            Self::Combination => "combination",
            Self::Pack => "pack",
            Self::Images => "images",
            Self::Group => "group",
            Self::Collective => "collective",
            Self::Customer => "customer",
            Self::Address => "address",
            Self::Company => "company",
            Self::Order => "order",
            Self::Stock => "stock",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::OrderInvoice => "orderinvoice",
            Self::Slip => "slip",
            Self::Image => "image",
            Self::CombinationImage => "combinationimage",
        }
    }

    /// Lower ranks are done first.
    #[must_use]
    pub const fn rank(self) -> i64 {
        self as i64
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A text that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a kind of document")]
pub struct NotAKind(pub String);

impl FromStr for Kind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::JOBS
            .into_iter()
            .chain([Self::Invoice, Self::Payment, Self::OrderInvoice, Self::Slip])
            .chain([Self::Image, Self::CombinationImage])
            .find(|kind| kind.word() == text)
            .ok_or_else(|| NotAKind(text.to_owned()))
    }
}

/// The number by which the shop knows a thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShopId(pub u64);

impl ShopId {
    /// The number of one image of one combination: PrestaShop's own numbers have 32 bits, and those of combinations are read
    /// up to 31.
    #[must_use]
    pub const fn image_of_combination(combination: Self, image: Self) -> Self {
        Self(((combination.0 & 0x7FFF_FFFF) << 32) | (image.0 & 0xFFFF_FFFF))
    }
}

impl fmt::Display for ShopId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for ShopId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The number (`rowid`) by which Dolibarr knows a thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErpId(pub u64);

impl fmt::Display for ErpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for ErpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A service product of Passerelle's own, used by order lines that are no product of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceProduct {
    /// Shipping.
    Shipping,
    /// Gift wrapping.
    Wrapping,
    /// Discounts and vouchers.
    Discount,
    /// The cents that the shop's own header has over its parts.
    Rounding,
}

impl ServiceProduct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Shipping, Self::Wrapping, Self::Discount, Self::Rounding];

    /// Its id as a thing of kind [`Kind::Service`].
    #[must_use]
    pub const fn shop_id(self) -> ShopId {
        ShopId(match self {
            Self::Shipping => 1,
            Self::Wrapping => 2,
            Self::Discount => 3,
            Self::Rounding => 4,
        })
    }

    /// The reverse of [`Self::shop_id`].
    #[must_use]
    pub fn from_shop_id(id: ShopId) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.shop_id() == id)
    }

    /// The word in its product reference.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shipping => "shipping",
            Self::Wrapping => "wrapping",
            Self::Discount => "discount",
            Self::Rounding => "rounding",
        }
    }
}

/// The short name of a connection, part of every external reference. Lower-case letters and digits, at most 12, so that no
/// filter of Dolibarr is disturbed by it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

/// A text that cannot be a tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be a tag: use 1 to 12 lower-case letters and digits, beginning with a letter, such as \"ps1\""
)]
pub struct NotATag(pub String);

impl Tag {
    /// The text of the tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = NotATag;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=12).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotATag(text.to_owned())) }
    }
}

impl TryFrom<String> for Tag {
    type Error = NotATag;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one reconciliation is about: one thing of one connection's shop.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The connection.
    pub tag: Tag,
    /// The sort of thing.
    pub kind: Kind,
    /// Its number in the shop.
    pub id: ShopId,
}

impl Key {
    /// The key of thing `id` of kind `kind`.
    #[must_use]
    pub fn new(tag: &Tag, kind: Kind, id: ShopId) -> Self {
        Self { tag: tag.clone(), kind, id }
    }

    /// The reference that Dolibarr stores for this thing: `<tag>-<kind>-<id>`, only characters that no filter and no
    /// firewall of Dolibarr touches. A collective third party has a word of its own in it, such as `<tag>-guests-fr`.
    #[must_use]
    pub fn external_ref(&self) -> ExternalRef {
        if self.kind == Kind::Collective
            && let Some(collective) = Collective::from_shop_id(self.id)
        {
            return ExternalRef(format!("{}-{}", self.tag, collective.word()));
        }
        if self.kind == Kind::Company {
            return ExternalRef(format!("{}-{}-{}", self.tag, self.kind.word(), business::word(self.id)));
        }
        ExternalRef(format!("{}-{}-{}", self.tag, self.kind.word(), self.id))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.tag, self.kind, self.id)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The reference under which Dolibarr keeps a thing of ours (`ref_ext`, `num_payment`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalRef(String);

impl ExternalRef {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a reference that Dolibarr gave back; any text is one, ours or not.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether Passerelle wrote it, for this connection or for another one: `<tag>-<kind>-…`.
    #[must_use]
    pub fn is_passerelles(&self) -> bool {
        let mut parts = self.0.splitn(3, '-');
        let tag = parts.next().is_some_and(|tag| tag.parse::<Tag>().is_ok());
        let kind = parts.next().unwrap_or_default();
        tag && (kind.parse::<Kind>().is_ok() || matches!(kind, "guests" | "anonymous"))
    }

    /// Whether another connector wrote it for the thing with this number in the shop: it ends with that number.
    #[must_use]
    pub fn is_of_another_connector(&self, id: ShopId) -> bool {
        let text = self.0.trim_end();
        let digits = text.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        !self.is_passerelles() && digits.parse() == Ok(id.0)
    }

    /// The reference of a part of this thing, such as one line of an order.
    #[must_use]
    pub fn part(&self, part: &str) -> Self {
        Self(format!("{}-{part}", self.0))
    }
}

impl fmt::Display for ExternalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ExternalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_references_are_plain() {
        let key = Key::new(&"ps1".parse().unwrap(), Kind::Order, ShopId(42));
        assert_eq!(key.external_ref().as_str(), "ps1-order-42");
        assert_eq!(key.external_ref().part("line-3").as_str(), "ps1-order-42-line-3");
        let guests = Collective::guests("FR").shop_id();
        let key = Key::new(&"ps1".parse().unwrap(), Kind::Collective, guests);
        assert_eq!(key.external_ref().as_str(), "ps1-guests-fr");
    }

    #[test]
    fn references_of_other_connectors_are_told_apart() {
        for ours in ["ps1-order-42", "shop2-product-7", "ps1-guests-fr", "ps1-anonymous", "ps1-slip-3-line-1"]
        {
            assert!(ExternalRef::stored(ours).is_passerelles(), "{ours}");
            assert!(!ExternalRef::stored(ours).is_of_another_connector(ShopId(42)), "{ours}");
        }
        for other in ["42", "PSUSER-42", "My shop-42", "eCommerce-1-42", "ps1-thing-42"] {
            assert!(!ExternalRef::stored(other).is_passerelles(), "{other}");
            assert!(ExternalRef::stored(other).is_of_another_connector(ShopId(42)), "{other}");
            assert!(!ExternalRef::stored(other).is_of_another_connector(ShopId(2)), "{other}");
        }
        assert!(!ExternalRef::stored("42-a").is_of_another_connector(ShopId(42)));
    }

    #[test]
    fn tags_with_other_characters_are_refused() {
        for text in ["", "PS1", "ps:1", "1ps", "ps-1", "abcdefghijklm"] {
            assert!(text.parse::<Tag>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_kind_is_read_back_from_its_word() {
        for kind in Kind::JOBS {
            assert_eq!(kind.word().parse(), Ok(kind));
        }
    }
}
