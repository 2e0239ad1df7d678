//! Documents made of recorded rows.

use std::collections::HashMap;

use passerelle_core::key::ShopId;
use passerelle_core::money::{Currency, Percent};
use passerelle_core::shop::{Order, ProductForm};

use super::{recorded, rows};
use crate::read::{OrderParts, combination, order, product};
use crate::reference::{Reference, Table};
use crate::rows::Row;
use crate::wire::*;

fn reference(version: usize) -> Reference {
    let mut reference = Reference { language: 2, ..Reference::default() };
    reference.configuration.delivered = 5;
    reference.configuration.cancelled = 6;
    for row in rows::<CurrencyRow>(recorded!("currencies.json")[version]) {
        reference.currencies.insert(row.id.0, row.iso_code.0.parse().unwrap());
    }
    for row in rows::<TaxRow>(recorded!("taxes.json")[version]) {
        reference.taxes.insert(row.id.0, row.rate.percent());
    }
    for row in rows::<CarrierRow>(recorded!("carriers.json")[version]) {
        reference.carriers.insert(row.id.0, row.name.0);
    }
    reference.put_order_states(&rows::<OrderStateRow>(recorded!("order_states.json")[version]));
    reference.put_options(
        &rows::<ProductOptionRow>(recorded!("product_options.json")[version]),
        &rows::<ProductOptionValueRow>(recorded!("product_option_values.json")[version]),
    );
    reference.group_rates =
        HashMap::from([(1, Some(percent("20"))), (2, Some(percent("10"))), (3, Some(percent("5.5")))]);
    // Carriers 1 and 3 are gone: orders keep their shipments, without a name.
    reference.missing.extend([(Table::Carriers, 1), (Table::Carriers, 3)]);
    reference
}

fn percent(text: &str) -> Percent {
    Percent::new(text.parse().unwrap())
}

fn of<T: Row>(all: Vec<T>, id: u64, owner: impl Fn(&T) -> u64) -> Vec<T> {
    all.into_iter().filter(|row| owner(row) == id).collect()
}

fn parts(version: usize, id: u64) -> OrderParts {
    let row = of(rows::<OrderRow>(recorded!("orders.json")[version]), id, Row::id).remove(0);
    let payments = rows::<OrderPaymentRow>(recorded!("order_payments.json")[version]);
    OrderParts {
        lines: of(rows(recorded!("order_details.json")[version]), id, |row: &OrderDetailRow| row.id_order.0),
        discounts: of(
            rows(recorded!("order_cart_rules_full.json")[version]),
            id,
            |row: &OrderCartRuleRow| row.id_order.0,
        ),
        shipments: of(rows(recorded!("order_carriers.json")[version]), id, |row: &OrderCarrierRow| {
            row.id_order.0
        }),
        invoices: of(rows(recorded!("order_invoices.json")[version]), id, |row: &OrderInvoiceRow| {
            row.id_order.0
        }),
        messages: of(rows(recorded!("messages.json")[version]), id, |row: &MessageRow| row.id_order.0),
        payments: payments.into_iter().filter(|payment| payment.order_reference == row.reference).collect(),
        histories: Vec::new(),
        siblings: Vec::new(),
        customized: HashMap::new(),
        billed_to: None,
        slips: of(rows(recorded!("order_slip_full.json")[version]), id, |row: &OrderSlipRow| row.id_order.0),
        order: row,
    }
}

fn recorded_order(version: usize, id: u64) -> Order {
    let parts = parts(version, id);
    assert_eq!(parts.lack(), None);
    order(&parts, &reference(version)).expect("an order")
}

