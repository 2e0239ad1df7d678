//! Dolibarr's objects, read from its JSON into the core's words.

mod category;
mod contact;
mod dictionary;
mod extrafield;
pub mod fields;
mod file;
mod invoice;
mod order;
mod part;
mod payment;
mod product;
mod stock;
mod stock_movement;
mod third_party;
mod totals;
mod variant;

use passerelle_core::erp::{ErpKind, ErpObject};
use passerelle_core::key::ErpId;
use serde_json::Value;

pub use dictionary::{bank_account, country, currency, entry, state, vat_rate, warehouse};
pub use extrafield::product_extrafields;
pub use file::file;
pub use part::part;
pub use payment::payment;

/// The fields that lists are asked for; versions that do not know `properties` send all of them.
#[must_use]
pub const fn properties(kind: ErpKind) -> &'static str {
    match kind {
        ErpKind::Category | ErpKind::CustomerCategory => category::PROPERTIES,
        ErpKind::Product => product::PROPERTIES,
        ErpKind::ThirdParty => third_party::PROPERTIES,
        ErpKind::Contact => contact::PROPERTIES,
        ErpKind::Order => order::PROPERTIES,
        ErpKind::Invoice => invoice::PROPERTIES,
        ErpKind::Attribute => variant::ATTRIBUTE_PROPERTIES,
        ErpKind::Payment
        | ErpKind::OrderLine
        | ErpKind::AttributeValue
        | ErpKind::Variant
        | ErpKind::File
        | ErpKind::State
        | ErpKind::DocumentContact => "",
        ErpKind::StockMovement => stock_movement::PROPERTIES,
        ErpKind::Stock => stock::PROPERTIES,
    }
}

/// Reads one object of this kind; none when it is not one.
#[must_use]
pub fn object(kind: ErpKind, value: &Value) -> Option<ErpObject> {
    Some(match kind {
        ErpKind::Category => ErpObject::Category(category::category(value)?),
        ErpKind::Product => ErpObject::Product(product::product(value)?),
        ErpKind::ThirdParty => ErpObject::ThirdParty(third_party::third_party(value)?),
        ErpKind::Contact => ErpObject::Contact(contact::contact(value)?),
        ErpKind::Order => ErpObject::Order(order::order(value)?),
        ErpKind::Invoice => ErpObject::Invoice(invoice::invoice(value)?),
        ErpKind::StockMovement => ErpObject::StockMovement(stock_movement::stock_movement(value)?),
        ErpKind::Stock => ErpObject::Stock(stock::stock(value)?),
        ErpKind::CustomerCategory => ErpObject::CustomerCategory(category::category(value)?),
        ErpKind::Attribute => ErpObject::Attribute(variant::attribute(value)?),
        ErpKind::AttributeValue => ErpObject::AttributeValue(variant::attribute_value(value)?),
        ErpKind::Variant => ErpObject::Variant(variant::variant(value)?),
        ErpKind::File => ErpObject::File(file::file(value)?),
        ErpKind::State => ErpObject::State(state(value)?),
        ErpKind::DocumentContact => ErpObject::DocumentContact(order::document_contact(value)?),
        ErpKind::Payment | ErpKind::OrderLine => return None,
    })
}

/// The id that a creation answers: a number, or a text of digits.
#[must_use]
pub fn created(value: &Value) -> Option<ErpId> {
    let id = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    (id > 0).then_some(ErpId(id))
}
