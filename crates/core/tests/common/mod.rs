//! What decisions depend on, for tests: the defaults, before a French company in euros with nothing set up.

use passerelle_core::decide::{Facts, Wanted, WantedDocument};
use passerelle_core::erp::{
    Constants, DictionaryEntry, ErpContact, ErpKind, ErpObject, ErpProduct, ErpSeen, ErpSetup, ErpThirdParty,
    Look, LookBy, Precision,
};
use passerelle_core::key::{ErpId, ShopId};
use passerelle_core::money::{Currency, Percent};
use passerelle_core::settings::{PaymentMapping, Settings};
use passerelle_core::shop::{Product, ProductForm};
use rust_decimal::Decimal;

/// Any payment method is `CB` on account 1; VAT is 20 %.
pub fn facts() -> Facts {
    let entry = |id, code: &str| DictionaryEntry { id, code: code.to_owned(), label: code.to_owned() };
    let mapping = PaymentMapping { mode: "CB".to_owned(), account: ErpId(1) };
    let mut settings = Settings::new("ps1".parse().unwrap());
    settings.payments = [("*".to_owned(), mapping)].into();
    Facts {
        settings,
        erp: ErpSetup {
            version: "20.0.0".to_owned(),
            company: "Company".to_owned(),
            country: "FR".to_owned(),
            currency: Currency::EUR,
            modules: Vec::new(),
            warehouses: Vec::new(),
            bank_accounts: Vec::new(),
            payment_modes: vec![entry(6, "CB"), entry(7, "CHQ")],
            payment_terms: vec![entry(1, "RECEP")],
            shipping_methods: vec![entry(2, "TRANS")],
            order_origins: vec![entry(1, "SRC_INTE")],
            countries: Vec::new(),
            currencies: Vec::new(),
            currencies_known: true,
            precision: Precision::default(),
            local_taxes: [false, false],
            stock_counting: Default::default(),
            products: Default::default(),
            constants: Constants::of([("STOCK_ALLOW_NEGATIVE_TRANSFER".to_owned(), "1".to_owned())]),
            vat_rates: None,
            texts: Default::default(),
        },
        shop_name: "Shop".to_owned(),
        shop_currency: Currency::EUR,
        company_rate: Some(Decimal::ONE),
        currency_decimals: Default::default(),
        vat_rates: vec![Percent::new(Decimal::from(20))],
        several_taxes: Vec::new(),
        features: Vec::new(),
        shops: Default::default(),
    }
}

/// Everything that an order is made of is there, where it was asked for.
#[allow(dead_code, reason = "not every test needs it")]
pub fn ground(wanted: &Wanted, seen: &mut ErpSeen) {
    let WantedDocument::Order(order) = &wanted.document else { return };
    for (_, kind, id) in &order.stands_on {
        let look = Look::new(*kind, LookBy::Id(*id));
        if seen.get(&look).is_none_or(|found| !found.is_empty()) {
            continue;
        }
        let object = match kind {
            ErpKind::ThirdParty => {
                ErpObject::ThirdParty(ErpThirdParty { id: id.0, ..ErpThirdParty::default() })
            }
            ErpKind::Contact => ErpObject::Contact(ErpContact { id: id.0, ..ErpContact::default() }),
            _ => ErpObject::Product(ErpProduct { id: id.0, ..ErpProduct::default() }),
        };
        seen.insert(look, vec![object]);
    }
}

/// Product 5 with this reference, at VAT 20 %.
#[allow(dead_code, reason = "not every test needs it")]
pub fn product(reference: &str) -> Product {
    Product {
        id: ShopId(5),
        shop: ShopId(0),
        reference: reference.to_owned(),
        name: "Mug".to_owned(),
        description_short: String::new(),
        description: String::new(),
        price: Decimal::TEN,
        vat: Some(Percent::new(Decimal::from(20))),
        form: ProductForm::Standard,
        active: true,
        weight: Decimal::ZERO,
        width: Decimal::ZERO,
        height: Decimal::ZERO,
        depth: Decimal::ZERO,
        ean13: String::new(),
        upc: String::new(),
        isbn: String::new(),
        wholesale_price: Decimal::ZERO,
        ecotax: Decimal::ZERO,
        manufacturer: String::new(),
        categories: Vec::new(),
        combinations: Vec::new(),
        details: Default::default(),
    }
}
