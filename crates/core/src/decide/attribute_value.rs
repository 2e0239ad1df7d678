//! Values of attributes. Dolibarr keeps no external reference of them: their `ref` is ours.

use super::attribute::alike;
use super::text::{field_names, label};
use super::wanted::{Wanted, WantedAttributeValue, WantedDocument};
use super::{Decision, Facts, Found, Known, Projection, Reserved, unsettled};
use crate::erp::{
    ErpAttributeValue, ErpKind, ErpObject, ErpSeen, Look, LookBy, stored_attribute_reference,
    stored_attribute_value,
};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, Key, Kind};
use crate::plan::{AttributeValueWrite, Operation, Step, Target};
use crate::shop::AttributeValue;

/// Dolibarr's `value`.
const VALUE_LIMIT: usize = 255;

pub(super) fn dependencies(facts: &Facts, value: &AttributeValue) -> Vec<Key> {
    vec![facts.key(Kind::Attribute, value.attribute)]
}

pub(super) fn project(facts: &Facts, known: &Known, value: &AttributeValue) -> Projection {
    if !facts.needs_attributes() {
        return Projection::Ignored(Explanation::new("attribute-not-needed"));
    }
    let needed = dependencies(facts, value);
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let Some(attribute) = needed.first().and_then(|key| known.linked(key)) else {
        return Projection::Ignored(Explanation::new("attribute-gone"));
    };
    let key = facts.key(Kind::AttributeValue, value.id);
    // A colour may have no name: then its code says what it is.
    let name = [&value.name, &value.colour].into_iter().map(|text| label(facts, text, VALUE_LIMIT));
    let text = name.into_iter().find(|text| !text.is_empty());
    let text = text.unwrap_or_else(|| key.external_ref().to_string());
    let document = WantedAttributeValue { attribute, value: stored_attribute_value(&text) };
    Projection::Wanted(Wanted {
        key,
        reference: text,
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::AttributeValue(document),
    })
}

pub(super) fn looks(wanted: &WantedAttributeValue) -> Vec<Look> {
    vec![Look::new(ErpKind::AttributeValue, LookBy::OfAttribute(wanted.attribute))]
}

pub(super) fn decide(
    key: &Key,
    wanted: &WantedAttributeValue,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let all = looks(wanted);
    let Some(present) = all.first().and_then(|look| seen.get(look)) else { return Decision::Look(all) };
    let present: Vec<&ErpAttributeValue> = present
        .iter()
        .filter_map(|object| if let ErpObject::AttributeValue(it) = object { Some(it) } else { None })
        .collect();
    let reference = stored_attribute_reference(key.external_ref().as_str());
    let own = present
        .iter()
        .find(|it| known.linked(key) == Some(ErpId(it.id)))
        .or_else(|| present.iter().find(|it| it.reference.eq_ignore_ascii_case(&reference)));
    // One that a person made: the same text.
    let adoptable = present.iter().find(|it| {
        !is_ours(&it.reference)
            && alike(&it.value, &wanted.value)
            && !reserved.adopted_by_other(ErpKind::AttributeValue, it.id, key)
    });
    let Some(value) = own.or(adoptable) else {
        let write =
            AttributeValueWrite { ref_ext: Some(key.external_ref()), value: Some(wanted.value.clone()) };
        let operation = Operation::AttributeValueCreate { attribute: Target::Id(wanted.attribute), write };
        let step = Step { operation, why: "new".to_owned(), links: Some(key.clone()) };
        return Decision::Do { steps: vec![step], found: Vec::new() };
    };
    let adopted = own.is_none();
    if adopted {
        reserved.adopt(ErpKind::AttributeValue, value.id, key);
    }
    let write = AttributeValueWrite {
        // Marks it as taken: two values of the shop may have one name.
        ref_ext: (!value.reference.eq_ignore_ascii_case(&reference)).then(|| key.external_ref()),
        value: (value.value.trim() != wanted.value.trim()).then(|| wanted.value.clone()),
    };
    let id = ErpId(value.id);
    let found = vec![Found { key: key.clone(), kind: ErpKind::AttributeValue, id, adopted, on: None }];
    if write == AttributeValueWrite::default() {
        return Decision::Do { steps: Vec::new(), found };
    }
    let names = field_names(&[("reference", write.ref_ext.is_some()), ("value", write.value.is_some())]);
    let why = if adopted { format!("adopted by value; {names}") } else { names };
    let operation = Operation::AttributeValueUpdate { target: Target::Id(id), write };
    Decision::Do { steps: vec![Step { operation, why, links: None }], found }
}

/// Whether this `ref` is that of a value of a shop, ours or another.
fn is_ours(reference: &str) -> bool {
    let word = format!("-{}-", Kind::AttributeValue.word());
    let reference = reference.to_lowercase();
    reference
        .split_once(&word)
        .is_some_and(|(tag, id)| !tag.is_empty() && !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()))
}
