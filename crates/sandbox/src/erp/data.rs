//! Everything a sandbox Dolibarr holds, open to tests.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::money::{LocalTax, Rules, VatRow};
use super::record::Record;
use super::shelf::{Shelf, Stored};

/// A product or service.
#[derive(Debug, Clone, Default)]
pub struct Product {
    /// Common part; `ref`, `label`, `description`, `barcode` and so on are among its fields.
    pub record: Record,
    /// 0 product, 1 service.
    pub kind: i64,
    /// Price without tax.
    pub price: Decimal,
    /// Price with tax.
    pub price_ttc: Decimal,
    /// `HT`, `TTC` or empty.
    pub base: String,
    /// VAT rate.
    pub vat: Decimal,
    /// On sale.
    pub status: bool,
    /// Can be bought.
    pub status_buy: bool,
    /// Stock by warehouse.
    pub stock: BTreeMap<u32, Decimal>,
    /// Sub-products with their quantities, in their order.
    pub parts: Vec<(u32, Decimal)>,
    /// Label and description by language, where several are kept.
    pub languages: BTreeMap<String, (String, String)>,
}

/// An attribute of variants.
#[derive(Debug, Clone, Default)]
pub struct Attribute {
    /// Common part; `ref` and `label` are among its fields.
    pub record: Record,
}

/// A value of an attribute.
#[derive(Debug, Clone, Default)]
pub struct AttributeValue {
    /// Common part; `ref` and `value` are among its fields.
    pub record: Record,
    /// Its attribute.
    pub attribute: u32,
}

/// What ties a product as a variant to another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// The identifier, of a series of its own.
    pub id: u32,
    /// The product that has variants.
    pub parent: u32,
    /// The product that is one.
    pub child: u32,
    /// Attributes and values, in the order of the attributes.
    pub features: Vec<(u32, u32)>,
    /// Added to the price.
    pub price: Decimal,
    /// Added to the weight.
    pub weight: Decimal,
    /// As sent.
    pub ref_ext: String,
}

/// A third party.
#[derive(Debug, Clone, Default)]
pub struct ThirdParty {
    /// Common part; `name`, `email`, `code_client` and so on are among its fields.
    pub record: Record,
}

/// A contact or address of a third party.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// Common part; `lastname`, `address` and so on are among its fields.
    pub record: Record,
    /// Its third party.
    pub socid: Option<u32>,
}

/// A product or customer category.
#[derive(Debug, Clone, Default)]
pub struct Category {
    /// Common part; `label`, `description` and so on are among its fields.
    pub record: Record,
    /// The category above; 0 for none.
    pub parent: u32,
    /// `product`, `customer`, `supplier`, `contact`.
    pub kind: String,
    /// What is in it.
    pub objects: BTreeSet<u32>,
}

/// One line of an order or invoice.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Common part; `ref_ext`, `desc` and so on are among its fields.
    pub record: Record,
    /// The product, if any.
    pub product: Option<u32>,
    /// 0 product, 1 service.
    pub kind: i64,
    /// Quantity.
    pub qty: Decimal,
    /// Unit price without tax, 5 decimals.
    pub subprice: Decimal,
    /// The unit price as it was sent, less the discount (orders show it as `price`).
    pub sent: Option<Decimal>,
    /// The unit price in the document's currency.
    pub currency_subprice: Decimal,
    /// Discount in percent.
    pub discount: Decimal,
    /// VAT rate.
    pub vat: Decimal,
    /// Local taxes 1 and 2, where they apply.
    pub local: [Option<LocalTax>; 2],
    /// How it is computed.
    pub rules: Rules,
    /// Place in the document.
    pub rank: i64,
    /// Net, VAT, gross in the company's currency.
    pub totals: Totals,
    /// Net, VAT, gross in the document's currency.
    pub currency_totals: Totals,
}

/// Net, VAT and gross.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Without tax.
    pub net: Decimal,
    /// The tax.
    pub vat: Decimal,
    /// Local taxes 1 and 2.
    pub local: [Decimal; 2],
    /// With tax.
    pub gross: Decimal,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
        self.local[0] += other.local[0];
        self.local[1] += other.local[1];
        self.gross += other.gross;
    }
}

