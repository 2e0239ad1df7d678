//! Plans: the operations that bring Dolibarr to the state the shop asks for. Pure data, specific enough that nothing is
//! left to choose when they are carried out.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::erp::{ErpKind, ErpTotals};
use crate::key::{ErpId, ExternalRef, Key};
use crate::money::{Amount, Currency, Percent};
use crate::tax::TaxRate;

/// An object of Dolibarr: one that is known, or the one that an earlier step of the same plan makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The object with this id.
    Id(ErpId),
    /// The object made by step number so many (from 0) of the same plan.
    Step(usize),
}

/// Which of Dolibarr's lanes an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lane {
    /// Documents, third parties, stock: strictly one call at a time for the whole Dolibarr (parallel calls fail or lose updates).
    Serial,
    /// What bears parallel calls: products, categories, contacts.
    Parallel,
}

/// The fields of a category to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `fk_parent`; `Some(None)` puts it at the top.
    pub parent: Option<Option<Target>>,
}

/// The fields of a product to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductWrite {
    /// `ref`.
    pub reference: Option<String>,
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `label`.
    pub label: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `type` 1 (service) or 0; only at creation.
    pub is_service: Option<bool>,
    /// `price` with `price_base_type` HT. A creation rounds it to 2 decimals: a second step writes the whole price.
    pub price: Option<Decimal>,
    /// `tva_tx`.
    pub vat: Option<Percent>,
    /// `status`.
    pub on_sale: Option<bool>,
    /// `barcode`, with the code of its type (`EAN13`, `UPC`, `ISBN`).
    pub barcode: Option<Barcode>,
    /// `weight`, kilograms (`weight_units` 0).
    pub weight: Option<Decimal>,
    /// `length`, `width`, `height`, metres (`…_units` 0).
    pub size: Option<(Decimal, Decimal, Decimal)>,
    /// `cost_price`.
    pub cost_price: Option<Decimal>,
}

/// A barcode and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcode {
    /// The digits.
    pub code: String,
    /// What sort.
    pub form: BarcodeForm,
}

/// What sort of barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarcodeForm {
    /// EAN-13.
    Ean13,
    /// UPC.
    Upc,
    /// ISBN.
    Isbn,
}

/// The fields of a third party to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdPartyWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `name`.
    pub name: Option<String>,
    /// True: `typent_code` TE_PRIVATE, a person.
    pub is_person: Option<bool>,
    /// `email`.
    pub email: Option<String>,
    /// `phone`.
    pub phone: Option<String>,
    /// `address`.
    pub address: Option<String>,
    /// `zip`.
    pub postcode: Option<String>,
    /// `town`.
    pub town: Option<String>,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `tva_intra`.
    pub vat_number: Option<String>,
    /// `idprof1`.
    pub professional_id1: Option<String>,
    /// `idprof2`.
    pub professional_id2: Option<String>,
    /// `idprof3`.
    pub professional_id3: Option<String>,
    /// `default_lang`.
    pub language: Option<String>,
    /// `note_private`.
    pub note_private: Option<String>,
    /// `status` 1 (open) or 0.
    pub open: Option<bool>,
    /// `client` 1; a code is asked of Dolibarr (`code_client` -1) when it is made a customer.
    pub is_customer: Option<bool>,
}

/// The fields of a contact to write; none leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactWrite {
    /// `ref_ext`.
    pub ref_ext: Option<ExternalRef>,
    /// `socid`.
    pub third_party: Option<Target>,
    /// `lastname`; Dolibarr insists on one.
    pub last_name: Option<String>,
    /// `firstname`.
    pub first_name: Option<String>,
    /// `address`.
    pub address: Option<String>,
    /// `zip`.
    pub postcode: Option<String>,
    /// `town`.
    pub town: Option<String>,
    /// `country_id`.
    pub country_id: Option<u64>,
    /// `phone_pro`.
    pub phone: Option<String>,
    /// `phone_mobile`.
    pub phone_mobile: Option<String>,
}

