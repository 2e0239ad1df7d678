//! The webservice's refusals: status, code and sentence of each.

use super::ShopVersion;
use super::schema::{Kind, Resource};

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Errors with their codes.
    Errors(u16, Vec<(u32, String)>),
    /// A status without a body.
    Empty(u16),
    /// A list that reads as empty although the query failed.
    EmptyList,
}

impl Trouble {
    pub(crate) fn one(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self::Errors(status, vec![(code, message.into())])
    }
}

/// A failed SQL query: an empty list on 9, a 500 without a body on 8.
pub(crate) fn sql_error(version: ShopVersion) -> Trouble {
    match version {
        ShopVersion::V8 => Trouble::Empty(500),
        ShopVersion::V9 => Trouble::EmptyList,
    }
}

fn names(resource: &Resource, version: ShopVersion, keep: impl Fn(&str, Kind) -> bool) -> Vec<&'static str> {
    let fields = resource.fields.iter().filter(|f| f.exists(version) && keep(f.name, f.kind));
    std::iter::once("id").chain(fields.map(|f| f.name)).collect()
}

/// The name most like the one given, as PHP's suggestions are.
fn nearest<'a>(name: &str, names: &[&'a str]) -> &'a str {
    let likeness = |other: &str| {
        let common = name.chars().filter(|c| other.contains(*c)).count();
        (common * 200).checked_div(name.len() + other.len()).unwrap_or(0)
    };
    names.iter().copied().max_by_key(|other| likeness(other)).unwrap_or("id")
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ")
}

pub(crate) fn unknown_resource(name: &str, known: &[&str]) -> Trouble {
    let message = format!(
        "Resource of type \"{name}\" does not exists. Did you mean: \"{}\"? The full list is: {}",
        nearest(name, known),
        quoted(known)
    );
    Trouble::one(400, 27, message)
}

pub(crate) fn unknown_filter(resource: &Resource, version: ShopVersion, name: &str, date: bool) -> Trouble {
    let known =
        names(resource, version, |n, k| k != Kind::Lang && (date || !matches!(n, "date_add" | "date_upd")));
    let message = format!(
        "This filter does not exist. Did you mean: \"{}\"? The full list is: {}",
        nearest(name, &known),
        quoted(&known)
    );
    Trouble::one(400, 32, message)
}

pub(crate) fn malformed_filter(name: &str) -> Trouble {
    Trouble::one(400, 33, format!("The filter \"{name}\" is malformed."))
}

pub(crate) fn dynamic_filter(name: &str) -> Trouble {
    let message =
        format!("The field \"{name}\" is dynamic. It is not possible to filter GET query with this field.");
    Trouble::one(400, 34, message)
}

pub(crate) fn unknown_display(resource: &Resource, version: ShopVersion, name: &str) -> Trouble {
    let known = names(resource, version, |_, _| true).join(", ");
    Trouble::one(
        400,
        35,
        format!("Unable to display this field \"{name}\". However, these are available: {known}"),
    )
}

pub(crate) fn malformed_sort() -> Trouble {
    let message = "The \"sort\" value has to be formed as this example: \"field_ASC\" or \
                   '[field_1_DESC,field_2_ASC,field_3_ASC,...]' (\"field\" has to be an available field)";
    Trouble::one(400, 37, message)
}

pub(crate) fn unknown_sort(resource: &Resource, version: ShopVersion, date: bool) -> Trouble {
    let plain =
        names(resource, version, |n, k| k != Kind::Lang && (date || !matches!(n, "date_add" | "date_upd")));
    let mut message =
        format!("Unable to filter by this field. However, these are available: {}", plain.join(", "));
    let lang: Vec<&str> = resource
        .fields
        .iter()
        .filter(|f| f.kind == Kind::Lang && f.exists(version))
        .map(|f| f.name)
        .collect();
    if !lang.is_empty() {
        message.push_str(", for i18n fields:");
        message.push_str(&lang.join(", "));
    }
    Trouble::one(400, 38, message)
}
