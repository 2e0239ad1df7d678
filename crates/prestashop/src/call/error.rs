//! Why one call gave nothing.

use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::ShopError;

/// Why one call gave nothing.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// Nothing will change by itself.
    #[error("refused: {}", .0.id)]
    Refused(Explanation),
    /// The key may not do this: (resource to tick, method).
    #[error("no right to {1} {0}")]
    NoRight(String, &'static str),
    /// It may work later.
    #[error("not now: {}", .explanation.id)]
    Passing {
        /// For a person.
        explanation: Explanation,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
        /// Whether trying again at once makes sense.
        again: bool,
    },
    /// PHP ended without an answer: one of the rows asked for may be the cause.
    #[error("crashed: {}", .0.id)]
    Crashed(Explanation),
    /// An answer of PrestaShop's that is no JSON, or too long: one of the rows asked for may be the cause.
    #[error("unreadable: {}", .0.id)]
    Unreadable(Explanation),
    /// This PrestaShop does not have one of the fields asked for.
    #[error("unknown field")]
    UnknownField(Explanation),
    /// PrestaShop says that there is no such thing.
    #[error("no such thing")]
    NoSuchThing,
}

impl CallError {
    /// Trying the same call again may help: nothing was changed by it.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        matches!(self, Self::Passing { again: true, .. } | Self::Crashed(_))
    }

    /// One row may be the cause: ask for fewer.
    pub(crate) fn may_be_one_row(&self) -> bool {
        matches!(self, Self::Crashed(_) | Self::Unreadable(_))
    }
}

/// The key has to be allowed `method` on `resource`.
pub(crate) fn no_right(resource: &str, method: &str) -> Explanation {
    Explanation::new("shop-right-missing").with("resource", resource).with("method", method)
}

impl From<CallError> for ShopError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(explanation) | CallError::UnknownField(explanation) => {
                Self::Refused(explanation)
            }
            CallError::NoRight(resource, method) => Self::Refused(no_right(&resource, method)),
            CallError::Passing { explanation, retry_after, .. } => {
                Self::Unavailable { explanation, retry_after }
            }
            CallError::Crashed(explanation) | CallError::Unreadable(explanation) => {
                Self::Unavailable { explanation, retry_after: None }
            }
            CallError::NoSuchThing => {
                Self::Refused(Explanation::new("shop-no-webservice-here").with("status", 404))
            }
        }
    }
}
