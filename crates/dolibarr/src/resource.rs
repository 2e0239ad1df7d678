//! The parts of Dolibarr's API that are used, with the module and the rights that each of them needs.

use passerelle_core::erp::ErpKind;

/// One part of Dolibarr's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The path, which is also the word in messages.
    pub path: &'static str,
    /// The module that serves it, as `setup/modules` calls it.
    pub module: &'static str,
    /// The right to read, as Dolibarr's permission screen calls it in English.
    pub right_to_read: &'static str,
    /// The right to write, likewise.
    pub right_to_write: &'static str,
}

/// `categories`.
pub const CATEGORIES: Resource =
    resource("/categories", "categorie", "Read categories", "Create/modify categories");
/// `products`.
pub const PRODUCTS: Resource = resource("/products", "product", "Read products", "Create/modify products");
/// Ties of variants, which only those who may delete products may cut.
pub const VARIANTS: Resource = resource("/products", "product", "Read products", "Delete products");
/// `thirdparties`.
pub const THIRD_PARTIES: Resource = resource(
    "/thirdparties",
    "societe",
    "Read third parties linked to user",
    "Create/modify third parties linked to user",
);
/// `contacts`.
pub const CONTACTS: Resource = resource("/contacts", "societe", "Read contacts", "Create/modify contacts");
/// `orders`.
pub const ORDERS: Resource =
    resource("/orders", "commande", "Read customers orders", "Create/modify customers orders");
/// `invoices`.
pub const INVOICES: Resource = resource(
    "/invoices",
    "facture",
    "Read customer invoices (and payments)",
    "Create/modify customer invoices",
);
/// `warehouses`.
pub const WAREHOUSES: Resource = resource("/warehouses", "stock", "Read stocks", "Create/modify stocks");
/// `stockmovements`.
pub const STOCK_MOVEMENTS: Resource =
    resource("/stockmovements", "stock", "Read stocks", "Create/modify stocks");
/// `bankaccounts`.
pub const BANK_ACCOUNTS: Resource =
    resource("/bankaccounts", "banque", "Read financial accounts", "Create/modify financial accounts");
/// `documents`, of products: read with the right to read products. Up to version 17 an upload asks for the module ECM, too.
pub const DOCUMENTS: Resource = resource(
    "/documents",
    "product",
    "Read products",
    "Create/modify products, and up to Dolibarr 17 also \"Submit or delete documents\" of the module ECM/GED",
);
/// `setup`.
pub const SETUP: Resource = resource("/setup", "api", "Administrator", "Administrator");
/// `status`.
pub const STATUS: Resource = resource("/status", "api", "Administrator", "Administrator");

const fn resource(
    path: &'static str,
    module: &'static str,
    right_to_read: &'static str,
    right_to_write: &'static str,
) -> Resource {
    Resource { path, module, right_to_read, right_to_write }
}

impl Resource {
    /// The word in messages.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.path.trim_start_matches('/')
    }

    /// Where objects of this kind are read.
    #[must_use]
    pub const fn of(kind: ErpKind) -> Self {
        match kind {
            ErpKind::Category | ErpKind::CustomerCategory => CATEGORIES,
            ErpKind::Product
            | ErpKind::Stock
            | ErpKind::Attribute
            | ErpKind::AttributeValue
            | ErpKind::Variant => PRODUCTS,
            ErpKind::ThirdParty => THIRD_PARTIES,
            ErpKind::Contact => CONTACTS,
            ErpKind::Order | ErpKind::OrderLine => ORDERS,
            ErpKind::Invoice | ErpKind::Payment => INVOICES,
            ErpKind::StockMovement => STOCK_MOVEMENTS,
            ErpKind::File => DOCUMENTS,
            ErpKind::State => SETUP,
            ErpKind::DocumentContact => ORDERS,
        }
    }
}
