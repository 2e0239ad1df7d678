//! What Dolibarr should hold for a document of the shop: the projection, with its fingerprint.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::images::WantedImages;
use super::state::WantedState;
use super::stock::WantedStock;
use crate::business::Business;
use crate::erp::{ErpInvoice, ErpKind, ErpObject, ErpTotals, ErpWords};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, ShopId};
use crate::money::{Amount, Currency, Percent};
use crate::plan::{Barcode, DocumentLine, ForeignCurrency, Shows};
use crate::rounding::Proof;
use crate::shop::SpecificPrices;
use crate::tax::ShopRates;

/// The projection of one document.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The key.
    pub key: Key,
    /// What a person calls it.
    pub reference: String,
    /// Fingerprint of the projection.
    pub fingerprint: Fingerprint,
    /// What Dolibarr should hold.
    pub document: WantedDocument,
}

impl Wanted {
    /// Why parts of it are held back although all else can be brought over.
    #[must_use]
    pub fn held(&self) -> Option<Explanation> {
        match &self.document {
            WantedDocument::Order(order) => Explanation::of_parts(&order.held),
            _ => None,
        }
    }

    /// What a person has to know of it although both sides agree.
    #[must_use]
    pub fn remark(&self) -> Option<Explanation> {
        let letters = |replaced: bool| replaced.then(|| Explanation::new("letters-replaced"));
        match &self.document {
            WantedDocument::Order(order) => Explanation::all(order.remarks()),
            WantedDocument::Product(product) => product.details.remark(),
            WantedDocument::Customer(customer) => letters(customer.replaced),
            WantedDocument::Address(address) => letters(address.replaced),
            WantedDocument::Images(images) => images.remark(&self.reference),
            WantedDocument::Pack(pack) => pack.remark(),
            WantedDocument::Gone(gone) => Some(gone.remark()),
            WantedDocument::GoneCombination(_) => Some(WantedGone::Product.remark()),
            _ => None,
        }
    }
}

impl WantedOrder {
    /// What a person has to know of it although both sides agree.
    #[must_use]
    pub fn remarks(&self) -> Vec<Explanation> {
        let mut remarks = self.remarks.clone();
        remarks.extend(self.replaced.then(|| Explanation::new("letters-replaced")));
        let about = |id: &str, slips: &[String]| {
            (!slips.is_empty()).then(|| Explanation::new(id).with("slips", slips.join(", ")))
        };
        let waiting = about("slip-waits-for-invoice", &self.waiting_slips);
        let corrected = about("slip-corrected", &self.corrected_slips);
        let open: Vec<String> = self
            .slips
            .iter()
            .filter(|slip| slip.validated && !slip.paid && !slip.totals.gross.is_zero())
            .map(|slip| slip.customer_reference.clone())
            .collect();
        let unpaid = about("refund-payment-unknown", &open);
        let methods = self.other_payments.join(", ");
        let other =
            (!methods.is_empty()).then(|| Explanation::new("payment-by-other").with("methods", methods));
        remarks.extend([waiting, unpaid, corrected, other].into_iter().flatten());
        remarks
    }
}

/// What Dolibarr should hold.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most of a run are orders, and few are held at once")]
pub enum WantedDocument {
    /// A category.
    Category(WantedCategory),
    /// A product or a service product.
    Product(WantedProduct),
    /// An attribute.
    Attribute(WantedAttribute),
    /// A value of an attribute.
    AttributeValue(WantedAttributeValue),
    /// A combination, as a variant of its product or as a plain product.
    Combination(WantedCombination),
    /// A combination that the shop no longer has.
    GoneCombination(WantedGoneCombination),
    /// An order that the shop no longer has.
    GoneOrder,
    /// The content of a pack.
    Pack(WantedPack),
    /// The images of a product.
    Images(WantedImages),
    /// Something that is gone from the shop.
    Gone(WantedGone),
    /// A category of customers.
    Group(WantedCategory),
    /// A third party.
    Customer(WantedCustomer),
    /// A guest on the third party of many.
    Guest(WantedGuest),
    /// A contact.
    Address(WantedAddress),
    /// The third party of a business.
    Company(WantedCompany),
    /// An order with its invoices and payments.
    Order(WantedOrder),
    /// The levels of a product.
    Stock(WantedStock),
}

