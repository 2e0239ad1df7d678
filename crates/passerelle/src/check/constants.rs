//! Dolibarr's constants that change what its API does, each with where to change it.

use passerelle_core::erp::{ErpSetup, Gravity, RULES};
use passerelle_core::explain::Explanation;
use passerelle_core::settings::Settings;

use super::{Finding, bad, good, warning};

pub(super) fn constants(settings: &Settings, erp: &ErpSetup, list: &mut Vec<Finding>) {
    // Several of a kind are said together.
    let mut found: Vec<(Gravity, Vec<Explanation>)> = Vec::new();
    for rule in RULES {
        let Some(gravity) = rule.gravity(settings, erp) else { continue };
        let explanation = rule.explanation();
        match found.iter_mut().find(|(_, same)| same.iter().any(|it| it.id == explanation.id)) {
            Some((_, same)) => same.push(explanation),
            None => found.push((gravity, vec![explanation])),
        }
    }
    list.extend(found.into_iter().filter_map(|(gravity, same)| {
        let explanation = joined(&same)?;
        Some(match gravity {
            Gravity::Note => good(explanation),
            Gravity::Some => warning(explanation),
            Gravity::Most => bad(explanation),
        })
    }));
}

/// One message for constants of a kind, which are all named.
fn joined(same: &[Explanation]) -> Option<Explanation> {
    let named = |name: &str| {
        let values: Vec<&str> = same.iter().filter_map(|it| it.args.get(name)).map(String::as_str).collect();
        values.join(", ")
    };
    let first = same.first()?;
    Some(Explanation::new(&first.id).with("constant", named("constant")).with("number", named("number")))
}
