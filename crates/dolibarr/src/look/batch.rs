//! Looks gathered into questions: of one kind, by one field, so many that the address stays short.

use std::collections::BTreeMap;

use passerelle_core::erp::{ErpKind, Look, LookBy};
use passerelle_core::key::ErpId;
use url::form_urlencoded::byte_serialize;

use super::filter;

/// How many values one question has at most.
const VALUES: usize = 50;
/// How long the filter of one question may be in the address; with the rest it stays below 6 kB.
const LENGTH: usize = 5_000;

/// One question to Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// The payments of this invoice.
    Payments(ErpId),
    /// The customer categories of this third party.
    Categories(ErpId),
    /// All attributes.
    Attributes,
    /// The values of this attribute.
    Values(ErpId),
    /// The variants of this product.
    Variants(ErpId),
    /// The latest movement of stock, or movements that are not our own: one call each.
    Movements(Look),
    /// The sub-products of this product.
    Parts(ErpId),
    /// The files of this product.
    Files(ErpId),
    /// The states of this country.
    States(u64),
    /// The contacts of this order or invoice.
    Contacts(ErpKind, ErpId),
    /// The categories of this product.
    ProductCategories(ErpId),
    /// Objects of one kind by one field.
    Filter {
        /// Which objects.
        kind: ErpKind,
        /// What is asked, all by the same field.
        looks: Vec<Look>,
    },
}

/// Gathers looks into questions; those that no question can answer are left out.
pub fn batches(looks: &[Look]) -> Vec<Batch> {
    let mut batches = Vec::new();
    let mut groups: BTreeMap<(ErpKind, &'static str), Vec<&Look>> = BTreeMap::new();
    let mut wanted: Vec<&Look> = looks.iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    for look in wanted {
        if let (ErpKind::Payment, LookBy::OfInvoice(invoice)) = (look.kind, &look.by) {
            batches.push(Batch::Payments(*invoice));
        } else if let (ErpKind::CustomerCategory, LookBy::OfThirdParty(id)) = (look.kind, &look.by) {
            batches.push(Batch::Categories(*id));
        } else if let Some(batch) = of_variants(look) {
            batches.push(batch);
        } else if let (ErpKind::StockMovement, LookBy::Latest | LookBy::Foreign(..)) = (look.kind, &look.by) {
            batches.push(Batch::Movements(look.clone()));
        } else if let LookBy::PartsOf(product) = &look.by {
            batches.push(Batch::Parts(*product));
        } else if let (ErpKind::File, LookBy::OfProduct(id)) = (look.kind, &look.by) {
            batches.push(Batch::Files(*id));
        } else if let (ErpKind::Order | ErpKind::Invoice, LookBy::ContactsOf(id)) = (look.kind, &look.by) {
            batches.push(Batch::Contacts(look.kind, *id));
        } else if let (ErpKind::State, LookBy::OfCountry(country)) = (look.kind, &look.by) {
            batches.push(Batch::States(*country));
        } else if let (ErpKind::Category, LookBy::OfProduct(id)) = (look.kind, &look.by) {
            batches.push(Batch::ProductCategories(*id));
        } else if let Some(column) = filter::column(look) {
            groups.entry((look.kind, column)).or_default().push(look);
        } else {
            tracing::debug!(kind = look.kind.word(), "a look cannot be asked");
        }
    }
    for ((kind, _), looks) in groups {
        let mut current: Vec<Look> = Vec::new();
        let mut length = 0;
        for look in looks {
            let more = byte_serialize(filter::of(std::slice::from_ref(look)).as_bytes())
                .map(str::len)
                .sum::<usize>();
            if !current.is_empty() && (current.len() == VALUES || length + more > LENGTH) {
                batches.push(Batch::Filter { kind, looks: std::mem::take(&mut current) });
                length = 0;
            }
            // " or " between two.
            length += more + 4;
            current.push(look.clone());
        }
        batches.push(Batch::Filter { kind, looks: current });
    }
    batches
}

fn of_variants(look: &Look) -> Option<Batch> {
    match (look.kind, &look.by) {
        (ErpKind::Attribute, LookBy::All) => Some(Batch::Attributes),
        (ErpKind::AttributeValue, LookBy::OfAttribute(id)) => Some(Batch::Values(*id)),
        (ErpKind::Variant, LookBy::OfParent(id)) => Some(Batch::Variants(*id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_core::key::ExternalRef;

    fn by_ref(text: &str) -> Look {
        Look::new(ErpKind::Order, LookBy::ExternalRef(ExternalRef::stored(text)))
    }

    #[test]
    fn questions_hold_fifty_values_of_one_field() {
        let mut looks: Vec<Look> = (0..120).map(|n| by_ref(&format!("ps1-order-{n}"))).collect();
        looks.push(Look::new(ErpKind::Order, LookBy::Id(ErpId(3))));
        looks.push(by_ref("ps1-order-1"));
        let sizes: Vec<usize> = batches(&looks)
            .iter()
            .map(|batch| if let Batch::Filter { looks, .. } = batch { looks.len() } else { 0 })
            .collect();
        assert_eq!(sizes, [50, 50, 20, 1]);
    }

    #[test]
    fn long_values_make_shorter_questions() {
        let looks: Vec<Look> = (0..20).map(|n| by_ref(&format!("{}{n}", "é".repeat(150)))).collect();
        assert!(batches(&looks).len() >= 4);
    }

    #[test]
    fn what_cannot_be_asked_is_left_out() {
        assert!(batches(&[Look::new(ErpKind::Order, LookBy::Email("a@b.c".into()))]).is_empty());
        assert!(batches(&[by_ref("")]).is_empty());
        assert!(batches(&[Look::new(ErpKind::Payment, LookBy::Id(ErpId(3)))]).is_empty());
    }
}
