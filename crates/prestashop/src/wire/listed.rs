//! Rows with few fields, for questions that need no more.

use serde::Deserialize;

use super::{Id, Number, Text, When};
use crate::rows::Row;

/// The billing address of one of a customer's `orders`.
#[derive(Clone, Debug, Deserialize)]
pub struct BillingRow {
    /// `id`.
    pub id: Id,
    /// `id_customer`.
    pub id_customer: Id,
    /// `id_address_invoice`.
    #[serde(default)]
    pub id_address_invoice: Id,
}

impl Row for BillingRow {
    const RESOURCE: &'static str = "orders";
    const DISPLAY: &'static str = "[id,id_customer,id_address_invoice]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// What one of the `addresses` says of a business.
#[derive(Clone, Debug, Deserialize)]
pub struct BusinessRow {
    /// `id`.
    pub id: Id,
    /// `company`.
    #[serde(default)]
    pub company: Text,
    /// `vat_number`.
    #[serde(default)]
    pub vat_number: Text,
}

impl Row for BusinessRow {
    const RESOURCE: &'static str = "addresses";
    const DISPLAY: &'static str = "[id,company,vat_number]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// The addresses of one of the `orders`.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderAddressRow {
    /// `id`.
    pub id: Id,
    /// `id_address_invoice`.
    #[serde(default)]
    pub id_address_invoice: Id,
    /// `id_address_delivery`.
    #[serde(default)]
    pub id_address_delivery: Id,
}

impl Row for OrderAddressRow {
    const RESOURCE: &'static str = "orders";
    const DISPLAY: &'static str = "[id,id_address_invoice,id_address_delivery]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// An order and its reference.
#[derive(Clone, Debug, Deserialize)]
pub struct OrderReferenceRow {
    /// `id`.
    pub id: Id,
    /// `reference`.
    pub reference: Text,
    /// `current_state`.
    #[serde(default)]
    pub current_state: Id,
    /// `invoice_number`: not 0 when there is an invoice.
    #[serde(default)]
    pub invoice_number: Id,
    /// `total_paid_tax_incl`.
    pub total_paid_tax_incl: Number,
}

impl Row for OrderReferenceRow {
    const RESOURCE: &'static str = "orders";
    const DISPLAY: &'static str = "[id,reference,current_state,invoice_number,total_paid_tax_incl]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// An invoice and its order.
#[derive(Clone, Debug, Deserialize)]
pub struct InvoicedRow {
    /// `id`.
    pub id: Id,
    /// `id_order`.
    pub id_order: Id,
    /// `number`: 0 when it is a delivery slip alone.
    #[serde(default)]
    pub number: Id,
}

impl Row for InvoicedRow {
    const RESOURCE: &'static str = "order_invoices";
    const DISPLAY: &'static str = "[id,id_order,number]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// A payment and the reference of its orders.
#[derive(Clone, Debug, Deserialize)]
pub struct PaymentRow {
    /// `id`.
    pub id: Id,
    /// `order_reference`.
    pub order_reference: Text,
    /// `date_add`.
    #[serde(default)]
    pub date_add: When,
}

impl Row for PaymentRow {
    const RESOURCE: &'static str = "order_payments";
    const DISPLAY: &'static str = "[id,order_reference,date_add]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// How an order was paid, in which shop and currency.
#[derive(Clone, Debug, Deserialize)]
pub struct PaidOrderRow {
    /// `id`.
    pub id: Id,
    /// `payment`.
    #[serde(default)]
    pub payment: Text,
    /// `id_shop`.
    #[serde(default)]
    pub id_shop: Id,
    /// `id_currency`.
    #[serde(default)]
    pub id_currency: Id,
}

impl Row for PaidOrderRow {
    const RESOURCE: &'static str = "orders";
    const DISPLAY: &'static str = "[id,payment,id_shop,id_currency]";

    fn id(&self) -> u64 {
        self.id.0
    }
}

/// The payment method of a payment.
#[derive(Clone, Debug, Deserialize)]
pub struct PaymentMethodRow {
    /// `id`.
    pub id: Id,
    /// `payment_method`.
    #[serde(default)]
    pub payment_method: Text,
}

impl Row for PaymentMethodRow {
    const RESOURCE: &'static str = "order_payments";
    const DISPLAY: &'static str = "[id,payment_method]";

    fn id(&self) -> u64 {
        self.id.0
    }
}
