//! The arithmetic of lines and documents, to Dolibarr's rules.

use rust_decimal::Decimal;

use super::data::{Document, Line, Totals};
use super::number::round;

/// Net, VAT and gross of a line: the net is rounded, the gross is rounded from the unrounded net, the VAT is the rest.
pub(crate) fn totals(price: Decimal, qty: Decimal, discount: Decimal, vat: Decimal) -> Totals {
    let net = price * qty * (Decimal::ONE_HUNDRED - discount) / Decimal::ONE_HUNDRED;
    let gross = round(net * (Decimal::ONE_HUNDRED + vat) / Decimal::ONE_HUNDRED, 2);
    let net = round(net, 2);
    Totals { net, vat: gross - net, gross }
}

impl Line {
    /// Computes the line's totals in both currencies.
    pub(crate) fn compute(&mut self, rate: Option<Decimal>) {
        // Totals come from the price as it was sent; the prices are rounded only to be stored (-5.00384 at 1.085 and 20 %
        // gave -6.51 on a real Dolibarr 20, not the -6.52 of -5.42917).
        let sent = self.subprice;
        self.subprice = round(sent, 5);
        self.totals = totals(sent, self.qty, self.discount, self.vat);
        match rate {
            Some(rate) => {
                self.currency_subprice = round(sent * rate, 5);
                self.currency_totals = totals(sent * rate, self.qty, self.discount, self.vat);
            }
            None => {
                self.currency_subprice = self.subprice;
                self.currency_totals = self.totals;
            }
        }
    }
}

impl Document {
    /// The rate when the document is in another currency.
    pub(crate) fn foreign(&self) -> Option<Decimal> {
        self.currency.as_ref().map(|_| self.rate)
    }

    /// Adds the lines up; `whole` rounds the sums instead of summing the rounded (a constant of the setup).
    pub(crate) fn sum(&mut self, whole: bool) {
        let mut sums = (Totals::default(), Totals::default());
        for line in &self.lines {
            sums.0 += line.totals;
            sums.1 += line.currency_totals;
        }
        if whole {
            let mut net = Decimal::ZERO;
            let mut vat = Decimal::ZERO;
            for line in &self.lines {
                let raw =
                    line.subprice * line.qty * (Decimal::ONE_HUNDRED - line.discount) / Decimal::ONE_HUNDRED;
                net += line.totals.net;
                vat += raw * line.vat / Decimal::ONE_HUNDRED;
            }
            let vat = round(vat, 2);
            sums.0 = Totals { net, vat, gross: net + vat };
        }
        self.totals = sums.0;
        self.currency_totals = sums.1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_total_as_recorded() {
        // price, quantity, discount, VAT -> net, VAT, gross; all recorded on real systems.
        let cases = [
            ("0.33333", "1", "0", "20", "0.33", "0.07", "0.40"),
            ("0.99", "1", "0", "5.5", "0.99", "0.05", "1.04"),
            ("16.65833", "7", "0", "20", "116.61", "23.32", "139.93"),
            ("8.2562", "3", "0", "21", "24.77", "5.20", "29.97"),
            ("18.94787", "2", "10", "5.5", "34.11", "1.87", "35.98"),
            ("-5", "1", "0", "20", "-5.00", "-1.00", "-6.00"),
            ("1.005", "1", "0", "20", "1.01", "0.20", "1.21"),
        ];
        let number = |text: &str| text.parse::<Decimal>().unwrap_or_default();
        for (price, qty, discount, vat, net, tax, gross) in cases {
            let got = totals(number(price), number(qty), number(discount), number(vat));
            let want = Totals { net: number(net), vat: number(tax), gross: number(gross) };
            assert_eq!(got, want, "{qty} x {price}");
        }
    }
}
