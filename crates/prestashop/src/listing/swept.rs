//! Rows of swept lists: whatever fields they have, as texts.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::rows::Row;

/// Fields of a row by their names. PrestaShop gives the same value now as a text, now as a number, now as true or false: they
/// are compared as texts.
pub(super) trait Fields {
    /// The fields that count, each by its name.
    fn all(&self) -> Vec<(String, String)>;
    /// One field; empty when it is missing.
    fn text(&self, name: &str) -> String;
    /// The items of an association, each with these fields.
    fn links(&self, name: &str, fields: &[&str]) -> Vec<Vec<String>>;

    /// One field that is the number of a thing, which has 32 bits; 0 when it is none.
    fn number(&self, name: &str) -> u64 {
        self.text(name).trim().parse::<u32>().map(u64::from).unwrap_or_default()
    }
}

/// A scalar as text.
fn scalar(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn all(fields: &Map<String, Value>, without: &[&str]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fields
        .iter()
        .filter(|(name, _)| *name != "associations" && !without.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), scalar(value)))
        // An empty field and a missing one are the same.
        .filter(|(_, value)| !value.is_empty() && value != "[]")
        .collect();
    all.sort_unstable();
    all
}

fn links(fields: &Map<String, Value>, name: &str, wanted: &[&str]) -> Vec<Vec<String>> {
    let items = fields.get("associations").and_then(|all| all.get(name)).and_then(Value::as_array);
    let read =
        |item: &Value| wanted.iter().map(|field| item.get(*field).map(scalar).unwrap_or_default()).collect();
    items.into_iter().flatten().map(read).collect()
}

macro_rules! swept {
    ($(#[$doc:meta])* $name:ident, $resource:literal, $display:literal, $words:literal, $by_shop:literal, $without:expr) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        #[serde(transparent)]
        pub(super) struct $name(Map<String, Value>);

        impl Row for $name {
            const RESOURCE: &'static str = $resource;
            const DISPLAY: &'static str = $display;
            const WORDS: bool = $words;
            const BY_SHOP: bool = $by_shop;

            fn id(&self) -> u64 {
                self.number("id")
            }
        }

        impl Fields for $name {
            fn all(&self) -> Vec<(String, String)> {
                all(&self.0, $without)
            }

            fn text(&self, name: &str) -> String {
                self.0.get(name).map(scalar).unwrap_or_default()
            }

            fn links(&self, name: &str, fields: &[&str]) -> Vec<Vec<String>> {
                links(&self.0, name, fields)
            }
        }
    };
}

swept!(
    /// A category. Its description changes with its date.
    CategoryRow, "categories", "[id,id_parent,level_depth,active,is_root_category,date_upd,name]", true, true, &[]
);
swept!(
    /// A group of attributes.
    AttributeRow, "product_options", "[id,is_color_group,group_type,position,name,public_name]", true, true, &[]
);
swept!(
    /// A value of an attribute.
    AttributeValueRow, "product_option_values", "[id,id_attribute_group,color,position,name]", true, true, &[]
);
swept!(
    /// A product. Its long texts change with its date; other fields do so too, unless something writes past PrestaShop.
    ProductRow, "products",
    "[id,date_upd,id_tax_rules_group,manufacturer_name,id_default_image,product_type,type,reference,name,price,wholesale_price,active,ean13,upc,isbn,weight,width,height,depth,ecotax,supplier_reference,categories[id],images[id],product_features[id,id_feature_value],product_bundle[id,id_product_attribute,quantity]]",
    true, true, &["id_default_image", "quantity", "position_in_category", "description", "description_short"]
);
swept!(
    /// A specific price.
    SpecificPriceRow, "specific_prices", "full", false, false, &[]
);
swept!(
    /// A combination. All fields: with a list of fields the option values stay away silently.
    CombinationRow, "combinations", "full", false, true, &["quantity", "location"]
);
swept!(
    /// The stock of a product or combination.
    StockRow, "stock_availables", "[id,id_product,id_product_attribute,id_shop,id_shop_group,quantity,depends_on_stock,out_of_stock]", false, false, &[]
);

swept!(
    /// An order, of which only its number counts.
    OrderRow, "orders", "[id]", false, false, &[]
);

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> ProductRow {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_same_values_in_other_types_are_the_same() {
        let texts = row(
            r#"{"id":"7","active":"1","isbn":"","price":"1.500000","associations":{"images":[{"id":"2"}]}}"#,
        );
        let numbers = row(
            r#"{"price":"1.500000","id":7,"active":true,"upc":null,"associations":{"images":[{"id":2}]}}"#,
        );
        assert_eq!(texts.all(), numbers.all());
        assert_eq!(texts.links("images", &["id"]), numbers.links("images", &["id"]));
        assert_eq!((texts.id(), texts.number("id_default_image")), (7, 0));
        assert!(texts.links("product_bundle", &["id"]).is_empty());
        assert_ne!(texts.all(), row(r#"{"id":7,"price":"1.500000"}"#).all());
    }
}
