//! Which rows answer which look. Dolibarr may give more than was asked (a filter that it cut, a `_` that fits more).

use passerelle_core::erp::{ErpObject, Look, LookBy};

/// Deals the rows out to the looks; rows that answer none are dropped.
pub fn sort(looks: Vec<Look>, objects: &[ErpObject]) -> Vec<(Look, Vec<ErpObject>)> {
    let answers: Vec<_> = looks
        .into_iter()
        .map(|look| {
            let found = objects.iter().filter(|object| answers(object, &look.by)).cloned().collect();
            (look, found)
        })
        .collect();
    answers
}

fn answers(object: &ErpObject, by: &LookBy) -> bool {
    match (by, object) {
        (LookBy::Id(id), object) => object.id() == Some(*id),
        (LookBy::ExternalRef(wanted), object) => {
            let stored = match object {
                ErpObject::Category(it) | ErpObject::CustomerCategory(it) => &it.ref_ext,
                ErpObject::Product(it) => &it.ref_ext,
                ErpObject::ThirdParty(it) => &it.ref_ext,
                ErpObject::Contact(it) => &it.ref_ext,
                ErpObject::Order(it) => &it.ref_ext,
                ErpObject::Invoice(it) => &it.ref_ext,
                ErpObject::StockMovement(it) => &it.code,
                ErpObject::Payment(_)
                | ErpObject::Attribute(_)
                | ErpObject::AttributeValue(_)
                | ErpObject::Variant(_)
                | ErpObject::Part(_)
                | ErpObject::File(_)
                | ErpObject::State(_)
                | ErpObject::DocumentContact(_)
                | ErpObject::Stock(_) => return false,
            };
            stored.as_ref().is_some_and(|stored| same(stored.as_str(), wanted.as_str()))
        }
        (LookBy::OfProductAfter(product, after), ErpObject::StockMovement(it)) => {
            it.product == Some(*product) && it.id > *after
        }
        (LookBy::Reference(wanted), ErpObject::Product(it)) => same(&it.reference, wanted),
        (LookBy::Reference(wanted), ErpObject::Order(it)) => same(&it.reference, wanted),
        (LookBy::Reference(wanted), ErpObject::Invoice(it)) => same(&it.reference, wanted),
        (LookBy::Named(wanted), ErpObject::Order(it)) => {
            same(&it.customer_reference, wanted) || same(&it.reference, wanted)
        }
        (LookBy::Named(wanted), ErpObject::Invoice(it)) => {
            same(&it.customer_reference, wanted) || same(&it.reference, wanted)
        }
        (LookBy::Correcting(id), ErpObject::Invoice(it)) => it.corrects == Some(*id),
        (LookBy::Barcode(wanted), ErpObject::Product(it)) => same(&it.barcode, wanted),
        (LookBy::Email(wanted), ErpObject::ThirdParty(it)) => same(&it.email, wanted),
        (LookBy::VatNumber(wanted), ErpObject::ThirdParty(it)) => same(&it.vat_number, wanted),
        (LookBy::ProfessionalId(wanted), ErpObject::ThirdParty(it)) => same(&it.professional_id2, wanted),
        (LookBy::Name(wanted), ErpObject::ThirdParty(it)) => same(&words(&it.name), &words(wanted)),
        (LookBy::Label(wanted), ErpObject::Category(it) | ErpObject::CustomerCategory(it)) => {
            same(&it.label, wanted)
        }
        (LookBy::Label(wanted), ErpObject::Product(it)) => same(&it.label, wanted),
        _ => false,
    }
}

/// One space between words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Alike as the database compares: whatever the case, spaces at the end aside.
fn same(stored: &str, wanted: &str) -> bool {
    let fold = |text: &str| text.trim_end().to_lowercase();
    fold(stored) == fold(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_core::erp::{ErpKind, ErpProduct};

    #[test]
    fn foreign_rows_are_dropped() {
        let product = |id, reference: &str| {
            ErpObject::Product(ErpProduct { id, reference: reference.to_owned(), ..ErpProduct::default() })
        };
        let look = Look::new(ErpKind::Product, LookBy::Reference("a(1)".into()));
        let found = sort(vec![look], &[product(1, "A(1)"), product(2, "AB1C"), product(3, "x")]);
        assert_eq!(found[0].1, [product(1, "A(1)")]);
    }
}
