//! The extrafields of products, from `/setup/extrafields`.

use passerelle_core::erp::{Extrafield, ExtrafieldForm};
use serde_json::Value;

use super::fields;

/// The widest line a `varchar` without a size may have.
const LINE: usize = 255;

/// All extrafields of products; separators are none.
pub fn product_extrafields(value: &Value) -> Vec<Extrafield> {
    let Some(Value::Object(rows)) = value.get("product") else { return Vec::new() };
    let is_field = |(_, row): &(&String, &Value)| fields::text(row, "type") != "separate";
    rows.iter().filter(is_field).map(|(code, row)| extrafield(code, row)).collect()
}

fn extrafield(code: &str, row: &Value) -> Extrafield {
    let computed = fields::text(row, "computed");
    Extrafield {
        code: code.to_owned(),
        label: fields::text(row, "label"),
        form: form(row),
        unique: fields::flag(row, "unique"),
        computed: !computed.is_empty() && computed != "0",
    }
}

fn form(row: &Value) -> ExtrafieldForm {
    let kind = fields::text(row, "type");
    let size = fields::text(row, "size");
    let (whole, decimals) = size.split_once(',').unwrap_or((&size, ""));
    match kind.as_str() {
        "varchar" | "phone" | "mail" | "url" => {
            let width = whole.trim().parse().ok().filter(|width| *width > 0);
            ExtrafieldForm::Line(width.unwrap_or(LINE))
        }
        "text" => ExtrafieldForm::Text,
        "html" => ExtrafieldForm::Html,
        "int" => ExtrafieldForm::Whole,
        // The column of a price has eight decimals whatever its size says.
        "double" | "price" => ExtrafieldForm::Number(decimals.trim().parse().unwrap_or(8)),
        "boolean" => ExtrafieldForm::Flag,
        "select" | "radio" => ExtrafieldForm::Choice(choices(row)),
        "checkbox" => ExtrafieldForm::Choices(choices(row)),
        _ => ExtrafieldForm::Other(kind),
    }
}

/// Keys and labels. A label may name the choice of another list that it belongs to: `Red|colour:1`.
fn choices(row: &Value) -> Vec<(String, String)> {
    let Some(options) = row.get("param").and_then(|param| param.get("options")) else { return Vec::new() };
    let label = |text: &Value| {
        let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
        text.split_once('|').map_or(text.clone(), |(label, _)| label.to_owned())
    };
    match options {
        Value::Object(options) => options.iter().map(|(key, text)| (key.clone(), label(text))).collect(),
        // Keys 0, 1, 2… come as a list.
        Value::Array(options) => {
            options.iter().enumerate().map(|(key, text)| (key.to_string(), label(text))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_read_with_what_belongs_to_them() {
        let value = json!({"product": {
            "marque": {"type": "varchar", "label": "Marque", "size": "64", "unique": "0", "computed": null},
            "taille": {"type": "select", "label": "Taille", "size": "", "unique": "1",
                "param": {"options": {"1": "S|x:1", "b": "M"}}},
            "poids": {"type": "double", "label": "Poids", "size": "24,4", "computed": "$object->weight"},
            "zone": {"type": "separate", "label": "Zone"},
            "lien": {"type": "link", "label": "Lien"},
        }});
        let fields = product_extrafields(&value);
        let codes: Vec<&str> = fields.iter().map(|field| field.code.as_str()).collect();
        assert_eq!(codes.len(), 4);
        let of = |code: &str| fields.iter().find(|field| field.code == code).cloned().unwrap();
        assert_eq!(of("marque").form, ExtrafieldForm::Line(64));
        assert!(of("marque").is_writable());
        let sizes = vec![("1".to_owned(), "S".to_owned()), ("b".to_owned(), "M".to_owned())];
        assert_eq!(of("taille").form, ExtrafieldForm::Choice(sizes));
        assert!(!of("taille").is_writable(), "unique");
        assert_eq!(of("poids").form, ExtrafieldForm::Number(4));
        assert!(!of("poids").is_writable(), "computed");
        assert!(!of("lien").is_writable());
        assert_eq!(product_extrafields(&json!([])), []);
    }
}
