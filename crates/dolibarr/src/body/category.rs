//! Bodies of categories.

use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{CategoryWrite, resolve};
use serde_json::Value;

use super::fields::Fields;
use crate::explanations;

/// `POST /categories`.
pub fn category_create(write: &CategoryWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    // 0 is "product" on every version.
    create(write, made, 0)
}

/// `POST /categories`, of customers.
pub fn customer_category_create(write: &CategoryWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    // 2 is "customer" on every version.
    create(write, made, 2)
}

fn create(write: &CategoryWrite, made: &[Option<ErpId>], kind: u8) -> Result<Value, Explanation> {
    let mut fields = common(write, made)?;
    fields.set("type", kind);
    Ok(fields.finish())
}

/// `PUT /categories/{id}`.
pub fn category_update(write: &CategoryWrite, made: &[Option<ErpId>]) -> Result<Value, Explanation> {
    Ok(common(write, made)?.finish())
}

fn common(write: &CategoryWrite, made: &[Option<ErpId>]) -> Result<Fields, Explanation> {
    let mut fields = Fields::default();
    fields.whole("ref_ext", write.ref_ext.as_ref().map(|it| it.as_str()), 255)?;
    fields.line("label", write.label.as_ref(), 180);
    fields.markup("description", write.description.as_ref());
    if let Some(parent) = write.parent {
        let id = match parent {
            None => 0,
            Some(target) => {
                resolve(target, made).ok_or_else(|| explanations::target_missing("category-create"))?.0
            }
        };
        fields.set("fk_parent", id);
    }
    if let Some(visible) = write.visible {
        fields.set("visible", u8::from(visible));
    }
    Ok(fields)
}
