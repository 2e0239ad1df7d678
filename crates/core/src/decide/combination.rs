//! Combinations: variants of their products, or plain products whose labels end with the attributes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::product::{
    barcode, create, dependencies as product_dependencies, description, ecotax_within, fallback, found,
    label, looks as product_looks, own, price, recognise, reference, size, update, wanted,
};
use super::wanted::{Wanted, WantedCombination, WantedDetails, WantedDocument, WantedProduct, WantedVariant};
use super::{Decision, Facts, Found, Known, Projection, Reserved, own_looks, unsettled};
use crate::erp::{ErpKind, ErpObject, ErpProduct, ErpSeen, ErpVariant, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use crate::money::round_half_away;
use crate::plan::{Operation, Step, Target, VariantWrite};
use crate::shop::{Combination, Product, ProductForm};

/// What the last part of a variant's fingerprint begins with; the parent's id follows.
const VARIANT_OF: &str = "variant-";
/// Decimals of a weight that are compared: Dolibarr keeps weights as binary fractions.
const WEIGHT_DECIMALS: u32 = 6;

pub(super) fn dependencies(facts: &Facts, combination: &Combination) -> Vec<Key> {
    let mut keys = product_dependencies(facts, &combination.product);
    // As a plain product it does not wait for its product, but may have to be cut off from it.
    keys.push(parent_key(facts, combination));
    if facts.makes_variants() {
        keys.extend(
            features(facts, combination).into_iter().flat_map(|(attribute, value)| [attribute, value]),
        );
    }
    keys
}

fn parent_key(facts: &Facts, combination: &Combination) -> Key {
    facts.key(Kind::Product, combination.product.id)
}

fn features(facts: &Facts, combination: &Combination) -> Vec<(Key, Key)> {
    let key = |&(attribute, value): &(ShopId, ShopId)| {
        (facts.key(Kind::Attribute, attribute), facts.key(Kind::AttributeValue, value))
    };
    combination.values.iter().map(key).collect()
}

pub(super) fn project(facts: &Facts, known: &Known, combination: &Combination) -> Projection {
    let product = &combination.product;
    let Some(vat) = product.vat else {
        return Projection::Refused(
            Explanation::new("product-vat-unknown").with("reference", &combination.reference),
        );
    };
    let in_categories = product_dependencies(facts, product);
    let variants = facts.makes_variants();
    let needed = if variants { dependencies(facts, combination) } else { in_categories.clone() };
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let key = facts.key(Kind::Combination, combination.id);
    let attributes: Vec<String> =
        combination.attributes.iter().map(|(group, value)| format!("{group}: {value}")).collect();
    let name = if attributes.is_empty() {
        product.name.clone()
    } else {
        format!("{} ({})", product.name, attributes.join(", "))
    };
    let cost = if combination.wholesale_price.is_zero() {
        product.wholesale_price
    } else {
        combination.wholesale_price
    };
    let mut document = WantedProduct {
        reference: reference(&combination.reference),
        fallback_reference: fallback(&key),
        label: label(facts, &name, &key),
        description: description(facts, product),
        is_service: product.form == ProductForm::Virtual,
        price: price(facts, price_of(product, combination)),
        vat,
        on_sale: product.active,
        barcode: barcode(&combination.ean13, &combination.upc, &combination.isbn),
        weight: product.weight.saturating_add(combination.weight_impact).normalize(),
        size: size(product),
        cost_price: price(facts, cost),
        categories: in_categories.iter().filter_map(|key| known.linked(key)).collect(),
        details: WantedDetails { fixed_price: !facts.erp.products.prices_change, ..WantedDetails::default() },
    };
    let parent_key = parent_key(facts, combination);
    let parent = known.linked(&parent_key);
    let variant = parent.filter(|_| variants).and_then(|_| {
        let features = linked_features(known, &features(facts, combination))?;
        // Dolibarr adds it to the price that the parent has there, and keeps as many decimals of the sum.
        let price_impact = document.price.saturating_sub(price_of_parent(facts, product)).normalize();
        Some(WantedVariant { features, price_impact, weight_impact: combination.weight_impact.normalize() })
    });
    let categories = document.categories.clone();
    if variant.is_some() {
        document.categories.clear();
    }
    let Wanted { key, reference, fingerprint, .. } = wanted(key, &combination.reference, document.clone());
    let fingerprint = match (&variant, parent) {
        (Some(variant), Some(parent)) => Fingerprint::stored(&format!(
            "{}.{}.{VARIANT_OF}{parent}",
            fingerprint.as_str(),
            Fingerprint::of(variant).as_str()
        )),
        _ => fingerprint,
    };
    let document = WantedDocument::Combination(WantedCombination {
        product: document,
        categories,
        parent_ref: parent_key.external_ref(),
        parent,
        variant,
        // While the module is off nobody can see variants; what there is waits until it is on again.
        cut_off: facts.erp.has_variants(),
        siblings: product.combinations.clone(),
    });
    Projection::Wanted(Wanted { key, reference, fingerprint, document })
}

/// The features in Dolibarr's ids; none when there are none, when one of them is not in Dolibarr, or when the combination
/// has an attribute twice.
fn linked_features(known: &Known, features: &[(Key, Key)]) -> Option<Vec<(ErpId, ErpId)>> {
    let once: BTreeMap<&Key, &Key> = features.iter().map(|(attribute, value)| (attribute, value)).collect();
    if once.is_empty() || once.len() != features.len() {
        return None;
    }
    let linked =
        once.into_iter().map(|(attribute, value)| Some((known.linked(attribute)?, known.linked(value)?)));
    let mut linked: Vec<(ErpId, ErpId)> = linked.collect::<Option<_>>()?;
    linked.sort_unstable();
    Some(linked)
}

/// The parent of which a key was brought over as a variant.
pub(super) fn parent_before(known: &Known, key: &Key) -> Option<ErpId> {
    let (_, last) = known.fingerprint(key)?.as_str().rsplit_once('.')?;
    last.strip_prefix(VARIANT_OF)?.parse().ok().map(ErpId)
}

/// The parents of which it may be a variant.
fn parents(key: &Key, wanted: &WantedCombination, known: &Known) -> Vec<ErpId> {
    let mut parents: Vec<ErpId> = wanted.parent.into_iter().chain(parent_before(known, key)).collect();
    parents.retain(|parent| !is_planned(*parent));
    parents.dedup();
    parents
}

/// In a rehearsal, what is only planned has no number yet.
fn is_planned(id: ErpId) -> bool {
    id.0 == 0
}

fn ties_look(parent: ErpId) -> Look {
    Look::new(ErpKind::Variant, LookBy::OfParent(parent))
}

pub(super) fn looks(key: &Key, wanted: &WantedCombination, known: &Known) -> Vec<Look> {
    let mut looks = product_looks(key, &wanted.product, known);
    if wanted.variant.is_some() {
        looks.extend(parents(key, wanted, known).into_iter().map(ties_look));
        let parent = wanted.parent.filter(|parent| !is_planned(*parent));
        looks.extend(parent.map(|parent| Look::new(ErpKind::Product, LookBy::Id(parent))));
    }
    looks
}

fn ties(seen: &ErpSeen, parent: ErpId) -> Vec<&ErpVariant> {
    seen.get(&ties_look(parent))
        .unwrap_or_default()
        .iter()
        .filter_map(|object| if let ErpObject::Variant(it) = object { Some(it) } else { None })
        .collect()
}

/// What ties this product to the parent; more than once where somebody made it so.
pub(super) fn tie_of(seen: &ErpSeen, parent: ErpId, child: ErpId) -> Vec<&ErpVariant> {
    ties(seen, parent).into_iter().filter(|tie| tie.child == Some(child)).collect()
}

pub(super) fn decide(
    facts: &Facts,
    key: &Key,
    wanted: &WantedCombination,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let needs_answer = |look: &Look| !matches!(look.by, LookBy::Reference(_) | LookBy::Barcode(_));
    let missing: Vec<Look> = looks(key, wanted, known)
        .into_iter()
        .chain(own_looks(ErpKind::Product, key, known))
        .filter(|look| needs_answer(look) && seen.get(look).is_none())
        .collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let all: Vec<&ErpVariant> = match &wanted.variant {
        Some(_) => wanted.parent.map(|parent| ties(seen, parent)).unwrap_or_default(),
        None => Vec::new(),
    };
    let features = wanted.variant.as_ref().map(|variant| &variant.features);
    let own_tie = all.iter().find(|tie| tie.ref_ext.as_ref() == Some(&key.external_ref()));
    let same_values = all.iter().find(|tie| Some(&tie.features) == features);
    // Children that only the tie names have to be looked at before they can be recognised.
    let children = own_tie.into_iter().chain(same_values).filter_map(|tie| tie.child);
    let unseen: Vec<Look> = children
        .map(|child| Look::new(ErpKind::Product, LookBy::Id(child)))
        .filter(|look| seen.get(look).is_none())
        .collect();
    if !unseen.is_empty() {
        return Decision::Look(unseen);
    }
    let child_of = |tie: Option<&&ErpVariant>| {
        tie.and_then(|tie| tie.child).and_then(|id| found(seen, LookBy::Id(id)).first().copied())
    };
    // Born as a variant, it has the reference that only Passerelle gives, and the external reference of its parent.
    let is_newborn = |product: &&ErpProduct| {
        product.ref_ext.as_ref().is_none_or(|reference| *reference == wanted.parent_ref)
            && Some(ErpId(product.id)) != wanted.parent
    };
    let newborn = || {
        let fallback = LookBy::Reference(wanted.product.fallback_reference.clone());
        found(seen, fallback).into_iter().find(is_newborn)
    };
    let own = own(key, seen, known).or_else(|| child_of(own_tie)).or_else(newborn);
    // A variant that a person made: the same values.
    let by_values = child_of(same_values)
        .filter(is_newborn)
        .filter(|child| !reserved.adopted_by_other(ErpKind::Product, child.id, key))
        .map(|child| (child, "values"));
    let mut it = recognise(key, &wanted.product, seen, own, by_values, reserved);
    if let Some(look) = it.files_to_look_for(seen) {
        return Decision::Look(vec![look]);
    }

    // As what it was before has to be known where it is no variant, or none any more.
    let was_plain = known.fingerprint(key).is_some() && parent_before(known, key).is_none();
    if wanted.variant.is_none() && wanted.cut_off && it.present.is_some() && !was_plain {
        let unseen: Vec<Look> = parents(key, wanted, known)
            .into_iter()
            .map(ties_look)
            .filter(|look| seen.get(look).is_none())
            .collect();
        if !unseen.is_empty() {
            return Decision::Look(unseen);
        }
    }
    let present_id = it.present.map(|product| ErpId(product.id));
    let mine: Vec<&ErpVariant> = parents(key, wanted, known)
        .into_iter()
        .flat_map(|parent| present_id.map(|id| tie_of(seen, parent, id)).unwrap_or_default())
        .collect();
    let tied = match (&wanted.variant, wanted.parent) {
        (Some(variant), Some(parent)) => {
            let others = same_values.filter(|tie| tie.child != present_id);
            let left_over = others.filter(|tie| is_gone(tie, key, wanted));
            let parent_product = match found(seen, LookBy::Id(parent)).first() {
                Some(product) => Some((*product).clone()),
                None => is_planned(parent).then(ErpProduct::default),
            };
            let is_new = is_planned(parent) || variant.features.iter().any(|(_, value)| is_planned(*value));
            // What is only planned cannot be told apart by its numbers.
            let slot =
                if is_new { key.to_string() } else { format!("values {parent} {:?}", variant.features) };
            match parent_product.filter(|_| present_id != Some(parent)) {
                None => Err("its product is not in Dolibarr"),
                Some(_) if reserved.by_other(&slot, key) || (others.is_some() && left_over.is_none()) => {
                    Err("another variant has the same values")
                }
                Some(product) => {
                    reserved.take(&slot, key);
                    Ok(Tied { parent, product, variant, left_over: left_over.copied() })
                }
            }
        }
        _ if facts.makes_variants() => Err("no values in Dolibarr"),
        _ => Err(""),
    };
    match tied {
        Ok(tied) => tied.decide(facts, key, wanted, &it, &mine, known, seen),
        Err(remark) => {
            if !remark.is_empty() {
                it.remarks.push(remark);
            }
            let product = WantedProduct { categories: wanted.categories.clone(), ..wanted.product.clone() };
            let decision = match it.present {
                Some(present) => update(
                    facts,
                    key,
                    &product,
                    present,
                    it.evidence,
                    it.reference,
                    it.barcode,
                    known,
                    seen,
                    &it.remarks,
                ),
                None => create(key, &product, it.reference, it.barcode, &it.remarks),
            };
            after(cut_off(&mine), decision)
        }
    }
}

/// Whether a tie is of a combination of this shop that its product has no longer. Told only where the list of those that
/// it has is known to be whole: then this one is on it.
fn is_gone(tie: &ErpVariant, key: &Key, wanted: &WantedCombination) -> bool {
    let prefix = format!("{}-{}-", key.tag, key.kind.word());
    let owner = tie.ref_ext.as_ref().and_then(|reference| reference.as_str().strip_prefix(&prefix));
    let owner = owner.and_then(|id| id.parse().ok()).map(ShopId);
    wanted.siblings.contains(&key.id) && owner.is_some_and(|owner| !wanted.siblings.contains(&owner))
}

fn cut_off(ties: &[&ErpVariant]) -> Vec<Step> {
    ties.iter()
        .map(|tie| Step {
            operation: Operation::VariantDelete { id: ErpId(tie.id) },
            why: "no such variant any more".to_owned(),
            links: None,
        })
        .collect()
}

/// The steps of `decision` after `first`, which make nothing that it names.
fn after(mut first: Vec<Step>, decision: Decision) -> Decision {
    match decision {
        Decision::Do { steps, found } if !first.is_empty() => {
            let shift = first.len();
            first.extend(steps.into_iter().map(|step| step.later(shift)));
            Decision::Do { steps: first, found }
        }
        other => other,
    }
}

/// A combination that can be a variant.
struct Tied<'a> {
    parent: ErpId,
    /// The parent's product.
    product: ErpProduct,
    variant: &'a WantedVariant,
    /// A tie with the same values, of a combination that the shop has no longer.
    left_over: Option<&'a ErpVariant>,
}

