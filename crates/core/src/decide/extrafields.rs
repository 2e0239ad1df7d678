//! Which values of a product go into which extrafields of Dolibarr, and which into the list at the end of the description.

use std::collections::BTreeMap;

use super::Facts;
use crate::erp::{Extrafield, ExtrafieldForm};
use crate::html::escape;
use crate::settings::FeatureMode;
use crate::shop::Product;

/// How the code of an extrafield begins that Passerelle fills without being asked.
const OURS: &str = "ps_";
/// What marks the list of features in a description.
const LIST: &str = "passerelle-features";

/// What became of a product's values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// Values by the codes of extrafields; an empty one empties the field.
    pub fields: BTreeMap<String, String>,
    /// Labels of extrafields that cannot hold the shop's value.
    pub misfits: Vec<String>,
    /// What found no extrafield, or one that cannot hold it: name and value.
    pub left: Vec<(String, String)>,
}

/// One thing to place: its name, its code in the setting, how its own extrafield's code would end, its values.
struct Thing<'a> {
    name: &'a str,
    asked: Option<&'a str>,
    ending: String,
    values: Vec<&'a str>,
}

/// Places the values of a product.
pub(super) fn place(facts: &Facts, product: &Product) -> Placed {
    let (catalogue, details) = (&facts.settings.catalogue, &product.details);
    let asked = &catalogue.extrafields;
    let ecotax =
        if product.ecotax.is_zero() { String::new() } else { product.ecotax.normalize().to_string() };
    let own = |name, asked: &'_ Option<String>, value| (name, asked.as_deref().map(str::to_owned), value);
    let plain = [
        own("manufacturer", &asked.manufacturer, product.manufacturer.as_str()),
        own("condition", &asked.condition, details.condition.as_str()),
        own("ecotax", &asked.ecotax, ecotax.as_str()),
        own("part_number", &asked.part_number, details.part_number.as_str()),
        own("supplier_reference", &asked.supplier_reference, details.supplier_reference.as_str()),
    ];
    let mut placed = Placed::default();
    for (name, asked, value) in &plain {
        let thing = Thing { name, asked: asked.as_deref(), ending: (*name).to_owned(), values: vec![*value] };
        let found = put(facts, &thing, &mut placed);
        if *name == "manufacturer" && !found && !value.trim().is_empty() {
            placed.left.push((catalogue.manufacturer_label.clone(), (*value).to_owned()));
        }
    }
    if catalogue.features == FeatureMode::None {
        return placed;
    }
    // Those of the shop that the product lacks empty their fields; those that the shop got meanwhile count too.
    let mut names: Vec<&str> = details.features.iter().map(|it| it.name.as_str()).collect();
    names.extend(facts.features.iter().map(String::as_str));
    let mut done: Vec<&str> = Vec::new();
    for name in names {
        if done.contains(&name) {
            continue;
        }
        done.push(name);
        let of_it = details.features.iter().filter(|it| it.name == name);
        let values: Vec<&str> = of_it.map(|it| it.value.as_str()).collect();
        let asked = asked.features.iter().find(|(feature, _)| alike(feature, name));
        let thing = Thing { name, asked: asked.map(|(_, code)| code.as_str()), ending: slug(name), values };
        let misfits = placed.misfits.len();
        let found = put(facts, &thing, &mut placed);
        if (!found || placed.misfits.len() > misfits) && !thing.values.is_empty() {
            placed.left.push((name.to_owned(), thing.values.join(", ")));
        }
    }
    placed
}

/// Puts a thing into its extrafield; false when there is none.
fn put(facts: &Facts, thing: &Thing<'_>, placed: &mut Placed) -> bool {
    let fields = facts.erp.products.extrafields.as_deref().unwrap_or_default();
    let Some(field) = field(fields, thing) else { return false };
    let rules = facts.erp.texts;
    // Where Dolibarr tidies, it does so in all of them, and takes tags out that were escaped.
    let is_html = field.form == ExtrafieldForm::Html && !rules.tidies;
    let held = |value: &&str| if is_html { rules.note(value) } else { rules.label(value) };
    let values: Vec<String> = thing.values.iter().map(held).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    match field.hold(&values) {
        // Two features may be asked into one field: the second does not empty it.
        Some(value) if value.is_empty() => {
            placed.fields.entry(field.code.clone()).or_default();
        }
        Some(value) => {
            placed.fields.insert(field.code.clone(), value);
        }
        None => placed.misfits.push(field.label.clone()),
    }
    true
}

/// The extrafield of a thing: the one that is asked for, else one whose code begins with `ps_` and ends like the thing, or has
/// the thing's name for its label. No other field is taken: it may hold what a person keeps there.
fn field<'a>(fields: &'a [Extrafield], thing: &Thing<'_>) -> Option<&'a Extrafield> {
    let found = match thing.asked {
        Some(code) => fields.iter().find(|field| field.code.eq_ignore_ascii_case(code.trim())),
        None => {
            let ours = |field: &&Extrafield| field.code.to_lowercase().starts_with(OURS);
            let code = format!("{OURS}{}", thing.ending);
            let by_code = fields.iter().find(|field| field.code.eq_ignore_ascii_case(&code));
            by_code.or_else(|| fields.iter().filter(ours).find(|field| alike(&field.label, thing.name)))
        }
    };
    found.filter(|field| field.is_writable())
}

fn alike(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// A name as part of a code: lower-case letters and digits, anything else an underscore.
fn slug(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    let text: String = name.trim().to_lowercase().chars().map(plain).collect();
    text.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// What is left as a list, to stand at the end of a description; empty for nothing.
pub(super) fn list(left: &[(String, String)]) -> String {
    if left.is_empty() {
        return String::new();
    }
    let item = |(name, value): &(String, String)| {
        format!("<li><strong>{}:</strong> {}</li>", escape(name.trim()), escape(value.trim()))
    };
    format!("<ul class=\"{LIST}\">{}</ul>", left.iter().map(item).collect::<String>())
}

/// The whole set to send for these changes, for what is left out would be emptied; none when nothing changes.
pub(super) fn whole_set(
    fields: &[Extrafield],
    present: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Option<BTreeMap<String, String>> {
    let empty = String::new();
    let differs = |(code, value): (&String, &String)| {
        let stored = present.get(code).unwrap_or(&empty);
        let field = fields.iter().find(|field| field.code == *code);
        field.map_or(stored != value, |field| !field.same(stored, value))
    };
    if !wanted.iter().any(differs) {
        return None;
    }
    let mut set = present.clone();
    set.extend(wanted.iter().map(|(code, value)| (code.clone(), value.clone())));
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_part_of_a_code() {
        assert_eq!(slug("Paper Type"), "paper_type");
        assert_eq!(slug(" Été (côté) "), "ete_cote");
    }
}
