//! Customer codes of ours, where Dolibarr wants one for each customer and makes none.

use super::{Decision, Facts};
use crate::key::{Key, Kind};
use crate::plan::{Operation, ThirdPartyWrite};

/// What Dolibarr holds of a code (`code_client`).
const LIMIT: usize = 24;

/// Gives each third party that becomes a customer a code, where that is needed.
pub(super) fn give(facts: &Facts, key: &Key, mut decision: Decision) -> Decision {
    if let (true, Decision::Do { steps, .. }) = (facts.erp.customers_need_code(), &mut decision) {
        for step in steps {
            match &mut step.operation {
                Operation::ThirdPartyCreate(write) if write.is_customer != Some(false) => set(write, key),
                Operation::ThirdPartyUpdate { write, .. } if write.is_customer == Some(true) => {
                    set(write, key)
                }
                _ => {}
            }
        }
    }
    decision
}

fn set(write: &mut ThirdPartyWrite, key: &Key) {
    let code = match key.kind {
        Kind::Customer => format!("{}-{}", key.tag, key.id),
        _ => key.external_ref().to_string(),
    };
    write.code = Some(code.to_uppercase().chars().take(LIMIT).collect());
}
