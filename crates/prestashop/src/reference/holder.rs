//! Keeps the reference data and refreshes it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use futures::future::try_join_all;
use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

use super::fetch::{Loader, locales};
use super::rights::{Chosen, OPTIONAL, needed, read_root};
use super::{Configuration, Coverage, Reference, Store, Table, Unknown};
use crate::call::{Query, Request, Scope};
use crate::options::ProductReading;
use crate::rows::Rows;
use crate::wire::{ConfigurationRow, LanguageRow, ShopRow};

/// Keeps the reference data of one shop.
pub(crate) struct Holder {
    /// ISO code of the language asked for.
    language: Option<String>,
    /// The shops chosen in a multistore; none is all.
    shops: Option<Vec<u64>>,
    /// What is brought over by option.
    pub chosen: Chosen,
    /// What is read of products beside their rows.
    pub products: ProductReading,
    now: Mutex<Option<Arc<Reference>>>,
    /// One loading at a time.
    loading: tokio::sync::Mutex<()>,
}

/// Reference data just loaded, and what the root said.
pub(crate) struct Loaded {
    /// The tables.
    pub reference: Arc<Reference>,
    /// Version of the webservice.
    pub version: Option<String>,
    /// Name of the shop as the root has it.
    pub shop_name: String,
    /// Resources that the key may not read, in the order of [`needed`].
    pub denied: Vec<&'static str>,
}

impl Holder {
    /// Nothing loaded yet.
    pub(crate) fn new(
        language: Option<String>,
        shops: Option<Vec<u64>>,
        chosen: Chosen,
        products: ProductReading,
    ) -> Self {
        Self {
            language,
            shops,
            chosen,
            products,
            now: Mutex::new(None),
            loading: tokio::sync::Mutex::new(()),
        }
    }

    /// What is loaded now.
    pub(crate) fn current(&self) -> Option<Arc<Reference>> {
        self.now.lock().ok()?.clone()
    }

    fn store(&self, reference: Reference) -> Arc<Reference> {
        let reference = Arc::new(reference);
        if let Ok(mut now) = self.now.lock() {
            *now = Some(Arc::clone(&reference));
        }
        reference
    }

    /// The reference data; loaded when it is not there yet.
    pub(crate) async fn get(&self, rows: &Rows) -> Result<Arc<Reference>, ShopError> {
        if let Some(reference) = self.current() {
            return Ok(reference);
        }
        let _one = self.loading.lock().await;
        match self.current() {
            Some(reference) => Ok(reference),
            None => Ok(self.load_all(rows).await?.reference),
        }
    }

    /// Loads everything anew.
    pub(crate) async fn load(&self, rows: &Rows) -> Result<Loaded, ShopError> {
        let _one = self.loading.lock().await;
        self.load_all(rows).await
    }

    async fn load_all(&self, rows: &Rows) -> Result<Loaded, ShopError> {
        let request =
            Request { resource: "", id: None, query: Query::default(), json: false, scope: Scope::Unsaid };
        rows.ask_shops(Vec::new());
        let answer = rows.client.get(&request).await?;
        let root = read_root(&answer.body).ok_or_else(|| {
            ShopError::Refused(Explanation::new("shop-not-a-prestashop").with("status", 200))
        })?;
        let unwanted = self.products.unwanted();
        let lacking: Vec<&str> = OPTIONAL
            .into_iter()
            .filter(|resource| !unwanted.contains(resource) && !root.readable.contains(*resource))
            .collect();
        let closed: HashSet<&str> = unwanted.into_iter().chain(lacking.iter().copied()).collect();
        let loader = Loader {
            rows,
            denied: Mutex::new(root.missing(self.chosen).map(str::to_owned).collect()),
            closed: closed.clone(),
        };
        let (settings, shops) = futures::try_join!(loader.configuration(), loader.shops())?;
        let configuration = Configuration::from_rows(&settings, None);
        let coverage =
            Coverage::choose(self.shops.as_deref(), &shops, &configuration).map_err(ShopError::Refused)?;
        let mut reference = Reference { configuration, coverage, closed, lacking, ..Reference::default() };
        open_shops(rows, &loader, &settings, &shops, &mut reference).await?;
        let languages = loader.languages().await?;
        reference.locales = locales(&languages);
        reference.language = self.choose_language(&languages, reference.configuration.language)?;
        rows.speak(reference.language);
        let country = reference.configuration.country;
        let tables = Table::REST.map(|table| loader.table(table, country));
        for put in try_join_all(tables).await? {
            put(&mut reference);
        }
        let denied = loader.denied.into_inner().unwrap_or_default();
        refuse_emptiness(&reference, &denied)?;
        if let Some(store) = reference.stores.first() {
            reference.configuration.shop_name.clone_from(&store.name);
        }
        Ok(Loaded {
            reference: self.store(reference),
            version: answer.version,
            shop_name: root.shop_name,
            denied: needed(self.chosen).filter(|resource| denied.contains(*resource)).collect(),
        })
    }