/// A category as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedCategory {
    /// `label`.
    pub label: String,
    /// `description`; none is not touched.
    pub description: Option<String>,
    /// `fk_parent`.
    pub parent: Option<ErpId>,
    /// `visible`; none is not touched.
    pub visible: Option<bool>,
}

/// A thing that is gone from the shop, and was in Dolibarr: it is taken out of sight there, and never deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedGone {
    /// A product, or a combination: off sale.
    Product,
    /// A category: not visible.
    Category,
}

/// A product as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedProduct {
    /// `ref` as the shop has it; empty when it has none.
    pub reference: String,
    /// `ref` when the wanted one is missing or taken.
    pub fallback_reference: String,
    /// `label`.
    pub label: String,
    /// `description`; none is not touched.
    pub description: Option<String>,
    /// `type` 1.
    pub is_service: bool,
    /// `price`.
    pub price: Decimal,
    /// `tva_tx`.
    pub vat: Percent,
    /// `status`.
    pub on_sale: bool,
    /// `barcode`.
    pub barcode: Option<Barcode>,
    /// `weight`, kilograms.
    pub weight: Decimal,
    /// `length`, `width`, `height`, metres.
    pub size: (Decimal, Decimal, Decimal),
    /// `cost_price`.
    pub cost_price: Decimal,
    /// Categories it is in.
    pub categories: Vec<ErpId>,
    /// What not every Dolibarr holds.
    #[serde(default, skip_serializing_if = "WantedDetails::is_empty")]
    pub details: WantedDetails,
}

/// What not every Dolibarr holds of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedDetails {
    /// Values of extrafields by their codes; an empty one empties the field.
    pub extrafields: BTreeMap<String, String>,
    /// Texts in further languages.
    pub languages: BTreeMap<String, ErpWords>,
    /// `default_vat_code`: the row of Dolibarr's VAT dictionary for several taxes; empty is not touched.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat_code: String,
    /// Dolibarr changes no price of a product that is there.
    pub fixed_price: bool,
    /// Extrafields that cannot hold the shop's value, by their labels.
    #[serde(skip)]
    pub misfits: Vec<String>,
    /// Prices that Dolibarr cannot be told.
    #[serde(skip)]
    pub specific_prices: SpecificPrices,
    /// Letters that Dolibarr cannot store were replaced.
    #[serde(skip)]
    pub replaced: bool,
}

impl WantedDetails {
    fn is_empty(&self) -> bool {
        self.extrafields.is_empty()
            && self.languages.is_empty()
            && self.vat_code.is_empty()
            && !self.fixed_price
    }

    /// What a person has to know.
    fn remark(&self) -> Option<Explanation> {
        let prices = &self.specific_prices;
        if prices.total() == 0 && self.misfits.is_empty() && !self.fixed_price {
            return self.replaced.then(|| Explanation::new("letters-replaced"));
        }
        // A word, so that the translations can tell it from a number.
        let count = |count: u32| if count == 0 { "none".to_owned() } else { count.to_string() };
        let misfits = u32::try_from(self.misfits.len()).unwrap_or(u32::MAX);
        Some(
            Explanation::new("product-in-part")
                .with("prices", count(prices.total()))
                .with("customer", count(prices.customer))
                .with("group", count(prices.group))
                .with("country", count(prices.country))
                .with("currency", count(prices.currency))
                .with("quantity", count(prices.quantity))
                .with("period", count(prices.period))
                .with("everybody", count(prices.everybody))
                .with("misfits", count(misfits))
                .with("fields", self.misfits.join(", "))
                .with("fixed", if self.fixed_price { "yes" } else { "no" }),
        )
    }
}

/// An attribute as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedAttribute {
    /// `label`.
    pub label: String,
}

/// A value of an attribute as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedAttributeValue {
    /// The attribute.
    pub attribute: ErpId,
    /// `value`.
    pub value: String,
}

