//! What an update would change in an object that is there: field by field, what it holds and what it would hold.

use std::fmt::Display;

use super::text::clip;
use crate::erp::{ErpCategory, ErpObject, ErpProduct, ErpSeen, ErpThirdParty};
use crate::plan::{CategoryWrite, Operation, ProductWrite, Target, ThirdPartyWrite};

/// How much of a long text is shown.
const SHOWN: usize = 80;

/// One field that an update changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The word of the field.
    pub field: &'static str,
    /// What it holds.
    pub old: String,
    /// What it would hold.
    pub new: String,
}

/// Collects changes.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add<T: Display>(&mut self, field: &'static str, old: impl Display, new: Option<T>) {
        if let Some(new) = new {
            let (old, new) = (clip(&old.to_string(), SHOWN), clip(&new.to_string(), SHOWN));
            self.0.push(Change { field, old, new });
        }
    }
}

/// What an operation would change of what was seen; nothing for one that makes something, or that only links.
#[must_use]
pub fn changes(operation: &Operation, seen: &ErpSeen) -> Vec<Change> {
    let mut changes = Changes::default();
    match operation {
        Operation::ProductUpdate { target: Target::Id(id), write } => {
            let is_it = |it: &&ErpObject| matches!(it, ErpObject::Product(it) if it.id == id.0);
            if let Some(ErpObject::Product(present)) = objects(seen).find(is_it) {
                product(&mut changes, present, write);
            }
        }
        Operation::ThirdPartyUpdate { target: Target::Id(id), write } => {
            let is_it = |it: &&ErpObject| matches!(it, ErpObject::ThirdParty(it) if it.id == id.0);
            if let Some(ErpObject::ThirdParty(present)) = objects(seen).find(is_it) {
                third_party(&mut changes, present, write);
            }
        }
        Operation::CategoryUpdate { target: Target::Id(id), write }
        | Operation::CustomerCategoryUpdate { target: Target::Id(id), write } => {
            let is_it = |it: &&ErpObject| match it {
                ErpObject::Category(it) | ErpObject::CustomerCategory(it) => it.id == id.0,
                _ => false,
            };
            if let Some(ErpObject::Category(present) | ErpObject::CustomerCategory(present)) =
                objects(seen).find(is_it)
            {
                category(&mut changes, present, write);
            }
        }
        _ => {}
    }
    changes.0
}

fn objects(seen: &ErpSeen) -> impl Iterator<Item = &ErpObject> {
    seen.iter().flat_map(|(_, found)| found)
}

fn or_nothing<T: Display>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn product(changes: &mut Changes, present: &ErpProduct, write: &ProductWrite) {
    changes.add("reference", &present.reference, write.reference.as_ref());
    changes.add("external-reference", or_nothing(present.ref_ext.as_ref()), write.ref_ext.as_ref());
    changes.add("label", &present.label, write.label.as_ref());
    changes.add("description", &present.description, write.description.as_ref());
    changes.add("price", present.price.normalize(), write.price);
    changes.add("vat", present.vat, write.vat);
    changes.add("on-sale", u8::from(present.on_sale), write.on_sale.map(u8::from));
    changes.add("service", u8::from(present.is_service), write.is_service.map(u8::from));
    changes.add("barcode", &present.barcode, write.barcode.as_ref().map(|it| it.code.clone()));
    changes.add("weight", or_nothing(present.weight.map(|it| it.normalize()).as_ref()), write.weight);
    let size = |(a, b, c): (rust_decimal::Decimal, rust_decimal::Decimal, rust_decimal::Decimal)| {
        format!("{} × {} × {}", a.normalize(), b.normalize(), c.normalize())
    };
    changes.add("size", or_nothing(present.size.map(size).as_ref()), write.size.map(size));
    let cost = present.cost_price.map(|it| it.normalize());
    changes.add("cost-price", or_nothing(cost.as_ref()), write.cost_price);
}

fn third_party(changes: &mut Changes, present: &ErpThirdParty, write: &ThirdPartyWrite) {
    changes.add("external-reference", or_nothing(present.ref_ext.as_ref()), write.ref_ext.as_ref());
    changes.add("name", &present.name, write.name.as_ref());
    changes.add("email", &present.email, write.email.as_ref());
    changes.add("phone", &present.phone, write.phone.as_ref());
    changes.add("address", &present.address, write.address.as_ref());
    changes.add("postcode", &present.postcode, write.postcode.as_ref());
    changes.add("town", &present.town, write.town.as_ref());
    changes.add("country", or_nothing(present.country_id.as_ref()), write.country_id);
    changes.add("vat-number", &present.vat_number, write.vat_number.as_ref());
    changes.add("professional-id", &present.professional_id1, write.professional_id1.as_ref());
    changes.add("professional-id", &present.professional_id2, write.professional_id2.as_ref());
    changes.add("professional-id", &present.professional_id3, write.professional_id3.as_ref());
    changes.add("language", &present.language, write.language.as_ref());
    changes.add("note", &present.note_private, write.note_private.as_ref());
    changes.add("open", u8::from(present.open), write.open.map(u8::from));
    changes.add("customer", u8::from(present.is_customer), write.is_customer.map(u8::from));
}

fn category(changes: &mut Changes, present: &ErpCategory, write: &CategoryWrite) {
    changes.add("external-reference", or_nothing(present.ref_ext.as_ref()), write.ref_ext.as_ref());
    changes.add("label", &present.label, write.label.as_ref());
    changes.add("description", &present.description, write.description.as_ref());
    let parent = write.parent.map(|parent| match parent {
        Some(Target::Id(id)) => id.to_string(),
        _ => String::new(),
    });
    changes.add("parent", or_nothing(present.parent.as_ref()), parent);
    changes.add("visible", u8::from(present.visible), write.visible.map(u8::from));
}
