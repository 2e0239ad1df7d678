//! The keys of every object Dolibarr answers with, in order, with what stands there when nothing is set.

use std::borrow::Cow;
use std::collections::HashMap;

use super::options::ErpVersion;
use crate::json::Json;

/// Answers of one kind of object.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape(Vec<(Cow<'static, str>, Json)>);

/// The shapes of one version.
#[derive(Debug)]
pub(crate) struct Shapes {
    shapes: HashMap<String, Shape>,
    pub(crate) dictionaries: HashMap<String, Json>,
    empty: Shape,
}

const SHAPES_17: &str = include_str!("shapes/dolibarr-17.json");
const SHAPES_20: &str = include_str!("shapes/dolibarr-20.json");
const SHAPES_23: &str = include_str!("shapes/dolibarr-23.json");
const DICTIONARIES: &str = include_str!("shapes/dictionaries.json");

fn members(text: &str) -> Vec<(Cow<'static, str>, Json)> {
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Object(members)) => members,
        _ => Vec::new(),
    }
}

impl Shapes {
    pub(crate) fn new(version: ErpVersion) -> Self {
        let text = match version {
            ErpVersion::V17 => SHAPES_17,
            ErpVersion::V20 => SHAPES_20,
            ErpVersion::V23 => SHAPES_23,
        };
        let shapes = members(text).into_iter().filter_map(|(name, value)| match value {
            Json::Object(members) => Some((name.into_owned(), Shape(members))),
            _ => None,
        });
        let dictionaries = members(DICTIONARIES).into_iter().map(|(name, value)| (name.into_owned(), value));
        Self { shapes: shapes.collect(), dictionaries: dictionaries.collect(), empty: Shape::default() }
    }

    pub(crate) fn get(&self, kind: &str) -> &Shape {
        self.shapes.get(kind).unwrap_or(&self.empty)
    }
}

impl Shape {
    /// An object of this shape with those values; values the shape has no key for are left out.
    pub(crate) fn fill(&self, mut values: HashMap<&str, Json>) -> Json {
        Json::Object(
            self.0
                .iter()
                .map(|(name, default)| {
                    (name.clone(), values.remove(name.as_ref()).unwrap_or_else(|| default.clone()))
                })
                .collect(),
        )
    }
}

/// Keeps the members named in `properties=id,ref`.
pub(crate) fn only(json: Json, properties: &str) -> Json {
    let names: Vec<&str> = properties.split(',').map(str::trim).collect();
    match json {
        Json::Object(members) => {
            Json::Object(members.into_iter().filter(|(n, _)| names.contains(&n.as_ref())).collect())
        }
        other => other,
    }
}
