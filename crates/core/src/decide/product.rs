//! Products and the service products of order lines.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::category;
use super::extrafields::{Placed, list, place, whole_set};
use super::files;
use super::images::look_for_files;
use super::kept::keep_of_product;
use super::text::{self, clip, field_names, join};
use super::wanted::{Wanted, WantedDetails, WantedDocument, WantedProduct};
use super::{Decision, Facts, Found, Known, Projection, Reserved, changed, own_looks, unsettled};
use crate::erp::{ErpKind, ErpObject, ErpProduct, ErpSeen, ErpWords, Look, LookBy, stored_product_reference};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::html;
use crate::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct};
use crate::money::{Percent, round_half_away};
use crate::plan::{Barcode, BarcodeForm, Operation, ProductWrite, Step, Target};
use crate::settings::FeatureMode;
use crate::shop::{Product, ProductForm};

/// Dolibarr's `label` of a product.
const LABEL_LIMIT: usize = 255;
/// Dolibarr's `ref` of a product.
const REFERENCE_LIMIT: usize = 128;
/// How a remark ends about what could not be written because another product has it.
const KEPT: &str = "kept by another product";

pub(super) fn dependencies(facts: &Facts, product: &Product) -> Vec<Key> {
    product.categories.iter().map(|id| facts.key(Kind::Category, *id)).collect()
}

pub(super) fn project(facts: &Facts, known: &Known, product: &Product) -> Projection {
    let Some(vat) = product.vat else {
        return Projection::Refused(
            Explanation::new("product-vat-unknown").with("reference", &product.reference),
        );
    };
    let needed = dependencies(facts, product);
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    let key = facts.key(Kind::Product, product.id);
    let placed = place(facts, product);
    let (vat, vat_code) = taxes(facts, product, vat);
    let document = WantedProduct {
        reference: reference(&product.reference),
        fallback_reference: fallback(&key),
        label: label(facts, &product.name, &key),
        description: description(facts, product).map(|text| with_list(facts, &text, &placed)),
        is_service: product.form == ProductForm::Virtual,
        price: price(facts, product.price.saturating_add(ecotax_within(product))),
        vat,
        on_sale: product.active,
        barcode: barcode(&product.ean13, &product.upc, &product.isbn),
        weight: product.weight.normalize(),
        size: size(product),
        cost_price: price(facts, product.wholesale_price),
        categories: needed.iter().filter_map(|key| known.linked(key)).collect(),
        details: WantedDetails {
            extrafields: placed.fields,
            languages: languages(facts, product),
            vat_code,
            fixed_price: !facts.erp.products.prices_change,
            misfits: placed.misfits,
            specific_prices: product.details.specific_prices,
            replaced: [&product.name, &product.description_short, &product.description]
                .into_iter()
                .any(|text| facts.erp.texts.loses_letters(text)),
        },
    };
    Projection::Wanted(wanted(key, &product.reference, document))
}

/// The VAT of a product, and the code of the row of Dolibarr's dictionary where it has several taxes: a row of the settings, as
/// on the lines of orders.
fn taxes(facts: &Facts, product: &Product, vat: Percent) -> (Percent, String) {
    let settings = &facts.settings;
    let several = product.details.taxes.as_ref().and_then(|set| set.rate(&settings.tax_rows));
    several.map_or((vat, String::new()), |rate| (rate.vat, settings.tax_code(rate).to_owned()))
}

fn with_list(facts: &Facts, description: &str, placed: &Placed) -> String {
    match facts.settings.catalogue.features {
        FeatureMode::Description => join(&[description, &list(&placed.left)], "\n"),
        FeatureMode::Extrafields | FeatureMode::None => description.to_owned(),
    }
}

/// The ecotax that the shop adds to the price. At another rate than the product's it is no part of Dolibarr's price: one line
/// of an order carries one rate, and ecotax is then a line of its own.
pub(super) fn ecotax_within(product: &Product) -> Decimal {
    if product.details.ecotax_vat.is_some_and(|rate| Some(rate) == product.vat) {
        product.ecotax
    } else {
        Decimal::ZERO
    }
}

