//! Dolibarr's documents as the core sees them, and how they are looked for.

mod attribute_value;
mod document;
mod extrafield;
mod look;
mod reference;
mod setup;

pub use attribute_value::{stored_attribute_reference, stored_attribute_value};
pub use document::{
    ErpAttribute, ErpAttributeValue, ErpCategory, ErpContact, ErpFile, ErpInvoice, ErpInvoiceForm, ErpLine,
    ErpObject, ErpOrder, ErpOrderStatus, ErpPart, ErpPayment, ErpProduct, ErpStock, ErpStockMovement,
    ErpThirdParty, ErpTotals, ErpVariant, ErpWords,
};
pub(crate) use extrafield::escape;
pub use extrafield::{Extrafield, ExtrafieldForm};
pub use look::{ErpKind, ErpSeen, Look, LookBy, MOVEMENTS_AT_ONCE};
pub use reference::stored_product_reference;
pub use setup::{
    BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, ProductSetup, StockCounting, Warehouse,
};
