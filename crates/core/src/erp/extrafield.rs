//! The extrafields of Dolibarr's products: fields that a merchant added, and what may stand in them.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::html;

/// One extrafield of products, from `/setup/extrafields`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extrafield {
    /// Its code: the name of its column, without `options_`.
    pub code: String,
    /// `label`.
    pub label: String,
    /// `type`, with what belongs to it.
    pub form: ExtrafieldForm,
    /// `unique`: no two products may have one value. Such a field is never written.
    pub unique: bool,
    /// `computed`: Dolibarr fills it itself.
    pub computed: bool,
}

/// What may stand in an extrafield.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtrafieldForm {
    /// `varchar`, `phone`, `mail`, `url`: one line of so many characters.
    Line(usize),
    /// `text`: lines.
    Text,
    /// `html`.
    Html,
    /// `int`.
    Whole,
    /// `double`, `price`: so many decimals.
    Number(u32),
    /// `boolean`: 1 or 0.
    Flag,
    /// `select`, `radio`: one of these keys, each with its label.
    Choice(Vec<(String, String)>),
    /// `checkbox`: any of these keys, each with its label.
    Choices(Vec<(String, String)>),
    /// Any other type, which Passerelle does not write.
    Other(String),
}

/// Words that mean yes, and those that mean no, in the languages of shops.
const YES: [&str; 8] = ["1", "yes", "oui", "sí", "si", "ja", "true", "vrai"];
const NO: [&str; 6] = ["0", "no", "non", "nein", "false", "faux"];

impl Extrafield {
    /// Whether Passerelle may write it at all.
    #[must_use]
    pub const fn is_writable(&self) -> bool {
        !self.unique && !self.computed && !matches!(self.form, ExtrafieldForm::Other(_))
    }

    /// These values of the shop as this field holds them; empty for none. None when one of them does not fit.
    #[must_use]
    pub fn hold(&self, values: &[&str]) -> Option<String> {
        let values: Vec<&str> = values.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
        let joined = values.join(", ");
        if joined.is_empty() {
            return Some(String::new());
        }
        match &self.form {
            ExtrafieldForm::Line(limit) => {
                let line = joined.split_whitespace().collect::<Vec<_>>().join(" ");
                (line.chars().count() <= *limit).then_some(line)
            }
            ExtrafieldForm::Text => Some(joined),
            ExtrafieldForm::Html => Some(html::escape(&joined)),
            ExtrafieldForm::Whole => number(&joined).filter(Decimal::is_integer).map(|it| it.to_string()),
            ExtrafieldForm::Number(decimals) => {
                number(&joined).filter(|it| it.scale() <= *decimals).map(|it| it.to_string())
            }
            ExtrafieldForm::Flag => {
                let word = joined.to_lowercase();
                let is = |list: &[&str]| list.contains(&word.as_str());
                if is(&YES) { Some("1".to_owned()) } else { is(&NO).then(|| "0".to_owned()) }
            }
            ExtrafieldForm::Choice(choices) => match values.as_slice() {
                [one] => key(choices, one).map(str::to_owned),
                _ => key(choices, &joined).map(str::to_owned),
            },
            ExtrafieldForm::Choices(choices) => {
                let keys: Option<Vec<&str>> = values.iter().map(|it| key(choices, it)).collect();
                keys.map(|keys| keys.join(","))
            }
            ExtrafieldForm::Other(_) => None,
        }
    }

    /// Whether both texts are the same in this field: Dolibarr pads numbers with zeros.
    #[must_use]
    pub fn same(&self, stored: &str, wanted: &str) -> bool {
        let as_number = |text: &str| Decimal::from_str(text.trim()).ok();
        match self.form {
            ExtrafieldForm::Whole | ExtrafieldForm::Number(_) | ExtrafieldForm::Flag => {
                stored == wanted || as_number(stored).zip(as_number(wanted)).is_some_and(|(a, b)| a == b)
            }
            ExtrafieldForm::Html => html::to_text(stored).trim() == html::to_text(wanted).trim(),
            _ => stored.trim() == wanted.trim(),
        }
    }
}

/// A number as people write it in a shop: with a point or a comma.
fn number(text: &str) -> Option<Decimal> {
    Decimal::from_str(&text.replace(',', ".")).ok().map(|it| it.normalize())
}

/// The key whose label, or which itself, is this text, capitals aside.
fn key<'a>(choices: &'a [(String, String)], text: &str) -> Option<&'a str> {
    let alike = |other: &str| other.trim().to_lowercase() == text.trim().to_lowercase();
    let by_label = choices.iter().find(|(_, label)| alike(label));
    by_label.or_else(|| choices.iter().find(|(key, _)| alike(key))).map(|(key, _)| key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(form: ExtrafieldForm) -> Extrafield {
        Extrafield { code: "x".into(), label: "X".into(), form, unique: false, computed: false }
    }

    fn hold(form: ExtrafieldForm, values: &[&str]) -> Option<String> {
        field(form).hold(values)
    }

    #[test]
    fn a_value_is_held_as_its_type_says() {
        use ExtrafieldForm::{Choice, Choices, Flag, Html, Line, Number, Other, Text, Whole};
        let held = |text: &str| Some(text.to_owned());
        assert_eq!(hold(Line(20), &["Cotton ", "", " Wool"]), held("Cotton, Wool"));
        assert_eq!(hold(Line(4), &["Cotton"]), None, "not cut");
        assert_eq!(hold(Text, &["a\nb"]), held("a\nb"));
        assert_eq!(hold(Html, &["a < b & c"]), held("a &lt; b &amp; c"));
        assert_eq!(hold(Whole, &["12"]), held("12"));
        assert_eq!(hold(Whole, &["12.5"]), None);
        assert_eq!(hold(Number(8), &["12,50"]), held("12.5"));
        assert_eq!(hold(Number(2), &["0.123"]), None, "not rounded");
        assert_eq!(hold(Number(8), &["2 kg"]), None);
        assert_eq!(hold(Flag, &["Oui"]), held("1"));
        assert_eq!(hold(Flag, &["No"]), held("0"));
        assert_eq!(hold(Flag, &["maybe"]), None);
        let list = vec![("1".to_owned(), "Cotton".to_owned()), ("w".to_owned(), "Wool".to_owned())];
        assert_eq!(hold(Choice(list.clone()), &["cotton"]), held("1"));
        assert_eq!(hold(Choice(list.clone()), &["W"]), held("w"));
        assert_eq!(hold(Choice(list.clone()), &["Silk"]), None);
        assert_eq!(hold(Choice(list.clone()), &["Cotton", "Wool"]), None, "one only");
        assert_eq!(hold(Choices(list.clone()), &["Wool", "Cotton"]), held("w,1"));
        assert_eq!(hold(Choices(list), &["Wool", "Silk"]), None);
        assert_eq!(hold(Other("link".into()), &["x"]), None);
        assert_eq!(hold(Other("link".into()), &[]), held(""));
    }

    #[test]
    fn dolibarrs_zeros_are_no_change() {
        assert!(field(ExtrafieldForm::Number(8)).same("12.50000000", "12.5"));
        assert!(!field(ExtrafieldForm::Number(8)).same("", "0"));
        assert!(field(ExtrafieldForm::Line(9)).same("a ", "a"));
        assert!(!field(ExtrafieldForm::Line(9)).same("12.50", "12.5"));
    }
}
