//! The arithmetic of lines and documents, to Dolibarr's rules.

use rust_decimal::Decimal;

use super::data::{Document, ErpData, Line, Totals};
use super::number::round;

/// The constants that rule the arithmetic.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// `MAIN_MAX_DECIMALS_UNIT`.
    pub unit: u32,
    /// `MAIN_MAX_DECIMALS_TOT`.
    pub total: u32,
    /// `MAIN_ROUNDING_RULE_TOT`.
    pub multiple: Option<Decimal>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { unit: 5, total: 2, multiple: None }
    }
}

impl Rules {
    /// The rules of the constants that are set.
    pub(crate) fn of(data: &ErpData) -> Self {
        let usual = Self::default();
        let number = |name: &str| data.constants.get(name).and_then(|text| text.parse().ok());
        let step = data.constants.get("MAIN_ROUNDING_RULE_TOT").and_then(|text| text.parse::<Decimal>().ok());
        Self {
            unit: number("MAIN_MAX_DECIMALS_UNIT").unwrap_or(usual.unit),
            total: number("MAIN_MAX_DECIMALS_TOT").unwrap_or(usual.total),
            multiple: step.filter(|step| !step.is_zero()),
        }
    }

    fn multiple(&self, value: Decimal) -> Decimal {
        match self.multiple {
            Some(step) => round(round(value / step, 0) * step, self.total),
            None => value,
        }
    }
}

/// A local tax as the VAT dictionary has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LocalTax {
    /// `localtax1` or `localtax2`.
    pub rate: Decimal,
    /// Its type: 1, 3, 5 on the net, 2, 4, 6 on net and VAT; of each the first for all, then for products, then for services.
    pub kind: u8,
}

impl LocalTax {
    fn applies(self, service: bool) -> bool {
        match self.kind {
            1 | 2 => true,
            3 | 4 => !service,
            5 | 6 => service,
            _ => false,
        }
    }

    const fn is_on_vat(self) -> bool {
        self.kind.is_multiple_of(2)
    }
}

/// A row of the VAT dictionary with local taxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VatRow {
    /// `taux`.
    pub rate: Decimal,
    /// `code`.
    pub code: String,
    /// `localtax1` and `localtax2`.
    pub local: [LocalTax; 2],
}

/// The local taxes of a line: those it asks for, if the company uses them, at the rate of the dictionary's row.
pub(crate) fn local_taxes(
    data: &ErpData,
    vat: Decimal,
    code: &str,
    asked: [bool; 2],
    service: bool,
) -> [Option<LocalTax>; 2] {
    let row = data.local_rows.iter().find(|row| row.rate == vat && (code.is_empty() || row.code == code));
    let option = ["FACTURE_LOCAL_TAX1_OPTION", "FACTURE_LOCAL_TAX2_OPTION"];
    // In Spain the buyer decides, who is not loaded when lines come through the API.
    let spain = data.constants.get("MAIN_INFO_SOCIETE_COUNTRY").is_some_and(|text| text.contains(":ES:"));
    [0, 1].map(|index| {
        let local = row?.local[index];
        let used = asked[index] && data.constant(option[index]) && !spain;
        (used && local.applies(service) && !local.rate.is_zero()).then_some(local)
    })
}

/// The totals of a line: the net is rounded, the gross is rounded from the unrounded net, the VAT is the rest; each local
/// tax is rounded by itself, one on top of the VAT from a base rounded like a unit price.
pub(crate) fn totals(rules: &Rules, net: Decimal, vat: Decimal, local: [Option<LocalTax>; 2]) -> Totals {
    let with_vat = net * (Decimal::ONE_HUNDRED + vat) / Decimal::ONE_HUNDRED;
    let amounts = local.map(|local| {
        local.map_or(Decimal::ZERO, |local| {
            let base = if local.is_on_vat() { round(with_vat, rules.unit) } else { net };
            round(base * local.rate / Decimal::ONE_HUNDRED, rules.total)
        })
    });
    let on_vat = |index: usize| local[index].is_some_and(LocalTax::is_on_vat);
    let inside: Decimal = [0, 1].into_iter().filter(|index| on_vat(*index)).map(|index| amounts[index]).sum();
    let gross = round(with_vat + inside, rules.total);
    let net = round(net, rules.total);
    let [net, vat, one, two] =
        [net, gross - net - inside, amounts[0], amounts[1]].map(|value| rules.multiple(value));
    Totals { net, vat, local: [one, two], gross: net + vat + one + two }
}

