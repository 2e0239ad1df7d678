//! `/products/{id}/subproducts`: what a product consists of. Nothing is checked: neither that the part exists, nor that a
//! product does not contain itself; and adding again replaces.

use rust_decimal::Decimal;

use super::context::{Context, Outcome, number};
use super::number::{amount, short, whole};
use super::refusal::Refusal;
use crate::json::Json;

fn hidden() -> Refusal {
    Refusal::new(401, "Access not allowed for login admin")
}

/// The sub-products; one that is no product, or the product itself, is not shown.
pub(crate) fn list(context: &Context<'_>, id: u32) -> Outcome {
    let Some(product) = context.data.products.get(id) else { return Err(hidden()) };
    let rows = product.parts.iter().enumerate().filter(|(_, (part, _))| *part != id);
    let shown = rows.filter_map(|(place, (part, quantity))| {
        let of = context.data.products.get(*part)?;
        let row = [
            ("rowid", Json::Text(part.to_string())),
            ("qty", Json::Text(short(*quantity))),
            ("fk_product_type", Json::Text(of.kind.to_string())),
            ("label", Json::text(of.record.text("label"))),
            ("incdec", Json::text("1")),
            ("ref", Json::text(of.record.text("ref"))),
            ("fk_association", Json::Text((u64::from(id) * 1000 + place as u64).to_string())),
            ("rang", Json::Text((place + 1).to_string())),
        ];
        Some(Json::object(row))
    });
    Ok(Json::List(shown.collect()))
}

/// Adds a sub-product at the end; one that is there already is taken out first.
pub(crate) fn add(context: &mut Context<'_>, id: u32) -> Outcome {
    if context.data.products.get(id).is_none() {
        return Err(hidden());
    }
    for field in ["subproduct_id", "qty"] {
        if !context.body.contains_key(field) {
            return Err(Refusal::new(400, format!("`{field}` is required.")));
        }
    }
    let part = whole(context.body.get("subproduct_id")).and_then(|it| u32::try_from(it).ok()).unwrap_or(0);
    let quantity = amount(context.body.get("qty")).unwrap_or(Decimal::ZERO);
    change(context, id, |parts| {
        parts.retain(|(it, _)| *it != part);
        parts.push((part, quantity));
    })
}

/// Takes a sub-product out; one that is not there is no error.
pub(crate) fn remove(context: &mut Context<'_>, id: u32, part: u32) -> Outcome {
    if context.data.products.get(id).is_none() {
        return Err(hidden());
    }
    change(context, id, |parts| parts.retain(|(it, _)| *it != part))
}

fn change(context: &mut Context<'_>, id: u32, how: impl FnOnce(&mut Vec<(u32, Decimal)>)) -> Outcome {
    let Some(mut product) = context.data.products.get(id).cloned() else { return Err(hidden()) };
    how(&mut product.parts);
    context.data.tick();
    context.data.products.put(product);
    number(1)
}
