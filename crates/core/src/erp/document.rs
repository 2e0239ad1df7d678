//! What Dolibarr holds, reduced to the fields that decisions compare.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ErpKind;
use crate::key::{ErpId, ExternalRef};
use crate::money::{Amount, Percent};

/// A category of products or of customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpCategory {
    /// `id`.
    pub id: u64,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: String,
    /// `description`.
    pub description: String,
    /// `fk_parent`; none when 0.
    pub parent: Option<ErpId>,
    /// `visible`.
    pub visible: bool,
}

/// A product or service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpProduct {
    /// `id`.
    pub id: u64,
    /// `ref`, as Dolibarr stored it.
    pub reference: String,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: String,
    /// `description`.
    pub description: String,
    /// `type` is 1.
    pub is_service: bool,
    /// `price`, excluding tax.
    pub price: Decimal,
    /// `tva_tx`.
    pub vat: Percent,
    /// `status`: on sale.
    pub on_sale: bool,
    /// `barcode`.
    pub barcode: String,
    /// `weight`, kilograms; none without a value or in another unit.
    pub weight: Option<Decimal>,
    /// `length`, `width`, `height` in metres; none without a value or in another unit.
    pub size: Option<(Decimal, Decimal, Decimal)>,
    /// `cost_price`.
    pub cost_price: Option<Decimal>,
    /// `price_base_type` is TTC: the price including tax is the one that counts.
    pub counts_with_tax: bool,
    /// `default_vat_code`; may be empty.
    pub vat_code: String,
    /// `array_options`, without `options_` and without what is empty.
    pub extrafields: BTreeMap<String, String>,
    /// `multilangs`: label and description by language; empty where Dolibarr keeps one language only.
    pub languages: BTreeMap<String, ErpWords>,
}

/// The texts of a product in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpWords {
    /// `label`.
    pub label: String,
    /// `description`; none is not touched.
    pub description: Option<String>,
}

/// A third party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpThirdParty {
    /// `id`.
    pub id: u64,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `name`.
    pub name: String,
    /// `email`.
    pub email: String,
    /// `phone`.
    pub phone: String,
    /// `address`, lines separated by a line feed.
    pub address: String,
    /// `zip`.
    pub postcode: String,
    /// `town`.
    pub town: String,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `state_id`; none when 0.
    pub state_id: Option<u64>,
    /// `tva_intra`.
    pub vat_number: String,
    /// `idprof1` (SIREN in France).
    pub professional_id1: String,
    /// `idprof2` (SIRET in France).
    pub professional_id2: String,
    /// `idprof3` (APE in France).
    pub professional_id3: String,
    /// `default_lang`.
    pub language: String,
    /// `note_private`.
    pub note_private: String,
    /// `status` is 1.
    pub open: bool,
    /// `client` is 1 or 3.
    pub is_customer: bool,
    /// `typent_id` says that it is no private person.
    pub is_business: bool,
    /// `code_client`; may be empty.
    pub code: String,
}

/// A contact of a third party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpContact {
    /// `id`.
    pub id: u64,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `socid`.
    pub third_party: Option<ErpId>,
    /// `lastname`.
    pub last_name: String,
    /// `firstname`.
    pub first_name: String,
    /// `address`.
    pub address: String,
    /// `zip`.
    pub postcode: String,
    /// `town`.
    pub town: String,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `state_id`; none when 0.
    pub state_id: Option<u64>,
    /// `phone_pro`.
    pub phone: String,
    /// `phone_mobile`.
    pub phone_mobile: String,
}

/// The sums of a document, in its own currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpTotals {
    /// `total_ht`, or `multicurrency_total_ht` when the document is in a foreign currency.
    pub net: Amount,
    /// `total_tva`, likewise.
    pub tax: Amount,
    /// `total_ttc`, likewise.
    pub gross: Amount,
}

/// `statut` of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErpOrderStatus {
    /// -1.
    Cancelled,
    /// 0.
    #[default]
    Draft,
    /// 1.
    Validated,
    /// 2: shipment in process.
    Shipping,
    /// 3: delivered.
    Closed,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpLine {
    /// `id`.
    pub id: u64,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `fk_product`; none for a free line.
    pub product: Option<ErpId>,
    /// `desc`.
    pub text: String,
    /// `qty`.
    pub quantity: Decimal,
    /// `subprice`.
    pub unit_price: Decimal,
    /// `remise_percent`.
    pub discount: Decimal,
    /// `tva_tx`.
    pub vat: Percent,
    /// Its sums in the order's currency.
    pub totals: ErpTotals,
}