impl Line {
    /// Computes the line's totals in both currencies.
    pub(crate) fn compute(&mut self, rate: Option<Decimal>) {
        // Totals come from the price as it was sent; the prices are rounded only to be stored (-5.00384 at 1.085 and 20 %
        // gave -6.51 on a real Dolibarr 20, not the -6.52 of -5.42917).
        let sent = self.subprice;
        let left = (Decimal::ONE_HUNDRED - self.discount) / Decimal::ONE_HUNDRED;
        let of = |price: Decimal| totals(&self.rules, price * self.qty * left, self.vat, self.local);
        let (own, foreign) = (of(sent), rate.map(|rate| of(sent * rate)));
        self.totals = own;
        self.currency_totals = foreign.unwrap_or(own);
        self.subprice = round(sent, self.rules.unit);
        self.currency_subprice = rate.map_or(self.subprice, |rate| round(sent * rate, self.rules.unit));
    }
}

impl Document {
    /// The rate when the document is in another currency.
    pub(crate) fn foreign(&self) -> Option<Decimal> {
        self.currency.as_ref().map(|_| self.rate)
    }

    /// Adds the lines up; `whole` rounds the VAT of the sum of each rate (a constant of the setup): each line in turn takes
    /// what the sum is off by then, in the company's currency only.
    pub(crate) fn sum(&mut self, whole: bool) {
        let mut sums = (Totals::default(), Totals::default());
        let mut by_rate: Vec<(Decimal, Decimal, Decimal)> = Vec::new();
        let is_foreign = self.foreign().is_some();
        for line in &mut self.lines {
            if whole {
                let index = by_rate.iter().position(|(rate, ..)| *rate == line.vat).unwrap_or_else(|| {
                    by_rate.push((line.vat, Decimal::ZERO, Decimal::ZERO));
                    by_rate.len() - 1
                });
                let (rate, net, vat) = &mut by_rate[index];
                *net += line.totals.net;
                *vat += line.totals.vat;
                let off = *vat - round(*net * *rate / Decimal::ONE_HUNDRED, line.rules.total);
                *vat -= off;
                line.totals.vat -= off;
                line.totals.gross -= off;
                if !is_foreign {
                    line.currency_totals = line.totals;
                }
            }
            sums.0 += line.totals;
            sums.1 += line.currency_totals;
        }
        self.totals = sums.0;
        self.currency_totals = sums.1;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn number(value: &Value) -> Decimal {
        value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// What real Dolibarrs of several set-ups computed.
    #[test]
    fn lines_total_as_recorded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/tests/recordings/price-model");
        let mut compared = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let recording: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let precision = &recording["precision"];
            let places = |name: &str| u32::try_from(precision[name].as_u64().unwrap_or(0)).unwrap();
            let rules = Rules {
                unit: places("unit_decimals"),
                total: places("total_decimals"),
                multiple: precision["total_multiple"].as_str().and_then(|text| text.parse().ok()),
            };
            let whole = precision["tax_of_sums"] == true;
            for recorded in recording["documents"].as_array().unwrap() {
                let rate = Some(number(&recorded["rate"])).filter(|rate| *rate != Decimal::ONE);
                let mut document = Document {
                    currency: rate.map(|_| "USD".to_owned()),
                    rate: rate.unwrap_or(Decimal::ONE),
                    ..Document::default()
                };
                for row in recorded["lines"].as_array().unwrap() {
                    let local = |name: &str| {
                        let local = row[2].get(name)?;
                        let kind = if local["on"] == "net_and_vat" { 2 } else { 1 };
                        Some(LocalTax { rate: number(&local["rate"]), kind })
                    };
                    let mut line = Line {
                        subprice: number(&row[0]),
                        qty: number(&row[1]),
                        vat: number(&row[2]["vat"]),
                        local: [local("local1"), local("local2")],
                        rules,
                        ..Line::default()
                    };
                    line.compute(rate);
                    let got = line.currency_totals;
                    assert_eq!(got.net, number(&row[3]), "{path:?} {row}");
                    if !whole || rate.is_some() {
                        assert_eq!(
                            (got.vat, got.gross),
                            (number(&row[4]), number(&row[7])),
                            "{path:?} {row}"
                        );
                    }
                    document.lines.push(line);
                    compared += 1;
                }
                document.sum(whole);
                let sum = document.currency_totals;
                assert_eq!(
                    (sum.net, sum.gross),
                    (number(&recorded["net"]), number(&recorded["gross"])),
                    "{path:?}"
                );
            }
        }
        assert_eq!(compared, 1_300);
    }
}
