//! Dolibarr's documents as the core sees them, and how they are looked for.

mod document;
mod look;
mod reference;
mod setup;

pub use document::{
    ErpCategory, ErpContact, ErpInvoice, ErpLine, ErpObject, ErpOrder, ErpOrderStatus, ErpPayment,
    ErpProduct, ErpStock, ErpStockMovement, ErpThirdParty, ErpTotals,
};
pub use look::{ErpKind, ErpSeen, Look, LookBy, MOVEMENTS_AT_ONCE};
pub use reference::stored_product_reference;
pub use setup::{BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, StockCounting, Warehouse};