/// The texts in the languages asked for, but for the one that Dolibarr always fills from the product itself.
fn languages(facts: &Facts, product: &Product) -> BTreeMap<String, ErpWords> {
    let Some(own) = &facts.erp.products.several_languages else { return BTreeMap::new() };
    let others =
        product.details.languages.iter().filter(|(code, words)| *code != own && !words.name.is_empty());
    let texts = others.map(|(code, words)| {
        let text = || facts.erp.texts.markup(&join(&[&words.description_short, &words.description], "\n"));
        let description = facts.settings.catalogue.descriptions.then(text);
        (code.clone(), ErpWords { label: text::label(facts, &words.name, LABEL_LIMIT), description })
    });
    texts.collect()
}

pub(super) fn project_service(facts: &Facts, service: ServiceProduct) -> Projection {
    let key = facts.key(Kind::Service, service.shop_id());
    let labels = &facts.settings.services;
    let label = match service {
        ServiceProduct::Shipping => &labels.shipping,
        ServiceProduct::Wrapping => &labels.wrapping,
        ServiceProduct::Discount => &labels.discount,
        ServiceProduct::Rounding => &labels.rounding,
    };
    let reference = format!("{}-{}", facts.settings.tag, service.word());
    let document = WantedProduct {
        reference: reference.clone(),
        fallback_reference: key.external_ref().to_string(),
        label: text::label(facts, label, LABEL_LIMIT),
        description: None,
        is_service: true,
        price: Decimal::ZERO,
        vat: Percent::ZERO,
        on_sale: true,
        barcode: None,
        weight: Decimal::ZERO,
        size: (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO),
        cost_price: Decimal::ZERO,
        categories: Vec::new(),
        details: WantedDetails::default(),
    };
    Projection::Wanted(wanted(key, &reference, document))
}

pub(super) fn wanted(key: Key, reference: &str, document: WantedProduct) -> Wanted {
    // Three parts: what the categories are says whether links have to be made again, and the barcode, whether one that
    // the shop no longer has was written by Passerelle.
    let mut fields = document.clone();
    fields.categories.clear();
    let fingerprint = Fingerprint::stored(&format!(
        "{}.{}.{}",
        Fingerprint::of(&fields).as_str(),
        Fingerprint::of(&document.categories).as_str(),
        print_of_barcode(document.barcode.as_ref().map_or("", |barcode| &barcode.code))
    ));
    Wanted { key, reference: reference.to_owned(), fingerprint, document: WantedDocument::Product(document) }
}

pub(super) fn print_of_barcode(code: &str) -> String {
    if code.is_empty() { String::new() } else { Fingerprint::of(&code).as_str().to_owned() }
}

/// One of the parts of the fingerprint of what was brought over before; none where there was nothing before.
fn part_before<'a>(known: &'a Known, key: &Key, part: usize) -> Option<&'a str> {
    known.fingerprint(key)?.as_str().split('.').nth(part)
}

pub(super) fn reference(text: &str) -> String {
    let stored = stored_product_reference(&clip(text, REFERENCE_LIMIT));
    clip(&stored, REFERENCE_LIMIT)
}

/// `<tag>-<id>`; a combination's id is another counter than a product's.
pub(super) fn fallback(key: &Key) -> String {
    match key.kind {
        Kind::Combination => format!("{}-c{}", key.tag, key.id),
        _ => format!("{}-{}", key.tag, key.id),
    }
}

pub(super) fn label(facts: &Facts, name: &str, key: &Key) -> String {
    let name = text::label(facts, name, LABEL_LIMIT);
    if name.is_empty() { key.external_ref().to_string() } else { name }
}

pub(super) fn description(facts: &Facts, product: &Product) -> Option<String> {
    facts
        .settings
        .catalogue
        .descriptions
        .then(|| facts.erp.texts.markup(&join(&[&product.description_short, &product.description], "\n")))
}

/// In the company's currency. A shop that does not know it is refused before anything is written.
pub(super) fn price(facts: &Facts, price: Decimal) -> Decimal {
    let price = price.checked_mul(facts.company_rate.unwrap_or(Decimal::ONE)).unwrap_or(price);
    round_half_away(price, facts.erp.precision.unit_decimals).normalize()
}

