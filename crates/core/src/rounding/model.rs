//! How Dolibarr computes the totals of one line (`calcul_price_total`), without floating point.

use rust_decimal::Decimal;

use crate::erp::Precision;
use crate::money::{Amount, Percent, round_half_away};
use crate::shop::TaxedAmount;

/// Dolibarr's price computation for one document.
///
/// Net is `round(price × quantity)`, gross is `round(price × quantity × (1 + VAT))` from the *unrounded* net, VAT is their
/// difference. A document in a foreign currency repeats this with `price × rate`, unrounded. Observed on Dolibarr 17 and 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceModel {
    /// Dolibarr's numbers of decimals.
    pub precision: Precision,
    /// Units of the document's currency for one unit of the company's; 1 for a document in the company's currency.
    pub rate: Decimal,
}

impl PriceModel {
    /// The totals of a line in the document's currency; none when a number is too large to compute with.
    #[must_use]
    pub fn line(&self, unit_price: Decimal, quantity: Decimal, vat: Percent) -> Option<TaxedAmount> {
        let net = unit_price.checked_mul(self.rate)?.checked_mul(quantity)?;
        let gross = net.checked_mul(vat.factor())?;
        Some(TaxedAmount { net: self.total(net), gross: self.total(gross) })
    }

    /// The totals of a line whose price is in the document's currency.
    #[must_use]
    pub fn line_in_own_currency(
        &self,
        price: Decimal,
        quantity: Decimal,
        vat: Percent,
    ) -> Option<TaxedAmount> {
        let net = price.checked_mul(quantity)?;
        let gross = net.checked_mul(vat.factor())?;
        Some(TaxedAmount { net: self.total(net), gross: self.total(gross) })
    }

    /// A price in the document's currency as one in the company's with as many decimals as Dolibarr keeps.
    #[must_use]
    pub fn unit_price(&self, price: Decimal) -> Option<Decimal> {
        Some(round_half_away(price.checked_div(self.rate)?, self.precision.unit_decimals))
    }

    /// The smallest step of a unit price.
    #[must_use]
    pub fn unit_step(&self) -> Decimal {
        Decimal::new(1, self.precision.unit_decimals)
    }

    /// The smallest step of a total.
    #[must_use]
    pub fn total_step(&self) -> Decimal {
        Decimal::new(1, self.precision.total_decimals)
    }

    fn total(&self, value: Decimal) -> Amount {
        Amount::new(round_half_away(value, self.precision.total_decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(price: &str, quantity: i64, vat: &str) -> (String, String) {
        let model = PriceModel { precision: Precision::default(), rate: Decimal::ONE };
        let sum = model
            .line(price.parse().unwrap(), Decimal::from(quantity), Percent::new(vat.parse().unwrap()))
            .unwrap();
        (sum.net.to_string(), sum.gross.to_string())
    }

    /// Results of real Dolibarrs.
    #[test]
    fn recorded_lines() {
        assert_eq!(line("0.99", 1, "5.5"), ("0.99".into(), "1.04".into()));
        assert_eq!(line("1.005", 1, "20"), ("1.01".into(), "1.21".into()));
        assert_eq!(line("0.123456789", 1000, "20"), ("123.46".into(), "148.15".into()));
        assert_eq!(line("16.658333", 7, "20"), ("116.61".into(), "139.93".into()));
        assert_eq!(line("8.25619835", 3, "21"), ("24.77".into(), "29.97".into()));
        assert_eq!(line("-5", 1, "20"), ("-5.00".into(), "-6.00".into()));
    }

    #[test]
    fn a_foreign_document_is_computed_from_the_converted_price() {
        let model = PriceModel { precision: Precision::default(), rate: "1.1".parse().unwrap() };
        let price = model.unit_price("9.99".parse().unwrap()).unwrap();
        let sum = model.line(price, Decimal::from(3), Percent::new(Decimal::from(20))).unwrap();
        assert_eq!((sum.net.to_string().as_str(), sum.gross.to_string().as_str()), ("29.97", "35.96"));
    }
}
