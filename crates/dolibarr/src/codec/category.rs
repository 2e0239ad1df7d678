//! Categories.

use passerelle_core::erp::ErpCategory;
use serde_json::Value;

use super::fields;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref_ext,label,description,fk_parent,visible";

/// Reads a category.
pub fn category(value: &Value) -> Option<ErpCategory> {
    Some(ErpCategory {
        id: fields::id(value, "id")?,
        ref_ext: fields::external(value),
        label: fields::text(value, "label"),
        description: fields::text(value, "description"),
        parent: fields::link(value, "fk_parent"),
        visible: fields::flag(value, "visible"),
    })
}
