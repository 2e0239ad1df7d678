//! Dolibarr's documents as the core sees them, and how they are looked for.

mod document;
mod look;
mod reference;
mod setup;

pub use document::{
    ErpCategory, ErpContact, ErpFile, ErpInvoice, ErpLine, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment,
    ErpProduct, ErpStockMovement, ErpThirdParty, ErpTotals,
};
pub use look::{ErpKind, ErpSeen, Look, LookBy};
pub use reference::stored_product_reference;
pub use setup::{BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, StockCounting, Warehouse};