/// An order or an invoice.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Common part; `ref`, `ref_ext`, `ref_client`, notes and so on are among its fields.
    pub record: Record,
    /// Its third party.
    pub socid: u32,
    /// Midnight in Paris of its day, in Unix seconds.
    pub date: i64,
    /// Orders: -1 cancelled, 0 draft, 1 validated, 2 shipped, 3 closed. Invoices: 0 draft, 1 validated, 2 closed.
    pub status: i64,
    /// Orders: classified billed.
    pub billed: bool,
    /// Invoices: 0 ordinary, 2 credit note.
    pub kind: i64,
    /// Invoices: classified paid.
    pub paid: bool,
    /// Credit notes: the invoice they correct.
    pub source: Option<u32>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Sums, in the company's currency.
    pub totals: Totals,
    /// Sums, in the document's currency.
    pub currency_totals: Totals,
    /// The currency when it is not the company's.
    pub currency: Option<String>,
    /// Units of the currency for one of the company's.
    pub rate: Decimal,
    /// Contacts with their role.
    pub contacts: Vec<(u32, String)>,
    /// Links with documents of the other kind: link identifier and document.
    pub links: Vec<(u32, u32)>,
    /// When it was validated.
    pub validated: Option<i64>,
    /// The reference before validation, shown right after it.
    pub old_ref: Option<String>,
}

/// A payment on an invoice.
#[derive(Debug, Clone)]
pub struct Payment {
    /// The identifier of the payment (several invoices may share it).
    pub id: u32,
    /// `PAYyymm-nnnn`.
    pub reference: String,
    /// As sent.
    pub ref_ext: String,
    /// `num_payment`, as sent.
    pub number: String,
    /// The comment, as sent.
    pub comment: String,
    /// The invoice paid.
    pub invoice: u32,
    /// In the company's currency.
    pub amount: Decimal,
    /// In the invoice's currency.
    pub currency_amount: Decimal,
    /// When, in Unix seconds.
    pub date: i64,
    /// The payment mode.
    pub mode: u32,
    /// The bank account.
    pub account: u32,
    /// The line on that account.
    pub bank_line: u32,
}

/// A stock movement.
#[derive(Debug, Clone)]
pub struct Movement {
    /// Common part; `inventorycode` and `label` are among its fields.
    pub record: Record,
    /// The product.
    pub product: u32,
    /// The warehouse (17 takes any number).
    pub warehouse: u32,
    /// Signed quantity.
    pub qty: Decimal,
    /// As sent: the sign of the quantity rules.
    pub kind: i64,
    /// When, in Unix seconds.
    pub date: i64,
    /// Price, as sent.
    pub price: Decimal,
    /// The document that moved it: `commande` or `facture`, and its id.
    pub origin: Option<(&'static str, u32)>,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// `product`, `order`, `invoice`...
    pub part: String,
    /// The folder: the object's reference.
    pub folder: String,
    /// The stored name.
    pub name: String,
    /// How many bytes.
    pub length: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// What it holds.
    pub bytes: bytes::Bytes,
    /// When it was stored.
    pub date: i64,
}

/// A warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warehouse {
    /// The identifier.
    pub id: u32,
    /// Its reference.
    pub reference: String,
    /// Open (statut 1) or closed (0).
    pub open: bool,
}

/// What a DOLAPIKEY may do; names are the first segments of paths (`orders`, `invoices`...).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErpRights {
    /// `None`: reads everything.
    pub read: Option<BTreeSet<String>>,
    /// `None`: writes everything.
    pub write: Option<BTreeSet<String>>,
}

impl ErpRights {
    /// A key that may do everything.
    #[must_use]
    pub fn full() -> Self {
        Self::default()
    }

    /// A key that reads those and writes nothing.
    #[must_use]
    pub fn reader(resources: &[&str]) -> Self {
        Self { read: Some(resources.iter().map(|r| (*r).to_owned()).collect()), write: Some(BTreeSet::new()) }
    }
}