/// An order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpOrder {
    /// `id`.
    pub id: u64,
    /// `ref`.
    pub reference: String,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `ref_client`.
    pub customer_reference: String,
    /// `socid`.
    pub third_party: Option<ErpId>,
    /// `date`; none where Dolibarr does not give it.
    pub day: Option<Date>,
    /// `statut`.
    pub status: ErpOrderStatus,
    /// `billed`.
    pub billed: bool,
    /// Its sums in its own currency.
    pub totals: ErpTotals,
    /// How many lines it has.
    pub line_count: usize,
    /// Its lines; none where Dolibarr does not give them.
    pub lines: Option<Vec<ErpLine>>,
    /// `warehouse_id`: the one that its goods were taken from. It is written at creation only.
    pub warehouse: Option<ErpId>,
    /// `date`: midnight of its day in Dolibarr's time zone, in seconds since 1970.
    pub dated: Option<i64>,
    /// `note_private`.
    pub note_private: String,
    /// `contacts_ids`: its contacts, without their roles; none where Dolibarr does not say.
    pub contacts: Option<Vec<ErpId>>,
}

/// What sort of invoice it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErpInvoiceForm {
    /// 0.
    #[default]
    Standard,
    /// 2.
    CreditNote,
    /// Replacements, deposits and so on.
    Other,
}

/// An invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpInvoice {
    /// `id`.
    pub id: u64,
    /// `ref`.
    pub reference: String,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `ref_client`.
    pub customer_reference: String,
    /// `socid`.
    pub third_party: Option<ErpId>,
    /// `date`; none where Dolibarr does not give it.
    pub day: Option<Date>,
    /// `type`.
    pub form: ErpInvoiceForm,
    /// `fk_facture_source`: the invoice that a credit note corrects.
    pub corrects: Option<ErpId>,
    /// `statut` is 0.
    pub draft: bool,
    /// `paye` is 1.
    pub paid: bool,
    /// `contacts_ids`: its contacts, without their roles; none where Dolibarr does not say.
    pub contacts: Option<Vec<ErpId>>,
    /// `statut` is 3: a person gave it up.
    #[serde(default)]
    pub abandoned: bool,
    /// `totalpaid`, in the company's currency; none where Dolibarr does not tell.
    #[serde(default)]
    pub received: Option<Amount>,
    /// Its sums in its own currency.
    pub totals: ErpTotals,
    /// `date`: midnight of its day in Dolibarr's time zone, in seconds since 1970.
    pub dated: Option<i64>,
}

/// One payment of an invoice, as `/invoices/{id}/payments` lists it; it has no id there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpPayment {
    /// The invoice it was asked for.
    pub invoice: ErpId,
    /// `num`: our external reference when it is ours.
    pub number: String,
    /// `amount`, in the company's currency.
    pub amount: Amount,
    /// Day of `date`.
    pub day: Option<Date>,
}

/// A movement of stock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpStockMovement {
    /// `id`.
    pub id: u64,
    /// `inventorycode`: our external reference when it is ours.
    pub code: Option<ExternalRef>,
    /// `product_id`.
    pub product: Option<ErpId>,
    /// `qty`, negative when it left.
    pub quantity: Decimal,
    /// `warehouse_id`.
    pub warehouse: Option<ErpId>,
    /// `origin_type` (`commande`, `facture`…) and `fk_origin`: the document that moved it.
    pub origin: Option<(String, ErpId)>,
}

/// The levels of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpStock {
    /// `id` of the product.
    pub id: u64,
    /// `type` is 1: it has no stock.
    pub is_service: bool,
    /// `status_batch`: its stock is kept by lot or serial number.
    pub by_lot: bool,
    /// `stock_warehouse`: level by warehouse; none in those that it never was in.
    pub levels: Vec<(ErpId, Decimal)>,
}

impl ErpStock {
    /// The level in a warehouse.
    #[must_use]
    pub fn level(&self, warehouse: ErpId) -> Decimal {
        self.levels.iter().find(|(id, _)| *id == warehouse).map(|(_, level)| *level).unwrap_or_default()
    }
}

/// An attribute of variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpAttribute {
    /// `id`.
    pub id: u64,
    /// `ref`, in capitals.
    pub reference: String,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: String,
}

/// A value of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpAttributeValue {
    /// `id`.
    pub id: u64,
    /// `fk_product_attribute`.
    pub attribute: Option<ErpId>,
    /// `ref`, in capitals: ours is the external reference, for which there is no field.
    pub reference: String,
    /// `value`.
    pub value: String,
}

