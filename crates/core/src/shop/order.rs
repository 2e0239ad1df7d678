//! An order of the shop with all that hangs on it: lines, discounts, shipments, invoices, payments, slips, state.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::OrderSlip;
use crate::business::Business;
use crate::explain::Explanation;
use crate::key::ShopId;
use crate::money::{Amount, Currency, Percent};
use crate::shop::{NamedState, Standing};

/// An amount as PrestaShop gives it: excluding and including tax, each rounded by the shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxedAmount {
    /// Excluding tax.
    pub net: Amount,
    /// Including tax.
    pub gross: Amount,
}

impl TaxedAmount {
    /// Nothing.
    pub const ZERO: Self = Self { net: Amount::ZERO, gross: Amount::ZERO };

    /// `gross - net`.
    #[must_use]
    pub fn tax(&self) -> Amount {
        self.gross - self.net
    }

    /// True when both parts are nothing.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.net.is_zero() && self.gross.is_zero()
    }
}

impl std::ops::Add for TaxedAmount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { net: self.net + other.net, gross: self.gross + other.gross }
    }
}

impl std::ops::Sub for TaxedAmount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { net: self.net - other.net, gross: self.gross - other.gross }
    }
}

impl std::iter::Sum for TaxedAmount {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, |sum, item| sum + item)
    }
}

/// The present state of an order with the flags of `order_states`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderState {
    /// `current_state`.
    pub id: ShopId,
    /// `name` in the language chosen for the connection.
    pub name: String,
    /// `logable`: the order counts as sold.
    pub logable: bool,
    /// `invoice`: an invoice is issued.
    pub invoice: bool,
    /// `paid`.
    pub paid: bool,
    /// `shipped`.
    pub shipped: bool,
    /// The id is the shop's `PS_OS_DELIVERED`.
    pub delivered: bool,
    /// The id is the shop's `PS_OS_CANCELED`.
    pub cancelled: bool,
}

/// `tax_computation_method` of a line with several taxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxMethod {
    /// 0: one tax only.
    #[default]
    Single,
    /// 1: the rates are added.
    Added,
    /// 2: each is on top of the one before.
    OneAfterAnother,
}

/// What a customer had put on a thing that is made to order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customization {
    /// Name of the field; empty when it is not known.
    pub field: String,
    /// The text, or the name of the file.
    pub value: String,
    /// It is an image that the customer sent.
    pub is_file: bool,
}

/// One row of `order_details`: what was sold, at the price of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// `id`.
    pub id: ShopId,
    /// `product_id`; none when 0.
    pub product: Option<ShopId>,
    /// `product_attribute_id`; none when 0.
    pub combination: Option<ShopId>,
    /// `product_name`, with the attributes, in the order's language.
    pub name: String,
    /// `product_reference`.
    pub reference: String,
    /// `product_quantity`.
    pub quantity: Decimal,
    /// `unit_price_tax_excl` and `unit_price_tax_incl`, 6 decimals.
    pub unit: TaxedAmount,
    /// `total_price_tax_excl` and `total_price_tax_incl`.
    pub total: TaxedAmount,
    /// The rates of `associations.taxes`; empty for an untaxed line.
    pub taxes: Vec<Percent>,
    /// How several rates go together.
    pub tax_method: TaxMethod,
    /// `ecotax` for one piece, excluding tax, inside the unit price.
    pub ecotax: Amount,
    /// `ecotax_tax_rate`.
    pub ecotax_vat: Percent,
    /// `id_order_invoice`; none when 0.
    pub invoice: Option<ShopId>,
    /// What `customizations` has for `id_customization`, texts first.
    pub customizations: Vec<Customization>,
}

/// One row of `order_cart_rules`: a voucher or a discount that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// `id`.
    pub id: ShopId,
    /// `name`.
    pub name: String,
    /// `value_tax_excl` and `value`, 6 decimals, positive.
    pub value: TaxedAmount,
    /// `free_shipping`: the value holds the shipping cost.
    pub free_shipping: bool,
    /// `id_order_invoice`; none when 0.
    pub invoice: Option<ShopId>,
}

/// One row of `order_carriers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShipment {
    /// `id`.
    pub id: ShopId,
    /// Name of the carrier, kept even when the carrier was deleted since.
    pub carrier: String,
    /// `tracking_number`; may be empty.
    pub tracking_number: String,
}

