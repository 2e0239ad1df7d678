//! Orders, invoices and credit notes to create, with their lines.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Target;
use crate::erp::ErpTotals;
use crate::key::{ErpId, ExternalRef};
use crate::money::Currency;
use crate::tax::TaxRate;

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

/// What a contact is to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// `BILLING`.
    Billing,
    /// `SHIPPING`.
    Shipping,
}

impl ContactRole {
    /// Dolibarr's code of it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Billing => "BILLING",
            Self::Shipping => "SHIPPING",
        }
    }
}
