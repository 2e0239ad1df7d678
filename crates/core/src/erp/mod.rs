//! Dolibarr's documents as the core sees them, and how they are looked for.

mod attribute_value;
mod document;
mod look;
mod reference;
mod setup;

pub use attribute_value::{stored_attribute_reference, stored_attribute_value};
pub use document::{
    ErpAttribute, ErpAttributeValue, ErpCategory, ErpContact, ErpInvoice, ErpLine, ErpObject, ErpOrder,
    ErpOrderStatus, ErpPayment, ErpProduct, ErpStockMovement, ErpThirdParty, ErpTotals, ErpVariant,
};
pub use look::{ErpKind, ErpSeen, Look, LookBy};
pub use reference::stored_product_reference;
pub use setup::{BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, StockCounting, Warehouse};