pub(super) fn barcode(ean13: &str, upc: &str, isbn: &str) -> Option<Barcode> {
    [(ean13, BarcodeForm::Ean13), (upc, BarcodeForm::Upc), (isbn, BarcodeForm::Isbn)]
        .into_iter()
        .map(|(code, form)| (code.trim(), form))
        .find(|(code, _)| !code.is_empty())
        .map(|(code, form)| Barcode { code: code.to_owned(), form })
}

/// Depth is Dolibarr's length; centimetres become metres.
pub(super) fn size(product: &Product) -> (Decimal, Decimal, Decimal) {
    let metres = |centimetres: Decimal| (centimetres / Decimal::ONE_HUNDRED).normalize();
    (metres(product.depth), metres(product.width), metres(product.height))
}

pub(super) fn looks(key: &Key, wanted: &WantedProduct, known: &Known) -> Vec<Look> {
    let mut looks = own_looks(ErpKind::Product, key, known);
    for reference in [&wanted.reference, &wanted.fallback_reference] {
        if !reference.is_empty() {
            looks.push(Look::new(ErpKind::Product, LookBy::Reference(reference.clone())));
        }
    }
    if let Some(barcode) = &wanted.barcode {
        looks.push(Look::new(ErpKind::Product, LookBy::Barcode(barcode.code.clone())));
    }
    looks
}

pub(super) fn found(seen: &ErpSeen, by: LookBy) -> Vec<&ErpProduct> {
    seen.get(&Look::new(ErpKind::Product, by))
        .unwrap_or_default()
        .iter()
        .filter_map(|object| match object {
            ErpObject::Product(product) => Some(product),
            _ => None,
        })
        .collect()
}

pub(super) fn decide(
    facts: &Facts,
    key: &Key,
    wanted: &WantedProduct,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let own_looks = own_looks(ErpKind::Product, key, known);
    let missing: Vec<Look> = own_looks.iter().filter(|look| seen.get(look).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let it = recognise(key, wanted, seen, own(key, seen, known), None, reserved);
    if let Some(look) = it.files_to_look_for(seen) {
        return Decision::Look(vec![look]);
    }
    match it.present {
        Some(present) => update(
            facts,
            key,
            wanted,
            present,
            it.evidence,
            it.reference,
            it.barcode,
            known,
            seen,
            &it.remarks,
        ),
        None => create(key, wanted, it.reference, it.barcode, &it.remarks),
    }
}

/// A key's own product: the linked one, else the one with its external reference. A variant is born with the external
/// reference of its parent, which is older.
pub(super) fn own<'a>(key: &Key, seen: &'a ErpSeen, known: &Known) -> Option<&'a ErpProduct> {
    own_looks(ErpKind::Product, key, known)
        .into_iter()
        .find_map(|look| found(seen, look.by).into_iter().min_by_key(|product| product.id))
}

/// What stands for a key in Dolibarr, and which reference and barcode it may have.
pub(super) struct Recognised<'a> {
    /// The product; none when there is none yet.
    pub present: Option<&'a ErpProduct>,
    /// By what a product that a person made is adopted.
    pub evidence: Option<&'static str>,
    /// `ref`.
    pub reference: &'a str,
    /// `barcode`.
    pub barcode: Option<&'a Barcode>,
    /// What is odd about it, for the journal.
    pub remarks: Vec<&'static str>,
}

impl Recognised<'_> {
    /// The look that is missing before the reference of a product can change: its documents stay in the folder of the
    /// reference that it had.
    pub(super) fn files_to_look_for(&self, seen: &ErpSeen) -> Option<Look> {
        let renamed = self.present.filter(|it| !it.reference.eq_ignore_ascii_case(self.reference))?;
        Some(look_for_files(ErpId(renamed.id))).filter(|look| seen.get(look).is_none())
    }
}