/// The stored state.
#[derive(Debug, Default)]
pub struct ErpData {
    /// Products and services.
    pub products: Shelf<Product>,
    /// Attributes of variants.
    pub attributes: Shelf<Attribute>,
    /// Values of attributes.
    pub attribute_values: Shelf<AttributeValue>,
    /// What ties variants to their parents.
    pub ties: Vec<Tie>,
    /// Third parties.
    pub third_parties: Shelf<ThirdParty>,
    /// Contacts.
    pub contacts: Shelf<Contact>,
    /// Categories.
    pub categories: Shelf<Category>,
    /// Orders.
    pub orders: Shelf<Document>,
    /// Invoices and credit notes.
    pub invoices: Shelf<Document>,
    /// Payments, in the order they were booked.
    pub payments: Vec<Payment>,
    /// Stock movements.
    pub movements: Shelf<Movement>,
    /// Uploaded files.
    pub files: Vec<StoredFile>,
    /// `ecm_files`: the number of each file, by folder and name. A deleted file keeps its row.
    pub(crate) file_rows: BTreeMap<(String, String), u32>,
    /// Warehouses.
    pub warehouses: BTreeMap<u32, Warehouse>,
    /// Bank accounts by identifier.
    pub accounts: BTreeMap<u32, String>,
    /// Modules switched on.
    pub modules: BTreeSet<String>,
    /// Constants of the setup.
    pub constants: BTreeMap<String, String>,
    /// The VAT dictionary of the company's country (no call shows it; the sandbox keeps it for the doctor's tests).
    pub vat_rates: Vec<Decimal>,
    /// Rows of the VAT dictionary that have local taxes.
    pub local_rows: Vec<VatRow>,
    /// Currencies besides the company's, with their rate.
    pub currencies: BTreeMap<String, Decimal>,
    /// Extrafields by kind of object (`product`, `thirdparty`, `contact`, `order`, `order_line`, `invoice`,
    /// `invoice_line`, `category`).
    pub extrafields: BTreeMap<String, Vec<String>>,
    /// Types of extrafields by their codes; those that are not here are `varchar`.
    pub extrafield_types: BTreeMap<String, String>,
    /// The keys.
    pub keys: BTreeMap<String, ErpRights>,
    /// The clock, in Unix seconds; each write moves it by one second.
    pub now: i64,
    /// Lines are read and shown as 23 does it: free ones need not say what they are, extrafields that are not set are shown.
    pub(crate) lines_of_23: bool,
    /// Numbers given out, by series.
    pub(crate) numbers: BTreeMap<&'static str, BTreeSet<u32>>,
    pub(crate) stock_rows: BTreeMap<(u32, u32), u32>,
    pub(crate) line_ids: BTreeMap<&'static str, u32>,
    pub(crate) tie_id: u32,
    pub(crate) link_id: u32,
    pub(crate) payment_id: u32,
    pub(crate) bank_line: u32,
}

impl Stored for Product {
    fn record(&self) -> &Record {
        &self.record
    }
}

impl Stored for Attribute {
    fn record(&self) -> &Record {
        &self.record
    }
}

impl Stored for AttributeValue {
    fn record(&self) -> &Record {
        &self.record
    }

    fn reference(&self) -> &'static str {
        ""
    }
}

impl Stored for ThirdParty {
    fn record(&self) -> &Record {
        &self.record
    }

    fn reference(&self) -> &str {
        self.record.text("code_client")
    }
}

impl Stored for Contact {
    fn record(&self) -> &Record {
        &self.record
    }

    fn reference(&self) -> &'static str {
        ""
    }
}

impl Stored for Category {
    fn record(&self) -> &Record {
        &self.record
    }

    fn reference(&self) -> &'static str {
        ""
    }
}

impl Stored for Document {
    fn record(&self) -> &Record {
        &self.record
    }
}

impl Stored for Movement {
    fn record(&self) -> &Record {
        &self.record
    }

    fn reference(&self) -> &'static str {
        ""
    }
}