/// What ties a product (the child) as a variant to another one (the parent).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpVariant {
    /// `id`: of the tie, not of a product.
    pub id: u64,
    /// `fk_product_parent`.
    pub parent: Option<ErpId>,
    /// `fk_product_child`.
    pub child: Option<ErpId>,
    /// `variation_ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `variation_price`.
    pub price_impact: Decimal,
    /// `variation_price_percentage` is 1.
    pub is_percent: bool,
    /// `variation_weight`.
    pub weight_impact: Decimal,
    /// `attributes`: attribute and value, in the order of the attributes' ids.
    pub features: Vec<(ErpId, ErpId)>,
}

/// A sub-product of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpPart {
    /// `rowid`: the product that is the part.
    pub product: ErpId,
    /// `qty`.
    pub quantity: Decimal,
}

/// A contact of an order or invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpDocumentContact {
    /// `id` of the contact.
    pub contact: ErpId,
    /// `code` of its role, such as `SHIPPING`.
    pub role: String,
}

/// A state of a country.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpState {
    /// `id`.
    pub id: u64,
    /// `code`, its ISO code in its country.
    pub code: String,
    /// `name`.
    pub name: String,
}

/// A file in the folder of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErpFile {
    /// `level1name`: the folder, which is named after the product's reference.
    pub folder: String,
    /// `name`.
    pub name: String,
    /// `size`, in bytes.
    pub size: u64,
    /// `date`: when it was written, in seconds since 1970.
    pub written: i64,
}

impl ErpFile {
    /// Where it is among the files of products.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }
}

/// Anything that a look can find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ErpObject {
    /// A category.
    Category(ErpCategory),
    /// A product or service.
    Product(ErpProduct),
    /// A third party.
    ThirdParty(ErpThirdParty),
    /// A contact.
    Contact(ErpContact),
    /// An order.
    Order(ErpOrder),
    /// An invoice.
    Invoice(ErpInvoice),
    /// A payment.
    Payment(ErpPayment),
    /// A movement of stock.
    StockMovement(ErpStockMovement),
    /// A category of customers.
    CustomerCategory(ErpCategory),
    /// An attribute.
    Attribute(ErpAttribute),
    /// A value of an attribute.
    AttributeValue(ErpAttributeValue),
    /// What ties a variant to its parent.
    Variant(ErpVariant),
    /// The levels of a product.
    Stock(ErpStock),
    /// A sub-product of a product.
    Part(ErpPart),
    /// A file of a product.
    File(ErpFile),
    /// A state of a country.
    State(ErpState),
    /// A contact of an order or invoice.
    DocumentContact(ErpDocumentContact),
}

impl ErpObject {
    /// What sort of object it is.
    #[must_use]
    pub const fn kind(&self) -> ErpKind {
        match self {
            Self::Category(_) => ErpKind::Category,
            Self::Product(_) | Self::Part(_) => ErpKind::Product,
            Self::ThirdParty(_) => ErpKind::ThirdParty,
            Self::Contact(_) => ErpKind::Contact,
            Self::Order(_) => ErpKind::Order,
            Self::Invoice(_) => ErpKind::Invoice,
            Self::Payment(_) => ErpKind::Payment,
            Self::StockMovement(_) => ErpKind::StockMovement,
            Self::CustomerCategory(_) => ErpKind::CustomerCategory,
            Self::Attribute(_) => ErpKind::Attribute,
            Self::AttributeValue(_) => ErpKind::AttributeValue,
            Self::Variant(_) => ErpKind::Variant,
            Self::Stock(_) => ErpKind::Stock,
            Self::File(_) => ErpKind::File,
            Self::State(_) => ErpKind::State,
            Self::DocumentContact(_) => ErpKind::DocumentContact,
        }
    }

    /// Its number in Dolibarr; payments and files are listed without one.
    #[must_use]
    pub const fn id(&self) -> Option<ErpId> {
        Some(ErpId(match self {
            Self::Category(it) | Self::CustomerCategory(it) => it.id,
            Self::Product(it) => it.id,
            Self::Part(it) => it.product.0,
            Self::ThirdParty(it) => it.id,
            Self::Contact(it) => it.id,
            Self::Order(it) => it.id,
            Self::Invoice(it) => it.id,
            Self::StockMovement(it) => it.id,
            Self::Attribute(it) => it.id,
            Self::AttributeValue(it) => it.id,
            Self::Variant(it) => it.id,
            Self::Stock(it) => it.id,
            Self::State(it) => it.id,
            Self::DocumentContact(it) => it.contact.0,
            Self::Payment(_) | Self::File(_) => return None,
        }))
    }
}