/// Recognises a product: its own, else the one given with its evidence, else one with the same reference or barcode.
pub(super) fn recognise<'a>(
    key: &Key,
    wanted: &'a WantedProduct,
    seen: &'a ErpSeen,
    own: Option<&'a ErpProduct>,
    known_by: Option<(&'a ErpProduct, &'static str)>,
    reserved: &mut Reserved,
) -> Recognised<'a> {
    let holders = |text: &str| found(seen, LookBy::Reference(text.to_owned()));
    let is_mine = |product: &ErpProduct| own.is_some_and(|own| own.id == product.id);
    let is_free = |product: &&ErpProduct| {
        product.ref_ext.as_ref().is_none_or(|it| it.is_of_another_connector(key.id))
            && !reserved.adopted_by_other(ErpKind::Product, product.id, key)
    };
    let barcode_holders = wanted
        .barcode
        .as_ref()
        .map(|barcode| found(seen, LookBy::Barcode(barcode.code.clone())))
        .unwrap_or_default();

    let by_reference = holders(&wanted.reference).into_iter().find(is_free);
    let by_barcode = match barcode_holders.as_slice() {
        [only] if is_free(only) => Some(*only),
        _ => None,
    };
    let adoptable = known_by
        .or_else(|| by_reference.map(|product| (product, "reference")))
        .or_else(|| by_barcode.map(|product| (product, "barcode")));
    let present = own.or(adoptable.map(|(product, _)| product));
    let evidence = adoptable.map(|(_, evidence)| evidence).filter(|_| own.is_none());

    let is_present = |product: &ErpProduct| present.is_some_and(|present| present.id == product.id);
    let mut remarks = Vec::new();
    let reference_taken = wanted.reference.is_empty()
        || reserved.by_other(&reference_slot(&wanted.reference), key)
        || holders(&wanted.reference).iter().any(|holder| !is_present(holder) && !is_mine(holder));
    let reference = if reference_taken { &wanted.fallback_reference } else { &wanted.reference };
    if wanted.reference.is_empty() {
        remarks.push("no reference in the shop");
    } else if reference_taken {
        remarks.push("reference kept by another product");
    }
    let barcode = wanted.barcode.as_ref().filter(|barcode| {
        let taken = reserved.by_other(&barcode_slot(&barcode.code), key)
            || barcode_holders.iter().any(|holder| !is_present(holder));
        if taken {
            remarks.push("barcode kept by another product");
        }
        !taken
    });
    if let Some(present) = present.filter(|_| evidence.is_some()) {
        reserved.adopt(ErpKind::Product, present.id, key);
    }
    reserved.take(&reference_slot(reference), key);
    if let Some(barcode) = barcode {
        reserved.take(&barcode_slot(&barcode.code), key);
    }
    Recognised { present, evidence, reference, barcode, remarks }
}

fn reference_slot(reference: &str) -> String {
    format!("reference {reference}")
}

fn barcode_slot(barcode: &str) -> String {
    format!("barcode {barcode}")
}

fn with_remarks(why: &str, remarks: &[&str]) -> String {
    if remarks.is_empty() { why.to_owned() } else { format!("{why}; {}", remarks.join(", ")) }
}

pub(super) fn create(
    key: &Key,
    wanted: &WantedProduct,
    reference: &str,
    barcode: Option<&Barcode>,
    remarks: &[&str],
) -> Decision {
    let positive = |value: Decimal| (!value.is_zero()).then_some(value);
    let write = ProductWrite {
        reference: Some(reference.to_owned()),
        ref_ext: Some(key.external_ref()),
        label: Some(wanted.label.clone()),
        description: wanted.description.clone().filter(|text| !text.is_empty()),
        is_service: Some(wanted.is_service),
        price: Some(wanted.price),
        vat: Some(wanted.vat),
        on_sale: Some(wanted.on_sale),
        barcode: barcode.cloned(),
        weight: positive(wanted.weight),
        size: has_size(wanted).then_some(wanted.size),
        cost_price: positive(wanted.cost_price),
        vat_code: Some(wanted.details.vat_code.clone()).filter(|code| !code.is_empty()),
        extrafields: filled(&wanted.details.extrafields),
        languages: Some(wanted.details.languages.clone()).filter(|languages| !languages.is_empty()),
    };
    let mut steps = vec![Step {
        operation: Operation::ProductCreate(write),
        why: with_remarks("new", remarks),
        links: Some(key.clone()),
    }];
    // A creation rounds the price to two decimals; an update keeps them all.
    if wanted.price.normalize().scale() > 2 && !wanted.details.fixed_price {
        let write = ProductWrite { price: Some(wanted.price), ..ProductWrite::default() };
        let operation = Operation::ProductUpdate { target: Target::Step(0), write };
        steps.push(Step { operation, why: "all decimals of the price".to_owned(), links: None });
    }
    steps.extend(category_steps(wanted, Target::Step(0)));
    Decision::Do { steps, found: Vec::new() }
}

