//! The taxes of one line: a VAT rate, and up to two local taxes beside it, as Dolibarr has them in one row of its VAT dictionary.

use std::collections::BTreeSet;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::explain::Explanation;
use crate::money::Percent;
use crate::plan::DocumentLine;
use crate::shop::TaxMethod;

/// On what a local tax is reckoned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocalTaxBase {
    /// The net alone: the rates are added. Dolibarr's types 1, 3 and 5 (`localtax1_type` of `c_tva`).
    #[default]
    Net,
    /// The net and the VAT: one tax after the other. Dolibarr's types 2, 4 and 6.
    NetAndVat,
}

/// A local tax (`localtax1` or `localtax2`), such as Quebec's QST or Spain's equivalence surcharge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalTax {
    /// Its rate.
    pub rate: Percent,
    /// On what it is reckoned.
    #[serde(default)]
    pub on: LocalTaxBase,
}

/// All taxes of one line. Ordered by the VAT first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaxRate {
    /// `tva_tx`.
    pub vat: Percent,
    /// `localtax1_tx`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local1: Option<LocalTax>,
    /// `localtax2_tx`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local2: Option<LocalTax>,
}

impl TaxRate {
    /// No tax.
    pub const ZERO: Self = Self { vat: Percent::ZERO, local1: None, local2: None };

    /// VAT and nothing else.
    #[must_use]
    pub const fn vat(vat: Percent) -> Self {
        Self { vat, local1: None, local2: None }
    }

    /// The local taxes, first and second.
    pub fn locals(&self) -> impl Iterator<Item = LocalTax> {
        [self.local1, self.local2].into_iter().flatten()
    }

    /// Whether there is a local tax.
    #[must_use]
    pub const fn has_local(&self) -> bool {
        self.local1.is_some() || self.local2.is_some()
    }

    /// True when nothing is taxed.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.vat.is_zero() && !self.has_local()
    }

    /// Gross for a net of 1, unrounded.
    #[must_use]
    pub fn factor(&self) -> Decimal {
        let with_vat = self.vat.factor();
        self.locals().fold(with_vat, |factor, local| {
            let base = match local.on {
                LocalTaxBase::Net => Decimal::ONE,
                LocalTaxBase::NetAndVat => with_vat,
            };
            factor + base * local.rate.value() / Decimal::ONE_HUNDRED
        })
    }

    /// All of it as one rate in percent, as PrestaShop's `carrier_tax_rate` says it.
    #[must_use]
    pub fn combined(&self) -> Percent {
        Percent::new((self.factor() - Decimal::ONE) * Decimal::ONE_HUNDRED)
    }
}

impl From<Percent> for TaxRate {
    fn from(vat: Percent) -> Self {
        Self::vat(vat)
    }
}

impl fmt::Display for TaxRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.vat)?;
        self.locals().try_for_each(|local| {
            let sign = if local.on == LocalTaxBase::Net { '+' } else { '×' };
            write!(f, " {sign} {}", local.rate)
        })
    }
}

impl fmt::Debug for TaxRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The rates that lines of a document can have: a closed set of the shop's own rates, and none. A rate is never reckoned
/// from figures, and never below nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopRates(BTreeSet<TaxRate>);

impl ShopRates {
    /// These rates, and none.
    #[must_use]
    pub fn of(rates: impl IntoIterator<Item = TaxRate>) -> Self {
        let is_rate = |rate: Percent| rate.value() >= Decimal::ZERO && rate.value() < Decimal::ONE_HUNDRED;
        let can_be = |rate: &TaxRate| is_rate(rate.vat) && rate.locals().all(|local| is_rate(local.rate));
        Self(rates.into_iter().filter(can_be).chain([TaxRate::ZERO]).collect())
    }

    /// Whether a line can have this rate.
    #[must_use]
    pub fn has(&self, rate: TaxRate) -> bool {
        self.0.contains(&rate)
    }

    /// Refuses lines that have another rate.
    ///
    /// # Errors
    /// An explanation that names the first such rate.
    pub fn check<'a>(&self, lines: impl IntoIterator<Item = &'a DocumentLine>) -> Result<(), Explanation> {
        match lines.into_iter().find(|line| !self.has(line.rate)) {
            Some(line) => Err(Explanation::new("order-rate-not-of-shop")
                .with("rate", line.rate)
                .with("line", line.ref_ext.as_str())),
            None => Ok(()),
        }
    }
}

