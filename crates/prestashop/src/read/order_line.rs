//! Lines of orders and their taxes.

use passerelle_core::money::Percent;
use passerelle_core::shop::{OrderLine, TaxMethod, TaxedAmount};
use rust_decimal::Decimal;

use super::customization::Customized;
use super::odd::Odd;
use crate::reference::{Reference, rate_of_line};
use crate::wire::{Number, OrderDetailRow};

/// Two fields as an amount without and with tax.
pub(crate) fn taxed(net: Number, gross: Number) -> TaxedAmount {
    TaxedAmount { net: net.amount(), gross: gross.amount() }
}

/// A line of its row.
pub(crate) fn order_line(
    row: &OrderDetailRow,
    customized: &Customized,
    reference: &Reference,
) -> Result<OrderLine, Odd> {
    Ok(OrderLine {
        id: row.id.shop(),
        product: row.product_id.some(),
        combination: row.product_attribute_id.some(),
        name: row.product_name.0.clone(),
        reference: row.product_reference.0.clone(),
        quantity: row.product_quantity.0,
        unit: taxed(row.unit_price_tax_excl, row.unit_price_tax_incl),
        total: taxed(row.total_price_tax_excl, row.total_price_tax_incl),
        taxes: rates(row, reference)?,
        tax_method: match row.tax_computation_method.0 {
            0 => TaxMethod::Single,
            1 => TaxMethod::Added,
            2 => TaxMethod::OneAfterAnother,
            _ => return Err(Odd::Field("tax_computation_method")),
        },
        ecotax: row.ecotax.amount(),
        ecotax_vat: row.ecotax_tax_rate.percent(),
        invoice: row.id_order_invoice.some(),
        customizations: customized.get(&row.id_customization.0).cloned().unwrap_or_default(),
    })
}

/// The rates of a line's taxes. Where a tax is gone, or a taxed line names none, the line's own figures tell which of the
/// shop's rates it is; ecotax, which has a rate of its own, is taken out of them first.
fn rates(row: &OrderDetailRow, reference: &Reference) -> Result<Vec<Percent>, Odd> {
    let mut rates = Vec::new();
    let mut all_known = true;
    // The shop lists them in any order: as they were made, so that all lines agree on which is the first.
    let mut taxes: Vec<u64> = row.taxes().iter().map(|tax| tax.id.0).filter(|id| *id != 0).collect();
    taxes.sort_unstable();
    for tax in taxes {
        match reference.tax(tax)? {
            Some(rate) => rates.push(rate),
            None => all_known = false,
        }
    }
    let (net, gross) = without_ecotax(row).ok_or(Odd::Field("ecotax"))?;
    // The shop rounds the line after it has added the ecotax's tax: a cent is no tax.
    let untaxed = (gross - net).abs() <= Decimal::new(11, 3);
    if all_known && (untaxed || !rates.is_empty()) {
        return Ok(rates);
    }
    let known = reference.taxes.values().copied();
    // No rate of the shop: what it names is left, and the core says what is wrong where the figures show something else.
    Ok(match rate_of_line(net, gross, known) {
        Some(rate) if rate.is_zero() => Vec::new(),
        Some(rate) => vec![rate],
        None => rates,
    })
}

/// A line's totals without its ecotax; none when the numbers are too large to compute with.
fn without_ecotax(row: &OrderDetailRow) -> Option<(Decimal, Decimal)> {
    let rate = row.ecotax_tax_rate.0.checked_div(Decimal::ONE_HUNDRED)?;
    let ecotax = row.ecotax.0.checked_mul(row.product_quantity.0)?;
    let with_tax = ecotax.checked_mul(Decimal::ONE.checked_add(rate)?)?;
    let net = row.total_price_tax_excl.0.checked_sub(ecotax)?;
    Some((net, row.total_price_tax_incl.0.checked_sub(with_tax)?))
}
