//! Names and labels, which some imports and modules stored as HTML: `Dupont &amp; Fils`.

use serde::de::{Deserialize, Deserializer};

use super::Text;
use crate::read::decode;

/// A name or label as a person reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label(pub String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|Text(text)| Self(decode(&text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_persons_write_them() {
        for (stored, read) in [
            ("Dupont &amp; Fils", "Dupont & Fils"),
            ("L&#039;Atelier &quot;d&#039;Or&quot;", "L'Atelier \"d'Or\""),
            ("Marks & Spencer", "Marks & Spencer"),
            ("R&D;", "R&D;"),
        ] {
            let label: Label = serde_json::from_value(serde_json::json!(stored)).unwrap();
            assert_eq!(label.0, read);
        }
    }
}