/// A combination as it should be: a product, and what makes it a variant.
#[derive(Clone, Debug)]
pub struct WantedCombination {
    /// The product that it is. A variant is in no category: its parent is.
    pub product: WantedProduct,
    /// The categories that it is in as a plain product.
    pub categories: Vec<ErpId>,
    /// External reference of its parent, with which variants are born.
    pub parent_ref: ExternalRef,
    /// Its parent; none where that is not in Dolibarr.
    pub parent: Option<ErpId>,
    /// What makes it a variant; none for a plain product.
    pub variant: Option<WantedVariant>,
    /// As a plain product, it is cut off from the parent that it was a variant of.
    pub cut_off: bool,
    /// The combinations that the shop's product has now.
    pub siblings: Vec<ShopId>,
}

/// What makes a product a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedVariant {
    /// Attributes and their values, in the order of the attributes' ids.
    pub features: Vec<(ErpId, ErpId)>,
    /// What is added to the price of the parent.
    pub price_impact: Decimal,
    /// What is added to the weight of the parent.
    pub weight_impact: Decimal,
}

/// A combination that is gone: off sale, and no variant any more.
#[derive(Clone, Debug)]
pub struct WantedGoneCombination {
    /// The product that it is.
    pub product: ErpId,
    /// The parent that it was a variant of.
    pub parent: Option<ErpId>,
}

/// The content of a pack as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedPack {
    /// The pack's own product.
    pub product: ErpId,
    /// How many of which products are in it.
    pub parts: BTreeMap<ErpId, Decimal>,
    /// Products in it that the shop no longer has, or that are left out: told, and no part of the fingerprint.
    #[serde(skip)]
    pub lacking: Vec<ShopId>,
}

impl WantedPack {
    /// What a person has to know: parts that are not in Dolibarr.
    fn remark(&self) -> Option<Explanation> {
        if self.lacking.is_empty() {
            return None;
        }
        let products: Vec<String> = self.lacking.iter().map(ToString::to_string).collect();
        let explanation = Explanation::new("pack-parts-lacking").with("count", products.len());
        Some(explanation.with("products", products.join(", ")))
    }
}

/// A third party as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedCustomer {
    /// `name`.
    pub name: String,
    /// A person.
    pub is_person: bool,
    /// `email`.
    pub email: String,
    /// `phone`.
    pub phone: String,
    /// `address`.
    pub address: String,
    /// `zip`.
    pub postcode: String,
    /// `town`.
    pub town: String,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// State or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<WantedState>,
    /// `tva_intra`.
    pub vat_number: String,
    /// `idprof1`.
    pub professional_id1: String,
    /// `idprof2`.
    pub professional_id2: String,
    /// `idprof3`.
    pub professional_id3: String,
    /// `default_lang`; none is not touched.
    pub language: Option<String>,
    /// `note_private`.
    pub note: String,
    /// `status`: closed when deleted in the shop.
    pub open: bool,
    /// Customer categories it is in; none is not touched.
    pub groups: Option<Vec<ErpId>>,
    /// The address where it lives: when the third party was merged into another one, its contact says which.
    #[serde(skip)]
    pub home: Option<Key>,
    /// Letters that Dolibarr cannot store were replaced.
    #[serde(skip)]
    pub replaced: bool,
}

/// The third party of a business of a customer, as it should be.
#[derive(Clone, Debug)]
pub struct WantedCompany {
    /// Its third party, where the customer's is another one.
    pub third_party: WantedCustomer,
    /// What its address says of it.
    pub business: Business,
    /// The customer's own third party.
    pub customer: ErpId,
    /// The shop takes the customer himself for the business.
    pub is_customer: bool,
}

/// A guest who is on the third party of many, as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedGuest {
    /// The third party.
    pub third_party: ErpId,
}

