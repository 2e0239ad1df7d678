//! Which states of orders create what.

use serde::{Deserialize, Serialize};

use crate::shop::{NamedState, Standing};

/// Which states of the shop's orders create what. An empty list leaves it to the shop: orders by the state's flag *logable*
/// (or an issued invoice), invoices and payments as the shop has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StateSettings {
    /// States that bring an order over, by id or name.
    pub order: Vec<StateName>,
    /// States that bring its invoices over.
    pub invoice: Vec<StateName>,
    /// States that bring its payments over.
    pub payment: Vec<StateName>,
    /// An order that reaches an invoice's state without an invoice in the shop gets one made from its own totals. Default false.
    pub invoice_without_shop: bool,
}

/// A state of orders, named by its number or its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StateName {
    /// `order_states.id`.
    Id(u64),
    /// `name`, in the language of the connection; capitals and outer spaces do not count.
    Name(String),
}

impl StateName {
    /// Whether it means this state.
    #[must_use]
    pub fn means(&self, id: u64, name: &str) -> bool {
        match self {
            Self::Id(it) => *it == id,
            Self::Name(it) => it.trim().to_lowercase() == name.trim().to_lowercase(),
        }
    }
}

impl std::fmt::Display for StateName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// Whether an order is or was in one of these states.
fn reached(list: &[StateName], standing: &Standing) -> bool {
    let listed = |state: &NamedState| list.iter().any(|name| name.means(state.id, &state.name));
    standing.states.iter().any(listed)
}

impl StateSettings {
    /// Whether the states that an order was in must be known.
    #[must_use]
    pub fn need_history(&self) -> bool {
        let lists = [&self.order, &self.invoice, &self.payment];
        self.invoice_without_shop || lists.iter().any(|list| !list.is_empty())
    }

    /// Whether an order belongs in Dolibarr. One that passed through a chosen state and was cancelled since, without an
    /// invoice, came to nothing; unless being cancelled is chosen.
    #[must_use]
    pub fn takes_order(&self, standing: &Standing) -> bool {
        if self.order.is_empty() {
            return standing.counts();
        }
        let is_now = standing
            .states
            .first()
            .is_some_and(|now| self.order.iter().any(|name| name.means(now.id, &now.name)));
        is_now || (reached(&self.order, standing) && (!standing.cancelled || standing.invoiced))
    }

    /// Whether the invoices that the shop issued are brought over.
    #[must_use]
    pub fn takes_invoices(&self, standing: &Standing) -> bool {
        self.invoice.is_empty() || reached(&self.invoice, standing)
    }

    /// Whether an order without an invoice in the shop gets one.
    #[must_use]
    pub fn makes_invoice(&self, standing: &Standing) -> bool {
        let in_time = if self.invoice.is_empty() {
            standing.states.iter().any(|state| state.invoice)
        } else {
            reached(&self.invoice, standing)
        };
        self.invoice_without_shop && in_time && !standing.invoiced && !standing.cancelled
    }

    /// Whether payments are brought over.
    #[must_use]
    pub fn takes_payments(&self, standing: &Standing) -> bool {
        self.payment.is_empty() || reached(&self.payment, standing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_passed_through_counts_unless_the_order_came_to_nothing() {
        let state = |id, name: &str| NamedState { id, name: name.to_owned(), invoice: id == 2 };
        let settings =
            StateSettings { order: vec![StateName::Name(" payment ACCEPTED".into())], ..Default::default() };
        let shipped = Standing {
            states: vec![state(4, "Shipped"), state(2, "Payment accepted")],
            ..Default::default()
        };
        assert!(settings.takes_order(&shipped));
        let cancelled = Standing {
            cancelled: true,
            states: vec![state(6, "Canceled"), state(2, "Payment accepted")],
            ..Default::default()
        };
        assert!(!settings.takes_order(&cancelled));
        assert!(settings.takes_order(&Standing { invoiced: true, ..cancelled.clone() }));
        // Nothing but the list counts.
        let logable = Standing {
            logable: true,
            invoiced: true,
            states: vec![state(3, "Processing")],
            ..Default::default()
        };
        assert!(!settings.takes_order(&logable));
        assert!(StateSettings::default().takes_order(&logable));
        assert!(!StateSettings::default().takes_order(&cancelled));
    }
}
