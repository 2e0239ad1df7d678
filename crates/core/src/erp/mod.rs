//! Dolibarr's documents as the core sees them, and how they are looked for.

mod attribute_value;
mod constants;
mod document;
mod extrafield;
mod look;
mod reference;
mod rules;
mod setup;
mod standing;
mod text_rules;

pub use attribute_value::{stored_attribute_reference, stored_attribute_value};
pub use constants::{CURRENCY_STEP, Constants};
pub use document::{
    ErpAttribute, ErpAttributeValue, ErpCategory, ErpContact, ErpDocumentContact, ErpFile, ErpInvoice,
    ErpInvoiceForm, ErpLine, ErpObject, ErpOrder, ErpOrderStatus, ErpPart, ErpPayment, ErpProduct, ErpState,
    ErpStock, ErpStockMovement, ErpThirdParty, ErpTotals, ErpVariant, ErpWords,
};
pub use extrafield::{Extrafield, ExtrafieldForm};
pub use look::{ErpKind, ErpSeen, Look, LookBy, MOVEMENTS_AT_ONCE};
pub use reference::stored_product_reference;
pub use rules::{Gravity, RULES, Rule, invoice_dates_kept};
pub use setup::{
    BankAccount, DictionaryEntry, ErpCountry, ErpSetup, Precision, ProductSetup, StockCounting, Warehouse,
};
pub use standing::Standing;
pub(crate) use standing::order_status;
pub use text_rules::{TextRules, inert};