/// A contact as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedAddress {
    /// `socid`.
    pub third_party: ErpId,
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
    /// State or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<WantedState>,
    /// `phone_pro`.
    pub phone: String,
    /// `phone_mobile`.
    pub phone_mobile: String,
    /// An order has it: then what documents show of it does not change any more. No part of the fingerprint.
    #[serde(skip)]
    pub used: bool,
    /// Letters that Dolibarr cannot store were replaced.
    #[serde(skip)]
    pub replaced: bool,
}

/// An order as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedOrder {
    /// `ref`; none lets Dolibarr number it.
    pub reference: Option<String>,
    /// `ref_client`.
    pub customer_reference: String,
    /// `socid`; none for an order in Dolibarr whose customer was erased in the shop: it stays where it is.
    pub third_party: Option<ErpId>,
    /// Its customer was erased or made anonymous in the shop.
    pub is_anonymous: bool,
    /// Billing contact.
    pub billing: Option<ErpId>,
    /// Shipping contact.
    pub shipping: Option<ErpId>,
    /// `date`.
    pub day: Date,
    /// `mode_reglement_id`.
    pub payment_mode: Option<u64>,
    /// `cond_reglement_id`.
    pub payment_terms: Option<u64>,
    /// `fk_account`.
    pub bank_account: Option<ErpId>,
    /// `shipping_method_id`.
    pub shipping_method: Option<u64>,
    /// `demand_reason_id`.
    pub origin: Option<u64>,
    /// `note_public`.
    pub note_public: String,
    /// `note_private`.
    pub note_private: String,
    /// The currency when it is not the company's.
    pub currency: Option<ForeignCurrency>,
    /// Where its goods are taken off the stock when it is validated.
    pub warehouse: Option<ErpId>,
    /// Lines.
    pub lines: Vec<DocumentLine>,
    /// Sums, in the order's currency.
    pub totals: ErpTotals,
    /// The proof of the sums.
    pub proof: Proof,
    /// Validated.
    pub validated: bool,
    /// Delivered.
    pub closed: bool,
    /// Cancelled.
    pub cancelled: bool,
    /// Its invoices.
    pub invoices: Vec<WantedInvoice>,
    /// The invoices together are the whole order.
    pub billed: bool,
    /// The credit notes of its slips.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<WantedSlip>,
    /// What its lines, addresses and third party are in Dolibarr: it has to be there before anything is made of it.
    #[serde(skip)]
    pub stands_on: Vec<(Key, ErpKind, ErpId)>,
    /// Numbers of slips that wait because the order has no invoice.
    #[serde(skip)]
    pub waiting_slips: Vec<String>,
    /// Methods of payments that went where all others go.
    #[serde(skip)]
    pub other_payments: Vec<String>,
    /// The rates that its lines can have.
    #[serde(skip)]
    pub rates: ShopRates,
    /// Numbers of slips whose header and lines differ in the shop.
    #[serde(skip)]
    pub corrected_slips: Vec<String>,
    /// Why parts of it (an invoice, a payment, a credit slip) are held back, while all else is brought over.
    #[serde(skip)]
    pub held: Vec<Explanation>,
    /// Letters that Dolibarr cannot store were replaced in its texts.
    #[serde(skip)]
    pub replaced: bool,
    /// What the shop calls it.
    #[serde(skip)]
    pub names: ShopNames,
    /// The products of its lines, where Dolibarr validates only orders whose products are on sale.
    #[serde(skip)]
    pub on_sale: Vec<(Key, ErpId)>,
    /// What a person has to know of the shop's own data.
    #[serde(skip)]
    pub remarks: Vec<Explanation>,
}

/// What the shop calls an order: by it an order is recognised that was in Dolibarr before. No part of the fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopNames {
    /// Its number.
    pub id: u64,
    /// Its reference.
    pub reference: String,
    /// The third party of its customer, which may be another one than that of the business that is invoiced.
    pub customer: Option<ErpId>,
    /// What the other orders of its reference come to.
    pub siblings: Vec<Amount>,
}

