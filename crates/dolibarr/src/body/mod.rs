//! The JSON bodies of writing calls. Decimals go as texts, so that no number passes through binary floating point here.

mod category;
mod contact;
mod document;
mod fields;
mod line;
mod payment;
mod product;
mod stock;
mod third_party;
mod upload;
mod variant;

pub use category::{category_create, category_update, customer_category_create};
pub use contact::{contact_create, contact_update};
pub use document::{credit_note, invoice, order};
pub use fields::plain;
pub use line::line;
pub use payment::payment;
pub use product::{product_create, product_update};
pub use stock::stock_move;
pub use third_party::{third_party_create, third_party_update};
pub use upload::Upload;
pub use variant::{attribute_create, attribute_update, attribute_value, variant_create, variant_update};