/// The sums in the header of an order or of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTotals {
    /// `total_products`, `total_products_wt`.
    pub products: TaxedAmount,
    /// `total_shipping_tax_excl`, `total_shipping_tax_incl`.
    pub shipping: TaxedAmount,
    /// `total_wrapping_tax_excl`, `total_wrapping_tax_incl`.
    pub wrapping: TaxedAmount,
    /// `total_discounts_tax_excl`, `total_discounts_tax_incl`, positive.
    pub discounts: TaxedAmount,
    /// `total_paid_tax_excl`, `total_paid_tax_incl`: what the customer owes.
    pub to_pay: TaxedAmount,
}

impl OrderTotals {
    /// What the header's own parts add up to.
    #[must_use]
    pub fn sum_of_parts(&self) -> TaxedAmount {
        self.products + self.shipping + self.wrapping - self.discounts
    }
}

/// One row of `order_invoices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderInvoice {
    /// `id`.
    pub id: ShopId,
    /// `number`, as the shop counts. A row with 0 is no invoice: PrestaShop writes one for a delivery slip.
    pub number: u64,
    /// `date_add`: the invoice's day.
    pub date: DateTime,
    /// The invoice's sums.
    pub totals: OrderTotals,
}

impl OrderInvoice {
    /// Whether the shop issued it as an invoice, not as a delivery slip alone.
    #[must_use]
    pub const fn is_issued(&self) -> bool {
        self.number != 0
    }
}

/// One row of `order_payments`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPayment {
    /// `id`.
    pub id: ShopId,
    /// `amount`, in `currency`.
    pub amount: Amount,
    /// Code of `id_currency`.
    pub currency: Currency,
    /// `conversion_rate`.
    pub conversion_rate: Decimal,
    /// `payment_method`, free text of the payment module.
    pub method: String,
    /// `transaction_id`; may be empty.
    pub transaction: String,
    /// `date_add`.
    pub date: DateTime,
}

/// Another order of the same reference (one cart that was split).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sibling {
    /// `id`.
    pub id: ShopId,
    /// `total_paid_tax_incl`: its share of the payments.
    pub to_pay: Amount,
    /// Where it stands: only one that belongs in Dolibarr takes a share.
    pub standing: Standing,
}

/// One row of `orders` with all that hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// `id`.
    pub id: ShopId,
    /// `reference`, shared by the orders of one split cart.
    pub reference: String,
    /// `id_customer`; none when 0.
    pub customer: Option<ShopId>,
    /// `id_address_delivery`; none when 0.
    pub delivery_address: Option<ShopId>,
    /// `id_address_invoice`; none when 0.
    pub billing_address: Option<ShopId>,
    /// What the billing address says of a business; none when it says nothing.
    pub billed_to: Option<Business>,
    /// `id_shop`.
    pub shop: ShopId,
    /// Code of `id_currency`.
    pub currency: Currency,
    /// `conversion_rate`: units of the order's currency for one unit of the shop's default currency.
    pub conversion_rate: Decimal,
    /// The state it is in.
    pub state: OrderState,
    /// The states of `order_histories`, when settings ask for them; else empty.
    pub past_states: Vec<NamedState>,
    /// `payment`, free text of the payment module.
    pub payment_method: String,
    /// `module`, the payment module's name.
    pub payment_module: String,
    /// `date_add`.
    pub date: DateTime,
    /// The sums of the header.
    pub totals: OrderTotals,
    /// `carrier_tax_rate`.
    pub shipping_vat: Percent,
    /// `gift_message`; may be empty.
    pub gift_message: String,
    /// `messages` of the order, private ones and the customer's own, as plain text, oldest first.
    pub messages: Vec<String>,
    /// `order_details`, in id order.
    pub lines: Vec<OrderLine>,
    /// `order_cart_rules`, in id order.
    pub discounts: Vec<Discount>,
    /// `order_carriers`, in id order.
    pub shipments: Vec<OrderShipment>,
    /// `order_invoices`, in id order.
    pub invoices: Vec<OrderInvoice>,
    /// `order_payments` of its reference, in id order.
    pub payments: Vec<OrderPayment>,
    /// The other orders of its reference, in id order: they share the payments.
    pub siblings: Vec<Sibling>,
    /// `order_slip`, in id order.
    pub slips: Vec<OrderSlip>,
    /// What is odd in the shop's own data and was read all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Explanation>,
}

impl Order {
    /// The day of the order in the shop's time zone.
    #[must_use]
    pub fn day(&self) -> Date {
        self.date.date()
    }

    /// Where it stands and stood.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let state = &self.state;
        let present = NamedState { id: state.id.0, name: state.name.clone(), invoice: state.invoice };
        Standing {
            logable: state.logable,
            cancelled: state.cancelled,
            invoiced: self.invoices.iter().any(OrderInvoice::is_issued),
            states: std::iter::once(present).chain(self.past_states.iter().cloned()).collect(),
        }
    }
}