impl DocumentLine {
    /// Whether any of these lines has a local tax.
    #[must_use]
    pub fn any_local_tax(lines: &[Self]) -> bool {
        lines.iter().any(|line| line.rate.has_local())
    }
}

/// One line of an order or invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// `ref_ext` of the line.
    pub ref_ext: ExternalRef,
    /// `fk_product`; none is a free line.
    pub product: Option<ErpId>,
    /// `product_type` 1.
    pub is_service: bool,
    /// `desc`.
    pub text: String,
    /// `qty`.
    pub quantity: Decimal,
    /// `subprice`: excluding tax, for one, in the company's currency, never more decimals than Dolibarr keeps.
    pub unit_price: Decimal,
    /// `tva_tx`, `localtax1_tx`, `localtax2_tx`.
    pub rate: TaxRate,
    /// `vat_src_code`: the code of the row of Dolibarr's VAT dictionary, where a rate has several; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat_code: String,
}

/// The currency of a document when it is not the company's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignCurrency {
    /// `multicurrency_code`.
    pub code: Currency,
    /// `multicurrency_tx`: units of it for one unit of the company's currency.
    pub rate: Decimal,
}

/// A whole order to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWrite {
    /// `ref_ext`.
    pub ref_ext: ExternalRef,
    /// `ref`; none lets Dolibarr number it.
    pub reference: Option<String>,
    /// `ref_client`.
    pub customer_reference: String,
    /// `socid`.
    pub third_party: Target,
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
    /// `warehouse_id`: where its goods leave from.
    pub warehouse: Option<ErpId>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// What Dolibarr must compute from the lines, in the order's currency.
    pub expected: ErpTotals,
}

/// A whole invoice to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceWrite {
    /// `ref_ext`.
    pub ref_ext: ExternalRef,
    /// `ref_client`: the shop's invoice number.
    pub customer_reference: String,
    /// `socid`.
    pub third_party: Target,
    /// The order it is linked to.
    pub order: Target,
    /// `date`.
    pub day: Date,
    /// `mode_reglement_id`.
    pub payment_mode: Option<u64>,
    /// `cond_reglement_id`.
    pub payment_terms: Option<u64>,
    /// `fk_account`.
    pub bank_account: Option<ErpId>,
    /// `note_public`.
    pub note_public: String,
    /// `note_private`.
    pub note_private: String,
    /// The currency when it is not the company's.
    pub currency: Option<ForeignCurrency>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// What Dolibarr must compute from the lines, in the invoice's currency.
    pub expected: ErpTotals,
}

/// A whole credit note to create. Its lines are negative: Dolibarr makes them so whatever is sent, so none may be positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditNoteWrite {
    /// `ref_ext`.
    pub ref_ext: ExternalRef,
    /// `ref_client`: the shop's slip number.
    pub customer_reference: String,
    /// `socid`.
    pub third_party: Target,
    /// `fk_facture_source`: the invoice that it corrects.
    pub invoice: Target,
    /// `date`.
    pub day: Date,
    /// `mode_reglement_id`.
    pub payment_mode: Option<u64>,
    /// `fk_account`.
    pub bank_account: Option<ErpId>,
    /// `note_public`.
    pub note_public: String,
    /// The currency when it is not the company's.
    pub currency: Option<ForeignCurrency>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// What Dolibarr must compute from the lines, in the credit note's currency.
    pub expected: ErpTotals,
}

/// Goods to put into a warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockWrite {
    /// `movementcode`: our external reference.
    pub code: ExternalRef,
    /// `product_id`.
    pub product: ErpId,
    /// `warehouse_id`.
    pub warehouse: ErpId,
    /// `qty`.
    pub quantity: Decimal,
    /// `movementlabel`.
    pub label: String,
}

