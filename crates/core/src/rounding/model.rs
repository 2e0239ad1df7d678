//! How Dolibarr computes the totals of a line (`calcul_price_total`) and of a document (`update_price`), without floating point.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::PricedLine;
use crate::erp::Precision;
use crate::money::{Amount, Percent, round_half_away};
use crate::shop::TaxedAmount;
use crate::tax::{LocalTax, LocalTaxBase, TaxRate};

/// Dolibarr writes every number out with so many decimals before it rounds it (`price2num`).
const WRITTEN_DECIMALS: u32 = 10;

/// Dolibarr's price computation for one document.
///
/// Net is `round(price × quantity)`, gross is `round(price × quantity × (1 + VAT))` from the *unrounded* net, VAT is their
/// difference; each local tax is rounded by itself. A document in a foreign currency repeats this with `price × rate`,
/// unrounded. Held against Dolibarr 17 and 20 on thousands of lines (`crates/dolibarr/examples/price_model.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceModel {
    /// Dolibarr's numbers of decimals and ways of rounding.
    pub precision: Precision,
    /// Units of the document's currency for one unit of the company's; 1 for a document in the company's currency.
    pub rate: Decimal,
    /// Decimals to which the shop rounds amounts in the document's currency.
    pub currency_decimals: u32,
}

/// The totals of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// `total_ht`.
    pub net: Amount,
    /// `total_tva`.
    pub vat: Amount,
    /// `total_localtax1`.
    pub local1: Amount,
    /// `total_localtax2`.
    pub local2: Amount,
}

impl LineTotals {
    /// `total_ttc`.
    #[must_use]
    pub fn gross(&self) -> Amount {
        self.net + self.vat + self.local1 + self.local2
    }

    /// Net and gross.
    #[must_use]
    pub fn taxed(&self) -> TaxedAmount {
        TaxedAmount { net: self.net, gross: self.gross() }
    }
}

impl PriceModel {
    /// The totals of a line in the document's currency; none when a number is too large to compute with.
    #[must_use]
    pub fn totals(&self, unit_price: Decimal, quantity: Decimal, rate: TaxRate) -> Option<LineTotals> {
        self.totals_in_own_currency(unit_price.checked_mul(self.rate)?, quantity, rate)
    }

    /// Net and gross of a line in the document's currency.
    #[must_use]
    pub fn line(&self, unit_price: Decimal, quantity: Decimal, rate: TaxRate) -> Option<TaxedAmount> {
        self.totals(unit_price, quantity, rate).map(|totals| totals.taxed())
    }

    /// Net and gross of a line whose price is in the document's currency.
    #[must_use]
    pub fn line_in_own_currency(
        &self,
        price: Decimal,
        quantity: Decimal,
        rate: TaxRate,
    ) -> Option<TaxedAmount> {
        self.totals_in_own_currency(price, quantity, rate).map(|totals| totals.taxed())
    }

    fn totals_in_own_currency(&self, price: Decimal, quantity: Decimal, rate: TaxRate) -> Option<LineTotals> {
        let exact = price.checked_mul(quantity)?;
        let with_vat = exact.checked_mul(rate.vat.factor())?;
        let local = |local: Option<LocalTax>, on: LocalTaxBase| -> Option<Decimal> {
            match local {
                Some(local) if local.on == on => {
                    // On top of the VAT: Dolibarr rounds the base as a unit price.
                    let base = match on {
                        LocalTaxBase::Net => exact,
                        LocalTaxBase::NetAndVat => self.written(with_vat, self.precision.unit_decimals),
                    };
                    let tax = base.checked_mul(local.rate.value())?.checked_div(Decimal::ONE_HUNDRED)?;
                    Some(self.total(tax))
                }
                _ => Some(Decimal::ZERO),
            }
        };
        let (on_net, on_vat) = (LocalTaxBase::Net, LocalTaxBase::NetAndVat);
        let (top1, top2) = (local(rate.local1, on_vat)?, local(rate.local2, on_vat)?);
        let (side1, side2) = (local(rate.local1, on_net)?, local(rate.local2, on_net)?);
        let net = self.total(exact);
        let vat = self.total(with_vat.checked_add(top1)?.checked_add(top2)?) - (net + top1 + top2);
        let [net, vat, local1, local2] =
            [net, vat, top1 + side1, top2 + side2].map(|total| Amount::new(self.multiple(total)));
        Some(LineTotals { net, vat, local1, local2 })
    }

