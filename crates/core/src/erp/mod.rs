//! Dolibarr's documents as the core sees them, and how they are looked for.

mod document;
mod extrafield;
mod look;
mod reference;
mod setup;

pub use document::{
    ErpCategory, ErpContact, ErpInvoice, ErpLine, ErpObject, ErpOrder, ErpOrderStatus, ErpPart, ErpPayment,
    ErpProduct, ErpStockMovement, ErpThirdParty, ErpTotals, ErpWords,
};
pub(crate) use extrafield::escape;
pub use extrafield::{Extrafield, ExtrafieldForm};
pub use look::{ErpKind, ErpSeen, Look, LookBy};
pub use reference::stored_product_reference;
pub use setup::{
    BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, ProductSetup, StockCounting, Warehouse,
};