    /// Reads those tables again that lack an id; ids that are not there afterwards either are remembered as missing.
    pub(crate) async fn refresh(
        &self,
        rows: &Rows,
        unknown: &HashSet<Unknown>,
    ) -> Result<Arc<Reference>, ShopError> {
        let _one = self.loading.lock().await;
        let mut reference = match self.current() {
            Some(reference) => (*reference).clone(),
            None => return Ok(self.load_all(rows).await?.reference),
        };
        let mut tables: Vec<Table> = unknown.iter().map(|unknown| unknown.table).collect();
        tables.sort();
        tables.dedup();
        let loader = Loader { rows, denied: Mutex::default(), closed: reference.closed.clone() };
        for table in tables {
            let put = loader.table(table, reference.configuration.country).await?;
            put(&mut reference);
        }
        reference.missing.extend(unknown.iter().map(|unknown| (unknown.table, unknown.id)));
        Ok(self.store(reference))
    }

    fn choose_language(&self, languages: &[LanguageRow], default: u64) -> Result<u64, ShopError> {
        let Some(wanted) = &self.language else {
            let first = languages.first().map_or(0, |language| language.id.0);
            return Ok(if default == 0 { first } else { default });
        };
        let is_it = |language: &&LanguageRow| {
            language.iso_code.0.eq_ignore_ascii_case(wanted) || language.locale.0.eq_ignore_ascii_case(wanted)
        };
        match languages.iter().find(is_it) {
            Some(language) => Ok(language.id.0),
            // Without the right to read languages nothing can be chosen; the missing right is what is told.
            None if languages.is_empty() => Ok(default),
            None => {
                let codes: Vec<&str> =
                    languages.iter().map(|language| language.iso_code.0.as_str()).collect();
                Err(ShopError::Refused(
                    Explanation::new("shop-unknown-language")
                        .with("language", wanted)
                        .with("available", codes.join(", ")),
                ))
            }
        }
    }
}

/// Makes the rows of a multistore come from its shops in turn: those that are read, then those that the key may read, which
/// may hold what orders and products of the former need. Reads what each of the former has for itself.
async fn open_shops(
    rows: &Rows,
    loader: &Loader<'_>,
    settings: &[ConfigurationRow],
    shops: &[ShopRow],
    reference: &mut Reference,
) -> Result<(), ShopError> {
    let Coverage { covered, left_out, .. } = &reference.coverage;
    let mut order = covered.clone();
    if !covered.is_empty() {
        for shop in left_out {
            if loader.is_open(*shop).await? {
                order.push(*shop);
            }
        }
    }
    for row in covered.iter().filter_map(|id| shops.iter().find(|row| row.id.0 == *id)) {
        let currencies = loader.currencies_of(row.id.0).await?;
        reference.stores.push(Store::of(row, settings, &currencies));
    }
    if let Some(row) = covered.first().and_then(|id| shops.iter().find(|row| row.id.0 == *id)) {
        let its = Configuration::from_rows(settings, Some((row.id.0, row.id_shop_group.0)));
        reference.configuration = its;
    }
    rows.ask_shops(order);
    Ok(())
}

/// An empty list may hide an SQL error: of these tables every shop has rows.
fn refuse_emptiness(reference: &Reference, denied: &HashSet<String>) -> Result<(), ShopError> {
    let sizes: HashMap<&str, usize> = HashMap::from([
        ("languages", reference.locales.len()),
        ("countries", reference.countries.len()),
        ("currencies", reference.currencies.len()),
        ("order_states", reference.order_states.len()),
    ]);
    match sizes.into_iter().find(|(resource, size)| *size == 0 && !denied.contains(*resource)) {
        None => Ok(()),
        Some((resource, _)) => Err(ShopError::Unavailable {
            explanation: Explanation::new("shop-empty-answer").with("resource", resource),
            retry_after: None,
        }),
    }
}
