//! What is left to know of documents on which both sides agree: one line for all that say the same.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_core::explain::Explanation;
use passerelle_core::key::Kind;
use serde_json::{Value, json};

use crate::words::Words;

/// Extrafields named, at most.
const FIELDS: usize = 10;
/// What specific prices are counted by, as the explanation names it.
const SORTS: [&str; 8] =
    ["prices", "customer", "group", "country", "currency", "quantity", "period", "everybody"];

/// Remarks added up.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Products that are not whole in Dolibarr.
    products: u64,
    /// Of those, with specific prices.
    with_prices: u64,
    /// Specific prices by sort.
    sorts: BTreeMap<&'static str, u64>,
    /// Labels of extrafields that cannot hold a value.
    fields: BTreeSet<String>,
    /// Products whose price cannot be changed.
    fixed: u64,
    /// Anything else.
    others: BTreeMap<Kind, u64>,
}

impl Remarks {
    /// Adds a remark that is made about so many documents.
    pub fn add(&mut self, kind: Kind, remark: &Explanation, count: u64) {
        if remark.id != "product-in-part" {
            *self.others.entry(kind).or_default() += count;
            return;
        }
        let arg = |name: &str| remark.args.get(name).map(String::as_str).unwrap_or_default();
        self.products += count;
        for sort in SORTS {
            let many: u64 = arg(sort).parse().unwrap_or(0);
            *self.sorts.entry(sort).or_default() += many.saturating_mul(count);
        }
        if arg("prices") != "none" {
            self.with_prices += count;
        }
        self.fields.extend(arg("fields").split(", ").filter(|it| !it.is_empty()).map(str::to_owned));
        if arg("fixed") == "yes" {
            self.fixed += count;
        }
    }

    /// The lines; none when nothing was remarked.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let mut lines = Vec::new();
        let sort = |name: &str| match self.sorts.get(name) {
            Some(0) | None => "none".to_owned(),
            Some(many) => many.to_string(),
        };
        if self.with_prices > 0 {
            let mut args: Vec<(&str, String)> = SORTS.into_iter().map(|name| (name, sort(name))).collect();
            args.push(("products", self.with_prices.to_string()));
            lines.push(words.say("remarks-prices", &args));
        }
        if !self.fields.is_empty() {
            let fields: Vec<&str> = self.fields.iter().map(String::as_str).take(FIELDS).collect();
            lines.push(words.say("remarks-fields", &[("fields", fields.join(", "))]));
        }
        if self.fixed > 0 {
            lines.push(words.say("remarks-fixed", &[("products", self.fixed.to_string())]));
        }
        for (kind, count) in &self.others {
            let kind = words.say(&format!("kind-{}", kind.word()), &[]);
            lines.push(words.say("remarks-others", &[("kind", kind), ("count", count.to_string())]));
        }
        lines
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let others: BTreeMap<&str, u64> =
            self.others.iter().map(|(kind, count)| (kind.word(), *count)).collect();
        json!({
            "products_in_part": self.products,
            "products_with_specific_prices": self.with_prices,
            "specific_prices": self.sorts,
            "extrafields_that_do_not_fit": self.fields,
            "products_with_fixed_price": self.fixed,
            "others": others,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_products_make_one_line() {
        let remark = |group: &str, quantity: &str, prices: &str| {
            let mut remark =
                Explanation::new("product-in-part").with("fields", "Warranty").with("fixed", "no");
            for sort in SORTS {
                remark = remark.with(sort, "none");
            }
            remark.with("prices", prices).with("group", group).with("quantity", quantity)
        };
        let mut remarks = Remarks::default();
        remarks.add(Kind::Product, &remark("2", "none", "2"), 10);
        remarks.add(Kind::Product, &remark("none", "1", "1"), 5);
        remarks.add(Kind::Order, &Explanation::new("slip-waits-for-invoice"), 3);
        let lines = remarks.lines(&Words::choose(Some("en")));
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("15 products") && lines[0].contains("25"), "{lines:?}");
        assert!(lines[0].contains("for a group of customers 20, from a quantity on 5"), "{lines:?}");
        assert!(lines[1].contains("Warranty"), "{lines:?}");
    }
}