impl ErpData {
    pub(crate) fn new(now: i64) -> Self {
        // The first line of the bank account is its opening balance.
        let mut data = Self { now, bank_line: 1, ..Self::default() };
        data.warehouses.insert(1, Warehouse { id: 1, reference: "WH-MAIN".to_owned(), open: true });
        data.accounts.insert(1, "BANK1".to_owned());
        let modules = [
            "api",
            "banque",
            "barcode",
            "categorie",
            "commande",
            "ecm",
            "expedition",
            "export",
            "facture",
            "import",
            "multicurrency",
            "product",
            "service",
            "societe",
            "stock",
            "user",
            "variants",
            "webservices",
        ];
        data.modules = modules.into_iter().map(str::to_owned).collect();
        let constants = [
            ("MAIN_MONNAIE", "EUR"),
            ("MAIN_MAX_DECIMALS_UNIT", "5"),
            ("MAIN_MAX_DECIMALS_TOT", "2"),
            ("MAIN_MAX_DECIMALS_SHOWN", "8"),
            ("MAIN_INFO_SOCIETE_NOM", "Sandbox ERP"),
            ("MAIN_INFO_SOCIETE_COUNTRY", "1:FR:France"),
            ("MAIN_LANG_DEFAULT", "en_US"),
            ("PRODUCT_PRICE_UNIQ", "1"),
            ("SOCIETE_CODECLIENT_ADDON", "mod_codeclient_monkey"),
            ("FACTURE_ADDON", "mod_facture_terre"),
            ("COMMANDE_ADDON", "mod_commande_marbre"),
            // The module Stock is born with it.
            ("STOCK_ALLOW_NEGATIVE_TRANSFER", "1"),
        ];
        data.constants = constants.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        data.vat_rates = [200, 100, 55, 21, 0].into_iter().map(|tenths| Decimal::new(tenths, 1)).collect();
        data.currencies.insert("USD".to_owned(), Decimal::new(125, 2));
        data
    }

    /// The payments booked on an invoice.
    pub fn payments_of(&self, invoice: u32) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(move |payment| payment.invoice == invoice)
    }

    /// The sum of the payments booked on an invoice, in the company's currency.
    #[must_use]
    pub fn paid_on(&self, invoice: u32) -> Decimal {
        self.payments_of(invoice).map(|payment| payment.amount).sum()
    }

    /// The external references that more than one stored thing of one kind carries, with the kind and the count.
    #[must_use]
    pub fn doubled_references(&self) -> Vec<(&'static str, String, usize)> {
        fn doubled<T: Stored>(
            kind: &'static str,
            shelf: &Shelf<T>,
            out: &mut Vec<(&'static str, String, usize)>,
        ) {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for thing in shelf.iter() {
                if let Some(ref_ext) = thing.record().ref_ext().filter(|r| !r.is_empty()) {
                    *counts.entry(ref_ext).or_default() += 1;
                }
            }
            out.extend(counts.into_iter().filter(|(_, n)| *n > 1).map(|(r, n)| (kind, r.to_owned(), n)));
        }
        let mut out = Vec::new();
        doubled("product", &self.products, &mut out);
        doubled("attribute", &self.attributes, &mut out);
        doubled("thirdparty", &self.third_parties, &mut out);
        doubled("contact", &self.contacts, &mut out);
        doubled("category", &self.categories, &mut out);
        doubled("order", &self.orders, &mut out);
        doubled("invoice", &self.invoices, &mut out);
        out
    }

    pub(crate) fn tick(&mut self) -> i64 {
        self.now += 1;
        self.now
    }

    pub(crate) fn line_id(&mut self, kind: &'static str) -> u32 {
        let id = self.line_ids.entry(kind).or_insert(0);
        *id += 1;
        *id
    }

    /// Fills an extrafield of a product, as a person does by hand.
    pub fn set_product_option(&mut self, id: u32, name: &str, value: &str) {
        if let Some(mut product) = self.products.get(id).cloned() {
            product.record.set_option(name, value);
            self.products.put(product);
        }
    }

    /// Adds a sub-product to a product, as a person does by hand.
    pub fn add_product_part(&mut self, id: u32, part: u32, quantity: Decimal) {
        if let Some(mut product) = self.products.get(id).cloned() {
            product.parts.push((part, quantity));
            self.products.put(product);
        }
    }

    pub(crate) fn constant(&self, name: &str) -> bool {
        self.constants.get(name).is_some_and(|value| value != "0" && !value.is_empty())
    }

    pub(crate) fn extra(&self, kind: &str) -> Vec<String> {
        self.extrafields.get(kind).cloned().unwrap_or_default()
    }
}