fn filled(extrafields: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    let filled: BTreeMap<String, String> = extrafields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(code, value)| (code.clone(), value.clone()))
        .collect();
    (!filled.is_empty()).then_some(filled)
}

/// A product whose price including tax counts would change its net price with its VAT: it is made to count without tax.
fn price_change(wanted: &WantedProduct, present: &ErpProduct, present_price: Decimal) -> Option<Decimal> {
    let differs = present_price != wanted.price || present.counts_with_tax;
    (differs && !wanted.details.fixed_price).then_some(wanted.price)
}

/// The code of several taxes; one that a person chose for the present rate stays.
fn vat_code_change(wanted: &WantedProduct, present: &ErpProduct) -> Option<String> {
    let code = &wanted.details.vat_code;
    let is_due = if code.is_empty() { present.vat != wanted.vat } else { true };
    (is_due && present.vat_code != *code).then(|| code.clone())
}

/// The languages whose texts differ.
fn languages_change(wanted: &WantedProduct, present: &ErpProduct) -> Option<BTreeMap<String, ErpWords>> {
    let differs = |(code, words): &(&String, &ErpWords)| {
        let Some(there) = present.languages.get(*code) else { return true };
        let text = |words: &ErpWords| words.description.clone().unwrap_or_default();
        there.label != words.label || (words.description.is_some() && !html::same(&text(there), &text(words)))
    };
    let changed: BTreeMap<String, ErpWords> = wanted
        .details
        .languages
        .iter()
        .filter(differs)
        .map(|(code, words)| {
            // What is not touched has to be sent as it is: Dolibarr writes both.
            let kept = || present.languages.get(code).and_then(|there| there.description.clone());
            let description = words.description.clone().or_else(kept);
            (code.clone(), ErpWords { label: words.label.clone(), description })
        })
        .collect();
    (!changed.is_empty()).then_some(changed)
}

fn has_size(wanted: &WantedProduct) -> bool {
    !(wanted.size.0.is_zero() && wanted.size.1.is_zero() && wanted.size.2.is_zero())
}

fn category_steps(wanted: &WantedProduct, product: Target) -> Vec<Step> {
    let link = |id: &ErpId| Step {
        operation: Operation::CategoryLink { category: Target::Id(*id), product },
        why: "in this category".to_owned(),
        links: None,
    };
    wanted.categories.iter().map(link).collect()
}

