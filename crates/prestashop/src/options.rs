//! How to reach a shop.

use std::time::Duration;

use secrecy::SecretString;

/// How to reach a shop. Its `Debug` does not show the key.
#[derive(Clone, Debug)]
pub struct PrestaShopOptions {
    /// Address of the shop, with or without `/api` at its end, such as `https://shop.example`.
    pub url: String,
    /// A key of the shop's webservice.
    pub key: SecretString,
    /// ISO code of the language that names and descriptions are read in, such as `fr`; none for the shop's default language.
    pub language: Option<String>,
    /// Read the states that orders were in; one more call for a hundred orders.
    pub histories: bool,
    /// Customer groups are read, which takes the right to read `groups`.
    pub groups: bool,
    /// What is read of products beside their rows.
    pub products: ProductReading,
    /// Levels of stock are read, which takes the right to read `stock_availables`.
    pub levels: bool,
    /// Images are read, which takes the right to read `images`.
    pub images: bool,
    /// Numbers of the shops to read in a multistore; none for all of them.
    pub shops: Option<Vec<u64>>,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// How long one whole call may take.
    pub timeout: Duration,
    /// The longest answer that is read, in bytes.
    pub max_body: usize,
    /// Rows asked for in one page of an enumeration.
    pub page: u32,
    /// Calls under way at the same time, at most.
    pub parallel: usize,
}

impl PrestaShopOptions {
    /// The usual bounds: 10 s to connect, 60 s for a call, 32 MiB for an answer, pages of 1000 rows, 4 calls at once.
    #[must_use]
    pub fn new(url: impl Into<String>, key: SecretString) -> Self {
        Self {
            url: url.into(),
            key,
            language: None,
            histories: false,
            groups: false,
            products: ProductReading::default(),
            levels: false,
            images: false,
            shops: None,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            max_body: 32 * 1024 * 1024,
            page: 1000,
            parallel: 4,
        }
    }
}

/// What is read of products beside their rows; each takes a call or two for a hundred products, and a right of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductReading {
    /// Features with their values.
    pub features: bool,
    /// References at the default supplier.
    pub supplier_references: bool,
    /// How many specific prices there are.
    pub specific_prices: bool,
    /// ISO codes of the languages whose texts are read too.
    pub languages: Vec<String>,
}

impl Default for ProductReading {
    fn default() -> Self {
        Self { features: true, supplier_references: true, specific_prices: true, languages: Vec::new() }
    }
}

impl ProductReading {
    /// Resources that need not be read.
    pub(crate) fn unwanted(&self) -> Vec<&'static str> {
        let mut list = Vec::new();
        if !self.features {
            list.extend(["product_feature_values", "product_features"]);
        }
        if !self.supplier_references {
            list.push("product_suppliers");
        }
        if !self.specific_prices {
            list.push("specific_prices");
        }
        list
    }
}
