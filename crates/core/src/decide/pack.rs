//! Packs as products with sub-products.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::wanted::{Wanted, WantedDocument, WantedPack};
use super::{Decision, Dependency, Facts, Found, Known, Projection, unsettled};
use crate::erp::{ErpKind, ErpObject, ErpPart, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{Operation, Step};
use crate::shop::{Pack, PackPart};

/// What separates the parts of a fingerprint, and what separates the numbers in its second one.
const DOT: char = '.';
const DASH: char = '-';

fn part_key(facts: &Facts, part: &PackPart) -> Key {
    match part.combination {
        Some(combination) => facts.key(Kind::Combination, combination),
        None => facts.key(Kind::Product, part.product),
    }
}

pub(super) fn dependencies(facts: &Facts, pack: &Pack) -> Vec<Key> {
    let parts = pack.parts.iter().map(|part| part_key(facts, part));
    std::iter::once(facts.key(Kind::Product, pack.id)).chain(parts).collect()
}

pub(super) fn project(facts: &Facts, known: &Known, pack: &Pack) -> Projection {
    let key = facts.key(Kind::Pack, pack.id);
    if pack.parts.is_empty() && known.linked(&key).is_none() {
        return Projection::Ignored(Explanation::new("product-is-no-pack"));
    }
    if let Some(first) = unsettled(known, &dependencies(facts, pack)) {
        return first;
    }
    let itself = facts.key(Kind::Product, pack.id);
    let Some(product) = known.linked(&itself) else {
        return Projection::Ignored(Explanation::new("pack-product-left-out"));
    };
    let mut parts: BTreeMap<ErpId, Decimal> = BTreeMap::new();
    let mut lacking = Vec::new();
    for part in &pack.parts {
        let key = part_key(facts, part);
        match (known.dependency(&key), known.linked(&key)) {
            // Dolibarr would take a pack that contains itself, and never show it. 0 stands for what a rehearsal would make.
            (_, Some(id)) if id == product && id.0 != 0 => {
                return Projection::Refused(Explanation::new("pack-contains-itself"));
            }
            (_, Some(id)) => {
                let quantity = parts.entry(id).or_default();
                *quantity = quantity.saturating_add(part.quantity);
            }
            // PrestaShop keeps deleted products in the content of its packs.
            (Dependency::Absent, None) if lacking.contains(&part.product) => {}
            (Dependency::Absent, None) => lacking.push(part.product),
            (Dependency::Failed | Dependency::NotYet | Dependency::Linked(_), None) => {
                let explanation = Explanation::new("pack-part-missing");
                return Projection::Refused(explanation.with("kind", key.kind).with("id", key.id));
            }
        }
    }
    let ids: Vec<String> = parts.keys().map(ToString::to_string).collect();
    let document = WantedPack { product, parts, lacking };
    // The second part remembers what was put in: what people add themselves is left alone.
    let fingerprint = format!("{}{DOT}{}", Fingerprint::of(&document).as_str(), ids.join(&DASH.to_string()));
    Projection::Wanted(Wanted {
        key,
        reference: pack.reference.clone(),
        fingerprint: Fingerprint::stored(&fingerprint),
        document: WantedDocument::Pack(document),
    })
}

fn look(wanted: &WantedPack) -> Look {
    Look::new(ErpKind::Product, LookBy::PartsOf(wanted.product))
}

pub(super) fn looks(wanted: &WantedPack) -> Vec<Look> {
    vec![look(wanted)]
}

/// The sub-products that Passerelle put in before.
fn before(key: &Key, known: &Known) -> Vec<ErpId> {
    let parts = known.fingerprint(key).and_then(|print| print.as_str().split_once(DOT)).map(|(_, ids)| ids);
    let ids = parts.unwrap_or_default().split(DASH);
    ids.filter_map(|id| id.parse().ok().map(ErpId)).collect()
}

pub(super) fn decide(key: &Key, wanted: &WantedPack, seen: &ErpSeen, known: &Known) -> Decision {
    let Some(found) = seen.get(&look(wanted)) else { return Decision::Look(looks(wanted)) };
    let present: Vec<&ErpPart> = found
        .iter()
        .filter_map(|object| match object {
            ErpObject::Part(part) => Some(part),
            _ => None,
        })
        .collect();
    let mut steps = Vec::new();
    for (part, quantity) in &wanted.parts {
        let there = present.iter().find(|it| it.product == *part);
        if there.is_some_and(|it| it.quantity == *quantity) {
            continue;
        }
        // Adding what is there already replaces its quantity.
        let why = if there.is_some() { "quantity changed" } else { "in the pack" };
        let (pack, part, quantity) = (wanted.product, *part, *quantity);
        let operation = Operation::PartAdd { pack, part, quantity };
        steps.push(Step { operation, why: why.to_owned(), links: None });
    }
    for part in before(key, known) {
        if !wanted.parts.contains_key(&part) && present.iter().any(|it| it.product == part) {
            let operation = Operation::PartRemove { pack: wanted.product, part };
            steps.push(Step { operation, why: "no longer in the pack".to_owned(), links: None });
        }
    }
    let found =
        Found { key: key.clone(), kind: ErpKind::Product, id: wanted.product, adopted: false, on: None };
    Decision::Do { steps, found: vec![found] }
}