#[expect(clippy::too_many_arguments, reason = "all of them are compared")]
pub(super) fn update(
    facts: &Facts,
    key: &Key,
    wanted: &WantedProduct,
    present: &ErpProduct,
    evidence: Option<&str>,
    reference: &str,
    barcode: Option<&Barcode>,
    known: &Known,
    seen: &ErpSeen,
    remarks: &[&str],
) -> Decision {
    let decimals = facts.erp.precision.unit_decimals;
    let present_price = round_half_away(present.price, decimals).normalize();
    let present_weight = present.weight.unwrap_or_default().normalize();
    let present_cost = round_half_away(present.cost_price.unwrap_or_default(), decimals).normalize();
    let present_size =
        present.size.map(|(a, b, c)| (a.normalize(), b.normalize(), c.normalize())).unwrap_or_default();
    let mut write = ProductWrite {
        reference: (!present.reference.eq_ignore_ascii_case(reference)).then(|| reference.to_owned()),
        ref_ext: changed(&present.ref_ext, &Some(key.external_ref())).flatten(),
        label: changed(&present.label, &wanted.label),
        description: wanted.description.clone().filter(|text| !html::same(&present.description, text)),
        is_service: changed(&present.is_service, &wanted.is_service),
        price: price_change(wanted, present, present_price),
        vat: changed(&present.vat, &wanted.vat),
        on_sale: changed(&present.on_sale, &wanted.on_sale),
        barcode: match barcode {
            Some(barcode) => (barcode.code != present.barcode).then(|| barcode.clone()),
            // Only what Passerelle itself wrote is taken away.
            None => (wanted.barcode.is_none()
                && !present.barcode.is_empty()
                && part_before(known, key, 2) == Some(&print_of_barcode(&present.barcode)))
            .then(|| Barcode { code: String::new(), form: BarcodeForm::Ean13 }),
        },
        weight: changed(&present_weight, &wanted.weight),
        size: changed(&present_size, &wanted.size),
        cost_price: changed(&present_cost, &wanted.cost_price),
        vat_code: vat_code_change(wanted, present),
        extrafields: whole_set(
            facts.erp.products.extrafields.as_deref().unwrap_or_default(),
            &present.extrafields,
            &wanted.details.extrafields,
        ),
        languages: languages_change(wanted, present),
    };
    if evidence.is_some() || known.is_adopted(key) {
        keep_of_product(&facts.settings.adoption.kept, &mut write);
    }
    let id = ErpId(present.id);
    let categories = Fingerprint::of(&wanted.categories);
    // What another product still has may be free the next time: the link remembers that this is not settled, so that an equal
    // fingerprint does not end it without a look.
    let kept = remarks.iter().any(|remark| remark.ends_with(KEPT));
    let barcode_print = print_of_barcode(wanted.barcode.as_ref().map_or("", |barcode| &barcode.code));
    let unsettled = format!("kept.{}.{barcode_print}", categories.as_str());
    let found = vec![Found {
        key: key.clone(),
        kind: ErpKind::Product,
        id,
        adopted: evidence.is_some(),
        on: kept.then(|| ExternalRef::stored(&unsettled)),
    }];
    let mut steps = Vec::new();
    let mut moved = if write.reference.is_some() { files::of_product(seen, id) } else { Vec::new() };
    moved.extend(
        known.left_behind(key).iter().filter(|file| !moved.contains(file)).cloned().collect::<Vec<_>>(),
    );
    if write != ProductWrite::default() {
        let names = field_names(&[
            ("reference", write.reference.is_some()),
            ("external reference", write.ref_ext.is_some()),
            ("label", write.label.is_some()),
            ("description", write.description.is_some()),
            ("price", write.price.is_some()),
            ("VAT", write.vat.is_some() || write.vat_code.is_some()),
            ("on sale", write.on_sale.is_some()),
            ("barcode", write.barcode.is_some()),
            ("weight", write.weight.is_some()),
            ("size", write.size.is_some()),
            ("cost price", write.cost_price.is_some()),
            ("type", write.is_service.is_some()),
            ("extrafields", write.extrafields.is_some()),
            ("languages", write.languages.is_some()),
        ]);
        let why = match evidence {
            Some(evidence) => format!("adopted by {evidence}; {names}"),
            None => names,
        };
        let operation = Operation::ProductUpdate { target: Target::Id(id), write };
        steps.push(Step { operation, why: with_remarks(&why, remarks), links: None });
    }
    steps.extend(files::steps(&moved, id, reference));
    if part_before(known, key, 1) != Some(categories.as_str()) {
        // Before it was brought over, nothing was linked. After a plan that was cut off, nobody knows.
        if known.linked(key).is_none() {
            steps.extend(category_steps(wanted, Target::Id(id)));
        } else {
            match category::links_of_product(key, &wanted.categories, id, seen) {
                Ok(links) => steps.extend(links),
                Err(look) => return Decision::Look(vec![look]),
            }
        }
    }
    Decision::Do { steps, found }
}
