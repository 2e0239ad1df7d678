//! Which fields and associations of a row are shown.

use super::ShopVersion;
use super::fault::{self, Trouble};
use super::schema::Resource;

/// What is shown of each row.
#[derive(Debug, Clone)]
pub(crate) enum Display {
    /// Only the identifier (a list without `display`).
    Id,
    /// Everything.
    Full,
    /// Some fields, and some fields of some associations.
    Some { id: bool, fields: Vec<usize>, associations: Vec<(usize, Vec<usize>)> },
}

impl Display {
    pub(crate) fn read(
        resource: &'static Resource,
        version: ShopVersion,
        text: &str,
    ) -> Result<Self, Trouble> {
        if text == "full" {
            return Ok(Self::Full);
        }
        let Some(inner) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) else {
            return Ok(Self::Id);
        };
        let (mut id, mut fields, mut associations) = (false, Vec::new(), Vec::new());
        for (name, sub) in split(inner) {
            if let Some(sub) = sub {
                let Some(position) = resource.association(name) else {
                    // PrestaShop runs into a PHP error here.
                    return Err(Trouble::Empty(500));
                };
                let known = resource.associations[position].fields;
                if resource.name == "customers" && name == "groups" {
                    // The trap: PrestaShop knows no fields of this one; only a list with all fields shows it.
                    continue;
                }
                if resource.name == "combinations" {
                    // Another one: theirs are shown in a list with all fields only, and left out without a word.
                    continue;
                }
                let wanted =
                    sub.split(',').filter_map(|f| known.iter().position(|k| *k == f.trim())).collect();
                associations.push((position, wanted));
            } else if name == "id" {
                id = true;
            } else if let Some(position) =
                resource.position(name).filter(|p| resource.fields[*p].exists(version))
            {
                fields.push(position);
            } else if let Some(position) =
                resource.association(name).filter(|_| !(resource.name == "customers" && name == "groups"))
            {
                associations.push((position, (0..resource.associations[position].fields.len()).collect()));
            } else {
                return Err(fault::unknown_display(resource, version, name));
            }
        }
        fields.sort_unstable();
        fields.dedup();
        Ok(Self::Some { id, fields, associations })
    }
}

/// Splits at commas outside brackets: `id,order_rows[id,product_id]`.
fn split(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (index, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
        .into_iter()
        .map(|part| match part.split_once('[') {
            Some((name, sub)) => (name.trim(), Some(sub.trim_end_matches(']'))),
            None => (part.trim(), None),
        })
        .collect()
}