    /// The totals of a document of these lines, by rate.
    ///
    /// Where Dolibarr rounds the VAT of the sums (`MAIN_ROUNDOFTOTAL_NOT_TOTALOFROUND`), each line in turn takes what the sum
    /// of its rate is off by then; documents in another currency are spared.
    #[must_use]
    pub fn by_rate(&self, lines: &[PricedLine]) -> BTreeMap<TaxRate, TaxedAmount> {
        let mut sums: BTreeMap<TaxRate, TaxedAmount> = BTreeMap::new();
        let mut by_vat: BTreeMap<Percent, (Amount, Amount)> = BTreeMap::new();
        for line in lines {
            let mut totals = line.totals;
            if self.rounds_tax_of_sums() {
                let (net, vat) = by_vat.entry(line.rate.vat).or_default();
                let own = self.totals(line.unit_price, line.quantity, line.rate).unwrap_or_default();
                *net += own.net;
                *vat += own.vat;
                let exact = net.value().saturating_mul(line.rate.vat.value()) / Decimal::ONE_HUNDRED;
                let off = *vat - Amount::new(self.written(exact, self.precision.total_decimals));
                *vat = *vat - off;
                totals.gross = totals.gross - off;
            }
            let sum = sums.entry(line.rate).or_default();
            *sum = *sum + totals;
        }
        sums
    }

    /// The totals of a document of these lines.
    #[must_use]
    pub fn document(&self, lines: &[PricedLine]) -> TaxedAmount {
        self.by_rate(lines).into_values().sum()
    }

    /// Whether the VAT of this document is rounded once for each rate, not for each line.
    #[must_use]
    pub fn rounds_tax_of_sums(&self) -> bool {
        self.precision.tax_of_sums && self.rate == Decimal::ONE
    }

    /// Whether a line's totals are what is wanted of them; where VAT is rounded for the sums, a line's own may be a little off.
    #[must_use]
    pub fn is_as_wanted(&self, totals: TaxedAmount, wanted: TaxedAmount) -> bool {
        let off = (totals.gross - wanted.gross).abs();
        let bearable =
            if self.rounds_tax_of_sums() { self.total_step() + self.total_step() } else { Decimal::ZERO };
        totals.net == wanted.net && off.value() <= bearable
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
        self.precision.total_multiple.unwrap_or_else(|| Decimal::new(1, self.precision.total_decimals))
    }

    /// The step in which the shop rounds, or Dolibarr where its steps are larger: what a rounding can move an amount by.
    #[must_use]
    pub fn rounding_step(&self) -> Decimal {
        self.total_step().max(Decimal::new(1, self.currency_decimals))
    }

    /// Decimals that amounts of the document have on both sides.
    #[must_use]
    pub fn shared_decimals(&self) -> u32 {
        self.precision.total_decimals.min(self.currency_decimals)
    }

    /// As the shop rounds it; some versions of PrestaShop keep more decimals than anybody can pay.
    #[must_use]
    pub fn as_paid(&self, amount: TaxedAmount) -> TaxedAmount {
        let round = |amount: Amount| amount.rounded_to(self.currency_decimals);
        TaxedAmount { net: round(amount.net), gross: round(amount.gross) }
    }

    fn total(&self, value: Decimal) -> Decimal {
        self.written(value, self.precision.total_decimals)
    }

    /// `price2num`: first to ten decimals, then to those asked for.
    fn written(&self, value: Decimal, decimals: u32) -> Decimal {
        round_half_away(round_half_away(value, WRITTEN_DECIMALS), decimals)
    }

    /// `MAIN_ROUNDING_RULE_TOT`: the nearest multiple.
    fn multiple(&self, total: Decimal) -> Decimal {
        match self.precision.total_multiple {
            Some(step) if !step.is_zero() => {
                let count = round_half_away(total.checked_div(step).unwrap_or(total), 0);
                self.total(count.saturating_mul(step))
            }
            _ => total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> PriceModel {
        PriceModel { precision: Precision::default(), rate: Decimal::ONE, currency_decimals: 2 }
    }

    fn percent(text: &str) -> Percent {
        Percent::new(text.parse().unwrap())
    }

    fn line(price: &str, quantity: i64, vat: &str) -> (String, String) {
        let sum = model()
            .line(price.parse().unwrap(), Decimal::from(quantity), TaxRate::vat(percent(vat)))
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
        let model = PriceModel { rate: "1.1".parse().unwrap(), ..model() };
        let price = model.unit_price("9.99".parse().unwrap()).unwrap();
        let sum = model.line(price, Decimal::from(3), TaxRate::vat(percent("20"))).unwrap();
        assert_eq!((sum.net.to_string().as_str(), sum.gross.to_string().as_str()), ("29.97", "35.96"));
    }

    /// GST and QST on 100: recorded on a real Dolibarr.
    #[test]
    fn a_local_tax_beside_the_vat() {
        let local1 = Some(LocalTax { rate: percent("9.975"), on: LocalTaxBase::Net });
        let rate = TaxRate { vat: percent("5"), local1, local2: None };
        let totals = model().totals(Decimal::ONE_HUNDRED, Decimal::ONE, rate).unwrap();
        let parts = [totals.net, totals.vat, totals.local1, totals.gross()].map(|it| it.to_string());
        assert_eq!(parts, ["100.00", "5.00", "9.98", "114.98"]);
    }
}
