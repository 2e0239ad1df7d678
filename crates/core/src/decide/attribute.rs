//! Attributes of combinations.

use super::text::{field_names, label};
use super::wanted::{Wanted, WantedAttribute, WantedDocument};
use super::{Decision, Facts, Found, Known, Projection, Reserved, changed};
use crate::erp::{ErpAttribute, ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{AttributeWrite, Operation, Step, Target};
use crate::shop::Attribute;

/// Dolibarr's `label` of an attribute.
const LABEL_LIMIT: usize = 255;

pub(super) fn project(facts: &Facts, attribute: &Attribute) -> Projection {
    if !facts.needs_attributes() {
        return Projection::Ignored(Explanation::new("attribute-not-needed"));
    }
    let key = facts.key(Kind::Attribute, attribute.id);
    let public = attribute.public_name.trim();
    let label = label(facts, if public.is_empty() { &attribute.name } else { public }, LABEL_LIMIT);
    let document =
        WantedAttribute { label: if label.is_empty() { key.external_ref().to_string() } else { label } };
    Projection::Wanted(Wanted {
        key,
        reference: attribute.name.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Attribute(document),
    })
}

/// All attributes: a shop has few.
pub(super) fn looks() -> Vec<Look> {
    vec![Look::new(ErpKind::Attribute, LookBy::All)]
}

pub(super) fn decide(
    key: &Key,
    wanted: &WantedAttribute,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let all = looks();
    let Some(present) = all.first().and_then(|look| seen.get(look)) else { return Decision::Look(all) };
    let present: Vec<&ErpAttribute> = present
        .iter()
        .filter_map(|object| if let ErpObject::Attribute(it) = object { Some(it) } else { None })
        .collect();
    let own_ref = Some(key.external_ref());
    let own = present
        .iter()
        .find(|it| known.linked(key) == Some(ErpId(it.id)))
        .or_else(|| present.iter().find(|it| it.ref_ext == own_ref));
    // One that a person made: the same label.
    let adoptable = present.iter().find(|it| {
        it.ref_ext.is_none()
            && alike(&it.label, &wanted.label)
            && !reserved.adopted_by_other(ErpKind::Attribute, it.id, key)
    });
    let Some(attribute) = own.or(adoptable) else {
        let write = AttributeWrite { ref_ext: own_ref, label: Some(wanted.label.clone()) };
        let operation = Operation::AttributeCreate(write);
        let step = Step { operation, why: "new".to_owned(), links: Some(key.clone()) };
        return Decision::Do { steps: vec![step], found: Vec::new() };
    };
    let adopted = own.is_none();
    if adopted {
        reserved.adopt(ErpKind::Attribute, attribute.id, key);
    }
    let write = AttributeWrite {
        ref_ext: changed(&attribute.ref_ext, &own_ref).flatten(),
        label: changed(&attribute.label, &wanted.label),
    };
    let id = ErpId(attribute.id);
    let found = vec![Found { key: key.clone(), kind: ErpKind::Attribute, id, adopted, on: None }];
    if write == AttributeWrite::default() {
        return Decision::Do { steps: Vec::new(), found };
    }
    let names =
        field_names(&[("external reference", write.ref_ext.is_some()), ("label", write.label.is_some())]);
    let why = if adopted { format!("adopted by label; {names}") } else { names };
    let operation = Operation::AttributeUpdate { target: Target::Id(id), write };
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}

/// Alike for a person: whatever the case and the outer spaces.
pub(super) fn alike(stored: &str, wanted: &str) -> bool {
    stored.trim().to_lowercase() == wanted.trim().to_lowercase()
}
