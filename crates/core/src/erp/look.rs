//! What to look for in Dolibarr before deciding: pure data, which the client batches into few calls.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ErpObject;
use crate::key::{ErpId, ExternalRef};

/// What sort of object of Dolibarr is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErpKind {
    /// `categories` of type product.
    Category,
    /// `products`.
    Product,
    /// `thirdparties`.
    ThirdParty,
    /// `contacts`.
    Contact,
    /// `orders`.
    Order,
    /// `invoices`.
    Invoice,
    /// Payments of an invoice.
    Payment,
    /// Lines of an order; seen with their order.
    OrderLine,
    /// `stockmovements`; looked for by their code, which is our external reference.
    StockMovement,
    /// `categories` of type customer.
    CustomerCategory,
    /// `products/attributes`.
    Attribute,
    /// `products/attributes/{id}/values`.
    AttributeValue,
    /// `products/{id}/variants`: what ties a product to its parent; not the product itself.
    Variant,
    /// The levels of a product in the warehouses; its id is the product's.
    Stock,
    /// A file in the folder of a product.
    File,
    /// `setup/dictionary/states`.
    State,
    /// A contact of an order or invoice; seen with its document.
    DocumentContact,
}

impl ErpKind {
    /// The word used in the store and in messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Product => "product",
            Self::ThirdParty => "third_party",
            Self::Contact => "contact",
            Self::Order => "order",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::OrderLine => "order_line",
            Self::StockMovement => "stock_movement",
            Self::CustomerCategory => "customer_category",
            Self::Attribute => "attribute",
            Self::AttributeValue => "attribute_value",
            Self::Variant => "variant",
            Self::Stock => "stock",
            Self::File => "file",
            Self::State => "state",
            Self::DocumentContact => "document_contact",
        }
    }
}

/// By what an object is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookBy {
    /// `rowid`.
    Id(ErpId),
    /// `ref_ext`.
    ExternalRef(ExternalRef),
    /// `ref` of a product, as Dolibarr would store it.
    Reference(String),
    /// `barcode` of a product.
    Barcode(String),
    /// `email` of a third party.
    Email(String),
    /// `tva_intra` of a third party.
    VatNumber(String),
    /// `siret` (`idprof2`) of a third party.
    ProfessionalId(String),
    /// `nom` of a third party, whatever white space is between its words.
    Name(String),
    /// `label` of a category.
    Label(String),
    /// `ref_client` or `ref` of an order or an invoice.
    Named(String),
    /// The credit notes that correct this invoice.
    Correcting(ErpId),
    /// The contacts of this order or invoice, with their roles.
    ContactsOf(ErpId),
    /// The payments of this invoice.
    OfInvoice(ErpId),
    /// The sub-products of this product.
    PartsOf(ErpId),
    /// The customer categories that this third party is in.
    OfThirdParty(ErpId),
    /// All there are: attributes, of which a shop has few.
    All,
    /// The states of this country, by its number in Dolibarr.
    OfCountry(u64),
    /// The values of this attribute.
    OfAttribute(ErpId),
    /// The variants of this product.
    OfParent(ErpId),
    /// The latest movement of stock of all; the answer is empty when there was none yet.
    Latest,
    /// The movements of stock of this product whose number is higher.
    OfProductAfter(ErpId, u64),
    /// Movements of stock whose number is higher and whose code does not begin with this text, lowest first, so many that a
    /// call gives: as many as [`MOVEMENTS_AT_ONCE`] when there may be more.
    Foreign(u64, String),
    /// The files in the folder of this product, or the product categories that it is in.
    OfProduct(ErpId),
}

/// How many movements of stock one answer to [`LookBy::Foreign`] has at most.
pub const MOVEMENTS_AT_ONCE: usize = 500;

/// One question to Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Look {
    /// Among which objects.
    pub kind: ErpKind,
    /// By what.
    pub by: LookBy,
}

impl Look {
    /// A look among objects of `kind`.
    #[must_use]
    pub const fn new(kind: ErpKind, by: LookBy) -> Self {
        Self { kind, by }
    }
}

/// The answers to looks. A look that was answered with nothing is present with an empty list; one that was never asked, or
/// whose answer could not be had, is absent: absence of an answer is never read as absence of the object.
#[derive(Clone, Debug, Default)]
pub struct ErpSeen(HashMap<Look, Vec<ErpObject>>);

impl ErpSeen {
    /// Notes the answer to one look.
    pub fn insert(&mut self, look: Look, found: Vec<ErpObject>) {
        self.0.insert(look, found);
    }

    /// The answer to `look`; none when it was not answered.
    #[must_use]
    pub fn get(&self, look: &Look) -> Option<&[ErpObject]> {
        self.0.get(look).map(Vec::as_slice)
    }

    /// Takes over all answers of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// All answers.
    pub fn iter(&self) -> impl Iterator<Item = (&Look, &[ErpObject])> {
        self.0.iter().map(|(look, found)| (look, found.as_slice()))
    }
}