#[test]
fn a_delivered_order() {
    let order = recorded_order(0, 17);
    assert_eq!(
        (order.id, order.reference.as_str(), order.currency),
        (ShopId(17), "QGHNHLMSG", Currency::EUR)
    );
    assert_eq!(
        (order.customer, order.billing_address, order.shop),
        (Some(ShopId(249)), Some(ShopId(333)), ShopId(1))
    );
    assert_eq!(order.date.to_string(), "2026-08-20T20:10:23");
    assert!(order.state.delivered && order.state.logable && order.state.shipped && !order.state.cancelled);
    assert_eq!(order.state.name, "Livré");
    assert_eq!(order.totals.to_pay.gross.to_string(), "617.37");
    assert_eq!(order.totals.shipping.net.to_string(), "7.00");
    let [screws, chair] = order.lines.as_slice() else { panic!("two lines") };
    assert_eq!((screws.product, screws.combination), (Some(ShopId(304)), Some(ShopId(362))));
    assert_eq!(screws.taxes, [percent("10")]);
    assert_eq!(screws.unit.net.to_string(), "96.954545");
    // Without VAT, with ecotax at 20 %: the difference is no VAT of the line.
    assert!(chair.taxes.is_empty());
    assert_eq!((chair.ecotax.to_string().as_str(), chair.ecotax_vat), ("2.58", percent("20")));
    assert_eq!(order.shipments[0].tracking_number, "TRK7");
    assert_eq!((order.invoices[0].number, order.payments[0].amount.to_string().as_str()), (9, "617.37"));
}

#[test]
fn a_slip_of_an_order() {
    let mut reference = reference(0);
    reference.configuration.slip_prefix = "AV-".to_owned();
    let mut parts = parts(0, 17);
    let [slip] = order(&parts, &reference).unwrap().slips.try_into().unwrap();
    assert_eq!((slip.id, slip.number.as_str()), (ShopId(1), "AV-000001"));
    assert_eq!(slip.date.to_string(), "2026-08-20T20:10:23");
    assert_eq!(
        (slip.products.net.to_string(), slip.products.gross.to_string()),
        ("96.95".into(), "106.65".into())
    );
    assert!(slip.shipping.is_zero() && !slip.without_vouchers);
    let [line] = slip.lines.as_slice() else { panic!("one line") };
    assert_eq!((line.line, line.quantity.to_string().as_str()), (ShopId(41), "1"));
    assert_eq!(line.amount, slip.products);
    assert_eq!(line.returned.to_string(), "0");
    // Put back into stock before it was shipped.
    let sold = parts.lines.iter_mut().find(|row| row.id.0 == 41).unwrap();
    sold.product_quantity_reinjected.0 = "1".parse().unwrap();
    assert_eq!(order(&parts, &reference).unwrap().slips[0].lines[0].returned.to_string(), "1");
}

#[test]
fn an_order_in_dollars_with_a_discount_and_a_message() {
    for (version, id) in [(0, 505), (1, 149)] {
        let order = recorded_order(version, id);
        assert_eq!((order.currency.code(), order.conversion_rate.to_string().as_str()), ("USD", "1.085000"));
        assert_eq!(order.messages, ["Please ring  & wait"]);
        assert_eq!(order.discounts.len(), 1);
        assert_eq!(order.payments[0].currency.code(), "USD");
        assert!(
            (order.totals.sum_of_parts().gross - order.totals.to_pay.gross).abs().value()
                <= "0.02".parse().unwrap()
        );
    }
}

#[test]
fn a_tax_that_is_gone_is_told_by_the_line() {
    let mut reference = reference(0);
    reference.taxes.remove(&2);
    let parts = parts(0, 17);
    assert!(order(&parts, &reference).is_err(), "the taxes have to be read again first");
    reference.missing.insert((Table::Taxes, 2));
    reference.taxes.insert(33, percent("10.000"));
    assert_eq!(order(&parts, &reference).unwrap().lines[0].taxes, [percent("10")]);
}

#[test]
fn an_order_without_its_lines_is_torn() {
    let mut parts = parts(0, 17);
    parts.lines.pop();
    assert!(parts.lack().is_some());
    let mut parts = self::parts(1, 374);
    parts.invoices.clear();
    assert!(parts.lack().is_some());
}

#[test]
fn products_and_combinations() {
    for version in [0, 1] {
        let reference = reference(version);
        let rows_of_products = rows::<ProductRow>(recorded!("products.json")[version]);
        let first = product(&rows_of_products[0], &reference).expect("a product");
        assert_eq!((first.form, first.vat), (ProductForm::Combinations, Some(percent("20"))));
        assert_eq!(product(&rows_of_products[2], &reference).unwrap().form, ProductForm::Virtual);
        let rows_of_combinations = rows::<CombinationRow>(recorded!("combinations_full.json")[version]);
        let both =
            combination(&rows_of_combinations[0], &rows_of_products[0], &reference).expect("a combination");
        assert_eq!(both.attributes.len(), 2);
        assert_eq!(both.attributes[0].1, "S");
        assert_eq!(both.attributes[1].1, "Blanc");
    }
}
