//! By what evidence an order or an invoice that is in Dolibarr already is taken for one of the shop's.
//!
//! It must bear the shop's reference, and be on the customer's third party, or on one with the same e-mail; and its total must be the
//! shop's, or it is the only one and of the same day: then the total is told. What agrees in less is asked. What bears only a
//! number that others could have must agree in everything.

use jiff::civil::Date;

use crate::erp::ErpTotals;
use crate::money::Amount;

/// Cents that another connector may have rounded otherwise, on the same day for the same person.
const NEAR: i64 = 5;

/// By what a document of Dolibarr is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// By the shop's reference, which is the order's alone.
    Reference,
    /// By a number, which something else may have as well.
    Number,
}

/// Whether a document of Dolibarr is on the customer's third party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// It is, or on one with the same e-mail.
    Same,
    /// One of the two third parties has no e-mail.
    Unknown,
    /// It is on another one.
    Other,
}

/// A document of Dolibarr that may be the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number in Dolibarr.
    pub id: u64,
    /// By what it is named.
    pub named: Named,
    /// Whose it is.
    pub person: Person,
    /// Its sums.
    pub totals: ErpTotals,
    /// Its day.
    pub day: Option<Date>,
}

/// The document of the shop.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// Its sums.
    pub totals: ErpTotals,
    /// Its day.
    pub day: Date,
    /// Totals of the other orders of its reference: what has one of these is theirs.
    pub siblings: &'a [Amount],
    /// It is the only one of its sort that the shop has under the reference.
    pub alone: bool,
}

/// What the evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// None of them is the one.
    None,
    /// It is this one, by its number in Dolibarr.
    This(u64),
    /// It may be one of these; a person has to say.
    Ask(Vec<u64>),
}

impl Candidate {
    fn has_total(&self, sought: &Sought<'_>) -> bool {
        self.totals.gross == sought.totals.gross
    }

    fn has_day(&self, sought: &Sought<'_>) -> bool {
        self.day == Some(sought.day)
    }

    fn is_near(&self, sought: &Sought<'_>) -> bool {
        (self.totals.gross - sought.totals.gross).abs() <= Amount::cents(NEAR)
    }

    /// The evidence suffices. `only`: no other candidate bears the shop's reference.
    fn is_it(&self, sought: &Sought<'_>, only: bool) -> bool {
        match (self.named, self.person) {
            (Named::Reference, Person::Same) => {
                let whatever_total = self.is_near(sought) || (only && sought.alone);
                self.has_total(sought) || (self.has_day(sought) && whatever_total)
            }
            (Named::Reference, Person::Unknown) | (Named::Number, Person::Same) => {
                self.has_total(sought) && self.has_day(sought)
            }
            (Named::Reference, Person::Other) | (Named::Number, Person::Unknown | Person::Other) => false,
        }
    }

    /// The evidence does not suffice, and is too much for chance.
    fn may_be_it(&self, sought: &Sought<'_>) -> bool {
        match self.named {
            Named::Reference => self.has_total(sought) || !sought.siblings.contains(&self.totals.gross),
            Named::Number => self.person == Person::Same && (self.has_total(sought) || self.has_day(sought)),
        }
    }
}

/// Judges the candidates, of which no other document of the shop has one.
#[must_use]
pub fn judge(sought: &Sought<'_>, candidates: &[Candidate]) -> Verdict {
    let ids = |these: &[&Candidate]| these.iter().map(|it| it.id).collect::<Vec<u64>>();
    let only = candidates.iter().filter(|it| it.named == Named::Reference).count() == 1;
    let sure: Vec<&Candidate> = candidates.iter().filter(|it| it.is_it(sought, only)).collect();
    match sure.as_slice() {
        [] => {}
        [only] => return Verdict::This(only.id),
        several => {
            let exact = |it: &&&Candidate| {
                it.named == Named::Reference && it.totals == sought.totals && it.has_day(sought)
            };
            let exact: Vec<&Candidate> = several.iter().filter(exact).copied().collect();
            return match exact.as_slice() {
                [only] => Verdict::This(only.id),
                _ => Verdict::Ask(ids(several)),
            };
        }
    }
    let maybe: Vec<&Candidate> = candidates.iter().filter(|it| it.may_be_it(sought)).collect();
    if maybe.is_empty() { Verdict::None } else { Verdict::Ask(ids(&maybe)) }
}
