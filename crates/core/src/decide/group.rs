//! Groups of customers: customer categories.

use super::text;
use super::wanted::{Wanted, WantedCategory, WantedDocument};
use super::{Facts, Projection};
use crate::fingerprint::Fingerprint;
use crate::key::Kind;
use crate::shop::Group;

/// Dolibarr's `label` of a category.
const LABEL_LIMIT: usize = 180;

pub(super) fn project(facts: &Facts, group: &Group) -> Projection {
    let key = facts.key(Kind::Group, group.id);
    let label = text::label(facts, &group.name, LABEL_LIMIT);
    let document = WantedCategory {
        label: if label.is_empty() { key.external_ref().to_string() } else { label },
        description: None,
        parent: None,
        visible: None,
    };
    Projection::Wanted(Wanted {
        key,
        reference: group.name.clone(),
        fingerprint: Fingerprint::of(&document),
        document: WantedDocument::Group(document),
    })
}
