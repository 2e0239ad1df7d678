//! Texts that products show without having them in their rows: names of features and of their values, as prints; and the
//! specific prices of all products.

use std::collections::HashMap;

use passerelle_engine::ports::sweep::Print;

use super::swept::{Fields as _, SpecificPriceRow};
use crate::call::{CallError, Query};
use crate::rows::{Row, Rows};
use crate::wire::{ProductFeatureRow, ProductFeatureValueRow};

/// Values of features that are kept, at most: some tens of megabytes. Names of further ones are not seen to change.
const MOST_VALUES: usize = 1_000_000;
/// Rows in one page.
const PAGE: u64 = 2_000;
/// Specific prices of all products that count.
const MOST_PRICES: u64 = 1_000;

/// The texts of one sweep.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    features: HashMap<u64, Print>,
    values: HashMap<u64, Print>,
    /// The print of the specific prices that are for all products.
    pub prices_of_all: u64,
}

impl Lexicon {
    /// Reads what there is; what the key may not read does not count.
    pub(super) async fn load(rows: &Rows) -> Result<Self, CallError> {
        let language = rows.language();
        let features = prints::<ProductFeatureRow>(rows, |row| Print::of(&row.name.pick(language))).await?;
        let values =
            prints::<ProductFeatureValueRow>(rows, |row| Print::of(&row.value.pick(language))).await?;
        let query = Query::default().one_of("id_product", &["0".to_owned()]).sort("[id_ASC]");
        let prices = match rows.window::<SpecificPriceRow>(&query, 0, MOST_PRICES).await {
            Ok(window) => window.rows,
            Err(CallError::NoRight(..)) => Vec::new(),
            Err(error) => return Err(error),
        };
        let prices: Vec<_> = prices.iter().map(|row| row.all()).collect();
        Ok(Self { features, values, prices_of_all: Print::of(&prices).number() })
    }

    /// A feature of a product and its value, as ids with their texts.
    pub(super) fn feature(&self, ids: Vec<String>) -> (Vec<String>, u64, u64) {
        let id = |position: usize| ids.get(position).and_then(|id| id.parse().ok()).unwrap_or(0);
        let print = |map: &HashMap<u64, Print>, id: u64| map.get(&id).copied().unwrap_or_default().number();
        let (feature, value) = (print(&self.features, id(0)), print(&self.values, id(1)));
        (ids, feature, value)
    }
}

/// The prints of a whole resource by id.
async fn prints<T: Row>(rows: &Rows, print: impl Fn(&T) -> Print) -> Result<HashMap<u64, Print>, CallError> {
    let mut prints = HashMap::new();
    let mut after = 0_u64;
    while prints.len() < MOST_VALUES {
        let query =
            Query::default().between("id", after.saturating_add(1), super::sweep::LAST).sort("[id_ASC]");
        let window = match rows.window_in::<T>(rows.everywhere(), &query, 0, PAGE).await {
            Ok(window) => window,
            Err(CallError::NoRight(..)) => return Ok(prints),
            Err(error) => return Err(error),
        };
        let last = window.rows.iter().map(Row::id).max();
        prints.extend(window.rows.iter().map(|row| (row.id(), print(row))));
        match last.filter(|last| window.full && *last > after) {
            Some(last) => after = last,
            None => break,
        }
    }
    Ok(prints)
}