/// How several taxes of the shop are written in the Dolibarr at hand: a row of its VAT dictionary, which its REST API cannot
/// tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRow {
    /// The rates of the shop's taxes, in any order.
    pub taxes: Vec<Percent>,
    /// How the shop puts them together, where the row is for one way only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<TaxMethod>,
    /// `taux` of the row.
    pub vat: Percent,
    /// `code` of the row; may be empty.
    #[serde(default)]
    pub code: String,
    /// `localtax1` with its type.
    #[serde(default)]
    pub local1: Option<LocalTax>,
    /// `localtax2` with its type.
    #[serde(default)]
    pub local2: Option<LocalTax>,
}

impl TaxRow {
    /// The taxes of a line of this row.
    #[must_use]
    pub const fn rate(&self) -> TaxRate {
        TaxRate { vat: self.vat, local1: self.local1, local2: self.local2 }
    }

    fn is_for(&self, taxes: &[Percent], method: TaxMethod) -> bool {
        let sorted = |rates: &[Percent]| {
            let mut rates = rates.to_vec();
            rates.sort_unstable();
            rates
        };
        self.method.is_none_or(|own| own == method) && sorted(&self.taxes) == sorted(taxes)
    }
}

/// The taxes that a tax rules group of the shop has together in one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaxSet {
    /// The rates, in the order of the taxes' numbers; one at least.
    pub rates: Vec<Percent>,
    /// How they go together (`behavior` of the rule).
    pub method: TaxMethod,
}

impl TaxSet {
    /// As Dolibarr has them; none for more taxes than it can hold.
    #[must_use]
    pub fn rate(&self, rows: &[TaxRow]) -> Option<TaxRate> {
        of_shop(&self.rates, self.method, rows)
    }
}

/// The taxes of the shop as Dolibarr has them: a row of the settings, else the first is the VAT and the others are local taxes
/// beside it or on top of it. None for more taxes than Dolibarr can hold.
#[must_use]
pub fn of_shop(taxes: &[Percent], method: TaxMethod, rows: &[TaxRow]) -> Option<TaxRate> {
    if let Some(row) = rows.iter().find(|row| row.is_for(taxes, method)) {
        return Some(row.rate());
    }
    let on = if method == TaxMethod::OneAfterAnother { LocalTaxBase::NetAndVat } else { LocalTaxBase::Net };
    let local = |rate: &Percent| Some(LocalTax { rate: *rate, on });
    match taxes {
        [] => Some(TaxRate::ZERO),
        [vat] => Some(TaxRate::vat(*vat)),
        [vat, one] => Some(TaxRate { vat: *vat, local1: local(one), local2: None }),
        [vat, one, two] => Some(TaxRate { vat: *vat, local1: local(one), local2: local(two) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Percent {
        Percent::new(text.parse().unwrap())
    }

    #[test]
    fn two_taxes_are_added_or_one_is_on_top_of_the_other() {
        let taxes = [percent("5"), percent("9.975")];
        let added = of_shop(&taxes, TaxMethod::Added, &[]).unwrap();
        assert_eq!(added.combined(), percent("14.975"));
        assert_eq!(added.to_string(), "5 % + 9.975 %");
        let after = of_shop(&taxes, TaxMethod::OneAfterAnother, &[]).unwrap();
        assert_eq!(after.combined(), percent("15.47375"));
    }

    #[test]
    fn rates_are_a_closed_set() {
        let rates = ShopRates::of(["20", "-0.03", "5.5", "100"].map(percent).map(TaxRate::vat));
        let has = |text: &str| rates.has(TaxRate::vat(percent(text)));
        assert_eq!(
            ["20", "5.50", "0", "-0.03", "19.6", "100"].map(has),
            [true, true, true, false, false, false]
        );
    }

    #[test]
    fn a_row_of_the_settings_comes_first() {
        let row = TaxRow {
            taxes: vec![percent("1"), percent("18")],
            method: Some(TaxMethod::OneAfterAnother),
            vat: percent("18.18"),
            code: "FODEC".to_owned(),
            local1: Some(LocalTax { rate: percent("1"), on: LocalTaxBase::Net }),
            local2: None,
        };
        let taxes = [percent("18"), percent("1")];
        let rate = of_shop(&taxes, TaxMethod::OneAfterAnother, std::slice::from_ref(&row)).unwrap();
        assert_eq!(rate.combined(), percent("19.18"));
        let added = of_shop(&taxes, TaxMethod::Added, &[row]).unwrap();
        assert_eq!(added.to_string(), "18 % + 1 %", "the row is for the other way");
    }

    #[test]
    fn four_taxes_are_more_than_dolibarr_holds() {
        assert_eq!(of_shop(&[Percent::ZERO; 4], TaxMethod::Added, &[]), None);
    }
}
