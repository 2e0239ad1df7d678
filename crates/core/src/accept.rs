//! A document of the shop that contradicts itself, line by line, and the word of a person that it may be booked all the same.

use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::money::{Amount, Currency};
use crate::rounding::PartKind;
use crate::shop::TaxedAmount;

/// What a document's header says, and what its parts add up to. A word is given for just these figures: when the shop changes
/// one of them the person is asked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The header.
    pub total: TaxedAmount,
    /// The sum of the parts.
    pub parts: TaxedAmount,
}

impl Figures {
    /// What the header has over its parts: this is what an adjustment line books.
    #[must_use]
    pub fn difference(&self) -> TaxedAmount {
        self.total - self.parts
    }

    /// The larger of the differences excluding and including tax, without its sign.
    #[must_use]
    pub fn largest(&self) -> Amount {
        let difference = self.difference();
        difference.net.abs().max(difference.gross.abs())
    }
}

/// One part of a document that contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputedPart {
    /// What it stands for.
    pub kind: PartKind,
    /// Its name; may be empty.
    pub name: String,
    /// Its amount; negative for a discount.
    pub amount: TaxedAmount,
}

/// A document that contradicts itself: an order, an invoice of it, or a credit slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The document.
    pub key: Key,
    /// What a person calls it.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Its parts.
    pub parts: Vec<DisputedPart>,
    /// What they add up to, and what the header says.
    pub figures: Figures,
}

/// The word of a person that a difference may be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// For these figures and no others.
    pub figures: Figures,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}
