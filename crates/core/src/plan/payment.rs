//! Payments to record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Target;
use crate::key::{ErpId, ExternalRef};
use crate::money::{Amount, Currency};

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
