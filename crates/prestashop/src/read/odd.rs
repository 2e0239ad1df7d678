//! Why a document cannot be made of its rows.

use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

use crate::reference::Unknown;
use crate::rows::BadRow;

/// Why a document cannot be made of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Odd {
    /// An id that the reference data does not hold.
    #[error("unknown id in {}", .0.field)]
    Unknown(Unknown),
    /// A field holds what it never should.
    #[error("wrong field {0}")]
    Field(&'static str),
    /// The thing that this field points to is gone.
    #[error("{0} points to nothing")]
    Dangling(&'static str, u64),
    /// A part that must be there is not.
    #[error("{0} lack")]
    Incomplete(&'static str),
}

impl From<Unknown> for Odd {
    fn from(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl Odd {
    /// For a person, about the thing `id` of `resource`.
    pub(crate) fn explain(self, resource: &str, id: u64) -> Explanation {
        match self {
            Self::Field(field) => record_unreadable(resource, id, field),
            Self::Unknown(Unknown { field, id: target, .. }) | Self::Dangling(field, target) => {
                Explanation::new("shop-record-points-to-nothing")
                    .with("resource", resource)
                    .with("id", id)
                    .with("field", field)
                    .with("target", target)
            }
            Self::Incomplete(part) => Explanation::new("shop-record-incomplete")
                .with("resource", resource)
                .with("id", id)
                .with("part", part),
        }
    }
}

/// A field of a record cannot be understood.
pub(crate) fn record_unreadable(resource: &str, id: u64, field: &str) -> Explanation {
    Explanation::new("shop-record-unreadable").with("resource", resource).with("id", id).with("field", field)
}

/// A record whose presence breaks the whole answer.
pub(crate) fn record_breaks_answer(resource: &str, id: &str) -> Explanation {
    Explanation::new("shop-record-breaks-answer").with("resource", resource).with("id", id)
}

/// A part of a record whose presence breaks the whole answer.
pub(crate) fn part_breaks_answer(part: &str) -> Explanation {
    Explanation::new("shop-part-breaks-answer").with("part", part)
}

/// Only shops of a multistore have it that the key is not ticked for.
pub(crate) fn record_in_closed_shop(resource: &str, id: u64) -> Explanation {
    Explanation::new("shop-record-in-closed-shop").with("resource", resource).with("id", id)
}

/// A record that is there but not in lists.
pub(crate) fn record_hidden(resource: &str, id: u64) -> Explanation {
    Explanation::new("shop-record-hidden").with("resource", resource).with("id", id)
}

/// The id of what is said of a row that does not tell what it belongs to.
const OF_NOBODY: &str = "shop-part-of-nobody";

/// A bad row of `part` that could be anyone's of those asked for: fewer have to be asked for.
pub(crate) fn of_nobody(part: &str, row: &BadRow) -> ShopError {
    let explanation = Explanation::new(OF_NOBODY)
        .with("part", part)
        .with("id", row.number("id").unwrap_or_default())
        .with("field", &row.field);
    ShopError::Unavailable { explanation, retry_after: None }
}

/// Whether a reading failed because of such a row.
pub(crate) fn is_of_nobody(error: &ShopError) -> bool {
    error.explanation().id == OF_NOBODY
}

/// A bad row of `part`, as far as it is known which.
pub(crate) fn bad_part(part: &str, row: &BadRow) -> Explanation {
    record_unreadable(part, row.number("id").unwrap_or_default(), &row.field)
}