impl Tied<'_> {
    #[expect(clippy::too_many_arguments, reason = "one call site")]
    fn decide(
        &self,
        facts: &Facts,
        key: &Key,
        wanted: &WantedCombination,
        it: &super::product::Recognised<'_>,
        mine: &[&ErpVariant],
        known: &Known,
        seen: &ErpSeen,
    ) -> Decision {
        let fits =
            |tie: &&&ErpVariant| tie.parent == Some(self.parent) && tie.features == self.variant.features;
        let kept = mine.iter().find(fits).copied();
        let wrong: Vec<&ErpVariant> = mine
            .iter()
            .copied()
            .filter(|tie| kept.is_none_or(|kept| kept.id != tie.id))
            .chain(self.left_over)
            .collect();
        let mut steps = cut_off(&wrong);
        let write = |reference: &str| VariantWrite {
            reference: reference.to_owned(),
            ref_ext: Some(key.external_ref()),
            features: self.variant.features.clone(),
            price_impact: self.variant.price_impact,
            weight_impact: self.variant.weight_impact,
        };
        let mut product = wanted.product.clone();
        let step = |operation, why: &str, links| Step { operation, why: why.to_owned(), links };
        let made = steps.len();
        let parent = Target::Id(self.parent);
        let base = match (it.present, kept) {
            (Some(present), Some(tie)) if self.agrees(tie, key) => present.clone(),
            (Some(present), Some(tie)) => {
                let operation =
                    Operation::VariantUpdate { id: ErpId(tie.id), write: write(&present.reference) };
                steps.push(step(operation, "price or weight impact changed", None));
                self.recomputed(facts, present)
            }
            (Some(present), None) => {
                let operation = Operation::VariantCreate { parent, write: write(&present.reference) };
                steps.push(step(operation, "variant of its product", None));
                // Dolibarr writes the values into the description, whatever it was.
                product.description.get_or_insert_with(|| present.description.clone());
                ErpProduct { description: String::from('\0'), ..self.recomputed(facts, present) }
            }
            (None, _) => {
                let reference = &wanted.product.fallback_reference;
                let operation = Operation::VariantCreate { parent, write: write(reference) };
                steps.push(step(operation, "new", Some(key.clone())));
                self.newborn(facts, reference)
            }
        };
        let decision = update(
            facts,
            key,
            &product,
            &base,
            it.evidence,
            it.reference,
            it.barcode,
            known,
            seen,
            &it.remarks,
        );
        let Decision::Do { steps: updates, found } = decision else { return decision };
        if it.present.is_some() {
            steps.extend(updates);
            // What is remembered in place of the fingerprint has to say whose variant it is, as that does.
            let is_variant =
                format!("{}.{VARIANT_OF}{}", Fingerprint::of(self.variant).as_str(), self.parent);
            let with_parent = |on: ExternalRef| ExternalRef::stored(&format!("{on}.{is_variant}"));
            let found = found.into_iter().map(|it| Found { on: it.on.map(with_parent), ..it }).collect();
            return Decision::Do { steps, found };
        }
        // The product is made by the step before.
        steps.extend(updates.into_iter().map(|mut step| {
            if let Operation::ProductUpdate { target, .. } = &mut step.operation {
                *target = Target::Step(made);
            }
            step
        }));
        Decision::Do { steps, found: Vec::new() }
    }

    fn agrees(&self, tie: &ErpVariant, key: &Key) -> bool {
        tie.price_impact == self.variant.price_impact
            && !tie.is_percent
            && round_half_away(tie.weight_impact, WEIGHT_DECIMALS)
                == round_half_away(self.variant.weight_impact, WEIGHT_DECIMALS)
            && tie.ref_ext.as_ref() == Some(&key.external_ref())
    }

    /// A child as Dolibarr makes it whenever the tie is written: price, VAT and weight are those of the parent, and what the
    /// tie adds.
    fn recomputed(&self, facts: &Facts, child: &ErpProduct) -> ErpProduct {
        let price = self.product.price.saturating_add(self.variant.price_impact);
        let weight = self.product.weight.unwrap_or_default().saturating_add(self.variant.weight_impact);
        let label = if child.label == self.product.label { String::new() } else { child.label.clone() };
        ErpProduct {
            price: round_half_away(price, facts.erp.precision.unit_decimals),
            vat: self.product.vat,
            weight: Some(weight.normalize()),
            label,
            ..child.clone()
        }
    }

    /// A child as it is born: a copy of its parent without barcode, whose texts end with the values.
    fn newborn(&self, facts: &Facts, reference: &str) -> ErpProduct {
        let copy = ErpProduct {
            id: 0,
            reference: reference.to_owned(),
            barcode: String::new(),
            description: String::from('\0'),
            ..self.product.clone()
        };
        self.recomputed(facts, &copy)
    }
}

/// The price that the product itself has in Dolibarr.
fn price_of_parent(facts: &Facts, product: &Product) -> Decimal {
    price(facts, product.price.saturating_add(ecotax_within(product)))
}

/// The product's price with its ecotax, and what the combination adds.
fn price_of(product: &Product, combination: &Combination) -> Decimal {
    product.price.saturating_add(ecotax_within(product)).saturating_add(combination.price_impact)
}
