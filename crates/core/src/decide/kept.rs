//! Fields of adopted products and categories that Dolibarr keeps.

use std::collections::BTreeSet;

use super::{Decision, Found, Known};
use crate::key::Key;
use crate::plan::{CategoryWrite, Operation, ProductWrite};
use crate::settings::FieldGroup;

/// Leaves the kept fields of an adopted product out of an update.
pub(super) fn keep_of_product(kept: &BTreeSet<FieldGroup>, write: &mut ProductWrite) {
    for group in kept {
        match group {
            FieldGroup::Texts => (write.label, write.description, write.languages) = (None, None, None),
            FieldGroup::Prices => {
                (write.price, write.vat, write.vat_code, write.cost_price) = (None, None, None, None);
            }
            FieldGroup::Measures => (write.weight, write.size) = (None, None),
            FieldGroup::Barcode => write.barcode = None,
            FieldGroup::Sale => (write.on_sale, write.is_service) = (None, None),
            FieldGroup::Extrafields => write.extrafields = None,
        }
    }
}

/// Leaves the kept fields of an adopted category out of its updates.
pub(super) fn keep_of_category(
    kept: &BTreeSet<FieldGroup>,
    key: &Key,
    known: &Known,
    mut decision: Decision,
) -> Decision {
    let Decision::Do { steps, found } = &mut decision else { return decision };
    let adopted = |it: &Found| it.key == *key && (it.adopted || known.is_adopted(key));
    if kept.is_empty() || !found.iter().any(adopted) {
        return decision;
    }
    for step in steps.iter_mut() {
        if let Operation::CategoryUpdate { write, .. } | Operation::CustomerCategoryUpdate { write, .. } =
            &mut step.operation
        {
            if kept.contains(&FieldGroup::Texts) {
                (write.label, write.description) = (None, None);
            }
            if kept.contains(&FieldGroup::Sale) {
                write.visible = None;
            }
        }
    }
    // No step of such a plan names another one.
    steps.retain(|step| match &step.operation {
        Operation::CategoryUpdate { write, .. } | Operation::CustomerCategoryUpdate { write, .. } => {
            *write != CategoryWrite::default()
        }
        _ => true,
    });
    decision
}

/// What was adopted once stays adopted.
pub(super) fn still_adopted(known: &Known, mut decision: Decision) -> Decision {
    if let Decision::Do { found, .. }
    | Decision::DoBut { found, .. }
    | Decision::Part { found, .. }
    | Decision::But { found, .. } = &mut decision
    {
        for it in found.iter_mut().filter(|it| known.linked(&it.key) == Some(it.id)) {
            it.adopted |= known.is_adopted(&it.key);
        }
    }
    decision
}
