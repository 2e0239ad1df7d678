//! References and barcodes that several products or combinations of the shop share: Dolibarr keeps each for one product only.

use std::collections::HashMap;

use passerelle_engine::ports::shop::ShopError;
use serde::Deserialize;

use crate::call::Query;
use crate::rows::{Row, Rows};
use crate::wire::{Id, Text};

/// Those told one by one, at most.
const TOLD: usize = 5;

/// What several products or combinations share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clashes {
    /// References, capitals aside.
    pub references: Shared,
    /// Barcodes: of each its EAN-13, else its UPC, else its ISBN.
    pub barcodes: Shared,
}

/// Texts that are shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// How many texts.
    pub count: usize,
    /// The first of them, each with the number of those that have it.
    pub first: Vec<(String, usize)>,
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $resource:literal) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        struct $name {
            id: Id,
            #[serde(default)]
            reference: Text,
            #[serde(default)]
            ean13: Text,
            #[serde(default)]
            upc: Text,
            #[serde(default)]
            isbn: Text,
        }

        impl Row for $name {
            const RESOURCE: &'static str = $resource;
            const DISPLAY: &'static str = "[id,reference,ean13,upc,isbn]";
            const BY_SHOP: bool = true;

            fn id(&self) -> u64 {
                self.id.0
            }
        }

        impl $name {
            fn texts(&self) -> (&str, &str) {
                let codes = [&self.ean13.0, &self.upc.0, &self.isbn.0].map(|it| it.trim());
                let code = codes.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
                (self.reference.0.trim(), code)
            }
        }
    };
}

named!(
    /// What a product is told by.
    NamedProduct, "products"
);
named!(
    /// What a combination is told by.
    NamedCombination, "combinations"
);

/// Reads all products and combinations, by the page with few fields.
pub(crate) async fn clashes(rows: &Rows) -> Result<Clashes, ShopError> {
    let query = Query::default();
    let products = rows.all::<NamedProduct>(&query).await?;
    let combinations = rows.all::<NamedCombination>(&query).await?;
    let products = products.iter().map(NamedProduct::texts);
    let combinations = combinations.iter().map(NamedCombination::texts);
    Ok(of(products.chain(combinations)))
}

fn of<'a>(things: impl Iterator<Item = (&'a str, &'a str)>) -> Clashes {
    let mut references: HashMap<String, usize> = HashMap::new();
    let mut barcodes: HashMap<String, usize> = HashMap::new();
    for (reference, barcode) in things {
        if !reference.is_empty() {
            *references.entry(reference.to_lowercase()).or_default() += 1;
        }
        if !barcode.is_empty() {
            *barcodes.entry(barcode.to_owned()).or_default() += 1;
        }
    }
    Clashes { references: shared(references), barcodes: shared(barcodes) }
}

fn shared(counts: HashMap<String, usize>) -> Shared {
    let mut list: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    let count = list.len();
    list.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    list.truncate(TOLD);
    Shared { count, first: list }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_have_is_counted() {
        let things = [("A-1", "400"), ("a-1", ""), ("", "400"), ("B", "401"), ("", "")];
        let found = of(things.into_iter());
        assert_eq!(found.references, Shared { count: 1, first: vec![("a-1".to_owned(), 2)] });
        assert_eq!(found.barcodes, Shared { count: 1, first: vec![("400".to_owned(), 2)] });
    }
}
