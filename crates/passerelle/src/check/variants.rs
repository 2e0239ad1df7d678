//! Whether combinations can become what they are to become.

use passerelle_core::erp::ErpSetup;
use passerelle_core::explain::Explanation;
use passerelle_core::settings::Settings;

use super::{Finding, good, warning};

/// The module of variants, where it is asked for.
pub(super) fn variants(settings: &Settings, erp: &ErpSetup, list: &mut Vec<Finding>) {
    if settings.asks_for_variants() {
        list.push(if erp.has_variants() {
            good(Explanation::new("check-variants"))
        } else {
            warning(Explanation::new("check-variants-off"))
        });
    }
}