/// A payment to record on one invoice, or to pay out on one credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentWrite {
    /// `num_payment`: our external reference.
    pub number: ExternalRef,
    /// The external reference of the invoice: remembered, so that it is known where the money went.
    pub on: ExternalRef,
    /// The invoice.
    pub invoice: Target,
    /// Amount, in `currency` when there is one, else in the company's. For a credit note the positive amount that is paid
    /// out: Dolibarr turns its sign.
    pub amount: Amount,
    /// The currency when it is not the company's: the amount goes into `multicurrency_amount`.
    pub currency: Option<Currency>,
    /// `datepaye`: the day in the shop's time zone.
    pub day: Date,
    /// `paymentid`: id of the payment mode.
    pub mode: u64,
    /// The mode is a cheque, for which Dolibarr insists on an issuer.
    pub is_cheque: bool,
    /// `accountid`.
    pub bank_account: ErpId,
    /// `comment`: the transaction's id.
    pub comment: String,
    /// More than the invoice is due: `accepthigherpayment`.
    pub accept_higher: bool,
}

/// What a contact is to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// `BILLING`.
    Billing,
    /// `SHIPPING`.
    Shipping,
}

/// One call to Dolibarr that changes something, or checks a draft before it is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Operation {
    /// `POST /categories`.
    CategoryCreate(CategoryWrite),
    /// `PUT /categories/{id}`.
    CategoryUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: CategoryWrite,
    },
    /// `POST /products`.
    ProductCreate(ProductWrite),
    /// `PUT /products/{id}`.
    ProductUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: ProductWrite,
    },
    /// `POST /categories/{id}/objects/product/{id}`.
    CategoryLink {
        /// The category.
        category: Target,
        /// The product.
        product: Target,
    },
    /// `DELETE /categories/{id}/objects/product/{id}`.
    CategoryUnlink {
        /// The category.
        category: Target,
        /// The product.
        product: Target,
    },
    /// `POST /categories` of type customer.
    CustomerCategoryCreate(CategoryWrite),
    /// `PUT /categories/{id}` of type customer.
    CustomerCategoryUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: CategoryWrite,
    },
    /// `POST /categories/{id}/objects/customer/{id}`.
    CustomerCategoryLink {
        /// The category.
        category: Target,
        /// The third party.
        third_party: Target,
    },
    /// `DELETE /categories/{id}/objects/customer/{id}`.
    CustomerCategoryUnlink {
        /// The category.
        category: Target,
        /// The third party.
        third_party: Target,
    },
    /// `POST /thirdparties`.
    ThirdPartyCreate(ThirdPartyWrite),
    /// `PUT /thirdparties/{id}`.
    ThirdPartyUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: ThirdPartyWrite,
    },
    /// `POST /contacts`.
    ContactCreate(ContactWrite),
    /// `PUT /contacts/{id}`.
    ContactUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: ContactWrite,
    },
    /// `POST /orders`.
    OrderCreate(OrderWrite),
    /// `POST /orders/{id}/contact/{contact}/{role}`.
    OrderContactLink {
        /// The order.
        order: Target,
        /// The contact.
        contact: Target,
        /// As what.
        role: ContactRole,
    },
    /// `GET /orders/{id}`: whether the draft has these sums, before it is validated. Only where they depend on Dolibarr's VAT
    /// dictionary, which cannot be read.
    OrderCheck {
        /// The order.
        order: Target,
        /// What its sums must be.
        expected: ErpTotals,
    },
    /// `POST /orders/{id}/validate`.
    OrderValidate {
        /// The order.
        order: Target,
        /// What its sums must be afterwards.
        expected: ErpTotals,
        /// `idwarehouse`: where goods are taken off the stock, when Dolibarr counts stock with orders.
        warehouse: Option<ErpId>,
    },
    /// `POST /orders/{id}/settodraft`: its reference is kept.
    OrderDraft {
        /// The order.
        order: Target,
        /// `idwarehouse`: where its goods go back to, when Dolibarr counts stock with orders.
        warehouse: Option<ErpId>,
    },
    /// `POST /orders/{id}/lines`, on a draft.
    OrderLineCreate {
        /// The order.
        order: Target,
        /// The line.
        line: DocumentLine,
        /// `rang`: its place, from 1.
        rank: u32,
    },
    /// `PUT /orders/{id}/lines/{line}`, on a draft: the whole line, but for its product, which cannot be changed.
    OrderLineUpdate {
        /// The order.
        order: Target,
        /// `id` of the line.
        id: ErpId,
        /// The line as it should be.
        line: DocumentLine,
        /// `rang`: its place, from 1.
        rank: u32,
    },
    /// `DELETE /orders/{id}/lines/{line}`, on a draft.
    OrderLineDelete {
        /// The order.
        order: Target,
        /// `id` of the line.
        id: ErpId,
    },
    /// `POST /orders/{id}/close`.
    OrderClose {
        /// The order.
        order: Target,
    },
    /// `POST /orders/{id}/setinvoiced`.
    OrderSetInvoiced {
        /// The order.
        order: Target,
    },
    /// `PUT /orders/{id}` with `statut` -1: there is no other way.
    OrderCancel {
        /// The order.
        order: Target,
        /// `note_private`, which says that it was cancelled with the shop.
        note_private: String,
    },
    /// `PUT /orders/{id}` with `statut` 0: a cancelled order is a draft again.
    OrderRestore {
        /// The order.
        order: Target,
        /// `note_private`.
        note_private: String,
    },
    /// `PUT /orders/{id}` with notes.
    OrderNote {
        /// The order.
        order: Target,
        /// `note_private`.
        note_private: String,
    },
    /// `POST /invoices`.
    InvoiceCreate(InvoiceWrite),
    /// `POST /invoices` with `type` 2.
    CreditNoteCreate(CreditNoteWrite),
    /// `POST /stockmovements`.
    StockMove(StockWrite),
    /// `POST /invoices/{id}/contact/{contact}/{role}`.
    InvoiceContactLink {
        /// The invoice.
        invoice: Target,
        /// The contact.
        contact: Target,
        /// As what.
        role: ContactRole,
    },
    /// `GET /invoices/{id}`, as [`Operation::OrderCheck`].
    InvoiceCheck {
        /// The invoice.
        invoice: Target,
        /// What its sums must be.
        expected: ErpTotals,
    },
    /// `PUT /invoices/{id}` with `ref`, on a draft: its validation keeps it.
    InvoiceNumber {
        /// The invoice.
        invoice: Target,
        /// `ref`.
        reference: String,
    },
    /// `POST /invoices/{id}/validate`.
    InvoiceValidate {
        /// The invoice.
        invoice: Target,
        /// What its sums must be afterwards.
        expected: ErpTotals,
        /// `idwarehouse`: where goods are taken off the stock, when Dolibarr counts stock with invoices.
        warehouse: Option<ErpId>,
    },
    /// `POST /invoices/paymentsdistributed`.
    PaymentCreate(PaymentWrite),
    /// `POST /invoices/{id}/settopaid`: for an invoice whose payments reach its total, but which Dolibarr leaves open because
    /// cents of the exchange remain in the company's currency, or because more was paid than was due.
    InvoiceSetPaid {
        /// The invoice.
        invoice: Target,
    },
}

