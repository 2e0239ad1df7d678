//! The webservice's rows as they come over the wire, one file for each resource.
//!
//! Rows are decoded from lists only: a single GET drops every falsy field. PrestaShop 8 gives ids as texts, 9 as numbers,
//! and both mix; [`Id`], [`Flag`], [`Text`], [`Number`], [`When`] and [`Words`] read what was seen and refuse the rest.
//! Fields that money or identity hang on have no default: a row without them is unreadable.

mod address;
mod carrier;
mod cart_rule;
mod category;
mod combination;
mod combination_images;
mod configuration;
mod country;
mod currency;
mod customer;
mod customization;
mod field;
mod group;
mod label;
mod language;
mod listed;
mod loose;
mod message;
mod order;
mod order_carrier;
mod order_cart_rule;
mod order_detail;
mod order_history;
mod order_invoice;
mod order_payment;
mod order_slip;
mod order_state;
mod product;
mod product_feature;
mod product_form;
mod product_images;
mod product_option;
mod product_supplier;
mod product_words;
mod shop;
mod specific_price;
mod state;
mod stock_available;
mod tax;
mod words;

pub use address::AddressRow;
pub use carrier::CarrierRow;
pub use cart_rule::CartRuleRow;
pub use category::CategoryRow;
pub use combination::CombinationRow;
pub use combination_images::CombinationImagesRow;
pub use configuration::ConfigurationRow;
pub use country::CountryRow;
pub use currency::CurrencyRow;
pub use customer::{CustomerAssociations, CustomerGroupsRow, CustomerRow};
pub use customization::{CustomizationFieldRow, CustomizationRow, CustomizedData};
pub use field::{Flag, Id, Linked, Number, Text, When};
pub use group::GroupRow;
pub use label::Label;
pub use language::LanguageRow;
pub use listed::{
    BillingRow, BusinessRow, InvoicedRow, OrderAddressRow, OrderReferenceRow, PaidOrderRow, PaymentMethodRow,
    PaymentRow,
};
pub use message::MessageRow;
pub use order::OrderRow;
pub use order_carrier::OrderCarrierRow;
pub use order_cart_rule::OrderCartRuleRow;
pub use order_detail::OrderDetailRow;
pub use order_history::OrderHistoryRow;
pub use order_invoice::OrderInvoiceRow;
pub use order_payment::OrderPaymentRow;
pub use order_slip::{OrderSlipDetail, OrderSlipRow};
pub use order_state::OrderStateRow;
pub use product::{FeatureOf, PartOf, ProductRow};
pub use product_feature::{ProductFeatureRow, ProductFeatureValueRow};
pub use product_form::ProductFormRow;
pub use product_images::ProductImagesRow;
pub use product_option::{ProductOptionRow, ProductOptionValueRow};
pub use product_supplier::ProductSupplierRow;
pub use product_words::ProductWordsRow;
pub use shop::ShopRow;
pub use specific_price::SpecificPriceRow;
pub use state::StateRow;
pub use stock_available::StockAvailableRow;
pub use tax::{TaxRow, TaxRuleGroupRow, TaxRuleRow};
pub use words::Words;
