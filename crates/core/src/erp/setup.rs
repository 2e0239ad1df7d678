//! How the Dolibarr at hand is set up: what is read once at the start of a run.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Constants, Extrafield, TextRules};
use crate::key::ErpId;
use crate::money::{Currency, Percent};

/// An entry of one of Dolibarr's dictionaries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionaryEntry {
    /// `id` or `rowid`.
    pub id: u64,
    /// `code`.
    pub code: String,
    /// `label`.
    pub label: String,
}

/// A country of Dolibarr's dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpCountry {
    /// `id`.
    pub id: u64,
    /// Two-letter ISO code.
    pub code: String,
}

/// A warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warehouse {
    /// `id`.
    pub id: ErpId,
    /// `ref`.
    pub reference: String,
    /// `statut` is 1 (open) or 2 (open for internal movements).
    pub open: bool,
}

/// A bank or cash account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// `id`.
    pub id: ErpId,
    /// `ref`.
    pub reference: String,
    /// `label`.
    pub label: String,
    /// `currency_code`.
    pub currency: Currency,
    /// Not closed.
    pub open: bool,
}

/// The constants that govern Dolibarr's price computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Precision {
    /// `MAIN_MAX_DECIMALS_UNIT`, 5 when unset.
    pub unit_decimals: u32,
    /// `MAIN_MAX_DECIMALS_TOT`, 2 when unset.
    pub total_decimals: u32,
    /// `MAIN_ROUNDING_RULE_TOT`: totals are multiples of it, such as 0.05; none when unset.
    pub total_multiple: Option<Decimal>,
    /// `MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND` is 1: VAT is rounded once for each rate of a document, not for each line.
    pub tax_of_sums: bool,
}

impl Default for Precision {
    fn default() -> Self {
        Self { unit_decimals: 5, total_decimals: 2, total_multiple: None, tax_of_sums: false }
    }
}

/// When Dolibarr itself takes sold goods off the stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockCounting {
    /// `STOCK_CALCULATE_ON_VALIDATE_ORDER`: when an order is validated.
    pub on_order: bool,
    /// `STOCK_CALCULATE_ON_BILL`: when an invoice is validated.
    pub on_invoice: bool,
    /// `STOCK_CALCULATE_ON_SHIPMENT` or `STOCK_CALCULATE_ON_SHIPMENT_CLOSE`: with a shipment.
    pub on_shipment: bool,
}

/// How the Dolibarr at hand is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpSetup {
    /// `dolibarr_version`.
    pub version: String,
    /// Name of the company.
    pub company: String,
    /// Two-letter ISO code of the company's country.
    pub country: String,
    /// The company's currency.
    pub currency: Currency,
    /// Switched-on modules, lower case, Dolibarr's names (`commande`, `facture`…).
    pub modules: Vec<String>,
    /// All warehouses.
    pub warehouses: Vec<Warehouse>,
    /// All bank and cash accounts.
    pub bank_accounts: Vec<BankAccount>,
    /// Active payment modes (`CB`, `CHQ`, `VIR`…).
    pub payment_modes: Vec<DictionaryEntry>,
    /// Active payment terms (`RECEP`…).
    pub payment_terms: Vec<DictionaryEntry>,
    /// Active shipping methods.
    pub shipping_methods: Vec<DictionaryEntry>,
    /// Active order sources (`SRC_INTE` is the internet).
    pub order_origins: Vec<DictionaryEntry>,
    /// Countries.
    pub countries: Vec<ErpCountry>,
    /// Currencies of the multicurrency module other than the company's own; empty where they cannot be listed.
    pub currencies: Vec<Currency>,
    /// Whether currencies can be listed at all on this version.
    pub currencies_known: bool,
    /// The price computation's constants.
    pub precision: Precision,
    /// Whether the company uses local tax 1 and 2.
    pub local_taxes: [bool; 2],
    /// When stock is counted.
    pub stock_counting: StockCounting,
    /// How products are set up.
    pub products: ProductSetup,
    /// The constants that matter, as they are set.
    pub constants: Constants,
    /// Active rates of the VAT dictionary for the company's country; none where they cannot be read (before version 23).
    pub vat_rates: Option<Vec<Percent>>,
    /// How texts are treated.
    pub texts: TextRules,
}

/// How Dolibarr's products are set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductSetup {
    /// Their extrafields; none where they cannot be listed (the key's user is no administrator).
    pub extrafields: Option<Vec<Extrafield>>,
    /// `PRODUCT_PRICE_UNIQ` is 1: only then does the API change the price of a product that is there. It is 0 where prices are
    /// kept per level, per customer or per quantity.
    pub prices_change: bool,
    /// `MAIN_LANG_DEFAULT`, whose texts are always the product's own, where Dolibarr keeps several languages
    /// (`MAIN_MULTILANGS`); none where it keeps one.
    pub several_languages: Option<String>,
}

impl Default for ProductSetup {
    fn default() -> Self {
        Self { extrafields: None, prices_change: true, several_languages: None }
    }
}

/// With it orders are validated whether their products are on sale or not.
const ANY_PRODUCT: &str = "ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID";

impl ErpSetup {
    /// Whether an order is validated only when all its products are on sale: 20 asks nothing, 23 does, unless a constant says
    /// otherwise.
    #[must_use]
    pub fn validates_on_sale_only(&self) -> bool {
        self.major() > 20 && !self.constants.is_on(ANY_PRODUCT)
    }

    /// Whether the module of variants is on. Its calls answer whether it is or not, so the list of modules tells; where that
    /// cannot be read, it is taken to be on.
    #[must_use]
    pub fn has_variants(&self) -> bool {
        self.modules.is_empty() || self.modules.iter().any(|module| module == "variants")
    }

    /// The id of the country with this two-letter code.
    #[must_use]
    pub fn country_id(&self, code: &str) -> Option<u64> {
        self.countries
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(code))
            .map(|country| country.id)
    }

    /// The payment mode with this code.
    #[must_use]
    pub fn payment_mode(&self, code: &str) -> Option<&DictionaryEntry> {
        self.payment_modes.iter().find(|mode| mode.code.eq_ignore_ascii_case(code))
    }
}