impl Operation {
    /// The word in the journal and in messages.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::CategoryCreate(_) => "category-create",
            Self::CategoryUpdate { .. } => "category-update",
            Self::ProductCreate(_) => "product-create",
            Self::ProductUpdate { .. } => "product-update",
            Self::CategoryLink { .. } => "category-link",
            Self::CategoryUnlink { .. } => "category-unlink",
            Self::CustomerCategoryCreate(_) => "customer-category-create",
            Self::CustomerCategoryUpdate { .. } => "customer-category-update",
            Self::CustomerCategoryLink { .. } => "customer-category-link",
            Self::CustomerCategoryUnlink { .. } => "customer-category-unlink",
            Self::ThirdPartyCreate(_) => "third-party-create",
            Self::ThirdPartyUpdate { .. } => "third-party-update",
            Self::ContactCreate(_) => "contact-create",
            Self::ContactUpdate { .. } => "contact-update",
            Self::OrderCreate(_) => "order-create",
            Self::OrderContactLink { .. } => "order-contact-link",
            Self::OrderCheck { .. } => "order-check",
            Self::OrderValidate { .. } => "order-validate",
            Self::OrderDraft { .. } => "order-draft",
            Self::OrderLineCreate { .. } => "order-line-create",
            Self::OrderLineUpdate { .. } => "order-line-update",
            Self::OrderLineDelete { .. } => "order-line-delete",
            Self::OrderRestore { .. } => "order-restore",
            Self::OrderClose { .. } => "order-close",
            Self::OrderSetInvoiced { .. } => "order-set-invoiced",
            Self::OrderCancel { .. } => "order-cancel",
            Self::OrderNote { .. } => "order-note",
            Self::InvoiceCreate(_) => "invoice-create",
            Self::CreditNoteCreate(_) => "credit-note-create",
            Self::StockMove(_) => "stock-move",
            Self::InvoiceContactLink { .. } => "invoice-contact-link",
            Self::InvoiceCheck { .. } => "invoice-check",
            Self::InvoiceNumber { .. } => "invoice-number",
            Self::InvoiceValidate { .. } => "invoice-validate",
            Self::PaymentCreate(_) => "payment-create",
            Self::InvoiceSetPaid { .. } => "invoice-set-paid",
        }
    }

    /// Whether it changes something; a check only reads.
    #[must_use]
    pub const fn changes(&self) -> bool {
        !matches!(self, Self::OrderCheck { .. } | Self::InvoiceCheck { .. })
    }

    /// Which lane it takes.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        match self {
            Self::CategoryCreate(_)
            | Self::CategoryUpdate { .. }
            | Self::ProductCreate(_)
            | Self::ProductUpdate { .. }
            | Self::CategoryLink { .. }
            | Self::CategoryUnlink { .. }
            | Self::CustomerCategoryCreate(_)
            | Self::CustomerCategoryUpdate { .. }
            | Self::CustomerCategoryLink { .. }
            | Self::CustomerCategoryUnlink { .. }
            | Self::ContactCreate(_)
            | Self::ContactUpdate { .. }
            | Self::OrderContactLink { .. }
            | Self::InvoiceContactLink { .. } => Lane::Parallel,
            Self::ThirdPartyCreate(_)
            | Self::ThirdPartyUpdate { .. }
            | Self::OrderCreate(_)
            | Self::OrderCheck { .. }
            | Self::OrderValidate { .. }
            | Self::OrderDraft { .. }
            | Self::OrderLineCreate { .. }
            | Self::OrderLineUpdate { .. }
            | Self::OrderLineDelete { .. }
            | Self::OrderRestore { .. }
            | Self::InvoiceNumber { .. }
            | Self::OrderClose { .. }
            | Self::OrderSetInvoiced { .. }
            | Self::OrderCancel { .. }
            | Self::OrderNote { .. }
            | Self::InvoiceCreate(_)
            | Self::InvoiceCheck { .. }
            | Self::CreditNoteCreate(_)
            | Self::StockMove(_)
            | Self::InvoiceValidate { .. }
            | Self::PaymentCreate(_)
            | Self::InvoiceSetPaid { .. } => Lane::Serial,
        }
    }

    /// The external reference of what it makes, when it makes something.
    #[must_use]
    pub fn external_ref(&self) -> Option<&ExternalRef> {
        match self {
            Self::CategoryCreate(write) | Self::CustomerCategoryCreate(write) => write.ref_ext.as_ref(),
            Self::ProductCreate(write) => write.ref_ext.as_ref(),
            Self::ThirdPartyCreate(write) => write.ref_ext.as_ref(),
            Self::ContactCreate(write) => write.ref_ext.as_ref(),
            Self::OrderCreate(write) => Some(&write.ref_ext),
            Self::OrderLineCreate { line, .. } => Some(&line.ref_ext),
            Self::InvoiceCreate(write) => Some(&write.ref_ext),
            Self::CreditNoteCreate(write) => Some(&write.ref_ext),
            Self::StockMove(write) => Some(&write.code),
            Self::PaymentCreate(write) => Some(&write.number),
            _ => None,
        }
    }

    /// The objects it is about that earlier steps of its plan may make.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        match self {
            Self::CategoryCreate(write) | Self::CustomerCategoryCreate(write) => {
                write.parent.flatten().into_iter().collect()
            }
            Self::CategoryUpdate { target, .. }
            | Self::CustomerCategoryUpdate { target, .. }
            | Self::ProductUpdate { target, .. }
            | Self::ThirdPartyUpdate { target, .. }
            | Self::ContactUpdate { target, .. } => vec![*target],
            Self::CategoryLink { category, product } | Self::CategoryUnlink { category, product } => {
                vec![*category, *product]
            }
            Self::CustomerCategoryLink { category, third_party }
            | Self::CustomerCategoryUnlink { category, third_party } => vec![*category, *third_party],
            Self::ProductCreate(_) | Self::ThirdPartyCreate(_) => Vec::new(),
            Self::ContactCreate(write) => write.third_party.into_iter().collect(),
            Self::OrderCreate(write) => vec![write.third_party],
            Self::OrderContactLink { order, contact, .. } => vec![*order, *contact],
            Self::OrderCheck { order, .. }
            | Self::OrderValidate { order, .. }
            | Self::OrderDraft { order, .. }
            | Self::OrderLineCreate { order, .. }
            | Self::OrderLineUpdate { order, .. }
            | Self::OrderLineDelete { order, .. }
            | Self::OrderRestore { order, .. }
            | Self::OrderClose { order }
            | Self::OrderSetInvoiced { order }
            | Self::OrderCancel { order, .. }
            | Self::OrderNote { order, .. } => vec![*order],
            Self::InvoiceCreate(write) => vec![write.third_party, write.order],
            Self::CreditNoteCreate(write) => vec![write.third_party, write.invoice],
            Self::StockMove(_) => Vec::new(),
            Self::InvoiceContactLink { invoice, contact, .. } => vec![*invoice, *contact],
            Self::InvoiceCheck { invoice, .. }
            | Self::InvoiceNumber { invoice, .. }
            | Self::InvoiceValidate { invoice, .. }
            | Self::InvoiceSetPaid { invoice } => vec![*invoice],
            Self::PaymentCreate(write) => vec![write.invoice],
        }
    }

    /// The kind of object it makes, when it makes one.
    #[must_use]
    pub const fn creates(&self) -> Option<ErpKind> {
        match self {
            Self::CategoryCreate(_) => Some(ErpKind::Category),
            Self::CustomerCategoryCreate(_) => Some(ErpKind::CustomerCategory),
            Self::ProductCreate(_) => Some(ErpKind::Product),
            Self::ThirdPartyCreate(_) => Some(ErpKind::ThirdParty),
            Self::ContactCreate(_) => Some(ErpKind::Contact),
            Self::OrderCreate(_) => Some(ErpKind::Order),
            Self::InvoiceCreate(_) | Self::CreditNoteCreate(_) => Some(ErpKind::Invoice),
            Self::StockMove(_) => Some(ErpKind::StockMovement),
            Self::PaymentCreate(_) => Some(ErpKind::Payment),
            Self::OrderLineCreate { .. } => Some(ErpKind::OrderLine),
            _ => None,
        }
    }
}

/// One operation of a plan and why it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What to do.
    pub operation: Operation,
    /// Why, in a word or two for the journal, such as "new" or "label, price changed"; field names, never their values.
    pub why: String,
    /// The key whose link the created object becomes: the plan's own key, or an invoice or payment of it.
    pub links: Option<Key>,
}

/// Looks a target up among what earlier steps made.
#[must_use]
pub fn resolve(target: Target, made: &[Option<ErpId>]) -> Option<ErpId> {
    match target {
        Target::Id(id) => Some(id),
        Target::Step(index) => made.get(index).copied().flatten(),
    }
}
