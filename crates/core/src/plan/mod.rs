//! Plans: the operations that bring Dolibarr to the state the shop asks for. Pure data, specific enough that nothing is
//! left to choose when they are carried out.

mod catalogue;
mod document;
mod file;
mod party;
mod payment;
mod sale;
mod shows;
mod stock;
mod variant;

pub use catalogue::{Barcode, BarcodeForm, CategoryWrite, ProductWrite};
pub use document::{ContactRole, CreditNoteWrite, DocumentLine, ForeignCurrency, InvoiceWrite, OrderWrite};
pub use file::{CopyProof, FileCopy, ImageWrite, PresentFile};
pub use party::{ContactWrite, ThirdPartyWrite};
pub use payment::PaymentWrite;
pub use sale::SaleMoment;
pub use shows::Shows;
pub use stock::StockWrite;
pub use variant::{AttributeValueWrite, AttributeWrite, VariantWrite};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::erp::{ErpKind, ErpTotals};
use crate::key::{ErpId, ExternalRef, Key};

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
    /// `PUT /products/{id}` with `status` 1: without it Dolibarr 23 does not validate an order that has the product.
    ProductOnSale(SaleMoment),
    /// `PUT /products/{id}` with `status` 0, once the order is validated, and whatever stopped that.
    ProductOffSale(SaleMoment),
    /// `POST /products/attributes`.
    AttributeCreate(AttributeWrite),
    /// `PUT /products/attributes/{id}`.
    AttributeUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: AttributeWrite,
    },
    /// `POST /products/attributes/{id}/values`.
    AttributeValueCreate {
        /// The attribute.
        attribute: Target,
        /// The fields.
        write: AttributeValueWrite,
    },
    /// `PUT /products/attributes/values/{id}`.
    AttributeValueUpdate {
        /// Which.
        target: Target,
        /// The fields that change.
        write: AttributeValueWrite,
    },
    /// `POST /products/{id}/variants`: makes a product, or turns the one that has the reference into a variant of this one.
    VariantCreate {
        /// The parent.
        parent: Target,
        /// What makes it a variant.
        write: VariantWrite,
    },
    /// `PUT /products/variants/{id}`: what it adds to price and weight.
    VariantUpdate {
        /// `id` of the tie, not of a product.
        id: ErpId,
        /// The fields that change.
        write: VariantWrite,
    },
    /// `DELETE /products/variants/{id}`: the product stays, as one of its own.
    VariantDelete {
        /// `id` of the tie, not of a product.
        id: ErpId,
    },
    /// `POST /products/{id}/subproducts/add`: adds a part to a pack, or changes how many of it are in there.
    PartAdd {
        /// The pack.
        pack: ErpId,
        /// `subproduct_id`.
        part: ErpId,
        /// `qty`.
        quantity: Decimal,
    },
    /// `DELETE /products/{id}/subproducts/remove/{id}`.
    PartRemove {
        /// The pack.
        pack: ErpId,
        /// The part.
        part: ErpId,
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
    /// `POST /documents/upload` of an image of the shop.
    ImageUpload(ImageWrite),
    /// `GET /documents/download` and `POST /documents/upload`: a file from the folder of a reference of before.
    FileCopy(FileCopy),
    /// `DELETE /documents`: a file that Passerelle put there, or one that was copied.
    FileDelete {
        /// Folder and name.
        path: String,
        /// Only when this step put another file in its place.
        replaced_by: Option<Target>,
        /// Only when the copy is there.
        copied: Option<CopyProof>,
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
    /// `DELETE /orders/{id}/contact/{contact}/{role}`: takes a contact that Passerelle put there off the order.
    OrderContactUnlink {
        /// The order.
        order: Target,
        /// The contact.
        contact: ErpId,
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
        /// What else it must show afterwards.
        #[serde(default)]
        shows: Shows,
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
    /// `DELETE /invoices/{id}/contact/{contact}/{role}`, of a draft: takes a contact that Passerelle put there off the invoice.
    InvoiceContactUnlink {
        /// The invoice.
        invoice: Target,
        /// The contact.
        contact: ErpId,
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
    /// `PUT /invoices/{id}` with `ref_client` and `date`, on a draft.
    InvoiceUpdate {
        /// The invoice.
        invoice: Target,
        /// `date`.
        day: Date,
        /// `ref_client`.
        customer_reference: String,
    },
    /// `POST /invoices/{id}/validate`.
    InvoiceValidate {
        /// The invoice.
        invoice: Target,
        /// What its sums must be afterwards.
        expected: ErpTotals,
        /// `idwarehouse`: where goods are taken off the stock, when Dolibarr counts stock with invoices.
        warehouse: Option<ErpId>,
        /// What else it must show afterwards.
        #[serde(default)]
        shows: Shows,
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
    /// The lines of documents that it writes.
    #[must_use]
    pub fn lines(&self) -> &[DocumentLine] {
        match self {
            Self::OrderCreate(write) => &write.lines,
            Self::InvoiceCreate(write) => &write.lines,
            Self::CreditNoteCreate(write) => &write.lines,
            Self::OrderLineCreate { line, .. } | Self::OrderLineUpdate { line, .. } => {
                std::slice::from_ref(line)
            }
            _ => &[],
        }
    }

    /// The word in the journal and in messages.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::CategoryCreate(_) => "category-create",
            Self::CategoryUpdate { .. } => "category-update",
            Self::ProductCreate(_) => "product-create",
            Self::ProductUpdate { .. } => "product-update",
            Self::ProductOnSale(_) => "product-on-sale",
            Self::ProductOffSale(_) => "product-off-sale",
            Self::AttributeCreate(_) => "attribute-create",
            Self::AttributeUpdate { .. } => "attribute-update",
            Self::AttributeValueCreate { .. } => "attribute-value-create",
            Self::AttributeValueUpdate { .. } => "attribute-value-update",
            Self::VariantCreate { .. } => "variant-create",
            Self::VariantUpdate { .. } => "variant-update",
            Self::VariantDelete { .. } => "variant-delete",
            Self::PartAdd { .. } => "part-add",
            Self::PartRemove { .. } => "part-remove",
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
            Self::ImageUpload(_) => "image-upload",
            Self::FileCopy(_) => "file-copy",
            Self::FileDelete { .. } => "file-delete",
            Self::OrderCreate(_) => "order-create",
            Self::OrderContactLink { .. } => "order-contact-link",
            Self::OrderContactUnlink { .. } => "order-contact-unlink",
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
            Self::InvoiceContactUnlink { .. } => "invoice-contact-unlink",
            Self::InvoiceCheck { .. } => "invoice-check",
            Self::InvoiceNumber { .. } => "invoice-number",
            Self::InvoiceUpdate { .. } => "invoice-update",
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
            | Self::AttributeCreate(_)
            | Self::AttributeUpdate { .. }
            | Self::AttributeValueCreate { .. }
            | Self::AttributeValueUpdate { .. }
            | Self::VariantCreate { .. }
            | Self::VariantUpdate { .. }
            | Self::VariantDelete { .. }
            | Self::PartAdd { .. }
            | Self::PartRemove { .. }
            | Self::CategoryLink { .. }
            | Self::CategoryUnlink { .. }
            | Self::CustomerCategoryCreate(_)
            | Self::CustomerCategoryUpdate { .. }
            | Self::CustomerCategoryLink { .. }
            | Self::CustomerCategoryUnlink { .. }
            | Self::ContactCreate(_)
            | Self::ContactUpdate { .. }
            | Self::OrderContactLink { .. }
            | Self::OrderContactUnlink { .. }
            | Self::InvoiceContactUnlink { .. }
            | Self::ImageUpload(_)
            | Self::FileCopy(_)
            | Self::FileDelete { .. }
            | Self::InvoiceContactLink { .. } => Lane::Parallel,
            Self::ThirdPartyCreate(_)
            | Self::ThirdPartyUpdate { .. }
            | Self::ProductOnSale(_)
            | Self::ProductOffSale(_)
            | Self::OrderCreate(_)
            | Self::OrderCheck { .. }
            | Self::OrderValidate { .. }
            | Self::OrderDraft { .. }
            | Self::OrderLineCreate { .. }
            | Self::OrderLineUpdate { .. }
            | Self::OrderLineDelete { .. }
            | Self::OrderRestore { .. }
            | Self::InvoiceNumber { .. }
            | Self::InvoiceUpdate { .. }
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

    /// Whether everything before it has to be done: a file is copied to a folder that a reference before it names.
    #[must_use]
    pub const fn after_all(&self) -> bool {
        matches!(self, Self::FileCopy(_) | Self::FileDelete { copied: Some(_), .. })
    }

    /// The external reference of what it makes, when it makes something.
    #[must_use]
    pub fn external_ref(&self) -> Option<&ExternalRef> {
        match self {
            Self::CategoryCreate(write) | Self::CustomerCategoryCreate(write) => write.ref_ext.as_ref(),
            Self::ProductCreate(write) => write.ref_ext.as_ref(),
            Self::AttributeCreate(write) => write.ref_ext.as_ref(),
            Self::AttributeValueCreate { write, .. } => write.ref_ext.as_ref(),
            Self::VariantCreate { write, .. } => write.ref_ext.as_ref(),
            Self::ThirdPartyCreate(write) => write.ref_ext.as_ref(),
            Self::ContactCreate(write) => write.ref_ext.as_ref(),
            Self::OrderCreate(write) => Some(&write.ref_ext),
            Self::OrderLineCreate { line, .. } => Some(&line.ref_ext),
            Self::InvoiceCreate(write) => Some(&write.ref_ext),
            Self::CreditNoteCreate(write) => Some(&write.ref_ext),
            Self::StockMove(write) => Some(&write.code),
            Self::PaymentCreate(write) => Some(&write.number),
            Self::ImageUpload(write) => Some(&write.stem),
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
            | Self::AttributeUpdate { target, .. }
            | Self::AttributeValueUpdate { target, .. }
            | Self::AttributeValueCreate { attribute: target, .. }
            | Self::VariantCreate { parent: target, .. }
            | Self::ThirdPartyUpdate { target, .. }
            | Self::ContactUpdate { target, .. } => vec![*target],
            Self::CategoryLink { category, product } | Self::CategoryUnlink { category, product } => {
                vec![*category, *product]
            }
            Self::CustomerCategoryLink { category, third_party }
            | Self::CustomerCategoryUnlink { category, third_party } => vec![*category, *third_party],
            Self::ProductCreate(_)
            | Self::ProductOnSale(_)
            | Self::ProductOffSale(_)
            | Self::AttributeCreate(_)
            | Self::VariantUpdate { .. }
            | Self::VariantDelete { .. }
            | Self::PartAdd { .. }
            | Self::PartRemove { .. }
            | Self::ImageUpload(_)
            | Self::FileCopy(_)
            | Self::ThirdPartyCreate(_) => Vec::new(),
            Self::FileDelete { replaced_by, .. } => replaced_by.iter().copied().collect(),
            Self::ContactCreate(write) => write.third_party.into_iter().collect(),
            Self::OrderCreate(write) => vec![write.third_party],
            Self::OrderContactLink { order, contact, .. } => vec![*order, *contact],
            Self::OrderContactUnlink { order, .. }
            | Self::OrderCheck { order, .. }
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
            Self::InvoiceContactUnlink { invoice, .. }
            | Self::InvoiceCheck { invoice, .. }
            | Self::InvoiceNumber { invoice, .. }
            | Self::InvoiceUpdate { invoice, .. }
            | Self::InvoiceValidate { invoice, .. }
            | Self::InvoiceSetPaid { invoice } => vec![*invoice],
            Self::PaymentCreate(write) => vec![write.invoice],
        }
    }

    /// Whether the steps that follow may be sent before it has ended. Categories give each other their labels in turn, and files
    /// are numbered in the order in which they come.
    #[must_use]
    pub fn may_go_beside(&self) -> bool {
        let in_turn = matches!(
            self,
            Self::CategoryUpdate { .. }
                | Self::CustomerCategoryUpdate { .. }
                | Self::FileCopy(_)
                | Self::FileDelete { .. }
        );
        self.lane() == Lane::Parallel && self.creates().is_none() && !in_turn
    }

    /// The kind of object it makes, when it makes one.
    #[must_use]
    pub const fn creates(&self) -> Option<ErpKind> {
        match self {
            Self::CategoryCreate(_) => Some(ErpKind::Category),
            Self::CustomerCategoryCreate(_) => Some(ErpKind::CustomerCategory),
            Self::ProductCreate(_) | Self::VariantCreate { .. } => Some(ErpKind::Product),
            Self::AttributeCreate(_) => Some(ErpKind::Attribute),
            Self::AttributeValueCreate { .. } => Some(ErpKind::AttributeValue),
            Self::ThirdPartyCreate(_) => Some(ErpKind::ThirdParty),
            Self::ContactCreate(_) => Some(ErpKind::Contact),
            Self::OrderCreate(_) => Some(ErpKind::Order),
            Self::InvoiceCreate(_) | Self::CreditNoteCreate(_) => Some(ErpKind::Invoice),
            Self::StockMove(_) => Some(ErpKind::StockMovement),
            Self::PaymentCreate(_) => Some(ErpKind::Payment),
            Self::OrderLineCreate { .. } => Some(ErpKind::OrderLine),
            Self::ImageUpload(_) => Some(ErpKind::File),
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

impl Step {
    /// The same step in a plan in which `shift` others come first.
    #[must_use]
    pub(crate) fn later(mut self, shift: usize) -> Self {
        let move_on = |target: &mut Target| {
            if let Target::Step(index) = target {
                *index += shift;
            }
        };
        match &mut self.operation {
            Operation::ProductUpdate { target, .. } => move_on(target),
            Operation::CategoryLink { category, product }
            | Operation::CategoryUnlink { category, product } => {
                move_on(category);
                move_on(product);
            }
            _ => {}
        }
        self
    }
}

/// Looks a target up among what earlier steps made.
#[must_use]
pub fn resolve(target: Target, made: &[Option<ErpId>]) -> Option<ErpId> {
    match target {
        Target::Id(id) => Some(id),
        Target::Step(index) => made.get(index).copied().flatten(),
    }
}