/// A credit note as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedSlip {
    /// Its key.
    pub key: Key,
    /// The key of the invoice that it corrects.
    pub invoice: Key,
    /// `ref_client`.
    pub customer_reference: String,
    /// `date`.
    pub day: Date,
    /// `note_public`.
    pub note_public: String,
    /// Lines.
    pub lines: Vec<DocumentLine>,
    /// Sums, in the order's currency, negative.
    pub totals: ErpTotals,
    /// The proof of the sums.
    pub proof: Proof,
    /// Validated.
    pub validated: bool,
    /// Payments out of it, with positive amounts.
    pub payments: Vec<WantedPayment>,
    /// Its payments reach its total.
    pub paid: bool,
    /// Dolibarr will not see by itself that it is paid.
    pub needs_closing: bool,
    /// Goods that go back into the warehouse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<WantedReturn>,
    /// Its day is the one on which Dolibarr validates it.
    #[serde(skip)]
    pub dated_by_erp: bool,
}

/// Goods that go back into a warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedReturn {
    /// `movementcode`.
    pub code: ExternalRef,
    /// The product.
    pub product: ErpId,
    /// The warehouse.
    pub warehouse: ErpId,
    /// How many.
    pub quantity: Decimal,
    /// `movementlabel`.
    pub label: String,
}

/// An invoice as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedInvoice {
    /// Its key.
    pub key: Key,
    /// The key under which it may have been made before the shop issued it.
    pub otherwise: Option<Key>,
    /// `ref`; none lets Dolibarr number it.
    pub reference: Option<String>,
    /// Where its goods are taken off the stock when it is validated.
    pub warehouse: Option<ErpId>,
    /// `ref_client`.
    pub customer_reference: String,
    /// `date`.
    pub day: Date,
    /// Lines.
    pub lines: Vec<DocumentLine>,
    /// Sums, in the order's currency.
    pub totals: ErpTotals,
    /// The proof of the sums.
    pub proof: Proof,
    /// Validated.
    pub validated: bool,
    /// Payments on it.
    pub payments: Vec<WantedPayment>,
    /// Its payments reach its total.
    pub paid: bool,
    /// Dolibarr will not see by itself that it is paid: foreign currency, overpaid, or nothing to pay.
    pub needs_closing: bool,
    /// How the shop's number may be written, by which it is recognised when it was in Dolibarr before.
    #[serde(skip)]
    pub numbers: Vec<String>,
    /// Its day is the one on which Dolibarr validates it.
    #[serde(skip)]
    pub dated_by_erp: bool,
}

/// A payment as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedPayment {
    /// Its key; a piece of a payment has one of its own.
    pub key: Key,
    /// The key of the whole payment.
    pub whole: Key,
    /// Amount, in `currency` when there is one, else in the company's.
    pub amount: Amount,
    /// The currency when it is not the company's.
    pub currency: Option<Currency>,
    /// Day.
    pub day: Date,
    /// Id of the payment mode.
    pub mode: u64,
    /// A cheque.
    pub is_cheque: bool,
    /// Bank account.
    pub bank_account: ErpId,
    /// Transaction.
    pub comment: String,
    /// More than what is due.
    pub accept_higher: bool,
}

impl WantedInvoice {
    /// What it must show once it is validated.
    #[must_use]
    pub fn shows(&self) -> Shows {
        let day = Some(self.day).filter(|_| !self.dated_by_erp);
        Shows { day, reference: self.reference.clone(), third_party: None }
    }

    /// Whether it is in Dolibarr as one of ours that shows otherwise than it must.
    pub(super) fn is_shown_otherwise(&self, present: &ErpInvoice) -> bool {
        let object = ErpObject::Invoice(present.clone());
        is_written_by_us(&self.key, present) && self.shows().otherwise(&object).is_some()
    }
}

/// One that was adopted is another's; a draft is not finished.
pub(super) fn is_written_by_us(key: &Key, present: &ErpInvoice) -> bool {
    !present.draft && present.ref_ext.as_ref() == Some(&key.external_ref())
}

impl WantedSlip {
    /// What its credit note must show once it is validated; Dolibarr numbers it.
    #[must_use]
    pub fn shows(&self) -> Shows {
        let day = Some(self.day).filter(|_| !self.dated_by_erp);
        Shows { day, reference: None, third_party: None }
    }
}
